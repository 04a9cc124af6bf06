"""New items like the last one, and templates: by keyboard, one step, nothing that is one item's own carried over."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QTimer, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit

from archive_app.catalogue.commands import Create, SetFields
from archive_app.gui.main_window import MainWindow
from archive_app.gui.workspaces.materials.groups import groups_of
from archive_app.gui.workspaces.materials.making import TemplateName
from archive_app.gui.workspaces.materials.workspace import MaterialsWorkspace
from tests.gui.acting import SLOW, commit, item_titled

FILLED = {"category": "老街", "photographer": "李明", "caption": "只是这一张的", "keywords": ["社火"]}


@pytest.fixture
def chosen(opened: MainWindow, materials: MaterialsWorkspace, settle) -> str:
    key = item_titled(opened.session.archive, "社火高跷队合影")
    opened.session.archive.execute(SetFields(key, FILLED))
    settle(opened)
    materials.listing.select(key)
    settle(opened)
    return key


def menu_words(materials: MaterialsWorkspace) -> list[str]:
    return [entry.text() for entry in materials.listing.bar.new_menu.actions()]


def test_ctrl_shift_n_begins_the_next_one_like_this_with_the_keyboard_in_its_title(
    opened: MainWindow, materials: MaterialsWorkspace, chosen: str, settle
) -> None:
    materials.pane.show_field("occasion")
    commit(QApplication.focusWidget(), "正月十五")  # not saved yet: it is carried over, too
    QTest.keyClick(opened, Qt.Key.Key_N, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    settle(opened)
    made = materials.pane.record
    assert made is not None and made.id != chosen
    assert (made["category"], made["photographer"], made["keywords"], made["occasion"]) == (
        "老街", "李明", ["社火"], "正月十五",
    )  # fmt: skip
    assert (made.title, made["caption"]) == ("未题名的照片", "")
    focused = QApplication.focusWidget()
    assert isinstance(focused, QLineEdit) and focused.text() == "未题名的照片"
    # what is typed takes the place of the words that stood in for a title
    commit(focused, "第二张")
    materials.flush()
    settle(opened)
    assert opened.session.archive.catalogue.record(made.id).title == "第二张"
    assert opened.session.archive.catalogue.record(chosen).title == "社火高跷队合影"


def test_a_template_is_kept_named_used_and_dropped(
    opened: MainWindow, materials: MaterialsWorkspace, chosen: str, settle
) -> None:
    before = menu_words(materials)

    def name_it() -> None:
        dialog = QApplication.activeModalWidget()
        assert isinstance(dialog, TemplateName) and not dialog.act.isEnabled()
        commit(dialog.name, "老照片翻拍")
        dialog.act.click()

    QTimer.singleShot(0, name_it)
    opened.actions_table["item.template"].trigger()
    settle(opened)
    assert menu_words(materials)[len(before) + 1] == "照“老照片翻拍”"

    materials.listing.select(item_titled(opened.session.archive, "供销社的柜台"))
    settle(opened)
    materials.listing.bar.new_menu.actions()[len(before) + 1].trigger()
    settle(opened)
    made = materials.pane.record
    assert made is not None and (made["kind"], made["category"], made["caption"]) == ("photograph", "老街", "")

    (kept,) = materials.making.templates
    materials.making.drop(kept)
    settle(opened)
    assert menu_words(materials) == before
    opened.actions_table["edit.undo"].trigger()
    settle(opened)
    assert [one.name for one in materials.making.templates] == ["老照片翻拍"]


def test_a_name_that_is_there_says_that_it_takes_its_place(
    opened: MainWindow, materials: MaterialsWorkspace, chosen: str, settle
) -> None:
    rows = [{"field": "category", "value": '"x"'}]
    archive = opened.session.archive
    archive.execute(Create("entry_template", {"name": "翻拍", "kind": "photograph", "values": rows}))
    settle(opened)
    dialog = TemplateName(None, materials.pane.record, materials.making.templates)
    commit(dialog.name, "翻拍")
    assert "就改成这一件的" in dialog.note.text() and dialog.act.isEnabled()
    materials.making.keep("翻拍", materials.pane.record)
    settle(opened)
    assert [one.values["category"] for one in materials.making.templates] == ["老街"]


def test_nothing_is_made_like_what_is_in_the_trash_or_of_several(
    opened: MainWindow, materials: MaterialsWorkspace, chosen: str, settle
) -> None:
    assert materials.can("item.like")
    materials.listing.view.selectAll()
    settle(opened)
    assert not materials.can("item.like") and not materials.can("item.template")


def test_a_new_one_without_a_file_says_how_it_gets_one_and_takes_what_is_let_go_on_it(
    opened: MainWindow, materials: MaterialsWorkspace, settle, qtbot, tmp_path: Path
) -> None:
    materials.create("photograph")
    settle(opened)
    made = materials.pane.record.id
    materials.open_item()
    settle(opened)
    nothing = materials.material.nothing
    assert nothing.isVisible() and nothing.buttons[0].isVisible()
    Image.new("RGB", (60, 40), "white").save(tmp_path / "mmexport1694738.jpg")
    items = len(opened.session.archive.catalogue.item_ids())
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(tmp_path / "mmexport1694738.jpg"))])
    about = Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    QApplication.sendEvent(nothing, QDragEnterEvent(QPoint(5, 5), *about))
    QApplication.sendEvent(nothing, QDropEvent(QPointF(5, 5), *about))
    qtbot.waitUntil(lambda: len(materials.pane.files.rows.files) == 1, timeout=SLOW)
    settle(opened)
    assert [one["item"] for one in materials.pane.files.rows.files] == [made]
    assert len(opened.session.archive.catalogue.item_ids()) == items
    qtbot.waitUntil(materials.material.picture.isVisible, timeout=SLOW)


def test_what_a_kind_adds_stands_before_what_every_item_has() -> None:
    names = [name for name, _fields, _open in groups_of("photograph")]
    assert names[:3] == ["题名与编号", "六要素", "内容"]
    opened = {name for name, _fields, open_ in groups_of("photograph") if open_}
    assert opened == {"题名与编号", "六要素", "内容"}, "rights are for the editors, and closed"
