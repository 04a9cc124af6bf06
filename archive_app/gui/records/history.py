"""The history of a record: who changed what, when, from what to what; any older value can be taken back."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone
from itertools import groupby
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from archive_app.catalogue.commands import TRASHED, SetFields
from archive_app.catalogue.values import applied
from archive_app.domain.entities import entity_named
from archive_app.domain.errors import ArchiveError, UsageError
from archive_app.domain.fields import Field
from archive_app.domain.own_fields import TARGETS, ids_in, is_own, stray
from archive_app.gui.i18n import _
from archive_app.gui.records.words import value_words
from archive_app.gui.session import Session
from archive_app.gui.widgets.basics import button, clear, column, label, line, margins, row, shown_if
from archive_app.gui.widgets.save_state import day_words
from archive_app.services.linked import said

if TYPE_CHECKING:
    from archive_app.catalogue.history import HistoryEntry
    from archive_app.catalogue.store import Record

_SHOWN = 25
_CUT = 160
TEXT = "manuscript"
_BOOKKEEPING = frozenset({"merged_links", "merged_gains", "comments", "corrections"})
"""What a merge writes for a later split, and where comments stand: ids and numbers that say nothing to a person. What
was commented is said by the command's own words."""


def _stands_in(field: Field, value: Any) -> bool:
    """Whether a value can stand in a field as it is declared now."""
    try:
        field.check(value)
    except UsageError:
        return False
    return True


class HistoryPanel(QWidget):
    """Newest first; commands as headings, their fields below."""

    failed = Signal(object)
    versions_wanted = Signal(str)
    """What this command made of the text is to be seen beside what stood before."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._record: Record | None = None
        self._entries: list[HistoryEntry] = []
        self._titles: dict[str, str] = {}
        self._shown = _SHOWN
        self._column = QVBoxLayout(self)
        margins(self._column, (0, 4, 0, 24), 10)
        session.changed.connect(self._on_change)

    def show_record(self, record: Record | None) -> None:
        """The history of another record."""
        self._record = record
        self._shown = _SHOWN
        if self.isVisible():
            self.reload()

    def showEvent(self, event) -> None:
        """Histories are read when they are looked at."""
        super().showEvent(event)
        self.reload()

    def _on_change(self, done) -> None:
        if self.isVisible() and self._record and any(c.record_id == self._record.id for c in done.changes):
            self.reload()

    def reload(self) -> None:
        """Read the log."""
        if self._record is None:
            clear(self._column)
            return
        record_id, catalogue = self._record.id, self._session.archive.catalogue
        entity = entity_named(self._record.entity)
        targets = {f.target for f in entity.fields if f.target}

        def look() -> tuple[list[HistoryEntry], Record, dict[str, str]]:
            entries = catalogue.history(record_id)
            titles = {key: title for target in targets - {"item", "file"} for key, title in catalogue.titles(target)}
            own = [value for e in entries if is_own(e.field) for value in (e.before, e.after)]
            if ids := {key for value in own for key in ids_in(value)}:
                for target in TARGETS:
                    titles.update(catalogue.names_of(target, ids))
            return entries, catalogue.record(record_id), titles

        self._session.ask(look, self._show, key=("history", id(self)))

    def _show(self, found: tuple[list[HistoryEntry], Record, dict[str, str]]) -> None:
        self._entries, self._record, self._titles = found
        self._draw()

    def _draw(self) -> None:
        clear(self._column)
        if not self._entries:
            self._column.addWidget(label(_("还没有修改过。"), tone="faint"))
        commands = [list(group) for _key, group in groupby(self._entries, key=lambda entry: entry.command_id)]
        for number, entries in enumerate(commands[: self._shown]):
            if number:
                self._column.addWidget(line())
            self._column.addWidget(self._command(entries))
        left = len(commands) - self._shown
        if left > 0:
            self._column.addWidget(button(_("更早的 {n} 条").format(n=left), self._more, role="link"))
        self._column.addStretch(1)

    def _more(self) -> None:
        self._shown += 5 * _SHOWN
        self._draw()

    def _command(self, entries: list[HistoryEntry]) -> QWidget:
        first = entries[0]
        at = datetime.fromisoformat(first.at).astimezone(timezone(timedelta(minutes=first.offset)))
        head = label(first.label, wrap=True)
        when = label(f"{first.actor} · {day_words(at)}", tone="faint", voice="small")
        when.setToolTip(at.strftime("%Y-%m-%d %H:%M:%S"))
        made = QWidget()
        inside = column(column(head, when, spacing=0), spacing=6)
        born = first.type in ("create", "import") or all(entry.version == 1 for entry in entries)
        for entry in () if born else entries:
            if entry.field not in _BOOKKEEPING:
                inside.addWidget(self._field(entry))
        made.setLayout(inside)
        return made

    def _field(self, entry: HistoryEntry) -> QWidget:
        made = QWidget()
        if entry.field == TRASHED:
            made.setLayout(column(label(_("移入回收站") if entry.after else _("取回"), tone="faint", voice="small")))
            return made
        field = self._declared(entry.field)
        before, after = (self._words(field, value) for value in (entry.before, entry.after))
        name = label(_(field.label), tone="faint", voice="small")
        was = label(before, tone="faint", voice="small", wrap=True, select=True)
        was_font = was.font()
        was_font.setStrikeOut(True)
        was.setFont(was_font)
        now = label(after, voice="small", wrap=True, select=True)
        back = button(_("取回旧值"), lambda: self._take_back(entry), role="link")
        back.setToolTip(_("把“{field}”改回：{value}").format(field=_(field.label), value=before))
        back.setEnabled(not self._session.archive.read_only and not field.by_program)
        see = button(_("对照"), lambda: self.versions_wanted.emit(entry.command_id), role="link")
        see.setToolTip(_("这一次改了哪些字，与前一版对照"))
        shown_if(see, entry.field == TEXT)
        made.setLayout(column(row(name, None, see, back, spacing=8), was, now, spacing=2))
        return made

    def _declared(self, name: str) -> Field:
        """A field; of the archive's own ones as it is declared now."""
        if is_own(name):
            from archive_app.services.own_fields import label_of

            return label_of(self._session.archive, name)
        return entity_named(self._record.entity).field(name)

    def _words(self, field: Field, value: Any) -> str:
        if is_own(field.name):  # what stood there when the field was of another type is said as it stood
            value = said(value, self._titles)
            field = field if _stands_in(field, value) else stray(field.name)
            return self._cut(value_words(field, value, str))
        return self._cut(value_words(field, value, lambda key: self._titles.get(key, "…")))

    @staticmethod
    def _cut(words: str) -> str:
        words = words or _("（空）")
        return words if len(words) <= _CUT else words[:_CUT] + "…"

    def _take_back(self, entry: HistoryEntry) -> None:
        if self._record is None:
            return
        value = applied(self._record.values.get(entry.field), entry.before)
        words = _("取回“{field}”的旧值").format(field=_(entry.field_label))
        self._session.execute(SetFields(self._record.id, {entry.field: value}, words=words), failed=self._refused)

    def _refused(self, error: Exception) -> None:
        if not isinstance(error, ArchiveError):
            raise error
        self.failed.emit(error)
