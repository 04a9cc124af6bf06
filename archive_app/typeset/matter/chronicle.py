"""大事记: dated records in the order of a chronicle, under their years.

The rule of the house: within a year by month and day; what has no day stands after the dated ones of its month as
「是月」; what has no month stands at the end of its year as 「是年」; what spans years stands after the last of them,
by its own words. Sorting asks only for the bounds of a date (``earliest``, ``latest``) and, where an 约 widened them,
for the year or month that was meant.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from itertools import groupby
from typing import NamedTuple

from archive_app.domain.fuzzy_date import FuzzyDate
from archive_app.domain.manuscript import Block, BlockKind, Manuscript, Span, SpanStyle
from archive_app.frozen import dataclass

_CYCLES = ("干支", "生肖", "藏历")
"""An event whose year is one of a cycle, and nobody has said which, has no place in the order."""

_ANCIENT = re.compile(r"-(\d{4})\Z")
_MEANT = re.compile(r"(\d{4})(?:-(\d{2}))?[~%?]\Z")
_ASIDE = re.compile("（[^（）]*）")
_OPEN = ("0001-01-01", "9999-12-31")


class Happening(NamedTuple):
    """Something dated: the record it comes from, when, and what is printed. ``order`` parts what is of one day."""

    record_id: str
    when: FuzzyDate
    text: str
    order: int = 0


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of the chronicle: ``label`` is 「2月8日」, 「是月」, 「是年」 or the words of a longer span."""

    label: str
    happening: Happening


class Year(NamedTuple):
    """A year and its lines."""

    year: int
    entries: tuple[Entry, ...]

    @property
    def heading(self) -> str:
        """As it is printed."""
        return f"{self.year}年" if self.year > 0 else f"公元前{1 - self.year}年"


def chronicle(found: Iterable[Happening], since: str = "", until: str = "") -> list[Year]:
    """Happenings as years, the earliest first. ``since`` and ``until`` are ISO days; what lies outside is left out."""
    kept = [
        h for h in found if placeable(h.when) and h.when.latest >= since and (not until or h.when.earliest <= until)
    ]
    ordered = sorted(kept, key=lambda h: (*_place(h.when), h.order, h.text, h.record_id))
    return [Year(year, tuple(_lines(group))) for year, group in groupby(ordered, key=lambda h: _place(h.when)[0])]


def manuscript(years: Iterable[Year]) -> Manuscript:
    """The chronicle as a text: a small head for each year, a paragraph for each line."""
    blocks: list[Block] = []
    for year in years:
        blocks.append(Block(BlockKind.HEADING, year.heading))
        for entry in year.entries:
            bold = Span(0, len(entry.label), SpanStyle.BOLD)
            blocks.append(Block(BlockKind.PARAGRAPH, f"{entry.label}　{entry.happening.text}", spans=(bold,)))
    return Manuscript(tuple(blocks))


def placeable(when: FuzzyDate) -> bool:
    """Whether a date has a place in the order: a year, whatever else is unknown."""
    if _ANCIENT.match(when.edtf):
        return True
    return when.resolved and (when.earliest, when.latest) != _OPEN and not _of_a_cycle(when)


def _of_a_cycle(when: FuzzyDate) -> bool:
    return when.edtf[:1] == "[" and when.calendar.startswith(_CYCLES)


_SEASON_DAYS = 125
"""A season that begins in one year and ends in the next has no more days; what has more spans years."""
_MONTH_END, _YEAR_END, _AFTER = 99, 13, 14
"""Where in its month a line without a day stands, in its year one without a month, and one that outlasts its year."""


def _place(when: FuzzyDate) -> tuple[int, int, int, str]:
    """Year, month, day to stand at, then by the earliest day: the order of the chronicle."""
    ancient = _ANCIENT.match(when.edtf)
    if ancient:
        return -int(ancient[1]), _YEAR_END, 0, ""
    meant = _MEANT.match(when.edtf)
    if meant:
        year, month = int(meant[1]), meant[2]
        return (year, int(month), _MONTH_END, "约") if month else (year, _YEAR_END, 0, "约")  # after the certain ones
    if when.latest == _OPEN[1]:
        return int(when.earliest[:4]), _AFTER, 0, when.earliest
    if when.earliest == _OPEN[0] and when.latest.endswith("-12-31"):
        return int(when.latest[:4]), _AFTER, 0, when.earliest
    first, last = date.fromisoformat(_bounded(when)), date.fromisoformat(when.latest)
    if first == last:
        return first.year, first.month, first.day, when.earliest
    if (first.year, first.month) == (last.year, last.month):
        whole = first.day == 1 and (last + timedelta(days=1)).day == 1
        return first.year, first.month, _MONTH_END if whole else last.day, when.earliest
    if first.year == last.year:
        whole = when.precision == "年" or (first.month, first.day, last.month, last.day) == (1, 1, 12, 31)
        return (
            (first.year, _YEAR_END, 0, when.earliest) if whole else (first.year, last.month, _MONTH_END, when.earliest)
        )
    if (last - first).days <= _SEASON_DAYS:
        return first.year, 12, _MONTH_END, when.earliest  # a winter belongs to the year it begins in
    if _is_lunar_year(when):
        return first.year, _YEAR_END, 0, when.earliest
    of_reign = when.calendar.startswith("年号") and last.month <= 2
    return last.year - of_reign, _AFTER, 0, when.earliest  # the last lunar year of a reign began the year before


def _bounded(when: FuzzyDate) -> str:
    return when.latest if when.earliest == _OPEN[0] else when.earliest


def _is_lunar_year(when: FuzzyDate) -> bool:
    """A 农历 year (353 to 385 days) stands under the 公历 year it begins in."""
    days = (date.fromisoformat(when.latest) - date.fromisoformat(when.earliest)).days
    return 352 <= days <= 385 and not when.earliest.endswith("-01-01")


def _lines(group: Iterable[Happening]) -> Iterator[Entry]:
    dated: set[int] = set()  # months that have a line of their own already
    for happening in group:
        _year, month, day, _ = _place(happening.when)
        label = _label(happening.when, month, day, dated)
        yield Entry(label, happening)
        if month < _YEAR_END and not label.startswith(happening.when.display):
            dated.add(month)  # 是月 is said of a month that a line before it has named


def _label(when: FuzzyDate, month: int, day: int, dated: set[int]) -> str:
    first = when.earliest
    if month == _YEAR_END and not when.edtf.endswith(("~", "%")):
        plain = "是年"
    elif month >= _YEAR_END or (when.edtf and _MEANT.match(when.edtf)):
        return when.display
    elif first == when.latest:
        plain = f"{month}月{day}日"
    elif day == _MONTH_END and first[:7] == when.latest[:7]:
        plain = "是月" if month in dated else f"{month}月"
    else:
        return when.display
    return f"{plain}（{_ASIDE.sub('', when.display)}）" if when.calendar not in ("", "公历") else plain
