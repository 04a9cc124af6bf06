"""单位、稿费、样书: what the papers of this archive need to know of its office; kept in the archive."""

from __future__ import annotations

from typing import Any

from PySide6.QtWidgets import QFormLayout, QLineEdit, QWidget

from archive_app.domain.errors import ArchiveError
from archive_app.gui.dialogs.message import Dialog
from archive_app.gui.editors.choice import CalmCombo
from archive_app.gui.i18n import _
from archive_app.gui.theme import theme
from archive_app.gui.widgets.basics import button, column, label, pane, scrolled
from archive_app.gui.workspaces.workspace import Shell
from archive_app.services.office_note import OFFICE_SETTINGS, Office, checked

_TERMS = {
    "fee_thousands": (("exact", "照实有字数"), ("whole", "不足千字按千字")),
    "fee_tax": (("on", "代扣"), ("off", "不扣")),
}


class OfficeDialog(Dialog):
    """Each setting with what it is for; a value that cannot be is said beside the button."""

    def __init__(self, parent: QWidget | None, shell: Shell) -> None:
        super().__init__(parent, _("单位、稿费、样书"), 560)
        self._root = shell.session.archive.root
        self.entries: dict[str, QLineEdit | CalmCombo] = {}
        form = QFormLayout()
        form.setContentsMargins(0, 0, theme().dp(12), 0)
        form.setVerticalSpacing(theme().dp(6))
        form.setRowWrapPolicy(QFormLayout.RowWrapPolicy.WrapAllRows)
        office = Office(self._root)
        for setting in OFFICE_SETTINGS:
            entry = self._entry(setting.key, office.get(setting.key))
            entry.setAccessibleName(_(setting.label))
            self.entries[setting.key] = entry
            form.addRow(label(_(setting.label)), entry)
            form.addRow(label(_(setting.help), tone="faint", voice="small", wrap=True))
        self.wrong = label("", tone="danger", wrap=True)
        area = scrolled(pane(form))
        area.setMinimumHeight(self.height_beside(460, 150))
        whole = column(
            label(_("单位、稿费、样书"), voice="title"),
            label(_("写在馆藏里，谁打开都一样。"), tone="faint", wrap=True),
            area,
            self.wrong,
            self.buttons(button(_("取消"), self.reject), button(_("记下"), self.accept, role="primary")),
            spacing=10,
            around=(24, 20, 24, 20),
        )
        whole.setStretch(2, 1)
        self.setLayout(whole)

    @staticmethod
    def _entry(key: str, value: Any) -> QLineEdit | CalmCombo:
        if key not in _TERMS:
            return QLineEdit(str(value))
        made = CalmCombo()
        for term, words in _TERMS[key]:
            made.addItem(_(words), term)
        made.setCurrentIndex(made.findData(value))
        return made

    def _said(self, key: str) -> str:
        entry = self.entries[key]
        return entry.text() if isinstance(entry, QLineEdit) else str(entry.currentData())

    def accept(self) -> None:
        """Keep them; where one cannot be, say which and stay."""
        values = {}
        for setting in OFFICE_SETTINGS:
            try:
                values[setting.key] = checked(setting.key, self._said(setting.key))
            except ArchiveError as error:
                self.wrong.setText(f"{error.message}。{error.remedy}")
                self.entries[setting.key].setFocus()
                return
        try:
            Office(self._root).set(values)
        except ArchiveError as error:
            self.wrong.setText(f"{error.message}。{error.remedy}")
            return
        super().accept()
