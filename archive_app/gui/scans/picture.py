"""A scan with the line that is written at, and the character that is doubtful, marked on it."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QPolygonF

from archive_app.domain.scanned.lines import ScanLine, ScanPage
from archive_app.gui.i18n import _
from archive_app.gui.theme import theme
from archive_app.gui.workspaces.materials.picture import PictureView

_READABLE = 22
"""Device-independent pixels that a line should be high to be read."""


class ScanView(PictureView):
    """Shows a page; the line in hand is framed and brought near."""

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName(_("扫描件"))
        self.page: ScanPage | None = None
        self.line: ScanLine | None = None
        self._character: int | None = None

    def show_page(self, page: ScanPage | None) -> None:
        """Another page's lines; its picture is shown by ``show_picture``."""
        self.page, self.line, self._character = page, None, None
        self.update()

    def mark(self, line: ScanLine | None, character: int | None = None) -> None:
        """Frame a line of the page, and a character of it."""
        moved = line is not self.line and (line is None or self.line is None or line.corners != self.line.corners)
        self.line, self._character = line, character
        if moved and line is not None and self._picture is not None:
            self._into_sight()
        self.update()

    def come_near(self) -> None:
        """As near as is needed to read it: the page's breadth, or more where its lines are fine."""
        if self._picture is None or self.page is None or not self.page.lines:
            return
        self.set_zoom(1.0)
        fitted = self._fitted()
        across = self._room().width() / max(1.0, fitted.width())
        boxes = sorted(min(line.box[2:4]) for line in self.page.lines)
        high = boxes[len(boxes) // 2] * fitted.width() / max(1, self.page.size[0])
        self.set_zoom(max(1.0, min(across, max(1.0, 2 * _READABLE / max(1.0, high)))))
        if self.line is not None:
            self._into_sight()

    def outline(self, line: ScanLine) -> QPolygonF:
        """Where a line stands in this widget."""
        return QPolygonF(self._points(line))

    def _points(self, line: ScanLine) -> list[QPointF]:
        assert self.page is not None
        target = self._target()
        across, down = target.width() / max(1, self.page.size[0]), target.height() / max(1, self.page.size[1])
        numbers = line.corners
        return [
            QPointF(target.left() + x * across, target.top() + y * down)
            for x, y in zip(numbers[0::2], numbers[1::2], strict=True)
        ]

    def _into_sight(self) -> None:
        assert self.line is not None
        if self.page is None or self._zoom <= 1.0:
            return
        frame = self.outline(self.line).boundingRect()
        room = QRectF(self.rect()).adjusted(30, 30, -30, -30)
        middle = frame.center()
        begin = QPointF(
            min(middle.x(), frame.left() + room.width() / 2), min(middle.y(), frame.top() + room.height() / 2)
        )
        if self.line.upright:
            begin.setX(middle.x())
        else:
            begin.setY(middle.y())
        seen = room.contains(frame) or (
            room.left() <= frame.left() and room.top() <= frame.top() and room.contains(frame.topLeft())
            and (frame.bottom() <= room.bottom() or self.line.upright)
        )  # fmt: skip
        if not seen:
            self._shift += QPointF(self.rect().center()) - begin
            self._hold()

    def paintEvent(self, event: QPaintEvent) -> None:
        """The page, and the frame over it."""
        super().paintEvent(event)
        if self._picture is None or self.page is None or self.line is None:
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        look = theme()
        painter.setPen(QPen(look.colour("cinnabar"), 1.6))
        painter.drawPolygon(self.outline(self.line))
        if self._character is not None and self.line.text:
            painter.setPen(QPen(look.colour("amber"), 2.4))
            painter.drawPolygon(self._cell(self._character))

    def _cell(self, at: int) -> QPolygonF:
        """About where a character of the line stands: they are taken to be equally wide."""
        assert self.line is not None
        left, top, right, below = self._points(self.line)
        begin, end = at / len(self.line.text), (at + 1) / len(self.line.text)
        along, beside = ((left, below), (top, right)) if self.line.upright else ((left, top), (below, right))

        def point(side: tuple[QPointF, QPointF], share: float) -> QPointF:
            return side[0] + (side[1] - side[0]) * share

        return QPolygonF([point(along, begin), point(along, end), point(beside, end), point(beside, begin)])

    def line_at(self, place: QPointF) -> int | None:
        """Which line stands at a point of this widget."""
        if self.page is None or self._picture is None:
            return None
        for number, line in enumerate(self.page.lines):
            if self.outline(line).containsPoint(place, Qt.FillRule.OddEvenFill):
                return number
        return None
