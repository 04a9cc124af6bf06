"""An item's files to be handled: a list under the form, a strip under the photograph, with the same keys."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QRect, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QContextMenuEvent, QFontMetrics, QKeyEvent, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QListView, QStyle, QStyledItemDelegate

from archive_app.gui.composition import composing
from archive_app.gui.i18n import _
from archive_app.gui.theme import theme
from archive_app.gui.workspaces.materials.drag_out import DragOut
from archive_app.gui.workspaces.materials.file_rows import ABOUT, KEY, PRINTED, RECORD, FileRows, file_icon
from archive_app.gui.workspaces.materials.grid import draw_fitted
from archive_app.gui.workspaces.materials.paint import draw_line
from archive_app.gui.workspaces.materials.thumbs import Thumbnails

_EDGE = 40
_MOST = 400
"""Height on the grid of the list under the form; what is more is scrolled to."""
_FEW = 3
"""Of so many files each says how large it prints; of more the one the keyboard is on."""
_FRAME, _LOW_FRAME = 64, 38

_Index = QModelIndex | QPersistentModelIndex


class FileView(QListView):
    """What is asked for by keys and by the mouse: ``acted`` carries its name."""

    acted = Signal(str)
    """``earlier``, ``later``, ``first``, ``last``, ``off``, ``copy``, ``paste``, ``open``."""
    menu_wanted = Signal(QPoint)
    chosen = Signal(int)
    """Another row is current."""

    def __init__(self, rows: FileRows, drag_out: DragOut) -> None:
        super().__init__()
        self._drag_out = drag_out
        self.rows = rows
        self.setModel(rows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setDragDropMode(QAbstractItemView.DragDropMode.DragDrop)
        self.setDefaultDropAction(Qt.DropAction.CopyAction)
        self.setDragEnabled(True)
        self.setAcceptDrops(True)
        self.setDropIndicatorShown(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setTabKeyNavigation(False)
        self.setAccessibleName(_("文件"))
        self.selectionModel().currentChanged.connect(lambda now, _before: self.chosen.emit(now.row()))

    def selected_ids(self) -> list[str]:
        """The files that are selected, in their order; else the one the keyboard is on."""
        rows = sorted({index.row() for index in self.selectionModel().selectedIndexes()})
        if not rows and self.currentIndex().isValid():
            rows = [self.currentIndex().row()]
        return [self.rows.files[row].id for row in rows if row < len(self.rows.files)]

    def select_ids(self, ids: list[str]) -> None:
        """Select these again after the order changed; the keyboard on the first of them."""
        flags = self.selectionModel().SelectionFlag
        found = [row for row in map(self.rows.place_of, ids) if row >= 0]
        self.selectionModel().clearSelection()
        for number, row in enumerate(found):
            index = self.rows.index(row)
            self.selectionModel().select(index, flags.Select)
            if not number:
                self.selectionModel().setCurrentIndex(index, flags.NoUpdate)
                self.scrollTo(index)

    def startDrag(self, _actions: Qt.DropAction) -> None:
        """Files are carried about as copies only: Qt would let the other program move them."""
        indexes = self.selectionModel().selectedIndexes()
        if indexes:
            self._drag_out.drag(self, self.rows.mimeData(indexes), None)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Order, open, take off, copy, paste; arrows are the view's own."""
        name = "" if composing() else self._name_of(event)
        if name:
            self.acted.emit(name)
        elif event.key() == Qt.Key.Key_Escape or event.modifiers() & Qt.KeyboardModifier.AltModifier:
            event.ignore()  # the workspace's: back, the next item
        else:
            super().keyPressEvent(event)

    def _name_of(self, event: QKeyEvent) -> str:
        keys, modifier = Qt.Key, Qt.KeyboardModifier
        held = event.modifiers() & ~modifier.KeypadModifier
        if held == modifier.AltModifier | modifier.ShiftModifier:
            ways = {
                keys.Key_Up: "earlier", keys.Key_Left: "earlier", keys.Key_Down: "later", keys.Key_Right: "later",
                keys.Key_Home: "first", keys.Key_End: "last",
            }  # fmt: skip
            return ways.get(keys(event.key()), "")
        if held == modifier.ControlModifier:
            return {keys.Key_C: "copy", keys.Key_V: "paste"}.get(keys(event.key()), "")
        if held == modifier.NoModifier:
            ways = {keys.Key_Delete: "off", keys.Key_Return: "open", keys.Key_Enter: "open"}
            return ways.get(keys(event.key()), "")
        return ""

    def keyboardSearch(self, _words: str) -> None:
        """Not the view's own: letters are keys of the picture."""

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """The menu, at the pointer or at the row the keyboard is on."""
        at = event.globalPos()
        if event.reason() == QContextMenuEvent.Reason.Keyboard and self.currentIndex().isValid():
            at = self.viewport().mapToGlobal(self.visualRect(self.currentIndex()).bottomLeft())
        self.menu_wanted.emit(at)


