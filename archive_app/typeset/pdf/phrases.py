"""Phrases that run to the left, drawn so that what is copied of the line is what was written (see ``turning.py``)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from math import nan
from typing import NamedTuple
from unicodedata import combining

from archive_app.typeset.fonts.faces import reads
from archive_app.typeset.layout import GlyphRun, Line
from archive_app.typeset.pdf.fonts import PdfFont
from archive_app.typeset.pdf.turning import Way, drawn, ways

_UNSEEN = "\U000e0020"  # no program shows it, and pdfium does not even copy it out of an /ActualText
_SILENT = "/Span <</ActualText <FEFFDB40DC20>>> BDC"
_LOOKS_LIKE_A_SPACE = 120.0
_STEP = 0.03
_FOOT = 1.0
"""Points from the page's foot (its left edge, for a column) that a speck stands: far from the line, so that pdfium
begins another."""


class _Glyph(NamedTuple):
    """A glyph and its place from the phrase's first run, in thousandths of an em; ``at`` is its first character in the
    phrase, of ``length``, -1 for what is no character of its own."""

    glyph: int
    x: float
    y: float
    at: int
    length: int = 1


class Phrases:
    """The phrases of a line: ``runs`` are the places of their runs."""

    def __init__(self, line: Line, height: float, font_of: Callable[[str], PdfFont]) -> None:
        self._line, self._height, self._font_of = line, height, font_of
        self._found: dict[int, tuple[int, Way]] = {}
        self.runs: frozenset[int] = frozenset()
        if any(run.rtl for run in line.runs):
            self._find()

    def _find(self) -> None:
        runs = self._line.runs
        parts: list[tuple[str, bool]] = []
        edges: list[tuple[int, int]] = []
        number = 0
        while number < len(runs):
            last = number
            if runs[number].rtl:
                for following in range(number + 1, len(runs)):
                    if runs[following].rtl:
                        last = following
                    elif runs[following].text.strip(" "):
                        break
                edges.append((number, last))
                parts.append(("".join(run.text for run in runs[number : last + 1]), True))
            elif not runs[number].silent:
                parts.append((reads(runs[number].text), False))
            number = last + 1
        self._found = {first: (last, way) for (first, last), way in zip(edges, ways(parts), strict=True)}
        self.runs = frozenset(k for first, last in edges for k in range(first, last + 1))

    def gaps(self) -> Iterator[tuple[int, int, float, float]]:
        """(first run, last run, left edge, right edge in points from the line's start) of the phrases; an edge is nan
        where the phrase is parted from what stands there."""
        runs = self._line.runs
        for first, (last, way) in self._found.items():
            edges = [run.dx for run in runs[first : last + 1] if run.rtl]
            ends = [
                run.dx + sum(glyph.advance for glyph in run.shaped) * run.size / 1000
                for run in runs[first : last + 1]
                if run.rtl
            ]
            yield first, last, nan if way.before else min(edges), nan if way.after else max(ends)

    @property
    def parted(self) -> bool:
        """Whether the line ends with a phrase that is parted from what follows."""
        if not self._found:
            return False
        last, way = self._found[max(self._found)]
        return way.after and not any(run.text.strip() for run in self._line.runs[last + 1 :])

    @property
    def starts(self) -> Mapping[int, object]:
        """The first runs of the phrases."""
        return self._found

    def drawn(self, number: int) -> tuple[list[str], int]:
        """The operators of the phrase that begins with run ``number``, and its last run."""
        last, way = self._found[number]
        runs = self._line.runs[number : last + 1]
        out = self._phrase(runs, way)
        before = self._speck(runs[0], 0.0) if way.before else []
        after = self._after(runs) if way.after else []
        return [*before, *out, *after], last

    def _after(self, runs: Sequence[GlyphRun]) -> list[str]:
        """A speck, and before it a mark of direction that takes no room: pdfium passes that over, poppler needs it to
        leave the marks where they are that stand behind a phrase."""
        first = runs[0]
        font = self._font_of(first.face)
        mark = font.encode_as(ord(font.face.glyphs[32] or "\0"), "\u200e")
        right = max(run.dx + sum(glyph.advance for glyph in run.shaped) * run.size / 1000 for run in runs if run.rtl)
        at = self._at(first, (right - first.dx) / first.size * 1000, 0.0)
        turn = f"/{font.resource} {first.size:g} Tf 0 Tc 0 Tz 3 Tr {at} <{mark}> Tj 100 Tz 0 Tr"
        return [turn, *self._speck(first, first.size / 2)]  # two specks in one place are taken for one

    def _speck(self, run: GlyphRun, aside: float) -> list[str]:
        """A full stop far away, not painted and read as a blank (a blank would be passed over): pdfium's line ends."""
        font = self._font_of(run.face)
        stop = font.encode_as(ord(font.face.glyphs[ord(".")] or "\0"), " ")
        setting = f"/{font.resource} {run.size:g} Tf 0 Tc 3 Tr"
        if self._line.vertical:  # aside, at its own height
            y = self._height - self._line.y - run.dx - aside - self._line.x * _STEP
            return [f"{setting} 0 -1 1 0 {_FOOT:g} {y:.3f} Tm <{stop}> Tj 0 Tr"]
        x = self._line.x + run.dx + aside + self._line.y * _STEP
        return [f"{setting} 1 0 0 1 {x:.3f} {_FOOT:g} Tm <{stop}> Tj 0 Tr"]

    def _at(self, run: GlyphRun, x: float, y: float) -> str:
        """The operator that goes to (x, y), in thousandths of an em from its origin."""
        line, along, up = self._line, x * run.size / 1000, y * run.size / 1000
        if line.turned:
            return f"0 1 -1 0 {line.x - run.dy - up:.3f} {self._height - line.y + run.dx + along:.3f} Tm"
        if line.vertical:  # laid on its side
            return f"0 -1 1 0 {line.x + run.dy + up:.3f} {self._height - line.y - run.dx - along:.3f} Tm"
        return f"1 0 0 1 {line.x + run.dx + along:.3f} {self._height - line.y + run.dy + up:.3f} Tm"

    def _phrase(self, runs: Sequence[GlyphRun], way: Way) -> list[str]:
        first = runs[0]
        font, unit = self._font_of(first.face), first.size / 1000
        text = "".join(run.text for run in runs)
        placed = [glyph for run in _glyphs(runs, font, unit) for glyph in run]
        by_character = {glyph.at + k: glyph for glyph in placed if glyph.at >= 0 for k in range(glyph.length)}
        blank = ord(font.face.glyphs[32] or "\0")
        apart = [glyph for glyph in placed if glyph.at < 0]
        parts: list[str] = []
        start = pen = 0.0
        for at in way.order:
            glyph = by_character.get(at)
            if glyph is None:
                continue
            said = drawn(text, [k for k in way.order if by_character.get(k) is glyph])
            for k in range(glyph.at, glyph.at + glyph.length):
                del by_character[k]
            if not parts:
                start = pen = glyph.x
            number, move = glyph.glyph, glyph.x - pen
            if glyph.y or combining(said[0]) or (move > _LOOKS_LIKE_A_SPACE and number != blank):
                apart.append(glyph)  # read where it belongs, and painted by itself
                number, move = blank, 0.0
            parts += (
                [f"{-move:.2f}", f"<{font.encode_as(number, said)}>"]
                if abs(move) > 0.01
                else [f"<{font.encode_as(number, said)}>"]
            )
            pen += move + font.face.advance_of_glyph(number)
        out = [
            f"/{font.resource} {first.size:g} Tf 0 Tc {self._at(first, start, 0.0)}",
            f"[{''.join(parts)}] TJ",
        ]
        if apart:
            out.append(_SILENT)
            for glyph in apart:
                code = font.encode_as(glyph.glyph, _UNSEEN)
                out.append(f"{self._at(first, glyph.x, glyph.y)} <{code}> Tj")
            out.append("EMC")
        return out


def _glyphs(runs: Sequence[GlyphRun], font: PdfFont, unit: float) -> Iterator[list[_Glyph]]:
    """Every glyph of a phrase with its character, run by run."""
    base = 0
    blank = ord(font.face.glyphs[32] or "\0")
    for run in runs:
        pen = (run.dx - runs[0].dx) / unit
        found: list[_Glyph] = []
        if not run.rtl:
            found = [_Glyph(blank, pen, 0.0, base + k) for k in range(len(run.text))]
        else:
            at = _characters(run)
            for number, glyph in enumerate(run.shaped):
                place = base + at[number] if at[number] >= 0 else -1
                found.append(_Glyph(glyph.glyph, pen + glyph.dx, glyph.dy, place, len(glyph.reads)))
                pen += glyph.advance
        yield found
        base += len(run.text)


def _characters(run: GlyphRun) -> list[int]:
    """The place in the word of each glyph's character; -1 where it has none. Figures are drawn as they are read, words
    from their end."""
    said = [glyph.reads for glyph in run.shaped]
    forwards = "".join(said) == run.text
    places = [-1] * len(said)
    at = 0
    for number in range(len(said)) if forwards else range(len(said) - 1, -1, -1):
        if said[number]:
            places[number] = at
            at += len(said[number])
    return places
