"""Tables in a text: made by key, written in, rows and columns, joined, pasted, undone."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import QMimeData, Qt, QTimer
from PySide6.QtGui import QGuiApplication, QPixmap
from PySide6.QtWidgets import QApplication, QPlainTextEdit, QTableWidgetSelectionRange

from archive_app.domain.manuscript import Block, BlockKind, Cell, Manuscript, Note
from archive_app.gui.manuscript.editor import ManuscriptEditor
from archive_app.gui.manuscript.tables.dialog import TableDialog
from archive_app.gui.manuscript.tables.drawing import TableDrawing
from archive_app.gui.theme import Theme
from tests.gui.acting import commit, compose

K = BlockKind
NONE = Qt.KeyboardModifier.NoModifier
CTRL_ALT = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
TABLE = Block(
    K.TABLE,
    "各队户数",
    notes=(Note(2, "题注", id="c"), Note(2, "账簿", id="n", cell=(1, 0))),
    rows=((Cell("队", header=True), Cell("户数", header=True)), (Cell("一队"), Cell("42")), (Cell("二队"), Cell("43"))),
    id="t",
)


@pytest.fixture
def dialog(look: Theme, qtbot) -> TableDialog:
    """A table that is there, opened."""
    made = TableDialog(None, TABLE)
    qtbot.addWidget(made)
    made.show()
    made.activateWindow()
    return made


@pytest.fixture
def editor(look: Theme, qtbot) -> ManuscriptEditor:
    made = ManuscriptEditor()
    qtbot.addWidget(made)
    made.resize(900, 600)
    made.show_manuscript(Manuscript((Block(K.PARAGRAPH, "甲", id="a"), Block(K.PARAGRAPH, "乙", id="b"))))
    made.show()
    made.activateWindow()
    made.page.setFocus()
    return made


def words(dialog: TableDialog) -> list[list[str]]:
    return [[cell.text for cell in row] for row in dialog.block().rows]


def while_open(act: Callable[[TableDialog], None]) -> None:
    """Do something in the dialog that is about to open."""

    def look() -> None:
        found = QApplication.activeModalWidget()
        if not isinstance(found, TableDialog):
            QTimer.singleShot(20, look)
            return
        act(found)
        found.accept()

    QTimer.singleShot(20, look)


def field(dialog: TableDialog, qtbot) -> QPlainTextEdit:
    """The cell one writes in."""

    qtbot.waitUntil(lambda: dialog.sheet.cell is not None and QApplication.focusWidget() is dialog.sheet.cell)
    assert dialog.sheet.cell is not None
    return dialog.sheet.cell


def test_nothing_done_is_nothing_changed(dialog: TableDialog) -> None:
    assert dialog.block() == TABLE
    assert (dialog.rows.value(), dialog.columns.value(), dialog.heads.value()) == (3, 2, 1)


def test_cells_are_written_with_an_input_method(dialog: TableDialog, qtbot) -> None:
    dialog.sheet.setCurrentCell(1, 0)
    cell = field(dialog, qtbot)
    compose(cell, "san")
    qtbot.keyClick(cell, Qt.Key.Key_Return)
    assert words(dialog)[1][0] == "一队"  # Enter is the input method's
    commit(cell, "三队")
    qtbot.keyClick(cell, Qt.Key.Key_Return, Qt.KeyboardModifier.AltModifier)
    commit(cell, "旧一队")
    qtbot.keyClick(cell, Qt.Key.Key_Return)
    assert words(dialog)[1][0] == "三队\n旧一队"
    assert dialog.sheet.currentRow() == 2
    commit(field(dialog, qtbot), "四队")
    dialog.sheet.finish()
    assert words(dialog)[2][0] == "四队"
    [note] = [one for one in dialog.block().notes if one.id == "n"]
    assert note.cell == (1, 0)


def test_arrows_lead_out_of_the_words_and_tab_behind_the_last_cell_makes_a_row(dialog: TableDialog, qtbot) -> None:
    sheet = dialog.sheet
    sheet.setCurrentCell(1, 0)
    cell = field(dialog, qtbot)
    qtbot.keyClick(cell, Qt.Key.Key_End)
    qtbot.keyClick(cell, Qt.Key.Key_Right)
    assert (sheet.currentRow(), sheet.currentColumn()) == (1, 1)
    qtbot.keyClick(field(dialog, qtbot), Qt.Key.Key_Down)
    assert (sheet.currentRow(), sheet.currentColumn()) == (2, 1)
    qtbot.keyClick(field(dialog, qtbot), Qt.Key.Key_Tab)
    assert words(dialog)[3] == ["", ""] and (sheet.currentRow(), sheet.currentColumn()) == (3, 0)
    assert dialog.rows.value() == 4
    commit(field(dialog, qtbot), "五队")
    dialog.accept()
    assert words(dialog)[3] == ["五队", ""]


def test_shift_and_arrows_select_cells(dialog: TableDialog, qtbot) -> None:
    sheet = dialog.sheet
    sheet.setCurrentCell(1, 0)
    cell = field(dialog, qtbot)
    qtbot.keyClick(cell, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    assert sheet.chosen() == (1, 0, 2, 0)
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_M, CTRL_ALT)
    assert dialog.block().rows[1][0] == Cell("一队\n二队", rows=2)


def test_rows_and_columns_by_key_and_back(dialog: TableDialog, qtbot) -> None:
    sheet = dialog.sheet
    sheet.setCurrentCell(1, 1)
    for key in (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Left, Qt.Key.Key_Right):
        qtbot.keyClick(sheet, key, CTRL_ALT)
    assert (dialog.rows.value(), dialog.columns.value()) == (5, 4)
    for _turn in range(4):
        qtbot.keyClick(sheet, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert dialog.block() == TABLE
    qtbot.keyClick(sheet, Qt.Key.Key_Y, Qt.KeyboardModifier.ControlModifier)
    assert dialog.rows.value() == 4


def test_numbers_say_how_large_it_is(dialog: TableDialog) -> None:
    dialog.rows.setValue(2)
    dialog.columns.setValue(4)
    assert words(dialog) == [["队", "户数", "", ""], ["一队", "42", "", ""]]
    assert all(cell.header for cell in dialog.block().rows[0])
    dialog.heads.setValue(0)
    assert not any(cell.header for row in dialog.block().rows for cell in row)


def test_joined_and_parted_by_key(dialog: TableDialog, qtbot) -> None:
    sheet = dialog.sheet
    sheet.clearSelection()
    sheet.setRangeSelected(QTableWidgetSelectionRange(1, 0, 2, 0), True)
    assert dialog.joining.isEnabled()
    qtbot.keyClick(sheet, Qt.Key.Key_M, CTRL_ALT)
    assert dialog.block().rows[1][0] == Cell("一队\n二队", rows=2)
    assert dialog.parting.isEnabled() and sheet.rowSpan(1, 0) == 2
    qtbot.keyClick(sheet, Qt.Key.Key_S, CTRL_ALT)
    assert words(dialog)[1:] == [["一队\n二队", "42"], ["", "43"]]


def test_excel_cells_are_pasted_from_the_cell_on(dialog: TableDialog, qtbot) -> None:
    QGuiApplication.clipboard().setText("三队\t44\n四队\t45")
    dialog.sheet.setCurrentCell(2, 0)
    dialog.sheet.setFocus()
    qtbot.keyClick(dialog.sheet, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert words(dialog)[2:] == [["三队", "44"], ["四队", "45"]]


def test_a_new_table_takes_joined_cells_and_heads_of_what_is_pasted(look: Theme, qtbot) -> None:
    made = TableDialog(None)
    qtbot.addWidget(made)
    mime = QMimeData()
    mime.setHtml("<table><tr><th colspan=2>户数</th></tr><tr><td>上</td><td>下</td></tr></table>")
    QGuiApplication.clipboard().setMimeData(mime)
    made.sheet.paste()
    assert made.block().rows == ((Cell("户数", columns=2, header=True),), (Cell("上"), Cell("下")))


def test_copied_cells_go_to_a_spreadsheet(dialog: TableDialog) -> None:
    dialog.sheet.selectAll()
    dialog.sheet.copy()
    assert QGuiApplication.clipboard().text() == "队\t户数\n一队\t42\n二队\t43"


def test_another_caption_keeps_its_notes(dialog: TableDialog) -> None:
    dialog.caption.setText("户数")
    made = dialog.block()
    assert made.text == "户数" and {note.id: note.at for note in made.notes}["c"] == 2


def test_made_in_the_text_by_key_as_one_step(editor: ManuscriptEditor, qtbot) -> None:
    steps = []
    editor.step_ended.connect(lambda: steps.append(len(editor.manuscript())))
    while_open(lambda found: found.sheet.show_grid(found.sheet.grid))
    qtbot.keyClick(editor.page, Qt.Key.Key_T, CTRL_ALT)
    assert [block.kind for block in editor.manuscript()] == [K.PARAGRAPH, K.TABLE, K.PARAGRAPH]
    assert steps == [2, 3]
    editor.page.show_place(editor.manuscript().blocks[1].id, 0, 0)
    while_open(lambda found: found.caption.setText("户数"))
    editor.ask_table()
    assert editor.manuscript().blocks[1].text == "户数" and len(editor.manuscript()) == 3


def test_a_table_that_is_read_only_is_not_opened(editor: ManuscriptEditor, qtbot) -> None:
    editor.show_manuscript(Manuscript((TABLE,)))
    editor.set_read_only(True)
    editor.ask_table(TABLE)
    assert QApplication.activeModalWidget() is None


def test_it_is_drawn_whole_and_higher_where_it_is_narrow(editor: ManuscriptEditor) -> None:
    from dataclasses import replace

    long = replace(TABLE, rows=(*TABLE.rows, (Cell("字" * 60, columns=2),)))
    wide, narrow = (TableDrawing(long, width, lambda _key: 0) for width in (700, 200))
    assert narrow.height > wide.height > TableDrawing(TABLE, 700, lambda _key: 0).height
    editor.show_manuscript(Manuscript((long,)))
    picture = QPixmap(editor.page.size())
    editor.page.render(picture)
    block = editor.page.document().firstBlock()
    assert editor.page.document().documentLayout().blockBoundingRect(block).height() >= narrow.height / 3
