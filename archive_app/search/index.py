"""The index of one archive: segments on whoosh, and a tail of what is newer.

Derived data: it follows the change log by sequence number. Whatever is wrong with its files (a flipped byte, another
version of the program or of the folding table, a missing folder) is one state, ``needs_rebuild``; nothing is raised
at a reader.

What is promised of damage: the manifest, the term lists and the tables are checked whole before they are used, and
every posting list, folded text and item when it is first read. So a changed byte is found before it can change an
answer; what is never read is never believed.
"""

from __future__ import annotations

import logging
import secrets
import shutil
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Unpack

from archive_app.domain.errors import StorageFailed
from archive_app.search.answering import Asked, Wanted, answer, scan
from archive_app.search.document import SearchDocument
from archive_app.search.files import IndexDamaged
from archive_app.search.journal import Journal
from archive_app.search.manifest import BUILDING, Manifest
from archive_app.search.matching import Part, Source
from archive_app.search.results import Results
from archive_app.search.segment import Segment, write_segment
from archive_app.search.tail import Tail

if TYPE_CHECKING:
    from whoosh.searching import Searcher

TAIL = 256
"""Documents the tail holds before they become a segment."""
SMALL = 1024
"""Segments of fewer documents are made one …"""
MANY = 8
"""… when there are so many of them. Larger ones stay as they are until the index is built anew."""
LARGEST = 10_000_000
"""Characters of one segment while the index is built: bounds the memory to some 300 MB."""

_log = logging.getLogger(__name__)
_REBUILDING = "检索索引需要重建，重建以后再找。"


@dataclass(frozen=True, slots=True)
class _Snapshot:
    """What one search sees from beginning to end."""

    parts: tuple[Part, ...] = ()
    tail: Tail = field(default_factory=Tail)
    unread: Journal | None = None
    """Where the tail still is, until the first search needs it."""
    damage: str = ""
    """Why there is nothing to search."""

    def updated(self, documents: Sequence[SearchDocument], deleted: Sequence[str]) -> _Snapshot:
        gone = [*deleted, *(document.id for document in documents)]
        return _Snapshot(tuple(part.without(gone) for part in self.parts), self.tail.updated(documents, deleted))


