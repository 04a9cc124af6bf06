"""Parts of a year as almanacs and deeds name them: 桂月, 孟夏, 闰月, 年初三, 三伏, 数九."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta
from functools import cache

from archive_app.hanzi.dating.calendar import MONTHS, TERMS, lunar_year, terms_of
from archive_app.hanzi.dating.conventions import CONVENTIONS, Conventions
from archive_app.hanzi.dating.days import lunar_day, lunar_month
from archive_app.hanzi.dating.edtf import last_day, season_bounds
from archive_app.hanzi.dating.numerals import number
from archive_app.hanzi.dating.reading import Sense, impossible
from archive_app.hanzi.dating.text import Pattern

_NAMES = (
    "端月 孟陬 陬月", "杏月 花月 如月", "桃月 蚕月", "槐月 清和月", "榴月 蒲月", "荷月 伏月",
    "瓜月 巧月 兰月", "桂月", "菊月 霜月", "阳月 良月", "葭月 畅月", "嘉平月 嘉平 涂月",
)  # fmt: skip
"""Other names of the lunar months in their order; 梅月 and the like, which name several, are left out."""
_RANKS = "孟仲季"
_TAIL = r"(?:的?时候|里|间|时|之日|上|那天|那日|期间|前后)?\Z"
_MONTH = Pattern(r"(?P<rank>[孟仲季暮])(?P<season>[春夏秋冬])(?:之?月)?(?P<rest>.*)\Z")
_LEAP = Pattern(r"(?:的)?闰月(?P<rest>.*)\Z")
_NEW_YEAR = Pattern(rf"(?:大年|新年|年|大)?初(?P<d>[一二三四五六七八九十]){_TAIL}")
_DOG_DAYS = Pattern(rf"(?P<n>入伏|初伏|头伏|中伏|二伏|末伏|三伏天?|伏天|伏里){_TAIL}")
_NINES = Pattern(rf"(?P<n>数九寒?天?|交九|进九|九里|(?P<k>[一二三四五六七八九]|头)九天?){_TAIL}")
_TEN_STEMS = 10
_GENG = 6
"""庚 among the ten stems, 甲 being 0."""


def old_style(rest: str, year: int, sort: str, conventions: Conventions) -> list[Sense]:
    """The meanings of such words behind a year; empty where they are none."""
    month = _named_month(rest, year, sort)
    if month:
        return month
    leap = _LEAP.match(rest)
    if leap is not None:
        return _leap_month(year, leap["rest"])
    day = _NEW_YEAR.match(rest)
    if day is not None:
        return [lunar_day(year, 1, number(day["d"]) or 1).noting("“初几”按正月推定")]
    farm = _FARM.match(rest)
    if farm is not None:
        return _farm(year, farm, conventions)
    heat = _DOG_DAYS.match(rest)
    if heat is not None:
        return _dog_days(year, heat["n"])
    cold = _NINES.match(rest)
    return _nines(year, cold["k"] or "") if cold is not None else []


_SEASONS = {
    **dict.fromkeys(("春耕", "春播", "春种"), 21), **dict.fromkeys(("夏收", "夏锄"), 22),
    **dict.fromkeys(("秋收", "秋播", "秋种"), 23), **dict.fromkeys(("冬闲", "冬灌"), 24),
}  # fmt: skip
_FARM = Pattern(
    rf"(?:(?P<work>{'|'.join(_SEASONS)})|(?P<holiday>[暑寒]假))"
    r"(?:的?时候|时节|季节|时|期间|里|以?后|之后|前后)?\Z"
)


def _farm(year: int, match: re.Match[str], conventions: Conventions) -> list[Sense]:
    """秋收 is in autumn, 暑假 in July and August; 麦收 has another month in each place and is left to a person."""
    if match["holiday"]:
        first, last = (7, 8) if match["holiday"] == "暑假" else (1, 2)
        edtf = f"{year:04d}-{first:02d}~/{year:04d}-{last:02d}~"
        days = date(year, first, 1), last_day(year, last)
        return [Sense(edtf, *days, precision="年内", qualifier="约").doubtful("起止为编辑约定")]
    code = _SEASONS[match["work"]]
    made = Sense(f"{year:04d}-{code}", *season_bounds(year, code, conventions), precision="季")
    return [made.doubtful(f"“{match['work']}”按季节推定")]


# — months by other names —


@cache
def _months() -> dict[str, int]:
    return {name: at + 1 for at, names in enumerate(_NAMES) for name in names.split()}


def _named_month(rest: str, year: int, sort: str) -> list[Sense]:
    from archive_app.hanzi.dating.within import within

    name = next((name for name in sorted(_months(), key=len, reverse=True) if rest.startswith(name)), "")
    if name:
        return within(f"农历{MONTHS[_months()[name] - 1]}月{rest[len(name) :]}", year, "lunar", CONVENTIONS)
    match = _MONTH.match(rest)
    if match is None or sort != "lunar":
        return []
    rank = 2 if match["rank"] == "暮" else _RANKS.index(match["rank"])
    which = "春夏秋冬".index(match["season"]) * 3 + rank
    return within(f"农历{MONTHS[which]}月{match['rest']}", year, "lunar", CONVENTIONS)


def _leap_month(year: int, rest: str) -> list[Sense]:
    """闰月 without its number: a year has one at the most."""
    from archive_app.hanzi.dating.within import within

    found = lunar_year(year)
    if found is None or not found.leap:
        return [impossible(f"农历{year}年没有闰月", calendar="农历")] if not rest else []
    name = MONTHS[found.leap - 1]
    if not rest:
        return [lunar_month(year, found.leap, leap=True).noting(f"农历{year}年闰{name}月")]
    return [one.noting(f"农历{year}年闰{name}月") for one in within(f"闰{name}月{rest}", year, "lunar", CONVENTIONS)]


# — the hottest and the coldest days —


def _dog_days(year: int, name: str) -> list[Sense]:
    """三伏: from the third 庚 day after 夏至; 末伏 begins with the first one after 立秋 and lasts ten days."""
    terms = terms_of(year)
    if not terms:
        return []
    first = _geng(terms[TERMS.index("夏至")]) + timedelta(days=20)
    middle, last = first + timedelta(days=10), _geng(terms[TERMS.index("立秋")])
    end = last + timedelta(days=9)
    days = {
        "入伏": (first, first),
        **dict.fromkeys(("初伏", "头伏"), (first, middle - timedelta(days=1))),
        **dict.fromkeys(("中伏", "二伏"), (middle, last - timedelta(days=1))),
        "末伏": (last, end),
    }.get(name, (first, end))
    if days[0] == days[1]:
        return [Sense(days[0].isoformat(), *days, calendar="节气", precision="日")]
    return [_span(*days, "三伏依夏至、立秋后的庚日推算")]


def _geng(day: date) -> date:
    """The first 庚 day on or after a day; 0001-01-01 had the ordinal 1 and was 丙寅 of the cycle."""
    return day + timedelta(days=(_GENG - (day.toordinal() + 14) % _TEN_STEMS) % _TEN_STEMS)


def _nines(year: int, which: str) -> list[Sense]:
    """数九: nine times nine days from 冬至. The later ones fall in the next civil year, or they are last winter's."""
    made: list[Sense] = []
    for begin_year in (year, year - 1):
        terms = terms_of(begin_year)
        if not terms:
            return []
        begin = terms[TERMS.index("冬至")]
        at = 0 if which == "头" else "一二三四五六七八九".index(which) if which else -1
        first = begin + timedelta(days=9 * max(at, 0))
        last = first + timedelta(days=8 if at >= 0 else 80)
        if begin_year == year or last.year == year:
            made.append(_span(first, last, "数九从冬至起"))
    note = "冬天跨年：是年末那一冬还是年初那一冬，须确认"
    return [_with(made[0], made, note)] if len(made) > 1 else made


def _with(chosen: Sense, candidates: list[Sense], note: str) -> Sense:
    return replace(chosen, candidates=tuple(candidates)).doubtful(note)


def _span(first: date, last: date, note: str) -> Sense:
    return Sense(f"{first.isoformat()}/{last.isoformat()}", first, last, "节气", "旬", notes=(note,))
