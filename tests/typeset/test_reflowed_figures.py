"""Columns of figures in docx and EPUB: their points stand under each other."""

from __future__ import annotations

import io
import zipfile

import pytest
from lxml import etree

from archive_app.domain.manuscript import Block, BlockKind, Cell, Manuscript
from archive_app.typeset.book import Article, Book, Imprint, Section
from archive_app.typeset.docx.document import render as render_docx
from archive_app.typeset.epub.document import render as render_epub
from archive_app.typeset.outputs import Edition
from archive_app.typeset.reflow.table_grid import figure_tails, head_rows, table_grid

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
H = "{http://www.w3.org/1999/xhtml}"


def rows(*lines: str, head: bool = True) -> Block:
    made = [
        tuple(Cell(text, header=head and number == 0) for text in line.split("|")) for number, line in enumerate(lines)
    ]
    return Block(BlockKind.TABLE, rows=tuple(made))


TABLE = rows("村|户数|亩|备注", "韵家口|36|52.5|1", "泮子山|1,204|8|二", "傅家寨|—|1204.25|3")


@pytest.fixture
def book() -> Book:
    return Book("书", (Section("栏", (Article("a", "篇", Manuscript((TABLE,))),)),), imprint=Imprint("public"))


def test_figures_are_found_by_their_columns() -> None:
    tails = figure_tails(table_grid(TABLE), head_rows(TABLE))
    assert {place[1] for place in tails} == {1, 2}  # not the one with a word in it
    assert (3, 1) not in tails  # what stands for a figure that is not there
    less = {row: tails[row, 2][1] for row in (1, 2, 3)}
    assert less[3] == 0.0 < less[1] < less[2]
    assert len({tails[row, 2][0] for row in (1, 2, 3)}) == 1


def test_a_cell_over_several_columns_or_rows_makes_them_no_columns_of_figures() -> None:
    wide = Block(
        BlockKind.TABLE,
        rows=(
            (Cell("1", columns=2), Cell("2")),
            (Cell("3"), Cell("4"), Cell("5", rows=2)),
            (Cell("6"), Cell("7")),
        ),
    )
    tails = figure_tails(table_grid(wide), head_rows(wide))
    assert {place[1] for place in tails} == {2}
    assert (2, 2) not in tails  # what only goes on from above is no figure more


def test_word_has_the_points_under_each_other_in_the_middle(book: Book) -> None:
    package = zipfile.ZipFile(io.BytesIO(render_docx(Edition(book))[0]))
    root = etree.fromstring(package.read("word/document.xml"))
    found = {}
    for paragraph in root.iter(f"{W}p"):
        about = paragraph.find(f"{W}pPr")
        if about is not None and about.find(f"{W}jc") is not None:
            words = "".join(t.text or "" for t in paragraph.iter(f"{W}t"))
            found[words] = (about.find(f"{W}jc").get(f"{W}val"), int(about.find(f"{W}ind").get(f"{W}right")))
    assert set(found) == {"36", "1,204", "52.5", "8", "1204.25"}
    assert {how for how, _ in found.values()} == {"right"}
    assert found["36"][1] == found["1,204"][1] > 0
    assert found["1204.25"][1] < found["52.5"][1] < found["8"][1]


def test_the_ebook_has_the_points_under_each_other(book: Book) -> None:
    package = zipfile.ZipFile(io.BytesIO(render_epub(Edition(book))[0]))
    root = etree.fromstring(package.read("EPUB/a001.xhtml"))
    cells = {"".join(cell.itertext()): cell for cell in root.iter(f"{H}td")}
    figures = [text for text, cell in cells.items() if cell.get("class") == "figure"]
    assert figures == ["36", "52.5", "1,204", "8", "1204.25"]
    assert cells["1204.25"].get("style") is None
    padding = {text: float(cells[text].get("style").partition(":")[2].rstrip("em")) for text in ("52.5", "8")}
    assert 0.5 < padding["52.5"] < padding["8"]
