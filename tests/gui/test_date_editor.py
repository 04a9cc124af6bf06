"""A date in a form: the words stay as written, a reading is proposed, taken or left, and can be dropped again."""

from __future__ import annotations

from datetime import date

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton

from archive_app.domain.fields import Field, FieldType
from archive_app.gui.editors.dates import DateEditor, DatesEditor, days_words
from archive_app.hanzi.dating import Context
from tests.gui.acting import commit, item_titled

FIELD = Field("created", "形成时间", FieldType.DATE)


def typed(qtbot, words: str, context: Context | None = None) -> DateEditor:
    """An editor into which somebody has written."""
    editor = DateEditor(FIELD)
    qtbot.addWidget(editor)
    if context is not None:
        editor.context_from(lambda then: then(context))
    editor.show()
    commit(editor.line, words)
    return editor


def below(editor: DateEditor) -> str:
    """The words that stand under the line."""
    return " ".join(one.text() for one in (editor._trouble, editor._reading) if one.isVisibleTo(editor))


def choices(editor: DateEditor) -> list[QPushButton]:
    """What can be chosen beside the reading itself."""
    return [one for one in editor._choices.findChildren(QPushButton) if one.isVisibleTo(editor)]


def test_words_are_stored_alone_until_a_reading_is_taken(look, qtbot) -> None:
    editor = typed(qtbot, "一九四七年腊月二十三")
    assert editor.value() == {"display": "一九四七年腊月二十三"}
    assert "读作 1948-02-02" in below(editor)
    with qtbot.waitSignals([editor.edited, editor.finished]):
        editor.take.click()
    taken = editor.value()
    assert (taken["display"], taken["edtf"], taken["earliest"]) == ("一九四七年腊月二十三", "1948-02-02", "1948-02-02")
    assert "已读作 1948-02-02" in below(editor)


def test_a_taken_reading_can_be_dropped(look, qtbot) -> None:
    editor = DateEditor(FIELD)
    qtbot.addWidget(editor)
    editor.show()
    editor.show_value({"display": "五八年", "edtf": "1958", "earliest": "1958-01-01", "latest": "1958-12-31"})
    assert editor.drop.isVisibleTo(editor)
    with qtbot.waitSignal(editor.finished):
        editor.drop.click()
    assert editor.value() == {"display": "五八年"}
    assert editor.take.isVisibleTo(editor)


def test_candidates_are_choices(look, qtbot) -> None:
    editor = typed(qtbot, "戊戌年", Context(as_of=date(2026, 11, 24)))
    offered = choices(editor)
    assert [one.text() for one in offered] == ["1898", "1958", "2018"]
    offered[1].click()
    taken = editor.value()
    assert (taken["display"], taken["edtf"], taken["latest"]) == ("戊戌年", "1958", "1959-02-07")
    assert not choices(editor)


def test_a_day_that_never_was_is_said_and_not_set_right(look, qtbot) -> None:
    editor = typed(qtbot, "1958年2月30日")
    assert "2月没有30日" in below(editor)
    assert not editor.take.isVisibleTo(editor)
    assert [one.text() for one in choices(editor)] == ["1958-04-18（农历）"]
    assert editor.value() == {"display": "1958年2月30日"}


def test_the_record_gives_what_the_words_hang_on(look, qtbot) -> None:
    plain = typed(qtbot, "我十六七岁上", Context())
    assert not plain.take.isVisibleTo(plain)
    told = typed(qtbot, "我十六七岁上", Context(born="1947"))
    assert "1962-01-01 — 1965-12-31" in below(told)


def test_a_late_answer_does_not_speak_of_older_words(look, qtbot) -> None:
    waiting = []
    editor = DateEditor(FIELD)
    qtbot.addWidget(editor)
    editor.context_from(waiting.append)
    editor.show()
    commit(editor.line, "五八年")
    editor.line.selectAll()
    commit(editor.line, "六二年")
    for then in reversed(waiting):
        then(Context())
    assert "1962-01-01" in below(editor)


def test_a_reader_is_offered_nothing(look, qtbot) -> None:
    editor = DateEditor(FIELD)
    qtbot.addWidget(editor)
    editor.set_read_only(True)
    editor.show_value({"display": "五八年"})
    assert below(editor) == ""
    editor.show_value({"display": "五八年", "edtf": "1958", "earliest": "1958-01-01", "latest": "1958-12-31"})
    assert "已读作" in below(editor)
    assert not editor.drop.isVisibleTo(editor)


def test_each_of_several_dates_has_its_own_proposal(look, qtbot) -> None:
    editor = DatesEditor(Field("dates", "所涉时间", FieldType.DATES))
    qtbot.addWidget(editor)
    editor.context_from(lambda then: then(Context()))
    editor.show_value([{"display": "五十年代"}, {"display": "民国廿六年"}])
    with qtbot.waitSignal(editor.finished):
        editor._editors[1].take.click()
    assert [one.get("edtf", "") for one in editor.value()] == ["", "1937"]


def test_open_ends_are_said_in_words() -> None:
    assert days_words("1958-01-01", "9999-12-31") == "1958-01-01 以后"
    assert days_words("0001-01-01", "1949-09-04") == "1949-09-04 以前"
    assert days_words("1958-03-05", "1958-03-05") == "1958-03-05"


def test_the_form_stores_what_is_taken_and_lists_go_by_it(opened, materials, settle) -> None:
    catalogue = opened.session.archive.catalogue
    item = item_titled(opened.session.archive, "社火高跷队合影")
    materials.listing.select(item)
    settle(opened)
    editor = materials.pane.form.block("created").editor
    settle(opened)
    assert editor.value() == {"display": "约1958年春"}
    assert catalogue.record(item)["created"] == {"display": "约1958年春"}
    editor.take.click()
    settle(opened)
    stored = catalogue.record(item)["created"]
    assert (stored["display"], stored["edtf"], stored["qualifier"]) == ("约1958年春", "1958-21", "约")
    assert catalogue.item_ids(order="created")[0] == item
    assert catalogue.item_ids(order="created", descending=True)[0] == item  # the unknown stay last
    opened.session.archive.undo()
    settle(opened)
    assert materials.pane.form.block("created").editor.value() == {"display": "约1958年春"}


def test_the_keyboard_stays_on_take_while_the_words_are_saved(look, qtbot) -> None:
    """Tab leaves the line, which saves the words and shows them again: 采用 must not lose the focus by that."""
    editor = typed(qtbot, "五八年八月十五")
    editor.activateWindow()
    qtbot.waitUntil(editor.isActiveWindow)
    editor.take.setFocus()
    editor.show_value({"display": "五八年八月十五"})
    assert editor.take.hasFocus()
    qtbot.keyClick(editor.take, Qt.Key.Key_Space)
    assert editor.value()["edtf"] == "1958-09-27"
    editor.show_value({"display": "五八年"})
    assert "读作 1958-01-01" in below(editor)
