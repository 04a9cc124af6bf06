"""Search over one archive: the index follows the change log and never makes a save wait."""

from __future__ import annotations

import logging
import re
import sys
import threading
import time
import zlib
from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from itertools import chain
from pathlib import Path
from typing import TYPE_CHECKING, Unpack

from archive_app.catalogue.catalogue import Catalogue
from archive_app.catalogue.store import Record
from archive_app.domain.errors import ArchiveError, StorageFailed
from archive_app.domain.own_fields import CARDS, OWN, ids_in
from archive_app.hanzi.names import NameIndex
from archive_app.search.answering import Asked, Wanted, ids
from archive_app.search.document import SearchDocument
from archive_app.search.feed import NAMED
from archive_app.search.gathering import gather, gather_apart
from archive_app.search.index import SearchIndex
from archive_app.search.language import read
from archive_app.search.language.expanding import expander
from archive_app.search.language.expansion import Expander
from archive_app.search.language.fields import know_own
from archive_app.search.results import Match, Results
from archive_app.search.tail import Tail
from archive_app.services.archive import Archive
from archive_app.services.facet_labels import labels
from archive_app.services.jobs import Job, Jobs, JobState, Reporter
from archive_app.services.names import Names
from archive_app.services.printed import Compose, printed_documents
from archive_app.services.search_feed import Progress, all_documents, documents_of, documents_of_records
from archive_app.services.search_names import SearchNames
from archive_app.services.typesetting import compose_apart

if TYPE_CHECKING:
    from archive_app.catalogue.changelog import Done
    from archive_app.typeset.book import Book
    from archive_app.typeset.layout import Layout

_AT_ONCE = 200
"""Records taken into the index at a time."""
_PATIENCE = 600
"""Seconds until an index is tried again that could not be written."""

_log = logging.getLogger(__name__)
_LATIN = re.compile("[A-Za-zＡ-Ｚａ-ｚ]")


