"""The index of one archive: segments on whoosh, and a tail of what is newer.

Derived data: it follows the change log by sequence number. Whatever is wrong with its files (a flipped byte, another
version of the program or of the folding table, a missing folder) is one state, ``needs_rebuild``; nothing is raised
at a reader. Until it is built anew, the documents themselves are held in memory and searched (``held``).

What is promised of damage: the manifest, the term lists and the tables are checked whole before they are used, and
every posting list, folded text and item when it is first read. So a changed byte is found before it can change an
answer; what is never read is never believed.
"""

from __future__ import annotations

import logging
import secrets
import shutil
import threading
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar, Unpack

from archive_app.domain.errors import StorageFailed
from archive_app.search.answering import Asked, Wanted, answer, ids
from archive_app.search.document import SearchDocument
from archive_app.search.files import IndexDamaged
from archive_app.search.gathering import Gathered, Plan, Snapshot, replayed, take_up, write_gathered
from archive_app.search.held import Documents, batches, held
from archive_app.search.journal import Journal, Update
from archive_app.search.manifest import BUILDING, Manifest
from archive_app.search.matching import Part
from archive_app.search.offering import filed, titles
from archive_app.search.results import Results
from archive_app.search.segment import Segment, write_segment
from archive_app.search.tail import Tail

if TYPE_CHECKING:
    from whoosh.searching import Searcher

TAIL = 256
"""Documents in the tail from which it is worth while to make them a segment."""
LARGEST = 10_000_000
"""Characters of one segment while the index is built: bounds the memory to some 300 MB."""

_Answer = TypeVar("_Answer")

_log = logging.getLogger(__name__)
_REBUILDING = "检索索引需要重建，重建以后再找。"


