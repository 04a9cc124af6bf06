"""The card in the middle: what it is, its form, its history; where there is little room, also what is about it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLineEdit, QStackedWidget, QVBoxLayout, QWidget

from archive_app.domain.entities import entity_named
from archive_app.domain.fields import Field
from archive_app.domain.own_fields import CARDS, ENTITY, GROUP
from archive_app.gui.i18n import _
from archive_app.gui.records.form import RecordForm, let_go
from archive_app.gui.records.history import HistoryPanel
from archive_app.gui.theme import theme
from archive_app.gui.widgets.basics import badge, button, clear, column, label, margins, pane, row, scrolled
from archive_app.gui.widgets.basics import line as hairline
from archive_app.gui.widgets.segments import Segments
from archive_app.gui.workspaces.materials.own_fields import OwnFieldsLine
from archive_app.gui.workspaces.workspace import Shell

if TYPE_CHECKING:
    from archive_app.catalogue.changelog import Done
    from archive_app.catalogue.store import Record
    from archive_app.gui.editors.editor import Links

_APART = frozenset({"scan"})
"""Fields that have a place of their own beside the form."""
_LATER = {"variants": "异说", "targets": "年度目标", "heirs": "继承人", "visits": "走访"}
"""Fields of rows that stand in a section of their own."""


def groups_of(entity: str, ours: Sequence[Field] = ()) -> list[tuple[str, list[Field], bool]]:
    """(heading, fields, open at first) of a card's form; ``ours``: the fields the archive itself adds."""
    declared = entity_named(entity)
    fields = [field for field in declared.fields if not field.by_program and field.name not in _APART]
    plain = [field for field in fields if field.name not in _LATER]
    rows = [(_LATER[field.name], [field], field.name != "variants") for field in fields if field.name in _LATER]
    own = [(_(GROUP), list(ours), True)] if ours else []
    return [(_("基本情况"), plain, True), *own, *rows]


