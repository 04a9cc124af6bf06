"""Marks in a text on its way in or out: notes that nobody wrote, which travel with the text through everything that
cuts and joins it, until somebody takes them out. A comment's begin and end come to their words so."""

from __future__ import annotations

from archive_app.domain.manuscript import Block, Note

_NOBODY = "\ue000mark"
"""Whose note a mark is: no author is called so."""


def mark(at: int, words: str, cell: tuple[int, int] | None = None) -> Note:
    """A mark that says ``words``, at a code point of the text of a block, or of a cell of its table."""
    return Note(at, words, _NOBODY, cell=cell)


def is_mark(note: Note) -> bool:
    """Whether a note is a mark."""
    return note.by == _NOBODY


def written(block: Block) -> tuple[Note, ...]:
    """The notes of a block that somebody wrote."""
    return tuple(note for note in block.notes if not is_mark(note))
