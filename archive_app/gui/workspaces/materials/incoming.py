"""The ways material comes in by hand: chosen, dropped anywhere on the workspace, pasted."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication, QImage
from PySide6.QtWidgets import QFrame, QWidget

from archive_app.gui.dialogs.choose import choose_files, choose_folder
from archive_app.gui.i18n import _
from archive_app.gui.session import Session
from archive_app.gui.widgets.basics import column, label
from archive_app.gui.workspaces.materials.file_rows import FILES


class Incoming(QObject):
    """``came`` carries the paths, and whether they are only to be tried."""

    came = Signal(list, bool)

    def __init__(self, target: QWidget, session: Session) -> None:
        super().__init__(target)
        self._target = target
        self._session = session
        self._veil = QFrame(target)
        self._veil.setProperty("role", "drop")
        words = label(_("松开，就加入这些材料"), voice="title")
        words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._veil.setLayout(column(None, words, None))
        self._veil.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._veil.hide()
        target.setAcceptDrops(True)
        target.installEventFilter(self)

    # — chosen —

    def choose_files(self) -> None:
        """Choose files."""
        if chosen := choose_files(self._target, _("加入材料：选文件（可以多选）"), Path.home()):
            self.came.emit(chosen, False)

    def choose_folder(self) -> None:
        """Choose a folder."""
        chosen = choose_folder(self._target, _("加入材料：选文件夹"), Path.home(), _("加入"))
        if chosen is not None:
            self.came.emit([chosen], False)

    def choose_to_try(self) -> None:
        """Choose files, and only see what would become of them."""
        if chosen := choose_files(self._target, _("先看看会怎样：选文件（可以多选）"), Path.home(), _("看看")):
            self.came.emit(chosen, True)

    # — pasted —

    def paste(self) -> bool:
        """A picture or files on the clipboard; whether there were any."""
        paths = pasted(self._session)
        if paths:
            self.came.emit(paths, False)
        return bool(paths)

    # — dropped —

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        """Files may be let go anywhere on the workspace."""
        if isinstance(event, QDragEnterEvent):
            return self._enter(event)
        if event.type() == QEvent.Type.DragLeave:
            self._veil.hide()
        elif isinstance(event, QDropEvent) and event.type() == QEvent.Type.Drop:
            self._veil.hide()
            paths = local_paths(event.mimeData().urls())
            event.acceptProposedAction()
            # not inside the drag: the program that gave the files waits for its end
            QTimer.singleShot(0, self, lambda: self.came.emit(paths, False))
            return True
        return False

    def _enter(self, event: QDragEnterEvent) -> bool:
        data = event.mimeData()
        if data.hasFormat(FILES):  # own files, which are on their way out
            event.ignore()
            return True
        if self._session.archive.read_only or not local_paths(data.urls()):
            return False
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()
        self._veil.setGeometry(self._target.rect().adjusted(12, 12, -12, -12))
        self._veil.show()
        self._veil.raise_()
        return True


def local_paths(urls) -> list[Path]:
    """Those of the addresses that are files of this machine."""
    return [Path(url.toLocalFile()) for url in urls if url.isLocalFile()]


def pasted(session: Session) -> list[Path]:
    """The files on the clipboard, or the picture on it as a file."""
    data = QGuiApplication.clipboard().mimeData()
    paths = local_paths(data.urls()) if data is not None and data.hasUrls() else []
    if not paths and data is not None and data.hasImage():
        paths = _pasted_image(session, data.imageData())
    return paths


def _pasted_image(session: Session, image: Any) -> list[Path]:
    if not isinstance(image, QImage) or image.isNull():
        return []
    folder = session.archive.root / "derived" / "pasted"
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{datetime.now().strftime(_('粘贴的图片 %Y-%m-%d %H%M%S'))}.png"
    return [path] if image.save(str(path), format=b"PNG") else []