class SearchIndex:
    """One index folder. One thread may write while others search."""

    def __init__(self, folder: Path, documents: Callable[[], Iterable[SearchDocument]] | None = None) -> None:
        """See ``open``."""
        self._folder = folder
        self._documents = documents
        self._lock = threading.RLock()  # held by whoever changes what stands below
        self._manifest = Manifest(0)
        self._journal = Journal(folder / self._manifest.journal)
        self._keeps_journal = True
        self._snapshot = _Snapshot()
        self.sequence = 0

    @classmethod
    def open(cls, folder: Path, documents: Callable[[], Iterable[SearchDocument]] | None = None) -> SearchIndex:
        """Open what is there; what cannot be used is left alone and ``needs_rebuild`` is set.

        ``documents`` gives all documents of the archive: where there is no index to search, they are scanned.
        """
        index = cls(folder, documents)
        index._load()
        return index

    @property
    def needs_rebuild(self) -> bool:
        """Whether the index is missing, damaged or of another version."""
        return bool(self._snapshot.damage)

    def _load(self) -> None:
        with self._lock:
            try:
                manifest = Manifest.read(self._folder)
                segments = [Segment(self._folder, entry) for entry in manifest.segments]
            except IndexDamaged as error:
                self._snapshot, self.sequence = _Snapshot(damage=str(error)), 0
                return
            self._manifest = manifest
            self._journal, self._keeps_journal = Journal(self._folder / manifest.journal), True
            self._snapshot = _Snapshot(tuple(map(Part, segments, manifest.deleted)), unread=self._journal)
            self.sequence = self._journal.sequence(manifest.sequence)

    def _current(self) -> _Snapshot:
        """The snapshot, with the journal's updates in it; raises ``IndexDamaged``."""
        snapshot = self._snapshot
        if snapshot.unread is None:
            return snapshot
        with self._lock:
            snapshot = self._snapshot
            if snapshot.unread is not None:
                for update in snapshot.unread.updates():
                    snapshot = snapshot.updated(update.documents, update.deleted)
                snapshot = replace(snapshot, unread=None)
                self._snapshot = snapshot
            return snapshot

    def _mark(self, error: IndexDamaged) -> None:
        """Take note of damage; unless the files are gone because the index was built anew, which is then taken."""
        with self._lock:
            if self._is_ours():
                _log.warning("search index: %s", error)
                self._snapshot, self.sequence = _Snapshot(damage=str(error)), 0

    def close(self) -> None:
        """Let go of the files. Nothing is lost: the journal has the tail."""
        with self._lock:
            # Mapped files go with the last search that still reads them.
            self._snapshot = _Snapshot()

    # — writing —

    def update(self, documents: Iterable[SearchDocument], deleted: Iterable[str], sequence: int) -> None:
        """Take new and changed documents, forget deleted ones; findable when this returns.

        An index that needs rebuilding takes nothing: after the rebuild, follow the log from its ``sequence``.
        """
        added, gone = list(documents), list(deleted)
        with self._lock:
            if self.needs_rebuild:
                return
            try:
                snapshot = self._current().updated(added, gone)
                self._keep(added, gone, sequence)
                self._snapshot, self.sequence = snapshot, sequence
                if len(snapshot.tail) >= TAIL:
                    self.flush()
            except IndexDamaged as error:
                self._mark(error)

    def _keep(self, documents: Sequence[SearchDocument], deleted: Sequence[str], sequence: int) -> None:
        """Write an update to the journal. Where that fails the tail lives in memory, and the log gives it again."""
        if not self._keeps_journal:
            return
        try:
            self._journal.append(documents, deleted, sequence)
        except OSError as error:
            _log.warning("search journal: %s", error)
            self._keeps_journal = False

    def flush(self) -> None:
        """Make the tail a segment on the disk; where the disk refuses, it stays in memory."""
        with self._lock:
            try:
                snapshot = self._current()
                if self.needs_rebuild or not self._is_ours():
                    return
                kept, gathered = _gathering(snapshot)
                if gathered:
                    entry = write_segment(self._folder, gathered)
                    kept.append(Part(Segment(self._folder, entry)))
                self._replace(kept, self.sequence)
            except IndexDamaged as error:
                self._mark(error)
            except (OSError, StorageFailed) as error:
                _log.warning("search index not written: %s", error)

    def _is_ours(self) -> bool:
        """Whether the folder still holds the state that was opened; where it was built anew meanwhile, take that."""
        try:
            same = Manifest.read(self._folder).generation == self._manifest.generation
        except IndexDamaged:
            same = False
        if not same:
            self._load()
        return same

    def _replace(self, parts: Sequence[Part], sequence: int) -> None:
        """Make these parts the whole index, on the disk and here."""
        entries = tuple(part.segment.entry for part in parts)
        manifest = Manifest(sequence, entries, tuple(part.deleted for part in parts))
        manifest.write(self._folder)
        self._manifest, self.sequence = manifest, sequence
        self._journal, self._keeps_journal = Journal(self._folder / manifest.journal), True
        self._snapshot = _Snapshot(tuple(parts))
        manifest.sweep(self._folder)

    def rebuild(self, documents: Iterable[SearchDocument], sequence: int) -> None:
        """Make the index anew; until it is whole, the old one answers.

        ``sequence`` is that of the log when ``documents`` were read. Raises ``StorageFailed`` or ``OSError`` where
        the disk refuses; the old index then stays.
        """
        self._folder.mkdir(parents=True, exist_ok=True)
        for left in self._folder.glob(f"{BUILDING}*"):
            shutil.rmtree(left, ignore_errors=True)
        building = self._folder / f"{BUILDING}{secrets.token_hex(4)}"
        building.mkdir()
        try:
            entries = [write_segment(building, batch) for batch in _batches(documents)]
            with self._lock:
                for path in building.iterdir():
                    path.rename(self._folder / path.name)
                self._replace([Part(Segment(self._folder, entry)) for entry in entries], sequence)
        finally:
            shutil.rmtree(building, ignore_errors=True)

    # — searching —

    def search(self, query: str, **wanted: Unpack[Wanted]) -> Results:
        """Every item the query finds, in order; any string gets an answer. What may be wanted: see ``Asked``."""
        return self.answer(Asked(query, **wanted))

    def answer(self, asked: Asked) -> Results:
        """Every item that was asked for."""
        for _ in range(2):  # once more where the index was built anew by another process
            try:
                snapshot = self._current()
                if snapshot.damage:
                    break
                sources: list[Source] = [*snapshot.parts, snapshot.tail]
                return answer(sources, asked)
            except IndexDamaged as error:
                self._mark(error)
        if self._documents is not None:
            return scan(self._documents(), asked)
        return replace(answer((), asked), hint=_REBUILDING)

    def searcher(self) -> Searcher:
        """A whoosh searcher over the index as it is now, for queries put together with ``composing.Substring``.

        Raises ``IndexDamaged`` where there is none to search.
        """
        from archive_app.search import composing

        try:
            snapshot = self._current()
            if snapshot.damage:
                raise IndexDamaged(snapshot.damage)
        except IndexDamaged as error:
            self._mark(error)
            raise
        return composing.searcher([*snapshot.parts, snapshot.tail])


def _gathering(snapshot: _Snapshot) -> tuple[list[Part], list[SearchDocument]]:
    """The parts that stay as they are, and the documents of the next segment: the tail's, those of parts that are
    mostly deleted, and those of the small parts once there are many."""
    kept, small, documents = [], [], []
    for part in snapshot.parts:
        if 2 * len(part) < len(part.segment):
            documents += [part.document(number) for number in part.live]
        elif len(part.segment) < SMALL:
            small.append(part)
        else:
            kept.append(part)
    if len(small) >= MANY:
        documents += [part.document(number) for part in small for number in part.live]
        small = []
    return kept + small, [*documents, *snapshot.tail.documents]


def _batches(documents: Iterable[SearchDocument]) -> Iterator[list[SearchDocument]]:
    batch: list[SearchDocument] = []
    characters = 0
    for document in documents:
        batch.append(document)
        characters += sum(len(text.text) for text in document.texts)
        if characters >= LARGEST:
            yield batch
            batch, characters = [], 0
    if batch:
        yield batch
