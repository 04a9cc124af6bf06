"""Dynasties and the periods people count by: 清末, 抗战时期, 文革后期, 十三五期间."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

from archive_app.hanzi.dating.edtf import bounds
from archive_app.hanzi.dating.numerals import number
from archive_app.hanzi.dating.periods import years_span
from archive_app.hanzi.dating.reading import Context, Sense
from archive_app.hanzi.dating.text import Pattern, normal_name

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
    "满清|清朝|清代|清朝时期|清代时期|大清朝|前清|清朝年间|清朝时": ("1644/1912-02-12", ""),
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
    "抗战|抗日战争|全面抗战|八年抗战|抗战八年": ("1937-07-07/1945-09-02", "起于七七事变，止于日本签字投降"),
    "十四年抗战": ("1931-09-18/1945-09-02", "起于九一八事变，止于日本签字投降"),
    "抗战初期|抗战初|抗战前期|抗日战争初期": ("1937-07-07/1938~", "止点为编辑约定"),
    "抗战中期|抗日战争中期": ("1939~/1943~", _HABIT),
    "抗战后期|抗战末期|抗战末|抗日战争后期|抗日战争末期": ("1944~/1945-09-02", "起点为编辑约定"),
    "民国中期|民国中叶": ("1928~/1937~", _HABIT),
    "解放战争|解放战争时期|解放战争期间": ("1946-06/1949-09", _HABIT),
    "抗美援朝|抗美援朝战争|抗美援朝时期|抗美援朝期间|抗美援朝时|抗美援朝那阵子": ("1950-10-25/1953-07-27", ""),
    "大跃进|大跃进时期|大跃进时|大跃进期间|大跃进年代|大跃进那阵子|大跃进那会儿": ("1958/1960", ""),
    "三年困难|低标准|三年困难时期|三年自然灾害时期|三年自然灾害|困难时期|六〇年困难时期": ("1959/1961", ""),
    "文革时期|文革期间|文革时|文革中|文化大革命时期|文化大革命期间"
    "|十年动乱|十年动乱时期|十年浩劫|文革那阵子|文革|文化大革命|文革那会儿": ("1966-05-16/1976-10-06", ""),
    "文革初期|文革初|文革前期": ("1966~/1968~", _HABIT),
    "十年文革": ("1966-05-16/1976-10-06", ""),
    "文革中期": ("1969~/1972~", _HABIT),
    "文革后期|文革末期|文革末": ("1973~/1976~", _HABIT),
    "改革开放初期|改革开放初|改革开放之初": ("1978-12-18/1984~", "止点为编辑约定"),
    "改革开放以后|改革开放后|改革开放以来|改革开放": ("1978-12-18/..", "起于十一届三中全会"),
    "改革开放以前|改革开放前": ("../1978-12-17", "止于十一届三中全会前一日"),
}  # fmt: skip


@cache
def _named() -> dict[str, tuple[str, str]]:
    return {normal_name(word): value for words, value in _NAMED.items() for word in words.split("|")}


_PLAN = Pattern(
    r"(?:第?(?P<n>[一二三四五六七八九十]{1,2})个?五(?:年)?(?:计划|规划)?)"
    r"(?:时期|期间|计划|规划|计划时期|计划期间|(?P<end>末年?|末期|收官之年)|(?P<begin>开局之年|头一年))\Z"
)


def named_period(text: str, context: Context) -> Sense | None:
    """清末, 民国年间, 抗战时期, 六五期间 …; not the movements that came to each place in its own year."""
    plan = _PLAN.match(text)
    if plan is not None:
        which = number(plan["n"])
        if which is None or not 1 <= which <= 15:
            return None
        first = 1953 + (which - 1) * 5 + (3 if which >= 3 else 0)
        if plan["end"] or plan["begin"]:
            first += 4 if plan["end"] else 0
            return years_span(first, first, about=False, precision="年")
        return years_span(first, first + 4, about=False, precision="时期")
    that_year = _THAT_YEAR.sub("", text)
    if that_year != text and that_year in _named():
        made = _made(that_year, context)
        if made.first is None or made.last is None or made.first.year == made.last.year:
            return made
        edtf = f"[{made.first.year}..{made.last.year}]"
        return replace(made, edtf=edtf, precision="年").doubtful("前后几年，须定是哪一年")
    core = text if text in _named() else _SUFFIX.sub("", text)
    return _made(core, context) if core in _named() else None


_THAT_YEAR = Pattern(r"(?:的?那年|的?那一年)\Z")
_SUFFIX = Pattern(r"(?:的?(?:时期|时候|期间|那阵(?:子|儿)?|那会儿?|那些年|那几年|年月|年间|年代|时代|时|中|间|里))\Z")


def _made(name: str, context: Context) -> Sense:
    text = name
    edtf, note = _named()[name]
    first_day, last_day = bounds(edtf, context.conventions) or (None, None)
    about = "约" if "~" in edtf else ""
    calendar = "民国" if text.startswith("民") else "公历"
    return Sense(edtf, first_day, last_day, calendar, "时期", about, notes=(note,) if note else ())
