"""How high the segments are and where each begins: guessed at first, measured when they are seen or nobody waits."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Mapping, Sequence
from itertools import accumulate
from typing import Any

Row = Mapping[str, Any]

_TOLD_BY = ("text", "mandarin", "note", "access")
"""The columns that a segment's height depends on."""


class Heights:
    """Points from the top of the list. ``guess`` says how high a segment is likely to be."""

    def __init__(self, guess: Callable[[Row], int]) -> None:
        self._guess = guess
        self._rows: list[dict[str, Any]] = []
        self.each: list[int] = []
        self.measured: list[bool] = []
        self.tops: list[int] = [0]

    @property
    def total(self) -> int:
        """Of all together."""
        return self.tops[-1]

    def take(self, rows: Sequence[Row]) -> None:
        """Other segments; what is known of those that stayed as they were is kept."""
        known = {row["id"]: (row, at) for at, row in enumerate(self._rows)}
        each, measured = [], []
        for row in rows:
            before, at = known.get(row["id"], (None, -1))
            same = before is not None and all((before.get(name) or "") == (row.get(name) or "") for name in _TOLD_BY)
            each.append(self.each[at] if same else self._guess(row))
            measured.append(same and self.measured[at])
        # the rows themselves are written in: what they were when they were measured is kept
        self._rows = [dict(row) for row in rows]
        self.each, self.measured = each, measured
        self.add_up()

    def forget(self) -> None:
        """At another width everything is guessed anew."""
        self.each = [self._guess(row) for row in self._rows]
        self.measured = [False] * len(self._rows)
        self.add_up()

    def put(self, at: int, row: Row, height: int) -> bool:
        """A segment was measured; whether it is of another height than was thought."""
        self.measured[at] = True
        self._rows[at].update(row)
        if self.each[at] == height:
            return False
        self.each[at] = height
        return True

    def add_up(self) -> None:
        """Where each begins, after some were measured."""
        self.tops = [0, *accumulate(self.each)]

    def at(self, y: int) -> int:
        """The segment at so many points from the top, the last one beyond all."""
        return min(max(0, bisect_right(self.tops, y) - 1), max(0, len(self.each) - 1))

    def left(self) -> list[int]:
        """Those that were not measured yet."""
        return [at for at, measured in enumerate(self.measured) if not measured]
