"""Where in an MP3 a second begins, so that its eighty-eighth minute is heard as soon as its first.

MP3 (ISO 11172-3, 13818-3) has no index: a decoder that is asked for a second walks there from the beginning, decoding.
Here the heads of the frames alone are walked, once, and decoding begins a few frames before the second that is wanted.
"""

from __future__ import annotations

from array import array
from bisect import bisect_right
from pathlib import Path
from typing import BinaryIO

from archive_app.frozen import dataclass
from archive_app.intake.sound.frames import CHUNK, MOST_TRIES, Frame, after_tags
from archive_app.intake.sound.mpeg import mpeg_header

_EVERY = 16
"""Frames from one kept place to the next."""
_BEFORE = 4096
"""Bytes to begin before what is wanted: more than a frame can need, even where frames are short and mostly head."""
_RESERVOIR = 511
"""Bytes of earlier frames that a frame of layer III may need (ISO 11172-3 §2.4.3.4: main_data_begin has nine bits)."""
_OTHERS = (b"RIFF", b"RF64", b"fLaC", b"OggS", b"FORM")
_DECODER_DELAY = 529
"""Samples by which every decoder of layer III lags; those who heed the encoder's own delay leave them out with it."""
_HEAD = 4 + 2 + 32
"""Bytes of a frame before its sound, at most: head, checksum and side information."""


@dataclass(frozen=True, slots=True)
class Entry:
    """Decode from the byte ``offset`` on and leave out what sounds for the first ``skip`` seconds."""

    offset: int
    skip: float


class FrameTable:
    """The places of an MP3's frames, one in sixteen, and when each of them sounds."""

    def __init__(self, path: Path, offsets: array[int], starts: array[float], lead: float) -> None:
        self._path = path
        self._offsets = offsets
        self._starts = starts
        self._lead = lead

    def entry(self, second: float) -> Entry | None:
        """Where to begin for a second; ``None`` where it is so near to the beginning that walking is as good.

        Raises ``OSError`` where the file cannot be read.
        """
        wanted = second + self._lead
        place = bisect_right(self._starts, wanted) - 1
        last = self._offsets[place] - _BEFORE if place >= 0 else 0
        place = min(place - 1, bisect_right(self._offsets, last) - 1) if last > 0 else 0
        if place < 1:
            return None
        with self._path.open("rb") as file:
            first = self._starts[place] + _silent(file, self._offsets[place])
        return Entry(self._offsets[place], max(0.0, wanted - first))


def frame_table(path: Path) -> FrameTable | None:
    """Walk the frames of an MP3: a twelfth of a second of processor time for ninety minutes.

    ``None`` where the file is no MP3. Raises ``OSError`` where it cannot be read.
    """
    offsets, starts = array("Q"), array("d")
    size = path.stat().st_size
    with path.open("rb") as file:
        position = after_tags(file)
        file.seek(position)
        begun, data = position, file.read(4 * CHUNK)
        if data.startswith(_OTHERS):
            return None  # whose samples may look like frames
        known: dict[bytes, Frame | None] = {}
        count, second, first = 0, 0.0, -1
        fault, tries = False, 0
        while position + 4 <= size and tries < MOST_TRIES:
            at = position - begun
            if at + 4 > len(data):
                file.seek(position)
                begun, data, at = position, file.read(4 * CHUNK), 0
                if len(data) < 4:
                    break
            head = data[at : at + 3]
            frame = known.get(head)
            if frame is None and head not in known:
                frame = known[head] = mpeg_header(data[at : at + 4])
            if frame is None or ((fault or first < 0) and not _followed(file, size, position + frame.length)):
                if first < 0 and position - begun > CHUNK:
                    return None  # no sound within the first megabyte
                found = data.find(b"\xff", at + 1)
                position = begun + (found if found >= 0 else len(data))
                fault, tries = True, tries + 1
                continue
            fault = False
            if first < 0:
                first = position
                lead, silent = _lead(file, position, frame)
                if silent:  # the encoder's note of itself, which is not sounded
                    position += frame.length
                    continue
            if count % _EVERY == 0:
                offsets.append(position)
                starts.append(second)
            count += 1
            second += frame.samples / frame.rate
            position += frame.length
    return FrameTable(path, offsets, starts, lead) if count else None


def _followed(file: BinaryIO, size: int, position: int) -> bool:
    """Whether a frame stands at ``position``, or the file ends there."""
    file.seek(position)
    return position >= size or mpeg_header(file.read(4)) is not None


def _side(head: bytes) -> int:
    """Bytes of side information of a frame of layer III."""
    mono = head[3] >> 6 == 3
    return (17 if mono else 32) if head[1] >> 3 & 1 else (9 if mono else 17)


def _lead(file: BinaryIO, position: int, frame: Frame) -> tuple[float, bool]:
    """Seconds that are left out at the beginning, and whether the first frame is a note instead of sound (Xing, LAME).

    A decoder leaves out what the encoder put before the sound only where that is noted.
    """
    file.seek(position)
    data = file.read(frame.length)
    if len(data) < _HEAD:
        return 0.0, False
    place = 4 + _side(data)
    if data[place : place + 4] not in (b"Xing", b"Info"):
        return 0.0, False
    flags = int.from_bytes(data[place + 4 : place + 8])
    encoder = place + 8 + sum(size for bit, size in ((1, 4), (2, 4), (4, 100), (8, 4)) if flags & bit)
    if not data[encoder : encoder + 1].strip(b"\0"):
        return 0.0, True
    delay = int.from_bytes(data[encoder + 21 : encoder + 24]) >> 12
    return (delay + _DECODER_DELAY) / frame.rate, True


def _silent(file: BinaryIO, position: int) -> float:
    """Seconds of frames from ``position`` on that cannot be decoded, as what they need of earlier frames is missing.

    They yield nothing at all, not even silence, so they must be counted.
    """
    have, seconds = 0, 0.0
    for _number in range(_BEFORE // _EVERY):
        file.seek(position)
        head = file.read(_HEAD)
        frame = mpeg_header(head)
        if frame is None or len(head) < _HEAD or head[1] >> 1 & 3 != 1:  # layers I and II need nothing of each other
            return seconds
        checksum = 0 if head[1] & 1 else 2
        side = head[4 + checksum :]
        needs = side[0] << 1 | side[1] >> 7 if head[1] >> 3 & 1 else side[0]
        if have >= needs:
            return seconds
        have = min(_RESERVOIR, min(have, needs) + frame.length - 4 - checksum - _side(head))
        seconds += frame.samples / frame.rate
        position += frame.length
    return seconds
