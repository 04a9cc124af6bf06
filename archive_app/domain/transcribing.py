"""What is done to a transcript while it is written: made, split, joined, moved, timed. Pure; rows in, rows out.

Rows are those of the field ``transcript``; columns that an act does not know go with their row. Times are seconds from
the recording's beginning, offsets code points. An id stays with its words: of a segment that is split the beginning
keeps it, of two that are joined the first. Segments stand in the order of their beginnings; whoever would turn that
round is refused in words, and a step that would lead a little too far ends where the neighbour begins.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Collection, Mapping, Sequence
from itertools import pairwise
from typing import Any

from archive_app.domain.access import Access, strictest
from archive_app.domain.errors import UsageError
from archive_app.domain.identity import new_id
from archive_app.domain.segments import Segment, clock
from archive_app.frozen import dataclass

Row = Mapping[str, Any]
Rows = list[dict[str, Any]]

LEAST_S = 0.1
"""A segment is no shorter than this when a time is moved."""
TOUCHING_S = 0.05
"""Two times that are no further apart are one: where one segment ends the next begins."""
_PACE = 4.0  # characters a second, where nothing else says how long words took
_HEARD_S = 0.05  # what is told of the sound comes ten times a second
_STOP = re.compile(r"[。！？!?；;…]+[”’」』）)]*")
_LETTER = re.compile(r"[^\W\d_]", re.ASCII)


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


def until(rows: Sequence[Row], at: int) -> float | None:
    """When a segment ends: as it says, else where the next one begins; ``None`` where nobody knows."""
    end = rows[at].get("end")
    if end is not None:
        return float(end)
    return next((float(row["start"]) for row in rows[at + 1 :] if row.get("start") is not None), None)


# — segments come and go —


def made_at(rows: Sequence[Row], second: float, *, speaker: str = "", after: str = "") -> Changed:
    """A new segment that begins at a second, in its place by time.

    The one in which the second lies ends there, and the new one has the rest of its time. Where nothing has a time, it
    stands behind ``after``.
    """
    second = round(max(0.0, second), 3)
    kept = [dict(row) for row in rows]
    timed = [at for at, row in enumerate(kept) if row.get("start") is not None and float(row["start"]) <= second]
    behind = timed[-1] if timed else -1
    if not any(row.get("start") is not None for row in kept):
        behind = place_of(kept, after) if after else len(kept) - 1
    else:
        while behind + 1 < len(kept) and kept[behind + 1].get("start") is None:
            behind += 1
    fresh: dict[str, Any] = {"id": new_id(), "start": second, "speaker": speaker, "text": ""}
    if timed:
        before = kept[timed[-1]]
        end = before.get("end")
        if end is not None and float(end) > second + TOUCHING_S:
            fresh["end"] = end
        if float(before["start"]) < second and (end is None or float(end) > second):
            before["end"] = second
    kept.insert(behind + 1, fresh)
    return Changed(kept, fresh["id"])


def made_beside(rows: Sequence[Row], key: str, *, below: bool, speaker: str = "") -> Changed:
    """An empty segment without a time of its own, above or below one; the last one where there is none of that id."""
    kept = [dict(row) for row in rows]
    at = place_of(kept, key)
    fresh: dict[str, Any] = {"id": new_id(), "speaker": speaker, "text": ""}
    kept.insert(at + 1 if below and at >= 0 else at if at >= 0 else len(kept), fresh)
    return Changed(kept, fresh["id"])


def pasted(rows: Sequence[Row], key: str, offset: int, said: Sequence[Segment]) -> Changed:
    """What was said elsewhere, put in at ``offset`` of a segment's words: a segment for each turn.

    The first goes on with the words before it unless it says who speaks; what stood behind stands behind the last.
    Their times are taken where they lie between those around them, all or none.
    """
    kept = [dict(row) for row in rows]
    at = _at(kept, key)
    here = kept[at]
    words = str(here.get("text") or "")
    head, tail = words[:offset], words[offset:]
    fresh = [{**one.to_json(), "id": new_id()} for one in said]
    _keep_times(kept, at, fresh)
    if fresh and (not head or not fresh[0]["speaker"]):
        first = fresh.pop(0)
        head += first["text"]
        here["speaker"] = first["speaker"] or here.get("speaker") or ""
        here |= {name: first[name] for name in ("start", "end") if name in first and here.get("start") is None}
    here["text"] = head
    kept[at + 1 : at + 1] = fresh
    last = kept[at + len(fresh)]
    last["text"] = str(last["text"]) + tail
    return Changed(kept, str(last["id"]), len(last["text"]) - len(tail))


def _keep_times(rows: Sequence[Row], at: int, fresh: Sequence[dict[str, Any]]) -> None:
    before, after = _beside(rows, at)
    own = rows[at].get("start")
    low = float(own) if own is not None else before or 0.0
    starts = [float(row["start"]) for row in fresh if row.get("start") is not None]
    fit = starts == sorted(starts) and all(low <= one and (after is None or one <= after) for one in starts)
    whole = all(float(row["end"]) >= float(row.get("start", row["end"])) for row in fresh if row.get("end") is not None)
    for row in fresh if not (fit and whole) else ():
        row.pop("start", None)
        row.pop("end", None)


def split(rows: Sequence[Row], key: str, offset: int, second: float | None = None, *, column: str = "text") -> Changed:
    """Two segments of one, the words parted at ``offset`` of ``column``.

    The second part begins at ``second`` where that lies inside the segment, else where its share of the characters
    says. What is said in the other column is parted at the same sentence, or stays with the first part.
    """
    kept = [dict(row) for row in rows]
    at = _at(kept, key)
    first = kept[at]
    words = str(first.get(column) or "")
    offset = max(0, min(offset, len(words)))
    rest = {**first, "id": new_id(), column: words[offset:]}
    first[column] = words[:offset]
    other = "mandarin" if column == "text" else "text"
    if first.get(other):
        there = _same_sentence(words, offset, str(first[other]))
        rest[other], first[other] = str(first[other])[there:], str(first[other])[:there]
    rest.pop("note", None)
    _part_time(kept, at, rest, offset / len(words) if words else 1.0, second, offset)
    for row in (first, rest):
        if not row.get("mandarin"):
            row.pop("mandarin", None)
        row.setdefault("text", "")
    kept.insert(at + 1, rest)
    return Changed(kept, rest["id"])


def _same_sentence(words: str, offset: int, other: str) -> int:
    """Where ``other`` is to be parted: after as many sentences as stand before ``offset``, where both have as many."""
    here = [found.end() for found in _STOP.finditer(words)]
    there = [found.end() for found in _STOP.finditer(other)]
    if offset in here and len(here) == len(there):
        return there[here.index(offset)]
    return 0 if offset == 0 else len(other)


def _part_time(rows: Rows, at: int, rest: dict[str, Any], share: float, second: float | None, characters: int) -> None:
    first, end = rows[at], until(rows, at)
    rest.pop("start", None)
    if first.get("start") is None:
        return
    start = float(first["start"])
    if second is not None and start < second and (end is None or second < end):
        begins = second
    elif end is not None and end > start:
        begins = start + (end - start) * share
    elif end is None:
        begins = start + characters / _PACE
    else:
        begins = start
    begins = round(begins, 3)
    rest["start"] = begins
    first["end"] = max(begins, start)


def join(rows: Sequence[Row], key: str) -> Changed:
    """A segment and the one before it as one; what another said stands on a line of its own, with who said it."""
    kept = [dict(row) for row in rows]
    at = _at(kept, key)
    if at == 0:
        raise UsageError("这是第一段，前面没有可以并的", "要与后一段并，请到后一段里并。", code="first-segment")
    first, second = kept[at - 1], kept.pop(at)
    words = str(first.get("text") or "")
    others = str(first.get("speaker") or "") != str(second.get("speaker") or "") and bool(words)
    label = str(second.get("speaker") or "") if others and second.get("text") else ""
    said = _joined(words, str(second.get("text") or ""), label, others=others and bool(second.get("text")))
    cursor = len(said) - len(str(second.get("text") or ""))
    if first.get("mandarin") or second.get("mandarin"):
        one, other = (str(row.get("mandarin") or row.get("text") or "") for row in (first, second))
        first["mandarin"] = _joined(one, other, label, others=others and bool(other))
    first["text"] = said
    if not words and not first.get("speaker"):
        first["speaker"] = second.get("speaker") or ""
    notes = [str(row["note"]) for row in (first, second) if row.get("note")]
    if notes:
        first["note"] = "；".join(notes)
    level = _level_of_both(str(first.get("access") or ""), str(second.get("access") or ""))
    for name, value in second.items():
        first.setdefault(name, value)
    first.pop("access", None)
    first |= {"access": level} if level else {}
    _join_times(first, second)
    return Changed(kept, str(first["id"]), cursor)


def _joined(first: str, second: str, label: str, *, others: bool) -> str:
    if others:
        return f"{first}\n{label}：{second}" if label else f"{first}\n{second}"
    if first and second and _LETTER.match(first[-1]) and _LETTER.match(second[0]):
        return f"{first} {second}"
    return first + second


def _level_of_both(one: str, other: str) -> str:
    """Nothing is opened by being joined: what one of them left to the item is not made public by the other."""
    levels = [Access(level) for level in (one, other) if level]
    if not levels:
        return ""
    closest = strictest(*levels)
    return "" if len(levels) == 1 and closest is Access.PUBLIC else closest.value


def _join_times(first: dict[str, Any], second: Row) -> None:
    ends = [float(row["end"]) for row in (first, second) if row.get("end") is not None]
    first.pop("end", None)
    if ends and (second.get("end") is not None or second.get("start") is None):
        first["end"] = max(ends)
    # else the second one goes on until the next begins, and so do both now


def removed(rows: Sequence[Row], keys: Collection[str]) -> Changed:
    """Without these; the keyboard goes to the one behind them, or before."""
    kept = [dict(row) for row in rows if row.get("id") not in keys]
    places = [at for at, row in enumerate(rows) if row.get("id") in keys]
    if not kept or not places:
        return Changed(kept, str(kept[0]["id"]) if kept else "")
    return Changed(kept, str(kept[min(places[0], len(kept) - 1)]["id"]))


def moved(rows: Sequence[Row], key: str, by: int) -> Changed:
    """A segment's words one place up or down: times stay where they are, so that they go on in order."""
    kept = [dict(row) for row in rows]
    at = _at(kept, key)
    to = at + (1 if by > 0 else -1)
    if not 0 <= to < len(kept):
        return Changed(kept, key)
    kept[at], kept[to] = kept[to], kept[at]
    times = [{name: kept[place].pop(name, None) for name in ("start", "end")} for place in (at, to)]
    for place, held in zip((at, to), reversed(times), strict=True):
        kept[place].update({name: value for name, value in held.items() if value is not None})
    return Changed(kept, key)


