"""Rows as records: names with roles, dates as said, kinds by words, and errors that name column and value."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from listing_hands import MakeXlsx, understood

from archive_app.domain.errors import UsageError
from archive_app.intake.lists.mapping import from_dict, read_mapping, to_dict, write_mapping
from archive_app.intake.lists.words import day, duration, fuzzy_date, names_in, responsible


def test_names_bring_their_roles() -> None:
    assert responsible("马文山（口述）、李晓棠（整理）", "责任者") == [
        {"role": "口述者", "name": "马文山"}, {"role": "整理者", "name": "李晓棠"},
    ]  # fmt: skip
    assert responsible("口述：马文山；整理：李晓棠、王昪", "作者") == [
        {"role": "口述者", "name": "马文山"}, {"role": "整理者", "name": "李晓棠"}, {"role": "整理者", "name": "王昪"},
    ]  # fmt: skip
    assert responsible("卓玛措", "摄影者") == [{"role": "摄影者", "name": "卓玛措"}]
    assert names_in("马 良、/，赵𠮷甫") == ["马 良", "赵𠮷甫"]


def test_dates_keep_their_words_and_only_plain_ones_are_read() -> None:
    assert fuzzy_date("约1958年春") == {"display": "约1958年春"}
    assert fuzzy_date("1860年3月") == {"display": "1860年3月"}, "before 1912 the calendar is not known"
    assert fuzzy_date("1958年3月1日")["edtf"] == "1958-03-01"
    assert fuzzy_date("19580301")["earliest"] == "1958-03-01"
    assert fuzzy_date("1958.2") | {"x": ""} == {
        "display": "1958.2", "edtf": "1958-02", "earliest": "1958-02-01", "latest": "1958-02-28", "calendar": "公历",
        "precision": "月", "x": "",
    }  # fmt: skip
    for words in ("1958-02-30", "1958年13月", "1958/4/31"):
        with pytest.raises(ValueError, match="没有"):
            fuzzy_date(words)
    with pytest.raises(ValueError, match="到日"):
        day("1958年春")


@pytest.mark.parametrize(
    ("words", "head", "seconds"),
    [
        ("0:52:10", "时长", 3130), ("52:10", "时长", 3130), ("52分10秒", "时长", 3130), ("1小时", "时长", 3600),
        ("52′10″", "时长", 3130), ("52", "时长（分钟）", 3120), ("90", "时长", 90), ("1.5", "时长（小时）", 5400),
    ],
)  # fmt: skip
def test_durations_as_people_write_them(words: str, head: str, seconds: float) -> None:
    assert duration(words, head) == seconds


@given(st.text(max_size=40))
def test_no_words_break_the_reading_of_words(words: str) -> None:
    for read in (fuzzy_date, day, duration, names_in):
        try:
            read(words)
        except ValueError as error:
            assert str(error)


def test_errors_name_column_and_value_and_the_other_rows_come(make_xlsx: MakeXlsx) -> None:
    path = make_xlsx(
        [
            ["题名", "种类", "形成时间", "收到日期", "时长", "级别"],
            ["甲", "照片", "1958-02-30", None, None, None],
            ["乙", "飞机", None, None, None, None],
            [None, "照片", "1958", None, None, None],
            ["丁", "口述", "1958", "去年春天", "很长", "绝密"],
            ["戊", "口述", "约1958年春", "2026/3/18", "52:10", "公开"],
        ]
    )
    _, reading = understood(path)
    assert [record.row for record in reading.records] == [6]
    assert reading.records[0].kind == "oral_history"
    assert reading.records[0].values["access"] == "public" and reading.records[0].values["duration"] == 3130
    words = {(error.row, error.column): error.words for error in reading.errors}
    assert set(words) == {
        (2, "形成时间"), (3, "种类"), (4, "题名"), (5, "收到日期"), (5, "时长"), (5, "级别"),
    }  # fmt: skip
    assert "“1958-02-30”" in words[2, "形成时间"] and "2 月没有 30 日" in words[2, "形成时间"]
    assert "“飞机”" in words[3, "种类"] and "照片" in words[3, "种类"]


def test_what_a_kind_has_no_field_for_is_kept(make_xlsx: MakeXlsx) -> None:
    path = make_xlsx(
        [
            ["题名", "种类", "地点", "人物", "底片号", "摄影者"],
            ["磨", "文献", "韵家口", "马文山", "D-1", "吴某"],
            ["影", "照片", "韵家口", "马文山、赵吉甫", "D-2", "吴某"],
        ]
    )
    _, reading = understood(path)
    paper, photograph = reading.records
    assert paper.values["notes"] == "底片号：D-1" and paper.warnings
    assert [(part["field"], part["value"]) for part in paper.suggestions] == [
        ("places", "韵家口"),
        ("persons", "马文山"),
    ]
    assert photograph.values["place_taken"] == "韵家口" and photograph.values["photographer"] == "吴某"
    assert photograph.values["people"] == [{"name": "马文山"}, {"name": "赵吉甫"}]


def test_a_mapping_reads_back_what_it_wrote(make_xlsx: MakeXlsx, tmp_path: Path) -> None:
    mapping, _ = understood(make_xlsx([["题名", "天气", "摄影者"], ["水磨", "晴", "吴某"]]))
    kept = replace(
        mapping.with_target("天气", "notes"), sheet="Sheet1", head_row=1, skip_rows=(9,), kinds={"老片": "photograph"}
    )
    for name in ("对应.toml", "对应.json"):
        write_mapping(kept, tmp_path / name)
        assert to_dict(read_mapping(tmp_path / name)) == to_dict(kept)
    _, reading = understood(tmp_path / "清单.xlsx", read_mapping(tmp_path / "对应.toml"))
    assert reading.records[0].values["notes"] == "天气：晴"


@pytest.mark.parametrize(
    ("about", "words"),
    [
        ({}, "columns"),
        ({"columns": {"题名": "titel"}}, "没有“titel”这个字段"),
        ({"columns": {"题名": "title"}, "kind": "飞机"}, "没有“飞机”这个种类"),
        ({"columns": {"题名": "title"}, "entity": "volume"}, "entity"),
        ({"columns": {"题名": "title"}, "skip_rows": "3"}, "skip_rows"),
        ({"columns": {"档号": "accession_no"}}, "accession_no"),
        ({"columns": {"题名": "title"}, "colums": 1}, "不认得"),
    ],
)
def test_a_wrong_mapping_says_what_is_wrong(about: dict[str, object], words: str) -> None:
    with pytest.raises(UsageError) as caught:
        from_dict(about)
    assert words in caught.value.message
