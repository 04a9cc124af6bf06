"""What is offered under the search box: while typing and composing, by keys and mouse, and what of it is remembered."""

from __future__ import annotations

import gc
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from support_texts import CONTRACT, COUNTER, MILL, make_archive

from archive_app.catalogue.commands import Create
from archive_app.gui.main_window import MainWindow
from archive_app.gui.widgets.offer_rows import OFFER_ROLE, shown_part
from archive_app.gui.widgets.offers import MOST, OffersPanel
from archive_app.gui.widgets.search_box import SearchBox
from archive_app.services.archive import Archive
from archive_app.services.search_history import history, remember
from archive_app.services.searching import Search
from archive_app.services.settings import Settings
from tests.gui.acting import SLOW, commit, compose

OWN = ("水磨 -电磨", "供销社", "花儿会")
"""Searches of before, the newest first."""


@pytest.fixture
def archive_root(tmp_path: Path) -> Path:
    root = make_archive(tmp_path / "馆藏")
    with Archive.open(root) as archive:
        archive.execute(Create("place", {"name": "王家庄", "aliases": ["王庄"]}))
        archive.execute(Create("person", {"name": "单九儿", "aliases": ["善师傅"]}))
        archive.execute(Create("item", {"kind": "document", "title": "绿水 青山"}))
        search = Search(archive)
        search.follow()
        search.close()
    for query in reversed(OWN):
        remember(Settings(), query)
    return root


@pytest.fixture
def box(opened: MainWindow) -> SearchBox:
    return opened.desk.top.search


@pytest.fixture
def panel(opened: MainWindow) -> OffersPanel:
    return opened.desk.offers.panel


def texts(panel: OffersPanel) -> list[str]:
    return [offer.text for offer in panel.rows.offers]


@pytest.fixture
def type_in(box: SearchBox, panel: OffersPanel, opened: MainWindow, qtbot) -> Callable[[str], None]:
    """Words come through an input method, and their list stands."""

    def act(words: str) -> None:
        box.setFocus()
        compose(box, "pin yin")
        commit(box, words)
        qtbot.waitUntil(
            lambda: panel.isVisible() and not panel._rest.isActive() and not opened.session._reader.busy, timeout=SLOW
        )

    return act


def press(box: SearchBox, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
    QTest.keyClick(box, key, modifiers)


def results_of(opened: MainWindow) -> str:
    """What the search in front was asked for."""
    return opened.desk.workspace("search").asking.words if opened.desk.current_id == "search" else ""


def test_names_places_and_titles_with_what_was_typed_marked(type_in, panel: OffersPanel, box: SearchBox) -> None:
    def seen() -> dict[str, tuple[str, str]]:
        return {o.label: (o.kind, o.label[slice(*o.marked)]) for o in panel.rows.offers}

    type_in("磨")
    assert seen()[MILL] == ("题名", "磨")
    assert seen()["水磨 -电磨"] == ("检索过", "磨")
    box.clear()
    type_in("wj")
    assert seen() == {"王家庄": ("地名", "王家")}
    box.clear()
    type_in("shan")
    assert seen()["单九儿"] == ("人名", "单")
    assert len(panel.rows.offers) <= MOST
    words = panel.rows.index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole)
    assert words == "单九儿，人名" and panel.list.accessibleName()
    box.clear()
    type_in("善")
    assert seen() == {"单九儿（善师傅）": ("人名", "善")} and texts(panel) == ["善师傅"]


def test_the_list_never_takes_the_keyboard(type_in, panel: OffersPanel, box: SearchBox, opened: MainWindow) -> None:
    type_in("磨")
    assert box.hasFocus() and not panel.isWindow() and panel.window() is opened
    assert panel.geometry().top() >= box.mapTo(opened.desk, box.rect().bottomLeft()).y()
    assert opened.desk.rect().contains(panel.geometry())
    QTest.mouseMove(panel.list.viewport(), QPoint(20, 20))
    QTest.mousePress(panel.list.viewport(), Qt.MouseButton.RightButton, pos=QPoint(20, 20))
    assert box.hasFocus() and panel.isVisible()
    assert panel.focusPolicy() == panel.list.viewport().focusPolicy() == Qt.FocusPolicy.NoFocus


