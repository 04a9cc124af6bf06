"""One field with a page of its own (a manuscript, a transcript), saved like a form's: when left, or after a rest."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QApplication, QWidget
from shiboken6 import isValid

from archive_app.catalogue.commands import SetFields
from archive_app.domain.fields import Field
from archive_app.gui.composition import composing
from archive_app.gui.records.form import REST_MS
from archive_app.gui.session import Session

if TYPE_CHECKING:
    from archive_app.catalogue.changelog import Done
    from archive_app.catalogue.store import Record


LATEST_MS = 2_500
"""Whoever writes on without a rest has it saved all the same, so that a power cut costs seconds, not sentences."""


class PageField(QObject):
    """Keeps a widget and a field of a record in step. ``value`` reads the widget, ``show`` writes it."""

    failed = Signal(object)

    def __init__(
        self,
        session: Session,
        field: Field,
        widget: QWidget,
        value: Callable[[], Any],
        show: Callable[[Any, bool], None],
    ) -> None:
        """``show`` is handed the stored value, and whether it is the same record's as before."""
        super().__init__(widget)
        self._session = session
        self._field = field
        self._widget = widget
        self._value = value
        self._show = show
        self._record_id = ""
        self._known: Any = None
        self._dirty = False
        self._under_way: deque[str] = deque()  # the records whose writes the writer still has, in its order
        self._version = 0
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(REST_MS)
        self._rest.timeout.connect(self._rested)
        self._latest = QTimer(self)
        self._latest.setSingleShot(True)
        self._latest.setInterval(LATEST_MS)
        self._latest.timeout.connect(self.save)  # a word that is being composed is not in the text yet
        QApplication.instance().focusChanged.connect(self._focus_moved)

    @property
    def pending(self) -> bool:
        """Whether something is written that is not saved."""
        return self._dirty

    def show_record(self, record: Record | None) -> None:
        """Take another record, or the same one as it stands now."""
        if record is None:
            self.save()
            self._record_id = ""
            return
        same = record.id == self._record_id
        value = record.values.get(self._field.name)
        if same:
            # what was read before the last of one's own writes would take it off the page again
            late = self._record_id in self._under_way or record.version < self._version
            if self._dirty or composing() or late or value == self._known:
                return
        else:
            self.save()
        self._record_id, self._known, self._dirty, self._version = record.id, value, False, record.version
        self._show(value, same)

    def edited(self) -> None:
        """A person wrote something."""
        if self._record_id:
            if not self._dirty:
                self._latest.start()
            self._dirty = True
            self._rest.start()

    def _rested(self) -> None:
        if composing():
            self._rest.start()
        else:
            self.save()

    def _focus_moved(self, old: QWidget | None, new: QWidget | None) -> None:
        if not isValid(self._widget):  # it is on its way out, and was asked to save before that
            return
        inside = old is not None and (old is self._widget or self._widget.isAncestorOf(old))
        stays = new is not None and (new is self._widget or self._widget.isAncestorOf(new))
        if self._dirty and inside and not stays:
            self.save()

    def save(self, words: str = "", also: Mapping[str, Any] | None = None) -> None:
        """Hand what was written to the writer; ``words`` say what was done, ``also`` is set in the same step."""
        self._rest.stop()
        self._latest.stop()
        if not self._dirty or not self._record_id:
            return
        self._dirty = False
        value = self._field.check_beside(self._value(), self._known)
        if value != self._known or also:
            self._known = value
            values = {self._field.name: value, **(also or {})}
            self._under_way.append(self._record_id)
            self._session.execute(SetFields(self._record_id, values, words=words), self._written, self._refused)

    def _written(self, done: Done) -> None:
        record_id = self._under_way.popleft()
        if record_id == self._record_id:
            self._version = max([self._version, *(one.version for one in done.changes if one.record_id == record_id)])

    def _refused(self, error: Exception) -> None:
        self._under_way.popleft()
        self._dirty = True
        self.failed.emit(error)
