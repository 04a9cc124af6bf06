"""An article down its pages, and what is done where a page ends badly.

The grid keeps the feet of facing pages level, so a line that should not stand alone is not bought with a short page:
something on the page, or on one of those before it, is set a line shorter or longer (`options` says what), by the
cheapest way there is to pages without a fault. Where no way leads there, two pages that face each other end a line
early together; then it matters on which side of a leaf the article begins.
"""

from __future__ import annotations

from collections.abc import Sequence
from heapq import heappop, heappush
from itertools import count
from typing import NamedTuple

from archive_app.typeset.pages.filled import Cursor, Filled
from archive_app.typeset.pages.grid import Grid
from archive_app.typeset.pages.judging import FAULT, Judge
from archive_app.typeset.pages.material import Material
from archive_app.typeset.pages.options import FAR, LEAST, Node, Option, Options, Variant, Varied

_BACK = (0, 1, 2, 4, 7, 11)
"""How many pages back the search for better pages begins, one after another."""
_MOST_FILLINGS = 800
"""For one bad page."""
_AT_FIRST, _A_PAGE = 2000, 15
"""For all of a run's pages, so that one that is bad everywhere (a heading for each sentence) is done soon, too. Books
take four to sixteen a page."""
_MOST_PAGES = 20000


class Flow(NamedTuple):
    """The pages of an article that begins on a recto, and of one that begins on a verso: mostly the same list."""

    recto: list[Filled]
    verso: list[Filled]


def flow(
    material: Sequence[Material], grid: Grid, variant: Variant, start: Cursor | None = None, columns: int = 1
) -> Flow:
    """The pages of ``material`` from ``start`` on. Of ``columns`` on a page each is filled as a page is; those of the
    first page begin on the row that ``start`` says."""
    start, head = start or Cursor(), (columns, start.row if start else 0)
    either = _Flower(material, grid, variant, None, {}, head)
    either.run(Node(0, start))
    fault = next((number for number, (_, option) in enumerate(either.way) if option.cost >= FAULT), None)
    if fault is None:
        return Flow(either.pages, either.pages)
    kept = either.way[: max(0, fault - _BACK[-1])]
    sides = []
    for recto in (True, False):
        side = _Flower(material, grid, variant, recto, either.options.varied, head)
        side.way = list(kept)
        side.run(kept[-1][1].following if kept else Node(0, start))
        sides.append(side.pages)
    return Flow(*sides)


class _Step(NamedTuple):
    cost: float
    """What a way through the step costs at least."""
    order: int
    spent: float
    """What the way to its page costs."""
    node: Node
    way: tuple[tuple[Node, Option], ...]
    at: int
    """Which of the other fillings of its page is to be tried; `_ENTER` where the first one is, from `_FURTHER` on those
    that are tried when nothing else helps."""


_ENTER = -1
_FURTHER = 1 << 20


class _Flower:
    def __init__(
        self,
        material: Sequence[Material],
        grid: Grid,
        variant: Variant,
        recto: bool | None,
        varied: Varied,
        head: tuple[int, int] = (1, 0),
    ) -> None:
        self.size = len(material)
        self.options = Options(material, grid, variant, Judge(material, grid, recto, head[0]), varied, head)
        self.way: list[tuple[Node, Option]] = []

    @property
    def pages(self) -> list[Filled]:
        return [option.page for _, option in self.way]

    def run(self, node: Node) -> None:
        """Go on from ``node`` to the end."""
        while not node.cursor.done(self.size) and len(self.way) < _MOST_PAGES:
            option = self.options.first(node)
            self.way.append((node, option))
            if option.cost:
                self._mend()
            node = self.way[-1][1].following

    def _mend(self) -> None:
        """Find a better way to the end of the last page, from that page or from one of those before it."""
        most = min(self.options.fillings + _MOST_FILLINGS, _AT_FIRST + _A_PAGE * len(self.way))
        best: tuple[float, int, tuple[tuple[Node, Option], ...]] = (0.0, 0, ())
        for back in _BACK:
            start = max(0, len(self.way) - 1 - back)
            present = sum(option.cost for _, option in self.way[start:])
            found = self._search(self.way[start][0], len(self.way), present - best[0], most)
            if found:
                cost = sum(option.cost for _, option in found)
                best = (present - cost, start, found)
                if all(option.cost < FAULT for _, option in found):
                    break
            if not start or self.options.fillings > most:
                break
        if best[2]:
            self.way[best[1] :] = best[2]

    def _search(self, start: Node, goal: int, limit: float, most: int) -> tuple[tuple[Node, Option], ...]:
        """The cheapest way from ``start`` to a page behind number ``goal``, if it costs less than ``limit``.

        What else a page could be is asked for one by one, when nothing cheaper is left to try.
        """
        heap = [_Step(0.0, 0, 0.0, start, (), _ENTER)]
        seen: set[tuple[object, ...]] = set()
        for order in count(-1, -1):  # of equal ones the newest first: it is nearest to the goal
            if not heap or self.options.fillings > most:
                return ()
            _, _, spent, node, way, at = heappop(heap)
            if at == _ENTER:
                if self._ends(node, goal, way):
                    return way
                key = node.key()
                if key in seen:
                    continue
                seen.add(key)
                option: Option | None = self.options.first(node)
            elif at < _FURTHER:
                option = self.options.other(node, at)
            else:
                option = self.options.further(node, at - _FURTHER)
            if option is None:
                # where the sides are not known yet, that facing pages end early may do it, which is seen less
                known = self.options.judge.recto is not None
                if known and at < _FURTHER and spent + FAR < limit:
                    heappush(heap, _Step(spent + FAR, order, spent, node, way, _FURTHER))
                continue
            heappush(heap, _Step(spent + (LEAST if at < _FURTHER else FAR), order, spent, node, way, at + 1))
            whole = spent + option.cost
            if whole < limit - 1e-6:
                further = (*way, (node, option))
                if whole <= heap[0].cost and self._ends(option.following, goal, further):
                    return further
                heappush(heap, _Step(whole, order, whole, option.following, further, _ENTER))
        return ()

    def _ends(self, node: Node, goal: int, way: tuple[tuple[Node, Option], ...]) -> bool:
        return node.number >= goal or (bool(way) and node.cursor.done(self.size))
