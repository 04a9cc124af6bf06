"""How a row of results is painted: the heading in 宋, places below it with the words found in cinnabar."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QTextCharFormat, QTextLayout, QTextOption
from PySide6.QtWidgets import QStyle, QStyledItemDelegate

from archive_app.domain.kinds import kind_named
from archive_app.gui.i18n import _
from archive_app.gui.theme import theme
from archive_app.gui.widgets.basics import paint_elided
from archive_app.gui.workspaces.search.rows import ROW_ROLE, ResultRow
from archive_app.search.results import Match

_HEADING, _PLACE = 44, 56
_LEFT = 44


def utf16(text: str, offset: int) -> int:
    """A code-point offset as Qt counts it."""
    return offset + sum(1 for character in text[:offset] if ord(character) > 0xFFFF)


def snippet_layout(match: Match, font: QFont, width: float) -> QTextLayout:
    """The snippet on at most two lines, what was found in the accent on its tint."""
    text = "".join(" " if character in "\n\t\u2028" else character for character in match.snippet)
    layout = QTextLayout(text, font)
    option = QTextOption()
    option.setWrapMode(QTextOption.WrapMode.WrapAnywhere)
    layout.setTextOption(option)
    marks = []
    for start, end in match.spans:
        mark: Any = QTextLayout.FormatRange()
        mark.start = utf16(text, start)
        mark.length = utf16(text, end) - mark.start
        looks = QTextCharFormat()
        looks.setForeground(theme().colour("cinnabar_ink"))
        looks.setBackground(theme().colour("cinnabar_tint"))
        looks.setFontWeight(QFont.Weight.Bold)
        mark.format = looks
        marks.append(mark)
    layout.setFormats(marks)
    layout.beginLayout()
    y = 0.0
    for _number in range(2):
        line = layout.createLine()
        if not line.isValid():
            break
        line.setLineWidth(width)
        line.setPosition(QPointF(0, y))
        y += line.height()
    layout.endLayout()
    return layout


class ResultDelegate(QStyledItemDelegate):
    """Paints ``ResultRow``s."""

    def sizeHint(self, option: Any, index: QModelIndex | QPersistentModelIndex) -> QSize:
        row: ResultRow = index.data(ROW_ROLE)
        height = _HEADING if row.match is None else _PLACE + (20 if row.more else 0)
        return QSize(theme().dp(200), theme().dp(height))

    def paint(self, painter: QPainter, option: Any, index: QModelIndex | QPersistentModelIndex) -> None:
        row: ResultRow = index.data(ROW_ROLE)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rect: QRect = option.rect
        self._ground(painter, option, rect, row)
        if row.match is None:
            self._heading(painter, rect, row)
        else:
            self._place(painter, rect, row, row.match)
        painter.restore()

    @staticmethod
    def _ground(painter: QPainter, option: Any, rect: QRect, row: ResultRow) -> None:
        state = option.state
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, theme().colour("selected"))
            painter.fillRect(QRect(rect.left(), rect.top(), theme().dp(3), rect.height()), theme().colour("cinnabar"))
        elif state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(rect, theme().colour("hover"))
        if row.match is None:
            painter.fillRect(QRect(rect.left(), rect.top(), rect.width(), 1), theme().colour("line"))

    @staticmethod
    def _heading(painter: QPainter, rect: QRect, row: ResultRow) -> None:
        dp = theme().dp
        kind = kind_named(row.hit.kind)
        edge = dp(18)
        icon = theme().pixmap(kind.icon, "faint", 18)
        painter.drawPixmap(QRect(rect.left() + dp(16), rect.center().y() - edge // 2, edge, edge), icon)
        painter.setFont(theme().small())
        painter.setPen(theme().colour("faint"))
        count = _("{n} 处").format(n=row.hit.occurrences)
        width = painter.fontMetrics().horizontalAdvance(count) + dp(16)
        align = Qt.AlignmentFlag.AlignVCenter
        painter.drawText(rect.adjusted(0, 0, -dp(16), 0), int(align | Qt.AlignmentFlag.AlignRight), count)
        painter.setFont(theme().font(serif=True, bold=True))
        painter.setPen(theme().colour("ink"))
        words = rect.adjusted(dp(_LEFT), 0, -width - dp(8), 0)
        paint_elided(painter, words, row.hit.title, align | Qt.AlignmentFlag.AlignLeft)

    @staticmethod
    def _place(painter: QPainter, rect: QRect, row: ResultRow, match: Match) -> None:
        dp = theme().dp
        painter.setFont(theme().small())
        painter.setPen(QColor(theme().colour("faint")))
        column = dp(64)
        label = QRect(rect.left() + dp(_LEFT), rect.top() + dp(5), column, dp(22))
        paint_elided(painter, label, match.label, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft)
        left = rect.left() + dp(_LEFT) + column + dp(8)
        width = rect.right() - dp(16) - left
        painter.setPen(theme().colour("ink"))
        layout = snippet_layout(match, theme().font(), width)
        painter.setClipRect(QRectF(left, rect.top(), width + dp(8), rect.height()))
        layout.draw(painter, QPointF(left, rect.top() + dp(5)))
        if row.more:
            painter.setClipping(False)
            painter.setFont(theme().small())
            painter.setPen(theme().colour("faint"))
            below = QRect(left, rect.bottom() - dp(24), width, dp(22))
            painter.drawText(below, int(Qt.AlignmentFlag.AlignVCenter), _("这件里还有 {n} 处").format(n=row.more))
