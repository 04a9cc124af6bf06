"""WMA and WMV (Advanced Systems Format, revision 01.20): the head that says what is inside and how long it is."""

from __future__ import annotations

import struct
import uuid
from collections.abc import Iterator
from pathlib import Path

from archive_app.domain.errors import Refused
from archive_app.intake.sound.measured import CUT, Sound

HEAD = uuid.UUID("75b22630-668e-11cf-a6d9-00aa0062ce6c").bytes_le
_FILE = uuid.UUID("8cabdca1-a947-11cf-8ee4-00c00c205365").bytes_le
_STREAM = uuid.UUID("b7dc0791-a9b7-11cf-8ee6-00c00c205365").bytes_le
_AUDIO = uuid.UUID("f8699e40-5b4d-11cf-a8fd-00805f5c442b").bytes_le
_VIDEO = uuid.UUID("bc19efc0-5b4d-11cf-a8fd-00805f5c442b").bytes_le
_LOCKED = tuple(
    uuid.UUID(one).bytes_le for one in ("2211b3fb-bd23-11d2-b4b7-00a0c955fc6e", "298ae614-2622-4c17-b935-dae07ee9289c")
)
_MOST_HEAD = 16 << 20
_TICKS = 10_000_000  # in a second


def measure_asf(path: Path) -> Sound:
    """Raises ``Refused`` where its head is damaged, it is locked, or there is no sound in it."""
    size = path.stat().st_size
    with path.open("rb") as file:
        first = file.read(30)
        length = int.from_bytes(first[16:24], "little")
        if len(first) < 30 or not 30 < length <= _MOST_HEAD:
            raise Refused("WMA 文件的开头已损坏", "请找来源补一份完好的。", code="damaged")
        head = file.read(length - 30)
    kinds: set[bytes] = set()
    seconds, said = 0.0, 0
    for name, body in _objects(head):
        if name in _LOCKED:
            raise Refused("录音加了版权保护（DRM），读不出来，没有收", "请向提供者要没有加密的录音。", code="locked")
        if name == _STREAM:
            kinds.add(body[:16])
        elif name == _FILE and len(body) >= 64:
            (said,) = struct.unpack_from("<Q", body, 16)
            ticks, _sent, preroll = struct.unpack_from("<QQQ", body, 40)
            seconds = max(0.0, ticks / _TICKS - preroll / 1000)
    if _AUDIO not in kinds or seconds <= 0:
        raise Refused("文件里没有声音", "可能没有录上，或没有拷完，请核对来源。", code="no-sound")
    mime = "video/x-ms-wmv" if _VIDEO in kinds else "audio/x-ms-wma"
    return Sound(seconds, mime, (CUT,) if said > size else ())


def _objects(head: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Each object of the head: what it is, and its contents."""
    at = 0
    while at + 24 <= len(head):
        length = int.from_bytes(head[at + 16 : at + 24], "little")
        if length < 24:
            return
        yield head[at : at + 16], head[at + 24 : at + length]
        at += length
