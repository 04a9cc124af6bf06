"""A frame on the picture: what lies outside is not shown and not printed; the master keeps it."""

from __future__ import annotations

from PySide6.QtCore import QObject, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPainterPath, QPen

from archive_app.domain.adjustment import Box
from archive_app.gui.theme import theme
from archive_app.gui.workspaces.materials.photo.boxes import INSIDE, Grip, cursor_of, dragged, grip_at
from archive_app.gui.workspaces.materials.photo.view import PhotoView

_REACH = 9
_STEP = 4.0
_WAYS = {
    Qt.Key.Key_Left: QPointF(-1, 0),
    Qt.Key.Key_Right: QPointF(1, 0),
    Qt.Key.Key_Up: QPointF(0, -1),
    Qt.Key.Key_Down: QPointF(0, 1),
}


class CropLayer(QObject):
    """A ``Layer`` over the whole picture. ``accepted`` tells the box of what is shown that is to be left."""

    accepted = Signal(object)
    cancelled = Signal()

    def __init__(self, view: PhotoView) -> None:
        super().__init__(view)
        self._view = view
        self.box: Box = (0.0, 0.0, 1.0, 1.0)  # of what is shown
        self.ratio = 0.0
        self._grip: Grip | None = None
        self._from = QPointF()
        self._before = QRectF()

    def begin(self, box: Box) -> None:
        """Begin with this box of what is shown."""
        self.box = box
        self._view.update()

    def set_ratio(self, ratio: float) -> None:
        """Keep this shape (width by height); 0 any."""
        self.ratio = ratio
        if ratio:
            self._take(dragged(self._rect(), (1, 1), QPointF(), self._view.picture_area(), ratio))

    def _rect(self) -> QRectF:
        area = self._view.picture_area()
        x, y, w, h = self.box
        return QRectF(
            area.left() + x * area.width(), area.top() + y * area.height(), w * area.width(), h * area.height()
        )

    def _take(self, rect: QRectF) -> None:
        area = self._view.picture_area()
        self.box = (
            (rect.left() - area.left()) / area.width(),
            (rect.top() - area.top()) / area.height(),
            rect.width() / area.width(),
            rect.height() / area.height(),
        )
        self._view.update()

    def paint(self, painter: QPainter) -> None:
        """What is cut away in the dark, thirds within what stays."""
        area, rect = self._view.picture_area(), self._rect()
        look = theme()
        shade = QPainterPath()
        shade.addRect(area)
        shade.addRect(rect)
        veil = look.colour("shadow")
        veil.setAlpha(150)
        painter.fillPath(shade, veil)
        thin = look.colour("on_cinnabar")
        thin.setAlpha(110)
        painter.setPen(QPen(thin, 1))
        for third in (1, 2):
            x, y = rect.left() + rect.width() * third / 3, rect.top() + rect.height() * third / 3
            painter.drawLine(QPointF(x, rect.top()), QPointF(x, rect.bottom()))
            painter.drawLine(QPointF(rect.left(), y), QPointF(rect.right(), y))
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(look.colour("on_cinnabar"), look.dp(2)))
        painter.drawRect(rect)
        painter.setBrush(look.colour("on_cinnabar"))
        edge = look.dp(9)
        for x in (rect.left(), rect.right()):
            for y in (rect.top(), rect.bottom()):
                painter.drawRect(QRectF(x - edge / 2, y - edge / 2, edge, edge))

    def pressed(self, event: QMouseEvent) -> bool:
        """Take hold of an edge, a corner or the whole."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._grip = grip_at(self._rect(), event.position(), theme().dp(_REACH))
            self._from, self._before = event.position(), self._rect()
        return True

    def moved(self, event: QMouseEvent) -> bool:
        """Drag; without a button show what could be taken hold of."""
        if self._grip is not None:
            bounds = self._view.picture_area()
            self._take(dragged(self._before, self._grip, event.position() - self._from, bounds, self.ratio))
        else:
            self._view.setCursor(cursor_of(grip_at(self._rect(), event.position(), theme().dp(_REACH))))
        return True

    def released(self, _event: QMouseEvent) -> bool:
        """Let go."""
        self._grip = None
        return True

    def double_clicked(self, _event: QMouseEvent) -> bool:
        """As Enter."""
        self.accepted.emit(self.box)
        return True

    def key(self, event: QKeyEvent) -> bool:
        """Enter takes the frame, Esc leaves all as it is; arrows move it, with Shift make it larger or smaller."""
        key = Qt.Key(event.key())
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.accepted.emit(self.box)
        elif key == Qt.Key.Key_Escape:
            self.cancelled.emit()
        elif key in _WAYS:
            grip = (1, 1) if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else INSIDE
            self._take(dragged(self._rect(), grip, _WAYS[key] * _STEP, self._view.picture_area(), self.ratio))
        else:
            return False
        return True

    def step(self, _forward: bool) -> bool:
        """Tab goes on to the buttons."""
        return False
