"""Dates inside other words: a file's name, a sentence."""

from __future__ import annotations

import re
from functools import cache

from archive_app.hanzi.dating.calendar import TERMS
from archive_app.hanzi.dating.festivals import festivals
from archive_app.hanzi.dating.reading import Reader, Sense
from archive_app.hanzi.dating.reigns import reigns
from archive_app.hanzi.dating.text import Pattern, normal
from archive_app.hanzi.dating.years import CYCLE

_D = "[0-9〇零一二三四五六七八九]"
_NUMERALS = frozenset("0123456789〇零一二三四五六七八九十廿卅卌")
_BOUND = _NUMERALS | frozenset("年月日号代几")
_NUMBER = "[0-9〇零一二三四五六七八九十百廿卅卌]{1,6}"
"""A numeral as long as any in a date: ten thousand digits in a row are looked at once, not from each of them."""
_COUNTS = "(?:一二|二三|三五)年(?![初底末春夏秋冬一二三四五六七八九十正腊闰])"
"""二三年 in running words is a length of time; with a month or a season behind it is a year."""
_GAP = r"[ \u3000]*"
_FIRST_YEAR, _LAST_YEAR = 1800, 2199
"""Digits without 年 are a date only within these years."""


@cache
def _pattern() -> re.Pattern[str]:
    names = "|".join(sorted((*festivals(), *TERMS), key=len, reverse=True))
    several = rf"{_NUMBER}(?:[-—至到、]{_NUMBER})?"
    month = rf"(?:农历|阴历|旧历|夏历|公历|阳历)?闰?(?:正|冬|腊|元|某|{several}){_GAP}月(?:份)?"
    ones = "[一二三四五六七八九]"
    day = (
        rf"(?:{_GAP}初?{_NUMBER}{_GAP}[日号]|初?(?:[一二]?十{ones}?|三十|廿{ones}?|{ones}|\d{{1,2}}(?!\d))"
        rf"|{_GAP}某日|朔|望|晦)"
    )
    part = r"(?:[上中下]旬|[初中底末](?![一二三四五六七八九十])|间)"
    behind = (
        rf"(?:{_GAP}(?:的)?{month}(?:{day}|{part})?|(?:的)?(?:{names})节?(?:前夕|[前后](?![后任往进线面院街]))?|的?[初早仲暮晚深盛隆]?[春夏秋冬](?:天|季|上)?(?!节|游|耕|联)"
        rf"|[上下前后]半年|第?[一二三四1-4]季度?|年?[初底末]|年中|年跟前)"
    )
    about = r"(?:前后|左右|以后|以前|之后|之前|起|(?:年?间))?"
    reign = "|".join(sorted(reigns(), key=len, reverse=True))
    year = (
        rf"(?:(?<!\d)[12]\d{{3}}(?:至|到|—+|-)(?:[12]\d)?\d\d年(?!代)|公元前?{_GAP}{_NUMBER}{_GAP}年|[0-9]{{4}}{_GAP}年(?!代)|(?<![0-9〇零一二三四五六七八九]){_D}{{4}}年(?!代)|(?<![0-9〇零一二三四五六七八九]){_D}{{1,3}}[x?几]{{1,3}}年|[12]\d\d0几年"
        rf"|(?:中华)?民国(?:元|{_NUMBER})年|民国{CYCLE}年?|[明清]?(?:{reign})(?:(?:元|{_NUMBER})年|{CYCLE}年?|年间|初年|末年)"
        rf"|{CYCLE}年|(?<![0-9〇零一二三四五六七八九十百千第近过约了满])(?!{_COUNTS}){_D}{{2}}年(?![来多代前后以级间的内生]|光景|[功工]夫|时间)|[一二三四五六七八九]十?几年(?![来前后间])"
        rf"|(?:上个?世纪|本世纪|{_NUMBER}世纪)?(?:[12]\d\d0|[一二三四五六七八九0-9〇零]{{1,4}}十?)年代(?:[初末中](?:期|叶)?|前期|后期|早期|晚期)?)"
    )
    digits = (
        r"(?<!\d)(?:\d{4}[-_.]\d{1,2}[-_.]\d{1,2}(?!\d)|\d{4}/\d{1,2}/\d{1,2}(?!\d)|\d{8}(?=\d{6}(?!\d)|(?!\d))"
        r"|\d{4}[-.]\d{2}(?![\d\-.]))"
    )
    return re.compile(rf"(?P<digits>{digits})|(?:大?约|大概)?{year}{behind}?{about}")


def senses_in(text: str, parser: Reader) -> list[tuple[int, int, Sense]]:
    """(start, end, sense) of the dates with a year in ``text``, in order; offsets are code points of ``text``."""
    found: list[tuple[int, int, Sense]] = []
    plain, at = normal(text), 0
    while (match := _pattern().search(plain, at)) is not None:
        made = _digits(match.group(), parser) if match["digits"] else _words(match.group(), parser)
        at = match.end()
        if made is not None:
            length, sense = _until(plain, match.start(), *made, parser)
            found.append((match.start(), match.start() + length, sense))
            at = max(at, match.start() + length)
    return found


_UNTIL = Pattern(
    r"[ \u3000]*(?:至|到|—+|-+)[ \u3000]*"
    r"(?P<to>(?:公元|(?:中华)?民国|农历|阴历|旧历|[.\-/](?=\d)"
    r"|[0-9〇零一二三四五六七八九十廿卅元初正冬腊闰年月日号春夏秋天上中下旬季底末半]){2,24})"
)


def _until(text: str, start: int, length: int, sense: Sense, parser: Reader) -> tuple[int, Sense]:
    """六二年到六四年, 1958年3月5日至4月2日: one span where both ends read together, else the first date alone."""
    match = _UNTIL.match(text, start + length)
    if match is None or not sense.edtf or "/" in sense.edtf:
        return length, sense
    if "-" in text[start : start + length] and "-" in text[start + length : match.start("to")]:
        return length, sense  # 2024-05-01-12-30-45 goes on with a time of day
    body = match["to"]
    for end in range(len(body), 1, -1):
        if end < len(body) and body[end - 1] in _NUMERALS and body[end] in _BOUND:
            continue
        whole = parser.phrase(re.sub(r"[ \u3000]", "", text[start : match.start("to") + end]))
        if whole is not None and "/" in whole.edtf[1:-1]:
            return match.start("to") + end - start, whole
    return length, sense


def _digits(text: str, parser: Reader) -> tuple[int, Sense] | None:
    if not _FIRST_YEAR <= int(text[:4]) <= _LAST_YEAR:
        return None
    sense = parser.phrase(text.replace("_", "-"))
    return (len(text), sense) if sense is not None and sense.edtf else None


def _words(text: str, parser: Reader) -> tuple[int, Sense] | None:
    """The longest beginning of the words that reads."""
    for end in range(len(text), 2, -1):
        if end < len(text) and text[end - 1] in _NUMERALS and text[end] in _BOUND:
            continue  # 民国二 of 民国二三十年代
        sense = parser.phrase(re.sub(r"[ \u3000]", "", text[:end]))
        if sense is not None and (sense.edtf or sense.problem):
            return end, sense
    return None
