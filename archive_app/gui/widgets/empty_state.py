"""An empty view: a drawing, what there is not, and what to do first."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QWidget

from archive_app.gui.theme import theme
from archive_app.gui.widgets.basics import button, column, label, row


class EmptyState(QWidget):
    """Centred in its pane; ``acts`` are (words, icon, what to do), the first of them the primary one."""

    def __init__(
        self, art: str, heading: str, words: str, acts: Sequence[tuple[str, str, Callable[[], object]]] = ()
    ) -> None:
        super().__init__()
        picture = QLabel()
        picture.setPixmap(theme().art(art, 240))
        picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.heading = label(heading, voice="title", wrap=True)
        self.heading.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.words = label(words, tone="faint", wrap=True)
        self.words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.words.setFixedWidth(theme().dp(min(420, max(220, 15 * len(words)))))
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
