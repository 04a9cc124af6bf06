"""What a record's dates are read with: asked once for a record, off the painting thread, and told to its editors."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject

from archive_app.domain.errors import UnknownRecord
from archive_app.gui.session import Session
from archive_app.hanzi.dating import Context, read
from archive_app.services.dating import context_of

if TYPE_CHECKING:
    from archive_app.catalogue.store import Record

Then = Callable[[Context], None]
_BEARING = frozenset({"event", "person"})


class DatingContext(QObject):
    """The narrator's birth, the day of the interview and the local events, for the record a form shows."""

    def __init__(self, session: Session, record: Callable[[], Record | None], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._record = record
        self._known: tuple[str, int, Context] | None = None
        self._waiting: list[Then] = []
        session.changed.connect(self._forget)

    def _forget(self, done) -> None:
        if any(change.entity in _BEARING for change in done.changes):
            self._known = None

    def __call__(self, then: Then) -> None:
        """Call back with the context, at once where it is known."""
        record = self._record()
        if record is None:
            then(Context())
        elif self._known is not None and self._known[:2] == (record.id, record.version):
            then(self._known[2])
        else:
            self._waiting.append(then)
            catalogue = self._session.archive.catalogue
            self._session.ask(
                lambda: _prepared(context_of(catalogue, record)),
                lambda context: self._answered(record, context),
                self._gone,
                key=("dating", id(self)),
            )

    def _answered(self, record: Record, context: Context) -> None:
        self._known = (record.id, record.version, context)
        waiting, self._waiting = self._waiting, []
        for then in waiting:
            then(context)

    def _gone(self, error: Exception) -> None:
        self._waiting.clear()
        if not isinstance(error, UnknownRecord):
            raise error


def _prepared(context: Context) -> Context:
    """The reader's tables are read here, in the asking thread, so that the first proposal is not waited for."""
    read("一九四七年腊月二十三", context)
    return context
