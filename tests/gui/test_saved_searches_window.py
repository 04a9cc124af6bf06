"""Searches that are kept, as a person has them: kept with all that limits them, opened, renamed, taken back; what is
new in them is told at the rail and stands out in the results."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QMenu
from support_texts import CONTRACT, MILL, PHOTOGRAPH, make_archive

from archive_app.catalogue.commands import Create, SetFields, Trash
from archive_app.domain.errors import StorageFailed
from archive_app.gui import desk as desk_module
from archive_app.gui.main_window import MainWindow
from archive_app.gui.workspaces.search import saved as saved_module
from archive_app.gui.workspaces.search.asking import PER_PAGE, Asking, wanted_of
from archive_app.gui.workspaces.search.saved_dialog import SavedDialog
from archive_app.gui.workspaces.search.saved_words import proposed_name
from archive_app.gui.workspaces.search.workspace import SearchWorkspace
from archive_app.services.archive import Archive
from archive_app.services.saved_searches import SavedSearch, SavedSearches
from archive_app.services.searching import Search
from tests.gui.acting import SLOW, search_for


@pytest.fixture(autouse=True)
def without_rests(monkeypatch: pytest.MonkeyPatch) -> None:
    """What waits so that nobody is disturbed does not wait here."""
    monkeypatch.setattr(saved_module, "_REST_MS", 20)
    monkeypatch.setattr(saved_module, "_SOON_MS", 5)
    monkeypatch.setattr(desk_module, "_KEPT_MS", 0)


@pytest.fixture
def archive_root(tmp_path: Path) -> Path:
    return make_archive(tmp_path / "馆藏")


@pytest.fixture
def search(opened: MainWindow, qtbot) -> Callable[[str], SearchWorkspace]:
    return lambda words: search_for(opened, qtbot, words)


def keep(root: Path, *names: str, alert: bool = True, actor: str = "王文史", **wanted) -> None:
    """Searches that were kept before the window is opened; the query is the name's part behind the dash."""
    with Archive.open(root, actor=actor) as archive:
        searching = Search(archive)
        searching.follow()
        for name in names:
            SavedSearches(archive, searching).save(name, name.rpartition("—")[2], alert=alert, **wanted)
        searching.settle()
        searching.close()


@pytest.fixture
def acting(own_settings: Path) -> None:
    """Who sits before the window."""
    from archive_app.services.settings import Settings

    Settings().set("actor", "王文史")


def answer(monkeypatch: pytest.MonkeyPatch, name: str = "", *, alert: bool = True) -> list[str]:
    """A person gives this name, or takes the proposed one; returns the names that were given."""
    shown: list[str] = []

    def execute(dialog: SavedDialog) -> int:
        if name:
            dialog.name.setText(name)
        shown.append(dialog.given)
        dialog._alert.setChecked(alert)
        return int(dialog.act.isEnabled())

    monkeypatch.setattr(SavedDialog, "exec", execute)
    return shown


def add(window: MainWindow, title: str) -> str:
    made = Create("item", {"kind": "document", "title": title, "access": "public"})
    window.session.execute(made)
    return made.id


def start_page(window: MainWindow, qtbot) -> SearchWorkspace:
    window.go("search")
    window.search_for("")
    workspace = window.desk.workspace("search")
    assert isinstance(workspace, SearchWorkspace)
    qtbot.waitUntil(lambda: workspace.pages.currentWidget() is workspace.saved.start, timeout=SLOW)
    return workspace


def test_a_search_is_kept_and_asked_again_as_it_was(search, opened: MainWindow, qtbot, monkeypatch) -> None:
    answer(monkeypatch, "都要", alert=False)
    workspace = search("水磨")
    whole = Asking(
        "水磨 磨", {"kind": frozenset({"oral_history"}), "decade": frozenset({"1950", "1960"})}, (1950, 1958),
        "-date", ("沙塘川", "磨房"), True, frozenset({"水磨→磨坊"}),
    )  # fmt: skip
    for asking in (
        whole,
        Asking("水磨"),
        Asking("水磨", {"year": frozenset({"1950", "1952"})}),
        Asking("水磨", {}, (7, 7)),
    ):
        workspace._ask_for(asking)
        workspace.saved.save()
        qtbot.waitUntil(lambda: workspace.saved.same is not None, timeout=SLOW)
        (saved,) = SavedSearches(opened.session.archive).mine()
        assert Asking.of_saved(saved) == asking and asking.asks_as(saved) and not saved.alert
        assert {name: set(values) for name, values in saved.chosen.items()} == wanted_of(asking)["chosen"]
    workspace._ask_for(whole)
    workspace.saved.save()
    qtbot.waitUntil(lambda: workspace.saved.same is not None, timeout=SLOW)
    search("供销社")
    workspace._ask_for(Asking("供销社"))
    workspace.saved.open(opened.session.kept.mine[0])
    assert workspace.asking == whole and opened.desk.top.search.text() == "水磨 磨"
    assert workspace.bar.exact.isChecked() and workspace.bar.order.currentData() == "-date"


