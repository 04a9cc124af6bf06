"""ISO 8601-2:2019 (EDTF, levels 0–2) as far as dates need it: which strings are of it, which days they enclose.

``Part`` is what the program writes: dates with ``X`` for unknown digits and ``?``, ``~``, ``%`` behind them; seasons
21–24, quarters 33–36, halves 40–41; intervals with open (``..``) and unknown (empty) ends; one of a set ``[…]`` and all
of a set ``{…}``. Whatever else the levels allow is understood by ``extended``.
"""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta

from archive_app.frozen import dataclass
from archive_app.hanzi.dating.conventions import CONVENTIONS, Conventions
from archive_app.hanzi.dating.extended import extended_bounds
from archive_app.hanzi.dating.text import Pattern

_DATE = Pattern(r"(-?[0-9]{1,4}X{0,4})(?:-([0-9X]{2})(?:-([0-9X]{2}))?)?([?~%]?)\Z")
_SEASONS = {21: "春", 22: "夏", 23: "秋", 24: "冬"}
Bounds = tuple[date | None, date | None]
UNKNOWN: Bounds = (None, None)
_EXACT = Conventions(around_years=0, around_months=0, around_days=0)
"""The end of an interval is not widened by its 约."""


@dataclass(frozen=True, slots=True)
class Part:
    """One date: ``year`` as written (``195X``, ``-0120``), month or code of a season, day; empty where not given."""

    year: str
    month: str
    day: str
    qualifier: str

    @property
    def precision(self) -> str:
        """day, month, season, year or mask."""
        if self.day:
            return "day"
        if self.month:
            return "season" if self.month.isdigit() and int(self.month) > 12 else "month"
        return "mask" if "X" in self.year else "year"

    @property
    def masked(self) -> bool:
        """Whether a digit is unknown."""
        return "X" in self.year + self.month + self.day


def last_day(year: int, month: int) -> date:
    """The last day of a month."""
    return date(year, month, monthrange(year, month)[1])


def months_on(day: date, months: int) -> tuple[int, int]:
    """(year, month) that many months later."""
    at = day.year * 12 + day.month - 1 + months
    return at // 12, at % 12 + 1


def part_of(text: str) -> Part | None:
    """A date as written; ``None`` where it is none (a day that is not, a month 13)."""
    if text == "XXXX":
        return Part(text, "", "", "")
    found = _DATE.match(text)
    if found is None or len(found[1].lstrip("-")) != 4:
        return None
    year, month, day, qualifier = found[1], found[2] or "", found[3] or "", found[4]
    part = Part(year, month, day, qualifier)
    if (month or day) and "X" in year:
        return None  # a day of an unknown year says nothing a list could use
    return part if not month or _stands(part) else None


def _stands(part: Part) -> bool:
    if part.month == "XX":
        return part.day in ("", "XX")
    if not part.month.isdigit():
        return False
    month = int(part.month)
    if not part.day:
        return 1 <= month <= 12 or 21 <= month <= 24 or 33 <= month <= 36 or month in (40, 41)
    if not 1 <= month <= 12 or not (part.day == "XX" or part.day.isdigit()):
        return False
    longest = monthrange(max(1, int(part.year) if int(part.year) > 0 else 2000), month)[1]
    return part.day == "XX" or 1 <= int(part.day) <= longest


def season_bounds(year: int, code: int, conventions: Conventions = CONVENTIONS) -> tuple[date, date]:
    """First and last day of a season, quarter or half of a year, by its code."""
    if code in _SEASONS:
        first, last = conventions.seasons[_SEASONS[code]]
        return date(year, first, 1), last_day(year + (last < first), last)
    if code in (40, 41):
        return (date(year, 1, 1), date(year, 6, 30)) if code == 40 else (date(year, 7, 1), date(year, 12, 31))
    first = (code - 33) * 3 + 1
    return date(year, first, 1), last_day(year, first + 2)


