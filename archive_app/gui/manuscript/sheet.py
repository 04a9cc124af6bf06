"""The sheet a text stands on: what is on it, its notes with their numbers, its measure, what is painted beside it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

from PySide6.QtCore import QPointF, QRectF, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QPainter,
    QPaintEvent,
    QPixmap,
    QResizeEvent,
    QTextBlock,
    QTextCursor,
    QTextDocument,
)
from PySide6.QtWidgets import QTextEdit

from archive_app.domain.manuscript import BlockKind, Manuscript, Note
from archive_app.gui.i18n import _
from archive_app.gui.manuscript import document as pages
from archive_app.gui.manuscript.looks import GUTTER_EM, Looks
from archive_app.gui.manuscript.objects import FixedMark, NoteMark
from archive_app.gui.manuscript.readings import paint_readings
from archive_app.gui.theme import theme
from archive_app.gui.theme.tokens import READING_MEASURE, SMALL_PT


def no_picture(_source: str) -> QPixmap | None:
    """For a text whose pictures are not at hand."""
    return None


class Sheet(QTextEdit):
    """A manuscript as a document of Qt: shown, read back, and told of where it changes."""

    edited = Signal()
    place_changed = Signal()
    notes_changed = Signal()
    stepping = Signal()
    """What comes now is a step of its own in the history; sent before and after it."""

    def __init__(self, picture: Callable[[str], QPixmap | None] = no_picture) -> None:
        super().__init__()
        self.setAcceptRichText(False)
        self.setAcceptDrops(False)
        self.setUndoRedoEnabled(False)  # undo is the archive's
        self.setTabChangesFocus(True)
        self.setAccessibleName(_("正文"))
        self.setCursorWidth(2)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setPlaceholderText(_("在这里写，或粘贴文稿。"))
        self._picture = picture
        self._looks = Looks.under(theme())
        self._kept = pages.Kept()
        self._quiet = True
        self.tints: list[Any] = []
        """Extra selections that stay while a place is shown."""
        self.found: list[Any] = []
        """Extra selections of the words that are looked for; they stay with whichever others are set."""
        self.noted: list[Any] = []
        """Extra selections of the words that are commented; they stay, too."""
        self._others: list[Any] = []
        self._numbers: dict[str, int] = {}
        self.textChanged.connect(self._changed)
        self.cursorPositionChanged.connect(self.place_changed)
        self.show_manuscript(Manuscript())

    @property
    def kept(self) -> pages.Kept:
        """What does not stand in the document itself."""
        return self._kept

    @property
    def looks(self) -> Looks:
        """How blocks look."""
        return self._looks

    # — the manuscript —

    def show_manuscript(self, manuscript: Manuscript) -> None:
        """Put another text on the page."""
        self._quiet = True
        made = QTextDocument(self)
        made.setUndoRedoEnabled(False)
        made.setDocumentMargin(0)
        made.setDefaultFont(theme().reading())
        self._kept = pages.fill(made, manuscript, self._looks)
        frame = made.rootFrame().frameFormat()
        frame.setLeftMargin(GUTTER_EM * self._looks.em)
        frame.setTopMargin(0.5 * self._looks.em)  # readings over the first line
        made.rootFrame().setFrameFormat(frame)
        layout = made.documentLayout()
        layout.registerHandler(pages.NOTE_OBJECT, NoteMark(made, self._number_of))
        layout.registerHandler(pages.FIXED_OBJECT, FixedMark(made, self._kept, self._picture, self._number_of))
        self.setDocument(made)
        self.tints, self.found, self.noted, self._others = [], [], [], []
        self._renumber()
        self._measure()
        self._quiet = False
        self.notes_changed.emit()

    def _number_of(self, key: str) -> int:
        return self._numbers.get(key, 0)

    def update_manuscript(self, manuscript: Manuscript) -> None:
        """Put a changed text on the page and stay where one is in it."""
        at = self.textCursor()
        key, inside = str(at.block().blockFormat().property(pages.ID)), at.positionInBlock()
        scrolled = self.verticalScrollBar().value()
        self.show_manuscript(manuscript)
        for block in pages.each_block(self.document()):
            if block.blockFormat().property(pages.ID) == key:
                cursor = self.textCursor()
                cursor.setPosition(block.position() + min(inside, max(0, block.length() - 1)))
                self.setTextCursor(cursor)
        self.verticalScrollBar().setValue(scrolled)

    def manuscript(self) -> Manuscript:
        """The text as it stands."""
        return pages.read(self.document(), self._kept)

    def _changed(self) -> None:
        if not self._quiet:
            self._renumber()
            self.edited.emit()

    # — notes —

    def notes(self) -> list[Note]:
        """The notes in the order of their marks."""
        return [self._kept.notes[key] for key in self._numbers if key in self._kept.notes]

    def add_note(self) -> str:
        """Call a new note at the cursor; returns its id."""
        note = Note(0, "")
        self._kept.notes[note.id] = note
        cursor = self.textCursor()
        cursor.setPosition(cursor.selectionEnd())
        plain = cursor.charFormat()
        cursor.insertText(pages.OBJECT, pages.note_format(note.id))
        cursor.setCharFormat(plain)
        self.setTextCursor(cursor)
        self.notes_changed.emit()
        return note.id

    def set_note_text(self, key: str, text: str) -> None:
        """Write a note's text; the marks inside it go where the words change."""
        note = self._kept.notes.get(key)
        if note is not None and note.text != text:
            self._kept.notes[key] = replace(note, text=text, spans=())
            self.edited.emit()

    def remove_note(self, key: str) -> None:
        """Take a note and its mark away."""
        for at, length in self._marks_of(key):
            cursor = self.textCursor()
            cursor.setPosition(at)
            cursor.setPosition(at + length, QTextCursor.MoveMode.KeepAnchor)
            cursor.removeSelectedText()

    def show_note(self, key: str) -> None:
        """Bring a note's mark into view."""
        for at, length in self._marks_of(key)[:1]:
            cursor = self.textCursor()
            cursor.setPosition(at + length)
            self.setTextCursor(cursor)
            self.ensureCursorVisible()

    def _marks_of(self, key: str) -> list[tuple[int, int]]:
        found: list[tuple[int, int]] = []
        for block in pages.each_block(self.document()):
            iterator = block.begin()
            while not iterator.atEnd():
                fragment = iterator.fragment()
                if fragment.charFormat().property(pages.NOTE) == key:
                    found.append((fragment.position(), fragment.length()))
                iterator += 1
        return found

    def _renumber(self) -> None:
        numbers: dict[str, int] = {}
        if self._kept.notes:
            for block in pages.each_block(self.document()):
                if pages.OBJECT not in block.text():
                    continue
                iterator = block.begin()
                while not iterator.atEnd():
                    key = iterator.fragment().charFormat().property(pages.NOTE)
                    if key and key not in numbers:
                        numbers[str(key)] = len(numbers) + 1
                    iterator += 1
        if numbers != self._numbers:
            self._numbers = numbers
            self.notes_changed.emit()

    # — places —

    def setExtraSelections(self, selections: list[Any]) -> None:
        """These, and under them the words that are commented or looked for."""
        self._others = list(selections)
        self.show_standing()

    def show_standing(self) -> None:
        """The words that are commented or looked for are others now."""
        super().setExtraSelections([*self.noted, *self.found, *self._others])

    def show_place(self, block_id: str, start: int, end: int) -> None:
        """Bring a stretch of a block into view and mark it."""
        for block in pages.each_block(self.document()):
            if block.blockFormat().property(pages.ID) != block_id:
                continue
            cursor = QTextCursor(block)
            first, last = (self._offset(block, point) for point in (start, end))
            cursor.setPosition(block.position() + first)
            self.setTextCursor(cursor)
            cursor.setPosition(block.position() + last, QTextCursor.MoveMode.KeepAnchor)
            selection: Any = QTextEdit.ExtraSelection()
            selection.cursor = cursor
            selection.format.setBackground(QColor(theme().tokens.amber_tint))
            self.setExtraSelections([*self.tints, selection])
            self._centre(block)
            return

    def _offset(self, block: QTextBlock, point: int) -> int:
        """Code points of the block's text → the document's own units, marks of notes included."""
        units = counted = 0
        iterator = block.begin()
        while not iterator.atEnd():
            fragment = iterator.fragment()
            iterator += 1
            if fragment.charFormat().property(pages.NOTE):
                units += fragment.length()
                continue
            for character in fragment.text():
                if counted == point:
                    return units
                counted += 0 if character == pages.LINE and fragment.charFormat().property(pages.FORCED) else 1
                units += 2 if ord(character) > 0xFFFF else 1
        return units

    def _centre(self, block: QTextBlock) -> None:
        at = self.document().documentLayout().blockBoundingRect(block)
        bar = self.verticalScrollBar()
        bar.setValue(round(at.top() - self.viewport().height() / 3))

    # — measure and paint —

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the measure: no line longer than an eye follows."""
        self._measure()
        super().resizeEvent(event)

    def _measure(self) -> None:
        em = self._looks.em
        dp = theme().dp
        gutter = GUTTER_EM * em
        room = self.width() - self.verticalScrollBar().sizeHint().width() - dp(16)
        text = max(8 * em, min(READING_MEASURE * em, room - gutter - dp(8)))
        left = max(0, (room - text) / 2 - gutter)
        self.setViewportMargins(round(left), dp(8), max(0, round(room - left - gutter - text)), dp(4))

    def paintEvent(self, event: QPaintEvent) -> None:
        """The text; in the gutter beside it 问 and 答, bars of quotations, bullets of lists."""
        super().paintEvent(event)
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        layout = self.document().documentLayout()
        shift = self.verticalScrollBar().value()
        block = self.cursorForPosition(self.viewport().rect().topLeft()).block()
        while block.isValid():
            rect = layout.blockBoundingRect(block).translated(0, -shift)
            if rect.top() > event.rect().bottom():
                return
            self._paint_gutter(painter, block, rect)
            paint_readings(painter, block, QPointF(*self._origin(block, shift)))
            block = block.next()

    def _origin(self, block: QTextBlock, shift: int) -> tuple[float, float]:
        """Where the lines of a block are drawn from, in the viewport."""
        place = block.layout().position()
        return place.x(), place.y() - shift

    def _paint_gutter(self, painter: QPainter, block: QTextBlock, rect: QRectF) -> None:
        em, gutter = self._looks.em, GUTTER_EM * self._looks.em
        kind = pages.kind_of(block)
        if kind is BlockKind.QUOTE:
            painter.fillRect(QRectF(gutter + 1.2 * em, rect.top(), 2, rect.height()), theme().colour("edge"))
        elif kind is BlockKind.LIST_ITEM:
            painter.setBrush(theme().colour("faint"))
            painter.setPen(Qt.PenStyle.NoPen)
            painter.drawEllipse(QRectF(gutter + 0.2 * em, rect.top() + 0.75 * em, 0.3 * em, 0.3 * em))
        elif kind in (BlockKind.QUESTION, BlockKind.ANSWER) and block.layout().lineCount():
            first = block.layout().lineAt(0)
            line = QRectF(0, rect.top() + first.y(), gutter - 0.5 * em, first.height())
            words = str(block.blockFormat().property(pages.LABEL) or kind.label)
            painter.setFont(theme().font(SMALL_PT, bold=True))
            painter.setPen(theme().colour("cinnabar_ink" if kind is BlockKind.QUESTION else "faint"))
            shown = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, int(line.width()))
            painter.drawText(line, int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter), shown)
