"""The lunar calendar, the solar terms and the years of the cycle of sixty, from the table of ``resources/hanzi``.

All days are of the proleptic Gregorian calendar, as ISO 8601 counts them.
"""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache, lru_cache

from archive_app.frozen import dataclass
from archive_app.hanzi.dating.numerals import in_words
from archive_app.resources import resource

STEMS = "甲乙丙丁戊己庚辛壬癸"
BRANCHES = "子丑寅卯辰巳午未申酉戌亥"
ANIMALS = "鼠牛虎兔龙蛇马羊猴鸡狗猪"
_TERMS = "小寒大寒立春雨水惊蛰春分清明谷雨立夏小满芒种夏至小暑大暑立秋处暑白露秋分寒露霜降立冬小雪大雪冬至"
TERMS = tuple(_TERMS[at : at + 2] for at in range(0, len(_TERMS), 2))
"""The solar terms in the order of the civil year."""
MONTHS = tuple("正二三四五六七八九十冬腊")
MEAN_TERMS_UNTIL = 1644
"""Up to this year the calendar used mean solar terms; the table's are astronomical."""


@dataclass(frozen=True, slots=True)
class Month:
    """A lunar month: its number, whether it is the leap month of that number, its first day and its length."""

    number: int
    leap: bool
    first: date
    length: int

    @property
    def last(self) -> date:
        """Its last day."""
        return self.first + timedelta(days=self.length - 1)

    @property
    def name(self) -> str:
        """正月, 闰二月, 腊月."""
        return ("闰" if self.leap else "") + MONTHS[self.number - 1] + "月"


@dataclass(frozen=True, slots=True)
class LunarYear:
    """A lunar year by the number of the civil year it begins in."""

    year: int
    first: date
    leap: int
    months: tuple[Month, ...]

    @property
    def last(self) -> date:
        """除夕."""
        return self.months[-1].last

    def month(self, number: int, *, leap: bool = False) -> Month | None:
        """The month of that number, or ``None`` where the year has no such leap month."""
        return next((month for month in self.months if (month.number, month.leap) == (number, leap)), None)


@cache
def _lines() -> tuple[int, list[str]]:
    lines = resource("hanzi", "calendar.tsv").read_text(encoding="utf-8").splitlines()[1:]
    return int(lines[0].split("\t", 1)[0]), lines


def _parts(year: int) -> list[str] | None:
    first, lines = _lines()
    return lines[year - first].split("\t") if first <= year < first + len(lines) else None


@lru_cache(maxsize=256)
def lunar_year(year: int) -> LunarYear | None:
    """The lunar year that begins in ``year``; ``None`` outside the table (1368–2100)."""
    parts = _parts(year)
    if parts is None:
        return None
    begin, leap = date.fromisoformat(parts[1]), int(parts[2])
    months: list[Month] = []
    day, at = begin, 0
    for length in parts[3]:
        is_leap = bool(leap) and at == leap and not months[-1].leap
        at += 0 if is_leap else 1
        months.append(Month(at, is_leap, day, 29 + int(length)))
        day = months[-1].last + timedelta(days=1)
    return LunarYear(year, begin, leap, tuple(months))


@lru_cache(maxsize=256)
def terms_of(year: int) -> tuple[date, ...]:
    """The days of the 24 solar terms of a civil year in the order of ``TERMS``; empty outside the table."""
    parts = _parts(year)
    if parts is None:
        return ()
    return tuple(date(year, at // 2 + 1, int(digit, 36)) for at, digit in enumerate(parts[4]))


def lunar_of(day: date) -> tuple[LunarYear, Month, int] | None:
    """The lunar year, month and day of the month of a civil day; ``None`` outside the table."""
    for year in (day.year, day.year - 1):
        found = lunar_year(year)
        if found is not None and found.first <= day <= found.last:
            month = next(month for month in reversed(found.months) if month.first <= day)
            return found, month, (day - month.first).days + 1
    return None


def cycle_index(name: str) -> int | None:
    """The place of a stem and branch in the cycle of sixty (甲子 0, 癸亥 59); ``None`` where there is no such pair."""
    stem, branch = STEMS.find(name[0]), BRANCHES.find(name[1])
    return next((at for at in range(60) if at % 10 == stem and at % 12 == branch), None)


def cycle_name(year: int) -> str:
    """The stem and branch of a (lunar) year: 1898 → 戊戌."""
    return STEMS[(year - 4) % 10] + BRANCHES[(year - 4) % 12]


def years_of_cycle(index: int, first: int, last: int, *, length: int = 60) -> list[int]:
    """The years from ``first`` to ``last`` that stand at ``index`` in the cycle of ``length`` (60, or 12 by animal)."""
    begin = first + (index + 4 - first) % length
    return list(range(begin, last + 1, length))


def lunar_name(day: date) -> str:
    """A civil day by the lunar calendar, without the year: 腊月二十三, 闰二月初八; empty outside the table."""
    found = lunar_of(day)
    if found is None:
        return ""
    _year, month, at = found
    return month.name + ("初" if at <= 10 else "") + in_words(at)
