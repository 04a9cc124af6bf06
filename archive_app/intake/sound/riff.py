"""WAV: RIFF, and RF64 (EBU Tech 3306) for what is larger than four gigabytes."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from archive_app.domain.errors import Refused
from archive_app.intake.sound.frames import walk
from archive_app.intake.sound.measured import CUT, Sound, shorter
from archive_app.intake.sound.mpeg import mpeg_header

_UNKNOWN = 0xFFFFFFFF
_ADPCM = (0x02, 0x11)
_BLOCKS = (0x01, 0x03, 0x06, 0x07, 0xFFFE)  # PCM, float, A-law, µ-law, extensible: a block is one sample
_MP3 = (0x50, 0x55)
_FILLING = 0.3  # seconds that an encoder adds at the most
_FACT_SLACK = 0.25  # a count of samples farther from what the size says is not believed
_MOST_CHUNKS = 10_000


@dataclass(slots=True)
class _Wave:
    tag: int = 0
    rate: int = 0
    bytes_per_second: int = 0
    block: int = 0
    samples_per_block: int = 0
    samples: int = 0  # that a chunk "fact" counts, for forms whose size does not tell

    def seconds(self, size: int) -> float:
        """The length of ``size`` bytes of sound."""
        if self.tag in _ADPCM and self.block and self.rate and self.samples_per_block:
            return size / self.block * self.samples_per_block / self.rate
        if self.tag in _BLOCKS and self.block and self.rate:
            return size // self.block / self.rate
        said = size / self.bytes_per_second if self.bytes_per_second else 0.0
        counted = self.samples / self.rate if self.rate and self.samples != _UNKNOWN else 0.0
        if counted and (not said or abs(counted - said) < _FACT_SLACK * said):
            return counted
        return said


def is_wave(head: bytes) -> bool:
    """Whether these are the first bytes of one."""
    return head[:4] in (b"RIFF", b"RF64", b"BW64") and head[8:12] == b"WAVE"


def measure_wave(path: Path) -> Sound:
    """Raises ``Refused`` where there is no sound in it, or it does not say in what form."""
    size = path.stat().st_size
    wave, long = _Wave(), 0
    with path.open("rb") as file:
        for name, begin, length in _chunks(file, size):
            if name == b"ds64":
                long = int.from_bytes(file.read(16)[8:16], "little")
            elif name == b"fmt ":
                wave = _format(file.read(min(length, 64)))
            elif name == b"fact":
                wave.samples = int.from_bytes(file.read(4), "little")
            elif name == b"data" and wave.tag in _MP3:
                return _frames(file, wave, begin, min(size, begin + length) if 0 < length < _UNKNOWN else size)
            elif name == b"data":
                return _measured(wave, size - begin, long if length == _UNKNOWN and long else length)
    raise Refused("WAV 文件里没有声音数据", "可能没有录上，或没有拷完，请找来源补一份完好的。", code="no-sound")


def _frames(file: BinaryIO, wave: _Wave, begin: int, end: int) -> Sound:
    """MP3 in the clothes of a WAV, as recorders write it: its frames tell how long it is, but for the filling at both
    ends, which the count of samples leaves out."""
    found = walk(file, end, begin, mpeg_header)
    if not found.count:
        raise Refused("WAV 文件里没有声音数据", "可能没有录上，或没有拷完，请找来源补一份完好的。", code="no-sound")
    counted = wave.samples / wave.rate if wave.rate and wave.samples != _UNKNOWN else 0.0
    close = 0 <= found.seconds - counted < _FILLING
    return Sound(counted if close else found.seconds, "audio/wav", (CUT,) if found.cut else ())


def _chunks(file: BinaryIO, size: int) -> Iterator[tuple[bytes, int, int]]:
    """Each chunk's name, where its contents begin, and how long they say they are."""
    position = 12
    for _ in range(_MOST_CHUNKS):
        file.seek(position)
        head = file.read(8)
        if len(head) < 8 or position >= size:
            return
        length = int.from_bytes(head[4:], "little")
        yield head[:4], position + 8, length
        position += 8 + length + length % 2


def _format(data: bytes) -> _Wave:
    if len(data) < 16:
        return _Wave()
    tag, _channels, rate, speed, block, _bits = struct.unpack_from("<HHIIHH", data)
    inner = struct.unpack_from("<H", data, 18)[0] if tag in _ADPCM and len(data) >= 20 else 0
    return _Wave(tag, rate, speed, block, inner)


def _measured(wave: _Wave, there: int, said: int) -> Sound:
    if not wave.seconds(1 << 20):
        raise Refused("WAV 文件没有说明声音的格式，已损坏", "请用录音软件打开后另存，再导入。", code="damaged")
    seconds = wave.seconds(min(there, said) if said else there)
    warnings = []
    if said in (0, _UNKNOWN) and there:
        seconds = wave.seconds(there)
        warnings.append("录音没有正常结束（文件头没有写长度），时长按文件大小算。")
    elif said > there:
        warnings.append(shorter(seconds, wave.seconds(said)) if wave.seconds(said) - seconds > 1 else CUT)
    if seconds <= 0:
        raise Refused("WAV 文件里没有声音（0 秒）", "可能没有录上，请核对来源。", code="no-sound")
    return Sound(seconds, "audio/wav", tuple(warnings))
