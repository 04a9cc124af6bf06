"""A table with too many columns for the measure: on pages of its own, turned, its head at the left."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from archive_app.typeset import problems
from archive_app.typeset.blocks.model import TableBlock
from archive_app.typeset.layout import Rule
from archive_app.typeset.pages.fullpage import middled, turned_left
from archive_app.typeset.pages.grid import Grid
from archive_app.typeset.pages.groups import Content
from archive_app.typeset.pages.material import Inset, SetNote, SetPage, SetTable
from archive_app.typeset.pages.room import height_of
from archive_app.typeset.pages.stack import SetLines
from archive_app.typeset.pages.table_rows import with_own_notes
from archive_app.typeset.pages.tables import Say, columns_fit, set_table
from archive_app.typeset.templates import Template

_MOST_NOTES = 0.4
"""Of a page's height: what the notes of a turned table may take."""
_TRIES = 3


def wants_turning(block: TableBlock, template: Template, level: Grid) -> bool:
    """Whether a table that the measure has no room for has more of it on a turned page."""
    return not columns_fit(block, level.width, template.tables.padding) and level.height > level.width


def turned_table(
    block: TableBlock, notes: tuple[SetNote, ...], template: Template, level: Grid, set_lines: SetLines, say: Say
) -> list[SetPage]:
    """The pages of a table that is set along the page's height; each bears the notes that are called on it.

    All of it is set as long as the page with the most notes leaves room for; that takes no more of a page than a share.
    """
    most = level.height * _MOST_NOTES
    room = level.height
    for _ in range(_TRIES if notes else 1):
        table = set_table(block, notes, template, replace(level, width=room), set_lines, _silent, tallest=level.width)
        pieces = list(_pieces(table, level, most))
        taken = max((height_of(table.called(start, end)) for start, end in pieces), default=0.0)
        needed = level.height - (min(taken, most) + level.note_gap if taken else 0.0)
        if needed >= room - 1e-6:
            break
        room = needed
    table = set_table(block, notes, template, replace(level, width=room), set_lines, say, tallest=level.width)
    pages: list[SetPage] = []
    for start, end in _pieces(table, level, most):
        side = middled(turned_left(table_piece(table, start, end, room)), level.width, room)
        insets, own = with_own_notes(side.insets, table.notes)
        if height_of(own) > most + 1e-6:
            what = "有一个转排的表，一行里的注太长，排到了表上"
            say(problems.TABLE_TOO_WIDE, what, "请把注移到正文里，或把表拆成几个。", block.block)
        if not own:  # the page is the table's
            side = middled(turned_left(table_piece(table, start, end, room)), level.width, level.height)
            insets = side.insets
        pages.append(SetPage(block.block, (side._replace(insets=insets),), own))
    return pages


def _pieces(table: SetTable, level: Grid, most: float) -> Iterator[tuple[int, int]]:
    """The rows [start, end) of each page: as many as there is room for, and for their notes in ``most`` points."""
    start, count = 0, len(table.rows)
    while True:
        end = min(start + 1, count)
        while (
            end < count
            and table.height(start, end + 1) <= level.width
            and height_of(table.called(start, end + 1)) <= most
        ):
            end += 1
        yield start, end
        start = end
        if start >= count:
            return


def _silent(_code: str, _message: str, _remedy: str, _block: str) -> None:
    """A trial says nothing."""


def table_piece(table: SetTable, start: int, end: int, width: float) -> Content:
    """The rows [start, end) of a table under their head, level, ``width`` wide."""
    insets: list[Inset] = []
    rules: list[Rule] = []
    above, down = (table.caption, table.caption_height) if start == 0 else (table.again, table.again_height)
    shift = 0.0 if start == 0 else table.x  # a caption is centred on the measure, 续表 ends with the table
    insets += [replace(inset, x=inset.x + shift) for inset in above]
    left, right = table.x, table.x + table.width
    rules.append(Rule("line", left, down, right, down, table.frame))
    for row in (*table.heads(start), *table.rows[start:end]):
        insets += [replace(inset, x=inset.x + left, y=inset.y + down) for inset in row.insets]
        rules += _moved(row.rules, left, down)
        down += row.height
    rules.append(Rule("line", left, down, right, down, table.frame))
    return Content(width, down, (), tuple(insets), tuple(rule for rule in rules if rule.weight > 0))


def _moved(rules: Sequence[Rule], x: float, y: float) -> list[Rule]:
    return [rule._replace(x0=rule.x0 + x, x1=rule.x1 + x, y0=rule.y0 + y, y1=rule.y1 + y) for rule in rules]
