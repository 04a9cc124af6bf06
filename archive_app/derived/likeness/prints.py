"""The print of a picture: a few numbers that stay nearly the same when it is scanned again, recompressed, toned or
cut.

``difference`` is a dHash (each of 8×8 fields darker or lighter than its right neighbour), ``frequency`` a pHash
(which of the 64 lowest frequencies of a cosine transform are strong); ``windows`` are dHashes of parts of the
picture, so that what was cropped to about four fifths is found, too. A print is made of the upright small picture
in about a millisecond.
"""

from __future__ import annotations

import math
import struct
from array import array
from collections.abc import Iterator
from operator import mul

from PIL import Image, ImageChops, ImageFilter

from archive_app.frozen import dataclass

TILE = 64
"""Pixels along both sides of the grey tile that everything is read from."""
KEPT = 32
"""Pixels along both sides of the tile that is kept with the print, to lay one over another."""

_FIELDS = 8
_FLAT = 3.0
"""Grey levels of deviation below which a picture shows nothing: a blank page, a black frame."""

_UNEVEN = ImageFilter.GaussianBlur(2.5)
"""Fields over which light that falls unevenly is evened out."""
LOGARITHM = [round(255 * math.log1p(value / 8) / math.log1p(255 / 8)) for value in range(256)]
"""Light multiplies what is there; of logarithms it is a sum, that can be taken away."""

Box = tuple[float, float, float, float]

_LONG = (0.8, 0.9)
"""Shares of a side that a cropped picture kept; between them the tolerance of the hash does."""


_APART = 0.05
"""Shares of a side between one window and the next."""


def _spans(length: float) -> tuple[tuple[float, float], ...]:
    rest = 1 - length
    steps = round(rest / _APART)
    return tuple((rest * step / max(1, steps), length) for step in range(steps + 1))


def _boxes() -> tuple[Box, ...]:
    """Left, top, width, height of the windows as shares: both sides cut alike, or one side only."""
    found: list[Box] = []
    for length in _LONG:
        spans = _spans(length)
        found += [(left, top, length, length) for left, _w in spans for top, _h in spans]
        found += [(left, 0.0, length, 1.0) for left, _w in spans]
        found += [(0.0, top, 1.0, length) for top, _h in spans]
    return tuple(found)


WHOLE: Box = (0.0, 0.0, 1.0, 1.0)
WINDOWS = _boxes()
_FORM = struct.Struct(f"<QQ{len(WINDOWS)}Q{KEPT * KEPT}s")
SIZE = _FORM.size
_WINDOWS_AT = 16
"""Bytes of a print."""


NOTHING = bytes(SIZE)
"""The print of a picture on which nothing is to be seen: it is like none."""


@dataclass(frozen=True, slots=True)
class Print:
    """The numbers of one picture as it stands; of what is turned or mirrored others are reckoned (``turned``)."""

    difference: int
    frequency: int
    windows: array[int]
    pixels: bytes

    @property
    def tile(self) -> Image.Image:
        """The picture as it was kept."""
        return Image.frombytes("L", (KEPT, KEPT), self.pixels)

    def to_bytes(self) -> bytes:
        """``SIZE`` bytes."""
        return _FORM.pack(self.difference, self.frequency, *self.windows, self.pixels)

    @staticmethod
    def from_bytes(data: bytes) -> Print:
        """What ``to_bytes`` gave; raises ``struct.error`` where it is of another length."""
        difference, frequency = struct.unpack_from("<QQ", data)
        windows = array("Q", data[_WINDOWS_AT : SIZE - KEPT * KEPT])
        return Print(difference, frequency, windows, data[SIZE - KEPT * KEPT :])


TURNS: tuple[Image.Transpose | None, ...] = (
    None,
    Image.Transpose.ROTATE_90,
    Image.Transpose.ROTATE_180,
    Image.Transpose.ROTATE_270,
    Image.Transpose.FLIP_LEFT_RIGHT,
    Image.Transpose.FLIP_TOP_BOTTOM,
    Image.Transpose.TRANSPOSE,
    Image.Transpose.TRANSVERSE,
)
"""The four turns of a picture, and of its mirror image (a slide laid in the wrong way round)."""


def tile_of(small: Image.Image) -> Image.Image | None:
    """The grey tile of a small upright picture, tones spread; None where there is nothing to be seen on it."""
    grey = small.convert("L") if small.mode != "L" else small
    tile = grey.resize((TILE, TILE), Image.Resampling.BOX, reducing_gap=1.5)
    if _deviation(tile.crop((4, 4, TILE - 4, TILE - 4))) <= _FLAT:
        return None
    return tile.point(LOGARITHM)


def small_print(small: Image.Image) -> bytes:
    """The print of a small upright picture, as it is kept: ``NOTHING`` where there is nothing to be seen on it."""
    tile = tile_of(small)
    return print_of(tile).to_bytes() if tile is not None else NOTHING


def print_of(tile: Image.Image) -> Print:
    """The print of a tile."""
    small = tile.resize((KEPT, KEPT), Image.Resampling.BOX)
    windows = array("Q", (difference_of(tile, box) for box in WINDOWS))
    return Print(difference_of(tile, WHOLE), frequency_of(small), windows, small.tobytes())


def tile_turned(tile: Image.Image) -> Iterator[tuple[int, Image.Image]]:
    """A tile in its four turns and mirrored, with the number of each in ``TURNS``."""
    for number, turn in enumerate(TURNS):
        yield number, tile if turn is None else tile.transpose(turn)


def difference_of(tile: Image.Image, box: Box) -> int:
    """The dHash of a part of a tile."""
    left, top, width, height = box
    area = (left * tile.width, top * tile.height, (left + width) * tile.width, (top + height) * tile.height)
    fields = tile.resize((_FIELDS + 1, _FIELDS), Image.Resampling.BILINEAR, box=area)
    drawn = ImageChops.subtract(fields, fields.filter(_UNEVEN), 0.5, 128).tobytes()
    bits = 0
    for at in _PLACES:
        bits = bits << 1 | (drawn[at] > drawn[at + 1])
    return bits


_PLACES = tuple(row * (_FIELDS + 1) + column for row in range(_FIELDS) for column in range(_FIELDS))
_WAVES = tuple(
    tuple(math.cos(math.pi * wave * (2 * at + 1) / (2 * KEPT)) for at in range(KEPT)) for wave in range(_FIELDS + 1)
)


def frequency_of(small: Image.Image) -> int:
    """The pHash of a tile of ``KEPT`` pixels: which of its 64 lowest frequencies, the mean aside, lie above their
    median."""
    pixels = small.tobytes()
    rows = [pixels[at : at + KEPT] for at in range(0, len(pixels), KEPT)]
    across = [[sum(map(mul, row, wave)) for row in rows] for wave in _WAVES[1:]]
    found = [sum(map(mul, column, wave)) for wave in _WAVES[1:] for column in across]
    middle = sorted(found)[len(found) // 2]
    bits = 0
    for value in found:
        bits = bits << 1 | (value > middle)
    return bits


def _deviation(tile: Image.Image) -> float:
    counts = tile.histogram()
    total = sum(counts)
    mean = sum(value * number for value, number in enumerate(counts)) / total
    return math.sqrt(sum((value - mean) ** 2 * number for value, number in enumerate(counts)) / total)
