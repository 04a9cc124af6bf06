"""The index of one archive: whoosh segments, their texts, and a tail of what is newer.

Derived data: it follows the change log by sequence number. Whatever is wrong with its files (a flipped byte, another
version of the program or of the folding table, a missing folder) is one state, ``needs_rebuild``; nothing is raised
at a reader.
"""

from __future__ import annotations

import heapq
import json
import shutil
import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from math import log
from pathlib import Path
from typing import Any

from archive_app.domain.access import Access
from archive_app.hanzi.folding import folding_version
from archive_app.search.codec import GramWriter, schema
from archive_app.search.document import SearchDocument
from archive_app.search.grams import grams
from archive_app.search.matching import Needle, Part, Tail, matching
from archive_app.search.query import Clause, parse
from archive_app.search.results import Hit, Results
from archive_app.search.snippets import places
from archive_app.search.textstore import StoreDamaged, TextStore, write_store

FORMAT = 1
TAIL = 300
"""Documents the tail holds before they become a segment."""
SEGMENTS = 8
"""Segments there may be before the small ones are made one."""
BATCH = 20_000
"""Documents of one segment while the index is built: bounds the memory."""

_K1, _B = 1.2, 0.75


@dataclass(frozen=True, slots=True)
class _Snapshot:
    """What one search sees from beginning to end."""

    parts: tuple[Part, ...]
    tail: Tail
    overlaid: frozenset[str]
    """Ids whose document in a segment is out of date: deleted, or newer in the tail."""


