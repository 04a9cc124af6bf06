"""The text of a document: pieces of the main stream in the order they are read ([MS-DOC] 2.4.1, 2.8.35)."""

from __future__ import annotations

import struct
from bisect import bisect_right
from collections.abc import Iterator
from typing import NamedTuple

from archive_app.domain.errors import Refused
from archive_app.intake.olddoc.fib import PIECES, Fib, plc

_NARROW = 0x40000000
_SHORT = {
    0x05: 0x2405, 0x07: 0x2407, 0x18: 0x2416, 0x19: 0x2417, 0x41: 0x0800, 0x42: 0x0801, 0x43: 0x0802, 0x4B: 0x0806,
    0x53: 0x2A33, 0x55: 0x0835, 0x56: 0x0836, 0x57: 0x0837, 0x58: 0x0838, 0x59: 0x0839, 0x5A: 0x083A, 0x5B: 0x083B,
    0x5C: 0x083C, 0x5E: 0x2A3E, 0x62: 0x2A42, 0x68: 0x2A48,
}  # fmt: skip
"""What a piece says of itself in one byte ([MS-DOC] 2.9.214 Prm0), as the property it stands for."""


class Piece(NamedTuple):
    """Positions ``start`` to ``end``, at byte ``at`` of the main stream, ``width`` bytes each; ``said`` of all."""

    start: int
    end: int
    at: int
    width: int
    said: bytes


class Pieces:
    """The pieces of a document. Raises ``Refused`` where the table of them cannot be read."""

    def __init__(self, fib: Fib) -> None:
        self._main = fib.main
        self._pieces = list(_read(fib))
        self._starts = [piece.start for piece in self._pieces]
        if not self._pieces:
            raise Refused(
                "里面的正文读不出来，文件已损坏或没有拷完",
                "请重新拷一份，或用 Word、WPS 打开修复，另存为 docx 后再导入。",
                code="damaged",
            )

    @property
    def end(self) -> int:
        """The position after the last character."""
        return self._pieces[-1].end

    def within(self, start: int, end: int) -> Iterator[Piece]:
        """The pieces between two positions, cut to them."""
        index = max(0, bisect_right(self._starts, start) - 1)
        for piece in self._pieces[index:]:
            if piece.start >= end:
                return
            first, last = max(start, piece.start), min(end, piece.end)
            if first < last:
                yield Piece(first, last, piece.at + (first - piece.start) * piece.width, piece.width, piece.said)

    def text(self, piece: Piece) -> str:
        """The characters of a piece, one for each position (a character beyond the BMP is two)."""
        data = self._main[piece.at : piece.at + (piece.end - piece.start) * piece.width]
        if piece.width == 1:
            return data.decode("cp1252", "replace") if b"\x81" not in data else data.decode("latin-1")
        units = struct.unpack(f"<{len(data) // 2}H", data[: len(data) // 2 * 2])
        return "".join(map(chr, units))

    def plain(self, start: int, end: int) -> str:
        """The text between two positions, as it stands."""
        return whole("".join(self.text(piece) for piece in self.within(start, end)))


def whole(units: str) -> str:
    """A text of UTF-16 units as characters; half a pair becomes U+FFFD."""
    return units.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")


def _read(fib: Fib) -> Iterator[Piece]:
    clx = fib.get(PIECES)
    at = 0
    prcs: list[bytes] = []
    while at < len(clx) and clx[at] == 1:
        size = struct.unpack_from("<H", clx, at + 1)[0] if at + 3 <= len(clx) else 0
        prcs.append(clx[at + 3 : at + 3 + size])
        at += 3 + size
    if at + 5 > len(clx) or clx[at] != 2:
        return
    size = struct.unpack_from("<I", clx, at + 1)[0]
    for row in plc(clx[at + 5 : at + 5 + size], 8):
        place, modifier = struct.unpack_from("<IH", row.data, 2)
        narrow = bool(place & _NARROW)
        place &= _NARROW - 1
        start = place // 2 if narrow else place
        width = 1 if narrow else 2
        room = max(0, len(fib.main) - start) // width
        if row.end > row.start and room:
            yield Piece(row.start, min(row.end, row.start + room), start, width, _said(modifier, prcs))


def _said(modifier: int, prcs: list[bytes]) -> bytes:
    if modifier & 1:
        index = modifier >> 1
        return prcs[index] if index < len(prcs) else b""
    code = _SHORT.get((modifier >> 1) & 0x7F)
    return struct.pack("<HB", code, modifier >> 8) if code else b""
