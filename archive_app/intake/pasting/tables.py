"""Tables of the clipboard: those of HTML with their joined cells, and cells parted by tabs."""

from __future__ import annotations

import csv
from collections.abc import Callable
from dataclasses import replace
from typing import Any

from archive_app.domain.manuscript import Block, BlockKind, Cell, Note, Span, SpanStyle
from archive_app.intake.text.rich import Rich

Element = Any
_MOST_CELLS = 20_000
_WIDEST = 200


def table_of(element: Element, words: Callable[[Element], Rich]) -> Block | None:
    """A ``<table>`` as a block, its empty rows and columns at the edges left out; ``None`` where nothing is in it.

    ``words`` reads a cell. Cells of a table inside belong to their cell.
    """
    rows: list[tuple[Cell, ...]] = []
    notes: list[Note] = []
    for row in _rows(element):
        cells: list[Cell] = []
        for cell in row:
            if not isinstance(cell.tag, str) or cell.tag.lower() not in ("td", "th"):
                continue
            rich = words(cell).strip()
            head = cell.tag.lower() == "th" or _tag(row.getparent()) == "thead"
            notes += (replace(note, cell=(len(rows), len(cells))) for note in rich.notes)
            cells.append(
                Cell(
                    rich.text, _extent(cell.get("colspan")), _extent(cell.get("rowspan")), head, _flat(rich, head=head)
                )
            )
        if cells:
            rows.append(tuple(cells))
        if sum(len(one) for one in rows) > _MOST_CELLS:
            break
    while rows and not any(cell.text for cell in rows[-1]) and all(cell.rows == 1 for one in rows for cell in one):
        rows.pop()
    if not any(cell.text for row in rows for cell in row):
        return None
    return Block(BlockKind.TABLE, notes=tuple(notes), rows=tuple(rows))


def _flat(rich: Rich, *, head: bool) -> tuple[Span, ...]:
    """The marks of a cell; a cell's lines are line feeds, and heads are bold anyway."""
    left_out = {SpanStyle.LINE_BREAK, SpanStyle.BOLD} if head else {SpanStyle.LINE_BREAK}
    return tuple(span for span in rich.spans if span.style not in left_out)


def _rows(table: Element) -> list[Element]:
    found: list[Element] = []
    for part in table:
        if _tag(part) == "tr":
            found.append(part)
        elif _tag(part) in ("thead", "tbody", "tfoot"):
            found += (row for row in part if _tag(row) == "tr")
    return found


def _tag(element: Element | None) -> str:
    return element.tag.lower() if element is not None and isinstance(element.tag, str) else ""


def _extent(text: str | None) -> int:
    return min(max(1, int(text)), _WIDEST) if text and text.strip().isdigit() else 1


def cells_of(text: str) -> list[list[str]] | None:
    """Words parted by tabs and lines, as a spreadsheet copies them (cells with line breaks in quotation marks);
    ``None`` where they are no table: a single line, lines without tabs."""
    lines = [line for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n") if line.strip("\n")]
    if len(lines) < 2 or "\t" not in text:
        return None
    grid = [[cell.strip() for cell in row] for row in csv.reader(_keeping(text), delimiter="\t")]
    grid = [row for row in grid if any(row)]
    width = max(map(len, grid), default=0)
    often = sum(len(row) >= 2 for row in grid)
    if width < 2 or often * 2 <= len(grid) or len(grid) * width > _MOST_CELLS:
        return None
    return [row + [""] * (width - len(row)) for row in grid]


def _keeping(text: str) -> list[str]:
    return text.replace("\r\n", "\n").replace("\r", "\n").splitlines(keepends=True)


def table_of_cells(grid: list[list[str]]) -> Block:
    """A block of such cells."""
    return Block(BlockKind.TABLE, rows=tuple(tuple(Cell(words) for words in row) for row in grid))
