"""What a cell shows is what is read: numbers, dates no finer than shown, formulas, errors, encodings, separators."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

import openpyxl
import pytest
from listing_hands import MakeXlsx, read_book
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from archive_app.intake.lists.grid import UNCOMPUTED
from archive_app.intake.lists.values import shown, special_format

FILES = Path(__file__).parents[1] / "files"


@pytest.mark.parametrize("epoch", ["1900", "1904"])
def test_cells_of_every_type_as_they_are_shown(tmp_path: Path, epoch: str) -> None:
    book = openpyxl.Workbook()
    if epoch == "1904":
        book.epoch = CALENDAR_MAC_1904
    sheet = book.active
    shown = {
        "A1": ("0012", "General", "0012"), "A2": (7, "0000", "0007"), "A3": (12.0, "General", "12"),
        "A4": (0.1 + 0.2, "General", "0.3"), "A5": (True, "General", "是"),
        "A6": (dt.date(1958, 3, 1), "yyyy-mm-dd", "1958-03-01"),
        "A7": (dt.date(1958, 3, 1), 'yyyy"年"m"月"', "1958年3月"),
        "A8": (dt.date(1958, 1, 1), 'yyyy"年"', "1958年"),
        "A9": (dt.date(2024, 3, 1), 'm"月"d"日"', "3月1日"),
        "A10": (dt.timedelta(hours=1, minutes=2, seconds=3), "[h]:mm:ss", "1:02:03"),
        "A11": (dt.time(0, 52, 10), "h:mm:ss", "0:52:10"),
        "A12": (dt.datetime(1998, 5, 6, 10, 30), "yyyy-mm-dd hh:mm", "1998-05-06 10:30"),
    }  # fmt: skip
    for place, (value, code, _) in shown.items():
        sheet[place] = value
        sheet[place].number_format = code
    book.save(tmp_path / "格.xlsx")
    read = read_book(tmp_path / "格.xlsx").sheets[0]
    assert [read.at(row, 0) for row in range(len(shown))] == [words for _, _, words in shown.values()]


def test_formulas_and_errors_are_noted_and_never_computed(make_xlsx: MakeXlsx) -> None:
    path = make_xlsx([["题名", "页数"], ["甲", "=1+1"], ["乙", "'=1+1"], ["丙", 3]])
    book = openpyxl.load_workbook(path)
    book.active["A5"] = "#REF!"
    book.active["A5"].data_type = "e"
    book.save(path)
    sheet = read_book(path).sheets[0]
    assert sheet.formulas == ((1, 1),)
    assert sheet.errors == ((1, 1, UNCOMPUTED), (4, 0, "#REF!"))
    assert sheet.at(2, 1) == "'=1+1", "a text that begins like a formula stays text"


def test_what_is_no_number_is_shown_as_excel_shows_it() -> None:
    assert [shown(value) for value in (float("nan"), float("inf"), 1958.0, 0.5)] == ["#NUM!", "#NUM!", "1958", "0.5"]


def test_number_formats_that_show_less_than_a_date() -> None:
    assert special_format(57, "") == "month"
    assert special_format(58, "") == "month-day"
    assert special_format(200, "[$-804]yyyy/m/d;@") == ""
    assert special_format(200, "yyyy-mm") == "month"
    assert special_format(200, "00000") == "00000"
    assert special_format(200, "#,##0.00") == "" == special_format(0, "General") == special_format(200, "mm:ss")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "big5", "utf-16"])
@pytest.mark.parametrize("separator", [",", "\t", ";"])
def test_csv_in_the_encodings_and_separators_that_are_met(tmp_path: Path, encoding: str, separator: str) -> None:
    text = separator.join(("題名", "時間", "備註")) + "\r\n"
    text += separator.join(("水磨", "1958", '"兩行\n在一格，""引""也在"')) + "\r\n"
    text += separator.join(("油坊", "0012", "=1+1")) + "\r\n"
    path = tmp_path / "表.csv"
    path.write_bytes(text.encode(encoding))
    book = read_book(path)
    assert book.sheets[0].rows == (
        ("題名", "時間", "備註"),
        ("水磨", "1958", '兩行\n在一格，"引"也在'),
        ("油坊", "0012", "=1+1"),
    )
    assert any("按文字收下" in remark for remark in book.remarks)


def test_a_spreadsheet_of_libreoffice(tmp_path: Path) -> None:
    for name in ("calc-list.ods", "calc-list.xlsx", "calc-list.xls"):
        sheet = read_book(FILES / name).sheets[0]
        assert sheet.at(0, 0) == "录音录像目录", name
        assert sheet.at(1, 1) == "档号" and sheet.at(2, 1) == "0012", name
        assert sheet.at(2, 3) == "2024-05-01", name
        assert sheet.at(3, 3) == "约1958年春", name
        assert sheet.at(2, 4) == "0:52:10" and sheet.at(3, 4) == "1:02:03", name
        assert (2, 5, 3, 5) in sheet.merged or name.endswith(".xls"), name
        assert sheet.at(4, 6) in ("3", ""), name
    ods = read_book(FILES / "calc-list.ods").sheets[0]
    assert ods.at(5, 3) == "1958年3月", "a date is no finer than it is shown"
    assert (4, 6) in ods.formulas and any(words.startswith("#") for _, _, words in ods.errors)
