"""The form for those who type no syntax makes a query, and a query that was typed goes back into the form."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive_app.search.language import All, Node, Query, read
from archive_app.search.language.form import Form, How, Row
from archive_app.search.language.saying import said


@pytest.mark.parametrize(
    ("form", "text"),
    [
        (Form(), ""),
        (Form((Row("  "),)), ""),
        (Form((Row("水磨 油坊"),)), "水磨 油坊"),
        (Form((Row("水磨 油坊", How.ANY),)), "水磨 或 油坊"),
        (Form((Row("水磨 油坊", How.PHRASE),)), '"水磨 油坊"'),
        (Form((Row("水磨 油坊", How.SENTENCE),)), "水磨 同句 油坊"),
        (Form((Row("水磨 油坊", How.PARAGRAPH, "text"),)), "正文:(水磨 同段 油坊)"),
        (Form((Row("水磨 油坊", How.CLOSE, distance=8),)), "水磨 /8 油坊"),
        (Form((Row("水磨", field="title"), Row("马师傅", field="narrator"))), "题名:水磨 口述者:马师傅"),
        (Form((Row("水磨"), Row("油坊", leaves_out=True))), "水磨 -油坊"),
        (Form((Row("水磨", field="title"), Row("油坊 花儿", or_else=True))), "题名:水磨 或 (油坊 花儿)"),
        (Form((Row("水磨"),), "1949-1956"), "水磨 年:1949-1956"),
        (Form((), "50年代"), "年:50年代"),
        (
            Form((Row("水磨"),), "", (("kind", ("photograph", "oral_history")), ("state", ("first_review",)))),
            "水磨 种类:(照片 或 口述史料) 状态:初审",
        ),
    ],
)
def test_a_form_is_a_query_and_back(form: Form, text: str) -> None:
    tree = form.tree()

    assert Query.of(tree).to_text() == text
    assert read(text).tree == tree
    again = Form.of(tree)
    assert again is not None and again.tree() == tree
    if any(row.text.strip() for row in form.rows) or form.years:
        assert again == form


@pytest.mark.parametrize(
    "text",
    [
        "(水磨 (油坊 或 花儿)) 或 渡口",
        "题名:(水磨 -油坊)",
        "水磨 /5> 油坊",
        "水磨 同句> 油坊",
        "水磨 同句 (油坊 或 花儿)",
    ],
)
def test_what_no_form_says_stays_text(text: str) -> None:
    assert Form.of(read(text).tree) is None


@settings(max_examples=200, deadline=None)
@given(text=st.text(alphabet='水磨油 "-|或()同句/2题名:年14', max_size=24))
def test_a_form_of_any_query_makes_that_query_again(text: str) -> None:
    tree = read(text).tree
    form = Form.of(tree)

    assert form is None or same(form.tree(), tree)


def same(one: Node | None, other: Node | None) -> bool:
    """Whether two trees ask for the same, be it in another order."""
    return parts(one) == parts(other)


def parts(tree: Node | None) -> set[Node]:
    return set() if tree is None else set(tree.parts) if isinstance(tree, All) else {tree}


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("种类:照片 水磨", Form((Row("水磨"),), "", (("kind", ("photograph",)),))),
        ("年:50年代 水磨 题名:油坊", Form((Row("水磨"), Row("油坊", field="title")), "50年代")),
        ('年:"1949 - 1956"', Form((), "1949 - 1956")),
        ('种类:"照片"', Form((), "", (("kind", ("photograph",)),))),
        ("专员:李晓棠 或 专员:王文史", Form((Row("李晓棠", field="commissioner"),
                                       Row("王文史", field="commissioner", or_else=True)))),
        ("专员:(李晓棠 或 王文史) 水磨", Form((Row("水磨"),), "", (("commissioner", ("李晓棠", "王文史")),))),
        ("-种类:照片 水磨", Form((Row("照片", field="kind", leaves_out=True), Row("水磨")))),
        ("-年:1949 年:50年代", Form((Row("1949", field="year", leaves_out=True),), "50年代")),
        ('题名:("他说\\"好\\"" 水磨)', Form((Row('"他说\\"好\\"" 水磨', field="title"),))),
        ('"水磨 "', Form((Row('"水磨 "'),))),
        ("水磨 /0 油坊", Form((Row("水磨 油坊", How.CLOSE, distance=0),))),
    ],
)  # fmt: skip
def test_the_order_and_needless_quotes_do_not_keep_a_query_out_of_the_form(text: str, form: Form) -> None:
    tree = read(text).tree

    assert Form.of(tree) == form
    again = read(Query.of(form.tree()).to_text()).tree
    assert Form.of(again) == form


NASTY = '水磨裏𠮷油 　\t"“”\\-－|｜()（）:：，、或且/／1250字内同句段不含并者AND题名年>'
OPERATORS = (
    *("或", "或者", "且", "并且", "不含", "OR", "AND", "NOT", "同句", "同段>", "/20", "／20字", "相距5个字"),
    *("5个字以内", "NEAR5", "/sen", "/PARA", "-", "题名:水磨", '"', '""', '"水 磨"', "“水 磨”", '\\"', "（一）"),
    "同句(水磨,油坊)",
)
TEXTS = st.one_of(
    st.text(NASTY, max_size=20),
    st.lists(st.one_of(st.sampled_from(OPERATORS), st.text(NASTY, max_size=4)), max_size=6).map(" ".join),
    st.text(st.characters(exclude_categories=("Cs",)), max_size=20),
)
ROWS = st.builds(
    Row, TEXTS, st.sampled_from(How), st.sampled_from(["", "title", "narrator", "person", "number", "commissioner"]),
    st.booleans(), st.booleans(), st.integers(0, 1000),
)  # fmt: skip
FORMS = st.builds(
    Form,
    st.lists(ROWS, max_size=4).map(tuple),
    st.sampled_from(["", "1949", "1949-1956", "50年代", "民国三十八年", " 1949 - 1956 ", "1949年以前"]),
    st.sampled_from(
        [(), (("kind", ("photograph", "document")),), (("state", ("first_review",)), ("town", ("韵家口",)))]
    ),
)


@settings(max_examples=500, deadline=None)
@given(form=FORMS)
def test_whatever_is_written_into_the_form_its_query_reads_back_and_fills_it_again(form: Form) -> None:
    tree = form.tree()
    text = Query.of(tree).to_text()
    query = read(text)

    assert query.tree == tree, text
    again = Form.of(query.tree)
    if again is not None:
        assert same(again.tree(), tree)


@settings(max_examples=300, deadline=None)
@given(rows=st.lists(ROWS, max_size=3).map(tuple))
def test_a_query_of_rows_that_ask_for_different_things_always_goes_back(rows: tuple[Row, ...]) -> None:
    rows = tuple(replace(row, or_else=False) for row in rows)
    form = Form.of(Form(rows).tree())

    assert form is not None and same(form.tree(), Form(rows).tree())


def test_four_thousand_characters_go_through_the_form() -> None:
    for row in (Row("里" * 4000), Row('"' * 4000), Row("里外 " * 1300, How.PHRASE), Row('\\"' * 2000)):
        tree = Form((row,)).tree()
        again = Form.of(read(Query.of(tree).to_text()).tree)
        assert again is not None and again.tree() == tree


@pytest.mark.parametrize(
    ("form", "sentence"),
    [
        (Form(), ""),
        (Form((Row(" "),)), ""),
        (Form((Row("水磨"),)), "找这样的资料：有“水磨”。"),
        (Form((Row("水磨 油坊 花儿", field="title"),)), "找这样的资料：题名里有“水磨”、“油坊”和“花儿”。"),
        (Form((Row("水磨 油坊", How.ANY), Row("渡口", leaves_out=True))),
         "找这样的资料：有“水磨”或“油坊”；不要有“渡口”的。"),
        (Form((Row("水磨 油坊", How.PHRASE, "text"),)), "找这样的资料：正文里有“水磨 油坊”（原样）。"),
        (Form((Row("水磨 油坊", How.CLOSE, distance=8),)), "找这样的资料：“水磨”和“油坊”相距不过8字。"),
        (Form((Row("水磨", How.SENTENCE),)), "找这样的资料：有“水磨”。"),
        (Form((Row("马师傅", field="narrator"), Row("马文山", field="author", or_else=True)), "50年代",
              (("kind", ("photograph", "document")), ("state", ()))),
         "找这样的资料：口述者里有“马师傅”，或者作者里有“马文山”；时间是50年代；种类是照片或文献。"),
        (Form((Row("照片", field="kind", leaves_out=True),)), "找这样的资料：不要种类是“照片”的。"),
        (Form((Row("里" * 4000),)), f"找这样的资料：有“{'里' * 20}……”。"),
        (Form((Row("甲 乙 丙 丁 戊 己 庚 辛 壬", How.ANY),)),
         "找这样的资料：有“甲”、“乙”、“丙”、“丁”、“戊”、“己”、“庚”、“辛”等9个之一。"),
    ],
)  # fmt: skip
def test_a_form_says_in_plain_words_what_is_looked_for(form: Form, sentence: str) -> None:
    assert said(form) == sentence