def test_the_key_asks_for_a_name_and_undo_takes_it_back(search, opened: MainWindow, qtbot, monkeypatch) -> None:
    shown = answer(monkeypatch)
    workspace = search("水磨")
    workspace._ask_for(workspace.asking.toggled("kind", "oral_history", True).between(1950, 1958))
    opened._refresh_actions()
    assert opened.actions_table["search.save"].isEnabled()
    opened.actions_table["search.save"].trigger()
    qtbot.waitUntil(lambda: bool(opened.session.kept.mine), timeout=SLOW)
    assert shown == ["水磨，口述史料，1950—1958年"]
    assert workspace.saved.button.text() == "已存下" and "水磨，口述史料" in opened.desk.toast.words
    workspace.saved.save()
    assert len(shown) == 1 and "已经存下了" in opened.desk.toast.words
    workspace.saved._undo()
    qtbot.waitUntil(lambda: not opened.session.kept.mine, timeout=SLOW)
    assert workspace.saved.button.text() == "存下"
    start_page(opened, qtbot)
    opened._refresh_actions()
    assert not opened.actions_table["search.save"].isEnabled(), "nothing is asked"
    workspace.saved.save()
    assert "先检索" in opened.desk.toast.words


def test_a_name_is_short_and_no_other_s(opened: MainWindow, qtbot, archive_root: Path) -> None:
    long = Asking(
        "长" * 4_000, {"tag": frozenset(f"主题{number}" * 9 for number in range(9))}, None, within=("甲\n乙",)
    )
    assert len(proposed_name(long, lambda _facet, value: value)) <= 60
    assert proposed_name(Asking(" 水磨\n旧事 ", {}, (1958, 1958)), lambda _f, value: value) == "水磨 旧事，1958年"
    kept = opened.session.kept
    for name in ("磨坊", "渡口"):
        kept.save(name, Asking(name), False, lambda _one: None, opened.show_error)
    qtbot.waitUntil(lambda: len(kept.mine) == 2, timeout=SLOW)
    dialog = SavedDialog(opened, kept, "新的", "新的")
    assert dialog.act.isEnabled() and dialog.act.text() == "存下"
    dialog.name.setText("  渡口 ")
    assert dialog.act.text() == "改成这一次的" and "已经有一个叫“渡口”" in dialog.note.text()
    dialog.name.setText("　")
    assert not dialog.act.isEnabled() and "要有名称" in dialog.note.text()
    renaming = SavedDialog(opened, kept, "磨坊", "磨坊", kept.named("磨坊"))
    assert renaming.act.isEnabled()
    renaming.name.setText("渡口")
    assert not renaming.act.isEnabled() and "换一个名称" in renaming.note.text()


