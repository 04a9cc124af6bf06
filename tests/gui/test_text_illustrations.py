"""Pictures in the text of an item: chosen by key, dragged from a list, dropped and pasted from outside."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QTimer, QUrl
from PySide6.QtGui import QDropEvent, QGuiApplication, QImage
from PySide6.QtWidgets import QApplication

from archive_app.catalogue.commands import SetFields
from archive_app.domain.manuscript import Block, BlockKind, Manuscript, paragraphs
from archive_app.gui.main_window import MainWindow
from archive_app.gui.manuscript.page import FILES
from archive_app.gui.manuscript.picture_dialog import PictureDialog
from archive_app.gui.workspaces.materials.file_rows import FILES as OWN_FILES
from archive_app.gui.workspaces.materials.text_page import TextPage
from archive_app.gui.workspaces.materials.workspace import MaterialsWorkspace
from archive_app.services.importing import add_to_item
from tests.gui.acting import SLOW, item_titled

TEXT = "供销社的柜台"
PHOTO = "社火高跷队合影"
CTRL_ALT = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier


@pytest.fixture
def text(opened: MainWindow, materials: MaterialsWorkspace, settle, tmp_path: Path) -> TextPage:
    """An item's text, opened; a photograph with its picture and caption beside it in the list."""
    archive = opened.session.archive
    item, photo = item_titled(archive, TEXT), item_titled(archive, PHOTO)
    Image.new("RGB", (300, 200), (176, 160, 140)).save(tmp_path / "合影.jpg")
    add_to_item(archive, photo, [tmp_path / "合影.jpg"])
    archive.execute(SetFields(photo, {"caption": "一九五八年春节的高跷队。"}))
    archive.execute(SetFields(item, {"manuscript": paragraphs(["甲乙", "丙丁"]).to_json()}))
    settle(opened)
    materials.listing.select(item)
    materials.open_item()
    settle(opened)
    return materials.material.text_page


def blocks(text: TextPage) -> list[Block]:
    return list(text.editor.manuscript())


def placed(text: TextPage) -> list[str]:
    """The files whose pictures stand in the text."""
    return [block.picture.source for block in blocks(text) if block.picture is not None]


def stored(opened: MainWindow) -> Manuscript:
    archive = opened.session.archive
    return Manuscript.from_json(archive.catalogue.record(item_titled(archive, TEXT))["manuscript"])


def drop(text: TextPage, mime: QMimeData, at: QPoint) -> QDropEvent:
    event = QDropEvent(
        QPointF(at), Qt.DropAction.CopyAction, mime, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    )
    text.editor.page.dropEvent(event)
    return event


def picture_file(opened: MainWindow) -> str:
    archive = opened.session.archive
    [file] = archive.catalogue.files_of(item_titled(archive, PHOTO))
    return file.id


def test_own_files_are_known_by_one_name() -> None:
    assert FILES == OWN_FILES


def test_chosen_by_key_among_small_pictures(opened: MainWindow, text: TextPage, settle, qtbot) -> None:
    seen: list[PictureDialog] = []

    def look() -> None:
        dialog = QApplication.activeModalWidget()
        if not isinstance(dialog, PictureDialog) or not dialog.list.count() or not dialog._make.isEnabled():
            QTimer.singleShot(20, look)
            return
        seen.append(dialog)
        assert dialog.list.item(0).text().startswith(PHOTO)
        dialog.filter.setText("高蹺隊")  # the other script
        dialog._list_rows()
        assert dialog.list.count() == 1
        dialog.form.width_.setCurrentIndex(dialog.form.width_.findData(0.6))
        QTimer.singleShot(200, dialog.accept)

    QTimer.singleShot(20, look)
    text.editor.page.setFocus()
    qtbot.keyClick(text.editor.page, Qt.Key.Key_P, CTRL_ALT)
    settle(opened)
    assert seen
    found = blocks(text)
    assert [one.kind for one in found] == [BlockKind.PARAGRAPH, BlockKind.PICTURE, BlockKind.PARAGRAPH]
    picture = found[1].picture
    assert picture is not None and (picture.source, picture.width) == (picture_file(opened), 0.6)
    assert stored(opened).blocks[1] == found[1]
    opened.actions_table["edit.undo"].trigger()
    settle(opened)
    assert [one.text for one in blocks(text)] == ["甲乙", "丙丁"]


