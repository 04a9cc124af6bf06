"""A paragraph knows the segments it tells while it is written in: parted, joined, turned into another kind, marked."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QTextCursor
from PySide6.QtTest import QTest

from archive_app.domain.manuscript import Block, BlockKind, Manuscript, SpanStyle
from archive_app.gui.manuscript.page import ManuscriptPage


@pytest.fixture
def page(qtbot, look) -> ManuscriptPage:
    made = ManuscriptPage()
    qtbot.addWidget(made)
    made.resize(600, 400)
    made.show_manuscript(
        Manuscript(
            (
                Block(BlockKind.ANSWER, "哪一年记不得了。只记得立了秋。", label="答", id="a", segments=("1", "2")),
                Block(BlockKind.PARAGRAPH, "杏子下市了。", id="b", segments=("3",)),
                Block(BlockKind.PARAGRAPH, "编者写的。", id="c"),
            )
        )
    )
    return made


def told(page: ManuscriptPage) -> list[tuple[str, tuple[str, ...]]]:
    return [(block.text, block.segments) for block in page.manuscript()]


def at(page: ManuscriptPage, block: int, place: int) -> None:
    cursor = QTextCursor(page.document().findBlockByNumber(block))
    cursor.movePosition(QTextCursor.MoveOperation.Right, QTextCursor.MoveMode.MoveAnchor, place)
    page.setTextCursor(cursor)


def test_nobody_touched_it(page: ManuscriptPage) -> None:
    assert [block.segments for block in page.manuscript()] == [("1", "2"), ("3",), ()]


def test_parted_both_parts_know_them(page: ManuscriptPage) -> None:
    at(page, 0, 8)
    QTest.keyClick(page, Qt.Key.Key_Return)
    assert told(page)[:3] == [
        ("哪一年记不得了。", ("1", "2")),
        ("只记得立了秋。", ("1", "2")),
        ("杏子下市了。", ("3",)),
    ]


def test_joined_it_knows_those_of_both(page: ManuscriptPage) -> None:
    at(page, 1, 0)
    QTest.keyClick(page, Qt.Key.Key_Backspace)
    assert told(page)[0] == ("哪一年记不得了。只记得立了秋。杏子下市了。", ("1", "2", "3"))
    at(page, 1, 0)
    QTest.keyClick(page, Qt.Key.Key_Backspace)
    assert told(page)[0][1] == ("1", "2", "3")


def test_what_an_editor_writes_behind_it_is_not_from_the_recording(page: ManuscriptPage) -> None:
    at(page, 1, 6)
    QTest.keyClick(page, Qt.Key.Key_Return)
    page.textCursor().insertText("编者按。")
    assert ("编者按。", ()) in told(page)


def test_words_taken_away_take_their_segments_along(page: ManuscriptPage) -> None:
    at(page, 1, 0)
    QTest.keyClick(page, Qt.Key.Key_Backspace)
    cursor = page.textCursor()
    cursor.movePosition(QTextCursor.MoveOperation.EndOfBlock, QTextCursor.MoveMode.KeepAnchor)
    cursor.removeSelectedText()
    assert told(page)[0] == ("哪一年记不得了。只记得立了秋。", ("1", "2"))


def test_another_kind_and_a_mark_change_nothing(page: ManuscriptPage) -> None:
    at(page, 0, 2)
    page.set_kind(BlockKind.QUOTE)
    cursor = page.textCursor()
    cursor.movePosition(QTextCursor.MoveOperation.Right, QTextCursor.MoveMode.KeepAnchor, 3)
    page.setTextCursor(cursor)
    page.toggle_mark(SpanStyle.BOLD)
    block = page.manuscript().blocks[0]
    assert block.kind is BlockKind.QUOTE and block.segments == ("1", "2") and len(block.spans) == 1
