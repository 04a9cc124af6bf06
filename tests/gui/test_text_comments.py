"""Comments in the margin of a text, in the window: written by key, answered, done, found again, undone."""

from __future__ import annotations

from itertools import pairwise

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QApplication

from archive_app.catalogue.commands import SetFields
from archive_app.domain.comments import Comment
from archive_app.domain.manuscript import Block, BlockKind, Cell, Manuscript, Note
from archive_app.gui.main_window import MainWindow
from archive_app.gui.manuscript.margin.beside import Margin
from archive_app.gui.manuscript.margin.pane import NEW
from archive_app.gui.workspaces.materials.workspace import MaterialsWorkspace
from archive_app.services.texts.commenting import comments_of
from tests.gui.acting import commit, compose, item_titled

CTRL = Qt.KeyboardModifier.ControlModifier
CTRL_ALT = CTRL | Qt.KeyboardModifier.AltModifier
TEXT = Manuscript(
    (
        Block(
            BlockKind.PARAGRAPH,
            "𠮷先生说，一九五八年春，供销社搬到了十字路口。",
            notes=(Note(5, "见县志。", id="n"),),
            id="a",
        ),
        *(Block(BlockKind.PARAGRAPH, f"第{n}段：柜台是松木的，刷了三遍清漆。" * 4, id=f"p{n}") for n in range(30)),
        Block(BlockKind.TABLE, rows=((Cell("年份"), Cell("户数")),), id="t"),
        Block(BlockKind.PARAGRAPH, "后来拆了柜台。", id="z"),
    )
)


@pytest.fixture
def margin(opened: MainWindow, materials: MaterialsWorkspace, settle) -> Margin:
    """An item's text, opened; nothing commented yet."""
    archive = opened.session.archive
    item = item_titled(archive, "供销社的柜台")
    archive.execute(SetFields(item, {"manuscript": TEXT.to_json()}))
    settle(opened)
    materials.listing.select(item)
    materials.open_item()
    settle(opened)
    return materials.material.text_page.margin


def stored(opened: MainWindow) -> list[Comment]:
    archive = opened.session.archive
    return list(comments_of(archive.catalogue.record(item_titled(archive, "供销社的柜台"))))


def choose(margin: Margin, words: str) -> None:
    page = margin._editor.page
    found = page.document().find(words)
    assert not found.isNull()
    page.setTextCursor(found)
    page.setFocus()


def write(opened: MainWindow, margin: Margin, qtbot, settle, on: str, said: str) -> None:
    choose(margin, on)
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_M, CTRL_ALT)
    settle(opened)
    commit(QApplication.focusWidget(), said)
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return, CTRL)
    settle(opened)


def noted(margin: Margin) -> list[str]:
    return [selection.cursor.selectedText() for selection in margin._editor.page.noted]


def test_written_by_key_on_what_is_selected(opened: MainWindow, margin: Margin, settle, qtbot) -> None:
    assert not margin.on
    write(opened, margin, qtbot, settle, "供销社", "哪个社？")
    [comment] = stored(opened)
    assert (comment.text, comment.words, comment.block, comment.start) == ("哪个社？", "供销社", "a", 12)
    assert comment.by == opened.session.archive.actor
    assert margin.on and noted(margin) == ["供销社"]
    assert margin.button.text() == "批注 1"
    assert margin._editor.page.hasFocus()


def test_enter_and_escape_belong_to_the_input_method(opened: MainWindow, margin: Margin, settle, qtbot) -> None:
    choose(margin, "供销社")
    margin.write()
    settle(opened)
    field = QApplication.focusWidget()
    compose(field, "na")
    for key in (Qt.Key.Key_Escape, Qt.Key.Key_Return):
        qtbot.keyClick(field, key, CTRL if key == Qt.Key.Key_Return else Qt.KeyboardModifier.NoModifier)
    assert margin.pane.card(NEW).writing is not None and stored(opened) == []
    commit(field, "哪年")
    qtbot.keyClick(field, Qt.Key.Key_Escape)
    settle(opened)
    assert margin.pane.card(NEW) is None and stored(opened) == []
    assert margin._editor.page.hasFocus()


def test_without_a_selection_it_is_on_the_words_between_two_marks(opened, margin: Margin, settle, qtbot) -> None:
    page = margin._editor.page
    cursor = page.document().find("九五八年")
    cursor.setPosition(cursor.selectionStart())
    page.setTextCursor(cursor)
    page.setFocus()
    margin.write()
    settle(opened)
    commit(QApplication.focusWidget(), "县志是五四年")
    margin.flush()
    settle(opened)
    assert stored(opened)[0].words == "一九五八年春"


