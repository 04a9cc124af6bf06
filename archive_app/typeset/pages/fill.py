"""One page, filled: what of the material goes on it, and where the next page begins.

Nothing is drawn here: a page can be filled again with other lines in one of its paragraphs until its foot is right.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from archive_app.typeset.lines.paragraph import SetLine
from archive_app.typeset.pages.filled import Cursor, Filled, NotePlace, Place, Tail
from archive_app.typeset.pages.grid import Grid
from archive_app.typeset.pages.material import Material, SetBox, SetBreak, SetNote, SetTable, SetText

_BODY_LEAST = 4  # rows that notes carried over from the page before must leave to the text
_TABLE_AIR = 0.8  # of the leading, around a table or a picture
_WHOLE_TABLE = 0.34  # a table under this share of a page does not part
_FOLLOWING = 2  # lines that must follow a heading


def fill(
    material: Sequence[Material],
    cursor: Cursor,
    grid: Grid,
    variants: Mapping[int, Material],
    rows: int = 0,
) -> Filled:
    """Fill a page from ``cursor`` on. ``variants`` stand in the place of material by its index; ``rows`` shortens the
    page, but for its notes, which stay at its foot."""
    return _Filler(material, cursor, grid, variants, rows or grid.rows).run()


class _Filler:
    def __init__(
        self,
        material: Sequence[Material],
        cursor: Cursor,
        grid: Grid,
        variants: Mapping[int, Material],
        rows: int,
    ) -> None:
        self.material, self.cursor, self.grid, self.variants, self.rows = material, cursor, grid, variants, rows
        self.row = cursor.row
        self.block, self.line = cursor.block, cursor.line
        self.foot = 0  # rows taken by pictures at the foot
        self.places: list[Place] = []
        self.foot_places: list[Place] = []
        self.notes: list[NotePlace] = []
        self.note_height = 0.0
        self.tails: list[Tail] = []
        self.floats: list[int] = []
        self.stranded = False
        self._begun = False  # a line of a paragraph was taken that has no place yet

    # room

    def _reserved(self, height: float) -> int:
        return 0 if height <= 0 else math.ceil((height + self.grid.note_gap) / self.grid.leading - 1e-6)

    def _limit(self, extra: float = 0.0) -> int:
        """The rows the text may use with ``extra`` points more of notes."""
        return self.rows - self.foot - self._reserved(self.note_height + extra)

    @property
    def _empty(self) -> bool:
        return not self.places and not self.foot_places

    def at(self, index: int) -> Material:
        """The material as it is to be on this page."""
        return self.variants.get(index) or self.material[index]

    def lines(self, index: int) -> tuple[SetLine, ...]:
        """A paragraph's lines, as they are to be on this page."""
        block = self.at(index)
        return block.lines if isinstance(block, SetText) else ()

    # the page

    def run(self) -> Filled:
        """Fill it."""
        self._carried_notes()
        self._waiting_figures()
        going = True
        while going and self.block < len(self.material):
            block = self.at(self.block)
            if isinstance(block, SetText):
                going = self._text(block)
            elif isinstance(block, SetBox):
                going = self._box(block)
            elif isinstance(block, SetTable):
                going = self._table(block)
            else:
                going = self._break()
        self._mend_headings()
        return self._result()

    def _result(self) -> Filled:
        floor = self._limit() if self.notes or self.foot_places else self.rows
        row = floor
        for place in self.foot_places:
            self.places.append(Place(place.block, 0, 1, row, place.rows))
            row += place.rows
        end = Cursor(self.block, self.line, 0, tuple(self.tails), tuple(self.floats))
        text = [p for p in self.places if isinstance(self.at(p.block), SetText)]
        return Filled(
            self.places,
            self.notes,
            end,
            self.row,
            self.stranded,
            sum(p.end - p.start for p in text),
            self.variants,
        )

    def _carried_notes(self) -> None:
        """What is left of the last page's notes comes first among this one's."""
        body_left = self.cursor.block < len(self.material)
        most = (self.rows - (_BODY_LEAST if body_left else 0)) * self.grid.leading - self.grid.note_gap
        for tail in self.cursor.tails:
            room = 0 if self.tails else int((most - self.note_height) / tail.note.leading)
            end = min(len(tail.note.lines), tail.start + max(0, room))
            if end > tail.start:
                self.notes.append(NotePlace(tail.note, tail.start, end))
                self.note_height += (end - tail.start) * tail.note.leading
            if end < len(tail.note.lines):
                self.tails.append(Tail(tail.note, end))

    def _waiting_figures(self) -> None:
        for index in self.cursor.floats:
            box = self.at(index)
            assert isinstance(box, SetBox)
            rows = box.rows_top if self.row == 0 and box.rows_top else box.rows
            if not self.floats and (self.row + rows <= self._limit() or self._empty):
                self._put(index, box, rows, top=self.row == 0)
            else:
                self.floats.append(index)

    # text

    def _text(self, block: SetText) -> bool:
        lines = self.lines(self.block)
        start = self.line
        if start == 0 and self.row > 0:
            self.row += block.source.before
        first_row = self.row
        while self.line < len(lines):
            called = [block.notes[n] for n in lines[self.line].notes]
            if not self._admit(called):
                break
            self.row += 1
            self.line += 1
            self._begun = True
        placed = self.line - start
        if placed:
            self.places.append(Place(self.block, start, self.line, first_row, placed))
        left = len(lines) - self.line
        if left == 0:
            self.block, self.line = self.block + 1, 0
            return True
        if placed and len(lines) > 1:
            self.stranded = (start == 0 and placed == 1) or left == 1
        return False

    def _admit(self, called: Sequence[SetNote]) -> bool:
        """Whether a line with these notes still fits; if so its notes are put on the page."""
        if not called:
            return self.row + 1 <= self._limit() or self._must_go_on()
        if self.tails and not self._must_go_on():
            return False
        whole = sum(len(note.lines) * note.leading for note in called)
        if self.row + 1 <= self._limit(whole):
            for note in called:
                self._note(note, len(note.lines))
            return True
        last = called[-1]
        before = whole - len(last.lines) * last.leading
        least = min(2, len(last.lines) - 1)
        room = self._note_lines(before, last)
        if least >= 1 and room >= least:
            for note in called[:-1]:
                self._note(note, len(note.lines))
            self._note(last, min(room, len(last.lines) - 1))
            return True
        if not self._must_go_on():
            return False
        for note in called:
            self._note(note, max(0, min(len(note.lines), self._note_lines(0.0, note))))
        return True

    def _must_go_on(self) -> bool:
        """A page takes at least one line, or the book would never end."""
        return self._empty and not self._begun

    def _note_lines(self, before: float, note: SetNote) -> int:
        """How many lines of ``note`` fit under one more line of text, after ``before`` points of other notes."""
        rows = self.rows - self.foot - self.row - 1
        return int((rows * self.grid.leading - self.grid.note_gap - self.note_height - before + 1e-6) / note.leading)

    def _note(self, note: SetNote, lines: int) -> None:
        if self.tails:
            lines = 0
        if lines:
            self.notes.append(NotePlace(note, 0, lines))
            self.note_height += lines * note.leading
        if lines < len(note.lines):
            self.tails.append(Tail(note, lines))

    # boxes

    def _box(self, box: SetBox) -> bool:
        if box.floats:
            return self._figure(box)
        top = self.row == 0
        rows = box.rows_top if top and box.rows_top else box.rows
        need = rows + (self._after(self.block + 1) if box.keep else 0)
        notes = sum(len(n.lines) * n.leading for n in box.notes)
        if not self._empty and self.row + need > self._limit(notes):
            return False
        self._put(self.block, box, rows, top)
        self.block += 1
        return True

    def _figure(self, box: SetBox) -> bool:
        index = self.block
        self.block += 1
        top = self.row == 0
        rows = box.rows_top if top and box.rows_top else box.rows
        notes = sum(len(n.lines) * n.leading for n in box.notes)
        fits = not self.floats and self.row + rows <= self._limit(notes)
        if box.place == "foot" and fits and not top:
            self.foot += box.rows
            self.foot_places.append(Place(index, 0, 1, 0, box.rows))
            for note in box.notes:
                self._note(note, len(note.lines))
        elif (fits and (box.place != "head" or top)) or (self._empty and not self.floats):
            self._put(index, box, rows, top)
        else:
            self.floats.append(index)
        return True

    def _put(self, index: int, box: SetBox, rows: int, top: bool) -> None:
        self.places.append(Place(index, 0, 1, self.row, rows, top))
        self.row += rows
        for note in box.notes:
            self._note(note, len(note.lines))

    def _after(self, index: int, lines: int = _FOLLOWING) -> int:
        """The rows that what follows a heading needs so that ``lines`` lines stand under it."""
        if index >= len(self.material):
            return 0
        block = self.at(index)
        if isinstance(block, SetText):
            own = self.lines(index)
            rows = min(lines, len(own))
            rows += self._reserved_for(block, own[:rows])
            return rows if len(own) >= lines else rows + self._after(index + 1, lines - len(own))
        if isinstance(block, SetTable):
            end = min(2, len(block.rows))
            return self.grid.rows_for(block.height(0, end), self._air)
        if isinstance(block, SetBreak):
            return 0
        if block.keep:
            return block.rows + self._after(index + 1, lines)
        return self._after(index + 1, lines)

    def _reserved_for(self, block: SetText, lines: Sequence[SetLine]) -> int:
        """Rows for the beginnings of the notes called on ``lines``."""
        called = [block.notes[n] for line in lines for n in line.notes]
        height = sum(min(2, len(note.lines)) * note.leading for note in called)
        return self._reserved(self.note_height + height) - self._reserved(self.note_height)

    # tables

    @property
    def _air(self) -> float:
        return self.grid.leading * _TABLE_AIR

    def _table(self, table: SetTable) -> bool:
        start = self.line
        notes = sum(len(n.lines) * n.leading for n in table.notes) if start == 0 else 0.0
        room = self._limit(notes) - self.row
        end = start
        while end < len(table.rows):
            if self.grid.rows_for(table.height(start, end + 1), self._air) > room:
                break
            end += 1
        whole = end == len(table.rows)
        small = table.height(0, len(table.rows)) < self.grid.height * _WHOLE_TABLE
        worth = end - start >= 2 or (end > start and table.rows[start].height > 2 * self.grid.leading)
        if not whole and not self._empty and (not worth or (start == 0 and small)):
            return False
        if end == start:
            end = start + 1  # a row higher than the page: it runs over the foot, and is reported
        rows = self.grid.rows_for(table.height(start, end), self._air)
        self.places.append(Place(self.block, start, end, self.row, rows, top=self.row == 0))
        self.row += rows
        if start == 0:
            for note in table.notes:
                self._note(note, len(note.lines))
        if end == len(table.rows):
            self.block, self.line = self.block + 1, 0
            return True
        self.line = end
        return False

    def _break(self) -> bool:
        self.block += 1
        return self._empty and self.cursor.row == 0

    # headings

    def _mend_headings(self) -> None:
        """Take a heading that ended up with less than two lines under it to the next page."""
        if self.block >= len(self.material) and not self.line:
            return
        followed = 0
        for index in range(len(self.places) - 1, -1, -1):
            place = self.places[index]
            block = self.at(place.block)
            if isinstance(block, SetBox) and block.keep:
                if followed < _FOLLOWING and index > 0 and not self._notes_since(index):
                    first = index
                    while first > 1 and self._keeps(self.places[first - 1]):
                        first -= 1
                    self._cut(first)
                return
            followed += place.end - place.start if isinstance(block, SetText) else _FOLLOWING
            if followed >= _FOLLOWING:
                return

    def _keeps(self, place: Place) -> bool:
        block = self.at(place.block)
        return isinstance(block, SetBox) and block.keep

    def _notes_since(self, index: int) -> bool:
        """Whether anything placed from ``index`` on called a note: then it stays where its notes are."""
        for place in self.places[index:]:
            block = self.at(place.block)
            if isinstance(block, SetText):
                if any(line.notes for line in self.lines(place.block)[place.start : place.end]):
                    return True
            elif not isinstance(block, SetBreak) and block.notes:
                return True
        return False

    def _cut(self, index: int) -> None:
        place = self.places[index]
        del self.places[index:]
        self.block, self.line, self.row = place.block, place.start, place.row
        self.floats = [f for f in self.floats if f < self.block]
        for put in [p for p in self.foot_places if p.block >= self.block]:
            self.foot_places.remove(put)
            self.foot -= put.rows
        self.stranded = False
