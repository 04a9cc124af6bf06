"""Rows of a table: their height and rules, and the parts of one that is higher than a page."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from archive_app.typeset.blocks.model import TableBlock, TableCell
from archive_app.typeset.layout import Rule
from archive_app.typeset.looks import TableStyle
from archive_app.typeset.pages.material import Inset, SetNote, TableRow


class Cell(NamedTuple):
    """A cell whose lines are set: they begin ``pad`` under its top."""

    cell: TableCell
    row: int
    insets: list[Inset]
    pad: float
    height: float


def row_heights(cells: Sequence[Cell], count: int, pad: float) -> list[float]:
    """How high each row must be for what stands in it, cells that reach over several rows included."""
    least = min((c.cell.content.style.size for c in cells), default=9.0) + 2 * pad
    heights = [least] * count
    for item in cells:
        if item.cell.rows == 1:
            heights[item.row] = max(heights[item.row], item.height)
    for item in cells:
        last = item.row + item.cell.rows - 1
        missing = item.height - sum(heights[item.row : last + 1])
        if missing > 0:
            heights[last] += missing
    return heights


def row_groups(block: TableBlock, count: int) -> list[tuple[int, int]]:
    """Rows that a cell reaching down holds together, as [first, last)."""
    groups: list[tuple[int, int]] = []
    first = 0
    while first < count:
        last, row = first + 1, first
        while row < last:
            last = max([last, *(row + cell.rows for cell in block.rows[row])])
            row += 1
        groups.append((first, min(last, count)))
        first = last
    return groups


def table_row(
    cells: Sequence[Cell], heights: Sequence[float], first: int, last: int, edges: Sequence[float], look: TableStyle
) -> TableRow:
    """The rows [first, last) in one: words in the middle of their cells, rules between them."""
    tops = [sum(heights[first:row]) for row in range(first, last + 1)]
    insets: list[Inset] = []
    rules: list[Rule] = []
    for item in cells:
        if not first <= item.row < last:
            continue
        top = tops[item.row - first]
        bottom = tops[min(item.row + item.cell.rows, last) - first]
        drop = top + (bottom - top - item.height) / 2 + item.pad
        insets += [replace(inset, y=inset.y + drop) for inset in item.insets]
        rules += _rules(item, top, bottom, edges, look.rule)
    return TableRow(sum(heights[first:last]), tuple(insets), tuple(rules))


def parted_row(
    cells: Sequence[Cell], row: int, edges: Sequence[float], look: TableStyle, most: float
) -> Iterator[TableRow]:
    """A row in parts no higher than ``most``: each cell goes on from its head in the next part."""
    own = [item for item in cells if item.row == row]
    shares = [max(1, int((most - 2 * item.pad) / _leading(item))) for item in own]
    parts = max((math.ceil(len(item.insets) / share) for item, share in zip(own, shares, strict=True)), default=1)
    for part in range(parts):
        insets: list[Inset] = []
        height = 0.0
        for item, share in zip(own, shares, strict=True):
            lines = item.insets[part * share : (part + 1) * share]
            up = part * share * _leading(item) - item.pad
            insets += [replace(inset, y=inset.y - up) for inset in lines]
            height = max(height, len(lines) * _leading(item) + 2 * item.pad)
        rules = [rule for item in own for rule in _rules(item, 0.0, height, edges, look.rule)]
        if part + 1 < parts:  # nothing ends here
            rules = [rule for rule in rules if rule.x0 == rule.x1]
        yield TableRow(height, tuple(insets), tuple(rules))


def with_own_notes(insets: Sequence[Inset], notes: Sequence[SetNote]) -> tuple[tuple[Inset, ...], tuple[SetNote, ...]]:
    """Lines of a piece of a table, and those of the table's notes that they call, counted by the piece."""
    used = sorted({n for inset in insets for n in inset.line.notes if n < len(notes)})
    if not used:
        return tuple(insets), ()
    place = {n: at for at, n in enumerate(used)}
    own = tuple(
        replace(inset, line=inset.line._replace(notes=tuple(place[n] for n in inset.line.notes if n in place)))
        if inset.line.notes
        else inset
        for inset in insets
    )
    return own, tuple(notes[n] for n in used)


def _leading(item: Cell) -> float:
    style = item.cell.content.style
    return style.leading or style.size * 1.5


def _rules(item: Cell, top: float, bottom: float, edges: Sequence[float], weight: float) -> Iterator[Rule]:
    """The rules at the right of a cell and under it."""
    left, right = edges[item.cell.column], edges[min(len(edges) - 1, item.cell.column + item.cell.columns)]
    if weight <= 0:
        return
    if right < edges[-1] - 0.01:
        yield Rule("line", right, top, right, bottom, weight)
    yield Rule("line", left, bottom, right, bottom, weight)