class FileLines(FileView):
    """The list under the form: as high as its files, up to a limit."""

    def __init__(self, rows: FileRows, drag_out: DragOut, thumbs: Thumbnails) -> None:
        super().__init__(rows, drag_out)
        self.setProperty("ground", "sheet")
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setItemDelegate(_LineDelegate(thumbs, self))
        thumbs.arrived.connect(lambda _key: self.viewport().update())
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(0)
        self._soon.timeout.connect(self.fit)
        for signal in (rows.modelReset, rows.dataChanged):
            signal.connect(lambda *_args: self._soon.start())
        self.chosen.connect(lambda _row: self._soon.start())
        self.doubleClicked.connect(lambda _index: self.acted.emit("open"))
        self.fit()

    def fit(self) -> None:
        """As high as it needs to be."""
        delegate: Any = self.itemDelegate()
        heights = [delegate.height(self.rows.index(row), self.width()) for row in range(self.rows.rowCount())]
        self.setFixedHeight(min(sum(heights) + 2, theme().dp(_MOST)) if heights else 0)
        self.scheduleDelayedItemsLayout()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Words that wrap take another height."""
        super().resizeEvent(event)
        self._soon.start()


class _LineDelegate(QStyledItemDelegate):
    """A file: its picture or icon, its name, what is known of it, how large it prints."""

    def __init__(self, thumbs: Thumbnails, view: FileView) -> None:
        super().__init__(view)
        self._thumbs = thumbs

    def height(self, index: _Index, width: int) -> int:
        """Of a row in a list this wide."""
        dp = theme().dp
        printed = self._printed(index)
        more = self._wrapped(printed[0], width).height() + dp(2) if printed else 0
        return max(dp(_EDGE) + dp(8), dp(46) + more)

    def _printed(self, index: _Index) -> tuple[str, bool] | None:
        """How large it prints, where there is room to say so."""
        view: Any = self.parent()
        near = view.rows.rowCount() <= _FEW or view.currentIndex().row() == index.row()
        return index.data(PRINTED) if near else None

    def _wrapped(self, words: str, width: int) -> QRect:
        dp = theme().dp
        room = QRect(0, 0, max(dp(60), width - dp(_EDGE) - dp(22)), dp(400))
        return QFontMetrics(theme().small()).boundingRect(room, int(Qt.TextFlag.TextWordWrap), words)

    def sizeHint(self, option: Any, index: _Index) -> QSize:
        """The whole width."""
        width = option.rect.width() or option.widget.viewport().width()
        return QSize(theme().dp(120), self.height(index, width))

    def paint(self, painter: QPainter, option: Any, index: _Index) -> None:
        """One file."""
        look = theme()
        dp = look.dp
        rect: QRect = option.rect
        view: Any = self.parent()
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        if selected:
            painter.fillRect(rect, look.colour("selected"))
            painter.fillRect(
                rect.left(), rect.top(), dp(3), rect.height(), look.colour("cinnabar" if view.hasFocus() else "ghost")
            )
        elif view.currentIndex() == index and view.hasFocus():
            painter.fillRect(rect, look.colour("hover"))
        painter.fillRect(rect.left(), rect.bottom(), rect.width(), 1, look.colour("line"))
        edge = dp(_EDGE)
        square = QRectF(rect.left() + dp(6), rect.top() + dp(4), edge, edge)
        key = index.data(KEY)
        picture = self._thumbs.pixmap(key) if key else None
        if picture is not None:
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            draw_fitted(painter, square, picture)
        else:
            mark = look.pixmap(file_icon(str(index.data(RECORD)["mime"] or "")), "faint", 20)
            half = dp(20) // 2
            painter.drawPixmap(round(square.center().x()) - half, round(square.center().y()) - half, mark)
        left = rect.left() + edge + dp(14)
        room = rect.right() - left - dp(6)
        painter.setFont(look.font())
        painter.setPen(look.colour("ink"))
        draw_line(painter, QRect(left, rect.top() + dp(3), room, dp(21)), f"{index.row() + 1}　{index.data()}")
        painter.setFont(look.small())
        painter.setPen(look.colour("faint"))
        draw_line(painter, QRect(left, rect.top() + dp(24), room, dp(19)), index.data(ABOUT))
        printed = self._printed(index)
        if printed:
            words, coarse = printed
            painter.setPen(look.colour("amber" if coarse else "faint"))
            under = QRect(left, rect.top() + dp(44), room, rect.height() - dp(46))
            painter.drawText(under, int(Qt.TextFlag.TextWordWrap), words)
        painter.restore()


class FileStrip(FileView):
    """The pictures of an item beside each other; the one on the table is current."""

    def __init__(self, rows: FileRows, drag_out: DragOut, thumbs: Thumbnails) -> None:
        super().__init__(rows, drag_out)
        self.setAccessibleName(_("这一件的照片"))
        self.setFlow(QListView.Flow.LeftToRight)
        self.setWrapping(False)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setUniformItemSizes(True)
        self.frame = 0
        self.setItemDelegate(_FrameDelegate(thumbs, self))
        self.set_low(False)
        thumbs.arrived.connect(lambda _key: self.viewport().update())

    def set_low(self, low: bool) -> None:
        """Small pictures without numbers where there is little height: it is the photograph's."""
        frame = _LOW_FRAME if low else _FRAME
        if frame != self.frame:
            self.frame = frame
            self.setFixedHeight(theme().dp(frame + (14 if low else 30)))
            self.scheduleDelayedItemsLayout()

    def wheelEvent(self, event: Any) -> None:
        """The wheel moves it sideways."""
        bar = self.horizontalScrollBar()
        delta = event.angleDelta()
        bar.setValue(bar.value() - (delta.y() or delta.x()))
        event.accept()


