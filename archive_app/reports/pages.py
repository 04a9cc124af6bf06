"""A list set on sheets of A4, as a `Layout` that the PDF writer takes.

The words are set by the engine's lines stage, a cell a paragraph; where they stand is simpler than in a book and is
reckoned here, in time that grows as the rows do (`columns.py` says how wide each column is).
The head comes again on each sheet, rows part between themselves (one higher than a sheet between its lines), and every
sheet says which of how many it is.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

from archive_app.frozen import dataclass
from archive_app.reports.columns import PAD, SIZE, column_widths
from archive_app.reports.table import Table, Value
from archive_app.typeset import problems
from archive_app.typeset.blocks.model import ASCENT, StyledText, TextStyle
from archive_app.typeset.fonts.library import DEFAULT_ROLES
from archive_app.typeset.layout import Layout, Line, Page, Rule
from archive_app.typeset.lines.paragraph import SetLine, set_paragraph
from archive_app.typeset.pdf import Metadata, write
from archive_app.typeset.problems import Problem
from archive_app.typeset.storing import Written

MM = 72 / 25.4
"""Points in a millimetre."""
_LONG, _SHORT = 297 * MM, 210 * MM
_LEFT, _RIGHT, _TOP, _FOOT = 20 * MM, 13 * MM, 15 * MM, 16 * MM  # more at the left, where it is bound
_LEADING = 12.5
_PAD_Y = 2.5
_FRAME, _RULE = 0.9, 0.35
_TITLE_HEIGHT, _ABOUT_HEIGHT, _AGAIN_HEIGHT = 30.0, 17.0, 17.0
_UNDER = 15.0
"""Points that a note or a line to sign on takes under the table."""
_SIGNED_ABOVE = 16.0
_AIR = 4.0
_LONG_WORD = re.compile(r"[!-~]{8,}")
"""What has no place to break in a narrow column: a number, an address of a file."""
_BREAK_AFTER = re.compile(r"(?<=[-_./·])")

_SONG, _BOLD, _HEI, _KAI = (DEFAULT_ROLES[role] for role in ("song", "song-bold", "hei-bold", "kai"))
_CELL = {align: TextStyle(_SONG, SIZE, "table", align) for align in ("left", "center", "right")}
_TOTAL = {align: TextStyle(_BOLD, SIZE, "table", align) for align in ("left", "center", "right")}
_HEAD = TextStyle(_HEI, SIZE, "table-head", "center")
_TITLE = TextStyle(_HEI, 16.0, "title", "center")
_ABOUT = TextStyle(_SONG, SIZE, "subtitle", "left")
_AGAIN = TextStyle(_KAI, SIZE, "head", "left")
_NOTE = TextStyle(_KAI, SIZE, "note", "left")
_FOLIO = TextStyle(_SONG, SIZE, "folio", "center")
_NONE = "没有可列的。"

Progress = Callable[[float, str], None]


@dataclass(frozen=True, slots=True)
class _Row:
    """A row set: the lines of each cell."""

    cells: tuple[tuple[SetLine, ...], ...]
    least: int = 1

    @property
    def lines(self) -> int:
        return max(self.least, *(len(cell) for cell in self.cells))

    @property
    def height(self) -> float:
        return self.lines * _LEADING + 2 * _PAD_Y

    def parted(self, count: int) -> tuple[_Row, _Row]:
        """The first ``count`` lines of every cell, and the rest."""
        return _Row(tuple(cell[:count] for cell in self.cells)), _Row(tuple(cell[count:] for cell in self.cells))


def set_table(table: Table, progress: Progress = lambda share, words: None) -> Layout:
    """The sheets of a list."""
    return _Setter(table).layout(progress)


def write_pages(table: Table, out: Path, progress: Progress = lambda share, words: None) -> tuple[Written, int]:
    """Set ``table`` and write it to ``out`` (PDF); what was written, and how many sheets it has.

    Raises ``StorageFailed`` where the file cannot be written.
    """
    layout = set_table(table, lambda share, words: progress(share * 0.8, words))
    progress(0.8, "写文件")
    written = write(layout, out, Metadata(table.title, subject="；".join(table.about)))
    return written._replace(problems=(*layout.problems, *written.problems)), len(layout.pages)


class _Setter:
    """Fills one sheet after another."""

    def __init__(self, table: Table) -> None:
        self.table = table
        self.size = (_SHORT, _LONG) if table.upright else (_LONG, _SHORT)
        self.width = self.size[0] - _LEFT - _RIGHT
        self.edges = _edges(table, self.width)
        self.head = self._set([column.head for column in table.columns], dict.fromkeys(_CELL, _HEAD))
        self.lines: list[Line] = []
        self.rules: list[Rule] = []
        self.sheets: list[tuple[list[Line], list[Rule]]] = []
        self.y = self.began = 0.0
        self.missing: dict[str, int] = {}  # characters that no font has, and the sheet each is first on

    def layout(self, progress: Progress) -> Layout:
        """Everything, sheet by sheet."""
        self._sheet()
        rows = self.table.rows
        totals = [self._set(self.table.totals, _TOTAL)] if self.table.totals else []
        notes = [line for words in self._notes() for line in cell_lines(words, _NOTE, self.width)]
        below = sum(row.height for row in totals) + _UNDER * len(notes)
        below += _SIGNED_ABOVE + _UNDER if self.table.signed else 0.0
        below += _AIR if below else 0.0
        for number, row in enumerate(rows, 1):
            progress(number / len(rows), f"排第 {number}/{len(rows)} 行")
            # the total and those who sign do not stand on a sheet without a row
            self._add(self._set(row, _CELL, self.table.lines), below if number == len(rows) else 0.0)
        for total in totals:
            self._row(total)
        self._close()
        self._below(notes)
        count = len(self.sheets)
        pages = tuple(
            Page(
                "body", str(number), *self.size,
                heads=() if number == 1 else (self._again(),),
                lines=tuple(lines), folio=self._folio(number, count), rules=tuple(rules), opener=number == 1,
            )
            for number, (lines, rules) in enumerate(self.sheets, 1)
        )  # fmt: skip
        return Layout(self.table.title, pages, problems=tuple(missing_glyphs(self.table.title, self.missing)))

    # a sheet

    def _sheet(self) -> None:
        """Begin one: the title, or what it goes on with, and the table's head."""
        first = not self.sheets
        self.lines, self.rules = [], []
        self.sheets.append((self.lines, self.rules))
        self.y = _TOP
        if first:
            self._words(self.table.title, _TITLE, self.y)
            self.y += _TITLE_HEIGHT
            about = "　　".join(self.table.about)
            if about:
                for line in cell_lines(about, _ABOUT, self.width):
                    self._place(line, _LEFT, self.y, _ABOUT)
                    self.y += _ABOUT_HEIGHT
        else:
            self.y += _AGAIN_HEIGHT
        self.began = self.y
        self._row(self.head)

    def _add(self, row: _Row, below: float = 0.0) -> None:
        """A row here, or on the next sheet; what is higher than any sheet in parts. ``below`` is what must stand under
        it."""
        whole = self._foot - _TOP - _AGAIN_HEIGHT - self.head.height - below
        while row.height + below > self._room():
            fits = int((self._room() - below - 2 * _PAD_Y) / _LEADING)
            if row.height > whole and fits > 0:
                part, row = row.parted(fits)
                self._row(part)
            self._close()
            self._sheet()
        self._row(row)

    @property
    def _foot(self) -> float:
        return self.size[1] - _FOOT

    def _room(self) -> float:
        return self._foot - self.y

    def _row(self, row: _Row) -> None:
        for number, cell in enumerate(row.cells):
            for at, line in enumerate(cell):
                self._place(line, self.edges[number] + PAD, self.y + _PAD_Y + at * _LEADING, _CELL["left"])
        self.y += row.height
        self.rules.append(Rule("line", self.edges[0], self.y, self.edges[-1], self.y, _RULE))

    def _close(self) -> None:
        """The frame around what stands on this sheet, and the rules between the columns."""
        first, last = self.edges[0], self.edges[-1]
        for y in (self.began, self.y):
            self.rules.append(Rule("line", first, y, last, y, _FRAME))
        for x in self.edges:
            weight = _FRAME if x in (first, last) else _RULE
            self.rules.append(Rule("line", x, self.began, x, self.y, weight))

    def _below(self, notes: Sequence[SetLine]) -> None:
        """What stands under the table."""
        self.y += _AIR
        for line in notes:
            self._place(line, _LEFT, self.y, _NOTE)
            self.y += _UNDER
        if self.table.signed:
            self.y += _SIGNED_ABOVE
            share = self.width / len(self.table.signed)
            for number, words in enumerate(self.table.signed):
                self._words(f"{words}：", _ABOUT, self.y, _LEFT + number * share)

    def _notes(self) -> Iterator[str]:
        if not self.table.rows:
            yield _NONE
        yield from self.table.notes

    # words

    def _set(self, values: Sequence[Value], styles: dict[str, TextStyle], least: int = 1) -> _Row:
        cells = []
        for number, (column, value) in enumerate(zip(self.table.columns, values, strict=True)):
            room = self.edges[number + 1] - self.edges[number] - 2 * PAD
            cells.append(tuple(cell_lines(value_words(value), styles[column.align], room)))
        return _Row(tuple(cells), least)

    def _words(self, words: str, style: TextStyle, y: float, x: float = _LEFT) -> None:
        line = set_paragraph(StyledText(words, style), self.width).lines[0]
        self._place(line, x, y, style)

    def _place(self, line: SetLine, x: float, top: float, style: TextStyle) -> None:
        self.lines.append(drawn(line, x, top, style, self.missing, len(self.sheets)))

    def _again(self) -> Line:
        line = set_paragraph(StyledText(f"{self.table.title}（续）", _AGAIN), self.width).lines[0]
        return Line(line.text, _LEFT + line.x, _TOP + ASCENT * SIZE, SIZE, line.runs, role="head")

    def _folio(self, number: int, total: int) -> Line:
        line = set_paragraph(StyledText(f"第 {number} 页　共 {total} 页", _FOLIO), self.width).lines[0]
        return Line(line.text, _LEFT + line.x, self.size[1] - _FOOT + 18.0, SIZE, line.runs, role="folio")