def test_walking_shows_each_and_escape_gives_back_what_was_typed(
    type_in, panel: OffersPanel, box: SearchBox, opened: MainWindow, qtbot
) -> None:
    type_in("磨")
    offered = texts(panel)
    for text in offered:
        press(box, Qt.Key.Key_Down)
        assert box.text() == text and panel.chosen.text == text
    press(box, Qt.Key.Key_Down)
    assert box.text() == "磨" and panel.chosen is None
    press(box, Qt.Key.Key_Up)
    assert box.text() == offered[-1]
    press(box, Qt.Key.Key_Escape)
    assert box.text() == "磨" and not panel.isVisible()
    qtbot.wait(400)
    assert not panel.isVisible(), "nothing brings it back but a key"
    press(box, Qt.Key.Key_Escape)
    assert box.text() == "" and not panel.isVisible()
    assert history(Settings()) == list(OWN), "walking is no search"


def test_enter_takes_the_chosen_one_and_it_is_remembered(
    type_in, panel: OffersPanel, box: SearchBox, opened: MainWindow, settle
) -> None:
    type_in("gxs")
    assert texts(panel)[:2] == ["供销社", COUNTER]
    press(box, Qt.Key.Key_Down)
    press(box, Qt.Key.Key_Down)
    press(box, Qt.Key.Key_Return)
    settle(opened)
    assert box.text() == results_of(opened) == COUNTER and not panel.isVisible()
    assert history(Settings()) == [COUNTER, *OWN]
    assert [hit.title for hit in opened.desk.workspace("search").hits] == [COUNTER]


def test_a_title_of_several_words_is_found_as_it_stands(
    type_in, panel: OffersPanel, box: SearchBox, opened: MainWindow, settle
) -> None:
    type_in("绿水")
    number = [offer.label for offer in panel.rows.offers].index("绿水 青山")
    rect = panel.list.visualRect(panel.rows.index(number, 0))
    QTest.mouseClick(panel.list.viewport(), Qt.MouseButton.LeftButton, pos=rect.center())
    settle(opened)
    assert box.text() == results_of(opened) == '"绿水 青山"' and box.hasFocus()
    assert [hit.title for hit in opened.desk.workspace("search").hits] == ["绿水 青山"]


def test_enter_without_a_choice_searches_what_was_typed_be_it_one_character(
    type_in, panel: OffersPanel, box: SearchBox, opened: MainWindow, settle, qtbot
) -> None:
    type_in("磨")
    assert opened.desk.current_id == "materials"
    press(box, Qt.Key.Key_Return)
    settle(opened)
    assert results_of(opened) == "磨" and not panel.isVisible()
    qtbot.wait(300)
    assert not panel.isVisible(), "an answer that comes late opens nothing"
    assert history(Settings())[0] == "磨"
    press(box, Qt.Key.Key_Down)
    assert opened.desk.workspace("search").results.list.hasFocus() and box.text() == "磨"


def test_the_list_stays_while_results_come_to_the_front(
    type_in, panel: OffersPanel, box: SearchBox, opened: MainWindow, qtbot, settle
) -> None:
    type_in("水磨")
    qtbot.waitUntil(lambda: results_of(opened) == "水磨", timeout=SLOW)
    settle(opened)
    assert panel.isVisible() and box.hasFocus()
    assert history(Settings()) == list(OWN), "what is being typed is not yet meant"
    opened.desk.show_workspace("volumes")
    assert not panel.isVisible()


def test_going_on_to_the_results_remembers_what_was_typed_and_no_part_of_it(
    type_in, panel: OffersPanel, box: SearchBox, opened: MainWindow, qtbot, settle
) -> None:
    type_in("水")
    type_in("磨")
    qtbot.waitUntil(lambda: results_of(opened) == "水磨", timeout=SLOW)
    settle(opened)
    opened.desk.workspace("search").results.list.setFocus()
    settle(opened)
    assert not panel.isVisible()
    assert history(Settings()) == ["水磨", *OWN]
    box.setFocus()
    box.selectAll()
    commit(box, "没有这样的词")
    qtbot.waitUntil(lambda: results_of(opened) == "没有这样的词", timeout=SLOW)
    settle(opened)
    opened.desk.rail.setFocus()
    box.clearFocus()
    settle(opened)
    assert history(Settings())[0] == "水磨", "what found nothing was no search one wants again"


def test_who_goes_elsewhere_is_not_fetched_back_and_finds_what_was_typed(
    type_in, panel: OffersPanel, box: SearchBox, opened: MainWindow, qtbot
) -> None:
    type_in("水磨")
    press(box, Qt.Key.Key_Down)
    assert box.text() != "水磨"
    opened.desk.show_workspace("volumes")
    assert box.text() == "水磨" and not panel.isVisible()
    qtbot.wait(500)
    assert opened.desk.current_id == "volumes"