class _FrameDelegate(QStyledItemDelegate):
    """A small picture and its number."""

    def __init__(self, thumbs: Thumbnails, view: FileStrip) -> None:
        super().__init__(view)
        self._thumbs, self._strip = thumbs, view

    def sizeHint(self, _option: Any, _index: _Index) -> QSize:
        """All alike."""
        dp, view = theme().dp, self._strip
        return QSize(dp(view.frame + 8), dp(view.frame + (4 if view.frame == _LOW_FRAME else 20)))

    def paint(self, painter: QPainter, option: Any, index: _Index) -> None:
        """One picture."""
        look = theme()
        dp = look.dp
        view = self._strip
        low = view.frame == _LOW_FRAME
        frame = QRectF(option.rect).adjusted(dp(4), dp(2), -dp(4), -dp(2 if low else 18))
        painter.save()
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look.colour("hover"))
        painter.drawRoundedRect(frame, dp(4), dp(4))
        picture = self._thumbs.pixmap(index.data(KEY))
        if picture is not None:
            draw_fitted(painter, frame.adjusted(dp(2), dp(2), -dp(2), -dp(2)), picture)
        current = view.currentIndex().row() == index.row()
        if current or option.state & QStyle.StateFlag.State_Selected:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(look.colour("cinnabar" if current else "ghost"), dp(2)))
            painter.drawRoundedRect(frame.adjusted(1, 1, -1, -1), dp(4), dp(4))
        if low:
            painter.restore()
            return
        painter.setFont(look.small())
        painter.setPen(look.colour("ink" if current else "faint"))
        under = QRectF(option.rect.left(), frame.bottom(), option.rect.width(), dp(18))
        painter.drawText(under, int(Qt.AlignmentFlag.AlignCenter), str(index.row() + 1))
        painter.restore()
