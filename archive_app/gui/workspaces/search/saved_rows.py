"""A kept search as a line that opens it: its name, what it asks, how many items are new."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QFontMetricsF, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QToolButton

from archive_app.gui.i18n import _
from archive_app.gui.theme import theme
from archive_app.gui.widgets.basics import row, tool
from archive_app.services.saved_searches import SavedSearch

_LEFT, _AROUND, _ROUND = 40, 8, 6


def new_words(number: int) -> str:
    """How many are new."""
    return _("{n} 件新的").format(n=number)


class SavedRow(QAbstractButton):
    """``clicked`` opens it. F2, Delete and the menu act on one's own; ↑ and ↓ go to the next line."""

    rename_wanted = Signal()
    remove_wanted = Signal()
    alert_wanted = Signal(bool)
    menu_wanted = Signal(QPoint)
    stepped = Signal(int)

    def __init__(self, saved: SavedSearch, told: str, number: int, *, own: bool) -> None:
        super().__init__()
        self.saved, self.told, self.number, self.own = saved, told, number, own
        self.setText(saved.name)
        self.setToolTip(told)
        news = f"，{new_words(number)}" if number else ""
        self.setAccessibleName(f"{saved.name}，{told}{news}")
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._name, self._small = theme().font(), theme().small()
        self._heights = QFontMetricsF(self._name).height(), QFontMetricsF(self._small).height()
        self.bell = self._bell() if own else None
        self.more = tool("dots", _("改名、删除……") if own else _("别的……"), self._ask_menu)
        for made in (self.bell, self.more):
            if made is not None:
                made.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the keyboard has the line, and its menu
        lay = row(None, *(made for made in (self.bell, self.more) if made is not None), spacing=2, around=(0, 0, 6, 0))
        self.setLayout(lay)

    def _bell(self) -> QToolButton:
        on = self.saved.alert
        words = _("有新资料时提醒：开着，按一下不再提醒") if on else _("有新资料时提醒：关着，按一下就提醒")
        made = tool("bell", words, None, token="cinnabar_ink" if on else "ghost")
        made.setCheckable(True)
        made.setChecked(on)
        made.toggled.connect(self.alert_wanted)
        return made

    def _ask_menu(self) -> None:
        self.menu_wanted.emit(self.more.mapToGlobal(QPoint(0, self.more.height())))

    def sizeHint(self) -> QSize:
        """Two lines."""
        return QSize(theme().dp(240), round(sum(self._heights)) + 2 * theme().dp(_AROUND))

    def minimumSizeHint(self) -> QSize:
        """What does not fit beside the buttons is cut."""
        return QSize(theme().dp(160), self.sizeHint().height())

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        keyboard = event.reason() == QContextMenuEvent.Reason.Keyboard
        self.menu_wanted.emit(self.mapToGlobal(self.rect().center()) if keyboard else event.globalPos())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key = event.key()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.click()
        elif key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.stepped.emit(1 if key == Qt.Key.Key_Down else -1)
        elif key == Qt.Key.Key_F2 and self.own:
            self.rename_wanted.emit()
        elif key == Qt.Key.Key_Delete and self.own:
            self.remove_wanted.emit()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        look, dp = theme(), theme().dp
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        area = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        if self.underMouse() or self.isDown():
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(look.colour("pressed" if self.isDown() else "hover"))
            painter.drawRoundedRect(area, dp(_ROUND), dp(_ROUND))
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(look.colour("focus"))
            painter.drawRoundedRect(area, dp(_ROUND), dp(_ROUND))
        edge = dp(18)
        mark = look.pixmap("bookmark", "cinnabar_ink" if self.number else "faint", 18)
        painter.drawPixmap(QRect(dp(11), (self.height() - edge) // 2, edge, edge), mark)
        end = (self.bell or self.more).geometry().left() - dp(8)
        if self.number:
            end = self._badge(painter, end) - dp(8)
        self._words(painter, end)

    def _badge(self, painter: QPainter, end: int) -> int:
        """How many are new, on the accent; returns where it begins."""
        look, dp = theme(), theme().dp
        words = new_words(self.number)
        painter.setFont(self._small)
        width = painter.fontMetrics().horizontalAdvance(words) + dp(16)
        height = max(dp(22), round(self._heights[1]) + dp(4))
        area = QRect(end - width, (self.height() - height) // 2, width, height)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look.colour("cinnabar"))
        painter.drawRoundedRect(area, height / 2, height / 2)
        painter.setPen(look.colour("on_cinnabar"))
        painter.drawText(area, int(Qt.AlignmentFlag.AlignCenter), words)
        return area.left()

    def _words(self, painter: QPainter, end: int) -> None:
        look, dp = theme(), theme().dp
        left, top = dp(_LEFT), dp(_AROUND)
        align = int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft)
        told = self.told if self.own else _("{owner}　{told}").format(owner=self.saved.owner, told=self.told)
        height = 0.0
        for font, token, words, line in (
            (look.font(bold=bool(self.number)), "ink", self.saved.name, self._heights[0]),
            (self._small, "faint", told, self._heights[1]),
        ):
            painter.setFont(font)
            painter.setPen(look.colour(token))
            shown = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, max(0, end - left))
            painter.drawText(QRect(left, top + round(height), max(0, end - left), round(line)), align, shown)
            height += line
