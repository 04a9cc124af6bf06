"""Tables: merged cells, head rows that come again on every page, the template's rules."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from archive_app.domain.manuscript import Block
from archive_app.typeset.blocks.tables import Called, Place
from archive_app.typeset.docx.names import holding, twips, w
from archive_app.typeset.docx.paragraphs import way
from archive_app.typeset.docx.runs import Type, runs
from archive_app.typeset.reflow.markup import element
from archive_app.typeset.reflow.table_grid import EM_OF_FIGURE, Placed, figure_tails, head_rows, table_grid
from archive_app.typeset.templates import Template

_LEAST_CHARACTERS = 2
_MOST_CHARACTERS = 24
_CELL_MARGINS = 6.0  # points, at both sides together: the style of tables says so
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
    rows = table_grid(block)
    columns = max((cell.column + cell.columns for row in rows for cell in row), default=1)
    widths = _widths(rows, columns, measure)
    heads, tails = head_rows(block), figure_tails(rows, head_rows(block))
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
        made.append(
            _row(
                cells,
                number < heads,
                widths,
                template,
                {column: tails.get((number, column)) for column in range(columns)},
            )
        )
    return holding("tbl", about, grid, *made)


def _widths(rows: list[list[Placed]], columns: int, measure: float) -> list[int]:
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
    return sum(EM_OF_FIGURE if character.isascii() else 1.0 for character in text)


def _row(
    row: list[tuple[Placed, list[tuple[int, str]]]],
    head: bool,
    widths: list[int],
    template: Template,
    tails: Mapping[int, tuple[float, float] | None],
) -> str:
    about = w("cantSplit") + (w("tblHeader") if head else "")
    cells = []
    for one, calls in row:
        width = sum(widths[one.column : one.column + one.columns])
        continued = w("vMerge") if one.below else w("vMerge", "restart") if one.cell.rows > 1 else ""
        span = w("gridSpan", one.columns) if one.columns > 1 else ""
        properties = holding("tcPr", w("tcW", w=width, type="dxa"), span, continued, w("vAlign", "center"))
        cells.append(holding("tc", properties, _text(one, calls, template, tails[one.column], width)))
    return element("w:tr", {}, holding("trPr", about), *cells)


def _text(
    one: Placed,
    calls: list[tuple[int, str]],
    template: Template,
    tail: tuple[float, float] | None,
    width: int,
) -> str:
    """A cell's paragraph. ``tail`` of a figure is what its column's widest takes, and how much less this one has behind
    its point: so the points stand under each other, in the middle of the column."""
    style = "TableHead" if one.cell.header else "TableText"
    kind = Type(template.style("table-head" if one.cell.header else "table").size)
    inner = (
        ""
        if one.below
        else runs(one.cell.text, one.cell.spans, [run for _, run in calls], [at for at, _ in calls], kind)
    )
    about = [w("pStyle", style), *way(one.cell.text).values()]
    if tail is not None:
        spare = max(0.0, width / 20 - _CELL_MARGINS - tail[0] * kind.size) / 2
        about += [w("ind", right=twips(spare + tail[1] * kind.size)), w("jc", "right")]
    return holding("p", holding("pPr", *about), inner)
