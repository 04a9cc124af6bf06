"""What else a page could be than its first filling, the least visible first.

A paragraph that begins on it has a line less or more; a page with notes has a line less of text, for notes stand at
the foot in any case; a picture, a heading or the space of an article's title has a line of the grid more or less; two
facing pages end a line early together.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import NamedTuple

from archive_app.typeset.pages.fill import fill
from archive_app.typeset.pages.filled import Cursor, Filled
from archive_app.typeset.pages.flexing import flex
from archive_app.typeset.pages.grid import Grid
from archive_app.typeset.pages.judging import Judge, at_foot
from archive_app.typeset.pages.material import Material, SetBox, SetPage, SetText

Variant = Callable[[SetText, int], SetText | None]
"""A paragraph with a line more (1) or fewer (-1) than its best setting, or with looser lines so (2, -2); None where
that cannot be had."""

Varied = dict[tuple[int, int], Material | None]
"""What is known of pieces (by their number) with so many lines more."""

LEAST = 1.0
"""What the least of all changes costs."""
_PARAGRAPH = 1.0
FAR = 12.0
"""What a paragraph costs at least whose lines had to be looser than a reader overlooks."""
_SEEN = 20.0
"""What it costs more where its characters stand a tenth of an em apart."""
_NOTES = (1.0, 3.0, 8.0)
"""A line, two, three lines of text less over the notes."""
_PARTED_NOTES = (4.0,)
_FEW = 8
"""Where a page has no more than so many other fillings, two things are changed at once."""
_PIECE = 1.5
_HEADING = 2.5
_SHORT_SHARE = 5
"""Two facing pages may end early by one line in so many, by two on small pages, never by more than three."""
_MOST_PARAGRAPHS = 12
"""So many paragraphs of a page are asked for a line."""
_MOST_STRETCHED = 4
_MOST_FAR = 4
"""So many paragraphs of a page are set looser, one after another."""


class Node(NamedTuple):
    """Where a page begins: its number in the run, what is left of the page before (``active`` variants of paragraphs
    that go over), how many lines that page lacks, and how many pages pictures have for themselves before it."""

    number: int
    cursor: Cursor
    active: tuple[tuple[int, Material], ...] = ()
    before: int = 0
    apart: int = 0

    @property
    def place(self) -> int:
        """Its place among all pages of the run: what is on which side of a leaf goes by that."""
        return self.number + self.apart

    def key(self) -> tuple[object, ...]:
        """What is the same where the pages that follow are."""
        at = self.cursor
        tails = tuple((id(tail.note), tail.start) for tail in at.tails)
        active = tuple((index, id(piece)) for index, piece in self.active)
        shaped = tuple(id(piece) for _, piece in at.shaped)
        return (self.number, at.block, at.line, at.row, tails, at.floats, shaped, active, self.before, self.apart)


class Option(NamedTuple):
    """One filling of a page: what it costs, and where the next page begins."""

    cost: float
    page: Filled
    following: Node


class Options:
    """The fillings of the pages of one run; each is made once."""

    def __init__(
        self,
        material: Sequence[Material],
        grid: Grid,
        variant: Variant,
        judge: Judge,
        varied: Varied,
        head: tuple[int, int] = (1, 0),
    ) -> None:
        self.material, self.grid, self.judge = material, grid, judge
        self._variant = variant
        self.varied = varied
        self._columns, self._first_row = head  # those of the first page begin on that row
        self._most_short = min(3, max(2, grid.rows // _SHORT_SHARE))
        self._first: dict[tuple[object, ...], Option] = {}
        self._more: dict[tuple[object, ...], tuple[list[Option], Iterator[Option]]] = {}
        self._far: dict[tuple[object, ...], tuple[list[Option], Iterator[Option]]] = {}
        self.fillings = 0

    def first(self, node: Node) -> Option:
        """The page as it comes. A page that faces one with a line or two less ends as early."""
        key = node.key()
        found = self._first.get(key)
        if found is None:
            found = self._first[key] = self._filled(node, dict(node.active), self._rows(node), 0.0)
        return found

    def other(self, node: Node, number: int) -> Option | None:
        """What else the page could be, one after another; none costs less than `LEAST` more than it must."""
        return _made(*self._more.setdefault(node.key(), ([], self._others(node))), number)

    def further(self, node: Node, number: int) -> Option | None:
        """What it could be where none of those helps; none costs less than `FAR` more than it must."""
        return _made(*self._far.setdefault(node.key(), ([], self._further(node))), number)

    def _rows(self, node: Node) -> int:
        faces = self.judge.facing(node.place) and node.before <= self._most_short
        return self.grid.rows - (node.before if faces else 0)

    def _filled(self, node: Node, variants: Mapping[int, Material], rows: int, extra: float) -> Option:
        self.fillings += 1
        page = fill(self.material, node.cursor, self.grid, variants, rows)
        cost = self.judge.cost(page, node.place, node.before)
        end = page.end
        if node.number + 1 < self._columns:
            end = end._replace(row=self._first_row)
        active = tuple((i, piece) for i, piece in variants.items() if i >= end.block or i in end.floats)
        short = self.judge.short(page) if self.judge.recto is not None else 0
        apart = self._apart(page)  # a page that follows a picture's does not face this one
        following = Node(node.number + 1, end, active, 0 if apart else short, node.apart + apart * self._columns)
        return Option(cost + extra, page, following)

    def _apart(self, page: Filled) -> int:
        """How many pages pictures have for themselves behind a page; one over the gutter, which takes both sides of an
        opening, is not counted: what faces what stays as it is."""
        pieces = (self.material[index] for index in page.apart)
        return sum(isinstance(piece, SetPage) and len(piece.sides) == 1 for piece in pieces)

    def _others(self, node: Node) -> Iterator[Option]:
        first = self.first(node).page
        rows, own = self._rows(node), dict(node.active)
        begun = [place.block for place in reversed(first.places) if not place.start and place.block not in own]
        changed: list[tuple[Mapping[int, Material], float]] = []
        for index, piece in self._paragraphs(first, begun):
            changed.append(({**own, index: piece}, _PARAGRAPH))
            yield self._filled(node, changed[-1][0], rows, _PARAGRAPH)
        less = list(self._less(node, first))
        for rows_less, cost in less:
            yield self._filled(node, own, rows - rows_less, cost)
        pieces = [index for index in begun if isinstance(self.material[index], SetBox)]
        boxes = list(self._boxes(first, rows, pieces))
        for found, cost in boxes:
            yield self._filled(node, {**own, **found}, rows, cost)
        if len(changed) + len(boxes) <= _FEW:  # little can be done: two things at once
            for variants, cost in changed:
                for rows_less, more in less[:1]:
                    yield self._filled(node, variants, rows - rows_less, cost + more)
                for found, more in boxes:
                    yield self._filled(node, {**variants, **found}, rows, cost + more)
            for found, cost in boxes:
                for rows_less, more in less[:1]:
                    yield self._filled(node, {**own, **found}, rows - rows_less, cost + more)

    def _further(self, node: Node) -> Iterator[Option]:
        """Paragraphs with lines that are looser than the others, and two paragraphs with a line more or less each."""
        first = self.first(node).page
        rows, own = self._rows(node), dict(node.active)
        begun = [place.block for place in reversed(first.places) if not place.start and place.block not in own]
        texts = [index for index in begun if isinstance(self.material[index], SetText)][:_MOST_PARAGRAPHS]
        for delta in (1, -1):
            both = [(index, piece) for index in texts if (piece := self._another(index, delta)) is not None][:2]
            if len(both) > 1:
                yield self._filled(node, {**own, **dict(both)}, rows, FAR)
        for delta in (2, -2):
            found = 0
            for index in texts:
                piece = None if self._another(index, delta // 2) is not None else self._another(index, delta)
                if piece is not None and found < _MOST_FAR:
                    found += 1
                    yield self._filled(node, {**own, index: piece}, rows, FAR + _SEEN * _loosest(piece) ** 2)

    def _paragraphs(self, first: Filled, begun: Sequence[int]) -> Iterator[tuple[int, Material]]:
        """Paragraphs with a line less or more: one of each that the page holds, and both of that which goes over."""
        asked = 0
        given: set[int] = set()
        for index in begun:
            block = self.material[index]
            if not isinstance(block, SetText) or block.source.tight or asked >= _MOST_PARAGRAPHS:
                continue
            asked += 1
            over = first.end.block == index
            for delta in (-1, 1):
                found = None if delta in given and not over else self._another(index, delta)
                if found is not None:
                    given |= set() if over else {delta}
                    yield index, found

    def _less(self, node: Node, first: Filled) -> Iterator[tuple[int, float]]:
        """Lines less of text on the page, and what that costs."""
        if any(at_foot(self.material[place.block]) for place in first.places):
            return
        if first.notes:
            whole = all(not note.start and note.end == len(note.note.lines) for note in first.notes)
            yield from enumerate(_NOTES if whole else _PARTED_NOTES, 1)
        elif not self.judge.facing(node.place):
            yield from ((less, 0.0) for less in range(1, self._most_short + 1))

    def _boxes(self, first: Filled, rows: int, pieces: Sequence[int]) -> Iterator[tuple[Mapping[int, Material], float]]:
        """A piece with a line more or less; on a short page so many with one more that it reaches its foot."""
        for index in pieces:
            block = self.material[index]
            for delta in (1, -1, 2, -2) if isinstance(block, SetBox) and block.opens else (1, -1):
                found = self._another(index, delta)
                if found is not None:
                    yield {index: found}, self._weight(index) * abs(delta)
        missing = self.judge.short(first) - (self.grid.rows - rows)
        higher = [(index, piece) for index in pieces if (piece := self._another(index, 1)) is not None]
        if 2 <= missing <= min(len(higher), _MOST_STRETCHED):
            yield dict(higher[:missing]), sum(self._weight(index) for index, _ in higher[:missing])

    def _weight(self, index: int) -> float:
        block = self.material[index]
        return _HEADING if isinstance(block, SetBox) and block.level else _PIECE

    def _another(self, index: int, delta: int) -> Material | None:
        """The piece with a line more or less, where it has such a setting."""
        key = (index, delta)
        if key not in self.varied:
            block = self.material[index]
            if isinstance(block, SetText):
                self.varied[key] = None if block.source.tight else self._variant(block, delta)
            else:
                assert isinstance(block, SetBox)
                self.varied[key] = flex(block, delta, self.grid)
        return self.varied[key]


def _loosest(piece: Material) -> float:
    """How far apart the characters of a paragraph stand on its loosest line, in tenths of an em."""
    lines = piece.lines if isinstance(piece, SetText) else ()
    return max((run.tracking for line in lines for run in line.runs), default=0.0) / 100


def _made(made: list[Option], making: Iterator[Option], number: int) -> Option | None:
    """One of the options that are being made; None behind the last."""
    while len(made) <= number:
        option = next(making, None)
        if option is None:
            return None
        made.append(option)
    return made[number]
