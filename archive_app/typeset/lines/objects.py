"""What stands in a line as one piece: the mark of a note, a shaped word, a group with its reading above."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from archive_app.typeset.fonts.faces import face
from archive_app.typeset.fonts.library import split_by_face
from archive_app.typeset.fonts.shaping import Shaped as ShapedWord
from archive_app.typeset.layout import GlyphRun
from archive_app.typeset.lines import classes

_HAN_TOP = 0.86  # ems from the baseline to the top of Han characters' ink
_RUBY_DEPTH = 0.22  # of the reading's own size, under its baseline (g, y)
NOTE_RISE = 0.36


@dataclass(frozen=True, slots=True)
class NoteMark:
    """The mark of the paragraph's note ``number`` (-1: of the note this text is). Its figure is known only when the
    page is, so its width is that of ① whatever the figure."""

    number: int
    face: str
    scale: float
    width: float = 0.0
    kind: str = classes.NOTE

    def advance(self) -> float:
        """Width in thousandths of an em."""
        return self.width or 1000 * self.scale

    def runs(self, size: float) -> tuple[GlyphRun, ...]:
        """A run whose text is filled in when the page is made."""
        rise = NOTE_RISE * size if self.scale < 1 else 0.0
        return (GlyphRun(self.face, size * self.scale, 0.0, "①", rise),)


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

    def advance(self) -> float:
        """Width in thousandths of an em: the wider of the two."""
        return max(_width(self.base, self.face), self._above())

    def _above(self) -> float:
        return _width(self.reading, self.look[0]) * self.look[1]

    def runs(self, size: float) -> tuple[GlyphRun, ...]:
        """Base and reading, centred on each other. The reading copies as nothing, so that the words copy whole."""
        whole = self.advance()
        base, above = _width(self.base, self.face), self._above()
        reading_face, share, gap = self.look
        rise = _HAN_TOP + gap + _RUBY_DEPTH * share
        runs: list[GlyphRun] = []
        spread = (whole - base) / len(self.base)
        pen = spread / 2
        for text, chosen in split_by_face(self.base, face(self.face)):
            runs.append(GlyphRun(chosen.name, size, pen * size / 1000, text, tracking=spread))
            pen += sum(chosen.advances[c] + spread for c in text)
        pen = (whole - above) / 2
        for text, chosen in split_by_face(self.reading, face(reading_face)):
            runs.append(GlyphRun(chosen.name, size * share, pen * size / 1000, text, rise * size, silent=True))
            pen += sum(chosen.advances[c] for c in text) * share
        return tuple(runs)


SettingObject = NoteMark | Ruby | ShapedWord
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
