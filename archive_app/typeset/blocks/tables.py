"""Tables of a manuscript, styled: the grid of their cells, and which of them calls which note."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Protocol

from archive_app.domain.manuscript import Block, Cell, Note, Span, spans_within
from archive_app.typeset import problems
from archive_app.typeset.blocks.model import NoteBlock, StyledText, TableBlock, TableCell, TextStyle

Place = tuple[int, int]
"""A row of a table, and the place of a cell in it."""
CAPTION: Place = (-1, 0)

Called = list[tuple[int, Note]]
"""Notes, and where in a text they are called."""


class Styling(Protocol):
    """What a styler of blocks does for one of tables."""

    title: str

    def text_style(self, name: str, role: str = "") -> TextStyle:
        """A style of the template."""

    def spans(self, block: Block) -> tuple[Span, ...]:
        """A block's marks."""

    def noted(self, block: Block, notes: Sequence[Note]) -> tuple[NoteBlock, ...]:
        """Notes of it that stand at the foot of the page."""

    def marked(self, notes: Sequence[Note]) -> tuple[tuple[str, str], ...]:
        """The marks of notes and what they are known by, where they do not stand at the foot."""

    def say(self, code: str, message: str, remedy: str, block: str, serious: bool = False) -> None:
        """Tell of a problem."""


def table_blocks(block: Block, styler: Styling) -> Iterator[TableBlock]:
    """The table, unless nothing stands in it. Its notes are the caption's, then those of the cells, row by row."""
    if not block.notes and not any(cell.text for row in block.rows for cell in row):
        styler.say(problems.TABLE_EMPTY, f"《{styler.title}》有一个空表，已略去", "请补上内容或删去。", block.id)
        return
    called = calls_of_table(block)
    notes = [note for own in called.values() for _, note in own]
    numbers = {id(note): number for number, note in enumerate(notes)}

    def content(text: str, style: TextStyle, place: Place, spans: tuple[Span, ...] = ()) -> StyledText:
        own = called.get(place, [])
        blank = len(text) - len(text.lstrip()) if place != CAPTION else 0
        words = text.strip() if place != CAPTION else text
        calls = tuple(min(max(0, at - blank), len(words)) for at, _ in own)
        if place != CAPTION:
            spans = spans_within(spans, blank, blank + len(words))
        return StyledText(words, style, spans, calls, figures=styler.marked([note for _, note in own]))

    body, head = styler.text_style("table", "table"), styler.text_style("table-head")
    rows: list[tuple[TableCell, ...]] = []
    columns = 0
    for number, row in enumerate(_grid(block)):
        cells = []
        for place, (cell, column, wide, tall) in enumerate(row):
            marks = styler.spans(replace(block, text=cell.text, spans=cell.spans)) if cell.spans else ()
            words = content(cell.text, head if cell.header else body, (number, place), marks)
            own = tuple(numbers[id(note)] for _, note in called.get((number, place), ()))
            cells.append(TableCell(words, column, wide, tall, own))
            columns = max(columns, column + wide)
        rows.append(tuple(cells))
    heads = 0
    while heads < len(block.rows) - 1 and block.rows[heads] and all(cell.header for cell in block.rows[heads]):
        heads += 1
    caption = None
    if block.text.strip():
        caption = content(block.text, styler.text_style("caption"), CAPTION, styler.spans(block))
    yield TableBlock(block.id, tuple(rows), max(1, columns), heads, caption, styler.noted(block, notes))


def calls_of_table(block: Block) -> Mapping[Place, Called]:
    """The notes by the cell that calls them, in the order of reading. One of a cell that there is not is called at the
    caption's end; without a caption, its notes stand behind what the table begins with."""
    captioned = bool(block.text.strip())
    first = next(((number, 0) for number, row in enumerate(block.rows) if row), CAPTION)
    found: dict[Place, Called] = {}
    for note in block.notes_in_order:
        place, at = note.cell or CAPTION, note.at
        if note.cell is not None and not (place[0] < len(block.rows) and place[1] < len(block.rows[place[0]])):
            place, at = CAPTION, len(block.text)
        if place == CAPTION and not captioned and first != CAPTION:
            place, at = first, len(block.rows[first[0]][0].text.rstrip())
        found.setdefault(place, []).append((at, note))
    return {place: sorted(found[place], key=lambda call: call[0]) for place in sorted(found)}


def _grid(block: Block) -> Iterator[list[tuple[Cell, int, int, int]]]:
    """The cells of each row with their column, and how many columns and rows they reach over."""
    taken: dict[tuple[int, int], bool] = {}
    for number, row in enumerate(block.rows):
        cells: list[tuple[Cell, int, int, int]] = []
        column = 0
        for cell in row:
            while taken.get((number, column)):
                column += 1
            wide, tall = max(1, cell.columns), max(1, min(cell.rows, len(block.rows) - number))
            cells.append((cell, column, wide, tall))
            for down in range(tall):
                for across in range(wide):
                    taken[number + down, column + across] = True
            column += wide
        yield cells
