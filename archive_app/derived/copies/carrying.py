"""Copies of JPEG, PNG and WebP: every byte of the picture as it was, and of what was written beside it only what is
needed to show it (colour profile, resolution, how it lies) and the new packet."""

from __future__ import annotations

import re
import struct
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import IO

from archive_app.derived.copies.packet import Said, digest, packet, segments
from archive_app.derived.pictures.images import opened
from archive_app.derived.pictures.metadata import orientation_of
from archive_app.domain.errors import Refused
from archive_app.frozen import dataclass

CARRIERS = ("JPEG", "MPO", "PNG", "WEBP")
"""Formats whose pixels are copied as they stand."""

_XMP = b"http://ns.adobe.com/xap/1.0/\0"
_EXTENSION = b"http://ns.adobe.com/xmp/extension/\0"
_EXIF = b"Exif\0\0"
_PIECE = 65_400  # bytes of extended XMP in one segment
_SOI, _EOI, _SOS = 0xD8, 0xD9, 0xDA
_MARKER = re.compile(rb"\xff+([^\x00\xff\xd0-\xd7])", re.DOTALL)
_ORIENTATION = 0x0112
_VP8X_EXIF, _VP8X_XMP, _VP8X_ALPHA = 0x08, 0x04, 0x10
_PNG_WORDS = (b"tEXt", b"zTXt", b"iTXt", b"eXIf", b"tIME")


@dataclass(frozen=True, slots=True)
class _Looks:
    """What is to be known of a picture to show it; ``size`` as it lies in its file, ``dpi`` 0 where nobody says."""

    size: tuple[int, int]
    orientation: int
    alpha: bool
    dpi: int


def write_copy(source: Path, kind: str, said: Said, out: IO[bytes], *, camera: bool = False) -> None:
    """Write a copy of a picture (``kind`` is Pillow's word for its format) with this packet to ``out``.

    ``camera`` keeps what the camera wrote (EXIF with place and maker's notes). Raises ``Refused`` where the file is not
    built as its format says.
    """
    with opened(source, ("JPEG" if kind == "MPO" else kind,)) as image:
        dots = image.info.get("dpi", (0,))[0]
        looks = _Looks(
            image.size,
            orientation_of(source, image),
            image.mode in ("RGBA", "LA", "PA"),
            round(dots) if 1 < dots <= 20_000 else 0,
        )
    data = source.read_bytes()
    write = {"PNG": _png, "WEBP": _webp}.get(kind, _jpeg)
    try:
        pieces = list(write(data, said, looks, camera))
    except (IndexError, struct.error) as error:
        raise Refused("图片文件不完整，做不出副本", "可以写明尺寸（--edge）另做一份小的。", code="bad-image") from error
    for piece in pieces:
        out.write(piece)


def _lies(orientation: int, dpi: int = 72) -> bytes:
    """EXIF that says how the picture lies, its resolution, and no more (EXIF 2.32, 4.6.4, what a JPEG has to say)."""
    entries = ((_ORIENTATION, 3, orientation), (0x011A, 5, 74), (0x011B, 5, 82), (0x0128, 3, 2), (0x0213, 3, 1))
    listed = b"".join(struct.pack("<HHII", tag, kind, 1, value) for tag, kind, value in entries)
    return b"II*\0\x08\0\0\0\x05\0" + listed + b"\0\0\0\0" + struct.pack("<IIII", dpi, 1, dpi, 1)


# — JPEG —


def _jpeg(data: bytes, said: Said, looks: _Looks, camera: bool) -> Iterator[bytes]:
    head: list[bytes] = []
    kept: list[bytes] = []
    for marker, body, whole in _segments(data):
        if marker == _SOS:
            rest = data[whole[0] : _end(data, whole[1])]
            break
        if marker == 0xE0 and body.startswith(b"JFIF\0") and not kept:
            head.append(data[whole[0] : whole[1]])
        elif _stays(marker, body, camera):
            kept.append(data[whole[0] : whole[1]])
    else:
        raise IndexError
    if not camera and (looks.orientation != 1 or (looks.dpi and not head)):
        head.append(_segment(0xE1, _EXIF + _lies(looks.orientation, looks.dpi or 72)))
    first, extended = segments(said, looks.size)
    head.append(_segment(0xE1, _XMP + first))
    name = digest(extended).encode()
    for at in range(0, len(extended), _PIECE):
        numbers = struct.pack(">II", len(extended), at)
        head.append(_segment(0xE1, _EXTENSION + name + numbers + extended[at : at + _PIECE]))
    yield from (b"\xff\xd8", *head, *kept, rest)


