"""Year expressions: 一九五八年, 五八年, 民国廿六年, 光绪戊戌, 戊戌年, 龙年, 195×年, 公元前121年."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from functools import cache

from archive_app.frozen import dataclass
from archive_app.hanzi.dating.calendar import ANIMALS, BRANCHES, STEMS, cycle_index, cycle_name, years_of_cycle
from archive_app.hanzi.dating.numerals import DIGIT, NUMBER, in_words, number, numbers, positional
from archive_app.hanzi.dating.reading import Context, Sense, impossible
from archive_app.hanzi.dating.reigns import SOLAR_ERAS, Reign, SolarEra, counted_reigns
from archive_app.hanzi.dating.text import Pattern

CYCLE = f"[{STEMS}][{BRANCHES}]"
LATEST = 2199
"""The latest year four digits are taken for: 五七五八年 is two years."""
_LUNAR_CHECK = "干支、农历与公历的界限不同，以春节为界"


@dataclass(frozen=True, slots=True)
class Years:
    """The year or years an expression may name, before months and days are read.

    ``lunar``: they run from New Year to New Year. ``edtf``: given where the expression has a value of its own
    (``195X``). ``trouble``: why there is no such year.
    """

    years: tuple[int, ...] = ()
    lunar: bool = False
    calendar: str = "公历"
    edtf: str = ""
    confirm: bool = False
    notes: tuple[str, ...] = ()
    basis: str = ""
    bounded: bool = True
    trouble: Sense | None = None
    qualifier: str = ""
    cyclic: bool = False
    reign: Reign | None = None
    solar_era: SolarEra | None = None


Found = tuple[Years, str]
"""A year and the words after it."""


def read_year(text: str, context: Context) -> list[Found]:
    """Every way ``text`` may begin with a year, the likeliest first, each with the rest of the words."""
    found: list[Found] = []
    for reader in _READERS:
        made = reader(text, context)
        if made is not None:
            found.append(made)
    return found


# — counted from the common era —

_BEFORE_ERA = Pattern(rf"(?:公元|西元|纪元)前(?P<n>{NUMBER})年")
_ERA = Pattern(rf"(?:公元|西元|公历|阳历)(?:后)?(?P<n>{NUMBER})年")
_FULL = Pattern(
    rf"(?:公元|西元|公历|阳历|西历)?(?P<n>{DIGIT}{{4}})(?P<mark>年度?)?(?:[(\[]?(?P<cycle>{CYCLE})年?[)\]]?)?"
)
_SAID = Pattern(rf"(?:公元|西元|公历|阳历)?(?P<n>(?:[一二两]千|[12]千)(?:{NUMBER})?)年度?")
_ANIMAL_BEHIND = Pattern(rf"(?P<a>[{ANIMALS}])年")
_MASK = Pattern(rf"(?:公元|西元)?(?P<n>{DIGIT}{{1,3}})(?P<x>[x?几]{{1,3}})年")
_SHORT = Pattern(rf"'?(?P<n>{DIGIT}{{2}})年")
_SHORT_MASK = Pattern(r"(?:(?P<century>上个?世纪|二十世纪|20世纪))?(?P<n>[一二三四五六七八九1-9])[十0]?[几x?]年")


def _before_era(text: str, _context: Context) -> Found | None:
    match = _BEFORE_ERA.match(text)
    value = number(match["n"]) if match else None
    if match is None or value is None or not 1 <= value <= 9999:
        return None
    year = 1 - value  # astronomical counting: 1 BC is year 0
    note = "EDTF用天文纪年：公元前N年写作1减N"
    return Years((year,), edtf=f"-{-year:04d}" if year else "0000", notes=(note,), bounded=False), text[match.end() :]


def _in_era(text: str, _context: Context) -> Found | None:
    match = _ERA.match(text)
    value = number(match["n"]) if match else None
    if match is None or value is None or not 1 <= value <= 9999:
        return None
    return Years((value,)), text[match.end() :]


def _full(text: str, _context: Context) -> Found | None:
    match = _FULL.match(text)
    value = positional(match["n"]) if match else None
    if match is None or value is None or not 1 <= value <= LATEST:
        return None
    rest = text[match.end() :]
    if match["mark"] is None and (value < 1000 or rest[:1].isdigit() or rest[:1] in tuple("月日号十百千元页册卷个")):
        return None
    made = Years((value,))
    animal = _ANIMAL_BEHIND.match(rest)
    if animal is not None and not match["cycle"]:
        own = ANIMALS[(value - 4) % 12]
        rest = rest[animal.end() :]
        if own != animal["a"]:
            return replace(made, trouble=impossible(f"{value}年属{own}，不属{animal['a']}")), rest
    if match["cycle"]:
        made = _checked(made, match["cycle"], f"{value}年")
    return made, rest


def _checked(years: Years, cycle: str, called: str) -> Years:
    """Whether stem and branch agree with the year they stand beside."""
    if cycle == cycle_name(years.years[0]):
        return replace(years, notes=(*years.notes, f"与干支“{cycle}”相符"))
    problem = f"{called}是{cycle_name(years.years[0])}年，不是{cycle}年"
    return replace(years, trouble=impossible(problem, calendar=years.calendar))


def _said(text: str, _context: Context) -> Found | None:
    """一千九百五十八年, 二千零八年, 两千年; a round thousand or hundred may as well be a length of time."""
    match = _SAID.match(text)
    value = number(match["n"]) if match else None
    if match is None or value is None or not 1368 <= value <= LATEST:
        return None
    if value % 100 == 0 and value < 2000:
        return None
    notes = ("也可能是年数",) if value % 100 == 0 else ()
    return Years((value,), confirm=bool(notes), notes=notes), text[match.end() :]


_FULL_SOME = Pattern(r"(?P<n>1\d\d|20\d)0几年")


def _masked(text: str, _context: Context) -> Found | None:
    some = _FULL_SOME.match(text)
    if some is not None:
        return Years(edtf=f"{some['n']}X"), text[some.end() :]
    match = _MASK.match(text)
    if match is None:
        return None
    digits = positional(match["n"])
    length = len(match["n"]) + len(match["x"])
    if digits is None or (length != 4 and not (match["x"] == "几" and length == 4)):
        return None
    return Years(edtf=f"{digits:0{len(match['n'])}d}" + "X" * len(match["x"])), text[match.end() :]


def _short_masked(text: str, _context: Context) -> Found | None:
    match = _SHORT_MASK.match(text)
    if match is None:
        return None
    digit = positional(match["n"])
    notes = () if match["century"] else ("世纪按20世纪推定",)
    return Years(edtf=f"19{digit}X", confirm=not match["century"], notes=notes), text[match.end() :]


def _short(text: str, context: Context) -> Found | None:
    match = _SHORT.match(text)
    if match is None:
        return None
    return two_digits(match["n"], context), text[match.end() :]


def two_digits(digits: str, context: Context) -> Years:
    """A year of two digits: of the twentieth century, to be confirmed; either century where both are possible."""
    value = positional(digits) or 0
    base = context.conventions.two_digit_century
    if base + 100 + value <= context.present.year:
        note = f"两位年份：{base + value}年还是{base + 100 + value}年，须确认"
        return Years((base + value, base + 100 + value), confirm=True, notes=(note,), cyclic=True)
    return Years((base + value,), confirm=True, notes=(f"两位年份按{base // 100}××年推定",))


# — reigns and the Republic —

_REPUBLIC = Pattern(
    rf"(?:(?:中华)?民国|民(?=(?:元|{NUMBER})年))(?:(?P<n>元|{NUMBER}(?:、{NUMBER})?)(?P<mark>年)?(?:岁次)?(?P<check>{CYCLE})?(?:年|岁)?|(?P<cycle>{CYCLE})(?:年|岁)?)"
)


def _republic(text: str, _context: Context) -> Found | None:
    match = _REPUBLIC.match(text)
    if match is None:
        return None
    rest = text[match.end() :]
    if match["cycle"]:
        index = cycle_index(match["cycle"])
        years = [] if index is None else years_of_cycle(index, 1912, 1949)
        if not years:
            return Years(trouble=impossible(f"民国没有{match['cycle']}年")), rest
        return Years(tuple(years), lunar=True, calendar="民国+干支", notes=(_LUNAR_CHECK,)), rest
    counted = _counted(match["n"])
    if not counted or (match["mark"] is None and (rest[:1] in tuple("月日号") or rest[:2] == "年代")):
        return None
    years = [1911 + value for value in counted]
    if years[-1] > 1949 or counted[0] < 1:
        return Years(calendar="民国", trouble=_beyond_republic(counted)), rest
    made = Years(tuple(years), calendar="民国", qualifier="二者之一" if len(years) > 1 else "")
    return (_checked(made, match["check"], f"民国{match['n']}年") if match["check"] else made), rest


_BEFORE_REPUBLIC = Pattern(rf"(?:中华)?民(?:国)?前(?P<n>{NUMBER})年")
_SOLAR_ERA = Pattern(rf"(?:伪满洲?国?|伪)?(?P<era>{'|'.join(SOLAR_ERAS)})(?P<n>元|{NUMBER})年")


def _before_republic(text: str, _context: Context) -> Found | None:
    """民国前三年: counted back from 1912."""
    match = _BEFORE_REPUBLIC.match(text)
    value = number(match["n"]) if match else None
    if match is None or value is None or not 1 <= value <= 100:
        return None
    return Years((1912 - value,), notes=("民国前N年=1912减N",)), text[match.end() :]


def _solar_era(text: str, _context: Context) -> Found | None:
    match = _SOLAR_ERA.match(text)
    value = number(match["n"]) if match else None
    if match is None or value is None:
        return None
    era, rest = SOLAR_ERAS[match["era"]], text[match.end() :]
    year = era.begin.year - 1 + value
    if not era.begin.year <= year <= era.end.year:
        last = in_words(era.end.year - era.begin.year + 1)
        problem = f"{era.name}止于{era.name}{last}年（{era.end.year}年），没有{era.name}{match['n']}年"
        return Years(calendar="年号", trouble=impossible(problem, calendar="年号")), rest
    note = f"{era.name}N年={era.begin.year - 1}+N，用公历月日"
    return Years((year,), calendar="年号", notes=(note,), solar_era=era), rest


def _counted(words: str) -> list[int]:
    if "、" in words:
        first, _, second = words.partition("、")
        one, two = number(first), number(second)
        if one is None or two is None:
            return []
        return [one, two if two > one else one - one % 10 + two]
    return numbers(words)


def _beyond_republic(counted: list[int]) -> Sense:
    if counted[0] < 1:
        return impossible("民国没有零年", calendar="民国")
    meant = [Sense(f"{1911 + value}", precision="年", notes=("民国N年=1911+N",)) for value in counted]
    return impossible(
        f"民国纪年止于1949年9月30日（民国三十八年），没有民国{_count(counted[-1])}年",
        *[with_year_bounds(sense) for sense in meant],
        calendar="民国",
    )


def with_year_bounds(sense: Sense) -> Sense:
    """A sense whose EDTF is a plain year, with its days."""
    from archive_app.hanzi.dating.edtf import bounds

    found = bounds(sense.edtf) or (None, None)
    return replace(sense, first=found[0], last=found[1])


@cache
def _reign_pattern() -> re.Pattern[str]:
    names = "|".join(sorted(counted_reigns(), key=len, reverse=True))
    return re.compile(
        rf"(?:[大皇前满]?(?P<dynasty>[明清])(?:朝|代)?)?(?P<reign>{names})(?:皇帝|帝)?"
        rf"(?:(?P<n>元|{NUMBER}(?:、{NUMBER})?)(?P<mark>年)?(?:[(\[]?(?:岁次|岁在)?(?P<check>{CYCLE})(?:年|岁)?[)\]]?)?"
        rf"|(?:岁次|岁在)?(?P<cycle>{CYCLE})(?:年|岁)?)"
    )


def _reign(text: str, _context: Context) -> Found | None:
    match = _reign_pattern().match(text)
    if match is None:
        return None
    reign, rest = counted_reigns()[match["reign"]], text[match.end() :]
    if match["dynasty"] and match["dynasty"] != reign.dynasty:
        return Years(trouble=impossible(f"{reign.name}是{reign.dynasty}代年号", calendar="年号")), rest
    if match["cycle"]:
        return _reign_cycle(reign, match["cycle"]), rest
    counted = _counted(match["n"])
    if not counted or (match["mark"] is None and (rest[:1] in tuple("月日号") or rest[:2] == "年代")):
        return None
    if not 1 <= counted[0] <= counted[-1] <= reign.years + _grace(reign):
        problem = (
            f"{reign.name}只有{in_words(reign.years)}年（{reign.first}—{reign.last}），没有{reign.name}{match['n']}年"
        )
        onward = [with_year_bounds(Sense(f"{reign.first - 1 + value}", precision="年")) for value in counted[:1]]
        near = [one.noting("按年号顺推") for one in onward if 0 < counted[0] <= reign.years + 10]
        return Years(calendar="年号", trouble=impossible(problem, *near, calendar="年号")), rest
    years = tuple(reign.first - 1 + value for value in counted)
    made = Years(
        years, lunar=True, calendar="年号", reign=reign, qualifier="二者之一" if len(years) > 1 else "",
        notes=(f"{reign.name}N年={reign.first - 1}+N，农历年跨公历两年",),
    )  # fmt: skip
    return (_checked(made, match["check"], f"{reign.name}{match['n']}年") if match["check"] else made), rest


def _grace(reign: Reign) -> int:
    """洪武三十二至三十五年 were counted for the years of 建文 after 1402."""
    return 4 if reign.name == "洪武" else 0


def _reign_cycle(reign: Reign, cycle: str) -> Years:
    index = cycle_index(cycle)
    years = [] if index is None else years_of_cycle(index, reign.first, reign.last)
    if not years:
        what = "没有这个干支" if index is None else f"{reign.name}（{reign.first}—{reign.last}）没有{cycle}年"
        return Years(calendar="年号+干支", trouble=impossible(what, calendar="年号+干支"))
    notes = tuple(f"{year}年为{reign.name}{_count(year - reign.first + 1)}年" for year in years)
    return Years(tuple(years), lunar=True, calendar="年号+干支", notes=notes, confirm=len(years) > 1, reign=reign)


def _count(value: int) -> str:
    return "元" if value == 1 else in_words(value) if value < 100 else str(value)


# — the cycles of sixty and of twelve —

_CYCLE_YEAR = Pattern(
    rf"(?:岁次|岁在|农历|阴历|旧历|夏历)?(?P<cycle>{CYCLE})(?P<animal>[{ANIMALS}])?"
    rf"(?:年|岁|(?=闰?(?:正|冬|腊|{NUMBER})月|[春夏秋冬](?:天|季|上|日|\Z)))"
    rf"(?:\((?P<n>{DIGIT}{{4}})年?\))?"
)
_ANIMAL_YEAR = Pattern(rf"(?:农历|阴历)?(?:(?P<a>[{ANIMALS}])年|属(?P<b>[{ANIMALS}])(?:的)?(?:那年|那一年|年|那岁))")
_TIBETAN = Pattern(
    rf"(?:藏历)(?:第?(?P<r>{NUMBER})(?:饶迥|绕迥|胜生周)(?:之)?)?(?:阴|阳)?(?P<e>[铁金木水火土])(?P<a>[{ANIMALS}])年"
)
_ELEMENTS = {"木": 0, "火": 1, "土": 2, "铁": 3, "金": 3, "水": 4}


def _cycle(text: str, context: Context) -> Found | None:
    match = _CYCLE_YEAR.match(text)
    if match is None:
        return None
    rest = text[match.end() :]
    index = cycle_index(match["cycle"])
    if index is None:
        problem = f"没有“{match['cycle']}”这个干支"
        return Years(calendar="干支", trouble=impossible(problem, calendar="干支")), rest
    if match["animal"] and ANIMALS.index(match["animal"]) != index % 12:
        problem = f"{match['cycle']}年属{ANIMALS[index % 12]}，不属{match['animal']}"
        return Years(calendar="干支", trouble=impossible(problem, calendar="干支")), rest
    if match["n"]:
        made = Years((positional(match["n"]) or 0,), lunar=True, calendar="干支")
        return _checked(made, match["cycle"], f"{made.years[0]}年"), rest
    years = years_of_cycle(index, context.conventions.cycle_from, context.present.year)
    note = "干支60年一轮，须依上下文定；公历边界按春节"
    return Years(tuple(years), lunar=True, calendar="干支", confirm=True, notes=(note,), cyclic=True), rest


def _animal(text: str, context: Context) -> Found | None:
    match = _ANIMAL_YEAR.match(text)
    if match is None:
        return None
    index = ANIMALS.index(match["a"] or match["b"])
    years = years_of_cycle(index, context.conventions.animal_from, context.present.year, length=12)
    note = "生肖12年一轮，须依上下文收窄"
    made = Years(tuple(years), lunar=True, calendar="生肖", confirm=True, notes=(note,), bounded=False, cyclic=True)
    return made, text[match.end() :]


def _tibetan(text: str, context: Context) -> Found | None:
    match = _TIBETAN.match(text)
    if match is None:
        return None
    animal = ANIMALS.index(match["a"])
    stem = _ELEMENTS[match["e"]] * 2 + animal % 2
    index = next(at for at in range(60) if at % 10 == stem and at % 12 == animal)
    notes = ("饶迥纪年60年一轮，岁首与农历不全同，仅作候选",)
    cycle_number = number(match["r"]) if match["r"] else None
    if cycle_number is not None:
        begin = 1027 + 60 * (cycle_number - 1)  # the first 饶迥 began with the fire hare of 1027
        years = years_of_cycle(index, begin, begin + 59)
    else:
        years = years_of_cycle(index, context.conventions.cycle_from, context.present.year)
    made = Years(tuple(years), lunar=True, calendar="藏历", confirm=True, notes=notes, bounded=False, cyclic=True)
    return made, text[match.end() :]


_READERS: tuple[Callable[[str, Context], Found | None], ...] = (
    _before_era,
    _in_era,
    _masked,
    _full,
    _said,
    _short_masked,
    _short,
    _before_republic,
    _republic,
    _reign,
    _solar_era,
    _tibetan,
    _cycle,
    _animal,
)
