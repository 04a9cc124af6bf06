"""What is counted by one thing, a line and a bar for each value; every line opens the list behind it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleEvent,
    QEnterEvent,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
)
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from archive_app.gui.i18n import _
from archive_app.gui.theme import theme
from archive_app.gui.widgets.basics import button, column, label, row, shown_if
from archive_app.services.figures import Amounts, Share

_ROW, _BAR = 30, 8
_WORDS, _NUMBER = 0.36, 92
"""The share of the width that the words have, and the room of the number on the grid."""
SHOWN = 10
"""So many values stand in a panel before the others are asked for."""


class ShareBars(QWidget):
    """``opened`` carries the share whose list is wanted. Up and down go from line to line, Enter opens."""

    opened = Signal(object)

    def __init__(self, name: str) -> None:
        super().__init__()
        self._name = name
        self._shares: list[Share] = []
        self._measure = "items"
        self._say: Callable[[Amounts], str] = lambda amounts: f"{amounts.items:,}"
        self._at = 0
        self._under = -1
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(name)

    def show_shares(self, shares: Sequence[Share], measure: str, say: Callable[[Amounts], str]) -> None:
        """Other lines; the bars are as long as ``measure``, and ``say`` puts it into words."""
        self._shares, self._measure, self._say = list(shares), measure, say
        self._at = min(self._at, max(0, len(shares) - 1))
        self._tell()
        self.updateGeometry()
        self.update()

    @property
    def shares(self) -> list[Share]:
        """The lines there are."""
        return self._shares

    def words(self, number: int) -> str:
        """What a line says."""
        share = self._shares[number]
        return f"{_(share.label)}，{self._say(share.amounts)}"

    def _tell(self) -> None:
        words = f"{self._name}：{self.words(self._at)}" if self._shares else self._name
        if words != self.accessibleName():
            self.setAccessibleName(words)
            QAccessible.updateAccessibility(QAccessibleEvent(self, QAccessible.Event.NameChanged))

    def sizeHint(self) -> QSize:
        """A row for each."""
        return QSize(theme().dp(240), theme().dp(_ROW) * max(1, len(self._shares)))

    def _row_at(self, y: float) -> int:
        number = int(y // theme().dp(_ROW))
        return number if 0 <= number < len(self._shares) else -1

    # — by hand —

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """The line under the pointer is lit."""
        under = self._row_at(event.position().y())
        if under != self._under:
            self._under = under
            self.setToolTip(self._whole(under) if under >= 0 else "")
            self.update()

    def _whole(self, number: int) -> str:
        amounts = self._shares[number].amounts
        rate = _("，采用 {n:,} 件").format(n=amounts.adopted) if amounts.adopted else ""
        return _("{words}{rate}。点一下看是哪些").format(words=self.words(number), rate=rate)

    def leaveEvent(self, event: QEnterEvent) -> None:
        """No line is lit."""
        self._under = -1
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Open the list behind a line."""
        number = self._row_at(event.position().y())
        if event.button() == Qt.MouseButton.LeftButton and number >= 0:
            self._at = number
            self._open()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Up, down, Home, End; Enter or the space bar opens."""
        key, last = event.key(), len(self._shares) - 1
        wanted = {
            Qt.Key.Key_Up: self._at - 1,
            Qt.Key.Key_Down: self._at + 1,
            Qt.Key.Key_Home: 0,
            Qt.Key.Key_End: last,
        }.get(Qt.Key(key))
        if wanted is not None and 0 <= wanted <= last:
            self._at = wanted
            self._tell()
            self.update()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space) and self._shares:
            self._open()
        else:
            super().keyPressEvent(event)

    def _open(self) -> None:
        if self._shares[self._at].amounts.items:
            self.opened.emit(self._shares[self._at])

    def focusInEvent(self, event: QFocusEvent) -> None:
        """The line one is on is seen."""
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """And no more."""
        super().focusOutEvent(event)
        self.update()

    # — how it looks —

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Words, bar, number; what was adopted is the dark part of a bar of materials."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        most = max((share.amounts.of(self._measure) for share in self._shares), default=0) or 1
        for number in range(len(self._shares)):
            self._paint_row(painter, number, most)

    def _paint_row(self, painter: QPainter, number: int, most: float) -> None:
        look, dp = theme(), theme().dp
        share, height = self._shares[number], dp(_ROW)
        area = QRect(0, number * height, self.width(), height)
        painter.setPen(Qt.PenStyle.NoPen)
        current = self.hasFocus() and number == self._at
        if number == self._under or current:
            painter.setBrush(look.colour("hover"))
            painter.drawRoundedRect(QRectF(area).adjusted(0, 1, 0, -1), dp(5), dp(5))
        if current:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(look.colour("focus"))
            painter.drawRoundedRect(QRectF(area).adjusted(0.5, 1.5, -0.5, -1.5), dp(5), dp(5))
        pad = dp(8)
        words = QRect(area.left() + pad, area.top(), int(self.width() * _WORDS) - pad, height)
        room = QRect(area.right() - dp(_NUMBER) - pad, area.top(), dp(_NUMBER), height)
        painter.setFont(look.font())
        painter.setPen(look.colour("ink"))
        shown = painter.fontMetrics().elidedText(_(share.label), Qt.TextElideMode.ElideRight, words.width())
        painter.drawText(words, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), shown)
        painter.setFont(look.small())
        painter.setPen(look.colour("faint"))
        painter.drawText(
            room, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight), self._say(share.amounts)
        )
        left = words.right() + dp(8)
        whole = max(0, room.left() - dp(8) - left)
        amount = share.amounts.of(self._measure)
        if amount and whole:
            self._paint_bar(painter, QRectF(left, area.center().y() - dp(_BAR) / 2, whole, dp(_BAR)), share, most)

    def _paint_bar(self, painter: QPainter, area: QRectF, share: Share, most: float) -> None:
        look, dp = theme(), theme().dp
        painter.setPen(Qt.PenStyle.NoPen)
        long = max(float(dp(2)), area.width() * share.amounts.of(self._measure) / most)
        bar = QRectF(area.left(), area.top(), long, area.height())
        parts = self._measure == "items"
        painter.setBrush(look.colour("edge" if parts else "celadon"))
        painter.drawRoundedRect(bar, dp(2), dp(2))
        if parts and share.amounts.adopted:
            done = QRectF(bar)
            done.setWidth(max(float(dp(2)), long * share.amounts.adopted / share.amounts.items))
            painter.setBrush(look.colour("celadon"))
            painter.drawRoundedRect(done, dp(2), dp(2))


class BarsPanel(QWidget):
    """A heading over its bars; the many are shown when asked for. ``opened`` as the bars tell it."""

    opened = Signal(object)

    def __init__(self, heading: str, nothing: str) -> None:
        super().__init__()
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground, True)
        self.setProperty("ground", "sheet")
        self._all: Sequence[Share] = ()
        self._expanded = False
        self._args: tuple[str, Callable[[Amounts], str]] = ("items", lambda amounts: f"{amounts.items:,}")
        self.bars = ShareBars(heading)
        self.bars.opened.connect(self.opened)
        self._more = button("", self._expand, role="link")
        self._nothing = label(nothing, tone="faint", wrap=True)
        shown_if(self._more, False)
        self._lay: QVBoxLayout = column(
            row(label(heading, voice="section"), None, around=(8, 0, 8, 4)),
            self.bars,
            row(self._nothing, around=(8, 0, 8, 0)),
            row(self._more, None, around=(4, 0, 0, 0)),
            None,
            spacing=2,
            around=(8, 12, 8, 10),
        )
        self.setLayout(self._lay)

    def show_shares(self, shares: Sequence[Share], measure: str, say: Callable[[Amounts], str]) -> None:
        """Other values."""
        self._all, self._args = shares, (measure, say)
        self._draw()

    def _expand(self) -> None:
        self._expanded = True
        self._draw()

    def _draw(self) -> None:
        shown = self._all if self._expanded else self._all[:SHOWN]
        self.bars.show_shares(shown, *self._args)
        self.bars.setVisible(bool(shown))
        self._nothing.setVisible(not shown)
        self._more.setVisible(len(shown) < len(self._all))
        self._more.setText(_("还有 {n} 个").format(n=len(self._all) - len(shown)))
