"""The pages of an earlier volume that have no words are recognised, in parts, and looked through."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from archive_app.catalogue.store import Record
from archive_app.domain.errors import Refused
from archive_app.domain.scanned.lines import Corners
from archive_app.intake.scans.process import Task, read_all
from archive_app.intake.scans.recogniser import Words
from archive_app.services.archive import Archive
from archive_app.services.earlier import recognising
from archive_app.services.earlier.leaves import CONFIRMED, DRAFT, NOTHING, leaves_of
from archive_app.services.earlier.recognising import recognise, to_read
from archive_app.services.earlier.taking import confirm, take_in, volume_values
from archive_app.services.jobs import Reporter
from archive_app.services.printed import printed_volume
from archive_app.services.scans import reading
from archive_app.services.scans.reading import ScanReader
from archive_app.services.searching import Search
from tests.support_archives import copied
from tests.support_earlier import Going


class Ruler:
    """Two lines on every page but the darkest."""

    def find(self, picture: Image.Image) -> list[Corners]:
        if picture.convert("L").getpixel((5, 5)) == 100:
            return []
        return [(100, 40, 420, 40, 420, 120, 100, 120), (100, 260, 500, 260, 500, 300, 100, 300)]

    def read(self, strip: Image.Image) -> Words:
        tone = strip.convert("L").getpixel((strip.width // 2, strip.height // 2))
        assert isinstance(tone, int)
        return Words(f"水磨{'甲乙丙丁戊己'[(tone - 200) // 8]}", (0.99, 0.99, 0.4))


def _make(root: Path) -> None:
    folder = root.parent / "扫描"
    folder.mkdir()
    for number, tone in enumerate((200, 208, 100, 216, 224), 1):
        Image.new("L", (600, 800), tone).save(folder / f"{number}.png")
    with Archive.create(root, name="测试馆藏") as archive:
        take_in(archive, [folder], volume_values("文史资料", 3), Going())


@pytest.fixture
def archive(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Archive]:
    monkeypatch.setenv("CUNSHI_CONFIG", str(tmp_path / "config"))
    monkeypatch.setattr(recognising, "PART", 2)

    def here(self: ScanReader, reporter: Reporter, tasks: list[Task]) -> None:
        """Read in this process, until somebody stops it: the other one has tests of its own."""
        for at, task in enumerate(tasks):
            if reporter.cancelled():
                return
            task.folder.mkdir(parents=True, exist_ok=True)
            messages: list[dict[str, Any]] = []
            read_all([task], Ruler(), lambda said=messages, **message: said.append(message))  # type: ignore[misc]
            for message in messages:
                if "share" not in message:
                    reading._take(reporter, [task], message)
            reporter.progress((at + 1) / len(tasks), "")

    monkeypatch.setattr(ScanReader, "_run", here)
    with Archive.open(copied(_make, tmp_path / "馆藏"), actor="编辑") as opened:
        yield opened


def the_volume(archive: Archive) -> Record:
    return archive.catalogue.records("volume")[0]


def the_reader(archive: Archive) -> ScanReader:
    return ScanReader(archive, Ruler, "试用 1.0")


def standing(archive: Archive) -> list[str]:
    return [leaf.standing for leaf in leaves_of(archive.catalogue, archive.root, the_volume(archive))]


class StopsAfter(Going):
    """Stops once so many pages were told of."""

    def __init__(self, pages: int) -> None:
        super().__init__()
        self._left = pages

    def progress(self, share: float, words: str) -> None:
        if share and share * 5 >= self._left:
            self.stop = True


def test_drafts_are_found_and_marked_until_somebody_looks_them_through(archive: Archive) -> None:
    search = Search(archive)
    try:
        search.follow()
        made = recognise(archive, the_reader(archive), the_volume(archive).id, Going())
        assert (made.pages, made.left, made.blank, made.failed) == (5, 0, 1, ())
        assert standing(archive) == [DRAFT, DRAFT, NOTHING, DRAFT, DRAFT]
        (row,) = the_volume(archive)["read"]
        assert (row["engine"], row["pages"], row["by"]) == ("试用 1.0", 5, "编辑")
        (hit,) = search.search("水磨乙").hits
        assert hit.matches[0].label == "书中（识别稿）" and hit.matches[0].place["number"] == 2
        leaf = leaves_of(archive.catalogue, archive.root, the_volume(archive))[1]
        first, *rest = leaf.page.lines
        written = replace(leaf.page, lines=(first.written("水磨沟"), *rest))
        confirm(archive, the_volume(archive).id, [replace(leaf, page=written)])
        assert standing(archive)[1] == CONFIRMED
        (hit,) = search.search("水磨沟").hits
        assert hit.matches[0].label == "书中"
        assert printed_volume(archive, the_volume(archive).id).drafts == frozenset({1, 4, 5})
    finally:
        search.close()


def test_it_goes_on_where_it_was_stopped(archive: Archive) -> None:
    made = recognise(archive, the_reader(archive), the_volume(archive).id, StopsAfter(2))
    assert (made.pages, made.left) == (2, 3)
    assert standing(archive) == [DRAFT, DRAFT, NOTHING, NOTHING, NOTHING]
    reader = the_reader(archive)
    assert [leaf.number for leaf in to_read(archive, reader, the_volume(archive))] == [3, 4, 5]
    assert recognise(archive, reader, the_volume(archive).id, Going()).pages == 3
    with pytest.raises(Refused):
        recognise(archive, reader, the_volume(archive).id, Going())
    assert not archive.undoable() or "识别" not in archive.undoable()[0].label


def test_some_pages_are_read_again_and_never_what_was_looked_through(archive: Archive) -> None:
    reader, volume = the_reader(archive), the_volume(archive)
    recognise(archive, reader, volume.id, Going())
    confirm(archive, volume.id, leaves_of(archive.catalogue, archive.root, volume)[:1])
    again = to_read(archive, reader, volume, {1, 2, 3}, again=True)
    assert [leaf.number for leaf in again] == [2, 3]
    made = recognise(archive, reader, volume.id, Going(), {1, 2, 3}, again=True)
    assert (made.pages, made.left) == (2, 0)
    assert standing(archive) == [CONFIRMED, DRAFT, NOTHING, DRAFT, DRAFT]


def test_what_was_looked_through_stays_when_drafts_are_thrown_away(archive: Archive) -> None:
    volume = the_volume(archive)
    recognise(archive, the_reader(archive), volume.id, Going())
    confirm(archive, volume.id, leaves_of(archive.catalogue, archive.root, volume)[:2])
    shutil.rmtree(archive.root / "derived" / "scans")
    assert standing(archive) == [CONFIRMED, CONFIRMED, NOTHING, NOTHING, NOTHING]
    leaf = leaves_of(archive.catalogue, archive.root, volume)[1]
    assert [line.text for line in leaf.page.lines] == ["水磨乙", "水磨乙"]
