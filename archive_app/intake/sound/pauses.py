"""AMR that a telephone stopped writing where nobody spoke (discontinuous transmission, 3GPP TS 26.093).

FFmpeg's decoders know only frames of speech, and give up at the others. So the speech alone is decoded, and silence put
back where it was: each frame is twenty milliseconds, whatever it holds.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from pathlib import Path

from archive_app.frozen import dataclass
from archive_app.intake.sound.amr import NARROW, SIZES, WIDE
from archive_app.intake.sound.boxes import inside

FRAMES_A_SECOND = 50
_SPEECH = {NARROW: 8, WIDE: 9}  # types below it are speech (RFC 4867 §3.6)
_MOST = 64 << 20  # bytes of AMR that are looked through: more than a day
_CODECS = {b"samr": NARROW, b"sawb": WIDE}


@dataclass(frozen=True, slots=True)
class Speech:
    """An AMR of the speech alone, and its parts in order: so many frames that sound, then so many of silence."""

    data: bytes
    runs: tuple[tuple[int, int], ...]


def speech_of(path: Path) -> Speech | None:
    """The speech of an AMR, or of a 3GP with AMR in it; ``None`` where it has no pauses, or is something else.

    Raises ``OSError``.
    """
    if path.stat().st_size > _MOST:
        return None
    data = path.read_bytes()
    for mark in (WIDE, NARROW):
        if data.startswith(mark):
            return _split(mark, data[len(mark) :])
    if data[4:8] == b"ftyp":
        found = _track(data)
        return _split(*found) if found is not None else None
    return None


def _split(mark: bytes, frames: bytes) -> Speech | None:
    sizes, speech = SIZES[mark], _SPEECH[mark]
    kept = bytearray(mark)
    runs: list[tuple[int, int]] = []
    position = spoken = silent = 0
    while position < len(frames):
        kind = frames[position] >> 3 & 15
        size = sizes[kind]
        if not size or position + size > len(frames):
            break
        if kind < speech:
            if silent:
                runs.append((spoken, silent))
                spoken = silent = 0
            kept += frames[position : position + size]
            spoken += 1
        else:
            silent += 1
        position += size
    runs.append((spoken, silent))
    if not any(pause for _spoken, pause in runs) or len(kept) == len(mark):
        return None
    return Speech(bytes(kept), tuple(runs))


def with_pauses(sounding: Iterator[bytes], rate: int, runs: tuple[tuple[int, int], ...]) -> Iterator[bytes]:
    """What was decoded of the speech, ``rate`` samples of sixteen bits a second, with silence between its parts."""
    frame = 2 * rate // FRAMES_A_SECOND
    waiting = b""
    for spoken, silent in runs:
        left = spoken * frame
        while left > 0:
            if not waiting:
                waiting = next(sounding, b"")
                if not waiting:
                    break
            yield waiting[:left]
            waiting, left = waiting[left:], left - min(left, len(waiting))
        if silent:
            yield bytes(max(0, left) + silent * frame)
    if waiting:
        yield waiting
    yield from sounding


# — of a 3GP (ISO 14496-12 §8.7) —


def _track(data: bytes) -> tuple[bytes, bytes] | None:
    """The frames of its one AMR track, one after another."""
    for moov in inside(data):
        if moov.name != b"moov":
            continue
        for trak in inside(data, moov.begin, moov.end):
            table = _find(data, trak.begin, trak.end, (b"mdia", b"minf", b"stbl")) if trak.name == b"trak" else None
            if table is None:
                continue
            boxes = {box.name: data[box.begin : box.end] for box in inside(data, *table)}
            mark = _CODECS.get(boxes.get(b"stsd", b"")[12:16])
            if mark is not None:
                return mark, b"".join(data[begin : begin + size] for begin, size in _samples(boxes))
    return None


def _find(data: bytes, begin: int, end: int, names: tuple[bytes, ...]) -> tuple[int, int] | None:
    for name in names:
        found = next((box for box in inside(data, begin, end) if box.name == name), None)
        if found is None:
            return None
        begin, end = found.begin, found.end
    return begin, end


def _samples(boxes: dict[bytes, bytes]) -> Iterator[tuple[int, int]]:
    """Where each sample begins and how long it is: ``stsz``, ``stsc``, ``stco`` or ``co64``."""
    sizes_box, chunks_box = boxes.get(b"stsz", b""), boxes.get(b"stsc", b"")
    wide = b"co64" in boxes
    offsets_box = boxes.get(b"co64" if wide else b"stco", b"")
    if min(len(sizes_box), len(chunks_box) + 4, len(offsets_box) + 4) < 12:
        return
    one, count = struct.unpack_from(">II", sizes_box, 4)
    offsets = [at for (at,) in struct.iter_unpack(">Q" if wide else ">I", _rows(offsets_box, 8, 8 if wide else 4))]
    steps = list(struct.iter_unpack(">III", _rows(chunks_box, 8, 12)))
    sizes = (
        [one] * min(count, _MOST // max(1, one))
        if one
        else [size for (size,) in struct.iter_unpack(">I", _rows(sizes_box, 12, 4))]
    )
    number = step = 0
    for chunk, at in enumerate(offsets, 1):
        while step + 1 < len(steps) and steps[step + 1][0] <= chunk:
            step += 1
        if not steps:
            return
        for _ in range(steps[step][1]):
            if number >= len(sizes):
                return
            yield at, sizes[number]
            at += sizes[number]
            number += 1


def _rows(box: bytes, begin: int, each: int) -> bytes:
    return box[begin : begin + (len(box) - begin) // each * each] if len(box) > begin else b""
