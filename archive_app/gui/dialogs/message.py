"""Questions and messages: what happened, what to do next, and buttons that say what they do."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QDialog, QLabel, QPushButton, QWidget

from archive_app.domain.errors import ArchiveError
from archive_app.gui.composition import composing
from archive_app.gui.dialogs.fitting import keep_on_screen, room_for
from archive_app.gui.i18n import _
from archive_app.gui.theme import theme
from archive_app.gui.widgets.basics import button, column, icon_label, label, row, shown_if

_COMMANDS = re.compile(r"（[^（）]*(?:--[a-z]|cunshi )[^（）]*）")


class Dialog(QDialog):
    """A dialog on paper. Enter and Esc are left to a composing input method."""

    def __init__(self, parent: QWidget | None, title: str, width: float = 460) -> None:
        super().__init__(parent)
        if parent is None:
            theme().dress(self)
        self.setWindowTitle(title)
        self.setModal(True)
        self.setMinimumWidth(min(theme().dp(width), room_for(self).width()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Nothing while a word is being composed."""
        if composing() and event.key() in (Qt.Key.Key_Escape, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            return
        super().keyPressEvent(event)

    def setVisible(self, visible: bool) -> None:
        """Before it is seen it is brought onto its screen, whatever the size of the text."""
        if visible and not self.isVisible():
            keep_on_screen(self)
        super().setVisible(visible)

    def height_beside(self, wanted: float, beside: float) -> int:
        """``wanted``, or what a low screen leaves beside ``beside`` of other things (px at 100 %), in pixels."""
        return max(0, min(theme().dp(wanted), room_for(self).height() - theme().dp(beside)))

    def buttons(self, *made: QPushButton):
        """The foot: buttons to the right, the last one is the one that acts."""
        return row(None, *made, spacing=12)


class Message(Dialog):
    """An icon, a heading, words, and the buttons' words; ``chosen`` is the number of the one pressed."""

    def __init__(
        self,
        parent: QWidget | None,
        heading: str,
        words: str = "",
        buttons: Sequence[str] = (),
        *,
        tone: str = "faint",
        icon: str = "info-circle",
        danger: bool = False,
    ) -> None:
        super().__init__(parent, _("存史"))
        self.chosen = 0
        head = label(heading, voice="section", wrap=True)
        body: QLabel = label(words, tone="faint", wrap=True, select=True)
        shown_if(body, bool(words))
        made: list[QPushButton] = []
        names = list(buttons) or [_("知道了")]
        for number, text in enumerate(names):
            last = number == len(names) - 1
            role = ("danger" if danger else "primary") if last else ""
            made.append(button(text, partial(self._choose, number), role=role))
        made[-1].setDefault(not danger)
        made[-1 if not danger else 0].setFocus()
        icon_at = column(icon_label(icon, tone, 24), None)
        self.setLayout(
            column(
                row(icon_at, column(head, body, None, spacing=8), spacing=16),
                8,
                self.buttons(*made),
                spacing=16,
                around=(24, 24, 24, 20),
            )
        )
        self.layout().itemAt(0).layout().setStretch(1, 1)

    def _choose(self, number: int) -> None:
        self.chosen = number
        self.accept()


def ask(parent: QWidget | None, heading: str, words: str, no: str, yes: str, *, danger: bool = False) -> bool:
    """A question with two answers in words; Esc is no."""
    message = Message(parent, heading, words, (no, yes), danger=danger, icon="help")
    return message.exec() == QDialog.DialogCode.Accepted and message.chosen == 1


def tell(parent: QWidget | None, heading: str, words: str = "") -> None:
    """A message."""
    Message(parent, heading, words).exec()


def without_commands(words: str) -> str:
    """Words for who sits before the window: what the command line would do, in brackets, is left out."""
    return _COMMANDS.sub("", words)


def show_archive_error(parent: QWidget | None, error: ArchiveError) -> None:
    """An expected failure: what happened and what to do next."""
    Message(parent, error.message, without_commands(error.remedy), tone="amber", icon="alert-triangle").exec()