class Search:
    """The index of an archive, in ``derived/search``: delete it, it comes back."""

    def __init__(self, archive: Archive, names: Names | None = None) -> None:
        """``names`` are the archive's where somebody keeps them already."""
        self._archive = archive
        self._names = SearchNames(names or Names(archive))
        self._index = self._open()
        self._following = threading.Lock()
        self._tidying = threading.Lock()
        self._jobs = Jobs(self._gathered)
        self._refused_until = 0.0
        self._know_own_fields()
        self._unsubscribe = archive.subscribe(self._fields_changed)

    def _fields_changed(self, done: Done) -> None:
        if any(change.entity == "own_field" for change in done.changes):
            self._know_own_fields()

    def _know_own_fields(self) -> None:
        """A query may name the archive's own fields."""
        own = self._archive.own_fields
        know_own({words: one.field.name for one in own for words in (one.key, one.field.label)})

    def _open(self) -> SearchIndex:
        return SearchIndex.open(index_folder(self._archive.root), _Everything(self._archive))

    @property
    def needs_rebuild(self) -> bool:
        """Whether the index is missing, damaged or of another version."""
        return self._index.needs_rebuild

    @property
    def ready(self) -> bool:
        """Whether an answer needs no reading of the whole archive first, as the first one does without an index."""
        return self._index.ready

    def reload(self) -> None:
        """Take up an index that was built apart, with what was saved or closed to readers meanwhile."""
        with self._following:
            index = self._open()
            if not index.needs_rebuild and not self._archive.read_only:
                self._catch_up(index)
            self._index = index

    def close(self) -> None:
        """Close the index; a segment that is being made is left."""
        self._unsubscribe()
        self._jobs.cancel_all()
        self._index.close()

    def current(self) -> bool:
        """Whether the index has all that the log holds."""
        return not self._index.needs_rebuild and self._index.sequence == self._archive.catalogue.sequence

    def follow(self, progress: Progress = lambda share, words: None) -> int:
        """Bring the index up to the log; returns how many records it took. Rebuilds what is damaged or missing.

        Where the disk refuses, that is noted, and one searches without an index; what that takes is made ready here.
        """
        with self._following:
            if self.to_build:
                try:
                    return self._rebuild(progress)
                except (OSError, StorageFailed) as error:
                    self.refuse(error)
            self._index.prepare()
            return 0 if self._archive.read_only else self._catch_up(self._index)

    @property
    def to_build(self) -> bool:
        """Whether the index is to be built: not again at each record that is saved, where the disk has just refused."""
        refused = self._archive.read_only or time.monotonic() < self._refused_until
        return self._index.needs_rebuild and not refused

    def refuse(self, error: Exception) -> None:
        """Take note that the index could not be written."""
        _log.warning("检索索引没有建成（%s）。检索照常，只是慢一些。", error)
        self._refused_until = time.monotonic() + _PATIENCE

    def _catch_up(self, index: SearchIndex) -> int:
        before = index.sequence
        touched, sequence = self._archive.catalogue.touched_since(before)
        if not touched:
            return 0
        items = self._affected(touched, before)
        for start in range(0, len(items), _AT_ONCE):
            part = items[start : start + _AT_ONCE]
            documents = list(documents_of(self._archive.catalogue, part))
            kept = {document.id for document in documents}
            index.update(documents, [key for key in part if key not in kept], before)
        volumes = self._take_volumes(index, touched, items)
        index.update((), (), sequence)
        return len(items) + volumes

    def _take_volumes(self, index: SearchIndex, touched: list[tuple[str, str]], items: list[str]) -> int:
        """The printed volumes that changed, and those in which a changed item is, whose level may be another."""
        catalogue = self._archive.catalogue
        volumes = [key for entity, key in touched if entity == "volume"]
        volumes = list(dict.fromkeys((*volumes, *catalogue.volumes_with(items), *self._of_earlier(touched))))
        if volumes:
            documents = list(printed_documents(catalogue, self._archive.root, compose_in_a_process, volumes))
            kept = {document.id for document in documents}
            index.update(documents, [key for key in volumes if key not in kept], index.sequence)
        return len(volumes)

    def _of_earlier(self, touched: list[tuple[str, str]]) -> list[str]:
        """The earlier volumes whose contents or pages changed: what is searched of them is not kept apart from that."""
        catalogue = self._archive.catalogue
        parts: dict[str, list[str]] = {"leaf": [], "article": [], "section": []}
        for entity, key in touched:
            if entity in parts:
                parts[entity].append(key)
        articles = catalogue.load("article", parts["article"]).values()
        sections = catalogue.load("section", [*parts["section"], *(str(one["section"]) for one in articles)]).values()
        leaves = catalogue.load("leaf", parts["leaf"]).values()
        volumes = catalogue.load("volume", {str(one["volume"]) for one in (*sections, *leaves)})
        return [key for key, volume in volumes.items() if volume["scans"]]

    # — segments, made apart —

    def tidy(self) -> Job | None:
        """Where much is new, have it made a segment by another process; whoever calls waits for nothing."""
        with self._tidying:
            plan = None if self._archive.read_only or self._jobs.running else self._index.due
            if plan is None:
                return None
            folder = index_folder(self._archive.root)
            return self._jobs.in_process("整理检索索引", gather_apart, folder, plan)

    def _gathered(self, job: Job) -> None:
        if job.state is JobState.DONE:
            self._index.adopt(job.result)

    def settle(self) -> None:
        """The same here and now, as for a command that is about to end."""
        plan = None if self._archive.read_only else self._index.due
        if plan is not None:
            try:
                self._index.adopt(gather(index_folder(self._archive.root), plan))
            except (OSError, StorageFailed) as error:
                _log.warning("检索索引没有整理（%s）。检索照常。", error)

    def _affected(self, touched: list[tuple[str, str]], before: int) -> list[str]:
        """The items whose words changed: themselves, and those that name a person or place that changed."""
        files = [key for entity, key in touched if entity == "file"]
        items = dict.fromkeys(self._archive.catalogue.items_of_files(files, before))
        if any(entity == "unit" for entity, _key in touched):  # what stands in it may be open, or closed, by it
            items.update(dict.fromkeys(self._archive.catalogue.releveled_since(before)))
        for entity, key in touched:
            if entity == "item":
                items[key] = None
            elif entity in NAMED:
                pointing = self._archive.catalogue.pointing_to(key)
                items.update(dict.fromkeys(owner for name, owner in pointing if name == "item"))
                for card in self._telling(pointing, key):
                    owners = self._archive.catalogue.pointing_to(card)
                    items.update(dict.fromkeys(owner for name, owner in owners if name == "item"))
        return list(items)

    def _telling(self, pointing: list[tuple[str, str]], key: str) -> list[str]:
        """The cards among these that say in a field of the archive's own what this one is called."""
        if not any(one.field.target for one in self._archive.own_fields):
            return []
        grouped: dict[str, list[str]] = {}
        for entity, card in pointing:
            if entity in CARDS:
                grouped.setdefault(entity, []).append(card)
        cards = [one for entity, ids in grouped.items() for one in self._archive.catalogue.load(entity, ids).values()]
        return [one.id for one in cards if any(key in ids_in(value) for value in one[OWN].values())]

    def rebuild(self, progress: Progress = lambda share, words: None) -> int:
        """Build the index anew; returns the number of items."""
        with self._following:
            return self._rebuild(progress)

    def _rebuild(self, progress: Progress) -> int:
        return _build(self._archive.catalogue, self._archive.root, self._index, progress, compose_in_a_process)

    def document(self, record: Record) -> SearchDocument:
        """What is searched of an item: its texts in order, each with its place."""
        return next(documents_of_records(self._archive.catalogue, [record]))

    def search(self, query: str, **wanted: Unpack[Wanted]) -> Results:
        """Every item where the query stands; any string gets an answer. What may be wanted: see ``Asked``.

        What was deleted or closed to readers a moment ago is not in it. The values of facets are named as a person
        knows them.
        """
        self._freshen()
        results = self._index.answer(self._asked(query, wanted))
        return replace(results, labels=labels(self._archive.catalogue, results.facets)) if results.facets else results

    def matches(self, query: str, key: str, most: int = sys.maxsize, **wanted: Unpack[Wanted]) -> tuple[Match, ...]:
        """Every place in one item, the first ``most`` of them: for going from hit to hit, item by item, no further than
        a person looks."""
        self._freshen()
        whole = self._asked(query, wanted)
        asked = replace(whole, item=key, limit=1, offset=0, matches=most, facets=False)
        return next((hit.matches for hit in self._index.answer(asked).hits), ())

    def expander(self, visible: Collection[str] | None = None) -> Expander:
        """What is looked for beside a word: other writings of years, and the names of this archive."""
        return expander(self._names.for_reader(lambda facet: self._index.filed(facet, visible), visible))

    def bare_names(self, facet: str, visible: Collection[str] | None = None) -> NameIndex:
        """The names that stand without a card in items that may be seen, to be looked up by what is typed."""
        return self._names.bare(facet, self.filed(facet, visible), visible)

    def _asked(self, query: str, wanted: Wanted) -> Asked:
        asked = Asked(query, **wanted)
        return asked if asked.expander else replace(asked, expander=self.expander(asked.visible))

    def ids(self, query: str, **wanted: Unpack[Wanted]) -> list[str]:
        """The ids of every item where the query stands."""
        self._freshen()
        return self._index.ids(self._asked(query, wanted))

    def touched_since(self, sequence: int) -> list[str] | None:
        """The items by which a search may find something else than it did when the log was so long.

        None where any item may be meant: where much was written, a name that others bear, or what is printed.
        """
        catalogue = self._archive.catalogue
        touched, _ = catalogue.touched_since(sequence)
        if len(touched) > _AT_ONCE or any(entity in ("volume", "leaf", "unit", *NAMED) for entity, _ in touched):
            return None
        if self._of_earlier(touched):
            return None
        items = self._affected(touched, sequence)
        return None if len(items) > _AT_ONCE or catalogue.volumes_with(items) else items

    def read_apart(self, items: Collection[str]) -> Tail:
        """These items, as they are now, to be searched by themselves."""
        return Tail.of(documents_of(self._archive.catalogue, list(items)))

    def ids_in(self, apart: Tail, query: str, **wanted: Unpack[Wanted]) -> list[str]:
        """As ``ids``, of items that were read apart: whatever the archive holds, that costs the same.

        Raises ``ValueError`` for a query that is read in one way or another by what the whole archive holds: one with a
        fault, or one of Latin letters, which may be the pinyin of a name.
        """
        for text in (query, *wanted.get("within", ())):
            if read(text).fallback is not None or _LATIN.search(text):
                raise ValueError(text)
        return ids([apart], self._asked(query, wanted))

    def titles(self, typed: str, limit: int = 10, visible: Collection[str] | None = None) -> list[tuple[str, str]]:
        """(id, title) of the items whose titles fit what is being typed; see ``suggesting``."""
        self._freshen()
        return self._index.titles(typed, limit, visible)

    def filed(self, facet: str, visible: Collection[str] | None = None) -> set[str]:
        """Every value of a facet under which an item that may be seen is filed."""
        self._freshen()
        return self._index.filed(facet, visible)

    def _freshen(self) -> None:
        """Before an answer: take what is new, where it is little; of much, at least what may not be seen any more."""
        self._index.prepare()
        if self._archive.read_only or not self._index.ready:
            return
        catalogue = self._archive.catalogue
        with self._following:
            index, before = self._index, self._index.sequence
            if before == catalogue.sequence:
                return
            touched, _ = catalogue.touched_since(before)
            below = catalogue.releveled_since(before) if any(entity == "unit" for entity, _ in touched) else []
            if len(touched) + len(below) <= _AT_ONCE:
                self._catch_up(index)
                return
            items = [*(key for entity, key in touched if entity == "item"), *below]
            closed = catalogue.closed_items(items)
            index.update((), (*closed, *catalogue.volumes_with(closed)), before)


