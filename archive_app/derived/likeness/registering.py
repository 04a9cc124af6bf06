"""Whether two small pictures are of one print: one is laid over the other and moved until it fits, then compared.

What is compared is the fine drawing, not the tones: each pixel against its surroundings. So other light or a yellowed
print is no matter, while two photographs of one meeting, taken a moment apart, do not fit in every part: people moved.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from operator import mul

from PIL import Image, ImageChops, ImageFilter

from archive_app.derived.likeness.prints import LOGARITHM, TURNS, Box
from archive_app.frozen import dataclass

FITS = 0.72
"""Agreement of the whole drawing from which two pictures may be one."""
PARTS = 0.97
"""Share of the parts that must agree each by itself: nothing moved, nobody came."""

_SIDE = 256
"""Pixels along both sides of what is laid over each other, whatever the picture's shape."""
_COARSE, _FINE = 40, 88
_BLOCK = 11
_ALIKE = 0.5
"""Agreement of a part that counts."""
_SMALL = 20
_WIDE, _NARROW = (0.04, 0.02), (0.01, 0.005)
_CORNERWAYS, _LAST = (0.02, 0.01), (0.008, 0.004)
_NOWHERE = 0.35
"""Agreement below which nothing finer is looked at."""

Quad = tuple[float, ...]
"""Where the corners of one picture lie in another, as shares of it: x and y of the top left, then clockwise."""


@dataclass(frozen=True, slots=True)
class Fit:
    """``whole``: how well the drawing agrees (1: alike, 0: nothing in common); ``parts``: the share of its parts that
    agree each by itself; ``quad``: where the one picture lies in the other."""

    whole: float
    parts: float
    quad: Quad

    @property
    def same(self) -> bool:
        """Whether both are of one print."""
        return self.whole >= FITS and self.parts >= PARTS


def drawing_of(small: Image.Image) -> Image.Image:
    """What ``fit`` lays over another: a small picture in grey, square."""
    return small.convert("L").resize((_SIDE, _SIDE), Image.Resampling.BOX, reducing_gap=2.0).point(LOGARITHM)


def tiles_agree(part: Image.Image, whole: Image.Image, box: Box) -> float:
    """How well the kept tile ``part`` agrees with a box of the tile ``whole``, each against its surroundings."""
    left, top, width, height = (share * whole.width for share in box)
    side = (_SMALL, _SMALL)
    cut = whole.resize(side, Image.Resampling.BILINEAR, box=(left, top, left + width, top + height))
    own = part.resize(side, Image.Resampling.BILINEAR)
    return _agreement(_standing_out(_detail(own, 3).tobytes()), _detail(cut, 3).tobytes())


def fit(first: Image.Image, second: Image.Image, turn: int, box: Box) -> Fit:
    """How well ``first`` (of ``drawing_of``), turned as ``TURNS`` says, fits into ``box`` of ``second``, or near it."""
    way = TURNS[turn]
    standing = first if way is None else first.transpose(way)
    left, top, width, height = box
    quad: Quad = (left, top, left + width, top, left + width, top + height, left, top + height)
    place = _Place(_Canvas(standing, _COARSE), _Canvas(second, _COARSE), quad)
    place.climb(_WIDE, _SIDES)
    if place.agreement < _NOWHERE:
        return Fit(place.agreement, 0.0, place.quad)
    place.climb(_NARROW, _SIDES)
    place.climb(_CORNERWAYS, _CORNERS)
    close = _Place(_Canvas(standing, _FINE), _Canvas(second, _FINE), place.quad)
    close.climb(_LAST, _CORNERS, rounds=1)
    return Fit(close.agreement, close.parts(), close.quad)


def _detail(grey: Image.Image, radius: float) -> Image.Image:
    return ImageChops.subtract(grey, grey.filter(ImageFilter.GaussianBlur(radius)), 0.5, 128)


