"""The texts of one segment: folded for counting, original for showing.

A document's number in the whoosh segment is its place here. Verification counts in the folded bytes, which are mapped
into memory; the original is unpacked only for the few items that are shown. Every piece carries its own checksum and
is checked before it is first believed.

``.folded``  the folded texts as UTF-8, those of one document parted by 0xFF, which no UTF-8 holds
``.items``   each document as compressed JSON (zlib checks it)
``.table``   where each begins, lengths, checksums, ids and levels of access
"""

from __future__ import annotations

import json
import struct
import sys
import zlib
from array import array
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from archive_app.hanzi.folding import fold
from archive_app.search.document import SearchDocument
from archive_app.search.files import FileSum, IndexDamaged, map_file

FOLDED, ITEMS, TABLE = ".folded", ".items", ".table"
BETWEEN_TEXTS = b"\xff"

_COLUMNS = (("Q", 1), ("Q", 1), ("I", 0), ("I", 0), ("I", 0))
"""Type codes of the table's columns (folded starts, item starts, characters, title's end, CRC), and rows beyond one
a document."""


@dataclass(frozen=True, slots=True)
class FoldedTexts:
    """A document's texts as they are counted: ``title_end`` is where the bytes of its title end (0: it has none)."""

    data: bytes
    characters: int
    title_end: int

    @classmethod
    def of(cls, document: SearchDocument) -> FoldedTexts:
        """Fold a document's texts, one by one."""
        parts = [fold(text.text).encode("utf-8", "surrogatepass") for text in document.texts]
        titled = bool(document.texts) and document.texts[0].field == "title"
        characters = sum(len(text.text) for text in document.texts)
        return cls(BETWEEN_TEXTS.join(parts), characters, len(parts[0]) if titled else 0)

    @property
    def text(self) -> str:
        """As a string, with characters between the texts that belong to no run (for the grams)."""
        return self.data.replace(BETWEEN_TEXTS, b"\0").decode("utf-8", "surrogatepass")


def split(data: bytes) -> list[str]:
    """The texts that ``FoldedTexts.data`` holds."""
    return [part.decode("utf-8", "surrogatepass") for part in data.split(BETWEEN_TEXTS)]


class TextStore:
    """Reads a segment's texts."""

    def __init__(self, base: Path, sums: dict[str, FileSum]) -> None:
        """Open the files ``base`` + suffix; raises ``IndexDamaged``."""
        table = map_file(Path(f"{base}{TABLE}"), sums[TABLE], check=True)[:]
        self._folded = map_file(Path(f"{base}{FOLDED}"), sums[FOLDED], check=False)
        self._items = map_file(Path(f"{base}{ITEMS}"), sums[ITEMS], check=False)
        (count,) = struct.unpack_from("<I", table)
        position = 4
        columns: list[array[int]] = []
        for code, more in _COLUMNS:
            column: array[int] = array(code)
            end = position + (count + more) * column.itemsize
            column.frombytes(table[position:end])
            if sys.byteorder == "big":
                column.byteswap()
            columns.append(column)
            position = end
        self._starts, self._item_starts, self.characters, self._title_ends, self._sums = columns
        self.ids: list[str]
        self.access: list[str]
        self.ids, self.access = json.loads(table[position:])
        self._checked = bytearray(count)

    def __len__(self) -> int:
        return len(self.ids)

    def folded(self, number: int) -> bytes:
        """A document's folded texts; raises ``IndexDamaged`` where they are not what was written."""
        data = self._folded[self._starts[number] : self._starts[number + 1]]
        if not self._checked[number]:
            if zlib.crc32(data) != self._sums[number]:
                raise IndexDamaged(f"{FOLDED}: document {number}")
            self._checked[number] = 1
        return data

    def folded_texts(self, number: int) -> list[str]:
        """A document's folded texts, one by one."""
        return split(self.folded(number))

    def folded_title(self, number: int) -> bytes:
        """A document's folded title; empty where it has none."""
        end = self._title_ends[number]
        return self.folded(number)[:end] if end else b""

    def document(self, number: int) -> SearchDocument:
        """A document whole; raises ``IndexDamaged``."""
        data = self._items[self._item_starts[number] : self._item_starts[number + 1]]
        try:
            return SearchDocument.from_bytes(zlib.decompress(data))
        except (zlib.error, ValueError, TypeError) as error:
            raise IndexDamaged(f"{ITEMS}: document {number}") from error

    def totals(self) -> dict[str, tuple[int, int]]:
        """For each level of access, its documents and their characters."""
        documents, characters = Counter(self.access), Counter[str]()
        for level, length in zip(self.access, self.characters, strict=True):
            characters[level] += length
        return {level: (number, characters[level]) for level, number in documents.items()}


class StoreWriter:
    """Writes a segment's texts, a document at a time."""

    def __init__(self, base: Path) -> None:
        self._base = base
        self._columns: list[array[int]] = [array(code, [0] * more) for code, more in _COLUMNS]
        self._ids: list[str] = []
        self._access: list[str] = []
        self._folded = Path(f"{base}{FOLDED}").open("wb")  # noqa: SIM115 — closed by `finish`
        self._items = Path(f"{base}{ITEMS}").open("wb")  # noqa: SIM115

    @property
    def count(self) -> int:
        """The documents added so far."""
        return len(self._ids)

    def add(self, document: SearchDocument, texts: FoldedTexts) -> None:
        """Add the next document."""
        item = zlib.compress(document.to_bytes(), 3)
        self._folded.write(texts.data)
        self._items.write(item)
        starts, item_starts, characters, title_ends, sums = self._columns
        starts.append(starts[-1] + len(texts.data))
        item_starts.append(item_starts[-1] + len(item))
        characters.append(texts.characters)
        title_ends.append(texts.title_end)
        sums.append(zlib.crc32(texts.data))
        self._ids.append(document.id)
        self._access.append(document.access)

    def finish(self) -> None:
        """Write the table and close."""
        self._folded.write(BETWEEN_TEXTS)  # an empty file could not be mapped
        self.close()
        if sys.byteorder == "big":
            for column in self._columns:
                column.byteswap()
        with Path(f"{self._base}{TABLE}").open("wb") as table:
            table.write(struct.pack("<I", len(self._ids)))
            for column in self._columns:
                table.write(column.tobytes())
            table.write(json.dumps([self._ids, self._access]).encode())

    def close(self) -> None:
        """Close the files, finished or not."""
        self._folded.close()
        self._items.close()
