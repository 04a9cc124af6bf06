"""Dates of people that hardly can be, as one list in the window."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QApplication

from archive_app.catalogue.commands import Create
from archive_app.gui.main_window import MainWindow
from archive_app.gui.workspaces.authorities.odd_dialog import OddDialog
from archive_app.hanzi.dating import read
from archive_app.services.dating import taken
from tests.gui.acting import SLOW


def _year(words: str) -> dict[str, str]:
    return taken(words, read(words).date).to_json()


def _in_the_list(qtbot, act) -> list[str]:
    """Open the list by its action; what stood in it when ``act`` was done in it."""
    seen: list[str] = []

    def meet() -> None:
        dialog = QApplication.activeModalWidget()
        if not isinstance(dialog, OddDialog):
            QTimer.singleShot(50, meet)
            return
        seen.extend(dialog.list.item(number).text() for number in range(dialog.list.count()))
        seen.append("")
        act(dialog)

    QTimer.singleShot(50, meet)
    return seen


def test_the_list_leads_to_the_card_and_to_the_material(opened: MainWindow, settle, qtbot) -> None:
    archive = opened.session.archive
    wrong = Create("person", {"name": "卒早于生", "birth": _year("1950年"), "death": _year("1940年")})
    late = Create("person", {"name": "人已不在", "death": _year("1990年")})
    row = {"name": "人已不在", "role": "口述者", "person": late.id}
    told = Create(
        "item", {"kind": "oral_history", "title": "访谈", "created": _year("2005年"), "responsibility": [row]}
    )
    for command in (wrong, late, told):
        archive.execute(command)
    opened.go("authorities")
    settle(opened)
    workspace = opened.desk.workspace("authorities")

    seen = _in_the_list(qtbot, lambda dialog: qtbot.keyClick(dialog.list, Qt.Key.Key_Return))
    opened.actions_table["card.dates"].trigger()
    qtbot.waitUntil(lambda: bool(seen), timeout=SLOW)
    settle(opened)
    assert len(seen) == 3 and seen[0].startswith("卒早于生") and "人已不在" in seen[1]
    assert workspace.pane.record is not None and workspace.pane.record.id == wrong.id

    def to_the_item(dialog: OddDialog) -> None:
        assert not dialog.to_item.isEnabled(), "of the card alone there is no material"
        dialog.list.setCurrentRow(1)
        dialog.to_item.click()

    seen = _in_the_list(qtbot, to_the_item)
    opened.actions_table["card.dates"].trigger()
    qtbot.waitUntil(lambda: bool(seen) and opened.desk.current_id == "materials", timeout=SLOW)
    settle(opened)
    assert opened.desk.current.selected_ids() == [told.id]


def test_where_all_is_well_that_is_said(opened: MainWindow, qtbot) -> None:
    dialog = OddDialog(opened, ())
    qtbot.addWidget(dialog)
    assert dialog.list.isHidden() and dialog.to_card.isHidden()
