"""Workbooks made cell by cell, and files read as the reading process would."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from archive_app.intake.formats.base import Source, Workspace
from archive_app.intake.formats.identify import identify
from archive_app.intake.lists.grid import Workbook
from archive_app.intake.lists.heads import find_head
from archive_app.intake.lists.mapping import ListMapping
from archive_app.intake.lists.rows import ListedTable, Reading, read_table
from archive_app.services.lists.planning import proposed

MakeXlsx = Callable[..., Path]


@pytest.fixture
def make_xlsx(tmp_path: Path) -> MakeXlsx:
    """``make_xlsx(rows, merged=[…], name=…, sheet=…)`` writes a workbook of one sheet."""

    def make(
        rows: Sequence[Sequence[Any]], merged: Sequence[str] = (), name: str = "清单.xlsx", sheet: str = "Sheet1"
    ) -> Path:
        book = openpyxl.Workbook()
        made = book.active
        made.title = sheet
        for row in rows:
            made.append(list(row))
        for cells in merged:
            made.merge_cells(cells)
        book.save(tmp_path / name)
        return tmp_path / name

    return make


def read_book(path: Path) -> Workbook:
    """A list file, read here."""
    fmt, _ = identify(Source(path, path.name))
    book = fmt.read(Source(path, path.name), Workspace(path.parent))
    assert isinstance(book, Workbook)
    return book


def understood(path: Path, mapping: ListMapping | None = None, sheet: int = 0) -> tuple[ListMapping, Reading]:
    """One sheet with the mapping it proposes (or another), and its rows."""
    found = read_book(path).sheets[sheet]
    head = find_head(found)
    assert head is not None
    chosen = mapping or proposed(found, head)
    return chosen, read_table(ListedTable(found, head, chosen))


def targets(mapping: ListMapping) -> dict[str, str]:
    """Label → target."""
    return {column.label: column.target for column in mapping.columns}
