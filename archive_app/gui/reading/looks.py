"""How the reading pane looks: type of its own size, and day or night whatever the window has."""

from __future__ import annotations

from PySide6.QtGui import QColor, QFont, QFontMetricsF, QTextCharFormat

from archive_app.gui.theme import theme
from archive_app.gui.theme.tokens import BODY_PT, DARK, LIGHT, READING_MEASURE, READING_PT, SMALL_PT, TITLE_PT

PERCENTS = (100, 115, 130, 150, 175, 200)
"""Sizes of the reading type, of the window's text size."""
AS_WINDOW, DAY, NIGHT = "", "day", "night"


class ReadingLooks:
    """Faces and colours for one size and one light. ``light`` is ``AS_WINDOW``, ``DAY`` or ``NIGHT``."""

    def __init__(self, percent: int = 100, light: str = AS_WINDOW) -> None:
        self.percent = min(PERCENTS[-1], max(PERCENTS[0], percent))
        self.light = light
        dark = theme().tokens.dark if light == AS_WINDOW else light == NIGHT
        self.tokens = DARK if dark else LIGHT

    def __eq__(self, other: object) -> bool:
        return isinstance(other, ReadingLooks) and (self.percent, self.tokens) == (other.percent, other.tokens)

    __hash__ = None  # type: ignore[assignment]

    def stepped(self, by: int) -> ReadingLooks:
        """The next larger or smaller size."""
        at = min(range(len(PERCENTS)), key=lambda number: abs(PERCENTS[number] - self.percent))
        return ReadingLooks(PERCENTS[min(len(PERCENTS) - 1, max(0, at + by))], self.light)

    def turned(self) -> ReadingLooks:
        """Night for day, day for night."""
        return ReadingLooks(self.percent, DAY if self.tokens.dark else NIGHT)

    def colour(self, token: str) -> QColor:
        """A colour of the palette read by."""
        return QColor(getattr(self.tokens, token))

    def dp(self, length: float) -> int:
        """A length that grows with the type."""
        return round(theme().dp(length) * self.percent / 100)

    def _font(self, points: float, *, serif: bool = True, bold: bool = False) -> QFont:
        return theme().font(points * self.percent / 100, serif=serif, bold=bold)

    def body(self, *, bold: bool = False) -> QFont:
        """Running text."""
        return self._font(READING_PT, bold=bold)

    def heading(self, level: int) -> QFont:
        """A heading within the text."""
        return self._font(READING_PT + (1.5 if level <= 1 else 0.5), bold=True)

    def title(self) -> QFont:
        """The item's title."""
        return self._font(TITLE_PT, bold=True)

    def article(self) -> QFont:
        """The title of a piece of a book."""
        return self._font(READING_PT + 3, bold=True)

    def note(self) -> QFont:
        """Notes, captions and what describes the item."""
        return self._font(BODY_PT)

    def small(self) -> QFont:
        """Labels and times."""
        return self._font(SMALL_PT, serif=False)

    @property
    def em(self) -> float:
        """The width of a character of running text, in device-independent pixels."""
        return QFontMetricsF(self.body()).horizontalAdvance("一")

    @property
    def measure(self) -> float:
        """The longest line, in device-independent pixels."""
        return READING_MEASURE * self.em

    def format(self, font: QFont, tone: str = "ink") -> QTextCharFormat:
        """Characters in a face and a colour."""
        made = QTextCharFormat()
        made.setFont(font)
        made.setForeground(self.colour(tone))
        return made

    def stylesheet(self) -> str:
        """The ground and the selection of the page read on."""
        tokens = self.tokens
        return (
            f"QTextBrowser {{ background: {tokens.sheet}; color: {tokens.ink}; border: none;"
            f" selection-background-color: {tokens.selected}; selection-color: {tokens.ink}; }}"
        )
