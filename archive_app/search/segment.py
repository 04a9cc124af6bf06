"""A segment: the postings and the texts of a batch of documents, in files that never change once written."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

from archive_app.frozen import dataclass
from archive_app.hanzi.folding import fold
from archive_app.search.coding import Code
from archive_app.search.columns import COLUMNS, Column, write_columns
from archive_app.search.document import SearchDocument
from archive_app.search.files import Files, FilesOnDisk, FileSum, check_size
from archive_app.search.grams import pairs
from archive_app.search.postings import Gatherer, Postings
from archive_app.search.textstore import ITEMS, TABLE, TEXTS, StoreWriter, TextStore

_SAMPLE = 400
"""Documents by which the code of a segment and its frequent pairs are chosen."""


@dataclass(frozen=True, slots=True)
class SegmentEntry:
    """What the manifest says of a segment: its name, its documents, the sums of its files by suffix."""

    name: str
    documents: int
    files: dict[str, FileSum]

    def to_json(self) -> dict[str, Any]:
        """As the manifest holds it."""
        files = {suffix: [sums.size, sums.crc32] for suffix, sums in self.files.items()}
        return {"name": self.name, "documents": self.documents, "files": files}

    @classmethod
    def from_json(cls, value: dict[str, Any]) -> SegmentEntry:
        """Read back."""
        files = {suffix: FileSum(*sums) for suffix, sums in value["files"].items()}
        return cls(str(value["name"]), int(value["documents"]), files)


class Segment:
    """A segment open for reading. Nothing but the sizes of its files is looked at before it is first needed."""

    def __init__(self, folder: Path, entry: SegmentEntry) -> None:
        """Raises ``IndexDamaged`` where a file is missing or of another length."""
        self.entry = entry
        self.files: Files = FilesOnDisk(folder / entry.name, entry.files)
        for suffix, sums in entry.files.items():
            check_size(folder / f"{entry.name}{suffix}", sums)

    def __len__(self) -> int:
        return self.entry.documents

    @cached_property
    def texts(self) -> TextStore:
        """Its texts."""
        return TextStore(self.files)

    @cached_property
    def postings(self) -> Postings:
        """Its postings."""
        return Postings(self.files)

    def column(self, name: str) -> Column:
        """What the documents are filed under, or ordered by: see ``columns``."""
        return self.texts.columns.column(name)

    def bytes_of(self, suffix: str) -> bytes:
        """A small file whole; raises ``IndexDamaged``."""
        return self.files.read(suffix, check=True)[:]


def write_segment(folder: Path, documents: Sequence[SearchDocument]) -> SegmentEntry:
    """Write documents (at least one) as a segment into ``folder``; its files stand there only once they are whole."""
    from archive_app.search.codec import write_postings

    with tempfile.TemporaryDirectory(prefix="new-", dir=folder, ignore_cleanup_errors=True) as name:
        place = Path(name)
        sample = sample_of(documents)
        gatherer, stored = Gatherer(list(map(pairs, sample)), len(documents)), FilesOnDisk(place / "texts")
        writer = StoreWriter(stored, Code.of(text for texts in sample for text in texts))
        try:
            segment = write_postings(place, _written(documents, writer), gatherer)
            writer.finish()
        finally:
            writer.close()
        write_columns(stored, documents)
        files = {suffix: place / f"texts{suffix}" for suffix in (TEXTS, ITEMS, TABLE, COLUMNS)}
        files |= {path.name.removeprefix(segment): path for path in sorted(place.glob(f"{segment}.*"))}
        sums = {suffix: FileSum.of(path) for suffix, path in files.items()}
        for suffix, path in files.items():
            shutil.move(path, folder / f"{segment}{suffix}")
    return SegmentEntry(segment, writer.count, sums)


def sample_of(documents: Sequence[SearchDocument]) -> list[list[str]]:
    """The folded texts of some of the documents."""
    return [folded_texts(document) for document in documents[:: -(-len(documents) // _SAMPLE)]]


def folded_texts(document: SearchDocument) -> list[str]:
    """A document's texts as they are compared."""
    return [fold(text.text) for text in document.texts]


def _written(documents: Sequence[SearchDocument], writer: StoreWriter) -> Iterator[tuple[SearchDocument, list[str]]]:
    for document in documents:
        folded = folded_texts(document)
        writer.add(document, folded)
        yield document, folded
