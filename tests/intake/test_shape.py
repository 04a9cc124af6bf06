"""From blocks to an item: title, people, kind, levels; what leaves the text and what stays."""

from __future__ import annotations

from archive_app.domain.kinds import fields_of
from archive_app.domain.manuscript import Block, BlockKind, Picture
from archive_app.intake.text.draft import SUBTITLE, TITLE, Draft
from archive_app.intake.text.shape import Shaped, shape

_H, _P = BlockKind.HEADING, BlockKind.PARAGRAPH


def line(text: str, **more: object) -> Draft:
    return Draft(Block(_P, text), **more)  # type: ignore[arg-type]


def heading(text: str, level: int) -> Draft:
    return Draft(Block(_H, text, level=level))


def texts(shaped: Shaped) -> list[str]:
    return [block.text for block in shaped.manuscript]


LONG = "柜台有一丈二长，外头这半边站人，里头那半边也站人，只有我们站里头的几个人是有凳子的，那凳子是三条腿的。"


def test_a_title_style_wins_wherever_it_stands_at_the_beginning() -> None:
    shaped = shape([line("征集稿"), line("供销社的柜台", role=TITLE), line(LONG)], "x.docx")
    assert (shaped.title, texts(shaped)) == ("供销社的柜台", ["征集稿", LONG])


def test_a_title_over_two_lines_is_one() -> None:
    shaped = shape([line("我在老火车站", role=TITLE), line("扛了十一年包", role=TITLE), line(LONG)], "x.docx")
    assert shaped.title == "我在老火车站扛了十一年包"


def test_a_subtitle_follows_after_a_dash() -> None:
    shaped = shape([line("正月里的锣鼓", role=TITLE), line("柳树台村社火记", role=SUBTITLE), line(LONG)], "x.docx")
    assert shaped.title == "正月里的锣鼓——柳树台村社火记"


def test_the_only_heading_of_its_level_at_the_top_is_the_title() -> None:
    shaped = shape([heading("供销社的柜台", 1), heading("柜台", 2), line(LONG), heading("布票", 2)], "x.docx")
    assert shaped.title == "供销社的柜台"
    assert [(block.text, block.level) for block in shaped.manuscript if block.kind is _H] == [("柜台", 1), ("布票", 1)]


def test_a_first_heading_among_equals_is_no_title() -> None:
    shaped = shape([heading("柜台", 1), line(LONG), heading("布票", 1), line(LONG)], "供销社.docx")
    assert (shaped.title, len(shaped.manuscript)) == ("供销社", 4)


def test_a_numbered_heading_is_no_title() -> None:
    shaped = shape([heading("一、柜台", 1), line(LONG)], "供销社.docx")
    assert shaped.title == "供销社"
    assert texts(shaped) == ["一、柜台", LONG]


def test_levels_are_counted_from_one_in_their_order() -> None:
    shaped = shape([line(LONG), heading("甲", 2), heading("乙", 5), heading("丙", 2)], "x.docx")
    assert [block.level for block in shaped.manuscript if block.kind is _H] == [1, 2, 1]


def test_bylines_under_the_title_and_at_the_end_leave_the_text() -> None:
    drafts = [
        line("柜台"),
        line("口述：张月琴"),
        line("整理：王昪"),
        *[line(LONG)] * 12,
        line("（采访时间：2019年3月）"),
    ]
    shaped = shape(drafts, "x.docx")
    assert shaped.kind == "oral_history"
    assert shaped.fields["responsibility"] == [{"role": "口述者", "name": "张月琴"}, {"role": "整理者", "name": "王昪"}]
    assert shaped.fields["created"] == {"display": "2019年3月"}
    assert texts(shaped) == [LONG] * 12


def test_a_byline_in_the_middle_of_the_text_is_text() -> None:
    drafts = [line("柜台"), *[line(LONG)] * 12, line("作者：王昪"), *[line(LONG)] * 12]
    shaped = shape(drafts, "x.docx")
    assert "作者：王昪" in texts(shaped)
    assert "responsibility" not in shaped.fields


def test_a_fact_its_kind_has_no_field_for_is_said() -> None:
    shaped = shape([line("柜台"), line("采访地点：林家崖"), line(LONG)], "x.docx")
    assert shaped.kind == "contribution"
    assert any("林家崖" in warning for warning in shaped.warnings)


def test_page_breaks_at_the_ends_go() -> None:
    page = Draft(Block(BlockKind.PAGE_BREAK))
    shaped = shape([page, line(LONG), page, page, line(LONG), page], "x.docx")
    assert [block.kind for block in shaped.manuscript] == [_P, BlockKind.PAGE_BREAK, _P]


def test_a_picture_at_the_top_is_no_title() -> None:
    picture = Draft(Block(BlockKind.PICTURE, "柜台外景", picture=Picture("picture-1")))
    shaped = shape([picture, line(LONG)], "供销社.docx")
    assert shaped.title == "供销社"


def test_every_value_is_one_its_field_takes() -> None:
    drafts = [
        line("柜台"),
        line("口述：张月琴　采访：祁垚"),
        line("采访时间：2019年3月12日"),
        line("采访地点：林家崖"),
        line("在场人：王昪"),
        line(LONG),
    ]
    shaped = shape(drafts, "x.docx")
    declared = fields_of(shaped.kind)
    for name, value in shaped.fields.items():
        assert declared[name].check(value) == value
    assert shaped.fields["present"] == ["王昪"]
