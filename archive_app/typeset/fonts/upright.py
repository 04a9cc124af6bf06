"""A face as it stands in a column: every glyph upright, under the one before it, in a cell of its own.

Such a face is named by its level face's name with ``@`` before it (as Windows names vertical fonts) and answers to
the same questions; widths are then heights. The forms of brackets, stops, dashes and quotation marks come from the
font's ``vert`` feature, shaped as Simplified Chinese: ，。、；：！？ then stand in the upper right of their cells, “ ”
‘ ’ are ﹃ ﹄ ﹁ ﹂ (GB/T 15834—2011 §5.2), and —— is one stroke where the font has it.
"""

from __future__ import annotations

from archive_app.typeset.fonts.faces import (
    CLOSING,
    DASH,
    EM,
    HALF,
    INTERPUNCT,
    OPENING,
    STOPS,
    Face,
    _Advances,
    _Drawn,
    _Glyphs,
    half_or_less,
)

TOP = 880.0
"""From a cell's top down to the baseline its glyph was drawn on."""

# marks that must be turned in a column: without a form for that in the font, they are laid on their side
_TURNING = frozenset(OPENING + CLOSING + DASH + "—…⸺～〜–-−~ー＝=")
_QUOTES = {"“": "『", "”": "』", "‘": "「", "’": "」"}


class UprightFace(Face):
    """``level`` set upright in columns. ``advances``, ``lead``, ``trail`` and ``fixes`` are measured downwards."""

    def __init__(self, level: Face) -> None:
        self.level = level
        self.name = f"@{level.name}"
        self.path, self.hb_face, self.font = level.path, level.hb_face, level.font
        self._scale = level.scale
        self.characters = level.characters
        self.advances = _Advances(self)
        self.glyphs = _Glyphs(self)
        self.drawn = _Drawn(self)
        self.fixes, self.lead, self.trail = {}, {}, {}
        self._tall: dict[int, tuple[float, float]] = {}
        self._specials = self._find_specials()
        for mark in OPENING + CLOSING + STOPS + INTERPUNCT:
            if self.upright(mark):
                self._fit_mark(mark)

    def upright(self, character: str) -> bool:
        """Whether ``character`` can stand in a column as it is; else it is laid on its side."""
        if character == DASH:
            return DASH in self._specials
        if ord(character) not in self.characters:
            return False
        return character not in _TURNING or self._glyph_of(character) != self.level._glyph_of(character)

    def advance_of_glyph(self, glyph: int) -> float:
        """How far down the next glyph's cell begins."""
        return self._tall[glyph][0] if glyph in self._tall else EM

    def width_of_glyph(self, glyph: int) -> float:
        """The glyph's own width."""
        return self.level.advance_of_glyph(glyph)

    def origin_of_glyph(self, glyph: int) -> tuple[float, float]:
        """(right, up) from the glyph's drawn origin to the middle of its cell's top."""
        up = self._tall[glyph][1] if glyph in self._tall else TOP
        return self.level.advance_of_glyph(glyph) / 2, up

    @property
    def tall_glyphs(self) -> dict[int, tuple[float, float]]:
        """Glyphs whose cell is not one em: glyph → (height, from its top down to the baseline)."""
        return self._tall

    def _find_specials(self) -> dict[str, int]:
        specials: dict[str, int] = {}
        if ord("—") in self.characters:
            infos, positions = self.shape("——", direction="ttb")
            height = -positions[0].y_advance * self._scale
            if len(infos) == 1 and height > 1.5 * EM:
                specials[DASH] = infos[0].codepoint
                self._tall[infos[0].codepoint] = (height, -positions[0].y_offset * self._scale)
        return specials

    def _glyph_of(self, character: str) -> int | None:
        if character >= DASH:
            return self._specials.get(character)
        if character < "\u2e80" and character not in "“”‘’—…·‧":
            return self.level._glyph_of(character)
        asked = _QUOTES.get(character, character)
        infos, _ = self.shape(asked if ord(asked) in self.characters else character, direction="ttb")
        return int(infos[0].codepoint)

    def _fit_mark(self, mark: str) -> None:
        glyph = self._glyph_of(mark) or 0
        place = HALF if mark in INTERPUNCT else EM
        if place != EM:  # 间隔号: half a cell, the middle of the whole one
            self._tall[glyph] = (place, TOP - (EM - place) / 2)
        self.advances[mark] = place
        extents = self.font.get_glyph_extents(glyph)
        if extents is None or place != EM:
            return
        top = TOP - extents.y_bearing * self._scale
        foot = EM - top + extents.height * self._scale  # heights are negative
        if mark in OPENING:
            self.lead[mark] = half_or_less(top)
        else:
            self.trail[mark] = half_or_less(foot)