def test_dragged_from_a_list_it_stands_behind_the_paragraph_with_its_caption(opened, text, settle, qtbot) -> None:
    mime = QMimeData()
    mime.setData(FILES, picture_file(opened).encode())
    where = text.editor.page.cursorRect(text.editor.page.textCursor()).center()
    drop(text, mime, where)
    settle(opened)
    found = blocks(text)
    assert [one.kind for one in found] == [BlockKind.PARAGRAPH, BlockKind.PICTURE, BlockKind.PARAGRAPH]
    assert found[1].text == "一九五八年春节的高跷队。"
    assert stored(opened).blocks[1] == found[1]


def test_dropped_from_outside_it_becomes_a_file_of_the_item(opened, text, settle, qtbot, tmp_path: Path) -> None:
    path = tmp_path / "柜台.png"
    Image.new("RGB", (90, 60), (10, 120, 90)).save(path)
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path))])
    drop(text, mime, QPoint(200, 30))
    qtbot.waitUntil(lambda: len(blocks(text)) == 3, timeout=SLOW)
    settle(opened)
    archive = opened.session.archive
    [file] = archive.catalogue.files_of(item_titled(archive, TEXT))
    assert (file["name"], file["role"]) == ("柜台.png", "插图")
    assert placed(text) == [file.id]
    assert stored(opened).blocks == tuple(blocks(text))


def test_what_the_archive_has_already_is_not_kept_twice(opened, text, settle, qtbot, tmp_path: Path) -> None:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(tmp_path / "合影.jpg"))])
    drop(text, mime, QPoint(200, 30))
    qtbot.waitUntil(lambda: len(blocks(text)) == 3, timeout=SLOW)
    settle(opened)
    assert placed(text) == [picture_file(opened)]
    archive = opened.session.archive
    assert archive.catalogue.files_of(item_titled(archive, TEXT)) == []


def test_a_picture_on_the_clipboard_is_pasted(opened: MainWindow, text: TextPage, settle, qtbot) -> None:
    image = QImage(40, 30, QImage.Format.Format_RGB32)
    image.fill(0x336699)
    QGuiApplication.clipboard().setImage(image)
    text.editor.page.setFocus()
    qtbot.keyClick(text.editor.page, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: len(blocks(text)) == 3, timeout=SLOW)
    settle(opened)
    archive = opened.session.archive
    [file] = archive.catalogue.files_of(item_titled(archive, TEXT))
    assert file["name"].startswith("粘贴的图片")


def test_other_files_are_the_workspaces_and_a_frozen_text_takes_none(opened, text, settle, tmp_path: Path) -> None:
    page = text.editor.page
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(tmp_path / "稿子.docx"))])
    assert not page.canInsertFromMimeData(mime)
    mime.setUrls([QUrl.fromLocalFile(str(tmp_path / "合影.jpg"))])
    assert page.canInsertFromMimeData(mime)
    text.editor.set_read_only(True)
    assert not page.canInsertFromMimeData(mime)
    text.pictures.put_files([picture_file(opened)])
    settle(opened)
    assert len(blocks(text)) == 2


def test_a_text_is_pasted_with_the_pictures_that_word_laid_beside_it(opened, text, settle, qtbot) -> None:
    import base64
    import tempfile

    from tests.intake.intake_making import png

    with tempfile.TemporaryDirectory(prefix="msohtmlclip1-") as folder:
        laid = Path(folder) / "clip_image001.png"
        Image.new("RGB", (50, 40), (10, 90, 120)).save(laid)
        inline = base64.b64encode(png()).decode()
        mime = QMimeData()
        mime.setHtml(
            f'<p>前段</p><p><img src="{laid.as_uri()}"></p><p>图1　油坊</p>'
            f'<p><img src="data:image/png;base64,{inline}"></p><p>后段<img src="http://a.example/x.png"></p>'
        )
        said: list[str] = []
        text.editor.page.said.connect(said.append)
        text.editor.page.moveCursor(text.editor.page.textCursor().MoveOperation.End)
        text.editor.page.insertFromMimeData(mime)
        qtbot.waitUntil(lambda: len(placed(text)) == 2, timeout=SLOW)
    settle(opened)
    archive = opened.session.archive
    files = archive.catalogue.files_of(item_titled(archive, TEXT))
    assert placed(text) == [file.id for file in files] and {file["role"] for file in files} == {"插图"}
    assert [block.text for block in blocks(text) if block.text][-2:] == ["图1　油坊", "后段"]
    assert "图片 1 幅没有粘进来" in said[0]
    assert stored(opened).blocks == tuple(blocks(text))
