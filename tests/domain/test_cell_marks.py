"""Marks on the words of cells: stored, kept by every act on a table, written as Markdown and read again."""

from __future__ import annotations

import pytest

from archive_app.domain import tables
from archive_app.domain.manuscript import Block, BlockKind, Cell, Manuscript, Note, Span, SpanStyle
from archive_app.domain.markdown import read_article, write_article

S = SpanStyle
BOLD = (Span(1, 3, S.BOLD),)


def grid(text: str = "甲乙丙丁", spans: tuple[Span, ...] = BOLD) -> tables.Grid:
    return tables.of_block(Block(BlockKind.TABLE, rows=((Cell(text, spans=spans), Cell("戊")),)))


def test_they_are_stored_and_a_cell_without_is_stored_as_before() -> None:
    text = Manuscript((Block(BlockKind.TABLE, rows=((Cell("甲乙丙", spans=BOLD), Cell("丁")),)),))
    stored = text.to_json()
    assert stored["blocks"][0]["rows"][0][1] == {"text": "丁"}
    assert Manuscript.from_json(stored) == text


@pytest.mark.parametrize(
    ("after", "marked"),
    [
        ("甲乙丙丁戊", "乙丙"), ("零甲乙丙丁", "乙丙"), ("甲乙丁", "乙"), ("甲丁", ""), ("甲乙新丙丁", "乙新丙"),
        ("甲己庚丁", "己庚"), ("", ""), ("丙丁", "丙"),
    ],
)  # fmt: skip
def test_written_otherwise_they_stay_on_their_words(after: str, marked: str) -> None:
    box = tables.with_text(grid(), 0, 0, after).at(0, 0)
    assert "".join(box.text[s.start : s.end] for s in box.spans) == marked
    assert all(0 <= s.start < s.end <= len(box.text) for s in box.spans)


def test_joined_cells_have_the_marks_of_both() -> None:
    box = tables.joined(grid(), (0, 0), (0, 1)).at(0, 0)
    assert (box.text, box.spans) == ("甲乙丙丁\n戊", BOLD)
    both = tables.of_block(Block(BlockKind.TABLE, rows=((Cell("甲"), Cell("乙", spans=(Span(0, 1, S.KAI),))),)))
    assert tables.joined(both, (0, 0), (0, 1)).at(0, 0).spans == (Span(2, 3, S.KAI),)


def test_a_stretch_is_marked_and_where_all_of_it_is_the_mark_goes() -> None:
    more = tables.marked(grid(), 0, 0, (2, 4), S.BOLD)
    assert more.at(0, 0).spans == (Span(1, 4, S.BOLD),)
    less = tables.marked(more, 0, 0, (2, 3), S.BOLD)
    assert less.at(0, 0).spans == (Span(1, 2, S.BOLD), Span(3, 4, S.BOLD))
    assert tables.marked(grid(), 0, 0, (3, 3), S.KAI) == grid()
    assert not tables.is_marked(grid().at(0, 0), S.BOLD)
    assert tables.is_marked(tables.marked(grid(), 0, 0, (0, 4), S.KAI).at(0, 0), S.KAI)


@pytest.mark.parametrize(
    "cell",
    [
        Cell("甲乙丙", spans=(Span(0, 3, S.BOLD),)),
        Cell("甲|乙*丙", spans=(Span(2, 3, S.KAI), Span(4, 5, S.DOTS))),
        Cell("祁家", spans=(Span(0, 1, S.RUBY, "qí"),)),
        Cell("上行\n下行", spans=(Span(1, 2, S.BOLD), Span(3, 5, S.NAME))),
        Cell("甲乙", columns=2, spans=(Span(1, 2, S.BOOK),)),
    ],
)
def test_as_markdown_and_back(cell: Cell) -> None:
    block = Block(BlockKind.TABLE, rows=((Cell("题", header=True), Cell("目", header=True)), (cell,)), id="t")
    block = Block(block.kind, notes=(Note(1, "注。", cell=(1, 0)),), rows=block.rows, id="t")
    source = write_article({}, Manuscript((block,)))
    (back,) = read_article(source).manuscript.blocks
    assert back.rows[1][0] == cell
    assert [(note.at, note.text, note.cell) for note in back.notes] == [(1, "注。", (1, 0))]
