"""The type area and its grid (版心): where its lines stand, on a recto and on a verso."""

from __future__ import annotations

import math
from dataclasses import dataclass

from archive_app.typeset.templates import MM, Template

ASCENT = 0.88
"""From the top of a character's em box down to its baseline, in ems: that of every bundled Han face."""


@dataclass(frozen=True, slots=True)
class Grid:
    """``rows`` lines ``leading`` apart, of type ``size``, ``width`` wide; points. The first line's em box touches the
    top of the type area, the last one's its foot, so that facing pages and both sides of a leaf register.
    ``note_gap`` is the least white between the text's last line and the first note, with the rule in it."""

    rows: int
    leading: float
    size: float
    width: float
    page_width: float
    page_height: float
    top: float
    inner: float
    note_gap: float = 10.0

    @classmethod
    def of(cls, template: Template) -> Grid:
        """The grid of a template."""
        return cls(
            template.measure[1],
            template.leading_pt,
            template.body_pt,
            template.width,
            *template.page_size,
            template.top * MM,
            template.inner * MM,
            template.notes.above + template.notes.below,
        )

    @property
    def height(self) -> float:
        """Of the type area."""
        return (self.rows - 1) * self.leading + self.size

    def left(self, recto: bool) -> float:
        """The type area's left edge: the inner margin is at the spine."""
        return self.inner if recto else self.page_width - self.inner - self.width

    def baseline(self, row: int) -> float:
        """The baseline of grid line ``row``, from the type area's top."""
        return row * self.leading + ASCENT * self.size

    def rows_for(self, height: float, air: float = 0.0) -> int:
        """How many lines of the grid a piece ``height`` points high takes, ``air`` points around it included.

        The last line's own leading belongs to the piece: n lines are n·leading − (leading − size) high.
        """
        return max(1, math.ceil((height + air + self.leading - self.size - 0.01) / self.leading))
