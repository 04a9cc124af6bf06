"""Pictures as they go into a file that another program lays out: JPEG or PNG, upright, no larger than is of use."""

from __future__ import annotations

import io
from pathlib import Path

from PIL import Image, ImageOps

from archive_app.frozen import dataclass
from archive_app.typeset.jpeg import discreet
from archive_app.typeset.pdf.pixels import eight_bit

_LARGE = 1.5  # a JPEG is made smaller only where it has so many times the pixels a side it needs
_QUALITY = 88
_FEW_COLOURS = 4096
_GLANCE = (64, 64)  # a JPEG is decoded at an eighth to see that it can be


@dataclass(frozen=True, slots=True)
class Encoded:
    """A picture's file, its suffix (.jpg, .png) and its size in pixels."""

    data: bytes
    suffix: str
    width: int
    height: int

    @property
    def mime(self) -> str:
        """Its media type."""
        return "image/jpeg" if self.suffix == ".jpg" else "image/png"


def encode(path: Path, most: tuple[float, float], *, inks: bool) -> Encoded:
    """The picture at ``path``, within ``most`` pixels across and down.

    A JPEG of that size goes in as it is, without what it tells of its making (place, owner, camera); one in four inks
    only where ``inks`` says that the reader can show it. Raises ``OSError`` or ``ValueError`` where it cannot be read.
    """
    data = path.read_bytes()
    with Image.open(io.BytesIO(data)) as picture:
        orientation = picture.getexif().get(0x0112, 1)
        size = picture.size[::-1] if orientation in (5, 6, 7, 8) else picture.size
        large = size[0] > most[0] * _LARGE or size[1] > most[1] * _LARGE
        modes = ("L", "RGB", "CMYK") if inks else ("L", "RGB")
        if picture.format == "JPEG" and orientation == 1 and not large and picture.mode in modes:
            whole = picture.size
            picture.draft(None, _GLANCE)
            picture.load()
            return Encoded(discreet(data), ".jpg", *whole)
        picture.draft(None, (round(max(most)), round(max(most))))  # a large JPEG is decoded no larger than is of use
        ImageOps.exif_transpose(picture, in_place=True)
        plain = eight_bit(picture)
    share = min(1.0, most[0] / plain.width, most[1] / plain.height)
    if share < 1:
        wanted = (max(1, round(plain.width * share)), max(1, round(plain.height * share)))
        plain = plain.resize(wanted, Image.Resampling.LANCZOS, reducing_gap=3.0)
    buffer = io.BytesIO()
    if plain.getcolors(_FEW_COLOURS) is not None:  # a drawing or a scan of print: JPEG would smear it
        plain.save(buffer, "PNG", optimize=True)
        return Encoded(buffer.getvalue(), ".png", *plain.size)
    plain.save(buffer, "JPEG", quality=_QUALITY, optimize=True)
    return Encoded(buffer.getvalue(), ".jpg", *plain.size)
