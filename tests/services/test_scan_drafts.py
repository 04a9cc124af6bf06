"""Drafts of what is printed on scans: made beside the program, resumed, corrected, taken with where they come from."""

from __future__ import annotations

import json
import os
import socket
import time
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from PIL import Image

from archive_app.catalogue.commands import Create
from archive_app.catalogue.store import Record
from archive_app.domain.errors import ArchiveError, Refused, UsageError
from archive_app.domain.manuscript import BlockKind, Manuscript
from archive_app.domain.scanned.lines import Corners, words_of
from archive_app.intake.scans.pages import page_at, page_numbers
from archive_app.intake.scans.recogniser import Words
from archive_app.intake.scans.seeing import page_of
from archive_app.services.archive import Archive
from archive_app.services.maintenance import rebuild, verify
from archive_app.services.scans.drafts import KEPT, FileDraft, draft_of, folder_of, forget, keep, picture_of, with_page
from archive_app.services.scans.reading import ScanReader
from archive_app.services.scans.taking import filled, take, targets

ENGINE = "试用 1.0"


class Ruler:
    """Reads a page by how bright it is: one heading, two lines, the last character doubtful."""

    def find(self, picture: Image.Image) -> list[Corners]:
        if picture.convert("L").getpixel((5, 5)) == 255:
            return []
        return [
            (100, 40, 420, 40, 420, 120, 100, 120),
            (180, 200, 500, 200, 500, 240, 180, 240),
            (100, 260, 500, 260, 500, 300, 100, 300),
        ]

    def read(self, strip: Image.Image) -> Words:
        tone = strip.convert("L").getpixel((strip.width // 2, strip.height // 2))
        assert isinstance(tone, int)
        text = f"页{'甲乙丙丁戊己庚辛'[tone // 30]}行{'大' if strip.height > 60 else '小'}字"
        return Words(text, (0.99,) * 4 + (0.6,))


def reads() -> Ruler:
    return Ruler()


def lacks() -> Ruler:
    raise UsageError("文字识别的模型不在", "请重新安装。", code="no-model")


class Dying(Ruler):
    def read(self, strip: Image.Image) -> Words:
        os._exit(9)


def dies() -> Ruler:
    return Dying()


class Slow(Ruler):
    def read(self, strip: Image.Image) -> Words:
        time.sleep(30)
        return super().read(strip)


def sleeps() -> Ruler:
    return Slow()


class Calling(Ruler):
    def read(self, strip: Image.Image) -> Words:
        with socket.socket() as one:
            one.connect(("127.0.0.1", 9))
        return super().read(strip)


def calls() -> Ruler:
    return Calling()


class Reporter:
    """Cancels once it was told of so many pages."""

    def __init__(self, most: int = 999) -> None:
        self.most = most
        self.told: list[tuple[float, str]] = []

    def progress(self, share: float, words: str) -> None:
        self.told.append((share, words))

    def cancelled(self) -> bool:
        return len({words for _share, words in self.told if "识别第" in words}) >= self.most


@pytest.fixture
def archive(tmp_path: Path):
    with Archive.create(tmp_path / "馆藏", name="试", actor="张") as made:
        yield made


def page(tone: int) -> Image.Image:
    return Image.new("L", (600, 400), tone)


def scanned(
    archive: Archive, folder: Path, *pages: Image.Image, kind: str = "document", name: str = "碑记.tif"
) -> Record:
    """An item with one scan of these pages."""
    path = folder / name
    pages[0].save(path, save_all=True, append_images=pages[1:])
    item = Create("item", {"kind": kind, "title": "水磨碑记"})
    archive.execute(item)
    kept = archive.vault.take(path)
    values = {"item": item.id, "name": name, "mime": "image/tiff", "sha256": kept.sha256, "position": 1}
    archive.execute(Create("file", values))
    return archive.catalogue.record(item.id)


def drafted(archive: Archive, item: Record) -> tuple[FileDraft, ...]:
    """Drafts as they would be read, without a process for it."""
    made = []
    for file in files(archive, item):
        path = archive.vault.path_of(str(file["sha256"]))
        pages = tuple(page_of(page_at(path, number), number, Ruler()) for number in page_numbers(path))
        made.append(FileDraft(file, pages, len(pages)))
    return tuple(made)


def files(archive: Archive, item: Record) -> list[Record]:
    return archive.catalogue.files_of(item.id)


def test_every_page_of_a_scan_is_read_and_kept(archive: Archive, tmp_path: Path) -> None:
    item = scanned(archive, tmp_path, page(0), page(40), page(70))
    reporter = Reporter()
    (draft,) = ScanReader(archive, reads, ENGINE).read(reporter, files(archive, item))
    assert draft.whole and draft.count == 3 and not draft.failed
    assert words_of(draft.pages).split("\n")[:2] == ["页甲行大字", "页甲行小字页甲行小字"]
    assert draft.doubts == 9
    shares = [share for share, _words in reporter.told]
    assert shares == sorted(shares)
    assert reporter.told[-1][1] == "识别第 3 页，共 3 页"
    with Image.open(picture_of(archive.root, draft.file, ENGINE, 1)) as shown:
        assert shown.size == (600, 400)
    assert verify(archive).sound


def test_one_that_was_stopped_goes_on_where_it_was(archive: Archive, tmp_path: Path) -> None:
    item = scanned(archive, tmp_path, *(page(tone) for tone in (0, 40, 70, 100)))
    reader = ScanReader(archive, reads, ENGINE)
    (part,) = reader.read(Reporter(most=2), files(archive, item))
    assert not part.whole and len(part.pages) < 4
    kept = archive.root / folder_of(str(part.file["sha256"]), ENGINE) / KEPT
    kept.write_bytes(kept.read_bytes() + b'{"page": 3, "tu')  # the lamp went out while it wrote
    again = Reporter()
    (whole,) = reader.read(again, files(archive, item))
    assert whole.whole and len(whole.pages) == 4
    assert again.told[-1][1] == f"识别第 {4 - len(part.pages)} 页，共 {4 - len(part.pages)} 页"
    assert ScanReader(archive, lacks, ENGINE).read(Reporter(), files(archive, item))[0].whole  # nothing is read twice


def test_only_some_pages_are_read_where_only_they_are_wanted(archive: Archive, tmp_path: Path) -> None:
    item = scanned(archive, tmp_path, page(0), page(40), page(70))
    (draft,) = ScanReader(archive, reads, ENGINE).read(Reporter(), files(archive, item), [1])
    assert [one.number for one in draft.pages] == [1] and draft.count == 3 and not draft.whole


def test_who_stops_it_does_not_wait(archive: Archive, tmp_path: Path) -> None:
    item = scanned(archive, tmp_path, page(0))
    began: list[float] = []

    class Stops(Reporter):
        def cancelled(self) -> bool:
            begun = any("识别第" in words for _share, words in self.told)
            if begun and not began:
                began.append(time.monotonic())
            return begun

    (draft,) = ScanReader(archive, sleeps, ENGINE).read(Stops(), files(archive, item))
    assert not draft.pages and time.monotonic() - began[0] < 25  # it was not waited for


@pytest.mark.parametrize(("loader", "words"), [(lacks, "模型不在"), (dies, "意外停止")])
def test_a_recogniser_that_is_not_there_or_dies_is_said(archive: Archive, tmp_path: Path, loader, words: str) -> None:
    item = scanned(archive, tmp_path, page(0))
    with pytest.raises(ArchiveError, match=words):
        ScanReader(archive, loader, ENGINE).read(Reporter(), files(archive, item))


def test_a_recogniser_that_reaches_for_the_network_does_not_get_it(archive: Archive, tmp_path: Path) -> None:
    with socket.socket() as listening:
        listening.bind(("127.0.0.1", 0))
        item = scanned(archive, tmp_path, page(0))
        (draft,) = ScanReader(archive, calls, ENGINE).read(Reporter(), files(archive, item))
    assert not draft.pages and "PermissionError" in draft.failed[0][1]


def test_an_item_without_a_scan_is_refused(archive: Archive) -> None:
    made = Create("item", {"kind": "document", "title": "无图"})
    archive.execute(made)
    with pytest.raises(Refused, match="没有扫描件"):
        ScanReader(archive, reads, ENGINE).read(Reporter(), [])


def test_a_page_that_cannot_be_read_costs_that_page(archive: Archive, tmp_path: Path) -> None:
    item = scanned(archive, tmp_path, page(0))
    (file,) = files(archive, item)
    broken = tmp_path / "坏.jpg"
    broken.write_bytes(b"nothing")
    values = {"item": item.id, "name": "坏.jpg", "mime": "image/jpeg", "sha256": archive.vault.take(broken).sha256}
    archive.execute(Create("file", {**values, "position": 2}))
    first, second = ScanReader(archive, reads, ENGINE).read(Reporter(), files(archive, item))
    assert first.whole and first.file.id == file.id
    assert not second.pages and "打不开" in second.failed[0][1]


def test_what_a_person_wrote_is_kept_with_the_record_and_outlives_what_can_be_made_again(
    archive: Archive, tmp_path: Path
) -> None:
    item = scanned(archive, tmp_path, page(0), page(40))
    (draft,) = drafted(archive, item)
    second = draft.pages[1]
    better = replace(second, lines=(second.lines[0].written("馬氏水磨"), *second.lines[1:]))
    command = keep(archive, draft.file, [better])
    assert command is not None and "第 2 页" in command.label
    archive.execute(command)
    archive.undo()
    assert draft_of(archive.root, archive.catalogue.record(draft.file.id), ENGINE).pages == ()
    archive.redo()
    assert with_page(draft, better).pages[1] == better
    root = archive.root
    archive.close()
    rebuild(root, "catalogue")  # from records/
    with Archive.open(root, actor="张") as again:
        now = draft_of(root, again.catalogue.record(draft.file.id), ENGINE)
        assert now.written == (1,) and not now.whole
        (kept,) = now.pages
        assert [(one.text, one.doubts) for one in kept.lines] == [(one.text, one.doubts) for one in better.lines]
        assert ("馬氏水磨", ()) in [(one.text, one.doubts) for one in kept.lines]
        back = forget(now.file)
        assert back is not None
        again.execute(back)
        assert forget(again.catalogue.record(draft.file.id)) is None


def test_a_draft_is_taken_as_one_step_that_says_where_the_words_come_from(archive: Archive, tmp_path: Path) -> None:
    item = scanned(archive, tmp_path, page(0), page(40))
    drafts = drafted(archive, item)
    archive.act_as("李")
    command = take(archive, item, drafts, "inscription", engine=ENGINE, today=date(2026, 11, 30))
    assert "采用识别的文字" in command.label
    archive.execute(command)
    now = archive.catalogue.record(item.id)
    assert now["inscription"] == "页甲行大字\n页甲行小字页甲行小字\n页乙行大字\n页乙行小字页乙行小字"
    (row,) = now["recognised"]
    assert (row["engine"], row["checked_by"], row["checked_on"]) == (ENGINE, "李", "2026-11-30")
    assert (row["into"], row["pages"], row["doubtful"]) == ("铭文与录文", "1-2", 6)
    assert filled(now, "inscription") and not filled(now, "manuscript")
    archive.execute(take(archive, now, drafts, "inscription", engine=ENGINE))
    assert archive.catalogue.record(item.id)["inscription"].count("页甲行大字") == 2
    archive.execute(
        take(archive, archive.catalogue.record(item.id), drafts, "inscription", engine=ENGINE, instead=True)
    )
    assert archive.catalogue.record(item.id)["inscription"].count("页甲行大字") == 1
    archive.undo(3)
    before = archive.catalogue.record(item.id)
    assert not before["inscription"] and not before["recognised"]


def test_in_a_text_what_is_a_heading_on_the_page_is_one(archive: Archive, tmp_path: Path) -> None:
    item = scanned(archive, tmp_path, page(0), kind="contribution")
    drafts = drafted(archive, item)
    assert next(iter(targets(archive, "contribution"))) == "manuscript"
    archive.execute(take(archive, item, drafts, "manuscript", engine=ENGINE))
    blocks = Manuscript.from_json(archive.catalogue.record(item.id)["manuscript"]).blocks
    assert [(block.kind, block.text) for block in blocks] == [
        (BlockKind.HEADING, "页甲行大字"),
        (BlockKind.PARAGRAPH, "页甲行小字页甲行小字"),
    ]


def test_where_words_cannot_go_is_said_with_where_they_can(archive: Archive, tmp_path: Path) -> None:
    item = scanned(archive, tmp_path, page(0), kind="photograph", name="背面.tif")
    drafts = drafted(archive, item)
    assert list(targets(archive, "photograph")) == ["notes"]
    with pytest.raises(UsageError) as told:
        take(archive, item, drafts, "manuscript", engine=ENGINE)
    assert "附注（notes）" in told.value.remedy
    with pytest.raises(Refused, match="没有识别出文字"):
        take(archive, item, [replace(one, pages=()) for one in drafts], "notes", engine=ENGINE)


def test_a_line_of_another_program_among_what_is_kept_counts_for_nothing(archive: Archive, tmp_path: Path) -> None:
    item = scanned(archive, tmp_path, page(0))
    reader = ScanReader(archive, reads, ENGINE)
    (draft,) = reader.read(Reporter(), files(archive, item))
    kept = archive.root / folder_of(str(draft.file["sha256"]), ENGINE) / KEPT
    kept.write_bytes(b'[1]\n{"lines": 3}\n"x"\n' + json.dumps({"page": "x"}).encode() + b"\n" + kept.read_bytes())
    assert reader.drafts(files(archive, item)) == (draft,)
