"""Walking a stream of frames, each of which says how long it is: MPEG audio and ADTS."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import field
from typing import BinaryIO

from archive_app.frozen import dataclass

CHUNK = 1 << 20  # bytes read at a time
MOST_TRIES = 200_000  # places looked at for the next frame in a damaged file
_TAGS = (b"TAG", b"APETAGEX", b"LYRICS", b"ID3", b"3DI")


@dataclass(frozen=True, slots=True)
class Frame:
    """``length`` in bytes with its header, ``samples`` of each channel, ``rate`` in hertz."""

    length: int
    samples: int
    rate: int


Header = Callable[[bytes], Frame | None]
"""A frame's header from the first seven bytes (four at the end of a file); ``None`` where it is none."""


@dataclass(slots=True)
class Walk:
    """What a walk met. ``first`` is where the first frame begins, -1 where there is none; ``lost`` counts bytes."""

    frames: Counter[Frame] = field(default_factory=Counter)
    first: int = -1
    lost: int = 0
    cut: bool = False

    @property
    def seconds(self) -> float:
        """The length of all frames together."""
        return sum(frame.samples / frame.rate * count for frame, count in self.frames.items())

    @property
    def count(self) -> int:
        """How many frames there are."""
        return self.frames.total()


class _Window:
    """A file seen through one chunk at a time."""

    def __init__(self, file: BinaryIO, size: int) -> None:
        self.size = size
        self._file = file
        self._start = 0
        self._data = b""

    def at(self, position: int, length: int) -> bytes:
        begin = position - self._start
        if begin < 0 or begin + length > len(self._data):
            self._file.seek(position)
            self._start, self._data, begin = position, self._file.read(CHUNK), 0
        return self._data[begin : begin + length]

    def find(self, mark: bytes, position: int) -> int:
        """The next place of ``mark``; the file's size where there is none."""
        while position < self.size:
            self.at(position, 1)
            found = self._data.find(mark, position - self._start)
            if found >= 0:
                return self._start + found
            position = self._start + len(self._data)
        return self.size


def walk(file: BinaryIO, size: int, start: int, header: Header, frames: int | None = None) -> Walk:
    """Walk from ``start`` to the end, or over ``frames`` frames. Damaged places are stepped over."""
    window, done, position, tries = _Window(file, size), Walk(), start, 0
    known: dict[bytes, Frame | None] = {}
    while position + 4 <= size and (frames is None or done.count < frames):
        head = window.at(position, 7)
        if head not in known:
            if len(known) > 4096:  # ADTS heads hold the length: there are many
                known.clear()
            known[head] = header(head)
        frame = known[head]
        if frame is None or (not done.frames and not _followed(window, position + frame.length, header)):
            if head.startswith(_TAGS) and done.frames:
                after = _after_tag(window, position)
                if not after or header(window.at(after, 7)) is None:
                    return done
                position = after  # recordings that somebody joined end to end
                continue
            tries += 1
            following = window.find(b"\xff", position + 1)
            done.lost += following - position
            position = following if tries < MOST_TRIES else size
            continue
        if position + frame.length > size:
            done.cut = True
            return done
        if done.first < 0:
            done.first, done.lost = position, 0
        done.frames[frame] += 1
        position += frame.length
    return done


def _after_tag(window: _Window, position: int) -> int:
    """Where the next recording begins behind the tags in the middle of a file; 0 where they are its last."""
    while position < window.size:
        head = window.at(position, 10)
        if head.startswith(b"TAG"):
            position += 128
        elif head.startswith(b"ID3") and len(head) == 10 and not any(byte > 127 for byte in head[6:]):
            position += 10 + (head[6] << 21 | head[7] << 14 | head[8] << 7 | head[9])
        else:
            return position
    return 0


def _followed(window: _Window, position: int, header: Header) -> bool:
    """Whether the first frame is followed by another, or by the end."""
    return position >= window.size or header(window.at(position, 7)) is not None


def after_tags(file: BinaryIO) -> int:
    """Where an ID3v2 tag ends, or several (id3.org, §3.1: four bytes of seven bits); 0 where there is none."""
    position = 0
    while True:
        file.seek(position)
        head = file.read(10)
        if len(head) < 10 or head[:3] != b"ID3" or any(byte > 127 for byte in head[6:]):
            return position
        size = head[6] << 21 | head[7] << 14 | head[8] << 7 | head[9]
        position += 10 + size + (10 if head[5] & 0x10 else 0)
