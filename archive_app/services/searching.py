"""Search over one archive: the index follows the change log and never makes a save wait."""

from __future__ import annotations

import threading
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Unpack

from archive_app.catalogue.catalogue import Catalogue
from archive_app.catalogue.store import Record
from archive_app.search.answering import Asked, Wanted
from archive_app.search.document import SearchDocument
from archive_app.search.feed import NAMED, Lookups, document_of, linked
from archive_app.search.filing import town_of
from archive_app.search.index import SearchIndex
from archive_app.search.results import Results
from archive_app.services.archive import Archive
from archive_app.services.facet_labels import labels
from archive_app.services.jobs import Reporter

_PART = 200
"""Records read from the catalogue at a time while the index is built."""

Progress = Callable[[float, str], None]


class Search:
    """The index of an archive, in ``derived/search``: delete it, it comes back."""

    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        self._index = self._open()
        self._following = threading.Lock()

    def _open(self) -> SearchIndex:
        return SearchIndex.open(index_folder(self._archive.root), self._everything)

    def _everything(self) -> Iterator[SearchDocument]:
        """All items, for a search where there is no index yet: slower, and the same answer."""
        catalogue = self._archive.catalogue
        return _documents(catalogue, catalogue.item_ids(), lambda share, words: None)

    @property
    def needs_rebuild(self) -> bool:
        """Whether the index is missing, damaged or of another version."""
        return self._index.needs_rebuild

    def reload(self) -> None:
        """Take up an index that was built apart."""
        with self._following:
            self._index = self._open()

    def close(self) -> None:
        """Close the index."""
        self._index.close()

    def current(self) -> bool:
        """Whether the index has all that the log holds."""
        return not self._index.needs_rebuild and self._index.sequence == self._archive.catalogue.sequence

    def follow(self, progress: Progress = lambda share, words: None) -> int:
        """Bring the index up to the log; returns how many records it took. Rebuilds what is damaged or missing."""
        if self._archive.read_only:
            return 0
        with self._following:
            if self._index.needs_rebuild:
                return self._rebuild(progress)
            touched, sequence = self._archive.catalogue.touched_since(self._index.sequence)
            if not touched:
                return 0
            items = self._affected(touched)
            documents = list(documents_of(self._archive.catalogue, items))
            kept = {document.id for document in documents}
            self._index.update(documents, [key for key in items if key not in kept], sequence)
            return len(items)

    def _affected(self, touched: list[tuple[str, str]]) -> list[str]:
        """The items whose words changed: themselves, and those that name a person or place that changed."""
        files = [key for entity, key in touched if entity == "file"]
        items = dict.fromkeys(self._archive.catalogue.items_of_files(files, self._index.sequence))
        for entity, key in touched:
            if entity == "item":
                items[key] = None
            elif entity in NAMED:
                pointing = self._archive.catalogue.pointing_to(key)
                items.update(dict.fromkeys(owner for name, owner in pointing if name == "item"))
        return list(items)

    def rebuild(self, progress: Progress = lambda share, words: None) -> int:
        """Build the index anew; returns the number of items."""
        with self._following:
            return self._rebuild(progress)

    def _rebuild(self, progress: Progress) -> int:
        return _build(self._archive.catalogue, self._index, progress)

    def document(self, record: Record) -> SearchDocument:
        """What is searched of an item: its texts in order, each with its place."""
        return next(_documented(self._archive.catalogue, [record], *_cards(self._archive.catalogue, [record])))

    def search(self, query: str, **wanted: Unpack[Wanted]) -> Results:
        """Every item where the query stands; any string gets an answer. What may be wanted: see ``Asked``.

        The values of its facets are named as a person knows them.
        """
        results = self._index.answer(Asked(query, **wanted))
        return replace(results, labels=labels(self._archive.catalogue, results.facets)) if results.facets else results


def index_folder(root: Path) -> Path:
    """Where an archive's index stands."""
    return root / "derived" / "search"


def build_index(reporter: Reporter, root: Path) -> int:
    """Build an archive's index in a process of its own, beside the window that holds the archive.

    Returns the number of items; the window then calls ``Search.reload``.
    """
    catalogue = Catalogue.beside(root / "catalogue.sqlite")
    try:
        return _build(catalogue, SearchIndex.open(index_folder(root)), reporter.progress)
    finally:
        catalogue.close()


def _build(catalogue: Catalogue, index: SearchIndex, progress: Progress) -> int:
    sequence = catalogue.sequence
    ids = catalogue.item_ids()
    index.rebuild(_documents(catalogue, ids, progress), sequence)
    return len(ids)


def _documents(catalogue: Catalogue, ids: list[str], progress: Progress) -> Iterator[SearchDocument]:
    cards = _all_cards(catalogue)
    for start in range(0, len(ids), _PART):
        progress(start / len(ids), f"建立索引 {start}/{len(ids)}")
        yield from _documented(catalogue, catalogue.load("item", ids[start : start + _PART]).values(), *cards)


def documents_of(catalogue: Catalogue, ids: Iterable[str]) -> Iterator[SearchDocument]:
    """What is searched of these items, those in the trash left out; asks for no more cards than they link to."""
    records = [record for record in catalogue.load("item", ids).values() if not record.trashed]
    return _documented(catalogue, records, *_cards(catalogue, records))


def _documented(
    catalogue: Catalogue, records: Collection[Record], lookups: Lookups, towns: Mapping[str, str]
) -> Iterator[SearchDocument]:
    files: dict[str, list[dict[str, str]]] = {}
    for item, key, name, access in catalogue.file_names([record.id for record in records]):
        files.setdefault(item, []).append({"id": key, "name": name, "access": access})
    for record in records:
        yield document_of(record.id, record.values, lookups, files=files.get(record.id, ()), towns=towns)


def _cards(catalogue: Catalogue, records: Iterable[Record]) -> tuple[Lookups, Mapping[str, str]]:
    """Names and aliases of who and where the items link to, by id, and the towns of the places."""
    ids = {key for record in records for key in linked(record.values)}
    return _called(card for entity in NAMED if ids for card in catalogue.load(entity, ids).values())


def _all_cards(catalogue: Catalogue) -> tuple[Lookups, Mapping[str, str]]:
    return _called(card for entity in NAMED for card in catalogue.records(entity))


def _called(cards: Iterable[Record]) -> tuple[Lookups, Mapping[str, str]]:
    names: dict[str, tuple[str, ...]] = {}
    towns: dict[str, str] = {}
    for card in cards:
        if card.trashed:
            continue
        names[card.id] = (card.title, *card["aliases"])
        if card.entity == "place" and (town := town_of(card.title, card["type"], card["parent"])):
            towns[card.id] = town
    return names, towns
