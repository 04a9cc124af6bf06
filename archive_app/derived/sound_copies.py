"""Playing copies of recordings that the player cannot decode itself: plain samples in a WAV file. Made again when lost.

A copy stands at its place from its first sample on, so that it is heard while it is still being made. Until it is whole
its head says that it has no samples: what was cut off in the making is never taken for a recording.
"""

from __future__ import annotations

import os
import struct
from pathlib import Path, PurePosixPath

from archive_app.frozen import dataclass

HEAD = 44
"""Bytes before the first sample."""
WIDTH = 2
"""Bytes of a sample: one channel of sixteen bits."""
MOST = 4 << 30
"""Bytes that all copies of an archive may take: some thirty hours. Those not heard for longest go first."""
_GROWING = 0
_RATES = range(4_000, 48_001)


def copy_path(sha256: str) -> PurePosixPath:
    """Where the playing copy of an original belongs, relative to the archive's folder."""
    return PurePosixPath("derived", "sound", sha256[:2], f"{sha256}.wav")


@dataclass(frozen=True, slots=True)
class SoundCopy:
    """A playing copy: ``seconds`` are there now, at ``rate`` samples a second. ``whole``: there will be no more."""

    path: Path
    rate: int
    seconds: float
    whole: bool


def head(rate: int, size: int = _GROWING) -> bytes:
    """The head of a copy with ``size`` bytes of samples; 0 while it grows."""
    form = struct.pack("<4sIHHIIHH", b"fmt ", 16, 1, 1, rate, rate * WIDTH, WIDTH, 8 * WIDTH)
    return struct.pack("<4sI4s", b"RIFF", HEAD - 8 + size, b"WAVE") + form + struct.pack("<4sI", b"data", size)


def seen(path: Path) -> SoundCopy | None:
    """The copy as it stands on the disk; ``None`` where there is none, or not one of ours.

    Whole is one whose head says as many bytes as there are.
    """
    try:
        with path.open("rb") as file:
            first = file.read(HEAD)
            size = os.fstat(file.fileno()).st_size - HEAD
    except OSError:
        return None
    if len(first) < HEAD:
        return None
    rate = int.from_bytes(first[24:28], "little")
    said = int.from_bytes(first[40:44], "little")
    if rate not in _RATES or first != head(rate, said) or size < 0:
        return None
    size -= size % WIDTH
    return SoundCopy(path, rate, size / WIDTH / rate, whole=bool(said) and said == size)


def finish(path: Path) -> SoundCopy | None:
    """Say in its head that a copy is whole. ``None`` where it holds no sound. Raises ``OSError``."""
    found = seen(path)
    if found is None or not found.seconds:
        return None
    size = round(found.seconds * found.rate) * WIDTH
    with path.open("r+b") as file:
        file.truncate(HEAD + size)
        file.flush()
        os.fsync(file.fileno())  # else the head may be on the disk before what it promises
        file.write(head(found.rate, size))
    return SoundCopy(path, found.rate, found.seconds, whole=True)


def make_room(folder: Path, wanted: int, most: int = MOST, spare: Path | None = None) -> None:
    """Delete copies that were not heard for longest until ``wanted`` bytes more stay within ``most``.

    ``spare`` is not touched. What another program holds open stays.
    """
    found = [(path, path.stat()) for path in folder.glob("*/*.wav") if path != spare]
    total = sum(stat.st_size for _path, stat in found)
    for path, stat in sorted(found, key=lambda one: one[1].st_mtime):
        if total + wanted <= most:
            return
        try:
            path.unlink()
        except OSError:
            continue
        total -= stat.st_size
