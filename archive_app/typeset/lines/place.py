"""The glyph runs of a line: every stretch at its place, objects, decorations and right-to-left words included."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right

from archive_app.typeset.fonts.faces import VOID
from archive_app.typeset.fonts.shaping import Shaped
from archive_app.typeset.layout import GlyphRun, Rule
from archive_app.typeset.lines.decorating import decorations
from archive_app.typeset.lines.justify import Setting
from archive_app.typeset.lines.measure import Measured
from archive_app.typeset.lines.objects import NoteMark
from archive_app.typeset.lines.prepare import Prepared, Stretch

_LEFTWARD = re.compile("[cat0up]")
_Placed = tuple[tuple[GlyphRun, ...], tuple[int, ...], tuple[int, ...], tuple[Rule, ...]]


def place_runs(piece: Prepared, measured: Measured, setting: Setting, size: float, hyphen: bool) -> _Placed:
    """(runs, notes called, places of their marks among the runs, rules) of one line, from the line's origin."""
    i, j = setting.i, setting.j
    if j <= i:
        return (), (), (), ()
    only = _stretch_of(piece, i, j)
    if only is not None:
        adjust, shift = _adjust(piece, measured, setting, only, i, j)
        run = GlyphRun(
            only.face.name,
            size,
            (setting.shift + shift) * size / 1000,
            piece.text[i:j],
            only.rise * size,
            setting.tracking,
            adjust,
        )
        runs: tuple[GlyphRun, ...] = (run,)
        if piece.decorations or hyphen:
            pens = _pens(measured, setting)
            if hyphen:
                runs += (_hyphen(only, size, pens[-1]),)
            return runs, (), (), _rules(piece, measured, setting, size, pens)
        return runs, (), (), ()
    return _place_mixed(piece, measured, setting, size, hyphen)


def _stretch_of(piece: Prepared, i: int, j: int) -> Stretch | None:
    """The stretch that a whole line is in, where nothing but its characters is on the line."""
    found = piece.stretches[piece.stretch_at(i)]
    if found.end < j or found.scale != 1.0:
        return None
    objects = piece.objects
    if objects and ("r" in piece.kinds or any(index in objects for index in range(i, j))):
        return None
    return found


def _adjust(
    piece: Prepared, measured: Measured, setting: Setting, stretch: Stretch, a: int, b: int
) -> tuple[tuple[tuple[int, float], ...], float]:
    """What is added before each glyph of [a, b) besides its advance and the tracking; and before the first."""
    moves = {p: amount for p, amount in setting.moves.items() if a < p < b} if setting.moves else {}
    text, tracking = piece.text, setting.tracking
    if tracking and measured.rigid and not setting.loosened:
        for position in measured.rigid[bisect_right(measured.rigid, a) : bisect_left(measured.rigid, b)]:
            if text[position - 1] != VOID:
                moves[position] = moves.get(position, 0.0) - tracking
        void = text.find(VOID, a, b)
        while void >= 0:
            if void + 1 not in measured.rigid and void + 1 < b:
                moves[void + 1] = moves.get(void + 1, 0.0) + tracking
            void = text.find(VOID, void + 1, b)
    shift = 0.0
    for mark, (before, after) in stretch.face.fixes.items():
        index = text.find(mark, a, b)
        while index >= 0:
            if index == a:
                shift = before
            else:
                moves[index] = moves.get(index, 0.0) + before
            moves[index + 1] = moves.get(index + 1, 0.0) + after
            index = text.find(mark, index + 1, b)
    scale = 1 / stretch.scale
    return tuple(
        (p - a, round(amount * scale, 2)) for p, amount in sorted(moves.items()) if p < b and abs(amount) > 0.005
    ), shift * stretch.scale if stretch.scale != 1.0 else shift


