"""A list as a workbook: a sheet of its rows that can be sorted and filtered, and one that says what it is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from archive_app.office.workbook import Cell, Sheet, write_xlsx
from archive_app.reports.table import Table
from archive_app.vault.durable import replacing

_HALVES = 2.0
"""Columns of a workbook are measured in half-width characters."""
_ABOUT = (14, 70)


def write_workbook(table: Table, out: Path) -> None:
    """Write ``table`` to ``out``. Totals stand on the second sheet: among the rows they would be sorted with them.

    Raises ``StorageFailed`` where the disk refuses; the file that was there stays.
    """
    heads = [column.head for column in table.columns]
    widths = [max(6.0, (column.fixed or column.width) * _HALVES) for column in table.columns]
    wrapped = tuple(number for number, column in enumerate(table.columns) if column.align == "left")
    sheets = [Sheet(table.title, heads, widths, table.rows, wrapped), Sheet("说明", (), _ABOUT, _about(table), (1,))]
    with replacing(out) as handle:
        write_xlsx(handle, sheets, table.title)


def _about(table: Table) -> Iterator[Sequence[Cell]]:
    yield "表名", table.title
    for words in table.about:
        name, _, value = words.partition("：")
        yield (name, value) if value else ("", name)
    for column, total in zip(table.columns, table.totals, strict=False):
        if total != "" and column.head != "序号":
            yield f"合计：{column.head}", total
    for words in table.notes:
        yield "注", words
