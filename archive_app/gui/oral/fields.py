"""What one writes a segment in: its words as they were said and in 普通话, its times, who speaks."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QMimeData, Qt, Signal
from PySide6.QtGui import QFocusEvent, QInputMethodEvent, QKeyEvent, QMouseEvent, QTextCursor, QWheelEvent
from PySide6.QtWidgets import QFrame, QLineEdit, QPlainTextEdit, QTextEdit, QWidget

from archive_app.gui.composition import composing
from archive_app.gui.i18n import _
from archive_app.gui.theme import theme
from archive_app.gui.widgets.basics import set_property
from archive_app.gui.widgets.emphasis import units

MARGIN = 3
"""Round the words of an editor, so that a cursor at their edge is seen: points, at any text size."""

Keys = Callable[[QWidget, QKeyEvent], bool]


class WordsEdit(QPlainTextEdit):
    """The words of the segment one is in, as high as they are; ``column`` says which of its texts."""

    grown = Signal()
    lines_pasted = Signal(str)
    composed = Signal()
    """An input method has ended its word, or given it up."""

    def __init__(self, column: str, name: str, keys: Keys, parent: QWidget) -> None:
        super().__init__(parent)
        self.column = column
        self._keys = keys
        self._composing = False
        self.setProperty("role", "segment")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFont(theme().reading())
        self.setAccessibleName(name)
        self.setTabChangesFocus(True)
        self.setUndoRedoEnabled(False)  # undo is the archive's
        self.setAcceptDrops(False)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.document().setDocumentMargin(MARGIN)
        self.verticalScrollBar().rangeChanged.connect(lambda _low, _high: self.verticalScrollBar().setRange(0, 0))
        self.document().documentLayout().documentSizeChanged.connect(lambda _size: self.grown.emit())

    def words_height(self) -> int:
        """How high what stands here is, a word that is being composed with it."""
        layout, block, height = self.document().documentLayout(), self.document().firstBlock(), 0.0
        while block.isValid():
            height += layout.blockBoundingRect(block).height()
            block = block.next()
        return math.ceil(height - MARGIN)  # Qt counts the one above the first line in

    def show_words(self, words: str) -> None:
        """Other words; the cursor stays at its place as well as it can."""
        if words == self.toPlainText():
            return
        at = self.textCursor().position()
        quiet = self.blockSignals(True)
        self.setPlainText(words)
        self.put_cursor(at)
        self.blockSignals(quiet)
        self.grown.emit()

    def put_cursor(self, at: int) -> None:
        """The cursor behind so many UTF-16 units, -1 for the end."""
        cursor = self.textCursor()
        last = self.document().characterCount() - 1
        cursor.setPosition(last if at < 0 else min(at, last))
        self.setTextCursor(cursor)

    @property
    def offset(self) -> int:
        """Before which code point the cursor stands."""
        units = self.toPlainText().encode("utf-16-le")[: 2 * self.textCursor().position()]
        return len(units.decode("utf-16-le", "ignore"))

    def put_offset(self, offset: int) -> None:
        """The cursor before a code point, -1 for the end."""
        self.put_cursor(-1 if offset < 0 else units(self.toPlainText()[:offset]))

    def tint(self, marks: Sequence[tuple[int, int, bool]]) -> None:
        """Stretches of code points that were found, the one that is gone to in another colour."""
        words, made = self.toPlainText(), []
        for start, end, gone_to in marks:
            one: Any = QTextEdit.ExtraSelection()
            one.cursor = QTextCursor(self.document())
            one.cursor.setPosition(units(words[:start]))
            one.cursor.setPosition(units(words[:end]), QTextCursor.MoveMode.KeepAnchor)
            one.format.setBackground(theme().colour("amber" if gone_to else "celadon_tint"))
            if gone_to:  # it may stand on the tint of what is heard
                one.format.setForeground(theme().colour("sheet"))
            made.append(one)
        if made or self.extraSelections():
            self.setExtraSelections(made)

    def on_edge(self, down: bool) -> bool:
        """Whether the cursor is in the first line, or the last."""
        cursor = self.textCursor()
        moved = QTextCursor(cursor)
        way = QTextCursor.MoveOperation.Down if down else QTextCursor.MoveOperation.Up
        return not moved.movePosition(way)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The list's keys first; none while a word is being composed."""
        if composing() or not self._keys(self, event):
            super().keyPressEvent(event)

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        """Tell when a word is done."""
        if self.isReadOnly():
            event.ignore()
            return
        super().inputMethodEvent(event)
        was, self._composing = self._composing, bool(event.preeditString())
        if was and not self._composing:
            self.composed.emit()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """A word that was left is done."""
        super().focusOutEvent(event)
        if self._composing:
            self._composing = False
            self.composed.emit()

    def insertFromMimeData(self, source: QMimeData) -> None:
        """Several lines are several turns; what they become is decided by who listens. Ctrl+Shift+V keeps them here."""
        words = source.text().replace("\r\n", "\n").strip("\n")
        if self.column == "text" and "\n" in words and not self.isReadOnly():
            self.lines_pasted.emit(words)
        else:
            self.insertPlainText(source.text())

    def wheelEvent(self, event: QWheelEvent) -> None:
        """The list is what scrolls."""
        event.ignore()


class TimeEdit(QLineEdit):
    """When a segment begins or ends. A click on it is heard; typed into it is a time."""

    heard = Signal()
    given_up = Signal()

    def __init__(self, name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setProperty("role", "time")
        self.setAccessibleName(name)
        self.setAcceptDrops(False)

    def set_wrong(self, wrong: bool) -> None:
        """Mark what is no time."""
        set_property(self, "wrong", wrong)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc gives up what was typed."""
        if event.key() == Qt.Key.Key_Escape and not composing():
            self.given_up.emit()
            return
        super().keyPressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """All of it, to type another."""
        super().mouseDoubleClickEvent(event)
        self.selectAll()


def time_hint(which: str) -> str:
    """What a time's field says of itself."""
    return {
        "start": _("起（F11 记为现在，Alt+←/→ 挪 0.1 秒）"),
        "end": _("止（Ctrl+] 记为现在，Alt+Shift+←/→ 挪 0.1 秒）"),
    }[which]
