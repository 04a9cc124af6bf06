"""A segment's note: what a word of the dialect means, what could not be understood."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from archive_app.domain.transcribing import Changed
from archive_app.gui.dialogs.message import Dialog
from archive_app.gui.editors.long_text import GrowingText
from archive_app.gui.i18n import _
from archive_app.gui.widgets.basics import button, column, label

if TYPE_CHECKING:
    from archive_app.gui.oral.page import OralPage


class NoteDialog(Dialog):
    """Of the segment one is in."""

    def __init__(self, parent: QWidget, page: OralPage) -> None:
        super().__init__(parent, _("这一段的附注"))
        self._page = page
        self.text = GrowingText(3, 8)
        self.text.setAccessibleName(_("附注"))
        self.text.setPlainText(str(page.view.rows[page.view.current].get("note") or ""))
        words = _("方言词的意思、听不清的地方、说话时的动作。附注跟着这一段，检索找得到。")
        buttons = self.buttons(button(_("取消"), self.reject), button(_("好"), self._keep, role="primary"))
        self.setLayout(
            column(label(words, tone="faint", wrap=True), self.text, buttons, spacing=12, around=(24, 20, 24, 20))
        )
        self.text.setFocus()

    def _keep(self) -> None:
        rows = [dict(row) for row in self._page.view.rows]
        note = self.text.toPlainText().strip()
        rows[self._page.view.current].pop("note", None)
        rows[self._page.view.current] |= {"note": note} if note else {}
        self._page.carry(Changed(rows), _("写附注") if note else _("去掉附注"), stay=True)
        self.accept()
