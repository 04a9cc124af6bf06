"""A table as read: cells as the words a person sees, with what is odd about some of them noted beside.

Frozen values: they cross from the reading process to the program's own.
"""

from __future__ import annotations

from archive_app.domain.errors import Refused
from archive_app.frozen import dataclass

MOST_CELLS = 3_000_000
"""In the rectangle that a sheet's filled cells span; a list of 100,000 rows with 30 columns."""

LIST_SUFFIXES = frozenset((".xlsx", ".xlsm", ".xltx", ".ods", ".ots", ".xls", ".et", ".xlt", ".csv", ".tsv", ".tab"))
"""Names of files that may be lists."""

UNCOMPUTED = "=?"
"""Stands for the error of a formula that was saved without its value."""

Merge = tuple[int, int, int, int]
"""First row, first column, last row, last column, counted from 0."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """One sheet from its cell A1. Rows and columns count from 0 here and from 1 (and A) where a person reads them.

    ``rows`` may differ in length; what is beyond is empty. ``errors`` are (row, column, what Excel shows: ``#REF!``);
    ``formulas`` the cells whose value was computed; ``doubtful`` those whose number may have lost a nought at its end
    (1958.10 typed, 1958.1 kept); ``hidden`` and ``hidden_columns`` what the sheet does not show.
    """

    name: str
    rows: tuple[tuple[str, ...], ...]
    merged: tuple[Merge, ...] = ()
    errors: tuple[tuple[int, int, str], ...] = ()
    formulas: tuple[tuple[int, int], ...] = ()
    doubtful: tuple[tuple[int, int], ...] = ()
    hidden: tuple[int, ...] = ()
    hidden_columns: tuple[int, ...] = ()

    @property
    def width(self) -> int:
        """The longest row."""
        return max((len(row) for row in self.rows), default=0)

    def at(self, row: int, column: int) -> str:
        """A cell's words; empty beyond the rows and columns there are."""
        cells = self.rows[row] if row < len(self.rows) else ()
        return cells[column] if column < len(cells) else ""


@dataclass(frozen=True, slots=True)
class Workbook:
    """A list file. ``remarks`` are Chinese sentences on what was left (hidden sheets, macros, damaged characters)."""

    sheets: tuple[Sheet, ...]
    remarks: tuple[str, ...] = ()


def column_letters(column: int) -> str:
    """``A`` for 0, ``AB`` for 27."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def trimmed(rows: list[tuple[str, ...]]) -> tuple[tuple[str, ...], ...]:
    """Rows without their empty tails: empty cells at a row's end, empty rows at the sheet's end."""
    found = []
    for row in rows:
        length = len(row)
        while length and not row[length - 1]:
            length -= 1
        found.append(row[:length])
    while found and not found[-1]:
        found.pop()
    return tuple(found)


def refuse_sprawl(sheet: str, rows: int, columns: int) -> None:
    """Raises ``Refused`` where a sheet's filled cells span more than a list ever does."""
    if rows * columns > MOST_CELLS:
        raise Refused(
            f"工作表“{sheet}”有内容的格子散在 {rows} 行 {columns} 列里，超过上限 {MOST_CELLS} 格",
            "请删去远处零散的格子，或只留目录另存后再导入。",
            code="too-large",
        )
