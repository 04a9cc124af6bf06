"""The tree of units beside the list: what each is called, how many items are in it and below, what is let go on it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtCore import QMimeData, QModelIndex, QPersistentModelIndex, QPoint, QRect, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDragMoveEvent, QDropEvent, QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QStyle,
    QStyledItemDelegate,
    QToolTip,
    QTreeWidget,
    QTreeWidgetItem,
)

from archive_app.gui.i18n import _
from archive_app.gui.theme import theme
from archive_app.gui.widgets.basics import paint_elided
from archive_app.gui.workspaces.materials.file_rows import FILES
from archive_app.gui.workspaces.materials.incoming import local_paths
from archive_app.services.units.tree import UnitTree

ITEMS = "application/x-cunshi-items"
"""Ids of items that are dragged within the window."""
NOWHERE = "-"
"""The line of what stands in no unit."""
_KEY = Qt.ItemDataRole.UserRole
_COUNT = Qt.ItemDataRole.UserRole + 1
_LEVEL = Qt.ItemDataRole.UserRole + 2
_ROW = 28
_MOST_ROWS = 11
_OPENS_MS = 600
_UNITS = "application/x-cunshi-unit"


def item_ids(data: QMimeData) -> list[str]:
    """The ids of items that are dragged within the window."""
    return [key for key in bytes(data.data(ITEMS).data()).decode().split(",") if key]


class UnitLines(QTreeWidget):
    """``chosen`` with the unit one has come to (empty: the one that was chosen is given up); ``dropped`` with what was
    let go and the unit under it; ``shifted`` with -1 or 1: the unit goes up or down among its own."""

    chosen = Signal(str)
    dropped = Signal(list, str)
    files_dropped = Signal(list, str)
    """Files of this machine, and the unit on which they were let go (empty: on none)."""
    placed = Signal(str, str, str)
    """(unit, below which, before which): a unit was dragged elsewhere."""
    shifted = Signal(int)
    asked = Signal(str)
    """edit, remove or move, by a key."""
    menu_wanted = Signal(QPoint)

    def __init__(self) -> None:
        super().__init__()
        self.tree = UnitTree({})
        self._picked = ""
        self.wished = ""
        """A unit to go to once it is there."""
        self.takes_files = False
        self._opening = QTimer(self)
        self._opening.setSingleShot(True)
        self._opening.setInterval(_OPENS_MS)
        self._opening.timeout.connect(self._open_under)
        self.setColumnCount(1)
        self.setHeaderHidden(True)
        self.setFrameShape(QTreeWidget.Shape.NoFrame)
        self.setIndentation(theme().dp(12))
        self.setUniformRowHeights(True)
        self.setAccessibleName(_("全宗、类、案卷"))
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setDragDropMode(QAbstractItemView.DragDropMode.DragDrop)
        self.setExpandsOnDoubleClick(True)
        self.setMouseTracking(True)
        self.setItemDelegate(_LineDelegate(self))
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(self.menu_wanted.emit)
        self.itemClicked.connect(lambda line, _column: self._pick(line))
        self.itemExpanded.connect(lambda _line: self._fit())
        self.itemCollapsed.connect(lambda _line: self._fit())

    # — lines —

    def show_tree(self, tree: UnitTree, nowhere: int, picked: str) -> None:
        """Put another tree up: what was open stays open, and the way to the chosen one is opened."""
        current = self.wished if self.wished in tree.rows else self.key_of(self.currentItem())
        opened = {self.key_of(line) for line in self._lines() if line.isExpanded()}
        scrolled = self.verticalScrollBar().value()
        first = not self.tree.rows
        self.tree, self._picked = tree, picked
        self.clear()
        for key in tree.children():
            self.addTopLevelItem(self._made(key))
        if nowhere:
            line = QTreeWidgetItem([_("不在案卷里")])
            line.setData(0, _KEY, NOWHERE)
            line.setData(0, _COUNT, nowhere)
            self.addTopLevelItem(line)
        if first and len(tree.rows) <= _MOST_ROWS:
            opened = set(tree.rows)
        elif first:
            opened = set(tree.children())
        wanted = {row.id for key in (picked, self.wished) if key in tree.rows for row in tree.above(key)[:-1]}
        if self.wished in tree.rows:
            self.wished = ""
        for line in self._lines():
            key = self.key_of(line)
            line.setExpanded(key in opened or key in wanted)
        for line in self._lines():
            if self.key_of(line) == (current or picked):
                self.setCurrentItem(line)
        self.verticalScrollBar().setValue(scrolled)
        self._fit()

    def _made(self, key: str) -> QTreeWidgetItem:
        row = self.tree.rows[key]
        words = f"{row.number} {row.title}" if row.number else row.title
        line = QTreeWidgetItem([words + (_("（在回收站里）") if row.trashed else "")])
        number = self.tree.counts[key]
        line.setData(0, _KEY, key)
        line.setData(0, _COUNT, number)
        line.setData(0, _LEVEL, row.access)
        said = f"{row.words}，{number:,}"
        line.setData(0, Qt.ItemDataRole.AccessibleTextRole, said)
        level = {"public": _("公开"), "internal": _("内部"), "restricted": _("控制")}.get(row.access, "")
        line.setToolTip(0, "　".join(filter(None, (self.tree.words(key), level))))
        for child in self.tree.children(key):
            line.addChild(self._made(child))
        return line

    def _lines(self) -> list[QTreeWidgetItem]:
        found: list[QTreeWidgetItem] = []
        waiting = [self.topLevelItem(number) for number in range(self.topLevelItemCount())]
        while waiting:
            line = waiting.pop(0)
            found.append(line)
            waiting[:0] = [line.child(number) for number in range(line.childCount())]
        return found

    @staticmethod
    def key_of(line: QTreeWidgetItem | None) -> str:
        """The unit of a line."""
        return str(line.data(0, _KEY)) if line is not None else ""

    @property
    def current(self) -> str:
        """The unit the keyboard is at; empty at none."""
        key = self.key_of(self.currentItem())
        return "" if key == NOWHERE else key

    def is_picked(self, index: QModelIndex | QPersistentModelIndex) -> bool:
        """Whether the list shows what is in this line."""
        return bool(self._picked) and index.data(_KEY) == self._picked

    def _pick(self, line: QTreeWidgetItem | None) -> None:
        if line is not None:
            key = self.key_of(line)
            self.chosen.emit("" if key == self._picked else key)

    def _fit(self) -> None:
        """As high as its lines, up to a dozen; then it scrolls."""
        seen = sum(1 for line in self._lines() if self._open_above(line))
        self.setFixedHeight(min(seen, _MOST_ROWS) * theme().dp(_ROW) + theme().dp(2))

    @staticmethod
    def _open_above(line: QTreeWidgetItem) -> bool:
        above = line.parent()
        while above is not None:
            if not above.isExpanded():
                return False
            above = above.parent()
        return True

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter and the space bar show what is in a unit; Alt+Shift+↑ and ↓ move it; F2 changes it, Delete takes it
        apart. The arrows go up and down, open and close."""
        both = Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.ShiftModifier
        key = event.key()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self._pick(self.currentItem())
        elif event.modifiers() == both and key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.shifted.emit(-1 if key == Qt.Key.Key_Up else 1)
        elif key == Qt.Key.Key_F2 and self.current:
            self.asked.emit("unit.edit")
        elif key == Qt.Key.Key_Delete and self.current:
            self.asked.emit("unit.remove")
        else:
            super().keyPressEvent(event)

    # — dragging —

    def mimeTypes(self) -> list[str]:
        """Items and units of this window, and files."""
        return [ITEMS, _UNITS, "text/uri-list"]

    def mimeData(self, items: Any) -> QMimeData:
        """A unit that is dragged."""
        data = QMimeData()
        if items and self.key_of(items[0]) != NOWHERE:
            data.setData(_UNITS, self.key_of(items[0]).encode())
        return data

    def supportedDropActions(self) -> Qt.DropAction:
        """Things are put in by a command, never taken out by Qt."""
        return Qt.DropAction.CopyAction | Qt.DropAction.MoveAction

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Items and units, and files that come from elsewhere."""
        if event.mimeData().hasFormat(ITEMS) or event.mimeData().hasFormat(_UNITS):
            event.acceptProposedAction()
        elif self._files(event.mimeData()):
            event.setDropAction(Qt.DropAction.CopyAction)
            event.accept()
        else:
            event.ignore()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        """Accepted where it can be let go; the line under it is marked."""
        line = self.itemAt(event.position().toPoint())
        files = self._files(event.mimeData())
        if line is None and not files and not event.mimeData().hasFormat(_UNITS):
            event.ignore()
            return
        if line is not None and line is not self.currentItem():
            self.setCurrentItem(line)
            self._opening.start()
        if files:
            key = self.key_of(line)
            row = self.tree.rows.get(key)
            words = _("松开，收到{unit}").format(unit=row.words) if row is not None else _("松开，收进来，不在案卷里")
            QToolTip.showText(self.viewport().mapToGlobal(event.position().toPoint()), words, self)
            event.setDropAction(Qt.DropAction.CopyAction)
            event.accept()
        else:
            event.acceptProposedAction()

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """Not here after all."""
        self._opening.stop()
        QToolTip.hideText()
        super().dragLeaveEvent(event)

    def _files(self, data: QMimeData) -> list[Path]:
        """The files from elsewhere that are dragged here."""
        return local_paths(data.urls()) if self.takes_files and not data.hasFormat(FILES) else []

    def _open_under(self) -> None:
        """What is dragged stays over a closed unit: it opens."""
        line = self.currentItem()
        if line is not None and line.childCount() and not line.isExpanded():
            line.setExpanded(True)

    def dropEvent(self, event: QDropEvent) -> None:
        """Said, not done: the tree is shown anew when the archive has it."""
        at = event.position().toPoint()
        line = self.itemAt(at)
        key = self.key_of(line)
        data = event.mimeData()
        self._opening.stop()
        QToolTip.hideText()
        if paths := self._files(data):
            unit = key if key in self.tree.rows else ""
            # not inside the drag: the program that gave the files waits for its end
            QTimer.singleShot(0, self, lambda: self.files_dropped.emit(paths, unit))
        elif data.hasFormat(ITEMS) and key:
            self.dropped.emit(item_ids(data), "" if key == NOWHERE else key)
        elif data.hasFormat(_UNITS):
            self._drop_unit(bytes(data.data(_UNITS).data()).decode(), line, at)
        event.setDropAction(Qt.DropAction.CopyAction)
        event.accept()

    def _drop_unit(self, moving: str, line: QTreeWidgetItem | None, at: QPoint) -> None:
        """On a line: below it; at its upper edge: before it; on nothing: at the top."""
        key = self.key_of(line)
        if line is None or key == NOWHERE:
            self.placed.emit(moving, "", "")
            return
        rect = self.visualItemRect(line)
        if at.y() < rect.top() + rect.height() * 0.3:
            self.placed.emit(moving, self.tree.rows[key].parent, key)
        elif key != moving:
            self.placed.emit(moving, key, "")


class _LineDelegate(QStyledItemDelegate):
    """Words at the left, a lock where a unit closes what is in it, how many at the right."""

    def sizeHint(self, _option: Any, _index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(theme().dp(100), theme().dp(_ROW))

    def paint(self, painter: QPainter, option: Any, index: QModelIndex | QPersistentModelIndex) -> None:
        look, dp = theme(), theme().dp
        lines: Any = self.parent()
        picked = lines.is_picked(index)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        state = option.state
        rect: QRect = option.rect
        hovered = bool(state & QStyle.StateFlag.State_MouseOver)
        if picked or hovered:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(look.colour("selected" if picked else "hover"))
            painter.drawRoundedRect(rect.adjusted(0, 1, 0, -1), dp(5), dp(5))
        if state & QStyle.StateFlag.State_HasFocus and lines.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(look.colour("focus"), 1))
            painter.drawRoundedRect(rect.adjusted(0, 1, -1, -2), dp(5), dp(5))
        painter.setFont(look.small())
        count = f"{int(index.data(_COUNT) or 0):,}"
        width = painter.fontMetrics().horizontalAdvance(count)
        painter.setPen(look.colour("faint"))
        flags = Qt.AlignmentFlag.AlignVCenter
        painter.drawText(rect.adjusted(0, 0, -dp(6), 0), int(flags | Qt.AlignmentFlag.AlignRight), count)
        room = rect.adjusted(dp(2), 0, -width - dp(12), 0)
        if index.data(_LEVEL) == "restricted":
            painter.drawPixmap(room.right() - dp(14), rect.center().y() - dp(7), look.pixmap("lock", "faint", 14))
            room.adjust(0, 0, -dp(18), 0)
        painter.setFont(look.font(bold=picked))
        painter.setPen(look.colour("cinnabar_ink" if picked else "ink"))
        paint_elided(painter, room, str(index.data()), flags | Qt.AlignmentFlag.AlignLeft)
        painter.restore()
