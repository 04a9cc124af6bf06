"""The sides of a volume's leaves in order, counted, with their heads and folios: the last stage before a layout."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from archive_app.typeset.layout import Line, Link, Page, PlacedImage, Rule
from archive_app.typeset.pages.draft import Draft
from archive_app.typeset.pages.grid import Grid
from archive_app.typeset.pages.heads import Heads, HeadSetter

_BARE = frozenset({"cover", "title", "imprint", "blank", "section"})
"""Kinds that carry neither head nor folio."""


@dataclass(slots=True)
class Side:
    """One side of a leaf. ``label`` is its number in its own paging."""

    kind: str
    draft: Draft
    heads: Heads = field(default_factory=Heads)
    opener: bool = False
    label: str = ""


@dataclass(slots=True)
class Sides:
    """A part of the volume (front matter, body) that begins on a recto; ``number`` gives a side's label.

    ``inserts`` are leaves bound in that are not counted (插页), each before the side of that place: so places are the
    counted sides' alone, and `merged` and `at` know what lies between them.
    """

    number: Callable[[int], str]
    sides: list[Side] = field(default_factory=list)
    inserts: list[tuple[int, list[Side]]] = field(default_factory=list)

    def __len__(self) -> int:
        return len(self.sides)

    def add(self, side: Side) -> int:
        """Put a side at the end; its place."""
        side.label = self.number(len(self.sides))
        self.sides.append(side)
        return len(self.sides) - 1

    def insert(self, sides: Sequence[Side]) -> int:
        """Bind in leaves that are not counted, between this leaf and the next; the number of the insert."""
        leaves = [*sides, Side("blank", Draft())] if len(sides) % 2 else list(sides)
        self.inserts.append((len(self.sides) + len(self.sides) % 2, leaves))
        return len(self.inserts) - 1

    def merged(self) -> list[Side]:
        """Every side in order, those bound in among them."""
        found: list[Side] = []
        for place, side in enumerate(self.sides):
            found += (one for where, leaves in self.inserts if where == place for one in leaves)
            found.append(side)
        return found + [one for where, leaves in self.inserts if where >= len(self.sides) for one in leaves]

    def at(self, place: int) -> int:
        """The place among all sides of one that is counted."""
        return place + sum(len(leaves) for where, leaves in self.inserts if where <= place)

    def insert_at(self, number: int) -> int:
        """The place among all sides of the first one of an insert."""
        where = self.inserts[number][0]
        before = (leaves for n, (w, leaves) in enumerate(self.inserts) if w < where or (w == where and n < number))
        return min(where, len(self.sides)) + sum(len(leaves) for leaves in before)

    @property
    def inserted(self) -> int:
        """How many sides are bound in."""
        return sum(len(leaves) for _, leaves in self.inserts)

    def blank(self) -> None:
        """A blank side: counted, without head or folio (暗码)."""
        self.add(Side("blank", Draft()))

    def to_recto(self) -> None:
        """Go on on a right-hand page."""
        if len(self.sides) % 2:
            self.blank()

    def next_recto(self, start: str) -> bool:
        """Whether pages that begin as ``start`` says (page, recto, flow) begin on a right-hand one."""
        return start == "recto" or len(self.sides) % 2 == 0

    def to_verso(self) -> None:
        """Go on on a left-hand page."""
        if len(self.sides) % 2 == 0:
            self.blank()

    def add_run(
        self, drafts: Sequence[Draft], kind: str, start: str, heads_of: Callable[[Draft], Heads]
    ) -> list[tuple[int, Draft]]:
        """Pages of articles set together, from a page or a recto on; each with its place.

        A picture over the gutter waits for a verso, and the pictures behind it wait with it; where the text ends
        before, its last page comes behind them.
        """
        if start == "recto":
            self.to_recto()
        placed: list[tuple[int, Draft]] = []
        waiting: list[Draft] = []

        def put(draft: Draft) -> None:
            opener = any(top for _, _, top in draft.titles)
            placed.append((self.add(Side(kind, draft, heads_of(draft), opener)), draft))

        def put_waiting() -> None:
            while waiting and (waiting[0].half != 1 or len(self.sides) % 2):
                put(waiting.pop(0))

        for draft in drafts:
            if draft.half or (draft.picture and waiting):
                waiting.append(draft)
            else:
                put_waiting()
                put(draft)
            if not draft.half or draft.half == 2:
                put_waiting()
        if waiting:
            last = None
            if placed and not placed[-1][1].picture and not self.sides[-1].opener:
                _, last = placed.pop()
                self.sides.pop()
            else:
                self.blank()
            put_waiting()
            if last is not None:
                put(last)
            while waiting:
                put_waiting()
                if waiting:
                    self.blank()
        return placed


class Finisher:
    """Makes pages of sides. It remembers those of the time before: after an edit only the sides that changed are new.

    One for each template: heads and grid are taken to be the same.
    """

    def __init__(self) -> None:
        self._known: dict[tuple[Any, ...], tuple[Draft, Page]] = {}

    def finish(self, sides: Sequence[Side], grid: Grid, setter: HeadSetter, targets: Sequence[int]) -> list[Page]:
        """The pages, everything in its place on the paper. ``targets`` are the pages that the contents lead to."""
        used: dict[tuple[Any, ...], tuple[Draft, Page]] = {}
        pages = []
        for index, side in enumerate(sides):
            recto, draft = index % 2 == 0, side.draft
            # the draft is kept beside its page, so that its id stays its own
            key = (id(draft), side.kind, side.label, side.heads, side.opener, recto)
            known = self._known.get(key) if not draft.links else None
            page = known[1] if known is not None else _finish(side, recto, grid, setter, targets)
            used[key] = (draft, page)
            pages.append(page)
        self._known = used
        return pages


def _around(side: Side, recto: bool, setter: HeadSetter) -> tuple[tuple[Line, ...], tuple[Rule, ...], Line | None]:
    """What stands outside the type area: (heads, the rule under them, folio)."""
    if side.kind in _BARE or side.draft.bled:
        return (), (), None
    folio = setter.folio(side.label, recto)
    headless = side.opener or side.draft.picture or side.kind == "plates"
    return (*(((), ()) if headless else setter.heads(side.heads, recto)), folio)


def _finish(side: Side, recto: bool, grid: Grid, setter: HeadSetter, targets: Sequence[int]) -> Page:
    draft = side.draft
    grid = draft.grid or grid
    if grid.vertical:
        return _finish_vertical(side, recto, grid, setter, targets)
    x, y = (0.0, 0.0) if draft.bled else (grid.left(recto), grid.top)
    if draft.mirrored and not recto:
        draft = _mirrored(draft)
    heads, rules, folio = _around(side, recto, setter)
    return Page(
        side.kind,
        side.label,
        grid.page_width,
        grid.page_height,
        heads,
        tuple(_moved(line, x, y) for line in draft.lines),
        folio,
        tuple(_moved_image(image, x, y) for image in draft.images),
        rules + tuple(_moved_rule(rule, x, y) for rule in draft.rules),
        tuple(Link(a + x, b + y, c + x, d + y, targets[to]) for a, b, c, d, to in draft.links),
        side.opener,
    )


def _mirrored(draft: Draft) -> Draft:
    """A draft with what stands elsewhere on a verso in its place there."""
    kept = replace(draft, lines=[*draft.lines], images=[*draft.images], rules=[*draft.rules])
    for kind, number, further in draft.mirrored:
        if kind == "lines":
            kept.lines[number] = kept.lines[number]._replace(x=kept.lines[number].x + further)
        elif kind == "images":
            kept.images[number] = _moved_image(kept.images[number], further, 0.0)
        else:
            kept.rules[number] = _moved_rule(kept.rules[number], further, 0.0)
    return kept


def _finish_vertical(side: Side, recto: bool, grid: Grid, setter: HeadSetter, targets: Sequence[int]) -> Page:
    """A page of columns: it was reckoned lying on its side, and is turned upright here."""
    draft = side.draft
    heads, rules, folio = _around(side, recto, setter)

    def point(x: float, y: float) -> tuple[float, float]:
        return grid.place(x, y, recto)

    def line(one: Line) -> Line:
        x, y = point(one.x, one.y)
        return one._replace(x=x, y=y)

    def rule(one: Rule) -> Rule:
        (x0, y0), (x1, y1) = point(one.x0, one.y0), point(one.x1, one.y1)
        return one._replace(x0=x0, y0=y0, x1=x1, y1=y1)

    def image(one: PlacedImage) -> PlacedImage:
        x, y = point(one.x, one.y + one.height)
        return one._replace(x=x, y=y, width=one.height, height=one.width)

    def link(a: float, b: float, c: float, d: float, to: int) -> Link:
        (right, top), (left, bottom) = point(a, b), point(c, d)
        return Link(left, top, right, bottom, targets[to])

    return Page(
        side.kind,
        side.label,
        grid.page_width,
        grid.page_height,
        heads,
        tuple(line(one) for one in draft.lines),
        folio,
        tuple(image(one) for one in draft.images),
        rules + tuple(rule(one) for one in draft.rules),
        tuple(link(*one) for one in draft.links),
        side.opener,
    )


_new_line = tuple.__new__
_BEHIND_PLACE = Line._fields.index("y") + 1


def _moved(line: Line, x: float, y: float) -> Line:
    # every line of a book passes here: a third of the time of ``_replace``
    return _new_line(Line, (line.text, line.x + x, line.y + y, *line[_BEHIND_PLACE:]))


def _moved_image(image: PlacedImage, x: float, y: float) -> PlacedImage:
    return image._replace(x=image.x + x, y=image.y + y)


def _moved_rule(rule: Rule, x: float, y: float) -> Rule:
    return rule._replace(x0=rule.x0 + x, y0=rule.y0 + y, x1=rule.x1 + x, y1=rule.y1 + y)
