"""Postings in whoosh's segments: written straight into its W3 blocks, read back without sharing a file position.

Existence only: a gram's document numbers as deltas, a byte each where they fit. No token objects, no posting pool, no
positions: many times faster to build and a fraction of the size of stock phrase postings, and whoosh's own reader and
``Term`` query still read them. Behind each term's entry stands the CRC-32 of its postings.
"""

from __future__ import annotations

import io
import mmap
import pickle
import struct
import zlib
from array import array
from collections import defaultdict
from collections.abc import Callable, Iterable
from itertools import accumulate
from operator import sub
from pathlib import Path
from typing import Any

from whoosh import fields, formats
from whoosh.codec import whoosh3
from whoosh.filedb.filestore import FileStorage
from whoosh.filedb.filetables import OrderedHashReader
from whoosh.filedb.structfile import StructFile
from whoosh.index import TOC
from whoosh.writing import SegmentWriter

from archive_app.search.files import IndexDamaged
from archive_app.search.grams import RARE, bucket, bucket_count

FIELD = "grams"
TERMS, LISTS = whoosh3.W3Codec.TERMS_EXT, whoosh3.W3Codec.POSTS_EXT
"""Suffixes of a segment's term index and of its postings."""

_NAME = "cunshi"
_BLOCK = 8192
_LENGTH = struct.Struct("!i")
_ENTRY = struct.Struct("!BfIBBfIIqiI")
"""whoosh's W3TermInfo (flags, weight, frequency, lengths, weight, first, last, offset, length), and our CRC."""


class GramField(fields.FieldType):  # type: ignore[misc]
    """A field whose postings are handed over whole; whoosh's analysis never sees it."""

    def __init__(self) -> None:
        self.format = formats.Existence()
        self.analyzer = None
        self.scorable = False
        self.stored = False
        self.unique = False
        self.vector = None
        self.spelling = False
        self.column_type = None
        self.indexed = True
        self.multitoken_query = "default"

    def index(self, value: Any, **options: Any) -> tuple[()]:
        """Nothing: see ``_Writer``."""
        return ()


def schema() -> fields.Schema:
    """Grams for finding; everything else stands in the text store."""
    return fields.Schema(**{FIELD: GramField()})


# — writing —


class _Home:
    """What whoosh's writer wants of an index: a folder, and no segments yet. Our manifest stands in for its TOC."""

    indexname = _NAME

    def __init__(self, folder: Path) -> None:
        self.storage = FileStorage(str(folder))

    def _read_toc(self) -> TOC:
        return TOC(schema(), [], 0)


class _Writer(SegmentWriter):  # type: ignore[misc]
    """whoosh's segment writer, with grams gathered as lists and written at the end."""

    def __init__(self, folder: Path) -> None:
        super().__init__(_Home(folder), codec=whoosh3.W3Codec(), compound=False, _lk=False)
        self._gathered: defaultdict[str, list[int]] = defaultdict(list)

    def add(self, found: set[str]) -> None:
        """Add the next document by its grams."""
        number, gathered = self.docnum, self._gathered
        for gram in found:
            gathered[gram].append(number)
        self.add_document()

    def _flush_segment(self) -> None:
        self.perdocwriter.close()
        writer = self.fieldwriter
        writer.start_field(FIELD, self.schema[FIELD])
        prefix = whoosh3.pack_ushort(writer._fieldid)
        writer._postfile.write(whoosh3.WHOOSH3_HEADER_MAGIC)  # a file without a posting could not be mapped
        offset = writer._postfile.tell()
        for key, numbers in self._terms():
            data = packed(numbers)
            writer._postfile.write(data)
            entry = (0, len(numbers), len(numbers), 0, 0, 1.0, numbers[0], numbers[-1], offset, len(data))
            writer._tindex.add(prefix + key, _ENTRY.pack(*entry, zlib.crc32(data)))
            offset += len(data)
        writer.finish_field()
        writer.close()

    def _terms(self) -> Iterable[tuple[bytes, list[int]]]:
        """Terms in byte order: frequent grams, then the buckets of the rare ones (0xFF sorts after all UTF-8)."""
        count = bucket_count(self.docnum)
        frequent: list[tuple[bytes, list[int]]] = []
        buckets: defaultdict[bytes, set[int]] = defaultdict(set)
        while self._gathered:
            gram, numbers = self._gathered.popitem()
            key = gram.encode("utf-8", "surrogatepass")
            if len(numbers) > RARE:
                frequent.append((key, numbers))
            else:
                buckets[bucket(key, count)].update(numbers)
        frequent.sort()
        yield from frequent
        for key in sorted(buckets):
            yield key, sorted(buckets[key])

    def _commit_toc(self, segments: list[Any]) -> None:
        """Nothing: the manifest says which segments there are, in the same breath as the sequence they hold."""


