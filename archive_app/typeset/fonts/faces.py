"""One font file: which characters it has, how wide they are set, and which glyph shows them.

Widths are thousandths of an em. The marks of Chinese punctuation are given the place the standard gives them
(GB/T 15834—2011 §5.1: a whole em, 间隔号 half an em) whatever the font's own width is: some fonts draw “ ” at a
third of an em, and · anywhere between a third and a whole one.

A few characters outside Unicode's own stand for glyphs that one character cannot name. They exist only between
line breaking and output, in a `GlyphRun`'s text:

- ``DASH``: the unbroken dash of two ems that —— is set with, where the font has one; followed by ``VOID``;
- ``VOID``: no glyph and no width; it keeps the setting text as long as the source text;
- ``APOSTROPHE``: ’ inside a Latin word, at its Latin width;
- from ``OBJECT`` on: a note mark, a word of a complex script, a group with ruby; numbered within a paragraph.
"""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

import uharfbuzz as hb

from archive_app.resources import resource

DASH = "\U00100000"
VOID = "\U00100001"
APOSTROPHE = "\U00100002"
OBJECT = 0x101000
MISSING = "〓"

OPENING = "“‘（《〈【〔「『［｛〖"
CLOSING = "”’）》〉】〕」』］｝〗"
STOPS = "，、；：。．！？"
INTERPUNCT = "·‧"
_LOCALISED = frozenset(OPENING + CLOSING + STOPS + INTERPUNCT + "—…～")
_READS = {DASH: "——", APOSTROPHE: "’"}

EM = 1000.0
HALF = 500.0
_NEARLY = 470  # a blank this wide beside the ink counts as half an em: 《 and ？ reach a little over the middle


def reads(text: str) -> str:
    """What setting characters say: the inverse of the substitutions above."""
    if text.isascii():
        return text
    return text.replace(DASH, "——").replace(VOID, "").replace(APOSTROPHE, "’")


class _Advances(dict[str, float]):
    """Character → width of its place; filled from the font as characters come up."""

    def __init__(self, owner: Face) -> None:
        super().__init__()
        self._owner = owner

    def __missing__(self, character: str) -> float:
        width = self._owner._place(character)
        self[character] = width
        return width


class _Drawn(dict[str, float]):
    """Character → the font's own advance for its glyph, by which a reader of PDF moves on; ``VOID`` → 0."""

    def __init__(self, owner: Face) -> None:
        super().__init__()
        self._owner = owner

    def __missing__(self, character: str) -> float:
        glyph = self._owner.glyphs[ord(character)]
        width = 0.0 if glyph is None else self._owner.advance_of_glyph(ord(glyph))
        self[character] = width
        return width


class _Glyphs(dict[int, str | None]):
    """Code point → the glyph's number as a character, for ``str.translate``; ``VOID`` → None."""

    def __init__(self, owner: Face) -> None:
        super().__init__()
        self._owner = owner

    def __missing__(self, code: int) -> str | None:
        glyph = self._owner._glyph_of(chr(code))
        self[code] = None if glyph is None else chr(glyph)
        return self[code]


