"""A line's setting: what is taken out, what is let in, where every glyph stands.

Squeezed in the order of `archive_app.typeset.lines.measure`'s tiers, each tier used up before the next and evenly
within; stretched at spaces, then at Han–Latin gaps (to half an em both), then everywhere evenly, but never inside
what does not break.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from typing import NamedTuple

from archive_app.typeset.fonts.faces import VOID
from archive_app.typeset.lines.measure import Elastic, Measured

_MOST_TRACKING = 250.0
"""Thousandths of an em between Han, before the letters of a line's words are drawn apart too."""


class Setting(NamedTuple):
    """How the line [i, j) is set: ``tracking`` at every free position, ``moves`` at single positions besides, and
    ``shift`` of the first glyph (an opening mark at the line's start loses its leading half). In a ``loosened`` line
    words and numbers take tracking too."""

    i: int
    j: int
    tracking: float
    moves: dict[int, float]
    shift: float
    width: float
    loosened: bool = False


def tracked(measured: Measured, i: int, j: int, left: float) -> tuple[float, bool]:
    """(tracking that fills what is ``left`` of the line [i, j), whether words and numbers take it too): they do where
    there is next to nothing else on the line."""
    slots = measured.slots(i, j)
    if slots > 0 and left <= _MOST_TRACKING * slots:
        return left / slots, False
    return left / max(1, j - i - 1 - measured.text.count(VOID, i, j)), True


def justify(measured: Measured, i: int, j: int, width: float, *, fill: bool, hyphen: float = 0.0) -> Setting:
    """Set [i, j) to ``width``; without ``fill`` (a last line) it is squeezed where it must be, never stretched."""
    own = measured.natural(i, j) + hyphen
    moves = dict(_inside(measured.moves, i, j))
    shift = -measured.lead.get(i, 0.0)
    left = width - own
    if left < -1e-6:
        taken = spread(moves, tiers_inside(measured.squeeze, i, j), -left, -1.0)
        return Setting(i, j, 0.0, moves, shift, own - taken)
    if not fill or left < 1e-6:
        return Setting(i, j, 0.0, moves, shift, own)
    added = spread(moves, tiers_inside(measured.stretch, i, j), left, 1.0)
    tracking, loosened = tracked(measured, i, j, left - added)
    return Setting(i, j, tracking, moves, shift, width if j - i > 1 else own, loosened)


def _inside(items: Sequence[tuple[int, float]], i: int, j: int) -> Sequence[tuple[int, float]]:
    """Those that lie inside the line [i, j)."""
    return items[bisect_right(items, (i, 1e9)) : bisect_left(items, (j, -1e9))]


def tiers_inside(items: Elastic, i: int, j: int) -> dict[int, list[tuple[int, float]]]:
    """The elastic items inside the line, by tier."""
    tiers: dict[int, list[tuple[int, float]]] = {}
    for position, tier, most in items[bisect_right(items, (i, 99, 1e9)) : bisect_left(items, (j, -1, -1e9))]:
        tiers.setdefault(tier, []).append((position, most))
    return tiers


def spread(moves: dict[int, float], tiers: dict[int, list[tuple[int, float]]], amount: float, sign: float) -> float:
    """Take ``amount`` from the tiers in order; how much was got."""
    got = 0.0
    for tier in sorted(tiers):
        room = sum(most for _, most in tiers[tier])
        if room <= 0:
            continue
        share = min(1.0, (amount - got) / room)
        for position, most in tiers[tier]:
            moves[position] = moves.get(position, 0.0) + sign * most * share
        got += room * share
        if amount - got < 1e-6:
            break
    return got
