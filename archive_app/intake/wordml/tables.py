"""Tables: cells with what they span; tables that only arrange pictures or frame a paragraph are taken apart."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from archive_app.domain.manuscript import Block, BlockKind, Cell, Note, Span, SpanStyle
from archive_app.intake.text.draft import Draft
from archive_app.intake.text.rich import lined
from archive_app.intake.wordml.findings import Findings
from archive_app.intake.wordml.names import Element, child, local, number, toggle, value, within

_CAPTION = 60  # characters that may still be the caption of a picture
_WIDEST = 63  # columns Word allows

ReadCell = Callable[[Element], list[Draft]]


@dataclass(slots=True)
class _Cell:
    column: int
    columns: int
    drafts: list[Draft]
    continued: bool = False  # part of the merged cell above
    rows: int = 1

    @property
    def words(self) -> list[Draft]:
        return [draft for draft in self.drafts if draft.block.text and draft.block.kind is not BlockKind.PICTURE]

    @property
    def pictures(self) -> list[Draft]:
        return [draft for draft in self.drafts if draft.block.kind is BlockKind.PICTURE]


@dataclass(slots=True)
class _Row:
    header: bool
    cells: list[_Cell] = field(default_factory=list)


class TableReader:
    """Reads one table; ``read_cell`` gives the blocks of a cell. ``whole``: it is a table, whatever is in it."""

    def __init__(self, findings: Findings, read_cell: ReadCell, *, whole: bool = False) -> None:
        self._findings = findings
        self._read_cell = read_cell
        self._whole = whole

    def read(self, table: Element) -> list[Draft]:
        """The drafts it comes to: as a rule one table, and its pictures after it."""
        rows = [self._row(row) for row in _rows(table) if not _deleted(row)]
        rows = [row for row in rows if row.cells]
        _merge_down(rows)
        cells = [cell for row in rows for cell in row.cells if not cell.continued]
        if not any(cell.drafts for cell in cells):
            return []
        if self._whole:
            return self._table(rows, cells)
        if len(cells) == 1:
            self._findings.count("frame-table")
            return cells[0].drafts
        captioned = _captioned(rows)
        if captioned is not None:
            self._findings.count("picture-table")
            return captioned
        return self._table(rows, cells)

    def _row(self, element: Element) -> _Row:
        properties = child(element, "trPr")
        row = _Row(bool(toggle(properties, "tblHeader")))
        column = number(value(child(properties, "gridBefore")))
        if column:
            row.cells.append(_Cell(0, min(column, _WIDEST), []))
        for cell in _cells(element):
            own = child(cell, "tcPr")
            span = min(max(1, number(value(child(own, "gridSpan")), 1)), _WIDEST)
            merge = child(own, "vMerge")
            continued = merge is not None and value(merge, "continue") == "continue"
            row.cells.append(_Cell(column, span, self._read_cell(cell), continued))
            column += span
        return row

    def _table(self, rows: Sequence[_Row], cells: Sequence[_Cell]) -> list[Draft]:
        notes: list[Note] = []
        after: list[Draft] = []
        lines: list[tuple[Cell, ...]] = []
        for row in rows:
            line: list[Cell] = []
            for cell in row.cells:
                if cell.continued:
                    continue
                words, called, spans = self._text(cell.drafts)
                notes += (replace(note, cell=(len(lines), len(line))) for note in called)
                after += cell.pictures
                if row.header:  # heads are bold anyway
                    spans = tuple(span for span in spans if span.style is not SpanStyle.BOLD)
                line.append(Cell(words, cell.columns, cell.rows, row.header, spans))
            if line:
                lines.append(tuple(line))
        self._findings.count("cell-picture", len(after))
        return [Draft(Block(BlockKind.TABLE, notes=tuple(notes), rows=tuple(lines))), *after]

    def _text(self, drafts: Sequence[Draft]) -> tuple[str, list[Note], tuple[Span, ...]]:
        """A cell's blocks as lines, the notes called in them and the marks; a table inside it a row a line."""
        spans: list[Span] = []
        lines: list[str] = []
        notes: list[Note] = []
        for draft in drafts:
            block = draft.block
            start = sum(len(line) + 1 for line in lines)
            if block.kind is BlockKind.TABLE:
                self._findings.count("nested-table", 1, block.rows[0][0].text if block.rows and block.rows[0] else "")
                lines += ["　".join(cell.text for cell in row) for row in block.rows]
                end = max(0, sum(len(line) + 1 for line in lines) - 1)
                notes += (replace(note, at=end, cell=None) for note in block.notes_in_order)
                continue
            notes += (replace(note, at=start + note.at) for note in block.notes)
            if block.text:
                rich = lined(draft.rich)
                lines.append(rich.text)
                spans += (replace(span, start=span.start + start, end=span.end + start) for span in rich.spans)
        words = "\n".join(lines)
        return words, [replace(note, at=min(note.at, len(words))) for note in notes], tuple(spans)


