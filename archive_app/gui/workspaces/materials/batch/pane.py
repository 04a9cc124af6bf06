"""The pane beside several selected items: which field, how, to what; what becomes of each; one step for all."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from archive_app.domain.errors import ArchiveError
from archive_app.domain.fields import Field
from archive_app.domain.kinds import KINDS, kind_named
from archive_app.gui.editors.choice import CalmCombo
from archive_app.gui.editors.editor import FieldEditor, Links
from archive_app.gui.editors.line import checks
from archive_app.gui.editors.registry import make_editor
from archive_app.gui.i18n import _
from archive_app.gui.theme import theme
from archive_app.gui.widgets.basics import (
    LeastHigh,
    button,
    clear,
    column,
    label,
    line,
    margins,
    pane,
    row,
    scrolled,
    tool,
)
from archive_app.gui.workspaces.materials.batch.preview import PlanTable
from archive_app.gui.workspaces.materials.batch.suggestions import SuggestedForMany
from archive_app.gui.workspaces.workspace import Shell
from archive_app.services.batch import Way, Wish, fields_for, plan, ways_of

if TYPE_CHECKING:
    from archive_app.catalogue.changelog import Done
    from archive_app.services.batch import BatchPlan

_FIRST = (
    "access", "category", "commissioner", "keywords", "received", "created", "photographer", "place_taken", "occasion",
    "persons", "places", "series", "retention", "source_channel", "copyright_holder", "credit_line",
)  # fmt: skip
"""What is changed most comes first in the list of fields."""
_REST_MS = 250
_EVERY_KIND = tuple(kind.name for kind in KINDS)


class BatchPane(QWidget):
    """Takes the form's place while more than one item is selected."""

    back_wanted = Signal()
    trash_wanted = Signal()
    restore_wanted = Signal()

    def __init__(self, shell: Shell, links: Links) -> None:
        super().__init__()
        self._shell = shell
        self._session = shell.session
        self._links = links
        self._ids: list[str] = []
        self._trashed = False
        self._kinds: tuple[str, ...] = ()
        self._editor: FieldEditor | None = None
        self.plan: BatchPlan | None = None
        self._apply_wanted = False
        self.setProperty("ground", "sheet")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground, True)
        self._make_parts()
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(_REST_MS)
        self._soon.timeout.connect(self._look)
        self._session.changed.connect(self._on_change)
        self._offer_fields(_EVERY_KIND)

    def _make_parts(self) -> None:
        self._back = tool("arrow-left", _("返回（Esc）"), self.back_wanted.emit, text=_("返回"), token="ink")
        self._back.hide()
        self.heading = label(voice="title")
        self.suggested = SuggestedForMany(self._session)
        self.suggested.failed.connect(self._shell.show_error)
        self.suggested.answered.connect(self._answered)
        self._which = CalmCombo()
        self._which.setAccessibleName(_("要改的项"))
        self._which.currentIndexChanged.connect(self._choose)
        self._how = CalmCombo()
        self._how.setAccessibleName(_("怎么改"))
        self._how.currentIndexChanged.connect(self._show_way)
        self._slot = QVBoxLayout()
        margins(self._slot, (0, 0, 0, 0), 0)
        self._find, self._by = QLineEdit(), QLineEdit()
        for made, words in ((self._find, _("找什么")), (self._by, _("换成什么"))):
            made.setPlaceholderText(words)
            made.setAccessibleName(words)
            made.textChanged.connect(self._stale)
        self._replacing = pane(column(self._find, self._by, spacing=6))
        self._told = label(wrap=True)
        self._told.setAccessibleName(_("会改哪些"))
        self._wrong = label(tone="danger", voice="small", wrap=True)
        self._wrong.hide()
        self.table = PlanTable()
        self.table.hide()
        self.apply_button = button("", self.apply, role="primary", icon="checks")
        self._trash = button(_("移到回收站"), self.trash_wanted.emit, role="danger", icon="trash")
        self._restore = button(_("取回"), self.restore_wanted.emit, icon="trash-off")
        editing = column(
            label(_("要改的项")), self._which, self._how, self._slot, self._replacing, self._wrong, 4, self._told,
            self.table, None, spacing=6,
        )  # fmt: skip
        editing.setStretchFactor(self.table, 9)
        self._editing = pane(editing)
        inside = column(
            row(self._back, None),
            self.heading,
            label(_("一次改完，算一步，可以一次撤销。"), tone="faint", wrap=True),
            self.suggested,
            8,
            self._editing,
            None,
            spacing=6,
            around=(20, 18, 20, 8),
        )
        inside.setStretchFactor(self._editing, 9)
        # what is to be pressed stays, however long the list of what would be changed
        foot = row(self.apply_button, None, self._trash, self._restore, spacing=8, around=(20, 10, 20, 12))
        self._area = scrolled(LeastHigh(inside))
        whole = column(self._area, line(), foot, spacing=0)
        whole.setStretch(0, 1)
        self.setLayout(whole)

    def show_way_back(self, alone: bool) -> None:
        """Whether it has the whole width, and leads back by a button."""
        self._back.setVisible(alone)

    def begin(self) -> None:
        """The keyboard to what is to be changed."""
        self._which.setFocus()
        self._area.ensureWidgetVisible(self._which, 0, theme().dp(60))

    # — what is selected —

    def show_items(self, ids: list[str], *, trashed: bool) -> None:
        """These items are selected."""
        self._ids, self._trashed = ids, trashed
        self.heading.setText(_("选中 {n:,} 件").format(n=len(ids)))
        self._trash.setVisible(not trashed)
        self._restore.setVisible(trashed)
        writable = not trashed and not self._session.archive.read_only
        self._editing.setVisible(writable)
        self.apply_button.setVisible(writable)
        self._stale()
        self.suggested.show_items(ids if writable else [])
        catalogue = self._session.archive.catalogue
        self._session.ask(lambda: catalogue.kinds_of(ids), self._offer_fields, key=("kinds", id(self)))

    def _offer_fields(self, kinds: tuple[str, ...]) -> None:
        """Fields of all these kinds, and those that only some have, with their name."""
        if kinds == self._kinds or not kinds:
            return
        self._kinds = kinds
        chosen = self._which.currentData()
        place = {name: number for number, name in enumerate(_FIRST)}
        found = sorted(fields_for(self._session.archive, kinds), key=lambda pair: place.get(pair[0].name, len(place)))
        self._which.blockSignals(True)
        self._which.clear()
        for field, having in found:
            of = "、".join(_(kind_named(name).label) for name in having)
            words = _("{field}（{kinds}）").format(field=_(field.label), kinds=of) if of else _(field.label)
            self._which.addItem(words, field)
        at = next((n for n in range(self._which.count()) if self._which.itemData(n) == chosen), 0)
        self._which.setCurrentIndex(at)
        self._which.blockSignals(False)
        if self._which.currentData() != chosen:
            self._choose()

    # — what is to be done —

    @property
    def _field(self) -> Field:
        return self._which.currentData()

    @property
    def _way(self) -> Way:
        return Way(self._how.currentData())

    def _choose(self, _index: int = 0) -> None:
        clear(self._slot)
        field = self._field
        self._editor = make_editor(field, self._links)
        self._editor.show_value(field.empty())
        self._editor.edited.connect(self._stale)
        self._slot.addWidget(self._editor)
        self._how.blockSignals(True)
        self._how.clear()
        for way in ways_of(field):
            if way is not Way.RENAME:  # whole words of all items are the vocabulary's to change
                self._how.addItem(_(way.label), way.value)
        self._how.blockSignals(False)
        self._show_way()

    def _show_way(self, _index: int = 0) -> None:
        assert self._editor is not None
        way = self._way
        self._editor.setVisible(way not in (Way.REPLACE, Way.CLEAR))
        self._replacing.setVisible(way is Way.REPLACE)
        self._stale()

    def choose_field(self, name: str, way: Way = Way.SET) -> FieldEditor:
        """Choose what to change and how; returns its editor."""
        at = next(n for n in range(self._which.count()) if self._which.itemData(n).name == name)
        self._which.setCurrentIndex(at)
        self._how.setCurrentIndex(self._how.findData(way.value))
        assert self._editor is not None
        return self._editor

    def replace(self, find: str, by: str) -> None:
        """What is to be found, and by what it is replaced."""
        self._find.setText(find)
        self._by.setText(by)

    # — what becomes of them —

    def _on_change(self, done: Done) -> None:
        if self._ids and self.isVisible() and any(change.entity == "item" for change in done.changes):
            self._stale()
            self.suggested.refresh()

    def _stale(self) -> None:
        """Something else is wanted: what was worked out no longer holds."""
        self.plan = None
        self._wrong.hide()
        self.apply_button.setEnabled(False)
        self.apply_button.setText(_("改这 {n:,} 件").format(n=len(self._ids)))
        self.table.setEnabled(False)
        if self._ids and not self._trashed:
            self._told.setText(_("正在看会改哪些……"))
            self._soon.start()

    def _wish(self) -> Wish:
        assert self._editor is not None
        return Wish(self._field.name, self._way, self._editor.value(), self._find.text(), self._by.text())

    def _look(self) -> None:
        """Work out what would become of each; off the painting thread, and given up when something else is wanted."""
        assert self._editor is not None
        wrong = "" if self._way in (Way.REPLACE, Way.CLEAR) else checks(self._field, self._editor.value())
        if wrong:
            self._cannot(wrong)
            return
        archive, ids, wish = self._session.archive, list(self._ids), self._wish()
        asked = self._asked = object()
        self._session.ask(
            lambda: plan(archive, ids, wish, lambda: self._asked is not asked),
            self._planned,
            self._refused,
            key=("batch", id(self)),
        )

    def _refused(self, error: Exception) -> None:
        if not isinstance(error, ArchiveError):
            raise error
        self._apply_wanted = False
        self.table.hide()
        self._told.setText(f"{error.message}。{error.remedy}")

    def _cannot(self, words: str) -> None:
        self._apply_wanted = False
        self._wrong.setText(words)
        self._wrong.show()
        self.table.hide()
        self._told.setText("")

    def _planned(self, made: BatchPlan) -> None:
        if self._soon.isActive():  # something else is wanted already
            return
        self.plan = made
        self._told.setText(_in_words(made))
        self.table.plan_model.show_plan(made)
        self.table.setVisible(bool(made.steps or made.barred))
        self.table.setEnabled(True)
        self.apply_button.setEnabled(bool(made.steps))
        self.apply_button.setText(_("改这 {n:,} 件").format(n=len(made.steps)))
        if self._apply_wanted:
            self._apply_wanted = False
            self.apply()

    def apply(self) -> None:
        """One command for all, as it was shown."""
        if self.plan is None:
            self._apply_wanted = True
            self._soon.stop()
            self._look()
            return
        made, self.plan = self.plan, None
        if not made.steps:
            return
        if self.apply_button.hasFocus():
            self._which.setFocus()  # a button that is disabled would send the keyboard to the rail
        self.apply_button.setEnabled(False)
        words = _("改了 {n:,} 件的“{field}”").format(n=len(made.steps), field=_(made.field.label))
        self._session.execute(made.command(), lambda _done: self._tell(words), self._failed)

    def _failed(self, error: Exception) -> None:
        """An item was changed meanwhile: what would become of them is worked out anew."""
        self._shell.show_error(error)
        self._stale()

    def _answered(self, done: Any, number: int) -> None:
        self._tell(_("{what}：{n:,} 件").format(what=done.label.partition("（")[0], n=number))

    def _tell(self, words: str) -> None:
        self._shell.toast(words, _("撤销"), self._shell.actions_table["edit.undo"].trigger)


def _in_words(made: BatchPlan) -> str:
    parts = [_("会改 {n:,} 件").format(n=len(made.steps))]
    if made.replaced:
        parts.append(_("其中 {n:,} 件原来填的会换掉").format(n=made.replaced))
    if made.same:
        parts.append(_("{n:,} 件已经是这样").format(n=made.same))
    if made.barred:
        parts.append(_("{n:,} 件不能改").format(n=len(made.barred)))
    return "，".join(parts) + "。"
