"""Where links lead: the small tables are kept in memory while the archive is open, items are asked for."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject

from archive_app.catalogue.commands import Create
from archive_app.catalogue.queries import ItemFilter
from archive_app.domain.entities import entity_named
from archive_app.gui.session import Session

_FROM_TITLE = frozenset({"person", "place", "organisation", "event", "commissioner"})
_SHOWN = 12


class ArchiveLinks(QObject):
    """The ``Links`` of an open archive."""

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._names: dict[str, list[tuple[str, str]]] = {}
        session.changed.connect(self._forget)

    def _forget(self, done) -> None:
        for entity in {change.entity for change in done.changes}:
            self._names.pop(entity, None)

    def title(self, entity: str, record_id: str, then: Callable[[str], None]) -> None:
        """The title of a record; an unknown one says so."""
        for known, title in self._names.get(entity, ()):
            if known == record_id:
                then(title)
                return
        catalogue = self._session.archive.catalogue

        def look() -> str:
            found = catalogue.load(entity, [record_id])
            return found[record_id].title if record_id in found else "（已不在）"

        self._session.ask(look, then)

    def suggest(self, entity: str, words: str, then: Callable[[list[tuple[str, str]]], None]) -> None:
        """Records whose title fits, those that begin with the words first."""
        catalogue = self._session.archive.catalogue

        def look() -> list[tuple[str, str]]:
            if entity == "item":
                rows = catalogue.item_rows(catalogue.item_ids(ItemFilter(text=words), "title")[:_SHOWN])
                return [(row.id, row.title) for row in rows]
            if entity not in self._names:
                self._names[entity] = _with_aliases(catalogue, entity)
            folded = words.casefold()
            found = [pair for pair in self._names[entity] if folded in pair[1].casefold()]
            return sorted(found, key=lambda pair: (not pair[1].casefold().startswith(folded), len(pair[1])))[:_SHOWN]

        self._session.ask(look, then, key=("suggest", entity))

    def create(self, entity: str, title: str, then: Callable[[str], None]) -> None:
        """Make a record from its title."""
        command = Create(entity, {entity_named(entity).title: title})
        self._session.execute(command, lambda _done: then(command.id))

    def can_create(self, entity: str) -> bool:
        """People, places and the like; not items or files."""
        return entity in _FROM_TITLE and not self._session.archive.read_only


def _with_aliases(catalogue, entity: str) -> list[tuple[str, str]]:
    """(id, title), aliases in brackets behind it, so that typing an alias finds the record."""
    if not any(field.name == "aliases" for field in entity_named(entity).fields):
        return catalogue.titles(entity)
    return [
        (record.id, f"{record.title}（{'、'.join(record['aliases'])}）" if record["aliases"] else record.title)
        for record in catalogue.records(entity)
    ]