def test_answered_done_said_otherwise_and_taken_away(opened: MainWindow, margin: Margin, settle, qtbot) -> None:
    write(opened, margin, qtbot, settle, "供销社", "哪个社？")
    margin.step(1)
    settle(opened)
    card = QApplication.focusWidget()
    assert card is margin.pane.card(stored(opened)[0].id)
    qtbot.keyClick(card, Qt.Key.Key_Return)
    commit(QApplication.focusWidget(), "东关社")
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return, CTRL)
    settle(opened)
    assert [one.text for one in stored(opened)] == ["哪个社？", "东关社"]
    card = margin.pane.card(stored(opened)[0].id)
    assert QApplication.focusWidget() is card
    qtbot.keyClick(card, Qt.Key.Key_Space)
    settle(opened)
    assert stored(opened)[0].done and margin.pane.said.text() == "都办了"
    margin.pane.card(stored(opened)[0].id).rewrite(stored(opened)[1].id)
    field = QApplication.focusWidget()
    field.selectAll()
    commit(field, "东关供销社")
    qtbot.keyClick(field, Qt.Key.Key_Return, CTRL)
    settle(opened)
    assert stored(opened)[1].text == "东关供销社"
    qtbot.keyClick(margin.pane.card(stored(opened)[0].id), Qt.Key.Key_Delete)
    settle(opened)
    assert stored(opened) == []
    opened.actions_table["edit.undo"].trigger()
    settle(opened)
    assert [one.text for one in stored(opened)] == ["哪个社？", "东关供销社"]


def test_it_stays_at_its_words_while_one_writes_and_after(opened: MainWindow, margin: Margin, settle, qtbot) -> None:
    write(opened, margin, qtbot, settle, "供销社", "哪个社？")
    page = margin._editor.page
    page.moveCursor(QTextCursor.MoveOperation.Start)
    commit(page, "据老人讲，")
    assert noted(margin) == ["供销社"]
    margin._editor.step_ended.emit()
    settle(opened)
    opened.actions_table["edit.undo"].trigger()
    settle(opened)
    assert noted(margin) == ["供销社"]
    choose(margin, "供销社")
    commit(page, "合作社")
    margin._editor.step_ended.emit()
    settle(opened)
    other = item_titled(opened.session.archive, "社火高跷队合影")
    workspace = opened.desk.current
    workspace.listing.select(other)
    settle(opened)
    workspace.listing.select(item_titled(opened.session.archive, "供销社的柜台"))
    settle(opened)
    key = stored(opened)[0].id
    assert margin.on and margin.places.cursor(key).selectedText() == "合作社"


def test_cards_stand_at_the_height_of_their_words_and_not_on_each_other(opened, margin: Margin, settle, qtbot) -> None:
    for on, said in (("先生", "甲" * 90), ("供销社", "乙"), ("十字路口", "丙"), ("第2段", "丁")):
        write(opened, margin, qtbot, settle, on, said)
    pane = margin.pane
    cards = [pane.card(key) for key in pane.shown()]
    assert [card.told.comment.text[0] for card in cards] == list("甲乙丙丁")
    edges = [(card.y(), card.y() + card.height()) for card in cards]
    assert all(after[0] > before[1] for before, after in pairwise(edges))
    pane.choose(cards[2].key)
    assert cards[2].y() >= 0  # its words are in the first line, higher than the margin's own head: still it is whole
    pane.choose(cards[3].key)
    page = margin._editor.page
    words = page.mapToGlobal(page.rect().topLeft()).y() + margin.places.top(cards[3].key)
    assert abs(words - cards[3].mapToGlobal(cards[3].rect().topLeft()).y()) < 3
    bar, before = page.verticalScrollBar(), cards[3].y()
    bar.setValue(bar.value() + 40)
    assert cards[3].y() == before - 40


def test_next_and_previous_go_through_the_text(opened: MainWindow, margin: Margin, settle, qtbot) -> None:
    for on, said in (("后来", "戊"), ("供销社", "乙"), ("第9段", "丁")):
        write(opened, margin, qtbot, settle, on, said)
    margin._editor.page.setFocus()
    margin.pane.light("")
    seen = []
    for _turn in range(4):
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_PageDown, CTRL_ALT)
        settle(opened)
        seen.append(QApplication.focusWidget().told.comment.text)
    assert seen == ["乙", "丁", "戊", "乙"]
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_PageUp, CTRL_ALT)
    settle(opened)
    assert QApplication.focusWidget().told.comment.text == "戊"
    page = margin._editor.page
    start = margin.places.cursor(margin.pane.active)
    assert page.viewport().rect().contains(page.cursorRect(start).topLeft())
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Escape)
    assert page.hasFocus()


