"""Captions that roll up the screen: each shows the line before again above its own (YouTube's automatic ones, and what
broadcasters make while somebody speaks)."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

_FEW = 3
_SHARE = 0.4  # of the captions begin with the line that the one before ended with: no talk repeats itself so


def unrolled(captions: Sequence[Sequence[str]], *, sure: bool = False) -> list[int] | None:
    """For each caption (its lines), how many of its first lines the one before shows at its end; ``None`` where these
    captions do not roll. ``sure``: something else says that they do."""
    if len(captions) <= _FEW and not sure:
        return None
    again = [0, *(_shared(before, lines) for before, lines in pairwise(captions))]
    rolling = sum(1 for count in again if count)
    longer = sum(1 for lines in captions if len(lines) > 1)
    whole = sum(1 for count, lines in zip(again, captions, strict=True) if count and count < len(lines))
    if sure and rolling:
        return again
    if rolling < _FEW or rolling < _SHARE * (len(captions) - 1) or not longer or whole < _FEW - 1:
        return None
    return again


def _shared(before: Sequence[str], lines: Sequence[str]) -> int:
    for count in range(min(len(before), len(lines)), 0, -1):
        if list(before[-count:]) == list(lines[:count]):
            return count
    return 0
