"""Very large pictures made small without ever being whole in memory.

A PNG's rows come out of one deflate stream, a TIFF's strips or tiles each from their own. A few rows at a time are
wrapped as a small picture of the same kind, given to Pillow, averaged down and forgotten.
"""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from PIL import Image

from archive_app.derived.pictures.faults import BROKEN
from archive_app.derived.pictures.shrinking import Shrinker, factor_for, fitted, shrunk
from archive_app.derived.pictures.tiff_strips import tiff_jpeg, tiff_planes, tiff_strips

STRIP_BYTES = 24 << 20
"""Decoded bytes handled at a time."""

_READ = 1 << 20
_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_CHANNELS = {0: 1, 2: 3, 4: 2, 6: 4}


Pixels = tuple[int, int, int, int]
"""A part of a picture as it lies in its file: left, top, right, bottom."""


def reduced_in_strips(
    path: Path, image: Image.Image, edge: int, part: Pixels | None = None
) -> tuple[Image.Image, bool] | None:
    """The picture (or the ``part`` of it) at most ``edge`` pixels long, and whether some of it is missing; ``None``
    where it has no strips.

    ``image`` is the same picture opened, for its header alone.
    """
    part = part or (0, 0, *image.size)
    if image.format == "TIFF":
        source = tiff_strips(path, image, STRIP_BYTES)
        if source is None:
            return _jpeg_inside(path, image, edge, part) or _planes(path, image, edge, part)
    elif image.format == "PNG":
        source = _png_strips(path)
    else:
        source = None
    return None if source is None else _shrunk(source, part, edge)


def _shrunk(source: Iterator[Image.Image], part: Pixels, edge: int) -> tuple[Image.Image, bool] | None:
    size = (part[2] - part[0], part[3] - part[1])
    shrinker = Shrinker(size, factor_for(size, edge))
    rows = 0
    damaged = False
    try:
        for strip in _within(source, part):
            rows += strip.height
            shrinker.add(strip)
    except BROKEN:  # what came before stands; the result is said to be damaged
        damaged = True
    small = shrinker.finish()
    if small is None:
        return None
    return fitted(small, size, edge), damaged or rows < size[1]


def _within(source: Iterator[Image.Image], part: Pixels) -> Iterator[Image.Image]:
    """Of each strip what lies in the part; what comes below it is not decoded."""
    left, top, right, bottom = part
    row = 0
    for strip in source:
        above, below = max(0, top - row), min(strip.height, bottom - row)
        if above < below:
            box = (left, above, right, below)
            yield strip if box == (0, 0, *strip.size) else strip.crop(box)
        row += strip.height
        if row >= bottom:
            return


def _planes(path: Path, image: Image.Image, edge: int, part: Pixels) -> tuple[Image.Image, bool] | None:
    """A TIFF whose colours lie one after the other: each made small by itself."""
    found = tiff_planes(path, image, STRIP_BYTES)
    if found is None:
        return None
    mode, sources = found
    planes = [_shrunk(source, part, edge) for source in sources]
    whole = [plane for plane in planes if plane is not None]
    if len(whole) < len(planes):
        return None
    return Image.merge(mode, [small for small, _ in whole]), any(damaged for _, damaged in whole)


def _jpeg_inside(path: Path, image: Image.Image, edge: int, part: Pixels) -> tuple[Image.Image, bool] | None:
    """A TIFF that is one JPEG: decoded at an eighth or so, as any JPEG is."""
    data = tiff_jpeg(path, image)
    if data is None:
        return None
    try:
        with Image.open(io.BytesIO(data), formats=["JPEG"]) as inner:
            stored = inner.size
            times = stored[0] / max(1, part[2] - part[0])
            inner.draft(None, (int(edge * times), int(edge * times)))
            inner.load()
            scale = inner.width / stored[0], inner.height / stored[1]
            left, top, right, bottom = (round(one * scale[n % 2]) for n, one in enumerate(part))
            cut = (left, top, max(left + 1, right), max(top + 1, bottom))
            return shrunk(inner if cut == (0, 0, *inner.size) else inner.crop(cut), edge), False
    except BROKEN:
        return None


def _png_strips(path: Path) -> Iterator[Image.Image] | None:
    """The rows of a PNG, where its kind allows: 8 bits, or 16 in grey; not interlaced."""
    with path.open("rb") as file:
        header = file.read(33)
    width, _, depth, colour, _, _, interlaced = struct.unpack(">IIBBBBB", header[16:29])
    if interlaced or colour not in _CHANNELS or not (depth == 8 or (depth == 16 and colour == 0)):
        return None
    return _read_png(path, width, depth, colour)


def _read_png(path: Path, width: int, depth: int, colour: int) -> Iterator[Image.Image]:
    row_bytes = 1 + width * _CHANNELS[colour] * depth // 8
    rows = max(1, STRIP_BYTES // row_bytes)
    before = b""  # the last row of the strip above: the next row's filter may refer to it
    with path.open("rb") as file:
        pending = bytearray()
        for piece in _inflated(file):
            pending += piece
            while len(pending) >= rows * row_bytes:
                strip, before = _unfiltered(before, bytes(pending[: rows * row_bytes]), width, depth, colour)
                del pending[: rows * row_bytes]
                yield strip
        count = len(pending) // row_bytes
        if count:
            yield _unfiltered(before, bytes(pending[: count * row_bytes]), width, depth, colour)[0]


def _inflated(file: BinaryIO) -> Iterator[bytes]:
    """The contents of the IDAT chunks, inflated, a piece at a time."""
    inflater = zlib.decompressobj()
    file.seek(len(_SIGNATURE))
    while len(head := file.read(8)) == 8:
        length, kind = struct.unpack(">I4s", head)
        if kind != b"IDAT":
            file.seek(length + 4, io.SEEK_CUR)
            if kind == b"IEND":
                return
            continue
        while length:
            data = file.read(min(length, _READ))
            if not data:
                return
            length -= len(data)
            while data:
                yield inflater.decompress(data, _READ)
                data = inflater.unconsumed_tail
        file.seek(4, io.SEEK_CUR)


def _unfiltered(before: bytes, rows: bytes, width: int, depth: int, colour: int) -> tuple[Image.Image, bytes]:
    """The rows as a picture, and its last row raw. ``before`` goes in front, as a row without a filter."""
    lead = b"\0" + before if before else b""
    height = (len(lead) + len(rows)) // (1 + width * _CHANNELS[colour] * depth // 8)
    header = struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, 0)
    data = _SIGNATURE + _chunk(b"IHDR", header) + _chunk(b"IDAT", zlib.compress(lead + rows, 0)) + _chunk(b"IEND", b"")
    with Image.open(io.BytesIO(data), formats=["PNG"]) as image:
        image.load()
        last = image.crop((0, height - 1, width, height))
        raw = last.tobytes("raw", "I;16B") if depth == 16 else last.tobytes()
        return (image.crop((0, 1, width, height)) if lead else image.copy()), raw


def _chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
