"""The pages of a printed volume come back as they were, and the words found in it stand where they are printed."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from archive_app.catalogue.commands import SetFields
from archive_app.domain.errors import ArchiveError
from archive_app.domain.manuscript import Block, BlockKind, Manuscript
from archive_app.services.archive import Archive
from archive_app.services.printed import printed_document, stored_layout
from archive_app.services.printed_pages import boxes, printed_sheets
from archive_app.services.proofs import layout_path, make_proof
from archive_app.services.typesetting import layout_of, volume_book
from archive_app.typeset.book import Book
from archive_app.typeset.layout import Layout, Page
from archive_app.typeset.trace import cells
from tests.support_printed import NOTE, SECRET, SECRET_TITLE, VERSE, PrintedBook, issue, make_book

READERS = {"public", "internal"}


@pytest.fixture
def archive(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Archive]:
    monkeypatch.setenv("CUNSHI_CONFIG", str(tmp_path / "config"))
    with Archive.create(tmp_path / "馆藏", name="测试馆藏") as opened:
        yield opened


@pytest.fixture
def book(archive: Archive) -> PrintedBook:
    return make_book(archive)


def never(_book: Book) -> Layout:
    raise AssertionError("what was printed is not set again")


def drawn(page: Page) -> list[object]:
    """All that is painted of a page, coordinates as they are kept."""
    lines = [(line.text, [run._replace(dx=round(run.dx, 2)) for run in line.runs]) for line in page.lines]
    images = [(image.path, round(image.x, 2), image.crop, image.turned) for image in page.images]
    return [page.kind, page.label, lines, images, [rule.kind for rule in page.rules], bool(page.folio), len(page.heads)]


@pytest.mark.parametrize("proofed", [True, False])
def test_the_pages_are_those_that_were_printed_to_the_glyph(
    archive: Archive, book: PrintedBook, tmp_path: Path, proofed: bool
) -> None:
    printed = layout_of(volume_book(archive, book.volume))
    if proofed:
        make_proof(archive, book.volume, tmp_path / "一校.pdf")
    issue(archive, book.volume)
    printed_document(archive, book.volume)
    # the source goes on: what was printed does not
    archive.execute(SetFields(book.raft, {"manuscript": Manuscript((Block(BlockKind.PARAGRAPH, "改了。"),)).to_json()}))

    sheets = printed_sheets(archive, book.volume, never)
    assert sheets.exact
    assert len(sheets.layout.pages) == len(printed.pages)
    for kept, was in zip(sheets.layout.pages, printed.pages, strict=True):
        if not (proofed and was.kind == "cover"):
            assert drawn(kept)[:3] == drawn(was)[:3]
            assert drawn(kept)[3:] == drawn(was)[3:]


@pytest.mark.parametrize("direction", ["horizontal", "vertical"])
def test_every_character_of_every_text_has_its_box(archive: Archive, book: PrintedBook, direction: str) -> None:
    for section in archive.catalogue.records("section"):
        if section["matter"] == "body":
            archive.execute(SetFields(section.id, {"direction": direction}))
    issue(archive, book.volume)
    printed = printed_document(archive, book.volume)[1]
    pages = printed_sheets(archive, book.volume, never).layout.pages
    over = 0
    for text in printed.texts:
        found = list(boxes(pages, text, 0, len(text.text)))
        assert len(found) == len([line for line in text.lines if line[1]]), text.text
        over += len({page for page, *_ in found}) > 1
        for begin in range(0, len(text.text), 7):
            if not text.text[begin].strip():
                continue
            ((page, x0, y0, x1, y1),) = boxes(pages, text, begin, begin + 1)
            inside = [line for line in pages[page].lines if line.block == text.block and line.part == text.part]
            said = {
                line.text[cell.start : cell.end]
                for line in inside
                for cell in cells(line)
                if (cell.x0, cell.y0, cell.x1, cell.y1) == (x0, y0, x1, y1)
            }
            assert text.text[begin] in "".join(said)
            assert 0 <= x0 < x1 <= pages[page].width and 0 <= y0 < y1 <= pages[page].height
    assert over, "a paragraph over the turn of a page has boxes on both"


def test_verse_and_notes_are_told_as_they_stand(archive: Archive, book: PrintedBook) -> None:
    printed = printed_document(archive, book.volume)[1]
    verse = next(text for text in printed.texts if text.role == "verse")
    assert [verse.text[at] for at in verse.gaps] == [" ", " "]
    assert "".join("\n" if at in verse.gaps else one for at, one in enumerate(verse.text)) == VERSE
    note = next(text for text in printed.texts if text.part.startswith("note:"))
    assert note.text == NOTE
    (call,) = (text.calls for text in printed.texts if text.calls)
    assert call == ((7, note.part.removeprefix("note:")),)


def test_an_early_proof_has_its_lines_where_they_stood(archive: Archive, book: PrintedBook, tmp_path: Path) -> None:
    make_proof(archive, book.volume, tmp_path / "一校.pdf")
    exact = printed_sheets(archive, book.volume, never).layout.pages
    path = layout_path(archive, book.volume, 1)
    stored = json.loads(path.read_bytes())
    for page in stored["pages"]:
        del page["glyphs"]
        for line in page["lines"]:
            line.pop("calls", None)
    path.write_text(json.dumps(stored), encoding="utf-8")

    assert printed_sheets(archive, book.volume, layout_of).exact, "while it would be printed as it was"
    archive.execute(SetFields(book.raft, {"title": "改了题名"}))
    sheets = printed_sheets(archive, book.volume, layout_of)
    assert not sheets.exact
    printed = printed_document(archive, book.volume)[1]
    far = []
    for text in printed.texts:
        for begin in range(0, len(text.text), 11):
            there = [*boxes(exact, text, begin, begin + 1)]
            here = [*boxes(sheets.layout.pages, text, begin, begin + 1)]
            assert len(here) == len(there)
            far += [abs(a[1] - b[1]) for a, b in zip(here, there, strict=True)]
            assert [one[0] for one in here] == [one[0] for one in there]
    assert sorted(far)[len(far) * 9 // 10] < 11, "nine of ten within a character"


def test_words_kept_without_their_places_get_pages_only_while_they_say_the_same(
    archive: Archive, book: PrintedBook
) -> None:
    issue(archive, book.volume)
    printed_document(archive, book.volume)
    path = archive.root / "derived" / "printed" / f"{book.volume}.json"
    whole = json.loads(path.read_bytes())
    wanted = ("text", "article", "block", "part", "offset", "role")
    early = [
        {
            "kind": page["kind"],
            "label": page["label"],
            "lines": [{name: line[name] for name in wanted} for line in page["lines"]],
        }
        for page in whole["pages"]
    ]
    path.write_text(json.dumps({"pages": early}), encoding="utf-8")
    assert printed_sheets(archive, book.volume, layout_of).exact
    assert printed_sheets(archive, book.volume, never).exact, "kept from then on"

    path.write_text(json.dumps({"pages": early}), encoding="utf-8")
    archive.execute(SetFields(book.raft, {"title": "改了题名"}))
    with pytest.raises(ArchiveError, match="已经不一样"):
        printed_sheets(archive, book.volume, layout_of)
    assert stored_layout(archive.root, book.volume) == {"pages": early}, "what was printed stays"


def test_a_damaged_layout_is_said(archive: Archive, book: PrintedBook, tmp_path: Path) -> None:
    make_proof(archive, book.volume, tmp_path / "一校.pdf")
    path = layout_path(archive, book.volume, 1)
    stored = json.loads(path.read_bytes())
    stored["pages"][4]["rules"] = [["line", "x"]]
    path.write_text(json.dumps(stored), encoding="utf-8")
    with pytest.raises(ArchiveError) as caught:
        printed_sheets(archive, book.volume, never)
    assert caught.value.code == "no-printed-pages"


def test_what_is_closed_is_on_no_page_either(archive: Archive, book: PrintedBook) -> None:
    issue(archive, book.volume)
    for visible, seen in ((None, True), (READERS, False)):
        document, printed = printed_document(archive, book.volume, visible)
        said = [text.text for text in document.texts if text.field == "printed"]
        assert said == [text.text for text in printed.texts]
        assert (SECRET in said, SECRET_TITLE in said) == (seen, seen)
        pages = printed_sheets(archive, book.volume, never, visible).layout.pages
        runs = [
            run.text for page in pages for line in (*page.heads, *page.lines) for run in line.runs if len(run.text) > 1
        ]
        assert any(SECRET_TITLE in run for run in runs) is seen
        assert any("只给内部的人看" in run for run in runs) is seen
        assert any("水磨" in run for run in runs)