class SearchIndex:
    """One index folder. One thread may write while others search."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._writing = threading.RLock()
        self._whoosh: Any = None
        self._newer: dict[str, SearchDocument] = {}
        self._overlaid: set[str] = set()
        self._checksums: dict[str, dict[str, int]] = {}
        self.sequence = 0
        self.needs_rebuild = False
        self._snapshot = _Snapshot((), Tail(), frozenset())

    @classmethod
    def open(cls, folder: Path) -> SearchIndex:
        """Open what is there; what cannot be used is left alone and ``needs_rebuild`` is set."""
        index = cls(folder)
        index._load()
        return index

    def _load(self) -> None:
        from whoosh.index import EmptyIndexError, open_dir

        try:
            manifest = json.loads((self._folder / "manifest.json").read_text(encoding="utf-8"))
            if (manifest["format"], manifest["folding"]) != (FORMAT, folding_version()):
                raise StoreDamaged("another version")
            self._checksums = {name: dict(sums) for name, sums in manifest["segments"].items()}
            self._whoosh = open_dir(str(self._folder))
            parts = self._open_parts()
            self.sequence = int(manifest["sequence"])
        except (OSError, ValueError, KeyError, TypeError, StoreDamaged, EmptyIndexError):
            self._forget()
        except Exception:  # whoosh raises whatever a damaged table makes it stumble over
            self._forget()
        else:
            self._snapshot = _Snapshot(parts, Tail(), frozenset())

    def _forget(self) -> None:
        self._whoosh, self._checksums, self.sequence = None, {}, 0
        self.needs_rebuild = True

    def _open_parts(self) -> tuple[Part, ...]:
        """A part for each segment; those already open and unchanged are kept with their caches."""
        known = {part.reader.segment().segment_id(): part for part in self._snapshot.parts}
        parts = []
        for reader, _ in self._whoosh.reader().leaf_readers():
            segment = reader.segment()
            if segment is None:  # whoosh's reader of an index without documents
                continue
            name = segment.segment_id()
            old = known.get(name)
            if old is not None and len(old.live) == reader.doc_count():
                parts.append(old)
                continue
            if name not in self._checksums:
                raise StoreDamaged(name)
            texts = old.texts if old is not None else TextStore(self._store(name), self._checksums[name])
            if len(texts) != reader.doc_count_all():
                raise StoreDamaged(name)
            parts.append(Part(reader, texts))
        return tuple(parts)

    def _store(self, segment: str) -> Path:
        # A name of our own: whoosh clears away files that begin with a segment's name and that it does not know.
        return self._folder / f"texts-{segment}"

    def close(self) -> None:
        """Put the tail on the disk and close."""
        with self._writing:
            if self._overlaid and not self.needs_rebuild:
                self.flush()
            # Mapped files go with the last search that still reads them.
            self._snapshot = _Snapshot((), Tail(), frozenset())
            if self._whoosh is not None:
                self._whoosh.close()

    # — writing —

    def update(self, documents: Iterable[SearchDocument], deleted: Iterable[str], sequence: int) -> None:
        """Take new and changed documents, forget deleted ones; findable when this returns."""
        with self._writing:
            for document in documents:
                self._newer[document.id] = document
                self._overlaid.add(document.id)
            for key in deleted:
                self._newer.pop(key, None)
                self._overlaid.add(key)
            if len(self._overlaid) >= TAIL:
                self.flush(sequence)
            else:
                self._snapshot = _Snapshot(self._snapshot.parts, Tail(self._newer), frozenset(self._overlaid))
                self.sequence = sequence

    def flush(self, sequence: int | None = None) -> None:
        """Make the tail a segment on the disk."""
        with self._writing:
            self._folder.mkdir(parents=True, exist_ok=True)
            if self._whoosh is None:
                self._create()
            if len(self._snapshot.parts) >= SEGMENTS:
                self._gather_small_segments()
            self._write_segment(list(self._newer.values()), self._overlaid)
            self.sequence = self.sequence if sequence is None else sequence
            self._write_manifest()
            self._newer, self._overlaid = {}, set()
            self._snapshot = _Snapshot(self._open_parts(), Tail(), frozenset())

    def _gather_small_segments(self) -> None:
        """Bring the documents of the smaller segments into the tail, so that they become one segment."""
        for part in sorted(self._snapshot.parts, key=lambda part: len(part.texts))[: SEGMENTS - 1]:
            for number in part.live:
                key = part.texts.ids[number]
                if key not in self._overlaid:
                    self._newer[key] = part.texts.document(number)
                    self._overlaid.add(key)

    def _create(self) -> None:
        from whoosh.index import create_in

        self._whoosh = create_in(str(self._folder), schema())
        self._checksums = {}

    def _write_segment(self, documents: Sequence[SearchDocument], replaced: Iterable[str]) -> None:
        writer = GramWriter(self._whoosh)
        try:
            for key in replaced:
                writer.delete_by_term("id", key)
            for document in documents:
                writer.add(document.id, grams(_folded(document)))
            name = writer.newsegment.segment_id()
            if documents:
                self._checksums[name] = write_store(self._store(name), documents)
        except BaseException:
            writer.cancel()
            raise
        writer.commit(mergetype=_drop_empty)

    def _write_manifest(self) -> None:
        present = {segment.segment_id() for segment in self._whoosh._segments()}
        for name in set(self._checksums) - present:
            del self._checksums[name]
            for path in self._folder.glob(f"{self._store(name).name}.*"):
                path.unlink(missing_ok=True)
        manifest = {
            "format": FORMAT,
            "folding": folding_version(),
            "sequence": self.sequence,
            "segments": self._checksums,
        }
        temporary = self._folder / "manifest.tmp"
        temporary.write_text(json.dumps(manifest), encoding="utf-8")
        temporary.replace(self._folder / "manifest.json")

    def rebuild(self, documents: Iterable[SearchDocument], sequence: int) -> None:
        """Make the index anew beside the old one, then take its place."""
        building = self._folder.with_name(f"{self._folder.name}.building")
        shutil.rmtree(building, ignore_errors=True)
        building.mkdir(parents=True)
        fresh = SearchIndex(building)
        fresh._create()
        for batch in _batches(documents, BATCH):
            fresh._write_segment(batch, ())
        fresh.sequence = sequence
        fresh._write_manifest()
        with self._writing:
            self._snapshot = _Snapshot((), Tail(), frozenset())
            shutil.rmtree(self._folder, ignore_errors=True)
            building.replace(self._folder)
            self._newer, self._overlaid = {}, set()
            self.needs_rebuild = False
            self._load()

    # — searching —

    def search(
        self,
        query: str,
        *,
        exact: bool = False,
        limit: int = 20,
        offset: int = 0,
        matches: int = 3,
        visible: frozenset[Access] | None = None,
    ) -> Results:
        """Every item the query finds, best first; any string gets an answer."""
        snapshot = self._snapshot
        clause = parse(query)
        if not clause.required:
            hint = "请至少写一个要找的词；“-词”只能排除。" if clause.excluded else ""
            return Results(0, 0, (), hint)
        found = list(_found(snapshot, clause, exact=exact, visible=visible))
        total = sum(sum(hit.counts) for hit in found)
        ranked = heapq.nsmallest(offset + limit, _scored(snapshot, found, len(list(clause.positive()))))
        terms = [Needle.of(term, exact=exact).text for term in clause.positive()]
        hits = [
            _shown(found[position], -negative, terms, exact=exact, limit=matches)
            for negative, _, position in ranked[offset:]
        ]
        return Results(len(found), total, tuple(hits))


@dataclass(frozen=True, slots=True)
class _Found:
    id: str
    counts: list[int]
    length: int
    document: Callable[[], SearchDocument]


def _found(snapshot: _Snapshot, clause: Clause, *, exact: bool, visible: frozenset[Access] | None) -> Iterator[_Found]:
    for part in snapshot.parts:
        texts = part.texts
        for number, counts in matching(part, clause, exact=exact).items():
            key = texts.ids[number]
            if key in snapshot.overlaid or (visible is not None and texts.header(number)[3] not in visible):
                continue
            yield _Found(key, counts, texts.lengths[number], lambda t=texts, n=number: t.document(n))  # type: ignore[misc]
    tail = snapshot.tail
    for number, counts in matching(tail, clause, exact=exact).items():
        document = tail.documents[number]
        if visible is None or document.access in visible:
            yield _Found(document.id, counts, tail.length(number), lambda d=document: d)  # type: ignore[misc]


def _scored(snapshot: _Snapshot, found: Sequence[_Found], terms: int) -> Iterator[tuple[float, str, int]]:
    """(−BM25, id, position), on the true frequencies."""
    documents = sum(len(part.live) for part in snapshot.parts) + len(snapshot.tail.documents)
    characters = sum(part.texts.lengths[len(part.texts)] for part in snapshot.parts)
    characters += sum(snapshot.tail.length(number) for number in snapshot.tail.live)
    average = max(1.0, characters / max(1, documents))
    having = [sum(1 for hit in found if hit.counts[term]) for term in range(terms)]
    weights = [
        log(1 + (documents - number + 0.5) / (number + 0.5)) if number <= documents else 0.0 for number in having
    ]
    for position, hit in enumerate(found):
        norm = _K1 * (1 - _B + _B * hit.length / average)
        score = sum(w * tf * (_K1 + 1) / (tf + norm) for w, tf in zip(weights, hit.counts, strict=True))
        yield -score, hit.id, position


def _shown(found: _Found, score: float, terms: Sequence[str], *, exact: bool, limit: int) -> Hit:
    document = found.document()
    return Hit(
        document.id,
        document.kind,
        document.title,
        score,
        sum(found.counts),
        places(document, terms, exact=exact, limit=limit),
    )


def _drop_empty(writer: Any, segments: list[Any]) -> list[Any]:
    """whoosh's choice of segments to keep: merging would undo the buckets; those with nothing left in them go."""
    return [segment for segment in segments if segment.doc_count() > 0]


def _folded(document: SearchDocument) -> str:
    from archive_app.hanzi.folding import fold

    return fold(document.joined())


def _batches(documents: Iterable[SearchDocument], size: int) -> Iterator[list[SearchDocument]]:
    rest = iter(documents)
    while batch := list(islice(rest, size)):
        yield batch
