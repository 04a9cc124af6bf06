"""What is searched of an archive's items: their records, with the names of whom they link to and of their files."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping

from archive_app.catalogue.catalogue import Catalogue
from archive_app.catalogue.store import Record
from archive_app.domain.identity import is_id
from archive_app.domain.own_fields import OWN, ids_in, is_own
from archive_app.search.document import SearchDocument
from archive_app.search.feed import NAMED, Lookups, Told, document_of, linked, own_words
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
    catalogue: Catalogue, records: Collection[Record], lookups: Lookups, towns: Mapping[str, str], told: Told
) -> Iterator[SearchDocument]:
    files: dict[str, list[dict[str, str]]] = {}
    for item, key, name, access in catalogue.file_names([record.id for record in records]):
        files.setdefault(item, []).append({"id": key, "name": name, "access": access})
    for record in records:
        values = {**record.values, "access": str(record.level)}  # what a reader may see, and what is counted
        yield document_of(record.id, values, lookups, files=files.get(record.id, ()), towns=towns, told=told)


_Known = tuple[Lookups, Mapping[str, str], Told]


def _cards(catalogue: Catalogue, records: Iterable[Record]) -> _Known:
    """Names and aliases of who and where the items link to, by id, the towns of the places, and what stands in the
    cards' own fields, with the names of whom those link to."""
    cards = _loaded(catalogue, {key for record in records for key in linked(record.values)})
    beside = {key for card in cards.values() for value in card.values.get(OWN, {}).values() for key in ids_in(value)}
    return _called(cards.values(), _loaded(catalogue, beside - cards.keys()))


def _loaded(catalogue: Catalogue, ids: Collection[str]) -> dict[str, Record]:
    return {key: card for entity in NAMED if ids for key, card in catalogue.load(entity, ids).items()}


def _all_cards(catalogue: Catalogue) -> _Known:
    return _called([card for entity in NAMED for card in catalogue.records(entity)], {})


def _called(cards: Iterable[Record], beside: Mapping[str, Record]) -> _Known:
    """``beside``: cards that only the own fields of these link to."""
    names: dict[str, tuple[str, ...]] = {}
    towns: dict[str, str] = {}
    owning: list[Record] = []
    for card in cards:
        if card.trashed:
            continue
        names[card.id] = (card.title, *card["aliases"])
        if card.values.get(OWN):
            owning.append(card)
        if card.entity == "place" and (town := town_of(card.title, card["type"], card["parent"])):
            towns[card.id] = town
    called = {**names, **{key: (card.title, *card["aliases"]) for key, card in beside.items() if not card.trashed}}
    told = {card.id: tuple(_own_words(card, called)) for card in owning}
    return names, towns, {key: words for key, words in told.items() if words}


def _own_words(card: Record, called: Lookups) -> Iterator[tuple[str, str]]:
    """(own field, words) of a card; of one that links all names of the cards."""
    for name, value in card.values.items():
        if is_own(name):
            for words in own_words(value):
                yield from ((name, one) for one in (called.get(words, ()) if is_id(words) else (words,)))
