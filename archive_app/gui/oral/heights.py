"""How high the segments are and where each begins: guessed at first, measured when they are seen or nobody waits."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Mapping, Sequence
from itertools import accumulate
from typing import Any

from archive_app.domain.fields import alike

Row = Mapping[str, Any]

_TOLD_BY = ("text", "mandarin", "note", "access")
"""The columns that a segment's height depends on."""


class Heights:
    """Points from the top of the list. ``guesser`` makes what says how high a segment is likely to be at this width."""

    def __init__(self, guesser: Callable[[], Callable[[Row], int]]) -> None:
        self._guesser = guesser
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
        head, tail = alike(self._rows, rows)
        known = {row["id"]: (row, head + at) for at, row in enumerate(self._rows[head : len(self._rows) - tail])}
        each, measured, guess = [], [], self._guesser()
        for row in rows[head : len(rows) - tail]:
            before, at = known.get(row["id"], (None, -1))
            same = before is not None and all((before.get(name) or "") == (row.get(name) or "") for name in _TOLD_BY)
            each.append(self.each[at] if same else guess(row))
            measured.append(same and self.measured[at])
        # the rows themselves are written in: what they were when they were measured is kept
        fresh, end = [dict(row) for row in rows[head : len(rows) - tail]], len(self._rows) - tail
        self._rows = [*self._rows[:head], *fresh, *self._rows[end:]]
        self.each = [*self.each[:head], *each, *self.each[end:]]
        self.measured = [*self.measured[:head], *measured, *self.measured[end:]]
        self.add_up()

    def forget(self) -> None:
        """At another width everything is guessed anew."""
        self.each = list(map(self._guesser(), self._rows))
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
