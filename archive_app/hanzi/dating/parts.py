"""Parts of a year: halves, quarters, its beginning and end, seasons."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from archive_app.hanzi.dating.calendar import MONTHS, lunar_year
from archive_app.hanzi.dating.conventions import Conventions
from archive_app.hanzi.dating.days import CHECK, lunar_months
from archive_app.hanzi.dating.edtf import last_day, season_bounds
from archive_app.hanzi.dating.numerals import positional
from archive_app.hanzi.dating.reading import Sense
from archive_app.hanzi.dating.text import Pattern

_YEAR_PARTS = {
    **dict.fromkeys(("初", "年初", "初期", "年头", "年头上", "头上", "开年", "岁首", "伊始", "开头"), "初"),
    **dict.fromkeys(("中", "年中", "中期", "年中间", "当中"), "中"),
    **dict.fromkeys(("底", "末", "年底", "年末", "年终", "岁末", "岁尾", "年尾", "末期", "岁暮"), "末"),
}
_EVE = Pattern(
    r"(?:(?:农历|旧历|阴历)年(?:底|末|跟前|关)|年跟前|年根儿?(?:底下|前|跟前|下)?|年关(?:前|跟前)?|快过年(?:时|的时候)?|临过年|临近年关|过年前|年前|年下)\Z"
)
_SEASON = Pattern(
    r"的?(?:初|早|仲|暮|晚|深|盛|隆|孟|季|入|开|一)?(?P<s>[春夏秋冬])(?:天|季|上|里|日|间|末|初|后|头|头上|季节|时节|的时候|时|之间)*\Z"
)
_JOIN = Pattern(r"(?P<j>冬春|春夏|夏秋|秋冬)(?:之交|之际|之间|交接|交替|两季)?(?:的?时候|时节|时)?\Z")
_SEASON_CODES = {"春": 21, "夏": 22, "秋": 23, "冬": 24}
_HALF = Pattern(r"(?:(?P<a>上|前|头)|下|后)半年?\Z")
_QUARTER = Pattern(r"(?:第?(?P<q>[一二三四1-4])季度?|(?P<first>首季|头季))\Z")
_QUARTERS = Pattern(
    r"(?:第?(?P<a>[一二三1-3])[、至到\-—]?第?(?P<b>[二三四2-4])个?季度?|前(?P<all>[二两三23])个?季度)\Z"
)


def part_of_year(rest: str, year: int, sort: str, conventions: Conventions) -> list[Sense]:
    """上半年, 第三季度, 前三季度, 年底, 年跟前; empty where the words are none of these."""
    rest = rest.removesuffix("的时候").removesuffix("时候")
    several = _QUARTERS.match(rest)
    if several is not None:
        begin = 1 if several["all"] else int(positional(several["a"]) or 1) * 3 - 2
        end = int(positional(several["all"] or several["b"]) or 1) * 3
        if sort == "lunar" or begin >= end:
            return []
        days = date(year, begin, 1), last_day(year, end)
        return [Sense(f"{year:04d}-{begin:02d}/{year:04d}-{end:02d}", *days, precision="季度")]
    half, quarter = _HALF.match(rest), _QUARTER.match(rest)
    if half or quarter:
        if half:
            code, months = (40, (1, 6)) if half["a"] else (41, (7, 12))
        else:
            which = positional(quarter["q"]) if quarter and quarter["q"] else 1
            code, months = 32 + int(which or 1), (int(which or 1) * 3 - 2, int(which or 1) * 3)
        if sort == "lunar":
            return [lunar_months(year, *months)]
        first, last = season_bounds(year, code, conventions)
        return [Sense(f"{year:04d}-{code}", first, last, precision="半年" if half else "季度")]
    if _EVE.match(rest):
        return _before_new_year(year)
    part = _YEAR_PARTS.get(rest)
    if part is None:
        return []
    begin, end = conventions.year_parts[part]
    if sort == "lunar":
        return [lunar_months(year, begin, end, about=True, precision="年内")]
    return [_months(year, begin, end, precision="年内")]


def _months(year: int, begin: int, end: int, *, precision: str) -> Sense:
    return Sense(
        f"{year:04d}-{begin:02d}~/{year:04d}-{end:02d}~", date(year, begin, 1), last_day(year, end),
        precision=precision, qualifier="约",
    )  # fmt: skip


def _before_new_year(year: int) -> list[Sense]:
    found = lunar_year(year)
    if found is None:
        return []
    note = f"“年跟前”多指农历年前，{year}年除夕为{found.last.isoformat()}，待确认"
    edtf = f"{year:04d}-12~/{found.last.isoformat()}"
    return [Sense(edtf, date(year, 12, 1), found.last, "农历", "年内", "约", notes=(note,), confirm=True)]


def season_of_year(rest: str, year: int, sort: str, conventions: Conventions) -> list[Sense]:
    """春, 深秋, 春夏之交; by the lunar calendar from its first month on."""
    join = _JOIN.match(rest)
    if join is not None:
        begin, end = conventions.season_joins[join["j"]]
        return [_months(year, begin, end, precision="季")]
    match = _SEASON.match(rest)
    if match is None:
        return []
    code = _SEASON_CODES[match["s"]]
    first, last = season_bounds(year, code, conventions)
    made = Sense(f"{year:04d}-{code}", first, last, precision="季")
    if sort != "lunar":
        return [made]
    counted = lunar_months(year, (code - 21) * 3 + 1, (code - 20) * 3)
    if counted.problem:
        return [counted]
    note = f"农历{MONTHS[(code - 21) * 3]}月至{MONTHS[(code - 20) * 3 - 1]}月"
    return [replace(made, first=counted.first, last=counted.last, calendar="农历", confirm=True, notes=(note, CHECK))]
