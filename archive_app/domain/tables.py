"""A manuscript's table as a grid: rows and columns put in and taken out, cells joined and parted, heads, words.

A block keeps a table as HTML does: each row its own cells, which reach over columns and rows. To change it, it is laid
out as a `Grid` of places, every one belonging to one cell; the notes of a cell go with it, and stay at their words when
these are written otherwise.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from archive_app.domain.manuscript import Block, BlockKind, Cell, Note, Span, SpanStyle
from archive_app.frozen import dataclass

MOST_ROWS, MOST_COLUMNS = 500, 60
"""More is no table of a text; it belongs into a list."""


@dataclass(frozen=True, slots=True)
class Box:
    """A cell where it lies: its first row and column, over how many it reaches, its words and notes."""

    row: int
    column: int
    rows: int = 1
    columns: int = 1
    text: str = ""
    header: bool = False
    notes: tuple[Note, ...] = ()
    spans: tuple[Span, ...] = ()

    @property
    def last_row(self) -> int:
        """The last row it reaches."""
        return self.row + self.rows - 1

    @property
    def last_column(self) -> int:
        """The last column it reaches."""
        return self.column + self.columns - 1

    def holds(self, row: int, column: int) -> bool:
        """Whether a place belongs to it."""
        return self.row <= row <= self.last_row and self.column <= column <= self.last_column


@dataclass(frozen=True, slots=True)
class Grid:
    """``boxes`` cover every place of ``height`` rows and ``width`` columns once."""

    height: int
    width: int
    boxes: tuple[Box, ...]

    def at(self, row: int, column: int) -> Box:
        """The cell that a place belongs to."""
        return next(box for box in self.boxes if box.holds(row, column))

    def heads(self) -> int:
        """How many rows from the top are heads altogether."""
        count = 0
        while count < self.height and all(box.header for box in self.boxes if box.row == count):
            count += 1
        return count if any(box.header for box in self.boxes) else 0


def empty(rows: int, columns: int, *, head: bool = True) -> Grid:
    """A new grid; with a ``head`` its first row is one. Raises ``ValueError`` where it is larger than allowed."""
    if not (1 <= rows <= MOST_ROWS and 1 <= columns <= MOST_COLUMNS):
        raise ValueError(f"{rows} × {columns}")
    places = ((row, column) for row in range(rows) for column in range(columns))
    return Grid(rows, columns, tuple(Box(row, column, header=head and row == 0) for row, column in places))


def of_block(block: Block) -> Grid:
    """A table's block laid out; places that no cell covers become empty cells, of two cells on one place the first
    stays. A table without cells is one empty cell."""
    taken: set[tuple[int, int]] = set()
    boxes: list[Box] = []
    height = len(block.rows)
    for number, cells in enumerate(block.rows):
        column = 0
        for place, cell in enumerate(cells):
            while (number, column) in taken:
                column += 1
            wide = 1
            while wide < max(1, cell.columns) and (number, column + wide) not in taken:
                wide += 1
            tall = max(1, min(cell.rows, height - number))
            notes = tuple(replace(note, cell=None) for note in block.notes if note.cell == (number, place))
            boxes.append(Box(number, column, tall, wide, cell.text, cell.header, notes, cell.spans))
            taken |= {(number + down, column + across) for down in range(tall) for across in range(wide)}
            column += wide
    width = max((column for _row, column in taken), default=0) + 1
    height = max(height, 1)
    bare = [(row, column) for row in range(height) for column in range(width) if (row, column) not in taken]
    heads = {box.row for box in boxes if box.header}
    boxes += (Box(row, column, header=row in heads) for row, column in bare)
    return Grid(height, width, _sorted(boxes))


def to_block(grid: Grid, block: Block | None = None) -> Block:
    """The grid as a block: as ``block`` with other cells, or as a new one."""
    rows: list[list[Cell]] = [[] for _row in range(grid.height)]
    notes: list[Note] = []
    for box in grid.boxes:
        notes += (replace(note, cell=(box.row, len(rows[box.row]))) for note in box.notes)
        rows[box.row].append(Cell(box.text, box.columns, box.rows, box.header, box.spans))
    made = block or Block(BlockKind.TABLE)
    own = tuple(note for note in made.notes if note.cell is None)
    return replace(made, rows=tuple(map(tuple, rows)), notes=(*own, *notes))


def _sorted(boxes: Iterable[Box]) -> tuple[Box, ...]:
    return tuple(sorted(boxes, key=lambda box: (box.row, box.column)))


# — rows and columns —


def turned(grid: Grid) -> Grid:
    """Rows as columns: what is said of rows is so said of columns."""
    boxes = (replace(box, row=box.column, column=box.row, rows=box.columns, columns=box.rows) for box in grid.boxes)
    return Grid(grid.width, grid.height, _sorted(boxes))


def with_row(grid: Grid, at: int) -> Grid:
    """A new row before ``at``; cells that reach over this place reach one further. Raises ``ValueError`` where there
    would be too many."""
    if grid.height >= MOST_ROWS:
        raise ValueError("too many rows")
    boxes: list[Box] = []
    covered: set[int] = set()
    for box in grid.boxes:
        if box.row < at <= box.last_row:
            boxes.append(replace(box, rows=box.rows + 1))
            covered |= set(range(box.column, box.last_column + 1))
        else:
            boxes.append(replace(box, row=box.row + 1) if box.row >= at else box)
    header = 0 < at < grid.heads()
    boxes += (Box(at, column, header=header) for column in range(grid.width) if column not in covered)
    return _tidy(Grid(grid.height + 1, grid.width, _sorted(boxes)))


def with_column(grid: Grid, at: int) -> Grid:
    """A new column before ``at``, its cells heads where their row is. Raises ``ValueError`` likewise."""
    if grid.width >= MOST_COLUMNS:
        raise ValueError("too many columns")
    heads = grid.heads()
    made = turned(with_row(turned(grid), at))
    fresh = (
        replace(box, header=box.row < heads) if box.column == at and box.columns == 1 and not box.text else box
        for box in made.boxes
    )
    return replace(made, boxes=tuple(fresh))


def without_rows(grid: Grid, first: int, last: int) -> Grid:
    """Without the rows from ``first`` to ``last``; a cell that reaches out of them keeps its words. The last row of all
    stays: a table without rows is none."""
    for row in range(last, first - 1, -1):
        if grid.height > 1:
            grid = _without_row(grid, row)
    return _tidy(grid)


def without_columns(grid: Grid, first: int, last: int) -> Grid:
    """Without the columns from ``first`` to ``last``."""
    return turned(without_rows(turned(grid), first, last))


def _without_row(grid: Grid, at: int) -> Grid:
    boxes: list[Box] = []
    for box in grid.boxes:
        if box.row > at:
            boxes.append(replace(box, row=box.row - 1))
        elif box.last_row < at:
            boxes.append(box)
        elif box.rows > 1:
            boxes.append(replace(box, rows=box.rows - 1))
    return Grid(grid.height - 1, grid.width, _sorted(boxes))


def _tidy(grid: Grid) -> Grid:
    """Without rows in which no cell begins: their cells reach over one less."""
    for row in range(grid.height - 1, 0, -1):
        if not any(box.row == row for box in grid.boxes):
            grid = _without_row(grid, row)
    return grid


# — cells —


def around(grid: Grid, first: tuple[int, int], last: tuple[int, int]) -> tuple[int, int, int, int]:
    """The least box (top, left, bottom, right) of whole cells around two places."""
    top, bottom = sorted((first[0], last[0]))
    left, right = sorted((first[1], last[1]))
    while True:
        inside = [
            box
            for box in grid.boxes
            if box.row <= bottom and box.last_row >= top and box.column <= right and box.last_column >= left
        ]
        found = (
            min(box.row for box in inside),
            min(box.column for box in inside),
            max(box.last_row for box in inside),
            max(box.last_column for box in inside),
        )
        if found == (top, left, bottom, right):
            return found
        top, left, bottom, right = found


def joined(grid: Grid, first: tuple[int, int], last: tuple[int, int]) -> Grid:
    """The cells from one place to another as one, its words below each other, its notes at theirs."""
    top, left, bottom, right = around(grid, first, last)
    inside = [box for box in grid.boxes if top <= box.row <= bottom and left <= box.column <= right]
    text = ""
    notes: tuple[Note, ...] = ()
    spans: tuple[Span, ...] = ()
    for box in inside:
        if text and box.text:
            text += "\n"
        notes = (*notes, *(replace(note, at=note.at + len(text)) for note in box.notes))
        spans = (*spans, *(replace(s, start=s.start + len(text), end=s.end + len(text)) for s in box.spans))
        text += box.text
    header = all(box.header for box in inside)
    made = Box(top, left, bottom - top + 1, right - left + 1, text, header, notes, spans)
    kept = [box for box in grid.boxes if box not in inside]
    return _tidy(Grid(grid.height, grid.width, _sorted((*kept, made))))


def parted(grid: Grid, row: int, column: int) -> Grid:
    """The cell at a place as single cells, its words in the first."""
    box = grid.at(row, column)
    places = (
        (down, across)
        for down in range(box.row, box.last_row + 1)
        for across in range(box.column, box.last_column + 1)
        if (down, across) != (box.row, box.column)
    )
    kept = [one for one in grid.boxes if one is not box]
    fresh = [Box(down, across, header=box.header) for down, across in places]
    return Grid(grid.height, grid.width, _sorted((*kept, replace(box, rows=1, columns=1), *fresh)))


def with_heads(grid: Grid, rows: int) -> Grid:
    """The first so many rows are heads, which come again on every page that the table goes on to."""
    return replace(grid, boxes=tuple(replace(box, header=box.row < rows) for box in grid.boxes))


def with_text(grid: Grid, row: int, column: int, text: str) -> Grid:
    """Other words in a cell."""
    box = grid.at(row, column)
    if box.text == text:
        return grid
    made = replace(
        box, text=text, notes=tuple(_moved(box.text, text, box.notes)), spans=_marks_moved(box.text, text, box.spans)
    )
    return replace(grid, boxes=tuple(made if one is box else one for one in grid.boxes))


def _kept(before: str, after: str) -> tuple[int, int]:
    """How many characters at the beginning and at the end stayed as they were."""
    shorter = min(len(before), len(after))
    same = next((n for n in range(shorter) if before[n] != after[n]), shorter)
    behind = next((n for n in range(shorter - same) if before[-1 - n] != after[-1 - n]), shorter - same)
    return same, behind


def _moved(before: str, after: str, notes: Sequence[Note]) -> Iterator[Note]:
    """Notes stay at their words: those behind what was written otherwise move with the words behind it."""
    same, behind = _kept(before, after)
    for note in notes:
        if note.at > len(before) - behind or (note.at == len(before) - behind and note.at > same):
            yield replace(note, at=note.at + len(after) - len(before))
        else:
            yield replace(note, at=min(note.at, len(after)))


def _marks_moved(before: str, after: str, spans: Sequence[Span]) -> tuple[Span, ...]:
    """Marks stay on their words; what is written inside of one is marked, too, and what replaces all of it."""
    same, behind = _kept(before, after)
    last, shift = len(before) - behind, len(after) - len(before)

    def moved(at: int, *, ends: bool) -> int:
        if at > last or (at == last and (ends or at > same)):
            return at + shift
        return min(at, same) if not ends else min(at, len(after))

    made = (replace(s, start=moved(s.start, ends=False), end=moved(s.end, ends=True)) for s in spans)
    return tuple(span for span in made if span.start < span.end)


def marked(grid: Grid, row: int, column: int, stretch: tuple[int, int], style: SpanStyle) -> Grid:
    """The words of a stretch of a cell with a mark, or without it where all of them have it."""
    box = grid.at(row, column)
    start, end = max(0, stretch[0]), min(stretch[1], len(box.text))
    if start >= end:
        return grid
    own = [span for span in box.spans if span.style is style]
    others = [span for span in box.spans if span.style is not style]
    on = set().union(*(range(span.start, span.end) for span in own)) if own else set()
    wanted = set(range(start, end))
    on = on - wanted if wanted <= on else on | wanted
    made = [Span(place, place + 1, style) for place in sorted(on)]
    runs: list[Span] = []
    for one in made:
        if runs and runs[-1].end == one.start:
            runs[-1] = replace(runs[-1], end=one.end)
        else:
            runs.append(one)
    spans = tuple(sorted((*others, *runs), key=lambda span: (span.start, -span.end, span.style.value)))
    return replace(grid, boxes=tuple(replace(box, spans=spans) if one is box else one for one in grid.boxes))


def is_marked(box: Box, style: SpanStyle) -> bool:
    """Whether all words of a cell have a mark."""
    on: set[int] = set()
    for span in box.spans:
        if span.style is style:
            on |= set(range(span.start, span.end))
    return bool(box.text) and on >= set(range(len(box.text)))


def with_cells(
    grid: Grid,
    row: int,
    column: int,
    cells: Sequence[Sequence[str]],
    marks: Mapping[tuple[int, int], Box] | None = None,
) -> Grid:
    """The words of a block of cells written from a place on; rows and columns are added where they reach out. ``marks``
    are cells whose marks come along, by where they come to. Raises ``ValueError`` where there would be too many."""
    wide = max(map(len, cells), default=0)
    while grid.height < row + len(cells):
        grid = with_row(grid, grid.height)
    while grid.width < column + wide:
        grid = with_column(grid, grid.width)
    for down, line in enumerate(cells):
        for across, words in enumerate(line):
            box = grid.at(row + down, column + across)
            if (box.row, box.column) == (row + down, column + across):
                grid = with_text(grid, box.row, box.column, words)
    for place, given in (marks or {}).items():
        box = grid.at(*place)
        if (box.row, box.column) == place and box.text == given.text:
            boxes = (replace(one, spans=given.spans) if one is box else one for one in grid.boxes)
            grid = replace(grid, boxes=tuple(boxes))
    return grid
