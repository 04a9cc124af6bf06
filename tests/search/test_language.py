"""The language of queries: what a person types is read as they mean it, and a tree writes itself down again."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive_app.search.language import (
    MOST_TERMS,
    All,
    Either,
    In,
    Near,
    Node,
    Not,
    Query,
    Unit,
    Word,
    all_of,
    either_of,
    in_field,
    near,
    not_of,
    read,
    word,
)
from archive_app.search.language.dates import overlaps, spans_of
from archive_app.search.language.fields import fields


def words(*texts: str) -> tuple[Word, ...]:
    return tuple(word(text) for text in texts)


A, B, C = words("水磨", "油坊", "花儿")


@pytest.mark.parametrize(
    ("query", "tree"),
    [
        ("水磨", A),
        ("水磨　油坊\n花儿", All((A, B, C))),
        ("水磨 水磨", A),
        ('"水磨 油坊" 花儿', All((Word("水磨 油坊", quoted=True), C))),
        ("“水磨 油坊”", Word("水磨 油坊", quoted=True)),
        (r'"他说\"好\""', Word('他说"好"', quoted=True)),
        ('"水磨"', Word("水磨", quoted=True)),
        ("水磨 -油坊", All((A, Not(B)))),
        ("水磨 －“油 坊”", All((A, Not(Word("油 坊", quoted=True))))),
        ("水磨 不含 油坊", All((A, Not(B)))),
        ("水磨 AND 油坊 NOT 花儿", All((A, B, Not(C)))),
        ("水磨 或 油坊", Either((A, B))),
        ("水磨 OR 油坊", Either((A, B))),
        ("水磨|油坊｜花儿", Either((A, B, C))),
        ("水磨 | | 油坊", Either((A, B))),
        ("花儿 水磨 或 油坊", All((C, Either((A, B))))),
        ("水磨 或 -油坊", Either((A, Not(B)))),
        ("(水磨 油坊) 或 花儿", Either((All((A, B)), C))),
        ("（水磨 或 油坊）花儿", All((Either((A, B)), C))),
        ("花儿(水磨 或 油坊)", All((C, Either((A, B))))),
        ("(水磨 油坊)或花儿", Either((All((A, B)), C))),
        ('"水磨"或"油坊"', Either((Word("水磨", quoted=True), Word("油坊", quoted=True)))),
        ("(水磨) 或 (油坊)", Either((A, B))),
        ("-(水磨 或 油坊) 花儿", All((Not(Either((A, B))), C))),
        ("-(-水磨)", A),
        ("题名:水磨", In("title", A)),
        ("题名：水磨", In("title", A)),
        ("题名： 水磨", In("title", A)),
        ("title:水磨 author:油坊", All((In("title", A), In("author", B)))),
        ("-题名:水磨 花儿", All((Not(In("title", A)), C))),
        ("题名:(水磨 -油坊)", In("title", All((A, Not(B))))),
        ("题名:水磨|油坊", Either((In("title", A), B))),
        ("题名:“水磨 油坊”", In("title", Word("水磨 油坊", quoted=True))),
        ("题名:(人名:水磨)", In("person", A)),
        ("口述者:水磨 专员:油坊", All((In("narrator", A), In("commissioner", B)))),
        ("年:1949-1956", In("year", word("1949-1956"))),
        ("年:(1949 或 50年代)", In("year", Either(words("1949", "50年代")))),
        ("种类:照片 状态:初审", All((In("kind", word("照片")), In("state", word("初审"))))),
        ("档号:J019-LY·2019", In("number", word("J019-LY·2019"))),
        ("水磨 同句 油坊", Near((A, B), Unit.SENTENCE)),
        ("水磨 同段 油坊 同段 花儿", Near((A, B, C), Unit.PARAGRAPH)),
        ("水磨 同句> 油坊", Near((A, B), Unit.SENTENCE, ordered=True)),
        ("水磨 /20 油坊", Near((A, B), Unit.CHARACTERS, 20)),
        ("水磨 /20字 油坊", Near((A, B), Unit.CHARACTERS, 20)),
        ("水磨 20字内 油坊", Near((A, B), Unit.CHARACTERS, 20)),
        ("水磨 相距20字 油坊", Near((A, B), Unit.CHARACTERS, 20)),
        ("水磨 NEAR/20 油坊", Near((A, B), Unit.CHARACTERS, 20)),
        ("水磨 /20> 油坊", Near((A, B), Unit.CHARACTERS, 20, ordered=True)),
        ("水磨 先后20 油坊", Near((A, B), Unit.CHARACTERS, 20, ordered=True)),
        ("同句(水磨, 油坊)", Near((A, B), Unit.SENTENCE)),
        ("同段（水磨，油坊、花儿）", Near((A, B, C), Unit.PARAGRAPH)),
        ("相距20(水磨 油坊)", Near((A, B), Unit.CHARACTERS, 20)),
        ("花儿 同句(水磨, 油坊)", All((C, Near((A, B), Unit.SENTENCE)))),
        ("水磨 同句 油坊 或 花儿", Near((A, Either((B, C))), Unit.SENTENCE)),
        ("水磨 同句 (油坊 花儿)", Near((A, B, C), Unit.SENTENCE)),
        (
            "水磨 /5 油坊 同句 花儿",
            All((Near((A, B), Unit.CHARACTERS, 5), Near((B, C), Unit.SENTENCE))),
        ),
        ("题名:水磨 同句 油坊", In("title", Near((A, B), Unit.SENTENCE))),
        ("题名:同句(水磨, 油坊)", In("title", Near((A, B), Unit.SENTENCE))),
        # what is not meant so
        ("或", Word("或", quoted=True)),
        ("同句", Word("同句", quoted=True)),
        ("或许", word("或许")),
        ("甲或乙", word("甲或乙")),
        ("同句号", word("同句号")),
        ('水磨 "或" 油坊', All((A, Word("或", quoted=True), B))),
        ("-", word("-")),
        ("----", word("----")),
        ("J019-LY·2019·Y-001", word("J019-LY·2019·Y-001")),
        ("10:30", word("10:30")),
        ("https://a.b/c", word("https://a.b/c")),
        ('半边"引号"', word('半边"引号"')),
        ("（一）", word("（一）")),
        ("录音（一） 水磨", All((word("录音（一）"), A))),
        ("（示例）水磨", word("（示例）水磨")),
        ("(花儿(一) 油坊)", All((word("花儿(一)"), B))),
        ("水磨，油坊", word("水磨，油坊")),
        ("()", word("()")),
        ('""', word('""')),
    ],
)
def test_a_query_is_read(query: str, tree: Node) -> None:
    found = read(query)

    assert found.tree == tree
    assert read(found.to_text()).tree == tree


@pytest.mark.parametrize(
    ("query", "said", "instead"),
    [
        ("(水磨", "括号没有配对", "水磨"),
        ("水磨 (油坊", "括号没有配对", "水磨 油坊"),
        ("水磨）", "括号没有配对", "水磨"),
        ("水磨 |", "后面没有词", "水磨"),
        ("水磨 或", "后面没有词", "水磨"),
        ("水磨 -", "后面没有词", "水磨"),
        ("水磨 同句", "后面没有词", "水磨"),
        ("| 水磨", "前面没有词", "水磨"),
        ("题名:", "后面没有词", None),
        ("题名:( )", "没有词", None),
        ("年:某个时候", "读不出时间", None),
        ("题名:水磨 同句 人名:油坊", "同一个字段", None),
        ("水磨 同句 -油坊", "只能连接词", None),
        ('"水磨 油坊', "引号没有配对", "水磨 油坊"),
        ("“水磨", "引号没有配对", "水磨"),
    ],
)
def test_a_wrong_query_is_looked_for_as_it_stands_and_says_so(query: str, said: str, instead: str | None) -> None:
    found = read(query)

    assert found.tree == Word(query, quoted=True)
    assert said in found.hint and found.hint.endswith("。")
    if instead is not None:
        assert found.fallback is not None and found.fallback.to_text() == instead
        assert found.fallback.hint


def test_what_is_no_mistake_but_may_be_one_says_so_too() -> None:
    assert read("他说:水磨").tree == Word("他说:水磨", quoted=True)
    assert "他说" in read("他说:水磨").hint
    assert "照相" in read("种类:照相").hint and "照片" in read("种类:照相").hint
    assert "标点" in read("，。").hint
    bracketed = read("（水磨）")
    assert bracketed.fallback is not None and bracketed.fallback.tree == A
    assert read("水磨 花儿").hint == read("10:30").hint == ""


@pytest.mark.parametrize(
    ("query", "instead", "said"),
    [
        ("水磨 or 油坊", "水磨 或 油坊", "“or”当作“或”"),
        ("水磨 And 油坊", "水磨 油坊", "“And”当作“并且”"),
        ("水磨 && 油坊", "水磨 油坊", "“&&”当作“并且”"),
        ("水磨 + 油坊", "水磨 油坊", "“+”当作“并且”"),
        ("水磨 not 油坊", "水磨 -油坊", "“not”当作“不含”"),
        ("「水磨 油坊」", '"水磨 油坊"', "“「」”里的当作连在一起的话"),
        ("『水磨』 花儿", '"水磨" 花儿', "“『』”里的当作连在一起的话"),
        ("题名 ：水磨", "题名:水磨", "“题名”当作字段"),
        ("-花儿 题名 : 水磨", "-花儿 题名:水磨", "“题名”当作字段"),
    ],
)
def test_what_may_be_meant_for_syntax_is_looked_for_as_it_stands_first(query: str, instead: str, said: str) -> None:
    found = read(query)

    assert found.hint == "" and found.tree == read(found.to_text()).tree
    assert said not in found.to_text()
    assert found.fallback is not None and found.fallback.to_text() == instead
    assert said in found.fallback.hint and "照字面没有" in found.fallback.hint


@pytest.mark.parametrize("query", ["or", "水磨 or", "and 水磨", "「」", "水磨「", "水磨 A+B", "R&B 水磨", "说 ：水磨"])
def test_what_can_be_no_syntax_has_no_other_reading(query: str) -> None:
    assert read(query).fallback is None


@pytest.mark.parametrize(
    ("query", "instead"),
    [
        ("水磨 同句 -油坊", "水磨 -油坊"),
        ("水磨 同句 年:1949", "水磨 年:1949"),
        ("年:哈哈 水磨", "哈哈 水磨"),
        ("题名:水磨 (", "题名:水磨"),
        ("-年:哈哈 水磨", "-哈哈 水磨"),
        ("-油坊（", None),
    ],
)
def test_the_words_of_a_wrong_query_keep_what_each_says_by_itself(query: str, instead: str | None) -> None:
    found = read(query)

    assert found.tree == Word(query, quoted=True)
    assert (found.fallback.to_text() if found.fallback else None) == instead


@pytest.mark.parametrize("far", ["五字内", "5个字以内", "/5", "／5字", "相距五字", "相距5个字", "NEAR/5", "５字之内"])
def test_a_distance_is_written_in_any_figures(far: str) -> None:
    assert read(f"水磨 {far} 油坊").to_text() == "水磨 /5 油坊"
    assert Query.of(word(far)).to_text() == f'"{far}"', "as a word it stands in quotes"


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ("年代：50年代", "年:50年代"),
        ("类别:照片", "种类:照片"),
        ("档案级别:公开", "级别:公开"),
        ("关键词:水磨", "主题词:水磨"),
        ("摘要:水磨", "提要:水磨"),
        ("整理人:李", "整理者:李"),
        ("捐赠人：李", "捐赠者:李"),
        ("乡镇街道:韵家口", "乡镇:韵家口"),
    ],
)
def test_fields_go_by_what_people_call_them(query: str, text: str) -> None:
    assert (read(query).to_text(), read(query).hint) == (text, "")


def test_nothing_is_nothing() -> None:
    for text in ("", " \n　"):
        assert read(text) == Query("", None)
    assert Query.of(None).to_text() == ""


TEXT = st.text(alphabet='水磨油坊或许AaOR 　"“”\\-－|｜()（）:：,，、/>同句段12。《', min_size=1, max_size=6)
WORDS = st.builds(lambda text, quoted: word(text, quoted=quoted), TEXT.filter(str.strip), st.booleans())
CHOICES = WORDS | st.lists(WORDS, min_size=2, max_size=3).map(either_of)
NEAR = st.builds(
    lambda parts, unit, far, ordered: near(parts, unit, far, ordered=ordered),
    st.lists(CHOICES, min_size=2, max_size=3),
    st.sampled_from(Unit),
    st.integers(0, 2000),
    st.booleans(),
)
TREES = st.recursive(
    WORDS | NEAR,
    lambda inner: (
        st.lists(inner, min_size=1, max_size=3).map(all_of)
        | st.lists(inner, min_size=1, max_size=3).map(either_of)
        | inner.map(not_of)
        | st.builds(in_field, st.sampled_from(["title", "person", "text", "number"]), inner)
    ),
    max_leaves=8,
)


@settings(max_examples=400, deadline=None)
@given(tree=TREES)
def test_every_tree_reads_back_from_what_it_prints(tree: Node) -> None:
    assert read(Query.of(tree).to_text()).tree == tree


@settings(max_examples=300, deadline=None)
@given(text=st.text(alphabet='水磨 　"“”\\-|或同句段/2>,()（）:：题名年', max_size=24) | st.text(max_size=40))
def test_any_string_is_a_query_and_what_it_means_reads_back(text: str) -> None:
    found = read(text)

    assert (found.tree is None) == (not text.strip())
    assert read(found.to_text()).tree == found.tree
    if found.fallback is not None:
        assert found.fallback.tree is not None and found.fallback.fallback is None and found.fallback.hint


@pytest.mark.parametrize(
    "text",
    [
        "里" * 4000,
        "里 " * 2000,
        "-里 " * 1300,
        "里|" * 2000,
        '"' * 4000,
        "“" * 4000,
        '"' + "\\" * 3999,
        '"\\' * 2000,
        "(" * 4000,
        "(" * 2000 + "水" + ")" * 2000,
        "(甲 " * 1000 + ")" * 1000,
        "甲(乙" * 900 + ")" * 900,
        "同句(" * 800 + ")" * 800,
        "甲 同句 " * 800,
        "题名:" * 1300,
        "年:" + "9" * 3900,
        "/" * 4000,
        "/" + "9" * 3999,
    ],
)
def test_four_thousand_characters_are_read_at_once(text: str) -> None:
    began = time.perf_counter()
    assert read(text).tree is not None

    assert time.perf_counter() - began < 2


def test_more_words_than_can_be_looked_for_are_told() -> None:
    found = read(" ".join(f"词{number}" for number in range(MOST_TERMS + 5)))

    assert len(found.words()) == MOST_TERMS
    assert str(MOST_TERMS) in found.hint


def test_the_words_are_those_that_may_stand() -> None:
    assert read("水磨 -油坊 -(-花儿) 题名:渡口 年:1949 种类:照片 甲 同句 (乙 或 丙)").words() == [
        "水磨",
        "花儿",
        "渡口",
        "甲",
        "乙",
        "丙",
    ]


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("1949", "1949-01-01", "1949-12-31"),
        ("1949-1956", "1949-01-01", "1956-12-31"),
        ("1949—1956", "1949-01-01", "1956-12-31"),
        ("1949年至1956年", "1949-01-01", "1956-12-31"),
        ("50年代", "1950-01-01", "1959-12-31"),
        ("民国三十八年", "1949-01-01", "1949-09-30"),
        ("1949年以前", "0001-01-01", "1949-12-31"),
        ("1956年以后", "1956-01-01", "9999-12-31"),
        ("-1956", "0001-01-01", "1956-12-31"),
        ("1949-", "1949-01-01", "9999-12-31"),
        ("1958年3月5日", "1958-03-05", "1958-03-05"),
    ],
)
def test_a_date_is_read_as_people_write_it(text: str, first: str, last: str) -> None:
    assert spans_of(text) == ((first, last),)


def test_a_year_of_the_cycle_is_any_of_its_years() -> None:
    found = spans_of("己丑年")

    assert overlaps(("1949-05-01/1949-05-01",), found)
    assert not overlaps(("1958-01-01/1958-12-31",), found)
    assert overlaps(("1900-01-01/1900-12-31", "2009-06-01/2009-06-30"), found)
    assert not overlaps((), found)


def test_every_field_is_called_by_each_of_its_names() -> None:
    for field in fields().values():
        for label in (field.name, *field.labels):
            tree = read(f"{label}:1949").tree
            assert isinstance(tree, In), label
            assert fields()[tree.field].label == field.label or label not in field.labels[:1]
