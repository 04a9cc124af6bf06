"""The type area and its grid (版心): where its lines stand, on a recto and on a verso."""

from __future__ import annotations

import math
from dataclasses import replace

from archive_app.frozen import dataclass
from archive_app.typeset.blocks.model import ASCENT
from archive_app.typeset.templates import MM, Template


@dataclass(frozen=True, slots=True)
class Grid:
    """``rows`` lines ``leading`` apart, of type ``size``, ``width`` wide; points. The first line's em box touches the
    top of the type area, the last one's its foot, so that facing pages and both sides of a leaf register.
    ``note_gap`` is the least white between the text's last line and the first note, with the rule in it.

    In vertical setting everything is reckoned as if the page lay on its side: a line is a column, ``width`` how high
    it is, rows are counted from the right edge, and a place in a row is told by the column's middle. `place` turns
    such a point to where it is on the paper. ``right_bound`` books have their spine at a recto's right."""

    rows: int
    leading: float
    size: float
    width: float
    page_width: float
    page_height: float
    top: float
    inner: float
    note_gap: float = 10.0
    vertical: bool = False
    right_bound: bool = False

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
            template.direction == "vertical",
            template.direction == "vertical",
        )

    def turned(self, template: Template) -> Grid:
        """The grid of ``template``, which runs the other way, at the head of this one's type area."""
        other = Grid.of(template)
        return replace(
            other,
            top=self.top,
            inner=self.inner + (self.across - other.across) / 2,
            right_bound=self.right_bound,
        )

    @property
    def height(self) -> float:
        """Of the type area."""
        return (self.rows - 1) * self.leading + self.size

    @property
    def across(self) -> float:
        """The type area's width on the paper."""
        return self.height if self.vertical else self.width

    @property
    def down(self) -> float:
        """The type area's height on the paper."""
        return self.width if self.vertical else self.height

    @property
    def ascent(self) -> float:
        """From the edge of a row down to the place its lines are told by, in ems: the baseline, a column's middle."""
        return 0.5 if self.vertical else ASCENT

    def left(self, recto: bool) -> float:
        """The type area's left edge: the inner margin is at the spine."""
        return self.inner if recto is not self.right_bound else self.page_width - self.inner - self.across

    def place(self, x: float, y: float, recto: bool) -> tuple[float, float]:
        """Where on the paper the point ``x`` along the lines and ``y`` across them is."""
        left = self.left(recto)
        if self.vertical:
            return left + self.across - y, self.top + x
        return left + x, self.top + y

    def baseline(self, row: int) -> float:
        """The place of grid line ``row``, from the type area's top: its baseline, or a column's middle."""
        return row * self.leading + self.ascent * self.size

    def rows_for(self, height: float, air: float = 0.0) -> int:
        """How many lines of the grid a piece ``height`` points high takes, ``air`` points around it included.

        The last line's own leading belongs to the piece: n lines are n·leading − (leading − size) high.
        """
        return max(1, math.ceil((height + air + self.leading - self.size - 0.01) / self.leading))

    def level(self, template: Template) -> Grid:
        """The grid of a page of this volume whose lines run level; ``template`` is this grid's."""
        return self.turned(template.turned()) if self.vertical else self

    def middle(self, rows: int, height: float) -> float:
        """Where a piece ``height`` high begins so that it stands in the middle of the white between the line before
        ``rows`` lines of the grid and the line after them."""
        white = self.leading - self.size
        return -white + (rows * self.leading + white - height) / 2
