"""The index's files: written under another name first, mapped for reading, checked before they are believed."""

from __future__ import annotations

import mmap
import struct
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from archive_app.frozen import dataclass


class IndexDamaged(Exception):
    """A file of the index is not what was written. Never leaves the package: it becomes ``needs_rebuild``."""


@contextmanager
def reading(name: str) -> Iterator[None]:
    """Around the reading of what a file says: what its sum says was written, and makes no sense, is damage too."""
    try:
        yield
    except (ValueError, KeyError, IndexError, TypeError, RecursionError, struct.error, zlib.error) as error:
        raise IndexDamaged(f"{name}: {error}") from error


@dataclass(frozen=True, slots=True)
class FileSum:
    """A file's length in bytes and its CRC-32."""

    size: int
    crc32: int

    @classmethod
    def of(cls, path: Path) -> FileSum:
        """Read a file and sum it up."""
        size = checksum = 0
        with path.open("rb") as handle:
            while part := handle.read(1 << 20):
                checksum = zlib.crc32(part, checksum)
                size += len(part)
        return cls(size, checksum)


def check_size(path: Path, expected: FileSum) -> None:
    """Raise ``IndexDamaged`` where a file is missing or of another length; the bytes themselves are not read."""
    try:
        size = path.stat().st_size
    except OSError as error:
        raise IndexDamaged(f"{path.name}: {error}") from error
    if size != expected.size:
        raise IndexDamaged(f"{path.name}: {size} bytes instead of {expected.size}")


def map_file(path: Path, expected: FileSum, *, check: bool) -> mmap.mmap:
    """A file mapped into memory.

    Where its reader does not check each piece by a sum of its own, ``check`` reads it whole first. Raises
    ``IndexDamaged``. The map goes with its last reader.
    """
    check_size(path, expected)
    try:
        with path.open("rb") as handle:
            mapped = mmap.mmap(handle.fileno(), 0, access=mmap.ACCESS_READ)
    except (OSError, ValueError) as error:
        raise IndexDamaged(f"{path.name}: {error}") from error
    if check and zlib.crc32(mapped) != expected.crc32:
        raise IndexDamaged(f"{path.name}: checksum")
    return mapped
