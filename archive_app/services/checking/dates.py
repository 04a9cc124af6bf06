"""Days that cannot be: 1958年2月30日, 民国三十九年, a leap month that was none, a weekday that the day was not."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from typing import TYPE_CHECKING

from archive_app.domain.remarks import Remark
from archive_app.hanzi.dating import find_dates
from archive_app.services.checking.stretch import Stretch

if TYPE_CHECKING:
    from archive_app.services.checking.rule import Known

NAME = "dates"
_WEEKDAYS = "一二三四五六日"
_NUMBER = r"(?:\d{1,2}|[一二三四五六七八九十廿]{1,3})"
_DAY = re.compile(rf"(?<![年\d一二三四五六七八九十])({_NUMBER})月({_NUMBER})[日号]")
_WEEKDAY = re.compile(r"\s*[（(，,、]?\s*(?:星期|礼拜|周)([一二三四五六日天])")
_LUNAR = re.compile(r"(?:农历|阴历|旧历|夏历|古历|闰)[^，。；]{0,6}$")
_BACK = re.compile(
    r"(?<![\d.])(1\d{3}|20\d\d)(?:年(?:\d{1,2}月)?(?:\d{1,2}日)?)?\s*(?:—{1,2}|–|-|～|~|至|到)\s*"
    r"(1\d{3}|20\d\d)(?:年|(?=[）)，。；]))"
)
"""A span of years, its second one with 年 or at the end of what is said."""
_LUNAR_DAY = re.compile(r"(?:农历|阴历|旧历|夏历|古历)[闰正一二三四五六七八九十冬腊]{1,3}月(三十[一二三四五六七八九])")
_LONGEST = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_LONGEST_LUNAR = 30


def find(texts: Sequence[Stretch], known: Known) -> Iterator[Remark]:
    """Every date that cannot be, whoever's words it is in: the words stay, a note may say so."""
    for stretch in texts:
        text = stretch.text
        dated: list[tuple[int, int]] = []
        for start, end, reading in find_dates(text, known.dating):
            dated.append((start, end))
            if reading.problem:
                yield stretch.remark(NAME, start, end, reading.problem)
                continue
            weekday = _WEEKDAY.match(text, end)
            one_day = reading.date.earliest and reading.date.earliest == reading.date.latest
            if weekday and one_day and not reading.confirm:
                yield from _weekday(stretch, start, weekday, date.fromisoformat(reading.date.earliest))
        yield from _backwards(stretch)
        for match in _DAY.finditer(text):
            if not any(start < match.end() and match.start() < end for start, end in dated):
                yield from _day(stretch, match)


def _backwards(stretch: Stretch) -> Iterator[Remark]:
    """Spans that end before they begin, and days that no lunar month has."""
    for match in _BACK.finditer(stretch.text):
        if int(match[2]) < int(match[1]) and not _era(stretch.text[: match.start()]):
            yield stretch.remark(NAME, *match.span(), f"后面的{match[2]}年在{match[1]}年之前")
    for match in _LUNAR_DAY.finditer(stretch.text):
        if stretch.text[match.end() : match.end() + 1] not in ("日", "号"):  # those are told below
            yield stretch.remark(NAME, *match.span(), "农历一个月最多三十天")


def _era(before: str) -> bool:
    """Whether the years count backwards: 公元前221年至前206年 has them so."""
    return bool(re.search(r"(?:公元)?前[^，。；]{0,2}$", before))


def _weekday(stretch: Stretch, start: int, said: re.Match[str], day: date) -> Iterator[Remark]:
    meant = _WEEKDAYS.find(said[1].replace("天", "日"))
    if meant != day.weekday():
        right = _WEEKDAYS[day.weekday()]
        words = f"{day.year}年{day.month}月{day.day}日是星期{right}，不是星期{said[1]}"
        yield stretch.remark(NAME, start, said.end(), words)


def _day(stretch: Stretch, match: re.Match[str]) -> Iterator[Remark]:
    """A day without its year, which no calendar has. In 汉字 it may be one of the lunar calendar."""
    month, day = _value(match[1]), _value(match[2])
    if not 1 <= month <= len(_LONGEST) or day < 1:
        yield stretch.remark(NAME, *match.span(), f"没有“{match.group()}”这一天")
        return
    lunar = not match[2].isdigit() and bool(_LUNAR.search(stretch.text[: match.start()]))
    longest = _LONGEST_LUNAR if lunar else _LONGEST[month - 1]
    if day > longest:
        other = "；若是农历，请注明" if not lunar and day <= _LONGEST_LUNAR and not match[2].isdigit() else ""
        yield stretch.remark(NAME, *match.span(), f"{month}月最多{longest}天，没有{day}日{other}")


def _value(words: str) -> int:
    if words.isdigit():
        return int(words)
    tens, ten, ones = words.replace("廿", "二十").rpartition("十")
    digits = "〇一二三四五六七八九"
    if not ten:
        return digits.find(ones) if len(ones) == 1 else 0
    return (digits.find(tens) if tens else 1) * 10 + (digits.find(ones) if ones else 0)
