"""What is searched of an archive's items: their records, with the names of whom they link to and of their files."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping

from archive_app.catalogue.catalogue import Catalogue
from archive_app.catalogue.store import Record
from archive_app.search.document import SearchDocument
from archive_app.search.feed import NAMED, Lookups, document_of, linked
from archive_app.search.filing import town_of

_PART = 200
"""Records read from the catalogue at a time while the index is built."""

Progress = Callable[[float, str], None]


def all_documents(catalogue: Catalogue, ids: list[str], progress: Progress) -> Iterator[SearchDocument]:
    """What is searched of these items, with the cards of the whole archive: for the index as a whole."""
    cards = _all_cards(catalogue)
    for start in range(0, len(ids), _PART):
        progress(start / len(ids), f"建立索引 {start}/{len(ids)}")
        yield from _documented(catalogue, catalogue.load("item", ids[start : start + _PART]).values(), *cards)


def documents_of(catalogue: Catalogue, ids: Iterable[str]) -> Iterator[SearchDocument]:
    """What is searched of these items, those in the trash left out; asks for no more cards than they link to."""
    records = [record for record in catalogue.load("item", ids).values() if not record.trashed]
    return documents_of_records(catalogue, records)


def documents_of_records(catalogue: Catalogue, records: Collection[Record]) -> Iterator[SearchDocument]:
    """What is searched of the items of these records."""
    return _documented(catalogue, records, *_cards(catalogue, records))


def _documented(
    catalogue: Catalogue, records: Collection[Record], lookups: Lookups, towns: Mapping[str, str]
) -> Iterator[SearchDocument]:
    files: dict[str, list[dict[str, str]]] = {}
    for item, key, name, access in catalogue.file_names([record.id for record in records]):
        files.setdefault(item, []).append({"id": key, "name": name, "access": access})
    for record in records:
        values = {**record.values, "access": str(record.level)}  # what a reader may see, and what is counted
        yield document_of(record.id, values, lookups, files=files.get(record.id, ()), towns=towns)


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
