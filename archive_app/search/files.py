"""The index's files: written under another name first, mapped for reading, checked before they are believed.

Where there is no disk to write to, or no time, the same is held in memory.
"""

from __future__ import annotations

import mmap
import struct
import zlib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path
from typing import IO, Protocol

from archive_app.frozen import dataclass


class IndexDamaged(Exception):
    """A file of the index is not what was written. Never leaves the package: it becomes ``needs_rebuild``."""


@contextmanager
def reading(name: str) -> Iterator[None]:
    """Around the reading of what a file says: what its sum says was written, and makes no sense, is damage too."""
    try:
        yield
    except (ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError) as error:
        raise IndexDamaged(f"{name}: {error}") from error
    except (MemoryError, struct.error, zlib.error) as error:
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


class Files(Protocol):
    """The files of one segment, by their suffixes."""

    def create(self, suffix: str) -> IO[bytes]:
        """A file to be written, and closed; raises ``OSError``."""
        ...

    def read(self, suffix: str, *, check: bool) -> mmap.mmap | bytes:
        """A file's bytes; ``check`` reads it whole, where pieces have no sums of their own. Raises ``IndexDamaged``."""
        ...


class FilesOnDisk:
    """``base`` + suffix, with the sums they had when they were written."""

    def __init__(self, base: Path, sums: Mapping[str, FileSum] | None = None) -> None:
        self._base, self._sums = base, sums or {}

    def create(self, suffix: str) -> IO[bytes]:
        """See ``Files``."""
        return Path(f"{self._base}{suffix}").open("wb")

    def read(self, suffix: str, *, check: bool) -> mmap.mmap | bytes:
        """See ``Files``. The map goes with its last reader."""
        if suffix not in self._sums:
            raise IndexDamaged(f"{suffix}: not there")
        return map_file(Path(f"{self._base}{suffix}"), self._sums[suffix], check=check)


class FilesInMemory:
    """The same, held."""

    def __init__(self) -> None:
        self._written: dict[str, bytes] = {}

    def create(self, suffix: str) -> IO[bytes]:
        """See ``Files``."""
        return _Held(self._written, suffix)

    def read(self, suffix: str, *, check: bool) -> mmap.mmap | bytes:
        """See ``Files``."""
        return self._written[suffix]


class _Held(BytesIO):
    """Keeps what was written when it is closed."""

    def __init__(self, written: dict[str, bytes], suffix: str) -> None:
        super().__init__()
        self._kept, self._suffix = written, suffix

    def close(self) -> None:
        if not self.closed:
            self._kept[self._suffix] = self.getvalue()
        super().close()