def _segments(data: bytes) -> Iterator[tuple[int, bytes, tuple[int, int]]]:
    """Marker, the beginning of its body, and where the whole lies, up to and with the first scan's header."""
    at = 2
    while True:
        start = at
        while data[at + 1] == 0xFF:
            at += 1
        if data[at] != 0xFF:
            raise IndexError
        marker = data[at + 1]
        end = at + 2 + struct.unpack_from(">H", data, at + 2)[0]
        yield marker, data[at + 4 : min(end, at + 64)], (start, end)
        if marker == _SOS:
            return
        at = end


def _stays(marker: int, body: bytes, camera: bool) -> bool:
    if not 0xE0 <= marker <= 0xEF:
        return marker != 0xFE or camera
    if marker == 0xE2 and body.startswith(b"ICC_PROFILE\0"):
        return True
    if marker == 0xEE and body.startswith(b"Adobe"):
        return True
    return camera and marker == 0xE1 and body.startswith(_EXIF)


def _end(data: bytes, at: int) -> int:
    """Where the picture ends: what a phone hangs on behind it (previews, depth, films) has places and people of its
    own. A picture that breaks off ends where it does."""
    while (found := _MARKER.search(data, at)) is not None:
        marker = found[1][0]
        if marker == _EOI:
            return found.end()
        if found.end() + 2 > len(data):
            break
        at = found.end() + (0 if marker == 0x01 else struct.unpack_from(">H", data, found.end())[0])
    return len(data)


def _segment(marker: int, body: bytes) -> bytes:
    return bytes((0xFF, marker)) + struct.pack(">H", len(body) + 2) + body


# — PNG —


def _png(data: bytes, said: Said, looks: _Looks, camera: bool) -> Iterator[bytes]:
    yield data[:8]
    at = 8
    while at + 8 <= len(data):
        length, kind = struct.unpack_from(">I", data, at)[0], data[at + 4 : at + 8]
        end = at + 12 + length
        if kind not in _PNG_WORDS or (camera and kind == b"eXIf"):
            yield data[at:end]
        if kind == b"IHDR":
            if not camera and looks.orientation != 1:
                yield _chunk(b"eXIf", _lies(looks.orientation))
            yield _chunk(b"iTXt", b"XML:com.adobe.xmp\0\0\0\0\0" + packet(said, looks.size))
        if kind == b"IEND":
            return
        at = end


def _chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


# — WebP —


def _webp(data: bytes, said: Said, looks: _Looks, camera: bool) -> Iterator[bytes]:
    header = b""
    kept: list[bytes] = []
    at = 12
    while at + 8 <= len(data):
        kind, length = data[at : at + 4], struct.unpack_from("<I", data, at + 4)[0]
        body = data[at + 8 : at + 8 + length]
        if kind == b"VP8X":
            header = body
        elif kind not in (b"XMP ", b"EXIF") or (camera and kind == b"EXIF"):
            kept.append(_riff(kind, body))
        at += 8 + length + length % 2
    if not header:  # a plain file has no room for a packet (WebP container, extended file format)
        sides = b"".join(struct.pack("<I", side - 1)[:3] for side in looks.size)
        header = bytes((_VP8X_ALPHA if looks.alpha else 0, 0, 0, 0)) + sides
    lies = not camera and looks.orientation != 1
    if lies:
        kept.append(_riff(b"EXIF", _lies(looks.orientation)))
    with_exif = lies or any(one.startswith(b"EXIF") for one in kept)
    flags = (header[0] & ~_VP8X_EXIF) | _VP8X_XMP | (_VP8X_EXIF if with_exif else 0)
    body = b"".join((_riff(b"VP8X", bytes((flags,)) + header[1:]), *kept, _riff(b"XMP ", packet(said, looks.size))))
    yield b"RIFF" + struct.pack("<I", len(body) + 4) + b"WEBP" + body


def _riff(kind: bytes, body: bytes) -> bytes:
    return kind + struct.pack("<I", len(body)) + body + b"\0" * (len(body) % 2)