def test_who_goes_to_the_results_at_once_finds_them(box: SearchBox, opened: MainWindow, qtbot) -> None:
    box.setFocus()
    commit(box, "水磨")
    opened.desk.show_workspace("search")
    qtbot.waitUntil(lambda: results_of(opened) == "水磨", timeout=SLOW)


def test_what_was_about_to_be_searched_for_is_when_the_walk_is_given_up(
    type_in, panel: OffersPanel, box: SearchBox, opened: MainWindow, qtbot, settle
) -> None:
    type_in("水磨")
    press(box, Qt.Key.Key_Down)
    press(box, Qt.Key.Key_Down)
    qtbot.wait(400)
    assert opened.desk.current_id == "materials", "while one walks nothing is searched for"
    press(box, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: results_of(opened) == "水磨", timeout=SLOW)
    settle(opened)
    box.setFocus()
    press(box, Qt.Key.Key_Down)
    settle(opened)
    asked = opened.desk.workspace("search").asking
    press(box, Qt.Key.Key_Escape)
    assert box.text() == "水磨" and not box.resting and opened.desk.workspace("search").asking is asked


def test_the_list_gives_way_to_going_from_place_to_place(type_in, panel: OffersPanel, box: SearchBox) -> None:
    type_in("水磨")
    press(box, Qt.Key.Key_F3)
    assert not panel.isVisible() and box.hasFocus()


def test_a_composition_has_the_keys_and_no_list_before_it(
    type_in, panel: OffersPanel, box: SearchBox, opened: MainWindow, qtbot
) -> None:
    type_in("磨")
    compose(box, "fang")
    assert not panel.isVisible()
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Up, Qt.Key.Key_Return, Qt.Key.Key_Escape, Qt.Key.Key_F3, Qt.Key.Key_F9):
        press(box, key)
    qtbot.wait(400)
    assert not panel.isVisible() and box.text() == "磨" and box.hasFocus()
    assert opened.desk.current_id == "materials" and history(Settings()) == list(OWN)
    compose(box, "")
    qtbot.waitUntil(panel.isVisible, timeout=SLOW)
    compose(box, "fang")
    commit(box, "房")
    qtbot.waitUntil(lambda: panel._typed == "磨房" or not panel.isVisible(), timeout=SLOW)
    assert box.text() == "磨房"


def test_a_rest_in_typing_does_not_break_off_a_composition(box: SearchBox, opened: MainWindow, qtbot) -> None:
    box.setFocus()
    commit(box, "水磨")
    compose(box, "fang")
    qtbot.wait(500)
    assert opened.desk.current_id == "materials", "the results would have taken the keyboard"
    commit(box, "房")
    qtbot.waitUntil(lambda: results_of(opened) == "水磨房", timeout=SLOW)


def test_on_what_was_walked_to_one_goes_on_writing(type_in, panel: OffersPanel, box: SearchBox, qtbot) -> None:
    type_in("供销")
    press(box, Qt.Key.Key_Down)
    assert box.text() == "供销社"
    type_in("的")
    assert box.text() == "供销社的" and texts(panel) == [COUNTER]


def test_an_empty_box_offers_what_was_searched_before(
    panel: OffersPanel, box: SearchBox, opened: MainWindow, qtbot, settle
) -> None:
    opened.actions_table["edit.search"].trigger()
    qtbot.waitUntil(panel.isVisible, timeout=SLOW)
    assert texts(panel) == list(OWN) and panel.clear.isVisible() and box.hasFocus()
    press(box, Qt.Key.Key_Escape)
    assert not panel.isVisible() and box.hasFocus()
    press(box, Qt.Key.Key_Down)
    qtbot.waitUntil(panel.isVisible, timeout=SLOW)
    assert box.text() == OWN[0], "↓ walks into the list at once"
    press(box, Qt.Key.Key_Delete)
    settle(opened)
    assert history(Settings()) == texts(panel) == list(OWN[1:])
    assert panel.chosen.text == box.text() == OWN[1]
    rect = panel.list.visualRect(panel.rows.index(1, 0))
    cross = panel.list.itemDelegate().cross(rect).center()
    QTest.mouseClick(panel.list.viewport(), Qt.MouseButton.LeftButton, pos=cross)
    settle(opened)
    assert history(Settings()) == texts(panel) == [OWN[1]] and panel.isVisible() and opened.desk.current_id != "search"


