"""FLAC (RFC 9639): the length its head promises, and how far its last frame really goes."""

from __future__ import annotations

from pathlib import Path
from typing import BinaryIO

from archive_app.domain.errors import Refused
from archive_app.intake.sound.frames import after_tags
from archive_app.intake.sound.measured import CUT, Sound, shorter

_MOST_BLOCKS = 200  # of what stands before the first frame
_TAIL = 1 << 18  # bytes searched for the last frame; a frame of eight channels is smaller


def _crc_table() -> tuple[int, ...]:
    """Of the polynomial x⁸ + x² + x + 1 (RFC 9639 §9.1.8)."""
    table = []
    for byte in range(256):
        for _ in range(8):
            byte = (byte << 1 ^ 0x07) & 0xFF if byte & 0x80 else byte << 1
        table.append(byte)
    return tuple(table)


_CRC8 = _crc_table()


def is_flac(path: Path) -> bool:
    """Whether it is one, maybe behind an ID3 tag."""
    with path.open("rb") as file:
        file.seek(after_tags(file))
        return file.read(4) == b"fLaC"


def measure_flac(path: Path) -> Sound:
    """Raises ``Refused`` where its head is damaged or there is no sound in it."""
    size = path.stat().st_size
    with path.open("rb") as file:
        file.seek(after_tags(file) + 4)
        head = file.read(38)
        if len(head) < 38 or head[0] & 0x7F:
            raise Refused("FLAC 的文件头已损坏", "请找来源补一份完好的。", code="damaged")
        most = int.from_bytes(head[6:8])
        packed = int.from_bytes(head[14:22])
        rate, total = packed >> 44, packed & (1 << 36) - 1
        end = _last_sample(file, size, most, total)
        start = _first_sample(file, most) if end else 0
    if not rate or not (end or total):
        raise Refused("FLAC 文件里没有声音", "可能没有录上，请核对来源。", code="no-sound")
    if end is None:
        return Sound(total / rate, "audio/flac", (CUT,))
    if start and start < end:  # a piece that was cut out keeps the numbers it had
        return Sound((end - start) / rate, "audio/flac")
    if total and end < total:
        return Sound(end / rate, "audio/flac", (shorter(end / rate, total / rate),))
    return Sound((total or end) / rate, "audio/flac")


def _last_sample(file: BinaryIO, size: int, block: int, total: int) -> int | None:
    """The number of samples up to the end of the last frame's promise; ``None`` where no frame is found."""
    start = max(0, size - _TAIL)
    file.seek(start)
    tail = file.read(_TAIL)
    position = len(tail)
    while (position := tail.rfind(b"\xff", 0, position)) >= 0:
        if tail[position + 1 : position + 2] in (b"\xf8", b"\xf9"):
            end = _frame_end(tail[position : position + 16], block)
            if end is not None and (not total or end <= total + block):
                return end
    return None


def _first_sample(file: BinaryIO, block: int) -> int:
    """The number of the first sample; 0 where the first frame is not where it should be."""
    file.seek(after_tags(file) + 4)
    for _ in range(_MOST_BLOCKS):
        head = file.read(4)
        if len(head) < 4:
            return 0
        file.seek(int.from_bytes(head[1:]), 1)
        if head[0] & 0x80:
            break
    head = file.read(16)
    found = _frame(head, block) if head[:1] == b"\xff" and head[1:2] in (b"\xf8", b"\xf9") else None
    return found[0] if found else 0


def _frame_end(head: bytes, block: int) -> int | None:
    """The sample after a frame; ``None`` where it is none."""
    found = _frame(head, block)
    return found[0] + found[1] if found else None


def _frame(head: bytes, block: int) -> tuple[int, int] | None:
    """The first sample of a frame and how many it has (RFC 9639 §9.1); ``None`` where its checksum says it is none."""
    if len(head) < 7 or head[2] >> 4 == 0 or head[2] & 15 == 15 or head[3] & 1:
        return None
    ones = 8 - (~head[4] & 0xFF).bit_length()  # a number coded as UTF-8 codes one
    length = ones or 1
    if ones == 1:
        return None
    number = head[4] & 0x7F >> ones
    for byte in head[5 : 4 + length]:
        if byte & 0xC0 != 0x80:
            return None
        number = number << 6 | byte & 0x3F
    place = 4 + length
    code = head[2] >> 4
    size = 192 if code == 1 else 576 << code - 2 if 2 <= code <= 5 else 256 << code - 8 if code >= 8 else 0
    if code in (6, 7):
        wide = code - 5
        size = int.from_bytes(head[place : place + wide]) + 1
        place += wide
    place += {12: 1, 13: 2, 14: 2}.get(head[2] & 15, 0)
    crc = 0
    for byte in head[:place]:
        crc = _CRC8[crc ^ byte]
    if place >= len(head) or crc != head[place]:
        return None
    return (number if head[1] & 1 else number * block), size
