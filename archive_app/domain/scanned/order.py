"""In which order the lines of a page are read: columns of a newspaper, 竖排 from the right, headings across them.

Everything is reckoned in two directions: *along* a line, as it is read, and *down* from line to line. Of a page in
columns (竖排) along is downwards and down is to the left, so that one way of looking serves both.
"""

from __future__ import annotations

import math
import re
from collections.abc import Sequence
from dataclasses import replace
from statistics import median

from archive_app.domain.scanned.lines import ScanLine
from archive_app.frozen import dataclass

_GUTTER = 0.6
"""Of the height of a line: what is free between two columns at the least."""
_COLUMN = 4.5
"""Heights of a line: what is narrower is no column of text (the folios of a table of contents, numbers of a list)."""
_HEADING = 1.35
"""Of the usual height of a line: a heading is higher."""
_INDENT = 1.2
"""Heights of a line by which the first line of a paragraph stands in."""
_SHORT = 2.5
"""Heights of a line by which the last line of a paragraph ends early."""
_EDGE = 0.08
"""Of the page: within it the numbers of pages stand."""
_STEEP = 0.35
"""Radians beyond which the slant of a line is not that of the page."""
_FOLIO = re.compile(
    r"""[\s·•—–\-()（）〔〕第]*
    (?:[0-9０-９]{1,4}|[一二三四五六七八九十百〇○零]{1,5}|[ivxlc]{1,6})
    [\s·•—–\-()（）〔〕页頁]*""",
    re.VERBOSE,
)
_ENDS = "。！？」』”…）：:.!?"


@dataclass(frozen=True, slots=True)
class _Placed:
    """A line with where it stands: ``begin`` to ``end`` along, ``top`` to ``foot`` down; ``high`` its own height."""

    at: int
    begin: float
    end: float
    top: float
    foot: float
    high: float

    @property
    def middle(self) -> float:
        return (self.top + self.foot) / 2


@dataclass(slots=True)
class _Stretch:
    """Rows that follow each other, all of them parted at the same gutter, or none."""

    rows: list[list[_Placed]]
    gutter: tuple[float, float] | None


def in_order(lines: Sequence[ScanLine], size: tuple[int, int]) -> tuple[ScanLine, ...]:
    """The lines of an upright page of ``size`` as they are read, with what opens a paragraph, what is a heading, what
    the number of the page."""
    if not lines:
        return ()
    upright = runs_down(lines)
    slant = slant_of(lines, upright)
    main = [at for at, line in enumerate(lines) if _goes(line, upright)]
    other = [at for at, line in enumerate(lines) if not _goes(line, upright)]
    placed = [_place(at, lines[at], upright, slant) for at in main]
    high = median(one.high for one in placed)
    folios = {at for at in range(len(lines)) if _is_folio(lines[at], size)}
    blocks = _read([one for one in placed if one.at not in folios], high)
    ordered = _marked(lines, blocks, high, upright)
    if other:
        ordered = _with_others(lines, other, folios, ordered, size, upright)
    ordered += [replace(lines[at], folio=True, upright=upright and _goes(lines[at], True)) for at in sorted(folios)]
    return tuple(ordered)


def runs_down(lines: Sequence[ScanLine]) -> bool:
    """Whether most of what stands on the page runs down, not across."""
    down = across = 0.0
    for line in lines:
        long, high = _lengths(line)
        if high >= 1.5 * long:
            down += high
        elif long >= 1.5 * high:
            across += long
    return down > across


def slant_of(lines: Sequence[ScanLine], upright: bool) -> float:
    """By how much the lines lean, in radians: that of most of what is long."""
    leans = []
    for line in lines:
        x0, y0, x1, y1, x2, y2, x3, y3 = line.corners
        long, high = _lengths(line)
        if upright and high >= 3 * long:
            leans.append((-math.atan2((x3 - x0) + (x2 - x1), (y3 - y0) + (y2 - y1)), high))
        elif not upright and long >= 3 * high:
            leans.append((math.atan2((y1 - y0) + (y2 - y3), (x1 - x0) + (x2 - x3)), long))
    leans = sorted((lean, weight) for lean, weight in leans if abs(lean) < _STEEP)
    if not leans:
        return 0.0
    left = sum(weight for _lean, weight in leans) / 2
    for lean, weight in leans:
        left -= weight
        if left <= 0:
            return lean
    return leans[-1][0]


