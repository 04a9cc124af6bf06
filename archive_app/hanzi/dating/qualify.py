"""约, 前后, 可能, 存疑: what the qualifiers make of a reading."""

from __future__ import annotations

from dataclasses import replace

from archive_app.hanzi.dating.conventions import Conventions
from archive_app.hanzi.dating.edtf import part_of, widened
from archive_app.hanzi.dating.reading import Sense
from archive_app.hanzi.dating.text import Pattern

_IS = "(?:是|在|于|就是|也就是|就在|为|有)?"
_ABOUT_BEFORE = Pattern(
    rf"(?:大约摸?|大概其?|大概齐|大致|约莫|约摸|差不多|估摸着?|估计|左不过|大体|约略|将近|接近|约|好像|好象|似乎|仿佛|我?记得好像|概){_IS}"
)
_DOUBT_BEFORE = Pattern(
    rf"(?:可能|或许|也许|兴许|恐怕|怕|疑似|疑|应该|应|据说|传说|相传|据传|说不定|没准儿?|不一定|推测|推定|疑为){_IS}"
)
_PLAIN_BEFORE = Pattern(
    r"(?:时间|日期|年代|整个|时|在|于|当|是|那是|那还是|"
    r"还是|就是|就在|我?记得(?:清楚)?是?|到了?|事在)[::]?(?=.{2})"
)
_ABOUT_BEHIND = Pattern(r"(?:的|那)?(?:前后|左右|上下|先后|期间|那几天|那几年|那阵子|许|光景|前前后后|来往|附近)\Z")
_DOUBT_BEHIND = Pattern(r"[(\[,]?(?:\?+|存疑|疑|待考|待查|待核|不确定|可疑|未定|待定|记不准|记不清|说不准)[)\]]?了?\Z")


def prefix(text: str) -> tuple[str, str, str] | None:
    """(mark, the words taken off, the rest): ``~`` about, ``?`` doubtful, empty: no meaning."""
    for mark, pattern in (("~", _ABOUT_BEFORE), ("?", _DOUBT_BEFORE), ("", _PLAIN_BEFORE)):
        match = pattern.match(text)
        if match is not None and match.end() < len(text):
            return mark, match.group(), text[match.end() :].lstrip(",")
    return None


def suffix(text: str) -> tuple[str, str, str] | None:
    """The same for what stands behind."""
    for mark, pattern in (("?", _DOUBT_BEHIND), ("~", _ABOUT_BEHIND)):
        match = pattern.search(text)
        if match is not None and match.start() > 0:
            return mark, match.group(), text[: match.start()]
    return None


def pending(words: str) -> str:
    """The office's word for the doubt: 待考 where that was said."""
    return "待考" if "待" in words else "存疑"


def qualified(sense: Sense, mark: str, words: str, conventions: Conventions) -> Sense:
    """A reading with a qualifier. Seasons, sets and masks cannot carry one in EDTF: it stands beside them."""
    if not mark or not sense.edtf:
        return sense
    if mark == "~":
        sense = _loosened(sense, conventions)
    said = "约" if mark == "~" else pending(words)
    qualifiers = [part for part in sense.qualifier.split("、") if part and part != said]
    made = replace(sense, qualifier="、".join([*qualifiers, said]))
    if mark == "?":
        made = replace(made, confirm=True)
    edtf = _marked(sense.edtf, mark)
    if edtf is None:
        return made.noting(f"EDTF一、二级不能给这样的日期加“{said}”，限定另存")
    made = replace(made, edtf=edtf, candidates=())
    part = part_of(sense.edtf)
    if mark != "~" or part is None or part.qualifier in ("~", "%") or sense.first is None or sense.last is None:
        return made
    first, last = widened(sense.first, sense.last, part.precision, conventions)
    return replace(made, first=first, last=last)


def _marked(edtf: str, mark: str) -> str | None:
    part = part_of(edtf)
    if part is not None:
        if part.precision == "season" or part.masked or part.year.startswith("-"):
            return None
        both = {part.qualifier, mark} >= {"~", "?"} or part.qualifier == "%"
        return edtf.rstrip("~?%") + ("%" if both else mark)
    if "/" not in edtf:
        return None
    if mark == "?" and "~" in edtf:
        return None  # the limits are approximate already: the doubt stands beside them
    ends = [end if end in ("", "..") else _marked_year(end, mark) for end in edtf.split("/")]
    return None if None in ends else "/".join(str(end) for end in ends)


def _marked_year(edtf: str, mark: str) -> str | None:
    part = part_of(edtf)
    return _marked(edtf, mark) if part is not None and part.precision == "year" else None


def _loosened(sense: Sense, conventions: Conventions) -> Sense:
    """约光绪二十三年: its exact limits mean nothing any more; 约 widens the year, and a lunar month by a month."""
    if "/" not in sense.edtf or "~" in sense.edtf or sense.first is None or sense.last is None:
        return sense
    if sense.calendar.startswith("年号") and sense.precision == "年" and (sense.last - sense.first).days < 390:
        return replace(sense, edtf=f"{sense.first.year:04d}")
    if "农历" in sense.calendar and sense.precision == "月":
        first, last = widened(sense.first, sense.last, "lunar", conventions)
        return replace(sense, first=first, last=last)
    return sense
