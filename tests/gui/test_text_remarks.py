"""What the rules remark on a text, in the window: listed beside it, marked in it, answered, undone."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QHelpEvent
from PySide6.QtWidgets import QApplication, QToolTip

from archive_app.catalogue.commands import Create, SetFields
from archive_app.domain.manuscript import Block, BlockKind, Manuscript, Note, paragraphs
from archive_app.gui.checking.beside import CheckedText
from archive_app.gui.checking.usages_dialog import UsagesDialog
from archive_app.gui.main_window import MainWindow
from archive_app.gui.manuscript import document as pages
from archive_app.gui.workspaces.materials.workspace import MaterialsWorkspace
from archive_app.services.house_style import from_csv, read_list
from tests.gui.acting import commit, item_titled

TEXT = ("𠮷先生说,解放前他在。", "1958年2月30日，解放前。")
CTRL_SHIFT = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
ALT = Qt.KeyboardModifier.AltModifier


@pytest.fixture
def text(opened: MainWindow, materials: MaterialsWorkspace, settle) -> CheckedText:
    """An item's text, opened; nothing checked yet."""
    open_text(opened, materials, settle, paragraphs(TEXT))
    return materials.material.checked


def open_text(opened: MainWindow, materials: MaterialsWorkspace, settle, manuscript: Manuscript) -> str:
    archive = opened.session.archive
    item = item_titled(archive, "供销社的柜台")
    archive.execute(SetFields(item, {"manuscript": manuscript.to_json()}))
    settle(opened)
    materials.listing.select(item)
    materials.open_item()
    settle(opened)
    return item


def words(text: CheckedText) -> list[str]:
    assert text.pane is not None
    return [remark.words for remark in text.pane.remarks]


def tinted(text: CheckedText) -> list[str]:
    return [selection.cursor.selectedText() for selection in text._editor.page.tints]


def open_list(opened: MainWindow, text: CheckedText, settle, qtbot) -> None:
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_J, CTRL_SHIFT)
    settle(opened)
    assert text.on


def test_nothing_is_checked_before_it_is_asked_for(opened: MainWindow, text: CheckedText, settle, qtbot) -> None:
    assert text.pane is None and tinted(text) == []
    open_list(opened, text, settle, qtbot)
    assert words(text) == [",", "解放前", "1958年2月30日", "解放前"]
    assert tinted(text) == words(text), "marked at the very words, behind a character of two units"
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_J, CTRL_SHIFT)
    settle(opened)
    assert not text.on and tinted(text) == []


def test_from_place_to_place_by_key(opened: MainWindow, text: CheckedText, settle, qtbot) -> None:
    open_list(opened, text, settle, qtbot)
    page = text._editor.page
    page.setFocus()
    found = []
    for _turn in range(5):
        qtbot.keyClick(page, Qt.Key.Key_PageDown, ALT)
        found.append(page.textCursor().selectedText())
    assert found == [",", "解放前", "1958年2月30日", "解放前", ","]
    qtbot.keyClick(page, Qt.Key.Key_PageUp, ALT)
    assert page.textCursor().block().text() == TEXT[1]


def test_what_is_let_stand_goes_and_comes_back_with_undo(
    opened: MainWindow, text: CheckedText, materials: MaterialsWorkspace, settle, qtbot
) -> None:
    open_list(opened, text, settle, qtbot)
    assert text.pane is not None
    text.pane.list.setCurrentRow(1)
    qtbot.keyClick(text.pane.list, Qt.Key.Key_Delete)
    settle(opened)
    assert words(text) == [",", "1958年2月30日", "解放前"]
    text.pane.list.setCurrentRow(2)
    text.pane.text.click()
    settle(opened)
    assert words(text) == [",", "1958年2月30日"]
    opened.actions_table["edit.undo"].trigger()
    settle(opened)
    assert words(text) == [",", "1958年2月30日", "解放前"]
    text.pane._again.click()
    settle(opened)
    assert words(text) == [",", "解放前", "1958年2月30日", "解放前"]


def test_one_is_written_as_it_is_said_and_house_style_never(
    opened: MainWindow, text: CheckedText, materials: MaterialsWorkspace, settle, qtbot
) -> None:
    open_list(opened, text, settle, qtbot)
    assert text.pane is not None
    text.pane.list.setCurrentRow(1)
    assert text.pane.take.isHidden(), "it warns, and never replaces"
    text.pane.list.setCurrentRow(0)
    assert not text.pane.take.isHidden()
    text.pane.take.click()
    settle(opened)
    materials.flush()
    settle(opened)
    record = opened.session.record(text._record.id)
    assert record is not None
    assert [block["text"] for block in record["manuscript"]["blocks"]] == ["𠮷先生说，解放前他在。", TEXT[1]]
    assert words(text) == ["解放前", "1958年2月30日", "解放前"]


