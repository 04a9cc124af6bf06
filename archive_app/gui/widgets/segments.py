"""A row of buttons of which exactly one is down."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QFrame, QSizePolicy, QToolButton, QWidget

from archive_app.gui.theme import theme
from archive_app.gui.widgets.basics import icon_size, row


class Segments(QFrame):
    """Choose one of few; ``chosen`` carries the choice's identifier."""

    chosen = Signal(str)

    def __init__(self, choices: Sequence[tuple[str, str, str]], parent: QWidget | None = None) -> None:
        """``choices`` are (identifier, words, icon or empty)."""
        super().__init__(parent)
        self.setProperty("role", "segments")
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)
        self._group = QButtonGroup(self)
        self._buttons: dict[str, QToolButton] = {}
        for name, words, icon in choices:
            made = QToolButton()
            made.setText(words)
            made.setCheckable(True)
            made.setAccessibleName(words)
            if icon:
                made.setIcon(theme().icon(icon, "faint", 16, "ink"))
                made.setIconSize(icon_size(16))
                made.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
            made.clicked.connect(lambda _checked=False, choice=name: self.chosen.emit(choice))
            self._group.addButton(made)
            self._buttons[name] = made
        self.setLayout(row(*self._buttons.values(), spacing=0))
        if choices:
            self.choose(choices[0][0])

    def choose(self, name: str) -> None:
        """Press a button without telling."""
        self._buttons[name].setChecked(True)

    def choice(self) -> str:
        """Which one is down."""
        return next(name for name, made in self._buttons.items() if made.isChecked())

    def set_shown(self, name: str, shown: bool) -> None:
        """Show or hide one choice."""
        self._buttons[name].setVisible(shown)

    def fit(self, width: int) -> None:
        """Words without icons where there is no room for both."""
        self._show_icons(icons=True)
        if self.sizeHint().width() > width:
            self._show_icons(icons=False)

    def _show_icons(self, *, icons: bool) -> None:
        beside, alone = Qt.ToolButtonStyle.ToolButtonTextBesideIcon, Qt.ToolButtonStyle.ToolButtonTextOnly
        for made in self._buttons.values():
            if not made.icon().isNull():
                made.setToolButtonStyle(beside if icons else alone)
        self.layout().invalidate()

    def button(self, name: str) -> QToolButton:
        """One of the buttons."""
        return self._buttons[name]
