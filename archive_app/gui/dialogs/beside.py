"""A list that stays open beside the window, one at a time: what is asked anew stands in its place."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QDialog, QWidget

from archive_app.gui.workspaces.workspace import Shell


class Beside(QObject):
    """``dialog`` is the one that is open, or None."""

    def __init__(self, parent: QWidget, shell: Shell) -> None:
        super().__init__(parent)
        self._window, self._shell = parent, shell
        self.dialog: Any = None

    def put_away(self) -> None:
        """Close the one that is still open."""
        if self.dialog is not None:
            self.dialog.reject()

    def put(self, made: QDialog) -> None:
        """Show this one."""
        self.dialog = made
        made.finished.connect(lambda _how: self._gone(made))
        made.show()

    def _gone(self, shown: QDialog) -> None:
        if self.dialog is shown:
            self.dialog = None