def test_the_history_is_cleared_and_put_back(panel: OffersPanel, opened: MainWindow, qtbot, settle) -> None:
    opened.actions_table["edit.search"].trigger()
    qtbot.waitUntil(panel.isVisible, timeout=SLOW)
    QTest.mouseClick(panel.clear, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: opened.desk.toast.words == "检索历史清除了。", timeout=SLOW)
    assert history(Settings()) == [] and not panel.isVisible()
    opened.desk.toast._act.click()
    settle(opened)
    assert history(Settings()) == list(OWN)


def test_the_history_is_cleared_by_the_keys_alone(
    panel: OffersPanel, box: SearchBox, opened: MainWindow, settle
) -> None:
    opened.actions_table["edit.search"].trigger()
    settle(opened)
    press(box, Qt.Key.Key_Up)
    assert panel.clear.isDown() and panel.chosen is None and box.text() == ""
    press(box, Qt.Key.Key_Up)
    assert panel.chosen.text == OWN[-1] and not panel.clear.isDown()
    for _row in range(3):
        press(box, Qt.Key.Key_Down)
    assert panel.chosen.text == OWN[0], "behind the button stands what was typed, then the first"
    press(box, Qt.Key.Key_Up)
    press(box, Qt.Key.Key_Up)
    press(box, Qt.Key.Key_Return)
    settle(opened)
    assert history(Settings()) == [] and opened.desk.current_id == "materials"


def test_down_goes_to_the_results_where_nothing_is_offered(
    panel: OffersPanel, box: SearchBox, opened: MainWindow, qtbot, settle
) -> None:
    box.setFocus()
    commit(box, "松木")
    qtbot.waitUntil(lambda: results_of(opened) == "松木", timeout=SLOW)
    settle(opened)
    assert not panel.isVisible()
    press(box, Qt.Key.Key_Down)
    results = opened.desk.workspace("search").results.list
    qtbot.waitUntil(results.hasFocus, timeout=SLOW)


def test_while_there_is_no_index_only_ones_own_are_offered(
    type_in, panel: OffersPanel, opened: MainWindow, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Search, "ready", property(lambda self: False))
    type_in("磨")
    assert texts(panel) == ["水磨 -电磨"]


def test_an_answer_to_words_that_stand_there_no_more_is_dropped(type_in, panel: OffersPanel, box: SearchBox) -> None:
    type_in("磨")
    before = texts(panel)
    panel.show_offers("磨房", [panel.rows.offers[0]])
    assert texts(panel) == before
    box.window().resize(1200, 700)
    assert not panel.isVisible()
    panel.show_offers("磨", [panel.rows.offers[0]])
    assert not panel.isVisible()


def test_at_twice_the_size_the_rows_that_fit_stand_in_the_window(look, window: MainWindow, archive_root, settle, qtbot):
    look.set(mode="dark", scale=2.0)
    for number in range(12):
        remember(Settings(), f"很长很长的一次检索，长到一行里写不下，后面只好省去{number}")
    window.settings = Settings()
    window.open_archive(archive_root)
    settle(window)
    window._focus_search()
    panel = window.desk.offers.panel
    qtbot.waitUntil(panel.isVisible, timeout=SLOW)
    assert window.desk.rect().contains(panel.geometry())
    assert len(panel.rows.offers) == MOST and panel.list.horizontalScrollBar().maximum() == 0
    for _row in range(MOST):
        press(window.desk.top.search, Qt.Key.Key_Down)
    rect = panel.list.visualRect(panel.list.currentIndex())
    assert panel.list.viewport().rect().contains(rect), "what is walked to is seen"
    assert panel.list.currentIndex().data(OFFER_ROLE).own


def test_a_long_title_is_cut_where_what_was_typed_is_still_seen() -> None:
    title = "一二三四五六七八九十" * 4 + "水磨旧事"
    shown, marked = shown_part(title, (40, 42), 20)
    assert len(shown) <= 20 and shown[slice(*marked)] == "水磨" and shown.startswith("…") and shown.endswith("旧事")
    shown, marked = shown_part(title, (0, 2), 20)
    assert shown == title[:19] + "…" and marked == (0, 2)
    assert shown_part(CONTRACT, (0, 0), 20) == (CONTRACT, (0, 0))
    shown, marked = shown_part(title, (0, 44), 20)
    assert marked == (0, len(shown)), "all of it was typed"


def test_what_was_read_ahead_is_set_aside_until_the_archive_is_left(opened: MainWindow, settle) -> None:
    gc.unfreeze()
    opened.desk.offers._warm()
    settle(opened)
    assert opened.session.names._index is not None and gc.get_freeze_count() > 0
    opened.release()
    assert gc.get_freeze_count() == 0
