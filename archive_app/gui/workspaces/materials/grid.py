"""The cards: photographs as they are, texts by their first words on a sheet."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import (
    QItemSelection,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QPainter, QPen, QPixmap, QRegion, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QListView, QStyle, QStyledItemDelegate

from archive_app.gui.composition import composing
from archive_app.gui.i18n import _
from archive_app.gui.theme import Theme, theme
from archive_app.gui.workspaces.materials.model import ROW, ItemModel
from archive_app.gui.workspaces.materials.paint import draw_line, draw_lines, draw_state
from archive_app.gui.workspaces.materials.thumbs import FirstWords, Thumbnails
from archive_app.services.facet_labels import kind_icon

_CARD = 192
_PICTURE = 138
_FOOT = 62
_GAP = 16
_SHEETS = 8
"""Empty cards kept: of the sizes and colours in use."""

_Index = QModelIndex | QPersistentModelIndex


class CardDelegate(QStyledItemDelegate):
    """Draws one card."""

    def __init__(self, thumbs: Thumbnails, words: FirstWords, parent=None) -> None:
        super().__init__(parent)
        self._thumbs = thumbs
        self._words = words
        self._sheets: dict[tuple[Any, ...], QPixmap] = {}
        self.cell = QSize(theme().dp(_CARD + _GAP), theme().dp(_PICTURE + _FOOT + _GAP))

    def sizeHint(self, _option: Any, _index: _Index) -> QSize:
        """All cards are of one size: the view's, which spreads them over its width."""
        return self.cell

    def paint(self, painter: QPainter, option: Any, index: _Index) -> None:
        """A card: sheet, picture or words, title, state."""
        look = theme()
        dp = look.dp
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        half = dp(_GAP / 2)
        card = QRectF(option.rect).adjusted(half, half, -half, -half)
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.drawPixmap(
            option.rect.topLeft(), self._sheet(card, selected, look, painter.device().devicePixelRatio())
        )
        row = index.data(ROW)
        top = QRectF(card.left(), card.top(), card.width(), card.height() - dp(_FOOT)).adjusted(1, 1, -1, 0)
        if row is not None:
            if row.thumb:
                self._draw_picture(painter, top, row.thumb, look)
            else:
                self._draw_words(painter, top, row, look)
            self._draw_foot(painter, card, row, look)
        painter.restore()

    def _sheet(self, card: QRectF, selected: bool, look: Theme, ratio: float) -> QPixmap:
        """An empty card with its shadow: the same for all, drawn once and not at every step of a scroll."""
        half = look.dp(_GAP / 2)
        key = (look.tokens.sheet, card.width(), card.height(), half, selected, ratio)
        if key not in self._sheets:
            if len(self._sheets) > _SHEETS:
                self._sheets.clear()
            size = QSize(round((card.width() + 2 * half) * ratio), round((card.height() + 2 * half) * ratio))
            made = QPixmap(size)
            made.setDevicePixelRatio(ratio)
            made.fill(Qt.GlobalColor.transparent)
            painter = QPainter(made)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            self._draw_sheet(painter, QRectF(half, half, card.width(), card.height()), selected, look)
            painter.end()
            self._sheets[key] = made
        return self._sheets[key]

    @staticmethod
    def _draw_sheet(painter: QPainter, card: QRectF, selected: bool, look: Theme) -> None:
        radius = look.dp(8)
        shade = look.colour("shadow")
        for depth, alpha in ((3, 8), (2, 10), (1, 12)):
            shade.setAlpha(alpha)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(shade)
            painter.drawRoundedRect(card.adjusted(-depth + 1, 1, depth - 1, depth + 1), radius, radius)
        painter.setBrush(look.colour("selected" if selected else "sheet"))
        painter.setPen(QPen(look.colour("cinnabar" if selected else "line"), 2 if selected else 1))
        painter.drawRoundedRect(card.adjusted(0.5, 0.5, -0.5, -0.5), radius, radius)

    def _draw_picture(self, painter: QPainter, area: QRectF, sha256: str, look: Theme) -> None:
        ground = area.adjusted(look.dp(6), look.dp(6), -look.dp(6), 0)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look.colour("hover"))
        painter.drawRoundedRect(ground, look.dp(4), look.dp(4))
        picture = self._thumbs.pixmap(sha256)
        if picture is not None:
            draw_fitted(painter, ground, picture)
        else:
            failed = self._thumbs.failed(sha256)
            mark = look.pixmap("eye-off" if failed else "photo", "ghost", 28)
            edge = look.dp(28)
            painter.drawPixmap(round(ground.center().x() - edge / 2), round(ground.center().y() - edge / 2), mark)

    def _draw_words(self, painter: QPainter, area: QRectF, row, look: Theme) -> None:
        words = self._words.words(row.id)
        inside = area.adjusted(look.dp(14), look.dp(14), -look.dp(14), -look.dp(2))
        if words:
            face = look.font(10.5, serif=True)
            painter.setFont(face)
            painter.setPen(look.colour("faint"))
            draw_lines(painter, inside, words, look.dp(23))
        elif words == "":
            mark = look.pixmap(kind_icon(row.kind), "ghost", 40)
            edge = look.dp(40)
            painter.drawPixmap(round(area.center().x() - edge / 2), round(area.center().y() - edge / 2), mark)

    @staticmethod
    def _draw_foot(painter: QPainter, card: QRectF, row, look: Theme) -> None:
        dp = look.dp
        foot = QRectF(
            card.left() + dp(12), card.bottom() - dp(_FOOT) + dp(6), card.width() - dp(24), dp(_FOOT) - dp(12)
        )
        painter.setFont(look.font())
        painter.setPen(look.colour("ink"))
        upper = foot.adjusted(0, 0, 0, -foot.height() / 2).toRect()
        draw_line(painter, upper, row.title)
        lower = foot.adjusted(0, foot.height() / 2, 0, 0).toRect()
        edge = dp(14)
        mark = look.pixmap(kind_icon(row.kind), "faint", 14)
        painter.drawPixmap(lower.left(), lower.center().y() - edge // 2 + 1, mark)
        painter.setFont(look.small())
        painter.setPen(look.colour("faint"))
        half = lower.width() * 5 // 9
        draw_line(painter, lower.adjusted(dp(20), 0, half - lower.width(), 0), row.created or row.accession_no)
        draw_state(painter, lower.adjusted(half + dp(6), 0, 0, 0), row.state, look)


def draw_fitted(painter: QPainter, area: QRectF, picture: QPixmap) -> None:
    """A picture whole and in the middle of its area, never larger than it is twice over."""
    size = picture.deviceIndependentSize()
    fitted = size.scaled(area.size(), Qt.AspectRatioMode.KeepAspectRatio)
    if fitted.width() > 2 * size.width():
        fitted = size * 2
    target = QRectF(
        area.center().x() - fitted.width() / 2, area.center().y() - fitted.height() / 2, fitted.width(), fitted.height()
    )
    painter.drawPixmap(target, picture, QRectF(picture.rect()))


class ItemGrid(QListView):
    """The same items as the list, as cards."""

    opened = Signal()
    trashed = Signal()
    typed = Signal(str)
    """Letters were typed where nothing else takes them."""
    carried = Signal()
    """What is selected is dragged away."""

    def __init__(self, model: ItemModel, thumbs: Thumbnails, words: FirstWords) -> None:
        super().__init__()
        self.setModel(model)
        self.setModelColumn(0)
        self._cards = CardDelegate(thumbs, words, self)
        self.setItemDelegate(self._cards)
        self.setViewMode(QListView.ViewMode.IconMode)
        self.setMovement(QListView.Movement.Static)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setUniformItemSizes(True)
        self.setLayoutMode(QListView.LayoutMode.Batched)
        self.setBatchSize(1000)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setSelectionRectVisible(True)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setDragEnabled(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setAccessibleName(_("资料卡片"))
        edge = theme().dp(_GAP / 2)
        self.setViewportMargins(edge, edge, 0, 0)
        self.doubleClicked.connect(lambda _index: self.opened.emit())
        thumbs.arrived.connect(lambda _sha: self.viewport().update())
        words.arrived.connect(lambda: self.viewport().update())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """As in the list."""
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

    def dataChanged(self, _first: _Index, _last: _Index, _roles: Sequence[int] = ()) -> None:
        """Rows have come: draw what is seen. Their cards stay where they are; Qt would lay each of them out again."""
        self.viewport().update()

    def selectAll(self) -> None:
        """Every card at once. Qt would look up each of them."""
        model = self.model()
        whole = QItemSelection(model.index(0, 0), model.index(model.rowCount() - 1, model.columnCount() - 1))
        self.selectionModel().select(whole, QItemSelectionModel.SelectionFlag.ClearAndSelect)

    def visualRegionForSelection(self, _selection: Any) -> QRegion:
        """What to draw anew when something else is selected: all that is seen. Qt would go through every card."""
        return QRegion(self.viewport().rect())

    def laid_out(self, row: int) -> bool:
        """Whether a card's place is known: many are laid out a thousand at a time."""
        return row >= self.model().rowCount() or self.visualRect(self.model().index(row, 0)).isValid()

    def startDrag(self, _actions: Qt.DropAction) -> None:
        """The workspace knows what goes along."""
        self.carried.emit()

    def keyboardSearch(self, words: str) -> None:
        """Not the view's own: it would read every row."""
        self.typed.emit(words)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Spread the cards over the width there is."""
        dp = theme().dp
        room = max(1, self.viewport().width() - 1)
        columns = max(1, room // dp(_CARD + _GAP))
        width = room // columns
        picture = (width - dp(_GAP)) * _PICTURE // _CARD
        self._cards.cell = QSize(width, picture + dp(_FOOT + _GAP))
        self.setGridSize(self._cards.cell)
        super().resizeEvent(event)
