"""Make ``resources/hanzi/calendar.tsv``: the lunar months and the solar terms of 1368–2100.

    python packaging/hanzi/make_calendar.py

The source is ``lunar_python`` (MIT), the dependency group ``calendar``. The program ships the table, not the library.

A line is a year: the number, the first day of the lunar year of that number (ISO 8601, proleptic Gregorian), the month
after which a leap month stands (0: none), the lengths of its months in order, the leap month among them (``1`` thirty
days, ``0`` twenty-nine), and the days of the twenty-four solar terms of the *solar* year, 小寒 first, two to a month,
as digits of base 36.

The months are the historical ones (the library holds the corrections to the computed calendar). The terms are
astronomical throughout, also before 1645, when the calendar used mean ones: then they may be off by up to two days.
"""

from __future__ import annotations

import sys
from datetime import date
from importlib.metadata import version
from itertools import pairwise
from pathlib import Path

from lunar_python import LunarYear

FIRST, LAST = 1368, 2100
TARGET = Path(__file__).parents[2] / "resources" / "hanzi" / "calendar.tsv"
_JULIAN_DAY_OF_ORDINAL_0 = 1721425
_DIGITS = "0123456789abcdefghijklmnopqrstuv"
_XIAOHAN = 2  # the library's list of a year begins with 大雪 of the year before


def day_of(julian: float) -> date:
    """The civil day (proleptic Gregorian) of a Julian day, Beijing time."""
    return date.fromordinal(int(julian + 0.5) - _JULIAN_DAY_OF_ORDINAL_0)


def line_of(year: int) -> str:
    """One line of the table."""
    source = LunarYear.fromYear(year)
    months = [month for month in source.getMonths() if month.getYear() == year]
    lengths = "".join("1" if month.getDayCount() == 30 else "0" for month in months)
    if set(month.getDayCount() for month in months) - {29, 30} or [abs(m.getMonth()) for m in months] != sorted(
        abs(m.getMonth()) for m in months
    ):
        raise SystemExit(f"{year}: months that cannot be")
    leap = next((-month.getMonth() for month in months if month.getMonth() < 0), 0)
    days = [day_of(moment) for moment in source.getJieQiJulianDays()[_XIAOHAN : _XIAOHAN + 24]]
    if [(day.year, day.month) for day in days] != [(year, at // 2 + 1) for at in range(24)]:
        raise SystemExit(f"{year}: solar terms outside their months")
    terms = "".join(_DIGITS[day.day] for day in days)
    return f"{year}\t{day_of(months[0].getFirstJulianDay()).isoformat()}\t{leap}\t{lengths}\t{terms}"


def main() -> int:
    """Write the table; every lunar year must end where the next begins."""
    lines = [line_of(year) for year in range(FIRST, LAST + 1)]
    for one, following in pairwise(lines):
        year, first, _, lengths, _ = one.split("\t")
        end = date.fromisoformat(first).toordinal() + sum(29 + int(part) for part in lengths)
        if date.fromordinal(end).isoformat() != following.split("\t")[1]:
            raise SystemExit(f"{year}: does not end where the next year begins")
    head = f"# lunar months and solar terms {FIRST}–{LAST}, from lunar_python {version('lunar_python')} (MIT)"
    TARGET.write_text("\n".join([head, *lines]) + "\n", encoding="utf-8", newline="\n")
    print(f"{TARGET.name}: {len(lines)} years")
    return 0


if __name__ == "__main__":
    sys.exit(main())
