"""A value said in words that read back to it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

from archive_app.hanzi.dating.edtf import Part, last_day, part_of
from archive_app.hanzi.dating.numerals import in_words
from archive_app.hanzi.dating.phrases import Parser
from archive_app.hanzi.dating.reading import Context

_SEASONS = {21: "春", 22: "夏", 23: "秋", 24: "冬", 40: "上半年", 41: "下半年"}
_ALL_OF = {2: "两", 3: "三", 4: "四", 5: "五", 6: "六"}


class Value(Protocol):
    """What ``words`` needs of a date: ``Dated`` and ``FuzzyDate`` both have it."""

    @property
    def display(self) -> str:
        """The words as written."""

    @property
    def edtf(self) -> str:
        """The value."""

    @property
    def earliest(self) -> str:
        """The first day."""

    @property
    def latest(self) -> str:
        """The last day."""


def words(value: Value) -> str:
    """Plain words for a value: 1958-03-11/1958-03-20 → 1958年3月中旬.

    They read back to the same value and days; where no such words are known, what was written stands (or the EDTF).
    """
    if not value.edtf:
        return value.display
    for said in _ways(value.edtf):
        if _reads(said, value):
            return said
    return value.display or value.edtf


def _reads(said: str, value: Value) -> bool:
    made = Parser(Context()).read(said)
    first, last = (day.isoformat() if day else "" for day in (made.first, made.last))
    return (made.edtf, first, last) == (value.edtf, value.earliest, value.latest)


def _ways(edtf: str) -> Iterator[str]:
    if edtf[0] in "[{":
        yield from _of_set(edtf)
    elif "/" in edtf:
        yield from _of_interval(*edtf.split("/", 1))
    else:
        part = part_of(edtf)
        if part is not None:
            yield from _of_part(part)


def _of_part(part: Part) -> Iterator[str]:
    if part.year == "XXXX":
        yield "年代不详"
        return
    plain = list(_plain(part))
    for said in plain:
        if part.qualifier == "":
            yield said
        elif part.qualifier == "~":
            yield f"约{said}"
        elif part.qualifier == "?":
            yield f"{said}（存疑）"
        else:
            yield f"可能在{said}前后"


def _plain(part: Part) -> Iterator[str]:
    if part.masked and "X" in part.year:
        yield from _of_mask(part.year)
        return
    year = _year(part.year)
    if not part.month:
        yield year
    elif part.month == "XX":
        yield f"{year}某月"
    elif int(part.month) in _SEASONS:
        yield year + _SEASONS[int(part.month)]
    elif int(part.month) > 12:
        yield f"{year}第{in_words(int(part.month) - 32)}季度"
    elif not part.day:
        yield f"{year}{int(part.month)}月"
    else:
        yield f"{year}{int(part.month)}月{'某' if part.day == 'XX' else int(part.day)}日"


def _of_mask(year: str) -> Iterator[str]:
    if year.endswith("X") and not year.endswith("XX"):
        yield f"{year[:3]}0年代"
    if year.endswith("XX") and not year.endswith("XXX") and year[:2].isdigit():
        yield f"{int(year[:2]) + 1}世纪"
    yield year.replace("X", "×") + "年"


def _year(year: str) -> str:
    number = int(year)
    if number <= 0:
        return f"公元前{1 - number}年"
    return f"{number}年" if 1000 <= number <= 2199 else f"公元{number}年"


def _of_interval(begin: str, end: str) -> Iterator[str]:
    if begin in ("", ".."):
        said = _side(end)
        if said:
            yield f"到{said}止" if begin else f"起年不详，{said}止"
        return
    said = _side(begin)
    if end in ("", ".."):
        if said:
            yield f"自{said}起" if end else f"{said}起，止年不详"
        return
    yield from _tenths(begin, end)
    other = _side(end)
    if said and other:
        yield f"{said}至{other}"


def _side(edtf: str) -> str:
    """One end of an interval: the qualifier stands behind it, so that it holds for this end only."""
    part = part_of(edtf)
    if part is None:
        return ""
    behind = {"": "", "~": "左右", "?": "存疑", "%": "左右存疑"}[part.qualifier]
    return next(_plain(part), "") + behind


def _tenths(begin: str, end: str) -> Iterator[str]:
    first, last = part_of(begin), part_of(end)
    if first is None or last is None or (first.year, first.month) != (last.year, last.month):
        return
    if not (first.day.isdigit() and last.day.isdigit() and first.year.isdigit() and first.month.isdigit()):
        return
    longest = last_day(int(first.year), int(first.month)).day if int(first.year) else 0
    days, month = (int(first.day), int(last.day)), f"{_year(first.year)}{int(first.month)}月"
    for name, tenth in (("上旬", (1, 10)), ("中旬", (11, 20)), ("下旬", (21, longest))):
        if days == tenth:
            yield month + name


def _of_set(edtf: str) -> Iterator[str]:
    members = edtf[1:-1].split(",")
    if len(members) == 1 and ".." in members[0]:
        begin, end = (_side(side) if side else "" for side in members[0].split(".."))
        if edtf[0] == "[":
            yield f"{begin}至{end}之间" if begin and end else f"不早于{begin}" if begin else f"不晚于{end}"
        return
    said = [_side(member) for member in members]
    if not all(said):
        return
    if edtf[0] == "[":
        yield "或".join(said)
    elif len(said) in _ALL_OF and all(one.endswith("年") for one in said):
        yield f"{'、'.join(one.removesuffix('年') for one in said)}{_ALL_OF[len(said)]}年"
