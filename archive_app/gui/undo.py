"""Undo and redo through the archive: the menu says what would be taken back, also after a restart."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction

from archive_app.domain.errors import ArchiveError
from archive_app.gui.i18n import _
from archive_app.gui.session import Session
from archive_app.gui.workspaces.workspace import Shell

if TYPE_CHECKING:
    from archive_app.catalogue.undo import CommandEntry


class Undo(QObject):
    """Keeps two actions in step with the archive's own stacks."""

    def __init__(self, shell: Shell, undo: QAction, redo: QAction, parent: QObject) -> None:
        super().__init__(parent)
        self._shell = shell
        self._session: Session = shell.session
        self._undo, self._redo = undo, redo
        self._session.changed.connect(self._refresh)
        self._set([], [])
        self._refresh()

    def undo(self) -> None:
        """Take back the last step, whoever made it and whenever."""
        self._turn("undo")

    def redo(self) -> None:
        """Do again what was taken back."""
        self._turn("redo")

    def _turn(self, which: str) -> None:
        self._shell.flush()
        archive = self._session.archive
        self._session.write(lambda: getattr(archive, which)(1), self._told, self._refused)

    def _told(self, done: list) -> None:
        if done:
            self._shell.toast(_(done[-1].label))
        self._refresh()

    def _refused(self, error: Exception) -> None:
        # an empty stack is no fault: the key was pressed once too often
        if isinstance(error, ArchiveError) and error.code in ("nothing-to-undo", "nothing-to-redo"):
            self._shell.toast(error.message)
        else:
            self._shell.show_error(error)
        self._refresh()

    def _refresh(self, _done: object = None) -> None:
        archive = self._session.archive
        self._session.ask(
            lambda: (archive.undoable(1), archive.redoable(1)),
            lambda both: self._set(*both),
            key="undo-stacks",
        )

    def _set(self, undoable: list[CommandEntry], redoable: list[CommandEntry]) -> None:
        for action, entries, words in ((self._undo, undoable, _("撤销")), (self._redo, redoable, _("重做"))):
            action.setEnabled(bool(entries) and not self._session.archive.read_only)
            action.setText(f"{words}：{entries[0].label}" if entries else words)
            action.setIconText(words)
            key = action.shortcut().toString()
            action.setToolTip(f"{action.text()}（{key}）")
