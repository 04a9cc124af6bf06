"""The rail of workspaces: an icon with its word under it, one of them down."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QLabel, QToolButton, QVBoxLayout, QWidget

from archive_app.gui.theme import theme
from archive_app.gui.widgets.basics import icon_size, margins

WIDTH = 72


class Rail(QWidget):
    """``chosen`` carries a workspace's identifier."""

    chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "rail")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground, True)
        self.setFixedWidth(theme().dp(WIDTH))
        seal = QLabel()
        seal.setPixmap(theme().art("seal", 38))
        seal.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._group = QButtonGroup(self)
        self._buttons: dict[str, QToolButton] = {}
        self._column = QVBoxLayout(self)
        margins(self._column, (0, 14, 0, 8), 2)
        self._column.addWidget(seal)
        self._column.addSpacing(theme().dp(12))
        self._column.addStretch(1)

    def _button(self, words: str, icon: str, tip: str) -> QToolButton:
        made = QToolButton()
        made.setText(words)
        made.setIcon(theme().icon(icon, "faint", 22, "cinnabar_ink"))
        made.setIconSize(icon_size(22))
        made.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextUnderIcon)
        made.setToolTip(tip)
        made.setFixedWidth(theme().dp(WIDTH))
        return made

    def add(self, name: str, words: str, icon: str, tip: str) -> None:
        """A workspace."""
        made = self._button(words, icon, tip)
        made.setCheckable(True)
        made.clicked.connect(lambda _checked=False: self.chosen.emit(name))
        self._group.addButton(made)
        self._buttons[name] = made
        self._column.insertWidget(self._column.count() - 1, made)

    def add_below(self, words: str, icon: str, tip: str, clicked: Callable[[], object]) -> None:
        """Something at the foot that is no workspace."""
        made = self._button(words, icon, tip)
        made.clicked.connect(lambda _checked=False: clicked())
        self._column.addWidget(made)

    def choose(self, name: str) -> None:
        """Press a workspace's button without telling."""
        self._buttons[name].setChecked(True)
