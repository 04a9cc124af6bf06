"""What the documents of a segment are filed under and ordered by, a column for each: read when it is first asked for.

A column names its values once and the sets of them that occur once; a document is the number of its set. So counting a
facet over any number of documents counts numbers, in C, and only the sets that occur are looked into.
"""

from __future__ import annotations

import json
import struct
import zlib
from array import array
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Sequence
from dataclasses import replace
from functools import cached_property

from archive_app.hanzi.collation import title_key
from archive_app.search.coding import from_utf8, utf8
from archive_app.search.document import SearchDocument
from archive_app.search.files import Files, reading
from archive_app.search.key_store import restored, shortened

COLUMNS = ".columns"

DATES, ACCESSION_NO, REF_CODE, PINYIN = "=dates", "=accession_no", "=ref_code", "=pinyin"
SECTIONS = "=sections"
"""Columns that are no facets: (earliest/latest) of each date, 征集号, 档号, the title's key by pinyin; the sections of
the texts, in their order."""

_HEAD = struct.Struct("<II")  # bytes of the directory, its CRC
_PART = struct.Struct("<II")  # bytes of the values and sets, documents


class Column:
    """The values of one facet, or the keys of one order, of all documents of a source."""

    def __init__(self, values: Sequence[str], sets: Sequence[tuple[int, ...]], rows: Sequence[int]) -> None:
        """``rows``: for each document the number of its set in ``sets``, each numbers of ``values``."""
        self._values, self._sets, self._rows = values, sets, rows

    @classmethod
    def of(cls, documents: Iterable[Sequence[str]]) -> Column:
        """The column of documents with these values each."""
        values: dict[str, int] = {}
        sets: dict[tuple[int, ...], int] = {}
        rows = array("I")
        for each in documents:
            numbers = tuple([values.setdefault(value, len(values)) for value in each])
            rows.append(sets.setdefault(numbers, len(sets)))
        return cls(list(values), list(sets), rows)

    def __len__(self) -> int:
        return len(self._rows)

    @property
    def values(self) -> Sequence[str]:
        """Every value that occurs."""
        return self._values

    def __getitem__(self, number: int) -> tuple[str, ...]:
        """A document's values."""
        return tuple([self._values[value] for value in self._sets[self._rows[number]]])

    def sets(self, numbers: Collection[int]) -> list[tuple[tuple[str, ...], int]]:
        """(values, how many of the documents have exactly these) of documents, each named once."""
        counted = self._whole if len(numbers) == len(self) else Counter(map(self._rows.__getitem__, numbers))
        return [(tuple([self._values[value] for value in self._sets[row]]), count) for row, count in counted.items()]

    @cached_property
    def _whole(self) -> Counter[int]:
        """How many of all documents have each set: what is found often is everything."""
        return Counter(self._rows)

    def counts(self, numbers: Collection[int]) -> Counter[str]:
        """Value → how many of the documents have it."""
        found: Counter[str] = Counter()
        for values, count in self.sets(numbers):
            for value in set(values):
                found[value] += count
        return found

    def among(self, numbers: Iterable[int], wanted: Callable[[tuple[str, ...]], bool]) -> list[int]:
        """Those of the documents whose values are wanted; asked once for each set of values."""
        rows = [(number, self._rows[number]) for number in numbers]
        fitting = {row for row in {row for _, row in rows} if wanted(self._named(row))}
        return [number for number, row in rows if row in fitting]

    def _named(self, row: int) -> tuple[str, ...]:
        return tuple([self._values[value] for value in self._sets[row]])

    def keys(self, numbers: Iterable[int], key: Callable[[tuple[str, ...]], str]) -> list[str]:
        """The key of each of the documents; made once for each set of values."""
        rows = list(map(self._rows.__getitem__, numbers))
        made = {row: key(tuple([self._values[value] for value in self._sets[row]])) for row in set(rows)}
        return list(map(made.__getitem__, rows))

    def to_bytes(self, *, keyed: bool = False) -> bytes:
        """As the index stores it; ``keyed``: its values are keys of titles."""
        values = shortened(self._values) if keyed else self._values
        said = utf8(json.dumps([values, self._sets], ensure_ascii=False, separators=(",", ":")))
        rows = array("I", self._rows)
        return zlib.compress(_PART.pack(len(said), len(rows)) + said + rows.tobytes(), 9)

    @classmethod
    def from_bytes(cls, data: bytes, *, keyed: bool = False) -> Column:
        """Read back; raises ``ValueError`` and the like where it is none."""
        plain = zlib.decompress(data)
        length, documents = _PART.unpack_from(plain)
        values, sets = json.loads(from_utf8(plain[_PART.size : _PART.size + length]))
        rows = array("I")
        rows.frombytes(plain[_PART.size + length :])
        if len(rows) != documents or max(rows, default=0) >= max(1, len(sets)):
            raise ValueError("cut short")
        return cls(restored(values) if keyed else values, [tuple(each) for each in sets], rows)


