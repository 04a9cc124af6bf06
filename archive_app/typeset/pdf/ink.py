"""Pictures as a press wants them: black ink or four inks, as fine as 300 dpi where they stand and no finer."""

from __future__ import annotations

import io
import zlib
from pathlib import Path

from PIL import Image, ImageOps

from archive_app.typeset.pdf.images import Encoded, named, pixels_needed
from archive_app.typeset.pdf.pixels import brought_down, decode_no_larger, eight_bit
from archive_app.typeset.pdf.profiles import Press, own_profile

PRINT_DPI = 300.0
_SOME_FINER = 1.05
"""A picture so little finer than needed is left alone: bringing it down would only soften it."""
_QUALITY = 92
_FEW_COLOURS = 32


def encode_ink(path: Path, width: float, height: float, press: Press, *, colour: bool) -> Encoded:
    """The picture at ``path``, placed ``width`` × ``height`` points, in black ink or (``colour``) in four.

    Raises ``OSError`` or ``ValueError`` where it cannot be read.
    """
    data = path.read_bytes()
    needed = pixels_needed(width, height, PRINT_DPI)
    with Image.open(io.BytesIO(data)) as picture:
        turned = picture.getexif().get(0x0112, 1) in (5, 6, 7, 8)
        decode_no_larger(picture, needed[::-1] if turned else needed)
        picture.load()
        source = own_profile(picture)
        ImageOps.exif_transpose(picture, in_place=True)
        plain = picture if picture.mode == "CMYK" else eight_bit(picture)
        if max(needed[0] / plain.width, needed[1] / plain.height) * _SOME_FINER < 1:
            plain = brought_down(plain, needed)
        if not colour or plain.mode == "L":
            inked = press.to_grey(plain, source if plain.mode != "L" else None)
        elif plain.mode == "CMYK":
            inked = plain  # the numbers are the printer's already
        else:
            inked = press.to_cmyk(plain, source)
    return _encoded(inked, named(data, repr((inked.size, inked.mode, press.identifier or press.label)).encode()))


def _encoded(picture: Image.Image, name: str) -> Encoded:
    colours = "DeviceGray" if picture.mode == "L" else "DeviceCMYK"
    if picture.getcolors(_FEW_COLOURS) is not None:  # a drawing: JPEG would smear it
        return Encoded(name, zlib.compress(picture.tobytes(), 9), *picture.size, colours, "FlateDecode")
    buffer = io.BytesIO()
    picture.info.clear()  # it tells of the picture's making, and Pillow would write some of it
    picture.save(buffer, "JPEG", quality=_QUALITY, subsampling=0, optimize=True)
    return Encoded(name, buffer.getvalue(), *picture.size, colours, "DCTDecode", inverted=picture.mode == "CMYK")
