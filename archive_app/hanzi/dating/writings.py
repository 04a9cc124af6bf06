"""The other ways in which a year, a month or a day is written: 1949年, 一九四九年, 民国三十八年, 民国38年, 己丑年.

For a search: what was typed in one way is found in the others. Nothing here is read into a date; where a writing may
mean another year too, its remark says so.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import product

from archive_app.hanzi.dating.calendar import BRANCHES, STEMS, cycle_index, cycle_name, years_of_cycle
from archive_app.hanzi.dating.numerals import NUMBER, in_words, number, positional
from archive_app.hanzi.dating.reigns import REPUBLIC_LAST, Reign, reigns
from archive_app.hanzi.folding import fold

_FIRST, _LAST = 1800, 2099
"""Years that are written in several ways in what is collected here; the cycle of sixty is taken within them, too."""
_SAID_SHORT = 1931
"""From this year on two digits are said for four: 三七年, 五八年. Before, they were counted from 1912 or by reigns."""
_WRITTEN_SHORT = 1949
_DIGITS, _HAN = "0123456789", "〇零○一二三四五六七八九十百廿卅卌"


@dataclass(frozen=True, slots=True)
class Writing:
    """``text`` says what was asked for in another way; ``remark`` tells a person why.

    Behind one of the characters ``not_after`` it says something else: 五八年 in 一八五八年.
    """

    text: str
    remark: str
    not_after: str = ""


@dataclass(frozen=True, slots=True)
class _Said:
    """What a piece of text says: years it may mean, a month and a day or 0, and whether the word 年 was written."""

    years: tuple[int, ...]
    month: int = 0
    day: int = 0
    bare: bool = False
    certain: bool = True


_D = "[〇零○一二三四五六七八九]"
_REIGNS = "|".join(sorted(reigns(), key=len, reverse=True))
_MONTH = rf"(?:(?P<month>\d{{1,2}}|{NUMBER}|正)月(?:份|(?P<day>\d{{1,2}}|{NUMBER})[日号])?)"
_YEAR = re.compile(
    rf"(?:(?<!\d)(?P<western>(?:1[89]|20)\d\d)年|(?<!{_D})(?P<han>[一二]{_D}{{3}})年"
    rf"|(?:中华)?民国(?P<republic>元|{NUMBER})年|(?P<reign>{_REIGNS})(?P<count>元|{NUMBER})年)(?!代){_MONTH}?"
)
_WHOLE = re.compile(
    rf"(?P<bare>(?:1[89]|20)\d\d)|(?P<bare_han>[一二]{_D}{{3}})|(?P<cycle>[{STEMS}][{BRANCHES}])年"
    rf"|(?P<short>[3-9]\d|[三四五六七八九]{_D})年|(?P<old>[廿卅][一二三四五六七八九]?)年"
)
_DECADE = re.compile(
    rf"(?:(?:20|二十|上个?)世纪)?(?P<tens>[1-9]0|[二三四五六七八九]?十|{_D}[〇零○])年代"
    rf"|(?P<western>(?:19|20)\d0)年代|(?P<han>[一二]{_D}{{2}}[〇零○])年代"
)
_DAY = re.compile(rf"(?P<month>\d{{1,2}}|{NUMBER})月(?P<day>\d{{1,2}}|{NUMBER})[日号]")


@lru_cache(maxsize=512)
def writings_of(text: str) -> tuple[Writing, ...]:
    """The other writings of a text that is a date, or holds one date with a year; none of any other text."""
    plain = fold(text.strip())
    if len(plain) > 40 or not re.search("[年月]|[0-9〇零○一二三四五六七八九]{4}", plain):
        return ()
    found: dict[str, Writing] = {}
    for writing in _writings(plain):
        if writing.text != plain:
            found.setdefault(writing.text, writing)
    return tuple(found.values())


def _writings(text: str) -> Iterator[Writing]:
    if whole := _WHOLE.fullmatch(text):
        said = _whole(whole)
        for year in said.years:
            yield from _year(year, text, bare=said.bare)
    elif decade := _DECADE.fullmatch(text):
        yield from _decade(decade, text)
    elif day := _DAY.fullmatch(text):
        yield from _month_and_day(_number(day["month"]), _number(day["day"]))
    else:
        dates = list(_YEAR.finditer(text))
        if len(dates) == 1:
            yield from _inside(text, dates[0])


def _number(text: str) -> int:
    return 1 if text == "正" else number(text.replace("○", "〇")) or 0


def _positional(text: str) -> int:
    return positional(text.replace("○", "〇")) or 0


def _whole(match: re.Match[str]) -> _Said:
    if match["bare"]:
        return _Said((int(match["bare"]),), bare=True)
    if match["bare_han"]:
        return _Said((_positional(match["bare_han"]),), bare=True)
    if match["cycle"]:
        index = cycle_index(match["cycle"])
        return _Said(() if index is None else tuple(years_of_cycle(index, 1840, 2030)))
    if match["short"]:
        return _Said((1900 + _positional(match["short"]),))
    return _Said((1911 + _number(match["old"]),))


def _inside(text: str, match: re.Match[str]) -> Iterator[Writing]:
    """A date with a year, alone or among other words, which stay as they are."""
    if match["western"] or match["han"]:
        year = int(match["western"]) if match["western"] else _positional(match["han"])
    elif match["republic"]:
        year = 1911 + _number(match["republic"])
        if not 1911 < year <= REPUBLIC_LAST.year:
            return
    else:
        reign = reigns()[match["reign"]]
        year = reign.first - 1 + _number(match["count"])
        if not reign.first <= year <= reign.last or match["month"]:
            return
    if not 1368 <= year <= _LAST:
        return
    before, behind = text[: match.start()], text[match.end() :]
    if match["month"]:
        month, day = _number(match["month"]), _number(match["day"] or "")
        made = _with_month(year, month, day) if 1 <= month <= 12 and day <= 31 else iter(())
    else:
        made = _year(year, text) if not before and not behind else _plainly(year)
    for writing in made:
        yield Writing(before + writing.text + behind, writing.remark, "" if before else writing.not_after)


# — one year —


def _year(year: int, typed: str, *, bare: bool = False) -> Iterator[Writing]:
    """All writings of a year; ``bare``: without the word 年 where figures stand for themselves."""
    if bare:
        yield Writing(f"{year}", f"{year}年", _DIGITS)
        for han in _in_han(year):
            yield Writing(han, f"{year}年", _HAN)
    yield from _plainly(year)
    yield from _short(year)
    if _FIRST <= year <= _LAST:
        yield Writing(f"{cycle_name(year)}年", _cycle_remark(year), _other_eras(year))


def _plainly(year: int) -> Iterator[Writing]:
    """The writings that can mean no other year."""
    yield Writing(f"{year}年", f"即{year}年")
    for han in _in_han(year):
        yield Writing(f"{han}年", f"即{year}年")
    if 1912 <= year <= REPUBLIC_LAST.year:
        for count in _counts(year - 1911):
            yield Writing(f"民国{count}年", f"民国{_counts(year - 1911)[0]}年即{year}年")
    for reign in _reigns_of(year):
        for count in _counts(year - reign.first + 1):
            remark = f"{reign.name}{_counts(year - reign.first + 1)[0]}年大致是{year}年"
            yield Writing(f"{reign.name}{count}年", remark)


def _in_han(year: int) -> list[str]:
    """一九五〇, 一九五零, 一九五○."""
    digits = "".join("〇一二三四五六七八九"[int(digit)] for digit in str(year))
    return list(dict.fromkeys(digits.replace("〇", zero) for zero in "〇零○"))


def _counts(value: int) -> list[str]:
    """The number of a year as it is written behind 民国 or a reign: 三十八, 38, 卅八."""
    if value == 1:
        return ["元", "一", "1"]
    tens, ones = divmod(value, 10)
    short = {2: "廿", 3: "卅"}.get(tens)
    said = [in_words(value), str(value)]
    return said if short is None else [*said, short + (in_words(ones) if ones else "")]


def _short(year: int) -> Iterator[Writing]:
    """五八年, 58年; 卅八年 for 民国卅八年."""
    if _SAID_SHORT <= year <= 1999:
        for han in _in_han(year):
            yield Writing(f"{han[2:]}年", f"口语里的{year}年", _HAN + _DIGITS)
    if _WRITTEN_SHORT <= year <= 1999 and year % 10:
        yield Writing(f"{year % 100}年", f"{year}年的简写", _DIGITS + _HAN)
    if 1931 <= year <= REPUBLIC_LAST.year:
        remark = f"民国{_counts(year - 1911)[0]}年（{year}年）的简写"
        yield Writing(f"{_counts(year - 1911)[-1]}年", remark, _HAN + _DIGITS + _ENDS_OF_REIGNS)


def _reigns_of(year: int) -> list[Reign]:
    return [reign for reign in reigns().values() if reign.first <= year <= reign.last]


_ENDS_OF_REIGNS = "".join(dict.fromkeys(name[-1] for name in reigns()))


def _other_eras(year: int) -> str:
    """The characters before a stem and branch that make it the year of an era to which ``year`` does not belong."""
    own = {reign.name[-1] for reign in _reigns_of(year)}
    ends = "".join(end for end in _ENDS_OF_REIGNS if end not in own)
    return ends if 1912 <= year <= REPUBLIC_LAST.year else ends + "国"


def _cycle_remark(year: int) -> str:
    others = [other for other in (year - 60, year + 60) if 1840 <= other <= 2030]
    also = f"，也可能是{'、'.join(map(str, others))}年" if others else ""
    return f"{year}年是{cycle_name(year)}年；干支六十年一轮{also}"


# — with a month, a decade —


def _with_month(year: int, month: int, day: int) -> Iterator[Writing]:
    remark = f"即{year}年{month}月" + (f"{day}日" if day else "")
    figures, words = [f"{year}年"], [f"{han}年" for han in _in_han(year)]
    if 1912 <= year <= REPUBLIC_LAST.year:
        said, written, *short = _counts(year - 1911)
        figures.append(f"民国{written}年")
        words += [f"民国{count}年" for count in (said, *short)]
    for years, months in ((figures, _months(month, day, figures=True)), (words, _months(month, day, figures=False))):
        for begun, rest in product(years, months):
            yield Writing(begun + rest, remark)
    for rest in _months(month, day, figures=False):
        yield Writing(f"{year}年{rest}", remark)
    if day:
        for form in (f"{year}-{month:02}-{day:02}", f"{year}.{month}.{day}", f"{year}/{month}/{day}"):
            yield Writing(form, remark)


def _months(month: int, day: int, *, figures: bool) -> list[str]:
    first = f"{month}月" if figures else f"{in_words(month)}月"
    if not day:
        return [first]
    second = f"{day}" if figures else in_words(day)
    return [f"{first}{second}日", f"{first}{second}号"]


def _month_and_day(month: int, day: int) -> Iterator[Writing]:
    if 1 <= month <= 12 and 1 <= day <= 31:
        for figures, behind in ((True, _DIGITS), (False, _HAN)):
            for text in _months(month, day, figures=figures):
                yield Writing(text, f"即{month}月{day}日", behind)


def _decade(match: re.Match[str], typed: str) -> Iterator[Writing]:
    if match["western"] or match["han"]:
        year = int(match["western"]) if match["western"] else _positional(match["han"])
    else:
        tens = match["tens"]
        digit = (_number(tens) if "十" in tens or tens.isdigit() else _positional(tens)) // 10
        year = 1900 + 10 * digit
    remark = f"即{year}年代"
    yield Writing(f"{year}年代", remark)
    for han in _in_han(year):
        yield Writing(f"{han}年代", remark)
    if year < 2000:
        yield Writing(f"{year % 100}年代", remark, _DIGITS)
        yield Writing(f"{in_words(year % 100)}年代", remark, _HAN)
        for han in _in_han(year):
            yield Writing(f"{han[2:]}年代", remark, _HAN)
