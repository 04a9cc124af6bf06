"""What a person has seen of the searches that are kept: one file an archive, beside the settings of the machine.

An item is known by the end of its id, which is random and enough to tell it from the others. The file may be written
by two threads and by two programs at once: whoever writes holds its lock. It is a note, not a record: where it is
missing or broken, whoever asks is told that nothing is known.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

from archive_app.domain.errors import StorageFailed
from archive_app.vault.durable import replacing, storage_failed

_SHORT = 12
"""Hexadecimal digits of an id that are kept: the random end of a UUIDv7."""
_PATIENCE_S = 10.0
"""How long another program is waited for. It writes for some milliseconds."""


def short(key: str) -> str:
    """What an item is known by."""
    return key[-_SHORT:]


class Seen:
    """What was seen, by search."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._stamp: tuple[int, int, int] | None = None
        self._kept: dict[str, frozenset[str]] = {}

    def of(self, search: str) -> frozenset[str] | None:
        """The items that were seen of a search, by their short ids; None where nothing is known of it."""
        return self._read().get(search)

    def add(self, search: str, ids: Iterable[str]) -> None:
        """Take note that these items were seen; raises ``StorageFailed`` where that cannot be kept."""
        wanted = frozenset(map(short, ids))
        known = self.of(search)
        if known is not None and wanted <= known:
            return
        self._change(lambda kept: {**kept, search: kept.get(search, frozenset()) | wanted})

    def sweep(self, gone: Callable[[str], bool]) -> None:
        """Forget the searches that are ``gone``; raises ``StorageFailed`` where that cannot be kept."""
        if any(map(gone, self._read())):
            self._change(lambda kept: {search: ids for search, ids in kept.items() if not gone(search)})

    def _change(self, changed: Callable[[dict[str, frozenset[str]]], dict[str, frozenset[str]]]) -> None:
        with self._held():
            kept = changed(self._read())
            with replacing(self._path) as handle:
                handle.write(json.dumps({search: "".join(sorted(ids)) for search, ids in kept.items()}).encode())

    @contextmanager
    def _held(self) -> Iterator[None]:
        from filelock import FileLock, Timeout

        lock = FileLock(self._path.with_suffix(".lock"))
        try:
            self._path.parent.mkdir(parents=True, exist_ok=True)
            lock.acquire(timeout=_PATIENCE_S)
        except Timeout:
            words = f"{self._path.name} 正被另一个程序写着，看过了哪些没有记下"
            raise StorageFailed(words, "请稍后再看一次。", code="held") from None
        except OSError as error:
            raise storage_failed(self._path, error) from error
        try:
            yield
        finally:
            lock.release()

    def _read(self) -> dict[str, frozenset[str]]:
        """What the file says; it is read anew only where it may say something else."""
        try:
            stat = self._path.stat()
            stamp = (stat.st_mtime_ns, stat.st_size, stat.st_ino)
            if stamp != self._stamp:
                self._kept, self._stamp = dict(_whole(json.loads(self._path.read_bytes()))), stamp
        except (OSError, ValueError, RecursionError):  # not there, or broken: nothing is known
            self._kept, self._stamp = {}, None
        return self._kept


def _whole(stored: object) -> Iterator[tuple[str, frozenset[str]]]:
    """What of a file can be meant; the rest is as good as missing."""
    for search, joined in stored.items() if isinstance(stored, dict) else ():
        if ":" in search and isinstance(joined, str) and len(joined) % _SHORT == 0:
            yield search, frozenset(joined[at : at + _SHORT] for at in range(0, len(joined), _SHORT))


def key_of(search: str, asked: str, reader: str) -> str:
    """Under which a search is noted: ``asked`` tells what it asks for, ``reader`` who looks, where that is not its
    owner. So what one has seen of other words is not taken for these, also when a change of the words is undone."""
    return ":".join(part for part in (search, asked, reader) if part)


def parts_of(key: str) -> list[str]:
    """The search, what it asks for, and who looks where that is told."""
    return key.split(":", 2)
