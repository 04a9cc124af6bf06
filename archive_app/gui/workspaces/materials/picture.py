"""A photograph as large as the pane allows; the wheel and + − 0 zoom, dragging moves it. The master stays as it is."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPixmap, QWheelEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from archive_app.gui.i18n import _
from archive_app.gui.theme import theme

_LARGEST = 8.0


class PictureView(QWidget):
    """Shows one pixmap. ``zoom`` 1 is: fitted into the pane."""

    zoomed = Signal(float)

    def __init__(self) -> None:
        super().__init__()
        self._picture: QPixmap | None = None
        self._words = ""
        self._zoom = 1.0
        self._shift = QPointF()
        self._grabbed: QPointF | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(theme().dp(160), theme().dp(120))
        self.setAccessibleName(_("照片"))

    def show_picture(self, picture: QPixmap | None, words: str = "") -> None:
        """Another picture, or words where there is none."""
        changed = picture is not self._picture
        self._picture, self._words = picture, words
        if changed:
            self._zoom, self._shift = 1.0, QPointF()
        self.update()

    @property
    def zoom(self) -> float:
        """How much larger than fitted."""
        return self._zoom

    def set_zoom(self, zoom: float, about: QPointF | None = None) -> None:
        """Zoom, keeping the point ``about`` where it is."""
        least, most = self._bounds()
        zoom = min(most, max(least, zoom))
        middle = QPointF(self.rect().center())
        about = about or middle
        factor = zoom / self._zoom
        self._shift = (self._shift - (about - middle)) * factor + (about - middle)
        self._zoom = zoom
        self._hold()
        self.zoomed.emit(zoom)
        self.update()

    def _bounds(self) -> tuple[float, float]:
        """The smallest zoom and the largest."""
        return 1.0, _LARGEST

    def _room(self) -> QRectF:
        """Where a fitted picture may be."""
        edge = theme().dp(20)
        return QRectF(self.rect()).adjusted(edge, edge, -edge, -edge)

    def _fitted(self) -> QRectF:
        assert self._picture is not None
        room = self._room()
        size = self._picture.deviceIndependentSize().scaled(room.size(), Qt.AspectRatioMode.KeepAspectRatio)
        return QRectF(
            room.center().x() - size.width() / 2, room.center().y() - size.height() / 2, size.width(), size.height()
        )

    def _target(self) -> QRectF:
        fitted = self._fitted()
        middle = fitted.center() + self._shift
        width, height = fitted.width() * self._zoom, fitted.height() * self._zoom
        return QRectF(middle.x() - width / 2, middle.y() - height / 2, width, height)

    def _hold(self) -> None:
        """Not past the picture's own edge."""
        if self._picture is None:
            return
        fitted = self._fitted()
        spare_x = max(0.0, (fitted.width() * self._zoom - self.width()) / 2 + theme().dp(20))
        spare_y = max(0.0, (fitted.height() * self._zoom - self.height()) / 2 + theme().dp(20))
        if self._zoom <= 1.0:
            spare_x = spare_y = 0.0
        self._shift = QPointF(
            max(-spare_x, min(spare_x, self._shift.x())), max(-spare_y, min(spare_y, self._shift.y()))
        )

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The picture on the paper, with a soft shadow."""
        painter = QPainter(self)
        look = theme()
        if self._picture is None or self._picture.isNull():
            painter.setPen(look.colour("faint"))
            painter.drawText(self.rect(), int(Qt.AlignmentFlag.AlignCenter), self._words)
            return
        target = self._target()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        shade = look.colour("shadow")
        painter.setPen(Qt.PenStyle.NoPen)
        for depth in range(8, 0, -1):
            shade.setAlpha(6)
            painter.setBrush(shade)
            painter.drawRoundedRect(target.adjusted(-depth, -depth + 3, depth, depth + 3), depth, depth)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        self._draw_picture(painter, target)

    def _draw_picture(self, painter: QPainter, target: QRectF) -> None:
        """The pixels, to where they belong."""
        assert self._picture is not None
        painter.drawPixmap(target, self._picture, QRectF(self._picture.rect()))

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Zoom at the pointer."""
        self.set_zoom(self._zoom * (1.0015 ** event.angleDelta().y()), event.position())
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take hold."""
        self._grabbed = event.position()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Move."""
        if self._grabbed is not None and self._zoom > 1.0:
            self._shift += event.position() - self._grabbed
            self._grabbed = event.position()
            self._hold()
            self.update()

    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:
        """Let go."""
        self._grabbed = None

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Twice as large, or fitted again."""
        self.set_zoom(1.0 if self._zoom > 1.0 else 2.5, event.position())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """+ and − zoom, 0 fits."""
        steps = {Qt.Key.Key_Plus: 1.25, Qt.Key.Key_Equal: 1.25, Qt.Key.Key_Minus: 0.8}
        if event.key() in steps:
            self.set_zoom(self._zoom * steps[Qt.Key(event.key())])
        elif event.key() == Qt.Key.Key_0:
            self.set_zoom(1.0)
        else:
            super().keyPressEvent(event)
