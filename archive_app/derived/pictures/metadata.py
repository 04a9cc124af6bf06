"""EXIF of a picture, without decoding the picture."""

from __future__ import annotations

import io
from pathlib import Path
from typing import BinaryIO

from PIL import Image

from archive_app.derived.pictures.faults import BROKEN

_SIGNATURE_BYTES = 8
_ORIENTATION = 0x0112
_MOST = 4 << 20  # bytes of EXIF; a camera writes some ten thousand, with its preview a few hundred thousand


def exif_of(path: Path, image: Image.Image) -> Image.Exif:
    """What the file says; raises what Pillow raises for damage (``faults.BROKEN``). ``image`` is the same file opened.

    Pillow would decode a PNG to look for EXIF behind the picture (PNG 1.5, ``eXIf``): the chunks say where it stands.
    """
    if image.format == "PNG" and "exif" not in image.info:
        with path.open("rb") as file:
            found = _png_exif(file)
        if found:
            image.info["exif"] = found
    return Image.Image.getexif(image)


def orientation_of(path: Path, image: Image.Image) -> int:
    """How the picture must be turned to be upright (EXIF 2.32, Orientation: 1–8); 1 where nothing sound is said."""
    try:
        value = exif_of(path, image).get(_ORIENTATION, 1)
    except BROKEN:
        return 1  # EXIF that cannot be read turns nothing
    return value if isinstance(value, int) and 1 <= value <= 8 else 1


def _png_exif(file: BinaryIO) -> bytes:
    file.seek(_SIGNATURE_BYTES)
    while len(head := file.read(8)) == 8:
        length, kind = int.from_bytes(head[:4], "big"), head[4:]
        if kind == b"eXIf":
            return file.read(length) if length <= _MOST else b""
        if kind == b"IEND":
            break
        file.seek(length + 4, io.SEEK_CUR)
    return b""