def test_the_keyboard_opens_renames_removes_and_takes_back(
    acting, archive_root: Path, window: MainWindow, settle, qtbot, monkeypatch
) -> None:
    keep(archive_root, "甲—水磨", "乙—供销社", "丙—里外")
    keep(archive_root, "丁—水磨", actor="李主编")
    window.open_archive(archive_root)
    settle(window)
    workspace = start_page(window, qtbot)
    page = workspace.saved.start
    qtbot.waitUntil(lambda: len(page.rows()) == 4, timeout=SLOW)
    assert [made.saved.name for made in page.rows()] == ["丙—里外", "甲—水磨", "乙—供销社", "丁—水磨"], (
        "by pinyin, mine first"
    )
    workspace.activate()
    first, second, _third, last = page.rows()
    assert window.focusWidget() is first
    QTest.keyClick(first, Qt.Key.Key_Down)
    assert window.focusWidget() is second

    answer(monkeypatch, "甲改了名")
    QTest.keyClick(second, Qt.Key.Key_F2)
    qtbot.waitUntil(lambda: window.session.kept.named("甲改了名") is not None, timeout=SLOW)
    assert window.focusWidget() is next(made for made in page.rows() if made.saved.name == "甲改了名")
    QTest.keyClick(window.focusWidget(), Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: len(page.rows()) == 3, timeout=SLOW)
    assert "“甲改了名”不再存着" in window.desk.toast.words
    window.desk.toast._act.click()
    qtbot.waitUntil(lambda: window.session.kept.named("甲改了名") is not None, timeout=SLOW)
    last = page.rows()[-1]
    QTest.keyClick(last, Qt.Key.Key_Delete)
    QTest.keyClick(last, Qt.Key.Key_F2)
    settle(window)
    assert len(page.rows()) == 4, "another's is left alone"
    QTest.keyClick(page.rows()[-1], Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(workspace.hits), timeout=SLOW)
    assert workspace.asking == Asking("水磨")


def test_what_is_new_is_told_until_it_is_looked_at(
    acting, archive_root: Path, window: MainWindow, settle, qtbot
) -> None:
    keep(archive_root, "磨坊—水磨")
    keep(archive_root, "不提醒—水磨", alert=False)  # before the other by pinyin
    with Archive.open(archive_root) as archive:
        archive.execute(Create("item", {"kind": "document", "title": "一份水磨", "access": "public"}))
    window.open_archive(archive_root)
    qtbot.waitUntil(lambda: not window.opening and window.desk.rail.number("search") == 1, timeout=SLOW)
    kept = window.session.kept
    new = add(window, "又一份水磨")
    qtbot.waitUntil(lambda: window.desk.rail.number("search") == 2, timeout=SLOW)
    workspace = start_page(window, qtbot)
    row, *others = workspace.saved.start.rows()
    assert [made.number for made in others] == [0], "what has news comes first"
    assert row.saved.name == "磨坊—水磨" and "2 件新的" in row.accessibleName()

    row.click()
    qtbot.waitUntil(lambda: len(workspace.saved.fresh) == 2 and bool(workspace.hits), timeout=SLOW)
    qtbot.waitUntil(lambda: window.desk.rail.number("search") == 0, timeout=SLOW)
    rows = workspace.results.rows
    said = {
        rows.index(n, 0).data(Qt.ItemDataRole.AccessibleTextRole) for n, one in enumerate(rows.rows) if not one.match
    }
    assert {words.split("，")[0] for words in said} == {"新：一份水磨", "新：又一份水磨", MILL, CONTRACT, PHOTOGRAPH}
    assert workspace.results.news.isVisibleTo(workspace) and "2 件" in workspace.results.news.text()

    search_for(window, qtbot, "供销社")
    assert not workspace.saved.fresh and not rows.fresh and not workspace.results.news.isVisibleTo(workspace)
    workspace.saved.open(kept.mine[-1])
    qtbot.waitUntil(lambda: bool(workspace.hits), timeout=SLOW)
    settle(window)
    window.session.execute(Trash((new,)))
    settle(window)
    assert not workspace.saved.fresh and window.desk.rail.number("search") == 0, "what was seen is not new again"


def test_one_goes_from_new_to_new_through_all_pages(
    acting, archive_root: Path, window: MainWindow, settle, qtbot
) -> None:
    with Archive.open(archive_root) as archive:
        for number in range(PER_PAGE + 20):
            archive.execute(Create("item", {"kind": "document", "title": f"渡口之{number:03}", "access": "public"}))
    keep(archive_root, "渡口", order="pinyin")
    window.open_archive(archive_root)
    settle(window)
    first, last = add(window, "渡口之003甲"), add(window, "渡口之065甲")
    qtbot.waitUntil(lambda: window.desk.rail.number("search") == 2, timeout=SLOW)
    workspace = start_page(window, qtbot)
    workspace.saved.open(window.session.kept.named("渡口"))
    qtbot.waitUntil(lambda: len(workspace.saved.fresh) == 2 and bool(workspace.hits), timeout=SLOW)
    for wanted, page in ((first, 0), (last, 1), (first, 0)):
        workspace.results.news.click()

        def there(wanted: str = wanted) -> bool:
            current = workspace.results.current()
            return current is not None and current.hit.id == wanted

        qtbot.waitUntil(there, timeout=SLOW)
        assert workspace.asking.page == page
        settle(window)


