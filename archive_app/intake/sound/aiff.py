"""AIFF and AIFF-C (Apple 1989, 1991): what tapes were digitised to on a Macintosh."""

from __future__ import annotations

import math
import struct
from pathlib import Path

from archive_app.domain.errors import Refused
from archive_app.intake.sound.measured import CUT, Sound, shorter

_MOST_CHUNKS = 10_000
_PLAIN = (b"", b"NONE", b"sowt", b"twos", b"raw ", b"in24", b"in32", b"fl32", b"FL32", b"fl64", b"FL64")
"""Forms of samples that are written as they are: their room tells how long the sound is. (AIFF has no such word.)"""
_BIAS = 16383  # of the exponent of an 80-bit number (IEEE 754)


def is_aiff(head: bytes) -> bool:
    """Whether these are the first bytes of one."""
    return head[:4] == b"FORM" and head[8:12] in (b"AIFF", b"AIFC")


def measure_aiff(path: Path) -> Sound:
    """Raises ``Refused`` where there is no sound in it, or it does not say in what form."""
    size = path.stat().st_size
    rate, frames, frame, there, said = 0.0, 0, 0, 0, -1
    with path.open("rb") as file:
        position = 12
        for _ in range(_MOST_CHUNKS):
            file.seek(position)
            head = file.read(8)
            if len(head) < 8:
                break
            length = int.from_bytes(head[4:], "big")
            if head[:4] == b"COMM":
                rate, frames, frame = _common(file.read(min(length, 22)))
            elif head[:4] == b"SSND":
                said, there = max(0, length - 8), max(0, min(length, size - position - 8) - 8)
            position += 8 + length + length % 2
    if said < 0:
        raise Refused("AIFF 文件里没有声音数据", "可能没有录上，或没有拷完，请找来源补一份完好的。", code="no-sound")
    if not rate:
        raise Refused("AIFF 文件没有说明声音的格式，已损坏", "请用录音软件打开后另存，再导入。", code="damaged")
    seconds, warnings = frames / rate, []
    if frame and there // frame < frames:
        promised, seconds = seconds, there // frame / rate
        warnings.append(shorter(seconds, promised) if promised - seconds > 1 else CUT)
    elif there < said:
        warnings.append(CUT)
    if seconds <= 0:
        raise Refused("AIFF 文件里没有声音（0 秒）", "可能没有录上，请核对来源。", code="no-sound")
    return Sound(seconds, "audio/aiff", tuple(warnings))


def _common(data: bytes) -> tuple[float, int, int]:
    """(samples a second, how many, the bytes of each over all channels; 0 where they are packed) of a chunk COMM."""
    if len(data) < 18:
        return 0.0, 0, 0
    channels, frames, bits = struct.unpack_from(">hLh", data)
    rate = _extended(data[8:18])
    plain = data[18:22] in _PLAIN and channels > 0 and bits > 0
    return (rate if 1 <= rate <= 1e7 else 0.0), frames, channels * -(-bits // 8) if plain else 0


def _extended(data: bytes) -> float:
    """A number of 80 bits: sign and exponent, then 64 bits of which the first is whole."""
    exponent, whole = struct.unpack(">HQ", data)
    if exponent & 0x8000 or not _BIAS - 64 < exponent < _BIAS + 64:
        return 0.0
    return math.ldexp(whole, exponent - _BIAS - 63)
