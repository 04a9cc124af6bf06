"""A plain workbook (.xlsx): SpreadsheetML, ECMA-376-1 §18.

Only what lists need: cells of words, numbers, and words in two looks; heads that stay in view, can be filtered by and
stand on every printed page; A4 across, as wide as the page.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from itertools import chain, islice
from typing import IO, NamedTuple
from xml.sax.saxutils import escape

from archive_app.office.package import HEAD, OFFICE, Piece, clean, quoted, relations, write_frame

Cell = str | int | float | Sequence[Piece]
"""A cell: words, a whole number, an amount of money (a float, shown with two places), or words in several looks."""

ROWS = 1_048_576
"""Of one sheet, Excel's limit; more go on to the next sheet."""
_LONGEST = 32767
"""UTF-16 units of a cell, Excel's limit: a file with a longer one is called damaged."""
_NAME = 31
_SHORT = 200
"""Characters that are worth keeping made."""
_LINE, _HIGHEST = 15, 409
"""Points: of a line at 11 points, and the highest row there is."""
_FULL = "\u1100"
"""From here on a character is two halves wide."""
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_KIND = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_NOT_IN_NAMES = re.compile(r"[\\/*?:\[\]\x00-\x1f]")
_LOOKS_ESCAPED = re.compile(r"_(?=x[0-9A-Fa-f]{4}_)")


class Sheet(NamedTuple):
    """A sheet: its name, its columns' heads and widths (characters), its rows; ``wrapped`` columns break lines."""

    name: str
    heads: Sequence[str]
    widths: Sequence[float]
    rows: Iterable[Sequence[Cell]]
    wrapped: Sequence[int] = ()


class _Part(NamedTuple):
    """A sheet as it was written: its name, and the columns and rows it has under its heads."""

    name: str
    columns: int
    rows: int


def write_xlsx(handle: IO[bytes], sheets: Sequence[Sheet], title: str = "") -> None:
    """Write a workbook of these sheets, one after another: a sheet's rows are asked for when those before are
    written."""
    types = {"xl/workbook.xml": f"{_KIND}.sheet.main+xml", "xl/styles.xml": f"{_KIND}.styles+xml"}
    with zipfile.ZipFile(handle, "w", zipfile.ZIP_DEFLATED) as packed:
        write_frame(packed, types, "xl/workbook.xml", title, f"{_KIND}.worksheet+xml")
        packed.writestr("xl/styles.xml", _STYLES)
        parts: list[_Part] = []
        for sheet in sheets:
            _write_sheets(packed, sheet, parts)
        targets = [(f"{OFFICE}/worksheet", f"worksheets/sheet{n}.xml") for n in range(1, len(parts) + 1)]
        packed.writestr("xl/workbook.xml", _workbook(parts))
        packed.writestr("xl/_rels/workbook.xml.rels", relations([*targets, (f"{OFFICE}/styles", "styles.xml")]))


def _write_sheets(packed: zipfile.ZipFile, sheet: Sheet, parts: list[_Part]) -> None:
    """A sheet, and as many more as its rows need."""
    rows = iter(sheet.rows)
    room = ROWS - bool(sheet.heads)
    count = 0
    while True:
        count += 1
        name = _name(sheet.name, count, {part.name.casefold() for part in parts})
        written = [0]
        with packed.open(f"xl/worksheets/sheet{len(parts) + 1}.xml", "w", force_zip64=True) as part:
            for text in _sheet(sheet._replace(name=name, rows=islice(rows, room)), not parts, written):
                part.write(text.encode())
        parts.append(_Part(name, len(sheet.heads), written[0]))
        further = next(rows, None)
        if further is None:
            return
        rows = chain((further,), rows)


def _name(wanted: str, count: int, taken: set[str]) -> str:
    """A sheet's name as Excel allows it: short, without certain marks, no other's."""
    plain = _NOT_IN_NAMES.sub(" ", clean(wanted)).strip("' ") or "表"
    while True:
        tail = f" {count}" if count > 1 else ""
        name = _cut(plain, _NAME - len(tail)) + tail
        if name.casefold() not in taken:
            return name
        count += 1