class _Everything:
    """All that is searched of an archive, for a search where there is no index."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        self._volumes: dict[str, bytes] = {}  # their pages are not set again for a word that is shown

    def sequence(self) -> int:
        """See ``held.Documents``."""
        return self._archive.catalogue.sequence

    def read(self) -> Iterator[SearchDocument]:
        """See ``held.Documents``."""
        catalogue = self._archive.catalogue
        yield from all_documents(catalogue, catalogue.item_ids(), lambda share, words: None)
        for volume in printed_documents(catalogue, self._archive.root, compose_in_a_process):
            self._volumes[volume.id] = zlib.compress(volume.to_bytes())
            yield volume

    def again(self, ids: Sequence[str]) -> Iterator[SearchDocument]:
        """See ``held.Documents``."""
        yield from documents_of(self._archive.catalogue, [key for key in ids if key not in self._volumes])
        for key in ids:
            if key in self._volumes:
                yield SearchDocument.from_bytes(zlib.decompress(self._volumes[key]))


def index_folder(root: Path) -> Path:
    """Where an archive's index stands."""
    return root / "derived" / "search"


def build_index(reporter: Reporter, root: Path) -> int:
    """Build an archive's index in a process of its own, beside the window that holds the archive.

    Returns the number of items; the window then calls ``Search.reload``.
    """
    catalogue = Catalogue.beside(root / "catalogue.sqlite")
    try:
        return _build(catalogue, root, SearchIndex.open(index_folder(root)), reporter.progress, None)
    finally:
        catalogue.close()


def _build(catalogue: Catalogue, root: Path, index: SearchIndex, progress: Progress, compose: Compose | None) -> int:
    sequence = catalogue.sequence
    ids = catalogue.item_ids()
    index.rebuild(chain(all_documents(catalogue, ids, progress), printed_documents(catalogue, root, compose)), sequence)
    return len(ids)


def compose_in_a_process(book: Book) -> Layout:
    """A book's pages, set beside what this process does."""
    job = Jobs().in_process("排出已印的书卷", compose_apart, book)
    job.wait()
    if job.state is not JobState.DONE:
        raise job.error or ArchiveError("书卷没有排出来", "检索里暂时没有它。", code="not-set")
    layout: Layout = job.result
    return layout
