"""What the second of two dates leaves out because the first has said it, and the other way round."""

from __future__ import annotations

import re
from collections.abc import Iterator

from archive_app.hanzi.dating.numerals import NUMBER, positional
from archive_app.hanzi.dating.text import Pattern
from archive_app.hanzi.dating.years import CYCLE, LATEST

_UNITS = ("年代", "世纪", "年", "月", "日", "号", "岁")
_NUMERAL_END = Pattern(rf"{NUMBER}\Z")
_MONTH = Pattern(rf"(?:农历|阴历|旧历|夏历|公历|阳历)?(?:闰)?(?:正|冬|腊|元|{NUMBER})月")
_DAY = Pattern(rf"初?{NUMBER}(?:日|号)?\Z")
_COUNTED_YEAR = Pattern(rf"(?:元|{NUMBER})年?")
_CIVIL_YEAR = Pattern(r"(?:公元|公历)?(?:\d{4}|[一二][〇零一二三四五六七八九]{3})")
_CALENDAR = Pattern(r"农历|阴历|旧历|夏历|公历|阳历")
_TENTH = Pattern(r"(?:[上中下]旬|[初中底末])\Z")
_FIGURES = Pattern(r"(?P<y>\d{4})(?P<s>[./\-])(?P<m>\d{1,2})(?:(?P=s)(?P<d>\d{1,2}))?\Z")
_PART = Pattern(r"的?(?:[春夏秋冬]|[上下前后]半年|年[初底末中]|[初末底]|第?[一二三四]季)")
_YEAR = Pattern(rf"^(?P<era>.*?)(?P<n>元|{NUMBER}|{CYCLE})年")
_ERA = Pattern(r"(?:中华)?民国|公元前|公元|\D\D(?=元年|[0-9〇零一二三四五六七八九十廿卅]+年?)")


def year_of(text: str) -> str:
    """The words of a year at the beginning, 年 included; empty where there are none."""
    match = _YEAR.match(text)
    if match is not None:
        return match.group()
    digits = re.match(r"\d{4}", text)
    return digits.group() + "年" if digits else ""


def era_of(text: str) -> str:
    """民国 or the reign at the beginning of a counted year; empty where there is none."""
    match = _YEAR.match(text)
    era = match["era"] if match else (found.group() if (found := _ERA.match(text)) else "")
    return era if era and not era.isdigit() else ""


def unit_given(left: str, right: str) -> Iterator[str]:
    """The first of two as it may be meant: 五六 in 五六至五八年 is a year, 3 in 3至5月 a month."""
    if _NUMERAL_END.search(left):
        for unit in _UNITS:
            if right.endswith(unit) or f"{unit}" in right[1:5]:
                yield left + unit
                break
    yield left
    if year_of(right) and not year_of(left) and _PART.match(left):
        yield year_of(right) + left


def inherited(left: str, right: str, last: str = "", first: str = "") -> Iterator[str]:
    """The second of two as it may be meant, the likeliest first; ``last``: the last of several, whose unit holds."""
    year = year_of(left) or year_of(first)
    era = era_of(left) or era_of(first)
    month = _MONTH.search(left[len(year) :]) if year else None
    unit = next((one for one in _UNITS if last.endswith(one)), "") if last else ""
    words = [right + unit, right] if unit and _NUMERAL_END.search(right) else [right]
    for one in words:
        if era and _COUNTED_YEAR.match(one) and not _CIVIL_YEAR.match(one):
            yield era + one
        if left.startswith("公元前") and one.startswith("前"):
            yield "公元" + one
        century = re.match(r"(\d\d)\d\d", left) or re.match(r"(\d\d)\d\d", first)
        if century and re.match(r"\d\d(?:年|\Z)", one):
            yield century[1] + one
        if year and (_MONTH.match(one) or _PART.match(one)):
            yield year + one
        if year and month is not None and _DAY.match(one):
            lunar = "农历" if "初" in left[len(year) :] and not _CALENDAR.search(left) else ""
            yield year + lunar + month.group() + one
        if year and month is not None and _TENTH.match(one):
            yield year + month.group() + one
        yield from _in_figures(left, one)
        yield one


def _in_figures(left: str, right: str) -> Iterator[str]:
    """1958.05.01—06.03, 1958.5—6: the year (and the month) of the first hold for the second."""
    match = _FIGURES.match(left)
    if match is None or not re.fullmatch(rf"\d{{1,2}}(?:{re.escape(match['s'])}\d{{1,2}})?", right):
        return
    year, mark = match["y"], match["s"]
    if mark in right:
        yield year + mark + right
    elif match["d"]:
        yield f"{year}{mark}{match['m']}{mark}{right}"
    elif int(right) <= 12:
        yield year + mark + right


_D = "[一二三四五六七八九]"
_FOUR = Pattern(rf"(?P<a>{_D}[〇零一二三四五六七八九])(?P<b>{_D}[〇零一二三四五六七八九])年(?P<rest>.*)\Z")
_THREE = Pattern(rf"(?P<head>一九)?(?P<ten>{_D})(?P<a>[〇零一二三四五六七八九])、?(?P<b>{_D})年(?P<rest>.*)\Z")
_DIGITS = Pattern(r"(?P<head>\d{2,3})(?P<a>\d)、(?P<b>\d)年(?P<rest>.*)\Z")


def parted_years(text: str) -> str:
    """Years said in one breath, parted: 五七五八年 → 五七年、五八年; 六一二年 → 六一年、六二年; 1957、8年."""
    match = _FOUR.match(text)
    if match is not None and (positional(match["a"] + match["b"]) or 0) > LATEST:
        return f"{match['a']}年、{match['b']}年{match['rest']}"
    match = _THREE.match(text)
    if match is not None and positional(match["b"]) == (positional(match["a"]) or 0) + 1:
        head = (match["head"] or "") + match["ten"]
        return f"{head}{match['a']}年、{head}{match['b']}年{match['rest']}"
    match = _DIGITS.match(text)
    if match is not None and int(match["b"]) == int(match["a"]) + 1:
        return f"{match['head']}{match['a']}年、{match['head']}{match['b']}年{match['rest']}"
    return text


def with_tail_of_last(words: list[str]) -> list[str]:
    """六五年或者六六年的春天: a season or half that stands behind the last year holds for the others."""
    tail = words[-1][len(year_of(words[-1])) :]
    if not _PART.match(tail):
        return words
    return [_with_tail(word, tail) for word in words[:-1]] + words[-1:]


def _with_tail(word: str, tail: str) -> str:
    if word.isdigit() and len(word) == 4:
        word += "年"
    return word + tail if word and year_of(word) == word else word


_ALL_DAYS = Pattern(r"(?P<x>.*?(?:[0-9一二三四五六七八九十]|日|号))[两二三四五六][日天](?:都)?\Z")


def days_listed(text: str) -> list[str]:
    """1958年5月12、13两日: each of the days; empty where no days are listed."""
    match = _ALL_DAYS.match(text)
    parts = re.split(r"和|与|及|以及|、|,", match["x"]) if match else []
    return [part if part[-1:] in ("日", "号") else f"{part}日" for part in parts] if len(parts) > 1 else []
