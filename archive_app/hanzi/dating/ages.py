"""Ages: 我十六七岁上, 二十岁那年, 虚岁十八, 满十八周岁; read from a birth, wide where the count is not said."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from archive_app.hanzi.dating.numerals import NUMBER, number, numbers
from archive_app.hanzi.dating.reading import Context, Sense
from archive_app.hanzi.dating.text import Pattern
from archive_app.hanzi.dating.within import within

_AGE = Pattern(
    rf"(?:我|他|她|本人|老人|自己|那年|当时|那时候?|时年|是年|年|在|到|将近|快|刚|刚满){{0,3}}"
    rf"(?:(?P<nominal>虚岁|虚)|(?P<full>周岁|实岁|满|足))?的?(?P<n>{NUMBER}|十几|二十几|三十几|[二三四五六七八九]?十来|[二三四五六七八九]?十多|二十郎当|{NUMBER}、{NUMBER})"
    rf"(?:(?P<nominal2>虚)|(?P<full2>周|实足|实))?(?(nominal)岁?|(?(full)岁?|岁))(?P<about>左右|上下|前后|光景|出头|头上)?"
    rf"(?:的|上|那年|那一年|这年|这一年|时|时候|那时候?|那会儿?|那阵子?|当年|里|就|便)*(?P<rest>.*)\Z"
)
_WIDE = {"十几": (11, 19), "十来": (9, 12), "十多": (11, 19), "二十郎当": (20, 29)}
_NOTE = "虚岁周岁相差1岁以上，取宽"


def age(text: str, context: Context, born: Sense | None) -> Sense | None:
    """A year by somebody's age. Without a birth the words stay words, to be asked about."""
    match = _AGE.match(text.removesuffix("的事"))
    if match is None:
        return None
    low, high = _ages(match["n"])
    if not 0 < low <= high < 120:
        return None
    if born is None or born.first is None or born.last is None:
        note = "须知道生年才能推算年份"
        return Sense(precision="年", basis="年龄推算", notes=(note,), confirm=True)
    if match["about"] in ("左右", "上下", "前后", "光景"):
        low, high = max(1, low - 1), high + 1
    nominal, full = bool(match["nominal"] or match["nominal2"]), bool(match["full"] or match["full2"])
    if match["rest"] == "" and full and low == high and born.precision == "日":
        return _full_exactly(born, low)
    first, last = _years(born.first.year, born.last.year, low, high, nominal=nominal, full=full)
    made = _between(first, last, nominal=nominal, full=full)
    return _inside(made, match["rest"], range(first, last + 1), context) if match["rest"] else made


def _ages(words: str) -> tuple[int, int]:
    if "、" in words:
        first, _, second = words.partition("、")
        return number(first) or 0, number(second) or 0
    for ending, (low, high) in _WIDE.items():
        if words == ending:
            return low, high
    if words.endswith("来"):
        ten = number(words[:-1]) or 0
        return ten - 2, ten + 3
    if words.endswith(("多", "几")):
        ten = number(words[:-1]) or 0
        return ten + 1, ten + 9
    found = numbers(words)
    return (found[0], found[-1]) if found else (0, 0)


def _years(first: int, last: int, low: int, high: int, *, nominal: bool, full: bool) -> tuple[int, int]:
    """Years of an age: by 虚岁 one is 1 at birth; by 周岁 the year of life runs into the next civil year."""
    if nominal:
        return first + low - 1, last + high - 1
    if full:
        return first + low, last + high + 1
    return first + low - 1, last + high + 1


def _between(first: int, last: int, *, nominal: bool, full: bool) -> Sense:
    note = "按虚岁：出生即一岁" if nominal else "按周岁：从生日起算" if full else _NOTE
    edtf = f"{first}" if first == last else f"[{first}..{last}]"
    return Sense(
        edtf, date(first, 1, 1), date(last, 12, 31), precision="年", qualifier="推算", basis="年龄推算",
        notes=(note,), confirm=True,
    )  # fmt: skip


def _full_exactly(born: Sense, years: int) -> Sense:
    """From the birthday to the day before the next one."""
    assert born.first is not None
    first, after = _birthday(born.first, years), _birthday(born.first, years + 1)
    last = after - timedelta(days=1)
    return Sense(
        f"{first.isoformat()}/{last.isoformat()}", first, last, precision="年", qualifier="推算", basis="年龄推算",
        notes=("按周岁：从生日到下一个生日的前一天",), confirm=True,
    )  # fmt: skip


def _birthday(born: date, years: int) -> date:
    try:
        return born.replace(year=born.year + years)
    except ValueError:  # born on the 29th of February
        return date(born.year + years, 3, 1)


def _inside(made: Sense, rest: str, years: range, context: Context) -> Sense | None:
    """A part of the year of that age: 十一二岁那年六月六, 二十岁那年冬天."""
    parts: list[Sense] = []
    for year in years:
        found = within(rest, year, "solar", context.conventions)
        if not found:
            return None
        parts.append(found[0])
    firsts, lasts = [part.first for part in parts if part.first], [part.last for part in parts if part.last]
    if not firsts or not lasts:
        return parts[0]
    days = all(part.precision == "日" and part.edtf for part in parts)
    edtf = f"[{','.join(part.edtf for part in parts)}]" if days and len(parts) > 1 else made.edtf
    edtf = parts[0].edtf if len(parts) == 1 else edtf
    return replace(
        made, edtf=edtf, first=min(firsts), last=max(lasts), calendar=parts[0].calendar, precision=parts[0].precision,
        candidates=tuple(parts) if len(parts) > 1 else (),
    ).noting(*parts[0].notes)  # fmt: skip
