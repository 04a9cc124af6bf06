"""Pictures as they go into a PDF. A JPEG goes in byte for byte but for what it tells of its making (place, owner,
camera); everything else is brought to 8-bit grey or RGB (`archive_app.typeset.pdf.pixels`)."""

from __future__ import annotations

import hashlib
from pathlib import Path

from archive_app.frozen import dataclass
from archive_app.typeset.jpeg import JpegHead, discreet, is_whole, read_head

SCREEN_DPI = 300.0
_LARGE = 1.5  # a picture is brought down only where it has so many times the pixels a side it needs
_COLOURS = {1: "DeviceGray", 3: "DeviceRGB", 4: "DeviceCMYK"}

Matrix = tuple[int, int, int, int, int, int]
_TURNED: dict[int, Matrix] = {
    1: (1, 0, 0, 1, 0, 0),
    3: (-1, 0, 0, -1, 1, 1),
    6: (0, -1, 1, 0, 0, 1),
    8: (0, 1, -1, 0, 1, 0),
}
"""EXIF orientation → the matrix that turns the stored picture upright in the unit square."""


@dataclass(frozen=True, slots=True)
class Encoded:
    """A picture's PDF stream and the matrix that sets it upright."""

    name: str
    data: bytes
    width: int
    height: int
    colours: str
    filter: str
    inverted: bool = False
    matrix: Matrix = _TURNED[1]

    @property
    def entries(self) -> bytes:
        """The entries of the stream's dictionary."""
        inverted = b"/Decode[1 0 1 0 1 0 1 0]" if self.inverted else b""  # Adobe's CMYK JPEGs store ink as its absence
        said = f"/Type/XObject/Subtype/Image/Width {self.width}/Height {self.height}/BitsPerComponent 8"
        return f"{said}/ColorSpace/{self.colours}/Filter/{self.filter}".encode() + inverted


def pixels_needed(width: float, height: float, dpi: float = SCREEN_DPI) -> tuple[float, float]:
    """How many pixels a picture that stands ``width`` × ``height`` points is shown with."""
    return width / 72 * dpi, height / 72 * dpi


def too_large(size: tuple[int, int], needed: tuple[float, float]) -> bool:
    """Whether a picture is so much larger than needed that it is brought down."""
    return size[0] > needed[0] * _LARGE and size[1] > needed[1] * _LARGE


def encode(path: Path, width: float, height: float) -> Encoded:
    """The picture at ``path``, placed ``width`` × ``height`` points.

    Raises ``OSError`` or ``ValueError`` where it cannot be read.
    """
    data = path.read_bytes()
    needed = pixels_needed(width, height)
    head = read_head(data)
    if head is not None and head.orientation in _TURNED and is_whole(data) and not too_large(head.upright, needed):
        return _as_is(data, head)
    from archive_app.typeset.pdf.pixels import converted  # most books need no Pillow

    return converted(data, needed)


def _as_is(data: bytes, head: JpegHead) -> Encoded:
    kept = discreet(data)
    inverted = head.components == 4 and head.adobe
    size = (head.width, head.height)
    return Encoded(
        named(kept), kept, *size, _COLOURS[head.components], "DCTDecode", inverted, _TURNED[head.orientation]
    )


def named(*contents: bytes) -> str:
    """What a picture is called in a file: the same for the same contents."""
    return hashlib.sha256(b"".join(contents) if len(contents) > 1 else contents[0]).hexdigest()[:24]
