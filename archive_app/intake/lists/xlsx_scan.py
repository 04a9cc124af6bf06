"""An xlsx before its cells are read: that it is bounded and plain, and what the cell reader does not tell.

Each sheet streams once through expat: no document type, a bounded number of elements, a bounded rectangle of filled
cells; on the way it notes formulas, errors and the formats that show less than a date holds.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any
from xml.parsers import expat

from archive_app.domain.errors import Refused
from archive_app.intake.lists.grid import UNCOMPUTED, refuse_sprawl
from archive_app.intake.lists.values import special_format
from archive_app.vault.hostile.limits import MIB, Limits
from archive_app.vault.hostile.xml import parse_xml
from archive_app.vault.hostile.zips import Entry, SafeZip

SHEET_BYTES = 512 * MIB
"""One sheet unpacked; a million formatted rows without a word in them are about 60 MB."""
_ELEMENTS = 24_000_000
_DEPTH = 60
_CELL = re.compile(r"([A-Z]{1,3})(\d{1,7})\Z")
_ANY_CELL = re.compile(rb"""<c r="([A-Z]{1,3})([0-9]{1,7})"(?:\s[^<>/]*)?(/>|>(?:<v\s*/>|<v></v>)?</c>|>)""")
_MOST_COLUMNS = 16_384  # that Excel has
_HIDDEN_COLUMN = re.compile(rb"""<col(?=\s[^<>]*?(?<=\s)hidden=["'](?:1|true)["'])\s[^<>]*>""")
_MIN_MAX = re.compile(rb"""\s(min|max)=["']([0-9]{1,5})["']""")
_HIDDEN_ROW = re.compile(rb"""<row(?=\s[^<>]*?(?<=\s)hidden=["'](?:1|true)["'])\s[^<>]*?\br=["']([0-9]{1,7})["']""")
_SHORT = 64 * MIB
_MOST_ODD = 200_000  # formulas and errors noted in one sheet


@dataclass(slots=True)
class SheetFacts:
    """What was noted of one sheet; rows and columns count from 0."""

    name: str
    hidden: bool = False
    rows: int = 0
    columns: int = 0
    errors: dict[tuple[int, int], str] = field(default_factory=dict)
    formulas: set[tuple[int, int]] = field(default_factory=set)
    special: dict[tuple[int, int], str] = field(default_factory=dict)
    hidden_rows: set[int] = field(default_factory=set)
    hidden_columns: set[int] = field(default_factory=set)

    def hide_columns(self, first: str, last: str) -> None:
        """Note columns that are hidden, from and to a number that counts from 1 (ISO/IEC 29500-1 §18.3.1.13)."""
        if first.isdecimal() and last.isdecimal() and max(len(first), len(last)) < 6:
            self.hidden_columns.update(range(int(first) - 1, min(int(last), _MOST_COLUMNS)))


@dataclass(slots=True)
class BookFacts:
    """What was noted of the workbook: its sheets in order, and remarks in words."""

    sheets: list[SheetFacts]
    remarks: list[str]


def scan(archive: SafeZip, limits: Limits) -> BookFacts:
    """Look the package through. Raises ``Refused`` where it is not one that may be read."""
    entries = {entry.name.lstrip("/").lower(): entry for entry in archive.entries}
    for name, entry in entries.items():
        if entry.refusal and name.startswith("xl/") and name.endswith((".xml", ".rels")):
            raise Refused(entry.refusal.removesuffix("。"))
    book = _workbook_part(archive, entries, limits)
    styles = _special_styles(archive, entries, limits)
    strings = entries.get("xl/sharedstrings.xml")
    if strings is not None:
        for _ in _parsed(archive, strings, _Plain()):
            pass
    sheets = [
        _sheet(archive, entries.get(part.lower()), SheetFacts(name, hidden), styles)
        for name, hidden, part in _sheets(archive, entries, book, limits)
    ]
    if not sheets:
        raise Refused("Excel 文件里没有工作表", "请用 Excel 或 WPS 打开修复后另存。", code="empty")
    return BookFacts(sheets, _remarks(entries))


def _remarks(entries: dict[str, Entry]) -> list[str]:
    remarks = []
    if any(name.endswith("vbaproject.bin") for name in entries):
        remarks.append("文件带有宏：只取了格子里的内容，宏没有运行，也没有收下。")
    if any(name.startswith("xl/externallinks/") for name in entries):
        remarks.append("有的格子引用别的文件：只取了上次存下的值，没有去读那些文件。")
    return remarks


def _workbook_part(archive: SafeZip, entries: dict[str, Entry], limits: Limits) -> str:
    relations = entries.get("_rels/.rels")
    if relations is not None:
        for kind, target in _relations(archive, relations, limits).values():
            if kind.endswith("/officeDocument"):
                return target.lstrip("/")
    return "xl/workbook.xml"


def _relations(archive: SafeZip, entry: Entry, limits: Limits) -> dict[str, tuple[str, str]]:
    root = parse_xml(archive.read(entry, limits.part), entry.name, limits)
    return {node.get("Id", ""): (node.get("Type", ""), node.get("Target", "")) for node in root}


def _sheets(archive: SafeZip, entries: dict[str, Entry], book: str, limits: Limits) -> Iterator[tuple[str, bool, str]]:
    """(name, hidden, part) of every sheet in the workbook's order."""
    entry = entries.get(book.lower())
    folder, name = posixpath.split(book)
    relations = entries.get(f"{folder}/_rels/{name}.rels".lstrip("/").lower())
    if entry is None or relations is None:
        raise Refused("Excel 文件里缺少工作簿的部件，可能已损坏", "请用 Excel 或 WPS 打开修复后另存。", code="damaged")
    targets = _relations(archive, relations, limits)
    root = parse_xml(archive.read(entry, limits.part), entry.name, limits)
    for node in root.iter("{*}sheet"):
        key = next((value for key, value in node.attrib.items() if key.endswith("}id")), "")
        kind, target = targets.get(key, ("", ""))
        if kind.endswith("/worksheet"):
            part = target.lstrip("/") if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
            yield node.get("name", ""), node.get("state", "visible") != "visible", part


def _special_styles(archive: SafeZip, entries: dict[str, Entry], limits: Limits) -> dict[str, str]:
    """Cell style number → what is special about its number format."""
    entry = entries.get("xl/styles.xml")
    if entry is None:
        return {}
    root = parse_xml(archive.read(entry, limits.part), entry.name, limits)
    codes = {_number(node.get("numFmtId")): node.get("formatCode", "") for node in root.iter("{*}numFmt")}
    found: dict[str, str] = {}
    for table in root.iter("{*}cellXfs"):
        for number, node in enumerate(table):
            key = _number(node.get("numFmtId"))
            special = special_format(key, codes.get(key, ""))
            if special:
                found[str(number)] = special
    return found


def _number(text: str | None) -> int:
    return int(text) if text and text.isdecimal() and len(text) < 9 else -1


class _Plain:
    """Counts elements and depth; a document type ends it."""

    def __init__(self) -> None:
        self.count = 0
        self.depth = 0
        self.name = ""

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """An element begins."""
        self.count += 1
        self.depth += 1
        if self.count > _ELEMENTS or self.depth > _DEPTH:
            raise Refused(f"里面的 {self.name} 元素太多或套得太深", "请只留目录另存后再导入。", code="too-large")

    def end(self, name: str) -> None:
        """An element ends."""
        self.depth -= 1

    def text(self, data: str) -> None:
        """Character data."""


class _Cells(_Plain):
    """Follows the cells of one sheet."""

    def __init__(self, facts: SheetFacts, styles: dict[str, str]) -> None:
        super().__init__()
        self._facts = facts
        self._styles = styles
        self._row = self._column = -1
        self._is_error = self._has_formula = self._in_value = False
        self._words = ""
        self._letters: dict[str, int] = {}

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """``row``, ``c``, and what stands in it."""
        super().start(name, attributes)
        name = name.rpartition(":")[2]
        if name == "c":
            self._cell(attributes)
        elif name in ("v", "is"):
            self._in_value = True
        elif name == "f":
            self._has_formula = True
        elif name == "row":
            number = attributes.get("r", "")
            self._row = int(number) - 1 if number.isdecimal() and len(number) < 8 else self._row + 1
            self._column = -1
            if attributes.get("hidden") in ("1", "true"):
                self._facts.hidden_rows.add(self._row)
        elif name == "col" and attributes.get("hidden") in ("1", "true"):
            self._facts.hide_columns(attributes.get("min", ""), attributes.get("max", ""))

    def _cell(self, attributes: dict[str, str]) -> None:
        place = _CELL.match(attributes.get("r", ""))
        if place is None:
            self._column += 1
        else:
            letters, number = place.groups()
            if letters not in self._letters:
                self._letters[letters] = _column(letters)
            self._row, self._column = int(number) - 1, self._letters[letters]
        self._has_formula = self._in_value = False
        self._is_error = attributes.get("t") == "e"
        self._words = ""
        if attributes.get("s") in self._styles:
            self._facts.special[self._row, self._column] = self._styles[attributes["s"]]

    def _filled(self) -> None:
        facts = self._facts
        if self._row >= facts.rows:
            facts.rows = self._row + 1
        if self._column >= facts.columns:
            facts.columns = self._column + 1

    def end(self, name: str) -> None:
        """A cell that ends says whether it was odd."""
        self.depth -= 1
        if name == "v":
            self._in_value = False
        elif (self._has_formula or self._is_error) and name.rpartition(":")[2] == "c":
            self._note()

    def _note(self) -> None:
        facts, place = self._facts, (self._row, self._column)
        if len(facts.formulas) < _MOST_ODD and self._has_formula:
            facts.formulas.add(place)
        if len(facts.errors) < _MOST_ODD:
            if self._is_error:
                facts.errors[place] = self._words.strip() or "#N/A"
            elif not self._words:
                facts.errors[place] = UNCOMPUTED
        self._has_formula = self._is_error = False

    def text(self, data: str) -> None:
        """How far the filled cells reach; the words of an error, and whether a formula has any."""
        if self._in_value:
            self._filled()
        if self._in_value and (self._is_error or self._has_formula) and len(self._words) < 20:
            self._words += data


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1


def _sheet(archive: SafeZip, entry: Entry | None, facts: SheetFacts, styles: dict[str, str]) -> SheetFacts:
    if entry is None or facts.hidden:
        return facts
    if not _looked_over(archive, entry, facts, styles):
        for _ in _parsed(archive, entry, _Cells(facts, styles)):
            pass
    refuse_sprawl(facts.name, facts.rows, facts.columns)
    return facts


def _looked_over(archive: SafeZip, entry: Entry, facts: SheetFacts, styles: dict[str, str]) -> bool:
    """The short way for the usual sheet, which has nothing odd: only how far its cells reach. False: parse it.

    Ten times faster than following every cell; it gives up on whatever a pattern might misread.
    """
    if entry.size > _SHORT:
        return False
    data = archive.read(entry, _SHORT)
    if not data.lstrip().startswith((b"<?xml", b"<worksheet")) or b"\0" in data[:64] or b"<!" in data:
        return False
    odd = [rb"<f[ />]", rb"""t=["']e["']"""]
    if styles:
        odd.append(rb"""s=["'](?:%s)["']""" % b"|".join(number.encode() for number in styles))
    if any(re.search(pattern, data) for pattern in odd):
        return False
    cells = _ANY_CELL.findall(data)
    if len(cells) != data.count(b"<c ") + data.count(b"<c>") or not data.rstrip().endswith(b"</worksheet>"):
        return False
    facts.hidden_rows.update(int(number) - 1 for number in _HIDDEN_ROW.findall(data))
    for column in _HIDDEN_COLUMN.findall(data):
        ends = {name: number.decode() for name, number in _MIN_MAX.findall(column)}
        facts.hide_columns(ends.get(b"min", ""), ends.get(b"max", ""))
    filled = [(letters, number) for letters, number, end in cells if end == b">"]
    facts.rows = max((int(number) for _, number in filled), default=0)
    facts.columns = 1 + max((_column(letters.decode()) for letters in {letters for letters, _ in filled}), default=-1)
    return True


def _parsed(archive: SafeZip, entry: Entry, handler: _Plain) -> Iterator[None]:
    """Stream a part through expat, a chunk at a time."""
    handler.name = entry.name
    parser = expat.ParserCreate()
    parser.buffer_text = True

    def declared(*_: Any) -> None:
        raise Refused(
            f"里面的 {entry.name} 带有文档类型声明（DOCTYPE），可能用来读取别的文件或耗尽内存",
            "请用 Excel 或 WPS 打开，另存为 xlsx 后再导入。",
            code="doctype",
        )

    parser.StartDoctypeDeclHandler = declared
    parser.EntityDeclHandler = declared
    parser.StartElementHandler = handler.start
    parser.EndElementHandler = handler.end
    if isinstance(handler, _Cells):
        parser.CharacterDataHandler = handler.text
    try:
        for chunk in archive.chunks(entry, SHEET_BYTES):
            parser.Parse(chunk, False)
            yield
        parser.Parse(b"", True)
    except expat.ExpatError as error:
        raise Refused(
            f"里面的 {entry.name} 已损坏，读不出来", "请用 Excel 或 WPS 打开修复后另存。", code="broken-xml"
        ) from error
