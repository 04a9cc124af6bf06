"""What a cell shows, from what it holds: numbers without a tail of zeros, dates no finer than they are shown."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from math import isfinite
from typing import Any

MONTH, YEAR, MONTH_DAY = "month", "year", "month-day"
_QUOTED = re.compile(r'"[^"]*"|\\.|\[[^\]]*\]|_.|\*.')
_ZEROS = re.compile(r"0{2,20}\Z")
_DECIMALS = re.compile(r"0\.(0{1,10})\Z")

# ECMA-376 part 1 §18.8.30, the built-in formats of a Chinese Excel: their codes do not stand in the file
_BUILT_IN = {
    17: MONTH, 27: MONTH, 36: MONTH, 50: MONTH, 52: MONTH, 57: MONTH,
    16: MONTH_DAY, 28: MONTH_DAY, 29: MONTH_DAY, 51: MONTH_DAY, 53: MONTH_DAY, 54: MONTH_DAY, 58: MONTH_DAY,
}  # fmt: skip


def special_format(number: int, code: str) -> str:
    """What is particular about a number format: ``month``, ``year``, ``month-day``, the zeros to fill up with, or
    (``.00``) the decimals that are always shown.

    A date typed as 1958年3月 is kept by Excel as the first of March and shown without its day; the day is nobody's
    word and must not be read. Likewise the year of a 3月1日, which is that of the typing.
    """
    if number in _BUILT_IN:
        return _BUILT_IN[number]
    if number == 2:  # 0.00
        return ".00"
    plain = _QUOTED.sub("", code.split(";")[0]).lower()
    if plain == "general":
        return ""
    if _ZEROS.fullmatch(plain):
        return plain
    decimals = _DECIMALS.fullmatch(plain)
    if decimals:
        return f".{decimals[1]}"
    years, months, days = "y" in plain or "e" in plain, "m" in plain and "h" not in plain, "d" in plain
    if "h" in plain or "s" in plain or "0" in plain or "#" in plain:
        return ""
    if years and not days:
        return MONTH if months else YEAR
    return MONTH_DAY if months and days and not years else ""


def shown(value: Any, special: str = "") -> str:
    """A cell's value as the words a person sees; ``special`` as ``special_format`` says."""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, datetime):
        return _day(value.date(), special) + (f" {value:%H:%M}" if value.time() != time() and not special else "")
    if isinstance(value, date):
        return _day(value, special)
    if isinstance(value, timedelta):
        return _clock(round(value.total_seconds()))
    if isinstance(value, time):
        return _clock(value.hour * 3600 + value.minute * 60 + value.second)
    if isinstance(value, int | float):
        if not isfinite(value):
            return "#NUM!"
        if special.startswith("."):
            return f"{value:.{len(special) - 1}f}"
        text = str(int(value)) if value == int(value) and abs(value) < 1e15 else f"{value:.15g}"
        return text.zfill(len(special)) if special and set(special) == {"0"} else text
    return ""


def loses_a_nought(value: float) -> bool:
    """Whether a number may be a year and a month of which the tenth has lost its nought: 1958.10 is kept as 1958.1."""
    return 1000 < value < 2101 and abs(value * 10 % 10 - 1) < 1e-6


def _day(day: date, special: str) -> str:
    if special == MONTH:
        return f"{day.year}年{day.month}月"
    if special == YEAR:
        return f"{day.year}年"
    if special == MONTH_DAY:
        return f"{day.month}月{day.day}日"
    return day.isoformat()


def _clock(seconds: int) -> str:
    return f"{seconds // 3600}:{seconds // 60 % 60:02d}:{seconds % 60:02d}"
