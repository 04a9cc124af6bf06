"""字数 in the window: 文字数, Word's, and as the text would be printed, of all and of what is selected."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QTextCursor

from archive_app.catalogue.commands import Create, SetFields
from archive_app.domain.manuscript import paragraphs
from archive_app.gui.main_window import MainWindow
from archive_app.gui.manuscript.count_button import Figures
from archive_app.gui.workspaces.materials.text_page import TextPage
from archive_app.gui.workspaces.materials.workspace import MaterialsWorkspace
from tests.gui.acting import SLOW, item_titled


@pytest.fixture
def text(opened: MainWindow, materials: MaterialsWorkspace, settle) -> TextPage:
    archive = opened.session.archive
    item = item_titled(archive, "供销社的柜台")
    archive.execute(SetFields(item, {"manuscript": paragraphs(["字" * 40, "一九五八年"]).to_json()}))
    archive.execute(Create("volume", {"title": "第二十四辑", "layout": [{"key": "measure", "value": "[20, 30]"}]}))
    settle(opened)
    materials.listing.select(item)
    materials.open_item()
    settle(opened)
    return materials.material.text_page


def figure(panel: Figures, name: str, column: int = 0) -> str:
    return panel._cells[name, column].text()


def opened_panel(opened: MainWindow, text: TextPage, qtbot) -> Figures:
    opened.actions_table["text.count"].trigger()
    panel = text.editor._count.findChild(Figures)
    assert panel is not None
    qtbot.waitUntil(lambda: figure(panel, "fee") != "…", timeout=SLOW)
    return panel


def test_as_it_is_printed_in_the_newest_volume_and_in_a_template(opened, text, settle, qtbot) -> None:
    panel = opened_panel(opened, text, qtbot)
    assert panel.at.currentText() == "照《第二十四辑》"
    assert [figure(panel, name) for name in ("area", "lines", "fee")] == ["600", "4", "80"]
    assert "每行 20 字，每面 30 行" in panel.how.text()
    at = next(n for n in range(panel.at.count()) if "第二十四辑" not in panel.at.itemText(n))
    panel.at.setCurrentIndex(at)
    qtbot.waitUntil(lambda: figure(panel, "fee") == "108", timeout=SLOW)
    panel.close()
    again = opened_panel(opened, text, qtbot)
    assert again.at.currentIndex() == at
    again.close()


def test_of_what_is_selected_beside_the_whole(opened, text, settle, qtbot) -> None:
    cursor = text.editor.page.textCursor()
    cursor.setPosition(0)
    cursor.setPosition(30, QTextCursor.MoveMode.KeepAnchor)
    text.editor.page.setTextCursor(cursor)
    panel = opened_panel(opened, text, qtbot)
    assert [figure(panel, "lines", column) for column in (0, 1)] == ["2", "4"]
    assert [figure(panel, "fee", column) for column in (0, 1)] == ["40", "80"]
    panel.close()


def test_a_volume_whose_look_cannot_be_right_says_so(opened, text, settle, qtbot) -> None:
    archive = opened.session.archive
    [volume] = archive.catalogue.records("volume")
    archive.execute(SetFields(volume.id, {"layout": [{"key": "measure", "value": "[2000, 30]"}]}))
    settle(opened)
    panel = opened_panel(opened, text, qtbot)
    assert figure(panel, "fee") == "—" and "版式" in panel.how.text()
    panel.close()
