"""注音, 人名 and 地名 in a text: proposed, written, linked to cards, taken off, kept."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QApplication, QDialog

from archive_app.catalogue.commands import SetFields
from archive_app.domain.manuscript import Block, BlockKind, Manuscript, Note, Span, SpanStyle
from archive_app.gui.main_window import MainWindow
from archive_app.gui.manuscript.editor import ManuscriptEditor
from archive_app.gui.manuscript.naming import NameDialog
from archive_app.gui.manuscript.readings import ReadingDialog, proposed
from archive_app.gui.theme import Theme
from archive_app.gui.workspaces.materials.text_page import TextPage
from archive_app.gui.workspaces.materials.workspace import MaterialsWorkspace
from tests.gui.acting import commit, item_titled

S = SpanStyle
CTRL_ALT = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
TITLE = "供销社的柜台"


@pytest.fixture
def editor(look: Theme, qtbot) -> ManuscriptEditor:
    made = ManuscriptEditor()
    qtbot.addWidget(made)
    made.resize(800, 500)
    made.show()
    return made


@pytest.fixture
def text(opened: MainWindow, materials: MaterialsWorkspace, settle) -> TextPage:
    """A text with two names, opened; 马文山 and 赵吉甫 have cards."""
    archive = opened.session.archive
    item = item_titled(archive, TITLE)
    words = Manuscript((Block(BlockKind.PARAGRAPH, "马师傅和赵吉甫在韵家口。", id="a"),))
    archive.execute(SetFields(item, {"manuscript": words.to_json()}))
    settle(opened)
    materials.listing.select(item)
    materials.open_item()
    settle(opened)
    return materials.material.text_page


def while_open(kind: type[QDialog], act: Callable[..., bool | None]) -> None:
    """Do something in the dialog that is about to open; again while it says that it cannot yet."""

    def look() -> None:
        found = QApplication.activeModalWidget()
        if not isinstance(found, kind) or act(found) is False:
            QTimer.singleShot(20, look)

    QTimer.singleShot(20, look)


def spans(editor: ManuscriptEditor, style: SpanStyle) -> list[tuple[str, str]]:
    return [
        (block.text[span.start : span.end], span.value)
        for block in editor.manuscript()
        for span in block.spans
        if span.style is style
    ]


def choose(editor: ManuscriptEditor, words: str) -> None:
    found = editor.page.document().find(words)
    assert not found.isNull()
    editor.page.setTextCursor(found)
    editor.page.setFocus()


def show(editor: ManuscriptEditor, *blocks: Block) -> None:
    editor.show_manuscript(Manuscript(blocks))


def test_readings_are_proposed_as_of_a_name() -> None:
    assert [ways[0] for _character, ways in proposed("仇英")] == ["qiú", "yīng"]
    [(_character, ways)] = proposed("行")
    assert {"xíng", "háng"} <= set(ways)
    assert proposed("A，")[0][1] == ()


def test_a_reading_a_character_by_key(editor: ManuscriptEditor, qtbot) -> None:
    show(editor, Block(BlockKind.PARAGRAPH, "匠人𠮷甫妈妈说", notes=(Note(3, "注"),), id="a"))
    steps = []
    editor.step_ended.connect(lambda: steps.append(len(spans(editor, S.RUBY))))

    def accept(dialog: ReadingDialog) -> None:
        assert dialog.readings() == {0: "jí", 1: "fǔ", 2: "mā", 3: "mā"}
        dialog.accept()

    while_open(ReadingDialog, accept)
    cursor = editor.page.document().find("甫妈妈")
    start = editor.page.document().find("𠮷").selectionStart()
    end = cursor.selectionEnd()
    cursor.setPosition(start)
    cursor.setPosition(end, cursor.MoveMode.KeepAnchor)
    editor.page.setTextCursor(cursor)
    editor.page.ask_reading()
    assert spans(editor, S.RUBY) == [("𠮷", "jí"), ("甫", "fǔ"), ("妈", "mā"), ("妈", "mā")]
    assert steps == [0, 4]
    assert [note.at for note in editor.manuscript().blocks[0].notes] == [3]


def test_an_empty_reading_takes_it_off(editor: ManuscriptEditor) -> None:
    show(
        editor, Block(BlockKind.PARAGRAPH, "䶮家", spans=(Span(0, 1, S.RUBY, "yǎn"), Span(1, 2, S.RUBY, "jiā")), id="a")
    )
    choose(editor, "䶮家")

    def clear(dialog: ReadingDialog) -> None:
        assert dialog.readings() == {0: "yǎn", 1: "jiā"}
        dialog._choices[0].setCurrentText("")
        dialog._choices[1].setCurrentText(" gā ")
        dialog.accept()

    while_open(ReadingDialog, clear)
    editor.page.ask_reading()
    assert spans(editor, S.RUBY) == [("家", "gā")]


def test_equal_readings_beside_each_other_stay_two(editor: ManuscriptEditor) -> None:
    own = Block(BlockKind.PARAGRAPH, "妈妈", spans=(Span(0, 1, S.RUBY, "mā"), Span(1, 2, S.RUBY, "mā")), id="a")
    show(editor, own)
    editor.page.moveCursor(editor.page.textCursor().MoveOperation.End)
    commit(editor.page, "说")
    assert spans(editor, S.RUBY) == [("妈", "mā"), ("妈", "mā")]


def test_what_is_typed_behind_a_reading_or_a_name_is_no_part_of_it(editor: ManuscriptEditor) -> None:
    marks = (Span(0, 2, S.PERSON, "p"), Span(0, 2, S.BOLD), Span(2, 3, S.RUBY, "shuō"))
    show(editor, Block(BlockKind.PARAGRAPH, "马文说", spans=marks, id="a"))
    cursor = editor.page.textCursor()
    cursor.setPosition(2)
    editor.page.setTextCursor(cursor)
    commit(editor.page, "山")
    cursor.setPosition(4)
    editor.page.setTextCursor(cursor)
    commit(editor.page, "了")
    assert (spans(editor, S.PERSON), spans(editor, S.RUBY)) == ([("马文", "p")], [("说", "shuō")])
    assert spans(editor, S.BOLD) == [("马文山", "")]  # a look goes on


def test_readings_are_seen_above_the_line(editor: ManuscriptEditor) -> None:
    plain = Block(BlockKind.PARAGRAPH, "䶮家先到", id="a")
    pictures = []
    for block in (plain, Block(BlockKind.PARAGRAPH, "䶮家先到", spans=(Span(0, 1, S.RUBY, "yǎn"),), id="a")):
        show(editor, block)
        picture = QPixmap(editor.page.viewport().size())
        editor.page.viewport().render(picture)
        pictures.append(picture.toImage())
    height = editor.page.cursorRect().bottom()
    above = [(x, y) for x in range(0, 300) for y in range(height) if pictures[0].pixel(x, y) != pictures[1].pixel(x, y)]
    assert len(above) > 20


def test_a_name_is_linked_to_its_card_by_pinyin(opened: MainWindow, text: TextPage, settle, qtbot) -> None:
    person = {record.title: record.id for record in opened.session.archive.catalogue.records("person")}
    choose(text.editor, "马师傅")

    def by_initials(dialog: NameDialog) -> bool | None:
        if dialog.line.text() != "mws":
            dialog.line.setText("mws")
            return False
        if not dialog.list.count() or dialog.list.item(0).data(Qt.ItemDataRole.UserRole) != person["马文山"]:
            return False
        dialog.accept()
        return None

    while_open(NameDialog, by_initials)
    qtbot.keyClick(text.editor.page, Qt.Key.Key_H, CTRL_ALT)
    settle(opened)
    assert spans(text.editor, S.PERSON) == [("马师傅", person["马文山"])]
    stored = Manuscript.from_json(
        opened.session.archive.catalogue.record(item_titled(opened.session.archive, TITLE))["manuscript"]
    )
    assert stored.blocks == text.editor.manuscript().blocks
    opened.actions_table["edit.undo"].trigger()
    settle(opened)
    assert spans(text.editor, S.PERSON) == []


def test_a_mark_is_changed_and_taken_off_where_the_cursor_is_in_it(opened: MainWindow, text: TextPage, settle) -> None:
    page = text.editor.page
    choose(text.editor, "赵吉甫")
    page.set_mark(page.textCursor().selectionStart(), page.textCursor().selectionEnd(), S.PERSON, "")
    cursor = page.textCursor()
    cursor.setPosition(page.document().find("吉甫").selectionStart())
    page.setTextCursor(cursor)
    assert page.stretch(S.PERSON) == (4, 7, "赵吉甫", "")

    def off(dialog: NameDialog) -> None:
        dialog._take_off()

    while_open(NameDialog, off)
    text.names.ask(S.PERSON)
    settle(opened)
    assert spans(text.editor, S.PERSON) == []


def test_a_new_card_is_made_for_a_place(opened: MainWindow, text: TextPage, settle) -> None:
    choose(text.editor, "韵家口")

    def make(dialog: NameDialog) -> bool | None:
        last = dialog.list.item(dialog.list.count() - 1)
        if last is None or last.data(Qt.ItemDataRole.UserRole) != "new":
            return False
        dialog.list.setCurrentItem(last)
        dialog.accept()
        return None

    while_open(NameDialog, make)
    text.names.ask(S.PLACE)
    settle(opened)
    [place] = opened.session.archive.catalogue.records("place")
    assert place.title == "韵家口" and spans(text.editor, S.PLACE) == [("韵家口", place.id)]


def test_nothing_selected_is_told(opened: MainWindow, text: TextPage, settle) -> None:
    cursor = text.editor.page.textCursor()
    cursor.setPosition(0)
    text.editor.page.setTextCursor(cursor)
    text.names.ask(S.PERSON)
    assert QApplication.activeModalWidget() is None
