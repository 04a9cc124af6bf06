"""What the forms of an article's Markdown become, and that nothing of a text is lost in silence."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from archive_app.domain.manuscript import Block, BlockKind, Cell, Picture, Span, SpanStyle
from archive_app.domain.markdown import MarkdownArticle, counted_ids, read_article


def blocks(text: str) -> tuple[Block, ...]:
    return read_article(text).manuscript.blocks


def only(text: str) -> Block:
    article = read_article(text)
    assert article.warnings == ()
    (block,) = article.manuscript.blocks
    return block


def spans(block: Block) -> list[tuple[str, str, str]]:
    return [(block.text[s.start : s.end], s.style.value, s.value) for s in block.spans]


# the head ---------------------------------------------------------------------------------------------------------


def test_head_values_stay_text_as_typed() -> None:
    head = read_article("---\ntitle: 1984\nwritten: 1985-03-02\nauthor:\n- 张三\n- 李四\neditor: 是\n---\n正文").head
    assert head == {"title": "1984", "written": "1985-03-02", "author": ["张三", "李四"], "editor": "是"}


@pytest.mark.parametrize(
    ("head", "said"),
    [
        ("title: [张三", "第3行：文件头"),  # the list is still open where the head ends
        ("title: 甲\ntitle: 乙", "「title」写了两次"),
        ("标题：父亲", "冒号用半角"),
        ("title: &a 甲\nnote: *a", "不能用「*」引用"),
        ("- 甲\n- 乙", "title: 标题"),
    ],
)
def test_unreadable_head_is_kept_as_text_with_a_reason(head: str, said: str) -> None:
    article = read_article(f"---\n{head}\n---\n正文")
    assert article.head == {}
    assert said in article.warnings[0]
    assert article.manuscript.blocks[-1].text == "正文"
    assert "甲" not in head or "甲" in article.manuscript.plain_text()


def test_unknown_head_name_is_kept_and_named() -> None:
    article = read_article("---\ntitle: 甲\n来源: 档案馆\n---\n")
    assert article.head["来源"] == "档案馆"
    assert "「来源」" in article.warnings[0]


def test_first_heading_is_the_title_where_the_head_has_none() -> None:
    article = read_article("# 我的父亲\n\n正文")
    assert article.head == {"title": "我的父亲"}
    assert [block.text for block in article.manuscript] == ["正文"]
    article = read_article("---\ntitle: 甲\n---\n# 乙\n")
    assert article.head == {"title": "甲"}
    assert article.manuscript.blocks[0].level == 1
    assert "第4行" in article.warnings[0]


# paragraphs -------------------------------------------------------------------------------------------------------


def test_lines_of_a_paragraph_join_without_a_space_between_han_characters() -> None:
    assert only("　　第一行，\n　　第二行 in\nEnglish words").text == "第一行，第二行 in English words"


def test_indented_paragraph_is_a_paragraph_not_code() -> None:
    assert only("    四个空格开头的段落").kind is BlockKind.PARAGRAPH


def test_headings_have_levels_from_one() -> None:
    assert [(b.kind, b.level, b.text) for b in blocks("## 一\n\n### 二 ###\n")] == [
        (BlockKind.HEADING, 1, "一"),
        (BlockKind.HEADING, 2, "二"),
    ]


def test_quotation_of_one_line_is_prose_and_of_several_lines_verse() -> None:
    first, second, third = blocks("> 一行\n\n> 床前明月光，\n> 疑是地上霜。\n>\n> 举头{.verse}\n")
    assert (first.kind, first.text) == (BlockKind.QUOTE, "一行")
    assert (second.kind, second.text) == (BlockKind.VERSE, "床前明月光，\n疑是地上霜。")
    assert (third.kind, third.text) == (BlockKind.VERSE, "举头")


@pytest.mark.parametrize(
    ("source", "kind", "label", "text"),
    [
        ("问：您好？", BlockKind.QUESTION, "问", "您好？"),
        ("答:好。", BlockKind.ANSWER, "答", "好。"),
        ("**提问：** 哪年？", BlockKind.QUESTION, "提问", "哪年？"),
        ("口述者：五八年。", BlockKind.ANSWER, "口述者", "五八年。"),
        ("您好？{.question label=张三}", BlockKind.QUESTION, "张三", "您好？"),
        ("问：是问题的问{.paragraph}", BlockKind.PARAGRAPH, "", "问：是问题的问"),
        ("疑问：不是提问", BlockKind.PARAGRAPH, "", "疑问：不是提问"),
        ("张三：他说的话", BlockKind.PARAGRAPH, "", "张三：他说的话"),
    ],
)
def test_questions_and_answers(source: str, kind: BlockKind, label: str, text: str) -> None:
    block = only(source)
    assert (block.kind, block.label, block.text, block.spans) == (kind, label, text, ())


def test_list_items_keep_their_numbers() -> None:
    assert [(b.label, b.text) for b in blocks("3. 甲\n4. 乙\n\n- 丙")] == [("3.", "甲"), ("4.", "乙"), ("", "丙")]


def test_tight_and_loose_stand_at_the_edge_of_a_paragraph() -> None:
    assert only("{tight}甲乙").tight == -1
    loose = only("**甲乙** {loose}")
    assert (loose.tight, loose.text) == (1, "甲乙")
    article = read_article("甲{tight}乙")
    assert article.manuscript.blocks[0].text == "甲{tight}乙"
    assert "第1行" in article.warnings[0]


def test_forced_lines_and_pages() -> None:
    block, page, rest = blocks("甲 <br> 乙<BR/>丙<page>丁")
    assert (block.text, [s.start for s in block.spans]) == ("甲乙丙", [1, 2])
    assert page.kind is BlockKind.PAGE_BREAK
    assert rest.text == "丁"


# marks inside a line ----------------------------------------------------------------------------------------------


def test_stars_work_beside_chinese_marks() -> None:
    block = only("他说**“你好。”**然后*走了*，**（略）**完")
    assert spans(block) == [("“你好。”", "bold", ""), ("走了", "kai", ""), ("（略）", "bold", "")]


def test_ruby_and_spans() -> None:
    block = only("{祁|qí}[垚]{.dots}[祁垚]{.person id=p1}在[韵家口]{.place}读[《史记》]{.book}[小字]{.small .name}")
    assert spans(block) == [
        ("祁", "ruby", "qí"),
        ("垚", "dots", ""),
        ("祁垚", "person", "p1"),
        ("韵家口", "place", ""),
        ("《史记》", "book", ""),
        ("小字", "name", ""),
        ("小字", "small", ""),
    ]


def test_spans_nest() -> None:
    block = only("[**张三**{三|sān}]{.name}")
    assert spans(block) == [("张三三", "name", ""), ("张三", "bold", ""), ("三", "ruby", "sān")]


def test_unknown_style_keeps_its_words_and_is_named() -> None:
    article = read_article("甲\n[文字]{.红色 大小=3}")
    assert article.manuscript.blocks[0].text == "甲文字"
    assert article.warnings[0].startswith("第2行") and ".红色" in article.warnings[0]
    assert "大小=3" in article.warnings[1]


def test_html_is_text() -> None:
    article = read_article("<b>粗</b>&lt;\n\n<div>\n块\n</div>\n\n<!-- 批注 -->")
    assert [b.text for b in article.manuscript] == ["<b>粗</b><", "<div>块</div>", "<!-- 批注 -->"]
    assert len(article.warnings) == 5


# notes ------------------------------------------------------------------------------------------------------------


def test_notes_point_into_the_text_and_may_have_paragraphs() -> None:
    block = only(
        "甲[^1]乙[^二a]。\n\n[^1]: 注**一**。\n\n    第二段。\n\n[^二a]：全角冒号。——编者注\n".replace("二a", "2")
    )
    assert [(n.at, n.text, n.by) for n in block.notes] == [(1, "注一。\n第二段。", ""), (2, "全角冒号。", "编者注")]
    assert block.notes[0].spans == (Span(1, 2, SpanStyle.BOLD),)
    assert block.text == "甲乙。"


def test_note_mark_before_a_parenthesis_is_a_note() -> None:
    block = only("甲[^1](见附录)[^1a]{乙}。\n\n[^1]: 注\n[^1a]: 二")
    assert (block.text, [n.at for n in block.notes]) == ("甲(见附录){乙}。", [1, 6])


def test_very_long_note_is_whole() -> None:
    body = "很长的注。" * 4000
    assert only(f"甲[^1]\n\n[^1]: {body}").notes[0].text == body


@pytest.mark.parametrize(
    ("source", "line", "said"),
    [
        ("甲[^7]乙", 1, "「7」没有对应的注文"),
        ("甲\n\n[^8]: 无主的注", 3, "无主的注"),
        ("甲[^1]乙[^1]\n\n[^1]: 注", 1, "不止一处"),
        ("甲[^1]\n\n[^1]: 注\n[^1]: 又一条", 4, "写了两次"),
        ("甲[^1]\n\n[^1]: 注[^1]", 3, "注里不能再有注"),
        ("甲[^1]\n\n[^1]:\n", 3, "是空的"),
    ],
)
def test_notes_that_do_not_match_are_named(source: str, line: int, said: str) -> None:
    warnings = read_article(source).warnings
    assert any(said in w and w.startswith(f"第{line}行") for w in warnings), warnings


# pictures and tables ----------------------------------------------------------------------------------------------


def test_picture_with_its_attributes() -> None:
    block = only('![摄于*西宁*](img/老 照片(1).jpg){width=62.5% place=beside credit="祁垚“摄”" people=“前排左起：甲”}')
    assert block.kind is BlockKind.PICTURE
    assert spans(block) == [("西宁", "kai", "")]
    assert block.picture == Picture("img/老 照片(1).jpg", 0.625, "beside", "祁垚“摄”", "前排左起：甲")


def test_two_pictures_on_following_lines_are_two_blocks() -> None:
    assert [b.picture.source for b in blocks("![](a.jpg)\n![乙](b.jpg)\n") if b.picture] == ["a.jpg", "b.jpg"]


def test_picture_inside_a_line_stands_by_itself_and_is_named() -> None:
    article = read_article("甲\n乙![图](c.jpg)丙")
    assert [(b.kind.value, b.text) for b in article.manuscript] == [
        ("paragraph", "甲乙"),
        ("picture", "图"),
        ("paragraph", "丙"),
    ]
    assert article.warnings[0].startswith("第2行")


@pytest.mark.parametrize("attribute", ["width=300%", "width=宽", "place=左边", "color=红"])
def test_wrong_picture_attribute_is_named_with_what_is_allowed(attribute: str) -> None:
    (warning,) = read_article(f"![图](c.jpg){{{attribute}}}").warnings
    assert attribute.split("=")[1] in warning
    assert "如 60%" in warning or "可用" in warning


def test_table_with_caption_header_and_spanning_cells() -> None:
    block = only("| 年 | 人口 |\n|---|:--:|\n| 1958{rows=2} | 一<br>二 |\n| | 三\\|四 |\n\n: 表一\n")
    assert block.text == "表一"
    assert block.rows == (
        (Cell("年", header=True), Cell("人口", header=True)),
        (Cell("1958", rows=2), Cell("一\n二")),
        (Cell("三|四"),),
    )


def test_table_with_an_empty_header_row_has_none() -> None:
    assert only("| | |\n|---|---|\n| 甲 | 乙 |\n").rows == ((Cell("甲"), Cell("乙")),)


def test_marks_in_a_cell_are_kept_and_cells_too_many_printed() -> None:
    article = read_article("| 甲 | 乙 |\n|---|---|\n| {丙｜bǐng} | 丁 | 多 |\n")
    rows = article.manuscript.blocks[0].rows
    reading = (Span(0, 1, SpanStyle.RUBY, "bǐng"),)
    assert rows[1] == (Cell("丙", spans=reading), Cell("丁"), Cell("多"))
    assert [w[:3] for w in article.warnings] == ["第3行"]


def test_a_cell_calls_notes_where_they_are_written() -> None:
    source = "| 年{rows=2} | 人[^1]口[^2] |\n|---|---|\n| | [^3] |\n| 一<br>二[^4] | 乙 |\n\n: 表一[^5]\n\n" + "".join(
        f"[^{number}]: 注{number}\n\n" for number in range(1, 6)
    )
    article = read_article(source)
    (block,) = article.manuscript.blocks
    assert article.warnings == ()
    assert [(note.text, note.cell, note.at) for note in block.notes_in_order] == [
        ("注5", None, 2),
        ("注1", (0, 1), 1),
        ("注2", (0, 1), 2),
        ("注3", (1, 0), 0),
        ("注4", (2, 0), 3),
    ]
    assert block.rows[1] == (Cell(""),) and block.rows[2][0].text == "一\n二"


def test_notes_of_a_cell_that_is_covered_are_told() -> None:
    article = read_article("| 甲{columns=2} | 乙[^1] |\n|---|---|\n| 丙 | 丁 |\n\n[^1]: 注文\n")
    assert article.manuscript.blocks[0].notes == ()
    assert any("盖住了文字：乙〔注：注文〕" in warning for warning in article.warnings)


# what is not supported ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("source", "words", "form"),
    [
        ("甲\n\n见[此文](http://例.cn)", "见此文", "链接不支持，只留文字；网址是 http://例.cn"),
        ("甲\n\n<http://a.cn>", "http://a.cn", ""),
        ("甲\n\n写`代码`", "写代码", "代码「代码」"),
        ("甲\n\n```\n行一\n行二\n```", "行一行二", "代码块"),
        ("甲\n\n~~删去~~", "删去", "删除线"),
        ("甲\n\n---", "", "分隔线「---」"),
        ("甲\n\n节题\n---", "节题", "当作小标题"),
        ("甲\n\n- 外\n  - 内", "外内", "条目里又有条目"),
        ("甲\n\n> 外\n>> 内", "外内", "引文里又有引文"),
        ("甲\n\n> ## 题", "题", "引文、条目里的小标题"),
    ],
)
def test_unsupported_forms_keep_their_words_and_are_named(source: str, words: str, form: str) -> None:
    article = read_article(source)
    assert "".join(b.text for b in article.manuscript.blocks[1:]) == words
    if form:
        assert any(form in warning and warning[1].isdigit() for warning in article.warnings), article.warnings


def test_strange_characters_are_taken_out_and_counted() -> None:
    article = read_article("\ufeff甲\r\n乙\x00丙\r丁\ud800戊\t己\u2028庚")
    assert article.manuscript.plain_text() == "甲乙丙丁\ufffd戊 己庚"
    assert ["1个控制字符" in article.warnings[0], "第2行" in article.warnings[0]] == [True, True]
    assert "第3行" in article.warnings[1]


# identity -----------------------------------------------------------------------------------------------------------


def test_same_text_and_seed_give_the_same_ids_and_another_seed_others() -> None:
    text = "甲[^1]\n\n乙\n\n[^1]: 注"
    first, again = (read_article(text, counted_ids("01.md")) for _ in range(2))
    other = read_article(text, counted_ids("02.md"))
    assert first == again
    ids = {b.id for b in first.manuscript} | {n.id for b in first.manuscript for n in b.notes}
    assert len(ids) == 3
    assert not ids & {b.id for b in other.manuscript}


# any text -----------------------------------------------------------------------------------------------------------

_FRAGMENTS = st.sampled_from(
    [
        *(
            "甲",
            "乙。",
            "“丙”",
            " ",
            "    ",
            "\n",
            "\n\n",
            "\n\n\n",
            "\t",
            "\r\n",
            "\x00",
            "\ufeff",
            "\u3000",
            "\u2028",
        ),
        *("**", "*", "_", "`", "```", "~~", "~~~", "#", "##", ">", ">>", "-", "1.", "+", "=", "%", "---", "===", "\\"),
        *(
            "|",
            "|---|---|",
            "[",
            "]",
            "(",
            ")",
            "{",
            "}",
            "!",
            "^[",
            "[^1]",
            "[^注]:",
            "[^1]:",
            "](甲.jpg)",
            '"',
            "“",
            "”",
        ),
        *("]{.dots}", "]{.丁}", "{戊|wù}", "{己｜庚}", "{tight}", "{.verse}", "{label=辛}", "{columns=2", "rows=3}"),
        *("<br>", "<page>", "<b>", "<!--", "-->", "&#21;", "&lt;", "title:", ":", "问：", "答：", "\U00020000"),
    ]
)
_TEXTS = st.one_of(
    st.text(max_size=120),
    st.lists(_FRAGMENTS, max_size=40).map("".join),
    st.lists(_FRAGMENTS, max_size=30).map(lambda parts: "---\n" + "".join(parts)),
)


def _words_of(article: MarkdownArticle) -> str:
    return "".join(
        [
            str(article.head),
            *article.warnings,
            *(
                str((b.text, b.label, b.notes, b.rows, b.picture, [s.value for s in b.spans]))
                for b in article.manuscript
            ),
        ]
    )


@settings(max_examples=100, deadline=None)
@given(_TEXTS)
@example("甲\ud800")
@example("---\n? [甲\n---\n")
@example("[" * 3000 + "甲")
@example("![" * 500 + "甲" + "](b.jpg)" * 500)
@example("{" * 500 + "甲" + "|乙}" * 500)
@example("---\na: " + "[" * 3000 + "\n---\n甲")
@example("> " * 200 + "甲")
@example("- " * 200 + "甲")
@example("[^1]: " * 100 + "甲")
def test_no_text_raises_and_no_han_character_is_lost(text: str) -> None:
    article = read_article(text)
    kept = _words_of(article)
    assert {c for c in text if "\u4e00" <= c <= "\u9fff" or c == "\U00020000"} <= set(kept)
    for block in article.manuscript:
        assert all(0 <= s.start <= s.end <= len(block.text) for s in block.spans)
        assert all(0 <= note.at <= len(block.text) for note in block.notes)
        assert "\v" not in block.text and ("\n" not in block.text or block.kind is BlockKind.VERSE)


@pytest.mark.parametrize("ending", ["——编者注", "—— 编者注。", "（编者注）"])
def test_note_says_whose_it_is(ending: str) -> None:
    (note,) = only(f"甲[^1]\n\n[^1]: 某地，今属*城东*。{ending}").notes
    assert (note.text, note.by) == ("某地，今属城东。", "编者注")
    assert note.spans == (Span(5, 7, SpanStyle.KAI),)