def packed(numbers: list[int]) -> bytes:
    """Ascending document numbers as one whoosh posting list."""
    parts = [whoosh3.WHOOSH3_HEADER_MAGIC]
    for first in range(0, len(numbers), _BLOCK):
        part = numbers[first : first + _BLOCK]
        deltas = [part[0], *map(sub, part[1:], part)]
        ids: Any = bytes(deltas) if max(deltas) < 256 else array("I", deltas).tolist()
        body, compression = pickle.dumps((ids, None, None), 4), 0
        if len(body) > 80:
            body, compression = zlib.compress(body, 1), 1
        about = pickle.dumps((len(part), part[-1], 1.0, compression, 0, 0), 2)
        size = len(about) + len(body)
        parts += [_LENGTH.pack(-size if first + _BLOCK >= len(numbers) else size), about, body]
    return b"".join(parts)


def write_postings(folder: Path, documents: Iterable[set[str]]) -> str:
    """Write a segment into an empty folder; returns its name, with which all its files begin."""
    writer = _Writer(folder)
    try:
        for found in documents:
            writer.add(found)
    except BaseException:
        writer.cancel()
        raise
    writer.commit(merge=False)
    return str(writer.newsegment.segment_id())


# — reading —


class _Plain(pickle.Unpickler):
    """Reads whoosh's pickles of numbers and nothing else: an index that came on a stick runs no code."""

    def find_class(self, module: str, name: str) -> Any:
        raise pickle.UnpicklingError(f"{module}.{name} in an index")


class _Mapped(StructFile):  # type: ignore[misc]
    """A mapped file as whoosh's tables read it; ``get`` leaves the position alone, so threads may share it."""

    def get(self, position: int, length: int) -> bytes:
        found: bytes = self.file[position : position + length]
        return found

    def read_pickle(self) -> Any:
        return _Plain(self.file).load()


class Postings:
    """The postings of one segment. Safe to share between threads."""

    def __init__(self, terms: mmap.mmap, lists: mmap.mmap, documents: int) -> None:
        """``terms`` must have been checked whole; ``lists`` is checked a term at a time."""
        self._lists = lists
        self._buckets = bucket_count(documents)
        try:
            self._table = OrderedHashReader(_Mapped(terms, name="terms"), len(terms))
            self._prefix = whoosh3.pack_ushort(self._table.extras["fieldmap"][FIELD])
        except _READING_FAILS as error:
            raise IndexDamaged(f"terms: {error}") from error

    def frequency(self, gram: str) -> int:
        """How many documents hold a gram that is not rare; 0 for a rare one."""
        entry = self._entry(gram.encode("utf-8", "surrogatepass"))
        return 0 if entry is None else int(entry[2])

    def numbers(self, gram: str) -> list[int]:
        """The documents that may hold a gram, ascending: its own list, or its bucket's."""
        key = gram.encode("utf-8", "surrogatepass")
        entry = self._entry(key) or self._entry(bucket(key, self._buckets))
        if entry is None:
            return []
        offset, length, checksum = entry[8:]
        data = self._lists[offset : offset + length]
        if len(data) != length or zlib.crc32(data) != checksum:
            raise IndexDamaged("postings: checksum")
        return unpacked(data)

    def _entry(self, key: bytes) -> tuple[Any, ...] | None:
        try:
            position, length = self._table.range_for_key(self._prefix + key)
        except KeyError:
            return None
        if length != _ENTRY.size:
            raise IndexDamaged("terms: entry")
        return _ENTRY.unpack(self._table.dbfile.get(position, length))


_READING_FAILS = (OSError, ValueError, KeyError, IndexError, EOFError, TypeError, struct.error, pickle.UnpicklingError)


def unpacked(data: bytes) -> list[int]:
    """The document numbers of a posting list written by ``packed``."""
    stream = io.BytesIO(data)
    stream.seek(len(whoosh3.WHOOSH3_HEADER_MAGIC))
    found: list[int] = []
    decompress: Callable[[bytes], bytes] = zlib.decompress
    while True:
        (size,) = _LENGTH.unpack(stream.read(_LENGTH.size))
        end = stream.tell() + abs(size)
        about = _Plain(stream).load()
        body = stream.read(end - stream.tell())
        ids = _Plain(io.BytesIO(decompress(body) if about[3] else body)).load()[0]
        found.extend(accumulate(ids))
        if size < 0:
            return found