def part_bounds(part: Part, conventions: Conventions = CONVENTIONS) -> Bounds:
    """First and last day of a date without regard to its qualifier; unknown before the year 1."""
    low, high = part.year.replace("X", "0"), part.year.replace("X", "9")
    if part.year == "XXXX" or part.year.startswith("-") or int(high) < 1:
        return UNKNOWN
    first_year, last_year = max(1, int(low)), int(high)
    if part.month in ("", "XX"):
        return date(first_year, 1, 1), date(last_year, 12, 31)
    month = int(part.month)
    if month > 12:
        return season_bounds(first_year, month, conventions) if first_year < 9999 else UNKNOWN
    if part.day in ("", "XX"):
        return date(first_year, month, 1), last_day(first_year, month)
    day = date(first_year, month, int(part.day))
    return day, day


def widened(first: date, last: date, precision: str, conventions: Conventions = CONVENTIONS) -> tuple[date, date]:
    """The bounds that 约 leaves: by years, months (``lunar``: of 30 days) or days; seasons stay as they are."""
    try:
        if precision == "year":
            return first.replace(year=first.year - conventions.around_years), last.replace(
                year=last.year + conventions.around_years
            )
        if precision == "month":
            begin, end = months_on(first, -conventions.around_months), months_on(last, conventions.around_months)
            return date(*begin, 1), last_day(*end)
        if precision == "lunar":
            month = timedelta(days=30 * conventions.around_months)
            return first - month, last + month
        if precision == "day":
            around = timedelta(days=conventions.around_days)
            return first - around, last + around
    except (ValueError, OverflowError):
        return first, last
    return first, last


def bounds(text: str, conventions: Conventions = CONVENTIONS) -> Bounds | None:
    """The days that enclose an EDTF value; ``(None, None)`` where they cannot be said, ``None`` where it is no EDTF."""
    if text[:1] in "[{" and text[-1:] in "]}" and len(text) > 2:
        return _set_bounds(text, conventions)
    if "/" in text:
        return _interval_bounds(text, conventions)
    part = part_of(text)
    if part is None:
        return extended_bounds(text, conventions)
    first, last = part_bounds(part, conventions)
    if first is None or last is None:
        return UNKNOWN
    if part.qualifier in ("~", "%"):
        return widened(first, last, part.precision, conventions)
    return first, last


def _interval_bounds(text: str, conventions: Conventions) -> Bounds | None:
    if text.count("/") != 1:
        return None
    begin, end = text.split("/")
    if begin in ("", "..") and end in ("", ".."):
        return None
    first, last = _end(begin, conventions), _end(end, conventions)
    if first is None or last is None:
        return None
    low = date.min if begin in ("", "..") else first[0]
    high = date.max if end in ("", "..") else last[1]
    if low is not None and high is not None and low > high:
        return None
    return low, high


def _end(text: str, conventions: Conventions) -> Bounds | None:
    if text in ("", ".."):
        return UNKNOWN
    part = part_of(text)
    return extended_bounds(text, _EXACT) if part is None else part_bounds(part, conventions)


def _set_bounds(text: str, conventions: Conventions) -> Bounds | None:
    if (text[0] == "[") != (text[-1] == "]"):
        return None
    lows: list[date] = []
    highs: list[date] = []
    for member in text[1:-1].split(","):
        begin, dots, end = member.partition("..")
        if member == ".." or (not dots and not begin):
            return None
        found: list[Bounds] = []
        for side in (begin, end):
            inside = _end(side, conventions)
            if inside is None:
                return None
            found.append(inside)
        (low, high), (last_low, last_high) = found
        if dots and end and begin and low and last_high and low > last_high:
            return None
        lows += [low] if low else [date.min] if dots and not begin else []
        highs += [last_high] if last_high else [date.max] if dots and not end else [high] if high else []
        if dots and end and not begin and last_low is None:
            return None
    if not lows or not highs:
        return UNKNOWN
    return min(lows), max(highs)
