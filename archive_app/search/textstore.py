"""The texts of one segment: folded for counting, with what tells the original of them.

Verification counts in the coded texts, which are mapped into memory; of the few items that are shown only what stands
around a match is decoded. Every piece carries its own checksum and is checked before it is first believed.

``.texts``  the folded texts in the segment's code, those of one document parted by 0xFF, its sections by 0xFE
``.items``  each document's kind, title and spelling, and the places of its texts, as compressed lines
            of JSON (zlib checks it)
``.table``  where each begins, lengths, checksums, ids, titles; what there is of each level of access; the code
"""

from __future__ import annotations

import json
import mmap
import struct
import zlib
from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from itertools import accumulate
from typing import Any

from archive_app.frozen import dataclass
from archive_app.search.coding import BETWEEN_SECTIONS, BETWEEN_TEXTS, Code, from_utf8, joined, length, utf8
from archive_app.search.columns import Columns
from archive_app.search.document import SearchDocument, SearchText, section
from archive_app.search.files import Files, IndexDamaged, reading
from archive_app.search.results import Match
from archive_app.search.snippets import Piece, Spans, pieces
from archive_app.search.spelling import Spelling

TEXTS, ITEMS, TABLE = ".texts", ".items", ".table"

_COLUMNS = (
    ("starts", 1),
    ("item_starts", 1),
    ("characters", 0),
    ("sums", 0),
    ("levels", 0),
    ("id_ends", 0),
    ("id_sums", 0),
    ("by_id_sum", 0),
)
"""The table's columns, and rows beyond one a document. The last two are the ids' CRCs in order, and whose they are."""
_USUAL = (
    '{"row":1,"seconds":0,"segment":"{"block":"","part":"text"}],["manuscript","正文",{"block":"note:cell:0,'
    '["oral_history","["photograph","["contribution","["document","",[["title","题名",{}],["notes","附注",{}]],'
    '[",，:：?？!！;；(（)）0０1１2２3３4４5５6６7７8８9９.．-－%％~～","",[]]]'
).encode()
"""What items say again and again: so even a short one is compressed."""
_HEAD = struct.Struct("<IIII")
"""Documents, and the bytes of the ids, of the titles, and of what is said in JSON."""


@dataclass(frozen=True, slots=True)
class Item:
    """What is shown of a document beside its texts."""

    kind: str
    title: str
    spelling: Spelling
    places: list[bytes]
    """For each text its field, label, place and, where it has one of its own, its level of access; of a long document
    only those that are shown are read."""

    def place(self, text: int) -> tuple[str, str, dict[str, Any]]:
        """The field, label and place of a text; raises ``IndexDamaged``."""
        with reading(ITEMS):
            name, label, place, *_ = json.loads(from_utf8(self.places[text]))
            return name, label, place

    def access(self, text: int) -> str:
        """A text's own level of access, or empty; raises ``IndexDamaged``."""
        with reading(ITEMS):
            _, _, _, *access = json.loads(from_utf8(self.places[text]))
            return str(access[0]) if access else ""


