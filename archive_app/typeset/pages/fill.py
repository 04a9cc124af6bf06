"""One page, filled: what of the material goes on it, and where the next page begins.

Nothing is drawn here: a page can be filled again with other lines in one of its paragraphs until its foot is right.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from archive_app.typeset.lines.paragraph import SetLine
from archive_app.typeset.pages.filled import Cursor, Filled, Place
from archive_app.typeset.pages.grid import Grid
from archive_app.typeset.pages.material import Material, SetBeside, SetBox, SetBreak, SetNote, SetTable, SetText
from archive_app.typeset.pages.placing import Placing, goes_beside, heading_beside
from archive_app.typeset.pages.room import height_of

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


class _Filler(Placing):
    stranded = False

    # the page

    def run(self) -> Filled:
        """Fill it."""
        self.carried_notes()
        self.waiting()
        going = True
        while going and self.block < len(self.material):
            if self.beside is not None:
                self.pass_by()
            block = self.at(self.block)
            if isinstance(block, SetText):
                going = self._text(block)
            elif isinstance(block, SetBox):
                going = self._box(block)
            elif isinstance(block, SetTable):
                going = self._table(block)
            elif isinstance(block, SetBreak):
                going = self._break()
            else:
                self.block += 1
                self.place(self.block - 1)
        self._mend_headings()
        return self._result()

    def _result(self) -> Filled:
        floor = self.limit() if self.notes or self.foot_places else self.rows
        row = floor
        for place in self.foot_places:
            self.places.append(Place(place.block, 0, 1, row, place.rows))
            row += place.rows
        over = self.shaped.get(self.block) if self.line else None
        if self.line and over is None:
            over = dict(self.cursor.shaped).get(self.block)
        shaped = ((self.block, over),) if over is not None else ()
        end = Cursor(self.block, self.line, 0, tuple(self.tails), self.figures_left(), shaped)
        text = [p for p in self.places if isinstance(self.at(p.block), SetText)]
        return Filled(
            self.places,
            self.notes,
            end,
            max(self.row, self.kept),
            self.stranded,
            sum(p.end - p.start for p in text),
            {**self.variants, **self.shaped} if self.shaped else self.variants,
            tuple(self.apart),
        )

    # text

    def _text(self, block: SetText) -> bool:
        if self.beside is not None and not goes_beside(block, self.beside, self.grid):
            self.below()
        start = begun = self.line
        if start == 0 and self.row > 0:
            self.row += block.source.before
        block = self.narrowed(self.block, start)
        first_row = self.row
        while self.line < len(block.lines):
            called = [block.notes[n] for n in block.lines[self.line].notes]
            if not self.admit(called):
                break
            self.row += 1
            self.line += 1
            self.begun = True
            if self.deferred and self.line < len(block.lines) and self.next_goes_beside():
                # the next picture stands beside what is left of this paragraph
                self.places.append(Place(self.block, start, self.line, first_row, self.line - start))
                self.pass_by()
                block = self.narrowed(self.block, self.line)
                start, first_row = self.line, self.row
        if self.line > start:
            self.places.append(Place(self.block, start, self.line, first_row, self.line - start))
        left = len(block.lines) - self.line
        if left == 0:
            self.block, self.line = self.block + 1, 0
            return True
        if not self.line:
            self.shaped.pop(self.block, None)
        elif self.stands_beside:
            self.widened(self.block, self.line)
            left = len(self.lines(self.block)) - self.line
        placed = self.line - begun
        if placed and len(block.lines) > 1:
            self.stranded = (begun == 0 and placed == 1) or left == 1
        return False

    # boxes

    def _box(self, box: SetBox) -> bool:
        if box.floats:
            self.block += 1
            self.place(self.block - 1)
            return True
        if self.stands_beside:
            if box.opens:
                self.below()
            else:
                self.shaped[self.block] = heading_beside(self, self.block, box)
            return self._box_here(self.at(self.block))
        return self._box_here(box)

    def _box_here(self, box: Material) -> bool:
        assert isinstance(box, SetBox)
        top = self.row == 0
        rows = box.rows_top if top and box.rows_top else box.rows
        need = self._keeping(self.block, rows) if box.keep else rows
        if not self.empty and not self.fits(need, height_of(box.notes)):
            self.shaped.pop(self.block, None)
            return False
        self.put(self.block, box, rows, top)
        self.block += 1
        return True

    def _after(self, index: int) -> int:
        """The rows that what follows a heading needs so that enough lines stand under it; more than a page's where no
        page has so many."""
        rows, lines = 0, _FOLLOWING
        while index < len(self.material) and lines > 0 and rows <= self.rows:
            block = self.at(index)
            if isinstance(block, SetText):
                own = self.lines(index)[:lines]
                rows += len(own) + self._reserved_for(block, own)
                lines -= len(own)
            elif isinstance(block, SetTable):
                return rows + self.grid.rows_for(block.height(0, min(2, len(block.rows))), self.air)
            elif isinstance(block, SetBreak):
                return rows
            elif isinstance(block, SetBox) and block.keep:
                rows += block.rows
            index += 1
        return rows

    def _keeping(self, index: int, rows: int) -> int:
        """The rows a heading of ``rows`` needs with what it stays with; its own alone where no page holds both: many
        headings in a row."""
        need = rows + self._after(index + 1)
        return need if need <= self.rows else rows

    def _reserved_for(self, block: SetText, lines: Sequence[SetLine]) -> int:
        """Rows for the beginnings of the notes called on ``lines``."""
        called = [block.notes[n] for line in lines for n in line.notes]
        height = sum(min(2, len(note.lines)) * note.leading for note in called)
        return self.reserved(self.note_height + height) - self.reserved(self.note_height)

    # tables

    def _table(self, table: SetTable) -> bool:
        if self.stands_beside:
            self.below()
        start = self.line
        if start == 0 and any(isinstance(self.at(index), SetTable) for index in self.floats):
            return False  # tables keep their order
        end, notes = self._rows_of(table, start)
        whole = end == len(table.rows)
        small = table.height(0, len(table.rows)) < self.grid.height * _WHOLE_TABLE
        worth = end - start >= 2 or (end > start and table.rows[start].height > 2 * self.grid.leading)
        if table.free:
            small, worth = False, end > start
        if not whole and not self.empty and (not worth or (start == 0 and small)):
            return start == 0 and small and self._put_off()
        if end == start:
            end = start + 1  # a row higher than the page: it runs over the foot, and is reported
            self.force(self.grid.rows_for(table.height(start, end), self.air), table.called(start, end))
        rows = self.grid.rows_for(table.height(start, end), self.air)
        self.places.append(Place(self.block, start, end, self.row, rows, top=self.row == 0))
        self.row += rows
        for note, lines in notes:
            self.put_note(note, lines)
        if end == len(table.rows):
            self.block, self.line = self.block + 1, 0
            return True
        self.line = end
        return False

    def _put_off(self) -> bool:
        """Leave a small table to the next page's head and go on with the text, as with a picture there is no room for;
        not over a heading, which would part it from what it belongs to."""
        following = self.at(self.block + 1) if self.block + 1 < len(self.material) else None
        if not isinstance(following, SetText) or self.deferred or self._ends_with_heading():
            return False
        self.floats.append(self.block)
        self.block += 1
        return True

    def _ends_with_heading(self) -> bool:
        return bool(self.places) and self._keeps(self.places[-1])

    def _rows_of(self, table: SetTable, start: int) -> tuple[int, list[tuple[SetNote, int]]]:
        """Down to which row a table goes on the page, and how many lines of each note called there."""
        notes: list[tuple[SetNote, int]] = []
        height, end = 0.0, start
        while end < len(table.rows):
            called = table.called(start, end + 1)[len(notes) :]
            shares = self.shares(self.grid.rows_for(table.height(start, end + 1), self.air), called, height)
            if shares is None:
                break
            notes += zip(called, shares, strict=True)
            height += height_of(called)
            end += 1
            if any(lines < len(note.lines) for note, lines in notes):
                break  # what is left of a note goes to the next page: nothing after it is called here
        return end, notes

    def _break(self) -> bool:
        self.block += 1
        return self.empty

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
                    begun = self.places[first]
                    if self._keeping(begun.block, begun.rows) > begun.rows:
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
        self.floats, self.deferred, self.apart = (
            [index for index in waiting if index < self.block] for waiting in (self.floats, self.deferred, self.apart)
        )
        self.shaped = {index: piece for index, piece in self.shaped.items() if index < self.block}
        self.kept = max((p.row + p.rows for p in self.places if isinstance(self.at(p.block), SetBeside)), default=0)
        for put in [p for p in self.foot_places if p.block >= self.block]:
            self.foot_places.remove(put)
            self.foot -= put.rows
        self.stranded = False
