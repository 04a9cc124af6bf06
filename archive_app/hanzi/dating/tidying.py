"""Other ways of writing: blanks of a form, unknown ends, a short second year; and the day of the week."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date

from archive_app.hanzi.dating.edtf import last_day
from archive_app.hanzi.dating.reading import Sense, impossible
from archive_app.hanzi.dating.text import Pattern

_NOT_KNOWN = r"(?:\?+|不详|不明|未详|未知)"
_BLANK = Pattern(r"_+(?=[年月日])")
_EMPTY = Pattern(r"(?<=年)月日\Z")
_END_UNKNOWN = Pattern(rf"(?:[-—]+|至|到){_NOT_KNOWN}\Z")
_BEGIN_UNKNOWN = Pattern(rf"^{_NOT_KNOWN}(?:[-—]+|至|到)")
_SHORT_SECOND = Pattern(r"(?P<c>\d\d)(?P<y>\d\d)/(?P<to>\d\d)(?:年度?)?\Z")
_FROM_TO = Pattern(r"^(?P<a>[^,]+?)起,(?P<b>[^,]+?)止\Z")
_WEEKDAY = Pattern(r"(?:星期|礼拜|周)(?P<d>[一二三四五六日天])(?=\Z|[),、上下凌早中午晚傍\d])")


_ABOUT_INSIDE = Pattern(r"^(?P<a>.*?[年月])(?:大约|大概|约)(?P<b>(?:[春夏秋冬正腊闰]|[0-9一二三四五六七八九十]).*)\Z")
_TURN = Pattern(r"(?P<a>[春夏秋冬])末(?P<b>[春夏秋冬])初")


def tidied(words: str) -> str:
    """Squeezed words in the way of writing the reader knows."""
    words = _EMPTY.sub("", _BLANK.sub("x", words))
    words = _TURN.sub(lambda found: f"{found['a']}{found['b']}之交", re.sub(r"\?(?=[月日])", "x", words))
    words = _ABOUT_INSIDE.sub(lambda found: f"约{found['a']}{found['b']}", words)
    words = _BEGIN_UNKNOWN.sub("—", _END_UNKNOWN.sub("—", words))
    words = _FROM_TO.sub(lambda found: f"{found['a']}至{found['b']}", words)
    short = _SHORT_SECOND.match(words)
    if short is not None and int(short["to"]) > max(12, int(short["y"])):
        return f"{short['c']}{short['y']}-{short['to']}年"
    return words


_MISREAD = Pattern(
    r"(?<=\d)[lis|o](?=[\d年月日])|(?<![a-z])[lis|](?=\d)|(?<=[年月])[lis|](?=[月日])"
    r"|(?<=\d)[曰目](?=\d|\Z)|(?<=[一二三四五六七八九十])曰\Z|(?<=\d)午\Z"
)
_MEANT = {"l": "1", "i": "1", "|": "1", "s": "5", "o": "0", "曰": "日", "目": "月", "午": "年"}


def repaired(words: str) -> str:
    """What was printed, where a machine that reads print has taken l for 1 or 曰 for 日; empty where there is no sign.

    Only to be offered: nobody knows but who sees the paper.
    """
    made = _MISREAD.sub(lambda found: _MEANT[found.group()], words)
    return made if made != words else ""


def within_rest(sense: Sense, rest: str) -> Sense | None:
    """A date read among other words: no finer than what those words leave (1958年5月底6月初 is of 1958, not of May)."""
    if sense.problem or sense.first is None or sense.last is None:
        return sense
    if re.search(r"[0-9一二三四五六七八九十〇]年", rest):
        return None
    first = sense.first
    if re.search(r"[0-9一二三四五六七八九十正冬腊]月|[春夏秋冬]|季度|[上下]半年", rest) and sense.precision != "年":
        if first.year != sense.last.year:
            return None
        days = date(first.year, 1, 1), date(first.year, 12, 31)
        return Sense(f"{first.year:04d}", *days, sense.calendar, "年", basis=sense.basis, notes=sense.notes)
    if re.search(r"[0-9一二三四五六七八九十][日号]|[0-9一二三四五六七八九十]两|旬", rest) and sense.precision in (
        "日",
        "旬",
    ):
        if (first.year, first.month) != (sense.last.year, sense.last.month):
            return None
        edtf = f"{first:%Y-%m}" if first.year > 999 else f"{first.year:04d}-{first.month:02d}"
        days = date(first.year, first.month, 1), last_day(first.year, first.month)
        return Sense(edtf, *days, sense.calendar, "月", basis=sense.basis, notes=sense.notes)
    return sense


def with_weekday(sense: Sense, words: str) -> Sense:
    """The day of the week that was said beside a day: it agrees, chooses between two days, or contradicts."""
    match = _WEEKDAY.search(words)
    if match is None or sense.first is None or sense.first != sense.last:
        return sense
    said = "一二三四五六日".index(match["d"].replace("天", "日"))
    if sense.first.weekday() == said:
        return sense.noting("与星期相符")
    fitting = [one for one in sense.candidates if one.first and one.first == one.last and one.first.weekday() == said]
    if len(fitting) == 1:
        return replace(fitting[0], candidates=sense.candidates).doubtful("按所说的星期取")
    problem = f"{sense.first.isoformat()}是{_name(sense.first)}，不是星期{'一二三四五六日'[said]}"
    return impossible(problem, sense, calendar=sense.calendar)


def _name(day: date) -> str:
    return "星期" + "一二三四五六日"[day.weekday()]
