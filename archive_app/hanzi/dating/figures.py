"""Dates in figures alone: EDTF, 19580305, 195803, 58.3.5, 1958:03:05 (EXIF)."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace

from archive_app.hanzi.dating.combine import one_of
from archive_app.hanzi.dating.days import solar_day, solar_month
from archive_app.hanzi.dating.edtf import bounds, part_of
from archive_app.hanzi.dating.qualify import qualified
from archive_app.hanzi.dating.reading import Context, Sense
from archive_app.hanzi.dating.text import Pattern
from archive_app.hanzi.dating.years import LATEST, two_digits, with_year_bounds

_EIGHT = Pattern(r"(?P<y>\d{4})(?P<m>\d{2})(?P<d>\d{2})\Z")
_SIX = Pattern(r"(?P<y>1[4-9]\d\d|20\d\d)(?P<m>0[1-9]|1[0-2])\Z")
_SHORT_PARTS = Pattern(r"'?(?P<y>\d{2})(?P<s>[./\-])(?P<m>\d{1,2})(?P=s)(?P<d>\d{1,2})\Z")
_COLONS = Pattern(r"(?P<y>\d{4}):(?P<m>\d{2}):(?P<d>\d{2})\Z")
_FIRST_YEAR = 1800
"""Eight digits that are no day are a wrong date from this year on; before, they are another number."""
_MARKS = (("~", "约"), ("?", "存疑"), ("%", "约、存疑"))
_PRECISIONS = {"day": "日", "month": "月", "season": "季", "year": "年", "mask": "年代"}


def edtf_value(text: str, context: Context, phrase: Callable[[str], Sense | None]) -> Sense | None:
    """A value already in EDTF; ``1931-33`` is a span of years, ``[1958]`` a year supplied by the editor.

    A season's code is read as one (``2001-21``), and where it may be the year a span ends in, that stands beside.
    """
    short = re.fullmatch(r"(\d\d)(\d\d)-(\d\d)", text)
    span_too = short is not None and int(short[3]) > max(12, int(short[2]))
    if span_too and short is not None and int(short[3]) > 32 and short[1] < "20":
        return None
    if re.match(r"[?~%]-", text):
        return None  # an unknown beginning, not a year before the common era
    if re.fullmatch(r"\[[\d\-]+[?~%]?\]", text) or not re.search(r"\d|XX", text) or re.fullmatch(r"[1-9]\d{3}", text):
        return None
    found = bounds(text, context.conventions)
    if found is None:
        return None
    part = part_of(text)
    if part is not None and part.precision == "season" and part.qualifier:  # levels 1 and 2 know no such date
        mark, said = ("~", "约") if part.qualifier == "~" else ("?", "存疑")
        made = Sense(text[:-1], *found, precision=_PRECISIONS["season"])
        return qualified(made, mark, said, context.conventions)
    marks = "、".join(word for mark, word in _MARKS if mark in text)
    precision = "" if part is None else "月" if part.day == "XX" and part.month != "XX" else _PRECISIONS[part.precision]
    calendar = "公元前" if re.match(r"-\d|0000", text) else "公历"
    made = Sense(text, *found, calendar, precision, marks, confirm="?" in text or "%" in text)
    span = phrase(text) if span_too else None
    if span is None or not span.edtf:
        return made
    return replace(made, candidates=(made, span)).doubtful("按EDTF的季节、季度代码读，也可能是起止年份")


def in_figures(text: str, context: Context) -> Sense | None:
    """A day or a month without any words; ``None`` where the figures are something else."""
    match = _EIGHT.match(text) or _COLONS.match(text)
    if match is not None:
        return _of_eight(int(match["y"]), int(match["m"]), int(match["d"]))
    match = _SIX.match(text)
    if match is not None:
        return solar_month(int(match["y"]), int(match["m"])).doubtful("六位数字按年月推定")
    match = _SHORT_PARTS.match(text)
    if match is None:
        return None
    years = two_digits(match["y"], context)
    parts = [solar_day(year, int(match["m"]), int(match["d"])) for year in years.years]
    if parts[0].problem:
        return parts[0]
    made = parts[0] if len(parts) == 1 else one_of(parts, qualifier="二者之一")
    return made.doubtful(*years.notes)


def _of_eight(year: int, month: int, day: int) -> Sense | None:
    """19580305; 00 stands for what is not known (19580300, 19580000). Other eight digits are a number, not a date."""
    if not 1000 <= year <= LATEST:
        return None
    if month == day == 0:
        return with_year_bounds(Sense(f"{year}", precision="年")).noting("月日作00，未详")
    made = solar_day(year, month, day) if day else solar_month(year, month, day_unknown=True).noting("日作00，未详")
    return made if made.edtf or year >= _FIRST_YEAR else None
