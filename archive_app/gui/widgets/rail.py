"""The rail of workspaces: an icon with its word under it, one of them down.

Large words on a low screen must not push a workspace out of the window: first the seal goes, then the icons.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QRect, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QButtonGroup, QLabel, QToolButton, QVBoxLayout, QWidget

from archive_app.gui.theme import theme
from archive_app.gui.widgets.basics import icon_size, margins, set_property

WIDTH = 72
_WITH_ICON, _WORD_ALONE, _SEAL, _AROUND = 60, 30, 52, 22
"""Heights on the grid: a button with and without its icon, the seal, the space above and below."""


_MOST = 99
"""From one more on the number is 99+."""


class _Entry(QToolButton):
    """A button of the rail, with a number at its corner where something is new behind it."""

    def __init__(self) -> None:
        super().__init__()
        self.number = 0

    def paintEvent(self, event: QPaintEvent) -> None:
        """The number beside the icon, or at the end of the word where that stands alone."""
        super().paintEvent(event)
        if not self.number:
            return
        look, dp = theme(), theme().dp
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(look.small())
        words = str(self.number) if self.number <= _MOST else f"{_MOST}+"
        height = painter.fontMetrics().ascent() + dp(2)
        width = max(height, painter.fontMetrics().horizontalAdvance(words) + dp(8))
        beside = self.width() - width - dp(3)
        left = beside if self.property("low") else min(self.width() // 2 + dp(5), beside)
        area = QRect(left, dp(3), width, height)
        painter.setPen(look.colour("rail"))
        painter.setBrush(look.colour("cinnabar"))
        painter.drawRoundedRect(area, height / 2, height / 2)
        painter.setPen(look.colour("on_cinnabar"))
        painter.drawText(area, int(Qt.AlignmentFlag.AlignCenter), words)


class Rail(QWidget):
    """``chosen`` carries a workspace's identifier."""

    chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "rail")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground, True)
        self.setFixedWidth(theme().dp(WIDTH))
        self._seal = QLabel()
        self._seal.setPixmap(theme().art("seal", 38))
        self._seal.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._seal.setFixedHeight(theme().dp(50))
        self._group = QButtonGroup(self)
        self._buttons: dict[str, _Entry] = {}
        self._tips: dict[str, str] = {}
        self._all: list[_Entry] = []
        self._column = QVBoxLayout(self)
        margins(self._column, (0, 14, 0, 8), 2)
        self._column.addWidget(self._seal)
        self._column.addStretch(1)

    def _button(self, words: str, icon: str, tip: str) -> _Entry:
        made = _Entry()
        made.setText(words)
        made.setIcon(theme().icon(icon, "faint", 22, "cinnabar_ink"))
        made.setIconSize(icon_size(22))
        made.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextUnderIcon)
        made.setToolTip(tip)
        made.setFixedWidth(theme().dp(WIDTH))
        self._all.append(made)
        return made

    def add(self, name: str, words: str, icon: str, tip: str) -> None:
        """A workspace."""
        made = self._button(words, icon, tip)
        made.setCheckable(True)
        made.clicked.connect(lambda _checked=False: self.chosen.emit(name))
        self._group.addButton(made)
        self._buttons[name] = made
        self._tips[name] = tip
        self._column.insertWidget(self._column.count() - 1, made)

    def add_below(self, words: str, icon: str, tip: str, clicked: Callable[[], object]) -> None:
        """Something at the foot that is no workspace."""
        made = self._button(words, icon, tip)
        made.clicked.connect(lambda _checked=False: clicked())
        self._column.addWidget(made)

    def choose(self, name: str) -> None:
        """Press a workspace's button without telling."""
        self._buttons[name].setChecked(True)

    def show_number(self, name: str, number: int, words: str) -> None:
        """How much is new behind a workspace's button, and in words; 0 for nothing."""
        made = self._buttons[name]
        tip = self._tips[name]
        made.setToolTip(f"{tip}\n{words}" if number else tip)
        made.setAccessibleName(f"{made.text()}，{words}" if number else made.text())
        if made.number != number:
            made.number = number
            made.update()

    def number(self, name: str) -> int:
        """What stands at a workspace's button."""
        return self._buttons[name].number

    def minimumSizeHint(self) -> QSize:
        """As low as words alone may stand: the window is never made taller for the icons' sake."""
        return QSize(self.width(), len(self._all) * theme().dp(_WORD_ALONE))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the buttons into the height there is."""
        super().resizeEvent(event)
        needed = len(self._all) * theme().dp(_WITH_ICON)
        room = self.height() - theme().dp(_AROUND)
        self._seal.setVisible(needed + theme().dp(_SEAL) <= room)
        words_alone = needed > room
        beneath, alone = Qt.ToolButtonStyle.ToolButtonTextUnderIcon, Qt.ToolButtonStyle.ToolButtonTextOnly
        for made in self._all:
            made.setToolButtonStyle(alone if words_alone else beneath)
            set_property(made, "low", words_alone)
