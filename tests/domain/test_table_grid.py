"""Tables changed: nothing is lost, every place belongs to one cell."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive_app.domain import tables
from archive_app.domain.manuscript import Block, BlockKind, Cell, Manuscript, Note
from archive_app.domain.tables import Grid

TABLE = Block(
    BlockKind.TABLE,
    "各队户数",
    notes=(Note(2, "题注。", id="c"), Note(3, "见账簿。", id="n", cell=(2, 0))),
    rows=(
        (Cell("年份", header=True, rows=2), Cell("户数", columns=2, header=True)),
        (Cell("上", header=True), Cell("下", header=True)),
        (Cell("一九五八"), Cell("42"), Cell("43")),
    ),
    id="t",
)


def words(grid: Grid) -> list[str]:
    return [box.text for box in grid.boxes if box.text]


def sound(grid: Grid) -> bool:
    places = [
        (row, column)
        for box in grid.boxes
        for row in range(box.row, box.last_row + 1)
        for column in range(box.column, box.last_column + 1)
    ]
    return sorted(places) == [(row, column) for row in range(grid.height) for column in range(grid.width)]


def told(grid: Grid) -> list[list[tuple[str, int, int]]]:
    return [[(cell.text, cell.columns, cell.rows) for cell in row] for row in tables.to_block(grid).rows]


def test_laid_out_and_back_it_is_the_same() -> None:
    grid = tables.of_block(TABLE)
    assert (grid.height, grid.width, grid.heads()) == (3, 3, 2)
    assert tables.to_block(grid, TABLE) == TABLE
    assert Manuscript.from_json(Manuscript((tables.to_block(grid, TABLE),)).to_json()).blocks[0] == TABLE


def test_places_without_cells_and_cells_that_reach_too_far_are_mended() -> None:
    ragged = Block(BlockKind.TABLE, rows=((Cell("甲", rows=9), Cell("乙"), Cell("丙")), (Cell("丁"),)))
    grid = tables.of_block(ragged)
    assert sound(grid) and words(grid) == ["甲", "乙", "丙", "丁"]
    assert sound(tables.of_block(Block(BlockKind.TABLE)))


def test_a_row_in_the_middle_of_a_joined_cell_makes_it_reach_further() -> None:
    grid = tables.with_row(tables.of_block(TABLE), 1)
    assert told(grid)[0] == [("年份", 1, 3), ("户数", 2, 1)]
    assert told(grid)[1] == [("", 1, 1), ("", 1, 1)] and grid.heads() == 3
    assert told(tables.with_row(tables.of_block(TABLE), 3))[3] == [("", 1, 1)] * 3


def test_a_column_likewise() -> None:
    grid = tables.with_column(tables.of_block(TABLE), 2)
    assert told(grid)[0] == [("年份", 1, 2), ("户数", 3, 1)]
    assert grid.at(1, 2).header and not grid.at(2, 2).header


def test_what_a_joined_cell_says_stays_when_its_first_row_goes() -> None:
    grid = tables.without_rows(tables.of_block(TABLE), 0, 0)
    assert told(grid)[0] == [("年份", 1, 1), ("上", 1, 1), ("下", 1, 1)]
    assert told(tables.without_columns(tables.of_block(TABLE), 1, 1))[0] == [("年份", 1, 2), ("户数", 1, 1)]


def test_the_last_row_and_column_stay() -> None:
    grid = tables.without_columns(tables.without_rows(tables.of_block(TABLE), 0, 2), 0, 2)
    assert (grid.height, grid.width) == (1, 1) and sound(grid)


def test_joined_and_parted() -> None:
    grid = tables.joined(tables.of_block(TABLE), (2, 0), (2, 1))
    assert told(grid)[2] == [("一九五八\n42", 2, 1), ("43", 1, 1)]
    assert told(tables.parted(grid, 2, 1))[2] == [("一九五八\n42", 1, 1), ("", 1, 1), ("43", 1, 1)]


def test_joining_takes_whole_cells() -> None:
    assert tables.around(tables.of_block(TABLE), (1, 1), (1, 0)) == (0, 0, 1, 2)


def test_joining_all_rows_of_two_makes_one() -> None:
    grid = tables.joined(tables.empty(2, 2), (0, 0), (1, 1))
    assert (grid.height, grid.width) == (1, 2) and sound(grid)


def test_notes_go_with_their_cell_and_stay_at_their_words() -> None:
    grid = tables.with_row(tables.of_block(TABLE), 0)
    made = tables.to_block(grid, TABLE)
    assert {note.id: note.cell for note in made.notes} == {"c": None, "n": (3, 0)}
    for after, at in (("公元一九五八", 5), ("一九五八年", 3), ("一九六八", 3), ("", 0)):
        [note] = tables.with_text(grid, 3, 0, after).at(3, 0).notes
        assert note.at == at
    [note] = tables.joined(tables.of_block(TABLE), (2, 0), (2, 2)).at(2, 0).notes
    assert (note.id, note.at) == ("n", 3)


def test_heads() -> None:
    assert tables.with_heads(tables.of_block(TABLE), 0).heads() == 0
    assert tables.with_heads(tables.of_block(TABLE), 1).heads() == 1
    assert tables.empty(3, 2).heads() == 1 and tables.empty(3, 2, head=False).heads() == 0


def test_pasted_cells_reach_out() -> None:
    grid = tables.with_cells(tables.empty(2, 2), 1, 1, [["甲", "乙"], ["丙", "丁"]])
    assert told(grid) == [
        [("", 1, 1)] * 3,
        [("", 1, 1), ("甲", 1, 1), ("乙", 1, 1)],
        [("", 1, 1), ("丙", 1, 1), ("丁", 1, 1)],
    ]


def test_too_large_is_refused() -> None:
    for rows, columns in ((0, 1), (501, 1), (1, 61)):
        with pytest.raises(ValueError, match="×"):
            tables.empty(rows, columns)
    with pytest.raises(ValueError, match="rows"):
        tables.with_row(tables.empty(500, 1), 3)


@given(st.data())
def test_whatever_is_done_every_place_belongs_to_one_cell(data: st.DataObject) -> None:
    grid = tables.of_block(TABLE)
    said = sorted(words(grid))
    for _turn in range(data.draw(st.integers(1, 8))):
        row, column = data.draw(st.integers(0, grid.height - 1)), data.draw(st.integers(0, grid.width - 1))
        other = data.draw(st.integers(0, grid.height - 1)), data.draw(st.integers(0, grid.width - 1))
        act = data.draw(st.sampled_from(["row", "column", "join", "part", "head", "block"]))
        if act == "row":
            grid = tables.with_row(grid, data.draw(st.integers(0, grid.height)))
        elif act == "column":
            grid = tables.with_column(grid, data.draw(st.integers(0, grid.width)))
        elif act == "join":
            grid = tables.joined(grid, (row, column), other)
        elif act == "part":
            grid = tables.parted(grid, row, column)
        elif act == "head":
            grid = tables.with_heads(grid, row)
        else:
            grid = tables.of_block(tables.to_block(grid, replace(TABLE, notes=())))
        assert sound(grid)
    assert sorted("\n".join(words(grid)).split("\n")) == said
    assert tables.of_block(tables.to_block(grid)) == replace(
        grid, boxes=tuple(replace(box, notes=tuple(replace(n, cell=None) for n in box.notes)) for box in grid.boxes)
    )
