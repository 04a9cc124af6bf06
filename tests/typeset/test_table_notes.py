"""Notes called in the cells of tables: at the foot of the page on which their row stands, in every output."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest
from lxml import etree

from archive_app.domain.manuscript import Block, BlockKind, Cell, Manuscript, Note, Span, SpanStyle
from archive_app.typeset.book import Article, Book, Section
from archive_app.typeset.docx.document import render as render_docx
from archive_app.typeset.epub.document import render as render_epub
from archive_app.typeset.layout import Layout, Page
from archive_app.typeset.outputs import Edition
from archive_app.typeset.pdf import write
from archive_app.typeset.templates import Template, load

Compose = Callable[..., Layout]
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
H = "{http://www.w3.org/1999/xhtml}"


def noted_table(rows: int, every: int = 3, columns: int = 2) -> Block:
    """A table with a note on its caption, one on its head, and one on a cell of every few rows."""
    made = [tuple(Cell(f"栏{column}", header=True) for column in range(columns))]
    notes = [Note(2, "表题的注。"), Note(2, "表头的注。", cell=(0, 1))]
    for row in range(1, rows + 1):
        made.append(tuple(Cell(f"第{row}行{column}") for column in range(columns)))
        if row % every == 0:
            notes.append(Note(1, f"第{row}行的注，" + "说来话长，" * (row % 7) + "完。", cell=(row, row % columns)))
    return Block(BlockKind.TABLE, "表一　户数", rows=tuple(made), notes=tuple(notes))


def called(page: Page) -> list[tuple[str, str]]:
    """(mark, note) of the notes called on a page's table, in the order of reading."""
    lines = [line for line in page.lines if line.part.startswith("cell:") or line.role == "caption"]
    return [(run.text, run.note) for line in lines for run in line.runs if run.note]


def noted(page: Page) -> list[tuple[str, str]]:
    """(mark, note) of the notes that begin on a page."""
    return [
        (run.text, run.note)
        for line in page.lines
        if line.part.startswith("note:")
        for run in line.runs
        if run.note and line.offset == 0
    ]


@pytest.mark.parametrize("name", ["small", "16k", "32k", "vertical", "turned"])
def test_a_note_stands_on_the_page_of_its_row(compose_blocks: Compose, small: Template, name: str) -> None:
    template = small if name == "small" else load("16k" if name == "turned" else name)
    block = noted_table(90, columns=18 if name == "turned" else 2)
    layout = compose_blocks([block, Block(BlockKind.PARAGRAPH, "表后。")], template=template)
    pages = [page for page in layout.pages if any(line.part.startswith("cell:") for line in page.lines)]
    assert len(pages) > 2
    assert [note for page in pages for _, note in called(page)] == [note.id for note in block.notes]
    for page in pages:
        assert [mark for mark, _ in called(page)] == [mark for mark, _ in noted(page)][: len(called(page))]
        assert sorted(called(page)) == sorted(noted(page))
    words = {note.id: "" for note in block.notes}
    for page in layout.pages:
        for line in page.lines:
            if line.part.startswith("note:"):
                words[line.part.removeprefix("note:")] += line.text
    assert words == {note.id: note.text for note in block.notes}
    foot = layout.grid["top"] + template.type_area[1]
    assert all(line.y < foot + 1 for page in pages for line in page.lines if not line.vertical)
    assert not layout.problems


def test_the_head_on_further_pages_calls_nothing(compose_blocks: Compose) -> None:
    layout = compose_blocks([noted_table(40)])
    heads = [line for page in layout.pages for line in page.lines if line.part == "cell:0,1"]
    assert len(heads) > 1 and {line.text for line in heads} == {"栏1"}
    assert [sum(bool(run.note) for run in line.runs) for line in heads] == [1, *[0] * (len(heads) - 1)]


def test_a_long_note_of_a_row_goes_over(compose_blocks: Compose) -> None:
    rows = tuple((Cell(f"甲{row}"), Cell("乙")) for row in range(12))
    long = "".join(chr(0x4E00 + n) for n in range(300))
    block = Block(BlockKind.TABLE, rows=rows, notes=(Note(1, long, cell=(6, 0)), Note(1, "短。", cell=(7, 1))))
    layout = compose_blocks([block, Block(BlockKind.PARAGRAPH, "后。" * 30)])
    pages = [[line for line in page.lines if line.part == f"note:{block.notes[0].id}"] for page in layout.pages]
    assert "".join(line.text for page in pages for line in page) == long
    begun = [page for page, lines in zip(layout.pages, pages, strict=True) if lines]
    assert len(begun) > 1 and [note for _, note in called(begun[0])] == [block.notes[0].id]


def test_a_note_of_a_cell_that_is_not_there_is_the_captions(compose_blocks: Compose) -> None:
    rows = ((Cell("甲"), Cell("乙")),)
    for caption, place in (("表一", "text"), ("", "cell:0,0")):
        layout = compose_blocks([Block(BlockKind.TABLE, caption, rows=rows, notes=(Note(9, "注。", cell=(4, 4)),))])
        (line,) = (line for page in layout.pages for line in page.lines if any(run.note for run in line.runs[1:]))
        assert line.part == place


