"""Dates told by the events of the archive's own table: 火车通车那年, 发大水那天."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date

from archive_app.hanzi.dating.edtf import bounds
from archive_app.hanzi.dating.reading import Context, LocalEvent, Sense
from archive_app.hanzi.dating.relative import asked
from archive_app.hanzi.dating.text import Pattern, normal

_TAIL = Pattern(
    r"(?:的?(?:那年|那一年|当年|那天|那一天|那日|当天|之年|那阵子?|那会儿?|那时候?|的?时候|之时|时|之际|这年|的一年|年))\Z"
)


def _core(name: str) -> str:
    plain = re.sub(r"\(.*?\)|[\s,。、“”\"'·]", "", normal(name))
    return _TAIL.sub("", plain)


def event(text: str, context: Context, read: Callable[[str], Sense | None], *, near: bool) -> Sense | None:
    """A local event's date: its year where that year is spoken of, else its date. ``near``: also by a like name."""
    if not context.events or len(text) < 2:
        return None
    tail = _TAIL.search(text)
    core = text[: tail.start()] if tail else text
    exact, like = _matching(core, context.events)
    found = exact or (like if near else [])
    if not found or len(core) < 2:
        return None
    senses = [sense for sense in (_dated(one, read) for one in found) if sense is not None]
    if not senses:
        return asked(f"事件表里“{found[0].name}”还没有时间")
    by_year = tail is not None and "年" in tail.group()
    made = [_as_said(sense, by_year=by_year) for sense in senses]
    names = "、".join(f"“{one.name}”" for one in found)
    if len({sense.edtf for sense in made}) == 1:
        one = replace(made[0], basis="事件").noting(f"依事件表{names}")
        return one if exact else one.doubtful("名称不全同，须确认")
    return Sense(basis="事件", notes=(f"事件表里有几件相近：{names}",), confirm=True, candidates=tuple(made))


def _matching(core: str, events: Sequence[LocalEvent]) -> tuple[list[LocalEvent], list[LocalEvent]]:
    exact: list[LocalEvent] = []
    near: list[LocalEvent] = []
    for one in events:
        names = [_core(name) for name in (one.name, *one.aliases)]
        if core in names:
            exact.append(one)
        elif len(core) >= 3 and any(len(name) >= 3 and (core in name or name in core) for name in names):
            near.append(one)
    return exact, near


def _dated(one: LocalEvent, read: Callable[[str], Sense | None]) -> Sense | None:
    if one.edtf:
        first, last = bounds(one.edtf) or (None, None)
        first = date.fromisoformat(one.earliest) if one.earliest else first
        last = date.fromisoformat(one.latest) if one.latest else last
        return Sense(one.edtf, first, last, precision="日" if first == last else "年")
    if one.words:
        made = read(one.words)
        return made if made is not None and made.edtf else None
    return None


def _as_said(sense: Sense, *, by_year: bool) -> Sense:
    if not by_year or sense.first is None or sense.last is None or sense.first.year != sense.last.year:
        return sense
    year = sense.first.year
    return Sense(f"{year:04d}", date(year, 1, 1), date(year, 12, 31), precision="年")
