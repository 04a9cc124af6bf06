"""``originals/ab/cd/<sha256><suffix>``: masters, named by what they hold."""

from __future__ import annotations

import hashlib
import os
import stat
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from pathlib import Path

from archive_app.domain.errors import Damaged, Refused
from archive_app.domain.system_errors import in_words
from archive_app.frozen import dataclass
from archive_app.vault.durable import storage_failed, sync_folder

CHUNK = 1 << 20
"""Bytes copied and hashed at a time."""


@dataclass(frozen=True, slots=True)
class Stored:
    """A master in the vault. ``fresh`` is False where the same bytes were already there."""

    sha256: str
    bytes: int
    path: Path
    fresh: bool


class Vault:
    """The folder of masters."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def path_of(self, sha256: str) -> Path:
        """Where the master with this hash stands, whatever its suffix.

        Raises ``Damaged`` where it is missing.
        """
        shard = self.folder / sha256[:2] / sha256[2:4]
        for candidate in sorted(shard.glob(f"{sha256}*")):
            return candidate
        raise Damaged(f"原件 {sha256[:12]}… 不在馆藏里", "请从备份取回。", code="original-missing")

    def holds(self, sha256: str) -> bool:
        """Whether the master is there (by name; ``verify`` reads it)."""
        shard = self.folder / sha256[:2] / sha256[2:4]
        return any(shard.glob(f"{sha256}*"))

    def take(self, source: Path, progress: Callable[[int], None] | None = None) -> Stored:
        """Copy a file in, hashing while copying: fsynced, renamed into place, made read-only.

        Raises ``Refused`` where the source cannot be read or changes underneath, ``StorageFailed`` where the disk
        refuses.
        """
        incoming = self.folder / ".incoming"
        try:
            incoming.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise storage_failed(incoming, error) from error
        temporary = incoming / f"{os.getpid()}-{os.urandom(6).hex()}"
        try:
            digest, size = _copy(source, temporary, progress)
            return self._place(temporary, digest, size, source.suffix.lower())
        finally:
            with suppress(OSError):
                temporary.unlink(missing_ok=True)

    def _place(self, temporary: Path, sha256: str, size: int, suffix: str) -> Stored:
        shard = self.folder / sha256[:2] / sha256[2:4]
        for present in shard.glob(f"{sha256}*"):
            if present.stat().st_size == size:
                return Stored(sha256, size, present, fresh=False)
        safe = suffix if suffix[1:].isalnum() and suffix.isascii() and len(suffix) <= 8 else ""
        target = shard / f"{sha256}{safe}"
        try:
            shard.mkdir(parents=True, exist_ok=True)
            temporary.chmod(stat.S_IRUSR | stat.S_IRGRP | stat.S_IROTH)
            temporary.replace(target)
            sync_folder(shard)
            sync_folder(shard.parent)
        except OSError as error:
            raise storage_failed(target, error) from error
        return Stored(sha256, size, target, fresh=True)

    def each(self) -> Iterator[Path]:
        """Every master's path."""
        for path in sorted(self.folder.glob("??/??/*")):
            if path.is_file():
                yield path

    def faults(
        self,
        hashes: Iterable[tuple[str, str]],
        progress: Callable[[float, str], None] | None = None,
        cancelled: Callable[[], bool] = lambda: False,
    ) -> Iterator[tuple[str, str, str]]:
        """Read every master and compare: yields (SHA-256, name, what is wrong)."""
        wanted = list(hashes)
        for number, (sha256, name) in enumerate(wanted):
            if cancelled():
                return
            if progress:
                progress(number / len(wanted), name)
            try:
                path = self.path_of(sha256)
                found, _ = hash_of(path)
            except Damaged:
                yield sha256, name, "原件不见了"
                continue
            except OSError as error:
                yield sha256, name, f"原件读不出来（{in_words(error)}）"
                continue
            if found != sha256:
                yield sha256, name, "原件的内容变了（SHA-256 不符）"


def hash_of(path: Path) -> tuple[str, int]:
    """(SHA-256 in hexadecimal, size in bytes) of a file."""
    digest = hashlib.sha256()
    size = 0
    with path.open("rb") as handle:
        while chunk := handle.read(CHUNK):
            digest.update(chunk)
            size += len(chunk)
    return digest.hexdigest(), size


def _copy(source: Path, target: Path, progress: Callable[[int], None] | None) -> tuple[str, int]:
    digest = hashlib.sha256()
    size = 0
    try:
        reader = source.open("rb")
    except OSError as error:
        words = f"{source.name} 读不出来（{in_words(error)}）"
        raise Refused(words, "请检查文件是否还在、能否打开。") from error
    with reader:
        try:
            writer = target.open("xb")
        except OSError as error:
            raise storage_failed(source, error) from error
        with writer:
            while True:
                try:
                    chunk = reader.read(CHUNK)
                except OSError as error:
                    words = f"{source.name} 读到一半出错（{in_words(error)}）"
                    raise Refused(words, "U 盘可能松了；请重新插好再导入。") from error
                if not chunk:
                    break
                digest.update(chunk)
                try:
                    writer.write(chunk)
                except OSError as error:
                    raise storage_failed(source, error) from error
                size += len(chunk)
                if progress:
                    progress(size)
            try:
                writer.flush()
                os.fsync(writer.fileno())
            except OSError as error:
                raise storage_failed(source, error) from error
    return digest.hexdigest(), size
