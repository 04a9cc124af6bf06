"""What the paragraphs of a sheet are, and the marks of their words."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from PySide6.QtGui import (
    QPixmap,
    QTextBlock,
    QTextCharFormat,
    QTextCursor,
)

from archive_app.domain.identity import new_id
from archive_app.domain.manuscript import Block, BlockKind, SpanStyle
from archive_app.gui.manuscript import document as pages
from archive_app.gui.manuscript.sheet import Sheet, no_picture

_CLOSED = (SpanStyle.RUBY, SpanStyle.PERSON, SpanStyle.PLACE)
"""Marks of these very words: they do not go on with what is typed behind them."""


class MarkedSheet(Sheet):
    """A sheet whose blocks become something else and whose words are marked, ids and notes kept."""

    def __init__(self, picture: Callable[[str], QPixmap | None] = no_picture) -> None:
        super().__init__(picture)
        self.cursorPositionChanged.connect(self._end_marks)

    # — blocks —

    def kind(self) -> BlockKind:
        """What the block with the cursor is."""
        return pages.kind_of(self.textCursor().block())

    def set_kind(self, kind: BlockKind) -> None:
        """Make the selected blocks something else; their text, ids and marks stay."""
        cursor = self.textCursor()
        document = self.document()
        block = document.findBlock(cursor.selectionStart())
        last = document.findBlock(cursor.selectionEnd())
        cursor.beginEditBlock()
        while block.isValid():
            if pages.kind_of(block) not in pages.FIXED_KINDS:
                self._turn(block, kind)
            if block == last:
                break
            block = block.next()
        cursor.endEditBlock()
        self.place_changed.emit()

    def _turn(self, block: QTextBlock, kind: BlockKind) -> None:
        about = block.blockFormat()
        label = str(about.property(pages.LABEL) or "")
        if kind in (BlockKind.QUESTION, BlockKind.ANSWER):
            label = label or kind.label
            if label in (BlockKind.QUESTION.label, BlockKind.ANSWER.label):
                label = kind.label
        level = (int(about.property(pages.LEVEL) or 0) or 1) if kind is BlockKind.HEADING else 0
        like = Block(kind, level=level, label=label, tight=int(about.property(pages.TIGHT) or 0))
        made = pages.block_format(replace(like, id=str(about.property(pages.ID) or new_id())), self._looks)
        cursor = QTextCursor(block)
        cursor.setBlockFormat(made)
        cursor.setBlockCharFormat(self._looks.characters(kind, level))
        self._dress(block, kind, level)

    def dress(self, block: QTextBlock) -> None:
        """Give the text of a block its own kind's face, its marks kept."""
        self._dress(block, pages.kind_of(block), int(block.blockFormat().property(pages.LEVEL) or 0))

    def _dress(self, block: QTextBlock, kind: BlockKind, level: int) -> None:
        """Give the text of a block its kind's face, its marks kept."""
        pieces: list[tuple[int, int, QTextCharFormat]] = []
        iterator = block.begin()
        while not iterator.atEnd():
            fragment = iterator.fragment()
            pieces.append((fragment.position(), fragment.length(), fragment.charFormat()))
            iterator += 1
        for start, length, old in pieces:
            if old.property(pages.NOTE) or old.property(pages.FIXED):
                continue
            made = self._looks.characters(kind, level)
            for key in pages.RIDING:
                if (value := old.property(key)) is not None:
                    made.setProperty(key, value)
            cursor = QTextCursor(self.document())
            cursor.setPosition(start)
            cursor.setPosition(start + length, QTextCursor.MoveMode.KeepAnchor)
            cursor.setCharFormat(self._looks.marked(made))

    # — marks —

    def has_mark(self, style: SpanStyle) -> bool:
        """Whether the text at the cursor bears this mark."""
        return bool(self.textCursor().charFormat().property(pages.MARK[style]))

    def toggle_mark(self, style: SpanStyle) -> None:
        """Mark the selection, or take the mark off where all of it has it."""
        cursor = self.textCursor()
        if cursor.hasSelection():
            start, end = cursor.selectionStart(), cursor.selectionEnd()
            self.set_mark(start, end, style, None if self._all_marked(start, end, style) else "")

    def set_mark(self, start: int, end: int, style: SpanStyle, value: str | None) -> None:
        """Mark a stretch of the document (places of it) with a value; ``None`` takes the mark off."""
        cursor = self.textCursor()
        cursor.beginEditBlock()
        for at, length, old in self._fragments(start, end):
            block = self.document().findBlock(at)
            level = int(block.blockFormat().property(pages.LEVEL) or 0)
            made = self._looks.characters(pages.kind_of(block), level)
            for key in pages.RIDING:
                if (known := old.property(key)) is not None:
                    made.setProperty(key, known)
            if value is not None:
                made.setProperty(pages.MARK[style], pages.mark_property(style, value, start))
            else:
                made.clearProperty(pages.MARK[style])
            piece = QTextCursor(self.document())
            piece.setPosition(at)
            piece.setPosition(at + length, QTextCursor.MoveMode.KeepAnchor)
            piece.setCharFormat(self._looks.marked(made))
        cursor.endEditBlock()
        self.place_changed.emit()

    def _end_marks(self) -> None:
        """What is typed behind a reading or a name is no part of it."""
        cursor = self.textCursor()
        if cursor.hasSelection() or self.isReadOnly():
            return
        here = cursor.charFormat()
        ending = [style for style in _CLOSED if here.property(pages.MARK[style])]
        if not ending:
            return
        block = cursor.block()
        behind = self._fragments(cursor.position(), min(cursor.position() + 1, block.position() + block.length() - 1))
        goes_on = behind[0][2] if behind else QTextCharFormat()
        ending = [one for one in ending if goes_on.property(pages.MARK[one]) != here.property(pages.MARK[one])]
        if ending:
            level = int(block.blockFormat().property(pages.LEVEL) or 0)
            made = self._looks.characters(pages.kind_of(block), level)
            for key in pages.RIDING:
                if (value := here.property(key)) is not None and key not in [pages.MARK[one] for one in ending]:
                    made.setProperty(key, value)
            self.setCurrentCharFormat(self._looks.marked(made))

    def stretch(self, style: SpanStyle) -> tuple[int, int, str, str | None] | None:
        """What a mark of this style would be on: (from, to, the words, the value of the mark that is there). What is
        selected, in one paragraph; else the mark that the cursor is in. ``None`` where there is neither."""
        cursor = self.textCursor()
        start, end = cursor.selectionStart(), cursor.selectionEnd()
        block = self.document().findBlock(start)
        end = min(end, block.position() + block.length() - 1)
        if start == end:
            around = self._marked_around(block, start, style)
            if around is None:
                return None
            start, end = around
        found = self._fragments(start, end)
        values = {pages.mark_value(old, style) for _at, _length, old in found}
        chosen = QTextCursor(self.document())
        chosen.setPosition(start)
        chosen.setPosition(end, QTextCursor.MoveMode.KeepAnchor)
        words = chosen.selectedText().replace(pages.OBJECT, "").replace(pages.LINE, "")
        value = values.pop() if len(values) == 1 else None
        return (start, end, words, value) if words.strip() else None

    def _marked_around(self, block: QTextBlock, position: int, style: SpanStyle) -> tuple[int, int] | None:
        """The stretch with one mark that a place is in or at the end of."""
        found: tuple[int, int, str | None] | None = None
        for at, length, old in self._fragments(block.position(), block.position() + block.length()):
            value = pages.mark_value(old, style)
            if found is not None and value is not None and found[1] == at and found[2] == value:
                found = found[0], at + length, value
            elif found is not None and found[0] <= position <= found[1]:
                break
            else:
                found = (at, at + length, value) if value is not None else None
        return found[:2] if found is not None and found[0] <= position <= found[1] else None

    def ask_reading(self) -> None:
        """Readings over the selected characters, or those round the cursor; one step of undo."""
        from archive_app.gui.manuscript.readings import ReadingDialog

        stretch = self.stretch(SpanStyle.RUBY)
        if stretch is None or self.isReadOnly():
            return
        start, end, words, _value = stretch
        places = self._characters(start, end)
        known = {
            number: value
            for number, (at, length) in enumerate(places)
            for _at, _length, old in self._fragments(at, at + length)[:1]
            if (value := pages.mark_value(old, SpanStyle.RUBY)) is not None
        }
        dialog = ReadingDialog(self, words, known)
        if dialog.exec():
            self.stepping.emit()
            for number, reading in dialog.readings().items():
                at, length = places[number]
                self.set_mark(at, at + length, SpanStyle.RUBY, reading or None)
            self.stepping.emit()
        dialog.deleteLater()

    def _characters(self, start: int, end: int) -> list[tuple[int, int]]:
        """Where each character of a stretch stands, marks of notes and forced lines left out: (place, length)."""
        found: list[tuple[int, int]] = []
        for at, length, _old in self._fragments(start, end):
            chosen = QTextCursor(self.document())
            chosen.setPosition(at)
            chosen.setPosition(at + length, QTextCursor.MoveMode.KeepAnchor)
            for character in chosen.selectedText():
                wide = 2 if ord(character) > 0xFFFF else 1
                if character not in (pages.LINE, pages.OBJECT):
                    found.append((at, wide))
                at += wide
        return found

    def _fragments(self, start: int, end: int) -> list[tuple[int, int, QTextCharFormat]]:
        found: list[tuple[int, int, QTextCharFormat]] = []
        block = self.document().findBlock(start)
        while block.isValid() and block.position() < end:
            iterator = block.begin()
            while not iterator.atEnd():
                fragment = iterator.fragment()
                first = max(start, fragment.position())
                last = min(end, fragment.position() + fragment.length())
                old = fragment.charFormat()
                if first < last and not old.property(pages.NOTE) and not old.property(pages.FIXED):
                    found.append((first, last - first, old))
                iterator += 1
            block = block.next()
        return found

    def _all_marked(self, start: int, end: int, style: SpanStyle) -> bool:
        found = self._fragments(start, end)
        return bool(found) and all(old.property(pages.MARK[style]) for _at, _length, old in found)
