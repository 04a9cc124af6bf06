"""Pull the plug: killed at any moment, no acknowledged write is missing and the archive is sound."""

from __future__ import annotations

import random
import subprocess
import sys
import time
from pathlib import Path

from archive_app.catalogue.queries import ItemFilter
from archive_app.services.archive import Archive
from archive_app.services.importing import import_paths
from archive_app.services.maintenance import verify
from archive_app.vault.originals import hash_of

KILLS = 25

EDITING = """
import sys
from pathlib import Path
from archive_app.catalogue.commands import Create, SetFields
from archive_app.services.archive import Archive
with Archive.open(Path(sys.argv[1]), actor="甲") as archive:
    print("open", flush=True)
    for number in range(100000):
        made = Create("item", {"kind": "contribution", "title": f"第{number}件"})
        archive.execute(made)
        archive.execute(SetFields(made.id, {"notes": f"记{number}"}))
        print(made.id, number, flush=True)
"""

IMPORTING = """
import sys
from pathlib import Path
from archive_app.services.archive import Archive
from archive_app.services.importing import Imported, import_paths
def tell(outcome):
    if isinstance(outcome, Imported):
        print(outcome.id, outcome.source, flush=True)
if __name__ == "__main__":
    with Archive.open(Path(sys.argv[1]), actor="甲") as archive:
        print("open", flush=True)
        import_paths(archive, [Path(sys.argv[2])], on_outcome=tell)
"""


def killed_after(script: Path, arguments: list[object], seconds: float, environment: dict[str, str]) -> list[str]:
    """Run a script, kill it that long after it opened the archive; what it had acknowledged by then."""
    process = subprocess.Popen(
        [sys.executable, str(script), *map(str, arguments)], stdout=subprocess.PIPE, text=True, env=environment
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "open\n"
    time.sleep(seconds)
    process.kill()
    rest = process.stdout.read()
    process.wait()
    return [line for line in rest.splitlines(keepends=True) if line.endswith("\n")]


def test_edits_survive_kills(tmp_path: Path, environment: dict[str, str]) -> None:
    root = tmp_path / "馆藏"
    Archive.create(root, actor="甲").close()
    script = tmp_path / "editing.py"
    script.write_text(EDITING, encoding="utf-8")
    moment = random.Random(2026)
    acknowledged: list[tuple[str, str]] = []

    for _ in range(KILLS):
        lines = killed_after(script, [root], moment.uniform(0, 0.25), environment)
        acknowledged += [(line.split()[0], line.split()[1]) for line in lines]

    with Archive.open(root, actor="甲") as archive:
        found = archive.catalogue.load("item", [key for key, _ in acknowledged])
        assert [(key, found[key]["notes"]) for key, _ in acknowledged] == [(key, f"记{n}") for key, n in acknowledged]
        assert len(acknowledged) > KILLS
        assert verify(archive).faults == []


def test_imports_survive_kills(tmp_path: Path, environment: dict[str, str]) -> None:
    root = tmp_path / "馆藏"
    Archive.create(root, actor="甲").close()
    script = tmp_path / "importing.py"
    script.write_text(IMPORTING, encoding="utf-8")
    moment = random.Random(24)
    acknowledged: set[str] = set()

    for kill in range(KILLS):
        folder = tmp_path / f"来料{kill}"
        folder.mkdir()
        for number in range(12):
            text = f"第{kill}批第{number}篇\n\n" + f"正文{kill}-{number}。" * 200
            (folder / f"{number}.txt").write_text(text, encoding="utf-8")
        lines = killed_after(script, [root, folder], moment.uniform(0, 1.2), environment)
        acknowledged |= {line.split()[0] for line in lines}

    with Archive.open(root, actor="甲") as archive:
        present = set(archive.catalogue.item_ids(ItemFilter()))
        assert acknowledged <= present
        report = verify(archive)
        assert report.faults == []
        # What was cut off comes in when asked again, what was there is named and not stored twice.
        again = import_paths(archive, sorted(tmp_path.glob("来料*")))
        assert len(again.imported) + len(again.duplicates) == KILLS * 12
        assert len(again.duplicates) == len(present)
        sources = {hash_of(path)[0] for path in tmp_path.glob("来料*/*.txt")}
        assert {sha256 for sha256, _, _ in archive.catalogue.all_hashes()} == sources
        assert verify(archive).faults == []
