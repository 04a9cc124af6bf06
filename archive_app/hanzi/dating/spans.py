"""From … to …, since, until, before and after: what two ends make, and one."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from archive_app.hanzi.dating.conventions import Conventions
from archive_app.hanzi.dating.edtf import part_of, widened
from archive_app.hanzi.dating.reading import Sense, impossible
from archive_app.hanzi.dating.reign_periods import reign_ends

_INCLUDED = "是否含所说的那一端须确认"


def begin_of(sense: Sense, *, plain: bool = False) -> str | None:
    """What stands for a reading at the left end of an interval; ``plain``: without a qualifier."""
    return _edge(sense, 0, plain)


def end_of(sense: Sense, *, plain: bool = False) -> str | None:
    """The same for the right end."""
    return _edge(sense, -1, plain)


def _edge(sense: Sense, at: int, plain: bool) -> str | None:
    day = sense.first if at == 0 else sense.last
    edtf = sense.edtf
    if "/" in edtf:
        edtf = edtf.split("/")[at]
        if edtf in ("", ".."):
            return None
    part = part_of(edtf)
    if part is None or part.masked:
        if day is None or day in (date.min, date.max):
            return None
        whole = day == (date(day.year, 1, 1) if at == 0 else date(day.year, 12, 31))
        return f"{day.year:04d}" if whole else day.isoformat()
    if part.precision == "season":
        return None if day is None else f"{day.year:04d}-{day.month:02d}" + ("" if plain else "~")
    return edtf.rstrip("?~%") if plain else edtf


def span(left: Sense, right: Sense, *, some_time: bool) -> Sense | None:
    """From one to the other; ``some_time``: at one time between them."""
    trouble = next((sense for sense in (left, right) if sense.problem), None)
    if trouble is not None:
        return trouble
    begin, end = begin_of(left, plain=some_time), end_of(right, plain=some_time)
    if begin is None or end is None:
        return None
    if (
        left.first is not None
        and right.last is not None
        and (left.first > right.last or (right.first is not None and left.first > right.first))
    ):
        return impossible(f"起止颠倒：{begin} 在 {end} 之后", left, right)
    edtf = f"[{begin}..{end}]" if some_time else f"{begin}/{end}"
    calendar = left.calendar if left.calendar == right.calendar else f"{left.calendar}/{right.calendar}"
    first, last = _unwidened(left, 0), _unwidened(right, -1)
    return Sense(
        edtf, first, last, calendar, left.precision if left.precision == right.precision else "时期",
        "约" if "~" in edtf else "推算" if "推算" in (left.qualifier, right.qualifier) else "",
        left.basis or right.basis, tuple(dict.fromkeys((*left.notes, *right.notes))),
        left.confirm or right.confirm,
    )  # fmt: skip


def adjoining(left: Sense | None, right: Sense | None) -> Sense | None:
    """七十年代末八十年代初: the end of one and the beginning of the next, as one span."""
    if left is None or right is None or left.last is None or right.first is None:
        return None
    if left.precision != right.precision or not -150 <= (right.first - left.last).days <= 62:
        return None
    made = span(left, right, some_time=False)
    return None if made is None else made.doubtful("两段相接，按起止推定")


def _unwidened(sense: Sense, at: int) -> date | None:
    """The end of an interval is not widened by 约: its limits are conventions already."""
    from archive_app.hanzi.dating.edtf import part_bounds

    day = sense.first if at == 0 else sense.last
    part = part_of(sense.edtf)
    if part is None or part.qualifier not in ("~", "%"):
        return day
    return part_bounds(part)[at]


def since(sense: Sense) -> Sense | None:
    """自1958年起: it goes on."""
    begin = begin_of(sense)
    return _open(sense, f"{begin}/..", "起", last=date.max) if begin else None


def since_unknown_end(sense: Sense) -> Sense | None:
    """1958年起，止年不详."""
    begin = begin_of(sense)
    return _open(sense, f"{begin}/", "起", last=date.max, note="止年不详") if begin else None


def until(sense: Sense) -> Sense | None:
    """到1958年止."""
    end = end_of(sense)
    return _open(sense, f"../{end}", "止", first=date.min) if end else None


def until_unknown_begin(sense: Sense) -> Sense | None:
    """起年不详，1958年止."""
    end = end_of(sense)
    return _open(sense, f"/{end}", "止", first=date.min, note="起年不详") if end else None


def up_to(sense: Sense, today: date) -> Sense | None:
    """1958年至今, said on a known day."""
    begin = begin_of(sense)
    if begin is None or (sense.first is not None and sense.first > today):
        return None
    return _open(sense, f"{begin}/{today.isoformat()}", "", last=today)


def after(sense: Sense, *, sure: bool) -> Sense | None:
    """1958年以后, 不早于1958年: once, then or later."""
    ended = sense.precision == "时期" and not sure and not sense.calendar.startswith("民国") and sense.last != date.max
    begin = end_of(sense, plain=True) if ended else begin_of(sense, plain=True)
    if begin is None:
        return None
    first = sense.last if ended else None  # after a period is after it ended: 抗战以后; 民国以后 is since it began
    made = _open(sense, f"[{begin}..]", "不早于", first=first, last=date.max)
    return made if sure else made.doubtful(_INCLUDED)


def before(sense: Sense, *, sure: bool) -> Sense | None:
    """1958年以前, 不晚于1958年: once, then or earlier."""
    if sense.precision == "时期" and not sure and sense.first not in (None, date.min):
        assert sense.first is not None  # before a period is before it began: 民国以前
        last = date.fromordinal(sense.first.toordinal() - 1)
        return _open(sense, f"[..{last.isoformat()}]", "不晚于", first=date.min, last=last).doubtful(_INCLUDED)
    end = end_of(sense, plain=True)
    if end is None:
        return None
    made = _open(sense, f"[..{end}]", "不晚于", first=date.min)
    return made if sure else made.doubtful(_INCLUDED)


def _open(
    sense: Sense, edtf: str, qualifier: str, *, first: date | None = None, last: date | None = None, note: str = ""
) -> Sense:
    about = [part for part in sense.qualifier.split("、") if part in ("约", "存疑", "待考", "推算")]
    return replace(
        sense,
        edtf=edtf,
        first=first or sense.first,
        last=last or sense.last,
        qualifier="、".join([part for part in (qualifier, *about) if part]),
        candidates=(),
    ).noting(note)


def between(earlier: str, later: str, senses: tuple[Sense | None, Sense | None], words: str) -> Sense | None:
    """A以后、B以前. Where nothing lies between them it is said that this cannot be; the words stand."""
    one, two = reign_ends(earlier), reign_ends(later)
    if one is not None and two is not None:
        (first_reign, begin, end), (last_reign, next_begin, next_end) = one, two
        if next_begin > end and (next_begin - end).days > 2:
            gap = (date.fromordinal(end.toordinal() + 1), date.fromordinal(next_begin.toordinal() - 1))
            return Sense(
                f"{gap[0].isoformat()}/{gap[1].isoformat()}", *gap, "年号", "时期",
                notes=(_INCLUDED,), confirm=True,
            )  # fmt: skip
        problem = (
            f"{first_reign.name}止于{first_reign.last}年、{last_reign.name}始于{last_reign.first}年，"
            f"两者之间没有间隔，“{words}”不成立"
        )
        if last_reign.first < first_reign.first:
            return impossible(problem.replace("两者之间没有间隔", "先后颠倒"), calendar="年号")
        return Sense(
            f"{first_reign.last}~/{last_reign.first}~", begin, next_end, "年号", "年代段", "存疑",
            notes=("仅按交界存疑著录",), confirm=True, problem=problem,
        )  # fmt: skip
    left, right = senses
    if left is None or right is None or not left.edtf or not right.edtf:
        return None
    begin_at, end_at = begin_of(left, plain=True), end_of(right, plain=True)
    if begin_at is None or end_at is None or left.first is None or right.last is None:
        return None
    if left.first > right.last or (right.first and left.first >= right.first and left.edtf != right.edtf):
        return impossible(f"“{words}”不成立：{begin_at} 不在 {end_at} 之前", left, right)
    return Sense(
        f"[{begin_at}..{end_at}]", left.first, right.last, left.calendar, left.precision, "",
        notes=(_INCLUDED,), confirm=True,
    )  # fmt: skip


def eve(sense: Sense, conventions: Conventions) -> Sense | None:
    """国庆前夕: the days before a day; 文革前夕: the year before a period began."""
    if sense.first is None or sense.last is None or sense.first.toordinal() < 400:
        return None
    last = date.fromordinal(sense.first.toordinal() - 1)
    if sense.first == sense.last:
        first, habit = widened(sense.first, sense.first, "day", conventions)[0], "“前夕”按放宽的天数推定"
        edtf = f"{first.isoformat()}~/{last.isoformat()}"
    elif sense.precision == "时期":
        first, habit = date(sense.first.year - 1, 1, 1), "“前夕”按此前一年推定"
        edtf = f"{first.year:04d}~/{last.isoformat()}"
    else:
        return None
    calendar = "公历" if sense.calendar == "民国" else sense.calendar
    made = replace(sense, edtf=edtf, first=first, last=last, calendar=calendar, candidates=())
    return replace(made, qualifier="约", precision="时期").doubtful(habit)
