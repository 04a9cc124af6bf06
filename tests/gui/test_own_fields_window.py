"""An archive's own fields in the window: added without a restart, filled, undone, withdrawn, in batches."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from archive_app.catalogue.commands import Create, SetFields
from archive_app.gui.main_window import MainWindow
from archive_app.gui.workspaces.materials.own_fields import FieldDialog, OwnFieldsDialog
from archive_app.gui.workspaces.materials.workspace import MaterialsWorkspace
from archive_app.gui.workspaces.workspace import Place
from archive_app.services import own_fields as own
from archive_app.services.own_types import uses
from tests.gui.acting import commit, item_titled


@pytest.fixture
def add(opened: MainWindow, settle):
    """Adds a field by the dialog."""

    def made(name: str, type: str = "text", terms: str = "", kinds: tuple[str, ...] = ()) -> None:
        dialog = FieldDialog(opened, opened.session.archive)
        commit(dialog.name, name)
        dialog.type.setCurrentIndex(dialog.type.findData(type))
        commit(dialog.terms, terms)
        for kind, one in dialog.kinds.items():
            one.setChecked(not kinds or kind in kinds)
        dialog._look()
        assert dialog.act.isEnabled(), dialog._note.text()
        dialog.act.click()
        opened.session.execute(dialog.command)
        settle(opened)

    return made


def test_a_field_is_filled_as_soon_as_it_was_added(
    opened: MainWindow, materials: MaterialsWorkspace, settle, add
) -> None:
    key = item_titled(opened.session.archive, "社火高跷队合影")
    materials.listing.select(key)
    settle(opened)
    assert materials.pane.form.block("own:拍摄角度") is None
    add("拍摄角度", kinds=("photograph",))
    block = materials.pane.form.block("own:拍摄角度")
    assert block is not None and block.field.label == "拍摄角度"
    commit(block.editor.line, "俯拍")
    opened.saving.save()
    settle(opened)
    record = opened.session.archive.catalogue.record(key)
    assert record["own"] == {"拍摄角度": "俯拍"} and record["photographer"] == ""
    materials.show_history()
    settle(opened)
    assert "拍摄角度" in [one.text() for one in materials.pane.history.findChildren(QLabel)]
    opened.actions_table["edit.undo"].trigger()
    settle(opened)
    assert materials.pane.form.block("own:拍摄角度").editor.line.text() == ""
    opened.actions_table["edit.undo"].trigger()
    settle(opened)
    assert materials.pane.form.block("own:拍摄角度") is None, "the field is undone, too"
    materials.listing.select(item_titled(opened.session.archive, "民国二十六年合股修磨约"))
    settle(opened)
    assert materials.pane.form.block("own:拍摄角度") is None


def test_choices_and_numbers_have_their_editors_and_wrong_ones_are_held(
    opened: MainWindow, materials: MaterialsWorkspace, settle, add
) -> None:
    add("完残", "choice", "完好、破损、残缺")
    add("页数", "number")
    key = item_titled(opened.session.archive, "民国二十六年合股修磨约")
    materials.listing.select(key)
    settle(opened)
    form = materials.pane.form
    commit(form.block("own:页数").editor.line, "十来页")
    editor = form.block("own:完残").editor
    editor.combo.setCurrentIndex(editor.combo.findData("破损"))
    editor.combo.activated.emit(editor.combo.currentIndex())
    settle(opened)
    assert opened.session.archive.catalogue.record(key)["own"] == {"完残": "破损"}
    assert "页数" in form.unsaved()
    assert opened.session.held.of(key) == {"own:页数": "十来页"}


def test_a_withdrawn_field_shows_what_was_filled(
    opened: MainWindow, materials: MaterialsWorkspace, settle, add
) -> None:
    add("开本")
    archive = opened.session.archive
    key = item_titled(archive, "民国二十六年合股修磨约")
    archive.execute(SetFields(key, {"own:开本": "32开"}))
    dialog = OwnFieldsDialog(opened, opened)
    settle(opened)
    assert [row.title for row in dialog.rows.rows] == ["开本"] and dialog.rows.rows[0].aside == "填了 1 件"
    dialog.remove_button.click()
    settle(opened)
    assert "停用" in dialog._note.text()
    dialog.withdraw_button.click()
    settle(opened)
    assert dialog.withdraw_button.text() == "恢复"
    materials.listing.select(key)
    settle(opened)
    assert materials.pane.form.block("own:开本") is None
    assert "开本（已停用）：32开" in [one.text() for one in materials.pane.ours.findChildren(QLabel)]
    dialog.withdraw_button.click()
    settle(opened)
    assert materials.pane.form.block("own:开本").editor.line.text() == "32开"
    dialog.close()


def test_many_items_get_it_at_once(opened: MainWindow, materials: MaterialsWorkspace, settle, add) -> None:
    add("批次")
    materials.listing.view.selectAll()
    settle(opened)
    batch = materials.batch
    at = next(n for n in range(batch._which.count()) if batch._which.itemData(n).name == "own:批次")
    batch._which.setCurrentIndex(at)
    from archive_app.services.batch import Way, Wish, plan

    made = plan(opened.session.archive, materials.selected_ids(), Wish("批次", Way.SET, "第三批"))
    opened.session.execute(made.command())
    settle(opened)
    (field,) = opened.session.archive.own_fields
    assert len(uses(opened.session.archive, field)) == 5
    opened.actions_table["edit.undo"].trigger()
    settle(opened)
    assert uses(opened.session.archive, field) == []


def test_names_that_are_taken_are_said_while_one_types(opened: MainWindow) -> None:
    dialog = FieldDialog(opened, opened.session.archive)
    assert not dialog.act.isEnabled() and dialog._note.text() == ""
    commit(dialog.name, "题名")
    assert not dialog.act.isEnabled() and "已经有" in dialog._note.text()
    dialog.name.clear()
    commit(dialog.name, "完残")
    dialog.type.setCurrentIndex(dialog.type.findData("choice"))
    assert not dialog.act.isEnabled() and "可选的词" in dialog._note.text()


def test_a_card_has_the_fields_that_are_added_under_its_form(opened: MainWindow, settle, monkeypatch) -> None:
    cards = opened.desk.show_workspace("authorities")
    settle(opened)
    archive = opened.session.archive
    key = next(record.id for record in archive.catalogue.records("person") if record.title == "马文山")
    cards.open_place(Place(key))
    settle(opened)
    assert cards.pane.record.id == key and not cards.pane.ours.isHidden()

    def fill(dialog: FieldDialog) -> bool:
        commit(dialog.name, "堂号")
        assert [name for name, one in dialog.kinds.items() if one.isChecked()] == ["person"]
        dialog.accept()
        return True

    monkeypatch.setattr(FieldDialog, "exec", fill)
    cards.pane.ours.add()
    settle(opened)
    block = cards.pane.form.block("own:堂号")
    assert block is not None
    commit(block.editor.line, "敦睦堂")
    opened.saving.save()
    settle(opened)
    assert archive.catalogue.record(key)["own"] == {"堂号": "敦睦堂"}
    opened.session.execute(own.withdrawing(own.own_field(archive, "堂号")))
    settle(opened)
    assert cards.pane.form.block("own:堂号") is None
    assert any("敦睦堂" in one.text() for one in cards.pane.ours.findChildren(QLabel)), "what was filled is shown"


def test_a_link_is_found_by_its_pinyin_listed_restricted_by_and_said_in_the_history(
    opened: MainWindow, materials: MaterialsWorkspace, settle, qtbot
) -> None:
    archive = opened.session.archive
    person = Create("person", {"name": "解缙堂", "aliases": ["解师傅"]})
    archive.execute(person)
    dialog = FieldDialog(opened, archive)
    commit(dialog.name, "师傅")
    dialog.type.setCurrentIndex(dialog.type.findData("links"))
    dialog.show()
    assert dialog.target.isVisible() and not dialog.terms.isVisible() and dialog.target.currentText() == "人物"
    dialog.act.click()
    opened.session.execute(dialog.command)
    settle(opened)
    key = item_titled(archive, "民国二十六年合股修磨约")
    materials.listing.select(key)
    settle(opened)
    editor = materials.pane.form.block("own:师傅").editor
    opened.activateWindow()
    editor.box.line.setFocus()
    qtbot.waitUntil(editor.box.line.hasFocus)
    commit(editor.box.line, "xjt")
    qtbot.waitUntil(lambda: editor._completer.popup().isVisible())
    qtbot.keyClick(editor._completer.popup(), Qt.Key.Key_Return)
    settle(opened)
    assert archive.catalogue.record(key)["own:师傅"] == [person.id]
    assert editor.box.keys() == [person.id]
    panel = materials.filters
    panel.choose("own:师傅", person.id, on=True)
    settle(opened)
    assert ("own:师傅", person.id, "师傅：解缙堂") in panel.words()
    assert materials.listing.ids == [key] if hasattr(materials.listing, "ids") else True
    panel.reset()
    archive.execute(own.changing(archive, own.own_field(archive, "师傅"), {"type": "text"}))
    settle(opened)
    materials.show_history()
    settle(opened)
    said = [one.text() for one in materials.pane.history.findChildren(QLabel)]
    assert said.count("解缙堂") >= 2, "what was a link is told by its name, though the field is one of words now"
    assert materials.pane.form.block("own:师傅").editor.line.text() == "解缙堂"
