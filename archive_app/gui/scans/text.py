"""The lines of a page to be written in: a line of the scan is a line here, whatever is typed.

What is doubtful is marked. Nothing that a person does joins two lines or parts one, so that each keeps its place on
the scan.
"""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QMimeData, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QFont,
    QInputMethodEvent,
    QKeyEvent,
    QKeySequence,
    QTextBlock,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
)
from PySide6.QtWidgets import QTextEdit

from archive_app.domain.scanned.lines import ScanLine, ScanPage
from archive_app.gui.composition import composing
from archive_app.gui.i18n import _
from archive_app.gui.theme import theme

_PT = 13


class LinesEdit(QTextEdit):
    """``edited``: some words are others; ``moved``: the cursor is at another line or character."""

    edited = Signal()
    moved = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[ScanLine] = []
        self._first: list[ScanLine] = []  # the lines before they were written in: undoing brings their doubts back
        self._busy = False
        self.setAcceptRichText(False)
        self.setAcceptDrops(False)
        self.setTabChangesFocus(True)
        self.setProperty("own_undo", True)
        self.setAccessibleName(_("识别出的字，一行对着扫描件上的一行"))
        self.setFont(theme().font(_PT, serif=True))
        self.document().setDocumentMargin(theme().dp(14))
        self.textChanged.connect(self._changed)
        self.cursorPositionChanged.connect(self._moved)

    def show_page(self, page: ScanPage | None) -> None:
        """The lines of another page; its first doubtful character is where one begins."""
        self._busy = True
        self.lines = list(page.lines) if page is not None else []
        self._first = list(self.lines)
        self.setPlainText("\n".join(line.text for line in self.lines))
        self._shape()
        self.document().clearUndoRedoStacks()
        self._busy = False
        self._mark()
        self.moved.emit()

    @property
    def at(self) -> int:
        """The line in which the cursor is."""
        return min(self.textCursor().blockNumber(), len(self.lines) - 1) if self.lines else -1

    @property
    def doubt(self) -> int | None:
        """Which character of that line is doubtful and under the cursor."""
        if self.at < 0:
            return None
        cursor = self.textCursor()
        within = min(cursor.selectionStart(), cursor.position()) - cursor.block().position()
        return within if within in self.lines[self.at].doubts else None

    def go_to(self, line: int, character: int | None = None) -> None:
        """Put the cursor at a line, a character of it selected."""
        block = self.document().findBlockByNumber(line)
        if not block.isValid():
            return
        cursor = QTextCursor(block)
        if character is not None:
            cursor.movePosition(QTextCursor.MoveOperation.Right, QTextCursor.MoveMode.MoveAnchor, character)
            cursor.movePosition(QTextCursor.MoveOperation.Right, QTextCursor.MoveMode.KeepAnchor, 1)
        self.setTextCursor(cursor)
        self.ensureCursorVisible()

    def next_doubt(self, back: bool = False) -> bool:
        """To the next doubtful character (or the one before); whether there is one."""
        places = [(number, at) for number, line in enumerate(self.lines) if not line.folio for at in line.doubts]
        cursor = self.textCursor()
        here = (cursor.blockNumber(), cursor.selectionStart() - cursor.block().position())
        on = cursor.hasSelection()
        if back:
            found = [place for place in places if place < here][-1:]
        else:
            found = [place for place in places if place > here or (place == here and not on)][:1]
        if found:
            self.go_to(*found[0])
        return bool(found)

    def settle(self) -> bool:
        """What is doubtful under the cursor is right; whether there was any."""
        at, doubt = self.at, self.doubt
        if doubt is None:
            return False
        self.lines[at] = self._first[at] = self.lines[at].looked_at(doubt)
        self._mark()
        self.edited.emit()
        return True

    def part(self) -> None:
        """A paragraph begins with this line, or does not any more."""
        from dataclasses import replace

        if self.at < 0:
            return
        line = self.lines[self.at]
        self.lines[self.at] = self._first[self.at] = replace(line, opens=not line.opens, beside=False)
        self._busy = True
        self._shape()
        self._busy = False
        self.edited.emit()

    # — what is typed stays within its line —

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter goes to the next line; nothing joins two."""
        if composing():
            super().keyPressEvent(event)
            return
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._down()
            return
        standard = QKeySequence.StandardKey
        cursor = self.textCursor()
        if event.matches(standard.Cut):
            self.copy()
            self._clear_chosen()
            return
        deletes = event.key() in (Qt.Key.Key_Backspace, Qt.Key.Key_Delete)
        if cursor.hasSelection() and (deletes or (event.text() and event.text().isprintable())):
            self._clear_chosen()
            if deletes:
                return
        elif deletes:
            back = event.key() == Qt.Key.Key_Backspace
            if cursor.atBlockStart() if back else cursor.atBlockEnd():
                return
            if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
                event = QKeyEvent(event.type(), event.key(), Qt.KeyboardModifier.NoModifier, event.text())
        super().keyPressEvent(event)

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        """What an input method gives stands in one line."""
        if self.textCursor().hasSelection() and (event.commitString() or event.preeditString()):
            self._clear_chosen()
        super().inputMethodEvent(event)

    def insertFromMimeData(self, source: QMimeData) -> None:
        """What is pasted is one line."""
        self._clear_chosen()
        self.textCursor().insertText("".join(source.text().splitlines()))

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """None: its Cut and Delete would join lines."""
        event.accept()

    def _down(self) -> None:
        block = self.textCursor().block().next()
        if block.isValid():
            self.setTextCursor(QTextCursor(block))
            self.ensureCursorVisible()

    def _clear_chosen(self) -> None:
        """Delete what is selected, in each line by itself."""
        cursor = self.textCursor()
        if not cursor.hasSelection():
            return
        begin, end = cursor.selectionStart(), cursor.selectionEnd()
        document = self.document()
        edit = QTextCursor(document)
        edit.beginEditBlock()
        block = document.findBlock(end)
        while block.isValid() and block.position() + block.length() > begin:
            first = max(begin, block.position())
            last = min(end, block.position() + block.length() - 1)
            if last > first:
                edit.setPosition(first)
                edit.setPosition(last, QTextCursor.MoveMode.KeepAnchor)
                edit.removeSelectedText()
            block = block.previous()
        edit.endEditBlock()
        cursor = self.textCursor()
        cursor.setPosition(begin)
        self.setTextCursor(cursor)

    # — what is seen —

    def _changed(self) -> None:
        if self._busy:
            return
        if self.document().blockCount() != max(1, len(self.lines)):
            self._busy = True
            self.document().undo()
            self._busy = False
            return
        changed = False
        for number, block in self._blocks():
            line = self.lines[number]
            text = block.text()
            if text != line.text:
                self.lines[number] = self._first[number].written(text)
                changed = True
        if changed:
            self._mark()
            self.edited.emit()
            self.moved.emit()

    def _blocks(self) -> list[tuple[int, QTextBlock]]:
        found: list[tuple[int, QTextBlock]] = []
        block = self.document().firstBlock()
        while block.isValid() and len(found) < len(self.lines):
            found.append((len(found), block))
            block = block.next()
        return found

    def _moved(self) -> None:
        if not self._busy:
            self.moved.emit()

    def _shape(self) -> None:
        """What begins a paragraph stands in, a heading is bold, the number of the page faint."""
        look = theme()
        edit = QTextCursor(self.document())
        for number, block in self._blocks():
            line = self.lines[number]
            shape = QTextBlockFormat()
            opens = (line.opens or line.heading) and not line.beside
            shape.setTextIndent(look.dp(30) if line.opens and not line.heading else 0)
            shape.setTopMargin(look.dp(9) if opens and number else 0)
            shape.setLineHeight(135, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
            letters = QTextCharFormat()
            letters.setFontWeight(QFont.Weight.Bold if line.heading else QFont.Weight.Normal)
            letters.setForeground(look.colour("ghost" if line.folio else "ink"))
            edit.setPosition(block.position())
            edit.setBlockFormat(shape)
            edit.setBlockCharFormat(letters)
            edit.setPosition(block.position() + block.length() - 1, QTextCursor.MoveMode.KeepAnchor)
            edit.setCharFormat(letters)

    def _mark(self) -> None:
        look = theme()
        marks = []
        for number, block in self._blocks():
            if self.lines[number].folio:
                continue
            for at in self.lines[number].doubts:
                mark: Any = QTextEdit.ExtraSelection()
                mark.cursor = QTextCursor(block)
                mark.cursor.setPosition(block.position() + at)
                mark.cursor.setPosition(block.position() + at + 1, QTextCursor.MoveMode.KeepAnchor)
                mark.format.setBackground(look.colour("amber_tint"))
                mark.format.setUnderlineStyle(QTextCharFormat.UnderlineStyle.WaveUnderline)
                mark.format.setUnderlineColor(look.colour("amber"))
                marks.append(mark)
        self.setExtraSelections(marks)