# — times —


def with_time(rows: Sequence[Row], key: str, which: str, second: float | None) -> Changed:
    """A segment's ``start`` or ``end`` set; its neighbour's, where the two touch, goes with it.

    Raises ``UsageError`` where that would put it before the beginning of the segment above, or behind the next.
    """
    kept = [dict(row) for row in rows]
    at = _at(kept, key)
    if second is None:
        kept[at].pop(which, None)
        return Changed(kept, key)
    second = round(max(0.0, second), 3)
    (_set_start if which == "start" else _set_end)(kept, at, second)
    return Changed(kept, key)


def nudged(rows: Sequence[Row], key: str, which: str, by: float) -> Changed:
    """A segment's ``start`` or ``end`` a little earlier or later, as far as its neighbours let it."""
    at = _at(rows, key)
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
    before, after = _beside(rows, at)
    row = rows[at]
    if which == "end":
        start = row.get("start")
        low = float(start) + LEAST_S if start is not None else before or 0.0
        following = _after(rows, at)
        touches = following >= 0 and _touching(until(rows, at), rows[following].get("start"))
        limit = until(rows, following) if touches else after
        return low, limit - LEAST_S if touches and limit is not None else limit if limit is not None else 1e9
    end = until(rows, at)
    return (before + LEAST_S if before is not None else 0.0), (end - LEAST_S if end is not None else 1e9)


