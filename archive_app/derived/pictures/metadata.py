"""EXIF of a picture, without decoding the picture."""

from __future__ import annotations

import io
from pathlib import Path
from typing import BinaryIO

from PIL import Image

_SIGNATURE_BYTES = 8
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
