"""The ways material comes in by hand: chosen, dropped anywhere on the workspace, pasted."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt, QTimer, Signal
from PySide6.QtGui import QDragEnterEvent, QDragMoveEvent, QDropEvent, QGuiApplication, QImage
from PySide6.QtWidgets import QFrame, QWidget

from archive_app.gui.dialogs.choose import choose_files, choose_folder
from archive_app.gui.i18n import _
from archive_app.gui.session import Session
from archive_app.gui.widgets.basics import column, label
from archive_app.gui.workspaces.materials.file_rows import FILES

HELD_MS = 700
"""So long files are held on an item until they are for it."""


class Incoming(QObject):
    """``came`` carries the paths, and whether they are only to be tried; ``onto`` the item (id, title) on which the
    files were held and let go: they become files of it. A list that is full has no room beside its items, so what is
    let go at once is new, wherever."""

    came = Signal(list, bool)
    onto = Signal(str, str, list)

    def __init__(self, target: QWidget, session: Session) -> None:
        super().__init__(target)
        self._target = target
        self._session = session
        self._veil = QFrame(target)
        self._veil.setProperty("role", "drop")
        self._words = label(voice="title", wrap=True)
        self._more = label(tone="faint", voice="small", wrap=True)
        for one in (self._words, self._more):
            one.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._veil.setLayout(column(self._words, self._more, spacing=2, around=(16, 10, 16, 10)))
        self.item_at: Callable[[QPoint], tuple[str, str, QRect] | None] = lambda _at: None
        """The item under a point of the screen."""
        self._held = ("", "")  # the item on which the files are held, once they are
        self._under, self._at = "", QPoint()
        self._row = QFrame(target)
        self._row.setProperty("role", "drop-row")
        self._row.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self._row.hide()
        self._patience = QTimer(self)
        self._patience.setSingleShot(True)
        self._patience.setInterval(HELD_MS)
        self._patience.timeout.connect(self._hold)
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
        if isinstance(event, QDragMoveEvent) and event.type() == QEvent.Type.DragMove:
            self._move(event)
            return True
        if event.type() == QEvent.Type.DragLeave:
            self._end()
        elif isinstance(event, QDropEvent) and event.type() == QEvent.Type.Drop:
            item, title = self._held
            self._end()
            paths = local_paths(event.mimeData().urls())
            event.acceptProposedAction()
            # not inside the drag: the program that gave the files waits for its end
            if item:
                QTimer.singleShot(0, self, lambda: self.onto.emit(item, title, paths))
            else:
                QTimer.singleShot(0, self, lambda: self.came.emit(paths, False))
            return True
        return False

    def _move(self, event: QDragMoveEvent) -> None:
        """Files that stay over one item are for it; they need not stay quite still."""
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()
        self._at = self._target.mapToGlobal(event.position().toPoint())
        found = self.item_at(self._at)
        key = found[0] if found is not None else ""
        if key != self._under:
            self._under, self._held = key, ("", "")
            self._row.hide()
            self._say()
            if key:
                self._patience.start()
            else:
                self._patience.stop()

    def _hold(self) -> None:
        found = self.item_at(self._at)
        if found is None or found[0] != self._under:
            return
        key, title, rect = found
        self._held = (key, title)
        self._row.setGeometry(QRect(self._target.mapFromGlobal(rect.topLeft()), rect.size()))
        self._row.show()
        self._row.raise_()
        self._say()

    def _say(self) -> None:
        title = self._held[1]
        self._words.setText(
            _("松开，加进《{title}》的文件").format(title=title) if title else _("松开，就加入这些材料")
        )
        self._more.setText(
            _("移开就不是它了") if title else _("停在列表里的一件上，是加进那一件；放到左边的案卷上，是收到那里")
        )

    def _end(self) -> None:
        self._patience.stop()
        self._under, self._held = "", ("", "")
        self._veil.hide()
        self._row.hide()

    def _enter(self, event: QDragEnterEvent) -> bool:
        data = event.mimeData()
        if data.hasFormat(FILES):  # own files, which are on their way out
            event.ignore()
            return True
        if self._session.archive.read_only or not local_paths(data.urls()):
            return False
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()
        self._say()
        rect = self._target.rect().adjusted(12, 12, -12, -12)
        height = self._veil.layout().totalHeightForWidth(rect.width())
        self._veil.setGeometry(rect.left(), rect.bottom() - height, rect.width(), height)
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
