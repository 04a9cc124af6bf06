"""修订 in the page of a text in 校: writing proposes, in place and safe while composing; decided by keys; undone."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QTextCursor
from PySide6.QtTest import QTest

from archive_app.catalogue.commands import SetFields
from archive_app.domain.manuscript import Block, BlockKind, Manuscript, Note
from archive_app.gui.main_window import MainWindow
from archive_app.gui.manuscript.tracking.modes import AFTER, BASE, TRACKED, TrackingModes
from archive_app.gui.manuscript.tracking.page import TrackedPage
from archive_app.gui.workspaces.materials.workspace import MaterialsWorkspace
from archive_app.services.corrections.proposing import propose_words
from archive_app.services.corrections.standing import open_of, proposals_of
from tests.gui.acting import commit, compose, item_titled

TEXT = Manuscript(
    (
        Block(BlockKind.PARAGRAPH, "柜台是松木的，掌柜姓王。", notes=(Note(7, "王掌柜。", id="n1"),), id="one"),
        Block(BlockKind.PARAGRAPH, "后来就拆了。", id="two"),
        Block(BlockKind.PARAGRAPH, "货都并到了合作社。", id="three"),
    )
)


@pytest.fixture
def key(opened: MainWindow, materials: MaterialsWorkspace, settle: Callable[..., None]) -> str:
    archive = opened.session.archive
    key = item_titled(archive, "供销社的柜台")
    archive.execute(SetFields(key, {"manuscript": TEXT.to_json(), "state": "proof1"}, by_program=True, type="state"))
    settle(opened)
    materials.listing.select(key)
    materials.open_item()
    settle(opened)
    return key


@pytest.fixture
def tracking(opened: MainWindow, materials: MaterialsWorkspace, key: str, settle: Callable[..., None]) -> TrackingModes:
    page = materials.material.text_page
    page.tracking.show_face(TRACKED)
    settle(opened)
    return page.tracking


def words(page: TrackedPage, block: int) -> str:
    return page.document().findBlockByNumber(block).text().replace("\ufffc", "")


def put(page: TrackedPage, block: int, at: int, length: int = 0) -> None:
    cursor = QTextCursor(page.document().findBlockByNumber(block))
    cursor.setPosition(cursor.position() + at)
    cursor.setPosition(cursor.position() + length, QTextCursor.MoveMode.KeepAnchor)
    page.setTextCursor(cursor)


def keep(tracking: TrackingModes, opened: MainWindow, settle: Callable[..., None]) -> None:
    tracking.flush()
    settle(opened)


def test_writing_proposes_in_place_and_is_safe_while_composing(
    opened: MainWindow, tracking: TrackingModes, key: str, settle: Callable[..., None], qtbot: Any
) -> None:
    archive = opened.session.archive
    assert tracking.tracked is not None
    page = tracking.tracked.page
    put(page, 0, 3, 1)
    compose(page, "yang")
    qtbot.wait(900)
    assert not open_of(archive.catalogue.record(key)), "nothing is kept while a word is being composed"
    commit(page, "杨")
    keep(tracking, opened, settle)
    (one,) = open_of(archive.catalogue.record(key))
    assert (one.old, one.new, one.by, one.round, one.block) == ("松", "杨", archive.actor, "proof1", "one")
    assert words(page, 0) == "柜台是松杨木的，掌柜姓王。"
    cursor = QTextCursor(page.document().findBlockByNumber(0))
    cursor.setPosition(4)
    assert cursor.charFormat().fontStrikeOut()
    cursor.setPosition(5)
    assert not cursor.charFormat().fontStrikeOut() and cursor.charFormat().fontUnderline()
    assert Manuscript.from_json(archive.catalogue.record(key)["manuscript"]) == TEXT
    put(page, 0, 5)
    commit(page, "柳")
    keep(tracking, opened, settle)
    assert [(each.id, each.new) for each in open_of(archive.catalogue.record(key))] == [(one.id, "杨柳")]
    for _ in range(2):
        QTest.keyClick(page, Qt.Key.Key_Backspace)
    keep(tracking, opened, settle)
    assert [(each.old, each.new) for each in open_of(archive.catalogue.record(key))] == [("松", "")]
    opened.actions_table["edit.undo"].trigger()
    settle(opened)
    assert words(page, 0) == "柜台是松杨柳木的，掌柜姓王。"


def test_deleting_parting_joining_and_pasting_propose(
    opened: MainWindow, tracking: TrackingModes, key: str, settle: Callable[..., None]
) -> None:
    archive = opened.session.archive
    assert tracking.tracked is not None
    page = tracking.tracked.page
    put(page, 1, 0)
    QTest.keyClick(page, Qt.Key.Key_Backspace)  # the end of the first paragraph
    put(page, 1, 2)
    QTest.keyClick(page, Qt.Key.Key_Delete)
    put(page, 2, 3)
    QTest.keyClick(page, Qt.Key.Key_Return)
    put(page, 0, 7, 1)  # the mark of the note
    QTest.keyClick(page, Qt.Key.Key_Delete)
    keep(tracking, opened, settle)
    made = {(one.what.value, one.block, one.part, one.old, one.new) for one in open_of(archive.catalogue.record(key))}
    assert made == {
        ("join", "one", "", "", ""),
        ("words", "two", "", "就", ""),
        ("words", "three", "", "", "\n"),
        ("words", "one", "note:n1", "王掌柜。", ""),
    }
    assert tracking.tracked.page.document().blockCount() == 3, "nothing of the page itself came or went"
    tracking.tracked.pane._decide_all(True)
    settle(opened)
    now = Manuscript.from_json(archive.catalogue.record(key)["manuscript"])
    assert [block.text for block in now] == ["柜台是松木的，掌柜姓王。后来拆了。", "货都并", "到了合作社。"]
    assert not now.blocks[0].notes
    assert [words(page, n) for n in range(3)] == [block.text for block in now]


def test_a_whole_paragraph_struck_is_one_proposal_and_the_faces_show_before_and_after(
    opened: MainWindow, tracking: TrackingModes, key: str, settle: Callable[..., None]
) -> None:
    archive = opened.session.archive
    assert tracking.tracked is not None
    page = tracking.tracked.page
    put(page, 1, 0, 6)
    QTest.keyClick(page, Qt.Key.Key_Delete)
    keep(tracking, opened, settle)
    (one,) = open_of(archive.catalogue.record(key))
    assert (one.what.value, one.old) == ("out", "后来就拆了。")
    tracking.show_face(AFTER)
    settle(opened)
    assert [words(page, n) for n in range(page.document().blockCount())] == [TEXT.blocks[0].text, TEXT.blocks[2].text]
    assert page.isReadOnly()
    tracking.show_face(BASE)
    assert not tracking.on
    tracking.toggle()
    settle(opened)
    assert words(page, 1) == "后来就拆了。" and not page.isReadOnly()


def test_next_accept_and_refuse_by_keys_and_a_stale_one_is_said(
    opened: MainWindow, tracking: TrackingModes, key: str, settle: Callable[..., None]
) -> None:
    archive = opened.session.archive
    assert tracking.tracked is not None
    pane, page = tracking.tracked.pane, tracking.tracked.page
    propose_words(archive, key, "松木", "杨木", by="校对乙")
    propose_words(archive, key, "松木的", "木头做的", by="校对丙")
    propose_words(archive, key, "合作社", "信用社", by="校对丙", why="见档案")
    settle(opened)
    assert pane.said.text() == "待处理 3 条" and pane.list.count() == 3
    table = opened.actions_table
    tracking.step(1)
    assert pane.current is not None and pane.current.proposal.old == "松"
    tracking.decide(True)
    settle(opened)
    assert words(page, 0).startswith("柜台是杨木的")
    lost = next(one for one in pane._all if one.proposal.open and one.proposal.block == "one")
    assert "原文已经改过" in str(lost.place)
    pane.choose(lost.proposal.id)
    assert not pane.accept.isEnabled() and pane.refuse.isEnabled()
    tracking.decide(False)
    settle(opened)
    told = tracking.tracked._told(open_of(archive.catalogue.record(key))[0].id)
    assert "校对丙" in told and "见档案" in told and "一校" in told
    table["edit.undo"].trigger()
    table["edit.undo"].trigger()
    settle(opened)
    assert len(open_of(archive.catalogue.record(key))) == 3 and words(page, 0).startswith("柜台是松")
    assert len(proposals_of(archive.catalogue.record(key))) == 3


def test_one_who_types_in_a_frozen_text_is_led_to_where_writing_proposes(
    opened: MainWindow, tracking: TrackingModes, settle: Callable[..., None]
) -> None:
    tracking.show_face(BASE)
    page = tracking._page
    page.setReadOnly(True)
    QTest.keyClick(page, Qt.Key.Key_A)
    settle(opened)
    assert tracking.on and page.document().findBlockByNumber(0).text().startswith("柜台是松木的")
