"""改样 by writing in the text: seen at once below, with an input method too; taken only with its reason."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from archive_app.catalogue.commands import SetFields
from archive_app.domain.manuscript import Block, BlockKind, Manuscript
from archive_app.gui.main_window import MainWindow
from archive_app.gui.versions.correcting import CorrectTextDialog
from archive_app.gui.workflow.dialogs import CorrectDialog
from archive_app.gui.workspaces.materials.workspace import MaterialsWorkspace
from tests.gui.acting import commit, compose, item_titled

TEXT = Manuscript((Block(BlockKind.PARAGRAPH, "柜台是松木的。"), Block(BlockKind.PARAGRAPH, "后来就拆了。")))


@pytest.fixture
def printed(opened: MainWindow, materials: MaterialsWorkspace, settle: Callable[..., None]) -> str:
    archive = opened.session.archive
    key = item_titled(archive, "供销社的柜台")
    archive.execute(SetFields(key, {"manuscript": TEXT.to_json(), "state": "included"}, by_program=True, type="state"))
    settle(opened)
    return key


def test_what_is_typed_is_struck_and_tinted_below_and_logged(
    opened: MainWindow, printed: str, settle: Callable[..., None], qtbot: Any
) -> None:
    archive = opened.session.archive
    dialog = CorrectTextDialog(opened, opened, archive.catalogue.record(printed))
    dialog.show()
    dialog.activateWindow()
    page = dialog.editor.page
    page.setFocus()
    qtbot.waitUntil(page.hasFocus)
    cursor = page.textCursor()
    cursor.setPosition(3)
    cursor.setPosition(4, cursor.MoveMode.KeepAnchor)
    page.setTextCursor(cursor)
    compose(page, "yang")
    assert not dialog.act.isEnabled()
    qtbot.wait(500)
    assert dialog.page.words() == "没有不同", "nothing is compared while a word is being composed"
    commit(page, "杨")
    qtbot.waitUntil(lambda: dialog.page.words() == "共 1 处不同", timeout=3000)
    assert "柜台是松杨木的" in dialog.page.toPlainText() and dialog.act.text() == "改样 1 处"
    assert not dialog.act.isEnabled(), "not without its reason"
    dialog.why.setText("作者核稿")
    dialog.act.click()
    settle(opened)
    record = archive.catalogue.record(printed)
    assert Manuscript.from_json(record["manuscript"]).blocks[0].text == "柜台是杨木的。"
    assert record["workflow_log"][-1]["comment"] == "“松”改为“杨”：作者核稿"
    opened.actions_table["edit.undo"].trigger()
    settle(opened)
    assert Manuscript.from_json(archive.catalogue.record(printed)["manuscript"]) == TEXT


def test_one_place_is_left_as_it_was(opened: MainWindow, printed: str, qtbot: Any) -> None:
    dialog = CorrectTextDialog(opened, opened, opened.session.archive.catalogue.record(printed))
    dialog.show()
    cursor = dialog.editor.page.textCursor()
    cursor.insertText("从前")
    cursor.movePosition(cursor.MoveOperation.End)
    cursor.insertText("盖了粮站。")
    qtbot.waitUntil(lambda: dialog.page.words() == "共 2 处不同", timeout=3000)
    dialog.page.pressed.emit("leave:0")
    assert dialog.page.words() == "共 1 处不同"
    assert [one.text for one in dialog.editor.manuscript()] == ["柜台是松木的。", "后来就拆了。盖了粮站。"]
    dialog.reject()


def test_the_dialog_of_one_place_leads_to_it(opened: MainWindow, printed: str) -> None:
    dialog = CorrectDialog(None, opened.session.archive.catalogue.record(printed))
    assert not dialog.in_text
    dialog._write_in_text()
    assert dialog.in_text and not dialog.result()
