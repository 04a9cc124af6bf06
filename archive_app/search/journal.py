"""The tail's journal: what was updated since the last segment was written, a line an update.

A line bears its own checksum. One that a crash tore, and all behind it, is dropped; the sequence then is that of the
line before, and the catalogue's log gives the rest again.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterator, Sequence
from pathlib import Path

from archive_app.frozen import dataclass
from archive_app.search.document import SearchDocument

_BETWEEN = b"\t"  # JSON escapes tabs and line feeds, so neither stands inside a part


@dataclass(frozen=True, slots=True)
class Update:
    """Documents new or changed, ids deleted, and the log's sequence that was reached with them."""

    documents: tuple[SearchDocument, ...]
    deleted: tuple[str, ...]
    sequence: int


class Journal:
    """The journal of one generation of the index; the file appears with the first update."""

    def __init__(self, path: Path) -> None:
        """Look at what is there; the updates themselves are read when they are asked for."""
        self.path = path
        self._lines: list[tuple[int, bytes]] = []
        self._whole = 0  # bytes of lines that are whole
        *lines, _torn = self._read().split(b"\n")
        for line in lines:
            sequence, _, rest = line.partition(b" ")
            checksum, _, payload = rest.partition(b" ")
            if checksum != _checksum(sequence, payload):
                break
            self._lines.append((int(sequence), payload))
            self._whole += len(line) + 1

    def _read(self) -> bytes:
        try:
            return self.path.read_bytes()
        except OSError:  # not there yet, or not readable: the log gives it again
            return b""

    def sequence(self, before: int) -> int:
        """The sequence reached, where ``before`` is that of the segments."""
        return self._lines[-1][0] if self._lines else before

    def updates(self) -> Iterator[Update]:
        """What the lines say that were there at the beginning, once."""
        lines, self._lines = self._lines, []
        for sequence, payload in lines:
            deleted, *documents = payload.split(_BETWEEN)
            yield Update(tuple(map(SearchDocument.from_bytes, documents)), tuple(json.loads(deleted)), sequence)

    def append(self, documents: Sequence[SearchDocument], deleted: Sequence[str], sequence: int) -> None:
        """Add an update; raises ``OSError``, after which the journal must not be added to."""
        parts = [json.dumps(list(deleted)).encode(), *(document.to_bytes() for document in documents)]
        payload = _BETWEEN.join(parts)
        number = b"%d" % sequence
        line = b"%b %b %b\n" % (number, _checksum(number, payload), payload)
        with self.path.open("r+b" if self.path.exists() else "wb") as handle:
            handle.seek(self._whole)
            handle.truncate()
            handle.write(line)
        self._whole += len(line)


def _checksum(sequence: bytes, payload: bytes) -> bytes:
    return b"%08x" % zlib.crc32(payload, zlib.crc32(sequence))