class SearchIndex:
    """One index folder. One thread may write while others search."""

    def __init__(self, folder: Path, documents: Documents | None = None) -> None:
        """See ``open``."""
        self._folder = folder
        self._documents = documents
        self._holding = threading.Lock()  # held by whoever reads all documents
        self._closed = False
        self._lock = threading.RLock()  # held by whoever changes what stands below
        self._manifest = Manifest(0)
        self._journal = Journal(folder / self._manifest.journal)
        self._keeps_journal = True
        self._snapshot = Snapshot()
        self._since: list[tuple[frozenset[str], int]] = []
        self.sequence = 0

    @classmethod
    def open(cls, folder: Path, documents: Documents | None = None) -> SearchIndex:
        """Open what is there; what cannot be used is left alone and ``needs_rebuild`` is set.

        ``documents`` are all documents of the archive: where there is no index to search, they are read and held.
        """
        index = cls(folder, documents)
        index._load()
        return index

    @property
    def needs_rebuild(self) -> bool:
        """Whether the index is missing, damaged or of another version."""
        return bool(self._snapshot.damage)

    @property
    def ready(self) -> bool:
        """Whether a search need not read all documents first."""
        return self._snapshot.held or not self._snapshot.damage

    def prepare(self) -> None:
        """Where there is no index, and documents to be had, read and hold them; ``sequence`` is then theirs. The first
        search does the same: this is for who wants them brought up to the log before that."""
        self._searched()

    def _load(self) -> None:
        with self._lock:
            try:
                manifest = Manifest.read(self._folder)
                segments = [Segment(self._folder, entry) for entry in manifest.segments]
            except IndexDamaged as error:
                self._snapshot, self.sequence = Snapshot(damage=str(error)), 0
                return
            self._manifest = manifest
            self._journal, self._keeps_journal = Journal(self._folder / manifest.journal), True
            self._since = []
            self._snapshot = Snapshot(tuple(map(Part, segments, manifest.deleted)), unread=self._journal)
            self.sequence = self._journal.sequence(manifest.sequence)

    def _current(self) -> Snapshot:
        """The snapshot, with the journal's updates in it; raises ``IndexDamaged``."""
        snapshot = self._snapshot
        if snapshot.unread is None:
            return snapshot
        with self._lock:
            snapshot = self._snapshot
            if snapshot.unread is not None:
                updates = list(snapshot.unread.updates())
                snapshot = replayed(snapshot, updates)
                self._since = [(_touched(each.documents, each.deleted), each.sequence) for each in updates]
                self._snapshot = snapshot
            return snapshot

    def _mark(self, error: IndexDamaged) -> None:
        """Take note of damage; unless the files are gone because the index was built anew, which is then taken."""
        with self._lock:
            if self._is_ours():
                _log.warning("search index: %s", error)
                self._snapshot, self.sequence = Snapshot(damage=str(error)), 0

    def _searched(self) -> Snapshot:
        """The snapshot to be searched: of the index, or of what is held. Without documents to hold, an empty one."""
        try:
            snapshot = self._current()
        except IndexDamaged as error:
            self._mark(error)
            snapshot = self._snapshot
        if self._documents is None or snapshot.held or not snapshot.damage:
            return snapshot
        with self._holding:
            if not self.ready:
                self._hold(self._documents)
            return self._current()

    def _hold(self, documents: Documents) -> None:
        sequence = documents.sequence()
        parts = tuple(held(self._until_closed(documents.read()), documents))
        with self._lock:
            if self._snapshot.damage and not self._closed:
                self._snapshot, self.sequence = Snapshot(parts, damage=self._snapshot.damage, held=True), sequence

    def _until_closed(self, documents: Iterable[SearchDocument]) -> Iterator[SearchDocument]:
        for document in documents:
            if self._closed:  # nobody waits for the answer any more
                return
            yield document

    def close(self) -> None:
        """Let go of the files. Nothing is lost: the journal has the tail."""
        self._closed = True
        with self._lock:
            # Mapped files go with the last search that still reads them.
            self._snapshot = Snapshot()

    # — writing —

    def update(self, documents: Iterable[SearchDocument], deleted: Iterable[str], sequence: int) -> None:
        """Take new and changed documents, forget deleted ones; findable when this returns.

        They go into the tail and its journal, which costs the same at any size; see ``due``. An index that needs
        rebuilding takes nothing, unless it holds the documents; after a rebuild, follow the log from its ``sequence``.
        """
        added, gone = list(documents), list(deleted)
        with self._lock:
            if not self.ready:
                return
            try:
                snapshot = self._current().updated(added, gone)
                if not snapshot.held:
                    self._keep(added, gone, sequence)
                    self._since.append((_touched(added, gone), sequence))
                self._snapshot, self.sequence = snapshot, sequence
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

    @property
    def due(self) -> Plan | None:
        """From where it is time to ``gather`` the tail into a segment, apart from the saving of records, and then to
        ``adopt`` it; ``None`` while it is short, or cannot be."""
        with self._lock:
            try:
                if self.needs_rebuild or len(self._current().tail) < TAIL or not self._keeps_journal:
                    return None
            except IndexDamaged as error:
                self._mark(error)
                return None
            return self._plan()

    def _plan(self) -> Plan:
        return Plan(self._manifest.generation, len(self._since))

    def adopt(self, gathered: Gathered | None) -> bool:
        """Take up what was gathered, with what was updated meanwhile; whether it still fitted. The index is on the disk
        what it was or what it becomes, at every moment; where the disk refuses, it stays what it was."""
        with self._lock:
            try:
                snapshot = self._current()
                if gathered is None or self.needs_rebuild or not self._is_ours():
                    return False
                if gathered.plan.generation != self._manifest.generation:
                    return False
                self._take(snapshot, gathered)
                return True
            except IndexDamaged as error:
                self._mark(error)
            except (OSError, StorageFailed) as error:
                _log.warning("search index not written: %s", error)
            return False

    def _take(self, snapshot: Snapshot, gathered: Gathered) -> None:
        later = self._since[gathered.plan.updates :]
        touched = frozenset[str]().union(*(ids for ids, _ in later))
        newest = [document for document in snapshot.tail.documents if document.id in touched]
        kept = [part for part in snapshot.parts if part.segment.entry.name in gathered.kept]
        before = self._since[: gathered.plan.updates]
        reached = before[-1][1] if before else self._manifest.sequence
        parts = [*kept, *take_up(self._folder, gathered, touched)]
        self._replace(parts, reached, Update(tuple(newest), (), self.sequence) if later else None)

    def flush(self) -> None:
        """Make the tail a segment on the disk, here and now; where the disk refuses, it stays in memory."""
        with self._lock:
            try:
                snapshot = self._current()
                if self.needs_rebuild or not self._is_ours():
                    return
                self._take(snapshot, write_gathered(self._folder, snapshot, self._plan()))
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

    def _replace(self, parts: Sequence[Part], sequence: int, later: Update | None = None) -> None:
        """Make these parts the whole index, on the disk and here; ``later`` is what came after ``sequence``."""
        entries = tuple(part.segment.entry for part in parts)
        manifest = Manifest(sequence, entries, tuple(part.deleted for part in parts))
        journal = Journal(self._folder / manifest.journal)
        if later is not None:
            journal.append(later.documents, later.deleted, later.sequence)
        manifest.write(self._folder)
        self._manifest, self._journal, self._keeps_journal = manifest, journal, True
        self._snapshot, self._since, self.sequence = Snapshot(tuple(parts)), [], sequence
        if later is not None:
            self._snapshot = Snapshot(tuple(parts), Tail.of(later.documents))
            self._since = [(_touched(later.documents, later.deleted), later.sequence)]
            self.sequence = later.sequence
        manifest.sweep(self._folder)

    def rebuild(self, documents: Iterable[SearchDocument], sequence: int) -> None:
        """Make the index anew; until it is whole, the old one answers.

        ``sequence`` is that of the log when ``documents`` were read. Raises ``StorageFailed`` or ``OSError`` where
        the disk refuses; the old index then stays.
        """
        if self._folder.is_file():  # nothing of ours, where nothing else belongs
            self._folder.unlink()
        self._folder.mkdir(parents=True, exist_ok=True)
        for left in self._folder.glob(f"{BUILDING}*"):
            shutil.rmtree(left, ignore_errors=True)
        building = self._folder / f"{BUILDING}{secrets.token_hex(4)}"
        building.mkdir()
        try:
            entries = [write_segment(building, batch) for batch in batches(documents, LARGEST)]
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
        results = self._ask(lambda sources: answer(sources, asked))
        return results if self.ready else replace(results, hint=_REBUILDING)

    def ids(self, asked: Asked) -> list[str]:
        """The ids of every item that was asked for, in order."""
        return self._ask(lambda sources: ids(sources, asked))

    def titles(self, typed: str, limit: int = 10, visible: Collection[str] | None = None) -> list[tuple[str, str]]:
        """(id, title) of items whose titles fit what is being typed, the best first."""
        return self._ask(lambda sources: titles(sources, typed, limit, visible))

    def filed(self, facet: str, visible: Collection[str] | None = None) -> set[str]:
        """Every value of a facet under which an item that may be seen is filed."""
        return self._ask(lambda sources: filed(sources, facet, visible))

    def _ask(self, question: Callable[[list[Part | Tail]], _Answer]) -> _Answer:
        """What the index says, or, where it turns out to be damaged, what another built in its place says, or what is
        held; of nothing, where there is neither."""
        for _ in range(3):
            snapshot = self._searched()
            try:
                return question([*snapshot.parts, snapshot.tail])
            except IndexDamaged as error:
                self._mark(error)
        return question([])

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


def _touched(documents: Iterable[SearchDocument], deleted: Iterable[str]) -> frozenset[str]:
    """The ids of an update."""
    return frozenset((*deleted, *(document.id for document in documents)))
