"""Where a list begins: the head among title lines and empty rows, and which rows below it are rows of the list."""

from __future__ import annotations

import re
from collections.abc import Iterator

from archive_app.frozen import dataclass
from archive_app.intake.lists.grid import Sheet, column_letters
from archive_app.intake.lists.targets import SURE, plain, recognised

_LOOKED_AT = 40  # rows among which the head is looked for
_LONGEST_HEAD = 24  # characters
_TOTAL = re.compile(r"(合\s*计|总\s*计|小\s*计|共\s*计|本页合计|累\s*计)\s*[:：]?")
_SUM = re.compile(r"共\s*[\d一二三四五六七八九十百千]+\s*[件张篇份条册人]")
_FOOT = re.compile(
    r"(注|备注|说明|填表说明|附注|填表人|制表人?|审核人?|填报人?|填表日期|制表日期|单位（?盖章|经办人|负责人)\s*[:：（(]"
)
_PAGE = re.compile(r"第\s*\d+\s*页")
_GROUP = re.compile(r"([（(]?[一二三四五六七八九十]{1,3}[）)、.．]|第[一二三四五六七八九十]+[章节部分辑类])")


@dataclass(frozen=True, slots=True)
class Head:
    """The head of a list: its first row and how many rows it takes (from 0), a label for each column, and the words
    of the lines above it."""

    top: int
    height: int
    labels: tuple[str, ...]
    above: str = ""

    @property
    def first_row(self) -> int:
        """The first row below it."""
        return self.top + self.height


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the list: its number as a person reads it (from 1), and a cell for each column of the head."""

    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Skipped:
    """A row that is none of the list, and why, in words."""

    row: int
    reason: str


def find_head(sheet: Sheet, row: int | None = None) -> Head | None:
    """The head of a sheet; ``row`` (from 0) says where it is. ``None`` where nothing looks like one."""
    if row is not None:
        return _head(sheet, row) if any(sheet.rows[row : row + 1]) else None
    best, chosen = 0.0, -1
    for number in range(min(_LOOKED_AT, len(sheet.rows))):
        score = _score(sheet.rows[number])
        if score > best + 0.01:
            best, chosen = score, number
    return _head(sheet, chosen) if chosen >= 0 else None


def _score(cells: tuple[str, ...]) -> float:
    """How much a row looks like a head: the heads it has, less what is none."""
    filled = [cell for cell in cells if cell]
    known = [recognised(cell) for cell in filled if len(cell) <= _LONGEST_HEAD]
    sure = sum(1 for certainty in known if certainty >= SURE)
    least = 1 if len(filled) <= 2 else 2
    if sure < least or len({plain(cell) for cell in filled}) * 2 < len(filled):
        return 0.0
    return sum(known) - 0.4 * sum(1 for cell in filled if len(cell) > _LONGEST_HEAD or cell.isdecimal())


def _head(sheet: Sheet, top: int) -> Head:
    """The head whose best line is ``top``: with the line above it that groups columns, or the one below that divides
    them."""
    across = [m for m in sheet.merged if m[0] == m[2] and m[3] > m[1]]
    down = [m for m in sheet.merged if m[2] > m[0]]
    first, last = top, top
    for start, _, end, _ in down:
        if start <= top <= end and end - start <= 2:
            first, last = min(first, start), max(last, end)
    if first == last:
        if any(m[0] == top for m in across) and _divides(sheet, top):
            last = top + 1
        elif top and any(m[0] == top - 1 and m[3] - m[1] + 1 < sheet.width for m in across) and _groups(sheet, top):
            first = top - 1
    lines = [_spread(sheet, number) for number in range(first, last + 1)]
    above = " ".join(cell for row in sheet.rows[:first] for cell in row if cell)
    return Head(first, last - first + 1, _labels(lines, sheet.width), above[:200])


def _divides(sheet: Sheet, top: int) -> bool:
    """Whether the row below a head names parts of its merged cells rather than holding the first row of the list."""
    below = sheet.rows[top + 1] if top + 1 < len(sheet.rows) else ()
    merged = [m for m in sheet.merged if m[0] == m[2] == top and m[3] > m[1]]
    inside = [cell for column, cell in enumerate(below) if cell and any(m[1] <= column <= m[3] for m in merged)]
    outside = [cell for column, cell in enumerate(below) if cell and not any(m[1] <= column <= m[3] for m in merged)]
    return bool(inside) and not outside and all(len(cell) <= 8 and not cell[0].isdecimal() for cell in inside)


def _groups(sheet: Sheet, top: int) -> bool:
    """Whether the row above a head groups its columns: two words at least, each over the columns it spans."""
    return len([cell for cell in sheet.rows[top - 1] if cell]) >= 2


def _spread(sheet: Sheet, number: int) -> list[str]:
    """A line of the head with merged cells standing over each of their columns and rows."""
    line = [sheet.at(number, column) for column in range(sheet.width)]
    for top, left, bottom, right in sheet.merged:
        if top <= number <= bottom and left < sheet.width:
            words = sheet.at(top, left)
            for column in range(left, min(right + 1, sheet.width)):
                line[column] = words
    return line


def _labels(lines: list[list[str]], width: int) -> tuple[str, ...]:
    """One label a column: the two lowest lines together where that is what lists call it (口述者 over 姓名), else the
    lowest that is known by itself, else all of them; each label once."""
    labels: dict[str, None] = {}
    for column in range(width):
        words = list(dict.fromkeys(" ".join(line[column].split()) for line in lines if line[column]))
        both = "".join(words[-2:])
        if len(words) > 1 and recognised(both) >= SURE:
            own = both
        else:
            own = words[-1] if words and recognised(words[-1]) >= SURE else "".join(words)
        label = own or f"{column_letters(column)} 列"
        if label in labels and len(words) > 1:
            label = "".join(words)
        labels[_once(label, labels)] = None
    return tuple(labels)


def _once(label: str, there: dict[str, None]) -> str:
    number = 2
    fresh = label
    while fresh in there:
        fresh = f"{label}#{number}"
        number += 1
    return fresh


def unnamed(label: str, column: int) -> bool:
    """Whether a label only says which column it is."""
    return label == f"{column_letters(column)} 列"


def body(
    sheet: Sheet, head: Head, skip: frozenset[int] = frozenset(), most: int = 0
) -> tuple[list[Row], list[Skipped]]:
    """The rows of the list, and those below the head that are none: totals, groups, notes, the head once more.

    ``skip`` are numbers (from 1) of rows a person wants left out; ``most`` ends after so many rows. A cell merged over
    several rows counts for each.
    """
    rows: list[Row] = []
    skipped: list[Skipped] = []
    filled = _filled_down(sheet, head)
    wide = {m[0]: m[3] - m[1] + 1 for m in sheet.merged if m[0] == m[2]}
    counter = next((i for i, label in enumerate(head.labels) if recognised_counter(label)), -1)
    known = frozenset(plain(label) for label in head.labels)
    odd = {row for row, _, _ in sheet.errors}
    for number in range(head.first_row, max(len(sheet.rows), *(row + 1 for row in odd)) if odd else len(sheet.rows)):
        own = sheet.rows[number] if number < len(sheet.rows) else ()
        if not any(own) and number not in odd:
            continue
        if most and len(rows) >= most:
            break
        if number + 1 in skip:
            skipped.append(Skipped(number + 1, "对应里说明跳过这一行"))
            continue
        reason = _why_none(own, head, wide.get(number, 1), counter, known) if any(own) else ""
        if reason:
            skipped.append(Skipped(number + 1, reason))
            continue
        cells = [own[column] if column < len(own) else "" for column in range(len(head.labels))]
        for column, words in filled.get(number, ()):
            cells[column] = words
        rows.append(Row(number + 1, tuple(cells)))
    return rows, skipped


def recognised_counter(label: str) -> bool:
    """Whether a column only counts the rows."""
    return plain(label) in ("序号", "序", "顺序号", "行号", "项次", "no", "No")


def _filled_down(sheet: Sheet, head: Head) -> dict[int, list[tuple[int, str]]]:
    """Row → (column, words) of cells that belong to one merged from a row above."""
    found: dict[int, list[tuple[int, str]]] = {}
    for top, left, bottom, _right in sheet.merged:
        if top < head.first_row or bottom == top or left >= len(head.labels):
            continue
        words = sheet.at(top, left)
        for row in range(top + 1, min(bottom, len(sheet.rows) - 1) + 1):
            found.setdefault(row, []).append((left, words))
    return found


def _why_none(cells: tuple[str, ...], head: Head, merged: int, counter: int, labels: frozenset[str]) -> str:
    filled = [(column, cell) for column, cell in enumerate(cells) if cell]
    column, first = filled[0]
    if len(filled) > 1 and len(first) <= _LONGEST_HEAD and all(plain(cell) in labels for _, cell in filled):
        return "表头又出现一次"
    if any(_TOTAL.match(cell) for _, cell in filled[:3]) or (len(filled) == 1 and _SUM.match(first)):
        return "合计行"
    if len(filled) <= 3 and (_FOOT.match(first) or _PAGE.fullmatch(first)):
        return "表后的说明"
    if len(filled) == 1:
        if column == counter and first.isdecimal():
            return "只有序号，没有内容"
        if merged > max(2, len(head.labels) // 2) or _GROUP.match(first):
            return f"分组行“{first[:20]}”"
        if column == 0 and counter == 0:
            return f"分组行“{first[:20]}”"
    return ""


def lists_of(sheets: tuple[Sheet, ...]) -> Iterator[tuple[Sheet, Head | None]]:
    """Every sheet that holds anything, with its head."""
    for sheet in sheets:
        if sheet.rows:
            yield sheet, find_head(sheet)
