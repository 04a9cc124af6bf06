"""What a printer needs around the page: room for the bleed, crop marks, register marks, a bar of the inks."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from archive_app.typeset.templates import MM

_LENGTH = 5 * MM
_APART = 2 * MM  # from the bleed's edge to the marks
_HAIRLINE = 0.25
_TARGET = 1.6 * MM
_PATCH = 4 * MM
_INKS = (
    "1 0 0 0",
    "0 1 0 0",
    "0 0 1 0",
    "0 0 0 1",
    "1 1 0 0",
    "1 0 1 0",
    "0 1 1 0",
    "0 0 0 .75",
    "0 0 0 .5",
    "0 0 0 .25",
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

    def marks(self, *, colour: bool) -> list[str]:
        """The operators that draw the marks, all of them outside the bleed; in every ink on a ``colour`` page, else in
        black alone, so that a page of text stays one of one ink."""
        stroke = "1 1 1 1 K" if colour else "0 G"
        out = [f"q {stroke} {_HAIRLINE} w", *self._crops(), *self._targets(), "Q"]
        return [*out, *self._bar()] if colour else out

    def _crops(self) -> list[str]:
        a, b = self.margin, self.bleed + _APART
        right, top = a + self.width, a + self.height
        out = []
        for x in (a, right):
            out += [_stroke(x, a - b, x, a - b - _LENGTH), _stroke(x, top + b, x, top + b + _LENGTH)]
        for y in (a, top):
            out += [_stroke(a - b, y, a - b - _LENGTH, y), _stroke(right + b, y, right + b + _LENGTH, y)]
        return out

    def _targets(self) -> list[str]:
        """A cross in a circle in the middle of each side."""
        away = self.bleed + _APART + _LENGTH / 2
        middle_x, middle_y = self.margin + self.width / 2, self.margin + self.height / 2
        places = (
            (middle_x, self.margin - away),
            (middle_x, self.margin + self.height + away),
            (self.margin - away, middle_y),
            (self.margin + self.width + away, middle_y),
        )
        out = []
        for x, y in places:
            r = _TARGET
            out += [_stroke(x - r * 1.5, y, x + r * 1.5, y), _stroke(x, y - r * 1.5, x, y + r * 1.5), _circle(x, y, r)]
        return out

    def _bar(self) -> Sequence[str]:
        """Patches of the inks, their overprints and tints of black, above the head."""
        x = self.margin + _PATCH
        y = self.margin + self.height + self.bleed + _APART
        return [
            f"q {inks} k {x + number * _PATCH:.3f} {y:.3f} {_PATCH:.3f} {_PATCH:.3f} re f Q"
            for number, inks in enumerate(_INKS)
        ]


def _stroke(x0: float, y0: float, x1: float, y1: float) -> str:
    return f"{x0:.3f} {y0:.3f} m {x1:.3f} {y1:.3f} l S"


def _circle(x: float, y: float, r: float) -> str:
    k = r * 0.5523
    return (
        f"{x + r:.3f} {y:.3f} m {x + r:.3f} {y + k:.3f} {x + k:.3f} {y + r:.3f} {x:.3f} {y + r:.3f} c "
        f"{x - k:.3f} {y + r:.3f} {x - r:.3f} {y + k:.3f} {x - r:.3f} {y:.3f} c "
        f"{x - r:.3f} {y - k:.3f} {x - k:.3f} {y - r:.3f} {x:.3f} {y - r:.3f} c "
        f"{x + k:.3f} {y - r:.3f} {x + r:.3f} {y - k:.3f} {x + r:.3f} {y:.3f} c S"
    )
