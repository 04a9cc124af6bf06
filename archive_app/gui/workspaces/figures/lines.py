"""A small table on a page that scrolls: as high as its lines, ordered by its headings, Enter opens a line."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent, QWheelEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QSizePolicy, QTableView, QWidget

from archive_app.gui.composition import composing
from archive_app.gui.i18n import _
from archive_app.gui.theme import theme
from archive_app.gui.theme.tokens import ROW_HEIGHT
from archive_app.gui.widgets.basics import button, column, label, row, shown_if

_Index = QModelIndex | QPersistentModelIndex
_HEAD = 32
SHOWN = 10
"""So many lines stand in a panel before the others are asked for."""


class Cell(NamedTuple):
    """Words, what the column is ordered by, and the colour of the words."""

    words: str
    key: Any
    tone: str = "ink"


class LinesModel(QAbstractTableModel):
    """Lines of cells, each with what it stands for."""

    def __init__(self, heads: Sequence[tuple[str, bool]]) -> None:
        """``heads``: words, and whether the column has numbers."""
        super().__init__()
        self._heads = heads
        self._lines: list[tuple[Sequence[Cell], Any]] = []
        self._order: tuple[int, bool] | None = None
        self.most = SHOWN

    @property
    def total(self) -> int:
        """How many lines there are, shown or not."""
        return len(self._lines)

    def show(self, lines: Sequence[tuple[Sequence[Cell], Any]]) -> None:
        """Other lines, in the order last asked for."""
        self.beginResetModel()
        self._lines = list(lines)
        self._arrange()
        self.endResetModel()

    def show_all(self) -> None:
        """No line is held back."""
        self.beginResetModel()
        self.most = max(self.total, SHOWN)
        self.endResetModel()

    def _arrange(self) -> None:
        if self._order is not None:
            at, down = self._order
            self._lines.sort(key=lambda line: line[0][at].key, reverse=down)

    def behind(self, number: int) -> Any:
        """What a line stands for."""
        return self._lines[number][1]

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 (Qt's own default)
        """How many lines are shown."""
        return 0 if parent.isValid() else min(self.total, self.most)

    def columnCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008
        """How many columns."""
        return 0 if parent.isValid() else len(self._heads)

    def sort(self, at: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Order by a column."""
        if at < 0:
            return
        self.beginResetModel()
        self._order = at, order == Qt.SortOrder.DescendingOrder
        self._arrange()
        self.endResetModel()

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """A cell."""
        cell = self._lines[index.row()][0][index.column()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return cell.words
        if role == Qt.ItemDataRole.ForegroundRole:
            return theme().colour(cell.tone)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return self._alignment(index.column())
        return None

    def headerData(self, at: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """A heading stands over its column as the cells do."""
        if orientation != Qt.Orientation.Horizontal:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self._heads[at][0]
        return self._alignment(at) if role == Qt.ItemDataRole.TextAlignmentRole else None

    def _alignment(self, at: int) -> Qt.AlignmentFlag:
        side = Qt.AlignmentFlag.AlignRight if self._heads[at][1] else Qt.AlignmentFlag.AlignLeft
        return side | Qt.AlignmentFlag.AlignVCenter


class LinesView(QTableView):
    """``opened`` carries what a line stands for."""

    opened = Signal(object)

    def __init__(self, model: LinesModel, name: str, widest: int) -> None:
        """``widest``: the column that takes what room is left."""
        super().__init__()
        self.lines = model
        self.setModel(model)
        self.setAccessibleName(name)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setCornerButtonEnabled(False)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        rows = self.verticalHeader()
        rows.hide()
        rows.setMinimumSectionSize(theme().dp(ROW_HEIGHT))
        rows.setDefaultSectionSize(theme().dp(ROW_HEIGHT))
        heads = self.horizontalHeader()
        heads.setHighlightSections(False)
        heads.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        heads.setSectionResizeMode(widest, QHeaderView.ResizeMode.Stretch)
        heads.setFixedHeight(theme().dp(_HEAD))
        heads.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        self.setSortingEnabled(True)
        self.doubleClicked.connect(lambda index: self.opened.emit(self.lines.behind(index.row())))
        model.modelReset.connect(self._fit)
        self._fit()

    def _fit(self) -> None:
        self.setFixedHeight(theme().dp(_HEAD) + theme().dp(ROW_HEIGHT) * self.lines.rowCount() + theme().dp(2))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens the line one is on."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not composing() and self.currentIndex().isValid():
            self.opened.emit(self.lines.behind(self.currentIndex().row()))
        else:
            super().keyPressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """The page scrolls, not the table."""
        event.ignore()


class LinesPanel(QWidget):
    """A heading with what stands beside it, the table, and the rest when asked for."""

    def __init__(self, heading: str, nothing: str, view: LinesView, *beside: QWidget) -> None:
        super().__init__()
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground, True)
        self.setProperty("ground", "sheet")
        self.view = view
        self._nothing = label(nothing, tone="faint", wrap=True)
        self._more = button("", self._expand, role="link")
        shown_if(self._more, False)
        self.setLayout(
            column(
                row(label(heading, voice="section"), None, *beside, around=(8, 0, 8, 4)),
                view,
                row(self._nothing, around=(8, 0, 8, 0)),
                row(self._more, None, around=(4, 0, 0, 0)),
                spacing=2,
                around=(8, 12, 8, 10),
            )
        )

    def show_lines(self, lines: Sequence[tuple[Sequence[Cell], Any]]) -> None:
        """Other lines."""
        self.view.lines.show(lines)
        self._say()

    def _expand(self) -> None:
        self.view.lines.show_all()
        self._say()

    def _say(self) -> None:
        shown, total = self.view.lines.rowCount(), self.view.lines.total
        self.view.setVisible(total > 0)
        self._nothing.setVisible(not total)
        self._more.setVisible(shown < total)
        self._more.setText(_("还有 {n} 个").format(n=total - shown))
