"""What stands in the text without being text: the numbers of notes, tables, pictures, page breaks."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPen, QPixmap, QPyTextObject, QTextDocument

from archive_app.domain.manuscript import Block, BlockKind
from archive_app.gui.i18n import _
from archive_app.gui.manuscript.document import FIXED, NOTE, Kept
from archive_app.gui.theme import theme
from archive_app.gui.theme.fonts import font
from archive_app.gui.theme.tokens import SMALL_PT


class NoteMark(QPyTextObject):
    """The number of a note, small and in cinnabar; numbers follow the order in the text."""

    def __init__(self, parent: QTextDocument, number_of: Callable[[str], int]) -> None:
        super().__init__(parent)
        self._number_of = number_of

    def _font(self) -> QFont:
        return font(SMALL_PT * theme().scale, bold=True)

    def _words(self, form: Any) -> str:
        return f"[{self._number_of(str(form.property(NOTE)))}]"

    def intrinsicSize(self, _document: QTextDocument, _position: int, form: Any) -> QSizeF:
        """As wide as its digits, no taller than the text."""
        from PySide6.QtGui import QFontMetricsF

        metrics = QFontMetricsF(self._font())
        return QSizeF(metrics.horizontalAdvance(self._words(form)) + 2, metrics.ascent())

    def drawObject(self, painter: QPainter, rect: QRectF, _document: QTextDocument, _position: int, form: Any) -> None:
        """The number above the line."""
        painter.save()
        painter.setFont(self._font())
        painter.setPen(theme().colour("cinnabar_ink"))
        flags = int(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop)
        painter.drawText(rect.adjusted(-2, -3, 2, 6), flags, self._words(form))
        painter.restore()


class FixedMark(QPyTextObject):
    """A table, a picture or a page break as a card across the measure."""

    def __init__(self, parent: QTextDocument, kept: Kept, picture: Callable[[str], QPixmap | None]) -> None:
        super().__init__(parent)
        self._kept = kept
        self._picture = picture

    def _block(self, form: Any) -> Block | None:
        return self._kept.fixed.get(str(form.property(FIXED)))

    def intrinsicSize(self, document: QTextDocument, _position: int, form: Any) -> QSizeF:
        """The measure wide; as tall as its rows, or as the picture allows."""
        block = self._block(form)
        gutter = document.rootFrame().frameFormat().leftMargin()
        width = max(120.0, document.textWidth() - gutter - 2)
        dp = theme().dp
        if block is None or block.kind is BlockKind.PAGE_BREAK:
            return QSizeF(width, dp(24))
        if block.kind is BlockKind.TABLE:
            return QSizeF(width, dp(28) * max(1, min(12, len(block.rows))) + dp(10))
        return QSizeF(width, dp(220))

    def drawObject(self, painter: QPainter, rect: QRectF, _document: QTextDocument, _position: int, form: Any) -> None:
        """Draw the block's content, not only that there is one."""
        block = self._block(form)
        painter.save()
        painter.setFont(theme().small())
        if block is None or block.kind is BlockKind.PAGE_BREAK:
            self._draw_break(painter, rect)
        elif block.kind is BlockKind.TABLE:
            self._draw_table(painter, rect, block)
        else:
            self._draw_picture(painter, rect, block)
        painter.restore()

    @staticmethod
    def _draw_break(painter: QPainter, rect: QRectF) -> None:
        painter.setPen(QPen(theme().colour("edge"), 1, Qt.PenStyle.DashLine))
        middle = rect.center().y()
        painter.drawLine(QPointF(rect.left(), middle), QPointF(rect.right(), middle))
        painter.setPen(theme().colour("faint"))
        painter.fillRect(QRectF(rect.center().x() - 30, rect.top(), 60, rect.height()), theme().colour("sheet"))
        painter.drawText(rect, int(Qt.AlignmentFlag.AlignCenter), _("分页"))

    @staticmethod
    def _draw_table(painter: QPainter, rect: QRectF, block: Block) -> None:
        rows = block.rows[:12]
        columns = max((sum(cell.columns for cell in row) for row in rows), default=1)
        inside = rect.adjusted(1, 4, -1, -6)
        height = inside.height() / max(1, len(rows))
        painter.setPen(QPen(theme().colour("edge"), 1))
        for number, cells in enumerate(rows):
            x = inside.left()
            for cell in cells:
                width = inside.width() * cell.columns / columns
                box = QRectF(x, inside.top() + number * height, width, height)
                if cell.header:
                    painter.fillRect(box, theme().colour("hover"))
                painter.setPen(QPen(theme().colour("edge"), 1))
                painter.drawRect(box)
                painter.setPen(theme().colour("ink"))
                words = painter.fontMetrics().elidedText(cell.text, Qt.TextElideMode.ElideRight, int(width) - 12)
                painter.drawText(box.adjusted(6, 0, -6, 0), int(Qt.AlignmentFlag.AlignVCenter), words)
                x += width

    def _draw_picture(self, painter: QPainter, rect: QRectF, block: Block) -> None:
        caption_height = theme().dp(28)
        frame = rect.adjusted(1, 4, -1, -caption_height)
        picture = self._picture(block.picture.source) if block.picture is not None else None
        if picture is None or picture.isNull():
            painter.fillRect(frame, QColor(theme().tokens.hover))
            painter.setPen(theme().colour("faint"))
            painter.drawText(frame, int(Qt.AlignmentFlag.AlignCenter), _("图片"))
        else:
            size = picture.deviceIndependentSize().scaled(frame.size(), Qt.AspectRatioMode.KeepAspectRatio)
            target = QRectF(frame.center().x() - size.width() / 2, frame.top(), size.width(), size.height())
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
            painter.drawPixmap(target, picture, QRectF(picture.rect()))
        painter.setPen(theme().colour("faint"))
        under = QRectF(rect.left(), rect.bottom() - caption_height, rect.width(), caption_height)
        words = painter.fontMetrics().elidedText(block.text, Qt.TextElideMode.ElideRight, int(rect.width()))
        painter.drawText(under, int(Qt.AlignmentFlag.AlignCenter), words)