class Face:
    """A font file, opened once and kept.

    ``advances`` maps a character to its width, ``drawn`` to the advance of its glyph, ``glyphs`` a code point to its
    glyph (as a character, for ``translate``), ``fixes`` a character to what must be added before and after its glyph to
    bring it into its place, ``lead`` and ``trail`` a mark to the blank it can give up before or after its ink.
    """

    def __init__(self, path: Path) -> None:
        self.name = str(path) if path.is_absolute() and not is_bundled(path) else path.stem
        self.path = path
        self._blob = hb.Blob.from_file_path(str(path))
        self.hb_face = hb.Face(self._blob)
        self.font = hb.Font(self.hb_face)
        self._scale: float = EM / self.hb_face.upem
        self.characters: frozenset[int] = frozenset(self.hb_face.unicodes)
        self.advances = _Advances(self)
        self.glyphs = _Glyphs(self)
        self.drawn = _Drawn(self)
        self.fixes: dict[str, tuple[float, float]] = {}
        self.lead: dict[str, float] = {}
        self.trail: dict[str, float] = {}
        self._specials = self._find_specials()
        for mark in OPENING + CLOSING + STOPS + INTERPUNCT:
            if ord(mark) in self.characters:
                self._fit_mark(mark)

    def has(self, character: str) -> bool:
        """Whether the font can show ``character``."""
        return ord(character) in self.characters

    def lacks(self, text: str) -> set[str]:
        """The characters of ``text`` that the font does not have (setting characters not counted)."""
        known = self.characters
        return {c for c in set(text) if ord(c) not in known and c < DASH}

    @property
    def joins_dash(self) -> bool:
        """Whether —— is one glyph here."""
        return DASH in self._specials

    @property
    def has_apostrophe(self) -> bool:
        """Whether there is a ’ of Latin width."""
        return APOSTROPHE in self._specials

    def advance_of_glyph(self, glyph: int) -> float:
        """The font's own advance."""
        return float(self.font.get_glyph_h_advance(glyph)) * self._scale

    def width_of_glyph(self, glyph: int) -> float:
        """The glyph's width, whichever way it is set."""
        return self.advance_of_glyph(glyph)

    def ink(self, glyph: int) -> tuple[float, float]:
        """Left and right edge of the ink, from the glyph's origin."""
        extents = self.font.get_glyph_extents(glyph)
        if extents is None:
            return 0.0, 0.0
        left = extents.x_bearing * self._scale
        return left, left + extents.width * self._scale

    def shape(
        self, text: str, *, script: str = "Hani", direction: str = "ltr", by_character: bool = False, **features: bool
    ) -> tuple[Any, Any]:
        """HarfBuzz's glyph infos and positions for ``text`` (in visual order); ``by_character``: a mark's glyph is told
        from its letter's."""
        buffer = hb.Buffer()
        if by_character:
            buffer.cluster_level = hb.BufferClusterLevel.MONOTONE_CHARACTERS
        buffer.add_str(text)
        buffer.guess_segment_properties()
        buffer.script = script
        buffer.direction = direction
        if script == "Hani":
            buffer.language = "zh-CN"
        hb.shape(self.font, buffer, features)
        return buffer.glyph_infos, buffer.glyph_positions or []

    @property
    def scale(self) -> float:
        """Thousandths of an em in one unit of the font."""
        return self._scale

    def _find_specials(self) -> dict[str, int]:
        specials: dict[str, int] = {}
        if self.has("—"):
            infos, positions = self.shape("——")
            if len(infos) == 1 and positions[0].x_advance * self._scale > 1.5 * EM:
                specials[DASH] = infos[0].codepoint
        if self.has("’"):
            infos, positions = self.shape("’", script="Latn", pwid=True)
            if len(infos) == 1 and positions[0].x_advance * self._scale < HALF:
                specials[APOSTROPHE] = infos[0].codepoint
        return specials

    def _glyph_of(self, character: str) -> int | None:
        if character >= DASH:
            return self._specials.get(character)
        if character in _LOCALISED:
            infos, _ = self.shape(character)
            return int(infos[0].codepoint)
        return int(self.font.get_nominal_glyph(ord(character)) or 0)

    def _place(self, character: str) -> float:
        """Width of the place of ``character``; marks were fitted when the face was opened."""
        glyph = self._glyph_of(character)
        return 0.0 if glyph is None else self.advance_of_glyph(glyph)

    def _fit_mark(self, mark: str) -> None:
        glyph = self._glyph_of(mark) or 0
        natural = self.advance_of_glyph(glyph)
        place = HALF if mark in INTERPUNCT else EM
        shift = 0.0
        if natural != place:
            # a mark drawn to its own width: centre it in its half, and put the blank where it belongs
            shift = (HALF - natural) / 2 + (HALF if mark in OPENING else 0)
            self.fixes[mark] = (shift, place - natural - shift)
        self.advances[mark] = place
        left, right = (edge + shift for edge in self.ink(glyph))
        if mark in OPENING:
            self.lead[mark] = half_or_less(left)
        elif mark not in INTERPUNCT:
            self.trail[mark] = half_or_less(EM - right)


def half_or_less(blank: float) -> float:
    """What a mark with ``blank`` beside its ink can give up: half an em where the drawing allows."""
    return HALF if blank >= _NEARLY else max(0.0, blank - (HALF - _NEARLY))


def is_bundled(path: Path) -> bool:
    """Whether a font file is one of the program's own."""
    return path.parent == resource("fonts")


def font_file(name: str) -> Path:
    """The file of a face: a bundled one's by its stem, an editor's own by its path (`archive_app.typeset.fonts.own`).

    Raises `archive_app.resources.ResourceMissing` where the installation lacks it.
    """
    plain = name.removeprefix("@")
    own = Path(plain)
    return own if own.is_absolute() else resource("fonts", f"{plain}.ttf")


@cache
def face(name: str) -> Face:
    """The face called ``name`` (see `font_file`); with ``@`` before it, upright in columns."""
    if name.startswith("@"):
        from archive_app.typeset.fonts.upright import UprightFace  # it is made of a face

        return UprightFace(face(name[1:]))
    return Face(font_file(name))
