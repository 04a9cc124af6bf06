"""Links are completed through the archive's names: initials, pinyin, aliases, namesakes."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QListView

from archive_app.catalogue.commands import Create
from archive_app.domain.fields import Field, FieldType
from archive_app.gui.editors.links import LinksEditor
from archive_app.gui.main_window import MainWindow
from archive_app.gui.records.links import ArchiveLinks
from tests.gui.acting import commit


@pytest.fixture
def people(opened: MainWindow) -> MainWindow:
    """The window, with two namesakes more in the archive."""
    archive = opened.session.archive
    archive.execute(Create("person", {"name": "祁大魁", "native_place": "青海西宁"}))
    archive.execute(Create("person", {"name": "祁大魁", "roles": ["文献责任者"]}))
    return opened


@pytest.fixture
def editor(people: MainWindow, qtbot) -> LinksEditor:
    """An editor of persons in that archive, with the keyboard in it."""
    field = Field("persons", "人名", FieldType.LINKS, target="person")
    made = LinksEditor(field, ArchiveLinks(people.session, people), many=True)
    qtbot.addWidget(made)
    made.show()
    made.activateWindow()
    made.box.line.setFocus()
    qtbot.waitUntil(made.box.line.hasFocus)
    return made


def offered(editor: LinksEditor, qtbot, words: str) -> list[str]:
    """What stands in the list when these words are typed."""
    editor.box.line.clear()
    popup = editor._completer.popup()
    assert isinstance(popup, QListView)
    popup.hide()
    commit(editor.box.line, words)
    qtbot.waitUntil(popup.isVisible)
    model = popup.model()
    return [str(model.index(row, 0).data()) for row in range(model.rowCount())]


def test_initials_and_pinyin_find_people_and_do_not_make_any(editor: LinksEditor, qtbot) -> None:
    assert offered(editor, qtbot, "mws") == ["马文山"]
    assert offered(editor, qtbot, "zhaojif") == ["赵吉甫"]
    assert offered(editor, qtbot, "msf") == ["马文山（马师傅）"]


def test_a_short_list_need_not_be_scrolled(editor: LinksEditor, qtbot) -> None:
    for words in ("mws", "qdk"):
        offered(editor, qtbot, words)
        popup = editor._completer.popup()
        qtbot.wait(50)
        assert popup.verticalScrollBar().maximum() == 0, words


def test_namesakes_are_told_apart_in_the_list_and_on_the_tag(editor: LinksEditor, people: MainWindow, qtbot) -> None:
    assert offered(editor, qtbot, "qdk") == ["祁大魁（青海西宁人）", "祁大魁（文献责任者）"]
    qtbot.keyClick(editor._completer.popup(), Qt.Key.Key_Return)
    (chosen,) = editor.value()
    assert people.session.archive.catalogue.record(chosen)["native_place"] == "青海西宁"
    qtbot.waitUntil(lambda: editor._titles[chosen] == "祁大魁（青海西宁人）")


def test_a_variant_of_a_character_finds_the_name_and_a_new_one_can_still_be_made(editor: LinksEditor, qtbot) -> None:
    assert offered(editor, qtbot, "趙𠮷甫") == ["赵吉甫", "新建人物“趙𠮷甫”"]
    qtbot.keyClick(editor._completer.popup(), Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: list(editor._titles.values()) == ["赵吉甫"])


def test_the_tag_says_the_name_where_an_alias_was_typed(editor: LinksEditor, qtbot) -> None:
    assert offered(editor, qtbot, "马师傅")[0] == "马文山（马师傅）"
    qtbot.keyClick(editor._completer.popup(), Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: list(editor._titles.values()) == ["马文山"])
