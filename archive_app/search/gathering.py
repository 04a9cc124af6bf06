"""Making segments of what is newer, apart from whoever holds the index: in another process, or on a thread.

A gathering begins from a state that stands on the disk: a generation of the manifest and so many updates of its
journal. It writes the next segment into a folder of its own and touches nothing else, so it may be killed at any
moment. Whoever holds the index takes it up (``SearchIndex.adopt``) together with what was updated meanwhile; where the
index is another by then, the work was for nothing, and the folder is removed by the next one.
"""

from __future__ import annotations

import secrets
import shutil
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import field, replace
from pathlib import Path

from archive_app.frozen import dataclass
from archive_app.search.document import SearchDocument
from archive_app.search.files import IndexDamaged
from archive_app.search.journal import Journal, Update
from archive_app.search.manifest import GATHERING, Manifest
from archive_app.search.matching import Part
from archive_app.search.segment import Segment, SegmentEntry, write_segment
from archive_app.search.tail import Tail

SMALL = 1024
"""Segments of fewer documents are made one …"""
MANY = 8
"""… when there are so many of them. Larger ones stay as they are until the index is built anew."""


@dataclass(frozen=True, slots=True)
class Snapshot:
    """What one search sees from beginning to end."""

    parts: tuple[Part, ...] = ()
    tail: Tail = field(default_factory=Tail)
    unread: Journal | None = None
    """Where the tail still is, until the first search needs it."""
    damage: str = ""
    """Why there is no index to search."""
    held: bool = False
    """Whether the parts are held in memory in its stead."""

    def updated(self, documents: Sequence[SearchDocument], deleted: Iterable[str]) -> Snapshot:
        """The snapshot after an update."""
        gone = [*deleted, *(document.id for document in documents)]
        parts = tuple(part.without(gone) for part in self.parts)
        return Snapshot(parts, self.tail.updated(documents, deleted), damage=self.damage, held=self.held)


@dataclass(frozen=True, slots=True)
class Plan:
    """The state from which to gather: a generation of the manifest, and so many updates of its journal."""

    generation: str
    updates: int


@dataclass(frozen=True, slots=True)
class Gathered:
    """What a gathering made. ``kept`` are the segments that stay as they are, ``entry`` is the new one, whose files are
    in ``folder``; ``None`` where no document was left to write."""

    plan: Plan
    kept: tuple[str, ...]
    folder: str
    entry: SegmentEntry | None


def gather(folder: Path, plan: Plan) -> Gathered | None:
    """Gather what is on the disk, as in a process of its own; ``None`` where the plan's state is there no more.

    Raises ``OSError`` or ``StorageFailed`` where the disk refuses.
    """
    try:
        manifest = Manifest.read(folder)
        if manifest.generation != plan.generation:
            return None
        parts = [
            Part(Segment(folder, entry), gone) for entry, gone in zip(manifest.segments, manifest.deleted, strict=True)
        ]
        updates = list(Journal(folder / manifest.journal).updates())[: plan.updates]
        if len(updates) < plan.updates:
            return None
        return write_gathered(folder, replayed(Snapshot(tuple(parts)), updates), plan)
    except IndexDamaged:  # whoever holds the index will meet it, and have it built anew
        return None


def gather_apart(_reporter: object, folder: Path, plan: Plan) -> Gathered | None:
    """The same as work for a job in a process of its own."""
    return gather(folder, plan)


def replayed(snapshot: Snapshot, updates: Iterable[Update]) -> Snapshot:
    """The snapshot after all these updates."""
    for update in updates:
        snapshot = snapshot.updated(update.documents, update.deleted)
    return replace(snapshot, unread=None)


def write_gathered(folder: Path, snapshot: Snapshot, plan: Plan) -> Gathered:
    """Write the next segment of a snapshot; raises ``IndexDamaged``, ``OSError`` or ``StorageFailed``."""
    for left in folder.glob(f"{GATHERING}*"):
        shutil.rmtree(left, ignore_errors=True)
    kept, documents = _gathering(snapshot)
    place = folder / f"{GATHERING}{secrets.token_hex(4)}"
    entry = None
    if documents:
        place.mkdir()
        entry = write_segment(place, documents)
    return Gathered(plan, tuple(part.segment.entry.name for part in kept), place.name, entry)


def take_up(folder: Path, gathered: Gathered, touched: Iterable[str]) -> list[Part]:
    """The new segment, moved to its place, without the documents ``touched`` since; none where there is none."""
    if gathered.entry is None:
        return []
    place = folder / gathered.folder
    for path in list(place.iterdir()):
        path.rename(folder / path.name)
    shutil.rmtree(place, ignore_errors=True)
    return [Part(Segment(folder, gathered.entry)).without(touched)]


def _gathering(snapshot: Snapshot) -> tuple[list[Part], list[SearchDocument]]:
    """The parts that stay as they are, and the documents of the next segment: the tail's, those of parts that are
    mostly deleted, and those of the small parts once there are many."""
    kept: list[Part] = []
    small: list[Part] = []
    documents: list[SearchDocument] = []
    for part in snapshot.parts:
        if 2 * len(part) < len(part.segment):
            documents += _living(part)
        elif len(part.segment) < SMALL:
            small.append(part)
        else:
            kept.append(part)
    if len(small) >= MANY:
        documents += [document for part in small for document in _living(part)]
        small = []
    return kept + small, [*documents, *snapshot.tail.documents]


def _living(part: Part) -> Iterator[SearchDocument]:
    return (part.document(number) for number in part.live)
