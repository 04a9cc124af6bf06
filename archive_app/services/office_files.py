"""A plain spreadsheet (.xlsx) and a plain document (.docx), written part by part: Office Open XML, ECMA-376.

For lists that go out to Excel, Word and WPS. Only what such lists need: cells of words, numbers and words in several
looks; headings, paragraphs, words marked. Every word is written as a word, nothing becomes a formula, a link or a
field; what no XML file may hold is left out.
"""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from typing import IO, NamedTuple
from xml.sax.saxutils import escape

_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_LONGEST_CELL = 32767
"""Characters of a cell."""
_NAMES = re.compile(r"[\\/*?:\[\]]")
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
_RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_SHEETS = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_WORDS = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"


class Piece(NamedTuple):
    """Words in one look: ``marked`` ones are bold and stand out."""

    words: str
    marked: bool = False


Cell = str | int | Sequence[Piece]
"""A cell: words, a number, or words in several looks."""


def clean(words: str) -> str:
    """The words without what no XML file may hold, for putting between tags."""
    return escape(_NOT_XML.sub("", words))


class Sheet(NamedTuple):
    """A sheet: its name, its columns' heads and widths (characters), its rows; ``wrapped`` columns break lines."""

    name: str
    heads: Sequence[str]
    widths: Sequence[float]
    rows: Iterable[Sequence[Cell]]
    wrapped: Sequence[int] = ()


def write_xlsx(handle: IO[bytes], sheets: Sequence[Sheet]) -> None:
    """Write a workbook of these sheets; the heads are bold, stay in view, and can be filtered by."""
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml."
    parts = [("/xl/workbook.xml", f"{kind}sheet.main+xml"), ("/xl/styles.xml", f"{kind}styles+xml")]
    parts += [(f"/xl/worksheets/sheet{n}.xml", f"{kind}worksheet+xml") for n in range(1, len(sheets) + 1)]
    with zipfile.ZipFile(handle, "w", zipfile.ZIP_DEFLATED) as packed:
        _frame(packed, parts, "xl/workbook.xml")
        listed = "".join(
            f'<sheet name="{clean(_NAMES.sub(" ", sheet.name)[:31])}" sheetId="{n}" r:id="rId{n}"/>'
            for n, sheet in enumerate(sheets, 1)
        )
        packed.writestr(
            "xl/workbook.xml",
            f'{_HEAD}<workbook xmlns="{_SHEETS}" xmlns:r="{_OFFICE}"><sheets>{listed}</sheets></workbook>',
        )
        targets = [("worksheet", f"worksheets/sheet{n}.xml") for n in range(1, len(sheets) + 1)]
        packed.writestr("xl/_rels/workbook.xml.rels", _related([*targets, ("styles", "styles.xml")]))
        packed.writestr("xl/styles.xml", _STYLES)
        for number, sheet in enumerate(sheets, 1):
            with packed.open(f"xl/worksheets/sheet{number}.xml", "w", force_zip64=True) as part:
                for text in _sheet(sheet):
                    part.write(text.encode())


_STYLES = (
    f'{_HEAD}<styleSheet xmlns="{_SHEETS}"><fonts count="2"><font><sz val="11"/><name val="宋体"/></font>'
    '<font><b/><sz val="11"/><name val="宋体"/></font></fonts>'
    '<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill>'
    '</fills><borders count="1"><border><left/><right/><top/><bottom/><diagonal/></border></borders>'
    '<cellStyleXfs count="1"><xf numFmtId="0" fontId="0" fillId="0" borderId="0"/></cellStyleXfs><cellXfs count="4">'
    '<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0" applyAlignment="1"><alignment vertical="top"/></xf>'
    '<xf numFmtId="0" fontId="1" fillId="0" borderId="0" xfId="0" applyFont="1"/>'
    '<xf numFmtId="0" fontId="0" fillId="0" borderId="0" xfId="0" applyAlignment="1">'
    '<alignment vertical="top" wrapText="1"/></xf>'
    '<xf numFmtId="49" fontId="0" fillId="0" borderId="0" xfId="0" applyNumberFormat="1" applyAlignment="1">'
    '<alignment vertical="top"/></xf></cellXfs>'
    '<cellStyles count="1"><cellStyle name="Normal" xfId="0" builtinId="0"/></cellStyles></styleSheet>'
)
_PLAIN, _BOLD, _WRAPPED, _TEXT = range(4)


def _sheet(sheet: Sheet) -> Iterator[str]:
    pane = '<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/>' if sheet.heads else ""
    yield f'{_HEAD}<worksheet xmlns="{_SHEETS}">'
    yield f'<sheetViews><sheetView workbookViewId="0">{pane}</sheetView></sheetViews>'
    columns = "".join(
        f'<col min="{n}" max="{n}" width="{width}" customWidth="1"/>' for n, width in enumerate(sheet.widths, 1)
    )
    yield f"<cols>{columns}</cols><sheetData>"
    at = 0
    if sheet.heads:
        at = 1
        yield _row(at, sheet.heads, dict.fromkeys(range(len(sheet.heads)), _BOLD))
    styles = dict.fromkeys(sheet.wrapped, _WRAPPED)
    for row in sheet.rows:
        at += 1
        yield _row(at, row, styles)
    yield "</sheetData>"
    if sheet.heads:
        yield f'<autoFilter ref="A1:{_letters(len(sheet.heads))}{max(at, 1)}"/>'
    yield "</worksheet>"


def _row(number: int, cells: Sequence[Cell], styles: dict[int, int]) -> str:
    return f'<row r="{number}">{"".join(_cell(number, n, cell, styles.get(n)) for n, cell in enumerate(cells))}</row>'


