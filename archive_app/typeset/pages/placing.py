"""Pictures on a page being filled: where they are met, at its head or foot, beside the text, or on a later page.

Pictures keep their order: one that does not fit waits, and all after it wait behind it.
"""

from __future__ import annotations

from dataclasses import replace

from archive_app.typeset.pages.filled import Place
from archive_app.typeset.pages.grid import Grid
from archive_app.typeset.pages.material import Material, SetBeside, SetBox, SetPage, SetTable, SetText
from archive_app.typeset.pages.room import Room, height_of

_TABLE_AIR, _UNDER_TABLE = 0.8, 0.45  # of the leading: around a table, under one at a page's head
_ENOUGH = 0.7
"""The share of a picture's rows that text must fill beside it; with less the picture stands by itself."""


_LEAST_LINE = 6
"""Characters that a line beside a picture has room for, its indents taken off."""


class Placing(Room):
    """Places pictures."""

    beside: SetBeside | None = None

    # beside the text

    @property
    def stands_beside(self) -> bool:
        """Whether the next row of text is beside a picture."""
        return self.beside is not None and self.row < self.kept

    def below(self) -> None:
        """Go on below the picture that text is set beside, and below those that waited for that."""
        while self.stands_beside:
            self.row = max(self.row, self.kept)
            self.pass_by()

    def pass_by(self) -> None:
        """Note that a picture has been passed; those that waited for that come now."""
        if self.stands_beside:
            return
        self.beside, self.kept = None, 0
        waiting, self.deferred = self.deferred, []
        for index in waiting:
            self.place(index)

    def narrowed(self, index: int, start: int) -> SetText:
        """A paragraph whose lines from ``start`` on stand beside the picture as far as it reaches."""
        block = self.at(index)
        assert isinstance(block, SetText)
        if self.beside is not None and self.row < self.kept:
            side = self.beside
            block = side.reshape.text(block, start, self.kept - self.row, side.taken, side.text)
            self.shaped[index] = block
        return block

    def widened(self, index: int, start: int) -> None:
        """What goes over to the next page has no picture beside it there."""
        block = self.at(index)
        if self.beside is not None and isinstance(block, SetText):
            self.shaped[index] = self.beside.reshape.text(block, start, 0, 0.0, (0.0, 0.0))

    def _beside(self, index: int, box: SetBeside) -> None:
        if self.beside is not None or self.deferred:
            self.deferred.append(index)
        elif self.floats:
            self.floats.append(index)
        elif self._company(box) < box.rows * _ENOUGH:
            self.shaped[index] = box.inline
            self.place(index)
        elif self.row + box.rows <= self.limit(height_of(box.notes)):
            self.places.append(Place(index, 0, 1, self.row, box.rows, self.row == 0))
            self.beside, self.kept = box, self.row + box.rows
            for note in box.notes:
                self.put_note(note, len(note.lines))
        elif self.empty and box.rows > self.rows - self.foot:
            self.shaped[index] = box.inline
            self.place(index)
        else:
            self.floats.append(index)

    def next_goes_beside(self) -> bool:
        """Whether the picture that waits longest can stand beside the text from here on."""
        box = self.at(self.deferred[0])
        if not isinstance(box, SetBeside) or self.stands_beside:
            return False
        fits = self.row + box.rows <= self.limit(height_of(box.notes))
        return fits and self._company(box) >= box.rows * _ENOUGH

    def _company(self, box: SetBeside) -> float:
        """How many rows of text there are to stand beside a picture."""
        wider = self.grid.width / (self.grid.width - box.taken)
        rows = 0.0
        start = self.line
        for index in range(self.block, len(self.material)):
            block = self.at(index)
            if isinstance(block, SetText) and goes_beside(block, box, self.grid):
                rows += 1 + (len(block.lines) - start - 1) * wider if len(block.lines) > start else 0
            elif isinstance(block, SetBox) and block.level:
                rows += block.rows
            elif not isinstance(block, SetBeside):
                break
            start = 0
            if rows >= box.rows:
                break
        return rows

    # elsewhere

    def waiting(self) -> None:
        """Place what the page before had no room for."""
        for index in self.cursor.floats:
            self.place(index, first=True)

    def place(self, index: int, *, first: bool = False) -> None:
        """Place a picture; ``first`` where it comes from the page before."""
        box = self.at(index)
        if isinstance(box, SetBeside):
            self._beside(index, box)
        elif isinstance(box, SetBox):
            self._figure(index, box, first)
        elif isinstance(box, SetTable):
            self._small_table(index, box)
        elif (self.floats or self.deferred) and isinstance(box, SetPage):
            self.floats.append(index)
        else:
            self.apart.append(index)

    def _figure(self, index: int, box: SetBox, first: bool) -> None:
        top = self.row == 0
        rows = box.rows_top if top and box.rows_top else box.rows
        free = not self.floats and not self.deferred
        fits = free and self.fits(rows, height_of(box.notes))
        under = max(self.row, self.kept) + rows <= self.limit(height_of(box.notes))
        if box.place == "foot" and fits and under and not top and not first:
            self.foot += box.rows
            self.foot_places.append(Place(index, 0, 1, 0, box.rows))
            for note in box.notes:
                self.put_note(note, len(note.lines))
        elif self.stands_beside and not self.floats:
            self.deferred.append(index)
        elif (fits and (box.place != "head" or top or first)) or (self.empty and free and not self.notes):
            self.put(index, box, rows, top)  # one that is too high for any page; not over notes from the page before
        else:
            self.floats.append(index)

    def _small_table(self, index: int, table: SetTable) -> None:
        """A table that the page before left to this one's head."""
        rows = self.grid.rows_for(table.height(0, len(table.rows)), self.air)
        called = table.called(0, len(table.rows))
        shares = self.shares(rows, called) if not self.floats else None
        if shares is None and (not self.empty or self.floats):
            self.floats.append(index)
            return
        self.places.append(Place(index, 0, len(table.rows), self.row, rows, self.row == 0))
        if shares is None:
            self.force(rows, called)
        self.row += rows
        for note, lines in zip(called, shares or (), strict=False):
            self.put_note(note, lines)

    @property
    def air(self) -> float:
        """The white around a table that is put here, above and below together."""
        return self.grid.leading * (_TABLE_AIR if self.row else _UNDER_TABLE)

    def put(self, index: int, box: SetBox, rows: int, top: bool) -> None:
        """Put a box at the next rows."""
        self.places.append(Place(index, 0, 1, self.row, rows, top))
        self.row += rows
        for note in box.notes:
            self.put_note(note, len(note.lines))

    def figures_left(self) -> tuple[int, ...]:
        """The pictures that wait for the next page."""
        return (*self.floats, *self.deferred)


def goes_beside(block: SetText, side: SetBeside, grid: Grid) -> bool:
    """Whether a paragraph may stand beside a picture: verse may not, nor what its indents would leave too narrow."""
    style = block.source.content.style
    room = (grid.width - side.taken) / style.size - max(style.first, style.rest) - style.right
    return style.role != "verse" and room >= _LEAST_LINE


def heading_beside(placing: Placing, index: int, box: SetBox) -> Material:
    """A heading as it stands beside a picture, or below it where the picture ends within it."""
    side = placing.beside
    if side is None or not placing.stands_beside:
        return box
    narrow = side.reshape.heading(box, placing.grid.width - side.taken)
    if placing.kept - placing.row < narrow.rows:
        placing.below()
        return box
    return replace(narrow, shift=side.text)