def _beside(rows: Sequence[Row], at: int) -> tuple[float | None, float | None]:
    """When the segments around one begin, those without a time left out."""
    before = next((float(row["start"]) for row in reversed(rows[:at]) if row.get("start") is not None), None)
    after = next((float(row["start"]) for row in rows[at + 1 :] if row.get("start") is not None), None)
    return before, after


def _after(rows: Sequence[Row], at: int) -> int:
    return next((place for place in range(at + 1, len(rows)) if rows[place].get("start") is not None), -1)


def _touching(one: Any, other: Any) -> bool:
    return one is not None and other is not None and abs(float(one) - float(other)) <= TOUCHING_S


def _set_start(rows: Rows, at: int, second: float) -> None:
    before, after = _beside(rows, at)
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
    above = next((one for one in reversed(rows[:at]) if one.get("start") is not None), None)
    if above is not None and above.get("end") is not None:
        touched = _touching(above["end"], was)
        if touched or float(above["end"]) > second:
            above["end"] = max(second, float(above["start"]))


def _set_end(rows: Rows, at: int, second: float) -> None:
    row, was = rows[at], rows[at].get("end")
    start = row.get("start")
    if start is not None and second <= float(start):
        words = f"止点 {clock(second)[:10]} 不能早于这一段的起点 {clock(float(start))[:10]}"
        raise UsageError(words, "请听到这一段说完的地方再记。", code="time-order")
    following = _after(rows, at)
    row["end"] = second
    if following < 0:
        return
    begins, limit = float(rows[following]["start"]), until(rows, following)
    if _touching(was, begins) or second > begins:
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
    starts = [float(row["start"]) for row in rows if row.get("id") in keys and row.get("start") is not None]
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
    first = next((at for at in timed if at in places), -1)
    if first >= 0 and float(kept[first]["start"]) < 0:
        raise UsageError("这样改，第一段会早于录音的开头", "请少移一些。", code="time-order")
    held = set(places)
    for above, below in pairwise(timed):
        if (above in held) != (below in held) and float(kept[below]["start"]) < float(kept[above]["start"]):
            words = f"这样改，第 {below + 1} 段会早于第 {above + 1} 段"
            raise UsageError(words, "请少移一些，或把相邻的段也选上。", code="time-order")
        if (above in held) != (below in held) and not _overlap(rows, above, below) and _overlap(kept, above, below):
            kept[above]["end"] = kept[below]["start"]
    return Changed(kept, str(kept[places[0]]["id"]) if places else "")


