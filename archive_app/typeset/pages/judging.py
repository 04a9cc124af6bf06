"""What is wrong with a filled page, and how much: what the search for better pages weighs.

Costs are in units of one paragraph that is set a line shorter or longer. A line that stands alone costs less than feet
that are not level: on the grid the feet of facing pages stand at one height, unless a page has nothing to fill it.
"""

from __future__ import annotations

from collections.abc import Sequence

from archive_app.typeset.pages.filled import Filled
from archive_app.typeset.pages.grid import Grid
from archive_app.typeset.pages.material import Material, SetBox, SetBreak, SetText

ALONE = 50.0
"""A paragraph's first line alone at the foot, or its last at the next head."""
_SINGLE = 200.0
"""A last page of a single line (单行不成面)."""
_UNLEVEL, _UNLEVEL_ROW = 56.0, 4.0
_SHORT = (0.0, 2.0, 6.0, 12.0)
"""A page that ends so many lines above the foot beside one that does, too."""
FAULT = ALONE
"""What costs so much is a fault, not a means."""


class Judge:
    """Judges the pages of one run of material, or the ``columns`` of its pages one after another: those of facing pages
    stand beside each other. ``recto`` is which side its first page is, None where that is not to matter: then every
    page goes down to the foot."""

    def __init__(self, material: Sequence[Material], grid: Grid, recto: bool | None, columns: int = 1) -> None:
        self.material, self.grid, self.recto, self.columns = material, grid, recto, columns

    def opens(self, number: int) -> bool:
        """Whether page ``number`` of the run is known to be a left-hand one, or its first: those behind it face it."""
        if self.recto is None:
            return False
        before = self.columns if self.recto else 0  # the run's first page stands alone
        return number == 0 or (number >= before and (number - before) % (2 * self.columns) == 0)

    def facing(self, number: int) -> bool:
        """Whether page ``number`` is known to face the one before it."""
        return self.recto is not None and not self.opens(number)

    def short(self, page: Filled) -> int:
        """How many lines of the grid are missing at a page's foot that could be there. Notes and pictures at the foot
        reach it; a page before a forced one, and one with nothing left to fill it, may end anywhere."""
        end = page.end
        if page.notes or end.block >= len(self.material):
            return 0
        if not end.line and end.block and isinstance(self.material[end.block - 1], SetBreak):
            return 0
        return self.grid.rows - max((place.row + place.rows for place in page.places), default=0)

    def _alone(self, page: Filled) -> int:
        """How many lines the paragraph that a page parts leaves alone: both, where it has but two."""
        end = page.end
        block = page.variants.get(end.block) or self.material[end.block]
        return 2 if isinstance(block, SetText) and end.line == 1 and len(block.lines) == 2 else 1

    def cost(self, page: Filled, number: int, before: int) -> float:
        """What is wrong with page ``number`` of the run; the one before it lacks ``before`` lines."""
        cost = ALONE * self._alone(page) if page.stranded else 0.0
        if page.end.done(len(self.material)):
            return cost + (_SINGLE if number and single_line(page) else 0.0)
        short = self.short(page)
        if self.recto is None:
            return cost + _unlevel(short)
        free = self.opens(number)
        return cost + (_shortened(short) if free else _unlevel(abs(short - before)) + _shortened(min(short, before)))


def single_line(page: Filled) -> bool:
    """Whether a line of text is all there is on the page."""
    return page.text_lines == 1 and len(page.places) == 1


def at_foot(block: Material) -> bool:
    """Whether a piece stands at the page's foot."""
    return isinstance(block, SetBox) and block.place == "foot"


def _unlevel(rows: int) -> float:
    return _UNLEVEL + _UNLEVEL_ROW * rows if rows > 0 else 0.0


def _shortened(rows: int) -> float:
    return _SHORT[rows] if 0 <= rows < len(_SHORT) else _unlevel(rows) if rows > 0 else 0.0
