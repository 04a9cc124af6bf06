"""What stands in brackets behind a date: 存疑, 农历, 生于1947年, another name of the same day."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from archive_app.hanzi.dating import qualify
from archive_app.hanzi.dating.inheriting import year_of
from archive_app.hanzi.dating.reading import Reader, Sense, impossible
from archive_app.hanzi.dating.relative import asked
from archive_app.hanzi.dating.spans import begin_of, end_of
from archive_app.hanzi.dating.text import Pattern
from archive_app.hanzi.dating.within import LUNAR_MARK, SOLAR_MARK
from archive_app.hanzi.dating.years import CYCLE

_BRACKETED = Pattern(r"\(([^()]*)\)?")
_BORN = Pattern(
    r"(?:我|他|她|本人|口述者)?(?:是|出生|生|诞生)?(?:生于|出生于|生在)(?P<a>.+)|(?P<b>.+?)年?(?:出生|生人|生的?)\Z"
)
_BORN_BEFORE = Pattern(r"^(?P<b>[^,。;]{2,20}?)(?:年)?(?:出生|生人|生)的?[,。;、](?P<rest>.+)\Z")
_DOUBT = Pattern(r"\?+|存疑|疑|待考|待查|待核|不确定|可疑|未定|待定|有疑问")
_ABOUT = Pattern(r"约|大约|大概|前后|左右|约略")
_ONCE = Pattern(r"某时|某年|某月|其中某年|其间|其中一年|某一年|某个时候")
_UNREAD = Pattern(r"\?|月日不详|日期不详|具体日期不详|具体时间不详|月份不详|原话.*")
_YEAR_BEFORE_MONTH = Pattern(r"(?<=年)(?=闰?(?:正|冬|腊|[0-9〇零一二三四五六七八九十]+)月)")


@dataclass(slots=True)
class Remarks:
    """What the brackets said."""

    inner: tuple[str, ...] = ()
    mark: str = ""
    mark_words: str = ""
    once: bool = False
    born: str = ""

    def alone(self, parser: Reader) -> Sense:
        """Nothing but brackets: their content is read."""
        found = parser.phrase(self.inner[0]) if self.inner else None
        return found or asked("没有读出时间")

    def applied(self, sense: Sense | None, parser: Reader) -> Sense | None:
        """A reading with what the brackets add, checked against what they say again."""
        for words in self.inner:
            sense = _checked(sense, words, parser)
        if sense is None or not sense.edtf:
            return sense
        if self.once and "/" in sense.edtf:
            begin, end = begin_of(sense, plain=True), end_of(sense, plain=True)
            if begin and end:
                sense = replace(sense, edtf=f"[{begin}..{end}]")
        return qualify.qualified(sense, self.mark, self.mark_words, parser.context.conventions)


def remarks_of(text: str) -> tuple[str, Remarks]:
    """The words outside the brackets, and the remarks."""
    remarks = Remarks()
    inner: list[str] = []
    words = text
    lead = _BORN_BEFORE.match(text)
    if lead is not None and "岁" in lead["rest"]:
        remarks.born, words = lead["b"] + ("年" if lead["b"][-1:].isdigit() else ""), lead["rest"]
    for match in _BRACKETED.finditer(words):
        _sort(match[1].strip(), remarks, inner)
    outside = _BRACKETED.sub("", words).replace(")", "").strip(",;")
    for calendar in (part for part in inner if re.fullmatch(rf"{LUNAR_MARK}|{SOLAR_MARK}", part)):
        marked = _YEAR_BEFORE_MONTH.sub(calendar if len(calendar) > 1 else calendar + "历", outside, count=1)
        outside = marked if marked != outside else calendar + outside
    for count in (part for part in inner if part in ("虚岁", "周岁", "实岁")):
        outside = outside.replace("岁", count, 1)
    known = rf"{LUNAR_MARK}|{SOLAR_MARK}|虚岁|周岁|实岁"
    remarks.inner = tuple(part for part in inner if part and not re.fullmatch(known, part))
    return outside, remarks


def _sort(words: str, remarks: Remarks, inner: list[str]) -> None:
    born = _BORN.fullmatch(words)
    if _DOUBT.fullmatch(words):
        remarks.mark, remarks.mark_words = "?", words
    elif _ABOUT.fullmatch(words):
        remarks.mark, remarks.mark_words = "~", words
    elif _ONCE.fullmatch(words):
        remarks.once = True
    elif born is not None:
        remarks.born = (born["a"] or born["b"] + ("年" if born["b"][-1:].isdigit() else "")).strip()
    elif not _UNREAD.fullmatch(words):
        inner.append(words)


def _checked(sense: Sense | None, words: str, parser: Reader) -> Sense | None:
    """A second name of the day beside the first: it supplies, chooses, agrees or contradicts."""
    if re.fullmatch(CYCLE, words):
        words += "年"
    alone = parser.without_context()
    other = alone.phrase(words)
    if (other is None or not other.edtf) and sense is not None and not year_of(words):
        years = list(dict.fromkeys(one.first.year - back for one in _all_of(sense) for back in (0, 1) if one.first))
        named = [made for year in years if (made := alone.phrase(f"{year}年{words}")) is not None and made.edtf]
        other = next((one for one in named if any(_meet(one, two) for two in _all_of(sense))), next(iter(named), other))
    if other is None or not other.edtf:
        return sense
    if sense is None or (not sense.edtf and not sense.problem):
        return other.noting("据括注读出")
    if sense.problem:
        return sense
    fitting = [one for one in _all_of(sense) if any(_meet(one, two) for two in _all_of(other))]
    if not fitting:
        return impossible(f"括注“{words}”与原话不合", sense, other, calendar=sense.calendar)
    if len(fitting) == 1 and sense.candidates and fitting[0] is not sense and sense.edtf[:1] == "[":
        return replace(fitting[0], calendar=fitting[0].calendar or sense.calendar, confirm=False).noting("与括注相符")
    return sense.noting("与括注相符")


def _all_of(sense: Sense) -> tuple[Sense, ...]:
    return sense.candidates if sense.edtf[:1] == "[" and sense.candidates else (sense,)


def _meet(one: Sense, two: Sense) -> bool:
    if one.first is None or one.last is None or two.first is None or two.last is None:
        return True
    return one.first <= two.last and two.first <= one.last
