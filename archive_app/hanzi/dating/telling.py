"""Words counted back from the day somebody told them: 三天前, 半年前, 两三年前, 上星期三, 昨天晚上, 去年今天."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import replace
from datetime import date, timedelta

from archive_app.hanzi.dating.edtf import last_day, months_on, widened
from archive_app.hanzi.dating.numerals import NUMBER, number, numbers
from archive_app.hanzi.dating.reading import Sense
from archive_app.hanzi.dating.text import Pattern

_HOUR = r"(?:凌晨|清早|早上|早晨|上午|中午|下午|傍晚|晚上|夜里|半夜|晚|夜)"
_DAY = Pattern(rf"(?P<d>今|昨|前|大前)(?:天|日|儿个?)的?{_HOUR}\Z")
_DAYS = {"今": 0, "昨": 1, "前": 2, "大前": 3}
_AGO = Pattern(
    rf"(?:大?约|大概)?(?:(?P<n>{NUMBER}|两|[二两三四五六七八]、?[三四五六七八九]|十几)|(?P<half>半))"
    r"(?P<u>天|日|个?月|个?星期|个?礼拜|周|年)(?:以前|之前|前)\Z"
)
_WEEK = Pattern(r"(?P<w>上上?|本|这)个?(?:周|星期|礼拜)(?P<d>[一二三四五六日天])?\Z")
_A_YEAR_AGO = Pattern(r"(?P<y>去|前)年的?(?:今天|今日)\Z")
_LONGEST = 150


def told(text: str, telling: date | None) -> Sense | None:
    """The day or days meant; without a day of the telling the words alone, to be asked about; ``None``: other words."""
    match = _DAY.match(text)
    if match is not None:
        return _day(telling, _DAYS[match["d"]])
    match = _WEEK.match(text)
    if match is not None:
        return _week(telling, {"上": 1, "上上": 2}.get(match["w"], 0), match["d"] or "")
    match = _A_YEAR_AGO.match(text)
    if match is not None:
        return _months(telling, 12 if match["y"] == "去" else 24, exact=True)
    match = _AGO.match(text)
    if match is None:
        return None
    unit = match["u"]
    counts = [] if match["half"] else _counts(match["n"])
    if match["half"]:
        return _months(telling, 6) if unit == "年" else _day(telling, 15, about="day") if "月" in unit else None
    if not counts or not 1 <= counts[0] <= counts[-1] <= _LONGEST:
        return None
    if unit == "年":
        return _years(telling, counts) if len(counts) > 1 else None
    if "月" in unit:
        return _months(telling, counts[0]) if len(counts) == 1 else None
    if len(counts) > 1:
        return None
    return _day(telling, counts[0]) if unit in ("天", "日") else _day(telling, counts[0] * 7, about="day")


def _counts(words: str) -> list[int]:
    if words == "十几":
        return [11, 19]
    plain = words.replace("、", "").replace("两", "二")
    if len(plain) == 2 and (pair := numbers(plain)) and len(pair) == 2:
        return pair
    one = number(words)
    return [] if one is None else [one]


def _asked() -> Sense:
    from archive_app.hanzi.dating.relative import asked

    return asked()


def _from(made: Sense, telling: date) -> Sense:
    return replace(made, basis="上下文").doubtful(f"据 {telling.isoformat()} 推定")


def _day(telling: date | None, days: int, *, about: str = "") -> Sense:
    if telling is None or telling.toordinal() <= days + 40:
        return _asked()
    day = telling - timedelta(days=days)
    if not about:
        return _from(Sense(day.isoformat(), day, day, precision="日"), telling)
    return _from(Sense(f"{day.isoformat()}~", *widened(day, day, about), precision="日", qualifier="约"), telling)


def _week(telling: date | None, weeks: int, day: str) -> Sense:
    if telling is None or telling.toordinal() <= 40:
        return _asked()
    monday = telling - timedelta(days=telling.weekday() + 7 * weeks)
    if day:
        on = monday + timedelta(days="一二三四五六日".index(day.replace("天", "日")))
        return _from(Sense(on.isoformat(), on, on, precision="日"), telling)
    sunday = monday + timedelta(days=min(6, date.max.toordinal() - monday.toordinal()))
    return _from(Sense(f"{monday.isoformat()}/{sunday.isoformat()}", monday, sunday, precision="日"), telling)


def _months(telling: date | None, months: int, *, exact: bool = False) -> Sense:
    if telling is None or telling.year < 20:
        return _asked()
    year, month = months_on(telling, -months)
    if exact:
        day = date(year, month, min(telling.day, monthrange(year, month)[1]))
        return _from(Sense(day.isoformat(), day, day, precision="日"), telling)
    days = widened(date(year, month, 1), last_day(year, month), "month")
    return _from(Sense(f"{year:04d}-{month:02d}~", *days, precision="月", qualifier="约"), telling)


def _years(telling: date | None, counts: list[int]) -> Sense:
    if telling is None or telling.year <= counts[-1] + 1:
        return _asked()
    first, last = telling.year - counts[-1], telling.year - counts[0]
    days = date(first, 1, 1), date(last, 12, 31)
    return _from(Sense(f"{first:04d}~/{last:04d}~", *days, precision="年", qualifier="约"), telling)
