"""The rows of a transcript, and what is asked of them."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from typing import Any

from archive_app.domain.errors import UsageError
from archive_app.domain.identity import new_id
from archive_app.frozen import dataclass

Row = Mapping[str, Any]
Rows = list[dict[str, Any]]

TOUCHING_S = 0.05
"""Two times that are no further apart are one: where one segment ends the next begins."""
_HEARD_S = 0.05  # what is told of the sound comes ten times a second


@dataclass(frozen=True, slots=True)
class Changed:
    """The rows as they are then, and where the keyboard goes: a segment's id and an offset in its words."""

    rows: Rows
    at: str = ""
    offset: int = 0


def with_ids(rows: Sequence[Row]) -> Rows:
    """The rows, each with an id that no other has: what other programs wrote may have none."""
    seen: set[str] = set()
    made: Rows = []
    for row in rows:
        key = str(row.get("id") or "")
        if not key or key in seen:
            key = new_id()
        seen.add(key)
        made.append({**row, "id": key})
    return made


def place_of(rows: Sequence[Row], key: str) -> int:
    """Which row has this id, -1 where none has."""
    return next((at for at, row in enumerate(rows) if row.get("id") == key), -1)


def sounding(starts: Sequence[tuple[float, int]], second: float) -> int:
    """The row that is heard at a second, of ``starts``: (beginning, row), in order; -1 before the first."""
    at = bisect_right(starts, second + _HEARD_S, key=lambda pair: pair[0])
    return starts[at - 1][1] if at else -1


def together(row: Row, other: Row) -> bool:
    """Whether two segments are of one recording: times of another say nothing of theirs."""
    return (row.get("file") or "") == (other.get("file") or "")


def until(rows: Sequence[Row], at: int) -> float | None:
    """When a segment ends: as it says, else where the next one begins; ``None`` where nobody knows."""
    end = rows[at].get("end")
    if end is not None:
        return float(end)
    following = timed_after(rows, at)
    return float(rows[following]["start"]) if following >= 0 else None


def beside(rows: Sequence[Row], at: int) -> tuple[float | None, float | None]:
    """When the segments around one begin, those without a time left out."""
    above = timed_before(rows, at)
    below = timed_after(rows, at)
    before = float(rows[above]["start"]) if above >= 0 else None
    return before, float(rows[below]["start"]) if below >= 0 else None


def timed_before(rows: Sequence[Row], at: int) -> int:
    """The segment before, of the same recording, that has a beginning; -1 where none has."""
    return next((place for place in range(at - 1, -1, -1) if _timed_with(rows, at, place)), -1)


def timed_after(rows: Sequence[Row], at: int) -> int:
    """The next one of the same recording that has a beginning, -1 where none has."""
    return next((place for place in range(at + 1, len(rows)) if _timed_with(rows, at, place)), -1)


def _timed_with(rows: Sequence[Row], at: int, place: int) -> bool:
    return rows[place].get("start") is not None and together(rows[at], rows[place])


def touching(one: Any, other: Any) -> bool:
    """Whether two times are one."""
    return one is not None and other is not None and abs(float(one) - float(other)) <= TOUCHING_S


def row_of(rows: Sequence[Row], key: str) -> int:
    """Which row has this id; raises ``UsageError`` where it is gone."""
    at = place_of(rows, key)
    if at < 0:
        raise UsageError("这一段已经不在了", "转写稿刚刚在别处改过，请看过再改。", code="no-segment")
    return at
