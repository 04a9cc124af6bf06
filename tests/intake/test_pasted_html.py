"""Text with styles from the clipboard: LibreOffice's own (``writer-copied.html``), and what Word
(``word-manner.html``), WPS, Excel, Google and web pages put there, in their manners."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from intake_making import FILES

from archive_app.domain.manuscript import Block, BlockKind, SpanStyle
from archive_app.intake.pasting.html import read_html
from archive_app.intake.pasting.tables import cells_of, table_of_cells

K, S = BlockKind, SpanStyle

WORD = (FILES / "word-manner.html").read_text(encoding="utf-8")


def blocks(html: str) -> list[Block]:
    return list(read_html(html).manuscript)


def kinds(html: str) -> list[tuple[BlockKind, str]]:
    return [(one.kind, one.text) for one in blocks(html)]


def marked(block: Block, style: SpanStyle) -> list[str]:
    return [block.text[one.start : one.end] for one in block.spans if one.style is style]


@pytest.fixture(scope="module")
def word() -> list[Block]:
    return blocks(WORD)


def test_words_paragraphs_are_what_their_styles_say(word: list[Block]) -> None:
    assert [(one.kind, one.level, one.text[:6]) for one in word] == [
        (K.HEADING, 1, "供销社的柜台"),
        (K.HEADING, 2, "一、开张"),
        (K.PARAGRAPH, 0, "一九五八年春"),
        (K.PARAGRAPH, 0, "1. 头一样"),
        (K.LIST_ITEM, 0, "盐"),
        (K.QUOTE, 0, "县志载：“是"),
        (K.PARAGRAPH, 0, "老字䶮，完。"),
        (K.TABLE, 0, ""),
        (K.PAGE_BREAK, 0, ""),
        (K.QUESTION, 0, "哪一年？"),
        (K.ANSWER, 0, "五八年。"),
    ]


def test_words_marks_stay_and_lines_broken_by_the_program_are_joined(word: list[Block]) -> None:
    own = word[2]
    assert own.text == "一九五八年春，供销社搬到了十字路口，柜台是松木的，刷了三遍清漆2。换行以后。新加的话"
    assert marked(own, S.BOLD) == ["供销社"]
    assert marked(own, S.KAI) == ["松木"]
    assert marked(own, S.UNDERLINE) == ["刷了"]
    assert marked(own, S.DOTS) == ["三遍"]
    assert marked(own, S.SUPERSCRIPT) == ["2"]
    assert [one.start for one in own.spans if one.style is S.LINE_BREAK] == [own.text.index("换行")]


def test_words_notes_are_called_where_they_were(word: list[Block]) -> None:
    [note] = word[2].notes
    assert (note.at, note.text) == (word[2].text.index("，柜台"), "今东关大街。")
    assert [note.text[s.start : s.end] for s in note.spans] == ["大街"]


def test_words_reading_stands_over_its_character(word: list[Block]) -> None:
    assert [(s.start, s.end, s.value) for s in word[6].spans if s.style is S.RUBY] == [(2, 3, "yǎn")]


def test_a_table_keeps_its_joined_cells(word: list[Block]) -> None:
    cells = [[(one.text, one.columns, one.rows) for one in row] for row in word[7].rows]
    assert cells == [[("一九五八年", 2, 1)], [("户\n数", 1, 2), ("四十二", 1, 1)], [("四十三", 1, 1)]]


def test_what_is_left_out_is_said() -> None:
    said = read_html(WORD).said
    assert any("图片" in words for words in said)
    assert any("删除" in words for words in said)


def test_libreoffice() -> None:
    found = blocks((FILES / "writer-copied.html").read_text(encoding="utf-8"))
    assert [(one.kind, one.text[:5]) for one in found] == [
        (K.PARAGRAPH, "油坊"),
        (K.PARAGRAPH, "我家的油坊"),
        (K.PARAGRAPH, "掌锤的人"),
        (K.PARAGRAPH, "掌锤的是䶮"),
        (K.PARAGRAPH, "1. 头一"),
        (K.PARAGRAPH, "2. 第二"),
        (K.LIST_ITEM, "盐"),
        (K.TABLE, ""),
        (K.QUESTION, "那时候几点"),
        (K.ANSWER, "鸡叫二遍就"),
    ]
    assert [note.text for one in found for note in one.notes] == ["今东关大街。", "尾注的话。"]
    assert (marked(found[1], S.BOLD), marked(found[1], S.UNDERLINE)) == (["韵家口"], ["三间房"])
    assert [[(c.text, c.columns, c.header) for c in row] for row in found[7].rows] == [
        [("年份", 1, True), ("户数", 1, True)],
        [("合计四十二户", 2, False)],
    ]


def test_wps_says_bold_in_styles_and_kai_of_a_whole_text_is_its_face() -> None:
    html = (
        '<p class="MsoNormal"><span style="mso-spacerun:\'yes\';font-family:楷体;font-weight:bold;">一</span>'
        "<span style=\"font-family:'Times New Roman';mso-fareast-font-family:楷体;\">二三</span></p>"
    )
    [own] = blocks(html)
    assert (own.text, marked(own, S.BOLD), marked(own, S.KAI)) == ("一二三", ["一"], [])


def test_excel_is_a_table_alone() -> None:
    html = (
        '<html xmlns:x="urn:schemas-microsoft-com:office:excel"><body><table><col width=72><tr height=19>'
        "<td class=xl65>年份</td><td class=xl65 align=right x:num>1958</td></tr><tr><td colspan=2>合计</td></tr>"
        "<tr><td></td><td></td></tr></table></body></html>"
    )
    [own] = blocks(html)
    assert [[one.text for one in row] for row in own.rows] == [["年份", "1958"], ["合计"]]


def test_a_web_page_breaks_lines_where_it_means_paragraphs() -> None:
    html = "<div>一段<br>二段<br><br>三段<div>四段</div>五段</div><script>x()</script><style>p{}</style>"
    assert kinds(html) == [(K.PARAGRAPH, words) for words in ("一段", "二段", "三段", "四段", "五段")]


def test_google_wraps_everything_in_a_bold_that_is_none() -> None:
    html = (
        '<b style="font-weight:normal;" id="docs-internal-guid-1"><p><span style="font-weight:700">重</span>'
        '<span style="font-weight:400;font-style:italic">斜</span></p><ul><li><p>条</p></li></ul></b>'
    )
    first, second = blocks(html)
    assert (marked(first, S.BOLD), marked(first, S.KAI)) == (["重"], ["斜"])
    assert (second.kind, second.text) == (K.LIST_ITEM, "条")


def test_blanks_of_source_lines_are_none_between_chinese_and_one_between_words() -> None:
    assert kinds("<p>一九五八\n年  春 the\n mill　\n</p>") == [(K.PARAGRAPH, "一九五八年 春 the mill")]


def test_a_link_is_not_underlined_and_a_frame_of_one_cell_is_a_text() -> None:
    [own] = blocks(
        '<table><tr><td><a href="http://x" style="text-decoration:underline"><u>见</u>网页</a></td></tr></table>'
    )
    assert own.kind is K.PARAGRAPH and own.text == "见网页"
    assert own.spans == ()


def test_nothing_comes_of_nothing() -> None:
    assert (
        blocks("")
        == blocks("<html></html>")
        == blocks("   ")
        == blocks("<p>&nbsp;</p><table><tr><td></td></tr></table>")
        == []
    )


@given(st.text("<>/=\"' abp divtrxul甲乙𠮷&;#!-[]", max_size=200))
def test_no_html_breaks_it(html: str) -> None:
    for own in blocks(html):
        assert all(0 <= s.start <= s.end <= len(own.text) for s in own.spans)


@pytest.mark.parametrize(
    ("text", "cells"),
    [
        ("年份\t户数\r\n1958\t42\r\n", [["年份", "户数"], ["1958", "42"]]),
        ('甲\t"两\n行"\n乙\t丙', [["甲", "两\n行"], ["乙", "丙"]]),
        ("甲\t乙\n丙", [["甲", "乙"], ["丙", ""]]),
        ("甲\t乙", None),
        ("一行\n两行", None),
        ("一\t段\n两段\n三段\n四段", None),
        ("", None),
    ],
)
def test_cells_parted_by_tabs(text: str, cells: list[list[str]] | None) -> None:
    found = cells_of(text)
    if cells == [["甲", "乙"], ["丙", ""]]:
        assert found is None or found == cells  # half of its lines are no rows: either may be meant
    else:
        assert found == cells
    if found:
        assert [[one.text for one in row] for row in table_of_cells(found).rows] == found
