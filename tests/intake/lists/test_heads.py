"""Heads among title lines, merged cells, two lines; rows that are none of the list."""

from __future__ import annotations

import pytest
from listing_hands import MakeXlsx, read_book, targets, understood

from archive_app.intake.lists.heads import body, find_head
from archive_app.intake.lists.mapping import propose
from archive_app.intake.lists.targets import meaning


def test_a_real_list_with_all_that_stands_around_it(make_xlsx: MakeXlsx) -> None:
    path = make_xlsx(
        [
            ["城东区政协照片目录（示例）"],
            [],
            ["序号", "档号", "题名", "拍摄时间", "地点"],
            [1, "0012", "水磨", "约1958年春", "东关大街"],
            [2, "0013", "油坊", "1960", None],
            [],
            ["一、乐家湾"],
            [3, "0014", "柜台", None, "韵家口"],
            [4, None, None, None, None],
            ["序号", "档号", "题名", "拍摄时间", "地点"],
            [5, "0015", "麦场", None, None],
            ["合  计", None, "4 件"],
            ["注：时间照原话。"],
            ["填表人：李晓棠"],
        ],
        merged=["A1:E1", "E4:E5", "A7:E7"],
    )
    sheet = read_book(path).sheets[0]
    head = find_head(sheet)
    assert head is not None and head.top == 2 and head.above == "城东区政协照片目录（示例）"
    rows, skipped = body(sheet, head)
    assert [(row.number, row.cells[2], row.cells[4]) for row in rows] == [
        (4, "水磨", "东关大街"), (5, "油坊", "东关大街"), (8, "柜台", "韵家口"), (11, "麦场", ""),
    ]  # fmt: skip
    assert [part.row for part in skipped] == [7, 9, 10, 12, 13, 14]
    assert "分组行" in skipped[0].reason and "合计" in skipped[3].reason


def test_a_head_of_two_lines(make_xlsx: MakeXlsx) -> None:
    path = make_xlsx(
        [
            ["序号", "题名", "责任者", None, "时间"],
            [None, None, "作者", "整理者", None],
            [1, "供销社的柜台", "马文山", "李晓棠", "1958"],
        ],
        merged=["A1:A2", "B1:B2", "C1:D1", "E1:E2"],
    )
    mapping, reading = understood(path)
    assert targets(mapping)["整理者"] == "responsibility.整理者"
    [record] = reading.records
    assert record.values["responsibility"] == [
        {"role": "作者", "name": "马文山"}, {"role": "整理者", "name": "李晓棠"},
    ]  # fmt: skip


def test_the_first_row_below_a_merged_head_is_no_second_line(make_xlsx: MakeXlsx) -> None:
    path = make_xlsx([["题名", "时间", None], ["水磨", "1958", "春"]], merged=["B1:C1"])
    _, reading = understood(path)
    assert [record.row for record in reading.records] == [2]


@pytest.mark.parametrize(
    ("head", "entity", "target"),
    [
        ("題 名", "item", "title"),
        ("照片題名", "item", "title"),
        ("讲述人", "item", "responsibility.口述者"),
        ("整理人（签名）", "item", "responsibility.整理者"),
        ("時長（分鐘）", "item", "duration"),
        ("序号", "item", "-"),
        ("档号", "item", "received_no"),
        ("联系电话", "item", ""),
        ("天气", "item", ""),
        ("聘号", "commissioner", "number"),
        ("出生年月", "person", "birth"),
    ],
)
def test_the_words_of_real_lists(head: str, entity: str, target: str) -> None:
    assert meaning(head, entity)[0] == target


@pytest.mark.parametrize(
    ("title", "heads", "entity", "kind"),
    [
        ("照片目录", ["题名", "时间", "备注"], "item", "photograph"),
        ("", ["档号", "题名", "口述者", "时长"], "item", "oral_history"),
        ("稿件登记表", ["征集号", "题名", "作者", "字数"], "item", "contribution"),
        ("文史专员名册", ["聘号", "姓名", "片区", "聘期"], "commissioner", ""),
        ("", ["姓名", "别名", "性别", "生年", "籍贯"], "person", ""),
        ("征集线索", ["知情人", "年龄", "题目"], "lead", ""),
        ("", ["地名", "旧称", "所属乡镇"], "place", ""),
    ],
)
def test_what_a_list_is_a_list_of(make_xlsx: MakeXlsx, title: str, heads: list[str], entity: str, kind: str) -> None:
    sheet = read_book(make_xlsx([[title], heads, ["某" for _ in heads]])).sheets[0]
    head = find_head(sheet)
    assert head is not None
    mapping = propose(head, "Sheet1")
    assert (mapping.entity, mapping.kind) == (entity, kind)


def test_a_list_without_titles_offers_what_tells_most(make_xlsx: MakeXlsx) -> None:
    heads = ["照片号", "事由", "时间", "地点", "人物", "背景", "摄影者", "数量", "文字说明"]
    path = make_xlsx([heads, ["Z-1", "赛社火", "1958", "东关", "马文山", "", "吴某", 3, "社火队在东关"]])
    mapping, reading = understood(path)
    assert (mapping.entity, mapping.kind) == ("item", "photograph")
    assert mapping.target_of("事由").target == "title" and mapping.target_of("事由").certainty < 0.9
    [record] = reading.records
    assert record.values["title"] == "赛社火" and record.values["caption"] == "社火队在东关"
    assert record.values["notes"] == "数量：3" and not record.warnings, "said once, in the mapping"


def test_two_columns_do_not_fill_one_field(make_xlsx: MakeXlsx) -> None:
    mapping, reading = understood(make_xlsx([["档号", "征集号", "题名"], ["甲-1", "征-2", "水磨"]]))
    assert targets(mapping) == {"档号": "received_no", "征集号": "notes", "题名": "title"}
    assert reading.records[0].values["notes"] == "征集号：征-2"


def test_columns_of_the_same_name_are_told_apart(make_xlsx: MakeXlsx) -> None:
    mapping, reading = understood(make_xlsx([["题名", "备注", "备注"], ["水磨", "甲", "乙"]]))
    assert [column.label for column in mapping.columns] == ["题名", "备注", "备注#2"]
    assert reading.records[0].values["notes"] == "甲\n乙"


def test_a_sheet_without_a_head_has_none(make_xlsx: MakeXlsx) -> None:
    assert find_head(read_book(make_xlsx([["一些话"], ["再一句"], [1, 2, 3]])).sheets[0]) is None
