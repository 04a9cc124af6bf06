"""Words that hang on something said before: 同年, 次年, 去年, 开春, 3月底; and local events: 火车通车那年."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date, timedelta

from archive_app.hanzi.dating.edtf import bounds, last_day, months_on
from archive_app.hanzi.dating.numerals import NUMBER, number, positional
from archive_app.hanzi.dating.reading import Context, LocalEvent, Sense
from archive_app.hanzi.dating.text import Pattern, normal
from archive_app.hanzi.dating.within import FILLER, within

_ASKED = "依上文锚点或讲述日期才能解出，先存原话"
_FROM_ANCHOR = {
    **dict.fromkeys(("同年", "是年", "当年", "本年", "该年", "那年", "那一年", "这年", "这一年", "同一年", "其年"), 0),
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
    r"(?:初|深|隆|盛|晚|早)[春夏秋冬]|开年|.*月.*|.*[节]|除夕|端午|中秋|重阳|元宵|国庆|元旦|清明|冬至|腊八|小年|大年.{2}|正月.*|五一|六一|七一|八一|十一|春节)\Z"
)
_SEASONAL = Pattern(r"(?:开春|春上|春天|春季|初春|早春|春)\Z")


def relative(text: str, context: Context, anchor: Sense | None) -> Sense | None:
    """What hangs on the anchor or on the day of the telling; with neither, the words alone."""
    telling = Sense(context.as_of.isoformat(), context.as_of, context.as_of) if context.as_of else None
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
    counted = _counted(text, anchor, telling)
    if counted is not None:
        return counted
    return _without_year(text, anchor or telling, context) if _NO_YEAR.match(text) else None


def _word(text: str, table: dict[str, int]) -> str | None:
    return next((word for word in sorted(table, key=len, reverse=True) if text.startswith(word)), None)


def asked(note: str = _ASKED) -> Sense:
    """Words that cannot be read yet."""
    return Sense(notes=(note,), confirm=True)


def _ground(anchor: Sense) -> str:
    return f"据 {anchor.edtf} 推定"


def _year_of(anchor: Sense | None) -> int | None:
    """The one year of an anchor; ``None`` where it spans several."""
    if anchor is None or anchor.first is None or anchor.last is None:
        return None
    if anchor.edtf[:4].isdigit() and anchor.edtf[4:5] in ("", "-", "~", "?", "%") and "/" not in anchor.edtf:
        return int(anchor.edtf[:4])
    return (
        anchor.first.year if anchor.first.year == anchor.last.year or anchor.precision in ("月", "季", "年") else None
    )


def _year_on(rest: str, years: int, anchor: Sense | None, context: Context, *, sure: bool) -> Sense | None:
    filled = bool(FILLER.match(rest))
    if not filled and not within(rest, 2000, "solar", context.conventions):
        return None
    year = _year_of(anchor)
    if year is None or anchor is None or not 1 <= year + years <= 9990:
        return asked()
    year += years
    if filled:
        made = Sense(f"{year:04d}", date(year, 1, 1), date(year, 12, 31), precision="年")
    else:
        made = within(rest, year, "solar", context.conventions)[0]
    made = replace(
        made, basis="上下文" if sure else "上下文（讲述日期未知）", confirm=made.confirm or not sure or anchor.confirm
    )
    return made.noting(_ground(anchor))


_COUNTED = Pattern(rf"(?P<n>{NUMBER})(?:来|多)?年(?:(?P<ago>以?前|之前)|(?P<later>以?后|之后))\Z")


def _counted(text: str, anchor: Sense | None, telling: Sense | None) -> Sense | None:
    """十年前 from the day of the telling, 三年以后 from what was spoken of; about so many years."""
    match = _COUNTED.match(text)
    count = number(match["n"]) if match else None
    if match is None or count is None or not 1 <= count <= 150:
        return None
    if len(match["n"]) > 1 and positional(match["n"]) is not None:
        return None  # 58年前 is before the year 58
    base = (telling or anchor) if match["ago"] else anchor
    year = _year_of(base)
    if base is None or year is None:
        return asked()
    year += -count if match["ago"] else count
    if not 2 <= year <= 9990:
        return asked()
    made = Sense(f"{year:04d}~", date(year - 1, 1, 1), date(year + 1, 12, 31), precision="年", qualifier="约")
    return replace(made, basis="上下文").doubtful(_ground(base))


def _day_on(days: int, anchor: Sense | None) -> Sense:
    if anchor is None or anchor.first is None or anchor.first != anchor.last:
        return asked()
    day = anchor.first + timedelta(days=days)
    return Sense(day.isoformat(), day, day, precision="日", basis="上下文", confirm=anchor.confirm).noting(
        _ground(anchor)
    )


def _month_on(rest: str, months: int, anchor: Sense | None, context: Context) -> Sense | None:
    if anchor is None or anchor.first is None or anchor.last is None:
        return asked()
    if (anchor.first.year, anchor.first.month) != (anchor.last.year, anchor.last.month):
        return asked()
    year, month = months_on(anchor.first, months)
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
    if _SEASONAL.match(text) and anchor.first is not None and anchor.precision in ("季", "月", "日"):
        year = anchor.first.year + (anchor.first.month > 5)
    made = within(text, year, "solar", context.conventions)[0]
    return replace(made, basis="上下文").doubtful(_ground(anchor), "原话没有年份，须确认")


# — local events —

_TAIL = Pattern(
    r"(?:的?(?:那年|那一年|当年|那天|那一天|那日|当天|之年|那阵子?|那会儿?|那时候?|的?时候|之时|时|之际|这年|的一年|年))\Z"
)
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


def _core(name: str) -> str:
    plain = re.sub(r"\(.*?\)|[\s,。、“”\"'·]", "", normal(name))
    return _TAIL.sub("", plain)


def event(text: str, context: Context, read: Callable[[str], Sense | None], *, near: bool) -> Sense | None:
    """A local event's date: its year where that year is spoken of, else its date. ``near``: also by a like name."""
    if not context.events or len(text) < 2:
        return None
    tail = _TAIL.search(text)
    core = text[: tail.start()] if tail else text
    exact, like = _matching(core, context.events)
    found = exact or (like if near else [])
    if not found or len(core) < 2:
        return None
    senses = [sense for sense in (_dated(one, read) for one in found) if sense is not None]
    if not senses:
        return asked(f"事件表里“{found[0].name}”还没有时间")
    by_year = tail is not None and "年" in tail.group()
    made = [_as_said(sense, by_year=by_year) for sense in senses]
    names = "、".join(f"“{one.name}”" for one in found)
    if len({sense.edtf for sense in made}) == 1:
        one = replace(made[0], basis="事件").noting(f"依事件表{names}")
        return one if exact else one.doubtful("名称不全同，须确认")
    return Sense(basis="事件", notes=(f"事件表里有几件相近：{names}",), confirm=True, candidates=tuple(made))


def _matching(core: str, events: Sequence[LocalEvent]) -> tuple[list[LocalEvent], list[LocalEvent]]:
    exact: list[LocalEvent] = []
    near: list[LocalEvent] = []
    for one in events:
        names = [_core(name) for name in (one.name, *one.aliases)]
        if core in names:
            exact.append(one)
        elif len(core) >= 3 and any(len(name) >= 3 and (core in name or name in core) for name in names):
            near.append(one)
    return exact, near


def _dated(one: LocalEvent, read: Callable[[str], Sense | None]) -> Sense | None:
    if one.edtf:
        first, last = bounds(one.edtf) or (None, None)
        first = date.fromisoformat(one.earliest) if one.earliest else first
        last = date.fromisoformat(one.latest) if one.latest else last
        return Sense(one.edtf, first, last, precision="日" if first == last else "年")
    if one.words:
        made = read(one.words)
        return made if made is not None and made.edtf else None
    return None


def _as_said(sense: Sense, *, by_year: bool) -> Sense:
    if not by_year or sense.first is None or sense.last is None or sense.first.year != sense.last.year:
        return sense
    year = sense.first.year
    return Sense(f"{year:04d}", date(year, 1, 1), date(year, 12, 31), precision="年")