class TextStore:
    """Reads a segment's texts."""

    def __init__(self, files: Files) -> None:
        """Open the files; raises ``IndexDamaged``.

        A saved document is looked for in every segment, so nothing but the table is made ready before it is needed.
        """
        self._files = files
        table = memoryview(files.read(TABLE, check=True))
        with reading(TABLE):
            self._read(table)
        self._checked = bytearray(self._count)

    def _read(self, table: memoryview[int]) -> None:
        self._count: int
        self._count, ids, titles, rest = _HEAD.unpack_from(table)
        position = _HEAD.size
        columns: list[memoryview[int]] = []
        for _, more in _COLUMNS:
            end = position + 4 * (self._count + more)
            columns.append(table[position:end].cast("I"))
            position = end
        self._starts, self._item_starts, self.characters, self._sums, self._levels = columns[:5]
        self._id_ends, self._id_sums, self._by_id_sum = columns[5:]
        self._ids = table[position : position + ids]
        self._titles = table[position + ids : position + ids + titles]
        said = json.loads(from_utf8(bytes(table[position + ids + titles : position + ids + titles + rest])))
        self._frequent = str(said["code"])
        self._names: list[str] = [name for name, _, _ in said["levels"]]
        self.totals: dict[str, tuple[int, int]] = {name: (some, long) for name, some, long in said["levels"]}
        """For each level of access, its documents and their characters."""

    @cached_property
    def code(self) -> Code:
        """How the texts are written."""
        return Code(self._frequent)

    @cached_property
    def _texts(self) -> mmap.mmap | bytes:
        return self._files.read(TEXTS, check=False)

    @cached_property
    def _items(self) -> mmap.mmap | bytes:
        return self._files.read(ITEMS, check=False)

    @cached_property
    def columns(self) -> Columns:
        """What the documents are filed under and ordered by."""
        return Columns(self._files)

    def __len__(self) -> int:
        return self._count

    def id(self, number: int) -> str:
        """A document's id."""
        return from_utf8(bytes(self._ids[self._id_ends[number - 1] if number else 0 : self._id_ends[number]]))

    def number(self, key: str) -> int | None:
        """The document with this id."""
        checksum = zlib.crc32(utf8(key))
        row = bisect_left(self._id_sums, checksum)
        while row < self._count and self._id_sums[row] == checksum:
            number = self._by_id_sum[row]
            if self.id(number) == key:
                return number
            row += 1
        return None

    def access(self, number: int) -> str:
        """A document's level of access."""
        return self._names[self._levels[number]]

    def among(self, numbers: Iterable[int], levels: Iterable[str]) -> list[int]:
        """Those of the documents that have one of these levels of access."""
        wanted = {number for number, name in enumerate(self._names) if name in levels}
        return [number for number in numbers if self._levels[number] in wanted]

    def texts(self, number: int) -> bytes:
        """A document's coded texts; raises ``IndexDamaged`` where they are not what was written."""
        data = self._texts[self._starts[number] : self._starts[number + 1]]
        if not self._checked[number]:
            self._check(number, data)
        return data

    def _check(self, number: int, data: bytes) -> None:
        if zlib.crc32(data) != self._sums[number]:
            raise IndexDamaged(f"{TEXTS}: document {number}")
        self._checked[number] = 1

    def counts(self, numbers: Iterable[int], needle: bytes) -> dict[int, int]:
        """Document number → how often the coded ``needle`` stands there; not those where it does not."""
        texts, starts, checked = self._texts, self._starts, self._checked
        found = {}
        for number in numbers:
            data = texts[starts[number] : starts[number + 1]]
            if not checked[number]:
                self._check(number, data)
            count = data.count(needle)
            if count:
                found[number] = count
        return found

    @cached_property
    def _title_blob(self) -> bytes:
        return bytes(self._titles)

    @cached_property
    def _title_starts(self) -> list[int]:
        return list(accumulate([len(title) + 1 for title in self._title_blob.split(BETWEEN_TEXTS)], initial=0))

    def title_counts(self, needle: bytes) -> dict[int, int]:
        """Document number → how often the coded ``needle`` stands in its title; not those where it does not."""
        titles, found = self._title_blob, dict[int, int]()
        at = titles.find(needle)
        while at >= 0:
            number = bisect_right(self._title_starts, at) - 1
            found[number] = found.get(number, 0) + 1
            at = titles.find(needle, at + len(needle))
        return found

    def item(self, number: int) -> Item:
        """What is shown of a document; raises ``IndexDamaged``."""
        kind, title, spelling, places = self._said(number)
        return Item(kind, next(self._originals(number, spelling)) if title is None else title, spelling, places)

    def _said(self, number: int) -> tuple[str, str | None, Spelling, list[bytes]]:
        """What ``item`` tells; no title where the first text is."""
        data = self._items[self._item_starts[number] : self._item_starts[number + 1]]
        with reading(f"{ITEMS}: document {number}"):
            inflate = zlib.decompressobj(zdict=_USUAL)
            said, *places = inflate.decompress(data).split(b"\n")
            if not inflate.eof:
                raise ValueError("cut short")
            kind, title, spelling = json.loads(from_utf8(said))
            return kind, title, Spelling.from_json(spelling), places

    def exact_counts(self, text: str, folded: str, stands: Mapping[int, int]) -> dict[int, int]:
        """Of documents in which ``folded`` stands so often, how often it is written as ``text``; raises
        ``IndexDamaged``. Most write a character in one way, and then no text is read."""
        found = {}
        for number, count in stands.items():
            _, _, spelling, _ = self._said(number)
            written = spelling.writes(text, folded)
            if written is None:
                number_of = sum(part.count(text) for part in self._originals(number, spelling))
                if number_of:
                    found[number] = number_of
            elif written:
                found[number] = count
        return found

    def written(self, number: int) -> bytes:
        """A document's texts as they were written, in plain UTF-8; raises ``IndexDamaged``."""
        _, _, spelling, _ = self._said(number)
        parts = iter(map(utf8, self._originals(number, spelling)))
        sections = [text.split(BETWEEN_TEXTS) for text in self.texts(number).split(BETWEEN_SECTIONS)]
        return BETWEEN_SECTIONS.join(BETWEEN_TEXTS.join([next(parts) for _ in texts]) for texts in sections)

    def _originals(self, number: int, spelling: Spelling) -> Iterator[str]:
        """A document's texts as they were written, in their order."""
        at = 0
        for data in self.texts(number).replace(BETWEEN_SECTIONS, BETWEEN_TEXTS).split(BETWEEN_TEXTS):
            folded = self.code.decode(data)
            yield spelling.restored(folded, at)
            at += len(folded) + 1

    def expect(self, numbers: Sequence[int]) -> None:
        """These are going to be shown; they are at hand."""

    def document(self, number: int) -> SearchDocument:
        """A document whole; raises ``IndexDamaged``."""
        item = self.item(number)
        texts = []
        for text, original in enumerate(self._originals(number, item.spelling) if item.places else ()):
            name, label, place = item.place(text)
            texts.append(SearchText(name, label, original, place, item.access(text)))
        found = SearchDocument(self.id(number), item.kind, item.title, self.access(number), tuple(texts))
        return self.columns.filed(found, number)

    def matches(self, number: int, item: Item, spans: Spans, limit: int) -> tuple[Match, ...]:
        """The first of these places in a document's data, with what stands around."""
        data = self.texts(number).replace(BETWEEN_SECTIONS, BETWEEN_TEXTS)
        found = []
        for piece in pieces(data, spans, limit):
            name, label, place = item.place(piece.text)
            snippet = self._original(data, item.spelling, piece)
            found.append(Match(name, label, snippet, piece.spans, {**place, "offset": piece.offset}))
        return tuple(found)

    def _original(self, data: bytes, spelling: Spelling, piece: Piece) -> str:
        at = length(data[: piece.begin]) if spelling.places else 0
        return spelling.restored(self.code.read(piece.words), at)


