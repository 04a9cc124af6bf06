"""What stands in a line as one piece: the mark of a note, a shaped word, a group with its reading above; in a column,
characters side by side."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from archive_app.frozen import dataclass
from archive_app.typeset.fonts.faces import face
from archive_app.typeset.fonts.library import split_by_face
from archive_app.typeset.fonts.shaping import Shaped as ShapedWord
from archive_app.typeset.layout import GlyphRun, ShapedGlyph
from archive_app.typeset.lines import classes

_HAN_TOP = 0.86  # ems from the baseline to the top of Han characters' ink
_RUBY_APART = 100.0  # between readings down a column
_TONES = "ˊˇˋ˙ˉ"
_RUBY_DEPTH = 0.22  # of the reading's own size, under its baseline (g, y)
NOTE_RISE = 0.36
SIDEWAYS = 0.38
"""From the middle of a column to the baseline of what is laid on its side, in ems."""
_CELL = 1080.0
"""Thousandths of an em that what stands side by side may take: a little over the cell on both sides."""
LEVEL_BASE = 0.365
"""From the middle of a digit's height down to its baseline, in ems of its size."""
_COLUMN_MARK = 0.14  # from the edge of a column to the mark of a note beside it, as a share of the mark's size


@dataclass(frozen=True, slots=True)
class NoteMark:
    """The mark of the paragraph's note ``number`` (-1: of the note this text is). A footnote's figure is known only
    when the page is, so its width is that of ① whatever the figure. A ``figure`` that is known (of an endnote) stands
    as it is, and leads to its ``note``."""

    number: int
    face: str
    scale: float
    width: float = 0.0
    kind: str = classes.NOTE
    vertical: bool = False
    hangs: int = 0  # at the right of the characters before it, so many marks up
    figure: str = ""
    note: str = ""

    def advance(self) -> float:
        """Width in thousandths of an em; none where it hangs at the right of the characters before it."""
        if self.figure and not self.vertical:
            return self.width or _width(self.figure, self.face) * self.scale
        return 0.0 if self.hangs else self.width or 1000 * self.scale

    def runs(self, size: float) -> tuple[GlyphRun, ...]:
        """A run whose text is filled in when the page is made, where it is not known before."""
        if self.figure:
            return (self._known(size),)
        if self.vertical:
            own = size * self.scale
            right = (0.5 + (0.5 + _COLUMN_MARK) * self.scale) * size if self.scale < 1 else 0.0
            return (GlyphRun(f"@{self.face}", own, -own * self.hangs, "①", right),)
        rise = NOTE_RISE * size if self.scale < 1 else 0.0
        return (GlyphRun(self.face, size * self.scale, 0.0, "①", rise),)

    def _known(self, size: float) -> GlyphRun:
        """The run of a figure that is known; down a column side by side in one cell."""
        own = size * self.scale
        if not self.vertical:
            return GlyphRun(
                self.face, own, 0.0, self.figure, NOTE_RISE * size if self.scale < 1 else 0.0, note=self.note
            )
        wide = _width(self.figure, self.face)
        drawn = own * min(1.0, _CELL / max(1.0, wide))
        right = (0.5 + (0.5 + _COLUMN_MARK) * self.scale) * size if self.scale < 1 else 0.0
        down = own * (0.5 - self.hangs) + LEVEL_BASE * drawn
        return GlyphRun(self.face, drawn, down, self.figure, right - wide * drawn / 2000, note=self.note, level=True)


def head_mark(face_name: str, figure: tuple[str, str] = ("", ""), width: float = 1250.0) -> NoteMark:
    """The mark a note's own text begins with; ``figure`` is (mark, note) where it is known, ``width`` what it takes in
    thousandths of an em."""
    return NoteMark(-1, face_name, 1.0, width=width, kind=classes.HAN, figure=figure[0], note=figure[1])


