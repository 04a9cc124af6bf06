"""The waveform of a recording: all of it is decoded once, in a process of its own."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

from archive_app.derived.waveforms import BUCKET_S, FULL, Waveform
from archive_app.domain.errors import Refused
from archive_app.intake.sound.decoding import samples

_RATE = 44_100  # what most recordings have: another one costs more than it saves
_AT_ONCE_S = 0.3
_WHOLE = 32_768
MOST_S = 24 * 3600.0
"""Seconds of a recording that are looked at."""


class Levels:
    """Takes samples of one channel, and keeps the extremes of each tenth of a second.

    ``tell`` gets those that are new: a byte down and a byte up, in turns.
    """

    def __init__(self, rate: int, tell: Callable[[bytes], object] | None = None) -> None:
        self._bucket = 2 * round(rate * BUCKET_S)
        self._tell = tell
        self._waiting = b""
        self._pairs = bytearray()

    def put(self, sound: bytes) -> None:
        """Some more samples of sixteen bits."""
        waiting = self._waiting + sound
        whole = len(waiting) - len(waiting) % self._bucket
        fresh = bytearray()
        for begin in range(0, whole, self._bucket):
            fresh += _extremes(waiting[begin : begin + self._bucket])
        self._waiting = waiting[whole:]
        self._add(fresh)

    def end(self) -> Waveform:
        """All of it, with what is left of the last tenth of a second."""
        if len(self._waiting) > 1:
            self._add(_extremes(self._waiting[: len(self._waiting) // 2 * 2]))
            self._waiting = b""
        return in_pairs(bytes(self._pairs))

    @property
    def seconds(self) -> float:
        """How much has been seen."""
        return len(self._pairs) // 2 * BUCKET_S

    def _add(self, pairs: bytes | bytearray) -> None:
        self._pairs += pairs
        if pairs and self._tell is not None:
            self._tell(bytes(pairs))


def in_pairs(data: bytes) -> Waveform:
    """The waveform that was told in pairs; half of a pair at the end is left out, and nothing swings beyond all."""
    data = bytes(min(level, FULL) for level in data[: len(data) // 2 * 2])
    return Waveform(data[::2], data[1::2])


def waveform(path: Path, tell: Callable[[bytes], object] | None = None) -> Waveform:
    """Decode a recording and keep its extremes; four seconds of processor time for ninety minutes of MP3.

    Raises ``ArchiveError`` with the code ``sound-format`` where it cannot be decoded.
    """
    levels = Levels(_RATE, tell)
    decoder = samples(path, 0.0, channels=1, rate=_RATE)
    while levels.seconds < MOST_S:
        try:
            levels.put(decoder.send(round(_RATE * _AT_ONCE_S)).tobytes())
        except StopIteration:
            break
    made = levels.end()
    if not made.highs:
        raise Refused("录音里没有声音", "可能没有拷完，请找来源补一份完好的。", code="sound-format")
    return made


def _extremes(piece: bytes) -> bytes:
    """The extremes of some samples: Pillow finds them ten times faster than Python does."""
    from PIL import Image

    # samples of sixteen bits with a sign are one of the raw forms that Pillow reads
    extremes: Any = Image.frombytes("I", (len(piece) // 2, 1), piece, "raw", "I;16S").getextrema()
    return bytes((_swing(-extremes[0]), _swing(extremes[1])))


def _swing(level: int) -> int:
    return min(FULL, max(0, level) * (FULL + 1) // _WHOLE)
