"""An empty view: a drawing, what there is not, and what to do first."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import ceil

from PySide6.QtCore import QPoint, QSize, Qt
from PySide6.QtGui import QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from archive_app.gui.theme import theme
from archive_app.gui.widgets.basics import button, column, label, row

_WIDTH, _SEAL, _LEAST = 240, 104, 0.4
"""Width of a drawing on the grid, that of the seal, which is all colour; the share below which it is left out."""


def _even(metrics: QFontMetrics, words: str) -> int:
    """The width at which the lines of some words are of one length: no last line of a character or two."""
    whole, most, least = metrics.horizontalAdvance(words), theme().dp(420), theme().dp(220)
    lines = max(1, ceil(whole / most))
    # a full stop may not begin a line, so that one may be a character longer
    return min(most, max(least, ceil(whole / lines) + 2 * metrics.horizontalAdvance("字")))


class _Drawing(QWidget):
    """Drawn smaller where there is little height, never cut off."""

    def __init__(self, art: str) -> None:
        super().__init__()
        self._art = art
        self._width = _SEAL if art == "seal" else _WIDTH
        self._whole = theme().art(art, self._width).deviceIndependentSize().toSize()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Maximum)

    def sizeHint(self) -> QSize:
        """The drawing at its own size."""
        return self._whole

    def minimumSizeHint(self) -> QSize:
        """It gives way to the words."""
        return QSize(0, 0)

    def paintEvent(self, _event: QPaintEvent) -> None:
        share = min(1.0, self.height() / self._whole.height(), self.width() / self._whole.width())
        if share < _LEAST:
            return
        picture = theme().art(self._art, round(self._width * share))
        size = picture.deviceIndependentSize().toSize()
        corner = QPoint((self.width() - size.width()) // 2, (self.height() - size.height()) // 2)
        QPainter(self).drawPixmap(corner, picture)


class EmptyState(QWidget):
    """Centred in its pane; ``acts`` are (words, icon, what to do), the first of them the primary one."""

    def __init__(
        self, art: str, heading: str, words: str, acts: Sequence[tuple[str, str, Callable[[], object]]] = ()
    ) -> None:
        super().__init__()
        picture = _Drawing(art)
        self.heading = label(heading, voice="title", wrap=True)
        self.heading.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.words = label(words, tone="faint", wrap=True)
        self.words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.words.setFixedWidth(_even(self.words.fontMetrics(), words))
        self.buttons = [
            button(text, act, icon=icon, role="" if number else "primary")
            for number, (text, icon, act) in enumerate(acts)
        ]
        self.setLayout(
            column(
                None,
                picture,
                8,
                self.heading,
                row(None, self.words, None, spacing=0),
                8,
                row(None, *self.buttons, None, spacing=12),
                None,
                None,
                spacing=8,
                around=(24, 16, 24, 16),
            )
        )
