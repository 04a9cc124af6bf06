"""From a year expression and what stands behind it to one sense: one year, or one of several."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from archive_app.hanzi.dating.calendar import cycle_name, lunar_year
from archive_app.hanzi.dating.edtf import bounds, part_of
from archive_app.hanzi.dating.reading import Context, Sense
from archive_app.hanzi.dating.reigns import FROM_MONTH, REPUBLIC_LAST, SolarEra
from archive_app.hanzi.dating.text import Pattern
from archive_app.hanzi.dating.within import within
from archive_app.hanzi.dating.years import Years, read_year

SAVED_BY_YEAR = "集合里只写到年，季节与区间见候选"


_SOME_DAY = Pattern(r"的?(?:某一天|某天|某日|一天|有一天)\Z")
_LUNAR_YEAR = Pattern(r"(?:农历|阴历|旧历|夏历)(?P<year>.{2,9}?年)(?P<rest>.*[月节底末].*|元宵|端午|中秋|重阳|除夕)\Z")


def lunar_mark_inside(text: str) -> str:
    """农历一九五八年八月十五 → 一九五八年农历八月十五: the mark belongs to the month."""
    match = _LUNAR_YEAR.match(text)
    return f"{match['year']}农历{match['rest']}" if match else text


def dated_year(text: str, context: Context) -> Sense | None:
    """A year with what stands behind it, read to the end of ``text``; ``None`` where something is left over."""
    for years, rest in read_year(text, context):
        made = _with_rest(years, rest, context)
        if made is not None:
            return made
    return None


def _with_rest(years: Years, rest: str, context: Context) -> Sense | None:
    from archive_app.hanzi.dating.within import FILLER

    filled = bool(FILLER.match(rest) or _SOME_DAY.match(rest)) or (bool(years.reign) and rest == "岁")
    if years.trouble is not None:
        behind = filled or within(rest, 2000, "solar", context.conventions)
        return replace(years.trouble, calendar=years.calendar) if behind else None
    if years.edtf:
        return _own_value(years, context) if filled else None
    parts: list[Sense] = []
    for year in years.years:
        if filled:
            parts.append(whole(year, years))
            continue
        if not 1 <= year <= 9990:
            return None
        found = within(rest, year, _sort(years), context.conventions)
        if not found:
            return None
        parts += [_called(sense, years) for sense in found]
    return together(parts, years)


def _own_value(years: Years, context: Context) -> Sense:
    first, last = bounds(years.edtf, context.conventions) or (None, None)
    precision = "年代" if "X" in years.edtf else "年"
    calendar = "公元前" if years.edtf.startswith("-") or years.edtf == "0000" else years.calendar
    return Sense(years.edtf, first, last, calendar, precision, notes=years.notes, confirm=years.confirm)


def _sort(years: Years) -> str:
    if years.lunar:
        return "lunar"
    return "republic" if years.calendar == "民国" else "solar"


def whole(year: int, years: Years) -> Sense:
    """A year as such: by the lunar calendar from New Year to New Year."""
    if years.lunar:
        found = lunar_year(year)
        if found is not None and years.reign is not None:
            begin = found.month(FROM_MONTH.get(years.reign.name, 1))
            start = begin.first if begin else found.first
            edtf = f"{start.isoformat()}/{found.last.isoformat()}"
            return Sense(edtf, start, found.last, years.calendar, "年")
        first, last = (found.first, found.last) if found else (date(year, 1, 1), date(year, 12, 31))
        notes = (f"{year}年为{cycle_name(year)}年",) if years.cyclic else ()
        return Sense(f"{year:04d}", first, last, years.calendar, "年", notes=notes)
    first, last = date(year, 1, 1), date(year, 12, 31)
    if years.solar_era is not None:
        return _of_era(year, years.solar_era)
    if years.calendar == "民国" and year == REPUBLIC_LAST.year:
        return Sense(f"{year}", first, REPUBLIC_LAST, "民国", "年", notes=("民国纪年止于1949年9月30日",))
    return Sense(f"{year:04d}", first, last, years.calendar, "年")


def _of_era(year: int, era: SolarEra) -> Sense:
    """A year of an era that began or ended within it."""
    first, last = max(date(year, 1, 1), era.begin), min(date(year, 12, 31), era.end)
    edtf = f"{year:04d}" if (last - first).days >= 364 else f"{first.isoformat()}/{last.isoformat()}"
    return Sense(edtf, first, last, "年号", "年")


def _called(sense: Sense, years: Years) -> Sense:
    """With the name of the calendar the year was given in, and that of its months beside it."""
    if years.calendar == "公历":
        return sense
    calendar = years.calendar if sense.calendar == "公历" else f"{years.calendar}+{sense.calendar}"
    made = replace(sense, calendar=calendar)
    if years.calendar == "民国" and sense.first is not None and sense.first > REPUBLIC_LAST:
        problem = "民国纪年止于1949年9月30日"
        return Sense(calendar=calendar, candidates=(replace(sense),), confirm=True, problem=problem)
    return made


def together(parts: list[Sense], years: Years) -> Sense:
    """One of several: those that cannot be are left out; where none can, the first says why."""
    possible = [part for part in parts if not part.problem]
    if not possible:
        return parts[0]
    left_out = [part.problem for part in parts if part.problem]
    notes = (*years.notes, *(note for part in possible[:1] for note in part.notes if len(possible) == 1), *left_out)
    if len(possible) == 1:
        one = possible[0]
        made = replace(one, basis=one.basis or years.basis, qualifier=one.qualifier or years.qualifier)
        made = replace(made, notes=tuple(dict.fromkeys((*years.notes, *one.notes, *left_out))))
        return replace(made, confirm=one.confirm or years.confirm)
    made = one_of(possible, qualifier="二者之一" if len(possible) == 2 else "多者之一")
    first, last = (made.first, made.last) if years.bounded or made.precision == "日" else (None, None)
    inner = () if years.cyclic else possible[0].notes
    return replace(
        made,
        first=first,
        last=last,
        basis=years.basis,
        notes=tuple(dict.fromkeys((*notes, *inner))),
        confirm=True,
        cyclic=years.cyclic,
    )


def one_of(parts: list[Sense], *, qualifier: str, both: bool = False) -> Sense:
    """``[a,b]`` (``{a,b}``: all of them); by years where the parts are no plain dates."""
    parts = [one for part in parts for one in _members(part)]
    marks = "{}" if both else "[]"
    plain = [part_of(part.edtf) for part in parts]
    whole_dates = all(one and not one.qualifier and one.precision != "season" and not one.masked for one in plain)
    notes = () if whole_dates else (SAVED_BY_YEAR,)
    members = list(dict.fromkeys(part.edtf for part in parts)) if whole_dates else _years_of(parts)
    alone = len(members) == 1 and ".." not in members[0]
    known = all(part.first and part.last for part in parts)
    return Sense(
        members[0] if alone else f"{marks[0]}{','.join(members)}{marks[1]}",
        min((part.first for part in parts if part.first), default=None) if known else None,
        max((part.last for part in parts if part.last), default=None) if known else None,
        parts[0].calendar,
        parts[0].precision,
        qualifier,
        notes=notes,
        candidates=tuple(parts),
    )


def _members(part: Sense) -> tuple[Sense, ...]:
    """A part that is one of several itself gives its members."""
    return part.candidates if part.edtf[:1] in "[{" and part.candidates else (part,)


def _years_of(parts: list[Sense]) -> list[str]:
    """The years of the parts in order; a part of several years gives its range, open where it is open."""
    made: dict[str, None] = {}
    for part in sorted(parts, key=lambda part: part.first or date.min):
        one = part_of(part.edtf.split("/")[0].rstrip("~?%"))
        if "/" not in part.edtf and one is not None and not one.masked:
            made[one.year] = None
        elif part.first and part.last:
            first, last = part.first.year, part.last.year
            within_one = first == last or (part.precision not in ("年代", "年代段", "世纪") and last == first + 1)
            begin = "" if part.first == date.min else f"{first:04d}"
            end = "" if part.last == date.max else f"{last:04d}"
            made[f"{first:04d}" if within_one else f"{begin}..{end}"] = None
    return list(made) or [parts[0].edtf]
