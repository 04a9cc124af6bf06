"""Ruled tables: column widths from what the cells hold, rows that part over pages with the head repeated."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from archive_app.typeset import problems
from archive_app.typeset.blocks.model import StyledText, TableBlock, TableCell
from archive_app.typeset.pages.grid import Grid
from archive_app.typeset.pages.material import Inset, SetNote, SetTable, TableRow
from archive_app.typeset.pages.stack import SetLines, stack
from archive_app.typeset.pages.table_figures import figure_places
from archive_app.typeset.pages.table_rows import Cell, parted_row, row_groups, row_heights, table_row
from archive_app.typeset.templates import Template

_NARROWEST = 2.2  # ems a column needs to be read
_WIDEST = 100000.0  # a measure nothing breaks in
_MOST_MOVES = 40
_ROUGH_PAD = 3.0
_AIR = 0.8  # of the leading, above and below a table on its page
_UNDER_CAPTION = 5.0
_HIGHEST_HEAD = 0.5
"""Of a page's height."""
_NUMBER = re.compile(r"表 ?[\d一二三四五六七八九十百〇]+(?:[.\-－—–]\d+)?")
_AIRY = 0.8  # ems a column of a table that is not spread is wider than what it holds

Say = Callable[[str, str, str, str], None]


def set_table(
    block: TableBlock,
    notes: tuple[SetNote, ...],
    template: Template,
    grid: Grid,
    set_lines: SetLines,
    say: Say,
    *,
    spread: bool = True,
    tallest: float = 0.0,
) -> SetTable:
    """The rows of a table with their lines, as wide as the measure or, where it is not ``spread``, as their content.

    A row that would be higher than a page (``tallest`` points, where that is not the grid's) is parted.
    """
    look = template.tables
    pad = look.padding
    widths = _columns(block, grid.width, pad, set_lines, say, spread)
    edges = [0.0]
    for width in widths:
        edges.append(edges[-1] + width)
    places = figure_places(block, edges, pad, set_lines)
    flush = _flush_columns(block, edges, pad, set_lines)
    cells = [
        _set_cell(cell, row, edges, pad, set_lines, places.get((row, cell.column)), cell.column in flush)
        for row, line in enumerate(block.rows)
        for cell in line
        if cell.columns
    ]
    heights = row_heights(cells, len(block.rows), pad)
    groups = row_groups(block, len(block.rows))
    over = [group for group in groups if group[1] <= block.head]
    whole = tallest or grid.height - _AIR * grid.leading
    if sum(heights[: over[-1][1]] if over else ()) > whole * _HIGHEST_HEAD:
        over = []  # a head so high is no head to come again: it parts as any row does
    heads = [table_row(cells, heights, first, last, edges, look) for first, last in over]
    top = [item for item in cells if over and item.row < over[-1][1]]
    bare = [_set_cell(_without_notes(item.cell), item.row, edges, pad, set_lines, None) for item in top]
    marked = any(item.cell.notes for item in top)  # a note is called once
    heads_again = [table_row(bare, heights, first, last, edges, look) for first, last in over if marked]
    caption, caption_height = _caption(block.caption, grid.width, set_lines)
    again, again_height = _again(block.caption, edges[-1], set_lines)
    most = whole - sum(head.height for head in heads) - max(caption_height, again_height)
    rows: list[TableRow] = []
    for first, last in groups[len(heads) :]:
        row = table_row(cells, heights, first, last, edges, look)
        if row.height <= most:
            rows.append(row)
        elif last - first == 1:
            what = "有一个表的一行比一面还高，已在行里断开，接到下一面"
            say(problems.TABLE_TOO_WIDE, what, "要免得断开，请把这一行拆成几行。", block.block)
            rows += parted_row(cells, first, edges, look, most)
        else:
            what = "有一个表，合并的几行比一面还高，排出了版心"
            say(problems.TABLE_TOO_WIDE, what, "请把跨行的格子拆开，或把表拆成几个。", block.block)
            rows.append(row)
    return SetTable(
        block.block,
        tuple(caption),
        caption_height,
        tuple(heads),
        tuple(rows),
        edges[-1],
        (grid.width - edges[-1]) / 2,
        look.frame,
        notes,
        again=tuple(again),
        again_height=again_height,
        head_again=tuple(heads_again),
    )


def _caption(caption: StyledText | None, width: float, set_lines: SetLines) -> tuple[list[Inset], float]:
    """The caption over a table, and what it takes with the white under it."""
    if caption is None:
        return [], 0.0
    insets, height = stack([(_aligned(caption, "center"), 0.0)], width, set_lines)
    return insets, height + _UNDER_CAPTION


def _again(caption: StyledText | None, width: float, set_lines: SetLines) -> tuple[list[Inset], float]:
    """What stands over the parts of a table on further pages: 续表三. It is no part of the text."""
    if caption is None:
        return [], 0.0
    number = _NUMBER.match(caption.text)
    words = f"续{number.group().rstrip()}" if number else "（续表）"
    style = replace(caption.style, align="right", first=0.0, rest=0.0)
    insets, height = stack([(StyledText(words, style), 0.0)], width, set_lines, part="again")
    furniture = [replace(inset, role="table-again", line=inset.line._replace(offset=-1)) for inset in insets]
    return furniture, height + _UNDER_CAPTION