class StoreWriter:
    """Writes a segment's texts, a document at a time, in one code."""

    def __init__(self, files: Files, code: Code) -> None:
        self._files, self._code = files, code
        self._columns = {name: array("I", [0] * more) for name, more in _COLUMNS}
        self._ids: list[bytes] = []
        self._titles: list[bytes] = []
        self._totals: dict[str, list[int]] = {}
        self._texts, self._items = files.create(TEXTS), files.create(ITEMS)  # closed by `finish`

    @property
    def count(self) -> int:
        """The documents added so far."""
        return len(self._ids)

    def add(self, document: SearchDocument, folded: Sequence[str]) -> None:
        """Add the next document, whose texts fold to these."""
        spelling = Spelling.of("\0".join([text.text for text in document.texts]), "\0".join(folded))
        title = None if document.texts and document.texts[0].text == document.title else document.title
        said: list[list[Any]] = [[document.kind, title, spelling.to_json()]]
        for text in document.texts:
            said.append([text.field, text.label, dict(text.place), *filter(None, [text.access])])
        lines = "\n".join([json.dumps(line, ensure_ascii=False, separators=(",", ":")) for line in said])
        deflate = zlib.compressobj(9, zdict=_USUAL)
        self.add_coded(document, list(map(self._code.encode, folded)), deflate.compress(utf8(lines)) + deflate.flush())

    def add_coded(self, document: SearchDocument, parts: Sequence[bytes], item: bytes = b"") -> None:
        """Add the next document, whose texts are these in the code; ``item`` is what is told of it, and may be had
        elsewhere."""
        data = joined(parts, [section(text) for text in document.texts])
        self._texts.write(data)
        self._items.write(item)
        titled = bool(parts) and document.texts[0].field == "title"
        self._titles.append(parts[0] if titled else b"")
        self._ids.append(utf8(document.id))
        characters = sum(len(text.text) for text in document.texts)
        levels = list(self._totals)
        total = self._totals.setdefault(document.access, [0, 0])
        total[0] += 1
        total[1] += characters
        columns = self._columns
        columns["starts"].append(columns["starts"][-1] + len(data))
        columns["item_starts"].append(columns["item_starts"][-1] + len(item))
        columns["characters"].append(characters)
        columns["sums"].append(zlib.crc32(data))
        columns["levels"].append(levels.index(document.access) if document.access in levels else len(levels))
        columns["id_ends"].append((columns["id_ends"][-1] if self.count > 1 else 0) + len(self._ids[-1]))

    def finish(self) -> None:
        """Write the table and close."""
        self._texts.write(BETWEEN_TEXTS)  # an empty file could not be mapped
        self.close()
        checksums = list(map(zlib.crc32, self._ids))
        self._columns["by_id_sum"].extend(sorted(range(self.count), key=checksums.__getitem__))
        self._columns["id_sums"].extend(sorted(checksums))
        ids, titles = b"".join(self._ids), BETWEEN_TEXTS.join(self._titles)
        levels = [[name, *total] for name, total in self._totals.items()]
        said = utf8(json.dumps({"code": self._code.frequent, "levels": levels}, ensure_ascii=False))
        with self._files.create(TABLE) as table:
            table.write(_HEAD.pack(self.count, len(ids), len(titles), len(said)))
            for name, _ in _COLUMNS:
                table.write(self._columns[name].tobytes())
            for part in (ids, titles, said):
                table.write(part)

    def close(self) -> None:
        """Close the files, finished or not."""
        self._texts.close()
        self._items.close()
