"""Pictures that cannot go into a PDF as they are, as 8-bit grey or RGB, no larger than they are shown."""

from __future__ import annotations

import io
import warnings
import zlib
from pathlib import Path

from PIL import Image, ImageOps

from archive_app.typeset.pdf.images import Encoded, named, too_large
from archive_app.typeset.pdf.profiles import default_press, own_profile, to_screen

# Pillow warns on standard error of pictures over 90 megapixels: scans of maps have as many, and 180 are refused
warnings.filterwarnings("ignore", category=Image.DecompressionBombWarning)

_QUALITY, _KEPT_QUALITY = 88, 92
_FEW_COLOURS = 4096
_SPARE = 1.25  # a large JPEG is decoded no smaller than so many times what is needed


def converted(data: bytes, needed: tuple[float, float]) -> Encoded:
    """The picture in the file ``data``, shown with ``needed`` pixels across and down.

    Raises ``OSError``, ``ValueError`` or ``SyntaxError`` where it cannot be read.
    """
    with Image.open(io.BytesIO(data)) as picture:
        turned = picture.getexif().get(0x0112, 1) in (5, 6, 7, 8)
        large = too_large(picture.size[::-1] if turned else picture.size, needed)
        if large:
            decode_no_larger(picture, needed[::-1] if turned else needed)
        picture.load()
        ImageOps.exif_transpose(picture, in_place=True)
        plain = eight_bit(picture)
    if large:
        plain = brought_down(plain, needed)
    name = named(data, repr((plain.size, plain.mode)).encode())
    colours = "DeviceGray" if plain.mode == "L" else "DeviceRGB"
    if plain.getcolors(_FEW_COLOURS) is not None:  # a drawing or a scan of print: JPEG would smear it
        return Encoded(name, zlib.compress(plain.tobytes(), 9), *plain.size, colours, "FlateDecode")
    buffer = io.BytesIO()
    plain.info.clear()  # it tells of the picture's making, and Pillow would write some of it
    plain.save(buffer, "JPEG", quality=_QUALITY, optimize=True)
    return Encoded(name, buffer.getvalue(), *plain.size, colours, "DCTDecode")


def shown_inks(path: Path) -> bytes:
    """A picture in four inks as a JPEG of the colours it prints as.

    Raises ``OSError`` or ``ValueError`` where it cannot be read.
    """
    with Image.open(path) as picture:
        picture.load()
        shown = to_screen(picture, own_profile(picture) or default_press().profile)
    buffer = io.BytesIO()
    shown.info.clear()
    shown.save(buffer, "JPEG", quality=_KEPT_QUALITY, optimize=True)
    return buffer.getvalue()


def decode_no_larger(picture: Image.Image, needed: tuple[float, float]) -> None:
    """Have a JPEG that was only opened decoded at a half, a quarter or an eighth of its size, where that is enough: it
    takes so much less time and memory."""
    draft = getattr(picture, "draft", None)
    if draft is not None:
        draft(None, (round(needed[0] * _SPARE), round(needed[1] * _SPARE)))


def brought_down(picture: Image.Image, needed: tuple[float, float]) -> Image.Image:
    """A picture with no more pixels than are needed in the direction that needs more."""
    share = max(needed[0] / picture.width, needed[1] / picture.height)
    size = (max(1, round(picture.width * share)), max(1, round(picture.height * share)))
    return picture.resize(size, Image.Resampling.LANCZOS, reducing_gap=3.0)


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
        return picture if picture.mode == "L" else picture.convert("L")
    if picture.mode == "CMYK":  # inks, told by a profile: taken for the absence of light they are far too bright
        return to_screen(picture, own_profile(picture) or default_press().profile)
    return picture if picture.mode == "RGB" else picture.convert("RGB")