def _workbook(parts: Sequence[_Part]) -> str:
    listed = "".join(
        f'<sheet name="{quoted(part.name)}" sheetId="{n}" r:id="rId{n}"/>' for n, part in enumerate(parts, 1)
    )
    names = ""
    for number, part in enumerate(parts):
        place = "'" + part.name.replace("'", "''") + "'"
        if part.columns:
            area = f"{place}!$A$1:${_letters(part.columns)}${part.rows + 1}"
            names += (
                f'<definedName name="_xlnm._FilterDatabase" localSheetId="{number}" hidden="1">{quoted(area)}'
                f'</definedName><definedName name="_xlnm.Print_Titles" localSheetId="{number}">'
                f"{quoted(place)}!$1:$1</definedName>"
            )
    defined = f"<definedNames>{names}</definedNames>" if names else ""
    return (
        f'{HEAD}<workbook xmlns="{_MAIN}" xmlns:r="{OFFICE}"><bookViews><workbookView activeTab="0"/></bookViews>'
        f"<sheets>{listed}</sheets>{defined}</workbook>"
    )


_PLAIN, _HEADING, _WRAPPED, _TEXT, _MONEY = range(5)
_FONT = '<sz val="11"/><name val="宋体"/><charset val="134"/>'
_GREY = '<fill><patternFill patternType="solid"><fgColor rgb="FFE7E6E6"/><bgColor indexed="64"/></patternFill></fill>'
_STYLES = (
    f'{HEAD}<styleSheet xmlns="{_MAIN}"><fonts count="2"><font>{_FONT}</font><font><b/>{_FONT}</font></fonts>'
    '<fills count="3"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>'
    f'{_GREY}</fills><borders count="2"><border><left/><right/><top/><bottom/><diagonal/></border>'
    '<border><left/><right/><top/><bottom style="thin"><color auto="1"/></bottom><diagonal/></border></borders>'
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="5">'
    '<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0" applyAlignment="1">'
    '<alignment horizontal="center" vertical="top"/></xf>'
    '<xf numFmtId="0" fontId="1" fillId="2" borderId="1" xfId="0" applyFont="1" applyFill="1" applyBorder="1" '
    'applyAlignment="1"><alignment vertical="center" wrapText="1"/></xf>'
    # the prefix keeps "=1+1" a word when somebody edits the cell and leaves it again
    '<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0" quotePrefix="1" applyAlignment="1">'
    '<alignment vertical="top" wrapText="1"/></xf>'
    '<xf numFmtId="49" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1" applyAlignment="1">'
    '<alignment vertical="top"/></xf>'
    '<xf numFmtId="4" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1" applyAlignment="1">'
    '<alignment horizontal="right" vertical="top"/></xf></cellXfs>'
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
)
_MARKED = '<rPr><b/><sz val="11"/><color rgb="FFC00000"/><rFont val="宋体"/><charset val="134"/></rPr>'
_PAGE = (
    '<printOptions gridLines="1"/>'
    '<pageMargins left="0.5" right="0.5" top="0.6" bottom="0.7" header="0.3" footer="0.3"/>'
    '<pageSetup paperSize="9" orientation="landscape" fitToWidth="1" fitToHeight="0"/>'
)


def _sheet(sheet: Sheet, first: bool, written: list[int]) -> Iterator[str]:
    """The sheet's XML (CT_Worksheet, in the order of §18.3.1.99); ``written`` counts its rows."""
    pane = '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>' if sheet.heads else ""
    yield f'{HEAD}<worksheet xmlns="{_MAIN}"><sheetPr><pageSetUpPr fitToPage="1"/></sheetPr>'
    selected = ' tabSelected="1"' if first else ""
    yield f'<sheetViews><sheetView{selected} workbookViewId="0">{pane}</sheetView></sheetViews>'
    columns = "".join(
        f'<col min="{n}" max="{n}" width="{width}" customWidth="1"/>' for n, width in enumerate(sheet.widths, 1)
    )
    yield f'<sheetFormatPr defaultRowHeight="{_LINE}"/>'
    yield f"{f'<cols>{columns}</cols>' if columns else ''}<sheetData>"
    at = 0
    if sheet.heads:
        at = 1
        yield _row(at, sheet.heads, dict.fromkeys(range(len(sheet.heads)), _HEADING))
    styles = dict.fromkeys(sheet.wrapped, _WRAPPED)
    for row in sheet.rows:
        at += 1
        written[0] += 1
        yield _row(at, row, styles, _lines(row, sheet))
    yield "</sheetData>"
    if sheet.heads:
        yield f'<autoFilter ref="A1:{_letters(len(sheet.heads))}{at}"/>'
    footer = escape(f"&L{sheet.name.replace('&', '&&')}&C第 &P 页，共 &N 页")
    yield f"{_PAGE}<headerFooter><oddFooter>{footer}</oddFooter></headerFooter></worksheet>"


