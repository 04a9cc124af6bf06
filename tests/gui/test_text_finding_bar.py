"""Ctrl+F and Ctrl+R in a text: every place is gone to; what is replaced is one step and keeps marks and notes."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QDialog, QLayout

from archive_app.catalogue.commands import SetFields
from archive_app.domain.entities import ITEM
from archive_app.domain.manuscript import Block, BlockKind, Cell, Manuscript, Note, Span, SpanStyle
from archive_app.gui.editors.manuscript_field import ManuscriptFieldEditor
from archive_app.gui.main_window import MainWindow
from archive_app.gui.manuscript.count_button import selected_text
from archive_app.gui.manuscript.editor import ManuscriptEditor
from archive_app.gui.widgets.basics import column
from archive_app.gui.workspaces.materials.workspace import MaterialsWorkspace
from tests.gui.acting import commit, compose, item_titled

K, S = BlockKind, SpanStyle
TEXT = Manuscript(
    (
        Block(K.HEADING, "城裏的油坊", level=1, id="h"),
        Block(K.PARAGRAPH, "𠮷家住在城里。", (Span(4, 6, S.BOLD),), (Note(6, "城里即老城。", id="n"),), id="p"),
        Block(K.TABLE, rows=((Cell("年"), Cell("城里")),), id="t"),
        Block(K.PARAGRAPH, "后来离了城里。", id="q"),
    )
)


@pytest.fixture
def editor(look, qtbot) -> ManuscriptEditor:
    made = ManuscriptEditor()
    qtbot.addWidget(made)
    made.resize(900, 700)
    made.show()
    made.activateWindow()
    made.page.setFocus()
    qtbot.waitUntil(made.page.hasFocus)
    made.show_manuscript(TEXT)
    return made


def opened(editor: ManuscriptEditor, qtbot, words: str, *, replacing: bool = False):
    editor.find(replacing=replacing)
    bar = editor._finding
    qtbot.waitUntil(bar.field.hasFocus)
    qtbot.keyClicks(bar.field, words) if words.isascii() else bar.field.insert(words)
    qtbot.waitUntil(lambda: not bar._rest.isActive())
    return bar


def tinted(editor: ManuscriptEditor) -> list[str]:
    return [selection.cursor.selectedText() for selection in editor.page.found]


def test_all_places_are_counted_tinted_and_gone_to_in_reading_order_and_round_the_end(editor, qtbot) -> None:
    bar = opened(editor, qtbot, "城里")
    assert bar.said.text() == "第 1 处，共 5 处"
    assert tinted(editor) == ["城裏", "城里", "城里"]  # the note's and the cell's stand elsewhere
    said = []
    for _step in range(5):
        qtbot.keyClick(bar.field, Qt.Key.Key_Return)
        said.append(bar.said.text())
    assert [note.text.extraSelections() for note in editor.notes.lines] == [[]]
    assert said == [
        "第 2 处，共 5 处",
        "第 3 处，共 5 处（注里）",
        "第 4 处，共 5 处（表格里）",
        "第 5 处，共 5 处",
        "第 1 处，共 5 处",
    ]
    qtbot.keyClick(bar.field, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    assert bar.current == 4
    bar.exact.setChecked(True)
    assert len(bar.places) == 4
    assert tinted(editor) == ["城里", "城里"]


def test_looking_begins_where_the_cursor_is_and_with_what_is_selected(editor, qtbot) -> None:
    editor.page.show_place("q", 4, 6)
    cursor = editor.page.textCursor()
    cursor.movePosition(QTextCursor.MoveOperation.Right, QTextCursor.MoveMode.KeepAnchor, 2)
    editor.page.setTextCursor(cursor)
    editor.find()
    assert editor._finding.field.text() == "城里"
    assert editor._finding.said.text() == "第 5 处，共 5 处"


def test_replace_all_is_one_change_between_two_ends_of_steps_and_loses_nothing(editor, qtbot) -> None:
    heard: list[str] = []
    editor.edited.connect(lambda: heard.append("edited"))
    editor.step_ended.connect(lambda: heard.append("step"))
    bar = opened(editor, qtbot, "城里", replacing=True)
    assert bar.other.isVisible()
    bar.other.setText("西宁城")
    bar.all.click()
    assert heard == ["step", "edited", "step"]
    assert bar.said.text() == "换了 5 处"
    made = editor.manuscript().blocks
    assert [block.text for block in made] == ["西宁城的油坊", "𠮷家住在西宁城。", "", "后来离了西宁城。"]
    assert made[1].spans == (Span(4, 7, S.BOLD),)
    assert [(note.id, note.at, note.text) for note in made[1].notes] == [("n", 7, "西宁城即老城。")]
    assert made[2].rows[0][1].text == "西宁城"
    assert [block.id for block in made] == ["h", "p", "t", "q"]
    assert editor.page.hasFocus()  # Ctrl+Z takes it back


def test_one_place_after_the_other_is_replaced_and_its_new_words_are_not_found_again(editor, qtbot) -> None:
    bar = opened(editor, qtbot, "城", replacing=True)
    bar.other.setText("城城")
    bar.other.setFocus()
    qtbot.keyClick(bar.other, Qt.Key.Key_Return)
    qtbot.keyClick(bar.other, Qt.Key.Key_Return)
    texts = [block.text for block in editor.manuscript()]
    assert texts[:2] == ["城城裏的油坊", "𠮷家住在城城里。"]
    assert bar.said.text().endswith("（注里）")
    assert bar.other.hasFocus()


def test_what_can_only_be_read_is_looked_through_and_not_replaced(editor, qtbot) -> None:
    editor.set_read_only(True)
    bar = opened(editor, qtbot, "", replacing=True)
    assert bar.said.text() == "这篇现在只能看，不能替换"
    bar.field.setText("城里")
    bar.step(1)
    assert len(bar.places) == 5
    assert not bar.other.isVisible() and not bar.turn.isVisible()
    bar.replace_all()
    assert editor.manuscript() == TEXT


def test_it_goes_on_finding_while_one_writes_and_esc_closes_it(editor, qtbot) -> None:
    bar = opened(editor, qtbot, "城里")
    editor.page.setFocus()
    cursor = editor.page.textCursor()
    cursor.movePosition(QTextCursor.MoveOperation.End)
    cursor.insertText("又说城裡。")
    qtbot.waitUntil(lambda: len(bar.places) == 6)
    qtbot.keyClick(editor.page, Qt.Key.Key_Escape)
    assert bar.isHidden()
    assert editor.page.found == []
    assert editor.page.hasFocus()


def test_in_a_low_pane_the_text_goes_before_the_buttons_and_the_notes(editor, qtbot) -> None:
    assert editor.notes.widget.isVisible()
    editor.layout().setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)  # as in a pane, not a window of its own
    editor.resize(700, 230)
    bar = opened(editor, qtbot, "城里", replacing=True)
    assert bar.height() >= bar.minimumSizeHint().height()
    assert editor.page.height() > 2 * editor.page.fontMetrics().height()
    assert not editor.notes.widget.isVisible() and not editor.bar.isVisible()
    bar.close_bar()
    assert editor.notes.widget.isVisible() and editor.bar.isVisible()


def test_nothing_is_sought_before_a_word_is_composed(editor, qtbot) -> None:
    bar = opened(editor, qtbot, "")
    compose(bar.field, "youfang")
    qtbot.wait(300)
    qtbot.keyClick(bar.field, Qt.Key.Key_Return)
    assert bar.places == []
    commit(bar.field, "油坊")
    qtbot.waitUntil(lambda: bar.said.text() == "第 1 处，共 1 处")


def test_the_count_is_of_what_is_selected_and_opened_it_shows_words_figures(editor, qtbot) -> None:
    whole = editor.manuscript().character_count()
    assert editor._count.text() == f"{whole} 字"
    cursor = editor.page.textCursor()
    cursor.setPosition(0)
    cursor.movePosition(QTextCursor.MoveOperation.NextBlock, QTextCursor.MoveMode.KeepAnchor)
    cursor.movePosition(QTextCursor.MoveOperation.Right, QTextCursor.MoveMode.KeepAnchor, 2)
    editor.page.setTextCursor(cursor)
    qtbot.waitUntil(lambda: editor._count.text() == f"选中 7 字，共 {whole} 字")
    assert selected_text(editor) == "城裏的油坊\n𠮷家"
    figures = dict(editor._count.figures())
    assert list(figures) == ["选中", "正文", "连注释"]
    assert figures["选中"].words == 7
    assert figures["正文"].written == whole
    assert figures["正文"].words == whole + 3  # 年, 城, 里 stand in a table
    assert figures["连注释"].words == figures["正文"].words + 6
    panel = editor._count.open_figures()
    assert panel.isVisible()
    qtbot.keyClick(panel, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not panel.isVisible())


@pytest.fixture
def story(opened: MainWindow, materials: MaterialsWorkspace, settle) -> str:
    """An item with the text, opened; its id."""
    archive = opened.session.archive
    item = item_titled(archive, "供销社的柜台")
    archive.execute(SetFields(item, {"manuscript": TEXT.to_json()}))
    settle(opened)
    materials.listing.select(item)
    materials.open_item()
    settle(opened)
    materials.material.text.page.setFocus()
    return item


def test_keys_open_it_in_the_window_and_one_undo_takes_back_only_what_was_replaced(
    opened: MainWindow, materials: MaterialsWorkspace, story: str, settle, qtbot
) -> None:
    control = Qt.KeyboardModifier.ControlModifier
    catalogue = opened.session.archive.catalogue
    page = materials.material.text.page
    commit(page, "记")
    typed = materials.material.text.manuscript()
    qtbot.keyClick(page, Qt.Key.Key_R, control)
    bar = materials.material.text._finding
    qtbot.waitUntil(bar.field.hasFocus)
    commit(bar.field, "城里")
    bar.other.setFocus()
    commit(bar.other, "西宁城")
    bar.all.click()
    settle(opened)
    stored = Manuscript.from_json(catalogue.record(story)["manuscript"])
    assert "西宁城" in stored.plain_text() and "城里" not in stored.plain_text()
    qtbot.keyClick(page, Qt.Key.Key_Z, control)
    settle(opened)
    assert Manuscript.from_json(catalogue.record(story)["manuscript"]) == typed
    bar.field.setFocus()
    bar.one.click()  # the first press goes there, the second replaces
    bar.one.click()
    settle(opened)
    assert Manuscript.from_json(catalogue.record(story)["manuscript"]) != typed
    qtbot.keyClick(bar.field, Qt.Key.Key_Z, control)  # nothing was written in the field since
    settle(opened)
    assert Manuscript.from_json(catalogue.record(story)["manuscript"]) == typed
    assert bar.field.text() == "城里"
    qtbot.keyClick(bar.field, Qt.Key.Key_Backspace)
    qtbot.keyClick(bar.field, Qt.Key.Key_Z, control)
    assert bar.field.text() == "城里", "what was written in the field is taken back there"
    assert materials.material.text.manuscript() == typed


def test_f3_goes_on_from_the_page_and_ctrl_f_in_the_list_is_the_lists(
    opened: MainWindow, materials: MaterialsWorkspace, story: str, settle, qtbot
) -> None:
    page = materials.material.text.page
    qtbot.keyClick(page, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    bar = materials.material.text._finding
    qtbot.waitUntil(bar.field.hasFocus)
    commit(bar.field, "城里")
    qtbot.waitUntil(lambda: bar.current == 0)
    page.setFocus()
    qtbot.keyClick(page, Qt.Key.Key_F3)
    assert bar.current == 1
    qtbot.keyClick(page, Qt.Key.Key_F3, Qt.KeyboardModifier.ShiftModifier)
    assert bar.current == 0
    materials.back()
    settle(opened)
    assert not opened.actions_table["text.replace"].isEnabled()
    opened.actions_table["edit.find"].trigger()
    assert materials.listing.bar.finder.hasFocus()


def test_a_text_in_a_dialog_has_the_same_keys(look, qtbot) -> None:
    dialog = QDialog()
    qtbot.addWidget(dialog)
    field = ManuscriptFieldEditor(ITEM.field("manuscript"))
    dialog.setLayout(column(field))
    dialog.resize(800, 600)
    dialog.show()
    dialog.activateWindow()
    field.show_value(TEXT.to_json())
    field.editor.page.setFocus()
    qtbot.waitUntil(field.editor.page.hasFocus)
    qtbot.keyClick(field.editor.page, Qt.Key.Key_R, Qt.KeyboardModifier.ControlModifier)
    bar = field.editor._finding
    qtbot.waitUntil(bar.field.hasFocus)
    commit(bar.field, "城里")
    bar.other.setText("乡下")
    bar.all.click()
    assert Manuscript.from_json(field.value()).blocks[1].text == "𠮷家住在乡下。"
    bar.field.setFocus()
    qtbot.keyClick(bar.field, Qt.Key.Key_Escape)
    assert dialog.isVisible() and bar.isHidden()
