"""Ogg (RFC 3533) with Opus, Vorbis, FLAC or Speex: its pages are walked, their positions believed."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from archive_app.domain.errors import Refused
from archive_app.frozen import dataclass
from archive_app.intake.sound.measured import CUT, Sound

_NOWHERE = (1 << 64) - 1  # the position of a page on which no packet ends
_RESYNC = 1 << 20  # bytes looked through for the next page


@dataclass(slots=True)
class _Stream:
    """A logical stream: ``rate`` positions a second, of which the first ``skipped`` are not played."""

    rate: int
    skipped: int = 0
    last: int = 0
    ended: bool = False

    @property
    def seconds(self) -> float:
        return max(0, self.last - self.skipped) / self.rate


@dataclass(frozen=True, slots=True)
class _Page:
    flags: int
    position: int
    serial: int
    begin: int
    length: int


def measure_ogg(path: Path) -> Sound:
    """Links of a chain add up. Raises ``Refused`` where it is a video, or no sound that is known."""
    size = path.stat().st_size
    streams: list[_Stream] = []
    by_serial: dict[int, _Stream] = {}
    cut = damaged = False
    with path.open("rb") as file:
        for page in _pages(file, size):
            if page is None:
                damaged = True
            elif page.begin + page.length > size:
                cut = True
            elif page.flags & 2:
                file.seek(page.begin)
                stream = _stream(file.read(min(page.length, 80)))
                if stream is not None:
                    streams.append(stream)
                    by_serial[page.serial] = stream
            elif page.serial in by_serial and page.position != _NOWHERE:
                stream = by_serial[page.serial]
                stream.last = max(stream.last, page.position)
                stream.ended = bool(page.flags & 4)
    if not streams:
        raise Refused("Ogg 文件里没有认得的声音", "请用录音软件转成 mp3 后再导入。", code="not-taken")
    seconds = sum(stream.seconds for stream in streams)
    if not seconds:
        raise Refused("Ogg 文件里没有声音（0 秒）", "可能没有录上，请核对来源。", code="no-sound")
    warnings = ("中间有一段读不出来，文件可能有损坏；原件照存。",) if damaged else ()
    if cut or not streams[-1].ended:
        warnings = (*warnings, CUT)
    return Sound(seconds, "audio/ogg", warnings)


def _pages(file: BinaryIO, size: int) -> Iterator[_Page | None]:
    """Each page's head; ``None`` where something else stands between two."""
    position = 0
    while position + 27 <= size:
        file.seek(position)
        head = file.read(27)
        if head[:4] != b"OggS":
            yield None
            file.seek(position + 1)
            found = file.read(_RESYNC).find(b"OggS")
            if found < 0:
                return
            position += 1 + found
            continue
        flags, granule, serial = struct.unpack_from("<xBQI", head, 4)
        lengths = file.read(head[26])
        begin = position + 27 + head[26]
        length = sum(lengths)
        yield _Page(flags, granule, serial, begin, length)
        position = begin + length


def _stream(packet: bytes) -> _Stream | None:
    """What the first packet of a stream says it is. Raises ``Refused`` for a picture track."""
    if packet[1:7] == b"theora" or packet[1:6] == b"video":
        remedy = "请把声音另存为 mp3 后再导入，视频原件请妥善保存。"
        raise Refused("这是视频（Ogg Theora），没有收", remedy, code="not-taken")
    if packet.startswith(b"OpusHead") and len(packet) >= 19:
        return _Stream(48_000, skipped=int.from_bytes(packet[10:12], "little"))
    rate = 0
    if packet.startswith(b"\x01vorbis") and len(packet) >= 16:
        rate = int.from_bytes(packet[12:16], "little")
    elif packet.startswith(b"Speex   ") and len(packet) >= 40:
        rate = int.from_bytes(packet[36:40], "little")
    elif packet.startswith(b"\x7fFLAC") and len(packet) >= 31:
        rate = int.from_bytes(packet[27:30]) >> 4
    return _Stream(rate) if rate else None