def value_words(value: Value) -> str:
    """A cell's value as it is printed: an amount of money to its last place."""
    return f"{value:.2f}" if isinstance(value, float) else str(value)


def drawn(line: SetLine, x: float, top: float, style: TextStyle, missing: dict[str, int], sheet: int) -> Line:
    """A line whose em box begins ``top`` points down, in the middle of its leading. Characters that no font has go into
    ``missing``, with the sheet they are first on."""
    for fault in line.faults:
        if fault.code != problems.CONTROL_DROPPED:  # nobody sees what it was
            missing.setdefault(fault.character, sheet)
    y = top + (_LEADING - SIZE) / 2 + ASCENT * style.size
    return Line(line.text, x + line.x, y, style.size, line.runs, role=style.role)


def missing_glyphs(title: str, missing: Mapping[str, int]) -> Iterator[Problem]:
    """What is to be said of characters that no font has."""
    for character, sheet in missing.items():
        words = f"《{title}》里的“{character}”（U+{ord(character):04X}）没有字体可印，暂以“〓”代替"
        yield Problem(problems.MISSING_GLYPH, words, "请在资料里改用通行字。", page=str(sheet), serious=True)


def _edges(table: Table, width: float) -> list[float]:
    """Where the columns begin and the last ends."""
    edges = [_LEFT]
    for share in column_widths(table, width):
        edges.append(edges[-1] + share)
    return edges


def cell_lines(words: str, style: TextStyle, room: float) -> Iterator[SetLine]:
    """The lines of a cell; a word too long for it is broken, behind a mark where there is one."""
    for piece in words.split("\n"):
        if not piece.strip():
            continue
        for line in set_paragraph(StyledText(piece, style), room).lines:
            if line.width > room + 0.5 and _LONG_WORD.search(line.text):
                for part in _broken(line.text, style, room):
                    yield from set_paragraph(StyledText(part, style), room).lines
            else:
                yield line


def _broken(words: str, style: TextStyle, room: float) -> Iterator[str]:
    """A line too long for its cell, cut where it just fits."""
    part = ""
    for piece in _BREAK_AFTER.split(words):
        if part and not _fits(part + piece, style, room):
            yield part
            part = ""
        for character in piece if not _fits(piece, style, room) else (piece,):
            if part and not _fits(part + character, style, room):
                yield part
                part = ""
            part += character
    if part:
        yield part


def _fits(words: str, style: TextStyle, room: float) -> bool:
    lines = set_paragraph(StyledText(words.strip() or "　", style), room).lines
    return len(lines) == 1 and lines[0].width <= room
