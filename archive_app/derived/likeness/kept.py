"""The prints of an archive's pictures and who looks like whom, beside its thumbnails: derived data, made again when
lost.

``derived/likeness/prints`` has a picture's SHA-256 and its print after each other, ``pairs`` two SHA-256 and how
well they fit; in ``searched`` stands how many of the prints have been compared with all before them. A file of
another version or with half a record at its end is begun anew, or cut.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from filelock import FileLock

from archive_app.derived.likeness.prints import SIZE
from archive_app.domain.errors import StorageFailed
from archive_app.domain.system_errors import in_words
from archive_app.frozen import dataclass

_VERSION = 1
_HEAD = struct.Struct("<4sHH")
_SHA = 32
_PAIR = struct.Struct(f"<{_SHA}s{_SHA}sf")
_COUNT = struct.Struct("<Q")


@dataclass(frozen=True, slots=True)
class Pair:
    """Two pictures (by SHA-256) that look like one, the one that came first before the other; 1: alike."""

    first: str
    second: str
    likeness: float


class KeptPrints:
    """The folder; its files are opened for each act, so that several processes may use it."""

    def __init__(self, root: Path) -> None:
        self.folder = root / "derived" / "likeness"
        self._prints, self._pairs, self._searched = (self.folder / one for one in ("prints", "pairs", "searched"))

    @contextmanager
    def held(self) -> Iterator[None]:
        """Nobody else writes meanwhile. Raises ``StorageFailed`` where the folder cannot be written."""
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            with FileLock(self.folder / ".lock"):
                yield
        except OSError as error:
            raise StorageFailed(f"{self.folder} 写不进去（{in_words(error)}）", "请检查磁盘空间和权限。") from error

    def prints(self) -> tuple[list[str], list[bytes]]:
        """SHA-256 and print of each picture, in the order they were added."""
        body = _body(self._prints, _SHA + SIZE)
        places = range(0, len(body), _SHA + SIZE)
        return [body[at : at + _SHA].hex() for at in places], [body[at + _SHA : at + _SHA + SIZE] for at in places]

    def add(self, made: Sequence[tuple[str, bytes]]) -> None:
        """Add prints behind the others; within ``held``."""
        records = [bytes.fromhex(sha256) + record for sha256, record in made]
        _append(self._prints, _SHA + SIZE, records)

    def keep(self, made: Sequence[tuple[str, bytes]]) -> None:
        """``add``, by itself."""
        with self.held():
            self.add(made)

    def pairs(self) -> list[Pair]:
        """Who looks like whom."""
        body = _body(self._pairs, _PAIR.size)
        return [Pair(first.hex(), second.hex(), likeness) for first, second, likeness in _PAIR.iter_unpack(bytes(body))]

    def searched(self) -> int:
        """How many prints have been compared with all before them."""
        body = _body(self._searched, _COUNT.size)
        return int(_COUNT.unpack(body[: _COUNT.size])[0]) if body else 0

    def note(self, pairs: Sequence[Pair], searched: int) -> None:
        """Add what was found, and how far it was looked for; within ``held``."""
        records = [_PAIR.pack(bytes.fromhex(one.first), bytes.fromhex(one.second), one.likeness) for one in pairs]
        _append(self._pairs, _PAIR.size, records)
        temporary = self._searched.with_suffix(".new")
        temporary.write_bytes(_HEAD.pack(b"CSLK", _VERSION, _COUNT.size) + _COUNT.pack(searched))
        temporary.replace(self._searched)

    def begin_anew(self) -> None:
        """Forget what does not go together: prints that were lost take along what was found by them."""
        for path in (self._pairs, self._searched):
            path.unlink(missing_ok=True)


def _body(path: Path, size: int) -> bytes:
    """The whole records of a file; nothing where it is another's, of another version, or is not there."""
    try:
        data = path.read_bytes()
    except OSError:
        return b""
    if data[: _HEAD.size] != _HEAD.pack(b"CSLK", _VERSION, size):
        return b""
    return data[_HEAD.size : len(data) - (len(data) - _HEAD.size) % size]


def _append(path: Path, size: int, records: Sequence[bytes]) -> None:
    head = _HEAD.pack(b"CSLK", _VERSION, size)
    with path.open("r+b" if path.exists() else "w+b") as file:
        if file.read(_HEAD.size) != head:
            file.seek(0)
            file.truncate()
            file.write(head)
        end = file.seek(0, 2)
        file.seek(end - (end - _HEAD.size) % size)
        file.truncate()
        file.write(b"".join(records))
