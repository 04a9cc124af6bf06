"""Paragraphs with the marks of cells and rows → paragraphs and tables of WordprocessingML."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from archive_app.intake.olddoc.sprms import Cells, Lines, merged_across

_NEAR = 24
"""Twips that two edges may lie apart and still be one: a hand drew them."""


@dataclass(slots=True)
class Laid:
    """A paragraph as XML, with what was said of it; ``cell``: it ends with the mark of a cell or row."""

    xml: str
    lines: Lines
    cell: bool = False

    @property
    def depth(self) -> int:
        """How many tables it stands in."""
        return max(self.lines.depth, 1) if self.lines.in_table or self.lines.row_end else 0


@dataclass(slots=True)
class _Row:
    cells: list[list[Laid]]
    shape: Cells
    header: bool = False
    spans: list[int] = field(default_factory=list)


def blocks(laid: Sequence[Laid], depth: int = 0) -> str:
    """The paragraphs and tables at this depth, those deeper inside them."""
    out: list[str] = []
    inside: list[Laid] = []
    for one in laid:
        if one.depth > depth:
            inside.append(one)
            continue
        if inside:
            out.append(_table(inside, depth + 1))
            inside = []
        out.append(one.xml)
    if inside:
        out.append(_table(inside, depth + 1))
    return "".join(out)


def _table(laid: Sequence[Laid], depth: int) -> str:
    rows: list[_Row] = []
    cells: list[list[Laid]] = []
    current: list[Laid] = []
    for one in laid:
        if one.depth > depth:
            current.append(one)
            continue
        if one.lines.row_end if depth == 1 else one.lines.inner_row_end:
            if current:
                cells.append(current)
            rows.append(_Row(cells, one.lines.cells, one.lines.header))
            cells, current = [], []
            continue
        current.append(one)
        if one.cell if depth == 1 else one.lines.inner_cell:
            cells.append(current)
            current = []
    if current:
        cells.append(current)
    if cells:
        rows.append(_Row(cells, Cells()))
    edges = _edges(rows)
    return f"<w:tbl>{''.join(_row_xml(row, edges, depth) for row in rows)}</w:tbl>" if rows else ""


def _edges(rows: Iterable[_Row]) -> list[int]:
    """The edges of all the rows, those that lie near each other as one."""
    found: list[int] = []
    for edge in sorted({edge for row in rows for edge in row.shape.edges}):
        if not found or edge - found[-1] > _NEAR:
            found.append(edge)
    return found


def _place(edges: Sequence[int], edge: int) -> int:
    return bisect_left(edges, edge - _NEAR)


def _row_xml(row: _Row, edges: Sequence[int], depth: int) -> str:
    shape = row.shape
    count = len(row.cells)
    across = merged_across((*shape.across, *[0] * count)[:count])
    own = shape.edges if len(shape.edges) > count else ()
    before = _place(edges, own[0]) if own else 0
    out: list[str] = []
    for number in range(count):
        if not across[number]:
            continue
        end = number + across[number]
        inner = [one for cell in row.cells[number:end] for one in cell]
        span = _place(edges, own[end]) - _place(edges, own[number]) if own else across[number]
        down = shape.down[number] if number < len(shape.down) else 0
        merge = {3: '<w:vMerge w:val="restart"/>', 2: '<w:vMerge w:val="restart"/>', 1: "<w:vMerge/>"}.get(down, "")
        properties = f'<w:tcPr><w:gridSpan w:val="{max(1, span)}"/>{merge}</w:tcPr>'
        out.append(f"<w:tc>{properties}{blocks(inner, depth) or '<w:p/>'}</w:tc>")
    about = "<w:tblHeader/>" if row.header else ""
    about += f'<w:gridBefore w:val="{before}"/>' if before else ""
    return f"<w:tr>{f'<w:trPr>{about}</w:trPr>' if about else ''}{''.join(out)}</w:tr>"
