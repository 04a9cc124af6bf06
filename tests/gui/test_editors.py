"""Every type of field has an editor, and what goes in comes out."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit

from archive_app.domain.entities import ENTITIES
from archive_app.domain.fields import Field, FieldType, terms
from archive_app.domain.manuscript import Block, BlockKind, Manuscript
from archive_app.gui.editors.dates import DateEditor
from archive_app.gui.editors.line import DayEditor, SecondsEditor, checks, day_of
from archive_app.gui.editors.links import LinksEditor
from archive_app.gui.editors.registry import EDITORS, make_editor
from archive_app.gui.editors.rows import RowsEditor
from archive_app.gui.editors.tags import TagsEditor
from archive_app.gui.widgets.basics import column, pane
from archive_app.gui.widgets.tab_order import stops
from tests.gui.acting import commit, compose

_T = FieldType
PEOPLE = {"p1": "马文山（马师傅）", "p2": "赵吉甫"}


class FewLinks:
    """People known by heart."""

    def __init__(self) -> None:
        self.made: list[str] = []

    def title(self, entity: str, record_id: str, then) -> None:
        then(PEOPLE.get(record_id, "？"))

    def suggest(self, entity: str, words: str, then) -> None:
        then([(key, name) for key, name in PEOPLE.items() if words in name])

    def create(self, entity: str, title: str, then) -> None:
        self.made.append(title)
        then("p3")

    def can_create(self, entity: str) -> bool:
        return True


COLUMNS = (
    Field("role", "身份", _T.CHOICE, terms=terms("口述者", "整理者"), open_vocabulary=True),
    Field("name", "姓名"),
    Field("person", "人物卡", _T.LINK, target="person"),
)
TEXT = Manuscript((Block(BlockKind.HEADING, "一、由来", level=1), Block(BlockKind.PARAGRAPH, "油坊不大。")))
VALUES: list[tuple[Field, list[Any]]] = [
    (Field("a", "文字"), ["", "东关大街𠮷庆号"]),
    (Field("a", "长文", _T.LONG_TEXT), ["", "第一行\n第二行　有空格"]),
    (Field("a", "选一", _T.CHOICE, terms=terms("原题", "自拟")), ["", "自拟", "库里的旧词"]),
    (Field("a", "选一", _T.CHOICE, terms=terms(Y="永久", D30="30年", D10="10年", D5="5年", D1="1年")), ["", "D30"]),
    (Field("a", "开放词表", _T.CHOICE, terms=terms("手稿", "抄本"), open_vocabulary=True), ["", "抄本", "油印本"]),
    (Field("a", "选几", _T.CHOICES, terms=terms("亲历", "亲见", "亲闻")), [[], ["亲历", "亲闻"], ["亲见", "传说"]]),
    (Field("a", "词", _T.TAGS), [[], ["水磨", "油坊", "筏子客"]]),
    (Field("a", "数", _T.NUMBERS), [[], [0.25, 0.5, 0.1, 0.125]]),
    (Field("a", "是非", _T.FLAG), [False, True]),
    (Field("a", "整数", _T.INTEGER), [None, 0, 24]),
    (Field("a", "时长", _T.SECONDS), [None, 0.0, 3130.0, 61.25]),
    (Field("a", "日期", _T.DAY), ["", "2026-03-18"]),
    (
        Field("a", "时间", _T.DATE),
        [None, {"display": "约1958年春", "edtf": "1958-21~", "earliest": "1958-02-04", "latest": "1958-05-05"}],
    ),
    (Field("a", "几个时间", _T.DATES), [[], [{"display": "民国二十六年"}, {"display": "火车通车那年"}]]),
    (Field("a", "人", _T.LINK, target="person"), ["", "p1"]),
    (Field("a", "人们", _T.LINKS, target="person"), [[], ["p2", "p1"]]),
    (
        Field("a", "责任者", _T.ROWS, columns=COLUMNS),
        [[], [{"role": "口述者", "name": "马文山", "person": "p1"}, {"name": "赵"}]],
    ),
    (Field("a", "正文", _T.MANUSCRIPT), [None, TEXT.to_json()]),
]


@pytest.mark.parametrize(("field", "values"), VALUES, ids=[field.type.value for field, _values in VALUES])
@pytest.mark.parametrize("compact", [False, True], ids=["form", "row"])
def test_what_is_shown_comes_back_unchanged(look, qtbot, field: Field, values: list[Any], compact: bool) -> None:
    editor = make_editor(field, FewLinks(), compact=compact)
    qtbot.addWidget(editor)
    edits: list[None] = []
    editor.edited.connect(lambda: edits.append(None))
    for value in [*values, values[0], values[-1]]:
        editor.show_value(value)
        shown = editor.value()
        assert (field.empty() if shown is None else shown) == (field.empty() if value is None else value)
    assert edits == [], "showing a value is no edit"


def test_every_type_and_every_declared_field_has_an_editor(look, qtbot) -> None:
    assert set(EDITORS) == set(FieldType)
    for entity in ENTITIES:
        for field in entity.fields:
            editor = make_editor(field, FewLinks())
            qtbot.addWidget(editor)
            editor.show_value(field.empty())
            assert editor.value() in (field.empty(), None, "", [])


def test_tags_are_made_by_enter_and_by_separators_and_taken_back(look, qtbot) -> None:
    editor = TagsEditor(Field("a", "主题词", _T.TAGS))
    qtbot.addWidget(editor)
    editor.show()
    line = editor.box.line
    line.setFocus()
    commit(line, "水磨、油坊，筏子")
    assert editor.value() == ["水磨", "油坊", "筏子"]
    qtbot.keyClick(line, Qt.Key.Key_Backspace)
    assert editor.value() == ["水磨", "油坊"]
    commit(line, "锅盔")
    qtbot.keyClick(line, Qt.Key.Key_Return)
    assert editor.value() == ["水磨", "油坊", "锅盔"]


def test_enter_while_composing_makes_no_tag(look, qtbot) -> None:
    editor = TagsEditor(Field("a", "主题词", _T.TAGS))
    qtbot.addWidget(editor)
    editor.show()
    editor.activateWindow()
    editor.box.line.setFocus()
    qtbot.waitUntil(editor.box.line.hasFocus)
    commit(editor.box.line, "水")
    compose(editor.box.line, "mo")
    qtbot.keyClick(editor.box.line, Qt.Key.Key_Return)
    assert editor.value() == []
    commit(editor.box.line, "磨")
    qtbot.keyClick(editor.box.line, Qt.Key.Key_Return)
    assert editor.value() == ["水磨"]


def test_a_link_is_found_by_typing_and_chosen_by_keyboard(look, qtbot) -> None:
    editor = LinksEditor(Field("a", "人名", _T.LINKS, target="person"), FewLinks(), many=True)
    qtbot.addWidget(editor)
    editor.show()
    editor.activateWindow()
    editor.box.line.setFocus()
    qtbot.waitUntil(editor.box.line.hasFocus)
    commit(editor.box.line, "马师")
    popup = editor._completer.popup()
    qtbot.waitUntil(popup.isVisible)
    qtbot.keyClick(popup, Qt.Key.Key_Return)
    assert editor.value() == ["p1"]


def test_a_person_not_known_yet_can_be_made_where_one_writes(look, qtbot) -> None:
    links = FewLinks()
    editor = LinksEditor(Field("a", "人名", _T.LINK, target="person"), links, many=False)
    qtbot.addWidget(editor)
    editor.show()
    editor.activateWindow()
    editor.box.line.setFocus()
    qtbot.waitUntil(editor.box.line.hasFocus)
    commit(editor.box.line, "祁垚")
    popup = editor._completer.popup()
    qtbot.waitUntil(popup.isVisible)
    assert "新建人物“祁垚”" in popup.model().index(0, 0).data()
    qtbot.keyClick(popup, Qt.Key.Key_Return)
    assert links.made == ["祁垚"]
    assert editor.value() == "p3"


def test_changed_words_of_a_date_lose_the_old_reading(look, qtbot) -> None:
    editor = DateEditor(Field("a", "时间", _T.DATE))
    qtbot.addWidget(editor)
    editor.show_value({"display": "五八年", "edtf": "1958", "earliest": "1958-01-01", "latest": "1958-12-31"})
    editor.line.setFocus()
    editor.line.selectAll()
    commit(editor.line, "五九年")
    assert editor.value() == {"display": "五九年"}


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("2026-3-18", "2026-03-18"),
        ("2026.03.18", "2026-03-18"),
        ("2026年3月18日", "2026-03-18"),
        ("20260318", "2026-03-18"),
        ("2026/2/30", "2026/2/30"),
        ("去年", "去年"),
    ],
)
def test_a_day_is_taken_as_people_type_it(typed: str, day: str) -> None:
    assert day_of(typed) == day


def test_what_cannot_be_stored_is_said_in_words(look, qtbot) -> None:
    editor = DayEditor(Field("a", "收到日期", _T.DAY))
    qtbot.addWidget(editor)
    commit(editor.line, "前天")
    assert "收到日期" in checks(editor.field, editor.value())
    seconds = SecondsEditor(Field("a", "时长", _T.SECONDS))
    qtbot.addWidget(seconds)
    commit(seconds.line, "52：10")
    assert seconds.field.check(seconds.value()) == 3130


def test_rows_are_added_moved_and_removed(look, qtbot) -> None:
    links = FewLinks()
    field = Field("a", "责任者", _T.ROWS, columns=COLUMNS)
    editor = RowsEditor(field, lambda column, small: make_editor(column, links, compact=small))
    qtbot.addWidget(editor)
    editor.show_value([{"role": "口述者", "name": "甲"}, {"role": "整理者", "name": "乙"}])
    made = editor.add_row()
    name = made.editors["name"].focusProxy()
    assert isinstance(name, QLineEdit)
    commit(name, "丙")
    assert [row["name"] for row in editor.value()] == ["甲", "乙", "丙"]
    editor.move_row(made, -1)
    assert [row["name"] for row in editor.value()] == ["甲", "丙", "乙"]
    editor.remove(editor.rows()[0])
    assert [row["name"] for row in editor.value()] == ["丙", "乙"]


def test_rows_beyond_those_shown_are_kept(look, qtbot) -> None:
    field = Field("a", "转写稿", _T.ROWS, columns=(Field("text", "文字"),))
    editor = RowsEditor(field, lambda column, small: make_editor(column, FewLinks(), compact=small))
    qtbot.addWidget(editor)
    many = [{"text": f"第{number}句"} for number in range(40)]
    editor.show_value(many)
    assert len(editor.rows()) < 40
    assert editor.value() == many


def test_tab_stops_once_at_chips_and_arrows_go_to_the_others(look, qtbot) -> None:
    editor = make_editor(Field("level", "级别", FieldType.CHOICE, terms=terms("公开", "内部", "控制")), None)
    page = pane(column(editor))
    qtbot.addWidget(page)
    editor.show_value("内部")
    with qtbot.waitActive(page):
        page.show()
        page.activateWindow()
    editor.setFocus()
    inner = QApplication.focusWidget()
    assert inner.text() == "内部", "where it stands"
    assert [one.text() for one in stops(editor)] == ["内部"]
    for key, words in ((Qt.Key.Key_Right, "控制"), (Qt.Key.Key_Right, "公开"), (Qt.Key.Key_Left, "控制")):
        qtbot.keyClick(QApplication.focusWidget(), key)
        assert QApplication.focusWidget().text() == words
        assert editor.value() == "内部", "going there chooses nothing"
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Space)
    assert (editor.value(), [one.text() for one in stops(editor)]) == ("控制", ["控制"])
