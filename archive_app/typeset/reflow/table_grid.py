"""A table's cells in their columns, and which of the columns are figures."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from archive_app.domain.manuscript import Block, Cell
from archive_app.typeset.blocks.tables import Place
from archive_app.typeset.pages.table_figures import FIGURE, NONE

EM_OF_FIGURE = 0.55
"""How wide a letter or a figure is, about."""
_POINT = 0.28  # ems
_LEAST = 2  # figures that make a column one of figures


class Placed:
    """A cell in its column; ``below`` marks one that only goes on from the row above, ``place`` is its row and its
    place there in the manuscript."""

    def __init__(self, cell: Cell, column: int, columns: int, below: bool, place: Place | None = None) -> None:
        self.cell, self.column, self.columns, self.below, self.place = cell, column, columns, below, place


def table_grid(block: Block) -> list[list[Placed]]:
    """Every row with a cell for every column, those that a cell above reaches down over among them."""
    going: dict[int, tuple[Cell, int, int]] = {}  # column → (cell, columns, rows still to come)
    rows: list[list[Placed]] = []
    for number, cells in enumerate(block.rows):
        row: list[Placed] = []
        column, left = 0, list(cells)
        while left or any(start >= column for start in going):
            if column in going:
                cell, columns, more = going.pop(column)
                row.append(Placed(cell, column, columns, True))
                if more > 1:
                    going[column] = (cell, columns, more - 1)
                column += columns
                continue
            if not left:
                row.append(Placed(Cell(""), column, 1, False))
                column += 1
                continue
            cell = left.pop(0)
            room = min((start for start in going if start > column), default=column + 63) - column
            columns = min(max(1, cell.columns), room)
            row.append(Placed(cell, column, columns, False, (number, len(cells) - len(left) - 1)))
            tall = max(1, min(cell.rows, len(block.rows) - number))
            if tall > 1:
                going[column] = (cell, columns, tall - 1)
            column += columns
        rows.append(row)
    width = max((cell.column + cell.columns for row in rows for cell in row), default=1)
    for row in rows:
        end = row[-1].column + row[-1].columns if row else 0
        row += [Placed(Cell(""), place, 1, False) for place in range(end, width)]
    return rows


def head_rows(block: Block) -> int:
    """How many rows are heads: at least one row is none."""
    heads = 0
    while heads < len(block.rows) - 1 and block.rows[heads] and all(cell.header for cell in block.rows[heads]):
        heads += 1
    return heads


def figure_tails(rows: Sequence[Sequence[Placed]], heads: int) -> Mapping[tuple[int, int], tuple[float, float]]:
    """(row, column) of the figures of columns of figures → how wide the column's figures are together (from the
    longest before the point to the longest behind it), and how much less than the longest this one has behind its
    point; in ems."""
    found: dict[int, list[tuple[int, str]]] = defaultdict(list)
    others: set[int] = set()
    for number, row in enumerate(rows[heads:], heads):
        for one in row:
            text = one.cell.text.strip()
            if one.columns > 1:
                others.update(range(one.column, one.column + one.columns))
            elif FIGURE.fullmatch(text) and not one.below:
                found[one.column].append((number, text))
            elif text not in NONE and not one.below:
                others.add(one.column)
    tails: dict[tuple[int, int], tuple[float, float]] = {}
    for column, figures in found.items():
        if column in others or len(figures) < _LEAST:
            continue
        parts = [_parts(text) for _, text in figures]
        before, after = max(left for left, _ in parts), max(right for _, right in parts)
        for (number, _), (_, right) in zip(figures, parts, strict=True):
            tails[number, column] = (before + after, after - right)
    return tails


def _parts(text: str) -> tuple[float, float]:
    """The ems of a figure before its point, and from it on."""
    whole = text.partition(".")[0].rstrip("%％‰")
    return _ems(whole), _ems(text[len(whole) :])


def _ems(text: str) -> float:
    return sum(_POINT if c in ".," else EM_OF_FIGURE if c.isascii() else 1.0 for c in text)