def column_of(documents: Sequence[SearchDocument], name: str) -> Column:
    """One column of documents that are in memory."""
    return Column.of([_values(document, name) for document in documents])


def _values(document: SearchDocument, name: str) -> Sequence[str]:
    if name == DATES:
        return [f"{first}/{last}" for first, last in document.dates]
    if name == ACCESSION_NO:
        return [document.accession_no] if document.accession_no else ()
    if name == REF_CODE:
        return [document.ref_code] if document.ref_code else ()
    if name == PINYIN:
        return [title_key(document.title)]
    if name == SECTIONS:
        return document.sections
    return document.facets.get(name, ())


def write_columns(files: Files, documents: Sequence[SearchDocument], *, keyed: bool = True) -> None:
    """Write the columns of a segment's documents; not ``keyed``: without the one that takes longest, by pinyin."""
    facets = dict.fromkeys(name for document in documents for name in document.facets)
    directory, parts, at = {}, [], 0
    for name in (*facets, DATES, ACCESSION_NO, REF_CODE, *([PINYIN] if keyed else []), SECTIONS):
        data = column_of(documents, name).to_bytes(keyed=name == PINYIN)
        directory[name] = [at, len(data), zlib.crc32(data)]
        parts.append(data)
        at += len(data)
    said = utf8(json.dumps({"documents": len(documents), "columns": directory}, ensure_ascii=False))
    with files.create(COLUMNS) as handle:
        handle.write(_HEAD.pack(len(said), zlib.crc32(said)) + said)
        for data in parts:
            handle.write(data)


class Columns:
    """The columns of one segment. Safe to share between threads."""

    def __init__(self, files: Files) -> None:
        """Open the file; raises ``IndexDamaged``."""
        self._data = files.read(COLUMNS, check=False)
        self._read: dict[str, Column] = {}
        with reading(COLUMNS):
            length, checksum = _HEAD.unpack_from(self._data)
            said = self._data[_HEAD.size : _HEAD.size + length]
            if zlib.crc32(said) != checksum:
                raise ValueError("checksum")
            known = json.loads(from_utf8(said))
            self._documents = int(known["documents"])
            self._directory: dict[str, list[int]] = known["columns"]
        self._begin = _HEAD.size + length

    @property
    def names(self) -> list[str]:
        """The facets that occur."""
        return [name for name in self._directory if not name.startswith("=")]

    def column(self, name: str) -> Column:
        """One column; one that no document has is empty. Raises ``IndexDamaged``."""
        column = self._read.get(name)
        if column is None:
            column = self._read[name] = self._column(name)
        return column

    def _column(self, name: str) -> Column:
        if name not in self._directory:
            return Column((), [()], array("I", bytes(4 * self._documents)))
        with reading(f"{COLUMNS}: {name}"):
            at, length, checksum = self._directory[name]
            data = self._data[self._begin + at : self._begin + at + length]
            if zlib.crc32(data) != checksum:
                raise ValueError("checksum")
            column = Column.from_bytes(data, keyed=name == PINYIN)
            if len(column) != self._documents:
                raise ValueError("of other documents")
            return column

    def filed(self, document: SearchDocument, number: int) -> SearchDocument:
        """The document ``number``, whose texts are known, with what it is filed under."""
        dates = []
        for value in self.column(DATES)[number]:
            first, _, last = value.partition("/")
            dates.append((first, last))
        facets = {name: values for name in self.names if (values := self.column(name)[number])}
        accession, ref = ("".join(self.column(name)[number]) for name in (ACCESSION_NO, REF_CODE))
        return replace(document, facets=facets, dates=tuple(dates), accession_no=accession, ref_code=ref)
