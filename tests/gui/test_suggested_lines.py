"""Suggestions at the head of the form: seen, taken and refused by keyboard, one step each."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton

from archive_app.catalogue.commands import Create
from archive_app.gui.main_window import MainWindow
from archive_app.gui.records.suggested import SuggestedLines
from archive_app.gui.workspaces.materials.workspace import MaterialsWorkspace
from tests.gui.acting import commit

ROWS = [
    {"field": "created", "value": "2024-05-01", "basis": "文件夹名“2024-05-01_王家庄”"},
    {"field": "places", "value": "王家庄", "basis": "文件夹名“2024-05-01_王家庄”"},
    {"field": "photographer", "value": "SONY", "basis": "EXIF 作者"},
]


@pytest.fixture
def shown(opened: MainWindow, materials: MaterialsWorkspace, settle) -> SuggestedLines:
    made = Create("item", {"kind": "photograph", "title": "水磨", "suggestions": ROWS})
    opened.session.archive.execute(made)
    settle(opened)
    materials.listing.select(made.id)
    settle(opened)
    return materials.pane.suggested


def words(lines: SuggestedLines) -> list[tuple[str, str]]:
    return [(offer.field.label, offer.value) for offer in lines.offers()]


def named(lines: SuggestedLines, name: str) -> QPushButton:
    found = [(made.text(), made.accessibleName()) for made in lines.buttons()]
    assert any(name in one for one in found), found
    return next(made for made in lines.buttons() if name in (made.text(), made.accessibleName()))


def test_they_are_seen_and_taken_with_enter(
    opened: MainWindow, materials: MaterialsWorkspace, shown: SuggestedLines, settle
) -> None:
    assert words(shown) == [("形成时间", "2024-05-01"), ("地名", "王家庄"), ("摄影者", "SONY")]
    named(shown, "采用 形成时间：2024-05-01").setFocus()
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    settle(opened)

    record = materials.pane.record
    assert record is not None and record["created"]["earliest"] == "2024-05-01"
    assert words(shown) == [("地名", "王家庄"), ("摄影者", "SONY")]
    focused = QApplication.focusWidget()
    assert isinstance(focused, QPushButton) and shown.isAncestorOf(focused), "the next answer is a key away"
    form = materials.pane.form
    assert form is not None and form.block("created").editor.value()["display"] == "2024-05-01"


def test_a_refused_one_is_gone_for_good_and_the_last_answer_takes_the_lines_away(
    opened: MainWindow, materials: MaterialsWorkspace, shown: SuggestedLines, settle
) -> None:
    named(shown, "不要 摄影者：SONY").click()
    settle(opened)
    named(shown, "全部采用").click()
    settle(opened)
    assert shown.isHidden() and materials.pane.record["photographer"] == ""
    key = materials.pane.record.id
    materials.step(1)
    settle(opened)
    materials.step(-1)
    settle(opened)
    assert materials.pane.record.id == key and shown.isHidden()

    opened.session.archive.undo(1)
    settle(opened)
    assert words(shown) == [("形成时间", "2024-05-01"), ("地名", "王家庄")]
    assert opened.session.archive.catalogue.records("place") == []


def test_what_is_being_typed_is_not_lost_by_taking_one(
    opened: MainWindow, materials: MaterialsWorkspace, shown: SuggestedLines, settle
) -> None:
    materials.pane.show_field("caption")
    commit(QApplication.focusWidget(), "河边的水磨")
    named(shown, "采用 地名：王家庄").setFocus()
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    settle(opened)
    record = opened.session.archive.catalogue.record(materials.pane.record.id)
    assert record["caption"] == "河边的水磨"
    assert [place.title for place in opened.session.archive.catalogue.records("place")] == ["王家庄"]
    assert record["places"] == [opened.session.archive.catalogue.records("place")[0].id]


def test_an_item_in_the_trash_is_not_suggested_anything(
    opened: MainWindow, materials: MaterialsWorkspace, shown: SuggestedLines, settle
) -> None:
    materials.trash()
    settle(opened)
    materials.filters.show_trash(True)
    settle(opened)
    materials.listing.select(materials.listing.model.ids[0])
    settle(opened)
    assert materials.pane.record is not None and materials.pane.record.trashed and shown.isHidden()
