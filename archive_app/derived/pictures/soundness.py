"""Whether a picture's file is all there, told from its structure without decoding it: milliseconds, not seconds."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO

from PIL import Image

_CHUNK = 1 << 20
_PNG_START = 8  # bytes of signature
_STANDALONE = {0x01, *range(0xD0, 0xD9)}  # JPEG markers without a length
_SCAN = 0xDA
_BODY = 18  # bytes of a segment looked at: a frame's of four colours
_SEQUENTIAL = (0xC0, 0xC1)
_FRAMES = {*range(0xC0, 0xD0)} - {0xC4, 0xC8, 0xCC}


def looks_whole(path: Path, image: Image.Image) -> bool:
    """Whether the data reaches its end (PNG: with every checksum right).

    ``image`` is the same file opened, for what its header says. False means: decode it to see what there is.
    """
    with path.open("rb") as file:
        if image.format in ("JPEG", "MPO"):
            return _jpeg(file)
        if image.format == "PNG":
            return _png(file)
        if image.format == "WEBP":
            return _riff(file, path.stat().st_size)
        if image.format in ("HEIF", "AVIF"):
            return _boxes(file, path.stat().st_size)
        return _tiff(image, path.stat().st_size)


def _jpeg(file: BinaryIO) -> bool:
    """An end marker after the first scan begins (the preview inside EXIF has one of its own before)."""
    if not _to_first_scan(file):
        return False
    last = b""
    while data := file.read(_CHUNK):
        if b"\xff\xd9" in last + data:
            return True
        last = data[-1:]
    return False


def held_samples(path: Path) -> float:
    """How many samples a pixel a JPEG's decoder must hold until the last scan is in (ITU-T T.81, B.2): none where one
    scan has all the colours, as cameras write it; otherwise (progressive, or one colour after the other) all of them.
    """
    with path.open("rb") as file:
        samples, progressive, colours = 0.0, False, 0
        for marker, body in _segments(file):
            if marker in _FRAMES and len(body) > 5:
                progressive, colours = marker not in _SEQUENTIAL, body[5]
                areas = [(factors >> 4) * (factors & 15) for factors in body[7 : 6 + 3 * colours : 3]]
                widest = max((factors >> 4 for factors in body[7 : 6 + 3 * colours : 3]), default=1)
                highest = max((factors & 15 for factors in body[7 : 6 + 3 * colours : 3]), default=1)
                samples = sum(areas) / max(1, widest * highest)
            elif marker == _SCAN and not progressive and body and body[0] >= colours:
                return 0.0
    return samples


def _to_first_scan(file: BinaryIO) -> bool:
    return any(marker == _SCAN for marker, _ in _segments(file))


def _segments(file: BinaryIO) -> Iterator[tuple[int, bytes]]:
    """The markers up to the first scan, with how their segments begin."""
    file.seek(2)
    while True:
        byte = file.read(1)
        while byte == b"\xff":
            byte = file.read(1)
        if not byte:
            return
        if byte[0] in _STANDALONE or byte[0] == 0:
            continue
        length = file.read(2)
        body = file.read(min(_BODY, max(0, int.from_bytes(length, "big") - 2)))
        yield byte[0], body
        if byte[0] == _SCAN or len(length) < 2:
            return
        file.seek(max(0, int.from_bytes(length, "big") - 2 - len(body)), 1)


def _png(file: BinaryIO) -> bool:
    file.seek(_PNG_START)
    while len(head := file.read(8)) == 8:
        length, kind = struct.unpack(">I4s", head)
        checksum = zlib.crc32(kind)
        while length:
            data = file.read(min(length, _CHUNK))
            if not data:
                return False
            checksum = zlib.crc32(data, checksum)
            length -= len(data)
        if file.read(4) != struct.pack(">I", checksum):
            return False
        if kind == b"IEND":
            return True
    return False


def _riff(file: BinaryIO, size: int) -> bool:
    """The RIFF chunk of a WebP lies inside the file (WebP container specification, RIFF file format)."""
    head = file.read(8)
    return len(head) == 8 and int(struct.unpack("<I", head[4:])[0]) + 8 <= size


def _boxes(file: BinaryIO, size: int) -> bool:
    """Every box of the file's first level lies inside it (ISO/IEC 14496-12, 4.2), and one of them holds the data."""
    position, data = 0, False
    while position < size:
        file.seek(position)
        head = file.read(16)
        if len(head) < 8:
            return False
        length = int(struct.unpack(">I", head[:4])[0])
        data = data or head[4:8] in (b"mdat", b"idat")
        if length == 0:  # to the end of the file
            break
        if length == 1:
            length = int(struct.unpack(">Q", head[8:].ljust(8, b"\0"))[0])
        if length < 8:
            return False
        position += length
    return data and position <= size


def _tiff(image: Image.Image, size: int) -> bool:
    """Every strip or tile of the first page lies inside the file."""
    tags: Any = getattr(image, "tag_v2", {})
    for offsets, counts in ((273, 279), (324, 325)):
        if offsets in tags and counts in tags:
            starts, lengths = _ints(tags[offsets]), _ints(tags[counts])
            return all(start + length <= size for start, length in zip(starts, lengths, strict=False))
    return False


def _ints(value: Any) -> tuple[int, ...]:
    return tuple(value) if isinstance(value, tuple | list) else (int(value),)
