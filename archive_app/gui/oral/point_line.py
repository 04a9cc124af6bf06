"""The index points along the recording, under its waveform: a flag where each is, its title as far as there is room."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QRect, QSize, Qt, Signal
from PySide6.QtGui import QHelpEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from archive_app.gui.editors.line import clock
from archive_app.gui.i18n import _
from archive_app.gui.theme import theme

_HEIGHT, _EDGE, _FLAG = 24, 16, 14
_WORDS_FROM = 40
"""Room to the next flag, on the grid, from which a title is of use."""


class PointLine(QWidget):
    """As wide as the waveform above it. ``asked`` tells the second of a flag that was clicked."""

    asked = Signal(float)

    def __init__(self) -> None:
        super().__init__()
        self._points: Sequence[tuple[float, str]] = ()
        self._length = 0.0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(_("内容索引"))
        self.hide()

    @property
    def of_use(self) -> bool:
        """Whether there are points, and a recording that they are points of."""
        return bool(self._points) and self._length > 1

    def show_points(self, points: Sequence[tuple[float, str]], length: float) -> None:
        """(second, title) in their order, of a recording so many seconds long."""
        self._points, self._length = sorted(points), length
        self.update()

    def sizeHint(self) -> QSize:
        """A line of small words."""
        return QSize(theme().dp(200), theme().dp(_HEIGHT))

    def _x(self, second: float) -> int:
        dp = theme().dp
        return dp(_EDGE) + round(min(1.0, second / self._length) * (self.width() - 2 * dp(_EDGE)))

    def _at(self, x: float) -> int:
        """The flag, or its title, at a place; -1 where there is none."""
        before = [at for at, (second, _title) in enumerate(self._points) if self._x(second) <= x + theme().dp(4)]
        return before[-1] if before else -1

    def paintEvent(self, event: QPaintEvent) -> None:
        """Flags, and titles between them."""
        painter, dp = QPainter(self), theme().dp
        painter.setFont(theme().small())
        flag = theme().pixmap("bookmark", "cinnabar_ink", _FLAG)
        ends = [*(self._x(second) for second, _title in self._points[1:]), self.width() - dp(4)]
        for (second, title), end in zip(self._points, ends, strict=True):
            x = self._x(second)
            painter.drawPixmap(x - dp(2), dp(5), flag)
            room = QRect(x + dp(_FLAG), 0, end - x - dp(_FLAG + 8), self.height())
            if title and room.width() >= dp(_WORDS_FROM):
                shown = painter.fontMetrics().elidedText(title, Qt.TextElideMode.ElideRight, room.width())
                painter.setPen(theme().colour("faint"))
                painter.drawText(room, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), shown)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Listen from there."""
        at = self._at(event.position().x())
        if event.button() == Qt.MouseButton.LeftButton and at >= 0:
            self.asked.emit(self._points[at][0])

    def event(self, event: QEvent) -> bool:
        """What a flag is called, and when it is."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            at = self._at(event.pos().x())
            if at >= 0:
                second, title = self._points[at]
                QToolTip.showText(event.globalPos(), f"{clock(int(second))}　{title or _('（还没有标题）')}", self)
            return True
        return super().event(event)