def test_marks_move_with_the_words_while_one_writes(opened: MainWindow, text: CheckedText, settle, qtbot) -> None:
    open_list(opened, text, settle, qtbot)
    page = text._editor.page
    page.setFocus()
    page.moveCursor(page.textCursor().MoveOperation.Start)
    commit(page, "那天")
    assert tinted(text) == [",", "解放前", "1958年2月30日", "解放前"]
    commit(page, "国家發达了")
    qtbot.waitUntil(lambda: "發" in words(text), timeout=10_000)


def test_notes_and_readers(opened: MainWindow, materials: MaterialsWorkspace, settle, qtbot) -> None:
    note = Note(2, "解放前。")
    body = Block(BlockKind.PARAGRAPH, "他在解放前走了。", notes=(note,))
    open_text(opened, materials, settle, Manuscript((body,)))
    text = materials.material.checked
    open_list(opened, text, settle, qtbot)
    assert [remark.part for remark in text.pane.remarks] == ["text", f"note:{note.id}"]
    assert tinted(text) == ["解放前", pages.OBJECT], "the mark that calls the note is not part of the words behind it"
    text.pane.list.setCurrentRow(1)
    text.pane.step(0)
    text.set_closed(read_only=True, frozen=True)
    assert text.pane.here.isHidden() and text.pane.take.isHidden()


def test_what_is_said_stands_where_the_mouse_rests(opened: MainWindow, text: CheckedText, settle, qtbot) -> None:
    open_list(opened, text, settle, qtbot)
    page = text._editor.page
    at = page.cursorRect(page.tints[2].cursor).center() - QPoint(4, 0)
    QApplication.sendEvent(page.viewport(), QHelpEvent(QHelpEvent.Type.ToolTip, at, page.viewport().mapToGlobal(at)))
    assert "没有30日" in QToolTip.text()


def test_another_item_has_its_own_remarks(
    opened: MainWindow, text: CheckedText, materials: MaterialsWorkspace, settle, qtbot
) -> None:
    open_list(opened, text, settle, qtbot)
    other = Create("item", {"kind": "contribution", "title": "另一篇", "manuscript": paragraphs(["好!"]).to_json()})
    opened.session.archive.execute(other)
    settle(opened)
    materials.listing.select(other.id)
    settle(opened)
    assert words(text) == ["!"] == tinted(text)


def test_the_offices_words_are_written_in_a_table_and_had_back(
    opened: MainWindow, text: CheckedText, settle, qtbot, tmp_path: Path
) -> None:
    root = opened.session.archive.root
    before = read_list(root)
    open_list(opened, text, settle, qtbot)
    dialog = UsagesDialog(opened, before)
    qtbot.addWidget(dialog)
    dialog.write_out(tmp_path / "用语.csv")
    assert tuple(from_csv((tmp_path / "用语.csv").read_bytes())) == before
    (tmp_path / "新.csv").write_text("先生,同志,,老先生\n村长\n", encoding="utf-8")
    dialog.take_in(tmp_path / "新.csv")
    dialog.table.add_row()
    dialog.keep.click()
    assert [one.write for one in dialog.usages] == ["先生", "村长"], "an empty row is nothing"
    text.keep_usages(dialog.usages, before)
    settle(opened)
    assert words(text) == ["先生", ",", "1958年2月30日"]
    assert read_list(root) == dialog.usages
    text.keep_usages(before)
    settle(opened)
    assert words(text) == [",", "解放前", "1958年2月30日", "解放前"]


def test_a_row_that_says_nothing_is_refused_in_words(opened: MainWindow, qtbot, tmp_path: Path) -> None:
    dialog = UsagesDialog(opened, ())
    qtbot.addWidget(dialog)
    dialog.table.add_row()
    dialog.table.item(0, 1).setText("村民")
    dialog.keep.click()
    assert dialog.result() == 0 and "第 1 行" in dialog._wrong.text()
    dialog.take_in(tmp_path / "没有.csv")
    assert "没有.csv" in dialog._wrong.text()


def test_the_same_everywhere_is_one_change(opened: MainWindow, materials: MaterialsWorkspace, settle, qtbot) -> None:
    item = open_text(opened, materials, settle, paragraphs(["来了,走了,又来。", "好,好!"]))
    text = materials.material.checked
    open_list(opened, text, settle, qtbot)
    text.pane.list.setCurrentRow(0)
    assert "3" in text.pane.take_all.text() and not text.pane.take_all.isHidden()
    text.pane.take_all.click()
    materials.flush()
    settle(opened)

    def stored() -> list[str]:
        return [block["text"] for block in opened.session.archive.catalogue.record(item)["manuscript"]["blocks"]]

    assert stored() == ["来了，走了，又来。", "好，好!"]
    opened.actions_table["edit.undo"].trigger()
    settle(opened)
    assert stored() == ["来了,走了,又来。", "好,好!"], "one step"
    text.pane.list.setCurrentRow(3)
    assert text.pane.take_all.isHidden(), "there is one alone of it"
