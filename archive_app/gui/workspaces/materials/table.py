"""The list: rows of 36, a hairline under each, the selection's edge in cinnabar."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import (
    QEvent,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QRect,
    QSize,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QFocusEvent, QKeyEvent, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QTableView,
)

from archive_app.gui.composition import composing
from archive_app.gui.i18n import _
from archive_app.gui.theme import theme
from archive_app.gui.theme.tokens import ROW_HEIGHT
from archive_app.gui.workspaces.materials.model import ROW, ItemModel
from archive_app.gui.workspaces.materials.paint import draw_line, draw_state
from archive_app.services.facet_labels import kind_icon
from archive_app.services.list_columns import Column

_TITLE_LEAST = 236
_WIDEST = 1.5
_LEAST = 40
_DROPPED_FIRST = ("kind", "commissioner", "accession_no", "access", "created")
"""Where the pane is narrow, columns go in this order."""

_Index = QModelIndex | QPersistentModelIndex


class RowDelegate(QStyledItemDelegate):
    """Draws a cell; the row behind it is one band."""

    def paint(self, painter: QPainter, option: Any, index: _Index) -> None:
        """A cell of the list."""
        look = theme()
        rect: QRect = option.rect
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        view: Any = self.parent()
        painter.save()
        if selected:
            painter.fillRect(rect, look.colour("selected"))
        elif view.hovered == index.row():
            painter.fillRect(rect, look.colour("hover"))
        painter.fillRect(rect.left(), rect.bottom(), rect.width(), 1, look.colour("line"))
        row = index.data(ROW)
        model: Any = index.model()
        column = model.columns[index.column()].name
        dp = look.dp
        if index.column() == 0 and selected:
            band = look.colour("cinnabar" if view.hasFocus() else "ghost")
            painter.fillRect(rect.left(), rect.top(), dp(3), rect.height(), band)
        if row is None:
            self._draw_coming(painter, rect, index.column())
        elif column == "title":
            edge = dp(18)
            mark = look.pixmap(kind_icon(row.kind), "cinnabar_ink" if selected else "faint", 18)
            painter.drawPixmap(rect.left() + dp(12), rect.top() + (rect.height() - edge) // 2, mark)
            painter.setFont(look.font())
            painter.setPen(look.colour("ink"))
            draw_line(painter, rect.adjusted(dp(40), 0, -dp(8), 0), row.title)
        else:
            inside = rect.adjusted(dp(8), 0, -dp(6), 0)
            painter.setFont(look.font())
            if column == "state":
                draw_state(painter, inside, row.state, look)
            else:
                restricted = column == "access" and row.access == "restricted"
                painter.setPen(look.colour("ink" if restricted else "faint"))
                draw_line(painter, inside, model.words(index.row(), index.column()))
                if restricted:
                    mark = look.pixmap("lock", "faint", 14)
                    painter.drawPixmap(inside.left() + dp(32), rect.center().y() - dp(7), mark)
        painter.restore()

    @staticmethod
    def _draw_coming(painter: QPainter, rect: QRect, column: int) -> None:
        """A row on its way: a quiet bar where its words will be."""
        dp = theme().dp
        width = rect.width() * (0.6 if column == 0 else 0.5)
        left = rect.left() + (dp(40) if column == 0 else dp(8))
        painter.fillRect(int(left), rect.center().y() - dp(3), int(width), dp(6), theme().colour("hover"))

    def sizeHint(self, _option: Any, _index: _Index) -> QSize:
        """The height of a row."""
        return QSize(theme().dp(60), theme().dp(ROW_HEIGHT))


class ItemTable(QTableView):
    """``opened`` on Enter or a double click, ``ordered`` when a heading is clicked."""

    opened = Signal()
    trashed = Signal()
    typed = Signal(str)
    """Letters were typed where nothing else takes them."""
    carried = Signal()
    """What is selected is dragged away."""
    ordered = Signal(str, bool)
    arranged = Signal(object)
    """Somebody made a column wider or put it elsewhere: (name, width on the grid) of those that are shown."""
    columns_wanted = Signal()
    """Somebody asks which columns there are, on the heads."""

    def __init__(self, model: ItemModel) -> None:
        super().__init__()
        self.setModel(model)
        self.setItemDelegate(RowDelegate(self))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setDragEnabled(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.setAccessibleName(_("资料列表"))
        rows = self.verticalHeader()
        rows.hide()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setMinimumSectionSize(theme().dp(ROW_HEIGHT))
        rows.setDefaultSectionSize(theme().dp(ROW_HEIGHT))
        heads = self.horizontalHeader()
        heads.setHighlightSections(False)
        heads.setSectionsClickable(True)
        heads.setMinimumSectionSize(theme().dp(40))
        heads.setSectionsMovable(True)
        heads.setFirstSectionMovable(False)
        heads.setFixedHeight(theme().dp(34))
        heads.sectionClicked.connect(self._head_clicked)
        heads.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        heads.customContextMenuRequested.connect(lambda _place: self.columns_wanted.emit())
        heads.setToolTip(_("点一下按这一栏排；拖边改宽窄，拖栏头换位置；右键选要看哪些栏"))
        heads.sectionResized.connect(lambda *_sizes: self._by_hand())
        heads.sectionMoved.connect(lambda *_places: self._by_hand())
        self._arranging = QTimer(self)
        self._arranging.setSingleShot(True)
        self._arranging.setInterval(250)
        self._arranging.timeout.connect(self._tell_arranged)
        self._fitting = False
        self._chosen: tuple[int, ...] = ()
        model.modelReset.connect(self._fit)
        self._fit()
        self.doubleClicked.connect(lambda _index: self.opened.emit())
        self.hovered = -1
        self.setMouseTracking(True)
        self.entered.connect(lambda index: self._hover(index.row()))
        self._order, self._descending = "added", True

    def setSelectionModel(self, selection: QItemSelectionModel) -> None:
        """The heads have a selection of their own, in which there is never anything.

        To draw a head Qt asks of each selected row whether it is selected whole: seconds after Ctrl+A at 100,000.
        """
        super().setSelectionModel(selection)
        for heads in (self.horizontalHeader(), self.verticalHeader()):
            heads.setSelectionModel(QItemSelectionModel(self.model(), heads))

    def show_order(self, order: str, descending: bool) -> None:
        """An arrow on the heading that orders."""
        self._order, self._descending = order, descending
        heads = self.horizontalHeader()
        columns = self._columns
        place = next((n for n, column in enumerate(columns) if column.order == order), -1)
        heads.setSortIndicatorShown(place >= 0)
        if place >= 0:
            heads.setSortIndicator(place, Qt.SortOrder.DescendingOrder if descending else Qt.SortOrder.AscendingOrder)

    def _head_clicked(self, number: int) -> None:
        order = self._columns[number].order
        if order:
            self.ordered.emit(order, not self._descending if order == self._order else False)

    def _hover(self, row: int) -> None:
        """Another row is under the pointer: draw both anew."""
        for one in {self.hovered, row} - {-1}:
            top = self.rowViewportPosition(one)
            self.viewport().update(0, top, self.viewport().width(), self.rowHeight(one))
        self.hovered = row

    def leaveEvent(self, event: QEvent) -> None:
        """No row is."""
        super().leaveEvent(event)
        self._hover(-1)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The selection's edge says where the keyboard is."""
        super().focusInEvent(event)
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """And where it is not."""
        super().focusOutEvent(event)
        self.viewport().update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens, Delete moves to the trash; arrows are the view's own."""
        if not composing():
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self.opened.emit()
                return
            if event.key() == Qt.Key.Key_Delete:
                self.trashed.emit()
                return
        if event.key() == Qt.Key.Key_Escape:
            event.ignore()
            return
        super().keyPressEvent(event)

    def moveCursor(self, action: QTableView.CursorAction, modifiers: Qt.KeyboardModifier) -> QModelIndex:
        """Home and End go to the first and the last item: of a line there is but one."""
        ends = {QTableView.CursorAction.MoveHome: 0, QTableView.CursorAction.MoveEnd: self.model().rowCount() - 1}
        if action in ends and self.currentIndex().isValid():
            return self.model().index(max(0, ends[action]), self.currentIndex().column())
        return super().moveCursor(action, modifiers)

    def startDrag(self, _actions: Qt.DropAction) -> None:
        """The workspace knows what goes along."""
        self.carried.emit()

    def keyboardSearch(self, words: str) -> None:
        """Not the view's own: it would read every row."""
        self.typed.emit(words)

    @property
    def _columns(self) -> tuple[Column, ...]:
        model: Any = self.model()
        return tuple(model.columns)

    def show_columns(self, widths: tuple[int, ...]) -> None:
        """How wide on the grid the model's columns are, as somebody chose; without, they share the room there is."""
        self._chosen = widths
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The columns share the room anew."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Where nobody chose, columns are dropped until the title has room; what was chosen is all shown."""
        self._fitting = True
        heads, columns = self.horizontalHeader(), self._columns
        for logical in range(len(columns)):
            if (now := heads.visualIndex(logical)) != logical and now >= 0:
                heads.moveSection(now, logical)
        chosen = len(self._chosen) == len(columns)
        policy = Qt.ScrollBarPolicy
        self.setHorizontalScrollBarPolicy(policy.ScrollBarAsNeeded if chosen else policy.ScrollBarAlwaysOff)
        widths = self._as_chosen() if chosen else self._shared()
        for number, width in enumerate(widths):
            self.setColumnHidden(number, not width)
            if width:
                self.setColumnWidth(number, width)
        self._fitting = False

    def _as_chosen(self) -> list[int]:
        """What was chosen; room that is left over goes to the title."""
        first, *rest = (theme().dp(width) for width in self._chosen)
        return [max(first, self.viewport().width() - sum(rest)), *rest]

    def _shared(self) -> list[int]:
        """A width for each column, 0 for those there is no room for."""
        dp, columns = theme().dp, self._columns
        room = self.viewport().width() - dp(_TITLE_LEAST)
        shown = {column.name: dp(column.width) for column in columns[1:]}
        for name in _DROPPED_FIRST:
            if sum(shown.values()) <= room:
                break
            shown.pop(name, None)
        # what is left over goes to the title first, then to the others as well
        spare = max(0, room - sum(shown.values()))
        factor = min(_WIDEST, 1 + spare / (2 * max(1, sum(shown.values()))))
        rest = [round(shown.get(column.name, 0) * factor) for column in columns[1:]]
        return [max(dp(_TITLE_LEAST), self.viewport().width() - sum(rest)), *rest]

    def _by_hand(self) -> None:
        if not self._fitting:
            self._arranging.start()

    def _tell_arranged(self) -> None:
        """As the heads stand now; those that had no room are kept at the width they have by themselves."""
        heads, columns = self.horizontalHeader(), self._columns
        unit = theme().dp(100) / 100
        told = []
        for place in range(heads.count()):
            number = heads.logicalIndex(place)
            if not self.isColumnHidden(number):
                told.append((columns[number].name, max(_LEAST, round(heads.sectionSize(number) / unit))))
        if told and not self._chosen:
            told[0] = (told[0][0], _TITLE_LEAST)  # it took what was left over
        self.arranged.emit(told)
