"""What stands in the text without being text: the numbers of notes, tables, pictures, page breaks."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt
from PySide6.QtGui import QColor, QFont, QPainter, QPen, QPixmap, QPyTextObject, QTextDocument

from archive_app.domain.manuscript import Block, BlockKind
from archive_app.gui.i18n import _
from archive_app.gui.manuscript.document import FIXED, NOTE, Kept
from archive_app.gui.theme import theme
from archive_app.gui.theme.fonts import font
from archive_app.gui.theme.tokens import SMALL_PT

if TYPE_CHECKING:
    from archive_app.gui.manuscript.tables.drawing import TableDrawing


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

    def __init__(
        self,
        parent: QTextDocument,
        kept: Kept,
        picture: Callable[[str], QPixmap | None],
        number_of: Callable[[str], int],
    ) -> None:
        super().__init__(parent)
        self._kept = kept
        self._picture = picture
        self._number_of = number_of
        self._tables: dict[str, tuple[object, TableDrawing]] = {}

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
            return QSizeF(width, self._table(block, width).height + dp(10))
        return QSizeF(width, dp(220))

    def drawObject(self, painter: QPainter, rect: QRectF, _document: QTextDocument, _position: int, form: Any) -> None:
        """Draw the block's content, not only that there is one."""
        block = self._block(form)
        painter.save()
        painter.setFont(theme().small())
        if block is None or block.kind is BlockKind.PAGE_BREAK:
            self._draw_break(painter, rect)
        elif block.kind is BlockKind.TABLE:
            self._table(block, rect.width()).draw(painter, rect.adjusted(1, 4, -1, -6))
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

    def _table(self, block: Block, width: float) -> TableDrawing:
        """The table laid out, until it is another, or the measure is."""
        known = self._tables.get(block.id)
        look = (block, round(width), theme().tokens.dark, theme().scale)
        if known is None or known[0] != look:
            from archive_app.gui.manuscript.tables.drawing import TableDrawing

            known = self._tables[block.id] = look, TableDrawing(block, width, self._number_of)
        return known[1]

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
