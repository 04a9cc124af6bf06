"""Lists as text: csv, tsv and their like. Encoding, separator and quotes are found out; a cell stays text."""

from __future__ import annotations

import csv
import io
from collections import Counter

from archive_app.domain.errors import Refused
from archive_app.intake.lists.grid import Sheet, Workbook, refuse_sprawl, trimmed
from archive_app.vault.hostile.charsets import Decoded

_SEPARATORS = (",", "\t", ";", "|", "，")
_SAMPLE = 60  # records looked at
_FORMULA = ("=", "+", "@")


def read_separated(decoded: Decoded, name: str = "") -> Workbook:
    """The one table a text holds. Raises ``Refused`` where it holds none."""
    text = decoded.text.lstrip("\ufeff").replace("\0", "")
    separator, text = _stated(text)
    separator = separator or _separator(text)
    csv.field_size_limit(1 << 26)
    open_quote = text.count('"') % 2 == 1  # one that is never closed would swallow all rows below it
    source = io.StringIO(text, newline="")
    if open_quote:
        reader = csv.reader(source, delimiter=separator, quoting=csv.QUOTE_NONE)
    else:
        reader = csv.reader(source, delimiter=separator, strict=False)
    rows: list[tuple[str, ...]] = []
    widest = 0
    try:
        for record in reader:
            rows.append(tuple(cell.strip() for cell in record))
            widest = max(widest, len(record))
            if len(rows) % 4096 == 0:
                refuse_sprawl(name, len(rows), widest)
    except csv.Error as error:
        raise Refused("表格里的引号不成对，读不下去", "请用 Excel 或 WPS 打开，另存为 xlsx 后再导入。") from error
    found = trimmed(rows)
    if not found:
        raise Refused("表格是空的", code="empty")
    remarks = []
    if decoded.damaged:
        remarks.append(f"按 {decoded.label} 读，有 {decoded.damaged} 处读不出来，以“\ufffd”代替，请对照原表补上。")
    if open_quote:
        remarks.append("表里的引号不成对，按没有引号读：引号留在格子里，一格里的换行当作新的一行，请核对。")
    formulas = sum(1 for row in found for cell in row if cell.startswith(_FORMULA) and len(cell) > 1)
    if formulas:
        remarks.append(f"有 {formulas} 格以“=”“+”或“@”开头，都按文字收下，没有计算。")
    return Workbook((Sheet(name, found),), tuple(remarks))


def _stated(text: str) -> tuple[str, str]:
    """Excel's own first line ``sep=;``, and the text without it."""
    first, _, rest = text.partition("\n")
    first = first.strip().strip('"')
    return (first[4], rest) if first.lower().startswith("sep=") and len(first) == 5 else ("", text)


def _separator(text: str) -> str:
    """The character that cuts most records into the same number of cells, more than one."""
    best, chosen = (0.0, 0), ","
    for separator in _SEPARATORS:
        widths = Counter(_widths(text, separator))
        widths.pop(0, None)
        if not widths:
            continue
        width, times = max(widths.items(), key=lambda pair: (pair[1] * (pair[0] > 1), pair[0]))
        score = (times / sum(widths.values()) if width > 1 else 0.0, width)
        if score[0] and (score[0] > best[0] + 0.1 or (score[0] > best[0] - 0.1 and score[1] > best[1])):
            best, chosen = score, separator
    return chosen


def _widths(text: str, separator: str) -> list[int]:
    reader = csv.reader(io.StringIO(text[: 1 << 18], newline=""), delimiter=separator, strict=False)
    widths = []
    try:
        for record in reader:
            widths.append(len(record) if any(cell.strip() for cell in record) else 0)
            if len(widths) >= _SAMPLE:
                break
    except csv.Error:
        return widths
    return widths
