"""The form for those who type no syntax makes a query, and a query that was typed goes back into the form."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive_app.search.language import Query, read
from archive_app.search.language.form import Form, How, Row


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
    "text", ["(水磨 (油坊 或 花儿)) 或 渡口", "题名:(水磨 -油坊)", "年:1949 年:1950", "水磨 同句> 油坊"]
)
def test_what_no_form_says_stays_text(text: str) -> None:
    assert Form.of(read(text).tree) is None


@settings(max_examples=200, deadline=None)
@given(text=st.text(alphabet='水磨油 "-|或()同句/2题名:年14', max_size=24))
def test_a_form_of_any_query_makes_that_query_again(text: str) -> None:
    tree = read(text).tree
    form = Form.of(tree)

    assert form is None or form.tree() == tree
