"""Lists that mean harm, or are broken: refused in words, within bounds."""

from __future__ import annotations

import zipfile
from pathlib import Path

import openpyxl
import pytest
from listing_hands import MakeXlsx, read_book

from archive_app.domain.errors import Refused
from archive_app.intake.lists.grid import MOST_CELLS

HEAD = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData>'
TAIL = "</sheetData></worksheet>"


def with_part(path: Path, part: str, data: str | bytes, name: str = "坏.xlsx") -> Path:
    """The workbook with one part replaced or added."""
    made = path.with_name(name)
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as new:
        for info in old.infolist():
            if info.filename != part:
                new.writestr(info, old.read(info))
        new.writestr(part, data)
    return made


@pytest.fixture
def plain(make_xlsx: MakeXlsx) -> Path:
    return make_xlsx([["题名", "时间"], ["水磨", "1958"]])


def test_cells_scattered_to_the_far_corner(plain: Path) -> None:
    cells = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    with pytest.raises(Refused, match="散在 1048576 行 16384 列"):
        read_book(with_part(plain, "xl/worksheets/sheet1.xml", HEAD + cells + TAIL))


def test_a_million_formatted_rows_without_a_word_are_no_rows(plain: Path) -> None:
    rows = "".join(f'<row r="{number}" s="1" customFormat="1"/>' for number in range(3, 1_048_577))
    cells = '<row r="1"><c r="A1" t="inlineStr"><is><t>题名</t></is></c></row>'
    cells += '<row r="2"><c r="A2" t="inlineStr"><is><t>水磨</t></is></c></row>'
    sheet = read_book(with_part(plain, "xl/worksheets/sheet1.xml", HEAD + cells + rows + TAIL)).sheets[0]
    assert sheet.rows == (("题名",), ("水磨",))


def test_a_bomb_ends_before_it_has_grown(plain: Path) -> None:
    with pytest.raises(Refused, match="压缩炸弹"):
        read_book(with_part(plain, "xl/worksheets/sheet1.xml", HEAD + " " * (40 << 20) + TAIL))


@pytest.mark.parametrize(
    "part", ["xl/workbook.xml", "xl/worksheets/sheet1.xml", "xl/styles.xml", "xl/sharedStrings.xml"]
)
def test_a_document_type_in_any_part_is_refused(plain: Path, part: str) -> None:
    xxe = '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
    with pytest.raises(Refused, match="DOCTYPE"):
        read_book(with_part(plain, part, xxe + HEAD + "<row><c><v>&x;</v></c></row>" + TAIL))


def test_truncated_and_broken_files(plain: Path, tmp_path: Path) -> None:
    cut = tmp_path / "断.xlsx"
    cut.write_bytes(plain.read_bytes()[:-300])
    with pytest.raises(Refused):
        read_book(cut)
    with pytest.raises(Refused, match="损坏"):
        read_book(with_part(plain, "xl/worksheets/sheet1.xml", HEAD + "<row><c r='A1'><v>1</row>"))
    with pytest.raises(Refused):
        read_book(with_part(plain, "xl/_rels/workbook.xml.rels", "<Relationships/>"))


def test_macros_and_outside_links_are_left_and_said(plain: Path) -> None:
    made = with_part(plain, "xl/vbaProject.bin", b"\0" * 64, "宏.xlsm")
    linked = with_part(made, "xl/externalLinks/externalLink1.xml", "<externalLink/>", "链.xlsm")
    book = read_book(linked)
    assert book.sheets[0].at(1, 0) == "水磨"
    assert [words[:5] for words in book.remarks] == ["文件带有宏", "有的格子引"]


def test_hidden_sheets_are_left_and_said(plain: Path) -> None:
    book = openpyxl.load_workbook(plain)
    book.create_sheet("底稿").append(["题名"])
    book["底稿"].sheet_state = "hidden"
    book.save(plain)
    read = read_book(plain)
    assert len(read.sheets) == 1 and "底稿" in read.remarks[0]


def test_a_protected_file_is_refused_by_name(tmp_path: Path) -> None:
    path = tmp_path / "密.xlsx"
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512) + "EncryptedPackage".encode("utf-16-le"))
    with pytest.raises(Refused, match="密码"):
        read_book(path)


def test_repeated_cells_of_an_ods_are_bounded(tmp_path: Path) -> None:
    table = "urn:oasis:names:tc:opendocument:xmlns:table:1.0"
    text = "urn:oasis:names:tc:opendocument:xmlns:text:1.0"
    office = "urn:oasis:names:tc:opendocument:xmlns:office:1.0"
    body = (
        f'<office:document-content xmlns:office="{office}" xmlns:table="{table}" xmlns:text="{text}"><office:body>'
        '<office:spreadsheet><table:table table:name="甲"><table:table-row table:number-rows-repeated="1048576">'
        '<table:table-cell table:number-columns-repeated="16384" office:value-type="string"><text:p>满</text:p>'
        "</table:table-cell></table:table-row></table:table></office:spreadsheet></office:body>"
        "</office:document-content>"
    )
    path = tmp_path / "满.ods"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", body)
    with pytest.raises(Refused, match=f"超过上限 {MOST_CELLS} 格"):
        read_book(path)
