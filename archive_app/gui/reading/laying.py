"""Laying an item out as a page to read: title, picture, text with its notes, transcript, and what describes it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from itertools import groupby

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QTextBlockFormat, QTextCharFormat, QTextCursor, QTextDocument, QTextImageFormat

from archive_app.domain.manuscript import Block, BlockKind, Cell, Note, SpanStyle
from archive_app.gui.editors.line import clock
from archive_app.gui.i18n import _
from archive_app.gui.reading.item import PictureFile, ReadableItem
from archive_app.gui.reading.looks import ReadingLooks
from archive_app.gui.reading.placed import Placed, Places, one_for_one
from archive_app.gui.theme.tokens import READING_LINE_HEIGHT
from archive_app.gui.widgets.emphasis import units
from archive_app.search.document import SearchText

TITLE, MANUSCRIPT, TRANSCRIPT, CAPTION = "title", "manuscript", "transcript", "caption"
_READ_FIRST = (TITLE, MANUSCRIPT, TRANSCRIPT, CAPTION)
"""What a reader came for stands before what describes it."""
SECOND = "second:"
"""A link that begins so plays from the second behind it, of the recording behind ``@`` (none: the first)."""
PICTURE = "picture:"
"""A picture's name on the page: its hash behind this."""
_BETWEEN_VALUES, _BETWEEN_ROWS = "　", "；"
_FACE_LINE = 1.45
"""The line height of the face itself, in ems."""
_LARGEST_SHARE = 0.62
"""Of the pane's height, a picture has at most this."""


def in_reading_order(texts: Iterable[SearchText]) -> list[SearchText]:
    """Title, the words themselves, then the descriptive fields in their own order."""
    last = len(_READ_FIRST)
    return sorted(texts, key=lambda text: _READ_FIRST.index(text.field) if text.field in _READ_FIRST else last)


def _headed(text: SearchText) -> tuple[str, str]:
    """What texts have in common that stand under one heading: an own field's of two cards do not."""
    return text.field, text.label


def block_format(looks: ReadingLooks, *, above: float, indent: float, left: float) -> QTextBlockFormat:
    """A block at the reading leading, with ``above`` on the grid over it."""
    block = QTextBlockFormat()
    leading = READING_LINE_HEIGHT / _FACE_LINE * 100
    block.setLineHeight(leading, QTextBlockFormat.LineHeightTypes.ProportionalHeight.value)
    block.setTopMargin(looks.dp(above))
    block.setTextIndent(indent)
    block.setLeftMargin(left)
    return block


