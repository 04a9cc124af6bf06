"""MPEG audio (MP3; ISO 11172-3, 13818-3) and AAC in ADTS (ISO 13818-7 §6.2)."""

from __future__ import annotations

from pathlib import Path
from typing import BinaryIO

from archive_app.domain.errors import Refused
from archive_app.intake.sound.frames import Frame, Walk, after_tags, walk
from archive_app.intake.sound.measured import CUT, Sound, shorter

_RATES = {3: (44100, 48000, 32000), 2: (22050, 24000, 16000), 0: (11025, 12000, 8000)}
_KBITS = {
    (1, 1): (32, 64, 96, 128, 160, 192, 224, 256, 288, 320, 352, 384, 416, 448),
    (1, 2): (32, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384),
    (1, 3): (32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320),
    (2, 1): (32, 48, 56, 64, 80, 96, 112, 128, 144, 160, 176, 192, 224, 256),
    (2, 2): (8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),
    (2, 3): (8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),
}
_ADTS_RATES = (96000, 88200, 64000, 48000, 44100, 32000, 24000, 22050, 16000, 12000, 11025, 8000, 7350)
_PROBE = 2  # frames in a row that leave no doubt
_EARLY = 1 << 16  # bytes within which the first frame begins
_MUCH = 4096  # lost bytes that are worth a word


def mpeg_header(head: bytes) -> Frame | None:
    """A frame of any layer; the free format, which does not say its length, is not read."""
    if len(head) < 4 or head[0] != 0xFF or head[1] & 0xE0 != 0xE0:
        return None
    version, layer = head[1] >> 3 & 3, 4 - (head[1] >> 1 & 3)
    bits, rate = head[2] >> 4, head[2] >> 2 & 3
    if version == 1 or layer == 4 or bits in (0, 15) or rate == 3:
        return None
    hertz = _RATES[version][rate]
    kilobits = _KBITS[1 if version == 3 else 2, layer][bits - 1]
    padding = head[2] >> 1 & 1
    if layer == 1:
        return Frame((12_000 * kilobits // hertz + padding) * 4, 384, hertz)
    samples = 576 if layer == 3 and version != 3 else 1152
    return Frame(samples // 8 * kilobits * 1000 // hertz + padding, samples, hertz)


def adts_header(head: bytes) -> Frame | None:
    """A frame of AAC with its own header."""
    if len(head) < 7 or head[0] != 0xFF or head[1] & 0xF6 != 0xF0:
        return None
    rate = head[2] >> 2 & 15
    length = (head[3] & 3) << 11 | head[4] << 3 | head[5] >> 5
    if rate >= len(_ADTS_RATES) or length < 7:
        return None
    return Frame(length, 1024 * ((head[6] & 3) + 1), _ADTS_RATES[rate])


def is_mp3(path: Path) -> bool:
    """Whether frames of MPEG audio follow on each other at the beginning, or after the tags."""
    return _begins(path, tagged=True) == "mp3"


def is_adts(path: Path) -> bool:
    """Whether frames of AAC do."""
    return _begins(path, tagged=True) == "aac"


def _begins(path: Path, *, tagged: bool) -> str:
    with path.open("rb") as file:
        size = path.stat().st_size
        start = after_tags(file) if tagged else 0
        file.seek(start)
        if file.read(4) == b"fLaC":
            return ""
        end = min(size, start + _EARLY)
        for name, header in (("aac", adts_header), ("mp3", mpeg_header)):
            found = walk(file, end if end < size else size, start, header, _PROBE)
            if found.count == _PROBE or (found.count == 1 and end == size and found.first == start):
                return name
        return "mp3" if start and start >= size else ""


def measure_mp3(path: Path) -> Sound:
    """Raises ``Refused`` where there is no frame."""
    size = path.stat().st_size
    with path.open("rb") as file:
        start = after_tags(file)
        found = walk(file, size, start, mpeg_header)
        if not found.count:
            raise Refused("文件里只有标签，没有声音", "可能没有拷完，请找来源补一份完好的。", code="no-sound")
        promised, trimmed = _head_frame(file, found)
    frame = next(iter(found.frames))
    seconds = found.seconds - (frame.samples / frame.rate if promised is not None else 0)
    seconds = max(0.0, seconds - trimmed / frame.rate)
    return Sound(seconds, "audio/mpeg", _faults(found, seconds, (promised or 0) * frame.samples / frame.rate))


def measure_adts(path: Path) -> Sound:
    """Raises ``Refused`` where there is no frame."""
    with path.open("rb") as file:
        found = walk(file, path.stat().st_size, after_tags(file), adts_header)
    if not found.count:
        raise Refused("文件里没有声音", "可能没有拷完，请找来源补一份完好的。", code="no-sound")
    return Sound(found.seconds, "audio/aac", _faults(found, found.seconds, 0))


def _faults(found: Walk, seconds: float, promised: float) -> tuple[str, ...]:
    warnings = []
    if promised > seconds + 1:
        warnings.append(shorter(seconds, promised))
    elif found.cut:
        warnings.append(CUT)
    if found.lost > _MUCH:
        warnings.append(f"中间有 {found.lost} 字节不是声音，跳过了，文件可能有损坏；原件照存。")
    return tuple(warnings)


def _head_frame(file: BinaryIO, found: Walk) -> tuple[int | None, int]:
    """How many frames the first one says there are (0: it does not say), and the samples to leave out at both ends.

    The frame itself holds no sound then; ``None`` where it is an ordinary one.
    """
    file.seek(found.first)
    data = file.read(4096)
    side = (17 if data[3] >> 6 == 3 else 32) if data[1] >> 3 & 3 == 3 else (9 if data[3] >> 6 == 3 else 17)
    if data[36:40] == b"VBRI":
        return int.from_bytes(data[50:54]), 0
    place = 4 + side
    if data[place : place + 4] not in (b"Xing", b"Info"):
        return None, 0
    flags = int.from_bytes(data[place + 4 : place + 8])
    frames = int.from_bytes(data[place + 8 : place + 12]) if flags & 1 else 0
    encoder = place + 8 + sum(size for bit, size in ((1, 4), (2, 4), (4, 100), (8, 4)) if flags & bit)
    if data[encoder : encoder + 4] not in (b"LAME", b"Lavc", b"Lavf"):
        return frames, 0
    gaps = int.from_bytes(data[encoder + 21 : encoder + 24])
    return frames, (gaps >> 12) + (gaps & 0xFFF)
