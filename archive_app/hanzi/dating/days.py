"""Single days and months of both calendars as senses; a day that never was is said to be so."""

from __future__ import annotations

from calendar import monthrange
from datetime import date

from archive_app.hanzi.dating.calendar import MONTHS, TERMS, LunarYear, Month, lunar_year, terms_of
from archive_app.hanzi.dating.edtf import last_day
from archive_app.hanzi.dating.numerals import in_words
from archive_app.hanzi.dating.reading import Sense, impossible

CHECK = "农历换算须人工复核"
ACROSS = "农历月日落在次年公历，年份不可照搬"
OUTSIDE = "农历换算只到1368—2100年"


def solar_day(year: int, month: int, day: int) -> Sense:
    """A day of the civil calendar."""
    if not 1 <= month <= 12:
        return impossible(f"没有{month}月")
    if not 1 <= day <= monthrange(year, month)[1]:
        meant = lunar_day(year, month, day) if 1 <= day <= 30 else None
        found = (meant,) if meant is not None and not meant.problem else ()
        hint = f"；若是农历，则为{found[0].edtf}" if found else ""
        return impossible(f"{year}年{month}月没有{day}日（只有{monthrange(year, month)[1]}天）{hint}", *found)
    found_day = date(year, month, day)
    return Sense(found_day.isoformat(), found_day, found_day, precision="日")


def solar_month(year: int, month: int, *, day_unknown: bool = False) -> Sense:
    """A month of the civil calendar; ``day_unknown``: 某日."""
    if not 1 <= month <= 12:
        return impossible(f"没有{month}月")
    edtf = f"{year:04d}-{month:02d}" + ("-XX" if day_unknown else "")
    return Sense(edtf, date(year, month, 1), last_day(year, month), precision="月")


def solar_days(year: int, month: int, first: int, last: int, *, about: bool, precision: str) -> Sense:
    """A part of a civil month; ``about`` where the limits are the office's convention."""
    if not 1 <= month <= 12:
        return impossible(f"没有{month}月")
    end = min(last, monthrange(year, month)[1])
    begin, until = date(year, month, first), date(year, month, end)
    mark = "~" if about else ""
    return Sense(
        f"{begin.isoformat()}{mark}/{until.isoformat()}{mark}", begin, until, precision=precision,
        qualifier="约" if about else "",
    )  # fmt: skip


def _lunar(year: int) -> LunarYear | Sense:
    return lunar_year(year) or impossible(OUTSIDE, calendar="农历")


def lunar_month_of(year: int, month: int, *, leap: bool = False) -> Month | Sense:
    """A month of the lunar year; a leap month that was not is said to be so."""
    found = _lunar(year)
    if isinstance(found, Sense):
        return found
    if not 1 <= month <= 12:
        return impossible(f"农历没有{month}月", calendar="农历")
    made = found.month(month, leap=leap)
    if made is None:
        there = f"，那年闰{_month_word(found.leap)}月" if found.leap else "，那年没有闰月"
        return impossible(f"农历{year}年没有闰{_month_word(month)}月{there}", calendar="农历")
    return made


def _month_word(month: int) -> str:
    return MONTHS[month - 1] if month else ""


def lunar_day(year: int, month: int, day: int, *, leap: bool = False) -> Sense:
    """A day of the lunar calendar; ``day`` 0 is the last of the month."""
    found = lunar_month_of(year, month, leap=leap)
    if isinstance(found, Sense):
        return found
    if not 0 <= day <= found.length:
        last = lunar_day(year, month, 0, leap=leap)
        problem = f"农历{year}年{found.name}只有{in_words(found.length)}天，没有{in_words(day)}"
        return impossible(problem, *([last] if day == 30 else []), calendar="农历")
    at = date.fromordinal(found.first.toordinal() + (day or found.length) - 1)
    notes = (ACROSS, CHECK) if at.year != year else (CHECK,)
    return Sense(at.isoformat(), at, at, calendar="农历", precision="日", notes=notes, confirm=True)


def lunar_month(year: int, month: int, *, leap: bool = False) -> Sense:
    """A whole lunar month, from its first day to its last."""
    found = lunar_month_of(year, month, leap=leap)
    if isinstance(found, Sense):
        return found
    return lunar_interval(found.first, found.last, year)


def lunar_interval(first: date, last: date, year: int, *, about: bool = False, precision: str = "月") -> Sense:
    """From a day to another, converted from the lunar calendar."""
    mark = "~" if about else ""
    notes = (ACROSS, CHECK) if first.year != year else (CHECK,)
    return Sense(
        f"{first.isoformat()}{mark}/{last.isoformat()}{mark}", first, last, calendar="农历", precision=precision,
        qualifier="约" if about else "", notes=notes, confirm=True,
    )  # fmt: skip


def lunar_months(year: int, first: int, last: int, *, about: bool = False, precision: str = "季") -> Sense:
    """From the first day of one lunar month to the last day of another of the same year."""
    begin, end = lunar_month_of(year, first), lunar_month_of(year, last)
    if isinstance(begin, Sense):
        return begin
    if isinstance(end, Sense):
        return end
    leap = lunar_month_of(year, last, leap=True)
    until = leap.last if isinstance(leap, Month) else end.last
    return lunar_interval(begin.first, until, year, about=about, precision=precision)


def term_day(year: int, index: int, *, lunar: bool) -> list[Sense]:
    """The day (or days, or none) on which a solar term falls in a civil or lunar year."""
    if not lunar:
        days = terms_of(year)
        return [_term(days[index])] if days else [impossible(OUTSIDE, calendar="节气")]
    found = lunar_year(year)
    if found is None:
        return [impossible(OUTSIDE, calendar="节气")]
    days = tuple(terms_of(one)[index] for one in (year, year + 1) if terms_of(one))
    inside = [_term(day) for day in days if found.first <= day <= found.last]
    return inside or [impossible(f"农历{year}年里没有{TERMS[index]}", calendar="节气")]


def _term(day: date) -> Sense:
    if day.year <= 1644:
        note = "1645年以前历书用平气，可差一两天"
        return Sense(day.isoformat(), day, day, calendar="节气", precision="日", notes=(note,), confirm=True)
    return Sense(day.isoformat(), day, day, calendar="节气", precision="日")
