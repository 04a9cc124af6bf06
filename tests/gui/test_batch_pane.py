"""Several items at once, in the window: what becomes of each is seen first, done as it was seen, undone in a step."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from archive_app.catalogue.commands import Batch, Create, SetFields
from archive_app.gui.main_window import MainWindow
from archive_app.gui.workspaces.materials.batch.pane import BatchPane
from archive_app.gui.workspaces.materials.workspace import MaterialsWorkspace
from archive_app.services.batch import Way
from tests.gui.acting import commit


@pytest.fixture
def pane(opened: MainWindow, materials: MaterialsWorkspace, settle) -> BatchPane:
    """All five items of the archive are selected."""
    materials.listing.view.selectAll()
    settle(opened)
    assert materials.panes.side.currentWidget() is materials.batch
    return materials.batch


def shown(pane: BatchPane) -> list[list[str]]:
    model = pane.table.plan_model
    return [[model.index(row, column).data() for column in range(3)] for row in range(model.rowCount())]


def catalogue_values(opened: MainWindow, name: str) -> dict[str, object]:
    return {record.title: record.values.get(name) for record in opened.session.archive.catalogue.records("item")}


def test_terms_are_added_by_keyboard_as_they_were_shown_and_ctrl_z_takes_all_back(
    opened: MainWindow, materials: MaterialsWorkspace, pane: BatchPane, settle
) -> None:
    archive = opened.session.archive
    first = materials.listing.model.ids[0]
    archive.execute(SetFields(first, {"keywords": ["契约"]}))
    settle(opened)
    before = catalogue_values(opened, "keywords")
    editor = pane.choose_field("keywords", Way.ADD)
    editor.setFocus()
    commit(editor.focusProxy(), "乡土")
    QTest.keyClick(editor.focusProxy(), Qt.Key.Key_Return)
    settle(opened)

    assert pane._told.text() == "会改 5 件。" and pane.apply_button.text() == "改这 5 件"
    assert shown(pane)[0] == ["民国二十六年合股修磨约", "契约", "契约、乡土"]
    assert catalogue_values(opened, "keywords") == before, "a look writes nothing"
    pane.apply_button.setFocus()
    QTest.keyClick(pane.apply_button, Qt.Key.Key_Return)
    settle(opened)
    assert catalogue_values(opened, "keywords")["民国二十六年合股修磨约"] == ["契约", "乡土"]
    assert pane._told.text() == "会改 0 件，5 件已经是这样。" and not pane.apply_button.isEnabled()

    opened.actions_table["edit.undo"].trigger()
    settle(opened)
    assert catalogue_values(opened, "keywords") == before


def test_a_kinds_own_field_says_whose_it_is_and_leaves_the_others_alone(
    opened: MainWindow, pane: BatchPane, settle
) -> None:
    names = [pane._which.itemText(number) for number in range(pane._which.count())]
    assert "摄影者（照片）" in names and "主题词" in names
    editor = pane.choose_field("photographer")
    commit(editor.focusProxy(), "李明")
    settle(opened)
    assert pane._told.text() == "会改 2 件，3 件不能改。"
    assert shown(pane)[0][1:] == ["不能改：文献没有“摄影者”这一栏", ""]
    pane.apply()
    settle(opened)
    assert sorted(str(value or "") for value in catalogue_values(opened, "photographer").values()) == [
        "", "", "", "李明", "李明",
    ]  # fmt: skip


def test_replacing_what_is_filled_in_is_said_before(opened: MainWindow, pane: BatchPane, settle) -> None:
    editor = pane.choose_field("category")
    commit(editor.focusProxy(), "老街")
    settle(opened)
    assert pane._told.text() == "会改 5 件，其中 2 件原来填的会换掉。"
    pane.choose_field("category", Way.FILL)
    commit(pane._editor.focusProxy(), "老街")
    settle(opened)
    assert pane._told.text().startswith("会改 3 件")


def test_an_item_that_was_changed_meanwhile_is_not_written_over(
    opened: MainWindow, materials: MaterialsWorkspace, pane: BatchPane, settle, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[Exception] = []
    monkeypatch.setattr(pane._shell, "show_error", told.append)
    commit(pane.choose_field("category").focusProxy(), "老街")
    settle(opened)
    seen = pane.plan
    opened.session.archive.execute(SetFields(materials.listing.model.ids[2], {"category": "别人写的"}))
    pane.plan = seen  # the answer to the change has not come yet
    pane.apply()
    settle(opened)
    assert len(told) == 1 and "已被别处改过" in str(told[0])
    assert "别人写的" in catalogue_values(opened, "category").values()
    assert "老街" not in catalogue_values(opened, "category").values()


def test_nothing_is_offered_for_the_trash(opened: MainWindow, materials: MaterialsWorkspace, settle) -> None:
    materials.listing.view.selectAll()
    settle(opened)
    materials.trash()
    settle(opened)
    materials.filters.show_trash(True)
    settle(opened)
    materials.listing.view.selectAll()
    settle(opened)
    assert materials.batch._editing.isHidden() and not materials.batch._restore.isHidden()


def test_what_is_suggested_for_many_is_taken_for_all_of_them_in_one_step(
    opened: MainWindow, materials: MaterialsWorkspace, settle
) -> None:
    archive = opened.session.archive
    rows = [
        {"field": "places", "value": "王家庄", "basis": "文件夹名"},
        {"field": "photographer", "value": "SONY", "basis": "EXIF 作者"},
    ]
    made = [Create("item", {"kind": "photograph", "title": f"第{n}张", "suggestions": rows}) for n in range(4)]
    archive.execute(Batch("造", made))
    archive.execute(SetFields(made[0].id, {"photographer": "李明"}))
    settle(opened)
    materials.listing.view.selectAll()
    settle(opened)
    many = materials.batch.suggested
    assert {(group.field.name, group.items, len(group.sure)) for group in many.groups} == {
        ("photographer", 4, 3),
        ("places", 4, 4),
    }
    places = next(group for group in many.groups if group.field.name == "places")
    many._take(places.sure)
    settle(opened)
    (card,) = archive.catalogue.records("place")
    assert [archive.catalogue.record(one.id)["places"] for one in made] == [[card.id]] * 4
    assert [group.field.name for group in many.groups] == ["photographer"]
    archive.undo(1)
    settle(opened)
    assert archive.catalogue.records("place") == [] and len(many.groups) == 2


def test_on_a_screen_with_room_for_one_pane_many_are_changed_too(
    opened: MainWindow, pane: BatchPane, materials: MaterialsWorkspace, settle
) -> None:
    opened.resize(700, 600)
    settle(opened)
    assert not pane.isVisible() and materials.listing._offer.isVisible()
    assert materials.listing._to_form.text() == f"一起改这 {len(materials.selected_ids())} 件（F2）"
    materials.listing.view.setFocus()
    QTest.keyClick(materials.listing.view, Qt.Key.Key_F2)
    settle(opened)
    assert pane.isVisible() and pane._which.hasFocus() and not pane._which.visibleRegion().isEmpty()
    QTest.keyClick(pane._which, Qt.Key.Key_Escape)
    settle(opened)
    assert materials.listing.view.isVisible() and not pane.isVisible()