def _lengths(line: ScanLine) -> tuple[float, float]:
    """How wide and how high a line is, along its own sides."""
    x0, y0, x1, y1, x2, y2, x3, y3 = line.corners
    return (
        (math.hypot(x1 - x0, y1 - y0) + math.hypot(x2 - x3, y2 - y3)) / 2,
        (math.hypot(x3 - x0, y3 - y0) + math.hypot(x2 - x1, y2 - y1)) / 2,
    )


def _goes(line: ScanLine, upright: bool) -> bool:
    """Whether a line may run so: what is about square, or a character alone, may run either way."""
    long, high = _lengths(line)
    return (high >= 1.5 * long) == upright or max(long, high) < 1.5 * min(long, high) or len(line.text) == 1


def _place(at: int, line: ScanLine, upright: bool, slant: float) -> _Placed:
    """Where a line stands once the page is straightened."""
    cos, sin = math.cos(-slant), math.sin(-slant)
    points = [
        (x * cos - y * sin, x * sin + y * cos) for x, y in zip(line.corners[0::2], line.corners[1::2], strict=True)
    ]
    if upright:
        points = [(y, -x) for x, y in points]
    along, down = [x for x, _y in points], [y for _x, y in points]
    long, high = _lengths(line)
    # what leans still covers more than its own height: its middle and its own height say where it is
    middle, own = (min(down) + max(down)) / 2, long if upright else high
    return _Placed(at, min(along), max(along), middle - own / 2, middle + own / 2, own)


def _is_folio(line: ScanLine, size: tuple[int, int]) -> bool:
    _x, top, _width, height = line.box
    near = top + height < size[1] * _EDGE or top > size[1] * (1 - _EDGE)
    return near and bool(_FOLIO.fullmatch(line.text.strip()))


def _read(placed: list[_Placed], high: float) -> list[list[list[_Placed]]]:
    """Blocks of rows, as they are read; a row is what stands in one line."""
    if not placed:
        return []
    blocks: list[list[list[_Placed]]] = []
    for stretch in _stretches(_rows(placed), high):
        if stretch.gutter is None:
            blocks.append(stretch.rows)
            continue
        cut = sum(stretch.gutter) / 2
        every = [one for row in stretch.rows for one in row]
        blocks += _read([one for one in every if one.end <= cut], high)
        blocks += _read([one for one in every if one.end > cut], high)
    return blocks


def _rows(placed: list[_Placed]) -> list[list[_Placed]]:
    """What stands beside each other, from above; within a row along."""
    rows: list[list[_Placed]] = []
    for one in sorted(placed, key=lambda line: line.middle):
        if rows:
            row = rows[-1]
            top, foot = min(each.top for each in row), max(each.foot for each in row)
            shared = min(foot, one.foot) - max(top, one.top)
            if shared > 0.5 * min(one.high, min(each.high for each in row)) and not _over(one, row):
                row.append(one)
                continue
        rows.append([one])
    return [sorted(row, key=lambda line: line.begin) for row in rows]


def _over(one: _Placed, row: list[_Placed]) -> bool:
    """Whether a line stands where one of the row stands already: then it is another row."""
    return any(
        min(one.end, each.end) - max(one.begin, each.begin) > 0.5 * min(one.end - one.begin, each.end - each.begin)
        for each in row
    )


def _stretches(rows: list[list[_Placed]], high: float) -> list[_Stretch]:
    made: list[_Stretch] = []
    for row in rows:
        last = made[-1] if made else None
        if last is not None and last.gutter is not None:
            free = _between(last.gutter, row, high)
            if free is not None:
                last.rows.append(row)
                last.gutter = free
                continue
        gutter = _gutter_of(row, high)
        if gutter is None and last is not None and last.gutter is None:
            last.rows.append(row)
        else:
            made.append(_Stretch([row], gutter))
    for number, stretch in enumerate(made):
        if stretch.gutter is not None:
            if number and made[number - 1].gutter is None:
                _draw_in(made[number - 1], stretch, high)
            if not _is_columns(stretch, high):
                stretch.gutter = None
    return [stretch for stretch in made if stretch.rows]


def _gutter_of(row: list[_Placed], high: float) -> tuple[float, float] | None:
    """The widest space within a row, where it is wide enough."""
    widest: tuple[float, float] | None = None
    end = row[0].end
    for one in row[1:]:
        gap = one.begin - end
        if gap >= _GUTTER * high and (widest is None or gap > widest[1] - widest[0]):
            widest = (end, one.begin)
        end = max(end, one.end)
    return widest


