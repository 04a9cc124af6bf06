"""A dry run says what an import would do, and leaves the archive as it was."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from PIL import Image

from archive_app.services.archive import Archive
from archive_app.services.importing import import_paths


def state_of(root: Path) -> dict[str, str]:
    """Every file of an archive with its hash, without what SQLite keeps beside its file while it is open."""
    return {
        str(path.relative_to(root)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(root.rglob("*"))
        if path.is_file() and not path.name.startswith(("catalogue.sqlite-", ".", "lock"))
    }


@pytest.fixture
def incoming(tmp_path: Path) -> Path:
    folder = tmp_path / "带来的"
    folder.mkdir()
    Image.new("RGB", (64, 48), (120, 100, 80)).save(folder / "水磨.png")
    (folder / "水磨（另一份）.png").write_bytes((folder / "水磨.png").read_bytes())
    (folder / "柜台.txt").write_text("供销社的柜台\n\n一九五八年春，供销社搬到了十字路口。", encoding="gb18030")
    (folder / "空.txt").write_bytes(b"")
    return folder


def test_a_dry_run_writes_nothing_and_says_what_the_import_then_does(tmp_path: Path, incoming: Path) -> None:
    root = tmp_path / "馆藏"
    Archive.create(root, name="试").close()
    with Archive.open(root):
        pass
    before = state_of(root)
    with Archive.open(root) as archive:
        foreseen = import_paths(archive, [incoming], dry_run=True)
    assert state_of(root) == before
    assert [entry.id for entry in foreseen.imported] == ["", ""]
    assert [entry.id for entry in foreseen.duplicates] == [""]

    with Archive.open(root) as archive:
        done = import_paths(archive, [incoming])
        again = import_paths(archive, [incoming], dry_run=True)
    said = [(entry.source, entry.kind, entry.title) for entry in foreseen.imported]
    assert said == [(entry.source, entry.kind, entry.title) for entry in done.imported]
    assert [entry.source for entry in foreseen.duplicates] == [entry.source for entry in done.duplicates]
    assert foreseen.refused == done.refused
    ids = {entry.id for entry in done.imported}
    assert not again.imported and {entry.id for entry in again.duplicates} == ids
