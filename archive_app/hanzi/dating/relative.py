"""Words that hang on something said before: 同年, 次年, 去年, 开春, 3月底; and local events: 火车通车那年."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

from archive_app.hanzi.dating.calendar import TERMS, lunar_of, lunar_year
from archive_app.hanzi.dating.edtf import last_day, months_on, widened
from archive_app.hanzi.dating.festivals import festivals
from archive_app.hanzi.dating.numerals import NUMBER, number, positional
from archive_app.hanzi.dating.qualify import qualified
from archive_app.hanzi.dating.reading import Context, Sense
from archive_app.hanzi.dating.telling import told
from archive_app.hanzi.dating.text import Pattern
from archive_app.hanzi.dating.within import FILLER, within

_ASKED = "依上文锚点或讲述日期才能解出，先存原话"
_FROM_ANCHOR = {
    **dict.fromkeys(
        ("同年", "是岁", "是年", "当年", "本年", "该年", "那年", "那一年", "这年", "这一年", "同一年", "其年"), 0
    ),
    **dict.fromkeys(
        (
            "次年",
            "翌年",
            "第二年",
            "转年",
            "来年",
            "隔年",
            "后一年",
            "下一年",
            "越年",
            "过了年",
            "转过年",
            "第二年头上",
        ),
        1,
    ),
    **dict.fromkeys(("上年", "上一年", "前一年", "头一年", "头年", "早一年"), -1),
    **dict.fromkeys(("第三年", "再下一年", "又过了一年", "两年后", "过了两年", "隔了两年"), 2),
    **dict.fromkeys(("第四年", "三年后", "过了三年"), 3),
    **dict.fromkeys(("前两年", "两年前"), -2),
}
_FROM_TELLING = {
    "今年": 0,
    "去年": -1,
    "前年": -2,
    "大前年": -3,
    "明年": 1,
    "后年": 2,
    "旧年": -1,
    "昨年": -1,
    "上前年": -3,
}
_DAYS_FROM_ANCHOR = {
    **dict.fromkeys(("当天", "当日", "同日", "同一天", "是日", "那天", "那一天", "当晚", "当夜", "同天"), 0),
    **dict.fromkeys(("次日", "翌日", "第二天", "隔天", "转天", "隔日"), 1),
    **dict.fromkeys(("前一天", "前一日", "头一天", "头天", "上一天"), -1),
    **dict.fromkeys(("第三天", "第三日"), 2),
}
_DAYS_FROM_TELLING = {
    "今天": 0,
    "今日": 0,
    "昨天": -1,
    "昨日": -1,
    "前天": -2,
    "前日": -2,
    "大前天": -3,
    "明天": 1,
    "后天": 2,
    "今晚": 0,
    "昨晚": -1,
}
_MONTHS_FROM_ANCHOR = {
    **dict.fromkeys(("同月", "当月", "是月", "该月", "那个月", "那月"), 0),
    **dict.fromkeys(("次月", "翌月", "下月", "下个月", "第二个月", "转月"), 1),
    **dict.fromkeys(("前一个月", "头一个月"), -1),
}
_MONTHS_FROM_TELLING = {"这个月": 0, "本月": 0, "上月": -1, "上个月": -1}
_NO_YEAR = Pattern(
    r"(?:开春|入冬|年头上?|年初|年底|年末|年终|岁末|年跟前|年根儿?.{0,2}|年关前?|年前|年中|上半年|下半年|[春夏秋冬][天季上]?|"
    r"(?:初|深|隆|盛|晚|早)[春夏秋冬]|[暑寒]假.*|春[耕播].*|[夏秋]收.*|冬闲.*|开年|.*月.*|.*[节]|除夕|端午|中秋|重阳|元宵|国庆|元旦|清明|冬至|腊八|小年|大年.{2}|正月.*|五一|六一|七一|八一|十一|春节)\Z"
)
_SEASONAL = Pattern(r"(?:开春|春上|春天|春季|初春|早春|春)\Z")


def relative(text: str, context: Context, anchor: Sense | None) -> Sense | None:
    """What hangs on the anchor or on the day of the telling; with neither, the words alone."""
    day = context.as_of
    telling = Sense(day.isoformat(), day, day, precision="讲述") if day else None
    back = told(text, day)
    if back is not None:
        return back
    for table, own in ((_FROM_ANCHOR, anchor), (_FROM_TELLING, telling)):
        word = _word(text, table)
        if word is not None:
            base = own or (anchor if table is _FROM_TELLING else None)
            return _year_on(text[len(word) :], table[word], base, context, sure=own is not None)
    for days, own in ((_DAYS_FROM_ANCHOR, anchor), (_DAYS_FROM_TELLING, telling)):
        if text in days:
            return _day_on(days[text], own)
    for months, own in ((_MONTHS_FROM_ANCHOR, anchor), (_MONTHS_FROM_TELLING, telling)):
        word = _word(text, months)
        if word is not None:
            return _month_on(text[len(word) :], months[word], own, context)
    alone = _day_of_month(text, anchor, context)
    if alone is not None:
        return alone
    counted = _counted(text, anchor, telling, context)
    if counted is not None:
        return counted
    text = re.sub(r"\A是(?=[春夏秋冬])", "", text)
    named = text.removesuffix("时").removesuffix("的") in festivals() or text in TERMS
    return _without_year(text, anchor or telling, context) if named or _NO_YEAR.match(text) else None


_SINGLE_DAY = Pattern(rf"初?{NUMBER}[日号](?:上午|下午|晚上|晚|早上|那天)?\Z")


def _day_of_month(text: str, anchor: Sense | None, context: Context) -> Sense | None:
    """15日 after 1958年3月: a day of the month spoken of."""
    if not _SINGLE_DAY.match(text):
        return None
    if anchor is None or anchor.first is None or anchor.last is None or "农历" in anchor.calendar:
        return asked()
    if (anchor.first.year, anchor.first.month) != (anchor.last.year, anchor.last.month):
        return asked()
    found = within(f"{anchor.first.month}月{text}", anchor.first.year, "solar", context.conventions)
    return replace(found[0], basis="上下文").doubtful(_ground(anchor), "原话没有年月，须确认") if found else None


def _word(text: str, table: dict[str, int]) -> str | None:
    return next((word for word in sorted(table, key=len, reverse=True) if text.startswith(word)), None)


def asked(note: str = _ASKED) -> Sense:
    """Words that cannot be read yet."""
    return Sense(notes=(note,), confirm=True)


def _ground(anchor: Sense) -> str:
    return f"据 {anchor.edtf} 推定"


def _year_of(anchor: Sense | None) -> int | None:
    """The one year of an anchor; ``None`` where it spans several. A lunar date has the number of its lunar year."""
    if anchor is None or anchor.first is None or anchor.last is None or anchor.edtf[:1] in "[{":
        return None
    if _lunar(anchor) and (anchor.last - anchor.first).days < 390:
        found = lunar_of(anchor.first)
        return found[0].year if found else anchor.first.year
    if anchor.edtf[:4].isdigit() and anchor.edtf[4:5] in ("", "-", "~", "?", "%") and "/" not in anchor.edtf:
        return int(anchor.edtf[:4])
    short = (anchor.last - anchor.first).days < 366 and anchor.precision in ("月", "季", "年", "年内")
    return anchor.first.year if anchor.first.year == anchor.last.year or short else None


def _lunar(anchor: Sense) -> bool:
    return "农历" in anchor.calendar or _by_reign(anchor)


def _by_reign(anchor: Sense) -> bool:
    """Whether years are counted from New Year to New Year, and months without a mark are lunar."""
    return anchor.calendar.startswith(("年号", "干支", "生肖")) and anchor.first != date(
        anchor.first.year if anchor.first else 1, 1, 1
    )


def _sort(anchor: Sense) -> str:
    return "lunar" if _by_reign(anchor) else "republic" if anchor.calendar.startswith("民国") else "solar"


def _year_on(rest: str, years: int, anchor: Sense | None, context: Context, *, sure: bool) -> Sense | None:
    filled = bool(FILLER.match(rest))
    if not filled and not within(rest, 2000, "solar", context.conventions):
        return None
    if anchor is not None and anchor.edtf[:1] == "[" and len(anchor.candidates) > 1:
        return _of_each(rest, years, anchor, context, sure=sure)
    year = _year_of(anchor)
    if year is None or anchor is None or not 1 <= year + years <= 9990:
        return asked()
    year += years
    whole = lunar_year(year) if _by_reign(anchor) else None
    if filled and whole is not None:
        edtf = f"{whole.first.isoformat()}/{whole.last.isoformat()}"
        made = Sense(edtf, whole.first, whole.last, "农历", "年")
    elif filled:
        made = Sense(f"{year:04d}", date(year, 1, 1), date(year, 12, 31), precision="年")
    else:
        made = within(rest, year, _sort(anchor), context.conventions)[0]
    if "约" in anchor.qualifier.split("、") and anchor.edtf.endswith(("~", "%")):
        made = qualified(made, "~", "约", context.conventions)
    made = replace(
        made, basis="上下文" if sure else "上下文（讲述日期未知）", confirm=made.confirm or not sure or anchor.confirm
    )
    return made.noting(_ground(anchor))


def _of_each(rest: str, years: int, anchor: Sense, context: Context, *, sure: bool) -> Sense:
    """次年 of one of several years: one of their next years, to be chosen from."""
    made = [_year_on(rest, years, one, context, sure=sure) for one in anchor.candidates]
    parts = tuple(one for one in made if one is not None and one.edtf)
    if not parts:
        return asked()
    return replace(asked(f"据 {anchor.edtf} 推定，须先定上文是哪一年"), candidates=parts)


_COUNTED = Pattern(
    rf"(?:又|再)?(?:过了?)?(?P<n>{NUMBER}|两)(?P<about>来|多)?(?:年|个年头)"
    r"(?:(?P<ago>以?前|之前)|(?P<later>以?后|之后))的?(?P<rest>.*)\Z"
)
_PASSED = Pattern(rf"(?:又|再)?(?:过了?)(?P<n>{NUMBER}|两)(?:年|个年头)的?(?P<rest>.*)\Z")
_NTH = Pattern(r"第(?P<n>[二两三四五六七八九十]|10|[2-9])年(?:头上)?的?(?P<rest>.*)\Z")
_LATER = Pattern(
    rf"(?:又|再)?(?:过了?|隔了?)?(?:(?P<n>{NUMBER}|两)(?P<unit>天|日|个?月|个?星期|周)|(?P<half>半)个?(?P<halves>月|年))"
    r"(?:以后|之后|后|过后)\Z"
)


def _counted(text: str, anchor: Sense | None, telling: Sense | None, context: Context) -> Sense | None:
    """十年前 from the day of the telling, 三年以后 from what was spoken of; about so many years."""
    later = _LATER.match(text)
    if later is not None:
        return _days_later(later, anchor)
    nth = _NTH.match(text)
    if nth is not None:
        return _year_on(nth["rest"], (number(nth["n"]) or 2) - 1, anchor, context, sure=anchor is not None)
    passed = _PASSED.match(text)
    if passed is not None and (number(passed["n"]) or 0) in range(1, 100):
        return _year_on(passed["rest"], number(passed["n"]) or 1, anchor, context, sure=anchor is not None)
    match = _COUNTED.match(text)
    count = number(match["n"]) if match else None
    if match is None or count is None or not 1 <= count <= 150:
        return None
    if len(match["n"]) > 1 and positional(match["n"]) is not None:
        return None  # 58年前 is before the year 58
    base = (telling or anchor) if match["ago"] else anchor
    year = _year_of(base)
    rest = match["rest"]
    if rest and not within(rest, 2000, "solar", context.conventions):
        return None
    if base is None or year is None:
        return asked()
    year += -count if match["ago"] else count
    if not 2 <= year <= 9000:
        return asked()
    if rest:
        made = within(rest, year, _sort(base), context.conventions)[0]
        return replace(made, basis="上下文").doubtful(_ground(base), "年数按整数算")
    behind = 9 if match["about"] == "多" and count % 10 == 0 else 0
    first, last = (year - behind, year) if match["ago"] else (year, year + behind)
    edtf = f"{year:04d}~" if not behind else f"{first:04d}~/{last:04d}~"
    low, high = (first, last) if behind else (year - 1, year + 1)
    made = Sense(edtf, date(low, 1, 1), date(high, 12, 31), precision="年", qualifier="约")
    return replace(made, basis="上下文").doubtful(_ground(base))


def _days_later(match: re.Match[str], anchor: Sense | None) -> Sense | None:
    """三天后, 半个月后, 两个月以后: counted from what was spoken of; about so long."""
    count = number(match["n"]) if match["n"] else 0
    if count is None:
        return None
    if anchor is None or anchor.first is None or anchor.last is None or anchor.last == date.max:
        return asked()
    unit = match["unit"] or ""
    if unit.endswith("月") or match["halves"] == "年":
        if (anchor.first.year, anchor.first.month) != (anchor.last.year, anchor.last.month):
            return asked()
        year, month = months_on(anchor.first, count or 6)
        if not 1 <= year <= 9990:
            return asked()
        edtf, days = f"{year:04d}-{month:02d}~", (date(year, month, 1), last_day(year, month))
        low, high = widened(*days, "month")
        made = Sense(edtf, low, high, precision="月", qualifier="约")
    elif anchor.first != anchor.last:
        return asked()
    else:
        exact = unit in ("天", "日")
        days_on = 15 if match["half"] else count * (1 if exact else 7)
        day = _days_on(anchor.first, days_on)
        if day is None:
            return asked()
        low, high = (day, day) if exact else widened(day, day, "day")
        made = Sense(
            day.isoformat() + ("" if exact else "~"), low, high, precision="日", qualifier="" if exact else "约"
        )
    return replace(made, basis="上下文").doubtful(_ground(anchor))


def _days_on(day: date, days: int) -> date | None:
    """So many days later; ``None`` beyond the years 1–9999."""
    ordinal = day.toordinal() + days
    return date.fromordinal(ordinal) if 1 <= ordinal <= date.max.toordinal() else None


def _day_on(days: int, anchor: Sense | None) -> Sense:
    if anchor is None or anchor.first is None or anchor.first != anchor.last:
        return asked()
    day = _days_on(anchor.first, days)
    if day is None:
        return asked()
    return Sense(day.isoformat(), day, day, precision="日", basis="上下文", confirm=anchor.confirm).noting(
        _ground(anchor)
    )


def _month_on(rest: str, months: int, anchor: Sense | None, context: Context) -> Sense | None:
    if anchor is None or anchor.first is None or anchor.last is None:
        return asked()
    if (anchor.first.year, anchor.first.month) != (anchor.last.year, anchor.last.month):
        return asked()
    year, month = months_on(anchor.first, months)
    if not 1 <= year <= 9990:
        return asked()
    if FILLER.match(rest):
        made = Sense(f"{year:04d}-{month:02d}", date(year, month, 1), last_day(year, month), precision="月")
    else:
        found = within(f"{month}月{rest}", year, "solar", context.conventions)
        if not found:
            return None
        made = found[0]
    return replace(made, basis="上下文", confirm=made.confirm or anchor.confirm).noting(_ground(anchor))


def _without_year(text: str, anchor: Sense | None, context: Context) -> Sense | None:
    """3月底, 年底, 开春: in the year of the anchor; a spring after a winter is the next one."""
    if not within(text, 2000, "solar", context.conventions):
        return None
    year = _year_of(anchor)
    if year is None or anchor is None:
        return asked()
    made = within(text, year, _sort(anchor), context.conventions)[0]
    if anchor.precision == "讲述" and made.first is not None and anchor.first is not None and made.first > anchor.first:
        past = within(text, year - 1, "solar", context.conventions)[0]
        made = replace(past, candidates=(past, made)).noting("讲述之日以前最近的一次")
    if _SEASONAL.match(text) and anchor.first is not None and anchor.precision in ("季", "月", "日", "讲述"):
        made = within(text, anchor.first.year + (anchor.first.month > 5), "solar", context.conventions)[0]
    return replace(made, basis="上下文").doubtful(_ground(anchor), "原话没有年份，须确认")


_OFFSETS = {
    **dict.fromkeys(("第二年", "次年", "翌年", "转年", "后一年", "下一年"), 1),
    **dict.fromkeys(("前一年", "头一年", "上一年", "头年", "前年"), -1),
    **dict.fromkeys(("第三年",), 2),
}


def offset_of(text: str) -> tuple[str, int] | None:
    """(what comes before, years) of 通车第二年, 1958年的前一年."""
    for word, years in _OFFSETS.items():
        if text.endswith(word) and len(text) > len(word):
            return text[: -len(word)].removesuffix("的"), years
    return None
