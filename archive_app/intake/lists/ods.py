"""Spreadsheets of LibreOffice and other programs (OpenDocument 1.3 part 3 §9): what a cell shows stands in it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from archive_app.domain.errors import Refused
from archive_app.intake.lists.grid import MOST_CELLS, Merge, Sheet, Workbook, refuse_sprawl, trimmed
from archive_app.vault.hostile.limits import Limits
from archive_app.vault.hostile.xml import parse_xml
from archive_app.vault.hostile.zips import SafeZip

_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_OFFICE = "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
_CALC = "{urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0}"
_CLOCK = re.compile(r"PT(\d+)H(\d+)M(\d+)(?:[.,]\d+)?S\Z")
_DIGITS = re.compile(r"\d+")
_COLUMNS = 16384


def read_ods(path: Path, limits: Limits) -> Workbook:
    """The visible tables. Raises ``Refused`` where it is damaged, protected, too large or hostile."""
    with SafeZip(path, limits) as archive:
        entries = {entry.name: entry for entry in archive.entries}
        manifest = entries.get("META-INF/manifest.xml")
        if manifest is not None and b"encryption-data" in archive.read(manifest, limits.part):
            raise Refused("表格加了密码，打不开", "请先去掉密码，再另存后导入。", code="encrypted")
        if "content.xml" not in entries:
            raise Refused("表格里缺少正文部件，可能已损坏", "请用 LibreOffice 或 WPS 打开修复后另存。", code="damaged")
        root = parse_xml(archive.read(entries["content.xml"], limits.part), "content.xml", limits)
    hidden_styles = {
        style.get(f"{_STYLE}name")
        for style in root.iter(f"{_STYLE}style")
        if any(part.get(f"{_TABLE}display") == "false" for part in style)
    }
    sheets, hidden = [], []
    for table in root.iter(f"{_TABLE}table"):
        name = table.get(f"{_TABLE}name", "")
        if table.get(f"{_TABLE}style-name") in hidden_styles:
            hidden.append(name)
        else:
            sheets.append(_Table(name).read(table))
    remarks = (f"工作表“{'”“'.join(hidden)}”是隐藏的，没有读。",) if hidden else ()
    return Workbook(tuple(sheets), remarks)


@dataclass(slots=True)
class _Table:
    """One table while it is read."""

    name: str
    rows: list[tuple[str, ...]] = field(default_factory=list)
    merged: list[Merge] = field(default_factory=list)
    errors: list[tuple[int, int, str]] = field(default_factory=list)
    formulas: list[tuple[int, int]] = field(default_factory=list)
    hidden: list[int] = field(default_factory=list)
    cells: int = 0

    def read(self, table: Any) -> Sheet:
        """Every row, repeated ones as often as they say, empty ones at the end left out."""
        pending = 0  # empty rows that count only if something follows
        for row in table.iter(f"{_TABLE}table-row"):
            times = _repeated(row, "rows")
            cells = self._cells(row, len(self.rows) + pending)
            if not cells:
                pending += times
                continue
            self._make_room(pending + times, len(cells))
            self.rows += [()] * pending
            if row.get(f"{_TABLE}visibility") in ("collapse", "filter"):
                self.hidden += range(len(self.rows), len(self.rows) + times)
            self.rows += [cells] * times
            pending = 0
        return Sheet(
            self.name, trimmed(self.rows), tuple(self.merged), tuple(self.errors), tuple(self.formulas),
            hidden=tuple(self.hidden), hidden_columns=_hidden_columns(table),
        )  # fmt: skip

    def _make_room(self, rows: int, columns: int) -> None:
        self.cells += rows + columns * rows
        if self.cells > MOST_CELLS:
            refuse_sprawl(self.name, len(self.rows) + rows, max(columns, MOST_CELLS // max(1, len(self.rows) + rows)))

    def _cells(self, row: Any, number: int) -> tuple[str, ...]:
        found: list[str] = []
        pending = 0
        for cell in row:
            if cell.tag not in (f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell"):
                continue
            times = _repeated(cell, "columns")
            words = _words(cell) if cell.tag == f"{_TABLE}table-cell" else ""
            self._note(cell, number, len(found) + pending, words)
            if not words:
                pending += times
                continue
            if len(found) + pending + times > _COLUMNS:
                refuse_sprawl(self.name, MOST_CELLS, len(found) + pending + times)
            found += [""] * pending + [words] * times
            pending = 0
        return tuple(found)

    def _note(self, cell: Any, row: int, column: int, words: str) -> None:
        down = _whole(cell.get(f"{_TABLE}number-rows-spanned"))
        across = _whole(cell.get(f"{_TABLE}number-columns-spanned"))
        if down > 1 or across > 1:
            self.merged.append((row, column, row + down - 1, column + across - 1))
        if cell.get(f"{_TABLE}formula"):
            self.formulas.append((row, column))
        if cell.get(f"{_CALC}value-type") == "error" or (words.startswith("#") and cell.get(f"{_TABLE}formula")):
            self.errors.append((row, column, words or "#N/A"))


def _whole(text: str | None) -> int:
    return min(int(text), 1 << 20) if text and text.isdecimal() and len(text) < 9 else 1


def _hidden_columns(table: Any) -> tuple[int, ...]:
    found: list[int] = []
    at = 0
    for column in table.iter(f"{_TABLE}table-column"):
        times = min(_repeated(column, "columns"), _COLUMNS - at)
        if column.get(f"{_TABLE}visibility") in ("collapse", "filter"):
            found += range(at, at + times)
        at += times
    return tuple(found)


def _repeated(node: Any, what: str) -> int:
    return max(1, _whole(node.get(f"{_TABLE}number-{what}-repeated")))


def _words(cell: Any) -> str:
    """What the cell shows; a date or a duration that is held finer than shown is not read finer."""
    kind = cell.get(f"{_OFFICE}value-type")
    seen = "\n".join(_paragraph(node) for node in cell if node.tag == f"{_TEXT}p").strip()
    if kind == "date":
        day = (cell.get(f"{_OFFICE}date-value") or "").partition("T")[0]
        return day if len(_DIGITS.findall(seen)) >= 3 else seen or day
    if kind == "time":
        clock = _CLOCK.match(cell.get(f"{_OFFICE}time-value") or "")
        return "{}:{:02d}:{:02d}".format(*(int(part) for part in clock.groups())) if clock else seen
    if kind == "boolean":
        return "是" if cell.get(f"{_OFFICE}boolean-value") == "true" else "否"
    if kind in ("float", "currency", "percentage"):
        return seen if seen.isdecimal() else _number(cell.get(f"{_OFFICE}value")) or seen
    return seen


def _number(text: str | None) -> str:
    try:
        value = float(text or "")
    except ValueError:
        return ""
    return str(int(value)) if value == int(value) and abs(value) < 1e15 else f"{value:.15g}"


def _paragraph(node: Any) -> str:
    """The text of a paragraph with its spaces, tabs and line breaks."""
    words = node.text or ""
    for part in node:
        if part.tag == f"{_TEXT}s":
            words += " " * min(200, _whole(part.get(f"{_TEXT}c")))
        elif part.tag == f"{_TEXT}tab":
            words += "\t"
        elif part.tag == f"{_TEXT}line-break":
            words += "\n"
        elif part.tag != f"{_OFFICE}annotation":
            words += _paragraph(part)
        words += part.tail or ""
    return str(words)
