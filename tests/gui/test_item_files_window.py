"""An item's files in the window: fifty pages by keyboard, by drag and drop, out as copies, joined and parted."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QGuiApplication
from PySide6.QtWidgets import QApplication, QMenu

from archive_app.catalogue.commands import SetFields
from archive_app.gui.main_window import MainWindow
from archive_app.gui.workspaces.materials.choose_item import ChooseItem
from archive_app.gui.workspaces.materials.files import FileList
from archive_app.gui.workspaces.materials.join_items import JoinDialog, JoinItems
from archive_app.gui.workspaces.materials.workspace import MaterialsWorkspace
from archive_app.services.archive import Archive
from archive_app.services.importing import add_to_item
from tests.gui.acting import SLOW, commit, item_titled
from tests.gui.support_small import make_small
from tests.support_archives import copied

ALT_SHIFT = Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.ShiftModifier


def pages(folder: Path, number: int, shade: int = 0) -> list[Path]:
    made = [folder / f"页{at + 1:02d}.png" for at in range(number)]
    for at, path in enumerate(made):
        Image.new("RGB", (60, 80), (at * 5, shade, 90)).save(path)
    return made


@pytest.fixture
def archive_root(tmp_path: Path) -> Path:
    """An item of fifty pages is in the archive."""
    return copied(_with_booklet, tmp_path / "馆藏")


def _with_booklet(root: Path) -> None:
    make_small(root)
    with Archive.open(root, actor="王文史") as archive:
        key = item_titled(archive, "民国二十六年合股修磨约")
        archive.execute(SetFields(key, {"access": "internal"}))
        add_to_item(archive, key, pages(root.parent, 50))


@pytest.fixture
def booklet(opened: MainWindow, materials: MaterialsWorkspace, settle) -> FileList:
    """It is selected."""
    key = item_titled(opened.session.archive, "民国二十六年合股修磨约")
    materials.listing.select(key)
    settle(opened)
    return materials.pane.files


def names(files: FileList) -> list[str]:
    return [one.title.removesuffix(".png") for one in files.rows.files]


def test_fifty_pages_are_put_in_order_by_the_keyboard_alone(
    opened: MainWindow, materials: MaterialsWorkspace, booklet: FileList, settle, qtbot
) -> None:
    assert len(names(booklet)) == 50 and booklet.lines.height() < 500
    opened.actions_table["item.files"].trigger()
    settle(opened)
    assert QApplication.focusWidget() is booklet.lines
    qtbot.keyClick(booklet.lines, Qt.Key.Key_End)
    qtbot.keyClick(booklet.lines, Qt.Key.Key_Home, ALT_SHIFT)
    settle(opened)
    assert names(booklet)[:3] == ["页50", "页01", "页02"]
    assert booklet.lines.selected_ids() == [booklet.rows.files[0].id], "the page that was moved stays selected"
    qtbot.keyClick(booklet.lines, Qt.Key.Key_Down, ALT_SHIFT)
    settle(opened)
    assert names(booklet)[:3] == ["页01", "页50", "页02"]
    qtbot.keyClick(booklet.lines, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    qtbot.keyClick(booklet.lines, Qt.Key.Key_Up, ALT_SHIFT)
    settle(opened)
    assert names(booklet)[:4] == ["页50", "页02", "页01", "页03"]
    qtbot.keyClick(booklet.lines, Qt.Key.Key_Delete)
    settle(opened)
    assert len(names(booklet)) == 48 and "2 个" in booklet.back_button.text()
    opened.actions_table["edit.undo"].trigger()
    settle(opened)
    assert len(names(booklet)) == 50 and booklet.back_button.isHidden()


def test_the_strip_shows_all_fifty_and_keeps_the_picture_that_is_looked_at(
    opened: MainWindow, materials: MaterialsWorkspace, booklet: FileList, settle, qtbot
) -> None:
    materials.open_item()
    settle(opened)
    page = materials.material.picture
    assert page.strip.model().rowCount() == 50
    qtbot.keyClick(page.view, Qt.Key.Key_End)
    assert page.file["name"] == "页50.png" and page.strip.currentIndex().row() == 49
    qtbot.keyClick(page.view, Qt.Key.Key_PageUp)
    assert page.file["name"] == "页49.png"
    page.strip.setFocus()
    qtbot.keyClick(page.strip, Qt.Key.Key_Left, ALT_SHIFT)
    settle(opened)
    assert names(booklet)[46:49] == ["页47", "页49", "页48"]
    assert page.file["name"] == "页49.png" and page.strip.currentIndex().row() == 47


def test_rows_that_are_dragged_are_put_where_they_are_let_go(opened: MainWindow, booklet: FileList, settle) -> None:
    rows = booklet.rows
    data = rows.mimeData([rows.index(4), rows.index(2)])
    assert not rows.dropMimeData(data, Qt.DropAction.CopyAction, 0, 0, rows.index(-1))
    settle(opened)
    assert names(booklet)[:5] == ["页03", "页05", "页01", "页02", "页04"]


def test_files_let_go_over_it_join_this_item_and_none_is_made(
    opened: MainWindow, materials: MaterialsWorkspace, booklet: FileList, settle, qtbot, tmp_path: Path
) -> None:
    folder = tmp_path / "又来的"
    folder.mkdir()
    items = len(opened.session.archive.catalogue.item_ids())
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in pages(folder, 2, 200)])
    about = Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    QApplication.sendEvent(booklet, QDragEnterEvent(QPoint(5, 5), *about))
    QApplication.sendEvent(booklet, QDropEvent(QPointF(5, 5), *about))
    qtbot.waitUntil(lambda: len(names(booklet)) == 52, timeout=SLOW)
    assert len(opened.session.archive.catalogue.item_ids()) == items
    opened.actions_table["edit.undo"].trigger()
    settle(opened)
    assert len(names(booklet)) == 50


def test_what_goes_out_is_a_read_only_copy_and_what_is_restricted_stays(
    opened: MainWindow, booklet: FileList, settle
) -> None:
    archive = opened.session.archive
    first = booklet.rows.files[0]
    data = booklet.rows.mimeData([booklet.rows.index(0)])
    (url,) = data.urls()
    copy, master = Path(url.toLocalFile()), archive.original(first.id)
    assert copy.name == "页01.png" and copy.resolve() != master.resolve() and not copy.is_relative_to(archive.root)
    assert hashlib.sha256(copy.read_bytes()).hexdigest() == first["sha256"]
    assert copy.stat().st_ino != master.stat().st_ino, "no link to the master"
    assert not copy.stat().st_mode & 0o222
    copy.chmod(0o644)
    copy.write_bytes(b"painted over")
    assert hashlib.sha256(master.read_bytes()).hexdigest() == first["sha256"]
    again = booklet.rows.mimeData([booklet.rows.index(0)]).urls()[0].toLocalFile()
    assert hashlib.sha256(Path(again).read_bytes()).hexdigest() == first["sha256"], (
        "a copy that was changed is made anew"
    )
    archive.execute(SetFields(str(first["item"]), {"access": "restricted"}))
    settle(opened)
    assert booklet.rows.mimeData([booklet.rows.index(0)]).urls() == []
    booklet.lines.setCurrentIndex(booklet.rows.index(0))
    QGuiApplication.clipboard().setText("别的")
    booklet.acts.copy()
    assert QGuiApplication.clipboard().text() == "别的"


def test_chosen_pages_are_parted_and_joined_again(
    opened: MainWindow, materials: MaterialsWorkspace, booklet: FileList, settle
) -> None:
    booklet.lines.select_ids([one.id for one in booklet.rows.files[40:]])
    booklet.acts.part()
    settle(opened)
    made = materials.pane.record
    assert made is not None and made.title == "民国二十六年合股修磨约（二）" and len(names(booklet)) == 10
    whole = item_titled(opened.session.archive, "民国二十六年合股修磨约")
    dialog = JoinDialog(materials, opened, [whole, made.id])
    settle(opened)
    assert dialog.act.isEnabled() and "10 个文件" in dialog._said.text()
    JoinItems(materials, opened).join(dialog.plan)
    settle(opened)
    assert materials.pane.record.id == whole and len(names(booklet)) == 50


def test_a_file_is_moved_to_the_item_that_is_found_by_its_title(
    opened: MainWindow, materials: MaterialsWorkspace, booklet: FileList, settle, qtbot
) -> None:
    dialog = ChooseItem(materials, opened.session, "移到哪一件？", "", "移过去", (str(booklet.rows.files[0]["item"]),))
    settle(opened)
    assert "民国二十六年合股修磨约" not in [row.title for row in dialog.found.rows.rows]
    commit(dialog.found.finder, "高跷")
    qtbot.waitUntil(lambda: [row.title for row in dialog.found.rows.rows] == ["社火高跷队合影"], timeout=SLOW)
    qtbot.keyClick(dialog.found.finder, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: bool(dialog.item), timeout=SLOW)
    booklet.acts._to([booklet.rows.files[0].id], dialog.item)
    settle(opened)
    assert len(names(booklet)) == 49
    assert len(opened.session.archive.catalogue.files_of(dialog.item)) == 1


def test_nothing_is_changed_where_nothing_may_be(
    opened: MainWindow, materials: MaterialsWorkspace, booklet: FileList, settle, qtbot
) -> None:
    booklet.set_writable(False)
    booklet.lines.setFocus()
    booklet.lines.setCurrentIndex(booklet.rows.index(3))
    for key in (Qt.Key.Key_Delete, Qt.Key.Key_V):
        qtbot.keyClick(booklet.lines, key, Qt.KeyboardModifier.NoModifier)
    qtbot.keyClick(booklet.lines, Qt.Key.Key_Up, ALT_SHIFT)
    settle(opened)
    assert names(booklet)[:5] == [f"页{at + 1:02d}" for at in range(5)] and booklet.add_button.isHidden()
    menu = QMenu()
    booklet.acts.fill(menu)
    able = {entry.text() for entry in menu.actions() if entry.isEnabled() and entry.text()}
    assert able == {"打开原件（回车）", "复制（Ctrl+C）", "另存副本…"}
    assert booklet.mapTo(materials, QPoint()).x() >= 0
