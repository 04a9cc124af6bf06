"""Files on their way to another program: read-only copies, made when the other program asks for them."""

from __future__ import annotations

import tempfile
import weakref
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QMimeData, QObject, Qt, QTimer, QUrl
from PySide6.QtGui import QDrag, QGuiApplication, QPixmap
from PySide6.QtWidgets import QWidget

from archive_app.gui.i18n import _
from archive_app.gui.workspaces.workspace import Shell

if TYPE_CHECKING:
    from archive_app.catalogue.store import Record
    from archive_app.services.handing_out import Handed
    from archive_app.services.jobs import Reporter

_URLS = "text/uri-list"
MOST_ITEMS = 500
"""So many items are dragged at once; more go out as a list or as copies."""


class HandedOut(QMimeData):
    """Promises files and makes them when they are asked for: while one only drags over things, nothing is copied."""

    def __init__(self, make: Callable[[], list[Path]]) -> None:
        super().__init__()
        self._make = make
        self._made: list[QUrl] | None = None

    def formats(self) -> list[str]:
        """Files, beside what was set."""
        return [_URLS, *super().formats()]

    def hasFormat(self, name: str) -> bool:
        """The same."""
        return name == _URLS or super().hasFormat(name)

    def retrieveData(self, name: str, kind: Any) -> Any:
        """The copies, for whoever asks first."""
        if name != _URLS:
            return super().retrieveData(name, kind)
        if self._made is None:
            self._made = [QUrl.fromLocalFile(str(path)) for path in self._make()]
        return self._made


class DragOut(QObject):
    """Makes the copies, says what stays here, and forgets them when its window is gone."""

    def __init__(self, parent: QWidget, shell: Shell) -> None:
        super().__init__(parent)
        self._shell = shell
        self._folder: Path | None = None

    @property
    def folder(self) -> Path:
        """Where the copies are, outside the archive: it may stand on a stick that is full or write-protected."""
        if self._folder is None:
            self._folder = Path(tempfile.mkdtemp(prefix="cunshi-copies-"))
            weakref.finalize(self, _forget, self._folder)
        return self._folder

    def copies(self, files: Sequence[Record]) -> list[Path]:
        """Copies of these files, here and now; where they are too large they are made beside, and that is said."""
        from archive_app.services.handing_out import AT_ONCE, hand_out

        if sum(int(one["bytes"] or 0) for one in files) > AT_ONCE and not self._ready(files):
            # not inside the drag: the other program waits for its end
            QTimer.singleShot(0, self, lambda: self._prepare(list(files)))
            return []
        done = hand_out(self._shell.session.archive, files, self.folder)
        if done.kept:
            QTimer.singleShot(0, self, lambda: self._say_kept(done))
        return list(done.paths)

    def _ready(self, files: Sequence[Record]) -> bool:
        from archive_app.services.handing_out import safe_name

        return all((self.folder / one.id / safe_name(one.title)).exists() for one in files)

    def _prepare(self, files: list[Record]) -> None:
        archive, folder = self._shell.session.archive, self.folder
        self._shell.toast(_("文件太大，正在准备副本；好了以后请再拖一次"))

        def work(reporter: Reporter) -> Handed:
            from archive_app.services.handing_out import hand_out

            return hand_out(archive, files, folder, reporter.progress)

        def ready(done: Handed) -> None:
            self._shell.toast(_("{n} 个副本准备好了，请再拖一次").format(n=len(done.paths)))

        self._shell.jobs.in_thread(_("准备副本"), work, then=ready, failed=self._shell.show_error)

    def _say_kept(self, done: Handed) -> None:
        first = done.kept[0]
        words = _("“{name}”没有拿出去：{why}").format(name=first.name, why=first.why)
        if len(done.kept) > 1:
            words += _("；还有 {n} 个也没有").format(n=len(done.kept) - 1)
        self._shell.toast(words)

    def to_clipboard(self, files: Sequence[Record]) -> int:
        """Copies on the clipboard, to be pasted into another program; how many."""
        paths = self.copies(files)
        if paths:
            data = QMimeData()
            data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
            QGuiApplication.clipboard().setMimeData(data)
        return len(paths)

    def drag(self, source: QWidget, data: QMimeData, picture: QPixmap | None) -> None:
        """Carry it about until it is let go; only ever as copies."""
        drag = QDrag(source)
        drag.setMimeData(data)
        if picture is not None and not picture.isNull():
            drag.setPixmap(picture)
        drag.exec(Qt.DropAction.CopyAction)


def _forget(folder: Path) -> None:
    """With the window, or with the program."""
    from archive_app.services.handing_out import forget

    forget(folder)
