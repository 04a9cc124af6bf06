"""The waveform as a slider: all of the recording, and where it is long the half minute around where one is."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QAbstractSlider, QSizePolicy, QWidget

from archive_app.derived.waveforms import BUCKET_S, Waveform
from archive_app.gui.editors.line import clock
from archive_app.gui.theme import theme

TENTHS = 10
"""Steps of the slider in a second."""
NEAR_S = 30.0
"""Seconds that the lower strip shows."""
_STRIP = 40
_LOW = 560
"""A window not as high as this, on the grid, is low: one strip is enough, the text needs the room."""
_MARKS = 4  # the height of a mark, on the grid
_FAINTEST = 24
"""What a waveform is drawn large by, at most, is 127 to this: hiss does not fill the strip."""


def in_low_window(widget: QWidget) -> bool:
    """Whether what stands below needs the height more than the sound does."""
    window = widget.window()
    return window is not widget and window.height() < theme().dp(_LOW)


class WaveLine(QAbstractSlider):
    """Where one is in a recording, in tenths of a second.

    ``asked`` tells the second that was clicked or dragged to, ``selected`` the part that was drawn over: in the lower
    strip, or anywhere with Shift. The keyboard's steps come by ``actionTriggered``, as any slider's do.
    """

    asked = Signal(float)
    selected = Signal(float, float)

    def __init__(self, *, near: bool = False) -> None:
        super().__init__()
        self._near = near
        self._wave: Waveform | None = None
        self._words = ""
        self._marks: tuple[float, ...] = ()
        self._pictures: dict[str, tuple[tuple[float, int, float, str], QPixmap]] = {}
        self._dragged: tuple[float, float, bool] | None = None
        self._loop: tuple[float, float] | None = None
        self._marked: float | None = None
        self._drawn_from: float | None = None
        self.setOrientation(Qt.Orientation.Horizontal)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.valueChanged.connect(self.update)
        self.setMouseTracking(True)

    # — what is shown —

    def show_wave(self, wave: Waveform | None, words: str = "") -> None:
        """Another recording's waveform; ``words`` stand in its place while there is none."""
        self._wave, self._words = wave, words
        self._pictures.clear()
        self.update()

    def show_marks(self, seconds: Sequence[float]) -> None:
        """Where segments begin."""
        self._marks = tuple(sorted(seconds))
        self.update()

    def show_loop(self, loop: tuple[float, float] | None, marked: float | None = None) -> None:
        """The part that is heard again and again; or where one begins whose end is not said yet."""
        self._loop, self._marked = loop, marked
        self.update()

    @property
    def wave(self) -> Waveform | None:
        """What is drawn."""
        return self._wave

    @property
    def seconds(self) -> float:
        """How long the recording is."""
        return self.maximum() / TENTHS

    def sizeHint(self) -> QSize:
        """As wide as there is room."""
        return QSize(
            theme().dp(160), theme().dp(_STRIP) * (2 if self._two else 1) + (theme().dp(4) if self._two else 0)
        )

    def minimumSizeHint(self) -> QSize:
        """It is of use where it is narrow, too."""
        return QSize(theme().dp(60), self.sizeHint().height())

    @property
    def _two(self) -> bool:
        return self._near and self.seconds > 2 * NEAR_S and not in_low_window(self)

    def _strips(self) -> list[tuple[QRectF, float, float]]:
        """Each strip with the seconds that it begins and ends with."""
        height = theme().dp(_STRIP)
        whole = (QRectF(0, 0, self.width(), height), 0.0, max(self.seconds, 0.1))
        if not self._two:
            return [whole]
        begin = min(max(0.0, self._second - NEAR_S / 2), max(0.0, self.seconds - NEAR_S))
        if self._dragged is not None:
            begin = self._dragged[0]  # what is dragged stays under the hand
        return [whole, (QRectF(0, height + theme().dp(4), self.width(), height), begin, begin + NEAR_S)]

    @property
    def _second(self) -> float:
        return self.sliderPosition() / TENTHS

    # — painting —

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Each strip: its ground, the swings, the marks, and where one is."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        strips = self._strips()
        for number, (rect, begin, end) in enumerate(strips):
            painter.fillRect(rect, theme().colour("rail"))
            if number == 0 and len(strips) == 2:  # what the lower strip shows of it
                left, right = self._x(rect, strips[1][1], begin, end), self._x(rect, strips[1][2], begin, end)
                painter.fillRect(
                    QRectF(left, rect.top(), max(2.0, right - left), rect.height()), theme().colour("cinnabar_tint")
                )
            self._paint_loop(painter, rect, begin, end)
            self._paint_wave(painter, rect, begin, end, whole=number == 0)
            self._paint_marks(painter, rect, begin, end)
            at = self._x(rect, self._second, begin, end)
            painter.fillRect(QRectF(at - 1, rect.top(), 2, rect.height()), theme().colour("cinnabar"))
        if self.hasFocus():
            painter.setPen(QPen(theme().colour("focus"), 2))
            painter.drawRect(QRectF(self.rect()).adjusted(1, 1, -1, -1))

    def _paint_loop(self, painter: QPainter, rect: QRectF, begin: float, end: float) -> None:
        ground, edge = theme().colour("celadon_tint"), theme().colour("celadon")
        if self._loop is not None and self._loop[0] < end and self._loop[1] > begin:
            left = max(rect.left(), self._x(rect, self._loop[0], begin, end))
            right = min(rect.right() + 1, self._x(rect, self._loop[1], begin, end))
            painter.fillRect(QRectF(left, rect.top(), max(2.0, right - left), rect.height()), ground)
            painter.fillRect(QRectF(left, rect.top(), 1, rect.height()), edge)
            painter.fillRect(QRectF(right - 1, rect.top(), 1, rect.height()), edge)
        elif self._marked is not None and begin <= self._marked <= end:
            painter.fillRect(QRectF(self._x(rect, self._marked, begin, end), rect.top(), 2, rect.height()), edge)

    def _paint_wave(self, painter: QPainter, rect: QRectF, begin: float, end: float, *, whole: bool) -> None:
        middle = rect.center().y()
        at = min(max(self._x(rect, self._second, begin, end), rect.left()), rect.right())
        heard, ahead = theme().colour("cinnabar_ink"), theme().colour("faint")
        if self._wave is None:
            painter.fillRect(QRectF(rect.left(), middle - 1, at, 2), heard)
            painter.fillRect(QRectF(at, middle - 1, rect.right() - at, 2), theme().colour("edge"))
            if self._words and whole:
                painter.setPen(ahead)
                painter.setFont(theme().small())
                painter.drawText(
                    rect.adjusted(8, 0, -8, -2),
                    int(Qt.AlignmentFlag.AlignBottom | Qt.AlignmentFlag.AlignLeft),
                    self._words,
                )
            return
        if not whole:
            self._paint_near(painter, rect, begin, end, at)
            return
        for colour, left, right in (("cinnabar_ink", rect.left(), at), ("faint", at, rect.right() + 1)):
            part = QRectF(left, rect.top(), right - left, rect.height())
            painter.save()
            painter.setClipRect(part)
            painter.drawPixmap(rect.topLeft(), self._drawn(colour, rect))
            painter.restore()

    def _drawn(self, colour: str, rect: QRectF) -> QPixmap:
        """All of the waveform in a colour: drawn once for a size, as ten times a second would be too often."""
        assert self._wave is not None
        ratio, width, height = self.devicePixelRatioF(), max(1, int(rect.width())), rect.height()
        ink = theme().colour(colour)
        kept = self._pictures.get(colour)
        key = (ratio, width, height, f"{ink.name()} {self.maximum()}")
        if kept is not None and kept[0] == key:
            return kept[1]
        made = QPixmap(round(width * ratio), round(height * ratio))
        made.setDevicePixelRatio(ratio)
        made.fill(Qt.GlobalColor.transparent)
        painter = QPainter(made)
        middle, scale = height / 2, self._scale(height)
        for x, (low, high) in enumerate(self._wave.columns(0.0, max(self.seconds, 0.1), width)):
            painter.fillRect(QRectF(x, middle - high * scale - 0.5, 1, (high + low) * scale + 1), ink)
        painter.end()
        self._pictures[colour] = (key, made)
        return made

    def _paint_near(self, painter: QPainter, rect: QRectF, begin: float, end: float, at: float) -> None:
        """The tenths of a second one by one."""
        assert self._wave is not None
        middle, scale, each = rect.center().y(), self._scale(rect.height()), rect.width() * BUCKET_S / (end - begin)
        first = int(begin / BUCKET_S)
        count = int((end - begin) / BUCKET_S) + 1
        heard, ahead = theme().colour("cinnabar_ink"), theme().colour("faint")
        painter.save()
        painter.setClipRect(rect)
        start, stop = first * BUCKET_S, (first + count) * BUCKET_S
        for number, (low, high) in enumerate(self._wave.columns(start, stop, count)):
            x = self._x(rect, start + number * BUCKET_S, begin, end)
            column = QRectF(x, middle - high * scale - 0.5, max(1.0, each - 1), (high + low) * scale + 1)
            painter.fillRect(column, heard if x < at else ahead)
        painter.restore()

    def _scale(self, height: float) -> float:
        assert self._wave is not None
        return (height / 2 - 2) / max(_FAINTEST, self._wave.loudest)

    def _paint_marks(self, painter: QPainter, rect: QRectF, begin: float, end: float) -> None:
        height, last = theme().dp(_MARKS), -9.0
        for second in self._marks:
            if begin <= second <= end:
                x = self._x(rect, second, begin, end)
                if x - last >= 2:  # of those that fall together one is enough
                    painter.fillRect(QRectF(x, rect.bottom() - height, 1, height), theme().colour("ink"))
                    last = x

    def _x(self, rect: QRectF, second: float, begin: float, end: float) -> float:
        return rect.left() + (second - begin) / (end - begin) * rect.width()

    # — the hand —

    def second_at(self, x: float, y: float) -> float:
        """The second that stands at a place of the widget."""
        strips = self._strips()
        rect, begin, end = strips[-1] if y >= strips[-1][0].top() else strips[0]
        share = min(max(0.0, (x - rect.left()) / max(1.0, rect.width())), 1.0)
        return min(begin + share * (end - begin), self.seconds)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Go there, or begin to drag, or to draw over a part."""
        if event.button() != Qt.MouseButton.LeftButton:
            event.ignore()
            return
        place = event.position()
        strips = self._strips()
        second = self.second_at(place.x(), place.y())
        self._dragged = (strips[-1][1], place.y(), False)
        lower = len(strips) == 2 and place.y() >= strips[1][0].top()
        if lower or event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self._drawn_from = second
        self.setSliderDown(True)
        self.setSliderPosition(round(second * TENTHS))
        if not event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self.asked.emit(second)
        self.update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag; without a button pressed tell what time stands here."""
        place = event.position()
        if self._dragged is None:
            self.setToolTip(clock(round(self.second_at(place.x(), place.y()), 1)))
            return
        second = self.second_at(place.x(), self._dragged[1])
        if self._drawn_from is not None:
            self._loop = (min(second, self._drawn_from), max(second, self._drawn_from))
        else:
            self.setSliderPosition(round(second * TENTHS))
        self._dragged = (self._dragged[0], self._dragged[1], True)
        self.update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """What was dragged to is played from, what was drawn over again and again."""
        if self._dragged is None:
            event.ignore()
            return
        moved = self._dragged[2]
        second = self.second_at(event.position().x(), self._dragged[1])
        drawn, self._drawn_from, self._dragged = self._drawn_from, None, None
        self.setSliderDown(False)
        if drawn is not None and moved:
            self.selected.emit(drawn, second)
        elif moved or (drawn is not None and event.modifiers() & Qt.KeyboardModifier.ShiftModifier):
            self.asked.emit(second)
        self.update()
