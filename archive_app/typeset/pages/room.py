"""What a page being filled has room for: rows of the grid, notes at the foot."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from archive_app.typeset.lines.paragraph import SetLine
from archive_app.typeset.pages.filled import Cursor, NotePlace, Place, Tail
from archive_app.typeset.pages.grid import Grid
from archive_app.typeset.pages.material import Material, SetNote, SetText

_BODY_LEAST = 4  # rows that notes carried over from the page before must leave to the text


class Room:
    """A page's rows and notes: ``row`` is the next free one, ``kept`` the row down to which a picture stands that text
    is set beside (0 where there is none). Of its pictures ``floats`` wait for the next page, ``deferred`` for the foot
    of the picture that text is being set beside; those ``apart`` have pages of their own behind this one."""

    def __init__(
        self,
        material: Sequence[Material],
        cursor: Cursor,
        grid: Grid,
        variants: Mapping[int, Material],
        rows: int,
    ) -> None:
        self.material, self.cursor, self.grid, self.rows = material, cursor, grid, rows
        self.variants: Mapping[int, Material] = {**variants, **dict(cursor.shaped)} if cursor.shaped else variants
        self.shaped: dict[int, Material] = {}  # what this page set again beside its pictures
        self.row = cursor.row
        self.kept = 0
        self.block, self.line = cursor.block, cursor.line
        self.foot = 0  # rows taken by pictures at the foot
        self.places: list[Place] = []
        self.foot_places: list[Place] = []
        self.notes: list[NotePlace] = []
        self.note_height = 0.0
        self.tails: list[Tail] = []
        self.floats: list[int] = []
        self.deferred: list[int] = []
        self.apart: list[int] = []
        self.begun = False  # a line of a paragraph was taken that has no place yet

    # material

    def at(self, index: int) -> Material:
        """The material as it is to be on this page."""
        return self.shaped.get(index) or self.variants.get(index) or self.material[index]

    def lines(self, index: int) -> tuple[SetLine, ...]:
        """A paragraph's lines, as they are to be on this page."""
        block = self.at(index)
        return block.lines if isinstance(block, SetText) else ()

    # rows

    @property
    def empty(self) -> bool:
        """Whether nothing stands on the page yet, not even a title over its columns."""
        return not self.places and not self.foot_places and not self.cursor.row

    def reserved(self, height: float) -> int:
        """The rows that ``height`` points of notes take, the white above them included."""
        return 0 if height <= 0 else math.ceil((height + self.grid.note_gap) / self.grid.leading - 1e-6)

    def limit(self, extra: float = 0.0) -> int:
        """The rows the text may use with ``extra`` points more of notes."""
        return self.rows - self.foot - self.reserved(self.note_height + extra)

    def fits(self, rows: int, extra: float = 0.0) -> bool:
        """Whether so many rows more fit, with ``extra`` points more of notes; nothing may reach into the picture that
        text is being set beside."""
        return max(self.row + rows, self.kept) <= self.limit(extra)

    def must_go_on(self) -> bool:
        """A page takes at least one line, or the book would never end."""
        return self.empty and not self.begun

    # notes

    def carried_notes(self) -> None:
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

    def admit(self, called: Sequence[SetNote]) -> bool:
        """Whether a line with these notes still fits; if so its notes are put on the page."""
        if not called:
            return self.fits(1) or self.must_go_on()
        shares = self.shares(1, called)
        if shares is None:
            if not self.must_go_on():
                return False
            self.force(1, called)
            return True
        for note, lines in zip(called, shares, strict=True):
            self.put_note(note, lines)
        return True

    def shares(self, rows: int, called: Sequence[SetNote], before: float = 0.0) -> list[int] | None:
        """How many lines of each of these notes there is room for under ``rows`` more that call them, after ``before``
        points of other notes; the last one may part. None where there is not room enough."""
        if not called:
            return [] if self.fits(rows, before) else None
        if self.tails:
            return None
        whole = before + height_of(called)
        found = [len(note.lines) for note in called]
        if self.fits(rows, whole):
            return found
        last = called[-1]
        least = min(2, len(last.lines) - 1)
        room = self._note_lines(rows, whole - len(last.lines) * last.leading, last)
        if least >= 1 and room >= least:
            found[-1] = min(room, len(last.lines) - 1)
            return found
        return None

    def force(self, rows: int, called: Sequence[SetNote]) -> None:
        """Put as much of these notes as there is room for under ``rows`` more; the rest waits for the next page."""
        for note in called:
            self.put_note(note, max(0, min(len(note.lines), self._note_lines(rows, 0.0, note))))

    def _note_lines(self, rows: int, before: float, note: SetNote) -> int:
        """How many lines of ``note`` fit under ``rows`` more of text, after ``before`` points of other notes."""
        rows = self.rows - self.foot - max(self.row + rows, self.kept)
        return int((rows * self.grid.leading - self.grid.note_gap - self.note_height - before + 1e-6) / note.leading)

    def put_note(self, note: SetNote, lines: int) -> None:
        """Put so many lines of a note at the foot; the rest waits for the next page."""
        if self.tails:
            lines = 0
        if lines:
            self.notes.append(NotePlace(note, 0, lines))
            self.note_height += lines * note.leading
        if lines < len(note.lines):
            self.tails.append(Tail(note, lines))


def height_of(notes: Sequence[SetNote]) -> float:
    """How high notes are, in points."""
    return sum(len(note.lines) * note.leading for note in notes)
