"""What a printer needs around the page: room for the bleed, crop marks, register marks, a bar of the inks."""

from __future__ import annotations

from typing import NamedTuple

from archive_app.typeset.pdf.surface import Surface
from archive_app.typeset.templates import MM

_LENGTH = 5 * MM
_APART = 2 * MM  # from the bleed's edge to the marks
_HAIRLINE = 0.25
_TARGET = 1.6 * MM
_PATCH = 4 * MM
_INKS = (
    (1, 0, 0, 0),
    (0, 1, 0, 0),
    (0, 0, 1, 0),
    (0, 0, 0, 1),
    (1, 1, 0, 0),
    (1, 0, 1, 0),
    (0, 1, 1, 0),
    (0, 0, 0, 0.75),
    (0, 0, 0, 0.5),
    (0, 0, 0, 0.25),
)


class Sheet(NamedTuple):
    """The paper around a trimmed page of ``width`` × ``height`` points with ``bleed`` points of bleed."""

    width: float
    height: float
    bleed: float

    @property
    def apart(self) -> float:
        """From the bleed's edge to the marks."""
        return _APART

    @property
    def margin(self) -> float:
        """From the trim to the edge of the paper."""
        return self.bleed + _APART + _LENGTH

    @property
    def size(self) -> tuple[float, float]:
        """The paper."""
        return self.width + 2 * self.margin, self.height + 2 * self.margin

    @property
    def trim_box(self) -> tuple[float, float, float, float]:
        """The trimmed page on the paper."""
        return self._box(0.0)

    @property
    def bleed_box(self) -> tuple[float, float, float, float]:
        """The page with its bleed."""
        return self._box(self.bleed)

    def _box(self, more: float) -> tuple[float, float, float, float]:
        a = self.margin - more
        return a, a, self.margin + self.width + more, self.margin + self.height + more

    def draw(self, surface: Surface, *, colour: bool) -> None:
        """Draw the marks, all of them outside the bleed; in every ink on a ``colour`` page, else in black alone, so
        that a page of text stays one of one ink."""
        surface.saveState()
        if colour:
            surface.setStrokeColorCMYK(1, 1, 1, 1)
        else:
            surface.setStrokeGray(0)
        surface.setLineWidth(_HAIRLINE)
        self._crops(surface)
        self._targets(surface)
        if colour:
            self._bar(surface)
        surface.restoreState()

    def _crops(self, surface: Surface) -> None:
        a, b = self.margin, self.bleed + _APART
        right, top = a + self.width, a + self.height
        for x in (a, right):
            surface.line(x, a - b, x, a - b - _LENGTH)
            surface.line(x, top + b, x, top + b + _LENGTH)
        for y in (a, top):
            surface.line(a - b, y, a - b - _LENGTH, y)
            surface.line(right + b, y, right + b + _LENGTH, y)

    def _targets(self, surface: Surface) -> None:
        """A cross in a circle in the middle of each side."""
        away = self.bleed + _APART + _LENGTH / 2
        middle_x, middle_y = self.margin + self.width / 2, self.margin + self.height / 2
        places = (
            (middle_x, self.margin - away),
            (middle_x, self.margin + self.height + away),
            (self.margin - away, middle_y),
            (self.margin + self.width + away, middle_y),
        )
        arm = _TARGET * 1.5
        for x, y in places:
            surface.line(x - arm, y, x + arm, y)
            surface.line(x, y - arm, x, y + arm)
            surface.circle(x, y, _TARGET)

    def _bar(self, surface: Surface) -> None:
        """Patches of the inks, their overprints and tints of black, above the head."""
        x = self.margin + _PATCH
        y = self.margin + self.height + self.bleed + _APART
        for number, inks in enumerate(_INKS):
            surface.setFillColorCMYK(*inks)
            surface.rect(x + number * _PATCH, y, _PATCH, _PATCH, stroke=0, fill=1)
