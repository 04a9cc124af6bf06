"""What a recording looks like: how far its sound swings in each tenth of a second. Made again when lost."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import PurePosixPath

from archive_app.domain.errors import Refused
from archive_app.frozen import dataclass

BUCKET_S = 0.1
"""Seconds that one pair of extremes stands for: ninety minutes take 108 kB."""
_MAGIC = b"CWAV1\n"
FULL = 127
"""As far as sound can swing."""


def waveform_path(sha256: str) -> PurePosixPath:
    """Where the waveform of an original belongs, relative to the archive's folder."""
    return PurePosixPath("derived", "waves", sha256[:2], f"{sha256}.wave")


@dataclass(frozen=True, slots=True)
class Waveform:
    """``lows`` and ``highs``: the extremes of each tenth of a second, from 0 to 127, away from the middle."""

    lows: bytes
    highs: bytes

    @property
    def seconds(self) -> float:
        """How long it sounds, to a tenth of a second."""
        return len(self.highs) * BUCKET_S

    def to_bytes(self) -> bytes:
        """As it is kept."""
        return _MAGIC + len(self.highs).to_bytes(4) + self.lows + self.highs

    @classmethod
    def from_bytes(cls, data: bytes) -> Waveform:
        """As it was kept; raises ``Refused`` where that is damaged."""
        begin = len(_MAGIC) + 4
        count = int.from_bytes(data[len(_MAGIC) : begin])
        if not data.startswith(_MAGIC) or len(data) != begin + 2 * count or max(data[begin:], default=0) > FULL:
            raise Refused("波形图已损坏", "删去 derived 文件夹后会重新生成。", code="bad-waveform")
        return cls(data[begin : begin + count], data[begin + count :])

    def columns(self, begin: float, end: float, count: int) -> Iterator[tuple[int, int]]:
        """The extremes of ``count`` equal parts of the time from ``begin`` to ``end`` in seconds; nothing beyond."""
        if count < 1 or end <= begin:
            return
        first, each = begin / BUCKET_S, (end - begin) / BUCKET_S / count
        for column in range(count):
            start = max(0, int(first + column * each))
            stop = max(start + 1, int(first + (column + 1) * each))
            yield max(self.lows[start:stop], default=0), max(self.highs[start:stop], default=0)

    @property
    def loudest(self) -> int:
        """The furthest swing, to draw a faint recording as large as a loud one; 1 where all is silent."""
        return max(1, max(self.lows, default=0), max(self.highs, default=0))