def _cell(row: int, column: int, cell: Cell, style: int | None) -> str:
    place = f"{_letters(column + 1)}{row}"
    if isinstance(cell, int):
        return f'<c r="{place}" s="{_PLAIN}"><v>{cell}</v></c>'
    if not cell:
        return ""
    if isinstance(cell, str):
        look = _TEXT if style is None else style
        return f'<c r="{place}" s="{look}" t="inlineStr"><is>{_said(cell[:_LONGEST_CELL])}</is></c>'
    runs = "".join(
        f"<r>{_MARKED if piece.marked else ''}{_said(piece.words)}</r>"
        for piece in cell
        if _NOT_XML.sub("", piece.words)
    )
    return (
        f'<c r="{place}" s="{_WRAPPED if style is None else style}" t="inlineStr"><is>{runs}</is></c>' if runs else ""
    )


_MARKED = '<rPr><b/><sz val="11"/><color rgb="FFC00000"/><rFont val="宋体"/></rPr>'


def _said(words: str) -> str:
    return f'<t xml:space="preserve">{clean(words)}</t>'


def _letters(column: int) -> str:
    letters = ""
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


class Paragraph(NamedTuple):
    """A paragraph. ``level`` 1 and 2 are headings; ``indent`` is in points."""

    pieces: Sequence[Piece]
    level: int = 0
    indent: int = 0


def write_docx(handle: IO[bytes], paragraphs: Iterable[Paragraph]) -> None:
    """Write a document of these paragraphs, on A4."""
    kind = "application/vnd.openxmlformats-officedocument.wordprocessingml."
    parts = [("/word/document.xml", f"{kind}document.main+xml"), ("/word/styles.xml", f"{kind}styles+xml")]
    with zipfile.ZipFile(handle, "w", zipfile.ZIP_DEFLATED) as packed:
        _frame(packed, parts, "word/document.xml")
        packed.writestr("word/_rels/document.xml.rels", _related([("styles", "styles.xml")]))
        packed.writestr("word/styles.xml", _word_styles())
        with packed.open("word/document.xml", "w", force_zip64=True) as part:
            part.write(f'{_HEAD}<w:document xmlns:w="{_WORDS}"><w:body>'.encode())
            for paragraph in paragraphs:
                part.write(_paragraph(paragraph).encode())
            size = '<w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1440" w:right="1440" w:bottom="1440" w:left="1440"'
            part.write(f'<w:sectPr>{size} w:header="720" w:footer="720" w:gutter="0"/></w:sectPr>'.encode())
            part.write(b"</w:body></w:document>")


def _paragraph(paragraph: Paragraph) -> str:
    style = f'<w:pStyle w:val="Heading{paragraph.level}"/>' if paragraph.level else ""
    indent = f'<w:ind w:left="{20 * paragraph.indent}"/>' if paragraph.indent else ""
    said = [(words.replace("\n", " "), marked) for words, marked in paragraph.pieces if words]
    runs = "".join([f"<w:r>{_HIGHLIGHT if marked else ''}{_text(words)}</w:r>" for words, marked in said])
    return f"<w:p><w:pPr>{style}{indent}</w:pPr>{runs}</w:p>"


def _text(words: str) -> str:
    return f'<w:t xml:space="preserve">{clean(words)}</w:t>'


_HIGHLIGHT = '<w:rPr><w:b/><w:highlight w:val="yellow"/></w:rPr>'


def _word_styles() -> str:
    fonts = '<w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:eastAsia="{}"/>'
    body = f'<w:rPrDefault><w:rPr>{fonts.format("宋体")}<w:sz w:val="21"/></w:rPr></w:rPrDefault>'
    spaced = '<w:pPrDefault><w:pPr><w:spacing w:after="60" w:line="300" w:lineRule="auto"/></w:pPr></w:pPrDefault>'
    normal = '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/></w:style>'
    heads = "".join(
        f'<w:style w:type="paragraph" w:styleId="Heading{level}"><w:name w:val="heading {level}"/>'
        f'<w:basedOn w:val="Normal"/><w:next w:val="Normal"/><w:pPr><w:keepNext/><w:spacing w:before="{before}"/>'
        f'<w:outlineLvl w:val="{level - 1}"/></w:pPr><w:rPr>{fonts.format("黑体")}<w:b/><w:sz w:val="{size}"/></w:rPr>'
        "</w:style>"
        for level, size, before in ((1, 32, 0), (2, 24, 240))
    )
    return (
        f'{_HEAD}<w:styles xmlns:w="{_WORDS}"><w:docDefaults>{body}{spaced}</w:docDefaults>{normal}{heads}</w:styles>'
    )


def _frame(packed: zipfile.ZipFile, parts: Sequence[tuple[str, str]], main: str) -> None:
    """What every such file begins with: the types of its parts, and which of them is the main one."""
    overrides = "".join(f'<Override PartName="{name}" ContentType="{kind}"/>' for name, kind in parts)
    rels = "application/vnd.openxmlformats-package.relationships+xml"
    defaults = (
        f'<Default Extension="rels" ContentType="{rels}"/><Default Extension="xml" ContentType="application/xml"/>'
    )
    packed.writestr("[Content_Types].xml", f'{_HEAD}<Types xmlns="{_TYPES}">{defaults}{overrides}</Types>')
    packed.writestr("_rels/.rels", _related([("officeDocument", main)]))


def _related(targets: Sequence[tuple[str, str]]) -> str:
    listed = "".join(
        f'<Relationship Id="rId{n}" Type="{_OFFICE}/{kind}" Target="{target}"/>'
        for n, (kind, target) in enumerate(targets, 1)
    )
    return f'{_HEAD}<Relationships xmlns="{_RELATIONS}">{listed}</Relationships>'
