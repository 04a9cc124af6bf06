"""专名线, 书名线, underlines and 着重号: under a line, or beside a column."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from archive_app.domain.manuscript import SpanStyle
from archive_app.typeset.layout import Rule
from archive_app.typeset.lines import classes
from archive_app.typeset.lines.prepare import Prepared

_DOTTED = (classes.HAN, classes.LATIN, classes.DIGIT, classes.SYLLABLE, classes.UPRIGHT_DIGIT)
_DOT, _WEIGHT = 0.13, 0.045


class _Places(NamedTuple):
    """Where the marks stand, in ems down from the line's origin (in a column: left of it), and how far a line keeps
    from the edges of what it marks."""

    dots: float
    line: float
    apart: float


_LINE = _Places(0.25, 0.22, 0.06)
_COLUMN = _Places(-0.66, 0.58, 0.1)
"""着重号 at the right of a column, every line at its left."""


def decorations(
    piece: Prepared, widths: Sequence[float], pens: Sequence[float], i: int, j: int, size: float
) -> tuple[Rule, ...]:
    """The rules of the line [i, j) of ``piece``, in points from its origin; ``pens`` are where its characters begin and
    ``widths`` those of the piece's, in thousandths of an em."""
    places = _COLUMN if piece.vertical else _LINE
    rules: list[Rule] = []
    unit = size / 1000
    for start, end, style in piece.decorations:
        a, b = max(start, i), min(end, j)
        if a >= b:
            continue
        if style is SpanStyle.DOTS:
            for index in range(a, b):
                if piece.kinds[index] in _DOTTED:
                    x, y = (pens[index - i] + widths[index] / 2) * unit, places.dots * size
                    rules.append(Rule("dot", x, y, x, y, _DOT * size))
            continue
        # names that stand side by side must not run into one line
        x0 = pens[a - i] * unit + places.apart * size
        x1 = (pens[b - 1 - i] + widths[b - 1]) * unit - places.apart * size
        kind = "wave" if style is SpanStyle.BOOK else "line"
        rules.append(Rule(kind, x0, places.line * size, x1, places.line * size, _WEIGHT * size))
    return tuple(rules)
