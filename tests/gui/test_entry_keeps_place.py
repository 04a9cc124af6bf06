"""What is typed goes into the record that is chosen, however fast one goes on and however slow the machine is."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from archive_app.catalogue.commands import Batch, Create
from archive_app.domain.identity import new_id
from archive_app.gui.main_window import MainWindow
from archive_app.gui.workspaces.materials.workspace import MaterialsWorkspace
from tests.gui.acting import commit, item_titled

ALT = Qt.KeyboardModifier.AltModifier


def _photographs(opened: MainWindow, materials: MaterialsWorkspace, settle, number: int) -> list[str]:
    archive = opened.session.archive
    made = [Create("item", {"kind": "photograph", "title": f"底片{n:02}"}, id=new_id()) for n in range(number)]
    archive.execute(Batch("收进底片", made))
    settle(opened)
    wanted = {each.id for each in made}
    return [key for key in materials.listing.model.ids if key in wanted]


def test_captions_typed_without_waiting_land_each_on_its_own_photograph(
    opened: MainWindow, materials: MaterialsWorkspace, settle, qtbot
) -> None:
    ids = _photographs(opened, materials, settle, 20)
    materials.listing.select(ids[0])
    settle(opened)
    assert materials.pane.show_field("caption")
    settle(opened)
    for number in range(20):
        focused = QApplication.focusWidget()
        assert not focused.visibleRegion().isEmpty(), "nobody types where he cannot see it"
        commit(focused, f"第{number}张")
        qtbot.keyClick(focused, Qt.Key.Key_Down, ALT)
    settle(opened)
    catalogue = opened.session.archive.catalogue
    assert [catalogue.record(key)["caption"] for key in ids] == [f"第{number}张" for number in range(20)]


def test_going_back_at_once_finds_what_was_just_typed(
    opened: MainWindow, materials: MaterialsWorkspace, settle, qtbot
) -> None:
    first, second = _photographs(opened, materials, settle, 2)
    materials.listing.select(first)
    settle(opened)
    assert materials.pane.show_field("caption")
    settle(opened)
    focused = QApplication.focusWidget()
    commit(focused, "水磨")
    qtbot.keyClick(focused, Qt.Key.Key_Down, ALT)
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Up, ALT)
    assert materials.pane.record is not None and materials.pane.record.id == first
    assert materials.pane.record["caption"] == "水磨"
    commit(QApplication.focusWidget(), "旁")
    materials.flush()
    settle(opened)
    catalogue = opened.session.archive.catalogue
    assert set(str(catalogue.record(first)["caption"])) == set("水磨旁")
    assert catalogue.record(second)["caption"] == ""


def test_the_keyboard_enters_only_the_form_of_what_is_selected(
    opened: MainWindow, materials: MaterialsWorkspace, settle
) -> None:
    first, second = _photographs(opened, materials, settle, 2)
    materials.listing.select(first)
    settle(opened)
    assert materials.pane.show_field("caption")
    settle(opened)
    editor = materials.pane.form.block("caption").editor
    materials.listing.take_focus()
    materials.listing.select(second)
    editor.setFocus()  # a click into the field, before the list's selection has had its rest
    commit(QApplication.focusWidget(), "院墙")
    materials.flush()
    settle(opened)
    catalogue = opened.session.archive.catalogue
    assert (catalogue.record(first)["caption"], catalogue.record(second)["caption"]) == ("", "院墙")


def test_what_is_typed_while_a_new_item_is_being_made_stays_out_of_the_old_one(
    opened: MainWindow, materials: MaterialsWorkspace, settle
) -> None:
    archive = opened.session.archive
    counter = item_titled(archive, "供销社的柜台")
    materials.listing.select(counter)
    settle(opened)
    assert materials.pane.show_field("title")
    settle(opened)
    materials.create("photograph")
    commit(QApplication.focusWidget(), "院墙")
    materials.flush()
    settle(opened)
    assert archive.catalogue.record(counter).title == "供销社的柜台"


def test_a_card_that_is_chosen_is_in_the_form_before_a_key_can_be_typed(opened: MainWindow, settle) -> None:
    archive = opened.session.archive
    made = [Create("person", {"name": name}) for name in ("马占山", "马占海")]
    archive.execute(Batch("人物", made))
    cards = opened.desk.show_workspace("authorities")
    settle(opened)
    for each in made:
        cards.list.setCurrentIndex(cards.rows.index(cards.rows.place_of(each.id), 0))
        assert cards.pane.record is not None and cards.pane.record.id == each.id
