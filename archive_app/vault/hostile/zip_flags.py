"""A zip whose names say that they are UTF-8 and are not: opened with that word taken back.

Some programs set the flag (APPNOTE 4.4.4, bit 11) on names in GBK; ``zipfile`` opens no such archive. The file itself
is not touched: the flags are read as cleared.
"""

from __future__ import annotations

import io
import struct
from bisect import bisect_left
from pathlib import Path
from typing import BinaryIO

_END = b"PK\5\6"
_ENTRY = b"PK\1\2"
_END_SIZE = 22
_MOST_COMMENT = 0xFFFF
_HEADER = 46  # bytes of an entry of the directory before its name
_UTF8 = 0x800


def with_true_flags(path: Path) -> BinaryIO | None:
    """The archive open for reading, its directory without the flags that are not true; ``None`` where its directory
    cannot be followed (a zip64, or damaged). The caller closes it."""
    size = path.stat().st_size
    file = path.open("rb")
    file.seek(max(0, size - _END_SIZE - _MOST_COMMENT))
    tail = file.read()
    place = tail.rfind(_END)
    if place < 0 or place + _END_SIZE > len(tail):
        file.close()
        return None
    length, start = struct.unpack_from("<II", tail, place + 12)
    begin = size - len(tail) + place - length  # where it is, whatever stands before the archive
    if begin < 0 or 0xFFFFFFFF in (length, start):
        file.close()
        return None
    file.seek(begin)
    return _Patched(file, _corrections(file.read(length), begin, begin - start))


def _corrections(directory: bytes, begin: int, shift: int) -> dict[int, bytes]:
    """Place in the file → the two bytes of flags to read there: for each name that is no UTF-8, in the directory and
    before the member itself. ``shift`` is what stands before the archive."""
    found: dict[int, bytes] = {}
    place = 0
    while directory[place : place + 4] == _ENTRY and place + _HEADER <= len(directory):
        flags = struct.unpack_from("<H", directory, place + 8)[0]
        name, extra, comment = struct.unpack_from("<HHH", directory, place + 28)
        offset = struct.unpack_from("<I", directory, place + 42)[0]
        if flags & _UTF8 and not _is_utf8(directory[place + _HEADER : place + _HEADER + name]):
            found[begin + place + 8] = found[shift + offset + 6] = struct.pack("<H", flags & ~_UTF8)
        place += _HEADER + name + extra + comment
    return found


def _is_utf8(name: bytes) -> bool:
    try:
        name.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


class _Patched(io.BytesIO):
    """A file some bytes of which read as others."""

    def __init__(self, file: BinaryIO, instead: dict[int, bytes]) -> None:
        super().__init__()
        self._file, self._instead, self._places = file, instead, sorted(instead)

    def read(self, size: int | None = -1, /) -> bytes:
        """As a file reads, with the other bytes where they belong."""
        at = self._file.tell()
        data = bytearray(self._file.read(-1 if size is None else size))
        for place in self._places[bisect_left(self._places, at - 1) :]:
            if place >= at + len(data):
                break
            for number, byte in enumerate(self._instead[place], start=place - at):
                if 0 <= number < len(data):
                    data[number] = byte
        return bytes(data)

    def seek(self, offset: int, whence: int = 0, /) -> int:
        """As a file seeks."""
        return self._file.seek(offset, whence)

    def tell(self) -> int:
        """As a file tells."""
        return self._file.tell()

    def close(self) -> None:
        """Let go of the file."""
        self._file.close()
        super().close()
