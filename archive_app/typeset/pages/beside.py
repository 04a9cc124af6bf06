"""Text beside a picture: how many rows the picture takes, and paragraphs whose lines there are shorter.

The text beside a picture is a whole number of characters wide and at least an em away from it; the picture is brought
to a size at which it, or the last line of its caption, stands on a line of the grid.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import NamedTuple

from archive_app.domain.manuscript import Span, SpanStyle
from archive_app.typeset.blocks.model import StyledText
from archive_app.typeset.lines.paragraph import SetLine, set_paragraph
from archive_app.typeset.pages.grid import Grid
from archive_app.typeset.pages.material import Inset, SetBox, SetText

LEAST_BESIDE = 8
"""Characters: a column of text that is narrower than this is not set beside a picture."""

_GAP = 1.0  # em, at the least, between the picture and the text beside it
_LEAST_ROWS = 3
_MOST_AWAY = 0.3  # of its size: how far a picture may be from what was asked for
_SETTLED = 4  # times the caption is set again, whose width is the picture's


class Stand(NamedTuple):
    """How a picture stands beside text: the rows it takes, its size in points along the lines and across them, how
    much of each line it takes, and its caption, from the picture's own corner."""

    rows: int
    along: float
    across: float
    taken: float
    captions: tuple[Inset, ...]


Captions = Callable[[float], tuple[list[Inset], float]]
"""The caption of a picture as so long: its lines from its own top, and their height."""


def stand_level(grid: Grid, wanted: float, aspect: float, captions: Captions, gap: float, most: int) -> Stand | None:
    """A picture about ``wanted`` points wide, ``aspect`` times as wide as high, beside level text; ``most`` rows at the
    most. None where it would leave too little room for text."""
    found: list[tuple[float, Stand]] = []
    for rows in _tries(grid, wanted / aspect + captions(wanted)[1], most):
        foot = grid.baseline(rows - 1)
        width, height, insets = wanted, 0.0, list[Inset]()
        for _ in range(_SETTLED):
            insets, _ = captions(width)
            height = foot - (gap + insets[-1].y if insets else 0.0)
            width = max(1.0, height * aspect)
        taken = _taken(grid, width)
        if height > 0 and taken is not None:
            placed = tuple(replace(inset, y=inset.y + height + gap) for inset in insets)
            found.append((abs(width - wanted), Stand(rows, width, height, taken, placed)))
    return _nearest(found, wanted)


def stand_upright(grid: Grid, wanted: float, aspect: float, captions: Captions, gap: float, most: int) -> Stand | None:
    """The same on a page of columns: the picture is ``wanted`` points wide across them, its caption in columns behind
    it."""
    found: list[tuple[float, Stand]] = []
    for rows in _tries(grid, wanted + captions(wanted / aspect)[1], most):
        foot = (rows - 1) * grid.leading + grid.size
        width, insets, deep = wanted, list[Inset](), 0.0
        for _ in range(_SETTLED):
            insets, deep = captions(width / aspect)
            width = max(1.0, foot - (gap + deep if insets else 0.0))
        taken = _taken(grid, width / aspect)
        if taken is not None:
            placed = tuple(replace(inset, y=inset.y + width + gap) for inset in insets)
            found.append((abs(width - wanted), Stand(rows, width / aspect, width, taken, placed)))
    return _nearest(found, wanted)


def _nearest(found: Sequence[tuple[float, Stand]], wanted: float) -> Stand | None:
    """Of (how far from the size wanted, stand) the nearest, unless its caption leaves too little to the picture."""
    away, stand = min(found, key=lambda one: one[0], default=(0.0, None))
    return stand if away <= _MOST_AWAY * wanted else None


def _tries(grid: Grid, extent: float, most: int) -> list[int]:
    """The numbers of rows that a picture ``extent`` points across the lines might take."""
    near = round(extent / grid.leading)
    return [rows for rows in (near - 1, near, near + 1, near + 2) if _LEAST_ROWS <= rows <= most]


def _taken(grid: Grid, along: float) -> float | None:
    """What a picture so long takes of a line, so that whole characters are left; None where they are too few."""
    count = int((grid.width - along) / grid.size - _GAP + 1e-6)
    return grid.width - count * grid.size if count >= LEAST_BESIDE else None


@dataclass(slots=True)
class Shaper:
    """Sets paragraphs and headings beside pictures; what it has set it remembers.

    ``heading`` sets a heading of a block in so many points.
    """

    grid: Grid
    heading: Callable[[SetBox, float], SetBox]
    _texts: dict[tuple[object, ...], tuple[SetText, SetText]] = field(default_factory=dict)
    _known: dict[tuple[StyledText, int, tuple[float, ...]], tuple[SetLine, ...]] = field(default_factory=dict)

    def text(self, block: SetText, start: int, count: int, taken: float, shift: tuple[float, float]) -> SetText:
        """The paragraph, its lines from ``start`` on set again: ``count`` of them are ``taken`` points shorter, and
        stand ``shift`` points further along (on a recto, on a verso). The lines before ``start`` stay."""
        key = (id(block), start, count, taken, shift)
        if key not in self._texts:  # the block is kept, so that its id stays its own
            self._texts[key] = (block, self._text(block, start, count, taken, shift))
        return self._texts[key][1]

    def _text(self, block: SetText, start: int, count: int, taken: float, shift: tuple[float, float]) -> SetText:
        width = self.grid.width
        loose = block.loose or block.source.tight
        head = block.lines[:start]
        shifts = (*block.shifts[:start], *((0.0, 0.0),) * (start - len(block.shifts)))[:start]
        content, offset, kept = block.source.content, 0, tuple(range(len(block.notes)))
        if start:
            loose = 0
            offset = block.lines[start].offset
            gone = {number for line in head for number in line.notes}
            kept = tuple(number for number in kept if number not in gone)
            content = rest_of(content, offset, kept)
        own = self._lines(content, loose, (width - taken,) * count)
        lines = tuple(
            line._replace(offset=line.offset + offset, notes=tuple(kept[n] for n in line.notes)) if start else line
            for line in own
        )
        moved = (shift,) * min(count, len(lines))
        return replace(block, lines=head + lines, shifts=shifts + moved + ((0.0, 0.0),) * (len(lines) - len(moved)))

    def _lines(self, content: StyledText, loose: int, widths: tuple[float, ...]) -> tuple[SetLine, ...]:
        key = (content, loose, widths)
        found = self._known.get(key)
        if found is None:
            found = self._known[key] = set_paragraph(content, self.grid.width, loose, widths).lines
        return found


def rest_of(content: StyledText, offset: int, notes: Sequence[int]) -> StyledText:
    """What is left of a text whose line at ``offset`` begins anew; ``notes`` are those (by number) called in it."""
    spans = tuple(
        Span(max(0, span.start - offset), span.end - offset, span.style, span.value)
        for span in content.spans
        if span.end > offset or (span.style is SpanStyle.LINE_BREAK and span.start > offset)
    )
    return StyledText(
        content.text[offset:],
        replace(content.style, first=content.style.rest),
        spans,
        tuple(max(0, content.notes[number] - offset) for number in notes),
    )
