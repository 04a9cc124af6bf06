"""Columns of figures: their points, and so their digits, stand under each other, in the middle of the column."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace

from archive_app.typeset.blocks.model import StyledText, TableBlock, TableCell
from archive_app.typeset.pages.stack import SetLines

FIGURE = re.compile(r"[+\-−–]?[\d,，]+(?:\.\d+)?[%％‰]?")
"""What is a figure."""
NONE = frozenset({"", "—", "——", "－", "-", "…", "……", "无", "不详", "/"})
"""What stands for a figure that is not there: in the middle of the column, as any words."""
_WIDEST = 100000.0
_LEAST = 2


def figure_places(
    block: TableBlock, edges: Sequence[float], pad: float, set_lines: SetLines
) -> Mapping[tuple[int, int], float]:
    """(row, column) of each figure of a column of figures → where it begins, in points from the table's left edge."""
    columns: dict[int, list[tuple[int, TableCell]]] = defaultdict(list)
    others: set[int] = set()
    for row, cells in enumerate(block.rows):
        for cell in cells:
            if row < block.head:
                continue
            if cell.columns > 1:
                others.update(range(cell.column, cell.column + cell.columns))
            elif FIGURE.fullmatch(cell.content.text):
                columns[cell.column].append((row, cell))
            elif cell.content.text.strip() not in NONE:
                others.add(cell.column)
    places: dict[tuple[int, int], float] = {}
    for column, found in columns.items():
        if column in others or len(found) < _LEAST:
            continue
        parts = [_parts(cell.content, set_lines) for _, cell in found]
        before, after = max(left for left, _ in parts), max(right for _, right in parts)
        room = edges[column + 1] - edges[column] - 2 * pad
        if before + after > room:
            continue
        point = edges[column] + pad + (room - before - after) / 2 + before
        for (row, _), (left, _) in zip(found, parts, strict=True):
            places[row, column] = point - left
    return places


def _parts(content: StyledText, set_lines: SetLines) -> tuple[float, float]:
    """How wide a figure is before its point and from it on."""
    whole, _, rest = content.text.partition(".")
    digits = whole.rstrip("%％‰")
    tail = content.text[len(digits) :]
    return _width(digits, content, set_lines), _width(tail, content, set_lines) if tail or rest else 0.0


def _width(text: str, content: StyledText, set_lines: SetLines) -> float:
    if not text:
        return 0.0
    plain = StyledText(text, replace(content.style, align="left", first=0.0, rest=0.0))
    return set_lines(plain, _WIDEST, 0).lines[0].width