def _pens(measured: Measured, setting: Setting) -> list[float]:
    """Where each character of the line begins, in thousandths of an em, and where the last one ends."""
    pens, pen = [], setting.shift
    i, j = setting.i, setting.j
    if setting.loosened:
        rigid = frozenset(p for p in range(i, j) if measured.text[p] == VOID)
    else:
        rigid = frozenset(measured.rigid[bisect_left(measured.rigid, i) : bisect_left(measured.rigid, j)])
    for index in range(setting.i, setting.j):
        if index > setting.i:
            pen += setting.moves.get(index, 0.0)
            if setting.tracking and index not in rigid:
                pen += setting.tracking
        pens.append(pen)
        pen += measured.widths[index]
    pens.append(pen)
    return pens


def _place_mixed(piece: Prepared, measured: Measured, setting: Setting, size: float, hyphen: bool) -> _Placed:
    i, j = setting.i, setting.j
    backwards = runs_backwards(piece)
    pens = _turn_right_to_left(piece, measured, setting, _pens(measured, setting), backwards)
    runs: list[GlyphRun] = []
    notes: list[int] = []
    marks: list[int] = []
    last = piece.stretches[0]
    for number in range(piece.stretch_at(i), len(piece.stretches)):
        stretch = piece.stretches[number]
        a, b = max(i, stretch.start), min(j, stretch.end)
        if a >= j:
            break
        if a >= b:
            continue
        last = stretch
        start = a
        for index in [k for k in range(a, b) if k in piece.objects] + [b]:
            steps = range(start, index) if backwards else (start,) if start < index else ()
            for step in steps:
                end = step + 1 if backwards else index
                runs.append(_run(piece, measured, setting, stretch, step, end, pens[step - i], size))
            start = index + 1
            thing = piece.objects.get(index) if index < b else None
            if thing is None:
                continue
            if isinstance(thing, NoteMark) and not thing.figure:
                notes += [thing.number] if thing.number >= 0 else []
                marks.append(len(runs))
            dx = pens[index - i] * size / 1000
            runs += [run._replace(dx=run.dx + dx) for run in thing.runs(size)]
    if hyphen:
        runs.append(_hyphen(last, size, pens[-1]))
    return tuple(runs), tuple(notes), tuple(marks), _rules(piece, measured, setting, size, pens)


def _run(
    piece: Prepared, measured: Measured, setting: Setting, stretch: Stretch, a: int, b: int, pen: float, size: float
) -> GlyphRun:
    adjust, shift = _adjust(piece, measured, setting, stretch, a, b)
    return GlyphRun(
        stretch.face.name,
        size * stretch.scale,
        (pen + shift) * size / 1000,
        piece.text[a:b],
        stretch.rise * size,
        setting.tracking / stretch.scale,
        adjust,
    )


def _hyphen(stretch: Stretch, size: float, pen: float) -> GlyphRun:
    return GlyphRun(stretch.face.name, size * stretch.scale, pen * size / 1000, "-", stretch.rise * size, silent=True)


def runs_backwards(piece: Prepared) -> bool:
    """Whether all that is said runs from right to left: such a paragraph begins at the right."""
    return "r" in piece.kinds and not piece.vertical and not _LEFTWARD.search(piece.kinds)


def _turn_right_to_left(
    piece: Prepared, measured: Measured, setting: Setting, pens: list[float], everything: bool
) -> list[float]:
    """Give the words of a right-to-left stretch (or ``everything``) their places from the right; order in the text
    stays as read."""
    i, j = setting.i, setting.j
    if "r" not in piece.kinds:
        return pens
    index = i
    while index < j:
        end = i + len(piece.text[i:j].rstrip(" ")) if everything and index == i else index
        for following in range(end, j):
            if _is_rtl(piece, following):
                end = following + 1
            elif end == index or piece.text[following] != " ":
                break
        if end == index:
            index += 1
            continue
        left, right = pens[index - i], pens[end - 1 - i] + measured.widths[end - 1]
        for k in range(index, end):
            pens[k - i] = left + right - (pens[k - i] + measured.widths[k])
        index = end
    return pens


def _is_rtl(piece: Prepared, index: int) -> bool:
    thing = piece.objects.get(index)
    return isinstance(thing, Shaped) and thing.rtl


def _rules(piece: Prepared, measured: Measured, setting: Setting, size: float, pens: list[float]) -> tuple[Rule, ...]:
    return decorations(piece, measured.widths, pens, setting.i, setting.j, size)