def test_nothing_is_counted_where_nobody_asked_for_it(
    acting, archive_root: Path, window: MainWindow, settle, qtbot, monkeypatch
) -> None:
    keep(archive_root, "磨坊—水磨", alert=False)
    with monkeypatch.context() as watched:
        watched.setattr(Search, "ids", lambda *_args, **_wanted: pytest.fail("searched for nobody"))
        window.open_archive(archive_root)
        settle(window)
        qtbot.waitUntil(lambda: bool(window.session.kept.mine), timeout=SLOW)
        add(window, "又一份水磨")
        settle(window)
        qtbot.wait(80)
    kept = window.session.kept
    kept.set_alert(kept.mine[0], True, lambda _one: None, window.show_error)
    qtbot.waitUntil(lambda: window.desk.rail.number("search") == 1, timeout=SLOW)
    kept.set_alert(kept.mine[0], False, lambda _one: None, window.show_error)
    qtbot.waitUntil(lambda: window.desk.rail.number("search") == 0, timeout=SLOW)


def test_without_an_index_nothing_is_counted_until_there_is_one(
    acting, archive_root: Path, window: MainWindow, settle, qtbot, monkeypatch
) -> None:
    keep(archive_root, "磨坊—水磨")
    window.open_archive(archive_root)
    settle(window)
    qtbot.waitUntil(lambda: bool(window.session.kept.mine), timeout=SLOW)
    settle(window)
    with monkeypatch.context() as watched:
        watched.setattr(Search, "needs_rebuild", property(lambda _self: True))
        watched.setattr(Search, "ids", lambda *_args, **_wanted: pytest.fail("everything would be read through"))
        add(window, "又一份水磨")
        settle(window)
        qtbot.wait(80)
        assert window.desk.rail.number("search") == 0
    window.session.kept.count_soon()
    qtbot.waitUntil(lambda: window.desk.rail.number("search") == 1, timeout=SLOW)


def test_a_stick_that_cannot_be_written_says_so(search, opened: MainWindow, qtbot, monkeypatch) -> None:
    shown = answer(monkeypatch)
    workspace = search("水磨")
    monkeypatch.setattr(opened.session.archive, "read_only", True)
    workspace.saved.save()
    assert not shown and "只读" in opened.desk.toast.words
    saved = SavedSearch("x", "磨坊", "王文史", "水磨")
    for act in (workspace.saved.rename, workspace.saved.remove, workspace.saved.update):
        opened.desk.toast.hide()
        act(saved)
        assert "只读" in opened.desk.toast.words
    assert not SavedSearches(opened.session.archive).all()


def test_what_cannot_be_noted_is_said_and_not_counted_for_ever(
    acting, archive_root: Path, window: MainWindow, settle, qtbot, own_settings: Path
) -> None:
    keep(archive_root, "磨坊—水磨")
    for note in (own_settings / "searches").iterdir():
        note.unlink()
    (own_settings / "searches").rmdir()
    (own_settings / "searches").write_text("a file, where a folder is to be")
    told: list[Exception] = []
    window.open_archive(archive_root)
    settle(window)
    window.session.kept.failed.connect(told.append)
    window.session.kept._failed = False
    window.session.kept.count()
    qtbot.waitUntil(lambda: bool(told), timeout=SLOW)
    assert isinstance(told[0], StorageFailed) and "searches" in window.desk.toast.words
    window.session.kept.count()
    add(window, "又一份水磨")
    settle(window)
    qtbot.wait(80)
    assert len(told) == 1, "it is said once"


def test_another_s_is_opened_and_taken_for_oneself(
    acting, archive_root: Path, window: MainWindow, settle, qtbot, monkeypatch
) -> None:
    keep(archive_root, "磨坊—水磨", actor="李主编")
    window.open_archive(archive_root)
    settle(window)
    workspace = start_page(window, qtbot)
    kept = window.session.kept
    qtbot.waitUntil(lambda: bool(kept.others), timeout=SLOW)
    answer(monkeypatch)
    workspace.saved._ask_name(Asking.of_saved(kept.others[0]), kept.others[0])
    qtbot.waitUntil(lambda: bool(kept.mine), timeout=SLOW)
    assert [(one.name, one.owner, one.query) for one in kept.mine] == [("磨坊—水磨", "王文史", "水磨")]
    window.session.act_as("李主编")
    qtbot.waitUntil(lambda: bool(kept.mine) and kept.mine[0].owner == "李主编", timeout=SLOW)


