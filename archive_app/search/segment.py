"""A segment: the postings and the texts of a batch of documents, in files that never change once written."""

from __future__ import annotations

import shutil
import tempfile
import threading
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from archive_app.search.document import SearchDocument
from archive_app.search.files import FileSum, check_size, map_file
from archive_app.search.grams import grams
from archive_app.search.textstore import FOLDED, ITEMS, TABLE, FoldedTexts, StoreWriter, TextStore

if TYPE_CHECKING:
    from archive_app.search.codec import Postings

_CACHED = 256
"""Posting lists kept as sets: the pairs of the last searches."""


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
        self._base = folder / entry.name
        self._sets: dict[str, frozenset[int]] = {}
        self._opening = threading.Lock()
        for suffix, sums in entry.files.items():
            check_size(Path(f"{self._base}{suffix}"), sums)

    def __len__(self) -> int:
        return self.entry.documents

    @cached_property
    def texts(self) -> TextStore:
        """Its texts."""
        return TextStore(self._base, self.entry.files)

    @cached_property
    def postings(self) -> Postings:
        """Its postings; whoosh is imported with the first of them."""
        from archive_app.search.codec import LISTS, TERMS, Postings

        with self._opening:
            files = self.entry.files
            terms = map_file(Path(f"{self._base}{TERMS}"), files[TERMS], check=True)
            lists = map_file(Path(f"{self._base}{LISTS}"), files[LISTS], check=False)
            return Postings(terms, lists, len(self))

    @cached_property
    def numbers_by_id(self) -> dict[str, int]:
        """The number of each document."""
        return {key: number for number, key in enumerate(self.texts.ids)}

    def numbers(self, gram: str) -> frozenset[int]:
        """The documents that may hold a gram."""
        found = self._sets.get(gram)
        if found is None:
            found = frozenset(self.postings.numbers(gram))
            if len(self._sets) >= _CACHED:
                self._sets = {}
            self._sets[gram] = found
        return found


def write_segment(folder: Path, documents: Sequence[SearchDocument] | Iterable[SearchDocument]) -> SegmentEntry:
    """Write documents (at least one) as a segment into ``folder``; its files stand there only once they are whole."""
    from archive_app.search.codec import LISTS, TERMS, write_postings

    with tempfile.TemporaryDirectory(prefix="new-", dir=folder, ignore_cleanup_errors=True) as name:
        place = Path(name)
        writer = StoreWriter(place / "texts")
        try:
            segment = write_postings(place, _grams(documents, writer))
            writer.finish()
        finally:
            writer.close()
        files = {suffix: place / f"texts{suffix}" for suffix in (FOLDED, ITEMS, TABLE)}
        # whoosh's column of stored fields is empty, but its own reader looks for it.
        files |= {suffix: place / f"{segment}{suffix}" for suffix in (TERMS, LISTS, "._stored.col")}
        sums = {suffix: FileSum.of(path) for suffix, path in files.items()}
        for suffix, path in files.items():
            shutil.move(path, folder / f"{segment}{suffix}")
    return SegmentEntry(segment, writer.count, sums)


def _grams(documents: Iterable[SearchDocument], writer: StoreWriter) -> Iterator[set[str]]:
    for document in documents:
        texts = FoldedTexts.of(document)
        writer.add(document, texts)
        yield grams(texts.text)