def _between(gutter: tuple[float, float], row: list[_Placed], high: float) -> tuple[float, float] | None:
    """What of a gutter stays free beside one more row; ``None``: the row goes across it."""
    begin, end = gutter
    for one in row:
        if one.end <= (begin + end) / 2:
            begin = max(begin, one.end)
        elif one.begin >= (begin + end) / 2:
            end = min(end, one.begin)
        else:
            # it may still end or begin within the gutter
            if one.begin < begin and one.end < end - _GUTTER * high:
                begin = one.end
            elif one.end > end and one.begin > begin + _GUTTER * high:
                end = one.begin
            else:
                return None
    return (begin, end) if end - begin >= _GUTTER * high else None


def _draw_in(before: _Stretch, stretch: _Stretch, high: float) -> None:
    """Rows just above that stand on one side of the gutter belong to that column: it only begins higher."""
    assert stretch.gutter is not None
    left = min(one.begin for row in stretch.rows for one in row)
    right = max(one.end for row in stretch.rows for one in row)
    while before.rows:
        row = before.rows[-1]
        free = _between(stretch.gutter, row, high)
        near = stretch.rows[0][0].top - max(one.foot for one in row) < 1.5 * high
        usual = all(one.high < _HEADING * high and left - high < one.begin and one.end < right + high for one in row)
        if free is None or not near or not usual:
            return
        stretch.gutter = free
        stretch.rows.insert(0, before.rows.pop())


def _is_columns(stretch: _Stretch, high: float) -> bool:
    """Whether both sides of a gutter are columns of text: not numbers beside titles, not a name beside another."""
    assert stretch.gutter is not None
    if len(stretch.rows) < 2:
        return False
    cut = sum(stretch.gutter) / 2
    every = [one for row in stretch.rows for one in row]
    sides = ([one for one in every if one.end <= cut], [one for one in every if one.end > cut])
    return all(len(side) > 1 and median(one.end - one.begin for one in side) >= _COLUMN * high for side in sides)


def _marked(lines: Sequence[ScanLine], blocks: list[list[list[_Placed]]], high: float, upright: bool) -> list[ScanLine]:
    made: list[ScanLine] = []
    for block in blocks:
        usual = [row for row in block if row[0].high < _HEADING * high]
        edge = _edge([row[0].begin for row in usual], high)
        far = max((row[-1].end for row in usual), default=0.0)
        before: list[_Placed] | None = None
        for row in block:
            first = row[0]
            heading = first.high >= _HEADING * high
            stands_in = first.begin - edge >= _INDENT * high
            ended = before is not None and far - before[-1].end >= _SHORT * high
            said = bool(made) and made[-1].text.rstrip()[-1:] in _ENDS
            apart = before is not None and first.top - before[0].foot > 1.8 * high
            listed = len(row) > 1 or (before is not None and len(before) > 1)  # each row of a list is one
            opens = heading or apart or stands_in or listed or (ended and said)
            if before is None and made:  # at the head of a column the text goes on, where it did not end
                opens = opens or said or made[-1].heading
            for number, one in enumerate(row):
                beside = number > 0
                made.append(
                    replace(
                        lines[one.at],
                        upright=upright,
                        opens=opens and not beside,
                        heading=heading,
                        beside=beside,
                    )
                )
            before = row
    return made


def _edge(begins: list[float], high: float) -> float:
    """Where most lines of a column begin: the smallest place at which there is more than a stray one."""
    if not begins:
        return 0.0
    ordered = sorted(begins)
    for one in ordered:
        near = sum(1 for other in ordered if abs(other - one) < 0.7 * high)
        if near >= max(2, len(ordered) // 5) or len(ordered) < 3:
            return one
    return ordered[0]


def _with_others(
    lines: Sequence[ScanLine],
    other: list[int],
    folios: set[int],
    ordered: list[ScanLine],
    size: tuple[int, int],
    upright: bool,
) -> list[ScanLine]:
    """Lines that run the other way (a headline over columns that run down, a legend beside a picture) by themselves:
    before the text where they stand above it, or at its right on a page that is read from the right, else behind it."""
    first: list[ScanLine] = []
    last: list[ScanLine] = []
    for at in other:
        if at in folios:
            continue
        x, y, width, height = lines[at].box
        ahead = y + height / 2 < size[1] / 4 if upright else x + width / 2 > size[0] * 0.9
        (first if ahead else last).append(lines[at])
    put = []
    for group in (first, last):
        if group:
            placed = [_place(at, line, not upright, 0.0) for at, line in enumerate(group)]
            high = median(one.high for one in placed)
            put.append(_marked(group, _read(placed, high), high, not upright))
        else:
            put.append([])
    parts = [part for part in (put[0], ordered, put[1]) if part]
    return [*parts[0], *(line for part in parts[1:] for line in (replace(part[0], opens=True), *part[1:]))]