def _lines(cells: Sequence[Cell], sheet: Sheet) -> int:
    """How many lines the row needs: Excel finds it out by itself, LibreOffice and previewers do not."""
    most = 1
    for column in sheet.wrapped:
        cell = cells[column] if column < len(cells) else ""
        if isinstance(cell, int | float):
            continue
        words = cell if isinstance(cell, str) else "".join(piece.words for piece in cell)
        wide = max(2, int(sheet.widths[column]) - 1)
        # in halves of a character; a Chinese one that does not fit any more leaves half a place empty
        halves = (len(line) + sum(map(_FULL.__le__, line)) for line in words.split("\n"))
        most = max(most, sum(max(1, -(-half // (wide - wide % 2))) for half in halves))
    return most


def _row(number: int, cells: Sequence[Cell], styles: dict[int, int], lines: int = 1) -> str:
    height = f' ht="{min(_HIGHEST, lines * _LINE)}"' if lines > 1 else ""
    inner = "".join(_cell(number, n, cell, styles.get(n)) for n, cell in enumerate(cells))
    return f'<row r="{number}"{height}>{inner}</row>'


def _cell(row: int, column: int, cell: Cell, style: int | None) -> str:
    place = f"{_letters(column + 1)}{row}"
    if isinstance(cell, int):
        return f'<c r="{place}" s="{_PLAIN}"><v>{cell}</v></c>'
    if isinstance(cell, float):
        return f'<c r="{place}" s="{_MONEY}"><v>{cell!r}</v></c>'
    if isinstance(cell, str):
        look, pieces = _TEXT if style is None else style, [Piece(cell)]
    else:
        look, pieces = _WRAPPED if style is None else style, _fitting(cell)
    said = [(_said(words), marked) for words, marked in pieces]
    if len(said) == 1 and not said[0][1]:
        inner = said[0][0]
    else:
        inner = "".join(f"<r>{_MARKED if marked else ''}{words}</r>" for words, marked in said if words)
    return f'<c r="{place}" s="{look}" t="inlineStr"><is>{inner}</is></c>' if inner else ""


def _fitting(pieces: Sequence[Piece]) -> list[Piece]:
    """Of the pieces, what one cell holds."""
    found: list[Piece] = []
    room = _LONGEST
    for words, marked in pieces:
        whole = clean(words)
        kept = _cut(whole, room)
        found.append(Piece(kept, marked))
        if kept != whole:
            break
        room -= len(kept.encode("utf-16-le")) // 2
    return found


def _said(words: str) -> str:
    """Words as a cell's text; what stands in many rows is made once."""
    return _made(words) if len(words) < _SHORT else _text(words)


def _text(words: str) -> str:
    """What only looks like an escaped character (_x0041_, §22.9.2.19) stays what it is."""
    kept = _LOOKS_ESCAPED.sub("_x005F_", _cut(clean(words), _LONGEST))
    return f'<t xml:space="preserve">{escape(kept)}</t>' if kept else ""


_made = lru_cache(maxsize=512)(_text)


def _cut(words: str, units: int) -> str:
    """The words' beginning, in so many UTF-16 units; no character is cut in two."""
    if 2 * len(words) <= units:
        return words
    return words.encode("utf-16-le")[: 2 * units].decode("utf-16-le", "ignore")


@lru_cache(maxsize=256)
def _letters(column: int) -> str:
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters
