"""What goes out to Excel and Word: whole files by the standard, with any words in them (ECMA-376-1)."""

from __future__ import annotations

import io
import random
import zipfile
from pathlib import Path

import docx
import openpyxl
import pytest
from lxml import etree
from openpyxl.cell.rich_text import CellRichText

from archive_app.office import workbook
from archive_app.office.document import Paragraph, Style, write_docx
from archive_app.office.package import Piece
from archive_app.office.workbook import Cell, Sheet, write_xlsx

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
TYPES = "{http://schemas.openxmlformats.org/package/2006/content-types}"

# The order in which the schemas have the children of an element: Excel and Word call a file damaged that has another.
ORDERS = {
    f"{MAIN}worksheet": "sheetPr dimension sheetViews sheetFormatPr cols sheetData autoFilter mergeCells printOptions "
    "pageMargins pageSetup headerFooter",
    f"{MAIN}workbook": "fileVersion workbookPr bookViews sheets definedNames calcPr",
    f"{MAIN}styleSheet": "numFmts fonts fills borders cellStyleXfs cellXfs cellStyles dxfs",
    f"{MAIN}c": "f v is",
    f"{MAIN}r": "rPr t",
    f"{MAIN}xf": "alignment protection",
    f"{W}style": "name basedOn next link uiPriority qFormat pPr rPr",
    f"{W}pPr": "pStyle keepNext keepLines pageBreakBefore spacing ind jc outlineLvl rPr",
    f"{W}rPr": "rStyle rFonts b i color sz szCs highlight u lang",
    f"{W}p": "pPr r fldSimple",
    f"{W}r": "rPr t",
    f"{W}sectPr": "footerReference pgSz pgMar",
    f"{W}settings": "zoom defaultTabStop characterSpacingControl compat themeFontLang",
    f"{W}font": "altName charset",
}


def faults(data: bytes) -> list[str]:
    """What is wrong with the frame and the order of things in a file."""
    found = []
    with zipfile.ZipFile(io.BytesIO(data)) as packed:
        names = packed.namelist()
        parts = {name: etree.fromstring(packed.read(name)) for name in names}
    if names[0] != "[Content_Types].xml" or len(set(names)) != len(names):
        found.append("the parts")
    types = parts["[Content_Types].xml"]
    found += [
        f"{each.get('PartName')} has a type and is not there"
        for each in types.iter(f"{TYPES}Override")
        if each.get("PartName", "").removeprefix("/") not in names
    ]
    for name, root in parts.items():
        if name.endswith(".rels"):
            folder = Path(name).parent.parent
            found += [
                f"{each.get('Target')} is missing" for each in root if str(folder / each.get("Target")) not in names
            ]
        for element in root.iter():
            order = ORDERS.get(element.tag, "").split()
            if not order:
                continue
            at = [order.index(tag) if (tag := etree.QName(child).localname) in order else -1 for child in element]
            repeats = etree.QName(element).localname == "p" or element.tag == f"{MAIN}is"
            if -1 in at or (at != sorted(at) and not repeats):
                found.append(f"{name}: {element.tag} {[child.tag for child in element]}")
    return found


def written_xlsx(*sheets: Sheet, title: str = "") -> bytes:
    handle = io.BytesIO()
    write_xlsx(handle, sheets, title)
    return handle.getvalue()


def written_docx(*paragraphs: Paragraph, title: str = "") -> bytes:
    handle = io.BytesIO()
    write_docx(handle, paragraphs, title)
    return handle.getvalue()


def sheet_of(*rows: tuple[Cell, ...], wrapped: tuple[int, ...] = ()) -> Sheet:
    return Sheet("表", ("甲", "乙", "丙"), (9, 20, 30), rows, wrapped)


ODD = [
    "", " ", "  two  ", "=1+1", "=cmd|' /C calc'!A0", "+1", "-1", "@SUM(A1)", "'quoted", "<b>&amp;]]>", '"', "\t",
    "a\nb", "a\r\nb", "a\rb", "\x00\x08\x0b\x0c\x1f", "\ud800", "𠮷䶮𬱟〇々", "\ufffe\uffff", "\u2028", "\u202e右",
    "\U0001f468\u200d\U0001f467", "_x0041_", "_x000D_", "_x_x0041_", "e\u0301", "1e5", "007", "2026-01-02", "TRUE",
    "#N/A", "x" * 40_000, "𠮷" * 20_000,
]  # fmt: skip


def readable(words: str) -> str:
    """What of the words an XML file may hold."""
    return "".join(
        c for c in words.replace("\r\n", "\n").replace("\r", "\n")
        if c in "\t\n" or " " <= c < "\ud800" or "\ue000" <= c < "\ufffe" or c > "\uffff"
    )  # fmt: skip


def kept(words: str) -> str:
    """What of the words a cell holds."""
    return readable(words).encode("utf-16-le")[: 2 * 32767].decode("utf-16-le", "ignore")


def test_every_word_comes_back_as_it_was_and_as_a_word() -> None:
    rows: list[tuple[Cell, ...]] = [(word, [Piece(word, True), Piece("尾")], word) for word in ODD]
    data = written_xlsx(sheet_of(*rows, wrapped=(1, 2)), title="\x00=<1>&")
    assert faults(data) == []
    sheet = openpyxl.load_workbook(io.BytesIO(data), rich_text=True).active
    for number, word in enumerate(ODD, 2):
        plain, marked, wrapped = (sheet.cell(number, column) for column in (1, 2, 3))
        assert (plain.value or "") == (wrapped.value or "") == kept(word)
        assert str(marked.value) == kept(word + "尾")
        assert {cell.data_type for cell in (plain, marked, wrapped)} <= {"s", "n", "inlineStr"}, "never a formula"
        if kept(word):
            assert plain.number_format == "@" and wrapped.quotePrefix, "and none when it is edited"
    assert openpyxl.load_workbook(io.BytesIO(data)).properties.title == "=<1>&"


