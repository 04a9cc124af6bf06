"""The texts of one segment: folded and original, each in one flat file that is mapped into memory.

A document's number in the whoosh segment is its place here. Verification counts in the folded bytes; the original is
read only for the few items that are shown.
"""

from __future__ import annotations

import json
import mmap
import zlib
from array import array
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from archive_app.hanzi.folding import fold
from archive_app.search.document import SearchDocument

SUFFIXES = (".folded", ".original", ".headers", ".offsets")


class StoreDamaged(Exception):
    """A store's files are not what was written."""


class TextStore:
    """Reads a segment's texts."""

    def __init__(self, base: Path, checksums: dict[str, int]) -> None:
        """Open the files ``base`` + suffix; raises ``StoreDamaged`` where their checksums differ."""
        parts = {suffix: self._map(base, suffix, checksums) for suffix in SUFFIXES}
        self.folded, self._original, self._headers = parts[".folded"], parts[".original"], parts[".headers"]
        table = array("Q")
        table.frombytes(parts[".offsets"][:])
        count = len(table) // 4
        if len(table) != 4 * count or count == 0:
            raise StoreDamaged(base.name)
        self.starts = table[:count]
        self._original_starts, self._header_starts = table[count : 2 * count], table[2 * count : 3 * count]
        self.lengths = table[3 * count :]  # characters; the last is the segment's sum
        self.ids = [str(self.header(number)[0]) for number in range(count - 1)]

    def _map(self, base: Path, suffix: str, checksums: dict[str, int]) -> Any:
        path = base.with_name(base.name + suffix)
        try:
            with path.open("rb") as handle:
                mapped: Any = mmap.mmap(handle.fileno(), 0, access=mmap.ACCESS_READ)
        except ValueError:
            mapped = b""  # an empty file cannot be mapped
        except OSError as error:
            raise StoreDamaged(path.name) from error
        if zlib.crc32(mapped) != checksums.get(suffix):
            raise StoreDamaged(path.name)
        return mapped

    def __len__(self) -> int:
        return len(self.ids)

    def folded_bytes(self, number: int) -> bytes:
        """A document's folded text as UTF-8."""
        found: bytes = self.folded[self.starts[number] : self.starts[number + 1]]
        return found

    def original(self, number: int) -> str:
        """A document's original text."""
        found: bytes = self._original[self._original_starts[number] : self._original_starts[number + 1]]
        return found.decode("utf-8", "surrogatepass")

    def header(self, number: int) -> list[Any]:
        """A document's id, kind, title, access and places."""
        found: list[Any] = json.loads(self._headers[self._header_starts[number] : self._header_starts[number + 1]])
        return found

    def document(self, number: int) -> SearchDocument:
        """A document whole."""
        return SearchDocument.from_stored(self.header(number), self.original(number))


def write_store(base: Path, documents: Iterable[SearchDocument]) -> dict[str, int]:
    """Write a segment's files; returns the checksum of each, by suffix."""
    offsets = [array("Q", [0]), array("Q", [0]), array("Q", [0])]
    lengths = array("Q")
    checksums = {suffix: 0 for suffix in SUFFIXES}
    paths = [base.with_name(base.name + suffix) for suffix in SUFFIXES]
    with paths[0].open("wb") as folded, paths[1].open("wb") as original, paths[2].open("wb") as headers:
        for document in documents:
            joined = document.joined()
            lengths.append(len(joined))
            written = (
                (folded, ".folded", fold(joined).encode("utf-8", "surrogatepass")),
                (original, ".original", joined.encode("utf-8", "surrogatepass")),
                (headers, ".headers", json.dumps(document.header(), separators=(",", ":")).encode()),
            )
            for table, (handle, suffix, data) in zip(offsets, written, strict=True):
                handle.write(data)
                table.append(table[-1] + len(data))
                checksums[suffix] = zlib.crc32(data, checksums[suffix])
    lengths.append(sum(lengths))
    table_bytes = b"".join(table.tobytes() for table in (*offsets, lengths))
    paths[3].write_bytes(table_bytes)
    checksums[".offsets"] = zlib.crc32(table_bytes)
    return checksums
