"""Search as a person uses it: type, step from place to place, read, open."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QFontMetricsF, QGuiApplication
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
from tests.gui.acting import SLOW, answered, commit, compose, item_titled, search_for


@pytest.fixture
def archive_root(tmp_path: Path) -> Path:
    return make_archive(tmp_path / "馆藏")


@pytest.fixture
def search(opened: MainWindow, qtbot) -> Callable[[str], SearchWorkspace]:
    return lambda words: search_for(opened, qtbot, words, preedit="shui mo")


def titles(workspace: SearchWorkspace) -> list[str]:
    return list(dict.fromkeys(row.hit.title for row in workspace.results.rows.rows))


def read(qtbot, workspace: SearchWorkspace, title: str) -> None:
    """Choose the first place in an item and wait until its text stands in the pane."""
    number = next(n for n, r in enumerate(workspace.results.rows.rows) if r.hit.title == title and r.match is not None)
    workspace.results.list.setCurrentIndex(workspace.results.rows.index(number, 0))
    qtbot.waitUntil(lambda: workspace.reading.text.toPlainText().startswith(title), timeout=SLOW)


def test_two_characters_find_every_place_and_the_counts_agree(search) -> None:
    workspace = search("水磨")
    assert set(titles(workspace)) == {MILL, CONTRACT, PHOTOGRAPH}
    results = workspace._results
    assert workspace.results.count.text() == f"共 {results.total} 件，{results.occurrences} 处"
    assert results.occurrences == sum(hit.occurrences for hit in results.hits) == 9
    for row in workspace.results.rows.rows:
        if row.match is not None:
            for start, end in row.match.spans:
                assert row.match.snippet[start:end] == "水磨"


def test_marks_stand_on_the_very_words_also_in_the_other_script(search, qtbot) -> None:
    workspace = search("里外")
    read(qtbot, workspace, MILL)
    assert sorted({words for words in workspace.reading.text.marked()}) == ["裏外", "里外"]
    read(qtbot, workspace, CONTRACT)
    assert set(workspace.reading.text.marked()) == {"裏外"}


def test_marks_hold_behind_characters_of_two_units_and_lines_of_verse(search, qtbot) -> None:
    workspace = search("水磨停")
    read(qtbot, workspace, MILL)
    assert workspace.reading.text.drawn() == ["水磨停"]
    workspace = search("𠮷日")
    read(qtbot, workspace, MILL)
    assert workspace.reading.text.marked()[-1] == "𠮷日"


def test_the_text_comes_before_its_description_and_values_share_a_line(search, qtbot) -> None:
    workspace = search("磨课")
    read(qtbot, workspace, MILL)
    text = workspace.reading.text.toPlainText()
    assert text.index("韵家口不远") < text.index("责任者") < text.index("主题词")
    assert "口述者　李兰芳；整理者　李晓棠" in text
    assert "水磨　沙塘川　磨课" in text


def test_a_photograph_is_seen_above_its_caption(search, qtbot) -> None:
    workspace = search("水槽木架")
    read(qtbot, workspace, PHOTOGRAPH)
    text = workspace.reading.text.toPlainText()
    assert "河边的磨房" in text
    picture = workspace.reading.picture
    qtbot.waitUntil(lambda: picture._picture is not None, timeout=SLOW)
    assert picture._picture.width() == 640
    assert (
        picture.mapTo(workspace, picture.rect().bottomLeft()).y()
        < workspace.reading.text.mapTo(workspace, workspace.reading.text.rect().topLeft()).y() + 2
    )
    assert workspace.reading.text.marked()[-1] == "水槽木架"


def test_a_line_has_at_most_the_measure_and_the_column_stands_in_the_middle(search, qtbot, look: Theme) -> None:
    workspace = search("水磨")
    workspace.window().resize(1920, 1080)
    read(qtbot, workspace, MILL)
    pane = workspace.reading.text
    em = QFontMetricsF(look.reading()).horizontalAdvance("一")
    assert READING_MEASURE * em - 2 <= pane.column_width() <= READING_MEASURE * em + 24
    left = pane.viewport().geometry().left()
    right = pane.width() - pane.viewport().geometry().right()
    assert abs(left - right) <= 2 * pane.verticalScrollBar().sizeHint().width()


def test_next_goes_through_an_item_and_on_to_the_next_one(search, opened: MainWindow, qtbot) -> None:
    workspace = search("水磨")
    reading = workspace.reading
    qtbot.waitUntil(lambda: reading.text.current == 0, timeout=SLOW)
    order = list(dict.fromkeys(hit.title for hit in workspace.hits))
    walked: list[tuple[str, int]] = []
    for _place in range(workspace._results.occurrences):
        walked.append((reading.item.document.title, reading.text.current))
        QTest.keyClick(opened, Qt.Key.Key_F3)
        qtbot.waitUntil(lambda: not opened.session._reader.busy, timeout=SLOW)
    expected = [(hit.title, number) for hit in workspace.hits for number in range(hit.occurrences)]
    assert walked == expected
    assert list(dict.fromkeys(title for title, _number in walked)) == order
    QTest.keyClick(opened, Qt.Key.Key_F3, Qt.KeyboardModifier.ShiftModifier)
    qtbot.waitUntil(lambda: (reading.item.document.title, reading.text.current) == expected[-2], timeout=SLOW)


def test_coming_back_to_an_item_one_arrives_at_its_last_place(search, opened: MainWindow, qtbot) -> None:
    workspace = search("水磨")
    reading = workspace.reading
    qtbot.waitUntil(lambda: reading.text.current == 0, timeout=SLOW)
    first = workspace.hits[0]
    for _place in range(first.occurrences):
        reading.later.click()
        qtbot.waitUntil(lambda: not opened.session._reader.busy, timeout=SLOW)
    assert reading.item.id == workspace.hits[1].id
    reading.earlier.click()
    qtbot.waitUntil(lambda: reading.item.id == first.id, timeout=SLOW)
    assert reading.text.current == first.occurrences - 1


def test_enter_in_the_list_opens_the_item_at_the_place(search, opened: MainWindow, qtbot) -> None:
    workspace = search("松木")
    workspace.results.list.setFocus()
    QTest.keyClick(workspace.results.list, Qt.Key.Key_Return)
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
    qtbot.waitUntil(lambda: bool(workspace.results.rows.rows), timeout=2 * SLOW)
    assert began == ["建立检索索引"]
    # until it is built the catalogue itself is searched, so results may stand before the note goes
    qtbot.waitUntil(lambda: not workspace.results.note.isVisible(), timeout=2 * SLOW)
    assert not workspace._search.needs_rebuild


def test_a_new_palette_keeps_the_words_and_edits_are_still_followed(
    search, opened: MainWindow, qtbot, look: Theme
) -> None:
    search("水磨")
    look.set(mode="dark")
    workspace = opened.desk.workspace("search")
    qtbot.waitUntil(lambda: answered(opened, workspace, "水磨") and bool(workspace.results.rows.rows), timeout=SLOW)
    item = item_titled(opened.session.archive, COUNTER)
    opened.session.execute(SetFields(item, {"manuscript": manuscript("柜台后面是水磨。")}))
    qtbot.waitUntil(lambda: COUNTER in titles(workspace), timeout=SLOW)


def test_a_box_that_was_emptied_elsewhere_stays_empty_in_a_new_palette(
    search, opened: MainWindow, settle, look: Theme
) -> None:
    search("水磨")
    opened.go("materials")
    opened.desk.top.search.clear()
    settle(opened)
    assert opened.desk.current_id == "materials"
    look.set(mode="dark")
    settle(opened)
    assert opened.desk.top.search.text() == ""


def test_tab_goes_from_the_bar_over_the_list_to_the_text_and_the_large_buttons(search) -> None:
    workspace = search("水磨")
    wanted = [workspace.bar.within, workspace.bar.order, workspace.results.list, workspace.reading.text]
    met: list[object] = []
    at = workspace.bar.side
    for _step in range(200):
        at = at.nextInFocusChain()
        if at in wanted or at is workspace.reading.later:
            met.append(at)
    assert met[:5] == [*wanted, workspace.reading.later]


def test_a_value_of_a_facet_narrows_and_its_chip_widens_again(search, qtbot, opened: MainWindow) -> None:
    workspace = search("水磨")
    row = next(row for row in workspace.facets.rows() if (row.facet, row.value) == ("kind", "document"))
    row.click()
    qtbot.waitUntil(lambda: titles(workspace) == [CONTRACT], timeout=SLOW)
    other = next(row for row in workspace.facets.rows() if (row.facet, row.value) == ("kind", "photograph"))
    other.click()
    qtbot.waitUntil(lambda: set(titles(workspace)) == {CONTRACT, PHOTOGRAPH}, timeout=SLOW)
    assert [chip.text() for chip in workspace.chips.chips()] == ["文献", "照片", "全部去掉"]
    workspace.chips.chips()[0].click()
    qtbot.waitUntil(lambda: titles(workspace) == [PHOTOGRAPH], timeout=SLOW)
    QTest.keyClick(workspace.chips.chips()[0], Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: len(titles(workspace)) == 3, timeout=SLOW)
    assert not workspace.chips.isVisible()


def test_looking_within_the_results_keeps_the_earlier_words_as_a_chip(search, qtbot, opened: MainWindow) -> None:
    workspace = search("水磨")
    commit(workspace.bar.within, "各半")
    QTest.keyClick(workspace.bar.within, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: titles(workspace) == [CONTRACT], timeout=SLOW)
    assert opened.desk.top.search.text() == "各半"
    [chip] = workspace.chips.chips()
    assert chip.text() == "在“水磨”里"
    chip.click()
    qtbot.waitUntil(lambda: answered(opened, workspace, "各半") and not workspace.asking.within, timeout=SLOW)


def test_an_older_answer_never_comes_over_a_newer_one(search, qtbot, opened: MainWindow, monkeypatch) -> None:
    from threading import Event

    from archive_app.gui.workspaces.search import workspace as module

    workspace = search("水磨")
    held, real = Event(), module.ask

    def slow(index, asking):
        if asking.words == "松木":
            held.wait(20)
        return real(index, asking)

    monkeypatch.setattr(module, "ask", slow)
    workspace.search("松木")
    workspace.search("各半")
    qtbot.waitUntil(lambda: titles(workspace) == [CONTRACT], timeout=SLOW)
    held.set()
    qtbot.waitUntil(lambda: not opened.session._reader.busy, timeout=SLOW)
    assert titles(workspace) == [CONTRACT]


def test_size_and_light_of_reading_are_their_own_and_kept(search, qtbot, opened: MainWindow, look: Theme) -> None:
    workspace = search("水磨")
    read(qtbot, workspace, MILL)
    reading = workspace.reading
    before = QFontMetricsF(reading.text.document().defaultFont()).height()
    for _step in range(10):
        reading.resize_type(1)
    assert QFontMetricsF(reading.text.document().defaultFont()).height() == pytest.approx(2 * before, rel=0.05)
    reading.turn_light()
    assert "#282420" in reading.text.styleSheet()
    assert not look.tokens.dark
    assert opened.settings.get("reading_percent") == 200
    assert opened.settings.get("reading_light") == "night"


def test_the_place_in_an_item_is_kept_across_a_restart(search, qtbot, opened: MainWindow, settle) -> None:
    archive, long = opened.session.archive, "".join(f"第{number}天，磨房里来了人。" for number in range(400))
    item = item_titled(archive, COUNTER)
    opened.session.execute(SetFields(item, {"manuscript": manuscript(*[long] * 6)}))
    workspace = search("第7天")
    qtbot.waitUntil(lambda: titles(workspace) == [COUNTER], timeout=SLOW)
    read(qtbot, workspace, COUNTER)
    bar = workspace.reading.text.verticalScrollBar()
    bar.setValue(bar.maximum() * 2 // 3)
    place = workspace.reading.text.place()
    assert place[1] > 0
    root = archive.root
    opened.close_archive()
    opened.open_archive(root)
    settle(opened)
    opened.desk.top.search.setFocus()
    commit(opened.desk.top.search, "第9天")
    qtbot.waitUntil(lambda: opened.desk.current_id == "search", timeout=SLOW)
    again = opened.desk.workspace("search")
    qtbot.waitUntil(lambda: again.reading.item is not None and again.reading.text.current == 0, timeout=SLOW)
    assert again.reading.back_to_kept.isVisible()
    again.reading.back_to_kept.click()
    key, offset = again.reading.text.place()
    assert key == place[0]
    assert abs(offset - place[1]) < 80


def test_what_is_copied_has_its_sentence_and_its_source(search, qtbot, opened: MainWindow) -> None:
    workspace = search("各半")
    read(qtbot, workspace, CONTRACT)
    clipboard = QGuiApplication.clipboard()
    clipboard.clear()
    QTest.keyClick(opened, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    qtbot.waitUntil(lambda: CONTRACT in clipboard.text(), timeout=SLOW)
    assert clipboard.text().startswith("四家合股重修水磨，屋裏外各半。\n")


def test_nothing_is_cut_off_at_twice_the_size(search, qtbot, opened: MainWindow, look: Theme) -> None:
    search("水磨")
    look.set(scale=2.0)
    workspace = opened.desk.workspace("search")
    qtbot.waitUntil(lambda: answered(opened, workspace, "水磨") and bool(workspace.results.rows.rows), timeout=SLOW)

    def cut() -> list[str]:
        shown = (made for made in workspace.findChildren(QAbstractButton) if made.isVisible())
        return [made.text() or made.accessibleName() for made in shown if made.width() < made.sizeHint().width() - 4]

    qtbot.waitUntil(lambda: not cut(), timeout=SLOW)
    for words in workspace.findChildren(QLabel):
        if words.isVisible() and words.text() and not words.wordWrap():
            assert words.fontMetrics().horizontalAdvance(words.text()) <= words.width() + 1


def test_what_was_followed_is_gathered_by_another_process(search, qtbot, opened: MainWindow, monkeypatch) -> None:
    """Without it the tail, which is scanned, would grow for ever."""
    workspace = search("水磨")
    asked: list[bool] = []
    tidy = workspace._search.tidy
    monkeypatch.setattr(workspace._search, "tidy", lambda: asked.append(workspace._search.current()) or tidy())
    item = item_titled(opened.session.archive, COUNTER)
    opened.session.execute(SetFields(item, {"manuscript": manuscript("羊皮筏子。")}))
    qtbot.waitUntil(lambda: bool(asked), timeout=SLOW)
    assert asked[0], "only what is in the index can be gathered"


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


def test_ten_thousand_places_are_listed_whole(qtbot, look: Theme) -> None:
    view = shown_list(qtbot, 440)
    results = made_results(200, 50)
    view.model().show_results(results)
    view.doItemsLayout()
    assert view.model().rowCount() == 200 * 51
    view.scrollToBottom()
    assert view.viewport().rect().contains(view.visualRect(view.model().index(200 * 51 - 1, 0)).center())


@pytest.mark.parametrize("room", [4, 8, 20, 70])
def test_what_was_found_is_kept_where_a_snippet_is_cut(room: int) -> None:
    text = "𠮷" * 24 + "水磨" + "河" * 36
    cut, spans = cut_to(text, ((24, 26),), room)
    assert len(cut) <= max(room, 4)
    assert [cut[start:end] for start, end in spans] == ["水磨"]
    assert fold(cut.strip("…")) in fold(text)


def test_the_next_place_comes_in_the_middle_of_a_composition_and_leaves_it(search, opened: MainWindow, qtbot) -> None:
    workspace = search("水磨")
    box = opened.desk.top.search
    box.setFocus()
    before = workspace.reading.text.current
    compose(box, "shui")
    qtbot.keyClick(box, Qt.Key.Key_F3)
    assert workspace.reading.text.current == before + 1
    qtbot.keyClick(box, Qt.Key.Key_F9)  # nobody claims it: it is the input method's
    assert not workspace.reading.alone.isChecked()
    commit(box, "水")
    assert box.text() == "水磨水"


def test_what_is_written_while_the_index_is_still_said_to_be_built_is_taken_after_it(
    search, opened: MainWindow, qtbot
) -> None:
    """The answer of the building process and the end of its job are two events: a change may be told between them."""
    workspace = search("羊皮筏子的水")
    keeper = workspace.keeper
    qtbot.waitUntil(lambda: not keeper.building and not keeper.resting, timeout=SLOW)
    keeper.building = True
    key = item_titled(opened.session.archive, COUNTER)
    opened.session.execute(SetFields(key, {"abstract": "羊皮筏子的水很急。"}))
    qtbot.waitUntil(lambda: keeper._missed, timeout=SLOW)
    job = opened.jobs.in_thread("另一件事", lambda _reporter: None)
    qtbot.waitUntil(lambda: not job.running, timeout=SLOW)

    keeper._build_ended(job)

    qtbot.waitUntil(lambda: [hit.id for hit in workspace.hits] == [key], timeout=SLOW)