def test_no_cell_holds_more_than_excel_opens() -> None:
    long = [Piece("𠮷" * 10_000), Piece("甲" * 10_000, True), Piece("乙" * 10_000)]
    sheet = openpyxl.load_workbook(io.BytesIO(written_xlsx(sheet_of(("𠮷" * 17_000, long, "")))), rich_text=True).active
    plain, rich = sheet["A2"].value, sheet["B2"].value
    assert len(plain.encode("utf-16-le")) == 2 * 32766, "no character is cut in two"
    assert isinstance(rich, CellRichText)
    assert str(rich) == "𠮷" * 10_000 + "甲" * 10_000 + "乙" * 2_767


def test_a_list_is_printed_across_a4_with_its_heads_on_every_page() -> None:
    book = openpyxl.load_workbook(io.BytesIO(written_xlsx(sheet_of(("一", 2, "三"), wrapped=(2,)))))
    sheet = book.active
    assert (sheet.page_setup.orientation, int(sheet.page_setup.paperSize)) == ("landscape", 9)
    assert (sheet.sheet_properties.pageSetUpPr.fitToPage, sheet.page_setup.fitToHeight) == (True, 0)
    assert sheet.print_title_rows == "$1:$1" and sheet.freeze_panes == "A2" and sheet.auto_filter.ref == "A1:C2"
    assert [sheet.column_dimensions[letter].width for letter in "ABC"] == [9, 20, 30]
    assert sheet["A1"].font.b and sheet["A1"].fill.fgColor.rgb == "FFE7E6E6"
    assert sheet["B2"].value == 2 and sheet["C2"].alignment.wrap_text
    assert "&P" in sheet.oddFooter.center.text


def test_a_row_is_as_high_as_what_stands_in_it() -> None:
    rows: list[tuple[Cell, ...]] = [
        ("短", "", "短"),
        ("", "", "长" * 29),
        ("", "", "一\n二\n三"),
        ("", "", "长" * 9999),
    ]
    sheet = openpyxl.load_workbook(io.BytesIO(written_xlsx(sheet_of(*rows, wrapped=(2,))))).active
    assert [sheet.row_dimensions[number].height for number in (2, 3, 4, 5)] == [None, 45, 45, 409]


def test_more_rows_than_a_sheet_holds_go_on_in_the_next(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workbook, "ROWS", 11)
    some = Sheet("结果", ("数",), (9,), ([number] for number in range(25)))
    data = written_xlsx(some, Sheet("结果 2", (), (), [["别的"]]), Sheet("[:]", (), (), []))
    assert faults(data) == []
    book = openpyxl.load_workbook(io.BytesIO(data))
    assert book.sheetnames == ["结果", "结果 2", "结果 3", "结果 2 2", "表"]
    found = [[row[0] for row in book[name].iter_rows(values_only=True)] for name in book.sheetnames[:3]]
    assert found == [["数", *range(10)], ["数", *range(10, 20)], ["数", *range(20, 25)]]
    assert book["结果 3"].auto_filter.ref == "A1:A6" and book["结果 3"].print_title_rows == "$1:$1"
    monkeypatch.setattr(workbook, "ROWS", 4)
    full = openpyxl.load_workbook(io.BytesIO(written_xlsx(Sheet("'x'*" * 20, ("数",), (9,), [[1], [2], [3]]))))
    assert len(full.sheetnames) == 1 and len(full.sheetnames[0]) <= 31, "a full sheet is followed by no empty one"


def test_a_document_has_its_looks_in_its_styles() -> None:
    paragraphs = [Paragraph([Piece("甲"), Piece("乙", True), Piece("丙\n丁\t戊")], style) for style in Style]
    data = written_docx(*paragraphs, title="检索结果")
    assert faults(data) == []
    paper = docx.Document(io.BytesIO(data))
    names = [p.style.name for p in paper.paragraphs if p.style is not None]
    assert names == ["Normal", "Title", "Heading 2", "资料说明", "检索出处", "引文"]
    assert {p.text for p in paper.paragraphs} == {"甲乙丙 丁 戊"}
    assert [run.text for run in paper.paragraphs[4].runs if run.font.highlight_color] == ["乙"]
    assert paper.core_properties.title == "检索结果"
    section = paper.sections[0]
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)
    assert "PAGE" in etree.tostring(section.footer._element).decode()


def test_any_words_make_a_document_that_opens() -> None:
    data = written_docx(*(Paragraph([Piece(word, True), Piece("尾")]) for word in ODD))
    assert faults(data) == []
    found = [p.text for p in docx.Document(io.BytesIO(data)).paragraphs]
    blanks = str.maketrans("\t\n\u2028", "   ")
    assert found == [f"{readable(word).translate(blanks)}尾" for word in ODD], "whole, each in one paragraph"


def test_words_by_chance_are_kept_whole() -> None:
    chance = random.Random(5)
    pool = "_x0041D﹏=+-@'\"<>&;\n\t\x00\x0b\ud83d\ude00\udc00𠮷字 ﷐\u200b]"
    words = ["".join(chance.choices(pool, k=chance.randrange(40))) for _ in range(400)]
    data = written_xlsx(Sheet("表", (), (), [[word, [Piece(word[:9]), Piece(word[9:], True)]] for word in words]))
    assert faults(data) == []
    sheet = openpyxl.load_workbook(io.BytesIO(data), rich_text=True).active
    for number, word in enumerate(words, 1):
        assert [str(sheet.cell(number, column).value or "") for column in (1, 2)] == [kept(word)] * 2
