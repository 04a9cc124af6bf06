"""Which mapping holds for each sheet of a list file, and what its rows come to; nothing is written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import field, replace
from typing import Any

from archive_app.domain.entities import entity_named
from archive_app.domain.errors import UsageError
from archive_app.frozen import dataclass
from archive_app.intake.lists.grid import Sheet, Workbook
from archive_app.intake.lists.heads import Head, body, find_head, unnamed
from archive_app.intake.lists.mapping import Column, ListMapping, Ours, propose
from archive_app.intake.lists.rows import ListedTable, Reading, RowError, read_table
from archive_app.intake.lists.targets import IGNORED, UNMAPPED
from archive_app.intake.proposal import Refusal
from archive_app.intake.text.unseen import odd_characters

_SAMPLE = 60  # rows looked at for a proposal
LEFT_OUT = "这些列没有对应的字段，没有收："
_NO_HEAD = "没有找到表头（要有“题名”“姓名”“地名”这样的列名）。请补上表头，或在对应文件里用 head_row 说明表头在第几行。"


@dataclass(frozen=True, slots=True)
class ListOptions:
    """What a person decided about the lists of an import.

    ``mapping`` holds for every sheet it fits; ``by_sheet`` for a sheet of that name, or of that ``file!name``, before
    anything else;
    ``all_or_nothing`` takes no row of a list in which one is wrong. ``own``: what the archive adds to each kind.
    """

    mapping: ListMapping | None = None
    by_sheet: Mapping[str, ListMapping] = field(default_factory=dict)
    all_or_nothing: bool = False
    own: Ours = field(default_factory=dict)


@dataclass(slots=True)
class ListReport:
    """What came of one sheet. ``rows`` counts its rows without titles, totals and notes."""

    source: str
    sheet: str
    rows: int
    mapping: ListMapping
    columns: list[Column]
    errors: list[RowError]
    skipped: list[tuple[int, str]] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)

    def to_json(self) -> dict[str, Any]:
        """A member of ``lists`` in ``cunshi import --json``."""
        return {
            "source": self.source,
            "sheet": self.sheet,
            "rows": self.rows,
            "entity": self.mapping.entity,
            "kind": self.mapping.kind,
            "mapping": [
                {"column": c.label, "field": c.target, "certainty": round(c.certainty, 2)} for c in self.columns
            ],
            "errors": [{"row": e.row, "column": e.column, "reason": e.words} for e in self.errors],
            "skipped": [{"row": row, "reason": reason} for row, reason in self.skipped],
            "remarks": self.remarks,
        }


@dataclass(slots=True)
class PlannedList:
    """A sheet that will be taken: how it stands, its rows' records, and its report."""

    table: ListedTable
    reading: Reading
    report: ListReport

    def place_of(self, row: int) -> str:
        """A row's source: ``list.xlsx!Sheet1!第 7 行``."""
        return place_of(self.report.source, self.report.sheet, row)


def place_of(source: str, sheet: str, row: int) -> str:
    """Where a row stands, as a source; a csv has no sheet to name."""
    return f"{source}!{sheet}!第 {row} 行" if sheet else f"{source}!第 {row} 行"


def plan_lists(
    source: str, book: Workbook, options: ListOptions, saved: Sequence[ListMapping]
) -> tuple[list[PlannedList], list[Refusal]]:
    """Every sheet of a file with its mapping and rows, and what is refused: sheets without a head."""
    planned: list[PlannedList] = []
    refused: list[Refusal] = []
    for sheet in book.sheets:
        if not sheet.rows or (options.mapping and options.mapping.sheet not in ("", sheet.name)):
            continue
        found = table_of(source, sheet, options, saved)
        where = f"{source}!{sheet.name}" if sheet.name and len(book.sheets) > 1 else source
        if isinstance(found, str):
            refused.append(Refusal(where, found))
            continue
        table, remark = found
        reading = read_table(table)
        if not reading.rows:
            refused.append(Refusal(where, "表头下面没有一行内容。"))
            continue
        whole = () if planned else book.remarks  # said once, not with every sheet
        remarks = [*([remark] if remark else []), *whole, *remarks_on(table, reading)]
        planned.append(PlannedList(table, reading, _report(source, table, reading, remarks)))
    if not planned and not refused:
        wanted = options.mapping.sheet if options.mapping else ""
        refused.append(Refusal(source, f"里面没有叫“{wanted}”的工作表。" if wanted else "表格里没有内容。"))
    return planned, refused


def _report(source: str, table: ListedTable, reading: Reading, remarks: list[str]) -> ListReport:
    labels = table.head.labels
    columns = [
        Column(label, column.target, column.certainty)
        for at, (label, column) in enumerate(zip(labels, table.mapping.targets_of(labels), strict=True))
        if not unnamed(label, at) or column.target
    ]
    skipped = [(part.row, part.reason) for part in reading.skipped]
    return ListReport(
        source, table.sheet.name, reading.rows, table.mapping, columns, list(reading.errors), skipped, remarks
    )


