"""The files of an item, under its form: what came, in which order, and what can be done with it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QTimer, Signal
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent
from PySide6.QtWidgets import QMenu, QToolButton, QWidget

from archive_app.gui.i18n import _
from archive_app.gui.records.sections import SectionHead
from archive_app.gui.widgets.basics import button, column, label, row, tool
from archive_app.gui.workspaces.materials.drag_out import DragOut
from archive_app.gui.workspaces.materials.file_acts import FileActs
from archive_app.gui.workspaces.materials.file_rows import FileRows
from archive_app.gui.workspaces.materials.file_views import FileLines
from archive_app.gui.workspaces.materials.incoming import local_paths
from archive_app.gui.workspaces.materials.thumbs import Thumbnails
from archive_app.gui.workspaces.workspace import Shell

if TYPE_CHECKING:
    from archive_app.catalogue.changelog import Done
    from archive_app.catalogue.store import Record


class FileList(QWidget):
    """A section under the form. Files let go over it become files of this item."""

    loaded = Signal(list)

    def __init__(self, shell: Shell, thumbs: Thumbnails) -> None:
        super().__init__()
        self._session = shell.session
        self._item: Record | None = None
        self._ids: set[str] = set()
        self.drag_out = DragOut(self, shell)
        self.rows = FileRows(self.drag_out.copies, self)
        self.lines = FileLines(self.rows, self.drag_out, thumbs)
        self.acts = FileActs(self.lines, shell, self.drag_out)
        self._head = SectionHead(_("文件"))
        self._body = QWidget()
        self._none = label(_("还没有文件。拖到这里，或点“加文件…”。"), tone="faint", voice="small", wrap=True)
        self.add_button = button(_("加文件…"), self.acts.choose, role="link", icon="plus")
        self._up = tool("chevron-up", _("前移（Alt+Shift+↑）"), lambda: self.acts.act("earlier"))
        self._down = tool("chevron-down", _("后移（Alt+Shift+↓）"), lambda: self.acts.act("later"))
        self.more = tool("dots", _("选中的文件：用途、首张、移走、分出、去掉……"))
        self.more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.menu = QMenu(self.more)
        self.menu.aboutToShow.connect(self._fill)
        self.more.setMenu(self.menu)
        self.back_button = button("", self._show_off, role="link", icon="trash-off")
        foot = row(self.add_button, None, self._up, self._down, self.more, spacing=2)
        self._body.setLayout(
            column(self.lines, self._none, foot, row(self.back_button, None), spacing=4, around=(0, 4, 0, 12))
        )
        self._head.toggled.connect(self._body.setVisible)
        self.setLayout(column(self._head, self._body, spacing=0))
        self.setAcceptDrops(True)
        self.hide()
        self._session.changed.connect(self._on_change)

    def show_item(self, record: Record) -> None:
        """The files of another item, or the same as they are now."""
        self._item = record
        catalogue = self._session.archive.catalogue
        self._session.ask(
            lambda: (record, catalogue.files_of(record.id), catalogue.files_of(record.id, trashed=True)),
            self._show,
            key=("files", id(self)),
        )

    def set_writable(self, writable: bool) -> None:
        """Whether files may come, go and be put in another order."""
        self.rows.writable = writable
        self.add_button.setVisible(writable)
        self._up.setVisible(writable)
        self._down.setVisible(writable)
        self._fit()

    def _on_change(self, done: Done) -> None:
        """A file of this item was changed, came or went."""
        item = self._item
        if item is not None and any(
            change.record_id in self._ids or item.id in (change.after.get("item"), (change.before or {}).get("item"))
            for change in done.changes
            if change.entity == "file"
        ):
            self.show_item(item)

    def _show(self, found: tuple[Record, list[Record], list[Record]]) -> None:
        record, files, off = found
        self._ids = {one.id for one in (*files, *off)}
        self.acts.off = off
        self.acts.show_files(record, files, files)
        self._fit()
        self.loaded.emit(files)

    def _fit(self) -> None:
        files, off, writable = self.rows.files, self.acts.off, self.rows.writable
        self._head.set_remark(_("{n} 个").format(n=len(files)) if files else "")
        self.lines.setVisible(bool(files))
        self._none.setVisible(not files)
        self._none.setText(_("还没有文件。拖到这里，或点“加文件…”。") if writable else _("没有文件。"))
        self.more.setVisible(bool(files or off))
        self.back_button.setVisible(bool(off) and writable)
        self.back_button.setText(_("取回去掉的（{n} 个）").format(n=len(off)))
        self.lines.fit()
        self.setVisible(self._item is not None)

    def _fill(self) -> None:
        self.menu.clear()
        self.acts.fill(self.menu)

    def _show_off(self) -> None:
        """What was taken off: all of it, or one."""
        off = self.acts.off
        if len(off) == 1:
            self.acts.take_back([off[0].id])
            return
        menu = QMenu(self)
        for one in off:
            menu.addAction(one.title).triggered.connect(lambda _checked=False, key=one.id: self.acts.take_back([key]))
        menu.addSeparator()
        ids = [one.id for one in off]
        menu.addAction(_("全部取回")).triggered.connect(lambda _checked=False: self.acts.take_back(ids))
        menu.exec(self.back_button.mapToGlobal(self.back_button.rect().bottomLeft()))
        menu.deleteLater()

    def focus_files(self) -> None:
        """The keyboard on the list, or on the button that adds."""
        self._head.setChecked(True)
        if self.rows.files:
            if not self.lines.currentIndex().isValid():
                self.lines.setCurrentIndex(self.rows.index(0))
            self.lines.setFocus()
        else:
            self.add_button.setFocus()

    # — let go over it —

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Files for this item, not for the archive at large."""
        if self.rows.writable and local_paths(event.mimeData().urls()):
            event.acceptProposedAction()
            self._head.set_remark(_("松开，加到这一件"))
        else:
            event.ignore()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """Not here after all."""
        super().dragLeaveEvent(event)
        self._fit()

    def dropEvent(self, event: QDropEvent) -> None:
        """They come in once the drag is over: the program that gave them waits for its end."""
        paths = local_paths(event.mimeData().urls())
        event.acceptProposedAction()
        self._fit()
        QTimer.singleShot(0, self, lambda: self.acts.add(paths))

    def changeEvent(self, event: QEvent) -> None:
        """Another text size: other heights."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self.lines.fit()
