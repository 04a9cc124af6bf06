"""Where comments are on the page: their words tinted, their places kept while one writes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtGui import QColor, QTextBlock, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QTextEdit

from archive_app.domain.comments import Place, Thread
from archive_app.gui.manuscript import document as pages
from archive_app.gui.manuscript.page import ManuscriptPage
from archive_app.gui.theme import theme

_STOPS = frozenset("，。！？；：、\n“”‘’（）《》…—")
_WORDS = 16


class Spot:
    """What is to be commented: a block, a part of it, code points."""

    __slots__ = ("block", "end", "part", "start")

    def __init__(self, block: str, part: str, start: int, end: int) -> None:
        self.block, self.part, self.start, self.end = block, part, start, end


class Places:
    """The places of the comments of a page. They move with the words while one writes."""

    def __init__(self, page: ManuscriptPage) -> None:
        self._page = page
        self._document: object = None
        self._at: dict[str, tuple[QTextCursor, bool]] = {}
        self._done: set[str] = set()
        self._held: set[str] = set()

    def show(self, threads: Sequence[Thread]) -> None:
        """These are the comments now. Places that were found before in the same document have moved with their words
        and are kept."""
        document = self._page.document()
        if self._document is not document:
            self._document, self._at = document, {}
        known, self._at = self._at, {key: found for key, found in self._at.items() if key in self._held}
        self._done = {thread.comment.id for thread in threads if thread.comment.done}
        blocks: dict[str, QTextBlock] | None = None
        for thread in threads:
            key = thread.comment.id
            if key in known:
                self._at[key] = known[key]
            elif thread.place is not None:
                if blocks is None:
                    blocks = {str(b.blockFormat().property(pages.ID)): b for b in pages.each_block(document)}
                block = blocks.get(thread.place.block)
                if block is not None:
                    self._at[key] = _cursor(block, thread.place), thread.place.same

    def hold(self, key: str, spot: Spot) -> None:
        """Keep a place for a comment that is not written yet."""
        for block in pages.each_block(self._page.document()):
            if block.blockFormat().property(pages.ID) == spot.block:
                self._document = self._page.document()
                self._held.add(key)
                self._at[key] = _cursor(block, Place(spot.block, spot.part, spot.start, spot.end)), True

    def drop(self, key: str) -> None:
        """It is written, or is not wanted."""
        self._held.discard(key)
        self._at.pop(key, None)

    def cursor(self, key: str) -> QTextCursor | None:
        """The words of a comment; None where they are gone."""
        found = self._at.get(key)
        return QTextCursor(found[0]) if found is not None else None

    def top(self, key: str) -> int | None:
        """How far below the page's upper edge the comment's line begins, in pixels of the viewport."""
        cursor = self.cursor(key)
        if cursor is None:
            return None
        cursor.setPosition(cursor.selectionStart())
        return self._page.cursorRect(cursor).top() + self._page.viewport().y()

    def order(self) -> list[str]:
        """The comments that have a place, in the order of the text."""
        return sorted(self._at, key=lambda key: self._at[key][0].selectionStart())

    def at(self, position: int) -> str:
        """The comment whose words are at a place of the document, of several the shortest; empty where none is."""
        there = [
            (cursor.selectionEnd() - cursor.selectionStart(), key)
            for key, (cursor, _same) in self._at.items()
            if cursor.hasSelection() and cursor.selectionStart() <= position <= cursor.selectionEnd()
        ]
        return min(there)[1] if there else ""

    def tint(self, active: str, *, shown: bool) -> None:
        """Mark the words of all comments, those of ``active`` more; none where they are not ``shown``."""
        self._page.noted = (
            [
                self._mark(cursor, key == active, key in self._done)
                for key, (cursor, same) in self._at.items()
                if cursor.hasSelection() and same and (key not in self._done or key == active)
            ]
            if shown
            else []
        )
        self._page.show_standing()

    @staticmethod
    def _mark(cursor: QTextCursor, active: bool, done: bool) -> Any:
        tint: Any = QTextEdit.ExtraSelection()
        tint.cursor = cursor
        tokens = theme().tokens
        tint.format.setBackground(QColor(tokens.cinnabar_tint if active else tokens.celadon_tint))
        if active:
            tint.format.setUnderlineStyle(QTextCharFormat.UnderlineStyle.SingleUnderline)
            tint.format.setUnderlineColor(QColor(tokens.cinnabar))
        elif done:
            tint.format.setBackground(QColor(tokens.hover))
        return tint


def _cursor(block: QTextBlock, place: Place) -> QTextCursor:
    """The stretch of the document: of what is in a note the mark that calls it, of a cell the table."""
    cursor = QTextCursor(block)
    length = block.length() - 1
    units = pages.units_of(block)
    kind, _colon, key = place.part.partition(":")
    start = end = 0
    if kind == "note":
        start, end = _call(block, key)
    elif kind == "cell" or pages.kind_of(block) in pages.FIXED_KINDS:
        end = length
    elif units:
        first, last = min(place.start, len(units)), min(place.end, len(units))
        start = units[first][0] if first < len(units) else units[-1][1]
        end = units[last - 1][1] if last > first else start
    cursor.setPosition(block.position() + min(start, length))
    cursor.setPosition(block.position() + min(end, length), QTextCursor.MoveMode.KeepAnchor)
    return cursor


def _call(block: QTextBlock, key: str) -> tuple[int, int]:
    iterator = block.begin()
    while not iterator.atEnd():
        fragment = iterator.fragment()
        if fragment.charFormat().property(pages.NOTE) == key:
            start = fragment.position() - block.position()
            return start, start + fragment.length()
        iterator += 1
    return 0, 0


def spot_of(page: ManuscriptPage) -> Spot | None:
    """What a comment would be on: what is selected, as far as one block goes; else the words round the cursor, between
    two marks of punctuation; a table or a picture as a whole."""
    cursor = page.textCursor()
    block = page.document().findBlock(cursor.selectionStart())
    key = str(block.blockFormat().property(pages.ID) or "")
    if not key:
        page.manuscript()  # a fresh block gets its id when it is read
        key = str(block.blockFormat().property(pages.ID) or "")
    if not key:
        return None
    if pages.kind_of(block) in pages.FIXED_KINDS:
        return Spot(key, "", 0, 0)
    inside = cursor.selectionStart() - block.position()
    last = min(cursor.selectionEnd() - block.position(), block.length() - 1)
    start, end = pages.point_at(block, inside), pages.point_at(block, last)
    if cursor.hasSelection() and end > start:
        return Spot(key, "", start, end)
    text = next((one.text for one in page.manuscript() if one.id == key), "")
    return Spot(key, "", *_round(text, min(start, len(text))))


def _round(text: str, at: int) -> tuple[int, int]:
    start, end = at, at
    while start > 0 and at - start < _WORDS and text[start - 1] not in _STOPS:
        start -= 1
    while end < len(text) and end - at < _WORDS and text[end] not in _STOPS:
        end += 1
    return start, end
