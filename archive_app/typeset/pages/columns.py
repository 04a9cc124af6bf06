"""Pages of an index: columns on the grid that end level, heads that come again where a letter parts.

Every line stands on the grid of the body. Columns are filled one after another; a head is never last in one. On the
last page the columns are as short as they can be, so that they end together.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from archive_app.frozen import dataclass
from archive_app.typeset.blocks.manuscript import text_style
from archive_app.typeset.blocks.model import StyledText
from archive_app.typeset.layout import Line, Rule
from archive_app.typeset.lines.paragraph import SetLine
from archive_app.typeset.matter.index import IndexEntry, IndexGroup, Reference
from archive_app.typeset.pages.draft import Draft
from archive_app.typeset.pages.grid import Grid
from archive_app.typeset.pages.stack import SetLines
from archive_app.typeset.templates import Template

_WIDEST = 100000.0
_NARROWEST = 9.0  # ems of a column: fewer columns are set rather than narrower ones
_LEAST_LEADER = 1.5
_GAP = 0.4  # ems between a leader and what it leads to
_LEADER_WEIGHT = 0.75
_COMMA = "、"
_SEE = "　见　"
_AGAIN = "（续）"


class _Piece(NamedTuple):
    """A line of a row: what it says, and where from the column's left edge."""

    line: SetLine
    x: float
    role: str
    size: float


class _Row(NamedTuple):
    """A row of a column. ``head`` rows begin a group; ``links`` are (x0, x1, page), ``leader`` the ends of a row of
    dots."""

    group: int
    block: str
    pieces: tuple[_Piece, ...]
    head: bool = False
    links: tuple[tuple[float, float, int], ...] = ()
    leader: tuple[float, float] | None = None


EntryMemory = dict[tuple[float, IndexEntry], tuple[_Row, ...]]
"""The rows of entries in columns of a width: after an edit only those whose pages changed are set again."""


@dataclass(frozen=True, slots=True)
class _Placed:
    row: _Row
    at: int


class IndexSetter:
    """Sets the columns of one index; ``article`` is the key its lines bear."""

    def __init__(
        self, template: Template, grid: Grid, set_lines: SetLines, article: str, memory: EntryMemory | None = None
    ) -> None:
        self.template, self.grid, self.set_lines, self.article = template, grid, set_lines, article
        self._known: EntryMemory = {} if memory is None else memory
        self._widths: dict[str, float] = {}
        self.style = replace(text_style(template, "index"), vertical=None)
        self.head = replace(text_style(template, "index-head"), vertical=None)
        look = template.index
        gap, least = look.gap * grid.size, _NARROWEST * self.style.size
        self.count = max(1, min(look.columns, int((grid.width + gap) / (least + gap))))
        self.gap = gap
        self.width = (grid.width - (self.count - 1) * gap) / self.count

    def pages(self, first: Draft, groups: Sequence[IndexGroup], link: Callable[[int], int]) -> list[Draft]:
        """The pages of ``groups``, the first one under what ``first`` holds. ``link`` gives the target of a page."""
        rows = [row for number, group in enumerate(groups) for row in self._group(number, group)]
        heads = [self._heading(number, group.head + _AGAIN) for number, group in enumerate(groups)]
        draft = replace(first, lines=list(first.lines), links=list(first.links), rules=list(first.rules))
        drafts = []
        start = 0
        top = draft.rows_used
        while start < len(rows):
            height = self.grid.rows - top
            columns, end = _fill(rows, start, heads, self.count, height)
            if end == len(rows):
                columns = _level(rows, start, heads, self.count, height)
            self._put(draft, columns, top, link)
            draft.rows_used = top + max((column[-1].at + 1 for column in columns if column), default=0)
            drafts.append(draft)
            start, top, draft = max(end, start + 1), 0, Draft(grid=first.grid, article=self.article)
        return drafts or [draft]

    # rows

    def _group(self, number: int, group: IndexGroup) -> Iterator[_Row]:
        yield self._heading(number, group.head)
        for place, entry in enumerate(group.entries):
            rows = self._known.get((self.width, entry))
            if rows is None:
                rows = self._known[self.width, entry] = tuple(self._entry(entry))
            block = f"{number}.{place}"
            for row in rows:
                yield _Row(number, block, row.pieces, False, row.links, row.leader)

    def _heading(self, number: int, text: str) -> _Row:
        line = self._line(StyledText(text, self.head))
        return _Row(number, f"{number}", (_Piece(line, 0.0, "index-head", self.head.size),), head=True)

    def _entry(self, entry: IndexEntry) -> Iterator[_Row]:
        size = self.style.size
        text = f"{entry.name}{_SEE}{entry.see}" if entry.see else entry.name
        # a name is never so long that its pages have no room at all
        lines = self.set_lines(StyledText(text, replace(self.style, first=0.0)), self.width, 0).lines
        for line in lines[:-1]:
            yield _Row(0, "", (self._piece(line, line.x),))
        last = lines[-1]
        name = self._piece(last, last.x)
        if not entry.references:
            yield _Row(0, "", (name,))
            return
        room = self.width - last.x - last.width - (_LEAST_LEADER + 2 * _GAP) * size
        indent = self.style.rest * size
        for row, (refs, closed) in enumerate(self._shares(entry.references, room, self.width - indent)):
            line, places = self._references(refs, closed)
            if row == 0:
                x = self.width - line.width
                leader = (last.x + last.width + _GAP * size, x - _GAP * size) if refs else None
                pieces = (name, self._piece(line, x)) if refs else (name,)
            else:
                x, leader, pieces = indent, None, (self._piece(line, indent),)
            links = tuple((x + a, x + b, page) for a, b, page in places)
            yield _Row(0, "", pieces, links=links, leader=leader if self.template.index.leader else None)

    def _shares(
        self, references: Sequence[Reference], room: float, rest: float
    ) -> Iterator[tuple[list[Reference], bool]]:
        """The references of each row, and whether they are the last."""
        comma = self._width(_COMMA)
        row: list[Reference] = []
        used = 0.0
        first = True
        for number, reference in enumerate(references):
            last = number + 1 == len(references)
            wide = self._width(reference.text) + (0.0 if last else comma)
            if used + wide > room and (row or first):
                yield row, False
                row, used, room, first = [], 0.0, rest, False
            row.append(reference)
            used += wide
        yield row, True

    def _references(
        self, references: Sequence[Reference], closed: bool
    ) -> tuple[SetLine, list[tuple[float, float, int]]]:
        """The line of some references, and where on it each leads to its page."""
        text = _COMMA.join(one.text for one in references) + ("" if closed or not references else _COMMA)
        places = []
        x, comma = 0.0, self._width(_COMMA)
        for one in references:
            wide = self._width(one.text)
            places.append((x, x + wide, one.page))
            x += wide + comma
        return self._line(StyledText(text, self.style)), places

    def _line(self, content: StyledText) -> SetLine:
        plain = replace(content, style=replace(content.style, first=0.0, rest=0.0))
        return self.set_lines(plain, _WIDEST, 0).lines[0]

    def _width(self, text: str) -> float:
        """The width of figures and commas inside a row: at its end a comma has but half of it."""
        widths = self._widths
        for character in text:
            if character not in widths:
                between = self._line(StyledText(f"0{character}0", self.style)).width
                widths[character] = between - self._line(StyledText("00", self.style)).width
        return sum(widths[character] for character in text)

    def _piece(self, line: SetLine, x: float) -> _Piece:
        return _Piece(line._replace(x=0.0), x, "index", self.style.size)

    # on the page

    def _put(self, draft: Draft, columns: Sequence[Sequence[_Placed]], top: int, link: Callable[[int], int]) -> None:
        for number, column in enumerate(columns):
            left = number * (self.width + self.gap)
            for placed in column:
                y = self.grid.baseline(top + placed.at)
                self._put_row(draft, placed.row, left, y, link)

    def _put_row(self, draft: Draft, row: _Row, left: float, y: float, link: Callable[[int], int]) -> None:
        size = self.grid.size
        for piece in row.pieces:
            line = piece.line
            draft.lines.append(
                Line(line.text, left + piece.x, y, piece.size, line.runs, self.article, row.block, role=piece.role)
            )
            draft.faults += [(fault, self.article, row.block) for fault in line.faults]
        if row.leader is not None and row.leader[0] < row.leader[1]:
            height = y - size * 0.12
            draft.rules.append(
                Rule("leader", left + row.leader[0], height, left + row.leader[1], height, _LEADER_WEIGHT)
            )
        for x0, x1, page in row.links:
            draft.links.append((left + x0, y - size, left + x1, y + size * 0.3, link(page)))


