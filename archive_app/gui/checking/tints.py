"""Remarks at their places on the page: a wavy line under the words, what is said where the mouse rests."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QEvent, QObject
from PySide6.QtGui import QColor, QHelpEvent, QTextBlock, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QTextEdit, QToolTip

from archive_app.domain.remarks import Remark
from archive_app.gui.manuscript import document as pages
from archive_app.gui.manuscript.page import ManuscriptPage
from archive_app.gui.theme import theme

_NOTE = "note:"


class Tints(QObject):
    """The remarks of a page. Their marks move with the words while one writes; words that are gone have none."""

    def __init__(self, page: ManuscriptPage) -> None:
        super().__init__(page)
        self._page = page
        self._places: list[tuple[Remark, QTextCursor, str]] = []
        page.viewport().installEventFilter(self)

    def show_remarks(self, remarks: Sequence[Remark], said: Sequence[str]) -> None:
        """Mark these, ``said`` what each says; none takes all marks away."""
        by_block: dict[str, list[tuple[Remark, str]]] = {}
        for remark, words in zip(remarks, said, strict=True):
            by_block.setdefault(remark.block, []).append((remark, words))
        self._places = []
        if by_block:
            for block in pages.each_block(self._page.document()):
                own = by_block.get(str(block.blockFormat().property(pages.ID)))
                if own:
                    self._places += _places(block, own)
        self._page.tints = [self._tint(cursor) for _remark, cursor, _said in self._places]
        self._page.setExtraSelections(self._page.tints)

    def cursor_of(self, remark: Remark) -> QTextCursor | None:
        """Where a remark's words stand now; ``None`` where they are no longer there as they were."""
        for known, cursor, _said in self._places:
            if known == remark and cursor.selectedText().replace(pages.LINE, "\n") == remark.words:
                return QTextCursor(cursor)
        return None

    @staticmethod
    def _tint(cursor: QTextCursor) -> Any:
        tint: Any = QTextEdit.ExtraSelection()
        tint.cursor = cursor
        tint.format.setUnderlineStyle(QTextCharFormat.UnderlineStyle.WaveUnderline)
        tint.format.setUnderlineColor(QColor(theme().tokens.amber))
        tint.format.setBackground(QColor(theme().tokens.amber_tint))
        return tint

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """What is said of the words under the mouse."""
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent) and self._places:
            at = self._page.cursorForPosition(event.pos()).position()
            said = [
                words for _one, place, words in self._places if place.selectionStart() <= at <= place.selectionEnd()
            ]
            if said:
                QToolTip.showText(event.globalPos(), "\n".join(said), self._page)
                return True
        return super().eventFilter(watched, event)


def _places(block: QTextBlock, remarks: Sequence[tuple[Remark, str]]) -> list[tuple[Remark, QTextCursor, str]]:
    """The places in a block: of what is in a note, the mark that calls it; of a table's cell, the table."""
    units, calls = _units(block)
    found: list[tuple[Remark, QTextCursor, str]] = []
    for remark, said in remarks:
        if remark.part == "text":
            start, end = (units[min(point, len(units) - 1)] for point in (remark.start, remark.end))
            start = _behind_calls(block, start)
        else:
            start = calls.get(remark.part.removeprefix(_NOTE), 0)
            end = start + 1
        cursor = QTextCursor(block)
        cursor.setPosition(block.position() + start)
        cursor.setPosition(block.position() + min(end, block.length() - 1), QTextCursor.MoveMode.KeepAnchor)
        found.append((remark, cursor, said))
    return found


def _units(block: QTextBlock) -> tuple[list[int], dict[str, int]]:
    """(the document's unit at which each code point of the block's text begins, and one for the end; where notes are
    called). Marks of notes and forced lines are no text."""
    units: list[int] = []
    calls: dict[str, int] = {}
    at = 0
    iterator = block.begin()
    while not iterator.atEnd():
        fragment = iterator.fragment()
        iterator += 1
        form = fragment.charFormat()
        if key := form.property(pages.NOTE):
            calls[str(key)] = at
            at += fragment.length()
            continue
        for character in fragment.text():
            if not (character == pages.LINE and form.property(pages.FORCED)):
                units.append(at)
            at += 2 if ord(character) > 0xFFFF else 1
    return [*units, at], calls


def _behind_calls(block: QTextBlock, start: int) -> int:
    """A note is called before the words that follow it: the words begin behind its mark."""
    text = block.text()
    while start < len(text) - 1 and text[start] == pages.OBJECT:
        start += 1
    return start
