"""Names for ids and ids for names, where an archive's own fields link: in lists, conditions, and changes of a type."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from archive_app.domain.errors import UsageError
from archive_app.domain.fields import Field, FieldType
from archive_app.domain.own_fields import CARDS, TARGETS, ids_in
from archive_app.hanzi.folding import fold
from archive_app.hanzi.names import name_fold

if TYPE_CHECKING:
    from archive_app.services.archive import Archive

GONE = "（已不在）"
"""In place of the name of a record that is not there."""


def names_in(archive: Archive, pairs: Iterable[tuple[Field, Any]]) -> dict[str, str]:
    """Id → name of everything that these (field, value) link to; read once an entity."""
    wanted: dict[str, dict[str, None]] = defaultdict(dict)
    for field, value in pairs:
        if field.type.links:
            wanted[field.target].update(dict.fromkeys(ids_in(value)))
    found: dict[str, str] = {}
    for entity, keys in wanted.items():
        found.update(archive.catalogue.names_of(entity, keys))
    return found


def said(value: Any, names: Mapping[str, str]) -> Any:
    """A linking value with names for its ids."""
    if isinstance(value, list):
        return [names.get(one, GONE) if ids_in(one) else one for one in value]
    return names.get(value, GONE) if ids_in(value) else value


def meant(archive: Archive, field: Field, value: Any) -> Any:
    """A value of a field that links, with ids for the names a person wrote; raises ``UsageError`` for a name that
    nobody bears, or several do."""
    parts = field.check(value)
    called = Called(archive)
    ids: list[str] = []
    for words in parts if isinstance(parts, list) else [parts] if parts else []:
        found = [words] if ids_in(words) else called.ids(field.target, words)
        if len(found) != 1:
            label = TARGETS[field.target]
            why = f"叫“{words}”的{label}不止一个" if found else f"没有叫“{words}”的{label}"
            raise UsageError(why, "请写编号（uuid），或先建好卡片。", code="namesakes" if found else "unknown-record")
        ids += found
    return ids if field.type is FieldType.LINKS else ids[0] if ids else ""


def cards_saying(archive: Archive, entity: str, words: str, limit: int) -> list[str]:
    """The cards in whose own fields these words stand, however written; through one that links, the names of those."""
    wanted = fold(" ".join(words.split()))
    fields = {one.key: one.field for one in archive.own_fields}
    if not wanted or entity not in CARDS or not fields:
        return []
    filled = archive.catalogue.own_of_cards(entity)
    pairs = [(fields[key], value) for _card, own in filled for key, value in own.items() if key in fields]
    names = names_in(archive, pairs)
    found: list[str] = []
    for card, own in filled:
        told = (part for value in own.values() for part in _words(said(value, names)))
        if any(wanted in fold(part) for part in told):
            found.append(card)
            if len(found) == limit:
                break
    return found


def _words(value: Any) -> list[str]:
    if isinstance(value, bool):
        return []
    if isinstance(value, dict):
        return [str(value.get("display") or "")]
    if isinstance(value, float):
        return [f"{value:.12g}"]
    return [str(one) for one in value] if isinstance(value, list) else [str(value)]


class Called:
    """Which records are called so: cards by name or alias however written (吉/𠮷, 繁体/简体), items by number or title.

    The cards of an entity are read when the first is asked for.
    """

    def __init__(self, archive: Archive) -> None:
        self._archive = archive
        self._cards: dict[str, dict[str, list[str]]] = {}

    def ids(self, entity: str, words: str) -> list[str]:
        """The ids of the records that bear this name, the trash aside; none where nobody does."""
        told = " ".join(words.split())
        if not told:
            return []
        if entity == "item":
            return self._items(told)
        if entity not in self._cards:
            called: dict[str, list[str]] = defaultdict(list)
            for card in self._archive.catalogue.records(entity):
                for name in dict.fromkeys(name_fold(str(one)) for one in (card.title, *card["aliases"])):
                    called[name].append(card.id)
            self._cards[entity] = called
        return list(self._cards[entity].get(name_fold(told), ()))

    def one(self, entity: str, words: str) -> str | None:
        """The one record of this name; None where there is none, or several."""
        found = self.ids(entity, words)
        return found[0] if len(found) == 1 else None

    def _items(self, told: str) -> list[str]:
        catalogue = self._archive.catalogue
        for field in ("accession_no", "ref_code"):
            numbered = [key for key, number, gone in catalogue.numbers(field, told) if number == told and not gone]
            if numbered:
                return numbered
        return catalogue.items_titled(told.removeprefix("《").removesuffix("》"))
