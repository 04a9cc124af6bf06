"""What stands behind a year: month and day, part of a month, season, half, quarter, festival, solar term."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date, timedelta
from functools import cache

from archive_app.hanzi.dating.calendar import TERMS
from archive_app.hanzi.dating.conventions import Conventions
from archive_app.hanzi.dating.days import (
    lunar_day,
    lunar_interval,
    lunar_month,
    lunar_month_of,
    solar_day,
    solar_days,
    solar_month,
    term_day,
)
from archive_app.hanzi.dating.festivals import LAST, SINCE, festivals, other_festivals
from archive_app.hanzi.dating.numerals import NUMBER, number, numbers
from archive_app.hanzi.dating.old_style import old_style
from archive_app.hanzi.dating.parts import part_of_year, season_of_year
from archive_app.hanzi.dating.reading import Sense, impossible
from archive_app.hanzi.dating.text import Pattern

LUNAR_MARK = "农历|阴历|旧历|夏历|古历|老历|农|阴|旧"
SOLAR_MARK = "公历|阳历|新历|国历|西历|公元|阳"
FILLER = Pattern(
    r"(?:的|那一年|那年|这一年|这年|当年|全年|年度|那一天|那天|这天|当天|当日|里头|里|内|上|间|时候|时|那会儿?|那阵子?|那阵儿|一年|份)*\Z"
)
_HOURS = Pattern(
    rf"(?:凌晨|拂晓|黎明|清晨|早晨|早上|清早|上午|中午|午前|午后|下午|傍晚|黄昏|晚上|晚间|夜里|夜间|夜|晚|子夜|午夜|[{'子丑寅卯辰巳午未申酉戌亥'}]时)?"
    rf"(?:(?:(?:{NUMBER}|两)(?:点|时)(?:钟|整|半|多|许|[一三]刻|{NUMBER}分?)?(?:{NUMBER}秒)?"
    r"|\d{1,2}:\d{2}(?::\d{2})?|[初一二三四五]更(?:天|时分)?|半夜|后半夜|前半夜|天亮|天黑)(?:左右|前后|时分)?)?\Z"
)
_WEEKDAY = Pattern(r"[(,]?(?:星期|礼拜|周)[一二三四五六日天][)]?\Z")
_MONTH = Pattern(
    rf"(?:(?P<lunar>{LUNAR_MARK})|(?P<solar>{SOLAR_MARK}))?(?P<leap>闰)?(?P<m>正二|冬腊|十冬腊|正|元|冬|腊|{NUMBER}(?:、{NUMBER})?|某|x{{1,2}})月(?:份)?"
)
_DAY = Pattern(rf"(?P<early>初)?(?P<d>{NUMBER})(?P<mark>日|号)?")
_NUMERIC = Pattern(rf"(?P<s>[.\-/·—]?)(?P<m>{NUMBER})(?:(?P<t>[.\-/·—])(?P<d>{NUMBER}))?[日号]?\Z")
_TENTHS = {"上": (1, 10), "中": (11, 20), "下": (21, 31), "上中": (1, 20), "中下": (11, 31)}
_TENTH = Pattern(r"(?P<t>上|中|下|上[、和与]?中|中[、和与]?下)[旬浣澣]\Z")
_SOME_DAY = Pattern(
    r"(?:间?某日|(?:的?某一|某)天|x{1,2}日|×日|00日|日|(?:吉[日旦]?|[谷榖]旦|之吉)立?|的?一[个天](?:早上|上午|中午|下午|晚上|夜里)?|某天(?:早上|上午|中午|下午|晚上|夜里))\Z"
)
"""A day that is not named; 吉日 and 谷旦 stand in deeds and on tablets."""
_MONTH_PARTS = {
    **dict.fromkeys(("初", "月初", "头", "头上", "开头", "初头"), "初"),
    **dict.fromkeys(("中", "中间", "月中", "半", "当中"), "中"),
    **dict.fromkeys(("底", "末", "尾", "月底", "月末", "末尾", "底边"), "末"),
}
_SPECIAL_DAYS = {"既望": 16, "朔": 1, "朔日": 1, "望": 15, "望日": 15, "晦": LAST, "晦日": LAST, "月半": 15}


@cache
def _festive() -> frozenset[tuple[int, int]]:
    """Days that are spoken of by the lunar calendar without saying so: 六月六, 八月十五."""
    return frozenset((one.month, one.day) for one in festivals().values() if one.lunar)


def within(rest: str, year: int, sort: str, conventions: Conventions) -> list[Sense]:
    """The meanings of the words behind a year, the likeliest first; empty where they are none.

    ``sort`` says how months without a mark count: ``solar``, ``republic`` (as a rule solar) or ``lunar``.
    """
    made = _numeric(rest, year, lunar=sort == "lunar")
    if made:
        return made
    rest = rest.lstrip(",、的之于在·")
    for reader in (_month_day, _festival, old_style, part_of_year, season_of_year):
        found = reader(rest, year, sort, conventions)
        if found:
            return found
    return []


def _ends(rest: str) -> bool:
    rest = _WEEKDAY.sub("", rest)
    return bool(FILLER.match(rest) or _HOURS.match(rest.lstrip("的,")))


def _numeric(rest: str, year: int, *, lunar: bool) -> list[Sense]:
    match = _NUMERIC.match(_WEEKDAY.sub("", rest))
    if match is None or len(match["m"]) > 3:
        return []
    if match["d"] and match["t"] != (match["s"] or match["t"]):
        return []  # 1958.5—6 is a span of months
    if not match["s"] and (not match["d"] or match["t"] == "—"):
        return []  # 1958年5.12 is a day, 1958年5 is nothing
    month, day = number(match["m"]), number(match["d"]) if match["d"] else None
    if month is None or (match["d"] and day is None):
        return []
    if day is None and month > max(12, year % 100) and match["s"] in "-/—" and len(match["m"]) == 2:
        return []  # 1956-58 is a span
    if lunar:  # 光绪24.8.6
        return [lunar_day(year, month, day) if day else lunar_month(year, month)]
    return [solar_day(year, month, day) if day is not None else solar_month(year, month)]


# — month and day —


def _month_day(rest: str, year: int, sort: str, conventions: Conventions) -> list[Sense]:
    match = _MONTH.match(rest)
    if match is None:
        return []
    tail, word = rest[match.end() :], match["m"]
    if word in ("某", "x", "xx", "00"):
        if not _ends(re.sub(r"\A(?:某|x{1,2}|00)日", "", tail)):
            return []
        return [Sense(f"{year:04d}-XX", date(year, 1, 1), date(year, 12, 31), precision="年")]
    months = _month_numbers(word)
    if not months:
        return []
    if tail == "半" and not word.isdigit() and months[0] in (1, 7, 8):
        return [lunar_day(year, months[0], 15).noting("“月半”按农历十五推定")]
    named = word in ("正", "冬", "腊", *_SEVERAL) or bool(match["leap"])
    lunar = bool(match["lunar"]) or named or (sort == "lunar" and not match["solar"])
    if len(months) > 1:
        return _either_month(months, year, lunar, tail)
    month, leap = months[0], bool(match["leap"])
    festival = festivals().get(tail)
    if festival is not None and festival.lunar and festival.month == month:
        return [lunar_day(year, month, festival.day)]
    found = _part_of_month(tail, year, month, leap, lunar, conventions)
    if found:
        return found
    open_ = not lunar and not match["solar"]
    return _day(tail, year, month, leap, lunar, sort if open_ else "marked", spoken=not word.isdigit())


_SEVERAL = {"正二": [1, 2], "冬腊": [11, 12], "十冬腊": [10, 11, 12]}


def _month_numbers(word: str) -> list[int]:
    if word in _SEVERAL:
        return _SEVERAL[word]
    special = {"正": 1, "元": 1, "冬": 11, "腊": 12}
    if word in special:
        return [special[word]]
    if "、" in word:
        first, _, second = word.partition("、")
        one, two = number(first), number(second)
        return [one, two] if one is not None and two is not None else []
    return numbers(word)


def _either_month(months: list[int], year: int, lunar: bool, tail: str) -> list[Sense]:
    if not _ends(tail):
        return []
    parts = [(lunar_month if lunar else solar_month)(year, month) for month in months]
    bad = next((part for part in parts if part.problem), None)
    if bad is not None:
        return [bad]
    first, last = parts[0].first, parts[-1].last
    if lunar and first and last:
        return [lunar_interval(first, last, year).noting("两个月中的一个")]
    edtf = f"[{','.join(part.edtf for part in parts)}]"
    return [Sense(edtf, first, last, precision="月", qualifier="二者之一", candidates=tuple(parts))]


def _part_of_month(tail: str, year: int, month: int, leap: bool, lunar: bool, conventions: Conventions) -> list[Sense]:
    """The month whole, a tenth of it, its beginning, middle or end; empty where a day follows."""
    if _ends(tail):
        return [lunar_month(year, month, leap=leap) if lunar else solar_month(year, month)]
    if _SOME_DAY.match(tail):
        return [lunar_month(year, month, leap=leap) if lunar else solar_month(year, month, day_unknown=True)]
    halves = {"上半月": (1, 15), "前半月": (1, 15), "下半月": (16, 31), "后半月": (16, 31)}
    tenth = _TENTH.match(tail)
    exact = _TENTHS[re.sub("[、和与]", "", tenth["t"])] if tenth else halves.get(tail)
    named = _MONTH_PARTS.get(tail)
    if exact is None and named is None:
        return []
    first, last = exact or conventions.month_parts[str(named)]
    if not lunar:
        return [solar_days(year, month, first, last, about=exact is None, precision="旬")]
    found = lunar_month_of(year, month, leap=leap)
    if isinstance(found, Sense):
        return [found]
    begin = found.first + timedelta(days=first - 1)
    return [lunar_interval(begin, min(found.last, found.first + timedelta(days=last - 1)), year, about=exact is None)]


def _day(tail: str, year: int, month: int, leap: bool, lunar: bool, sort: str, *, spoken: bool) -> list[Sense]:
    """A day of a month. ``sort``: ``marked`` where the calendar is said; else what the year counts by."""
    for word in sorted(_SPECIAL_DAYS, key=len, reverse=True):
        if tail.startswith(word) and _ends(tail[len(word) :]):
            return [lunar_day(year, month, _SPECIAL_DAYS[word], leap=leap)]
    match = _DAY.match(tail)
    if match is None:
        return []
    day, behind = number(match["d"]), tail[match.end() :].lstrip("(,").rstrip(")")
    if day is None:
        return []
    name = next((name for name in _names() if behind.startswith(name)), "")
    festival = festivals().get(name)
    if festival is not None and festival.lunar and festival.month == month:
        lunar, behind = True, behind[len(name) :]
    elif festival is not None and (festival.month, festival.day) == (month, day):
        behind = behind[len(name) :]
    if not _ends(behind):
        return []
    days = [] if match["d"].isdigit() else numbers(match["d"])
    if len(days) > 1:
        return _either_day(days, year, month, leap=leap, lunar=lunar or bool(match["early"]))
    if lunar:
        return [lunar_day(year, month, day, leap=leap)]
    solar = solar_day(year, month, day)
    if sort == "marked" or (match["mark"] and not match["early"] and sort == "solar"):
        return [solar]
    return _either_calendar(solar, lunar_day(year, month, day), match, sort, spoken, (month, day) in _festive())


def _either_day(days: list[int], year: int, month: int, *, leap: bool, lunar: bool) -> list[Sense]:
    """三月五六日, 初七八: one of two days that follow each other."""
    parts = [lunar_day(year, month, day, leap=leap) if lunar else solar_day(year, month, day) for day in days]
    bad = next((part for part in parts if part.problem), None)
    if bad is not None:
        return [bad]
    edtf = f"[{','.join(part.edtf for part in parts)}]"
    made = replace(parts[0], edtf=edtf, last=parts[-1].last, qualifier="二者之一", candidates=tuple(parts))
    return [made.doubtful("两天中的一天")]


def _either_calendar(
    solar: Sense, lunar: Sense, match: re.Match[str], sort: str, spoken: bool, festive: bool
) -> list[Sense]:
    """A day whose calendar is not said: 初八 and 廿三 are lunar; else both are named and a person chooses."""
    if match["early"] or (match["d"][:1] in "廿卅" and not match["mark"]):
        return [lunar]
    if not spoken or lunar.problem:
        return [solar]
    pair = [one for one in (solar, lunar) if not one.problem]
    if festive and not match["mark"]:
        chosen = replace(lunar, candidates=tuple(reversed(pair)))
        return [chosen.doubtful("按农历节日推定，也可能是公历")]
    if sort == "republic":
        return [replace(solar, candidates=tuple(pair)).doubtful("民国公文用公历月日，民间契约多用农历")]
    return [replace(solar, candidates=tuple(pair)).doubtful("按公历推定，也可能是农历")]


# — festivals and terms —


@cache
def _names() -> tuple[str, ...]:
    names = {
        *festivals(),
        *TERMS,
        *(f"{term}节" for term in ("清明", "冬至", "立春")),
        "寒食",
        "寒食节",
        *other_festivals(),
    }
    return tuple(sorted(names, key=len, reverse=True))


def _festival(rest: str, year: int, sort: str, _conventions: Conventions) -> list[Sense]:
    name = next((name for name in _names() if rest.startswith(name)), None)  # 旧历年 before 旧历 and 年
    if name is None:
        rest = re.sub(rf"^(?:{LUNAR_MARK}|{SOLAR_MARK})", "", rest)
        name = next((name for name in _names() if rest.startswith(name)), None)
    if name is None or not _ends(rest[len(name) :].removeprefix("日")):
        return []
    if name in other_festivals():
        return [_not_converted(year, name)]
    plain = name.removesuffix("节")
    if plain in TERMS or plain == "寒食":
        found = term_day(year, TERMS.index("清明" if plain == "寒食" else plain), lunar=sort == "lunar")
        return [_day_before(one) if plain == "寒食" else one for one in found]
    festival = festivals()[name]
    if festival.lunar:
        made = lunar_day(year, festival.month, festival.day)
        if festival.month != 12 or sort == "lunar" or made.problem:
            return [made]
        return [_either_winter(made, lunar_day(year - 1, festival.month, festival.day), year)]
    since = SINCE.get(festival.name, SINCE.get(name, 0))
    if festival.day == 1 and festival.month == 10 and year < 1949:
        return [
            impossible(f"{year}年还没有十月一日的国庆节（1949年起）；民国时的国庆是十月十日", solar_day(year, 10, 10))
        ]
    if year < since:
        return [
            impossible(f"{year}年还没有{festival.name}（{since}年起）", solar_day(year, festival.month, festival.day))
        ]
    return [solar_day(year, festival.month, festival.day)]


def _not_converted(year: int, name: str) -> Sense:
    calendar = other_festivals()[name]
    note = f"{name}依{calendar}，不自动换算，只读到年"
    return Sense(
        f"{year:04d}", date(year, 1, 1), date(year, 12, 31), calendar=calendar, precision="年",
        notes=(note,), confirm=True,
    )  # fmt: skip


def _day_before(sense: Sense) -> Sense:
    if sense.first is None:
        return sense
    day = sense.first - timedelta(days=1)
    return replace(sense, edtf=day.isoformat(), first=day, last=day).noting("寒食按清明前一日")


def _either_winter(made: Sense, before: Sense, year: int) -> Sense:
    """A festival of the twelfth month: of the lunar year of this number, or the one early in this civil year."""
    inside = before.first is not None and before.first.year == year
    pair = (made, before) if inside else (made,)
    return replace(made, candidates=pair if len(pair) > 1 else ())
