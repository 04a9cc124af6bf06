"""The form of the search, as somebody uses it who types no syntax."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from support_texts import CONTRACT, MILL, PHOTOGRAPH, make_archive

from archive_app.catalogue.commands import Create, SetFields
from archive_app.gui.main_window import MainWindow
from archive_app.gui.theme import Theme
from archive_app.gui.workspaces.search.form_panel import FormPanel
from archive_app.gui.workspaces.search.form_years import YearsBoxes
from archive_app.gui.workspaces.search.workspace import SearchWorkspace
from archive_app.search.language.form import How
from archive_app.services.archive import Archive
from archive_app.services.search_history import history
from tests.gui.acting import SLOW, answered, commit, compose, item_titled, search_for


@pytest.fixture
def archive_root(tmp_path: Path) -> Path:
    root = make_archive(tmp_path / "馆藏")
    with Archive.open(root, actor="王文史") as archive:
        archive.execute(Create("person", {"name": "王家庄人", "aliases": ["𠮷庆"]}))
        archive.execute(Create("commissioner", {"name": "李晓棠", "number": "07"}))
    return root


@pytest.fixture
def unfold(opened: MainWindow, qtbot) -> Callable[[str], SearchWorkspace]:
    """Search for these words and unfold the form, as the key does."""

    def do(words: str = "") -> SearchWorkspace:
        if words:
            search_for(opened, qtbot, words)
        press(opened, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
        workspace = opened.desk.workspace("search")
        assert isinstance(workspace, SearchWorkspace)
        qtbot.waitUntil(lambda: workspace.form.panel.isVisible(), timeout=SLOW)
        settled(opened, qtbot, workspace, words)
        return workspace

    return do


def press(widget, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    QTest.keyClick(widget, key, modifiers)


def settled(window: MainWindow, qtbot, workspace: SearchWorkspace, words: str) -> None:
    qtbot.waitUntil(
        lambda: not workspace.form.panel._rest.isActive() and answered(window, workspace, words), timeout=SLOW
    )


def box(window: MainWindow) -> str:
    return window.desk.top.search.text()


def write(line, words: str) -> None:
    """As an input method does, over what stands there."""
    line.setFocus()
    line.selectAll()
    commit(line, words)


def filled(form: FormPanel) -> list[tuple[str, str, str, str]]:
    return [
        (row.join.currentText(), row.field.currentText(), row.words.text(), row.how.currentText()) for row in form.rows
    ]


def titles(workspace: SearchWorkspace) -> set[str]:
    return {row.hit.title for row in workspace.results.rows.rows}


def pick(combo, words: str) -> None:
    """Choose in a list as a person does: it tells that it was chosen."""
    number = combo.findText(words)
    assert number >= 0, words
    combo.setCurrentIndex(number)
    combo.activated.emit(number)


def test_the_key_unfolds_an_empty_form_that_says_what_it_wants(unfold, opened: MainWindow) -> None:
    workspace = unfold()

    assert opened.desk.current_id == "search" and workspace.bar.form.isChecked()
    assert [row[1] for row in filled(workspace.form.panel)] == ["任何地方", "人名", "地名"]
    assert workspace.form.panel.rows[0].words.hasFocus()
    assert workspace.form.panel.sentence and not workspace.form.panel.count


def test_what_is_filled_in_is_looked_for_at_once_and_stands_in_the_box(unfold, opened: MainWindow, qtbot) -> None:
    workspace = unfold()
    form = workspace.form.panel
    write(form.rows[0].words, "水磨")
    settled(opened, qtbot, workspace, "水磨")

    assert box(opened) == "水磨" and form.sentence == "找这样的资料：有“水磨”。"
    results = workspace._results
    assert form.count == f"共 {results.total} 件，{results.occurrences} 处" and results.total == 3
    pick(form.rows[0].field, "题名")
    settled(opened, qtbot, workspace, "题名:水磨")
    assert titles(workspace) == {MILL, PHOTOGRAPH}
    assert form.rows[0].words.hasFocus(), "the keyboard stays where one fills in"
    assert workspace.chips.isHidden() and workspace.facets.isVisible()


def test_what_stands_in_the_box_fills_the_form(unfold) -> None:
    workspace = unfold('种类:(照片 或 口述史料) 水磨 正文:(水槽 同句 木架) -油坊 年:1949-1956 题名:"他 说"')
    form = workspace.form.panel

    assert filled(form) == [
        ("找", "任何地方", "水磨", "都有"),
        ("并且", "正文", "水槽 木架", "在同一句"),
        ("不含", "任何地方", "油坊", "都有"),
        ("并且", "题名", "他 说", "原样连在一起"),
    ]
    assert (form.years.begin.text(), form.years.end.text()) == ("1949", "1956")
    assert form.terms["kind"].text() == "种类：口述史料、照片"
    assert form.note == ""


def test_what_says_more_than_the_form_stays_in_the_box(unfold, opened: MainWindow, qtbot) -> None:
    words = "水磨 /9> 半个"
    workspace = unfold(words)
    form = workspace.form.panel
    assert box(opened) == words and "填不进来" in form.note
    assert all(not row[2] for row in filled(form))
    press(form.rows[0].words, Qt.Key.Key_Return)
    settled(opened, qtbot, workspace, words)
    assert box(opened) == words, "nothing was filled in: nothing is lost"
    workspace.bar.form.setChecked(True)

    write(form.rows[0].words, "水磨")
    settled(opened, qtbot, workspace, "水磨")
    assert form.back.isVisible()
    form.back.click()
    settled(opened, qtbot, workspace, words)
    assert box(opened) == words and not form.back.isVisible()


def test_words_that_make_no_query_are_filled_in_as_they_stand(unfold, opened: MainWindow) -> None:
    workspace = unfold("水磨（河边")

    assert filled(workspace.form.panel) == [("找", "任何地方", "水磨（河边", "原样连在一起")]
    assert "照字面" in workspace.form.panel.note
    assert box(opened) == "水磨（河边"


WRITTEN = (
    '他说"好',
    "“汤滚了？”",
    "-水磨",
    "水磨 或 油坊",
    "题名:水磨",
    "（一）",
    "里" * 4000,
    "裏外𠮷〇々",
    '"',
    "\\",
    "a&b",
)


def test_whatever_is_written_in_a_row_is_text_and_comes_back(unfold, opened: MainWindow, qtbot) -> None:
    workspace = unfold()
    form = workspace.form.panel
    for words in WRITTEN:
        pick(form.rows[0].how, "原样连在一起")
        write(form.rows[0].words, words)
        press(form.rows[0].words, Qt.Key.Key_Escape)
        query = form.text()
        settled(opened, qtbot, workspace, query)
        assert box(opened) == query and not form.isVisible(), "what was just written is looked for, too"

        workspace.bar.form.setChecked(True)
        assert form.rows[0].words.text() == words and form.text() == query


def test_enter_searches_folds_up_and_goes_to_the_results(unfold, opened: MainWindow, qtbot) -> None:
    workspace = unfold()
    form = workspace.form.panel
    write(form.rows[0].words, "水磨")
    press(form.rows[0].words, Qt.Key.Key_Return)
    settled(opened, qtbot, workspace, "水磨")
    qtbot.waitUntil(lambda: not form.isVisible(), timeout=SLOW)
    assert workspace.results.list.hasFocus() and not workspace.bar.form.isChecked()
    qtbot.waitUntil(lambda: history(opened.settings) == ["水磨"], timeout=SLOW)
    assert titles(workspace) == {MILL, CONTRACT, PHOTOGRAPH}


def test_where_nothing_is_found_the_form_stays(unfold, opened: MainWindow, qtbot) -> None:
    workspace = unfold()
    write(workspace.form.panel.rows[0].words, "没有的话")
    press(workspace.form.panel.rows[0].words, Qt.Key.Key_Return)
    settled(opened, qtbot, workspace, "没有的话")
    assert workspace.form.panel.isVisible() and workspace.form.panel.count == "没有找到"


def test_enter_and_esc_belong_to_the_input_method_while_it_composes(unfold, opened: MainWindow, qtbot) -> None:
    workspace = unfold()
    line = workspace.form.panel.rows[0].words
    compose(line, "shui mo")
    press(line, Qt.Key.Key_Escape)
    press(line, Qt.Key.Key_Return)
    assert workspace.form.panel.isVisible() and box(opened) == "" and line.text() == ""
    commit(line, "水磨")
    press(line, Qt.Key.Key_Escape)
    assert not workspace.form.panel.isVisible()


def test_rows_join_one_another(unfold, opened: MainWindow, qtbot) -> None:
    form = (workspace := unfold()).form.panel
    write(form.rows[0].words, "水磨")
    write(form.rows[1].words, "油坊")
    pick(form.rows[1].field, "任何地方")
    pick(form.rows[1].join, "或者")
    write(form.rows[2].words, "花儿")
    pick(form.rows[2].field, "正文")
    pick(form.rows[2].join, "不含")
    settled(opened, qtbot, workspace, "水磨 或 油坊 -正文:花儿")
    form.rows[0].remove.click()
    settled(opened, qtbot, workspace, "油坊 -正文:花儿")
    assert form.rows[0].join.currentText() == "找" and form.rows[0].words.hasFocus()
    form.rows[1].remove.click()
    form.rows[0].remove.click()
    assert len(form.rows) == 1 and form.text() == ""
    form.add.click()
    assert len(form.rows) == 2 and form.rows[1].words.hasFocus()


def test_characters_between_words_are_asked_for_where_they_count(unfold, opened: MainWindow, qtbot) -> None:
    form = (workspace := unfold()).form.panel
    write(form.rows[0].words, "水槽 木架")
    assert not form.rows[0].distance.isVisible()
    pick(form.rows[0].how, How.CLOSE.value)
    assert form.rows[0].distance.isVisible()
    form.rows[0].distance.setValue(3)
    settled(opened, qtbot, workspace, "水槽 /3 木架")
    assert titles(workspace) == {PHOTOGRAPH}


@pytest.fixture
def years(look: Theme, qtbot) -> YearsBoxes:
    made = YearsBoxes()
    qtbot.addWidget(made)
    return made


@pytest.mark.parametrize(
    ("begin", "end", "query", "said"),
    [
        ("1949", "", "1949", "读作 1949 年"),
        ("1949", "1956", "1949-1956", "读作 1949 年到 1956 年"),
        ("1949-1956", "", "1949-1956", "读作 1949 年到 1956 年"),
        ("50年代", "", "50年代", "读作 1950 年到 1959 年"),
        ("50年代", "60年代", "50年代-60年代", "读作 1950 年到 1969 年"),
        ("民国", "", "民国", "读作 1912-01-01到 1949-09-30"),
        ("民国二十年", "1949", "民国二十年-1949", "读作 1931 年到 1949 年"),
        ("１９４９", "", "１９４９", "读作 1949 年"),
        ("", "1949", "-1949", "读作 1949 年为止"),
        ("1949年以后", "", "1949年以后", "读作 1949 年起"),
        ("戊戌年", "", "戊戌年", "读作 1898-01-22到 1899-02-09等 3 个时间，都找"),
        ("", "", "", ""),
    ],
)
def test_years_are_written_plainly(begin: str, end: str, query: str, said: str, years: YearsBoxes) -> None:
    years.begin.setText(begin)
    years.end.setText(end)
    assert years.years() == query and years.said == said
    years.show_years("")
    years.show_years(query)
    assert years.years() == query and years.said == said


def test_what_a_query_says_of_years_is_never_changed_by_the_boxes(years: YearsBoxes) -> None:
    for text in (
        "1949-05",
        "1949-5-1",
        "1949 - 1956",
        "1949—1956",
        "1949至1956",
        "1949-",
        "1949-05-01-1950-02-03",
        "光绪",
    ):
        years.show_years(text)
        assert years.text() == text, text
    years.show_years("1949-1956")
    assert (years.begin.text(), years.end.text()) == ("1949", "1956")


@pytest.mark.parametrize(
    ("begin", "end", "wrong", "said"),
    [
        ("哈哈", "1956", "begin", "读不成时间"),
        ("1949", "没年", "end", "读不成时间"),
        ("1956", "1949", "end", "比前一个早"),
    ],
)
def test_wrong_years_are_told_at_their_box_and_limit_nothing(
    begin: str, end: str, wrong: str, said: str, years: YearsBoxes
) -> None:
    years.begin.setText(begin)
    years.end.setText(end)
    assert said in years.said and years.years() == ""
    assert getattr(years, wrong).property("wrong") is True
    years.begin.setText("1940")
    years.end.setText("1949")
    assert years.years() == "1940-1949"
    assert not years.begin.property("wrong") and not years.end.property("wrong")


def test_wrong_years_leave_the_rest_of_the_form_alone(unfold, opened: MainWindow, qtbot) -> None:
    form = (workspace := unfold()).form.panel
    write(form.rows[0].words, "水磨")
    write(form.years.begin, "哈哈")
    settled(opened, qtbot, workspace, "水磨")
    assert "时间是" not in form.sentence and form.years.remark.isVisible()
    write(form.years.begin, "民国三十八年")
    settled(opened, qtbot, workspace, "水磨 年:民国三十八年")


def test_several_terms_are_chosen_while_the_list_stays_open(unfold, opened: MainWindow, qtbot) -> None:
    form = (workspace := unfold("水磨")).form.panel
    kinds = form.terms["kind"]
    kinds.setFocus()
    menu = kinds.menu()
    menu.popup(kinds.mapToGlobal(kinds.rect().bottomLeft()))
    for value in ("photograph", "document"):
        menu.setActiveAction(kinds.entry(value))
        press(menu, Qt.Key.Key_Space)
        assert menu.isVisible()
    press(menu, Qt.Key.Key_Escape)
    settled(opened, qtbot, workspace, "水磨 种类:(照片 或 文献)")
    assert kinds.text() == "种类：照片、文献" and form.isVisible()
    assert titles(workspace) == {CONTRACT, PHOTOGRAPH}


def test_commissioners_are_those_of_the_archive(unfold, opened: MainWindow, qtbot) -> None:
    form = (workspace := unfold("水磨")).form.panel
    qtbot.waitUntil(lambda: "李晓棠" in form.terms["commissioner"].terms(), timeout=SLOW)
    form.terms["commissioner"].entry("李晓棠").trigger()
    settled(opened, qtbot, workspace, "水磨 专员:李晓棠")


def test_names_are_offered_in_a_field_of_names(unfold, opened: MainWindow, qtbot) -> None:
    form = (workspace := unfold()).form.panel
    line = form.rows[1].words
    for typed in ("王家", "wjz", "wangjia"):
        write(line, f"水磨 {typed}")
        qtbot.waitUntil(lambda: bool(line.offered), timeout=SLOW)
        assert line.offered[0].startswith("王家庄人")
        popup = line._completer.popup()
        press(popup, Qt.Key.Key_Down)
        press(popup, Qt.Key.Key_Return)
        assert line.text() == "水磨 王家庄人" and form.isVisible()
    settled(opened, qtbot, workspace, "人名:(水磨 王家庄人)")


def test_enter_takes_no_name_that_was_not_gone_to(unfold, opened: MainWindow, qtbot) -> None:
    form = (workspace := unfold()).form.panel
    line = form.rows[1].words
    write(line, "王")
    qtbot.waitUntil(lambda: bool(line.offered), timeout=SLOW)
    press(line._completer.popup(), Qt.Key.Key_Return)
    assert line.text() == "王" and not line.offered
    settled(opened, qtbot, workspace, "人名:王")


def test_words_anywhere_are_offered_no_names(unfold, opened: MainWindow, qtbot, settle) -> None:
    form = unfold().form.panel
    write(form.rows[0].words, "王")
    settle(opened)
    assert not form.rows[0].words.offered


def test_syntax_in_a_row_is_text_and_says_so(unfold, opened: MainWindow, qtbot) -> None:
    form = (workspace := unfold()).form.panel
    write(form.rows[0].words, "水磨 或 油坊")
    settled(opened, qtbot, workspace, '水磨 "或" 油坊')
    assert "“或”会当作字" in form.rows[0]._note.text() and form.rows[0]._note.isVisible()
    write(form.rows[0].words, '水磨 "或"')
    assert not form.rows[0]._note.isVisible()


def test_the_form_follows_the_box(unfold, opened: MainWindow, qtbot) -> None:
    workspace = unfold("水磨")
    search_for(opened, qtbot, "题名:油坊")
    assert filled(workspace.form.panel) == [("找", "题名", "油坊", "都有")]


def test_clearing_can_be_taken_back(unfold, opened: MainWindow, qtbot) -> None:
    workspace = unfold("水磨 年:1949")
    form = workspace.form.panel
    form.empty.click()
    settled(opened, qtbot, workspace, "")
    assert box(opened) == "" and form.text() == "" and form.years.text() == ""
    form.back.click()
    settled(opened, qtbot, workspace, "水磨 年:1949")
    assert form.text() == "水磨 年:1949" and form.years.begin.text() == "1949"


def test_the_arrows_go_from_row_to_row_and_tab_from_box_to_box(unfold, opened: MainWindow) -> None:
    form = unfold().form.panel
    press(form.rows[0].words, Qt.Key.Key_Down)
    assert form.rows[1].words.hasFocus()
    press(form.rows[1].words, Qt.Key.Key_Up)
    assert form.rows[0].words.hasFocus()
    walked = []
    for _step in range(5):
        press(opened.focusWidget(), Qt.Key.Key_Tab)
        walked.append(opened.focusWidget())
    first, second = form.rows[:2]
    assert walked == [first.how, first.remove, second.join, second.field, second.words]
    for row in form.rows:
        for made in (row.join, row.field, row.words, row.how, row.distance, row.remove):
            assert made.accessibleName()


def test_everything_survives_another_text_size(unfold, opened: MainWindow, look: Theme, qtbot, settle) -> None:
    unfold("水磨 题名:水磨 -没有的话")
    look.set(scale=2.0)
    settle(opened)
    workspace = opened.desk.workspace("search")
    assert isinstance(workspace, SearchWorkspace) and workspace.form.panel.isVisible()
    assert workspace.form.panel.text() == "水磨 题名:水磨 -没有的话"
    panel = workspace.form.panel
    bottom = panel.mapTo(workspace, panel.rect().bottomLeft()).y()
    assert not workspace.pages.isVisible() and bottom <= workspace.height(), "no room for both: the form has it"
    assert panel._foot.geometry().top() >= panel._scroll.geometry().bottom(), "nothing stands over anything"
    panel.rows[0].words.setFocus()
    press(panel.rows[0].words, Qt.Key.Key_Escape)
    assert workspace.pages.isVisible() and workspace.results.list.hasFocus()


def test_a_new_item_changes_the_number_while_the_form_stands_open(unfold, opened: MainWindow, qtbot) -> None:
    workspace = unfold("水磨")
    archive = opened.session.archive
    archive.execute(SetFields(item_titled(archive, CONTRACT), {"abstract": "水磨水磨水磨"}))
    qtbot.waitUntil(lambda: workspace._results.occurrences == 12, timeout=SLOW)
    assert workspace.form.panel.count == "共 3 件，12 处"


def test_an_answer_that_comes_after_its_row_is_gone_harms_nothing(unfold, opened: MainWindow, settle) -> None:
    form = unfold().form.panel
    write(form.rows[1].words, "王")
    form.rows[1].remove.click()
    settle(opened)
    assert len(form.rows) == 2


def test_why_nothing_is_found_is_said_in_the_form(unfold, opened: MainWindow, qtbot) -> None:
    form = (workspace := unfold()).form.panel
    write(form.rows[0].words, "水磨")
    pick(form.rows[0].join, "不要")
    settled(opened, qtbot, workspace, "-水磨")
    assert "至少写一个要找的词" in form.count


def test_nothing_stands_over_anything_while_rows_are_added(unfold, opened: MainWindow, qtbot, settle) -> None:
    workspace = unfold("没有的话")
    panel = workspace.form.panel
    for _row in range(4):
        panel.add.click()
        write(panel.rows[-1].words, "水磨 或 油坊")
        settle(opened)
        assert workspace.pages.isVisible() and panel.rows[-1]._note.isVisible()
        assert panel._foot.geometry().top() > panel._scroll.geometry().bottom()
        assert panel.height() >= panel._foot.geometry().bottom()
