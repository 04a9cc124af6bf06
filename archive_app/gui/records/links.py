"""Where links lead: people, places and the like are looked up by name, items by their title."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject

from archive_app.catalogue.commands import Create
from archive_app.catalogue.queries import ItemFilter
from archive_app.domain.entities import entity_named
from archive_app.gui.session import Session
from archive_app.hanzi.names import stretch
from archive_app.services.names import NAMED

_FROM_TITLE = frozenset({"person", "place", "organisation", "event", "commissioner"})
_SHOWN = 12


class ArchiveLinks(QObject):
    """The ``Links`` of an open archive."""

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session

    def title(self, entity: str, record_id: str, then: Callable[[str], None]) -> None:
        """The title of a record, with what tells it from a namesake; an unknown one says so."""
        catalogue, names = self._session.archive.catalogue, self._session.names

        def look() -> str:
            if entity in NAMED and (label := names.label(record_id)):
                return label
            found = catalogue.load(entity, [record_id])
            return found[record_id].title if record_id in found else "（已不在）"

        self._session.ask(look, then)

    def suggest(self, entity: str, words: str, then: Callable[[list[tuple[str, str]]], None]) -> None:
        """Records that fit, the best first: names also by initials, pinyin and aliases, namesakes told apart."""
        catalogue, names = self._session.archive.catalogue, self._session.names

        def look() -> list[tuple[str, str]]:
            if entity == "item":
                rows = catalogue.item_rows(catalogue.item_ids(ItemFilter(text=words), "title")[:_SHOWN])
                titled = {row.id: row.title for row in rows}
                if len(titled) < _SHOWN and words.isascii():  # letters: the pinyin of a title, or its initials
                    for key, title in sorted(catalogue.titles_beginning(words).items(), key=lambda pair: len(pair[1])):
                        if (place := stretch(title, words)) is not None and place[0] == 0:
                            titled.setdefault(key, title)
                return list(titled.items())[:_SHOWN]
            if entity in NAMED:
                return [(hit.id, hit.label) for hit in names.find(words, limit=_SHOWN, entities=(entity,))]
            folded = words.casefold()
            found = [pair for pair in catalogue.titles(entity) if folded in pair[1].casefold()]
            return sorted(found, key=lambda pair: (not pair[1].casefold().startswith(folded), len(pair[1])))[:_SHOWN]

        self._session.ask(look, then, key=("suggest", entity))

    def create(self, entity: str, title: str, then: Callable[[str], None]) -> None:
        """Make a record from its title."""
        command = Create(entity, {entity_named(entity).title: title})
        self._session.execute(command, lambda _done: then(command.id))

    def can_create(self, entity: str) -> bool:
        """People, places and the like; not items or files."""
        return entity in _FROM_TITLE and not self._session.archive.read_only
