"""The reading pane: an item's words as they were written, with every place marked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import QUrl
from PySide6.QtGui import QFont, QTextBlockFormat, QTextCharFormat, QTextCursor
from PySide6.QtWidgets import QTextBrowser, QTextEdit

from archive_app.domain.manuscript import BlockKind
from archive_app.gui.theme import theme
from archive_app.gui.theme.tokens import READING_LINE_HEIGHT
from archive_app.hanzi.folding import fold
from archive_app.search.document import SearchDocument
from archive_app.search.snippets import merged, occurrences

_TEXT = "manuscript"


class ReadingPane(QTextBrowser):
    """Shows one ``SearchDocument``; marks are places as the index counts them."""

    def __init__(self) -> None:
        super().__init__()
        self.setOpenLinks(False)
        self.setReadOnly(True)
        self.setFrameShape(QTextBrowser.Shape.NoFrame)
        self._places: list[tuple[str, Mapping[str, Any], int, str]] = []  # field, place, position, words
        self._marks: list[QTextEdit.ExtraSelection] = []

    def loadResource(self, kind: int, name: QUrl) -> object:
        """Nothing is ever loaded: the pane shows words."""
        return None

    def show_document(self, document: SearchDocument, kinds: Mapping[str, BlockKind], terms: Sequence[str]) -> None:
        """Lay the item's texts out and mark ``terms`` (folded). ``kinds`` are the manuscript's blocks."""
        self.clear()
        self._places = []
        cursor = QTextCursor(self.document())
        self.document().setDocumentMargin(theme().dp(24))
        cursor.beginEditBlock()
        last = ""
        for number, text in enumerate(document.texts):
            if text.field == "title":
                self._add(cursor, text.text, theme().title(), above=0.2, first=number == 0)
            elif text.field == _TEXT:
                block = str(text.place.get("block", ""))
                kind = kinds.get(block, BlockKind.PARAGRAPH)
                note = str(text.place.get("part", "")).startswith("note")
                self._add_block(cursor, text.text, BlockKind.PARAGRAPH if note else kind, small=note)
            else:
                if text.field != last:
                    self._add(cursor, text.label, theme().small(), tone="faint", above=0.8)
                self._add(cursor, text.text, theme().font())
            last = text.field
            start = cursor.position() - len(text.text.encode("utf-16-le")) // 2
            self._places.append((text.field, text.place, start, text.text))
        cursor.endEditBlock()
        self._mark(terms)
        self.moveCursor(QTextCursor.MoveOperation.Start)

    def _add(
        self,
        cursor: QTextCursor,
        words: str,
        font: QFont,
        *,
        tone: str = "ink",
        above: float = 0.2,
        first: bool = False,
    ) -> None:
        block, looks = QTextBlockFormat(), QTextCharFormat()
        block.setTopMargin(above * theme().dp(16))
        block.setLineHeight(READING_LINE_HEIGHT / 1.45 * 100, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
        looks.setFont(font)
        looks.setForeground(theme().colour(tone))
        self._write(cursor, words, block, looks, first=first)

    def _add_block(self, cursor: QTextCursor, words: str, kind: BlockKind, *, small: bool) -> None:
        block, looks = QTextBlockFormat(), QTextCharFormat()
        em = theme().dp(17)
        block.setTopMargin(theme().dp(4))
        block.setLineHeight(READING_LINE_HEIGHT / 1.45 * 100, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
        looks.setFont(theme().font(serif=True) if small else theme().reading(bold=kind is BlockKind.HEADING))
        looks.setForeground(theme().colour("faint" if small else "ink"))
        if kind in (BlockKind.QUOTE, BlockKind.VERSE):
            block.setLeftMargin(2 * em)
        elif kind is BlockKind.PARAGRAPH and not small:
            block.setTextIndent(2 * em)
        self._write(cursor, words, block, looks)

    @staticmethod
    def _write(
        cursor: QTextCursor, words: str, block: QTextBlockFormat, looks: QTextCharFormat, *, first: bool = False
    ) -> None:
        if first:
            cursor.setBlockFormat(block)
            cursor.setCharFormat(looks)
        else:
            cursor.insertBlock(block, looks)
        # A line of verse stays in its block; positions are counted in UTF-16, as Qt counts.
        cursor.insertText(words.replace("\n", "\u2028").replace("\r", " "), looks)

    def _mark(self, terms: Sequence[str]) -> None:
        self._marks = []
        for _field, _place, start, words in self._places:
            for begin, end in merged(occurrences(fold(words), terms)):
                self._marks.append(self._selection(start, words, begin, end, "cinnabar_tint"))
        self.setExtraSelections(self._marks)

    def _selection(self, start: int, words: str, begin: int, end: int, tint: str) -> Any:
        made: Any = QTextEdit.ExtraSelection()
        cursor = QTextCursor(self.document())
        cursor.setPosition(start + _units(words[:begin]))
        cursor.setPosition(start + _units(words[:end]), QTextCursor.MoveMode.KeepAnchor)
        made.cursor = cursor
        looks = QTextCharFormat()
        looks.setBackground(theme().colour(tint))
        looks.setForeground(theme().colour("cinnabar_ink"))
        made.format = looks
        return made

    def show_place(self, field: str, place: Mapping[str, Any], begin: int, end: int) -> None:
        """Bring a place into view and mark it the strongest. Offsets count code points of its text."""
        wanted = {key: value for key, value in place.items() if key != "offset"}
        for name, where, start, words in self._places:
            if name != field or dict(where) != wanted or len(words) < end:
                continue
            chosen = self._selection(start, words, begin, end, "selected")
            looks = chosen.format
            looks.setBackground(theme().colour("cinnabar"))
            looks.setForeground(theme().colour("on_cinnabar"))
            chosen.format = looks
            self.setExtraSelections([*self._marks, chosen])
            cursor = QTextCursor(self.document())
            cursor.setPosition(start + _units(words[:begin]))
            self.setTextCursor(cursor)
            self._centre(cursor)
            return

    def _centre(self, cursor: QTextCursor) -> None:
        at = self.cursorRect(cursor).center().y()
        bar = self.verticalScrollBar()
        bar.setValue(bar.value() + at - self.viewport().height() // 3)


def _units(text: str) -> int:
    """Length in UTF-16 units, as Qt counts positions."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2
