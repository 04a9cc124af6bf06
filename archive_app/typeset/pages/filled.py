"""What filling a page gives: which lines of what are on it, and where the next page begins."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

from archive_app.typeset.pages.material import Material, SetNote


class Tail(NamedTuple):
    """What is left of a note that began on the page before."""

    note: SetNote
    start: int


class Cursor(NamedTuple):
    """Where a page begins: a block and a line (or table row) in it, notes to be finished, pictures to be placed.
    ``shaped`` is the paragraph that goes over to it where some of its lines stood beside a picture: (block, lines)."""

    block: int = 0
    line: int = 0
    row: int = 0
    tails: tuple[Tail, ...] = ()
    floats: tuple[int, ...] = ()
    shaped: tuple[tuple[int, Material], ...] = ()

    def done(self, size: int) -> bool:
        """Whether all ``size`` blocks and everything put off are on pages."""
        return self.block >= size and not self.tails and not self.floats


class Place(NamedTuple):
    """Lines [start, end) of a block, from grid row ``row`` on; ``top`` at the head of a page."""

    block: int
    start: int
    end: int
    row: int
    rows: int
    top: bool = False


class NotePlace(NamedTuple):
    """Lines [start, end) of a note."""

    note: SetNote
    start: int
    end: int


@dataclass(slots=True)
class Filled:
    """A page's content. ``stranded`` is a paragraph's first or last line alone at the foot or the next head;
    ``variants`` what stands in the place of the material on it; ``apart`` the pictures met that have pages of their
    own (by their place in the material)."""

    places: list[Place]
    notes: list[NotePlace]
    end: Cursor
    rows_used: int
    stranded: bool = False
    text_lines: int = 0
    variants: Mapping[int, Material] = field(default_factory=dict)
    apart: tuple[int, ...] = ()
