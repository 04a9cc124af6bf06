"""Names that stand in a text: one quiet line at the head of the form, and each of them when asked for."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from archive_app.catalogue.commands import Create, Trash
from archive_app.domain.manuscript import paragraphs
from archive_app.gui.main_window import MainWindow
from archive_app.gui.records.suggested import SuggestedLines
from archive_app.gui.workspaces.materials.workspace import MaterialsWorkspace

TEXT = "马文山在王家庄种果树，王家庄的水从水磨沟来。赵吉甫是水管站的，住在李家集。"


@pytest.fixture
def shown(opened: MainWindow, materials: MaterialsWorkspace, settle) -> SuggestedLines:
    archive = opened.session.archive
    for name in ("王家庄", "水磨沟", "李家集"):
        archive.execute(Create("place", {"name": name}))
    made = Create("item", {"kind": "contribution", "title": "稿", "manuscript": paragraphs([TEXT]).to_json()})
    archive.execute(made)
    settle(opened)
    materials.listing.select(made.id)
    settle(opened)
    return materials.pane.suggested


def press(lines: SuggestedLines, words: str) -> None:
    made = next(one for one in lines.buttons() if words in (one.text(), one.accessibleName()))
    made.setFocus()
    QTest.keyClick(made, Qt.Key.Key_Return)


def test_they_take_one_line_until_asked_for_and_are_linked_one_by_one(
    opened: MainWindow, materials: MaterialsWorkspace, shown: SuggestedLines, settle
) -> None:
    assert [offer.value for offer in shown.offers()] == ["王家庄", "马文山", "水磨沟", "赵吉甫", "李家集"]
    assert [made.text() for made in shown.buttons()] == ["看一看"] and not materials.pane.record["persons"]
    press(shown, "看一看")
    settle(opened)
    press(shown, "采用 人名：马文山")
    settle(opened)
    record = materials.pane.record
    assert len(record["persons"]) == 1 and record["places"] == []
    press(shown, "不要 地名：李家集")
    settle(opened)
    assert [offer.value for offer in shown.offers()] == ["王家庄", "水磨沟", "赵吉甫"]
    press(shown, "全部采用")
    settle(opened)
    record = materials.pane.record
    assert len(record["persons"]) == 2 and len(record["places"]) == 2 and shown.isHidden()
    opened.actions_table["edit.undo"].trigger()
    settle(opened)
    assert len(materials.pane.record["persons"]) == 1 and len(shown.offers()) == 3


def test_what_is_in_the_trash_is_offered_nothing(
    opened: MainWindow, materials: MaterialsWorkspace, shown: SuggestedLines, settle
) -> None:
    opened.session.archive.execute(Trash((materials.pane.record.id,)))
    settle(opened)
    materials.filters.show_trash(True)
    settle(opened)
    materials.listing.select(materials.listing.model.ids[0])
    settle(opened)
    assert materials.pane.record.title == "稿" and shown.isHidden()
