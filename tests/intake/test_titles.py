"""Titles from names and first lines."""

from __future__ import annotations

import pytest

from archive_app.intake.text.titles import looks_like_title, subtitle, tidy_title, title_from_name


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("羊皮筏子 最终版(2).docx", "羊皮筏子"),
        ("供销社的柜台（终稿）.docx", "供销社的柜台"),
        ("社火记_李晓棠_修改稿3.docx", "社火记_李晓棠_修改稿3"),
        ("社火记_李晓棠_修改稿.docx", "社火记_李晓棠"),
        ("油坊 - 副本.docx", "油坊"),
        ("油坊 - 副本 (2).docx", "油坊"),
        ("复件 油坊.docx", "油坊"),
        ("水磨坊V2.1.txt", "水磨坊"),
        ("水磨坊-final.txt", "水磨坊"),
        ("第三稿 老火车站.docx", "第三稿 老火车站"),
        ("老火车站第三稿.docx", "老火车站"),
        ("柜台2019年3月.docx", "柜台2019年3月"),
        ("柜台(2019).docx", "柜台(2019)"),
        ("20190312采访.docx", "20190312采访"),
        ("微信图片_20260401.jpg", "微信图片_20260401"),
        ("老火车站口述.docx", "老火车站口述"),
        ("最终版.docx", "最终版"),
        ("没有后缀", "没有后缀"),
        ("PH-12.tif", "PH-12"),
    ],
)
def test_a_name_loses_the_words_of_its_version_and_keeps_its_dates(name: str, title: str) -> None:
    assert title_from_name(name) == title


@pytest.mark.parametrize(
    "line", ["供销社的柜台", "我在老火车站扛了十一年包", "正月里的锣鼓——柳树台村社火记", "谁家的磨？"]
)
def test_a_short_line_that_is_no_sentence_may_be_a_title(line: str) -> None:
    assert looks_like_title(line)


@pytest.mark.parametrize(
    "line", ["父亲生于民国二十年。", "一、柜台", "第一章 缘起", "口述：马德福", "1. 清渠", "字", "长" * 70, "那年，"]
)
def test_a_sentence_a_heading_and_a_byline_are_no_titles(line: str) -> None:
    assert not looks_like_title(line)


def test_a_title_spread_over_its_line_is_closed_up() -> None:
    assert tidy_title("我　的　父　亲") == "我的父亲"
    assert tidy_title("湟水　两岸的磨坊") == "湟水　两岸的磨坊"
    assert tidy_title("My  father") == "My father"


def test_a_line_that_begins_with_a_dash_is_a_subtitle() -> None:
    assert subtitle("——柳树台村社火记") == "柳树台村社火记"
    assert subtitle("柳树台村社火记") == ""


@pytest.mark.parametrize(
    ("name", "title"),
    [
        ("反\u202egnp.exe.png", "反gnp.exe"),
        ("零\u200b宽.png", "零宽"),
        ("\ufeff头.txt", "头"),
        ("换\n行.png", "换 行"),
        ("私\ue123用.png", "私\ue123用"),
        ("𠮷\U000e0100.png", "𠮷\U000e0100"),
    ],
)
def test_a_title_holds_nothing_that_hides_or_turns_round(name: str, title: str) -> None:
    assert title_from_name(name) == title