def test_a_changed_search_takes_the_place_of_the_kept_one(
    acting, archive_root: Path, window: MainWindow, settle, qtbot
) -> None:
    keep(archive_root, "磨坊—水磨")
    window.open_archive(archive_root)
    settle(window)
    workspace = start_page(window, qtbot)
    kept = window.session.kept
    qtbot.waitUntil(lambda: bool(kept.mine), timeout=SLOW)
    workspace.saved.open(kept.mine[0])
    assert workspace.saved.changed is None
    workspace._ask_for(workspace.asking.toggled("kind", "document", True))
    assert workspace.saved.changed == kept.mine[0]
    workspace.saved.update(kept.mine[0])
    qtbot.waitUntil(lambda: bool(kept.mine[0].chosen), timeout=SLOW)
    assert kept.mine[0].alert and kept.mine[0].name == "磨坊—水磨" and len(kept.mine) == 1
    settle(window)
    assert window.desk.rail.number("search") == 0


def test_marks_stay_when_the_window_is_built_anew(
    acting, archive_root: Path, window: MainWindow, settle, qtbot, look
) -> None:
    keep(archive_root, "磨坊—水磨")
    window.open_archive(archive_root)
    settle(window)
    new = add(window, "又一份水磨")
    settle(window)  # it is new for a search that is opened after it was written
    workspace = start_page(window, qtbot)
    workspace.saved.open(window.session.kept.mine[0])
    qtbot.waitUntil(lambda: workspace.saved.fresh == {new}, timeout=SLOW)
    look.set(mode="dark")
    settle(window)
    again = window.desk.workspace("search")
    assert isinstance(again, SearchWorkspace) and again is not workspace
    qtbot.waitUntil(lambda: bool(again.hits), timeout=SLOW)
    assert again.saved.fresh == again.results.rows.fresh == {new}
    window.session.execute(SetFields(new, {"title": "水磨，改了题名"}))
    settle(window)
    assert again.results.rows.fresh == {new}


def test_the_menu_of_a_line_and_the_one_in_the_bar_do_the_same(
    acting, archive_root: Path, window: MainWindow, settle, qtbot
) -> None:
    keep(archive_root, "磨坊—水磨", "甲 & 乙—供销社")
    keep(archive_root, "丁—水磨", actor="李主编")
    window.open_archive(archive_root)
    settle(window)
    workspace = start_page(window, qtbot)
    page, kept = workspace.saved.start, window.session.kept
    qtbot.waitUntil(lambda: len(page.rows()) == 3, timeout=SLOW)
    row = next(made for made in page.rows() if made.saved.query == "供销社")
    row.more.click()
    qtbot.waitUntil(lambda: QApplication.activePopupWidget() is not None, timeout=SLOW)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    assert [act.text() for act in menu.actions()] == ["打开", "有新资料时提醒", "改名…", "删除"]
    menu.actions()[1].trigger()
    menu.close()
    qtbot.waitUntil(lambda: not next(one for one in kept.mine if one.query == "供销社").alert, timeout=SLOW)
    next(made for made in page.rows() if made.saved.query == "供销社").click()
    qtbot.waitUntil(lambda: bool(workspace.hits), timeout=SLOW)

    bar = workspace.saved.button.menu()
    bar.aboutToShow.emit()
    assert [act.text() for act in bar.actions() if act.text()] == [
        "已存下，叫“甲 && 乙—供销社”", "有新资料时提醒", "改名…", "删除",
        "甲 && 乙—供销社", "磨坊—水磨", "别人存下的", "全部存下的检索",
    ]  # fmt: skip
    assert not bar.actions()[1].isChecked()
    workspace._ask_for(workspace.asking.toggled("kind", "contribution", True))
    bar.aboutToShow.emit()
    assert [act.text() for act in bar.actions()][:2] == ["存下这次检索…", "把“甲 && 乙—供销社”改成这样"]
    bar.actions()[-1].trigger()
    qtbot.waitUntil(lambda: workspace.pages.currentWidget() is page, timeout=SLOW)
