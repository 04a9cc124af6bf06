"""Tables: GFM's rows, with ``{columns=2 rows=3 header}`` at the end of a cell that spans others."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from markdown_it.rules_block.table import escapedSplit
from markdown_it.token import Token

from archive_app.domain.manuscript import Cell, SpanStyle
from archive_app.domain.markdown.attributes import Attributes
from archive_app.domain.markdown.blocks import Warn
from archive_app.domain.markdown.inline import PageBreak, PictureRun, Piece
from archive_app.domain.markdown.runs import Run, settled, without_marks

_LARGEST_SPAN = 100


@dataclass(slots=True)
class TableReader:
    """Reads the tokens between ``table_open`` and ``table_close``.

    ``lines`` are those of the source, where the table's rows stand in them as they are (not in a quotation).
    """

    inline: Callable[[Sequence[Token], int], list[Piece]]
    warn: Warn
    lines: Sequence[str] = ()

    def read(self, tokens: Sequence[Token], offset: int) -> tuple[tuple[Cell, ...], ...]:
        """The rows; a header row of empty cells stands for "no header" and is left out."""
        rows: list[list[Cell]] = []
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
        if rows and not any(cell.text for cell in rows[0]):
            rows = rows[1:]
        return _without_covered(rows, lambda text: self.warn(line, f"合并单元格盖住了文字：{text}"))

    def _surplus(self, line: int, offset: int, columns: int) -> list[Cell]:
        """The cells beyond the last column, which the parser leaves out."""
        if line - offset > len(self.lines):
            return []
        cells = escapedSplit(self.lines[line - offset - 1].strip().removeprefix("|"))
        if cells and not cells[-1].strip():
            cells.pop()
        surplus = [Cell(cell.strip()) for cell in cells[columns:]]
        if any(cell.text for cell in surplus):
            self.warn(line, f"这一行比表头多出{len(surplus)}格，多出的文字照印")
            return surplus
        return []

    def _cell(self, inline: Token, line: int, header: bool) -> Cell:
        runs = [self._words(piece, line) for piece in self.inline(inline.children or [], line)]
        run, marks, strays = without_marks(runs[0]) if runs else (Run(), [], [])
        for stray in strays:
            self.warn(line, f"「{stray.source}」要写在单元格的末尾，按文字原样印出")
        if any(span.style is not SpanStyle.LINE_BREAK for span in run.spans):
            self.warn(line, "表格里的字体、着重号、注音等不支持，文字照印")
        if any(part.notes for part in runs):
            self.warn(line, "表格里不能有注，注文用〔〕印在单元格里")
        words = [_with_notes(settled(part, verse=True)) for part in (run, *runs[1:])]
        readings = [span.value for span in run.spans if span.style is SpanStyle.RUBY]
        text = "\n".join(word for word in words if word) + "".join(f"（{reading}）" for reading in readings)
        return self._marked(Cell(text, header=header), marks, line)

    def _marked(self, cell: Cell, marks: Sequence[Attributes], line: int) -> Cell:
        columns = rows = 1
        header = cell.header
        for mark in marks:
            columns, rows = (self._count(mark.pairs.get(key, "1"), key, line) for key in ("columns", "rows"))
            header = header or "header" in mark.words
            strange = {"label"} & set(mark.pairs) or set(mark.classes) or set(mark.words) - {"header"}
            if strange or mark.repeated:
                self.warn(line, f"「{mark.source}」里只有 columns、rows、header 对单元格起作用")
        return Cell(cell.text, columns, rows, header)

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


def _with_notes(run: Run) -> str:
    """The words of a settled run with its notes in brackets: a cell of a manuscript holds no notes."""
    parts: list[str] = []
    position = 0
    for note in run.notes:
        signature = f"——{note.by}" if note.by else ""
        parts += (run.text[position : note.at], f"〔注：{note.text}{signature}〕")
        position = note.at
    return "".join((*parts, run.text[position:]))


def _without_covered(rows: Sequence[Sequence[Cell]], warn: Callable[[str], None]) -> tuple[tuple[Cell, ...], ...]:
    """Take out the cells that a spanning cell covers (they are there because every row has every column)."""
    covered: set[tuple[int, int]] = set()
    kept: list[tuple[Cell, ...]] = []
    for number, row in enumerate(rows):
        cells: list[Cell] = []
        for column, cell in enumerate(row):
            if (number, column) in covered:
                if cell.text:
                    warn(cell.text)
                continue
            columns, height = min(cell.columns, len(row) - column), min(cell.rows, len(rows) - number)
            covered |= {(number + down, column + right) for down in range(height) for right in range(columns)}
            cells.append(Cell(cell.text, columns, height, cell.header))
        kept.append(tuple(cells))
    return tuple(kept)
