"""A form built from declared fields. What is typed is saved when a field is left, or after a rest.

The form never waits for a save, never touches a field that somebody is typing in, and never saves a word an input
method is still composing.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from archive_app.catalogue.commands import SetFields
from archive_app.domain.errors import ArchiveError, UnknownRecord
from archive_app.domain.fields import Field
from archive_app.gui.composition import composing
from archive_app.gui.editors.dates import DateEditor, DatesEditor
from archive_app.gui.editors.editor import FieldEditor, Links
from archive_app.gui.editors.line import checks
from archive_app.gui.editors.registry import make_editor
from archive_app.gui.i18n import _
from archive_app.gui.records.dating import DatingContext
from archive_app.gui.records.sections import FieldBlock, Section
from archive_app.gui.session import Session
from archive_app.gui.widgets.basics import button, margins
from archive_app.gui.widgets.tab_order import go_out, page_of, reason, stops

if TYPE_CHECKING:
    from archive_app.catalogue.changelog import Done
    from archive_app.catalogue.store import Record

_SLICE_S = 0.012
TYPED = "$typed"
"""Marks what is kept of a field as words that are no value yet."""
REST_MS = 1_500
"""A pause in typing after which what was typed is saved."""


class RecordForm(QWidget):
    """One record at a time; ``show_record`` takes another. Fields set by the program are not in it."""

    failed = Signal(object)
    """A save that the archive refused."""
    record_changed = Signal(object)
    """The record as it stands now, after a change from here or elsewhere."""
    moved = Signal(QWidget)
    """The keyboard went to another field by Tab."""
    held_back = Signal(str, str, str)
    """One has gone on, and something typed could not be stored: (record, field, words that say so)."""

    def __init__(
        self, session: Session, links: Links, groups: Sequence[tuple[str, Sequence[Field], bool]], parent=None
    ) -> None:
        """``groups`` are (heading, fields, whether open at first)."""
        super().__init__(parent)
        self.setProperty("ground", "none")
        self._session = session
        self._links = links
        self.record: Record | None = None
        self._dating = DatingContext(session, lambda: self.record, self)
        self._blocks: dict[str, FieldBlock] = {}
        self._dirty: dict[str, None] = {}
        self._known: dict[str, Any] = {}
        self._read_only = session.archive.read_only
        self._locked: dict[str, str] = {}
        self._column = QVBoxLayout(self)
        margins(self._column, (0, 0, 0, 24), 0)
        self.held_line = button("", self._to_held, role="link", icon="alert-triangle")
        self.held_line.hide()
        self._column.addWidget(self.held_line)
        self._sections: list[Section] = []
        for heading, fields, open_ in groups:
            section = Section(heading, list(fields), open_=open_)
            section.opened.connect(lambda made=section: self._build(made))
            self._sections.append(section)
            self._column.addWidget(section)
        self._column.addStretch(1)
        self._builder = QTimer(self)
        self._builder.setInterval(0)
        self._builder.timeout.connect(self._build_more)
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(REST_MS)
        self._rest.timeout.connect(self._rested)
        QApplication.instance().focusChanged.connect(self._focus_moved)
        session.changed.connect(self._on_change)

    # — building —

    def begin_building(self) -> None:
        """Build the open sections while the window stays alive: a few fields at a time."""
        self._builder.start()

    def _build_more(self) -> None:
        """A slice of building, short enough not to be seen as a pause."""
        until = time.perf_counter() + _SLICE_S
        for section in self._sections:
            if not section.is_open:
                continue
            section.show_body()
            for field in section.fields:
                if field.name not in self._blocks:
                    self._add_field(section, field)
                    if time.perf_counter() > until:
                        return
        self._builder.stop()

    @property
    def building(self) -> bool:
        """Whether fields are still being added."""
        return self._builder.isActive()

    def _build(self, section: Section) -> None:
        for field in section.fields:
            if field.name not in self._blocks:
                self._add_field(section, field)
        section.show_body()
        section.say_filled(0)

    def _add_field(self, section: Section, field: Field) -> None:
        editor = make_editor(field, self._links)
        editor.set_read_only(self._read_only or field.name in self._locked)
        editor.setToolTip(self._locked.get(field.name, ""))
        if isinstance(editor, DateEditor | DatesEditor):
            editor.context_from(self._dating)
        block = FieldBlock(field, editor)
        self._blocks[field.name] = block
        if self.record is not None:
            editor.show_value(self._known.get(field.name))
            self._show_held(field.name)
        editor.edited.connect(lambda name=field.name: self._edited(name))
        editor.finished.connect(self.save)
        block.give_up.clicked.connect(lambda _checked=False, name=field.name: self._give_up(name))
        section.add(block)

    def block(self, name: str) -> FieldBlock | None:
        """A field's block; its section is opened where it was closed."""
        for section in self._sections:
            if any(field.name == name for field in section.fields):
                section.open()
                self._build(section)
                return self._blocks[name]
        return None

    def blocks(self) -> list[FieldBlock]:
        """Those that have been built."""
        return list(self._blocks.values())

    def sections(self) -> list[Section]:
        """The groups."""
        return list(self._sections)

    @property
    def focused_field(self) -> Field | None:
        """The field that has the keyboard."""
        return next((one.field for one in self._blocks.values() if _holds_focus(one.editor)), None)

    def take_value(self, name: str, value: Any) -> bool:
        """Put a value into a field as if it had been typed, and save it; whether it may be written."""
        if self._read_only or name in self._locked:
            return False
        editor = self._blocks[name].editor
        focused = QApplication.focusWidget()
        editor.show_value(value)
        self._edited(name)
        self.save()
        if focused is None or not focused.isVisible() or not editor.isAncestorOf(focused):
            editor.setFocus()  # the row the keyboard was in may be gone
        return True

    def focus_first(self) -> None:
        """Put the keyboard into the first field."""
        self._build(self._sections[0])
        for block in self._blocks.values():
            block.editor.setFocus()
            return

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Tab goes through the fields as they are read, also those that were added later, and at the end out of it."""
        found = stops(self)
        focused = QApplication.focusWidget()
        if focused is None or focused not in found:
            return super().focusNextPrevChild(forward)
        to = found.index(focused) + (1 if forward else -1)
        if not 0 <= to < len(found):
            page = page_of(self)
            return page.focusNextPrevChild(forward) if page is not None else go_out(self, forward)
        found[to].setFocus(reason(forward))
        self.moved.emit(found[to])
        return True

    # — the record —

    def show_record(self, record: Record | None) -> None:
        """Save what is pending of the present record, and take another.

        What cannot be stored is kept and stands there again when the record comes back.
        """
        self.flush()
        self._tell_held(record)
        self._dirty.clear()
        other = self.record is None or record is None or record.id != self.record.id
        self.record = record
        if record is not None and not self._blocks:
            self.begin_building()
        self._known = dict(record.values) if record is not None else {}
        self.setUpdatesEnabled(False)
        for name, block in self._blocks.items():
            block.editor.show_value(self._known.get(name, block.field.empty()))
            block.set_wrong("")
            if other:
                block.editor.show_unfinished(None)  # of another record
            self._show_held(name)
        self._say_held()
        self._say_filled()
        self.setUpdatesEnabled(True)

    def _say_filled(self) -> None:
        for section in self._sections:
            filled = sum(1 for field in section.fields if self._known.get(field.name) != field.empty())
            section.say_filled(filled)

    def set_read_only(self, read_only: bool) -> None:
        """Let all fields be read only (the trash, a reader's edition)."""
        if read_only != self._read_only:
            self._read_only = read_only
            for block in self._blocks.values():
                block.editor.set_read_only(read_only or block.field.name in self._locked)

    def set_locked(self, names: Iterable[str], why: str = "") -> None:
        """Let these fields be read only (a text that stands), the others as they are; ``why`` is said beside them."""
        locked = dict.fromkeys(names, why)
        if locked == self._locked:
            return
        self._locked = locked
        for name, block in self._blocks.items():
            block.editor.set_read_only(self._read_only or name in locked)
            block.editor.setToolTip(locked.get(name, ""))

    # — what could not be stored —

    def _held(self) -> Mapping[str, Any]:
        """What is kept of the record, where it may still be written."""
        if self.record is None or self._read_only:
            return {}
        own = {field.name for section in self._sections for field in section.fields}
        held = self._session.held.of(self.record.id)
        return {name: value for name, value in held.items() if name in own and name not in self._locked}

    def _show_held(self, name: str) -> None:
        """The words as they were typed, with what is wrong with them."""
        held = self._held()
        if name not in held:
            return
        block, value = self._blocks[name], held[name]
        if isinstance(value, dict) and TYPED in value:
            block.editor.show_unfinished(value[TYPED])
            block.set_wrong(self._unchosen(block))
        else:
            block.editor.show_value(value)
            block.set_wrong(checks(block.field, value))
            self._dirty[name] = None

    @staticmethod
    def _unchosen(block: FieldBlock) -> str:
        typed = block.editor.unfinished()
        words = "、".join(map(str, typed.values())) if isinstance(typed, dict) else str(typed or "")
        return (
            _("写了“{words}”，还没有选是哪一张卡片：从出来的单子里选，或新建一张").format(words=words) if words else ""
        )

    def _hold_unfinished(self) -> None:
        """Names that nobody has chosen a card for yet: they are no values, and not lost either."""
        if self.record is None or self._read_only:
            return
        held = self._session.held.of(self.record.id)
        for name, block in self._blocks.items():
            typed = block.editor.unfinished()
            if typed and name not in self._locked:
                self._session.held.keep(self.record.id, name, {TYPED: typed})
                if not _holds_focus(block.editor):
                    block.set_wrong(self._unchosen(block))
            elif isinstance(held.get(name), dict) and TYPED in held[name]:
                self._session.held.drop(self.record.id, name)
                block.set_wrong("")

    def _say_held(self) -> None:
        """Over the form: what is not stored yet, and the way to it."""
        labels = {field.name: field.label for section in self._sections for field in section.fields}
        words = "、".join(_("“{field}”").format(field=_(labels[name])) for name in self._held())
        self.held_line.setText(_("{fields}写的还没有存上，去改").format(fields=words))
        self.held_line.setVisible(bool(words))

    def _to_held(self) -> None:
        name = next(iter(self._held()), "")
        block = self.block(name) if name else None
        if block is not None:
            block.editor.setFocus()
            self.moved.emit(block)

    def _tell_held(self, after: Record | None) -> None:
        """Somebody goes on to another record."""
        before = self.record
        wrong = next((block for block in self._blocks.values() if block.wrong or block.editor.unfinished()), None)
        if before is None or wrong is None or (after is not None and after.id == before.id):
            return
        words = _("《{title}》的“{field}”没有存上；写的字替您留着，回到那一件就看得见").format(
            title=before.title, field=_(wrong.field.label)
        )
        self.held_back.emit(before.id, wrong.field.name, words)

    def _give_up(self, name: str) -> None:
        """What is stored holds."""
        if self.record is not None:
            self._dirty.pop(name, None)
            self._session.held.drop(self.record.id, name)
            block = self._blocks[name]
            block.set_wrong("")
            block.editor.show_unfinished(None)
            block.editor.show_value(self._known.get(name, block.field.empty()))
            block.editor.setFocus()
            self._say_held()

    # — saving —

    @property
    def pending(self) -> bool:
        """Whether something is typed that is not saved."""
        return bool(self._dirty)

    def unsaved(self) -> str:
        """The first field that cannot be stored as it stands, and why; nothing where there is none."""
        wrong = (block for block in self._blocks.values() if block.wrong)
        return next(
            (_("“{field}”{wrong}").format(field=_(block.field.label), wrong=block.wrong) for block in wrong), ""
        )

    def _edited(self, name: str) -> None:
        if self._read_only or name in self._locked:
            return
        self._dirty[name] = None
        self._blocks[name].set_wrong("")
        self._rest.start()

    def _rested(self) -> None:
        if composing():
            self._rest.start()
        else:
            self.save()

    def _focus_moved(self, old: QWidget | None, new: QWidget | None) -> None:
        if old is None:
            return
        if not self._dirty:
            if self.isAncestorOf(old) and any(_left(block.editor, old, new) for block in self._blocks.values()):
                self.save()
            return
        for name in self._dirty:
            editor = self._blocks[name].editor
            if editor.isAncestorOf(old) and (new is None or not editor.isAncestorOf(new)):
                self.save()
                return

    def flush(self) -> None:
        """Somebody goes on: what is whole is taken, then all is saved."""
        if not composing():
            for block in self._blocks.values():
                block.editor.finish()
        self.save()

    def save(self) -> None:
        """Hand what was typed to the writer; what cannot be stored is said beside its field and waits there."""
        self._rest.stop()
        self._hold_unfinished()
        if self.record is None or not self._dirty:
            self._say_held()
            return
        values: dict[str, Any] = {}
        for name in list(self._dirty):
            block = self._blocks[name]
            value = block.editor.value()
            wrong = checks(block.field, value)
            block.set_wrong(wrong)
            if wrong:
                self._session.held.keep(self.record.id, name, value)
                continue
            stored = block.field.check(value)
            del self._dirty[name]
            self._session.held.drop(self.record.id, name)
            if stored != self._known.get(name):
                values[name] = stored
        self._say_held()
        if values:
            self._known.update(values)
            record_id = self.record.id
            self._session.execute(
                SetFields(record_id, values), failed=lambda error: self._refused(record_id, values, error)
            )

    def _refused(self, record_id: str, values: dict[str, Any], error: Exception) -> None:
        """The words stay in their fields, marked, so that they can be set right."""
        if self.record is None or self.record.id != record_id:
            self.failed.emit(error)
            return
        for name in values:
            self._known[name] = self.record.values.get(name)
            self._dirty[name] = None
            if isinstance(error, ArchiveError):
                self._blocks[name].set_wrong(f"{error.message}。{error.remedy}")
        if not isinstance(error, ArchiveError) or error.exit_status > 2:
            self.failed.emit(error)

    # — changes from elsewhere —

    def _on_change(self, done: Done) -> None:
        if self.record is not None and any(change.record_id == self.record.id for change in done.changes):
            self.reload()

    def reload(self) -> None:
        """Read the record again and show what changed, but never in a field that is being written in."""
        if self.record is None:
            return
        record_id, catalogue = self.record.id, self._session.archive.catalogue
        self._session.ask(
            lambda: catalogue.record(record_id),
            lambda record: self._reloaded(record_id, record),
            self._gone,
            key=("form", id(self)),
        )

    def _gone(self, error: Exception) -> None:
        if not isinstance(error, UnknownRecord):
            raise error

    def _reloaded(self, record_id: str, record: Record) -> None:
        if self.record is None or self.record.id != record_id:
            return
        self.record = record
        for name, block in self._blocks.items():
            if name in self._dirty or (composing() and _holds_focus(block.editor)):
                continue
            self._known[name] = record.values.get(name)
            block.editor.show_value(self._known[name])
        self._known = {**record.values, **{name: self._known.get(name) for name in self._dirty}}
        self._say_filled()
        self.record_changed.emit(record)


def _left(editor: FieldEditor, old: QWidget, new: QWidget | None) -> bool:
    """Whether the keyboard leaves an editor in which something is not finished."""
    return editor.isAncestorOf(old) and not (new is not None and editor.isAncestorOf(new)) and bool(editor.unfinished())


def _holds_focus(editor: QWidget) -> bool:
    focused = QApplication.focusWidget()
    return focused is not None and editor.isAncestorOf(focused)


def let_go(forms: dict[str, RecordForm], column: QVBoxLayout) -> None:
    """Save what is pending in them and take them out of the column: they are to be made of other fields."""
    for form in forms.values():
        form.save()
        form.hide()
        column.removeWidget(form)
        form.deleteLater()
    forms.clear()
