"""Who speaks, the times of many segments, a note: each dialog one step, and refusals in words."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from archive_app.catalogue.commands import SetFields
from archive_app.gui.oral.note_dialog import NoteDialog
from archive_app.gui.oral.retime_dialog import RetimeDialog
from archive_app.gui.oral.speakers_dialog import SpeakersDialog
from tests.gui.acting import item_titled
from tests.gui.support_oral import SEGMENTS, TITLE, stored, texts


def test_two_speakers_change_their_labels_in_all_segments_at_once(opened, interview, settle, qtbot) -> None:
    oral = interview()
    dialog = SpeakersDialog(oral, oral)
    qtbot.addWidget(dialog)
    assert [(name, typed.text()) for name, typed, _cards in dialog.lines] == [
        ("采访者", "采访者"),
        ("马文山", "马文山"),
    ]
    dialog.lines[0][1].setText("马文山")  # they were mixed up
    dialog.lines[1][1].setText("采访者")
    dialog.keep.click()
    settle(opened)
    assert [row["speaker"] for row in stored(opened)] == ["马文山", "采访者", "马文山"]
    archive = opened.session.archive
    assert archive.undoable(1)[0].label == "“采访者”改称“马文山”等 2 个说话人"
    archive.undo(1)
    settle(opened)
    assert [row["speaker"] for row in oral.view.rows] == ["采访者", "马文山", "采访者"]


def test_a_label_gets_its_card_and_is_read_as_the_card_is_called(opened, interview, settle, qtbot) -> None:
    oral = interview()
    archive = opened.session.archive
    card = next(one.id for one in archive.catalogue.records("person") if one.title == "马文山")
    dialog = SpeakersDialog(oral, oral)
    qtbot.addWidget(dialog)
    dialog.lines[1][2].show_value(card)
    dialog.keep.click()
    settle(opened)
    assert archive.catalogue.record(item_titled(archive, TITLE))["speakers"] == [{"label": "马文山", "person": card}]
    assert texts(stored(opened)) == texts(SEGMENTS)
    archive.execute(SetFields(card, {"name": "马闻山"}))
    settle(opened)
    assert oral.view.shown_names == {"马文山": "马闻山"} and oral.speakers[1].words == "马文山　马闻山"
    assert oral.speaker.text() == "马闻山"  # where one is writing, too
    oral.speaker.setFocus()
    oral.view.words.setFocus()
    opened.flush()
    settle(opened)
    assert [row["speaker"] for row in stored(opened)] == ["采访者", "马文山", "采访者"]


def test_many_segments_are_moved_to_what_is_heard_now_or_refused(opened, interview, settle, qtbot) -> None:
    oral = interview(row=1)
    oral.player.wait_at(6.0)
    dialog = RetimeDialog(oral, oral)
    qtbot.addWidget(dialog)
    dialog._to_now()
    assert dialog.by.text() == "1.5"
    dialog._keep()
    settle(opened)
    assert [row["start"] for row in stored(opened)] == [0.0, 6.0, 62.75]
    assert opened.session.archive.undoable(1)[0].label == "转写 2 段晚 1.5 秒"
    again = RetimeDialog(oral, oral)
    qtbot.addWidget(again)
    again.by.setText("-6.5")
    again._keep()
    assert "早于录音的开头" in again.wrong.text()
    again.by.setText("半分钟")
    again._keep()
    assert "没有读懂" in again.wrong.text()
    settle(opened)
    assert [row["start"] for row in stored(opened)] == [0.0, 6.0, 62.75]


def test_all_are_spread_between_two_points(opened, interview, settle, qtbot) -> None:
    oral = interview(row=0)
    dialog = RetimeDialog(oral, oral)
    qtbot.addWidget(dialog)
    dialog.how.choose("stretch")
    dialog._say()
    dialog.first.setText("0:00:10")
    dialog.last.setText("0：02：12.5")
    dialog._keep()
    settle(opened)
    assert [row["start"] for row in stored(opened)] == pytest.approx([10.0, 19.0, 132.5])


def test_a_note_stands_with_its_segment(opened, interview, settle, qtbot) -> None:
    oral = interview(row=1)
    dialog = NoteDialog(oral, oral)
    qtbot.addWidget(dialog)
    dialog.text.setPlainText("盘：一副磨")
    dialog._keep()
    settle(opened)
    assert stored(opened)[1]["note"] == "盘：一副磨"


def test_points_stand_along_the_recording_and_are_gone_to(opened, interview, settle, qtbot) -> None:
    oral = interview()
    archive = opened.session.archive
    points = [{"id": "p1", "at": 30.0, "title": "合股"}, {"id": "p2", "at": 90.0, "title": "分粮"}]
    archive.execute(SetFields(item_titled(archive, TITLE), {"index_points": points}))
    settle(opened)
    assert oral.flags.isVisible()
    asked: list[float] = []
    oral.flags.asked.disconnect()
    oral.flags.asked.connect(asked.append)
    QTest.mouseClick(oral.flags, Qt.MouseButton.LeftButton, pos=QPoint(oral.flags._x(90.0) + 3, 10))
    assert asked == [90.0]
    oral.toggle_points()
    assert oral.points.isVisible() and oral.points.list.count() == 2
    oral.points.show_row(1)
    qtbot.keyClick(oral.points.list, Qt.Key.Key_Delete)
    settle(opened)
    assert [one["id"] for one in archive.catalogue.record(item_titled(archive, TITLE))["index_points"]] == ["p1"]
