"""Tables: GFM's rows, with ``{columns=2 rows=3 header}`` at the end of a cell that spans others."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from markdown_it.rules_block.table import escapedSplit
from markdown_it.token import Token

from archive_app.domain.manuscript import Cell, Note, SpanStyle
from archive_app.domain.markdown.attributes import Attributes
from archive_app.domain.markdown.blocks import Warn
from archive_app.domain.markdown.inline import PageBreak, PictureRun, Piece
from archive_app.domain.markdown.runs import Run, joined, settled, without_marks

_LARGEST_SPAN = 100


class _Read(NamedTuple):
    """A cell, and the notes called in it."""

    cell: Cell
    notes: tuple[Note, ...] = ()


@dataclass(slots=True)
class TableReader:
    """Reads the tokens between ``table_open`` and ``table_close``.

    ``lines`` are those of the source, where the table's rows stand in them as they are (not in a quotation).
    """

    inline: Callable[[Sequence[Token], int], list[Piece]]
    warn: Warn
    lines: Sequence[str] = ()

    def read(self, tokens: Sequence[Token], offset: int) -> tuple[tuple[tuple[Cell, ...], ...], tuple[Note, ...]]:
        """The rows, and the notes called in their cells; a header row of empty cells stands for "no header" and is left
        out."""
        rows: list[list[_Read]] = []
        line = offset + 1
        header = False
        for token in tokens:
            if token.type == "tr_open":
                line = offset + (token.map[0] if token.map else 0) + 1
                header = False
                rows.append([])
            elif token.type == "th_open":
                header = True
            elif token.type == "inline":
                rows[-1].append(self._cell(token, line, header))
            elif token.type == "tr_close":
                rows[-1] += self._surplus(line, offset, len(rows[-1]))
        if rows and not any(read.cell.text or read.notes for read in rows[0]):
            rows = rows[1:]
        kept = _without_covered(rows, lambda text: self.warn(line, f"合并单元格盖住了文字：{text}"))
        return tuple(tuple(read.cell for read in row) for row in kept), tuple(
            replace(note, cell=(number, place))
            for number, row in enumerate(kept)
            for place, read in enumerate(row)
            for note in read.notes
        )

    def _surplus(self, line: int, offset: int, columns: int) -> list[_Read]:
        """The cells beyond the last column, which the parser leaves out."""
        if line - offset > len(self.lines):
            return []
        cells = escapedSplit(self.lines[line - offset - 1].strip().removeprefix("|"))
        if cells and not cells[-1].strip():
            cells.pop()
        surplus = [_Read(Cell(cell.strip())) for cell in cells[columns:]]
        if any(read.cell.text for read in surplus):
            self.warn(line, f"这一行比表头多出{len(surplus)}格，多出的文字照印")
            return surplus
        return []

    def _cell(self, inline: Token, line: int, header: bool) -> _Read:
        runs = [self._words(piece, line) for piece in self.inline(inline.children or [], line)]
        run, marks, strays = without_marks(runs[0]) if runs else (Run(), [], [])
        for stray in strays:
            self.warn(line, f"「{stray.source}」要写在单元格的末尾，按文字原样印出")
        words = joined(part for part in (settled(own, verse=True) for own in (run, *runs[1:])) if not part.blank)
        spans = tuple(span for span in words.spans if span.style is not SpanStyle.LINE_BREAK)
        return _Read(self._marked(Cell(words.text, header=header, spans=spans), marks, line), words.notes)

    def _marked(self, cell: Cell, marks: Sequence[Attributes], line: int) -> Cell:
        columns = rows = 1
        header = cell.header
        for mark in marks:
            columns, rows = (self._count(mark.pairs.get(key, "1"), key, line) for key in ("columns", "rows"))
            header = header or "header" in mark.words
            strange = {"label"} & set(mark.pairs) or set(mark.classes) or set(mark.words) - {"header"}
            if strange or mark.repeated:
                self.warn(line, f"「{mark.source}」里只有 columns、rows、header 对单元格起作用")
        return Cell(cell.text, columns, rows, header, cell.spans)

    def _count(self, text: str, key: str, line: int) -> int:
        number = int(text) if text.isascii() and text.isdecimal() and len(text) < 4 else 0
        if not 1 <= number <= _LARGEST_SPAN:
            self.warn(line, f"单元格的 {key} 不能是「{text}」（可用 1 到 {_LARGEST_SPAN}）")
            return 1
        return number

    def _words(self, piece: Piece, line: int) -> Run:
        if isinstance(piece, PictureRun):
            picture = piece.picture
            said = " ".join(filter(None, (picture.source, picture.credit, picture.people, picture.alt)))
            self.warn(line, f"表格里的图片没有印：{said}")
            return piece.caption
        if isinstance(piece, PageBreak):
            self.warn(line, "表格里不能换页")
            return Run()
        return piece


def _without_covered(rows: Sequence[Sequence[_Read]], warn: Callable[[str], None]) -> list[list[_Read]]:
    """Take out the cells that a spanning cell covers (they are there because every row has every column)."""
    covered: set[tuple[int, int]] = set()
    kept: list[list[_Read]] = []
    for number, row in enumerate(rows):
        cells: list[_Read] = []
        for column, read in enumerate(row):
            cell = read.cell
            if (number, column) in covered:
                lost = cell.text + "".join(f"〔注：{note.text}〕" for note in read.notes)
                if lost:
                    warn(lost)
                continue
            columns, height = min(cell.columns, len(row) - column), min(cell.rows, len(rows) - number)
            covered |= {(number + down, column + right) for down in range(height) for right in range(columns)}
            cells.append(_Read(Cell(cell.text, columns, height, cell.header, cell.spans), read.notes))
        kept.append(cells)
    return kept
