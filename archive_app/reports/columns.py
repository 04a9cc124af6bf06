"""How wide the columns of a list are on paper, by what they hold.

The higher the rows, the more sheets. A cell takes about n/w lines, n the width of its words in one line and w that of
its column; the sum of (n/w)² over all cells is least where w goes by the cube root of the column's sum of n². That is
the share here, between what a column cannot do without (its head, a name, the longest word without a place to break)
and what its longest cell can use. It takes one walk over the rows.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from archive_app.reports.table import Table

SIZE = 9.0
"""Points of a list's type."""
PAD = 2.5
"""Points between a cell's words and the rules."""
_FULL = "\u1100"
"""From here on a character is an em wide, before it about half."""
_WORD = re.compile(r"[!-~]+")
_LONGEST_WORD = 11.0
"""Ems; what is longer is broken rather than the other columns made narrow."""
_NARROWEST = 2.2
_SHORT = 4.0
"""Ems; so short a word (已提交, a name) is not parted."""
_HALF = 0.58
"""Ems of a letter or figure, on an average of those in numbers and dates."""


def column_widths(table: Table, measure: float) -> list[float]:
    """The width of each column in points; together they are ``measure``."""
    heads = [_ems(column.head) for column in table.columns]
    least = [max(_NARROWEST, head, column.least) for head, column in zip(heads, table.columns, strict=True)]
    most = list(least)
    weight = [0.0] * len(heads)
    for row in (*table.rows, *((table.totals,) if table.totals else ())):
        for at, value in enumerate(row):
            words = f"{value:.2f}" if isinstance(value, float) else str(value)
            if not words:
                continue
            ems = _ems(words)
            weight[at] += ems * ems
            most[at] = max(most[at], ems)
            if ems <= _SHORT:
                least[at] = max(least[at], ems)
            if len(words) > 4:
                word = max((len(found) for found in _WORD.findall(words)), default=0) * _HALF
                least[at] = max(least[at], min(word, _LONGEST_WORD))
    edge = 2 * PAD + 1
    fixed = [column.fixed for column in table.columns]
    for at, ems in enumerate(fixed):  # as wide as it was made, whatever it holds
        if ems:
            least[at] = most[at] = ems
    lower, upper = ([ems * SIZE + edge for ems in bounds] for bounds in (least, most))
    upper = [max(pair) for pair in zip(lower, upper, strict=True)]
    if sum(lower) >= measure:
        return [width * measure / sum(lower) for width in lower]
    if sum(upper) <= measure:  # more room than anything needs: dealt out as the list says
        spare = measure - sum(upper)
        shares = [0.0 if column.fixed and not all(fixed) else column.fixed or column.width for column in table.columns]
        return [width + spare * share / sum(shares) for width, share in zip(upper, shares, strict=True)]
    return _shared([one ** (1 / 3) for one in weight], lower, upper, measure)


def _shared(weight: Sequence[float], lower: Sequence[float], upper: Sequence[float], measure: float) -> list[float]:
    """Widths in proportion to ``weight``, none outside its bounds; the factor is found by halving."""
    low, high = 0.0, measure / min(one for one in weight if one)
    for _ in range(60):
        factor = (low + high) / 2
        widths = [min(max(factor * w, a), b) for w, a, b in zip(weight, lower, upper, strict=True)]
        if sum(widths) < measure:
            low = factor
        else:
            high = factor
    return [width * measure / sum(widths) for width in widths]


def _ems(words: str) -> float:
    """How wide words are in one line."""
    full = sum(map(_FULL.__le__, words))
    return full + (len(words) - full) * _HALF
