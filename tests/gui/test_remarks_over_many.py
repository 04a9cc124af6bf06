"""检查文字 over many texts: a list that stays, leads to each place, and keeps who let what stand and why."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from archive_app.catalogue.commands import Create, SetFields
from archive_app.domain.manuscript import paragraphs
from archive_app.gui.main_window import MainWindow
from archive_app.gui.workspaces.materials.workspace import MaterialsWorkspace
from archive_app.gui.workspaces.workspace import Place
from tests.gui.acting import SLOW, item_titled


def test_remarks_on_a_list_and_on_a_volume_are_gone_to_and_let_stand_with_a_reason(
    opened: MainWindow, materials: MaterialsWorkspace, settle: Any, qtbot: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive = opened.session.archive
    photo, shop = item_titled(archive, "社火高跷队合影"), item_titled(archive, "供销社的柜台")
    archive.execute(SetFields(photo, {"caption": "解放前旧影"}))
    archive.execute(SetFields(shop, {"manuscript": paragraphs(["解放前，1958年2月30日开张，解放前。"]).to_json()}))
    settle(opened)
    opened.actions_table["item.check"].trigger()
    qtbot.waitUntil(lambda: materials.checking.dialog is not None, timeout=SLOW)
    dialog = materials.checking.dialog
    assert dialog is not None and not dialog.isModal() and dialog.head.text() == "2 篇、4 处"
    dialog.which.setCurrentIndex(dialog.which.findData("dates"))
    gone: list[Place | None] = []
    with monkeypatch.context() as patched:
        patched.setattr(type(opened), "go", lambda self, name, place=None: gone.append(place))
        QTest.keyClick(dialog.list, Qt.Key.Key_Return)
    assert gone[0] is not None and (gone[0].record_id, gone[0].start, gone[0].end) == (shop, 4, 14)

    dialog.which.setCurrentIndex(dialog.which.findData("style"))
    lines = [dialog.list.item(at).text() for at in range(dialog.list.count())]
    dialog.list.setCurrentRow(next(at for at, line in enumerate(lines) if "供销社" in line))
    dialog.why.setText("作者坚持")
    dialog.all.click()
    settle(opened)
    assert dialog.head.text() == "2 篇、2 处"
    (row,) = archive.catalogue.record(shop)["passed"]
    assert (row["words"], row["near"], row["by"], row["why"]) == ("解放前", "", archive.actor, "作者坚持")
    dialog.which.setCurrentIndex(dialog.which.findData("passed"))
    assert "作者坚持" in dialog.list.item(0).text() and not dialog.act.isEnabled()
    dialog.again.click()
    settle(opened)
    assert not archive.catalogue.record(shop)["passed"]
    dialog.close()
    settle(opened)

    volume = Create("volume", {"title": "第一辑"})
    section = Create("section", {"volume": volume.id, "title": "正文"})
    for one in (volume, section, Create("article", {"section": section.id, "item": photo})):
        archive.execute(one)
    materials.checking.ask(volume=volume.id)
    qtbot.waitUntil(lambda: materials.checking.dialog is not None, timeout=SLOW)
    assert materials.checking.dialog is not None and materials.checking.dialog.head.text() == "1 篇、1 处"
    materials.checking.dialog.close()