class _Canvas:
    """One picture at one fineness, ready to be cut."""

    def __init__(self, grey: Image.Image, side: int) -> None:
        self.side = side
        pixel = _SIDE / side
        self._detail = _detail(grey.filter(ImageFilter.GaussianBlur(pixel / 2)), pixel * 4)

    def whole(self) -> list[float]:
        return _standing_out(self._detail.resize((self.side, self.side), Image.Resampling.BOX).tobytes())

    def cut(self, quad: Quad) -> bytes:
        # Pillow wants top left, bottom left, bottom right, top right
        corners = (quad[0], quad[1], quad[6], quad[7], quad[4], quad[5], quad[2], quad[3])
        made = self._detail.transform(
            (self.side, self.side),
            Image.Transform.QUAD,
            tuple(share * _SIDE for share in corners),
            Image.Resampling.BILINEAR,
            fillcolor=128,
        )
        return made.tobytes()


_SIDES: tuple[tuple[int, ...], ...] = ((0, 6), (2, 4), (1, 3), (5, 7), (0, 2, 4, 6), (1, 3, 5, 7))
_CORNERS: tuple[tuple[int, ...], ...] = tuple((at,) for at in range(8))


class _Place:
    """Where the one picture is laid on the other, and how well it agrees there."""

    def __init__(self, upper: _Canvas, under: _Canvas, quad: Quad) -> None:
        self._upper = upper.whole()
        self._under = under
        self.quad = quad
        self.agreement = _agreement(self._upper, under.cut(quad))

    def climb(self, steps: Sequence[float], moves: Sequence[tuple[int, ...]], rounds: int = 3) -> None:
        """Go to where it agrees best near by: sides or corners are moved by each step, as long as that helps."""
        for step in steps:
            for _round in range(rounds):
                before = self.agreement
                for move in moves:
                    if not self._moved(move, step):
                        self._moved(move, -step)
                if self.agreement - before < 0.002:
                    break

    def _moved(self, move: tuple[int, ...], by: float) -> bool:
        tried = tuple(share + by if at in move else share for at, share in enumerate(self.quad))
        found = _agreement(self._upper, self._under.cut(tried))
        if found <= self.agreement:
            return False
        self.quad, self.agreement = tried, found
        return True

    def parts(self) -> float:
        """Of the parts on which most is drawn (half of all), the share that agree each by itself."""
        side, under = self._under.side, self._under.cut(self.quad)
        found = []
        for top in range(0, side, _BLOCK):
            for left in range(0, side, _BLOCK):
                rows = [row * side + left for row in range(top, top + _BLOCK)]
                found.append(
                    _part(
                        [value for at in rows for value in self._upper[at : at + _BLOCK]],
                        [value for at in rows for value in under[at : at + _BLOCK]],
                    )
                )
        strong = sorted(drawn for drawn, _agreement in found)[len(found) // 2]
        judged = [agreement for drawn, agreement in found if drawn >= strong]
        return sum(agreement > _ALIKE for agreement in judged) / len(judged)


def _part(upper: list[float], under: list[int]) -> tuple[float, float]:
    """How much is drawn on a part of the upper picture, and how well it agrees with that of the under one."""
    mean = sum(upper) / len(upper)
    moved = [value - mean for value in upper]
    drawn = math.sqrt(sum(map(mul, moved, moved)))
    return drawn, _agreement([value / drawn for value in moved], under) if drawn else 0.0


def _standing_out(pixels: bytes) -> list[float]:
    """Mean 0 and length 1."""
    mean = sum(pixels) / len(pixels)
    moved = [value - mean for value in pixels]
    length = math.sqrt(sum(map(mul, moved, moved)))
    return [value / length for value in moved] if length else moved


def _agreement(standing: Sequence[float], pixels: Sequence[int]) -> float:
    total = sum(pixels)
    squares = sum(map(mul, pixels, pixels)) - total * total / len(pixels)
    return sum(map(mul, standing, pixels)) / math.sqrt(squares) if squares > 0 else 0.0
