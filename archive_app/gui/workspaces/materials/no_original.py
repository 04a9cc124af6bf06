"""An opened item without anything to see: what is let go or pasted here becomes a file of it."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QKeyEvent, QKeySequence

from archive_app.gui.i18n import _
from archive_app.gui.widgets.empty_state import EmptyState
from archive_app.gui.workspaces.materials.incoming import local_paths

_MAY = "这件资料还只有著录。把照片、录音或文稿拖到这里（复制了的按 Ctrl+V），或点下面的按钮，就加进这一件。"
_MAY_NOT = "这件资料只有著录。"


class NoOriginal(EmptyState):
    """``wanted``: files are to be chosen; ``given``: these; ``pasted``: what is on the clipboard."""

    wanted = Signal()
    given = Signal(list)
    pasted = Signal()

    def __init__(self) -> None:
        super().__init__(
            "nothing", _("没有可看的原件"), _(_MAY), [(_("加文件…"), "file-plus", lambda: self.wanted.emit())]
        )
        self.setAcceptDrops(True)
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.let_add(False)

    def let_add(self, writable: bool) -> None:
        """Whether this item may have another file."""
        self._writable = writable
        self.words.setText(_(_MAY if writable else _MAY_NOT))
        self.buttons[0].setVisible(writable)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Ctrl+V is for this item, not for the archive at large."""
        if self._writable and event.matches(QKeySequence.StandardKey.Paste):
            self.pasted.emit()
        else:
            super().keyPressEvent(event)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Files for this item."""
        if self._writable and local_paths(event.mimeData().urls()):
            event.acceptProposedAction()
        else:
            event.ignore()

    def dropEvent(self, event: QDropEvent) -> None:
        """They come in once the drag is over: the program that gave them waits for its end."""
        paths: list[Path] = local_paths(event.mimeData().urls())
        event.acceptProposedAction()
        QTimer.singleShot(0, self, lambda: self.given.emit(paths))
