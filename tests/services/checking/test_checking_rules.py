"""The rules over a text: what each finds, and above all what it leaves alone."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive_app.domain.manuscript import Block, BlockKind, Cell, Manuscript, Note, Span, SpanStyle, paragraphs
from archive_app.services.checking.house_style import Usage
from archive_app.services.checking.rule import Known
from archive_app.services.checking.rules import check

_K = BlockKind


def found(text: str, rule: str, kind: str = "contribution", known: Known | None = None) -> list[str]:
    """The words one rule remarks on."""
    made = paragraphs(text.split("\n"))
    return [remark.words for remark in check(made, kind, known or Known()) if remark.rule == rule]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("那年他到臺灣去了，后来没有音讯，国内的亲人都盼着他回来，说这边的农业发展了。", ["臺灣"]),
        ("國內的親人都盼著他，說這邊發展了，農業機械買來了，还有學校。", ["还"]),
        ("乾隆年间在瞭望塔上，声名狼藉，於先生来了，马堃、刘喆也来了，国家发给证书。", []),
        ("碑上刻着“民國廿六年”，县里编了《滄縣志》，国家还在，这里的农民说。", []),
    ],
)
def test_stray_forms_of_the_other_script(text: str, words: list[str]) -> None:
    assert found(text, "scripts") == words


def test_a_text_without_a_script_of_its_own_is_told_once() -> None:
    text = "国家发达这里农业" * 20 + "國內親說這邊發農業機" * 15
    (remark,) = [one for one in check(paragraphs([text]), "contribution") if one.rule == "scripts"]
    assert "繁简混用" in remark.message


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("他说:好,就这么办.", [":", ",", "."]),
        ("后来...就走了。。。又--没有", ["...", "。。。", "--"]),
        ("苹果、梨、等都有，米、面、等三样、等三种，不算、等级、等了几天\n三、等风", ["、", "、"]),
        ("“甲”、“乙”和《红楼梦》、《水浒》", ["、", "、"]),
        ("来了五、六个人，三、四月间都在", ["五、六"]),
        ("真好，，是吗，。", ["，，", "，。"]),
        ("“这是头一回。", ["“"]),
        ("这是头一回。”又（见图", ["”", "（"]),
        ("老 王来了", [" "]),
        ("上午9:30到，比是3:1，见 http://a.cn/b?c 和 it’s ok!", []),
        ("1）修水库；2）种树。一）开会", []),
        ("真的吗？！好！！！……他——走了——1958—1962年，天津—北京。", []),
        ("“他说：‘来’。”（见《志》〈序〉）「好」", []),
    ],
)
def test_punctuation(text: str, words: list[str]) -> None:
    assert found(text, "punctuation") == words


def test_a_quotation_over_several_paragraphs_is_closed_in_the_last_alone() -> None:
    assert found("“头一段。\n“第二段。\n“末一段。”", "punctuation") == []
    assert found("“头一段。\n第二段。", "punctuation") == ["“"]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("1958年八月三日开会", ["1958年八月三日"]),
        ("一九五八年8月开会", ["一九五八年8月"]),
        ("8月三日和八月3日", ["8月三日", "八月3日"]),
        ("1958年八月十五吃月饼，农历八月3日，1958年腊月", []),
        ("来了约三十人左右，近百余人，大约五百斤上下", ["约三十人左右", "近百余", "大约五百斤上下"]),
        ("约三十人，三十人左右，近百人", []),
        ("58年春修的，走了58年，第58年", ["58年"]),
        ("二十世纪50年代，20世纪50年代，五十年代", ["二十世纪50年代"]),
        ("星期3开会，星期三", ["星期3"]),
        ("打了3千5百斤", ["3千5百"]),
        ("20几年，10几个人，二十几年", ["20几", "10几"]),
        ("一九五八年修水库，1962年又修，1963年再修", ["一九五八年"]),
        ("公元一九五八年，民国三十一年，光绪二十三年", []),
    ],
)
def test_figures(text: str, words: list[str]) -> None:
    assert found(text, "figures") == words


def test_notes_have_their_own_way_of_writing_years() -> None:
    told = Block(_K.PARAGRAPH, "一九五八年修，一九六二年又修。", notes=(Note(0, "1958年8月动工。"),))
    shown = Block(_K.PICTURE, "约1958年摄")
    assert check(Manuscript((told, shown)), "contribution") == []


def test_what_takes_the_place_of_a_mixed_date() -> None:
    (remark,) = [one for one in check(paragraphs(["一九五八年8月二十三日"]), "contribution") if one.rule == "figures"]
    assert remark.instead == "1958年8月23日"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("1958年2月30日开会", ["1958年2月30日"]),
        ("又到4月31日，13月2日", ["4月31日", "13月2日"]),
        ("1958年8月3日星期一", ["1958年8月3日星期一"]),
        ("1958年8月3日（星期日），农历二月三十日，2月29日", []),
        ("民国三十九年", ["民国三十九年"]),
    ],
)
def test_dates_that_cannot_be(text: str, words: list[str]) -> None:
    assert found(text, "dates") == words
    assert found(text, "dates", "oral_history") == words, "whoever says it"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("从1980年到1975年。", ["1980年到1975年"]),
        ("王氏（1920—1910）是他祖父。", ["1920—1910"]),
        ("2005年12月31日—2004年1月1日", ["2005年12月31日—2004年"]),
        ("公元前221年至前206年；前221年—206年；1958—1962年；电话6132-1024；GB/T 15834—2011。", []),
        ("农历八月三十一来的，农历七月三十走的。", ["农历八月三十一"]),
    ],
)
def test_spans_that_end_before_they_begin_and_days_of_no_lunar_month(text: str, words: list[str]) -> None:
    assert found(text, "dates") == words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("“他说“好”了。”", ["“"]),
        ("“他说‘好’了。”“好。”", []),
        ("“他说：‘叫“尕王”的。’”", []),
        ("（记者 王海）马文山 口述，李晓棠 整理，摄影 赵吉甫", []),
        ("他 来了", [" "]),
    ],
)
def test_quotations_in_quotations_and_names_apart_from_what_they_do(text: str, words: list[str]) -> None:
    assert found(text, "punctuation") == words


def test_full_width_figures_are_told_with_what_they_are() -> None:
    assert found("１９５８年有３０人，增长１２．５％。", "figures") == ["１９５８", "３０", "１２．５％"]
    assert found("１．缘起２、经过（３）结尾", "figures") == []


def test_prose_of_many_sorts_is_left_alone() -> None:
    """Three thousand characters of ten genres without a remark; what makes one of them speak is a false alarm."""
    whole = (Path(__file__).parent / "prose.md").read_text(encoding="utf-8")
    texts = re.split(r"^# (\w+)\n", whole, flags=re.MULTILINE)[1:]
    assert len(texts) > 18
    for kind, text in zip(texts[::2], texts[1::2], strict=True):
        assert [(one.rule, one.near) for one in check(paragraphs(text.strip().split("\n")), kind)] == []


def test_a_name_two_ways() -> None:
    one, two = frozenset({"a"}), frozenset({"b"})
    text = "王建国来了，王建国走了。王健国又来，王建设没来。"
    assert found(text, "names", known=Known(names={"王建国": one})) == ["王健国"]
    assert found(text, "names", known=Known(names={"王建国": one, "王健国": one})) == ["王健国"], "an alias, too"
    assert found(text, "names", known=Known(names={"王建国": one, "王健国": two})) == [], "somebody else"
    assert found("王健国、王建国", "names", known=Known(names={"王建国": one, "王健国": one})) != [], "as often"
    assert found(text, "names", known=Known(names={"李建国": one})) == []


def test_characters_nobody_can_read() -> None:
    assert found("\ue001字，⼈民，锟斤拷，零\u200b宽", "glyphs") == ["\ue001", "⼈", "锟斤拷", "\u200b"]


def test_house_style_warns_in_what_editors_write_alone() -> None:
    text = "解放前他在“解放前线”报社，解放前夕走的；“解放前”三个字照录。文革时、“文化大革命”中。"
    assert found(text, "style") == ["解放前", "文革"]
    assert found(text, "style", "oral_history") == [], "a narrator's paragraphs are his words"
    assert found(text, "style", "document") == [], "a paper of its time"
    blocks = Manuscript(
        (
            Block(_K.HEADING, "解放前的码头"),
            Block(_K.QUESTION, "解放前呢？", label="问"),
            Block(_K.ANSWER, "解放前我扛活。", notes=(Note(0, "解放前指一九四九年以前", "整理者"),), label="答"),
            Block(_K.QUOTE, "解放前"),
            Block(_K.VERSE, "解放前"),
        )
    )
    for kind in ("oral_history", "contribution"):
        parts = [(one.block, one.part) for one in check(blocks, kind) if one.rule == "style"]
        note = blocks.blocks[2].notes[0]
        assert parts == [(blocks.blocks[0].id, "text"), (blocks.blocks[2].id, f"note:{note.id}")]


def test_the_list_is_the_offices_own() -> None:
    known = Known(usages=(Usage("社员", "村民", "今称", ("老社员",)),))
    assert found("解放前的社员和老社员", "style", known=known) == ["社员"]
    assert found("解放前的社员", "style", known=Known(usages=())) == []


def test_notes_cells_and_marked_names() -> None:
    table = Block(_K.TABLE, rows=((Cell("1958年2月30日"),),))
    named = Block(_K.PARAGRAPH, "劉國強在国内，这里还是农业发达。", (Span(0, 3, SpanStyle.PERSON),))
    remarks = check(Manuscript((table, named)), "contribution")
    assert [(one.rule, one.part) for one in remarks] == [("dates", "cell:0,0")]


def test_sources_are_left_as_they_are() -> None:
    text = Manuscript((Block(_K.QUOTE, "国家,這裡...“五、六个人"), Block(_K.PARAGRAPH, "国家,")))
    assert [one.words for one in check(text, "document")] == []
    assert [one.words for one in check(text, "contribution")] == [","]


@given(st.lists(st.text("国國一二1958年月日，。“”（）、等约左右.-—… 王建\U00020000\ue000", max_size=40), max_size=4))
def test_places_are_those_of_the_words(texts: list[str]) -> None:
    made = paragraphs(texts)
    parts = {(block, part): text for block, part, text in made.searchable()}
    for remark in check(made, "contribution", Known(names={"王建国": frozenset("a")})):
        assert parts[remark.block, remark.part][remark.start : remark.end] == remark.words != ""
        assert remark.words in remark.near and remark.message
