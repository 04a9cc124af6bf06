"""A compound file ([MS-CFB]): a small file system in one file. Chains that lead nowhere or in a circle end."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from pathlib import Path

from archive_app.domain.errors import Refused

SIGNATURE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_LAST = 0xFFFFFFFA  # sectors from here on are no sectors
_MOST_ENTRIES = 20_000
_REMEDY = "请用 Word 或 WPS 打开修复，另存为 docx 后再导入。"


class Compound:
    """An open compound file; streams are named by their path (``ObjectPool/_123/CONTENTS``). Raises ``Refused``."""

    def __init__(self, path: Path) -> None:
        self._data = path.read_bytes()
        head = self._data[:512]
        if len(head) < 512 or not head.startswith(SIGNATURE):
            raise _damaged("开头不对")
        shift, mini_shift = struct.unpack_from("<HH", head, 30)
        if shift not in (9, 12) or mini_shift != 6:
            raise _damaged("开头不对")
        self._size, self._mini = 1 << shift, 1 << mini_shift
        first_entry, cutoff, first_mini, _n, first_difat, _m = struct.unpack_from("<I4xIIIII", head, 48)
        self._cutoff = cutoff
        self._fat: list[int] = []
        for sector in self._fat_sectors(head, first_difat):
            block = self._sector(sector)
            self._fat += struct.unpack(f"<{len(block) // 4}I", block[: len(block) // 4 * 4])
        self._entries = list(self._read_entries(b"".join(self._chain(first_entry))))
        if not self._entries:
            raise _damaged("目录读不出来")
        root = self._entries[0]
        self._mini_stream = b"".join(self._chain(root[2]))[: root[3]]
        table = b"".join(self._chain(first_mini))
        self._mini_fat = struct.unpack(f"<{len(table) // 4}I", table[: len(table) // 4 * 4])
        self._streams: dict[str, tuple[int, int]] = {}
        self.storages: set[str] = set()
        self._walk(root[6], "", set())

    def __contains__(self, name: str) -> bool:
        return name in self._streams

    @property
    def names(self) -> tuple[str, ...]:
        """The paths of all streams."""
        return tuple(self._streams)

    def read(self, name: str) -> bytes:
        """A stream's bytes; as many of them as are there. Nothing for one that is not."""
        if name not in self._streams:
            return b""
        start, size = self._streams[name]
        if size >= self._cutoff:
            return b"".join(self._chain(start, -(-size // self._size)))[:size]
        pieces: list[bytes] = []
        seen: set[int] = set()
        sector = start
        while sector < _LAST and sector not in seen and len(pieces) * self._mini < size:
            seen.add(sector)
            pieces.append(self._mini_stream[sector * self._mini : (sector + 1) * self._mini])
            sector = self._mini_fat[sector] if sector < len(self._mini_fat) else _LAST
        return b"".join(pieces)[:size]

    def _sector(self, number: int) -> bytes:
        start = (number + 1) * self._size
        return self._data[start : start + self._size]

    def _fat_sectors(self, head: bytes, difat: int) -> Iterator[int]:
        yield from (sector for sector in struct.unpack_from("<109I", head, 76) if sector < _LAST)
        seen: set[int] = set()
        while difat < _LAST and difat not in seen:
            seen.add(difat)
            block = self._sector(difat)
            if len(block) < self._size:
                return
            *sectors, difat = struct.unpack(f"<{self._size // 4}I", block)
            yield from (sector for sector in sectors if sector < _LAST)

    def _chain(self, sector: int, most: int = 0) -> Iterator[bytes]:
        seen: set[int] = set()
        while sector < _LAST and sector not in seen and (not most or len(seen) < most):
            seen.add(sector)
            block = self._sector(sector)
            if not block:
                return
            yield block
            sector = self._fat[sector] if sector < len(self._fat) else _LAST

    @staticmethod
    def _read_entries(directory: bytes) -> Iterator[tuple[str, int, int, int, int, int, int]]:
        """(name, kind, first sector, size, left, right, below) of each entry."""
        for at in range(0, min(len(directory), _MOST_ENTRIES * 128) - 127, 128):
            length, kind = struct.unpack_from("<HB", directory, at + 64)
            left, right, below = struct.unpack_from("<III", directory, at + 68)
            start, size = struct.unpack_from("<II", directory, at + 116)
            name = directory[at : at + max(0, min(length, 64) - 2)].decode("utf-16-le", "replace")
            yield name, kind, start, size, left, right, below

    def _walk(self, number: int, folder: str, seen: set[int]) -> None:
        """The tree of names below a storage; without recursion into siblings, whose chains may be long."""
        waiting = [(number, folder)]
        while waiting:
            number, folder = waiting.pop()
            if number >= len(self._entries) or number in seen:
                continue
            seen.add(number)
            name, kind, start, size, left, right, below = self._entries[number]
            waiting += [(left, folder), (right, folder)]
            if kind == 2:
                self._streams.setdefault(folder + name, (start, size))
            elif kind == 1:
                self.storages.add(folder + name)
                waiting.append((below, f"{folder}{name}/"))


def streams_of(path: Path) -> frozenset[str] | None:
    """The names of the streams that are the file's own, not those of a document put into it; ``None`` where the file is
    too damaged to say."""
    try:
        names = Compound(path).names
    except (Refused, struct.error):
        return None
    return frozenset(name for name in names if "/" not in name) or None


def _damaged(what: str) -> Refused:
    return Refused(f"文件已损坏或没有拷完（{what}）", "请重新拷一份；" + _REMEDY, code="damaged")