def table_of(
    source: str, sheet: Sheet, options: ListOptions, saved: Sequence[ListMapping]
) -> tuple[ListedTable, str] | str:
    """The sheet with its head and mapping and a remark on it; or why there is none."""
    chosen = options.by_sheet.get(f"{source}!{sheet.name}") or options.by_sheet.get(sheet.name) or options.mapping
    if chosen is not None:
        return _by(sheet, replace(chosen, own=options.own))
    for mapping in saved:
        if mapping.sheet in ("", sheet.name) and isinstance(
            found := _by(sheet, replace(mapping, own=options.own)), tuple
        ):
            return found[0], f"按存下的对应“{mapping.name}”读。"
    head = find_head(sheet)
    return (ListedTable(sheet, head, proposed(sheet, head, own=options.own)), "") if head is not None else _NO_HEAD


def _by(sheet: Sheet, mapping: ListMapping) -> tuple[ListedTable, str] | str:
    """The sheet read by a mapping that is given, or why it cannot be."""
    _check_fields(mapping)
    head = find_head(sheet, mapping.head_row - 1 if mapping.head_row else None)
    if (head is None or not mapping.fits(head.labels)) and not mapping.head_row:
        head = _head_by(sheet, mapping) or head
    if head is None:
        return _NO_HEAD
    if mapping.fits(head.labels):
        return ListedTable(sheet, head, mapping), ""
    words = "、".join(column.label for column in mapping.columns[:6])
    return f"表头和所给的对应不合（对应里有：{words}；表头是：{'、'.join(head.labels[:6])}）。"


def proposed(sheet: Sheet, head: Head, entity: str = "", own: Ours | None = None) -> ListMapping:
    """The mapping that the sheet itself suggests, as a list of ``entity`` where that is said."""
    rows, _ = body(sheet, head, most=_SAMPLE)
    return propose(head, sheet.name, [row.cells for row in rows], entity, own)


def _head_by(sheet: Sheet, mapping: ListMapping) -> Head | None:
    """The head by the very words of a mapping, for a list whose words nobody else uses."""
    for number in range(min(40, len(sheet.rows))):
        head = find_head(sheet, number)
        if head is not None and mapping.fits(head.labels):
            return head
    return None


def _check_fields(mapping: ListMapping) -> None:
    if mapping.entity != "item":
        known = {declared.name for declared in entity_named(mapping.entity).fields}
        for column in mapping.columns:
            if column.target not in (UNMAPPED, IGNORED) and column.target not in known:
                raise UsageError(f"“{mapping.entity}”没有字段“{column.target}”", "", code="wrong-mapping")


def remarks_on(table: ListedTable, reading: Reading) -> list[str]:
    """What was left out or taken as it stood, so that nothing goes silently."""
    head, sheet = table.head, table.sheet
    remarks = []
    targets = [column.target for column in table.mapping.targets_of(head.labels)]
    left = [head.labels[at] for at in sorted(reading.filled) if targets[at] == UNMAPPED]
    if left:
        remarks.append(f"{LEFT_OUT}{'、'.join(left)}。要收可以在对应里写 notes（附注）。")
    used = {at for at, target in enumerate(targets) if target not in (UNMAPPED, IGNORED)}
    odd = {(row, column) for row, column, _ in sheet.errors}
    computed = [place for place in sheet.formulas if place not in odd]
    formulas = [column for row, column in computed if row >= head.first_row and column in used]
    if formulas:
        names = "、".join(dict.fromkeys(head.labels[column] for column in sorted(set(formulas))))
        remarks.append(f"有 {len(formulas)} 格是公式（{names}），收的是表格里上次算好的值，没有重新计算。")
    unseen = [row + 1 for row in sheet.hidden if row >= head.first_row and any(sheet.rows[row : row + 1])]
    if unseen:
        numbers = "、".join(str(row) for row in unseen[:10]) + (f"等 {len(unseen)} 行" if len(unseen) > 10 else "")
        remarks.append(
            f"第 {numbers}{'' if len(unseen) > 10 else ' 行'}在表里是隐藏的（也许筛选过），一样读了，请核对要不要收。"
        )
    away = [head.labels[at] for at in sheet.hidden_columns if at in used]
    if away:
        remarks.append(
            f"“{'”“'.join(away[:10])}”{'等列' if len(away) > 10 else '列'}在表里是隐藏的，一样读了，请核对要不要收。"
        )
    remarks += odd_characters(cell for row in sheet.rows[head.first_row :] for cell in row)
    there = {label.casefold() for label in head.labels}
    absent = [
        c.label
        for c in table.mapping.columns
        if c.target not in (UNMAPPED, IGNORED) and c.label.casefold() not in there
    ]
    if absent:
        remarks.append(f"对应里有、表里没有的列：{'、'.join(absent)}。")
    return remarks
