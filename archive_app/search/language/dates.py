"""Dates as a query names them: 1949, 1949-1956, 50年代, 民国三十八年, 1949年以前, and whatever else is read."""

from __future__ import annotations

import re
from functools import lru_cache

from archive_app.hanzi.dating import read

Span = tuple[str, str]
"""The first and the last day, as ISO 8601 writes them; open ends are the years 0001 and 9999."""

_FIRST, _LAST = "0001-01-01", "9999-12-31"
_UNTIL = re.compile(r"[-–—－~～至到](.+)")
_FROM = re.compile(r"(.+?)[-–—－~～至到]")


@lru_cache(maxsize=512)
def spans_of(text: str) -> tuple[Span, ...]:
    """The days that ``text`` may mean, one span for each meaning (戊戌年: of every cycle); none where it is no date."""
    text = text.strip()
    if match := _UNTIL.fullmatch(text):
        return tuple((_FIRST, last) for _, last in spans_of(match[1])[-1:])
    if match := _FROM.fullmatch(text):
        return tuple((first, _LAST) for first, _ in spans_of(match[1])[:1])
    found = read(text)
    if len(found.candidates) > 1:
        several = tuple((one.earliest, one.latest) for one in found.candidates if one.earliest and one.latest)
        if several:
            return several
    if found.date.earliest or found.date.latest:
        return ((found.date.earliest or _FIRST, found.date.latest or _LAST),)
    return ()


def span_of(text: str) -> Span | None:
    """The first span of ``spans_of``."""
    return next(iter(spans_of(text)), None)


def overlaps(dates: tuple[str, ...], wanted: tuple[Span, ...]) -> bool:
    """Whether one of the dates (``earliest/latest``, as the index keeps them) may lie in one of the spans."""
    for date in dates:
        earliest, _, latest = date.partition("/")
        if any(earliest <= last and latest >= first for first, last in wanted):
            return True
    return False
