"""Pictures that are sound and that nothing here can decode: TIFF in floating point, 12 or 32 bits a colour or CIE
L*a*b*, and WebP of more pixels than there is memory for.

They are masters all the same: their header is read, so that they can be kept and said to be what they are.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PIL import TiffImagePlugin

from archive_app.derived.pictures.faults import BROKEN
from archive_app.frozen import dataclass

_WIDTH, _HEIGHT, _BITS, _PHOTOMETRIC, _SAMPLES, _FORMAT = 256, 257, 258, 262, 277, 339
_OFFSETS, _COUNTS = (273, 324), (279, 325)
_X_RESOLUTION, _UNIT, _CENTIMETRE = 282, 296, 3
_COLOURS = {0: "灰度", 1: "灰度", 2: "RGB", 3: "调色板", 5: "CMYK", 6: "YCbCr", 8: "Lab", 9: "Lab", 10: "Lab"}
_FLOATING = 3
_BIG = (b"II+\0", b"MM\0+")


@dataclass(frozen=True, slots=True)
class UnusualTiff:
    """What its header says: pixels, dots an inch (0 where it does not say), and its colours in Chinese words."""

    width: int
    height: int
    dpi: int
    colours: str


def unusual_tiff(path: Path) -> UnusualTiff | None:
    """The header of a TIFF whose first page lies wholly in the file; ``None`` for anything else."""
    try:
        return _header(path)
    except BROKEN:
        return None


def webp_size(path: Path) -> tuple[int, int] | None:
    """Width and height of a WebP by its first chunk; ``None`` for anything else (WebP container specification).

    Pillow's decoder makes room for the whole picture, several times, when it opens one.
    """
    with path.open("rb") as file:
        head = file.read(30).ljust(30, b"\0")
    if head[:4] != b"RIFF" or head[8:12] != b"WEBP":
        return None
    if head[12:16] == b"VP8X":
        return int.from_bytes(head[24:27], "little") + 1, int.from_bytes(head[27:30], "little") + 1
    if head[12:16] == b"VP8L":
        bits = int.from_bytes(head[21:25], "little")
        return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
    if head[12:16] == b"VP8 ":
        return int.from_bytes(head[26:28], "little") & 0x3FFF, int.from_bytes(head[28:30], "little") & 0x3FFF
    return None


def _header(path: Path) -> UnusualTiff | None:
    size = path.stat().st_size
    with path.open("rb") as file:
        head = file.read(16)
        if head[:4] not in (b"II*\0", b"MM\0*", *_BIG):
            return None
        tags: Any = TiffImagePlugin.ImageFileDirectory_v2(head if head[:4] in _BIG else head[:8])
        file.seek(tags.next)
        tags.load(file)
        tags = dict(tags)
    starts, lengths = (next((_ints(tags[tag]) for tag in found if tag in tags), ()) for found in (_OFFSETS, _COUNTS))
    if not starts or len(starts) != len(lengths):
        return None
    if any(length <= 0 or start + length > size for start, length in zip(starts, lengths, strict=True)):
        return None
    width, height = int(tags[_WIDTH]), int(tags[_HEIGHT])
    if min(width, height) <= 0:
        return None
    bits = max(_ints(tags.get(_BITS, 1)))
    floating = "浮点" if _FLOATING in _ints(tags.get(_FORMAT, 1)) else ""
    colours = f"{_COLOURS.get(int(tags.get(_PHOTOMETRIC, 1)), '少见的颜色')}，每色 {bits} 位{floating}"
    return UnusualTiff(width, height, _dpi(tags), colours)


def _dpi(tags: dict[int, Any]) -> int:
    dots = float(tags.get(_X_RESOLUTION, 0)) * (2.54 if tags.get(_UNIT) == _CENTIMETRE else 1)
    return round(dots) if 1 < dots <= 20_000 else 0


def _ints(value: Any) -> tuple[int, ...]:
    return tuple(int(part) for part in value) if isinstance(value, tuple | list) else (int(value),)
