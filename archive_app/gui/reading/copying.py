"""What is copied from a printed volume: the words, without the marks of pages that stand among them on the screen."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtGui import QTextCursor, QTextDocument, QTextFragment

from archive_app.gui.reading.printed_laying import MARK


def plain(selected: str) -> str:
    """Qt's selected text with lines as everybody else has them."""
    return selected.replace("\u2029", "\n").replace("\u2028", "\n")


def without_marks(document: QTextDocument, start: int, stop: int) -> str:
    """The words between two positions that are of the text itself."""
    lines: list[str] = []
    block = document.findBlock(start)
    while block.isValid() and block.position() < stop:
        parts = [_words(document, piece, start, stop) for piece in _pieces(block)]
        if any(parts):
            lines.append("".join(parts))
        block = block.next()
    return "\n".join(lines)


def _pieces(block) -> Iterator[QTextFragment]:
    pieces = block.begin()
    while not pieces.atEnd():
        piece = pieces.fragment()
        if not piece.charFormat().property(MARK):
            yield piece
        pieces += 1


def _words(document: QTextDocument, piece: QTextFragment, start: int, stop: int) -> str:
    first, last = max(start, piece.position()), min(stop, piece.position() + piece.length())
    if first >= last:
        return ""
    cursor = QTextCursor(document)
    cursor.setPosition(first)
    cursor.setPosition(last, QTextCursor.MoveMode.KeepAnchor)
    return plain(cursor.selectedText())
