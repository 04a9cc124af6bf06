"""Segments come and go: made, put in, parted, joined, taken away, moved."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from typing import Any

from archive_app.domain.access import Access, strictest
from archive_app.domain.errors import UsageError
from archive_app.domain.identity import new_id
from archive_app.domain.recordings import labelled
from archive_app.domain.segments import Segment
from archive_app.domain.transcribing.rows import (
    TOUCHING_S,
    Changed,
    Row,
    Rows,
    beside,
    place_of,
    row_of,
    together,
    until,
)

_PACE = 4.0  # characters a second, where nothing else says how long words took
_STOP = re.compile(r"[。！？!?；;…]+[”’」』）)]*")
_LETTER = re.compile(r"[^\W\d_]", re.ASCII)


def made_at(
    rows: Sequence[Row],
    second: float,
    *,
    speaker: str = "",
    after: str = "",
    file: str = "",
    ahead: Collection[str] = (),
) -> Changed:
    """A new segment that begins at a second, in its place by time.

    The one in which the second lies ends there, and the new one has the rest of its time. Where nothing has a time, it
    stands behind ``after``. ``file`` is the recording of the second as rows hold it, ``ahead`` those before it: the
    first segment of a recording stands behind theirs.
    """
    second = round(max(0.0, second), 3)
    kept = [dict(row) for row in rows]
    fresh: dict[str, Any] = labelled({"id": new_id(), "start": second, "speaker": speaker, "text": ""}, file)
    own = [at for at, row in enumerate(kept) if together(row, fresh)]
    starts = [at for at in own if kept[at].get("start") is not None]
    timed = [at for at in starts if float(kept[at]["start"]) <= second]
    behind = timed[-1] if timed else own[0] - 1 if starts else -1
    if not own:
        behind = max((at for at, row in enumerate(kept) if str(row.get("file") or "") in ahead), default=-1)
    elif not starts:
        place = place_of(kept, after) if after else own[-1]
        behind = place if place in own else own[-1]
    else:
        while behind + 1 in own and kept[behind + 1].get("start") is None:
            behind += 1
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
    if kept:
        fresh = labelled(fresh, str(kept[at].get("file") or ""))
    kept.insert(at + 1 if below and at >= 0 else at if at >= 0 else len(kept), fresh)
    return Changed(kept, fresh["id"])


def pasted(rows: Sequence[Row], key: str, offset: int, said: Sequence[Segment]) -> Changed:
    """What was said elsewhere, put in at ``offset`` of a segment's words: a segment for each turn.

    The first goes on with the words before it unless it says who speaks; what stood behind stands behind the last.
    Their times are taken where they lie between those around them, all or none.
    """
    kept = [dict(row) for row in rows]
    at = row_of(kept, key)
    here = kept[at]
    words = str(here.get("text") or "")
    head, tail = words[:offset], words[offset:]
    fresh = [labelled({**one.to_json(), "id": new_id()}, str(here.get("file") or "")) for one in said]
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
    before, after = beside(rows, at)
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
    at = row_of(kept, key)
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
    at = row_of(kept, key)
    if at == 0:
        raise UsageError("这是第一段，前面没有可以并的", "要与后一段并，请到后一段里并。", code="first-segment")
    if not together(kept[at - 1], kept[at]):
        raise UsageError("上一段是另一段录音里的，不能并", "两段录音里的话各自成段。", code="two-recordings")
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
    at = row_of(kept, key)
    to = at + (1 if by > 0 else -1)
    if not 0 <= to < len(kept):
        return Changed(kept, key)
    kept[at], kept[to] = kept[to], kept[at]
    times = [{name: kept[place].pop(name, None) for name in ("start", "end", "file")} for place in (at, to)]
    for place, held in zip((at, to), reversed(times), strict=True):
        kept[place].update({name: value for name, value in held.items() if value is not None})
    return Changed(kept, key)