def _rows(table: Element) -> Iterator[Element]:
    """The rows, those in content controls among them."""
    for element in table:
        if not isinstance(element.tag, str):
            continue
        name = local(element)
        if name == "tr":
            yield element
        elif name == "sdt":
            yield from _rows(within(element, "sdtContent"))
        elif name in ("customXml", "ins"):
            yield from _rows(element)


def _cells(row: Element) -> Iterator[Element]:
    for element in row:
        if not isinstance(element.tag, str):
            continue
        name = local(element)
        if name == "tc":
            yield element
        elif name == "sdt":
            yield from _cells(within(element, "sdtContent"))
        elif name == "customXml":
            yield from _cells(element)


def _deleted(row: Element) -> bool:
    """A row that was deleted under revision."""
    return child(row, "trPr", "del") is not None


def _merge_down(rows: Sequence[_Row]) -> None:
    """Give each merged cell its number of rows; one that continues nothing stands for itself."""
    above: dict[int, _Cell] = {}
    for row in rows:
        here: dict[int, _Cell] = {}
        for cell in row.cells:
            top = above.get(cell.column)
            if cell.continued and top is not None and top.columns == cell.columns:
                top.rows += 1
                here[cell.column] = top
            else:
                cell.continued = False
                here[cell.column] = cell
        above = here


def _captioned(rows: Sequence[_Row]) -> list[Draft] | None:
    """The pictures with their captions, where the table does nothing but arrange these; else ``None``.

    A caption stands in the picture's cell, or in the cell below.
    """
    cells = [cell for row in rows for cell in row.cells if not cell.continued and cell.drafts]
    pictured = [cell for cell in cells if cell.pictures]
    worded = [cell for cell in cells if cell.words]
    if not pictured or len(worded) > len(pictured) or any(len(cell.pictures) > 1 and cell.words for cell in cells):
        return None
    if any(len(cell.words) > 1 or len(cell.words[0].block.text) > _CAPTION for cell in worded):
        return None
    if any(draft.block.rows for cell in cells for draft in cell.drafts):
        return None
    below = {id(upper): lower for upper, lower in _pairs(rows)}
    used: set[int] = set()
    drafts: list[Draft] = []
    for cell in pictured:
        source = cell if cell.words else below.get(id(cell))
        words = source.words[0] if source is not None and source.words and id(source) not in used else None
        if source is not None and words is not None:
            used.add(id(source))
        *others, last = cell.pictures
        drafts += others
        drafts.append(last.with_rich(words.rich) if words is not None else last)
    return drafts if all(id(cell) in used for cell in worded) else None


def _pairs(rows: Sequence[_Row]) -> Iterator[tuple[_Cell, _Cell]]:
    """Cells with the cell straight below, where that holds no picture of its own."""
    for upper, lower in pairwise(rows):
        under = {cell.column: cell for cell in lower.cells if not cell.pictures}
        for cell in upper.cells:
            if cell.column in under:
                yield cell, under[cell.column]
