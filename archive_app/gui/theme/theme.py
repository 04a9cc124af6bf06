"""The look that holds now: palette × text size, and what widgets ask of it.

The style sheet is the windows', not the application's. Of an application that has one Qt asks, whenever a widget gets
a parent, which rules hold for it and for all that is in it: what is put together from the inside out, as everything
here is, was asked nine times over, and the window took twice as long to open.
"""

from __future__ import annotations

from pathlib import Path
from typing import cast

from PySide6.QtCore import QDir, QObject, Qt, QTemporaryDir, Signal
from PySide6.QtGui import QColor, QFont, QGuiApplication, QIcon, QPalette, QPixmap
from PySide6.QtWidgets import QApplication, QWidget

from archive_app.gui.theme import icons
from archive_app.gui.theme.fonts import font
from archive_app.gui.theme.stylesheet import stylesheet, write_marks
from archive_app.gui.theme.tokens import BODY_PT, DARK, LIGHT, READING_PT, SMALL_PT, TITLE_PT, Tokens

TEXT_SIZES = (1.0, 1.15, 1.3, 1.5, 1.75, 2.0)
MODES = ("light", "dark", "system")


_DRESSED = "cunshi_dressed"


class Theme(QObject):
    """Owned by the application; ``changed`` is emitted after the style sheet has been set anew."""

    changed = Signal()

    def __init__(self, app: QApplication, mode: str = "light", scale: float = 1.0) -> None:
        super().__init__(app)
        self._app = app
        self._marks = QTemporaryDir()
        self.mode = mode
        self.scale = scale
        self.tokens: Tokens = LIGHT
        self._icons: dict[tuple[str, str, int, str], QIcon] = {}
        self._pixmaps: dict[tuple[str, str, int, float], QPixmap] = {}
        self._sheet = ""
        app.setStyle("Fusion")
        app.setProperty("cunshi_theme", self)
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._system_changed)
        self.apply()

    def set(self, *, mode: str | None = None, scale: float | None = None) -> None:
        """Take another palette or text size; nothing happens where both stay the same."""
        wanted = (mode or self.mode, min(2.0, max(1.0, scale or self.scale)))
        if wanted == (self.mode, self.scale):
            return
        self.mode, self.scale = wanted
        self.apply()

    def apply(self) -> None:
        """Fill the style sheet and the palette, and tell the widgets."""
        self.tokens = self._tokens_now()
        self._icons.clear()
        self._pixmaps.clear()
        # a folder of its own for each palette: Qt keeps what it has read from a file's name
        folder = Path(self._marks.path()) / ("dark" if self.tokens.dark else "light")
        folder.mkdir(exist_ok=True)
        write_marks(folder, self.tokens)
        QDir.setSearchPaths("mark", [str(folder)])
        self._app.setFont(self.font())
        self._app.setPalette(_palette(self.tokens))
        self._sheet = stylesheet(self.tokens, self.scale)
        for window in self._app.topLevelWidgets():
            if window.property(_DRESSED):
                window.setStyleSheet(self._sheet)
        self.changed.emit()

    def dress(self, window: QWidget) -> None:
        """Give the style sheet to a window that has no parent, now and whenever it changes; dialogs, menus and boxes
        that drop down have it from the widget they belong to, a completer's list does not."""
        if not window.property(_DRESSED):
            window.setProperty(_DRESSED, True)
            window.setStyleSheet(self._sheet)

    def dp(self, length: float) -> int:
        """A length of the grid at the present text size, in device-independent pixels."""
        return round(length * self.scale)

    def font(self, points: float = BODY_PT, *, serif: bool = False, bold: bool = False) -> QFont:
        """A face at the present text size."""
        return font(points * self.scale, serif=serif, bold=bold)

    def small(self) -> QFont:
        """Secondary words."""
        return self.font(SMALL_PT)

    def title(self) -> QFont:
        """The heading of a page."""
        return self.font(TITLE_PT, serif=True, bold=True)

    def reading(self, *, bold: bool = False) -> QFont:
        """Manuscripts and long reading."""
        return self.font(READING_PT, serif=True, bold=bold)

    def colour(self, token: str) -> QColor:
        """A token as a ``QColor``."""
        return QColor(getattr(self.tokens, token))

    def icon(self, name: str, token: str = "ink", edge: int = 18, checked: str = "") -> QIcon:
        """An icon in a token's colour; kept, since the same few are asked for again and again."""
        key = (name, token, edge, checked)
        if key not in self._icons:
            on = getattr(self.tokens, checked) if checked else ""
            made = icons.icon(name, self.tokens, self.dp(edge), colour=getattr(self.tokens, token), checked=on)
            self._icons[key] = made
        return self._icons[key]

    def pixmap(self, name: str, token: str = "ink", edge: int = 18) -> QPixmap:
        """An icon as a pixmap; kept like the icons."""
        key = (name, token, edge, self._app.devicePixelRatio())
        if key not in self._pixmaps:
            self._pixmaps[key] = icons.pixmap(name, getattr(self.tokens, token), self.dp(edge), key[-1])
        return self._pixmaps[key]

    def art(self, name: str, width: int) -> QPixmap:
        """A drawing of the empty views, ``width`` wide on the grid; kept like the icons."""
        key = (name, "", width, self._app.devicePixelRatio())
        if key not in self._pixmaps:
            self._pixmaps[key] = icons.art(name, self.tokens, self.dp(width), key[-1])
        return self._pixmaps[key]

    def _tokens_now(self) -> Tokens:
        if self.mode == "system":
            scheme = QGuiApplication.styleHints().colorScheme()
            return DARK if scheme is Qt.ColorScheme.Dark else LIGHT
        return DARK if self.mode == "dark" else LIGHT

    def _system_changed(self) -> None:
        if self.mode == "system" and self._tokens_now() is not self.tokens:
            self.apply()


def theme() -> Theme:
    """The application's theme."""
    app = QApplication.instance()
    assert app is not None
    return cast(Theme, app.property("cunshi_theme"))


def _palette(tokens: Tokens) -> QPalette:
    """What Qt draws without the style sheet (text cursors, links, selections) in the same colours."""
    made = QPalette()
    role = QPalette.ColorRole
    pairs = {
        role.Window: tokens.paper,
        role.WindowText: tokens.ink,
        role.Base: tokens.sheet,
        role.AlternateBase: tokens.paper,
        role.Text: tokens.ink,
        role.Button: tokens.rail,
        role.ButtonText: tokens.ink,
        role.BrightText: tokens.on_cinnabar,
        role.Highlight: tokens.selected,
        role.HighlightedText: tokens.ink,
        role.Link: tokens.cinnabar_ink,
        role.LinkVisited: tokens.cinnabar_ink,
        role.ToolTipBase: tokens.ink,
        role.ToolTipText: tokens.paper,
        role.PlaceholderText: tokens.ghost,
        role.Light: tokens.sheet,
        role.Mid: tokens.line,
        role.Dark: tokens.edge,
        role.Accent: tokens.cinnabar,
    }
    for name, colour in pairs.items():
        made.setColor(name, QColor(colour))
    for name in (role.WindowText, role.Text, role.ButtonText):
        made.setColor(QPalette.ColorGroup.Disabled, name, QColor(tokens.ghost))
    return made
