"""Pictures as they go into a PDF. A JPEG goes in byte for byte but for what it tells of its making (place, owner,
camera); everything else is brought to 8-bit grey or RGB."""

from __future__ import annotations

import hashlib
import io
import zlib
from dataclasses import dataclass
from pathlib import Path

from PIL import Image, ImageOps

from archive_app.typeset.pdf.profiles import default_press, own_profile, to_screen

SCREEN_DPI = 300.0
_LARGE = 1.5  # a picture is brought down only where it has so many times the pixels a side it needs
_QUALITY = 88
_FEW_COLOURS = 4096

# segments of a JPEG that say where, when and by whom, and nothing that is needed to show it: Exif and XMP (APP1),
# IPTC (APP13), remarks (COM)
_TELLING = frozenset({0xE1, 0xED, 0xFE})
_END = b"\xff\xd9"
_END_WITHIN = 4096

# EXIF orientation → the matrix that turns the stored picture upright in the unit square
_TURNED = {1: "1 0 0 1 0 0", 3: "-1 0 0 -1 1 1", 6: "0 -1 1 0 0 1", 8: "0 1 -1 0 1 0"}


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
    matrix: str = _TURNED[1]

    @property
    def entries(self) -> bytes:
        """The entries of the stream's dictionary."""
        inverted = b"/Decode[1 0 1 0 1 0 1 0]" if self.inverted else b""  # Adobe's CMYK JPEGs store ink as its absence
        said = f"/Type/XObject/Subtype/Image/Width {self.width}/Height {self.height}/BitsPerComponent 8"
        return f"{said}/ColorSpace/{self.colours}/Filter/{self.filter}".encode() + inverted


def encode(path: Path, width: float, height: float) -> Encoded:
    """The picture at ``path``, placed ``width`` × ``height`` points.

    Raises ``OSError`` or ``ValueError`` where it cannot be read.
    """
    data = path.read_bytes()
    with Image.open(io.BytesIO(data)) as picture:
        needed = (width / 72 * SCREEN_DPI, height / 72 * SCREEN_DPI)
        orientation = picture.getexif().get(0x0112, 1)
        turned = orientation in (5, 6, 7, 8)
        long_enough = picture.size[::-1] if turned else picture.size
        large = long_enough[0] > needed[0] * _LARGE and long_enough[1] > needed[1] * _LARGE
        if picture.format == "JPEG" and not large and orientation in _TURNED and picture.mode in ("L", "RGB", "CMYK"):
            size, mode, inks = picture.size, picture.mode, "adobe" in picture.info
            if _END not in data[-_END_WITHIN:]:
                picture.load()  # cut short: this raises
            return _as_is(discreet(data), size, mode, orientation, inverted=mode == "CMYK" and inks)
        picture.load()
        return _converted(picture, needed if large else None, digest=data)


def _as_is(data: bytes, size: tuple[int, int], mode: str, orientation: int, *, inverted: bool) -> Encoded:
    colours = {"L": "DeviceGray", "RGB": "DeviceRGB", "CMYK": "DeviceCMYK"}[mode]
    name = hashlib.sha256(data).hexdigest()[:24]
    return Encoded(name, data, *size, colours, "DCTDecode", inverted=inverted, matrix=_TURNED[orientation])


def _converted(picture: Image.Image, needed: tuple[float, float] | None, digest: bytes) -> Encoded:
    upright = ImageOps.exif_transpose(picture) or picture
    plain = eight_bit(upright)
    if needed is not None:
        share = max(needed[0] / plain.width, needed[1] / plain.height)
        size = (max(1, round(plain.width * share)), max(1, round(plain.height * share)))
        plain = plain.resize(size, Image.Resampling.LANCZOS)
    colours = "DeviceGray" if plain.mode == "L" else "DeviceRGB"
    name = hashlib.sha256(digest + repr((plain.size, plain.mode)).encode()).hexdigest()[:24]
    if plain.getcolors(_FEW_COLOURS) is not None:  # a drawing or a scan of print: JPEG would smear it
        return Encoded(name, zlib.compress(plain.tobytes(), 9), *plain.size, colours, "FlateDecode")
    buffer = io.BytesIO()
    plain.save(buffer, "JPEG", quality=_QUALITY, optimize=True)
    return Encoded(name, buffer.getvalue(), *plain.size, colours, "DCTDecode")


def eight_bit(picture: Image.Image) -> Image.Image:
    """Any mode as L or RGB, on white where it is transparent."""
    if picture.mode in ("I", "F") or picture.mode.startswith("I;16"):
        deep = picture.mode.startswith("I")
        scale = 255 / 65535 if deep else 1.0
        return picture.convert("F").point(lambda value: value * scale).convert("L")
    if picture.mode in ("RGBA", "LA", "PA") or "transparency" in picture.info:
        layers = picture.convert("RGBA")
        ground = Image.new("RGBA", layers.size, "white")
        ground.alpha_composite(layers)
        picture = ground
    if picture.mode in ("L", "1"):
        return picture.convert("L")
    if picture.mode == "CMYK":  # inks, told by a profile: taken for the absence of light they are far too bright
        return to_screen(picture, own_profile(picture) or default_press().profile)
    return picture.convert("RGB")


def discreet(data: bytes) -> bytes:
    """A JPEG without the segments that tell of its making, and without what telephones hang on behind it (a moment of
    video, another size); its picture is untouched, bit for bit."""
    kept = [data[:2]]
    at = 2
    while at + 4 <= len(data) and data[at] == 0xFF and data[at + 1] not in (0xDA, 0xFF):
        end = at + 2 + int.from_bytes(data[at + 2 : at + 4], "big")
        if data[at + 1] not in _TELLING:
            kept.append(data[at:end])
        at = end
    kept.append(data[at : _picture_end(data, at)])
    return b"".join(kept)


def _picture_end(data: bytes, at: int) -> int:
    """Where the picture whose scans begin at ``at`` ends: behind its EOI, or with the file where that is missing."""
    at = data.find(b"\xff", at)
    while 0 <= at < len(data) - 1:
        marker = data[at + 1]
        if marker == 0xD9:
            return at + 2
        if marker in (0x00, 0xFF) or 0xD0 <= marker <= 0xD7:  # a stuffed byte, a filling one, a restart
            at += 1 if marker == 0xFF else 2
        else:  # a table or the head of another scan
            at += 2 + int.from_bytes(data[at + 2 : at + 4], "big")
        at = data.find(b"\xff", at)
    return len(data)
