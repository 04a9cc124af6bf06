"""What the lines stage gives back."""

from __future__ import annotations

from typing import NamedTuple

from archive_app.typeset.layout import GlyphRun, Rule
from archive_app.typeset.lines.prepare import Fault


class SetLine(NamedTuple):
    """A line ready to be put on a page; ``x`` and ``width`` in points from the left edge of its column.

    ``notes`` are the numbers (within the paragraph) of the notes called on it, ``marks`` the places in ``runs`` of
    their marks, in the same order (-1 for the mark at the head of a note's own text). ``rules`` are measured from
    the line's origin; a ``vertical`` line's origin is in the middle of its column.
    """

    text: str
    offset: int
    x: float
    width: float
    runs: tuple[GlyphRun, ...]
    notes: tuple[int, ...] = ()
    marks: tuple[int, ...] = ()
    rules: tuple[Rule, ...] = ()
    faults: tuple[Fault, ...] = ()
    overfull: bool = False
    vertical: bool = False


class SetParagraph(NamedTuple):
    """A paragraph's lines. ``changed`` says whether the looseness asked for was to be had; ``may`` holds those
    loosenesses (-1, 1; -2, 2 with looser lines) that are not out of the question."""

    lines: tuple[SetLine, ...]
    changed: bool = True
    may: frozenset[int] = frozenset()
