"""EXIF's second directory for a TIFF: Pillow leaves it out where the pixels are compressed.

The file stays as it is; a new first directory, with a pointer to the second, is written behind it, and the header
points there (TIFF 6.0 §2, Exif 2.32 §4.6.3).
"""

from __future__ import annotations

import struct
from collections.abc import Mapping
from pathlib import Path

_EXIF_IFD = 0x8769
_ASCII, _SHORT, _LONG, _UNDEFINED = 2, 3, 4, 7


def add_details(path: Path, details: Mapping[int, str | int | bytes]) -> None:
    """Write EXIF tags (words, numbers below 2³², or four bytes) into a little-endian TIFF that has none yet."""
    data = bytearray(path.read_bytes())
    if data[:4] != b"II*\0":
        raise ValueError(f"{path} is no little-endian TIFF")
    (first,) = struct.unpack_from("<I", data, 4)
    (count,) = struct.unpack_from("<H", data, first)
    entries = [bytes(data[first + 2 + 12 * n : first + 14 + 12 * n]) for n in range(count)]
    after = data[first + 2 + 12 * count : first + 6 + 12 * count]
    if any(struct.unpack_from("<H", entry)[0] == _EXIF_IFD for entry in entries):
        raise ValueError(f"{path} has EXIF details already")
    second = _directory(data, [_entry(data, tag, value) for tag, value in details.items()], bytes(4))
    entries.append(struct.pack("<HHII", _EXIF_IFD, _LONG, 1, second))
    struct.pack_into("<I", data, 4, _directory(data, entries, bytes(after)))
    path.write_bytes(data)


def _entry(data: bytearray, tag: int, value: str | int | bytes) -> bytes:
    """A directory's entry; words that do not fit into it are written behind the file."""
    if isinstance(value, int):
        kind = _SHORT if value < 1 << 16 else _LONG
        return struct.pack("<HHII", tag, kind, 1, value)
    if isinstance(value, bytes):
        return struct.pack("<HHI4s", tag, _UNDEFINED, len(value), value)
    words = value.encode("ascii") + b"\0"
    if len(words) <= 4:
        return struct.pack("<HHI4s", tag, _ASCII, len(words), words)
    data += bytes(len(data) % 2)
    place = len(data)
    data += words
    return struct.pack("<HHII", tag, _ASCII, len(words), place)


def _directory(data: bytearray, entries: list[bytes], after: bytes) -> int:
    """Write a directory behind the file, its entries in the order of their tags; returns where it stands."""
    data += bytes(len(data) % 2)
    place = len(data)
    data += struct.pack("<H", len(entries)) + b"".join(sorted(entries, key=lambda one: struct.unpack_from("<H", one)))
    data += after
    return place
