"""A table with too many columns for the measure: on pages of its own, turned, its head at the left."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from archive_app.typeset.blocks.model import TableBlock
from archive_app.typeset.layout import Rule
from archive_app.typeset.pages.fullpage import middled, turned_left
from archive_app.typeset.pages.grid import Grid
from archive_app.typeset.pages.groups import Content
from archive_app.typeset.pages.material import Inset, SetNote, SetPage, SetTable
from archive_app.typeset.pages.room import height_of
from archive_app.typeset.pages.stack import SetLines
from archive_app.typeset.pages.tables import Say, columns_fit, set_table
from archive_app.typeset.templates import Template


def wants_turning(block: TableBlock, template: Template, level: Grid) -> bool:
    """Whether a table that the measure has no room for has more of it on a turned page."""
    return not columns_fit(block, level.width, template.tables.padding) and level.height > level.width


def turned_table(
    block: TableBlock, notes: tuple[SetNote, ...], template: Template, level: Grid, set_lines: SetLines, say: Say
) -> list[SetPage]:
    """The pages of a table that is set along the page's height; the first bears its notes."""
    room = level.height - (height_of(notes) + level.note_gap if notes else 0.0)
    along = replace(level, width=room)
    table = set_table(block, (), template, along, set_lines, say, tallest=level.width)
    pages: list[SetPage] = []
    start, count = 0, len(table.rows)
    while start < count or not pages:
        end = min(start + 1, count)
        while end < count and table.height(start, end + 1) <= level.width:
            end += 1
        piece = table_piece(table, start, end, along.width)
        pages.append(SetPage(block.block, (middled(turned_left(piece), level.width, room),), notes))
        start, notes, room = end, (), level.height
    return pages


def table_piece(table: SetTable, start: int, end: int, width: float) -> Content:
    """The rows [start, end) of a table under their head, level, ``width`` wide."""
    insets: list[Inset] = []
    rules: list[Rule] = []
    above, down = (table.caption, table.caption_height) if start == 0 else (table.again, table.again_height)
    shift = 0.0 if start == 0 else table.x  # a caption is centred on the measure, 续表 ends with the table
    insets += [replace(inset, x=inset.x + shift) for inset in above]
    left, right = table.x, table.x + table.width
    rules.append(Rule("line", left, down, right, down, table.frame))
    for row in (*table.head, *table.rows[start:end]):
        insets += [replace(inset, x=inset.x + left, y=inset.y + down) for inset in row.insets]
        rules += _moved(row.rules, left, down)
        down += row.height
    rules.append(Rule("line", left, down, right, down, table.frame))
    return Content(width, down, (), tuple(insets), tuple(rule for rule in rules if rule.weight > 0))


def _moved(rules: Sequence[Rule], x: float, y: float) -> list[Rule]:
    return [rule._replace(x0=rule.x0 + x, x1=rule.x1 + x, y0=rule.y0 + y, y1=rule.y1 + y) for rule in rules]
