"""The reading pane: an item's words as they were written, with every place marked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from typing import Any

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import (
    QFont,
    QFontMetricsF,
    QImage,
    QResizeEvent,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextImageFormat,
)
from PySide6.QtWidgets import QTextBrowser, QTextEdit

from archive_app.domain.manuscript import BlockKind
from archive_app.gui.i18n import _
from archive_app.gui.theme import theme
from archive_app.gui.theme.tokens import READING_LINE_HEIGHT, READING_MEASURE
from archive_app.hanzi.folding import fold
from archive_app.search.document import SearchDocument, SearchText
from archive_app.search.results import Match
from archive_app.search.snippets import merged, occurrences

_TITLE, _MANUSCRIPT, _TRANSCRIPT, _CAPTION = "title", "manuscript", "transcript", "caption"
_READ_FIRST = (_TITLE, _MANUSCRIPT, _TRANSCRIPT, _CAPTION)
"""What a reader came for stands before what describes it."""
_BETWEEN_VALUES, _BETWEEN_ROWS = "　", "；"
_MARGIN = 24
_PICTURE = QUrl("cunshi:picture")


def in_reading_order(texts: Iterable[SearchText]) -> list[SearchText]:
    """Title, the words themselves, then the descriptive fields in their own order."""
    last = len(_READ_FIRST)
    return sorted(texts, key=lambda text: _READ_FIRST.index(text.field) if text.field in _READ_FIRST else last)


class ReadingPane(QTextBrowser):
    """Shows one ``SearchDocument``; marks are places as the index counts them."""

    def __init__(self) -> None:
        super().__init__()
        self.setOpenLinks(False)
        self.setReadOnly(True)
        self.setFrameShape(QTextBrowser.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setAccessibleName(_("选中资料的全文"))
        self._shown: object = None
        self._places: list[tuple[str, Mapping[str, Any], int, str]] = []  # field, place, position, words
        self._marks: list[QTextEdit.ExtraSelection] = []
        self._picture = QImage()
        self._side = -1

    def loadResource(self, kind: int, name: QUrl) -> object:
        """The item's own picture, and nothing else."""
        return self._picture if name == _PICTURE else None

    # — laying out —

    def show_document(
        self,
        document: SearchDocument,
        kinds: Mapping[str, BlockKind],
        terms: Sequence[str],
        picture: QImage | None = None,
    ) -> None:
        """Lay the item's texts out and mark ``terms`` (folded). ``kinds`` are the manuscript's blocks."""
        shown = (document, dict(kinds), tuple(terms), picture is not None)
        if shown == self._shown:
            return
        self._shown = shown
        self.clear()
        self._places = []
        self._picture = picture if picture is not None else QImage()
        self.document().setDocumentMargin(theme().dp(_MARGIN))
        self._fit_measure()
        cursor = QTextCursor(self.document())
        cursor.beginEditBlock()
        for field, group in groupby(in_reading_order(document.texts), key=lambda text: text.field):
            texts = list(group)
            if field == _TITLE:
                self._add(cursor, texts, theme().title(), above=4)
                self._add_picture(cursor)
            elif field == _MANUSCRIPT:
                for text in texts:
                    self._add_block(cursor, text, kinds)
            elif field == _TRANSCRIPT:
                for _row, spoken in groupby(texts, key=lambda text: text.place.get("row")):
                    self._add(cursor, list(spoken), theme().reading(), above=6)
            elif field == _CAPTION:
                self._add(cursor, texts, theme().reading(), above=8)
            else:
                self._add_label(cursor, texts[0].label)
                self._add(cursor, texts, theme().font(serif=True), above=2)
        cursor.endEditBlock()
        self._mark(terms)
        self.moveCursor(QTextCursor.MoveOperation.Start)

    def _start_block(self, cursor: QTextCursor, block: QTextBlockFormat, looks: QTextCharFormat) -> None:
        block.setLineHeight(READING_LINE_HEIGHT / 1.45 * 100, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
        if cursor.atStart():
            cursor.setBlockFormat(block)
            cursor.setBlockCharFormat(looks)
        else:
            cursor.insertBlock(block, looks)

    @staticmethod
    def _looks(font: QFont, tone: str = "ink") -> QTextCharFormat:
        made = QTextCharFormat()
        made.setFont(font)
        made.setForeground(theme().colour(tone))
        return made

    def _add_label(self, cursor: QTextCursor, words: str) -> None:
        block = QTextBlockFormat()
        block.setTopMargin(theme().dp(14))
        looks = self._looks(theme().small(), "faint")
        self._start_block(cursor, block, looks)
        cursor.insertText(words, looks)

    def _add(self, cursor: QTextCursor, texts: Sequence[SearchText], font: QFont, *, above: float) -> None:
        """A field's values on one line: those of a row side by side, row after row."""
        block = QTextBlockFormat()
        block.setTopMargin(theme().dp(above))
        looks = self._looks(font)
        self._start_block(cursor, block, looks)
        before: SearchText | None = None
        for text in texts:
            if before is not None:
                same = before.place.get("row") == text.place.get("row")
                cursor.insertText(_BETWEEN_VALUES if same else _BETWEEN_ROWS, looks)
            self._write(cursor, text, looks)
            before = text

    def _add_block(self, cursor: QTextCursor, text: SearchText, kinds: Mapping[str, BlockKind]) -> None:
        note = str(text.place.get("part", "")).startswith("note")
        kind = BlockKind.PARAGRAPH if note else kinds.get(str(text.place.get("block", "")), BlockKind.PARAGRAPH)
        font = theme().font(serif=True) if note else theme().reading(bold=kind is BlockKind.HEADING)
        block, looks = QTextBlockFormat(), self._looks(font, "faint" if note else "ink")
        em = QFontMetricsF(font).horizontalAdvance("一")
        block.setTopMargin(theme().dp(14 if kind is BlockKind.HEADING else 4))
        if kind in (BlockKind.QUOTE, BlockKind.VERSE):
            block.setLeftMargin(2 * em)
        elif kind is BlockKind.PARAGRAPH:
            block.setTextIndent(2 * em)
        self._start_block(cursor, block, looks)
        self._write(cursor, text, looks)

    def _write(self, cursor: QTextCursor, text: SearchText, looks: QTextCharFormat) -> None:
        start = cursor.position()
        # A line of verse stays in its block; one code point for one, so that offsets hold.
        words = text.text.replace("\n", "\u2028").replace("\u2029", "\u2028").replace("\r", " ").replace("\0", " ")
        cursor.insertText(words, looks)
        self._places.append((text.field, text.place, start, text.text))

    def _add_picture(self, cursor: QTextCursor) -> None:
        if self._picture.isNull():
            return
        block = QTextBlockFormat()
        block.setTopMargin(theme().dp(12))
        block.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        cursor.insertBlock(block, self._looks(theme().reading()))
        self.document().addResource(QTextDocument.ResourceType.ImageResource.value, _PICTURE, self._picture)
        image = QTextImageFormat()
        image.setName(_PICTURE.toString())
        image.setWidth(self._picture_width())
        cursor.insertImage(image)

    def _picture_width(self) -> float:
        """As wide as the column, not larger than it is, and no taller than the pane shows at once."""
        if self._picture.isNull():
            return 0.0
        column = self.viewport().width() - 2 * theme().dp(_MARGIN)
        tall = max(theme().dp(160), round(self.viewport().height() * 0.62))
        by_height = tall * self._picture.width() / max(1, self._picture.height())
        return max(1.0, min(column, self._picture.width(), by_height))

    # — the measure —

    def resizeEvent(self, event: QResizeEvent) -> None:
        """A line has at most ``READING_MEASURE`` characters; the column stands in the middle."""
        super().resizeEvent(event)
        self._fit_measure()

    def _fit_measure(self) -> None:
        em = QFontMetricsF(theme().reading()).horizontalAdvance("一")
        widest = READING_MEASURE * em + 2 * theme().dp(_MARGIN)
        bar = self.verticalScrollBar().sizeHint().width()
        side = max(0, round((self.width() - bar - widest) / 2))
        if side == self._side:
            return
        self._side = side
        self.setViewportMargins(side, 0, side, 0)

    def column_width(self) -> int:
        """The room for words, in device-independent pixels."""
        return self.viewport().width() - 2 * theme().dp(_MARGIN)

    # — marks —

    def _mark(self, terms: Sequence[str]) -> None:
        self._marks = []
        for _field, _place, start, words in self._places:
            for begin, end in merged(occurrences(fold(words), terms)):
                self._marks.append(self._selection(start, words, begin, end, "cinnabar_tint", "cinnabar_ink"))
        self.setExtraSelections(self._marks)

    def marked(self) -> list[str]:
        """The words that are marked, as they stand in the text."""
        shown: list[Any] = self.extraSelections()
        return [selection.cursor.selectedText() for selection in shown]

    def _selection(self, start: int, words: str, begin: int, end: int, ground: str, ink: str) -> Any:
        made: Any = QTextEdit.ExtraSelection()
        cursor = QTextCursor(self.document())
        cursor.setPosition(start + _units(words[:begin]))
        cursor.setPosition(start + _units(words[:end]), QTextCursor.MoveMode.KeepAnchor)
        made.cursor = cursor
        looks = QTextCharFormat()
        looks.setBackground(theme().colour(ground))
        looks.setForeground(theme().colour(ink))
        made.format = looks
        return made

    def show_place(self, match: Match, number: int = 0) -> None:
        """Bring a place into view and mark it the strongest; ``number`` counts the spans of the match."""
        wanted = {key: value for key, value in match.place.items() if key != "offset"}
        offset = int(match.place.get("offset", 0))
        begin, end = (offset + at for at in match.spans[number])
        same = [p for p in self._places if p[0] == match.field and dict(p[1]) == wanted and len(p[3]) >= end]
        # the values of a list share their place: the one that has these words is meant
        stands = (p for p in same if p[3][offset : offset + len(match.snippet)] == match.snippet)
        found = next(stands, same[0] if same else None)
        if found is None:
            return
        _name, _where, start, words = found
        chosen = self._selection(start, words, begin, end, "cinnabar", "on_cinnabar")
        self.setExtraSelections([*self._marks, chosen])
        cursor = QTextCursor(self.document())
        cursor.setPosition(start + _units(words[:begin]))
        self.setTextCursor(cursor)
        self._centre(cursor)

    def _centre(self, cursor: QTextCursor) -> None:
        at = self.cursorRect(cursor).center().y()
        bar = self.verticalScrollBar()
        if at + bar.value() <= self.viewport().height() - theme().dp(56):
            bar.setValue(0)  # near the beginning: title and picture stay in view
            return
        bar.setValue(bar.value() + at - self.viewport().height() // 3)


def _units(text: str) -> int:
    """Length in UTF-16 units, as Qt counts positions."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2