class Laying:
    """One page being laid out into a ``QTextDocument`` for a column ``width`` × ``height``."""

    def __init__(self, document: QTextDocument, looks: ReadingLooks, width: float, height: float) -> None:
        self.document = document
        self.looks = looks
        self.places = Places()
        self.seconds: list[tuple[float, int, int, str]] = []
        """(second, first position, last position, recording) of the transcript's segments, in order."""
        self.wanted: dict[str, PictureFile] = {}
        """Pictures of the page by name."""
        self._width, self._height = width, height
        self._cursor = QTextCursor(document)
        self._number = 0

    def item(self, item: ReadableItem) -> None:
        """Lay out a whole item."""
        self._cursor.beginEditBlock()
        for (field, _label), group in groupby(in_reading_order(item.document.texts), key=_headed):
            texts = list(group)
            if field == TITLE:
                self._line(texts, self.looks.title(), above=4)
                self._manuscript(item)
            elif field == MANUSCRIPT:
                continue  # laid out whole, with what is not searched
            elif field == TRANSCRIPT:
                self._transcript(texts, item)
            elif field == CAPTION:
                self._line(texts, self.looks.body(), above=8)
            else:
                self._described(texts)
        self._cursor.endEditBlock()

    # — blocks —

    def _block(
        self, looks: QTextCharFormat, *, above: float = 4, indent: float = 0, left: float = 0
    ) -> QTextCharFormat:
        block = block_format(self.looks, above=above, indent=indent, left=left)
        if self._cursor.atStart():
            self._cursor.setBlockFormat(block)
            self._cursor.setBlockCharFormat(looks)
        else:
            self._cursor.insertBlock(block, looks)
        return looks

    def _write(self, text: SearchText, looks: QTextCharFormat) -> None:
        start = self._cursor.position()
        self._cursor.insertText(one_for_one(text.text), looks)
        self.places.add(Placed(text.field, text.place, start, text.text))

    def _line(self, texts: Sequence[SearchText], font: QFont, *, above: float) -> None:
        looks = self._block(self.looks.format(font), above=above)
        self._values(texts, looks)

    def _values(self, texts: Sequence[SearchText], looks: QTextCharFormat) -> None:
        """A field's values on one line: those of a row side by side, row after row."""
        before: SearchText | None = None
        for text in texts:
            if before is not None:
                same = before.place.get("row") == text.place.get("row")
                self._cursor.insertText(_BETWEEN_VALUES if same else _BETWEEN_ROWS, looks)
            self._write(text, looks)
            before = text

    def _described(self, texts: Sequence[SearchText]) -> None:
        self._block(self.looks.format(self.looks.small(), "faint"), above=12)
        self._cursor.insertText(texts[0].label, self.looks.format(self.looks.small(), "faint"))
        self._line(texts, self.looks.note(), above=0)

    # — the text —

    def _manuscript(self, item: ReadableItem) -> None:
        for block in item.manuscript:
            if block.kind is BlockKind.PICTURE:
                self._picture(block, item)
            elif block.kind is BlockKind.TABLE:
                self._table(block)
            elif block.kind is BlockKind.PAGE_BREAK:
                continue
            else:
                self._paragraph(block)
            self._notes(block.notes_in_order, block.id)

    def _paragraph(self, block: Block) -> None:
        em = self.looks.em
        kind = block.kind
        if kind is BlockKind.HEADING:
            looks = self._block(self.looks.format(self.looks.heading(block.level)), above=18)
        elif kind in (BlockKind.QUOTE, BlockKind.VERSE):
            looks = self._block(self.looks.format(self.looks.body()), above=6, left=2 * em)
        else:
            indented = kind not in (BlockKind.LIST_ITEM, BlockKind.QUESTION)
            looks = self._block(self.looks.format(self.looks.body()), indent=2 * em if indented else 0)
        if block.label and kind in (BlockKind.QUESTION, BlockKind.ANSWER):
            self._cursor.insertText(f"{block.label}：", self.looks.format(self.looks.body(bold=True)))
        elif kind is BlockKind.LIST_ITEM:
            self._cursor.insertText("· ", looks)
        self._text(block, looks)

    def _text(self, block: Block, looks: QTextCharFormat) -> None:
        """A block's text with the numbers of its notes in it; styles that change a reader's understanding are kept."""
        start = self._cursor.position()
        marks = self._marked(block.text, list(enumerate(block.calls, start=self._number + 1)), looks)
        placed = Placed(MANUSCRIPT, {"block": block.id, "part": "text"}, start, block.text, marks)
        if block.text:
            self.places.add(placed)
            self._styles(block, placed)
        self._cursor.setPosition(self.document.characterCount() - 1)

    def _marked(
        self, text: str, numbered: Sequence[tuple[int, Note]], looks: QTextCharFormat
    ) -> tuple[tuple[int, int], ...]:
        """A text with the numbers of the notes called in it; where those stand, and how long they are."""
        at = 0
        marks: list[tuple[int, int]] = []
        raised = QTextCharFormat(looks)
        raised.setVerticalAlignment(QTextCharFormat.VerticalAlignment.AlignSuperScript)
        raised.setForeground(self.looks.colour("cinnabar_ink"))
        for number, note in numbered:
            self._cursor.insertText(one_for_one(text[at : note.at]), looks)
            mark = f"[{number}]"
            self._cursor.insertText(mark, raised)
            marks.append((note.at, units(mark)))
            at = note.at
        self._cursor.insertText(one_for_one(text[at:]), looks)
        return tuple(marks)

    def _styles(self, words: Block | Cell, placed: Placed) -> None:
        for span in words.spans:
            change = QTextCharFormat()
            if span.style is SpanStyle.BOLD:
                change.setFontWeight(QFont.Weight.Bold)
            elif span.style in (SpanStyle.UNDERLINE, SpanStyle.NAME, SpanStyle.DOTS):
                change.setFontUnderline(True)
            elif span.style is SpanStyle.SUPERSCRIPT:
                change.setVerticalAlignment(QTextCharFormat.VerticalAlignment.AlignSuperScript)
            elif span.style is SpanStyle.SUBSCRIPT:
                change.setVerticalAlignment(QTextCharFormat.VerticalAlignment.AlignSubScript)
            else:
                continue
            self._cursor.setPosition(placed.position(span.start))
            self._cursor.setPosition(placed.position(span.end, end=True), QTextCursor.MoveMode.KeepAnchor)
            self._cursor.mergeCharFormat(change)
            self._cursor.clearSelection()

    def _notes(self, notes: Sequence[Note], block: str) -> None:
        """Below the block that calls them, in the order of their numbers."""
        looks = self.looks.format(self.looks.note(), "faint")
        numbered = self.looks.format(self.looks.note(), "cinnabar_ink")
        for note in notes:
            self._number += 1
            self._block(looks, above=2, left=2 * self.looks.em)
            self._cursor.insertText(f"[{self._number}] ", numbered)
            start = self._cursor.position()
            self._cursor.insertText(one_for_one(note.text), looks)
            if note.by:
                self._cursor.insertText(f"——{note.by}", looks)
            self.places.add(Placed(MANUSCRIPT, {"block": block, "part": f"note:{note.id}"}, start, note.text))

    def _table(self, block: Block) -> None:
        """Row by row, its cells apart: what is searched is what is read."""
        if block.text:
            self._text_line(block)
        looks, heads = self.looks.format(self.looks.note()), self.looks.format(self.looks.note())
        heads.setFontWeight(QFont.Weight.Bold)
        called = list(enumerate(block.notes_in_order, start=self._number + 1))
        for number, cells in enumerate(block.rows):
            self._block(looks, above=2, left=2 * self.looks.em)
            for column, cell in enumerate(cells):
                if column:
                    self._cursor.insertText("　│　", self.looks.format(self.looks.note(), "ghost"))
                start = self._cursor.position()
                own = [(count, note) for count, note in called if note.cell == (number, column)]
                marks = self._marked(cell.text, own, heads if cell.header else looks)
                if cell.text:
                    place = {"block": block.id, "part": f"cell:{number},{column}"}
                    placed = Placed(MANUSCRIPT, place, start, cell.text, marks)
                    self.places.add(placed)
                    self._styles(cell, placed)
                    self._cursor.setPosition(self.document.characterCount() - 1)

    def _text_line(self, block: Block) -> None:
        """The caption of a picture or a table, in the middle."""
        looks = self._block(self.looks.format(self.looks.note(), "faint"), above=4)
        self._text(block, looks)
        self._middle()

    def _middle(self) -> None:
        made = QTextBlockFormat()
        made.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self._cursor.mergeBlockFormat(made)

    def _picture(self, block: Block, item: ReadableItem) -> None:
        file = item.placed.get(block.picture.source) if block.picture else None
        if file is not None and file.key:
            self._block(self.looks.format(self.looks.body()), above=14)
            self._image(file, block.picture.width if block.picture else 0.0)
            self._middle()
        if block.text:
            self._text_line(block)

    def _image(self, file: PictureFile, share: float) -> None:
        """Room for a picture: as wide as it is placed, not larger than it is, no taller than the pane shows at once."""
        name = f"{PICTURE}{file.key}"
        self.wanted[name] = file
        width, height = file.width or 1200, file.height or 900
        column = self._width * (share if 0 < share < 1 else 1.0)
        room = min(column, width, max(160.0, self._height * _LARGEST_SHARE) * width / height)
        image = QTextImageFormat()
        image.setName(name)
        image.setWidth(max(1.0, room))
        image.setHeight(max(1.0, room * height / width))
        self._cursor.insertImage(image)

    # — the spoken word —

    def _transcript(self, texts: Sequence[SearchText], item: ReadableItem) -> None:
        rows = item.record["transcript"] or []
        for number, group in groupby(texts, key=lambda text: text.place.get("row")):
            spoken = list(group)
            row = rows[number] if isinstance(number, int) and number < len(rows) else {}
            words = self.looks.format(self.looks.body())
            self._block(words, above=8, left=0)
            begin = self._cursor.position()
            second = spoken[0].place.get("seconds", row.get("start"))
            if isinstance(second, int | float):
                link = self.looks.format(self.looks.small(), "cinnabar_ink")
                link.setAnchor(True)
                link.setAnchorHref(f"{SECOND}{second}@{row.get('file') or ''}")
                link.setToolTip(_("从这里听"))
                self._cursor.insertText(f"▸ {clock(int(second))}", link)
                self._cursor.insertText("　", words)
            speaker = row.get("speaker")
            bold = self.looks.format(self.looks.body(bold=True))
            for text in spoken:
                named = bool(speaker) and text is spoken[0]  # his card's name where it has another now
                self._write(text, bold if named else words)
                if named:
                    self._cursor.insertText("：", bold)
            if isinstance(second, int | float):
                self.seconds.append((float(second), begin, self._cursor.position(), str(row.get("file") or "")))
