"""多篇替换 in the window: looked for beside the other work, ticked by keys, replaced as one step, gone to."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from archive_app.catalogue.commands import SetFields
from archive_app.domain.manuscript import Manuscript, paragraphs
from archive_app.gui.main_window import MainWindow
from archive_app.gui.replacing.dialog import ReplaceDialog
from archive_app.gui.workspaces.materials.workspace import MaterialsWorkspace
from archive_app.gui.workspaces.workspace import Place
from tests.gui.acting import SLOW, compose

Checked, Part, Open = Qt.CheckState.Checked, Qt.CheckState.PartiallyChecked, Qt.CheckState.Unchecked


def test_places_are_seen_ticked_replaced_in_one_step_and_gone_to(
    opened: MainWindow, materials: MaterialsWorkspace, settle: Any, qtbot: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive = opened.session.archive
    keys = {record.title: record.id for record in archive.catalogue.load("item", materials.listing.model.ids).values()}
    shop, talk, stands = keys["供销社的柜台"], keys["沙塘川的三盘水磨"], keys["民国二十六年合股修磨约"]
    for key, words in ((shop, ["解放前的柜台，解放前。"]), (talk, ["我解放前磨面。"]), (stands, ["解放前。"])):
        archive.execute(SetFields(key, {"manuscript": paragraphs(words).to_json()}))
    archive.execute(SetFields(stands, {"state": "included"}, by_program=True, type="state"))
    settle(opened)
    opened.actions_table["item.replace"].trigger()
    dialog = materials.replacing.dialog
    assert isinstance(dialog, ReplaceDialog) and not dialog.isModal()
    assert dialog.where.itemText(0) == "列表里的 5 件" and not dialog.act.isEnabled()

    # a word of the office's list; Enter belongs to a composition while there is one
    at = next(n for n in range(dialog.style_list.count()) if dialog.style_list.itemText(n).startswith("解放前 →"))
    dialog.style_list.activated.emit(at)
    assert (dialog.words.text(), dialog.by.text()) == ("解放前", "新中国成立前")
    dialog.activateWindow()
    dialog.words.setFocus()
    qtbot.waitUntil(dialog.words.hasFocus, timeout=SLOW)
    compose(dialog.words, "jiu")
    QTest.keyClick(dialog.words, Qt.Key.Key_Return)
    assert dialog.view.places.plan is None
    compose(dialog.words, "")
    QTest.keyClick(dialog.words, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: dialog.view.places.plan is not None, timeout=SLOW)

    model = dialog.view.places
    rows = [(text.title, place is None) for text, place in map(model.at, range(model.rowCount()))]
    assert rows.count(("供销社的柜台", False)) == 2 and rows[-2:] == [(rows[-1][0], True), (rows[-1][0], False)]
    assert (
        rows[-1][0] == "民国二十六年合股修磨约"
        and not model.flags(model.index(len(rows) - 1)) & Qt.ItemFlag.ItemIsUserCheckable
    )
    assert "不能改：状态是“已编入”" in str(model.data(model.index(len(rows) - 2)))
    assert "1 处先不勾" in dialog.told.text() and dialog.act.text() == "替换 2 处（1 篇）"

    # space ticks a place, its text's own box is half then
    first = rows.index(("供销社的柜台", True))
    dialog.view.setCurrentIndex(model.index(first + 2))
    QTest.keyClick(dialog.view, Qt.Key.Key_Space)
    states = [model.data(model.index(first + n), Qt.ItemDataRole.CheckStateRole) for n in range(3)]
    assert states == [Part, Checked, Open] and dialog.act.text() == "替换 1 处（1 篇）"

    gone: list[Place | None] = []
    with monkeypatch.context() as patched:
        patched.setattr(type(opened), "go", lambda self, name, place=None: gone.append(place))
        QTest.keyClick(dialog.view, Qt.Key.Key_Return)
    assert gone[0] is not None and (gone[0].record_id, gone[0].start, gone[0].end) == (shop, 7, 10)

    dialog.act.click()
    settle(opened)
    text = Manuscript.from_json(archive.catalogue.record(shop)["manuscript"]).plain_text()
    assert text == "新中国成立前的柜台，解放前。" and model.plan is None
    assert archive.catalogue.history(shop)[0].label.startswith("多篇文稿里“解放前”替换为“新中国成立前”")
    opened.actions_table["edit.undo"].trigger()
    settle(opened)
    assert "新中国" not in Manuscript.from_json(archive.catalogue.record(shop)["manuscript"]).plain_text()
    dialog.close()
    settle(opened)
    assert materials.replacing.dialog is None
