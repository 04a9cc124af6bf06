"""Reigns as a whole and in part: 光绪年间, 乾隆初, 同治、光绪年间, 康乾盛世, 光绪二十几年, 民国二十来年."""

from __future__ import annotations

import re
from datetime import date
from functools import cache

from archive_app.hanzi.dating.calendar import lunar_year
from archive_app.hanzi.dating.numerals import number
from archive_app.hanzi.dating.periods import PART, PARTS
from archive_app.hanzi.dating.reading import Context, Sense
from archive_app.hanzi.dating.reigns import REPUBLIC_LAST, Reign, reigns
from archive_app.hanzi.dating.text import Pattern, normal_name

_WHOLE = r"(?:年间|时期|朝|年代|一朝|时|的?时候|在位期间|那会儿?|那阵子?|年里|年)?"
_SHORT = {
    "同光": "同治光绪", "咸同": "咸丰同治", "道咸": "道光咸丰", "嘉道": "嘉庆道光", "乾嘉": "乾隆嘉庆",
    "雍乾": "雍正乾隆", "康雍": "康熙雍正", "康乾": "康熙乾隆", "康雍乾": "康熙乾隆", "光宣": "光绪宣统",
    "嘉万": "嘉靖万历", "成弘": "成化弘治", "正嘉": "正德嘉靖", "天崇": "天启崇祯",
}  # fmt: skip
"""Two reigns in a breath: the first and the last of them."""
_TOGETHER = r"(?:年间|时期|两朝|两代|三朝|间|时|盛世|之际|之交|朝)\Z"


@cache
def _reign_pattern() -> re.Pattern[str]:
    names = "|".join(sorted(reigns(), key=len, reverse=True))
    return re.compile(
        rf"(?:[大前满]?(?P<dynasty>[明清])(?:朝|代)?的?)?(?P<reign>{names})(?:皇帝|帝|爷)?(?:{_WHOLE}|(?P<part>{PART}))\Z"
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
    part = PARTS.get(match["part"] or "")
    if part is not None:
        return _part_of_reign(reign, part, first, last, context.conventions.reign_part_years)
    if reign.dynasty == "明":
        edtf = f"{reign.first}/{reign.last}" if reign.years > 1 else f"{reign.first}"
    else:
        edtf = f"{first.isoformat()}/{last.isoformat()}"
    return Sense(edtf, first, last, "年号", "时期", notes=("界限为外推格里历",) if first.year < 1583 else ())


@cache
def _short() -> dict[str, tuple[str, str]]:
    return {normal_name(short): (normal_name(both[:2]), normal_name(both[2:])) for short, both in _SHORT.items()}


@cache
def _pair_pattern() -> re.Pattern[str]:
    names = "|".join(sorted(reigns(), key=len, reverse=True))
    short = "|".join(sorted(_short(), key=len, reverse=True))
    return re.compile(
        rf"(?:[大前满]?[明清](?:朝|代)?的?)?(?:(?P<short>{short})|(?P<a>{names})[、,和与及]?(?P<b>{names})){_TOGETHER}"
    )


def reign_pair(text: str, _context: Context) -> Sense | None:
    """同治、光绪年间, 同光年间, 康乾盛世: from the first day of the one to the last of the other."""
    match = _pair_pattern().match(text)
    if match is None:
        return None
    if match["short"]:
        one, two = _short()[match["short"]]
    else:
        one, two = match["a"], match["b"]
    first, last = reigns()[one], reigns()[two]
    if first.first > last.first:
        return None
    begin, end = first.bounds()[0], last.bounds()[1]
    notes = ("界限为外推格里历",) if begin.year < 1583 else ()
    return Sense(f"{begin.isoformat()}/{end.isoformat()}", begin, end, "年号", "时期", notes=notes)


_ROUGH = Pattern(
    r"(?P<n>[二三四五六]?十|[廿卅卌])(?P<m>[几来多余])年(?:上|里|间|的?时候|前后)?\Z"
    r"|(?:(?P<d>[二三四五六]?十|[廿卅卌]|[2-6]0)|(?P<from>[二三])、?(?P<to>[三四])十)年代\Z"
)


@cache
def _era() -> re.Pattern[str]:
    names = "|".join(sorted(reigns(), key=len, reverse=True))
    return re.compile(rf"(?P<republic>(?:中华)?民国)|(?:[大前满]?[明清](?:朝|代)?)?(?P<reign>{names})")


def counted_roughly(text: str, _context: Context) -> Sense | None:
    """光绪二十几年, 民国二十来年, 光绪三十年代. 民国三十年代 may as well be the years 193×: both are named."""
    era = _era().match(text)
    match = _ROUGH.match(text[era.end() :]) if era is not None else None
    if era is None or match is None:
        return None
    tens = number(match["n"] or match["d"] or match["from"] + "十") or 0
    to = (number(match["to"] + "十") or 0) if match["to"] else tens
    low, high = {"来": (tens - 2, tens + 3), None: (tens, to + 9)}.get(match["m"], (tens + 1, tens + 9))
    if era["republic"]:
        return _of_republic(low, high, (tens, to) if match["m"] is None else None)
    reign = reigns()[era["reign"]]
    if low > reign.years or tens > to:
        return None
    high = min(high, reign.years)
    begin, end = _whole_year(reign, low)[0], _whole_year(reign, high)[1]
    edtf = f"[{reign.first - 1 + low}..{reign.first - 1 + high}]"
    return Sense(edtf, begin, end, "年号", "年代段", "约", notes=(f"{reign.name}N年={reign.first - 1}+N",))


def _whole_year(reign: Reign, which: int) -> tuple[date, date]:
    found = lunar_year(reign.first - 1 + which)
    year = reign.first - 1 + which
    return (found.first, found.last) if found else (date(year, 1, 1), date(year, 12, 31))


def _of_republic(low: int, high: int, decades: tuple[int, int] | None) -> Sense | None:
    if low > 38 or (decades and decades[0] > decades[1]):
        return None
    first, last = 1911 + low, min(1911 + high, REPUBLIC_LAST.year)
    end = min(date(last, 12, 31), REPUBLIC_LAST)
    made = Sense(f"[{first}..{last}]", date(first, 1, 1), end, "民国", "年代段", "约", notes=("民国N年=1911+N",))
    if decades is None:
        return made
    one, two = 1900 + decades[0], 1900 + decades[1]
    edtf = f"{one // 10}X" if one == two else f"{one}/{two + 9}"
    plain = Sense(edtf, date(one, 1, 1), date(two + 9, 12, 31), precision="年代")
    note = f"是民国{low}—{min(high, 38)}年，还是{one}—{two + 9}年，须确认"
    return Sense(calendar="民国", notes=(note,), confirm=True, candidates=(made, plain))


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


def reign_ends(name: str) -> tuple[Reign, date, date] | None:
    """A reign with its days, by its name with 年 or 朝 or nothing behind it."""
    reign = reigns().get(re.sub(r"(?:年间|年|朝)\Z", "", name))
    return (reign, *reign.bounds()) if reign else None
