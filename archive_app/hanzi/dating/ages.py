"""Ages: 我十六七岁上, 二十岁那年, 虚岁十八, 满十八周岁; read from a birth, wide where the count is not said."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from archive_app.hanzi.dating.calendar import cycle_name, lunar_of, lunar_year
from archive_app.hanzi.dating.combine import one_of
from archive_app.hanzi.dating.numerals import NUMBER, number, numbers
from archive_app.hanzi.dating.reading import Context, Sense
from archive_app.hanzi.dating.text import Pattern
from archive_app.hanzi.dating.within import within

_AGE = Pattern(
    rf"(?:我|他|她|本人|老人|自己|那年|当时|那时候?|时年|是年|年|在|到|将近|快|刚|刚满){{0,3}}"
    rf"(?:(?P<nominal>虚[岁龄]|虚)|(?P<full>周岁|实岁|满|足))?的?(?P<n>{NUMBER}|[二三四五六七八九]?十[几来多]|二十郎当|[二三四五六七八九]?十(?=出头|大寿)|{NUMBER}、{NUMBER})"
    rf"(?:(?P<nominal2>虚)|(?P<full2>周|实足|实))?(?(nominal)岁?|(?(full)岁?|(?:岁|(?=出头|大寿))))(?P<about>左右|上下|前后|光景|出头|头上)?"
    rf"(?:的|上|那年|那一年|这年|这一年|时候|时|那时候?|那会儿?|那阵子?|当年|里|就|便|生日|大寿|寿辰|本命年)*(?P<rest>.*)\Z"
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
    elif match["about"] == "出头":
        high += 3
    nominal, full = bool(match["nominal"] or match["nominal2"]), bool(match["full"] or match["full2"])
    if match["rest"] == "" and full and low == high and born.precision == "日":
        return _full_exactly(born, low)
    first, last = _years(born.first, born.last, low, high, nominal=nominal, full=full)
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


def _years(first: date, last: date, low: int, high: int, *, nominal: bool, full: bool) -> tuple[int, int]:
    """Years of an age: by 虚岁 one is 1 at birth and older at each 农历 New Year; by 周岁 a year of life runs into the
    next civil year.
    """
    begin = first.year
    if first == last and (found := lunar_of(first)) is not None:
        begin = found[0].year  # born in 腊月, one is two years old by 虚岁 a few days later
    if nominal:
        return begin + low - 1, (begin if first == last else last.year) + high - 1
    if full:
        return first.year + low, last.year + high + 1
    return begin + low - 1, last.year + high + 1


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


_AT_BIRTH = Pattern(r"(?:我|他|她|本人)?(?:出生|生下来?|落地|降生)(?:的|那|这|当)*(?:那年|那一年|年)?(?P<rest>.*)\Z")
_OWN_ANIMAL = Pattern(r"(?:我的?|他的?|她的?)?(?:第?(?P<n>[头一二两三四五六])一?个?)?本命年(?:那年|时|的时候)?\Z")


def birth(text: str, context: Context, born: Sense | None) -> Sense | None:
    """我出生那年, 出生第二年; 本命年: every twelfth year of a life, to be chosen from."""
    own, at_birth = _OWN_ANIMAL.match(text), _AT_BIRTH.match(text)
    if own is None and at_birth is None:
        return None
    if born is None or born.first is None or born.last is None:
        return Sense(precision="年", basis="年龄推算", notes=("须知道生年才能推算年份",), confirm=True)
    if at_birth is not None:
        return _at_birth(at_birth["rest"], born, context)
    which = "头一二三四五六".find(own["n"].replace("两", "二")) if own is not None and own["n"] else -1
    return _own_animal(max(which, 1) if which >= 0 else 0, born.first, born.last, context)


def _own_animal(which: int, first: date, last: date, context: Context) -> Sense | None:
    """The years of the animal of a birth; ``which`` 0: any of them."""
    found = lunar_of(first) if first == last else None
    if not found and first.year != last.year:
        return Sense(precision="年", basis="年龄推算", notes=("生年未定，本命年推算不出",), confirm=True)
    begin = found[0].year if found else first.year
    years = range(begin + 12, min(context.present.year, begin + 100) + 1, 12)
    parts = [one for year in years if (one := _lunar_whole(year)) is not None]
    if which:
        parts = parts[which - 1 : which]
    if not parts:
        return None
    made = parts[0] if len(parts) == 1 else one_of(parts, qualifier="多者之一")
    return replace(made, basis="年龄推算").doubtful("本命年每12年一次，以春节为界")


def _lunar_whole(year: int) -> Sense | None:
    found = lunar_year(year)
    note = f"{year}年为{cycle_name(year)}年"
    return None if found is None else Sense(f"{year}", found.first, found.last, "生肖", "年", notes=(note,))


def _at_birth(rest: str, born: Sense, context: Context) -> Sense | None:
    assert born.first is not None
    assert born.last is not None
    years = next((count for words, count in _AFTER_BIRTH.items() if rest == words), None)
    if years is None and rest:
        parts = [made for year in (born.first.year,) for made in within(rest, year, "solar", context.conventions)]
        if not parts or born.first.year != born.last.year:
            return None
        return replace(parts[0], basis="年龄推算").doubtful("据生年推算")
    first, last = born.first.year + (years or 0), born.last.year + (years or 0)
    edtf = f"{first}" if first == last else f"[{first}..{last}]"
    return Sense(
        edtf, date(first, 1, 1), date(last, 12, 31), precision="年", qualifier="推算", basis="年龄推算",
        notes=("据生年推算",), confirm=True,
    )  # fmt: skip


_AFTER_BIRTH = {
    "第二年": 1,
    "后第二年": 1,
    "次年": 1,
    "后一年": 1,
    "第三年": 2,
    "后第三年": 2,
    "前一年": -1,
    "头一年": -1,
}


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
