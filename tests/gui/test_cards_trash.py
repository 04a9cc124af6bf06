"""Cards in the trash are seen and taken out again in the window."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from archive_app.catalogue.commands import Create, Trash
from archive_app.catalogue.merging import Merge
from archive_app.gui.main_window import MainWindow
from archive_app.gui.workspaces.authorities.workspace import AuthoritiesWorkspace
from archive_app.gui.workspaces.office.workspace import OfficeWorkspace
from archive_app.gui.workspaces.workspace import Place
from tests.gui.acting import commit

Settle = Callable[[MainWindow], None]


@pytest.fixture
def cards(opened: MainWindow, settle: Settle) -> AuthoritiesWorkspace:
    opened.go("authorities")
    settle(opened)
    found = opened.desk.workspace("authorities")
    assert isinstance(found, AuthoritiesWorkspace)
    return found


def names(cards: AuthoritiesWorkspace | OfficeWorkspace) -> list[str]:
    return [row.title for row in cards.rows.rows]


def test_a_card_goes_to_the_trash_is_looked_at_there_and_comes_back(
    opened: MainWindow, cards: AuthoritiesWorkspace, settle: Settle
) -> None:
    assert names(cards) == ["马文山", "赵吉甫"]
    cards.list.setFocus()
    QTest.keyClick(cards.list, Qt.Key.Key_Delete)
    settle(opened)
    assert names(cards) == ["赵吉甫"] and not cards.can("item.restore")

    cards.trash_button.click()
    settle(opened)
    assert names(cards) == ["马文山"]
    assert cards.pane.record is not None and cards.pane.record.trashed and not cards.pane.restore.isHidden()
    assert cards.can("item.restore") and not cards.can("item.trash")
    cards.pane.restore.click()
    settle(opened)
    assert names(cards) == [] and "回收站里没有" in cards._no_match.text()
    cards.trash_button.click()
    settle(opened)
    assert names(cards) == ["马文山", "赵吉甫"] and cards.pane.restore.isHidden()

    opened.actions_table["edit.undo"].trigger()
    settle(opened)
    assert names(cards) == ["赵吉甫"], "taking it back is a step like any other"


def test_names_and_aliases_are_found_in_the_trash_and_a_merged_card_is_not_there(
    opened: MainWindow, cards: AuthoritiesWorkspace, settle: Settle
) -> None:
    archive = opened.session.archive
    ma, zhao = (record.id for record in sorted(archive.catalogue.records("person"), key=lambda one: one.title)[::-1])
    archive.execute(third := Create("person", {"name": "马文珊"}))
    archive.execute(Merge(ma, (third.id,)))
    archive.execute(Trash((ma, zhao)))
    settle(opened)
    cards.trash_button.click()
    settle(opened)
    assert names(cards) == ["马文山", "赵吉甫"]
    commit(cards.finder, "马师傅")
    settle(opened)
    assert names(cards) == ["马文山"]


def test_a_new_card_and_a_place_that_is_opened_lead_out_of_the_trash_and_into_it(
    opened: MainWindow, cards: AuthoritiesWorkspace, settle: Settle
) -> None:
    archive = opened.session.archive
    gone = archive.catalogue.records("person")[0]
    archive.execute(Trash((gone.id,)))
    settle(opened)
    cards.open_place(Place(gone.id))
    settle(opened)
    assert cards.in_trash and cards.pane.record is not None and cards.pane.record.id == gone.id
    cards.create()
    settle(opened)
    assert not cards.in_trash and cards.pane.record.title == "未命名"


def test_the_offices_cards_have_a_trash_too(opened: MainWindow, settle: Settle) -> None:
    archive = opened.session.archive
    archive.execute(lead := Create("lead", {"witness": "王老汉"}))
    archive.execute(Trash((lead.id,)))
    opened.go("office")
    settle(opened)
    office = opened.desk.workspace("office")
    assert isinstance(office, OfficeWorkspace)
    office.segments.choose("lead")
    office._choose_deck("lead")
    office.trash_button.click()
    settle(opened)
    assert names(office) == ["王老汉"]
    office.restore()
    settle(opened)
    office.leave_trash()
    settle(opened)
    assert names(office) == ["王老汉"]
