"""A list looked at before it is taken: for the window, which shows it and lets its mapping be corrected."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path

from archive_app import intake
from archive_app.intake.lists.grid import LIST_SUFFIXES, Sheet
from archive_app.intake.lists.heads import find_head
from archive_app.intake.lists.mapping import ListMapping
from archive_app.intake.lists.rows import ListedTable, Reading, read_table
from archive_app.intake.proposal import TakenList
from archive_app.services.archive import Archive
from archive_app.services.lists.planning import LEFT_OUT, ListOptions, proposed, remarks_on, table_of
from archive_app.services.lists.saved import saved_mappings
from archive_app.services.own_fields import own_by_kind


def is_list(path: Path) -> bool:
    """Whether a path may be a list file."""
    return path.suffix.lower() in LIST_SUFFIXES and path.is_file()


def open_lists(
    archive: Archive, paths: Sequence[Path], cancelled: Callable[[], bool] = lambda: False
) -> list[TakenList]:
    """The list files among ``paths``, read; one that is refused is left out (the import says why)."""
    wanted = [path for path in paths if is_list(path)]
    folder = archive.root / "derived"
    folder.mkdir(exist_ok=True)
    staging = Path(tempfile.mkdtemp(prefix="staging-", dir=folder))
    try:
        outcomes = intake.read(wanted, staging=staging, cancelled=cancelled)
        return [outcome for outcome in outcomes if isinstance(outcome, TakenList)]
    finally:
        shutil.rmtree(staging, ignore_errors=True)


def first_table(archive: Archive, source: str, sheet: Sheet) -> ListedTable | None:
    """A sheet with the mapping the archive remembers for it, or the one it suggests; ``None`` without a head."""
    found = table_of(source, sheet, ListOptions(own=own_by_kind(archive)), saved_mappings(archive.root))
    return None if isinstance(found, str) else found[0]


def with_head(archive: Archive, sheet: Sheet, row: int) -> ListedTable | None:
    """A sheet whose head a person says to be in ``row`` (from 1)."""
    head = find_head(sheet, row - 1)
    if head is None:
        return None
    return ListedTable(sheet, head, replace(proposed(sheet, head, own=own_by_kind(archive)), head_row=row))


def with_mapping(table: ListedTable, mapping: ListMapping) -> ListedTable:
    """The same sheet read another way."""
    return ListedTable(table.sheet, table.head, mapping)


def with_entity(table: ListedTable, entity: str) -> ListedTable:
    """The same sheet as a list of something else: what its columns then suggest."""
    return ListedTable(table.sheet, table.head, proposed(table.sheet, table.head, entity, table.mapping.own))


def checked(table: ListedTable, most: int) -> Reading:
    """What the first ``most`` rows come to."""
    return read_table(_beginning(table, most))


def remarks(table: ListedTable, reading: Reading, most: int) -> list[str]:
    """What is to be said of the sheet as a whole, after ``checked`` read its first ``most`` rows: hidden rows,
    formulas, unseen characters. Columns without a field are not named: the window shows them."""
    return [words for words in remarks_on(_beginning(table, most), reading) if not words.startswith(LEFT_OUT)]


def _beginning(table: ListedTable, most: int) -> ListedTable:
    end = table.head.first_row + most
    sheet, odd = table.sheet, [error for error in table.sheet.errors if error[0] < end]
    return replace(table, sheet=replace(sheet, rows=sheet.rows[:end], errors=tuple(odd)))


__all__ = ["checked", "first_table", "is_list", "open_lists", "remarks", "with_entity", "with_head", "with_mapping"]
