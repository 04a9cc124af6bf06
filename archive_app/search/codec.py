"""Postings written straight into whoosh's segment.

Existence only: a bigram's document numbers as deltas, a byte each where they fit, in whoosh's own W3 block format,
so that whoosh's stock reader and ``Term`` query still read them. No token objects, no posting pool: ten times faster
to build and a sixth of the size of stock phrase postings.
"""

from __future__ import annotations

import struct
import zlib
from array import array
from collections import defaultdict
from itertools import accumulate
from operator import sub
from pickle import dumps
from typing import Any

from whoosh import fields, formats
from whoosh.codec import whoosh3
from whoosh.reading import IndexReader, TermNotFound
from whoosh.writing import SegmentWriter

from archive_app.search.grams import RARE, bucket

FIELD = "grams"
_BLOCK = 8192
_LENGTH = struct.Struct("!i").pack


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
        return ()


def schema() -> fields.Schema:
    """Id for deletion, grams for finding; everything else stands in the text store."""
    return fields.Schema(id=fields.ID(unique=True), grams=GramField())


class _PostingsWriter(whoosh3.W3PostingsWriter):  # type: ignore[misc]
    pos: int  # bytes written so far

    def write_list(self, numbers: list[int], info: whoosh3.W3TermInfo) -> None:
        """Write ascending document numbers as existence postings."""
        total, start = len(numbers), self.pos
        parts = [whoosh3.WHOOSH3_HEADER_MAGIC]
        for first in range(0, total, _BLOCK):
            part = numbers[first : first + _BLOCK]
            deltas = [part[0], *map(sub, part[1:], part)]
            ids: Any = bytes(deltas) if max(deltas) < 256 else array("I", deltas)
            body, packed = dumps((ids, None, None), 4), 0
            if len(body) > 80:
                body, packed = zlib.compress(body, 1), 1
            about = dumps((len(part), part[-1], 1.0, packed, 0, 0), 2)
            size = len(about) + len(body)
            parts += [_LENGTH(-size if first + _BLOCK >= total else size), about, body]
        written = b"".join(parts)
        self._postfile.write(written)
        self.pos = start + len(written)
        info._weight, info._df = float(total), total
        info._minlength = info._maxlength = 0
        info._maxweight, info._minid, info._maxid = 1.0, numbers[0], numbers[-1]
        info.set_extent(start, len(written))


class _Codec(whoosh3.W3Codec):  # type: ignore[misc]
    def postings_writer(self, dbfile: Any, byteids: bool = False) -> _PostingsWriter:
        return _PostingsWriter(
            dbfile,
            blocklimit=self._blocklimit,
            byteids=byteids,
            compression=self._compression,
            inlinelimit=self._inlinelimit,
        )


class GramWriter(SegmentWriter):  # type: ignore[misc]
    """whoosh's segment writer, with the grams gathered as lists and written at the end. Commit without whoosh's merging."""

    def __init__(self, index: Any, **options: Any) -> None:
        super().__init__(index, codec=_Codec(), **options)
        self._gathered: defaultdict[str, list[int]] = defaultdict(list)

    def add(self, key: str, found: set[str]) -> None:
        """Add a document by its id and its bigrams."""
        number = self.docnum
        gathered = self._gathered
        for gram in found:
            gathered[gram].append(number)
        self.add_document(id=key)

    def _flush_segment(self) -> None:
        self.perdocwriter.close()
        reader = self.per_document_reader()
        writer = self.fieldwriter
        writer.add_postings(self.schema, reader, self.pool.iter_postings())
        writer.start_field(FIELD, self.schema[FIELD])
        postings = writer._postwriter
        postings.pos = postings._postfile.tell()
        prefix, add = whoosh3.pack_ushort(writer._fieldid), writer._tindex.add
        buckets: defaultdict[bytes, list[int]] = defaultdict(list)
        # Bucket terms begin with 0xFF and so sort after every UTF-8 term, as the term index wants them.
        for gram, numbers in sorted((g.encode("utf-8", "surrogatepass"), n) for g, n in self._gathered.items()):
            if len(numbers) <= RARE:
                buckets[bucket(gram)] += numbers
            else:
                self._write(postings, prefix + gram, numbers, add)
        for key in sorted(buckets):
            self._write(postings, prefix + key, sorted(set(buckets[key])), add)
        self._gathered.clear()
        writer.finish_field()
        writer.close()
        reader.close()

    @staticmethod
    def _write(postings: _PostingsWriter, key: bytes, numbers: list[int], add: Any) -> None:
        info = whoosh3.W3TermInfo()
        postings.write_list(numbers, info)
        add(key, info.to_bytes())


_EXISTENCE = formats.Existence()


def numbers_of(reader: IndexReader, gram: str) -> frozenset[int]:
    """The documents of a segment that may hold a bigram: its own list, or its bucket's."""
    key = gram.encode("utf-8", "surrogatepass")
    found = _numbers(reader, key)
    return frozenset(_numbers(reader, bucket(key)) or () if found is None else found)


def frequency_of(reader: IndexReader, gram: str) -> int:
    """How many documents hold a bigram that is not rare; 0 for a rare one."""
    try:
        return int(reader._terms.doc_frequency(FIELD, gram.encode("utf-8", "surrogatepass")))
    except (KeyError, TermNotFound):
        return 0


def _numbers(reader: IndexReader, key: bytes) -> list[int] | None:
    try:
        matcher = reader._terms.matcher(FIELD, key, _EXISTENCE)
    except (KeyError, TermNotFound):
        return None
    found: list[int] = []
    while True:
        matcher._read_data()
        found.extend(accumulate(matcher._data[0]))
        if matcher._lastblock:
            return found
        matcher._next_block()
