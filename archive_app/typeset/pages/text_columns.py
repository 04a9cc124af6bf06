"""An article in columns: its title over all of them, each column filled as a page is, the last ones as long as each
other. A column's notes stand at its own foot, counted through the page.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from archive_app.frozen import dataclass
from archive_app.typeset.layout import Line, PlacedImage, Rule
from archive_app.typeset.looks import ColumnStyle, NoteStyle
from archive_app.typeset.pages.draft import Draft, Drafter
from archive_app.typeset.pages.fill import fill
from archive_app.typeset.pages.filled import Cursor, Filled, Place, Tail
from archive_app.typeset.pages.flow import Flow, flow
from archive_app.typeset.pages.grid import Grid
from archive_app.typeset.pages.material import Material, SetBox
from archive_app.typeset.pages.options import Variant

_NARROWEST = 8.0
"""Ems of a column: fewer columns are set rather than narrower ones."""


@dataclass(frozen=True, slots=True)
class Columns:
    """``count`` columns on ``grid``, ``gap`` points apart; ``column`` is the grid of one."""

    grid: Grid
    column: Grid
    count: int
    gap: float
    rule: float

    @classmethod
    def of(cls, grid: Grid, wanted: int, look: ColumnStyle) -> Columns:
        """As many of the columns that are wanted as there is room for."""
        gap, least = look.gap * grid.size, _NARROWEST * grid.size
        count = max(1, min(wanted, int((grid.width + gap) / (least + gap))))
        width = (grid.width - (count - 1) * gap) / count
        return cls(grid, replace(grid, width=width), count, gap, look.rule)


def column_flow(title: SetBox | None, material: Sequence[Material], columns: Columns, variant: Variant) -> Flow:
    """The columns of ``material`` one after another, on pages whose first bears ``title``, set to the whole measure."""
    if not material:
        return Flow([], [])
    return flow(material, columns.column, variant, _start(title), columns.count)


def _start(title: SetBox | None) -> Cursor:
    """Where the first column begins: under the title, whose notes are still to be set."""
    if title is None:
        return Cursor()
    return Cursor(row=title.rows_top or title.rows, tails=tuple(Tail(note, 0) for note in title.notes))


def column_pages(
    title: SetBox | None,
    first: str,
    material: Sequence[Material],
    owners: Sequence[str],
    filled: Sequence[Filled],
    columns: Columns,
    variant: Variant,
    look: NoteStyle,
) -> tuple[list[Filled], list[Draft]]:
    """The pages of ``filled`` columns under ``title``, which belongs to the article ``first``; ``owners`` are the
    articles that the material belongs to."""
    start = _start(title)
    head = start.row
    groups: list[Sequence[Filled]] = [
        filled[at : at + columns.count] for at in range(0, len(filled), columns.count)
    ] or [[]]
    if filled:
        before = groups[-2][-1] if len(groups) > 1 else None
        groups[-1] = _levelled(material, groups[-1], before, start, columns)
    pages, drafts = [], []
    called: dict[str, int] = {}  # notes, by their numbers
    for number, group in enumerate(groups):
        over = title if number == 0 else None
        pages.append(_as_page(group))
        drafts.append(_page(over, first, material, owners, group, columns, look, head if number == 0 else 0, called))
    return pages, drafts


def _levelled(
    material: Sequence[Material], group: Sequence[Filled], before: Filled | None, start: Cursor, columns: Columns
) -> Sequence[Filled]:
    """The columns of the last page again, no longer than they must be; as they are where pieces do not allow it."""
    first, active = (before.end, before.variants) if before is not None else (start, {})
    head = start.row if before is None else 0
    used = sum(page.rows_used - head for page in group)
    for rows in range(head + max(1, used // columns.count), columns.grid.rows):
        cursor, found = first, []
        for _ in range(columns.count):
            if cursor.done(len(material)):
                break
            page = fill(material, cursor._replace(row=head), columns.column, active, rows)
            found.append(page)
            cursor = page.end
        if cursor.done(len(material)) and not any(page.stranded for page in found):
            return found
    return group


def _as_page(group: Sequence[Filled]) -> Filled:
    """What the pages of pictures, which stand behind those they are met on, need to know of a page of columns."""
    if not group:
        return Filled([], [], Cursor(), 0)
    return replace(group[-1], apart=tuple(index for page in group for index in page.apart))


def _page(
    title: SetBox | None,
    first: str,
    material: Sequence[Material],
    owners: Sequence[str],
    group: Sequence[Filled],
    columns: Columns,
    look: NoteStyle,
    head: int,
    called: dict[str, int],
) -> Draft:
    """The columns of a page side by side, under the title where there is one."""
    whole = Draft(article=first)
    numbers: dict[str, int] = {}
    if title is not None:
        place = Filled([Place(0, 0, 1, 0, head, top=True)], [], Cursor(), head)
        whole = Drafter([title], [first], place, columns.grid, look).run()
    for number, filled in enumerate(group):
        drafter = Drafter(material, owners, filled, columns.column, look, called)
        drafter.numbers.update(numbers)  # notes are counted through the page
        draft = drafter.run()
        numbers = dict(drafter.numbers)
        called.update(numbers)
        _join(whole, draft, number * (columns.column.width + columns.gap))
    if columns.rule > 0 and len(group) > 1:
        top = head * columns.grid.leading
        foot = max(page.rows_used for page in group) * columns.grid.leading
        for number in range(1, len(group)):
            x = number * (columns.column.width + columns.gap) - columns.gap / 2
            whole.rules.append(Rule("line", x, top, x, min(foot, columns.grid.height), columns.rule))
    return whole


def _join(whole: Draft, column: Draft, x: float) -> None:
    """Put a column into its page, ``x`` points from the edge."""
    counts = {"lines": len(whole.lines), "images": len(whole.images), "rules": len(whole.rules)}
    whole.mirrored += [(kind, counts[kind] + at, further) for kind, at, further in column.mirrored]
    whole.lines += [_line(line, x) for line in column.lines]
    whole.images += [_image(image, x) for image in column.images]
    whole.rules += [rule._replace(x0=rule.x0 + x, x1=rule.x1 + x) for rule in column.rules]
    whole.links += [(a + x, b, c + x, d, to) for a, b, c, d, to in column.links]
    whole.anchors += column.anchors
    whole.titles += column.titles
    whole.faults += column.faults
    whole.rows_used = max(whole.rows_used, column.rows_used)


def _line(line: Line, x: float) -> Line:
    return line._replace(x=line.x + x)


def _image(image: PlacedImage, x: float) -> PlacedImage:
    return image._replace(x=image.x + x)
