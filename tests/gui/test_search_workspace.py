"""Search as a person uses it: type, step from place to place, read, open."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path
from time import perf_counter

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QFontMetricsF
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QLabel, QListView
from support_texts import CONTRACT, COUNTER, MILL, PHOTOGRAPH, make_archive, manuscript

from archive_app.catalogue.commands import SetFields
from archive_app.gui.main_window import MainWindow
from archive_app.gui.theme import Theme
from archive_app.gui.theme.tokens import READING_MEASURE
from archive_app.gui.workspaces.search.delegate import ResultDelegate, cut_to
from archive_app.gui.workspaces.search.rows import ResultRows
from archive_app.gui.workspaces.search.workspace import SearchWorkspace
from archive_app.hanzi.folding import fold
from archive_app.search.results import Hit, Match, Results
from archive_app.services.searching import index_folder
from tests.gui.acting import commit, compose, item_titled

SLOW = 30_000
"""Milliseconds a condition may take on a machine that is busy otherwise."""


@pytest.fixture
def archive_root(tmp_path: Path) -> Path:
    return make_archive(tmp_path / "馆藏", tmp_path / "来件")


@pytest.fixture
def search(opened: MainWindow, qtbot) -> Callable[[str], SearchWorkspace]:
    """Type words into the box as an input method does, and wait for the answer."""

    def typed(words: str) -> SearchWorkspace:
        box = opened.desk.top.search
        box.clear()
        box.setFocus()
        compose(box, "shui mo")
        commit(box, words)
        qtbot.waitUntil(lambda: opened.desk.current_id == "search", timeout=SLOW)
        workspace = opened.desk.workspace("search")
        assert isinstance(workspace, SearchWorkspace)
        qtbot.waitUntil(lambda: answered(opened, workspace, words), timeout=SLOW)
        return workspace

    return typed


def answered(window: MainWindow, workspace: SearchWorkspace, words: str) -> bool:
    quiet = not window.jobs.running() and not window.session._reader.busy
    return quiet and workspace._words == words and not workspace._rest.isActive()


def titles(workspace: SearchWorkspace) -> list[str]:
    return list(dict.fromkeys(row.hit.title for row in workspace.rows.rows))


def read(qtbot, workspace: SearchWorkspace, title: str) -> None:
    """Choose the first place in an item and wait until its text stands in the pane."""
    number = next(n for n, r in enumerate(workspace.rows.rows) if r.hit.title == title and r.match is not None)
    workspace.list.setCurrentIndex(workspace.rows.index(number, 0))
    qtbot.waitUntil(lambda: workspace.reading.toPlainText().startswith(title), timeout=SLOW)


def test_two_characters_find_every_place_and_the_counts_agree(search) -> None:
    workspace = search("水磨")
    assert set(titles(workspace)) == {MILL, CONTRACT, PHOTOGRAPH}
    results = workspace._results
    assert workspace.count.text() == f"共 {results.total} 件，{results.occurrences} 处"
    assert results.occurrences == sum(hit.occurrences for hit in results.hits) == 9
    for row in workspace.rows.rows:
        if row.match is not None:
            for start, end in row.match.spans:
                assert row.match.snippet[start:end] == "水磨"


def test_marks_stand_on_the_very_words_also_in_the_other_script(search, qtbot) -> None:
    workspace = search("里外")
    read(qtbot, workspace, MILL)
    assert sorted({words for words in workspace.reading.marked()}) == ["裏外", "里外"]
    read(qtbot, workspace, CONTRACT)
    assert set(workspace.reading.marked()) == {"裏外"}


def test_marks_hold_behind_characters_of_two_units_and_lines_of_verse(search, qtbot) -> None:
    workspace = search("水磨停")
    read(qtbot, workspace, MILL)
    assert workspace.reading.marked() == ["水磨停", "水磨停"]  # the mark, and the place one is at
    workspace = search("𠮷日")
    read(qtbot, workspace, MILL)
    assert workspace.reading.marked()[-1] == "𠮷日"


def test_the_text_comes_before_its_description_and_values_share_a_line(search, qtbot) -> None:
    workspace = search("磨课")
    read(qtbot, workspace, MILL)
    text = workspace.reading.toPlainText()
    assert text.index("韵家口不远") < text.index("责任者") < text.index("主题词")
    assert "口述者　李兰芳；整理者　李晓棠" in text
    assert "水磨　沙塘川　磨课" in text


def test_a_photograph_is_seen_above_its_caption(search, qtbot) -> None:
    workspace = search("水槽木架")
    read(qtbot, workspace, PHOTOGRAPH)
    text = workspace.reading.toPlainText()
    assert text.index("\ufffc") < text.index("河边的磨房")
    assert workspace.reading._picture.width() == 640
    assert workspace.reading.marked()[-1] == "水槽木架"


def test_a_line_has_at_most_the_measure_and_the_column_stands_in_the_middle(search, qtbot, look: Theme) -> None:
    workspace = search("水磨")
    workspace.window().resize(1920, 1080)
    read(qtbot, workspace, MILL)
    pane = workspace.reading
    em = QFontMetricsF(look.reading()).horizontalAdvance("一")
    assert READING_MEASURE * em - 2 <= pane.column_width() <= READING_MEASURE * em + 24
    left = pane.viewport().geometry().left()
    right = pane.width() - pane.viewport().geometry().right()
    assert abs(left - right) <= 2 * pane.verticalScrollBar().sizeHint().width()


def test_next_and_previous_go_from_place_to_place_by_key(search, opened: MainWindow, qtbot) -> None:
    workspace = search("水磨")
    places = [n for n, row in enumerate(workspace.rows.rows) if row.match is not None]
    assert workspace.list.currentIndex().row() == places[0]
    for wanted in (*places[1:], places[-1]):
        QTest.keyClick(opened, Qt.Key.Key_F3)
        assert workspace.list.currentIndex().row() == wanted
    QTest.keyClick(opened, Qt.Key.Key_F3, Qt.KeyboardModifier.ShiftModifier)
    assert workspace.list.currentIndex().row() == places[-2]


def test_enter_in_the_list_opens_the_item_at_the_place(search, opened: MainWindow, qtbot) -> None:
    workspace = search("松木")
    workspace.list.setFocus()
    QTest.keyClick(workspace.list, Qt.Key.Key_Return)
    assert opened.desk.current_id == "materials"
    qtbot.waitUntil(lambda: shown_item(opened) == COUNTER, timeout=SLOW)


def shown_item(window: MainWindow) -> str:
    """The title in the form beside the list."""
    form = window.desk.workspace("materials").pane.form
    return str(form.record.title) if form.record is not None else ""


def test_what_was_just_saved_is_found_without_a_restart(search, opened: MainWindow, qtbot) -> None:
    workspace = search("羊皮筏子")
    assert workspace.pages.currentWidget() is workspace._none
    item = item_titled(opened.session.archive, COUNTER)
    opened.session.execute(SetFields(item, {"manuscript": manuscript("后来改用羊皮筏子运货。")}))
    qtbot.waitUntil(lambda: titles(workspace) == [COUNTER], timeout=SLOW)
    assert workspace.pages.currentWidget() is workspace.split


def test_nothing_found_says_so_and_what_to_try(search) -> None:
    workspace = search("没有这句话")
    assert workspace.pages.currentWidget() is workspace._none
    assert workspace._none.words.text()
    assert not workspace.can("search.next")


def test_a_missing_index_is_built_by_a_job_and_results_appear(
    archive_root: Path, window: MainWindow, settle, qtbot
) -> None:
    shutil.rmtree(index_folder(archive_root), ignore_errors=True)
    window.open_archive(archive_root)
    settle(window)
    began: list[str] = []
    window.jobs.began.connect(lambda job: began.append(job.title))
    window.desk.top.search.setFocus()
    commit(window.desk.top.search, "水磨")
    qtbot.waitUntil(lambda: window.desk.current_id == "search", timeout=SLOW)
    workspace = window.desk.workspace("search")
    qtbot.waitUntil(lambda: bool(workspace.rows.rows), timeout=2 * SLOW)
    assert began == ["建立检索索引"]
    # until it is built the catalogue itself is searched, so results may stand before the note goes
    qtbot.waitUntil(lambda: not workspace.note.isVisible(), timeout=2 * SLOW)
    assert not workspace._search.needs_rebuild


def test_a_new_palette_keeps_the_words_and_edits_are_still_followed(
    search, opened: MainWindow, qtbot, look: Theme
) -> None:
    search("水磨")
    look.set(mode="dark")
    workspace = opened.desk.workspace("search")
    qtbot.waitUntil(lambda: answered(opened, workspace, "水磨") and bool(workspace.rows.rows), timeout=SLOW)
    item = item_titled(opened.session.archive, COUNTER)
    opened.session.execute(SetFields(item, {"manuscript": manuscript("柜台后面是水磨。")}))
    qtbot.waitUntil(lambda: COUNTER in titles(workspace), timeout=SLOW)


def test_tab_goes_from_the_list_over_the_buttons_to_the_text(search) -> None:
    workspace = search("水磨")
    order = [workspace.list]
    while len(order) < 5:
        following = order[-1].nextInFocusChain()
        while following.focusPolicy() & Qt.FocusPolicy.TabFocus == Qt.FocusPolicy.NoFocus or (
            following.focusProxy() is not None or following.parent() is order[-1]
        ):
            following = following.nextInFocusChain()
        order.append(following)
    assert order[1:] == [workspace._earlier, workspace._later, workspace.open_button, workspace.reading]


def test_nothing_is_cut_off_at_twice_the_size(search, qtbot, opened: MainWindow, look: Theme) -> None:
    search("水磨")
    look.set(scale=2.0)
    workspace = opened.desk.workspace("search")
    qtbot.waitUntil(lambda: answered(opened, workspace, "水磨") and bool(workspace.rows.rows), timeout=SLOW)
    for button in workspace.findChildren(QAbstractButton):
        if button.isVisible():
            assert button.width() >= button.sizeHint().width(), button.text()
    for words in workspace.findChildren(QLabel):
        if words.isVisible() and words.text() and not words.wordWrap():
            assert words.fontMetrics().horizontalAdvance(words.text()) <= words.width() + 1


# — rows —


def made_results(items: int, places: int) -> Results:
    short = Match("keywords", "主题词", "水磨", ((0, 2),), {"offset": 0})
    long = Match("manuscript", "正文", "河边却有三盘" * 8 + "水磨", ((48, 50),), {"offset": 0})
    hits = (
        Hit(f"{n}", "contribution", f"第 {n} 件", 1.0, places, tuple((short, long)[k % 2] for k in range(places)))
        for n in range(items)
    )
    return Results(items, items * places, tuple(hits))


def shown_list(qtbot, width: int) -> QListView:
    view = QListView()
    view.setModel(ResultRows())
    view.setItemDelegate(ResultDelegate(view))
    view.setWordWrap(True)
    view.resize(width, 600)
    qtbot.addWidget(view)
    view.show()
    return view


def test_a_short_place_takes_one_line_and_a_long_one_two(qtbot, look: Theme) -> None:
    view = shown_list(qtbot, 440)
    view.model().show_results(made_results(1, 2))
    line = QFontMetricsF(look.font()).height()
    short, long = (view.sizeHintForIndex(view.model().index(n, 0)).height() for n in (1, 2))
    assert short < 2 * line + 4
    assert long - short == pytest.approx(line, abs=1)


def test_a_wider_list_measures_its_rows_anew(qtbot, look: Theme) -> None:
    view = shown_list(qtbot, 440)
    view.model().show_results(made_results(1, 2))

    def height() -> int:
        rect: QRect = view.visualRect(view.model().index(2, 0))
        return rect.height()

    qtbot.waitUntil(lambda: height() > 40, timeout=SLOW)
    before = height()
    view.resize(1400, 600)
    qtbot.waitUntil(lambda: height() < before, timeout=SLOW)


def test_ten_thousand_places_are_listed_at_once(qtbot, look: Theme) -> None:
    view = shown_list(qtbot, 440)
    results = made_results(200, 50)
    begin = perf_counter()
    view.model().show_results(results)
    view.doItemsLayout()
    assert view.model().rowCount() == 200 * 51
    assert perf_counter() - begin < 3.0


@pytest.mark.parametrize("room", [4, 8, 20, 70])
def test_what_was_found_is_kept_where_a_snippet_is_cut(room: int) -> None:
    text = "𠮷" * 24 + "水磨" + "河" * 36
    cut, spans = cut_to(text, ((24, 26),), room)
    assert len(cut) <= max(room, 4)
    assert [cut[start:end] for start, end in spans] == ["水磨"]
    assert fold(cut.strip("…")) in fold(text)