def _fill(
    rows: Sequence[_Row], start: int, heads: Sequence[_Row], count: int, height: int
) -> tuple[list[list[_Placed]], int]:
    """``count`` columns of ``height`` rows from ``start`` on, and where the next page begins."""
    columns = []
    for _ in range(count):
        column, start = _column(rows, start, heads, height)
        columns.append(column)
    return columns, start


def _column(rows: Sequence[_Row], start: int, heads: Sequence[_Row], height: int) -> tuple[list[_Placed], int]:
    column: list[_Placed] = []
    at = 0
    if start < len(rows) and not rows[start].head:
        column.append(_Placed(heads[rows[start].group], 0))
        at = 1
    while start < len(rows):
        row = rows[start]
        space = 1 if row.head and column else 0
        if at + space + (2 if row.head else 1) > height:
            break
        at += space
        column.append(_Placed(row, at))
        at += 1
        start += 1
    return (_stretched(column, height) if start < len(rows) else column), start


def _stretched(column: list[_Placed], height: int) -> list[_Placed]:
    """A column that a head would have ended goes down to the foot: the white goes above the heads on it."""
    if not column:
        return column
    spare = height - 1 - column[-1].at
    heads = [number for number, placed in enumerate(column) if placed.row.head and number]
    if spare <= 0 or not heads:
        return column
    more = {
        head: spare // len(heads) + (number >= len(heads) - spare % len(heads)) for number, head in enumerate(heads)
    }
    down = 0
    moved = []
    for number, placed in enumerate(column):
        down += more.get(number, 0)
        moved.append(replace(placed, at=placed.at + down))
    return moved


def _level(rows: Sequence[_Row], start: int, heads: Sequence[_Row], count: int, height: int) -> list[list[_Placed]]:
    """The last page's columns, no longer than they must be."""
    least = max(2, -(-(len(rows) - start) // count))
    for lower in range(least, height + 1):
        columns, end = _fill(rows, start, heads, count, lower)
        if end == len(rows):
            return columns
    return _fill(rows, start, heads, count, height)[0]
