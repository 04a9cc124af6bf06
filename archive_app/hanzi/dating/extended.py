"""The rest of EDTF (ISO 8601-2:2019, levels 1 and 2): marks on single components, digits unknown anywhere, far years.

The program writes none of it, but takes in what another catalogue has written: ``2004-06~-11``, ``?2004-06-~11``,
``156X-12-25``, ``1XXX-12``, ``1984-1X``, ``Y170000002``, ``Y-17E7``, ``1950S2``, the seasons of both hemispheres and
the thirds of a year (25–32, 37–39). Only the days such a value encloses are reckoned; the value stays as it is written.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from datetime import date

from archive_app.hanzi.dating.conventions import Conventions
from archive_app.hanzi.dating.text import Pattern

Bounds = tuple[date | None, date | None]
_UNKNOWN: Bounds = (None, None)

_M = "[?~%]?"
_DATE = Pattern(
    rf"(?P<y0>{_M})(?P<y>-?[0-9X]{{4}})(?P<y1>{_M})"
    rf"(?:-(?P<m0>{_M})(?P<m>[0-9X]{{2}})(?P<m1>{_M})(?:-(?P<d0>{_M})(?P<d>[0-9X]{{2}})(?P<d1>{_M}))?)?\Z"
)
_FAR = Pattern(r"Y(?P<y>-?[0-9]{5,})(?:S[0-9]+)?\Z|Y(?P<b>-?[0-9]+)E(?P<e>[0-9]{1,3})(?:S[0-9]+)?\Z")
_SIGNIFICANT = Pattern(r"(?P<y>-?[0-9]{4})S(?P<s>[1-4])\Z")
_SEASON_NAMES = {
    **dict(zip(range(25, 29), "春夏秋冬", strict=True)),
    **dict(zip(range(29, 33), "秋冬春夏", strict=True)),  # the south has its spring in our autumn
}


def extended_bounds(text: str, conventions: Conventions) -> Bounds | None:
    """First and last day of one date of these forms; ``(None, None)`` outside the years 1–9999, ``None``: no such date.

    A ``~`` or ``%`` widens by the office's convention for the coarsest component that bears it.
    """
    match = _FAR.match(text)
    if match is not None:
        return _UNKNOWN
    match = _SIGNIFICANT.match(text)
    if match is not None:
        return _significant(match["y"], int(match["s"]))
    match = _DATE.match(text)
    if match is None:
        return None
    year, month, day = match["y"], match["m"] or "", match["d"] or ""
    marks = [match[f"{part}0"] or match[f"{part}1"] or "" for part in "ymd"]
    if month.isdigit() and int(month) > 12:
        return _grouping(year, int(month), conventions) if not day and not any(marks) else None
    found = _enclosing(year, month, day)
    if found is None or found == _UNKNOWN or found[0] is None or found[1] is None:
        return found
    about = next((name for name, mark in zip(("year", "month", "day"), marks, strict=True) if mark in ("~", "%")), "")
    if not about:
        return found
    from archive_app.hanzi.dating.edtf import widened

    return widened(found[0], found[1], about, conventions)


def _significant(year: str, digits: int) -> Bounds:
    """1950S2: a year of which two digits are sure, 1900–1999."""
    if year.startswith("-"):
        return _UNKNOWN
    step = 10 ** (4 - digits)
    low = int(year) // step * step
    return (date(max(1, low), 1, 1), date(low + step - 1, 12, 31)) if low + step > 1 else _UNKNOWN


def _grouping(year: str, code: int, conventions: Conventions) -> Bounds | None:
    """A season of a hemisphere, or a third of a year (37–39); the first and the last of them in years in part known."""
    from archive_app.hanzi.dating.edtf import season_bounds

    known = code in _SEASON_NAMES or 21 <= code <= 24 or 33 <= code <= 41
    if not known:
        return None
    years = _years(year)
    if years is None:
        return _UNKNOWN
    low, high = years
    if high >= 9999:
        return _UNKNOWN
    if 37 <= code <= 39:
        first = (code - 37) * 4 + 1
        return date(low, first, 1), date(high, first + 3, monthrange(high, first + 3)[1])
    plain = "春夏秋冬".index(_SEASON_NAMES[code]) + 21 if code in _SEASON_NAMES else code
    return season_bounds(low, plain, conventions)[0], season_bounds(high, plain, conventions)[1]


def _years(mask: str) -> tuple[int, int] | None:
    """The first and last year of a mask; ``None`` where they lie before the year 1 or nothing is known of them."""
    if mask.startswith("-") or mask == "XXXX":
        return None
    low, high = max(1, int(mask.replace("X", "0"))), int(mask.replace("X", "9"))
    return (low, high) if high >= 1 else None


def _enclosing(year: str, month: str, day: str) -> Bounds | None:
    if month and not any(_fitting(month, 1, 12)):
        return None
    if day and not any(_fits(day, at) for at in range(1, 32)):
        return None
    years = _years(year)
    if years is None:
        return _UNKNOWN if not day or day == "XX" or _some_day(2000, month, day) else None
    first = next((at for one in _matching(year, *years) for at in _some_day(one, month, day)[:1]), None)
    last = next((at for one in _matching(year, *reversed(years)) for at in _some_day(one, month, day)[-1:]), None)
    return (first, last) if first is not None and last is not None else None


def _matching(mask: str, begin: int, end: int) -> Iterator[int]:
    """Years of a mask from one end; the calendar repeats, so a dozen of them show whether there is such a day."""
    step = 1 if begin <= end else -1
    tried = 0
    for one in range(begin, end + step, step):
        if _fits(mask, one):
            yield one
            tried += 1
            if tried > 12:
                return


def _some_day(year: int, month: str, day: str) -> list[date]:
    """The first and the last day of a year that fit; empty where there is none."""
    months = list(_fitting(month or "XX", 1, 12))
    found: list[date] = []
    for order in (1, -1):
        for one in months[::order]:
            days = list(_fitting(day or "XX", 1, monthrange(year, one)[1]))
            if days:
                found.append(date(year, one, days[0] if order == 1 else days[-1]))
                break
    return found


def _fitting(mask: str, first: int, last: int) -> Iterator[int]:
    return (value for value in range(first, last + 1) if _fits(mask, value))


def _fits(mask: str, value: int) -> bool:
    digits = f"{value:0{len(mask)}d}"
    return len(digits) == len(mask) and all(one in ("X", digit) for one, digit in zip(mask, digits, strict=True))
