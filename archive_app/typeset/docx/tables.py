"""Tables: merged cells, head rows that come again on every page, the template's rules."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from archive_app.domain.manuscript import Block, Cell
from archive_app.typeset.blocks.tables import Called, Place
from archive_app.typeset.docx.names import holding, twips, w
from archive_app.typeset.docx.paragraphs import way
from archive_app.typeset.docx.runs import Type, runs
from archive_app.typeset.reflow.markup import element
from archive_app.typeset.templates import Template

_LEAST_CHARACTERS = 2
_MOST_CHARACTERS = 24
_LATIN = 0.55  # ems of a letter or a figure
_PADDING = 0.8  # ems of white in a cell, at both sides together
_NOWHERE = (-1, -1)


def table(
    block: Block,
    template: Template,
    called: Mapping[Place, Called],
    marks: Callable[[str, Called], list[tuple[int, str]]],
    measure: float,
) -> str:
    """``w:tbl``, no wider than ``measure`` points. ``called`` are the notes of its cells, ``marks`` gives the runs that
    stand in a cell of some words and notes, by their offsets."""
    rows = _grid(block)
    columns = max((cell.column + cell.columns for row in rows for cell in row), default=1)
    widths = _widths(rows, columns, measure)
    heads = 0
    while heads < len(block.rows) - 1 and block.rows[heads] and all(cell.header for cell in block.rows[heads]):
        heads += 1
    look = template.tables
    edge = {"color": "000000", "space": 0}
    frame = {"sz": round(look.frame * 8), **edge}
    rule = {"sz": round(look.rule * 8), **edge}
    kinds = {True: "single", False: "nil"}
    borders = holding(
        "tblBorders",
        w("top", kinds[look.frame > 0], **frame),
        w("bottom", kinds[look.frame > 0], **frame),
        w("insideH", kinds[look.rule > 0], **rule),
        w("insideV", kinds[look.rule > 0], **rule),
    )
    about = holding(
        "tblPr",
        w("tblW", w=sum(widths), type="dxa"),
        w("jc", "center"),
        borders,
        w("tblLayout", type="fixed"),
        w("tblLook", "04A0", firstRow=1, noHBand=0, noVBand=1),
    )
    grid = holding("tblGrid", *(w("gridCol", w=width) for width in widths))
    made = []
    for number, row in enumerate(rows):
        cells = [(one, [] if one.below else marks(one.cell.text, called.get(one.place or _NOWHERE, []))) for one in row]
        made.append(_row(cells, number < heads, widths, template))
    return holding("tbl", about, grid, *made)


class _Placed:
    """A cell in its column; ``below`` marks one that only goes on from the row above, ``place`` is its row and its
    place there in the manuscript."""

    def __init__(self, cell: Cell, column: int, columns: int, below: bool, place: Place | None = None) -> None:
        self.cell, self.column, self.columns, self.below, self.place = cell, column, columns, below, place


def _grid(block: Block) -> list[list[_Placed]]:
    """Every row with a cell for every column, those that a cell above reaches down over among them."""
    going: dict[int, tuple[Cell, int, int]] = {}  # column → (cell, columns, rows still to come)
    rows: list[list[_Placed]] = []
    for number, cells in enumerate(block.rows):
        row: list[_Placed] = []
        column, left = 0, list(cells)
        while left or any(start >= column for start in going):
            if column in going:
                cell, columns, more = going.pop(column)
                row.append(_Placed(cell, column, columns, True))
                if more > 1:
                    going[column] = (cell, columns, more - 1)
                column += columns
                continue
            if not left:
                row.append(_Placed(Cell(""), column, 1, False))
                column += 1
                continue
            cell = left.pop(0)
            room = min((start for start in going if start > column), default=column + 63) - column
            columns = min(max(1, cell.columns), room)
            row.append(_Placed(cell, column, columns, False, (number, len(cells) - len(left) - 1)))
            tall = max(1, min(cell.rows, len(block.rows) - number))
            if tall > 1:
                going[column] = (cell, columns, tall - 1)
            column += columns
        rows.append(row)
    width = max((cell.column + cell.columns for row in rows for cell in row), default=1)
    for row in rows:
        end = row[-1].column + row[-1].columns if row else 0
        row += [_Placed(Cell(""), place, 1, False) for place in range(end, width)]
    return rows


def _widths(rows: list[list[_Placed]], columns: int, measure: float) -> list[int]:
    """Twips a column: by its longest line, within the measure."""
    wants = [float(_LEAST_CHARACTERS)] * columns
    for row in rows:
        for one in row:
            longest = max((_ems(line) for line in one.cell.text.splitlines()), default=0.0)
            share = min(longest, _MOST_CHARACTERS) / one.columns
            for place in range(one.column, one.column + one.columns):
                wants[place] = max(wants[place], share)
    wants = [want + _PADDING for want in wants]
    whole = sum(wants)
    return [max(200, twips(measure * want / whole)) for want in wants]


def _ems(text: str) -> float:
    return sum(_LATIN if character.isascii() else 1.0 for character in text)


def _row(row: list[tuple[_Placed, list[tuple[int, str]]]], head: bool, widths: list[int], template: Template) -> str:
    about = w("cantSplit") + (w("tblHeader") if head else "")
    cells = []
    for one, calls in row:
        width = sum(widths[one.column : one.column + one.columns])
        continued = w("vMerge") if one.below else w("vMerge", "restart") if one.cell.rows > 1 else ""
        span = w("gridSpan", one.columns) if one.columns > 1 else ""
        properties = holding("tcPr", w("tcW", w=width, type="dxa"), span, continued, w("vAlign", "center"))
        cells.append(holding("tc", properties, _text(one, calls, template)))
    return element("w:tr", {}, holding("trPr", about), *cells)


def _text(one: _Placed, calls: list[tuple[int, str]], template: Template) -> str:
    style = "TableHead" if one.cell.header else "TableText"
    kind = Type(template.style("table-head" if one.cell.header else "table").size)
    inner = "" if one.below else runs(one.cell.text, (), [run for _, run in calls], [at for at, _ in calls], kind)
    return holding("p", holding("pPr", w("pStyle", style), *way(one.cell.text).values()), inner)
