"""The histogram by year: drag over it, or walk it by keyboard, to limit the years."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleEvent,
    QEnterEvent,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from archive_app.gui.i18n import _
from archive_app.gui.theme import theme

_HEIGHT = 98
_THINNEST = 3
"""A bar is at least so wide on the grid; where years do not have that much, several share a bar."""
_BINS = (1, 2, 5, 10, 20, 50, 100)
_WIDEST = 56
"""A bar is at most so wide: of few years nobody wants blocks."""
_NUMBERED = 30
"""From this width on a bar says how many there are."""
_WORDS_BELOW = 24


class YearBars(QWidget):
    """``chosen`` tells the first and the last year, (0, 0) for all of them."""

    chosen = Signal(int, int)

    def __init__(self) -> None:
        super().__init__()
        self._counts: dict[int, int] = {}
        self._first = self._last = 0
        self._span = 1
        self._range: tuple[int, int] | None = None
        self._drag: tuple[int, int] | None = None
        self._at = -1  # the bar the keyboard is at
        self._from = -1  # where Shift began
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setCursor(Qt.CursorShape.CrossCursor)
        self._say()

    def sizeHint(self) -> QSize:
        """As wide as there is room."""
        return QSize(theme().dp(160), theme().dp(_HEIGHT))

    def show_years(self, counts: Mapping[int, int], chosen: tuple[int, int] | None = None) -> None:
        """Other counts; ``chosen`` are the years the list is limited to."""
        self._range = chosen
        self._counts = {year: number for year, number in sorted(counts.items()) if number}
        if self._counts:
            self._first, self._last = min(self._counts), max(self._counts)
            if chosen is not None:
                self._first, self._last = min(self._first, chosen[0]), max(self._last, chosen[1])
        self._fit()
        self.update()

    def _fit(self) -> None:
        years = self._last - self._first + 1
        most = max(1, self.width() // max(1, theme().dp(_THINNEST)))
        self._span = next((span for span in _BINS if years <= span * most), _BINS[-1])
        if self._span > 1:
            self._first -= self._first % self._span
        self._at = min(self._at, self._bars - 1)
        self._say()

    @property
    def _bars(self) -> int:
        return (self._last - self._first) // self._span + 1 if self._counts else 0

    def years_of(self, bar: int) -> tuple[int, int]:
        """The first and the last year of a bar."""
        first = self._first + bar * self._span
        return first, first + self._span - 1

    def _number(self, bar: int) -> int:
        first, last = self.years_of(bar)
        return sum(self._counts.get(year, 0) for year in range(first, last + 1))

    def words(self, bar: int) -> str:
        """What a bar says."""
        first, last = self.years_of(bar)
        when = _("{year}年").format(year=first) if first == last else _("{a}—{b}年").format(a=first, b=last)
        return _("{when}，{n} 件").format(when=when, n=self._number(bar))

    def _say(self) -> None:
        if not self._counts:
            words = _("按年份的柱图：没有可以算出年份的资料")
        elif 0 <= self._at < self._bars:
            words = self.words(self._at)
        else:
            words = _(
                "按年份的柱图，{a}到{b}年。左右键看每一年，Shift 加左右键选一段，回车只看这几年，Esc 看全部。"
            ).format(a=self._first, b=self._last)
        if words != self.accessibleName():
            self.setAccessibleName(words)
            QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.NameChanged))

    # — by mouse —

    def _area(self) -> QRectF:
        dp = theme().dp
        area = QRectF(self.rect()).adjusted(dp(2), dp(6), -dp(2), -dp(_WORDS_BELOW))
        if self._bars:
            area.setWidth(min(area.width(), self._bars * dp(_WIDEST)))
        return area

    def _bar_at(self, x: float) -> int:
        area = self._area()
        return min(self._bars - 1, max(0, int((x - area.left()) * self._bars / max(1.0, area.width()))))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin a stretch of years."""
        if event.button() == Qt.MouseButton.LeftButton and self._bars:
            bar = self._bar_at(event.position().x())
            self._drag = (bar, bar)
            self._at = bar
            self.update()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Draw it out, or say what stands under the pointer."""
        if not self._bars:
            return
        bar = self._bar_at(event.position().x())
        if self._drag is not None:
            self._drag = (self._drag[0], bar)
            self.update()
        low, high = sorted(self._drag or (bar, bar))
        first, last = self.years_of(low)[0], self.years_of(high)[1]
        words = self.words(bar) if low == high else _("只看 {a}—{b}年").format(a=first, b=last)
        QToolTip.showText(event.globalPosition().toPoint(), words, self)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """These years, or all again where the one chosen bar was clicked."""
        if self._drag is None or event.button() != Qt.MouseButton.LeftButton:
            return
        drag, self._drag = self._drag, None
        self._choose(*sorted(drag))

    def _choose(self, low: int, high: int) -> None:
        wanted = (self.years_of(low)[0], self.years_of(high)[1])
        if wanted == self._range:
            self.chosen.emit(0, 0)
        else:
            self.chosen.emit(*wanted)
        self.update()

    # — by keyboard —

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """← → from bar to bar, Home and End, Shift draws a stretch, Enter takes it, Esc takes all years."""
        key, shift = event.key(), bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        steps = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1, Qt.Key.Key_PageUp: -10, Qt.Key.Key_PageDown: 10}
        ends = {Qt.Key.Key_Home: 0, Qt.Key.Key_End: self._bars - 1}
        if not self._bars:
            super().keyPressEvent(event)
        elif key in steps or key in ends:
            before = self._at if self._at >= 0 else 0
            wanted = ends[Qt.Key(key)] if key in ends else (self._at + steps[Qt.Key(key)] if self._at >= 0 else 0)
            self._at = min(self._bars - 1, max(0, wanted))
            self._from = (self._from if self._from >= 0 else before) if shift else -1
            self._say()
            self.update()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space) and self._at >= 0:
            self._choose(*sorted((self._at, self._from if self._from >= 0 else self._at)))
            self._from = -1
        elif key == Qt.Key.Key_Escape and self._range is not None:
            self._from = -1
            self.chosen.emit(0, 0)
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The ring is seen."""
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """No bar is pointed at."""
        super().focusOutEvent(event)
        self._at = self._from = -1
        self._say()
        self.update()

    def enterEvent(self, event: QEnterEvent) -> None:
        """Drawn anew, for the pointer."""
        super().enterEvent(event)
        self.update()

    # — how it looks —

    def resizeEvent(self, event) -> None:
        """More room, finer bars."""
        super().resizeEvent(event)
        if self._counts:
            self._fit()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Bars from a base line, the first and the last year below."""
        look = theme()
        painter = QPainter(self)
        area = self._area()
        painter.setPen(QPen(look.colour("line"), 1))
        painter.drawLine(QPointF(area.left(), area.bottom()), QPointF(area.right(), area.bottom()))
        if self._bars:
            self._paint_bars(painter, area)
        painter.setFont(look.small())
        painter.setPen(look.colour("faint"))
        below = QRectF(area.left(), area.bottom() + look.dp(2), area.width(), look.dp(_WORDS_BELOW - 2))
        if self._bars:
            last = self.years_of(self._bars - 1)[1]
            painter.drawText(below, int(Qt.AlignmentFlag.AlignLeft), str(self._first))
            if last != self._first:
                painter.drawText(below, int(Qt.AlignmentFlag.AlignRight), str(last))
            if 0 <= self._at < self._bars and self.hasFocus():
                first, last = self.years_of(self._at)
                words = f"{first}" if first == last else f"{first}—{last}"
                painter.setPen(look.colour("cinnabar_ink"))
                painter.drawText(below, int(Qt.AlignmentFlag.AlignHCenter), f"{words} · {self._number(self._at)}")
        if self.hasFocus():
            painter.setPen(QPen(look.colour("focus"), 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), look.dp(4), look.dp(4))

    def _picked(self) -> tuple[int, int] | None:
        """The stretch of bars that is being chosen, else of the years that are."""
        if self._drag is not None:
            low, high = sorted(self._drag)
            return low, high
        if self._from >= 0 and self._at >= 0:
            low, high = sorted((self._from, self._at))
            return low, high
        if self._range is not None:
            return (self._range[0] - self._first) // self._span, (self._range[1] - self._first) // self._span
        return None

    def _paint_bars(self, painter: QPainter, area: QRectF) -> None:
        look = theme()
        width = area.width() / self._bars
        most = max(self._number(bar) for bar in range(self._bars)) or 1
        picked = self._picked()
        if picked is not None:
            tint = QRectF(
                area.left() + picked[0] * width, area.top(), (picked[1] - picked[0] + 1) * width, area.height()
            )
            painter.fillRect(tint, look.colour("cinnabar_tint"))
        gap = look.dp(8) if width >= look.dp(_NUMBERED) else min(1.0, width / 4)
        above = look.dp(_WORDS_BELOW) if width >= look.dp(_NUMBERED) else 0
        for bar in range(self._bars):
            number = self._number(bar)
            if not number:
                continue
            height = max(2.0, (area.height() - above) * number / most)
            inside = picked is None or picked[0] <= bar <= picked[1]
            token = (
                "cinnabar" if bar == self._at or (picked is not None and inside) else "celadon" if inside else "edge"
            )
            frame = QRectF(area.left() + bar * width + gap / 2, area.bottom() - height, width - gap, height)
            painter.fillRect(frame, look.colour(token))
            if above:
                painter.setFont(look.small())
                painter.setPen(look.colour("faint"))
                over = QRectF(frame.left(), frame.top() - above, frame.width(), above)
                painter.drawText(over, int(Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignBottom), f"{number:,}")
        if 0 <= self._at < self._bars and not self._number(self._at):
            x = area.left() + (self._at + 0.5) * width
            painter.setPen(QPen(look.colour("cinnabar"), 1))
            painter.drawLine(QPointF(x, area.top()), QPointF(x, area.bottom()))
