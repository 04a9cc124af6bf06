"""Several items at once: what to set, for how many, as one step that one Ctrl+Z takes back."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from archive_app.catalogue.commands import SetMany
from archive_app.domain.entities import ITEM
from archive_app.gui.editors.choice import CalmCombo
from archive_app.gui.editors.editor import FieldEditor, Links
from archive_app.gui.editors.line import checks
from archive_app.gui.editors.registry import make_editor
from archive_app.gui.i18n import _
from archive_app.gui.widgets.basics import button, clear, column, label, line, margins, row
from archive_app.gui.workspaces.workspace import Shell

_FIELDS = (
    "access", "category", "commissioner", "received", "keywords", "persons", "places", "series", "retention",
    "source_channel", "copyright_holder", "credit_line", "open_status", "publicity", "use_levels", "created",
    "language", "cataloguer", "catalogued_on",
)  # fmt: skip


class BatchPane(QWidget):
    """Takes the form's place while more than one item is selected."""

    trash_wanted = Signal()
    restore_wanted = Signal()

    def __init__(self, shell: Shell, links: Links) -> None:
        super().__init__()
        self._shell = shell
        self._links = links
        self._ids: list[str] = []
        self._editor: FieldEditor | None = None
        self.setProperty("ground", "sheet")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground, True)
        self.heading = label(voice="title")
        self._which = CalmCombo()
        for name in _FIELDS:
            self._which.addItem(_(ITEM.field(name).label), name)
        self._which.setAccessibleName(_("要改的项"))
        self._which.currentIndexChanged.connect(self._choose)
        self._slot = QVBoxLayout()
        margins(self._slot, (0, 0, 0, 0), 0)
        self._remark = label(tone="faint", voice="small", wrap=True)
        self._wrong = label(tone="danger", voice="small", wrap=True)
        self._wrong.hide()
        self.apply_button = button("", self.apply, role="primary", icon="checks")
        self._trash = button(_("移到回收站"), self.trash_wanted.emit, role="danger", icon="trash")
        self._restore = button(_("取回"), self.restore_wanted.emit, icon="trash-off")
        self.setLayout(
            column(
                self.heading,
                label(_("一次改完，算一步，可以一次撤销。"), tone="faint", wrap=True),
                12,
                label(_("要改的项")),
                self._which,
                8,
                label(_("改成")),
                self._slot,
                self._remark,
                self._wrong,
                8,
                row(self.apply_button, None),
                16,
                line(),
                12,
                row(self._trash, self._restore, None, spacing=8),
                None,
                spacing=6,
                around=(20, 18, 20, 16),
            )
        )
        self._choose()

    def show_items(self, ids: list[str], *, trashed: bool) -> None:
        """These items are selected."""
        self._ids = ids
        self.heading.setText(_("选中 {n:,} 件").format(n=len(ids)))
        self.apply_button.setText(_("改这 {n:,} 件").format(n=len(ids)))
        self._trash.setVisible(not trashed)
        self._restore.setVisible(trashed)
        self.apply_button.setEnabled(not trashed)

    def _choose(self, _index: int = 0) -> None:
        clear(self._slot)
        field = ITEM.field(str(self._which.currentData()))
        self._editor = make_editor(field, self._links)
        self._editor.show_value(field.empty())
        self._slot.addWidget(self._editor)
        self._wrong.hide()
        self._remark.setText(_("原来填了别的，也会换成这个；空着就是清空。"))

    def choose_field(self, name: str) -> FieldEditor:
        """Choose what to change; returns its editor."""
        self._which.setCurrentIndex(self._which.findData(name))
        assert self._editor is not None
        return self._editor

    def apply(self) -> None:
        """One command for all."""
        assert self._editor is not None
        field = self._editor.field
        value: Any = self._editor.value()
        wrong = checks(field, value)
        self._wrong.setText(wrong)
        self._wrong.setVisible(bool(wrong))
        if wrong:
            return
        command = SetMany(tuple(self._ids), {field.name: field.check(value)})
        number = len(self._ids)
        self._shell.session.execute(
            command,
            lambda done: self._shell.toast(
                _("改了 {n:,} 件的“{field}”").format(n=len(done.changes) or number, field=_(field.label)),
                _("撤销"),
                self._shell.actions_table["edit.undo"].trigger,
            ),
            self._shell.show_error,
        )
