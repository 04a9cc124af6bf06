"""Pictures as a press wants them: black ink or four inks, as fine as 300 dpi where they stand and no finer."""

from __future__ import annotations

import hashlib
import io
import zlib
from pathlib import Path

from PIL import Image, ImageOps

from archive_app.typeset.pdf.images import Encoded, eight_bit
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
    with Image.open(io.BytesIO(data)) as picture:
        picture.load()
        source = own_profile(picture)
        upright = ImageOps.exif_transpose(picture) or picture
        plain = upright if upright.mode == "CMYK" else eight_bit(upright)
        plain = _brought_down(plain, width, height)
        if not colour or plain.mode == "L":
            inked = press.to_grey(plain, source if plain.mode != "L" else None)
        elif plain.mode == "CMYK":
            inked = plain  # the numbers are the printer's already
        else:
            inked = press.to_cmyk(plain, source)
    digest = hashlib.sha256(data + repr((inked.size, inked.mode, press.identifier or press.label)).encode())
    return _encoded(inked, digest.hexdigest()[:24])


def _brought_down(picture: Image.Image, width: float, height: float) -> Image.Image:
    """Not finer than `PRINT_DPI`; never made larger."""
    needed = (width / 72 * PRINT_DPI, height / 72 * PRINT_DPI)
    share = max(needed[0] / picture.width, needed[1] / picture.height)
    if share * _SOME_FINER >= 1:
        return picture
    size = (max(1, round(picture.width * share)), max(1, round(picture.height * share)))
    return picture.resize(size, Image.Resampling.LANCZOS)


def _encoded(picture: Image.Image, name: str) -> Encoded:
    colours = "DeviceGray" if picture.mode == "L" else "DeviceCMYK"
    if picture.getcolors(_FEW_COLOURS) is not None:  # a drawing: JPEG would smear it
        return Encoded(name, zlib.compress(picture.tobytes(), 9), *picture.size, colours, "FlateDecode")
    buffer = io.BytesIO()
    picture.save(buffer, "JPEG", quality=_QUALITY, subsampling=0, optimize=True)
    return Encoded(name, buffer.getvalue(), *picture.size, colours, "DCTDecode", inverted=picture.mode == "CMYK")
