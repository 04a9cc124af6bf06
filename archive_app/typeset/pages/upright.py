"""What stands upright on a page of columns: pictures and tables, level as on any other page.

Pages of columns are reckoned lying on their side (see `archive_app.typeset.pages.grid`), so what shall stand upright
on the paper is given its places turned: ``along`` the column is down the paper, ``across`` the columns is from right to
left.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from archive_app.typeset.blocks.model import StyledText, TableBlock
from archive_app.typeset.layout import Rule
from archive_app.typeset.pages.grid import Grid
from archive_app.typeset.pages.material import Inset, SetBox, SetTable, TableRow
from archive_app.typeset.pages.table_rows import with_own_notes

_AIR = 0.8  # of the leading, at both sides together


def level_block(block: TableBlock) -> TableBlock:
    """A table whose words run across the page, whichever way the text does."""
    rows = tuple(tuple(replace(cell, content=_level(cell.content)) for cell in row) for row in block.rows)
    return replace(block, rows=rows, caption=_level(block.caption) if block.caption else None)


def _level(content: StyledText) -> StyledText:
    return replace(content, style=replace(content.style, vertical=None))


def upright_table(table: SetTable, grid: Grid, middle: Callable[[Grid, int, float], float]) -> list[SetBox]:
    """A table cut into pieces no higher than a column, each with the notes it calls. Where one does not fit, the text
    goes on before it, as it does before pictures: a piece takes whole columns, and their white would be most of a page.

    ``middle`` says where a piece of a height stands among its rows of the grid.
    """
    boxes = []
    start, count = 0, len(table.rows)
    while start < count or (start == 0 and not count):
        end = min(start + 1, count)
        while end < count and table.height(start, end + 1) <= grid.width:
            end += 1
        boxes.append(_box(table, start, end, grid, middle))
        if end == count:
            break
        start = end
    return boxes


def _box(table: SetTable, start: int, end: int, grid: Grid, middle: Callable[[Grid, int, float], float]) -> SetBox:
    insets: list[Inset] = []
    rules: list[Rule] = []
    down = 0.0
    wide = table.width
    if start == 0:
        wide = max([wide, *(inset.line.width for inset in table.caption)])
        shift = table.x  # captions are centred on the measure, the table too
        insets += [replace(inset, x=inset.x - shift) for inset in table.caption]
        down = table.caption_height
    else:
        insets += table.again
        down = table.again_height
    rules.append(Rule("line", 0.0, down, table.width, down, table.frame))
    for row in (*table.heads(start), *table.rows[start:end]):
        down = _row(row, down, insets, rules)
    rules.append(Rule("line", 0.0, down, table.width, down, table.frame))
    rows = min(grid.rows, grid.rows_for(wide, grid.leading * _AIR))
    rows_top = min(grid.rows, grid.rows_for(wide))
    lift = middle(grid, rows, wide)
    across = lift + wide / 2 + table.width / 2  # where the table's left edge is, from the right
    along = max(0.0, (grid.width - down) / 2)
    called, notes = with_own_notes(insets, table.notes)
    turned = tuple(
        replace(i, line=i.line._replace(x=0.0), x=along + i.y, y=across - i.x - i.line.x, size=i.size) for i in called
    )
    lines = tuple(r._replace(x0=along + r.y0, y0=across - r.x0, x1=along + r.y1, y1=across - r.x1) for r in rules)
    return SetBox(table.block, rows, turned, rules=lines, notes=notes, rows_top=rows_top, lift=lift, floats=True)


def _row(row: TableRow, down: float, insets: list[Inset], rules: list[Rule]) -> float:
    insets += [replace(inset, y=inset.y + down) for inset in row.insets]
    rules += [rule._replace(y0=rule.y0 + down, y1=rule.y1 + down) for rule in row.rules]
    return down + row.height