def test_notes_of_cells_stand_at_the_articles_end_where_the_template_says_so(compose_blocks: Compose) -> None:
    template = load("16k").with_layout({"notes": {"place": "article"}})
    block = noted_table(9)
    layout = compose_blocks([block], template=template)
    marks = [mark for page in layout.pages for mark, _ in called(page)]
    assert marks == [f"[{number}]" for number in range(1, 6)]


def test_a_reader_is_led_from_a_cell_to_its_note(compose_blocks: Compose, tmp_path: Path) -> None:
    with pikepdf.open(write(compose_blocks([noted_table(9)]), tmp_path / "a.pdf").path) as pdf:
        links = [a for page in pdf.pages for a in page.get("/Annots", []) if a.get("/Subtype") == "/Link"]
        kinds: list[str] = []

        def walk(element: pikepdf.Object) -> None:
            kids = element.get("/K", [])
            for kid in kids if isinstance(kids, pikepdf.Array) else [kids]:
                if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
                    kinds.append(str(kid.S))
                    walk(kid)

        walk(pdf.Root.StructTreeRoot)
    assert len(links) >= 10 and kinds.count("/Note") + kinds.count("/FENote") == 5


@pytest.fixture
def book() -> Book:
    article = Article("a.md", "户数", Manuscript((noted_table(9), replace(noted_table(3), text="", id="第二"))))
    return Book("试", (Section("", (article,)),))


def test_word_has_them_as_footnotes_in_their_cells(book: Book) -> None:
    package = zipfile.ZipFile(io.BytesIO(render_docx(Edition(book))[0]))
    root = etree.fromstring(package.read("word/document.xml"))
    cells = [
        "".join(cell.itertext()) for cell in root.iter(f"{W}tc") if cell.find(f".//{W}footnoteReference") is not None
    ]
    assert cells == ["栏1", "第3行1", "第6行0", "第9行1", "栏0", "栏1", "第3行1"]
    numbers = [int(e.get(f"{W}id", "")) for e in root.iter(f"{W}footnoteReference")]
    assert numbers == sorted(numbers) and len(numbers) == 8


def test_the_electronic_book_links_them_from_their_cells(book: Book) -> None:
    package = zipfile.ZipFile(io.BytesIO(render_epub(Edition(book))[0]))
    text = next(
        data for name in package.namelist() if b"noteref" in (data := package.read(name)) and name.endswith("xhtml")
    )
    root = etree.fromstring(text)
    marks = ["".join(a.itertext()) for a in root.iter(f"{H}a") if a.get("class") == "noteref"]
    assert marks == ["①", "②", "③", "④", "⑤", "⑥", "⑦", "⑧"]
    cells = [cell for tag in ("td", "th") for cell in root.iter(f"{H}{tag}") if cell.find(f".//{H}a") is not None]
    assert len(cells) == 7
    assert len(re.findall(rb'role="doc-footnote"', text)) == 8


def test_marks_in_cells_are_printed_in_every_output(compose_blocks: Compose) -> None:
    marks = (Span(2, 4, SpanStyle.KAI), Span(4, 5, SpanStyle.RUBY, "qí"))
    block = Block(
        BlockKind.TABLE,
        rows=(
            (Cell("队", header=True), Cell("人", header=True)),
            (Cell(" 一队大户祁家", spans=(), rows=1), Cell("二")),
        ),
        notes=(Note(4, "注。", cell=(1, 0)),),
    )
    shifted = tuple(replace(mark, start=mark.start + 1, end=mark.end + 1) for mark in marks)
    block = replace(block, rows=(block.rows[0], (replace(block.rows[1][0], spans=shifted), block.rows[1][1])))
    lines = [line for page in compose_blocks([block]).pages for line in page.lines if line.part == "cell:1,0"]
    runs = [run for line in lines for run in line.runs]
    face = {run.face for run in runs if run.text in ("大", "户")}
    assert len(face) == 1 and not face & {run.face for run in runs if run.text in ("一队", "家")}
    assert any(run.silent for run in runs), "the reading stands above its word"
    edition = Edition(Book("试", (Section("", (Article("a.md", "户数", Manuscript((block,))),)),)))
    with zipfile.ZipFile(io.BytesIO(render_docx(edition)[0])) as package:
        root = etree.fromstring(package.read("word/document.xml"))
        cell = next(one for one in root.iter(f"{W}tc") if "大户" in "".join(one.itertext()))
        assert next(cell.iter(f"{W}ruby"), None) is not None and next(cell.iter(f"{W}rStyle"), None) is not None
    with zipfile.ZipFile(io.BytesIO(render_epub(edition)[0])) as package:
        text = next(data for name in package.namelist() if "祁".encode() in (data := package.read(name)))
        cell = next(one for one in etree.fromstring(text).iter(f"{H}td") if "祁" in "".join(one.itertext()))
        assert next(cell.iter(f"{H}rt")).text == "qí" and len(list(cell.iter())) > 4
