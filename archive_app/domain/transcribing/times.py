"""When segments begin and end: set, nudged, and many of them shifted or spread."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from itertools import pairwise

from archive_app.domain.errors import UsageError
from archive_app.domain.segments import clock
from archive_app.domain.transcribing.rows import (
    Changed,
    Row,
    Rows,
    beside,
    row_of,
    timed_after,
    timed_before,
    together,
    touching,
    until,
)

LEAST_S = 0.1
"""A segment is no shorter than this when a time is moved."""


def with_time(rows: Sequence[Row], key: str, which: str, second: float | None) -> Changed:
    """A segment's ``start`` or ``end`` set; its neighbour's, where the two touch, goes with it.

    Raises ``UsageError`` where that would put it before the beginning of the segment above, or behind the next.
    """
    kept = [dict(row) for row in rows]
    at = row_of(kept, key)
    if second is None:
        kept[at].pop(which, None)
        return Changed(kept, key)
    second = round(max(0.0, second), 3)
    (_set_start if which == "start" else _set_end)(kept, at, second)
    return Changed(kept, key)


def nudged(rows: Sequence[Row], key: str, which: str, by: float) -> Changed:
    """A segment's ``start`` or ``end`` a little earlier or later, as far as its neighbours let it."""
    at = row_of(rows, key)
    row = rows[at]
    held = row.get(which) if which == "start" else until(rows, at)
    if held is None:
        words = _NAMES[which]
        raise UsageError(f"这一段还没有{words}", f"先听到那里，把{words}记为现在。", code="no-time")
    low, high = _room(rows, at, which)
    second = max(0.0, float(held) + by)
    second = max(second, low) if by < 0 else min(second, high)
    if (second - float(held)) * by <= 0:
        return Changed([dict(one) for one in rows], key)
    return with_time(rows, key, which, second)


_NAMES = {"start": "起点", "end": "止点"}


def _room(rows: Sequence[Row], at: int, which: str) -> tuple[float, float]:
    """Between which seconds a time may be moved without touching another beginning."""
    before, after = beside(rows, at)
    row = rows[at]
    if which == "end":
        start = row.get("start")
        low = float(start) + LEAST_S if start is not None else before or 0.0
        following = timed_after(rows, at)
        touches = following >= 0 and touching(until(rows, at), rows[following].get("start"))
        limit = until(rows, following) if touches else after
        return low, limit - LEAST_S if touches and limit is not None else limit if limit is not None else 1e9
    end = until(rows, at)
    return (before + LEAST_S if before is not None else 0.0), (end - LEAST_S if end is not None else 1e9)


def _set_start(rows: Rows, at: int, second: float) -> None:
    before, after = beside(rows, at)
    if before is not None and second < before:
        words = f"{clock(second)[:10]} 比上一段的起点 {clock(before)[:10]} 还早"
        raise UsageError(words, "请先改上一段的时间，或把这一段移上去。", code="time-order")
    if after is not None and second > after:
        words = f"{clock(second)[:10]} 比下一段的起点 {clock(after)[:10]} 还晚"
        raise UsageError(words, "请先改下一段的时间，或把这一段移下去。", code="time-order")
    row, was = rows[at], rows[at].get("start")
    row["start"] = second
    end = row.get("end")
    if end is not None and float(end) <= second:
        del row["end"]  # it goes on until the next one begins
    place = timed_before(rows, at)
    above = rows[place] if place >= 0 else row
    if above is not row and above.get("end") is not None:
        touched = touching(above["end"], was)
        if touched or float(above["end"]) > second:
            above["end"] = max(second, float(above["start"]))


def _set_end(rows: Rows, at: int, second: float) -> None:
    row, was = rows[at], rows[at].get("end")
    start = row.get("start")
    if start is not None and second <= float(start):
        words = f"止点 {clock(second)[:10]} 不能早于这一段的起点 {clock(float(start))[:10]}"
        raise UsageError(words, "请听到这一段说完的地方再记。", code="time-order")
    following = timed_after(rows, at)
    row["end"] = second
    if following < 0:
        return
    begins, limit = float(rows[following]["start"]), until(rows, following)
    if touching(was, begins) or second > begins:
        if limit is not None and second >= limit:
            words = f"止点 {clock(second)[:10]} 已经在再下一段里了"
            raise UsageError(words, "请先改后面几段的时间。", code="time-order")
        rows[following]["start"] = second


def shifted(rows: Sequence[Row], keys: Collection[str], by: float) -> Changed:
    """The times of some segments earlier or later by seconds; the length of each stays.

    Raises ``UsageError`` where they would begin before the recording, or change places with a neighbour.
    """
    return _retimed(rows, keys, lambda second: second + by)


def stretched(rows: Sequence[Row], keys: Collection[str], first: float, last: float) -> Changed:
    """The times of some segments spread evenly, so that the first of them begins at ``first`` and the last at ``last``.

    For a transcript that was made over another copy of the recording. Raises ``UsageError`` as ``shifted``, and where
    fewer than two have a time.
    """
    chosen = [row for row in rows if row.get("id") in keys and row.get("start") is not None]
    starts = [float(row["start"]) for row in chosen]
    if not all(together(chosen[0], one) for one in chosen):
        raise UsageError("选中的段不是同一段录音的", "请一段录音一段录音地拉伸。", code="two-recordings")
    if len(starts) < 2 or starts[-1] <= starts[0]:
        raise UsageError("要两段以上有时间，才能按两点拉伸", "只有一段时请用平移。", code="too-few")
    if last <= first:
        raise UsageError("后一点要在前一点之后", "请对照录音看两处的时间。", code="time-order")
    rate = (last - first) / (starts[-1] - starts[0])
    return _retimed(rows, keys, lambda second: first + (second - starts[0]) * rate)


def _retimed(rows: Sequence[Row], keys: Collection[str], move: Callable[[float], float]) -> Changed:
    kept = [dict(row) for row in rows]
    places = [at for at, row in enumerate(kept) if row.get("id") in keys]
    for at in places:
        for name in ("start", "end"):
            if kept[at].get(name) is not None:
                kept[at][name] = round(move(float(kept[at][name])), 3)
    timed = [at for at, row in enumerate(kept) if row.get("start") is not None]
    held = set(places)
    if any(float(kept[at]["start"]) < 0 for at in timed if at in held):
        raise UsageError("这样改，第一段会早于录音的开头", "请少移一些。", code="time-order")
    for above, below in pairwise(timed):
        if not together(kept[above], kept[below]):
            continue
        if (above in held) != (below in held) and float(kept[below]["start"]) < float(kept[above]["start"]):
            words = f"这样改，第 {below + 1} 段会早于第 {above + 1} 段"
            raise UsageError(words, "请少移一些，或把相邻的段也选上。", code="time-order")
        if (above in held) != (below in held) and not _overlap(rows, above, below) and _overlap(kept, above, below):
            kept[above]["end"] = kept[below]["start"]
    return Changed(kept, str(kept[places[0]]["id"]) if places else "")


def _overlap(rows: Sequence[Row], above: int, below: int) -> bool:
    return float(rows[above].get("end") or 0.0) > float(rows[below]["start"])
