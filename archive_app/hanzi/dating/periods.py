"""Decades, centuries, reigns as a whole, dynasties and the periods people count by."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from functools import cache

from archive_app.hanzi.dating.edtf import bounds
from archive_app.hanzi.dating.numerals import NUMBER, number, positional
from archive_app.hanzi.dating.reading import Context, LocalEvent, Sense
from archive_app.hanzi.dating.reigns import Reign, reigns
from archive_app.hanzi.dating.text import Pattern, normal_name

_PARTS = {
    **dict.fromkeys(("初", "初期", "初年", "早期", "前期", "之初", "初叶", "头上", "头几年", "开头"), "初"),
    **dict.fromkeys(("中", "中期", "中叶", "中间", "当中", "中段"), "中"),
    **dict.fromkeys(
        ("末", "末期", "末年", "后期", "晚期", "之末", "末叶", "底", "尾", "晚年", "末尾", "末了", "后几年"), "末"
    ),
    **dict.fromkeys(("上半叶", "上半期", "前半期", "前半叶", "前半", "上半", "上半世纪", "前五年"), "前半"),
    **dict.fromkeys(("下半叶", "下半期", "后半期", "后半叶", "后半", "下半", "下半世纪", "后五年"), "后半"),
    **dict.fromkeys(("初中期", "前中期", "早中期"), "初中"),
    **dict.fromkeys(("中后期", "中末期", "中晚期"), "中末"),
}
_PART = "|".join(sorted(_PARTS, key=len, reverse=True))
_TENS = {"一": 1, "二": 2, "三": 3, "四": 4, "五": 5, "六": 6, "七": 7, "八": 8, "九": 9}
_DECADE = Pattern(
    rf"(?:公元)?(?:(?P<last>上个?世纪)|(?P<this>本世纪|这个世纪)|(?P<century>{NUMBER})世纪)?的?"
    rf"(?:(?P<full>[0-9〇零一二三四五六七八九]{{3}}[0〇零])|(?P<d>[0-9]0)|(?P<two>[一二三四五六七八九]、?[一二三四五六七八九])十|(?P<c>[一二三四五六七八九])?十|(?P<ling>[一二三四五六七八九])[〇零]|(?P<zero>零零|〇〇)|(?P<pair>[0-9]0、[0-9]0))"
    rf"年代?(?P<era>年代)?的?(?P<part>{_PART})?(?:的时候|时候|里|间|那会儿?|那阵子?)?\Z"
)
_CENTURY = Pattern(
    rf"(?:公元)?(?P<before>前)?(?:(?P<last>上个?)|(?P<this>本|这个)|(?P<n>{NUMBER}))世纪的?(?P<part>{_PART})?(?:里|间)?\Z"
)


def decade(text: str, context: Context) -> Sense | None:
    """五十年代, 上世纪五十年代初, 五六十年代, 1950年代."""
    match = _DECADE.match(re.sub(r"(?<=\d{3}0)'?s\Z", "年代", text))
    text = match.string if match else text
    if match is None or "年代" not in text:
        return None
    century, said = _century_of(match, context)
    notes: tuple[str, ...] = () if said else ("世纪按20世纪推定",)
    if match["full"]:
        begins = [positional(match["full"]) or 0]
        notes = ()
    else:
        begins = [(century - 1) * 100 + ten * 10 for ten in _tens(match)]
    confirm = not said and not match["full"] and begins[0] <= 1920
    part = _PARTS.get(match["part"] or "")
    if len(begins) > 1:
        made = _years(begins[0], begins[-1] + 9, about=False, precision="年代段")
    elif part is None:
        first = begins[0]
        made = Sense(f"{first // 10:03d}X", date(first or 1, 1, 1), date(first + 9, 12, 31), precision="年代")
    else:
        low, high = context.conventions.decade_parts[part]
        made = _years(begins[0] + low, begins[0] + high, about=True, precision="年代段")
    return replace(made, notes=notes, confirm=confirm)


def _tens(match: re.Match[str]) -> list[int]:
    if match["pair"]:
        return [int(part[0]) for part in match["pair"].split("、")]
    if match["d"]:
        return [int(match["d"][0])]
    if match["two"]:
        return [_TENS[character] for character in match["two"].replace("、", "")]
    if match["ling"]:
        return [_TENS[match["ling"]]]
    if match["zero"]:
        return [0]
    return [_TENS[match["c"] or "一"]]


def _century_of(match: re.Match[str], context: Context) -> tuple[int, bool]:
    present = (context.present.year - 1) // 100 + 1
    if match["last"]:
        return present - 1, True
    if match["this"]:
        return present, True
    told = match.groupdict().get("century") or match.groupdict().get("n")
    if told:
        return number(told) or 20, True
    return 20, False


def _years(first: int, last: int, *, about: bool, precision: str) -> Sense:
    mark = "~" if about else ""
    return Sense(
        f"{first:04d}{mark}/{last:04d}{mark}", date(first or 1, 1, 1), date(last, 12, 31),
        precision=precision, qualifier="约" if about else "",
    )  # fmt: skip


def century(text: str, context: Context) -> Sense | None:
    """十九世纪, 二十世纪初, 上世纪末."""
    match = _CENTURY.match(text)
    if match is None:
        return None
    which, _said = _century_of(match, context)
    if not 1 <= which <= 99:
        return None
    begin = (which - 1) * 100
    part = _PARTS.get(match["part"] or "")
    if match["before"]:
        if part is not None:
            return None
        edtf = f"-{which * 100 - 1:04d}/-{(which - 1) * 100:04d}" if which > 1 else "-0099/0000"
        return Sense(edtf, calendar="公元前", precision="世纪", notes=("EDTF用天文纪年",))
    if part is None:
        note = f"{begin // 100:02d}XX为{begin:04d}—{begin + 99:04d}，与“世纪”差一年，边界按世纪"
        return Sense(
            f"{begin // 100:02d}XX", date(begin + 1, 1, 1), date(begin + 100, 12, 31), precision="世纪", notes=(note,)
        )
    low, high = context.conventions.century_parts.get(part, (0, 0))
    if not high:
        return None
    return _years(begin + low, begin + high, about=part in ("初", "中", "末"), precision="年代段")


# — reigns as a whole —

_WHOLE = r"(?:年间|时期|朝|年代|一朝|时|在位期间|那会儿?|那阵子?|年里|年)?"


@cache
def _reign_pattern() -> re.Pattern[str]:
    names = "|".join(sorted(reigns(), key=len, reverse=True))
    return re.compile(
        rf"(?:大?(?P<dynasty>[明清])(?:朝|代)?的?)?(?P<reign>{names})(?:皇帝|帝)?(?:{_WHOLE}|(?P<part>{_PART}))\Z"
    )


def reign_period(text: str, context: Context) -> Sense | None:
    """光绪年间, 明洪武年间, 光绪末年, 乾隆初."""
    match = _reign_pattern().match(text)
    if match is None:
        return None
    reign = reigns()[match["reign"]]
    if match["dynasty"] and match["dynasty"] != reign.dynasty:
        return Sense(calendar="年号", confirm=True, problem=f"{reign.name}是{reign.dynasty}代年号")
    first, last = reign.bounds()
    part = _PARTS.get(match["part"] or "")
    if part is not None:
        return _part_of_reign(reign, part, first, last, context.conventions.reign_part_years)
    if reign.dynasty == "明":
        edtf = f"{reign.first}/{reign.last}" if reign.years > 1 else f"{reign.first}"
    else:
        edtf = f"{first.isoformat()}/{last.isoformat()}"
    return Sense(edtf, first, last, "年号", "时期", notes=("界限为外推格里历",) if first.year < 1583 else ())


def _part_of_reign(reign: Reign, part: str, first: date, last: date, width: int) -> Sense | None:
    span = min(width, max(1, reign.years - 1))
    if part == "初":
        low, high = reign.first, reign.first + span - 1
        begin, end = first, date(high, 12, 31)
    elif part == "末":
        low, high = reign.last - span + 1, reign.last
        begin, end = date(low, 1, 1), last
    elif part == "中":
        middle = (reign.first + reign.last) // 2
        low, high = max(reign.first, middle - span // 2), min(reign.last, middle + span // 2)
        begin, end = date(low, 1, 1), date(high, 12, 31)
    else:
        return None
    if reign.years == 1:
        return None
    return Sense(f"{low}~/{high}~", begin, end, "年号", "年代段", "约", notes=("起止为编辑约定",))


# — dynasties and named periods —

LIBERATION = date(1949, 9, 5)
FOUNDING = date(1949, 10, 1)
_PLACE = "西宁解放1949年9月5日；各地不同，须用地方事件表"
_HABIT = "起止为编辑约定"

_NAMED: dict[str, tuple[str, str]] = {
    # words → (EDTF, remark); those with ~ are the editors' convention
    "清末|清朝末年|清朝末期|清代末年|清末年|晚清末年|前清末年|清季": (
        "1895~/1912-02-12",
        "起点为编辑约定；1912-02-12清帝退位",
    ),
    "清末民初|清末民国初|清末民国初年|清末民初年间": ("1900~/1919~", _HABIT),
    "晚清|清后期|清代后期|清晚期": ("1840~/1912-02-12", _HABIT),
    "清初|清朝初年|清代初年|清朝初期": ("1644~/1722~", _HABIT),
    "清中期|清代中期|清中叶|清代中叶|清朝中期|清朝中叶": ("1723~/1839~", _HABIT),
    "清朝|清代|清朝时期|清代时期|大清朝|前清|清朝年间|清朝时": ("1644/1912-02-12", ""),
    "明初|明朝初年|明代初年|明朝初期": ("1368~/1435~", _HABIT),
    "明末|明朝末年|明代末年|明朝末期": ("1573~/1644~", _HABIT),
    "明末清初": ("1600~/1683~", _HABIT),
    "明朝|明代|明朝时期|明代时期|明朝年间": ("1368/1644", ""),
    "明清|明清时期|明清两代|明清年间": ("1368/1912-02-12", ""),
    "民国|民国年间|民国时期|民国时|民国时候|民国的时候|民国那会儿|民国那阵子|中华民国时期|民国时代": (
        "1912-01-01/1949-09-30",
        "",
    ),
    "民国初年|民国初|民国初期|民初|民国早期|民国初年间|民国前期": ("1912~/1916~", "止点为编辑约定"),
    "民国末年|民国末|民国末期|民国后期|民国晚期": ("1946~/1949-09-30", "起点为编辑约定"),
    "北洋时期|北洋政府时期|北洋军阀时期": ("1912/1928", ""),
    "抗战时期|抗日战争时期|抗战期间|抗日战争期间|抗战年间|抗战时|抗战的时候": (
        "1937-07-07/1945-09-02",
        "起于七七事变，止于日本签字投降",
    ),
    "解放战争时期|解放战争期间": ("1946-06/1949-09", _HABIT),
    "抗美援朝时期|抗美援朝期间|抗美援朝时|抗美援朝那阵子": ("1950-10-25/1953-07-27", ""),
    "大跃进时期|大跃进时|大跃进期间|大跃进年代|大跃进那阵子|大跃进那会儿": ("1958/1960", ""),
    "三年困难时期|三年自然灾害时期|三年自然灾害|困难时期|六〇年困难时期": ("1959/1961", ""),
    "文革时期|文革期间|文革时|文革中|文化大革命时期|文化大革命期间"
    "|十年动乱|十年动乱时期|十年浩劫|文革那阵子|文革|文化大革命|文革那会儿": ("1966-05-16/1976-10-06", ""),
    "文革初期|文革初|文革前期": ("1966~/1968~", _HABIT),
    "文革后期|文革末期|文革末": ("1973~/1976~", _HABIT),
    "改革开放初期|改革开放初|改革开放之初": ("1978-12-18/1984~", "止点为编辑约定"),
    "改革开放以后|改革开放后|改革开放以来|改革开放": ("1978-12-18/..", "起于十一届三中全会"),
    "改革开放以前|改革开放前": ("../1978-12-17", "止于十一届三中全会前一日"),
}  # fmt: skip


@cache
def _named() -> dict[str, tuple[str, str]]:
    return {normal_name(word): value for words, value in _NAMED.items() for word in words.split("|")}


_LIBERATION = Pattern(
    r"(?:(?:西宁|青海|全国|咱们?这里|当地|本地)?(?P<l>解放)|(?P<f>新中国成立|建国|中华人民共和国成立|共和国成立))"
    r"(?:(?P<before>以前|之前|前)|(?P<eve>前夕|前不久)|(?P<years>后?(?:以后)?的?头(?P<n>[一二两三四五]|一两|两三|三四|几)年)"
    r"|(?P<early>初期|初年|初|之初|后不久|不久)|(?P<after>以后|之后|后|以来|后来)"
    r"|(?P<year>那年|那一年|的那年|当年)|(?P<day>那天|那日|的那天)|(?P<time>时|的时候|那时|那会儿?|那阵子?|那时候|前后))\Z"
)


def liberation(text: str, context: Context) -> Sense | None:
    """解放前, 解放初期, 新中国成立后 …; the day of 解放 is the local one where the events know it."""
    match = _LIBERATION.match(text)
    if match is None:
        return None
    day, notes = (FOUNDING, ()) if match["f"] else _liberation_day(context.events)
    calendar, basis = "公历", "事件"
    local = bool(match["l"])

    def made(edtf: str, first: date, last: date, precision: str, qualifier: str = "", extra: str = "") -> Sense:
        return Sense(
            edtf, first, last, calendar, precision, qualifier, basis,
            tuple(note for note in (*notes, extra) if note), local and bool(notes),
        )  # fmt: skip

    before = day - timedelta(days=1)
    if match["before"]:
        return made(f"../{before.isoformat()}", date.min, before, "上限", "不晚于")
    if match["eve"]:
        return made(f"{day.year - 1}~/{before.isoformat()}", date(day.year - 1, 1, 1), before, "时期", "约", _HABIT)
    if match["years"]:
        spans = {"一": 1, "二": 2, "两": 2, "三": 3, "四": 4, "五": 5, "一两": 2, "两三": 3, "三四": 4, "几": 3}
        last = day.year + spans[match["n"]]
        return made(f"{day.isoformat()}/{last}~", day, date(last, 12, 31), "年", "约")
    if match["early"]:
        return made(f"{day.isoformat()}/1952~", day, date(1952, 12, 31), "时期", "约", "止点为编辑约定")
    if match["after"]:
        return made(f"{day.isoformat()}/..", day, date.max, "下限", "不早于")
    if match["day"]:
        return made(day.isoformat(), day, day, "日")
    if match["time"]:
        return made(f"{day.year}~", date(day.year - 1, 1, 1), date(day.year + 1, 12, 31), "年", "约")
    return made(f"{day.year}", date(day.year, 1, 1), date(day.year, 12, 31), "年")


def _liberation_day(events: Sequence[LocalEvent]) -> tuple[date, tuple[str, ...]]:
    for event in events:
        if event.earliest and event.name.endswith("解放") and event.earliest == event.latest:
            return date.fromisoformat(event.earliest), ()
    return LIBERATION, (_PLACE,)


_PLAN = Pattern(r"(?:第?(?P<n>[一二三四五六七八九十]{1,2})个?五(?:年)?(?:计划)?)(?:时期|期间|计划|计划时期|计划期间)\Z")


def named_period(text: str, context: Context) -> Sense | None:
    """清末, 民国年间, 抗战时期, 六五期间 …; not the movements that came to each place in its own year."""
    plan = _PLAN.match(text)
    if plan is not None:
        which = number(plan["n"])
        if which is None or not 1 <= which <= 15:
            return None
        first = 1953 + (which - 1) * 5 + (3 if which >= 3 else 0)
        return _years(first, first + 4, about=False, precision="时期")
    found = _named().get(text)
    if found is None:
        return None
    edtf, note = found
    first_day, last_day = bounds(edtf, context.conventions) or (None, None)
    about = "约" if "~" in edtf else ""
    calendar = "民国" if text.startswith("民") else "公历"
    return Sense(edtf, first_day, last_day, calendar, "时期", about, notes=(note,) if note else ())


def reign_ends(name: str) -> tuple[Reign, date, date] | None:
    """A reign with its days, by its name with 年 or 朝 or nothing behind it."""
    reign = reigns().get(re.sub(r"(?:年间|年|朝)\Z", "", name))
    return (reign, *reign.bounds()) if reign else None
