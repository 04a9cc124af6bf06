"""A transcript written by ear: by keys, by an input method, undone after a restart, and nothing lost."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from archive_app.catalogue.commands import SetFields
from archive_app.gui.main_window import MainWindow
from archive_app.gui.oral.speaker_line import SpeakerLine
from archive_app.gui.oral.view import SegmentView
from archive_app.services.archive import Archive
from tests.gui.acting import SLOW, commit, compose, item_titled
from tests.gui.support_oral import SEGMENTS, TITLE, stored, texts

CTRL, ALT, SHIFT = (
    Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.ShiftModifier,
)  # fmt: skip


def last_words(window: MainWindow) -> str:
    """What undo would take back."""
    return window.session.archive.undoable(1)[0].label


def test_an_interview_nobody_wrote_down_says_how_to_begin_and_f12_begins(opened, interview, settle, qtbot) -> None:
    oral = interview([], row=0)
    assert not oral.view.isVisible() and "F12" in oral._empty.words.text()
    oral.player.wait_at(7.5)
    qtbot.keyClick(opened, Qt.Key.Key_F12)
    settle(opened)
    assert oral.view.isVisible() and oral.view.words.hasFocus()
    commit(oral.view.words, "我是一九三六年生的。")
    oral.player.wait_at(12.0)
    qtbot.keyClick(oral.view.words, Qt.Key.Key_Return)  # at the end: somebody goes on
    commit(oral.view.words, "那时候水磨还转着。")
    opened.flush()
    settle(opened)
    rows = stored(opened)
    assert texts(rows) == ["我是一九三六年生的。", "那时候水磨还转着。"]
    assert [(row["start"], row.get("end")) for row in rows] == [(7.5, 12.0), (12.0, None)]


def test_enter_inside_parts_and_at_the_end_goes_on(opened, interview, settle, qtbot) -> None:
    oral = interview()
    words = oral.view.words
    words.put_offset(7)
    oral.player.wait_at(20.0)
    qtbot.keyClick(words, Qt.Key.Key_Return)
    settle(opened)
    rows = stored(opened)
    assert texts(rows)[1:3] == ["沙塘川有三盘。", "都是合股的。"] and rows[2]["start"] == 20.0
    assert rows[1]["id"] == "s2" and rows[2]["access"] == "internal" and oral.view.current == 2
    assert last_words(opened) == "拆开一段转写"
    words.put_offset(-1)
    qtbot.keyClick(words, Qt.Key.Key_Return)
    assert oral.view.current == 3 and texts(oral.view.rows) == texts(rows)  # another segment stands there: no new one
    qtbot.keyClick(words, Qt.Key.Key_Return, SHIFT)
    assert words.toPlainText() == "您家有几股？\n"


def test_ctrl_backspace_joins_at_the_beginning_and_undo_parts_them_after_a_restart(
    opened, interview, settle, qtbot, archive_root
) -> None:
    oral = interview(row=2)
    words = oral.view.words
    words.put_offset(0)
    qtbot.keyClick(words, Qt.Key.Key_Backspace)  # alone it joins nothing
    assert len(oral.view.rows) == 3
    qtbot.keyClick(words, Qt.Key.Key_Backspace, CTRL)
    settle(opened)
    assert texts(stored(opened)) == ["水磨是谁家的？", "沙塘川有三盘。都是合股的。\n采访者：您家有几股？"]
    assert words.offset == len("沙塘川有三盘。都是合股的。\n采访者：")
    opened.close_archive()
    with Archive.open(archive_root, actor="王文史") as again:
        assert again.undoable(1)[0].label == "并入上一段"
        again.undo(1)
        assert texts(again.catalogue.record(item_titled(again, TITLE))["transcript"]) == texts(SEGMENTS)


def test_function_keys_act_in_the_middle_of_a_word_and_leave_it_as_it_is(opened, interview, settle, qtbot) -> None:
    oral = interview()
    words = oral.view.words
    words.put_offset(-1)
    compose(words, "he gu")
    oral.player.wait_at(30.0)
    qtbot.keyClick(words, Qt.Key.Key_F12)
    settle(opened)
    assert len(stored(opened)) == 4 and stored(opened)[2]["start"] == 30.0
    assert oral.view.current_id == "s2" and words.hasFocus()  # the word is still being composed here
    commit(words, "合股")
    settle(opened)
    assert oral.view.rows[1]["text"].endswith("合股")
    assert oral.view.current == 2 and oral.view.words.toPlainText() == ""
    compose(words, "shi")
    qtbot.keyClick(words, Qt.Key.Key_Return)  # the input method's
    assert len(oral.view.rows) == 4
    commit(words, "是")


def test_the_time_is_written_behind_the_word_that_is_composed(opened, interview, settle, qtbot) -> None:
    oral = interview()
    words = oral.view.words
    words.put_offset(-1)
    compose(words, "ting")
    oral.player.wait_at(33.4)
    qtbot.keyClick(words, Qt.Key.Key_F11)
    commit(words, "听不清")
    settle(opened)
    assert words.toPlainText().endswith("听不清[00:00:33]")
    words.put_offset(0)
    qtbot.keyClick(opened, Qt.Key.Key_F11)  # at the beginning: the segment begins now
    settle(opened)
    assert stored(opened)[1]["start"] == 33.4 and stored(opened)[0]["end"] == 33.4


def test_times_are_moved_by_key_and_never_past_a_neighbour(opened, interview, settle, qtbot) -> None:
    oral = interview()
    words = oral.view.words
    qtbot.keyClick(words, Qt.Key.Key_Left, ALT)
    settle(opened)
    assert (stored(opened)[0]["end"], stored(opened)[1]["start"]) == (4.4, 4.4)
    assert last_words(opened) == "起点早 0.1 秒" and words.hasFocus()
    oral.player.wait_at(50.0)
    qtbot.keyClick(words, Qt.Key.Key_BracketRight, CTRL)
    settle(opened)
    assert stored(opened)[1]["end"] == 50.0 and stored(opened)[2]["start"] == 50.0
    oral.player.wait_at(100.0)
    qtbot.keyClick(words, Qt.Key.Key_BracketLeft, CTRL)  # behind the next one: refused in words
    settle(opened)
    assert stored(opened)[1]["start"] == 4.4


def test_levels_and_speakers_are_given_by_key(opened, interview, settle, qtbot) -> None:
    oral = interview()
    words = oral.view.words
    qtbot.keyClick(words, Qt.Key.Key_K, CTRL | ALT)
    settle(opened)
    assert stored(opened)[1]["access"] == "restricted" and last_words(opened) == "转写 1 段定为控制"
    qtbot.keyClick(words, Qt.Key.Key_K, CTRL | ALT)
    settle(opened)
    assert "access" not in stored(opened)[1]
    qtbot.keyClick(words, Qt.Key.Key_1, CTRL | ALT)
    settle(opened)
    assert stored(opened)[1]["speaker"] == "采访者" and words.hasFocus()
    qtbot.keyClick(words, Qt.Key.Key_Up, CTRL | SHIFT)
    assert oral.view.selected() == ["s1", "s2"]
    qtbot.keyClick(words, Qt.Key.Key_N, CTRL | ALT)
    settle(opened)
    assert [row.get("access") for row in stored(opened)] == ["internal", "internal", None]


def test_a_speaker_is_found_by_pinyin_and_follows_his_card(opened, interview, settle, qtbot) -> None:
    oral = interview()
    archive = opened.session.archive
    line = oral.speaker
    line.setFocus()
    assert line.list.isVisible() and line.list.count() == 2
    qtbot.keyClicks(line, "zjf")
    settle(opened)
    assert "赵吉甫" in line.list.item(0).text()
    qtbot.keyClick(line, Qt.Key.Key_Return)
    settle(opened)
    assert stored(opened)[1]["speaker"] == "赵吉甫" and oral.view.words.hasFocus()
    record = archive.catalogue.record(item_titled(archive, TITLE))
    card = next(one.id for one in archive.catalogue.records("person") if one.title == "赵吉甫")
    assert record["speakers"] == [{"label": "赵吉甫", "person": card}]
    archive.execute(SetFields(card, {"name": "赵吉辅"}))
    settle(opened)
    assert oral.view.shown_names == {"赵吉甫": "赵吉辅"}
    line.setFocus()
    qtbot.keyClick(line, Qt.Key.Key_1)
    settle(opened)
    assert stored(opened)[1]["speaker"] == "采访者"


def test_what_is_typed_is_saved_before_a_pause_and_words_of_a_composition_are_kept_out(
    opened, interview, settle, qtbot
) -> None:
    """Whoever types on for minutes loses no more than seconds (C4)."""
    oral = interview()
    words = oral.view.words
    words.put_offset(-1)
    commit(words, "还有一盘。")
    assert oral.field._latest.isActive() and oral.field._latest.interval() <= 4000
    compose(words, "zai")
    oral.field._latest.timeout.emit()
    settle(opened)
    assert stored(opened)[1]["text"].endswith("还有一盘。")
    commit(words, "在")
    opened.flush()
    settle(opened)
    assert stored(opened)[1]["text"].endswith("还有一盘。在")


def test_a_record_that_changes_elsewhere_leaves_the_cursor(opened, interview, settle) -> None:
    oral = interview()
    oral.view.words.put_offset(3)
    archive = opened.session.archive
    archive.execute(SetFields(item_titled(archive, TITLE), {"interview_place": "沙塘川"}))
    settle(opened)
    assert oral.view.current_id == "s2" and oral.view.words.offset == 3


def test_words_are_found_and_replaced_as_one_step(opened, interview, settle, qtbot) -> None:
    oral = interview()
    opened.actions_table["edit.find"].trigger()
    bar = oral._find
    assert bar is not None and bar.isVisible()
    commit(bar.field, "幾股")
    qtbot.waitUntil(lambda: bool(bar.places), timeout=5000)
    assert [(one.row, one.start) for one in bar.places] == [(2, 3)] and oral.view.current == 2
    bar.turn.setChecked(True)
    bar.other.setText("多少股")
    bar.replace_all()
    settle(opened)
    assert texts(stored(opened))[2] == "您家有多少股？"
    opened.actions_table["edit.undo"].trigger()
    settle(opened)
    assert texts(oral.view.rows) == texts(SEGMENTS)


def test_a_replaced_word_in_the_second_column_is_not_met_again(opened, interview, settle, qtbot) -> None:
    """What is put there holds what was looked for: the next place is behind it, in its own column."""
    oral = interview([{"id": "a", "start": 0.0, "text": "水。", "mandarin": "水，还是水。"}], row=0)
    if not oral.view.mandarin_shown:
        opened.actions_table["oral.mandarin"].trigger()
    opened.actions_table["edit.find"].trigger()
    bar = oral._find
    commit(bar.field, "水")
    qtbot.waitUntil(lambda: len(bar.places) == 3, timeout=5000)
    bar.turn.setChecked(True)
    bar.other.setText("水磨")
    bar.step(1)
    assert (bar.places[bar.current].column, bar.places[bar.current].start) == ("mandarin", 0)
    bar.replace_one()
    bar.replace_one()
    settle(opened)
    assert stored(opened)[0]["mandarin"] == "水磨，还是水磨。" and texts(stored(opened)) == ["水。"]


def _typed(widget: QWidget, words: str) -> None:
    commit(widget, words)


def test_an_index_point_is_made_by_keyboard_alone(opened, interview, settle, qtbot) -> None:
    oral = interview()
    oral.player.wait_at(25.2)
    opened.actions_table["oral.point"].trigger()
    settle(opened)
    points = oral.points
    title = points.editors["title"].focusProxy()
    assert points.isVisible() and title.hasFocus()
    _typed(title, "三盘水磨")
    qtbot.keyClick(title, Qt.Key.Key_Return)
    synopsis = points.editors["synopsis"].focusProxy()
    assert synopsis.hasFocus()
    _typed(synopsis, "合股的由来")
    qtbot.keyClick(synopsis, Qt.Key.Key_Tab)
    keywords = points.editors["keywords"].focusProxy()
    _typed(keywords, "水磨，")
    qtbot.keyClick(keywords, Qt.Key.Key_Tab)
    person = points.editors["persons"].focusProxy()
    qtbot.keyClicks(person, "mws")
    settle(opened)
    qtbot.waitUntil(lambda: points.editors["persons"]._completer.popup().isVisible(), timeout=5000)
    qtbot.keyClick(points.editors["persons"]._completer.popup(), Qt.Key.Key_Return)
    settle(opened)
    qtbot.keyClick(person, Qt.Key.Key_Escape)
    settle(opened)
    assert oral.view.words.hasFocus()
    archive = opened.session.archive
    (point,) = archive.catalogue.record(item_titled(archive, TITLE))["index_points"]
    card = next(one.id for one in archive.catalogue.records("person") if one.title == "马文山")
    about = {"at": 25.2, "title": "三盘水磨", "synopsis": "合股的由来", "keywords": ["水磨"], "persons": [card]}
    assert {name: point[name] for name in about} == about


def test_what_may_not_be_changed_is_only_read(opened, interview, settle, qtbot) -> None:
    oral = interview()
    oral.close_to(closed=True, frozen=False)
    qtbot.keyClick(oral.view.words, Qt.Key.Key_Left, ALT)
    commit(oral.view.words, "不能写")
    oral.acts.new_segment()
    opened.flush()
    settle(opened)
    assert stored(opened)[1] == {k: v for k, v in SEGMENTS[1].items() if v != ""}
    assert not oral.can("oral.split") and oral.view.words.isReadOnly()


@pytest.mark.parametrize("scale", [1.0, 1.5])
def test_no_segment_is_cut_whatever_its_length(opened, look, qtbot, scale: float) -> None:
    """What is painted and what is written in break their lines alike: nothing jumps when one goes there."""
    look.set(scale=scale)
    host = QWidget()
    qtbot.addWidget(host)
    view = SegmentView(lambda _widget, _event: False, SpeakerLine(opened.session, host))
    qtbot.addWidget(view)
    words = "全村都参加了二十六根杆高高低低锯齐了拉线的那天一百多人拽着一根铁线往上走" * 3
    view.show_rows([{"id": f"s{n}", "start": float(n), "text": words[:n]} for n in range(20, 100)])
    view.resize(900, 600)
    view.show()
    qtbot.waitExposed(view)
    for at in range(80):
        painted = view._looks.height(view.rows[at])
        view.go(at)
        assert abs(view._heights.each[at] - painted) <= 1, at
        assert view.words.height() >= view.words.words_height()


def test_captions_that_are_added_to_an_interview_become_its_transcript(
    opened, materials, interview, settle, qtbot, tmp_path, monkeypatch
) -> None:
    """Whatever their file is called."""
    oral = interview([], row=0)
    captions = tmp_path / "张三转来.vtt"
    captions.write_text("WEBVTT\n\n00:01.000 --> 00:04.000\n<v 马文山>三家合的股。\n", encoding="utf-8")
    monkeypatch.setattr("archive_app.gui.workspaces.materials.file_acts.choose_files", lambda *_about: [captions])
    button = oral._empty.buttons[1]
    button.click()
    qtbot.waitUntil(lambda: bool(stored(opened)), timeout=SLOW)
    settle(opened)
    qtbot.waitUntil(lambda: texts(oral.view.rows) == ["三家合的股。"], timeout=SLOW)
    assert oral.view.isVisible()


def test_undo_leads_to_what_it_took_back_and_leaves_the_keyboard_there(opened, interview, settle, qtbot) -> None:
    oral = interview()
    oral.player.wait_at(65.0)
    qtbot.keyClick(opened, Qt.Key.Key_F12)
    settle(opened)
    assert oral.view.current == 3
    opened.actions_table["edit.undo"].trigger()
    settle(opened)
    assert oral.view.current == 2 and oral.view.words.hasFocus() and texts(oral.view.rows) == texts(SEGMENTS)
    assert oral.view.rows[2]["end"] == 70.0
    oral.view.go(0)
    opened.actions_table["edit.redo"].trigger()
    settle(opened)
    assert oral.view.current == 2 and oral.view.rows[2]["end"] == 65.0


def test_a_word_that_is_composed_elsewhere_stays_there(opened, interview, settle, qtbot) -> None:
    oral = interview()
    opened.actions_table["oral.point"].trigger()
    settle(opened)
    title = oral.points.editors["title"].focusProxy()
    compose(title, "san")
    oral.player.wait_at(40.0)
    qtbot.keyClick(title, Qt.Key.Key_F12)
    settle(opened)
    assert len(stored(opened)) == 4 and title.hasFocus()
    commit(title, "三")
    settle(opened)
    assert title.hasFocus() and title.text() == "三" and oral.view.current_id == "s2"


def test_lines_of_question_and_answer_become_segments_when_they_are_pasted(opened, interview, settle, qtbot) -> None:
    oral = interview([{"id": "s1", "start": 3.0, "text": ""}], row=0)
    clipboard = QGuiApplication.clipboard()
    clipboard.setText("问：水磨是谁家的？\r\n答：三家合的。\r\n后来归了队上。\r\n")
    oral.view.words.paste()
    settle(opened)
    rows = stored(opened)
    assert [(row["speaker"], row["text"]) for row in rows] == [
        ("问", "水磨是谁家的？"),
        ("答", "三家合的。"),
        ("", "后来归了队上。"),
    ]
    assert rows[0]["start"] == 3.0 and rows[0]["id"] == "s1" and last_words(opened) == "粘贴转写 3 段"
    opened.actions_table["edit.undo"].trigger()
    settle(opened)
    qtbot.keyClick(oral.view.words, Qt.Key.Key_V, CTRL | SHIFT)
    opened.flush()
    settle(opened)
    assert len(stored(opened)) == 1 and "三家合的" in stored(opened)[0]["text"]


def test_what_was_read_before_the_last_write_does_not_take_it_off_the_page(opened, interview, settle, qtbot) -> None:
    """On a slow machine the answer to one step arrives while the next is still being written."""
    oral = interview()
    archive = opened.session.archive
    before = archive.catalogue.record(item_titled(archive, TITLE))
    oral.player.wait_at(30.0)
    oral.acts.new_segment()
    oral.field.show_record(before)  # read before, told now
    assert len(oral.view.rows) == 4
    settle(opened)
    oral.field.show_record(before)
    assert len(oral.view.rows) == 4
    archive.execute(SetFields(before.id, {"transcript": SEGMENTS}))
    settle(opened)
    assert len(oral.view.rows) == 3
