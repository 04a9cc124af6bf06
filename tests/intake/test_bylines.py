"""Who did what, as the lines under a title and at the end of a text say it."""

from __future__ import annotations

import pytest

from archive_app.intake.text.bylines import lone_name, plausible_author, read_byline


@pytest.mark.parametrize(
    ("line", "people"),
    [
        ("作者：王昪", [("作者", "王昪")]),
        ("口述：马德福　整理：李文", [("口述者", "马德福"), ("整理者", "李文")]),
        ("口述：祁长河  采访：李𠮷庆、韩犇", [("口述者", "祁长河"), ("采访者", "李𠮷庆"), ("采访者", "韩犇")]),
        ("（口述人：张　三；整理人：李四）", [("口述者", "张三"), ("整理者", "李四")]),
        ("采访整理：祁垚", [("采访者", "祁垚"), ("整理者", "祁垚")]),
        ("张月琴口述　王昪整理", [("口述者", "张月琴"), ("整理者", "王昪")]),
        ("□ 李晓棠/文", [("作者", "李晓棠")]),
        ("文/李晓棠　图/吴𬱟", [("作者", "李晓棠"), ("摄影者", "吴𬱟")]),
        ("口述者：马·阿布都拉", [("口述者", "马·阿布都拉")]),
        ("供稿：城东区政协文史委", [("作者", "城东区政协文史委")]),
        ("执笔：周青禾", [("执笔者", "周青禾")]),
        ("作者: 马　䶮", [("作者", "马䶮")]),
        ("作者：才让卓玛", [("作者", "才让卓玛")]),
        ("整理：李　文　张三", [("整理者", "李文"), ("整理者", "张三")]),
    ],
)
def test_a_byline_names_people_and_their_part(line: str, people: list[tuple[str, str]]) -> None:
    byline = read_byline(line)
    assert byline is not None
    assert list(byline.people) == people
    assert byline.whole


def test_a_byline_that_says_more_stays_in_the_text() -> None:
    byline = read_byline("口述：马德福（时年八十三岁）　整理：李文")
    assert byline is not None
    assert byline.people == (("口述者", "马德福"), ("整理者", "李文"))
    assert not byline.whole


@pytest.mark.parametrize(
    ("line", "key", "value"),
    [
        ("采访时间：2019年3月12日", "created", "2019年3月12日"),
        ("采访地点：林家崖", "interview_place", "林家崖"),
        ("写作时间：一九九八年秋", "written", "一九九八年秋"),
        ("作者简介：王昪，1958年生，退休教师。", "author_note", "王昪，1958年生，退休教师。"),
    ],
)
def test_a_line_that_says_when_or_where_fills_its_field(line: str, key: str, value: str) -> None:
    byline = read_byline(line)
    assert byline is not None and byline.facts == {key: value}


@pytest.mark.parametrize(
    "line",
    [
        "口述历史是一门学问。",
        "作者：那时候我们都还小，什么也不懂。",
        "整理好了行李，我们就走。",
        "文化馆的人来采访过两回。",
        "问：您哪年来的？",
        "王昪",
        "",
        "他口述我整理",
    ],
)
def test_running_text_is_no_byline(line: str) -> None:
    assert read_byline(line) is None


@pytest.mark.parametrize(
    ("line", "name"), [("王昪", "王昪"), ("王　昪", "王昪"), ("马·海山", "马·海山"), ("欧阳长河", "欧阳长河")]
)
def test_a_lone_name_in_the_middle_of_its_line_is_one(line: str, name: str) -> None:
    assert lone_name(line, centred=True) == name


def test_a_lone_name_at_the_margin_needs_its_ornament() -> None:
    assert lone_name("□ 张月琴", centred=False) == "张月琴"
    assert lone_name("张月琴", centred=False) == ""


@pytest.mark.parametrize("line", ["春天", "磨坊", "前言", "2019年3月", "王昪是供销社的人", "祁垚来了。", "马䶮师傅"])
def test_a_word_is_no_name(line: str) -> None:
    assert lone_name(line, centred=True) == ""


@pytest.mark.parametrize(
    ("author", "person"),
    [
        ("王昪", True),
        ("Administrator", False),
        ("微软用户", False),
        ("lenovo", False),
        ("雨林木风", False),
        ("User", False),
    ],
)
def test_a_documents_property_is_believed_where_it_is_a_name(author: str, person: bool) -> None:
    assert plausible_author(author) is person
