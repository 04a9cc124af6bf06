"""The names that a search knows: those of the cards, and those that stand in items without a card."""

from __future__ import annotations

import threading
from collections.abc import Callable, Collection, Iterator
from itertools import islice

from archive_app.domain.entities import entity_named
from archive_app.domain.identity import is_id
from archive_app.hanzi.names import Name, NameIndex
from archive_app.hanzi.pinyin import Kind
from archive_app.search.language.expanding import Called
from archive_app.services.names import Names

SOUNDING = {"person": Kind.PERSON, "place": Kind.PLACE}
"""What is found by its sound; items are filed under the names of these without a card, too."""
CARDS = ("person", "place", "organisation", "event", "commissioner")

Filed = Callable[[str], Collection[str]]
"""Facet → what the items that may be seen are filed under."""


class SearchNames:
    """What a search asks of names, over one open archive; usable from any thread."""

    def __init__(self, names: Names) -> None:
        self._names = names
        self._lock = threading.Lock()
        self._bare: dict[tuple[str, frozenset[str] | None], tuple[frozenset[str], NameIndex | None]] = {}

    def for_reader(self, filed: Filed, visible: Collection[str] | None) -> ReadersNames:
        """The names of the items that ``filed`` says, or (where no level is named) of all cards, filed or not: a name
        that occurs in no item a reader may see would tell that there is something to hide."""
        return ReadersNames(self, self._names, filed, visible)

    def bare(self, facet: str, filed: Collection[str], visible: Collection[str] | None) -> NameIndex:
        """Of what items that may be seen are ``filed`` under, the names without a card, followed as they change."""
        key = facet, None if visible is None else frozenset(visible)
        with self._lock:
            before, index = self._bare.get(key, (frozenset[str](), None))
            if index is None or filed != before:  # nearly always the same; else only what differs is looked at
                now = frozenset(filed)
                new = [Name(name, name, (), SOUNDING[facet]) for name in now - before if not is_id(name)]
                if index is None:
                    index = NameIndex(new)
                else:
                    index.update(new, before - now)
                self._bare[key] = now, index
            return index


class ReadersNames:
    """The names as one reader may know them (see ``language.expanding.Names``)."""

    def __init__(self, whole: SearchNames, names: Names, filed: Filed, visible: Collection[str] | None) -> None:
        self._whole, self._names, self._filed, self._visible = whole, names, filed, visible

    def called(self, word: str) -> Iterator[Called]:
        """Everyone and everything that has this name or alias."""
        for entity, name in self._names.called(word):
            if self._known(entity, name):
                yield _called(entity, name)

    def within(self, word: str, limit: int) -> Iterator[Called]:
        """The places that lie in the one of this name."""
        found = (one for one in self._names.within(word) if self._known("place", one))
        for name in islice(found, limit):
            yield _called("place", name)

    def sounding(self, word: str, limit: int) -> Iterator[tuple[str, Called]]:
        """People and places whose whole name is said, or begins syllable by syllable, with these letters."""
        told: set[str] = set()
        for entity, fitting, name in self._names.sounding(word, limit, tuple(SOUNDING)):
            if self._known(entity, name):
                told.add(fitting)
                yield fitting, _called(entity, name)
        for facet in SOUNDING:
            index = self._whole.bare(facet, self._filed(facet), self._visible)
            for one in index.whole(word, limit):
                if one.text not in told and not self._names.called(one.text):
                    told.add(one.text)
                    yield one.text, Called((one.text,), _label(facet))

    def _known(self, entity: str, name: Name) -> bool:
        return self._visible is None or name.key in self._filed(entity)


def _called(entity: str, name: Name) -> Called:
    return Called((name.text, *name.others), _label(entity))


def _label(entity: str) -> str:
    return entity_named(entity).label
