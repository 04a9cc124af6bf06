"""The list of cards: what a row says, and how it is drawn."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QPoint, QRect, QSize, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QAbstractItemView, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from archive_app.frozen import dataclass
from archive_app.gui.theme import theme

Index = QModelIndex | QPersistentModelIndex
ROW_ROLE = Qt.ItemDataRole.UserRole
_HEIGHT = 52


@dataclass(frozen=True, slots=True)
class CardRow:
    """A row: a name, faint words under it, and at the right a mark (with its tone) over faint words.

    ``tone`` is a token: celadon, amber, danger, or empty; the mark's word says the same, never the colour alone.
    """

    id: str
    title: str
    note: str = ""
    mark: str = ""
    tone: str = ""
    aside: str = ""


class CardRows(QAbstractListModel):
    """The rows in order."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[CardRow] = []

    def show_rows(self, rows: Sequence[CardRow]) -> None:
        """Put other rows into the list."""
        self.beginResetModel()
        self.rows = list(rows)
        self.endResetModel()

    def place_of(self, record_id: str) -> int:
        """The row of a record, or -1."""
        return next((at for at, row in enumerate(self.rows) if row.id == record_id), -1)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        row = self.rows[index.row()]
        if role == ROW_ROLE:
            return row
        if role == Qt.ItemDataRole.DisplayRole:
            return row.title
        if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
            return "，".join(part for part in (row.title, row.mark, row.aside, row.note) if part)
        return None


class CardDelegate(QStyledItemDelegate):
    """Paints a ``CardRow`` on two lines."""

    def __init__(self, view: QAbstractItemView) -> None:
        super().__init__(view)
        self._font, self._small = theme().font(), theme().small()

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        return QSize(theme().dp(160), theme().dp(_HEIGHT))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row = index.data(ROW_ROLE)
        look, dp = theme(), theme().dp
        about: Any = option
        area: QRect = about.rect
        selected = bool(about.state & QStyle.StateFlag.State_Selected)
        painter.save()
        if selected or about.state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(area, look.colour("selected" if selected else "hover"))
        if selected:
            painter.fillRect(QRect(area.left(), area.top(), dp(3), area.height()), look.colour("cinnabar"))
        painter.fillRect(QRect(area.left() + dp(16), area.bottom(), area.width() - dp(16), 1), look.colour("line"))
        inside = area.adjusted(dp(16), dp(5), -dp(12), -dp(5))
        half = inside.height() // 2
        upper = QRect(inside.left(), inside.top(), inside.width(), half)
        lower = QRect(inside.left(), inside.top() + half, inside.width(), inside.height() - half)
        painter.setFont(self._small)
        taken = self._right(painter, upper, row.mark, row.tone or "faint")
        under = self._right(painter, lower, row.aside, "faint")
        painter.setPen(look.colour("faint"))
        self._line(painter, lower.adjusted(0, 0, -under, 0), row.note)
        painter.setFont(self._font)
        painter.setPen(look.colour("ink"))
        self._line(painter, upper.adjusted(0, 0, -taken, 0), row.title)
        painter.restore()

    def _right(self, painter: QPainter, area: QRect, words: str, tone: str) -> int:
        """Words at the right edge; how much room they take."""
        if not words:
            return 0
        metrics, room = painter.fontMetrics(), area.width() // 2
        shown = words
        if metrics.horizontalAdvance(words) > room:
            shown = metrics.elidedText(words, Qt.TextElideMode.ElideRight, room)
        painter.setPen(theme().colour(tone))
        painter.drawText(area, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight), shown)
        return metrics.horizontalAdvance(shown) + theme().dp(8)

    def _line(self, painter: QPainter, area: QRect, words: str) -> None:
        """On the line's own base: a name in tall letters (Tibetan) beside the words does not lift them."""
        metrics = painter.fontMetrics()
        shown = metrics.elidedText(words, Qt.TextElideMode.ElideRight, area.width())
        base = area.top() + (area.height() - metrics.height()) // 2 + metrics.ascent()
        painter.drawText(QPoint(area.left(), base), shown)


class CardList(QListView):
    """The list itself."""

    def __init__(self, rows: CardRows, name: str) -> None:
        super().__init__()
        self.setModel(rows)
        self.setItemDelegate(CardDelegate(self))
        self.setMouseTracking(True)
        self.setUniformItemSizes(True)
        self.setFrameShape(QListView.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setAccessibleName(name)
