"""The page a manuscript is read and written on: its keys, what is pasted and what is let go on it."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QMimeData, Qt, QTimer, Signal
from PySide6.QtGui import (
    QDragEnterEvent,
    QDragMoveEvent,
    QDropEvent,
    QGuiApplication,
    QKeyEvent,
    QMouseEvent,
    QTextCursor,
)

from archive_app.domain.manuscript import BlockKind
from archive_app.gui.composition import composing
from archive_app.gui.manuscript import document as pages
from archive_app.gui.manuscript.fixed import fixed_in
from archive_app.gui.manuscript.marking import MarkedSheet
from archive_app.gui.manuscript.pasting import RTF, insert, mime_of, plain_lines, styled
from archive_app.gui.manuscript.picturing import are_pictures

_AFTER = {
    BlockKind.HEADING: BlockKind.PARAGRAPH,
    BlockKind.QUESTION: BlockKind.ANSWER,
    BlockKind.ANSWER: BlockKind.QUESTION,
}
"""What follows when Enter ends a block of this kind; the others go on as they are."""
FILES = "application/x-cunshi-files"
"""Ids of files of the archive on their way through the window (`materials/file_rows.py`)."""
_CTRL_SHIFT = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier


class ManuscriptPage(MarkedSheet):
    """Writes blocks: Enter parts them, Shift+Enter breaks a line, ids stay with their text."""

    picture_opened = Signal(object)
    """A picture's block was pointed at twice."""
    table_opened = Signal(object)
    """A table's block likewise."""
    pictures_offered = Signal(list)
    """Ids of files of the archive that were let go on the page; it accepts such only where `setAcceptDrops` says so."""
    files_offered = Signal(list)
    """Paths of pictures that were let go on the page or pasted."""
    image_offered = Signal()
    """A picture that is no file was pasted."""
    text_offered = Signal(object)
    """A text with pictures was pasted (`intake.pasting.html.Pasted`): they go into the archive, then it stands here."""
    said = Signal(str)
    """Something of what was pasted could not be kept, in words."""

    # — keys and paste —

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
        return (
            source.hasText()
            or source.hasHtml()
            or any(map(source.hasFormat, RTF))
            or (source.hasImage() and self.acceptDrops())
        )

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
        found = styled(source, pictures=self.acceptDrops())
        if found is not None and found.pictures:
            self.text_offered.emit(found)
            return
        if found is None and not source.text().strip() and source.hasImage() and self.acceptDrops():
            self.image_offered.emit()
            return
        self.stepping.emit()
        if found is not None:
            insert(self, found.manuscript)
            if found.said:
                self.said.emit("".join(found.said))
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
