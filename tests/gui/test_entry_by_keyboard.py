"""A whole entry of each kind, from Ctrl+N to 提交, by the keyboard alone and through an input method."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit, QPushButton, QWidget

from archive_app.domain.kinds import KINDS
from archive_app.gui.main_window import MainWindow
from archive_app.gui.records.sections import SectionHead
from archive_app.gui.workspaces.materials.workspace import MaterialsWorkspace
from tests.gui.acting import SLOW, commit, compose, item_titled

CONTROL = Qt.KeyboardModifier.ControlModifier
ALT_SHIFT = Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.ShiftModifier


class Hands:
    """Keys only: what has the keyboard gets them."""

    def __init__(self, window: MainWindow, materials: MaterialsWorkspace, settle, qtbot) -> None:
        self.window, self.materials, self._settle, self._qtbot = window, materials, settle, qtbot

    @property
    def focused(self) -> QWidget:
        found = QApplication.focusWidget()
        assert found is not None
        return found

    def press(self, key: Qt.Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        self._qtbot.keyClick(self.focused, key, held)

    def settle(self) -> None:
        self._settle(self.window)

    def write(self, words: str) -> None:
        """Through an input method that composes first; keys in the middle of it are its own."""
        compose(self.focused, "pin yin")
        self.press(Qt.Key.Key_Return)
        self.press(Qt.Key.Key_Tab)
        commit(self.focused, words)

    def new(self, kind: str) -> None:
        self.press(Qt.Key.Key_N, CONTROL)
        menu = self.materials.listing.bar.new_menu
        self._qtbot.waitUntil(menu.isVisible, timeout=SLOW)
        for _step in range([one.name for one in KINDS].index(kind)):
            self._qtbot.keyClick(menu, Qt.Key.Key_Down)
        self._qtbot.keyClick(menu, Qt.Key.Key_Return)
        self.window.activateWindow()  # what a window manager does when a menu closes
        self.settle()
        assert isinstance(self.focused, QLineEdit) and self.focused.text().startswith("未题名的")

    def to(self, name: str) -> None:
        """Tab to the field of this label, whose sections may have to be opened on the way."""
        for _step in range(120):
            if self.focused.accessibleName() == name and self.materials.pane.isAncestorOf(self.focused):
                return
            if isinstance(self.focused, SectionHead) and not self.focused.isChecked():
                self.press(Qt.Key.Key_Space)
                self.settle()
            self.press(Qt.Key.Key_Tab)
            self.settle_if_building()
        raise AssertionError(f"Tab does not lead to {name}")

    def settle_if_building(self) -> None:
        form = self.materials.pane.form
        if form is not None and form.building:
            self.settle()

    def rows_of(self, field: str, rows: list[list[str]]) -> None:
        """Rows of a field: its button by Tab, then cell by cell, Tab between them."""
        block = self.materials.pane.form.block(field)
        assert block is not None
        for _step in range(120):
            if isinstance(self.focused, QPushButton) and block.isAncestorOf(self.focused):
                break
            self.press(Qt.Key.Key_Tab)
        self.press(Qt.Key.Key_Space)
        for number, cells in enumerate(rows):
            if number:
                self.press(Qt.Key.Key_Return, ALT_SHIFT)
            row = block.editor.row_with_focus()
            assert row is block.editor.rows()[number], "the keyboard is in the new row"
            for cell in cells:
                if cell:
                    self.fill(cell)
                self.press(Qt.Key.Key_Tab)
            self._qtbot.keyClick(self.focused, Qt.Key.Key_Backtab, Qt.KeyboardModifier.ShiftModifier)

    def fill(self, words: str) -> None:
        """A cell: a list by its first characters, a line by words."""
        focused = self.focused
        if isinstance(focused, QComboBox) and not focused.isEditable():
            at = focused.findText(words)
            assert at >= 0, words
            while focused.currentIndex() != at:
                self.press(Qt.Key.Key_Down if focused.currentIndex() < at else Qt.Key.Key_Up)
        else:
            self.write(words)

    def submit(self, title: str) -> Any:
        self.press(Qt.Key.Key_S, CONTROL)
        self.settle()
        self.press(Qt.Key.Key_Return, CONTROL | Qt.KeyboardModifier.ShiftModifier)
        self.settle()
        archive = self.window.session.archive
        return archive.catalogue.record(item_titled(archive, title))


@pytest.fixture
def hands(opened: MainWindow, materials: MaterialsWorkspace, settle, qtbot) -> Hands:
    materials.listing.take_focus()
    return Hands(opened, materials, settle, qtbot)


def entry(hands: Hands, kind: str, title: str) -> None:
    hands.new(kind)
    hands.press(Qt.Key.Key_A, CONTROL)
    hands.write(title)


def test_a_photograph_with_its_six_elements_and_who_stands_where(hands: Hands) -> None:
    entry(hands, "photograph", "湟水上的羊皮筏子")
    for name, words in (
        ("文字说明", "三只筏子靠岸。"),
        ("事由", "运货"),
        ("拍摄地点", "韵家口"),
        ("背景", "通桥以前"),
        ("摄影者", "李晓棠"),
    ):
        hands.to(name)
        hands.write(words)
    hands.rows_of("people", [["前排", "1", "马文山"], ["前排", "2", "赵吉甫"], ["后排", "1", "？"]])
    hands.to("形成时间")
    hands.write("约1958年春")
    hands.to("主题词")
    hands.write("筏子")
    hands.press(Qt.Key.Key_Return)
    hands.write("湟水")
    record = hands.submit("湟水上的羊皮筏子")
    assert record["state"] == "submitted"
    assert [(row["row"], row["order"], row["name"]) for row in record["people"]] == [
        ("前排", 1, "马文山"), ("前排", 2, "赵吉甫"), ("后排", 1, "？"),
    ]  # fmt: skip
    assert record["created"]["display"] == "约1958年春" and record["keywords"] == ["筏子", "湟水"]
    assert (record["photographer"], record["occasion"], record["background"]) == ("李晓棠", "运货", "通桥以前")


def test_an_interview_with_who_told_it(hands: Hands) -> None:
    entry(hands, "oral_history", "筏子客的话")
    for name, words in (("采访地点", "韵家口"), ("时长", "0:52:10"), ("场次", "2")):
        hands.to(name)
        hands.write(words)
    hands.to("口述者已审阅")
    hands.press(Qt.Key.Key_Space)
    hands.rows_of("responsibility", [["口述者", "马文山"], ["采访者", "李晓棠"]])
    record = hands.submit("筏子客的话")
    assert record["state"] == "submitted"
    assert [(row["role"], row["name"]) for row in record["responsibility"]] == [
        ("口述者", "马文山"),
        ("采访者", "李晓棠"),
    ]
    assert record["duration"] == 3130 and record["sessions"] == 2 and record["narrator_reviewed"]


def test_a_contribution_with_its_text(hands: Hands, qtbot) -> None:
    entry(hands, "contribution", "供销社的算盘")
    hands.to("写作年月")
    hands.write("一九八六年冬")
    hands.rows_of("responsibility", [["作者", "赵吉甫"]])
    hands.press(Qt.Key.Key_Escape)
    qtbot.waitUntil(hands.materials.listing.view.hasFocus, timeout=SLOW)
    hands.press(Qt.Key.Key_Return)
    hands.settle()
    assert hands.materials.opened
    page = hands.materials.material.text.page
    qtbot.waitUntil(page.hasFocus, timeout=SLOW)
    page.moveCursor(QTextCursor.MoveOperation.End)
    hands.write("柜台上的算盘是枣木的。")
    hands.press(Qt.Key.Key_F2)
    hands.settle()
    assert hands.materials.pane.isAncestorOf(hands.focused)
    record = hands.submit("供销社的算盘")
    assert record["state"] == "submitted" and record["written"]["display"] == "一九八六年冬"
    assert "枣木" in str(record["manuscript"])


@pytest.mark.parametrize(("kind", "words"), [("document", "麻纸"), ("artefact", "榆木")])
def test_a_paper_and_a_thing(hands: Hands, kind: str, words: str) -> None:
    entry(hands, kind, "合股约")
    for name, said in (("尺寸", "40×30厘米"), ("质地", words), ("品相", "残一角"), ("铭文与录文", "立约人□")):
        hands.to(name)
        hands.write(said)
    hands.to("征集人")  # in a section that is closed at first
    hands.write("李晓棠")
    popup = hands.materials.pane.form.block("commissioner").editor._completer.popup()
    hands._qtbot.waitUntil(popup.isVisible, timeout=SLOW)
    hands._qtbot.keyClick(popup, Qt.Key.Key_Return)
    hands.settle()
    record = hands.submit("合股约")
    assert record["state"] == "submitted" and record["material"] == words and record["inscription"] == "立约人□"
    assert record["commissioner"]


# — what is typed and not finished when one goes on —


def test_a_word_without_enter_goes_to_its_own_item(
    opened: MainWindow, materials: MaterialsWorkspace, settle, qtbot
) -> None:
    def select(title: str) -> str:
        key = item_titled(opened.session.archive, title)
        materials.listing.select(key)
        settle(opened)
        return key

    first = select("社火高跷队合影")
    materials.pane.show_field("keywords")
    commit(QApplication.focusWidget(), "高跷")
    materials.step(-1)
    settle(opened)
    second = materials.pane.record.id
    assert second != first and QApplication.focusWidget().text() == ""
    records = opened.session.archive.catalogue.load("item", [first, second])
    assert records[first]["keywords"] == ["高跷"] and records[second]["keywords"] == []


def test_a_name_without_a_card_waits_with_its_own_item(
    opened: MainWindow, materials: MaterialsWorkspace, settle, qtbot
) -> None:
    find: Callable[[str], str] = lambda title: item_titled(opened.session.archive, title)  # noqa: E731
    materials.listing.select(find("社火高跷队合影"))
    settle(opened)
    materials.pane.show_field("persons")
    commit(QApplication.focusWidget(), "马某某")
    settle(opened)
    materials.step(-1)
    settle(opened)
    editor = materials.pane.form.block("persons").editor
    assert editor.box.pending() == "" and "替您留着" in opened.desk.toast._words.text()
    materials.step(1)
    settle(opened)
    block = materials.pane.form.block("persons")
    assert block.editor.box.pending() == "马某某" and "马某某" in block.wrong
    block.give_up.click()
    settle(opened)
    assert block.editor.box.pending() == "" and opened.session.held.records() == []
