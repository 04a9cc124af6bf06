"""A dry run says what an import would do, and leaves the archive as it was."""

from __future__ import annotations

import hashlib
import io
import random
import zipfile
from pathlib import Path

import pytest
from PIL import Image

from archive_app.services.archive import Archive
from archive_app.services.importing import import_paths
from archive_app.services.maintenance import verify


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


@pytest.mark.parametrize("dry_run", [True, False])
def test_a_zip_is_never_unpacked_whole(tmp_path: Path, dry_run: bool) -> None:
    pages = 24
    path = tmp_path / "照片.zip"
    with zipfile.ZipFile(path, "w") as zipped:
        for number in range(pages):
            made = io.BytesIO()
            Image.frombytes("L", (256, 256), random.Random(number).randbytes(65536)).save(made, "PNG")
            zipped.writestr(f"{number:02d}.png", made.getvalue())
        zipped.writestr("录音.vtt", "WEBVTT\n\n00:00.000 --> 00:02.000\n那一年\n")
    root = tmp_path / "馆藏"
    peak = 0

    def look(share: float, source: str) -> None:
        nonlocal peak
        staged = [file for folder in (root / "derived").glob("staging-*") for file in folder.iterdir()]
        peak = max(peak, sum(file.stat().st_size for file in staged))

    with Archive.create(root, name="试") as archive:
        report = import_paths(archive, [path], dry_run=dry_run, progress=look)
        assert len(report.imported) == pages + 1, "and a transcript that is held until the end is there then"
        assert 0 < peak < path.stat().st_size / 4
        assert dry_run or verify(archive).sound
    assert not list((root / "derived").glob("staging-*"))