def columns_fit(block: TableBlock, measure: float, pad: float) -> bool:
    """Whether every column has room to be read."""
    return (_NARROWEST * _size(block) + 2 * pad) * block.columns <= measure


def _size(block: TableBlock) -> float:
    return block.rows[0][0].content.style.size if block.rows and block.rows[0] else 9.0


def _columns(block: TableBlock, measure: float, pad: float, set_lines: SetLines, say: Say, spread: bool) -> list[float]:
    """Every column as wide as its content where the measure allows, else shared out by what each needs."""
    wanted = [0.0] * block.columns
    size = _size(block)
    for row in block.rows:
        for cell in row:
            if cell.columns == 1 and cell.content.text:
                natural = max(
                    (line.width for line in set_lines(_aligned(cell.content, "left"), _WIDEST, 0).lines), default=0.0
                )
                wanted[cell.column] = max(wanted[cell.column], natural + 2 * pad + 1)
    least = _NARROWEST * size + 2 * pad
    wanted = [max(width, least) for width in wanted]
    total = sum(wanted)
    if total <= measure:
        spare = min(measure - total, measure * 0.9 - total if total < measure * 0.5 else measure - total)
        if not spread:
            spare = min(spare, _AIRY * size * block.columns)
        return [width + max(0.0, spare) * width / total for width in wanted]
    if least * block.columns > measure:
        say(
            problems.TABLE_TOO_WIDE,
            f"有一个表多达{block.columns}栏，每栏不足三字宽，勉强排下",
            "请把表拆成两个，或把行列对调。",
            block.block,
        )
        return [measure / block.columns] * block.columns
    return _share(block, wanted, least, measure, size)


def _share(block: TableBlock, wanted: list[float], least: float, measure: float, size: float) -> list[float]:
    """Widths that make the table low: what is short keeps its width, the long columns give to each other, an em at a
    time, as long as that takes lines away."""
    fair = measure / block.columns
    fixed = [width <= fair for width in wanted]
    spare = measure - sum(width for width, keeps in zip(wanted, fixed, strict=True) if keeps)
    long = [index for index, keeps in enumerate(fixed) if not keeps]
    widths = [width if keeps else spare / len(long) for width, keeps in zip(wanted, fixed, strict=True)]
    best = _lines(block, widths, size)
    for _ in range(_MOST_MOVES):
        trials = []
        for giver in long:
            for taker in long:
                if giver != taker and widths[giver] - size >= least:
                    trial = list(widths)
                    trial[giver] -= size
                    trial[taker] += size
                    trials.append((_lines(block, trial, size), trial))
        lower = min(trials, default=(best, widths))
        if lower[0] >= best:
            break
        best, widths = lower
    return widths


def _lines(block: TableBlock, widths: Sequence[float], size: float) -> int:
    """About how many lines the table has with these columns."""
    total = 0
    for row in block.rows:
        heights = [1]
        for cell in row:
            if cell.columns == 1 and cell.rows == 1:
                room = max(1, int((widths[cell.column] - 2 * _ROUGH_PAD) / size))
                heights.append(-(-len(cell.content.text) // room))
        total += max(heights)
    return total


def _aligned(content: StyledText, align: str) -> StyledText:
    return replace(content, style=replace(content.style, align=align))


def _without_notes(cell: TableCell) -> TableCell:
    return replace(cell, content=replace(cell.content, notes=(), figures=()), notes=()) if cell.notes else cell


def _room(cell: TableCell, edges: Sequence[float], pad: float) -> float:
    """How wide a cell's lines may be."""
    left, right = edges[cell.column], edges[min(len(edges) - 1, cell.column + cell.columns)]
    return max(right - left - 2 * pad, cell.content.style.size * 1.05)


def _flush_columns(block: TableBlock, edges: Sequence[float], pad: float, set_lines: SetLines) -> set[int]:
    """The columns in which words take more than a line somewhere: all of theirs begin at the left."""
    return {
        cell.column
        for line in block.rows[block.head :]
        for cell in line
        if cell.columns == 1 and len(set_lines(cell.content, _room(cell, edges, pad), 0).lines) > 1
    }


def _set_cell(
    cell: TableCell,
    row: int,
    edges: Sequence[float],
    pad: float,
    set_lines: SetLines,
    place: float | None,
    flush: bool = False,
) -> Cell:
    """A cell with its lines: one in the middle (of a ``flush`` column's at the left), several from edge to edge, a
    figure at its ``place``."""
    left, width = edges[cell.column], _room(cell, edges, pad)
    content, x = cell.content, left + pad
    if place is not None:
        content, x = _aligned(content, "left"), place
    elif len(set_lines(content, width, 0).lines) == 1:
        body = flush and cell.columns == 1 and content.style.align == "left"
        content = _aligned(content, "left" if body else "center")
    elif content.style.align == "left":
        content = _aligned(content, "justify")
    insets, height = stack([(content, 0.0)], width, set_lines, x=x, part=f"cell:{row},{cell.column}")
    if cell.notes:
        insets = [
            replace(inset, line=inset.line._replace(notes=tuple(cell.notes[n] for n in inset.line.notes)))
            for inset in insets
        ]
    if (cell.rows, cell.columns) != (1, 1):
        insets = [replace(inset, span=(cell.rows, cell.columns)) for inset in insets]
    return Cell(cell, row, insets, pad, height + 2 * pad)