class CardPane(QWidget):
    """One card. A form is made for each entity once and kept."""

    restore_wanted = Signal()

    def __init__(self, shell: Shell, links: Links) -> None:
        super().__init__()
        self._shell = shell
        self._session = shell.session
        self._links = links
        self.record: Record | None = None
        self._forms: dict[str, RecordForm] = {}
        self.setProperty("ground", "sheet")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground, True)
        self._title = label(voice="title", wrap=True, select=True)
        self._marks = QVBoxLayout()
        margins(self._marks, (0, 0, 0, 0), 0)
        self.tabs = Segments(
            [("form", _("卡片"), "edit"), ("about", _("有关"), "link"), ("history", _("历史"), "history")]
        )
        self.tabs.chosen.connect(self.show_tab)
        self.tabs.set_shown("about", False)
        self._form_column = QVBoxLayout()
        margins(self._form_column, (20, 4, 16, 0), 0)
        self._form_page = pane(self._form_column)
        self.ours = OwnFieldsLine(shell)
        self._form_column.addWidget(self.ours)
        self._form_column.addStretch(1)
        self._session.changed.connect(self._on_change)
        self._form_area = scrolled(self._form_page)
        self.history = HistoryPanel(self._session)
        self.history.failed.connect(shell.show_error)
        self._about_column = QVBoxLayout()
        margins(self._about_column, (0, 0, 0, 0), 0)
        self._about = pane(self._about_column)
        self._stack = QStackedWidget()
        for page in (self._form_area, self._about, scrolled(pane(column(self.history, around=(20, 4, 16, 0))))):
            self._stack.addWidget(page)
        self.restore = button(_("取回"), self.restore_wanted.emit, role="primary", icon="trash-off")
        self.restore.hide()
        tabs = row(self.tabs, None, self.restore, spacing=8)
        head = column(self._marks, self._title, tabs, spacing=8, around=(20, 14, 16, 10))
        lay = column(head, hairline(), self._stack, spacing=0)
        lay.setStretch(2, 1)
        self.setLayout(lay)

    @property
    def form(self) -> RecordForm | None:
        """The form in front."""
        return self._forms.get(self.record.entity) if self.record is not None else None

    def show_record(self, record: Record | None) -> None:
        """Another card; what was typed in the one before is saved first."""
        if self.form is not None:
            self.form.save()
        same = self.record is not None and record is not None and self.record.id == record.id
        self.record = record
        if record is None:
            for made in self._forms.values():
                made.show_record(None)
            return
        form = self._form_for(record.entity)
        for made in self._forms.values():
            made.setVisible(made is form)
            if made is not form:
                made.show_record(None)
        form.set_read_only(self._session.archive.read_only or record.trashed)
        form.show_record(record)
        self.ours.setVisible(record.entity in CARDS)
        if record.entity in CARDS:
            self.ours.show_record(record)
        self.history.show_record(record)
        self._draw_head(record)
        if not same:
            self._form_area.verticalScrollBar().setValue(0)

    def _form_for(self, entity: str) -> RecordForm:
        if entity not in self._forms:
            ours = [one.field for one in self._session.archive.own_fields if one.is_of(entity)]
            made = RecordForm(self._session, self._links, groups_of(entity, ours))
            made.failed.connect(self._shell.show_error)
            made.record_changed.connect(self._changed)
            made.moved.connect(self.keep_visible)
            made.held_back.connect(lambda _record, _field, words: self._shell.toast(words))
            self._forms[entity] = made
            self._form_column.insertWidget(self._form_column.indexOf(self.ours), made)
        return self._forms[entity]

    def _on_change(self, done: Done) -> None:
        """The archive's own fields are other ones now: the forms are made anew."""
        if not any(change.entity == ENTITY for change in done.changes):
            return
        let_go(self._forms, self._form_column)
        shown, self.record = self.record, None
        if shown is not None:
            self.show_record(self._session.record(shown.id))

    def _changed(self, record: Record) -> None:
        self.record = record
        if record.entity in CARDS:
            self.ours.show_record(record)
        self._draw_head(record)

    def _draw_head(self, record: Record) -> None:
        clear(self._marks)
        words = _(entity_named(record.entity).label)
        self._marks.addLayout(row(label(words, tone="faint", voice="small"), None, *self._badges, spacing=6))
        self._title.setText(record.title)
        self.restore.setVisible(record.trashed and not self._session.archive.read_only)

    @property
    def _badges(self) -> list[QWidget]:
        return [badge(words, tone) for words, tone in self._words]

    _words: tuple[tuple[str, str], ...] = ()

    def say(self, *words: tuple[str, str]) -> None:
        """Small words over the title: (word, tone)."""
        if words != self._words:
            self._words = words
            if self.record is not None:
                self._draw_head(self.record)

    # — the side, where there is no room for it beside —

    def take_about(self, side: QWidget) -> None:
        """Show what is about the card as a tab."""
        self._about_column.addWidget(side)
        side.show()
        self.tabs.set_shown("about", True)

    def give_about(self) -> None:
        """It stands beside again."""
        self.tabs.set_shown("about", False)
        if self._stack.currentIndex() == 1:
            self.show_tab("form")

    def show_tab(self, name: str) -> None:
        """The form, what is about the card, or the history."""
        self.tabs.choose(name)
        self._stack.setCurrentIndex(("form", "about", "history").index(name))

    def focus_form(self, *, select: bool = False) -> None:
        """Put the keyboard into the first field; with ``select`` what stands there gives way to what is typed."""
        self.show_tab("form")
        if self.form is not None:
            self.form.focus_first()
            focused = self.form.focusWidget()
            if select and isinstance(focused, QLineEdit):
                focused.selectAll()

    def flush(self) -> None:
        """Save what is pending."""
        if self.form is not None:
            self.form.flush()

    def keep_visible(self, widget: QWidget) -> None:
        """Scroll the form to a widget of it."""
        if self._form_page.isAncestorOf(widget):
            self._form_area.ensureWidgetVisible(widget, 0, theme().dp(60))
