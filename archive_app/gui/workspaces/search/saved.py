"""The searches that are kept, as the window has them: who keeps which, and how many items are new in each.

What is new is counted when the archive has been open for a moment and whenever a rest follows what was written: one
search after another on a reading thread, with the painting thread's turn between them. The service searches only where
something was written that a search may find.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from archive_app.domain.errors import ArchiveError
from archive_app.gui.workspaces.search.saved_words import described
from archive_app.services.saved_searches import SavedSearch, SavedSearches

if TYPE_CHECKING:
    from archive_app.catalogue.changelog import Done
    from archive_app.gui.session import Failed, Session
    from archive_app.gui.workspaces.search.asking import Asking

_REST_MS = 1_500
_SOON_MS = 200
_BETWEEN_MS = 30
"""After what was written; after the list was read; between two searches that are counted."""
_KIND = "saved_search"

Then = Callable[[SavedSearch], None]


class KeptSearches(QObject):
    """One for an open archive. ``mine`` are those of who sits here, ``others`` everybody else's."""

    changed = Signal()
    """The list, or the number of what is new in one of them."""
    failed = Signal(object)
    """An ``ArchiveError``: what was seen could not be noted."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._session = session
        self._records = SavedSearches(session.archive)
        self._counter: SavedSearches | None = None
        self.mine: tuple[SavedSearch, ...] = ()
        self.others: tuple[SavedSearch, ...] = ()
        self.told: Mapping[str, str] = {}
        """What each asks, in words."""
        self.news: dict[str, int] = {}
        """How many items are new, of those that are to say so."""
        self._to_count: list[SavedSearch] = []
        self._failed = False
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.timeout.connect(self.count)
        session.changed.connect(self._on_change)
        session.acting.connect(self.refresh)
        self.refresh()

    @property
    def total(self) -> int:
        """New items over all of them."""
        return sum(self.news.get(one.id, 0) for one in self.mine)

    @property
    def in_turn(self) -> list[SavedSearch]:
        """One's own, those in which something is new first."""
        return sorted(self.mine, key=lambda one: not self.news.get(one.id, 0))

    def named(self, name: str) -> SavedSearch | None:
        """One's own of this name."""
        return next((one for one in self.mine if one.name == name), None)

    def by_id(self, key: str) -> SavedSearch | None:
        """One by its id."""
        return next((one for one in (*self.mine, *self.others) if one.id == key), None)

    # — the list —

    def refresh(self) -> None:
        """Read the list anew."""
        self._session.ask(self._load, self._loaded, key="kept-searches")

    def _load(self) -> tuple[str, list[SavedSearch], dict[str, str]]:
        archive = self._session.archive
        kept = self._records.all()
        return archive.actor, kept, {one.id: described(archive.catalogue, one) for one in kept}

    def _loaded(self, found: tuple[str, list[SavedSearch], dict[str, str]]) -> None:
        actor, kept, self.told = found
        self.mine = tuple(one for one in kept if one.owner == actor)
        self.others = tuple(one for one in kept if one.owner != actor)
        telling = {one.id for one in self.mine if one.alert}
        self.news = {key: number for key, number in self.news.items() if key in telling}
        self.changed.emit()
        if telling and not self._rest.isActive():
            self._rest.start(_SOON_MS)

    def _on_change(self, done: Done) -> None:
        if any(change.entity == _KIND for change in done.changes):
            self.refresh()
        if any(change.entity != _KIND for change in done.changes):
            self.count_soon()

    # — what is new —

    def count_soon(self) -> None:
        """After a rest, so that nothing is searched for while someone types."""
        if any(one.alert for one in self.mine):
            self._rest.start(_REST_MS)

    def count(self) -> None:
        """Count what is new; where there is no index yet, it is done when there is one."""
        if not any(one.alert for one in self.mine):
            return
        if self._counter is None:  # what searches is read on another thread: it takes its time
            self._session.ask(_load_search, lambda _nothing: self._count_all(), key="alerts")
        else:
            self._count_all()

    def _count_all(self) -> None:
        search = self._session.search
        if search.needs_rebuild:
            return
        self._to_count = [one for one in self.mine if one.alert]

        def follow() -> None:
            if not search.current():
                search.follow()
                search.tidy()

        self._session.ask(follow, lambda _nothing: self._count_next(), self._not_counted, key="alerts")

    def _count_next(self) -> None:
        if not self._to_count or self._session.search.needs_rebuild:
            return
        one, counter = self._to_count.pop(0), self._counting()
        self._session.ask(
            lambda: counter.news(one), lambda fresh: self._counted(one, len(fresh)), self._not_counted, key="alerts"
        )

    def _counted(self, one: SavedSearch, number: int) -> None:
        self._tell(one, number)
        QTimer.singleShot(_BETWEEN_MS, self, self._count_next)

    def _tell(self, one: SavedSearch, number: int) -> None:
        if one.alert and self.news.get(one.id) != number:
            self.news[one.id] = number
            self.changed.emit()

    def _not_counted(self, error: Exception) -> None:
        """What was seen cannot be noted: a person is told once, and nothing is counted until something is written."""
        self._to_count = []
        if not isinstance(error, ArchiveError):
            raise error
        if not self._failed:
            self._failed = True
            self.failed.emit(error)

    def _counting(self) -> SavedSearches:
        if self._counter is None:
            self._counter = SavedSearches(self._session.archive, self._session.search)
        return self._counter

    def look(self, saved: SavedSearch, then: Callable[[frozenset[str]], object]) -> None:
        """It is looked at now: ``then`` is told which items are new in it, and they are new no more."""
        if self._session.search.needs_rebuild:  # nothing is known without reading everything
            return
        counter = self._counting()

        def noted(_fresh: object) -> None:
            self._failed = False
            self._tell(saved, 0)

        def told(fresh: list[str]) -> None:
            then(frozenset(fresh))
            self._session.ask(lambda: counter.looked(saved), noted, self._not_counted)

        self._session.ask(lambda: counter.news(saved), told, self._not_counted, key="look")

    # — writing —

    def save(self, name: str, asking: Asking, alert: bool, then: Then, failed: Failed) -> None:
        """Keep a search; one's own of this name is changed."""
        from archive_app.gui.workspaces.search.asking import wanted_of

        def work() -> SavedSearch:
            return self._records.save(name, asking.words, alert=alert, look=False, **wanted_of(asking))

        def saved(one: SavedSearch) -> None:
            then(one)
            if not alert:  # the others are counted anyway; what is there counts as seen
                self.look(one, lambda _fresh: None)

        self._session.write(work, saved, failed)

    def rename(self, saved: SavedSearch, name: str, then: Then, failed: Failed) -> None:
        """Give it another name."""
        self._session.write(lambda: self._records.rename(saved, name), then, failed)

    def set_alert(self, saved: SavedSearch, on: bool, then: Then, failed: Failed) -> None:
        """Say when something is new in it, or no more."""
        self._session.write(lambda: self._records.set_alert(saved, on), then, failed)

    def remove(self, saved: SavedSearch, then: Callable[[object], None], failed: Failed) -> None:
        """Put it into the trash."""
        self._session.write(lambda: self._records.remove(saved), then, failed)


def _load_search() -> None:
    import_module("archive_app.services.searching")