@dataclass(frozen=True, slots=True)
class Ruby:
    """A base with its reading above it; neither parts. ``look`` is the reading's face, its share of the base's size
    and its distance from it in ems."""

    base: str
    reading: str
    face: str
    look: tuple[str, float, float]
    missing: str = ""
    kind: str = classes.HAN
    vertical: bool = False

    def advance(self) -> float:
        """Width in thousandths of an em: the wider of the two."""
        return max(_width(self.base, self._base_face), self._above())

    @property
    def _base_face(self) -> str:
        return f"@{self.face}" if self.vertical else self.face

    @property
    def _stands(self) -> bool:
        """Whether the reading stands upright at the right of a column: 注音符号 and Han do, pinyin lies on its side."""
        return self.vertical and all(c >= "\u2e80" or c in _TONES for c in self.reading)

    @property
    def _reading_face(self) -> str:
        return f"@{self.look[0]}" if self._stands else self.look[0]

    def _above(self) -> float:
        return _width(self.reading, self._reading_face) * self.look[1] + (_RUBY_APART if self.vertical else 0.0)

    def runs(self, size: float) -> tuple[GlyphRun, ...]:
        """Base and reading, centred on each other. The reading copies as nothing, so that the words copy whole."""
        whole = self.advance()
        base, above = _width(self.base, self._base_face), self._above()
        _, share, gap = self.look
        # above the base, or at the right of a column
        rise = (0.5 if self.vertical else _HAN_TOP) + gap + (0.5 if self._stands else _RUBY_DEPTH) * share
        runs: list[GlyphRun] = []
        spread = (whole - base) / len(self.base)
        pen = spread / 2
        for text, chosen in split_by_face(self.base, face(self._base_face)):
            runs.append(GlyphRun(chosen.name, size, pen * size / 1000, text, tracking=spread))
            pen += sum(chosen.advances[c] + spread for c in text)
        pen = (whole - above + (_RUBY_APART if self.vertical else 0.0)) / 2
        for text, chosen in split_by_face(self.reading, face(self._reading_face)):
            runs.append(GlyphRun(chosen.name, size * share, pen * size / 1000, text, rise * size, silent=True))
            pen += sum(chosen.advances[c] for c in text) * share
        return tuple(runs)


class Together(NamedTuple):
    """Characters side by side in one cell of the column."""

    text: str
    face: str
    kind: str = classes.HAN
    shown: str = ""
    missing: str = ""

    def advance(self) -> float:
        """Of one cell, in thousandths of an em."""
        return 1000.0

    def runs(self, size: float) -> tuple[GlyphRun, ...]:
        """One level run in the middle of the cell, made smaller where it is too wide for it."""
        chosen = face(self.face)
        glyphs = [ord(chosen.glyphs[ord(c)] or "\0") for c in self.shown or self.text]
        widths = [chosen.advance_of_glyph(glyph) for glyph in glyphs]
        share = min(1.0, _CELL / max(1.0, sum(widths)))
        own = size * share
        across, down = -sum(widths) * own / 2000, size / 2 + LEVEL_BASE * own
        if not self.shown:
            return (GlyphRun(self.face, own, down, self.text, across, level=True),)
        drawn = zip(glyphs, widths, self.shown, strict=True)
        shaped = tuple(ShapedGlyph(glyph, width, reads=character) for glyph, width, character in drawn)
        return (GlyphRun(self.face, own, down, self.text, across, shaped=shaped, level=True),)


class Unseen(NamedTuple):
    """A mark that is read and not printed: 书名号 where a wavy line stands for them."""

    text: str
    face: str
    kind: str
    missing: str = ""

    def advance(self) -> float:
        """Nothing."""
        return 0.0

    def runs(self, size: float) -> tuple[GlyphRun, ...]:
        """A run that draws nothing."""
        return (GlyphRun(f"@{self.face}", size, 0.0, self.text, unseen=True),)


SettingObject = NoteMark | Ruby | ShapedWord | Together | Unseen
"""Anything that stands in the setting text as one character."""


def _width(text: str, face_name: str) -> float:
    return sum(chosen.advances[c] for part, chosen in split_by_face(text, face(face_name)) for c in part)


def ruby_group(
    base: str, reading: str, face_name: str, look: tuple[str, float, float]
) -> Iterator[tuple[int, int, Ruby]]:
    """(start, end, object) for a reading over ``base``: a character each where the reading has as many syllables."""
    syllables = reading.split()
    if len(syllables) != len(base):
        yield 0, len(base), Ruby(base, " ".join(syllables), face_name, look)
        return
    for index, syllable in enumerate(syllables):
        yield index, index + 1, Ruby(base[index], syllable, face_name, look)
