"""Dates in English, as foreign catalogues and cameras write them, said in the Chinese words the reader knows."""

from __future__ import annotations

import re
from functools import cache

from archive_app.hanzi.dating.text import Pattern

_MONTHS = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip
_SEASONS = {"spring": "春", "summer": "夏", "autumn": "秋", "fall": "秋", "winter": "冬"}
_PARTS = {"early": "初", "mid": "中期", "late": "末"}
_LETTERS = Pattern(r"[a-z]{2}|\bc\.|/")
_ENDS: tuple[tuple[str, str], ...] = (
    (r"(?:c\.|ca\.?|circa|about|around|approx(?:imately|\.)?)\s*(?P<x>.+)", "约{x}"),
    (r"(?:probably|possibly|perhaps)\s+(?P<x>.+)", "可能是{x}"),
    (r"between\s+(?P<x>.+?)\s+and\s+(?P<y>.+)", "{x}至{y}之间"),
    (r"(?:from\s+)?(?P<x>.+?)\s+(?:to|until|till)\s+(?P<y>.+)", "{x}至{y}"),
    (r"(?P<x>.+?)\s+or\s+(?P<y>.+)", "{x}或{y}"),
    (r"(?:not later than|no later than)\s+(?P<x>.+)", "不晚于{x}"),
    (r"(?:before|prior to)\s+(?P<x>.+)", "{x}以前"),
    (r"after\s+(?P<x>.+)", "{x}以后"),
    (r"since\s+(?P<x>.+)", "自{x}起"),
    (r"until\s+(?P<x>.+)", "到{x}止"),
)
_NONE = Pattern(r"(?:n\.?\s?d\.?|no date|undated|date unknown|unknown)\Z")
_YEAR = r"(?P<y>1\d{3}|20\d\d|21\d\d)"
_DAY = r"(?P<d>\d{1,2})(?:st|nd|rd|th)?"
_SLASHES = Pattern(rf"(?P<a>\d{{1,2}})/(?P<b>\d{{1,2}})/{_YEAR}\Z")


def in_chinese(text: str, depth: int = 0) -> str:
    """The words in Chinese (``text`` in the reader's form, spaces kept); empty where it is no English date."""
    text = text.strip().rstrip(".,")
    if _NONE.match(text):
        return "日期不详"
    if depth > 2 or len(text) > 60 or not _LETTERS.search(text):
        return ""
    for pattern, made in _ends():
        match = pattern.fullmatch(text)
        if match is not None:
            sides = {name: _side(words, depth) for name, words in match.groupdict().items()}
            return made.format(**sides) if all(sides.values()) else ""
    return _plain(text)


@cache
def _ends() -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple((re.compile(pattern), made) for pattern, made in _ENDS)


def _side(words: str, depth: int) -> str:
    words = words.strip()
    return f"{words}年" if re.fullmatch(r"1\d{3}|20\d\d|21\d\d", words) else in_chinese(words, depth + 1)


@cache
def _forms() -> tuple[tuple[re.Pattern[str], str], ...]:
    month = rf"(?P<m>{'|'.join(f'{name[:3]}(?:{name[3:]})?' if name[3:] else name for name in _MONTHS)}|sept)\.?"
    season = rf"(?P<s>{'|'.join(_SEASONS)})"
    forms = (
        (rf"(?:the\s+)?{month}[\s,\-]+{_DAY},?\s+{_YEAR}", "{y}年{m}月{d}日"),
        (rf"(?:the\s+)?{_DAY}[\s\-]+(?:of\s+)?{month}[\s,\-]+{_YEAR}", "{y}年{m}月{d}日"),
        (rf"{_YEAR}[\s\-]+{month}[\s\-]+{_DAY}", "{y}年{m}月{d}日"),
        (rf"{month}[\s,\-]+{_YEAR}", "{y}年{m}月"),
        (rf"{_YEAR}[\s,\-]+{month}", "{y}年{m}月"),
        (rf"(?:in\s+|the\s+)*{season}\s+(?:of\s+)?{_YEAR}", "{y}年{s}"),
        (r"(?:in\s+|the\s+)*(?:(?P<p>early|mid|late)[\s\-]+)?(?P<y>1\d\d0|20\d0)'?s", "{y}年代{p}"),
        (r"(?:in\s+|the\s+)*(?:(?P<p>early|mid|late)[\s\-]+)?(?P<n>\d{1,2})(?:st|nd|rd|th)\s+century", "{n}世纪{p}"),
        (r"(?P<n>\d{1,4})\s*(?:b\.?c\.?e?\.?)", "公元前{n}年"),
        (r"(?:a\.?d\.?|c\.?e\.?)\s*(?P<n>\d{1,4})|(?P<k>\d{1,4})\s*(?:a\.?d\.?|c\.?e\.?)", "公元{n}年"),
        (rf"(?:in|year|the year)\s+{_YEAR}", "{y}年"),
    )
    return tuple((re.compile(pattern), made) for pattern, made in forms)


def _plain(text: str) -> str:
    slashes = _SLASHES.match(text)
    if slashes is not None:
        return _either_order(int(slashes["a"]), int(slashes["b"]), slashes["y"])
    for pattern, made in _forms():
        match = pattern.fullmatch(text)
        if match is not None:
            return made.format(**_words(match.groupdict()))
    return ""


def _words(found: dict[str, str | None]) -> dict[str, str]:
    said = {name: value or "" for name, value in found.items()}
    if "m" in said:
        said["m"] = str(1 + next(at for at, name in enumerate(_MONTHS) if name[:3] == said["m"][:3]))
    said["s"] = _SEASONS.get(said.get("s", ""), "")
    said["p"] = _PARTS.get(said.get("p", ""), "")
    said["n"] = said.get("n", "") or said.get("k", "")
    return said


def _either_order(first: int, second: int, year: str) -> str:
    """3/5/1958: month or day first; both are named where both can be."""
    ways = [(first, second), (second, first)]
    said = [f"{year}年{month}月{day}日" for month, day in dict.fromkeys(ways) if month <= 12]
    return "或".join(said)
