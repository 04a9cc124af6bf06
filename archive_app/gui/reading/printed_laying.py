"""Laying a printed volume out to be read, a slice at a time: first where one wants to read, then what follows and what
goes before, so that a long book is there at once."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QTextCharFormat, QTextCursor, QTextDocument, QTextFormat

from archive_app.gui.i18n import _
from archive_app.gui.reading.item import PictureFile
from archive_app.gui.reading.laying import block_format
from archive_app.gui.reading.looks import ReadingLooks
from archive_app.gui.reading.placed import Origin, Placed, Places, one_for_one
from archive_app.gui.reading.volume import ReadableVolume, Told, in_order
from archive_app.gui.widgets.emphasis import units

MARK = QTextFormat.Property.UserProperty.value
"""What stands in the text without being of it: it is left out where words are copied."""
_BEFORE, _BEHIND, _SLICE = 1_500, 4_500, 9_000
"""Characters of the first slice before and behind the wanted place, and of each slice after it."""
_SMALL = frozenset({"caption", "people", "index", "index-head", "table", "table-head", "note", "endnote"})
_INWARD = frozenset({"quote", "verse", "list", "section-opening"})
_BOLD = frozenset({"index-head", "table-head"})


def page_words(number: int, label: str) -> str:
    """How a page is called: by its printed number, else by its place in the book."""
    return _("第 {n} 页").format(n=label) if label else _("第 {n} 面（无页码）").format(n=number)


class PrintedLaying:
    """A volume being laid out into a ``QTextDocument``."""

    def __init__(self, document: QTextDocument, looks: ReadingLooks, item: ReadableVolume) -> None:
        self.document = document
        self.looks = looks
        self.places = Places()
        self.seconds: list[tuple[float, int, int, str]] = []
        self.wanted: dict[str, PictureFile] = {}
        self._drafts = item.printed.drafts
        self._groups = in_order(item)
        self.told: list[Told] = [told for group in self._groups for told in group]
        """What stands in each of the ``places``."""
        self._group_of: list[int] = []
        self._first_of: list[int] = []
        self._origins: list[Origin] = []
        self._cursor = QTextCursor(document)
        self._new = False  # the next block is there already
        self._notes: dict[str, int] = {}
        self._expect()
        self._first = self._last = 0

    def _expect(self) -> None:
        called = {note for group in self._groups for told in group if told.printed for _at, note in told.printed.calls}
        for number, group in enumerate(self._groups):
            self._first_of.append(len(self.places))
            for told in group:
                self.places.expect(Placed(told.text.field, told.text.place, -1, told.text.text))
                self._group_of.append(number)
                if told.note in called:
                    self._notes[told.note] = len(self._notes) + 1
        self._first_of.append(len(self.places))

    # — slices —

    @property
    def done(self) -> bool:
        """Whether all of it is laid out."""
        return self._first == 0 and self._last == len(self._groups)

    def begin(self, wanted: Placed | None) -> None:
        """The first slice, around a text; at the book's beginning where none is wanted."""
        middle = self._group_of[wanted.order] if wanted is not None and self._group_of else 0
        self._first = self._back(middle, _BEFORE)
        self._last = self._on(middle, _BEHIND)
        self._new = True
        self._lay(self._first, self._last)

    def more(self) -> None:
        """Another slice: what follows first, then what goes before."""
        if self._last < len(self._groups):
            first, self._last = self._last, self._on(self._last, _SLICE)
            self._cursor.setPosition(self.document.characterCount() - 1)
            self._lay(first, self._last)
        elif self._first > 0:
            last, self._first = self._first, self._back(self._first, _SLICE)
            self._lay_before(self._first, last)

    def _on(self, group: int, characters: int) -> int:
        while group < len(self._groups) and characters > 0:
            characters -= sum(len(told.text.text) for told in self._groups[group])
            group += 1
        return group

    def _back(self, group: int, characters: int) -> int:
        while group > 0 and characters > 0:
            group -= 1
            characters -= sum(len(told.text.text) for told in self._groups[group])
        return group

    def _lay(self, first: int, last: int) -> None:
        origin = Origin()
        self._origins.append(origin)
        self._cursor.beginEditBlock()
        for group in range(first, last):
            self._lay_group(group, origin)
        self._cursor.endEditBlock()
        self.places.begin, self.places.end = self._first_of[self._first], self._first_of[self._last]

    def _lay_before(self, first: int, last: int) -> None:
        """At the beginning of the document; what is there moves on."""
        length = self.document.characterCount()
        self._cursor.beginEditBlock()
        self._cursor.setPosition(0)
        self._cursor.insertBlock(self._cursor.blockFormat(), self._cursor.blockCharFormat())
        self._cursor.setPosition(0)
        self._new = True
        already = list(self._origins)
        self._lay(first, last)
        self._cursor.endEditBlock()
        grown = self.document.characterCount() - length
        for origin in already:
            origin.at += grown

    # — blocks —

    def _block(
        self, looks: QTextCharFormat, *, above: float = 4, indent: float = 0, left: float = 0, middle: bool = False
    ) -> QTextCharFormat:
        block = block_format(self.looks, above=above, indent=indent, left=left)
        if middle:
            block.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        if self._new:
            self._cursor.setBlockFormat(block)
            self._cursor.setBlockCharFormat(looks)
            self._new = False
        else:
            self._cursor.insertBlock(block, looks)
        return looks

    def _lay_group(self, number: int, origin: Origin) -> None:
        group = self._groups[number]
        placed = self.places.texts[self._first_of[number] : self._first_of[number + 1]]
        pairs = list(zip(group, placed, strict=True))
        for row, cells in groupby(pairs, key=lambda pair: _row(pair[0])):
            if row is None:
                for told, own in cells:
                    self._lay_text(told, own, origin)
            else:
                self._lay_row(list(cells), origin)

    def _lay_text(self, told: Told, placed: Placed, origin: Origin) -> None:
        self._begin_page(told)
        looks = self._looks_of(told)
        if told.note in self._notes:
            faint = self.looks.format(self.looks.note(), "cinnabar_ink")
            self._cursor.insertText(f"[{self._notes[told.note]}] ", faint)
        self._write(told, placed, origin, looks)

    def _lay_row(self, cells: Sequence[tuple[Told, Placed]], origin: Origin) -> None:
        """A row of a table, its cells apart."""
        self._begin_page(cells[0][0])
        self._block(self.looks.format(self.looks.note()), above=2, left=2 * self.looks.em)
        for column, (told, placed) in enumerate(cells):
            if column:
                self._cursor.insertText("　│　", self.looks.format(self.looks.note(), "ghost"))
            self._write(told, placed, origin, self._format(told))

    def _looks_of(self, told: Told) -> QTextCharFormat:
        """Begin the block of a text."""
        em, looks = self.looks.em, self._format(told)
        role = told.printed.role if told.printed is not None else told.text.field
        if told.printed is None:
            return self._block(looks, above=4)
        if told.note:
            return self._block(looks, above=2, left=2 * em)
        if role == "title":
            return self._block(looks, above=30)
        if role in ("subtitle", "byline", "written"):
            return self._block(looks, above=4)
        if role.startswith("heading"):
            return self._block(looks, above=16)
        if role in ("caption", "people"):
            return self._block(looks, above=8, middle=True)
        if role in _INWARD:
            return self._block(looks, above=6, left=2 * em)
        if role in _SMALL or role.startswith("board"):
            return self._block(looks, above=2, left=2 * em)
        return self._block(looks, indent=2 * em)

    def _format(self, told: Told) -> QTextCharFormat:
        looks = self.looks
        if told.printed is None:
            return looks.format(looks.title() if told.text.field == "title" else looks.note())
        role = told.printed.role
        if told.note or role in ("caption", "people", "byline", "written", "subtitle"):
            return looks.format(looks.note(), "faint")
        if role == "title":
            return looks.format(looks.article())
        if role.startswith("heading"):
            return looks.format(looks.heading(int(role[-1]) if role[-1].isdigit() else 1))
        if role in _SMALL or role.startswith("board"):
            face = QFont(looks.note())
            face.setBold(role in _BOLD or role == "board-role")
            return looks.format(face)
        return looks.format(looks.body())

    # — words —

    def _begin_page(self, told: Told) -> None:
        """A page that begins with a text is told above it."""
        here = [page for page in told.pages if page[0] == 0]
        if here:
            _offset, number, label = here[-1]
            self._block(self._quiet(), above=14)
            self._cursor.insertText(self._of_page(number, label), self._quiet())

    def _of_page(self, number: int, label: str) -> str:
        """How a page is called, and that its words are a draft, where they are."""
        words = page_words(number, label)
        return _("{page}（识别稿）").format(page=words) if number in self._drafts else words

    def _quiet(self) -> QTextCharFormat:
        looks = self.looks.format(self.looks.small(), "faint")
        looks.setProperty(MARK, True)
        return looks

    def _write(self, told: Told, placed: Placed, origin: Origin, looks: QTextCharFormat) -> None:
        """A text with the numbers of its notes, and a quiet mark where a page begins in it."""
        words = self._shown(told)
        inside: list[tuple[int, str, QTextCharFormat]] = []
        for offset, number, label in told.pages:
            if offset > 0:
                chip = self._quiet()
                chip.setBackground(self.looks.colour("hover"))
                inside.append((offset, f" {self._of_page(number, label)} ", chip))
        for offset, note in told.printed.calls if told.printed is not None else ():
            if note in self._notes:
                raised = self.looks.format(self.looks.body(), "cinnabar_ink")
                raised.setVerticalAlignment(QTextCharFormat.VerticalAlignment.AlignSuperScript)
                raised.setProperty(MARK, True)
                inside.append((offset, f"[{self._notes[note]}]", raised))
        inside.sort(key=lambda one: one[0])
        placed.start, placed.origin = self._cursor.position(), origin
        at = 0
        marks: list[tuple[int, int]] = []
        for offset, mark, mark_looks in inside:
            self._cursor.insertText(words[at:offset], looks)
            self._cursor.insertText(mark, mark_looks)
            marks.append((offset, units(mark)))
            at = offset
        self._cursor.insertText(words[at:], looks)
        placed.marks = tuple(marks)

    @staticmethod
    def _shown(told: Told) -> str:
        """Code point for code point; the lines of verse as lines."""
        words = one_for_one(told.text.text)
        if told.printed is None or told.printed.role != "verse" or not told.printed.gaps:
            return words
        characters = list(words)
        for gap in told.printed.gaps:
            characters[gap] = "\u2028"
        return "".join(characters)


def _row(told: Told) -> tuple[str, int] | None:
    """The row of a table a text stands in."""
    part = told.printed.part if told.printed is not None else ""
    if not part.startswith("cell:"):
        return None
    return told.printed.block if told.printed is not None else "", int(part.removeprefix("cell:").partition(",")[0])
