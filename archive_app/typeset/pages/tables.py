"""Ruled tables: column widths from what the cells hold, rows that part over pages with the head repeated."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from archive_app.typeset import problems
from archive_app.typeset.blocks.model import StyledText, TableBlock, TableCell
from archive_app.typeset.layout import Rule
from archive_app.typeset.pages.grid import Grid
from archive_app.typeset.pages.material import Inset, SetNote, SetTable, TableRow
from archive_app.typeset.pages.stack import SetLines, stack
from archive_app.typeset.templates import TableStyle, Template

_NARROWEST = 2.2  # ems a column needs to be read
_WIDEST = 100000.0  # a measure nothing breaks in
_MOST_MOVES = 40
_ROUGH_PAD = 3.0
_AIRY = 0.8  # ems a column of a table that is not spread is wider than what it holds

Say = Callable[[str, str, str, str], None]


@dataclass(frozen=True, slots=True)
class _Set:
    cell: TableCell
    row: int
    insets: list[Inset]
    pad: float
    height: float


def set_table(
    block: TableBlock,
    notes: tuple[SetNote, ...],
    template: Template,
    grid: Grid,
    set_lines: SetLines,
    say: Say,
    *,
    spread: bool = True,
) -> SetTable:
    """The rows of a table with their lines, as wide as the measure or, where it is not ``spread``, as their content."""
    look = template.tables
    pad = look.padding
    widths = _columns(block, grid.width, pad, set_lines, say, spread)
    edges = [0.0]
    for width in widths:
        edges.append(edges[-1] + width)
    x = (grid.width - edges[-1]) / 2
    cells = [
        _set_cell(cell, row, edges, pad, set_lines)
        for row, line in enumerate(block.rows)
        for cell in line
        if cell.columns
    ]
    heights = _row_heights(cells, len(block.rows), pad)
    groups = _groups(block, len(block.rows))
    rows = [_row(cells, heights, first, last, edges, look) for first, last in groups]
    heads = sum(1 for first, last in groups if last <= block.head)
    caption, caption_height = (
        stack(
            [(replace(block.caption, style=replace(block.caption.style, align="center")), 0.0)], grid.width, set_lines
        )
        if block.caption
        else ([], 0.0)
    )
    tall = max((row.height for row in rows), default=0.0)
    if tall + sum(r.height for r in rows[:heads]) > grid.height:
        say(
            problems.TABLE_TOO_WIDE,
            "有一个表的一行比一面还高，排出了版心",
            "请把这一行拆成几行。",
            block.block,
        )
    return SetTable(
        block.block,
        tuple(caption),
        caption_height + (5.0 if caption else 0.0),
        tuple(rows[:heads]),
        tuple(rows[heads:]),
        edges[-1],
        x,
        look.frame,
        notes,
    )


def _columns(block: TableBlock, measure: float, pad: float, set_lines: SetLines, say: Say, spread: bool) -> list[float]:
    """Every column as wide as its content where the measure allows, else shared out by what each needs."""
    wanted = [0.0] * block.columns
    size = block.rows[0][0].content.style.size if block.rows and block.rows[0] else 9.0
    for row in block.rows:
        for cell in row:
            if cell.columns == 1 and cell.content.text:
                natural = max((line.width for line in set_lines(_left(cell.content), _WIDEST, 0).lines), default=0.0)
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


def _left(content: StyledText) -> StyledText:
    return replace(content, style=replace(content.style, align="left"))


def _set_cell(cell: TableCell, row: int, edges: Sequence[float], pad: float, set_lines: SetLines) -> _Set:
    left, right = edges[cell.column], edges[min(len(edges) - 1, cell.column + cell.columns)]
    width = max(right - left - 2 * pad, cell.content.style.size * 1.05)
    content = cell.content
    if len(set_lines(content, width, 0).lines) == 1:
        content = replace(content, style=replace(content.style, align="center"))
    elif content.style.align == "left":
        content = replace(content, style=replace(content.style, align="justify"))
    insets, height = stack([(content, 0.0)], width, set_lines, x=left + pad, part=f"cell:{row},{cell.column}")
    return _Set(cell, row, insets, pad, height + 2 * pad)


def _row_heights(cells: Sequence[_Set], count: int, pad: float) -> list[float]:
    least = min((c.cell.content.style.size for c in cells), default=9.0) + 2 * pad
    heights = [least] * count
    for item in cells:
        if item.cell.rows == 1:
            heights[item.row] = max(heights[item.row], item.height)
    for item in cells:
        last = item.row + item.cell.rows - 1
        missing = item.height - sum(heights[item.row : last + 1])
        if missing > 0:
            heights[last] += missing
    return heights


def _groups(block: TableBlock, count: int) -> list[tuple[int, int]]:
    """Rows that a cell reaching down holds together, as [first, last)."""
    groups: list[tuple[int, int]] = []
    first = 0
    while first < count:
        last, row = first + 1, first
        while row < last:
            last = max([last, *(row + cell.rows for cell in block.rows[row])])
            row += 1
        groups.append((first, min(last, count)))
        first = last
    return groups


def _row(
    cells: Sequence[_Set], heights: Sequence[float], first: int, last: int, edges: Sequence[float], look: TableStyle
) -> TableRow:
    tops = [sum(heights[first:row]) for row in range(first, last + 1)]
    insets: list[Inset] = []
    rules: list[Rule] = []
    for item in cells:
        if not first <= item.row < last:
            continue
        top = tops[item.row - first]
        bottom = tops[min(item.row + item.cell.rows, last) - first]
        left, right = edges[item.cell.column], edges[min(len(edges) - 1, item.cell.column + item.cell.columns)]
        drop = top + (bottom - top - item.height) / 2 + item.pad
        insets += [replace(inset, y=inset.y + drop) for inset in item.insets]
        if right < edges[-1] - 0.01:
            rules.append(Rule("line", right, top, right, bottom, look.rule))
        rules.append(Rule("line", left, bottom, right, bottom, look.rule))
    drawn = tuple(rule for rule in rules if rule.weight > 0)
    return TableRow(sum(heights[first:last]), tuple(insets), drawn)
