"""F1: every action with its keys and what it does, read off the one table."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from archive_app.gui.actions import GROUPS, Actions, key_words
from archive_app.gui.dialogs.message import Dialog
from archive_app.gui.i18n import _
from archive_app.gui.theme import theme
from archive_app.gui.widgets.basics import badge, button, column, label, pane, row, scrolled
from archive_app.gui.widgets.search_box import SearchBox


class KeysDialog(Dialog):
    """A searchable list in two columns of words."""

    def __init__(self, parent: QWidget | None, actions: Actions) -> None:
        super().__init__(parent, _("按键一览"), width=680)
        self._actions = actions
        self._find = SearchBox(_("找一个动作"))
        self._find.searched.connect(self._fill)
        self._find.left.connect(self.reject)
        self._grid = QGridLayout()
        self._grid.setContentsMargins(0, 0, theme().dp(12), 0)
        self._grid.setHorizontalSpacing(theme().dp(24))
        self._grid.setVerticalSpacing(theme().dp(8))
        self._grid.setColumnStretch(2, 1)
        body = scrolled(pane(column(self._grid, None)))
        body.setMinimumHeight(self.height_beside(440, 180))
        self.setLayout(
            column(
                row(label(_("按键一览"), voice="title"), None, spacing=8),
                self._find,
                body,
                self.buttons(button(_("关闭"), self.reject, role="primary")),
                spacing=12,
                around=(24, 20, 24, 20),
            )
        )
        self._fill("")
        self._find.setFocus()

    def _fill(self, wanted: str) -> None:
        while (item := self._grid.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.deleteLater()
        line = 0
        for group in GROUPS:
            specs = [
                s
                for s in self._actions
                if s.group == group
                and self._actions[s.id].isVisible()
                and wanted.lower() in f"{s.text}{s.help}{s.keys}".lower()
            ]
            if not specs:
                continue
            heading = label(_(group).split("(")[0], voice="small", tone="faint")
            self._grid.addWidget(heading, line, 0, 1, 3)
            line += 1
            for spec in specs:
                self._grid.addWidget(label(_(spec.text).rstrip("…")), line, 0)
                keys = [badge(key_words(key)) for key in spec.keys[:2]]
                self._grid.addWidget(pane(row(*keys, None, spacing=4)), line, 1)
                self._grid.addWidget(label(_(spec.help), tone="faint", wrap=True), line, 2, Qt.AlignmentFlag.AlignTop)
                line += 1
        if line == 0:
            self._grid.addWidget(label(_("没有这样的动作。"), tone="faint"), 0, 0, 1, 3)
