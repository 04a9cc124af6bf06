"""The page a manuscript is read and written on."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from PySide6.QtCore import QMimeData, QPointF, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import (
    QColor,
    QDragEnterEvent,
    QDragMoveEvent,
    QDropEvent,
    QGuiApplication,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPixmap,
    QResizeEvent,
    QTextBlock,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
)
from PySide6.QtWidgets import QTextEdit

from archive_app.domain.identity import new_id
from archive_app.domain.manuscript import Block, BlockKind, Manuscript, Note, SpanStyle
from archive_app.gui.composition import composing
from archive_app.gui.i18n import _
from archive_app.gui.manuscript import document as pages
from archive_app.gui.manuscript.fixed import fixed_in
from archive_app.gui.manuscript.looks import GUTTER_EM, Looks
from archive_app.gui.manuscript.objects import FixedMark, NoteMark
from archive_app.gui.manuscript.pasting import insert, mime_of, plain_lines, styled
from archive_app.gui.manuscript.picturing import are_pictures
from archive_app.gui.manuscript.readings import paint_readings
from archive_app.gui.theme import theme
from archive_app.gui.theme.tokens import READING_MEASURE, SMALL_PT

_AFTER = {
    BlockKind.HEADING: BlockKind.PARAGRAPH,
    BlockKind.QUESTION: BlockKind.ANSWER,
    BlockKind.ANSWER: BlockKind.QUESTION,
}
"""What follows when Enter ends a block of this kind; the others go on as they are."""
FILES = "application/x-cunshi-files"
"""Ids of files of the archive on their way through the window (`materials/file_rows.py`)."""
_CLOSED = (SpanStyle.RUBY, SpanStyle.PERSON, SpanStyle.PLACE)
"""Marks of these very words: they do not go on with what is typed behind them."""
_CTRL_SHIFT = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier


def _no_picture(_source: str) -> QPixmap | None:
    return None


class ManuscriptPage(QTextEdit):
    """Writes blocks: Enter parts them, Shift+Enter breaks a line, ids stay with their text."""

    edited = Signal()
    place_changed = Signal()
    notes_changed = Signal()
    picture_opened = Signal(object)
    """A picture's block was pointed at twice."""
    table_opened = Signal(object)
    """A table's block likewise."""
    stepping = Signal()
    """What comes now is a step of its own in the history; sent before and after it."""
    pictures_offered = Signal(list)
    """Ids of files of the archive that were let go on the page; it accepts such only where `setAcceptDrops` says so."""
    files_offered = Signal(list)
    """Paths of pictures that were let go on the page or pasted."""
    image_offered = Signal()
    """A picture that is no file was pasted."""
    said = Signal(str)
    """Something of what was pasted could not be kept, in words."""

    def __init__(self, picture: Callable[[str], QPixmap | None] = _no_picture) -> None:
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
        self.cursorPositionChanged.connect(self._end_marks)
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

    # — keys, paste, paint —

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter begins the block that follows; in an empty one it goes back to plain text."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not composing():
            if event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
                self.textCursor().insertText(pages.LINE)
                return
            self._part()
            return
        if event.key() == Qt.Key.Key_V and event.modifiers() == _CTRL_SHIFT and not composing():
            self.paste_plain()
            return
        super().keyPressEvent(event)

    def _part(self) -> None:
        cursor = self.textCursor()
        kind = self.kind()
        if kind in pages.FIXED_KINDS:
            cursor.movePosition(QTextCursor.MoveOperation.EndOfBlock)
        if not cursor.block().text() and kind is not BlockKind.PARAGRAPH:
            self.set_kind(BlockKind.PARAGRAPH)
            return
        at_end = cursor.atBlockEnd()
        cursor.insertBlock()
        if at_end:  # what is written from here on is nobody's words in the recording
            plain = cursor.blockCharFormat()
            plain.clearProperty(pages.TOLD)
            cursor.setBlockCharFormat(plain)
            cursor.setCharFormat(plain)
        self.setTextCursor(cursor)
        follows = BlockKind.PARAGRAPH if kind in pages.FIXED_KINDS else _AFTER.get(kind, kind) if at_end else kind
        if follows is not kind:
            self._turn(self.textCursor().block(), follows)
            self.place_changed.emit()
        self.ensureCursorVisible()

    def canInsertFromMimeData(self, source: QMimeData) -> bool:
        """Words only: files are the workspace's."""
        if source.hasUrls():
            return bool(self._pictures_in(source))
        return source.hasText() or source.hasHtml() or (source.hasImage() and self.acceptDrops())

    def _pictures_in(self, source: QMimeData) -> list[Path]:
        """The files on the clipboard or in the hand, where all are pictures and they may be put into the text."""
        if self.isReadOnly() or not self.acceptDrops() or not source.hasUrls():
            return []
        paths = [Path(url.toLocalFile()) for url in source.urls() if url.isLocalFile()]
        return paths if are_pictures(paths) else []

    def insertFromMimeData(self, source: QMimeData) -> None:
        """Paste with styles where there are any; words alone become a paragraph a line; pictures go to whoever puts
        them into the archive."""
        if pictures := self._pictures_in(source):
            self.files_offered.emit(pictures)
            return
        found = styled(source)
        if found is None and not source.text().strip() and source.hasImage() and self.acceptDrops():
            self.image_offered.emit()
            return
        self.stepping.emit()
        if found is not None:
            insert(self, found[0])
            if found[1]:
                self.said.emit("".join(found[1]))
        else:
            insert(self, plain_lines(source.text()))
        self.stepping.emit()

    def paste_plain(self) -> None:
        """Paste the words alone."""
        source = QGuiApplication.clipboard().mimeData()
        if source is not None and source.hasText() and not self.isReadOnly():
            self.stepping.emit()
            insert(self, plain_lines(source.text()))
            self.stepping.emit()

    def createMimeDataFromSelection(self) -> QMimeData:
        """What is copied goes with its styles, here and into Word."""
        return mime_of(self)

    # — let go on the page —

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Pictures of the archive, and those from outside; all else is the workspace's."""
        self._welcome(event)

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        """The cursor shows behind which paragraph they would stand."""
        if self._welcome(event):
            self.setTextCursor(self.cursorForPosition(event.position().toPoint()))

    def _welcome(self, event: QDragMoveEvent) -> bool:
        mime = event.mimeData()
        wanted = not self.isReadOnly() and (mime.hasFormat(FILES) or bool(self._pictures_in(mime)))
        if wanted:
            event.setDropAction(Qt.DropAction.CopyAction)
            event.accept()
        else:
            event.ignore()
        return wanted

    def dropEvent(self, event: QDropEvent) -> None:
        """They stand behind the paragraph they were let go on."""
        mime = event.mimeData()
        self.setTextCursor(self.cursorForPosition(event.position().toPoint()))
        self.moveCursor(QTextCursor.MoveOperation.EndOfBlock)
        ids = [key for key in bytes(mime.data(FILES).data()).decode().split(",") if key]
        pictures = self._pictures_in(mime)
        event.acceptProposedAction()
        # not inside the drag: the program that gave the files waits for its end
        if ids:
            QTimer.singleShot(0, self, lambda: self.pictures_offered.emit(ids))
        elif pictures:
            QTimer.singleShot(0, self, lambda: self.files_offered.emit(pictures))

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """A picture or a table is opened; in text a word is chosen."""
        found = fixed_in(self, self.cursorForPosition(event.position().toPoint()).block())
        if found is not None and found.kind is BlockKind.PICTURE:
            self.picture_opened.emit(found)
            return
        if found is not None and found.kind is BlockKind.TABLE:
            self.table_opened.emit(found)
            return
        super().mouseDoubleClickEvent(event)

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
