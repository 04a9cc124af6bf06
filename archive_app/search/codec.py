"""A segment as whoosh writes it: its documents by kind and level of access, and beside that the grams.

Kind and access are whoosh's own fields, in its own files. The grams have files of their own (`postings`), written as
the segment is flushed: whoosh's pool of single postings, its pickled blocks and its hash of terms would take ten times
the time and twice the room of all the rest of the index.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from whoosh import fields
from whoosh.codec.whoosh3 import W3Codec
from whoosh.filedb.filestore import FileStorage
from whoosh.index import TOC
from whoosh.writing import SegmentWriter

from archive_app.search.document import SearchDocument
from archive_app.search.files import FilesOnDisk
from archive_app.search.grams import pairs, units
from archive_app.search.postings import Gatherer

NAME = "cunshi"
"""What whoosh calls the index; its segments' names begin so."""


def schema() -> fields.Schema:
    """What whoosh knows of a document. Its texts are not among it: see ``composing.Substring``."""
    return fields.Schema(kind=fields.ID(sortable=True), access=fields.ID(sortable=True))


class _Home:
    """What whoosh's writer wants of an index: a folder, and no segments yet. Our manifest stands in for its TOC."""

    indexname = NAME

    def __init__(self, folder: Path) -> None:
        self.storage = FileStorage(str(folder))

    def _read_toc(self) -> TOC:
        return TOC(schema(), [], 0)


class _Writer(SegmentWriter):  # type: ignore[misc]
    """whoosh's segment writer, with grams gathered as lists and written at the end."""

    def __init__(self, folder: Path, gatherer: Gatherer) -> None:
        super().__init__(_Home(folder), codec=W3Codec(), compound=False, _lk=False)
        self._folder = folder
        self._gatherer = gatherer

    def add(self, document: SearchDocument, folded: Sequence[str]) -> None:
        """Add the next document, whose texts fold to these."""
        self._gatherer.add(units(folded), pairs(folded))
        self.add_document(kind=document.kind, access=str(document.access))

    def _flush_segment(self) -> None:
        super()._flush_segment()
        self._gatherer.write(FilesOnDisk(self._folder / self.newsegment.segment_id()))

    def _commit_toc(self, segments: list[Any]) -> None:
        """Nothing: the manifest says which segments there are, in the same breath as the sequence they hold."""


def write_postings(folder: Path, documents: Iterable[tuple[SearchDocument, Sequence[str]]], gatherer: Gatherer) -> str:
    """Write a segment, of documents and their folded texts, into an empty folder; returns its name, with which all
    its files begin."""
    writer = _Writer(folder, gatherer)
    try:
        for document, folded in documents:
            writer.add(document, folded)
    except BaseException:
        writer.cancel()
        raise
    writer.commit(merge=False)
    return str(writer.newsegment.segment_id())