def test_a_table_and_a_note_can_be_commented(opened: MainWindow, margin: Margin, settle, qtbot) -> None:
    editor = margin._editor
    note = editor.notes.lines[0].text
    note.setFocus()
    margin.write()
    settle(opened)
    commit(QApplication.focusWidget(), "哪一版？")
    margin.flush()
    settle(opened)
    editor.page.show_place("t", 0, 0)
    editor.page.setFocus()
    margin.write()
    settle(opened)
    commit(QApplication.focusWidget(), "缺一年")
    margin.flush()
    settle(opened)
    found = stored(opened)
    assert [(one.block, one.part, one.words) for one in found] == [("a", "note:n", "见县志。"), ("t", "", "")]


def test_a_frozen_text_is_commented_but_a_closed_one_only_read(opened, margin: Margin, settle, qtbot) -> None:
    archive = opened.session.archive
    item = item_titled(archive, "供销社的柜台")
    archive.execute(SetFields(item, {"state": "included"}, by_program=True, type="state"))
    settle(opened)
    assert margin._editor.read_only
    write(opened, margin, qtbot, settle, "供销社", "二校：核")
    assert [one.text for one in stored(opened)] == ["二校：核"]
    margin.set_closed(read_only=True)
    settle(opened)
    card = margin.pane.card(stored(opened)[0].id)
    card.setFocus()
    qtbot.keyClick(card, Qt.Key.Key_Delete)
    qtbot.keyClick(card, Qt.Key.Key_Return)
    settle(opened)
    assert card.writing is None and len(stored(opened)) == 1
    margin.write()
    assert margin.pane.card(NEW) is None


def test_the_margin_opens_by_itself_where_something_is_left_to_do(opened, margin: Margin, settle, qtbot) -> None:
    write(opened, margin, qtbot, settle, "供销社", "哪个社？")
    workspace, archive = opened.desk.current, opened.session.archive
    workspace.listing.select(item_titled(archive, "沙塘川的三盘水磨"))
    settle(opened)
    assert not margin.on
    workspace.listing.select(item_titled(archive, "供销社的柜台"))
    settle(opened)
    assert margin.on
    margin._asked("settle", stored(opened)[0].id, "")
    settle(opened)
    workspace.listing.select(item_titled(archive, "沙塘川的三盘水磨"))
    settle(opened)
    workspace.listing.select(item_titled(archive, "供销社的柜台"))
    settle(opened)
    assert not margin.on and noted(margin) == []


def test_what_is_being_written_survives_a_change_from_elsewhere(opened, margin: Margin, settle, qtbot) -> None:
    write(opened, margin, qtbot, settle, "供销社", "哪个社？")
    key = stored(opened)[0].id
    margin.pane.card(key).answer()
    commit(QApplication.focusWidget(), "还没写完")
    archive = opened.session.archive
    item = item_titled(archive, "供销社的柜台")
    from archive_app.domain.comments import answering
    from archive_app.services.texts.commenting import writing

    archive.execute(writing(archive.catalogue.record(item), answering(stored(opened)[0], "别人的话", by="李晓棠")))
    settle(opened)
    card = margin.pane.card(key)
    assert [answer.text for answer in card.told.answers] == ["别人的话"]
    assert card.writing is not None and card.writing.words() == "还没写完"
    margin.flush()
    settle(opened)
    assert [one.text for one in stored(opened)] == ["哪个社？", "别人的话", "还没写完"]


def test_as_a_list_only_what_is_open(opened: MainWindow, margin: Margin, settle, qtbot) -> None:
    for on, said in (("后来", "戊"), ("供销社", "乙")):
        write(opened, margin, qtbot, settle, on, said)
    margin._asked("settle", stored(opened)[0].id, "")
    settle(opened)
    margin.pane.light("")
    margin.pane.to_list.click()
    margin.pane.open_only.click()
    settle(opened)
    assert [margin.pane.card(key).told.comment.text for key in margin.pane.shown()] == ["乙"]
    assert margin.pane.card(margin.pane.shown()[0]).y() < 20