def _overlap(rows: Sequence[Row], above: int, below: int) -> bool:
    return float(rows[above].get("end") or 0.0) > float(rows[below]["start"])


# — who, and for whom —


def with_speaker(rows: Sequence[Row], keys: Collection[str], speaker: str) -> Changed:
    """Said by somebody else."""
    return Changed([{**row, "speaker": speaker} if row.get("id") in keys else dict(row) for row in rows])


def relabelled(rows: Sequence[Row], label: str, wanted: str) -> Changed:
    """All that was said by ``label`` is said by ``wanted``."""
    return Changed([{**row, "speaker": wanted} if row.get("speaker") == label else dict(row) for row in rows])


def with_level(rows: Sequence[Row], keys: Collection[str], access: str) -> Changed:
    """A level of their own for some; empty: the item's. Those that all have it lose it again."""
    chosen = [row for row in rows if row.get("id") in keys]
    wanted = "" if chosen and all(str(row.get("access") or "") == access for row in chosen) else access
    made: Rows = []
    for row in rows:
        copy = dict(row)
        if row.get("id") in keys:
            copy.pop("access", None)
            copy |= {"access": wanted} if wanted else {}
        made.append(copy)
    return Changed(made)


def speakers_of(rows: Sequence[Row]) -> list[str]:
    """Who speaks, in the order in which they are first heard."""
    return list(dict.fromkeys(str(row["speaker"]) for row in rows if row.get("speaker")))


def other_speaker(rows: Sequence[Row], at: int) -> str:
    """Who is likely to speak after row ``at``: of two who take turns the other one, else whoever spoke before."""
    if not 0 <= at < len(rows):
        return ""
    mine = str(rows[at].get("speaker") or "")
    if not mine:
        return ""
    if len(speakers_of(rows)) > 2:
        before = [str(row.get("speaker") or "") for row in rows[max(0, at - 3) : at]]
        return next((one for one in reversed(before) if one and one != mine), mine)
    return next((one for one in speakers_of(rows) if one != mine), mine)


def _at(rows: Sequence[Row], key: str) -> int:
    at = place_of(rows, key)
    if at < 0:
        raise UsageError("这一段已经不在了", "转写稿刚刚在别处改过，请看过再改。", code="no-segment")
    return at
