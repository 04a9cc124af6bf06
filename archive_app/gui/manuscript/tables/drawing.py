"""A table as it is seen in the text: columns by what they hold, cells broken into lines, joined ones joined."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPen

from archive_app.domain import tables
from archive_app.domain.manuscript import Block, Note
from archive_app.domain.tables import Box
from archive_app.gui.i18n import _
from archive_app.gui.manuscript.tables.words import MarkedWords
from archive_app.gui.theme import theme

_MOST_ROWS = 60
"""A longer table is opened to be read whole."""
_WRAP = int(Qt.TextFlag.TextWordWrap | Qt.TextFlag.TextWrapAnywhere | Qt.AlignmentFlag.AlignVCenter)


class TableDrawing:
    """One table laid out for one width. ``height`` is what it takes."""

    def __init__(self, block: Block, width: float, number_of: Callable[[str], int]) -> None:
        self._grid = tables.of_block(block)
        self._rows = min(self._grid.height, _MOST_ROWS)
        self._caption = block.text + _marks(block, number_of)
        self._numbers = number_of
        metrics = QFontMetricsF(theme().small())
        self._pad = theme().dp(6)
        self._line = metrics.lineSpacing()
        self._top = self._line + self._pad if self._caption else 0.0
        widths = self._widths(metrics, width)
        heights = self._heights(metrics, widths)
        self._left = [sum(widths[:column]) for column in range(len(widths) + 1)]
        self._above = [self._top + sum(heights[:number]) for number in range(len(heights) + 1)]
        self._more = self._grid.height - self._rows
        self.height = self._above[-1] + self._pad + (self._line if self._more else 0)

    def _widths(self, metrics: QFontMetricsF, width: float) -> list[float]:
        """Shares of the measure by each column's longest line, none less than two characters."""
        least = 2 * metrics.horizontalAdvance("文") + 2 * self._pad
        wants = [least] * self._grid.width
        for box in self._shown():
            lines = self._words(box).split("\n")
            longest = max(metrics.horizontalAdvance(line) for line in lines) + 2 * self._pad
            for column in range(box.column, box.last_column + 1):
                wants[column] = max(wants[column], min(longest / box.columns, width / 2))
        whole = sum(wants)
        return [want * width / whole for want in wants]

    def _heights(self, metrics: QFontMetricsF, widths: list[float]) -> list[float]:
        heights = [self._line + self._pad] * self._rows
        for box in sorted(self._shown(), key=lambda one: one.rows):
            inside = sum(widths[box.column : box.last_column + 1]) - 2 * self._pad
            if box.spans:
                needed = self._marked(box, inside).height
            else:
                needed = metrics.boundingRect(QRectF(0, 0, max(1.0, inside), 1e6), _WRAP, self._words(box)).height()
            last = min(box.last_row, self._rows - 1)
            there = sum(heights[box.row : last + 1])
            if needed + self._pad > there:
                heights[last] += needed + self._pad - there
        return heights

    def _shown(self) -> list[Box]:
        return [box for box in self._grid.boxes if box.row < self._rows]

    def _marked(self, box: Box, width: float) -> MarkedWords:
        return MarkedWords(self._words(box), box.spans, width, theme().small())

    def _words(self, box: Box) -> str:
        return box.text + "".join(_mark(note, self._numbers) for note in box.notes)

    def draw(self, painter: QPainter, rect: QRectF) -> None:
        """Draw it at the top of a rectangle as wide as it was laid out for."""
        painter.save()
        painter.translate(rect.left(), rect.top())
        width = self._left[-1]
        if self._caption:
            painter.setPen(theme().colour("ink"))
            painter.drawText(QRectF(0, 0, width, self._top), int(Qt.AlignmentFlag.AlignCenter), self._caption)
        for box in self._shown():
            last = min(box.last_row, self._rows - 1) + 1
            place = QRectF(self._left[box.column], self._above[box.row], 0, 0)
            place.setRight(self._left[box.last_column + 1])
            place.setBottom(self._above[last])
            if box.header:
                painter.fillRect(place, theme().colour("hover"))
            painter.setPen(QPen(theme().colour("edge"), 1))
            painter.drawRect(place)
            painter.setPen(theme().colour("ink"))
            inside = place.adjusted(self._pad, 0, -self._pad, 0)
            if box.spans:
                words = self._marked(box, inside.width())
                words.draw(painter, inside.left(), inside.top() + max(0.0, (inside.height() - words.height) / 2))
            else:
                painter.drawText(inside, _WRAP, self._words(box))
        if self._more:
            painter.setPen(theme().colour("faint"))
            under = QRectF(0, self._above[-1], width, self._line + self._pad)
            painter.drawText(under, int(Qt.AlignmentFlag.AlignCenter), f"…… +{self._more}")
        painter.restore()


def _marks(block: Block, number_of: Callable[[str], int]) -> str:
    return "".join(_mark(note, number_of) for note in block.notes if note.cell is None) if block.text else ""


def _mark(note: Note, number_of: Callable[[str], int]) -> str:
    number = number_of(note.id)
    return f"[{number}]" if number else _("[注]")
