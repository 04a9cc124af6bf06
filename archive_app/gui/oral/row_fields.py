"""The one set of fields that lies over the segment one is in."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from archive_app.gui.i18n import _
from archive_app.gui.oral.fields import MARGIN, Keys, TimeEdit, WordsEdit, time_hint
from archive_app.gui.oral.looks import Shape
from archive_app.gui.oral.painting import time_words
from archive_app.gui.oral.speaker_line import SpeakerLine
from archive_app.gui.theme import theme


class RowFields(QObject):
    """``typed`` tells the column and what stands in it; ``time_given`` a time as it was typed."""

    typed = Signal(str, str)
    time_given = Signal(str, str)
    given_up = Signal()
    grown = Signal()
    composed = Signal()

    def __init__(self, inside: QWidget, keys: Keys, speaker: SpeakerLine) -> None:
        super().__init__(inside)
        self.words = WordsEdit("text", _("原话"), keys, inside)
        self.mandarin = WordsEdit("mandarin", _("普通话"), keys, inside)
        self.mandarin.setPlaceholderText(_("普通话"))
        self.start, self.end = (TimeEdit(time_hint(which), inside) for which in ("start", "end"))
        self.speaker = speaker
        speaker.setParent(inside)
        self._filling = False
        self._row: Mapping[str, Any] = {}
        for which, line in self._times():
            line.editingFinished.connect(lambda which=which, line=line: self._time_typed(which, line))
            line.given_up.connect(self.given_up)
            line.setToolTip(time_hint(which))
        for editor in (self.words, self.mandarin):
            editor.textChanged.connect(lambda editor=editor: self._typed(editor))
            editor.grown.connect(self._grown)
            editor.composed.connect(self.composed)
        self.all: tuple[Any, ...] = (self.start, self.end, self.speaker, self.words, self.mandarin)
        for one, other in zip(self.all[:-1], self.all[1:], strict=True):
            QWidget.setTabOrder(one, other)
        self.show(there=False, mandarin=False)

    def _times(self) -> tuple[tuple[str, TimeEdit], ...]:
        return ("start", self.start), ("end", self.end)

    @property
    def focused(self) -> bool:
        """Whether one of them has the keyboard."""
        return any(field.hasFocus() for field in self.all)

    @property
    def shown(self) -> bool:
        """Whether there is a segment one is in."""
        return not self.words.isHidden()

    @property
    def editor(self) -> WordsEdit:
        """The text one writes in."""
        return self.mandarin if self.mandarin.hasFocus() else self.words

    def show(self, *, there: bool, mandarin: bool) -> None:
        """Show them, where there is a segment to be in."""
        for field in self.all:
            field.setVisible(there and (field is not self.mandarin or mandarin))

    def set_read_only(self, read_only: bool) -> None:
        """Let them be read only."""
        for field in self.all:
            field.setReadOnly(read_only)

    def fill(self, row: Mapping[str, Any]) -> None:
        """What stands in a segment; what stands there already is left, its cursor with it."""
        self._row = row
        self._filling = True
        self.words.show_words(str(row.get("text") or ""))
        self.mandarin.show_words(str(row.get("mandarin") or ""))
        for which, line in self._times():
            line.set_wrong(False)
            line.setText(time_words(row.get(which)))
        self.speaker.show_speaker(str(row.get("speaker") or ""))
        self._filling = False

    def heights(self) -> tuple[int, int]:
        """Of the words, and of what is said in 普通话."""
        return self.words.words_height(), self.mandarin.words_height() if not self.mandarin.isHidden() else 0

    def place(self, shape: Shape) -> None:
        """Over a segment."""
        self._filling = True
        dp = theme().dp
        self.words.setGeometry(shape.words.adjusted(-MARGIN, -MARGIN, MARGIN, MARGIN + 2))
        if not self.mandarin.isHidden():
            self.mandarin.setGeometry(shape.mandarin.adjusted(-MARGIN, -MARGIN, MARGIN, MARGIN + 2))
        left, top, width = shape.time.left(), shape.time.top(), shape.time.width()
        self.start.setGeometry(left + dp(14), top - dp(2), width - dp(14), dp(22))
        self.end.setGeometry(left + dp(14), top + dp(19), width - dp(14), dp(22))
        self.speaker.setGeometry(shape.speaker.left() - dp(4), top - dp(3), shape.speaker.width() + dp(8), dp(26))
        self._filling = False

    def _typed(self, editor: WordsEdit) -> None:
        words = editor.toPlainText()
        if not self._filling and words != str(self._row.get(editor.column) or ""):
            self.typed.emit(editor.column, words)

    def _time_typed(self, which: str, line: TimeEdit) -> None:
        if not self._filling and line.text().strip() != time_words(self._row.get(which)):
            self.time_given.emit(which, line.text())

    def _grown(self) -> None:
        if not self._filling:
            self.grown.emit()
