"""What offices write into lists: noughts for what is unknown, 〃 for the same again, roles behind names, life spans."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from listing_hands import MakeXlsx, read_book, targets, understood
from openpyxl.styles import Font

from archive_app.domain.entities import entity_named
from archive_app.domain.errors import Refused
from archive_app.domain.kinds import KINDS, fields_of
from archive_app.intake.lists.targets import ENTITIES, meaning
from archive_app.services.lists.planning import ListOptions, plan_lists


def only(reading: Any) -> Any:
    [record] = reading.records
    return record


@pytest.mark.parametrize(
    ("words", "edtf"),
    [
        ("19580301", "1958-03-01"),
        ("19580400", "1958-04"),
        ("19580000", "1958"),
        ("195804", "1958-04"),
        ("1958-04-00", "1958-04"),
        ("1958.5.", "1958-05"),
    ],
)
def test_noughts_stand_for_what_is_not_known(make_xlsx: MakeXlsx, words: str, edtf: str) -> None:
    _, reading = understood(make_xlsx([["题名", "形成时间"], ["甲", words]]))
    created = only(reading).values["created"]
    assert created["edtf"] == edtf
    assert created["display"] == words


def test_a_month_that_never_was_is_still_an_error(make_xlsx: MakeXlsx) -> None:
    _, reading = understood(make_xlsx([["题名", "形成时间"], ["甲", "19581300"], ["乙", "1958-02-30"]]))
    assert [error.row for error in reading.errors] == [2, 3]


def test_a_number_that_lost_its_nought_is_not_read_as_january(make_xlsx: MakeXlsx) -> None:
    path = make_xlsx([["题名", "时间"], ["甲", 1958.10], ["乙", 1958.10], ["丙", "1958.1"], ["丁", 1958.12]])
    book = openpyxl.load_workbook(path)
    book.active["B3"].number_format = "0.00"
    book.save(path)
    _, reading = understood(path)
    first, second, third, fourth = (record.values["created"] for record in reading.records)
    assert first == {"display": "1958.1"}
    assert "10 月" in reading.records[0].warnings[0]
    assert (second["display"], second["edtf"]) == ("1958.10", "1958-10"), "the sheet itself shows the nought"
    assert third["edtf"] == "1958-01", "text is as it was typed"
    assert fourth["edtf"] == "1958-12"


def test_a_day_of_which_only_the_month_is_known_goes_to_the_notes(make_xlsx: MakeXlsx) -> None:
    _, reading = understood(make_xlsx([["题名", "收到日期"], ["甲", "2024年3月"], ["乙", "昨天"]]))
    record = only(reading)
    assert "received" not in record.values
    assert record.values["notes"] == "收到日期：2024年3月"
    assert "附注" in record.warnings[0]
    assert [error.row for error in reading.errors] == [3]


def test_the_same_again_is_taken_from_the_row_above(make_xlsx: MakeXlsx) -> None:
    rows = [["题名", "摄影者", "地点"], ["甲", "赵吉甫", "东关"], ["乙", "〃", "同上"], ["丙", '"', None]]
    _, reading = understood(make_xlsx(rows, sheet="照片目录"))
    assert [record.values.get("photographer") for record in reading.records] == ["赵吉甫"] * 3
    assert [record.values.get("place_taken") for record in reading.records] == ["东关", "东关", None]
    assert "上面一行的“赵吉甫”" in reading.records[1].warnings[0]


def test_nobody_is_called_unknown(make_xlsx: MakeXlsx) -> None:
    _, reading = understood(make_xlsx([["题名", "人物", "摄影者"], ["甲", "不详", "待考"]], sheet="照片目录"))
    values = only(reading).values
    assert "people" not in values
    assert "responsibility" not in values
    assert values["notes"] == "人物：不详\n摄影者：待考"


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("马文山口述、李晓棠整理", [("口述者", "马文山"), ("整理者", "李晓棠")]),
        ("马文山口述 李晓棠整理", [("口述者", "马文山"), ("整理者", "李晓棠")]),
        ("口述：马文山；整理：李晓棠", [("口述者", "马文山"), ("整理者", "李晓棠")]),
        ("马文山", [("作者", "马文山")]),
        ("马 䶮", [("作者", "马 䶮")]),
    ],
)
def test_names_bring_their_roles(make_xlsx: MakeXlsx, words: str, expected: list[tuple[str, str]]) -> None:
    _, reading = understood(make_xlsx([["题名", "作者"], ["甲", words]]))
    rows = only(reading).values["responsibility"]
    assert [(row["role"], row["name"]) for row in rows] == expected


@pytest.mark.parametrize(
    ("words", "birth", "death"),
    [
        ("1931—2005", "1931", "2005"),
        ("1931.5-2005.8", "1931.5", "2005.8"),
        ("（1931— ）", "1931", None),
        ("1931年生", "1931", None),
        ("1931-05-02", "1931-05-02", None),
        ("1931年5月至今", "1931年5月", None),
    ],
)
def test_a_life_in_one_cell(make_xlsx: MakeXlsx, words: str, birth: str, death: str | None) -> None:
    mapping, reading = understood(make_xlsx([["姓名", "生卒年", "籍贯"], ["马文山", words, "湟中"]]))
    assert targets(mapping)["生卒年"] == "life"
    values = only(reading).values
    assert values["birth"]["display"] == birth
    assert values.get("death", {}).get("display") == death


@pytest.mark.parametrize(
    ("words", "age"), [("86岁", 86), ("约86", 86), ("九十一岁", 91), ("八十", 80), ("一百零二岁", 102)]
)
def test_ages_as_they_are_said(make_xlsx: MakeXlsx, words: str, age: int) -> None:
    _, reading = understood(make_xlsx([["知情人", "年龄", "可谈内容", "紧急程度"], ["马爷", words, "放筏", "特急"]]))
    assert only(reading).values["age"] == age
    assert only(reading).values["urgency"] == entity_named("lead").field("urgency").check("抢救")


def test_an_age_that_is_no_number_is_noted(make_xlsx: MakeXlsx) -> None:
    _, reading = understood(make_xlsx([["知情人", "年龄", "可谈内容"], ["马爷", "八十多岁", "放筏"]]))
    assert only(reading).values["note"] == "年龄：八十多岁"


def test_a_head_of_three_lines_keeps_what_its_groups_say(make_xlsx: MakeXlsx) -> None:
    rows = [
        ["录音录像目录"],
        ["序号", "基本情况", None, None, None, None, "备注"],
        [None, "题名", "口述者", None, "采访", None, None],
        [None, None, "姓名", "身份", "时间", "地点", None],
        [1, "放筏往事", "马筏工", "筏工", "2023年5月6日", "家中", None],
    ]
    merged = ["A1:G1", "A2:A4", "B2:F2", "B3:B4", "C3:D3", "E3:F3", "G2:G4"]
    mapping, reading = understood(make_xlsx(rows, merged))
    assert targets(mapping) == {
        "序号": "-", "题名": "title", "口述者姓名": "responsibility.口述者", "身份": "notes", "采访时间": "created",
        "采访地点": "place", "备注": "notes",
    }  # fmt: skip
    assert only(reading).values["responsibility"] == [{"role": "口述者", "name": "马筏工"}]


LISTS = {
    "征集线索表": ("lead", ["线索人姓名", "年龄", "可谈内容", "紧急程度", "拟派人员", "走访情况"]),
    "地名表": ("place", ["现地名", "旧地名", "类别", "所在乡镇", "地名来历", "沿用年代"]),
    "文史专员名册": ("commissioner", ["聘书编号", "姓名", "工作单位及职务", "负责片区", "研究专长", "聘任期限"]),
    "人物表": ("person", ["姓名", "经名", "生卒年", "原籍", "单位及职务", "主要事迹"]),
    "稿件登记表": ("item", ["来稿编号", "稿件题目", "作者", "字数", "收稿日期", "拟用辑", "初审意见"]),
    "照片目录": ("item", ["照片编号", "画面内容", "拍摄年月", "拍照地点", "拍照人", "互见号", "柜架号"]),
    "录音录像目录": ("item", ["录音编号", "访谈主题", "被访者", "录音日期", "录音长度", "转写情况", "方言"]),
}


@pytest.mark.parametrize("name", LISTS)
def test_lists_of_every_sort_are_known_by_their_heads(make_xlsx: MakeXlsx, name: str) -> None:
    entity, heads = LISTS[name]
    mapping, _ = understood(make_xlsx([heads, ["甲"] * len(heads)], sheet=name))
    assert mapping.entity == entity
    assert all(column.target for column in mapping.columns), [c.label for c in mapping.columns if not c.target]


def test_no_head_means_a_field_that_words_cannot_fill() -> None:
    declared = {entity: {f.name: f for f in entity_named(entity).fields} for entity in ENTITIES}
    for kind in KINDS:
        declared["item"].update(fields_of(kind.name))
    for entity in ENTITIES:
        for head in (
            "单位",
            "归档单位",
            "走访记录",
            "事件",
            "年度目标",
            "进展",
            "口述者年龄",
            "整理情况",
            "转写稿",
            "正文",
        ):
            target = meaning(head, entity)[0].partition(".")[0]
            field = declared[entity].get(target)
            assert field is None or field.type.value not in ("rows", "manuscript", "links"), (head, entity, target)


def test_styled_cells_without_words_do_not_make_a_list_sprawl(make_xlsx: MakeXlsx, tmp_path: Path) -> None:
    path = make_xlsx([["题名", "时间"], ["甲", "1958"]])
    book = openpyxl.load_workbook(path)
    book.active["XFD5"].font = Font(bold=True)
    book.active["C1048576"].font = Font(bold=True)
    book.save(path)
    other = tmp_path / "另.xlsx"
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(other, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            if name.endswith("sheet1.xml"):
                assert b'r="XFD5"' in data
                data = data.replace(b"<sheetData>", b"<!-- --><sheetData>")  # followed cell by cell
                data = data.replace(b'<c r="XFD5" s="1" />', b'<c r="XFD5" s="1"><v></v></c>')
            new.writestr(name, data)
    for found in (path, other):
        assert read_book(found).sheets[0].rows == (("题名", "时间"), ("甲", "1958"))


def test_hidden_rows_are_read_and_named(make_xlsx: MakeXlsx) -> None:
    path = make_xlsx([["题名"], ["甲"], ["乙"], ["丙"]])
    book = openpyxl.load_workbook(path)
    book.active.row_dimensions[3].hidden = True
    book.save(path)
    [planned], refused = plan_lists("清单.xlsx", read_book(path), ListOptions(), [])
    assert not refused
    assert planned.report.rows == 3
    assert any("第 3 行在表里是隐藏的" in remark for remark in planned.report.remarks)


@pytest.mark.parametrize("odd", ["丁", "=1+1"])  # looked over, and followed cell by cell
def test_hidden_columns_are_read_and_named(make_xlsx: MakeXlsx, odd: str) -> None:
    path = make_xlsx([["题名", "时间", "地点", "摄影者", "乱码栏"], ["甲", "1958", "韵家口", "单德胜", odd]])
    book = openpyxl.load_workbook(path)
    book.active.column_dimensions.group("B", "C", hidden=True)
    book.active.column_dimensions["E"].hidden = True
    book.save(path)
    read = read_book(path)
    assert read.sheets[0].hidden_columns == (1, 2, 4)
    [planned], _ = plan_lists("清单.xlsx", read, ListOptions(), [])
    assert planned.reading.records[0].values["created"], "what is hidden is read all the same"
    [said] = [remark for remark in planned.report.remarks if "隐藏" in remark]
    assert said.startswith("“时间”“地点”列在表里是隐藏的"), "a column that is not taken is no matter"


def test_a_row_whose_first_attribute_hides_it_is_named(make_xlsx: MakeXlsx, tmp_path: Path) -> None:
    path, other = make_xlsx([["题名"], ["甲"], ["乙"]]), tmp_path / "别的程序.xlsx"
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(other, "w") as new:
        for name in old.namelist():
            new.writestr(name, old.read(name).replace(b'<row r="3"', b'<row hidden="1" r="3"'))
    assert read_book(other).sheets[0].hidden == (2,)


def test_a_row_of_nothing_but_an_uncomputed_formula_is_an_error_not_an_empty_row(make_xlsx: MakeXlsx) -> None:
    _, reading = understood(
        make_xlsx([["题名", "时间"], ["甲", "1958"], ['=HYPERLINK("http://x.invalid","名")', None]])
    )
    assert [(error.row, error.column) for error in reading.errors] == [(3, "题名")]


def test_a_quote_that_is_never_closed_swallows_no_rows(tmp_path: Path) -> None:
    path = tmp_path / "清单.csv"
    path.write_text('题名,时间\n"甲,1958\n乙,1959\n', encoding="utf-8")
    book = read_book(path)
    assert [row[1] for row in book.sheets[0].rows] == ["时间", "1958", "1959"]
    assert "引号不成对" in book.remarks[0]


def test_a_text_that_is_called_xls_is_read_as_what_it_is(tmp_path: Path) -> None:
    path = tmp_path / "导出.xls"
    path.write_bytes("题名\t时间\r\n甲\t1958\r\n".encode("gbk"))
    assert read_book(path).sheets[0].rows == (("题名", "时间"), ("甲", "1958"))
    path.write_text("<html><table><tr><td>题名</td></tr></table></html>", encoding="utf-8")
    assert read_book(path).sheets[0].rows == (("题名",),)


def test_unseen_and_private_characters_in_cells_are_named(make_xlsx: MakeXlsx) -> None:
    path = make_xlsx([["题名"], ["甲\u202e乙"], ["丙\ue000丁"]])
    [planned], _ = plan_lists("清单.xlsx", read_book(path), ListOptions(), [])
    words = "".join(planned.report.remarks)
    assert "U+202E" in words
    assert "U+E000" in words


def test_hidden_rows_and_columns_of_an_ods(tmp_path: Path) -> None:
    rows = "".join(
        f'<table:table-row{mark}><table:table-cell office:value-type="string">'
        f"<text:p>{words}</text:p></table:table-cell></table:table-row>"
        for words, mark in (("题名", ""), ("甲", ""), ("乙", ' table:visibility="filter"'))
    )
    spaces = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "table", "text")
    )
    content = (
        f"<office:document-content {spaces}><office:body><office:spreadsheet>"
        '<table:table table:name="目录"><table:table-column/><table:table-column table:visibility="collapse"'
        ' table:number-columns-repeated="2"/><table:table-column table:number-columns-repeated="16381"/>'
        f"{rows}</table:table>"
        "</office:spreadsheet></office:body></office:document-content>"
    )
    path = tmp_path / "清单.ods"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        archive.writestr("content.xml", content)
    assert read_book(path).sheets[0].hidden == (2,)
    assert read_book(path).sheets[0].hidden_columns == (1, 2)


def test_half_a_workbook_is_called_one(make_xlsx: MakeXlsx) -> None:
    path = make_xlsx([["题名"], ["甲"]])
    path.write_bytes(path.read_bytes()[:2000])
    with pytest.raises(Refused, match="读不到表格"):
        read_book(path)
