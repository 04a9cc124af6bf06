"""The pane at the right: what the item is, its form, its files, its history."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QStackedWidget, QVBoxLayout, QWidget

from archive_app.catalogue.standing import frozen_fields
from archive_app.domain.kinds import KINDS, kind_named
from archive_app.domain.own_fields import ENTITY
from archive_app.domain.six_elements import missing_of_six
from archive_app.domain.workflow import FROZEN, State
from archive_app.gui.i18n import _
from archive_app.gui.records.form import RecordForm, let_go
from archive_app.gui.records.history import HistoryPanel
from archive_app.gui.records.suggested import SuggestedLines
from archive_app.gui.theme import theme
from archive_app.gui.widgets.basics import (
    badge,
    button,
    clear,
    column,
    icon_label,
    label,
    margins,
    pane,
    row,
    scrolled,
    tool,
)
from archive_app.gui.widgets.basics import line as hairline
from archive_app.gui.widgets.flow import FlowLayout
from archive_app.gui.widgets.segments import Segments
from archive_app.gui.workflow.bar import WorkflowBar
from archive_app.gui.workflow.log import WorkflowPanel
from archive_app.gui.workflow.standing import Standing
from archive_app.gui.workspaces.materials.files import FileList
from archive_app.gui.workspaces.materials.groups import groups_of
from archive_app.gui.workspaces.materials.model import access_words, state_tone, state_words
from archive_app.gui.workspaces.materials.notices import Notices
from archive_app.gui.workspaces.materials.own_fields import OwnFieldsLine
from archive_app.gui.workspaces.materials.preview import Preview
from archive_app.gui.workspaces.materials.thumbs import Thumbnails
from archive_app.gui.workspaces.materials.units.line import UnitLine
from archive_app.gui.workspaces.workspace import ROAD, Place, Shell
from archive_app.services.facet_labels import kind_icon

if TYPE_CHECKING:
    from archive_app.catalogue.changelog import Done
    from archive_app.catalogue.store import Record
    from archive_app.gui.editors.editor import Links

_ARRIVING_MS = 1_200
"""So long after another item was shown its suggestions and its picture may still come and move the form."""
_LOW = 430
"""Height on the grid below which the head of the pane makes room for the form."""


class RecordPane(QWidget):
    """One item. A form is made for each kind once and kept."""

    restore_wanted = Signal()

    open_wanted = Signal()
    back_wanted = Signal()
    """To what the form belongs to, where it has the whole width."""

    def __init__(self, shell: Shell, links: Links, thumbs: Thumbnails, standing: Standing) -> None:
        super().__init__()
        self._shell = shell
        self._session = shell.session
        self._links = links
        self._standing = standing
        standing.changed.connect(self._say_standing)
        self._session.changed.connect(self._on_change)
        self.record: Record | None = None
        self._forms: dict[str, RecordForm] = {}
        self._missing: list[str] = []
        self.setProperty("ground", "sheet")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground, True)
        self._head = QVBoxLayout()
        margins(self._head, (0, 0, 0, 0), 6)
        self._title = label(voice="title", wrap=True, select=True)
        self._marks = FlowLayout()
        self._marks_line = pane(self._marks)
        self._remark = label(tone="amber", voice="small", wrap=True)
        self._remark.hide()
        self.unit = UnitLine(self._session)
        self.notices = Notices(shell)
        self.tabs = Segments(
            [("form", _("著录"), "edit"), ("workflow", _("流程"), "timeline"), ("history", _("历史"), "history")]
        )
        self.tabs.chosen.connect(self.show_tab)
        self._restore = button(_("取回"), self.restore_wanted.emit, role="primary", icon="trash-off")
        self._restore.hide()
        self._back = tool("arrow-left", _("返回（Esc）"), self.back_wanted.emit, text=_("返回"), token="ink")
        self._back.hide()
        self._stack = QStackedWidget()
        self._form_page = QWidget()
        self._form_page.setProperty("ground", "none")
        self._form_column = QVBoxLayout(self._form_page)
        margins(self._form_column, (20, 4, 16, 0), 0)
        self.preview = Preview(thumbs)
        self.preview.clicked.connect(self.open_wanted)
        self.files = FileList(shell, thumbs)
        self.files.loaded.connect(self.preview.show_files)
        self._why = label(tone="amber", voice="small", wrap=True)
        why_line = row(icon_label("lock", "amber", 14), self._why, spacing=6, around=(0, 6, 0, 6))
        why_line.setStretch(1, 1)
        self._why_line = pane(why_line)
        self._why_line.hide()
        self._form_column.addWidget(self._why_line)
        self.suggested = SuggestedLines(self._session)
        self.suggested.failed.connect(shell.show_error)
        self._form_column.addWidget(self.suggested)
        self._form_column.addWidget(self.preview)
        self.ours = OwnFieldsLine(shell)
        self._form_column.addWidget(self.ours)
        self._form_column.addWidget(self.files)
        self._form_column.addStretch(1)
        self.history = HistoryPanel(self._session)
        self.history.failed.connect(shell.show_error)
        self.history.versions_wanted.connect(self._show_versions)
        history_page = pane(column(self.history, around=(20, 4, 16, 0)))
        self._form_area = scrolled(self._form_page)
        self._arriving = QTimer(self)
        self._arriving.setSingleShot(True)
        self._arriving.setInterval(_ARRIVING_MS)
        self._form_area.verticalScrollBar().rangeChanged.connect(lambda _least, _most: self._follow())
        self._stack.addWidget(self._form_area)
        self._stack.addWidget(scrolled(history_page))
        self.road = WorkflowBar(shell)
        self.road.drawn.connect(self._fit)
        self.road_log = WorkflowPanel()
        self._road_page = column(self.road_log, around=(20, 4, 16, 0))
        self._stack.addWidget(scrolled(pane(self._road_page)))
        self._head_column = head = column(
            self._marks_line,
            self._title,
            self.unit,
            self._remark,
            self.notices,
            self.road,
            row(self._back, self.tabs, None, self._restore, spacing=8),
            spacing=8,
            around=(20, 16, 16, 12),
        )
        lay = column(head, hairline(), self._stack, spacing=0)
        lay.setStretch(2, 1)
        self.setLayout(lay)

    @property
    def form(self) -> RecordForm | None:
        """The form in front."""
        return self._forms.get(str(self.record["kind"])) if self.record is not None else None

    # — showing —

    def show_record(self, record: Record | None) -> None:
        """Another item; what was typed in the one before is saved first."""
        if self.form is not None:
            self.form.save()
        same = self.record is not None and record is not None and self.record.id == record.id
        self.record = record
        if record is None:
            return
        form = self._form_for(str(record["kind"]))
        for made in self._forms.values():
            made.setVisible(made is form)
            if made is not form:
                made.show_record(None)
        self._say_standing()
        form.show_record(record)
        self.ours.show_record(record)
        self.files.show_item(record)
        self.history.show_record(record)
        self.notices.show_record(record)
        self.road.show_record(record)
        self.road_log.show_record(record)
        self._draw_head(record)
        # laid out before it is painted: a form must not be seen squeezed for a frame
        QApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest.value)
        if not same:
            self._form_area.verticalScrollBar().setValue(0)
            self._arriving.start()
            self._follow()

    def _follow(self) -> None:
        """Who goes from item to item in one field sees what he writes, also when more comes to stand over it."""
        focused = QApplication.focusWidget()
        if self._arriving.isActive() and focused is not None:
            self.keep_visible(focused)

    def _show_versions(self, command: str) -> None:
        """What one command made of the text, beside what stood before it."""
        from archive_app.gui.versions.dialog import VersionsDialog

        if self.record is not None:
            why = self._standing.why_read_only(self.record)
            VersionsDialog(self, self._shell, self.record, why, command=command).exec()

    def _say_standing(self) -> None:
        """What of the form is read only, and why: before anybody types."""
        record, form = self.record, self.form
        if record is None or form is None:
            return
        closed = self._standing.why_closed(record)
        form.set_read_only(self._session.archive.read_only or record.trashed or bool(closed))
        stands = frozen_fields(str(record["kind"])) if State(record["state"]) in FROZEN else ()
        form.set_locked(stands, _("已经定稿，要改请用上面的“改样…”"))
        why = self._standing.why_read_only(record)
        self._why.setText(why)
        self._why_line.setVisible(bool(why))
        writable = not (self._session.archive.read_only or record.trashed or closed)
        self.suggested.show_record(record, writable=writable)
        self.files.set_writable(writable and not stands)

    def prepare_next(self) -> bool:
        """Build the form of a kind that has none yet; whether there may be more."""
        for kind in KINDS:
            form = self._forms.get(kind.name)
            if form is None:
                form = self._form_for(kind.name)
                form.hide()
                form.begin_building()
                return True
            if form.building:
                return True
        return False

    def _form_for(self, kind: str) -> RecordForm:
        if kind not in self._forms:
            ours = [one.field for one in self._session.archive.own_fields if one.is_of(kind)]
            made = RecordForm(self._session, self._links, groups_of(kind, ours))
            made.failed.connect(self._shell.show_error)
            made.record_changed.connect(self._changed)
            made.moved.connect(self.keep_visible)
            made.held_back.connect(self._held_back)
            self._forms[kind] = made
            self._form_column.insertWidget(self._form_column.indexOf(self.ours), made)
        return self._forms[kind]

    def _on_change(self, done: Done) -> None:
        """The archive's own fields are other ones now: the forms are made anew."""
        if self.record is not None and self.record["unit"] and any(one.entity == "unit" for one in done.changes):
            fresh = self._session.record(self.record.id)  # what is above it may be another, and its level with it
            if fresh is not None:
                self.record = fresh
                self._draw_head(fresh)
        if not any(change.entity == ENTITY for change in done.changes):
            return
        let_go(self._forms, self._form_column)
        shown, self.record = self.record, None
        if shown is not None:
            self.show_record(self._session.record(shown.id))

    def _held_back(self, record_id: str, field: str, words: str) -> None:
        back = Place(record_id, field=field)
        self._shell.toast(words, _("回去改"), lambda: self._shell.go("materials", back))

    def _changed(self, record: Record) -> None:
        self.record = record
        self.ours.show_record(record)
        self._say_standing()
        self.road_log.show_record(record)
        self._draw_head(record)

    def _draw_head(self, record: Record) -> None:
        kind = kind_named(str(record["kind"]))
        clear(self._marks)
        number = label(str(record["ref_code"] or record["accession_no"]), tone="faint", voice="small", select=True)
        parts: list[QLabel] = [
            icon_label(kind_icon(kind.name), "faint", 16),
            label(_(kind.label), tone="faint", voice="small"),
        ]
        badges = [badge(state_words(str(record["state"])), _badge_tone(str(record["state"])))]
        level = str(record.level)
        self.unit.show_record(record)
        if level != "internal":
            badges.append(badge(access_words(level), "celadon" if level == "public" else ""))
        states = pane(row(None, *badges, spacing=6))
        states.setProperty("grows", True)  # at the right, or on a line of their own below a long number
        self._marks.addWidget(pane(row(*parts, number, None, spacing=6)))
        self._marks.addWidget(states)
        self._title.setText(record.title)
        self._missing = missing_of_six(record.values) if kind.name == "photograph" else []
        self._remark.setText(_("六要素还缺：{what}").format(what="、".join(_(word) for word in self._missing)))
        self._fit()
        self._restore.setVisible(record.trashed and not self._session.archive.read_only)

    def _fit(self) -> None:
        """Where there is little height it is the form's: the title stays, what stands around it goes."""
        low = self.height() < theme().dp(_LOW)
        self._marks_line.setVisible(not low)
        trashed = self.record is not None and self.record.trashed
        self._remark.setVisible(bool(self._missing) and not trashed and not low)
        self._place_road(low)
        self.road.setVisible(self.road.filled)

    def _place_road(self, low: bool) -> None:
        """The next steps stand above the form, and where there is little height above the road that was gone."""
        above = self._head_column.indexOf(self.road) >= 0
        if low and above:
            self._head_column.removeWidget(self.road)
            self._road_page.insertWidget(0, self.road)
        elif not low and not above:
            self._road_page.removeWidget(self.road)
            self._head_column.insertWidget(self._head_column.indexOf(self._remark) + 1, self.road)

    def show_way_back(self, alone: bool) -> None:
        """Whether the form has the whole width, and leads back by a button."""
        self._back.setVisible(alone)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another height."""
        super().resizeEvent(event)
        self._fit()

    def show_tab(self, name: str) -> None:
        """The form, the history, or the road."""
        self.tabs.choose(name)
        self._stack.setCurrentIndex({"history": 1, "workflow": 2}.get(name, 0))

    def show_field(self, name: str, *, select: bool = False) -> bool:
        """Open a field's section and put the keyboard into it; whether there is such a field. With ``select`` what
        stands in its line gives way to what is typed."""
        if name == ROAD:
            self.show_tab("workflow")
            return True
        self.show_tab("form")
        block = self.form.block(name) if self.form is not None else None
        if block is None:
            return False
        self._form_column.activate()
        block.editor.setFocus()
        focused = block.editor.focusWidget()
        if select and isinstance(focused, QLineEdit):
            focused.selectAll()
        self._form_area.ensureWidgetVisible(block, 0, theme().dp(80))
        return True

    def focus_form(self) -> None:
        """Put the keyboard into the first field."""
        self.show_tab("form")
        if self.form is not None:
            self.form.focus_first()

    def focus_files(self) -> None:
        """Put the keyboard on the item's files."""
        self.show_tab("form")
        self.files.focus_files()
        self._form_column.activate()
        self._form_area.ensureWidgetVisible(self.files, 0, theme().dp(40))

    def flush(self) -> None:
        """Save what is pending."""
        if self.form is not None:
            self.form.flush()

    def keep_visible(self, widget: QWidget) -> None:
        """Scroll the form to a widget of it."""
        if self._form_page.isAncestorOf(widget):
            self._form_area.ensureWidgetVisible(widget, 0, theme().dp(60))


def _badge_tone(state: str) -> str:
    tone = state_tone(state)
    return "" if tone == "faint" else tone
