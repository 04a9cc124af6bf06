"""What cannot be stored as it was typed is never lost: not by going on, not by closing the window."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton

from archive_app.gui.main_window import MainWindow
from archive_app.gui.workspaces.materials.workspace import MaterialsWorkspace
from archive_app.services.held_words import HeldWords
from tests.gui.acting import SLOW, commit, item_titled


@pytest.fixture
def at(opened: MainWindow, materials: MaterialsWorkspace, settle) -> Callable[[str, str], QLineEdit]:
    """Selects the item of a title and gives the line of one of its fields, with the keyboard in it."""

    def go(title: str, field: str) -> QLineEdit:
        materials.listing.select(item_titled(opened.session.archive, title))
        settle(opened)
        assert materials.pane.show_field(field)
        settle(opened)
        line = QApplication.focusWidget()
        assert isinstance(line, QLineEdit)
        return line

    return go


def toast(window: MainWindow) -> str:
    return window.desk.toast._words.text()


def test_a_day_that_cannot_be_stays_with_its_item_and_is_saved_once_it_is_right(
    opened: MainWindow, materials: MaterialsWorkspace, at, settle, qtbot
) -> None:
    line = at("社火高跷队合影", "received")
    commit(line, "2026年2月30日")
    materials.step(-1)
    settle(opened)
    assert "社火高跷队合影" in toast(opened) and "收到日期" in toast(opened)
    assert materials.pane.form.unsaved() == "" and materials.pane.form.held_line.isHidden()
    line = at("社火高跷队合影", "received")
    assert line.text() == "2026年2月30日"
    block = materials.pane.form.block("received")
    assert "收到日期" in block.wrong and "received" not in block.wrong
    assert not materials.pane.form.held_line.isHidden() and "收到日期" in materials.pane.form.unsaved()
    line.clear()
    commit(line, "2026年2月28日")
    opened.saving.save()
    settle(opened)
    key = item_titled(opened.session.archive, "社火高跷队合影")
    assert opened.session.archive.catalogue.record(key)["received"] == "2026-02-28"
    assert opened.session.held.records() == [] and materials.pane.form.held_line.isHidden()


def test_it_is_there_after_the_window_was_closed_and_can_be_given_up(
    opened: MainWindow, archive_root: Path, at, settle, qtbot
) -> None:
    commit(at("供销社的柜台", "picture_count"), "三十来张")
    opened.close_archive()
    opened.open_archive(archive_root)
    settle(opened)
    qtbot.waitUntil(lambda: "上次有 1 件" in toast(opened), timeout=SLOW)
    workspace = opened.desk.current
    assert isinstance(workspace, MaterialsWorkspace)
    workspace.listing.select(item_titled(opened.session.archive, "供销社的柜台"))
    settle(opened)
    block = workspace.pane.form.block("picture_count")
    assert block.editor.line.text() == "三十来张" and block.wrong
    opened.saving.save()
    settle(opened)
    assert "还没有全部存上" in toast(opened)
    block.give_up.click()
    settle(opened)
    assert block.editor.line.text() == "" and not block.wrong and opened.session.held.records() == []


def test_one_wrong_cell_costs_no_row(opened: MainWindow, materials: MaterialsWorkspace, at, settle, qtbot) -> None:
    at_first = item_titled(opened.session.archive, "社火高跷队合影")
    materials.listing.select(at_first)
    settle(opened)
    rows = materials.pane.form.block("people").editor
    row = rows.add_row()
    commit(row.editors["name"].line, "马文山")
    commit(row.editors["order"].line, "左边")
    materials.step(-1)
    settle(opened)
    assert opened.session.archive.catalogue.record(at_first)["people"] == []
    materials.step(1)
    settle(opened)
    (row,) = materials.pane.form.block("people").editor.rows()
    assert row.editors["name"].line.text() == "马文山" and row.editors["order"].line.text() == "左边"
    row.editors["order"].line.setFocus()
    row.editors["order"].line.selectAll()
    commit(row.editors["order"].line, "1")
    opened.saving.save()
    settle(opened)
    assert opened.session.archive.catalogue.record(at_first)["people"] == [{"name": "马文山", "order": 1}]


def test_who_hands_in_is_asked_first(
    opened: MainWindow, materials: MaterialsWorkspace, at, settle, monkeypatch
) -> None:
    asked: list[str] = []
    monkeypatch.setattr("archive_app.gui.workflow.bar.ask", lambda *words, **_more: bool(asked.append(words[2])))
    commit(at("社火高跷队合影", "received"), "元宵前后")
    settle(opened)
    button = next(one for one in materials.pane.road.findChildren(QPushButton) if one.text().startswith("提交"))
    button.click()
    settle(opened)
    assert len(asked) == 1 and "存着的内容" in asked[0]
    key = item_titled(opened.session.archive, "社火高跷队合影")
    assert opened.session.archive.catalogue.record(key)["state"] == "draft"


def test_the_words_are_kept_beside_the_settings_and_not_in_the_archive(tmp_path: Path) -> None:
    held = HeldWords("a", tmp_path)
    held.keep("r", "duration", "一小时多")
    held.keep("r", "people", [{"order": "左边", "name": "\ud800"}])
    again = HeldWords("a", tmp_path)
    assert again.of("r")["duration"] == "一小时多" and again.records() == ["r"]
    assert HeldWords("b", tmp_path).records() == []
    again.drop("r", "duration")
    again.drop("r", "people")
    assert list(tmp_path.iterdir()) == []
    (tmp_path / "a.json").write_text('{"r": [')
    assert HeldWords("a", tmp_path).records() == []


# — the value of the item above; rows by the keyboard —


def test_the_value_of_the_item_above_comes_by_one_key(
    opened: MainWindow, materials: MaterialsWorkspace, at, settle
) -> None:
    materials.listing.order_by("added", False)
    settle(opened)
    commit(at("社火高跷队合影", "photographer"), "李晓棠")
    opened.saving.save()
    settle(opened)
    line = at("老火车站站前广场", "photographer")
    opened.actions_table["item.above"].trigger()
    settle(opened)
    key = item_titled(opened.session.archive, "老火车站站前广场")
    assert line.text() == "李晓棠" and opened.session.archive.catalogue.record(key)["photographer"] == "李晓棠"
    at("老火车站站前广场", "occasion")
    opened.actions_table["item.above"].trigger()
    settle(opened)
    assert "事由" in toast(opened) and "空的" in toast(opened)
    at("社火高跷队合影", "occasion")
    opened.actions_table["item.above"].trigger()
    settle(opened)
    assert "第一件" in toast(opened)


def test_rows_are_added_moved_and_removed_by_the_keyboard(
    opened: MainWindow, materials: MaterialsWorkspace, settle, qtbot
) -> None:
    key = item_titled(opened.session.archive, "社火高跷队合影")
    materials.listing.select(key)
    settle(opened)
    rows = materials.pane.form.block("people").editor
    alt = Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.ShiftModifier

    def press(code: Qt.Key) -> None:
        qtbot.keyClick(QApplication.focusWidget(), code, alt)
        settle(opened)

    def names() -> list[str]:
        return [str(row["name"]) for row in opened.session.archive.catalogue.record(key)["people"]]

    for name in ("马文山", "赵吉甫", "李兰芳"):
        if rows.rows():
            press(Qt.Key.Key_Return)
        else:
            rows.add_row()
        rows.rows()[-1].editors["name"].line.setFocus()
        commit(QApplication.focusWidget(), name)
    opened.saving.save()
    settle(opened)
    assert names() == ["马文山", "赵吉甫", "李兰芳"]
    press(Qt.Key.Key_Up)
    assert names() == ["马文山", "李兰芳", "赵吉甫"]
    assert QApplication.focusWidget() is rows.rows()[1].editors["name"].line, "the keyboard stays in the row"
    press(Qt.Key.Key_Down)
    assert names() == ["马文山", "赵吉甫", "李兰芳"]
    press(Qt.Key.Key_Delete)
    assert names() == ["马文山", "赵吉甫"] and rows.row_with_focus() is rows.rows()[1]
    opened.actions_table["edit.undo"].trigger()
    settle(opened)
    assert names() == ["马文山", "赵吉甫", "李兰芳"]
