"""The rows of what is offered while one types, and how they are painted."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, QPointF, QRect, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QHelpEvent, QPainter, QPixmap, QTextLayout, QTextOption
from PySide6.QtWidgets import QAbstractItemView, QStyle, QStyledItemDelegate, QToolTip

from archive_app.gui.i18n import _
from archive_app.gui.theme import theme
from archive_app.gui.widgets.emphasis import emphasis

if TYPE_CHECKING:
    from archive_app.gui.widgets.offers import Offer

OFFER_ROLE = Qt.ItemDataRole.UserRole
_SIDE, _ICON, _GAP, _CROSS, _LEAD = 12, 16, 10, 28, 6
"""The space at both sides, the icon, the space beside words, the width of the cross; characters left before a mark."""

_Index = QModelIndex | QPersistentModelIndex


class OfferRows(QAbstractListModel):
    """The offers, in their order."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.offers: list[Offer] = []

    def show_rows(self, offers: list[Offer]) -> None:
        """Other rows than before."""
        self.beginResetModel()
        self.offers = list(offers)
        self.endResetModel()

    def take_out(self, number: int) -> None:
        """One row less."""
        self.beginRemoveRows(QModelIndex(), number, number)
        del self.offers[number]
        self.endRemoveRows()

    def rowCount(self, parent: _Index = QModelIndex()) -> int:  # noqa: B008 — Qt's signature
        return 0 if parent.isValid() else len(self.offers)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        offer = self.offers[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return offer.label
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{offer.label}，{offer.kind}"
        return offer if role == OFFER_ROLE else None


def shown_part(text: str, marked: tuple[int, int], fits: int) -> tuple[str, tuple[int, int]]:
    """At most ``fits`` characters of one line, with … where something is left out: the end, or, where the mark would
    be lost with it, the beginning, too."""
    if len(text) <= fits:
        return text, marked
    start = 0 if marked[1] < fits else max(0, min(marked[0] - _LEAD, len(text) - fits + 1))
    head = "…" if start else ""
    kept = head + text[start : start + fits - len(head)]
    if start + fits - len(head) < len(text):
        kept = kept[:-1] + "…"
    moved = (marked[0] - start + len(head), min(marked[1] - start + len(head), len(kept)))
    return kept, moved if start or marked[1] else (0, 0)


class OfferDelegate(QStyledItemDelegate):
    """A row: an icon, the words with what was typed in the accent, at the right what it is; a cross at one's own."""

    def __init__(self, view: QAbstractItemView) -> None:
        super().__init__(view)
        self._font, self._small = theme().font(), theme().small()
        self._metrics, self._lesser = QFontMetricsF(self._font), QFontMetricsF(self._small)
        self._icons: dict[tuple[str, int], QPixmap] = {}
        self._height = max(theme().dp(32), round(self._metrics.height() * 1.5))

    def sizeHint(self, option: Any, index: _Index) -> QSize:
        return QSize(0, self._height)

    @staticmethod
    def cross(rect: QRect) -> QRect:
        """Where in a row of the person's own searches the cross is."""
        width = theme().dp(_CROSS)
        return QRect(rect.right() + 1 - width - theme().dp(4), rect.top(), width, rect.height())

    def paint(self, painter: QPainter, option: Any, index: _Index) -> None:
        offer: Offer = index.data(OFFER_ROLE)
        rect: QRect = option.rect
        dp = theme().dp
        painter.save()
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, theme().colour("selected"))
            painter.fillRect(QRect(rect.left(), rect.top(), dp(3), rect.height()), theme().colour("cinnabar"))
        elif option.state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(rect, theme().colour("hover"))
        edge = dp(_ICON)
        icon = QRect(rect.left() + dp(_SIDE), rect.center().y() - edge // 2 + dp(1), edge, edge)
        painter.drawPixmap(icon, self._icon(offer.icon, _ICON))
        right = rect.right() - dp(_SIDE)
        if offer.own:
            cross = self.cross(rect)
            small = dp(14)
            at = QRect(cross.center().x() - small // 2, cross.center().y() - small // 2 + dp(1), small, small)
            painter.drawPixmap(at, self._icon("x", 14))
            right = cross.left() - dp(4)
        wide = round(self._lesser.horizontalAdvance(offer.kind)) + 1
        painter.setFont(self._small)
        painter.setPen(theme().colour("faint"))
        kind = QRect(right - wide, rect.top(), wide, rect.height())
        painter.drawText(kind, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight), offer.kind)
        left = icon.right() + dp(_GAP)
        self._words(painter, offer, QRect(left, rect.top(), kind.left() - dp(_GAP) - left, rect.height()))
        painter.restore()

    def _icon(self, name: str, edge: int) -> QPixmap:
        if (name, edge) not in self._icons:
            self._icons[name, edge] = theme().pixmap(name, "faint", edge)
        return self._icons[name, edge]

    def _words(self, painter: QPainter, offer: Offer, rect: QRect) -> None:
        plain = "".join(" " if sign in "\n\r\t\u2028\u2029" else sign for sign in offer.label)
        text, marked = shown_part(plain, offer.marked, self._fitting(plain, rect.width()))
        layout = QTextLayout(text, self._font)
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.NoWrap)
        layout.setTextOption(option)
        if marked[1] > marked[0]:
            layout.setFormats([emphasis(text, *marked)])
        layout.beginLayout()
        line = layout.createLine()
        line.setLineWidth(1 << 15)
        layout.endLayout()
        painter.setPen(theme().colour("ink"))
        painter.setClipRect(rect)
        layout.draw(painter, QPointF(rect.left(), rect.top() + (rect.height() - line.height()) / 2))

    def _fitting(self, text: str, width: int) -> int:
        """About how many characters stand in ``width``; bold ones are a little wider."""
        whole = self._metrics.horizontalAdvance(text) * 1.03
        if whole <= width:
            return len(text)
        count = max(2, int(len(text) * width / whole))
        while count > 2 and self._metrics.horizontalAdvance(text[:count]) * 1.03 > width:
            count -= 1
        return count

    def helpEvent(self, event: QHelpEvent, view: QAbstractItemView, option: Any, index: _Index) -> bool:
        """The whole of a row that is cut, and what the cross does."""
        offer: Offer | None = index.data(OFFER_ROLE)
        if offer is None:
            return False
        on_cross = offer.own and self.cross(option.rect).contains(event.pos())
        QToolTip.showText(event.globalPos(), _("忘掉这一条（Delete）") if on_cross else offer.label, view)
        return True
