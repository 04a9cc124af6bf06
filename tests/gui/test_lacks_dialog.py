"""缺项检查 in the window: a list that stays, and leads to each item."""

from __future__ import annotations

from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from archive_app.catalogue.commands import SetFields
from archive_app.gui.checking.lacks_dialog import Lacking
from archive_app.gui.main_window import MainWindow
from archive_app.gui.workspaces.materials.workspace import MaterialsWorkspace
from archive_app.gui.workspaces.workspace import Place

SLOW = 60_000


@pytest.fixture
def looked(opened: MainWindow, materials: MaterialsWorkspace, settle: Any, qtbot: Any) -> Lacking:
    """The list of what is listed, with one thing planted."""
    key = materials.listing.model.ids[0]
    rows = [{"role": "作者", "name": "没有卡片的人"}]
    opened.session.archive.execute(SetFields(key, {"responsibility": rows}))
    settle(opened)
    opened.actions_table["item.lacks"].trigger()
    qtbot.waitUntil(lambda: materials.lacking.dialog is not None, timeout=SLOW)
    return materials.lacking


def test_a_line_opens_its_item_at_the_field_and_the_list_stays(
    opened: MainWindow, materials: MaterialsWorkspace, looked: Lacking, monkeypatch: pytest.MonkeyPatch
) -> None:
    dialog = looked.dialog
    assert dialog is not None and not dialog.isModal()
    dialog.which.setCurrentIndex(dialog.which.findData("card"))
    lines = [dialog.list.item(at).text() for at in range(dialog.list.count())]
    assert any("没有卡片的人" in line for line in lines)
    dialog.list.setCurrentRow(next(at for at, line in enumerate(lines) if "没有卡片的人" in line))
    assert "请选一张人物卡" in dialog.told.text()
    gone: list[tuple[str, Place | None]] = []
    monkeypatch.setattr(type(opened), "go", lambda self, name, place=None: gone.append((name, place)))
    QTest.keyClick(dialog.list, Qt.Key.Key_Return)
    assert gone == [("materials", Place(materials.listing.model.ids[0], field="responsibility"))]
    assert dialog.isVisible()
    dialog.close()


def test_another_look_takes_the_place_of_the_list(opened: MainWindow, looked: Lacking, settle: Any) -> None:
    first = looked.dialog
    looked.show([])
    settle(opened)
    assert looked.dialog is not None and looked.dialog is not first
    assert looked.dialog.list.count() == 0 and not looked.dialog.act.isEnabled()
    looked.dialog.close()
