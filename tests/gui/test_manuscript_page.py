"""A manuscript on the page: nothing is lost, ids stay, Enter and Shift+Enter do what writers expect."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QTextCursor, QTextDocument

from archive_app.domain.manuscript import Block, BlockKind, Cell, Manuscript, Note, Picture, Span, SpanStyle
from archive_app.gui.manuscript import document as pages
from archive_app.gui.manuscript.editor import ManuscriptEditor
from archive_app.gui.manuscript.looks import Looks
from tests.gui.acting import commit, compose

K, S = BlockKind, SpanStyle
FULL = Manuscript(
    (
        Block(K.HEADING, "一、油坊的由来", level=2),
        Block(
            K.PARAGRAPH,
            "韵家口的油坊，𠮷甫叔掌锤。",
            spans=(Span(0, 3, S.PLACE, "p1"), Span(7, 9, S.PERSON, "a"), Span(8, 12, S.BOLD), Span(5, 5, S.LINE_BREAK)),
            notes=(Note(9, "一说1957年冬。", by="整理者注"), Note(9, "又一说。")),
        ),
        Block(K.QUOTE, "引一段，\n分两行。", spans=(Span(0, 2, S.RUBY, "yǐn"),)),
        Block(K.VERSE, "清油灯儿点上了，\n尕妹的眼睛亮了"),
        Block(K.QUESTION, "您那时候多大？", label="问"),
        Block(K.ANSWER, "十六七岁上。", label="马师傅"),
        Block(K.LIST_ITEM, "条目"),
        Block(
            K.TABLE, rows=((Cell("年份", header=True), Cell("斤", columns=2)), (Cell("1958"), Cell("一"), Cell("二")))
        ),
        Block(K.PICTURE, "水磨旧影", picture=Picture("f1", width=0.6, credit="李晓棠 摄")),
        Block(K.PAGE_BREAK),
        Block(K.PARAGRAPH, "末段。", tight=-1),
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
    return made


def test_a_full_manuscript_comes_back_as_it_went_in(editor: ManuscriptEditor) -> None:
    editor.show_manuscript(FULL)
    assert editor.manuscript() == FULL


_TEXT = st.text(
    alphabet=st.characters(exclude_categories=("Cs", "Cc", "Zl", "Zp"), exclude_characters="\ufffc\ufdd0\ufdd1"),
    min_size=1,
    max_size=24,
)


@st.composite
def blocks(draw) -> Block:
    text = draw(_TEXT)
    kind = draw(st.sampled_from([K.PARAGRAPH, K.HEADING, K.QUOTE, K.VERSE, K.QUESTION, K.ANSWER, K.LIST_ITEM]))
    spans = []
    for style in draw(st.lists(st.sampled_from([s for s in S if s is not S.LINE_BREAK]), max_size=3, unique=True)):
        start = draw(st.integers(0, len(text) - 1))
        end = draw(st.integers(start + 1, len(text)))
        spans.append(Span(start, end, style, draw(st.sampled_from(["", "值"]))))
    notes = tuple(Note(at, f"注{at}") for at in sorted(draw(st.lists(st.integers(0, len(text)), max_size=2))))
    return Block(kind, text, tuple(sorted(spans, key=lambda s: (s.start, s.end, s.style.value))), notes)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(blocks(), min_size=1, max_size=4))
def test_any_manuscript_survives_being_edited_elsewhere(look, made: list[Block]) -> None:
    """One block is written in; read without what was remembered of the others, they say the same as before."""
    document = QTextDocument()
    kept = pages.fill(document, Manuscript(tuple(made)), Looks.under(look))
    kept.originals.clear()
    read = pages.read(document, kept).blocks
    assert [pages._plain(block) for block in read] == [pages._plain(block) for block in made]


def test_a_paragraph_parted_by_enter_keeps_its_id_above(editor: ManuscriptEditor, qtbot) -> None:
    block = Block(K.PARAGRAPH, "前半后半")
    editor.show_manuscript(Manuscript((block,)))
    cursor = editor.page.textCursor()
    cursor.setPosition(2)
    editor.page.setTextCursor(cursor)
    qtbot.keyClick(editor.page, Qt.Key.Key_Return)
    first, second = editor.manuscript().blocks
    assert (first.text, first.id) == ("前半", block.id)
    assert second.text == "后半" and second.id != block.id
    assert editor.manuscript().blocks[1].id == second.id, "a fresh id stays"


def test_enter_at_the_head_of_a_paragraph_leaves_its_id_with_its_words(editor: ManuscriptEditor, qtbot) -> None:
    block = Block(K.PARAGRAPH, "原来的话")
    editor.show_manuscript(Manuscript((block,)))
    qtbot.keyClick(editor.page, Qt.Key.Key_Home)
    qtbot.keyClick(editor.page, Qt.Key.Key_Return)
    assert [(b.text, b.id) for b in editor.manuscript()] == [("原来的话", block.id)]


def test_shift_enter_breaks_a_line_of_verse_and_forces_one_in_prose(editor: ManuscriptEditor, qtbot) -> None:
    for kind, text, spans in (
        (K.VERSE, "上\n下", ()),
        (K.PARAGRAPH, "上下", (Span(1, 1, S.LINE_BREAK),)),
    ):
        editor.show_manuscript(Manuscript((Block(kind, "上下"),)))
        cursor = editor.page.textCursor()
        cursor.setPosition(1)
        editor.page.setTextCursor(cursor)
        qtbot.keyClick(editor.page, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
        (block,) = editor.manuscript().blocks
        assert (block.text, block.spans) == (text, spans)


def test_a_question_is_followed_by_its_answer(editor: ManuscriptEditor, qtbot) -> None:
    editor.show_manuscript(Manuscript((Block(K.QUESTION, "多大年纪", label="问"),)))
    editor.page.moveCursor(QTextCursor.MoveOperation.End)
    qtbot.keyClick(editor.page, Qt.Key.Key_Return)
    commit(editor.page, "八十有三")
    assert [(b.kind, b.text, b.label) for b in editor.manuscript()] == [
        (K.QUESTION, "多大年纪", "问"),
        (K.ANSWER, "八十有三", "答"),
    ]


def test_turning_a_block_keeps_its_id_its_marks_and_its_notes(editor: ManuscriptEditor) -> None:
    editor.show_manuscript(Manuscript((FULL.blocks[1],)))
    editor.page.set_kind(K.QUOTE)
    (block,) = editor.manuscript().blocks
    assert block.kind is K.QUOTE
    assert (block.id, block.text, block.notes) == (FULL.blocks[1].id, FULL.blocks[1].text, FULL.blocks[1].notes)
    assert pages._plain(block).spans == pages._plain(FULL.blocks[1]).spans


def test_a_mark_is_set_on_the_selection_and_taken_off_again(editor: ManuscriptEditor) -> None:
    editor.show_manuscript(Manuscript((Block(K.PARAGRAPH, "湟水𠮷庆"),)))
    cursor = editor.page.textCursor()
    cursor.setPosition(2)
    cursor.setPosition(5, QTextCursor.MoveMode.KeepAnchor)  # 𠮷 takes two of the document's units
    editor.page.setTextCursor(cursor)
    editor.page.toggle_mark(S.NAME)
    assert editor.manuscript().blocks[0].spans == (Span(2, 4, S.NAME),)
    editor.page.toggle_mark(S.NAME)
    assert editor.manuscript().blocks[0].spans == ()


def test_a_note_is_called_written_numbered_and_removed(editor: ManuscriptEditor) -> None:
    editor.show_manuscript(Manuscript((Block(K.PARAGRAPH, "甲乙丙", notes=(Note(3, "后一条"),)),)))
    cursor = editor.page.textCursor()
    cursor.setPosition(1)
    editor.page.setTextCursor(cursor)
    editor.add_note()
    first, second = editor.notes.lines
    assert first.text.hasFocus()
    commit(first.text, "前一条")
    assert [(n.at, n.text) for n in editor.manuscript().blocks[0].notes] == [(1, "前一条"), (3, "后一条")]
    editor.page.remove_note(second.key)
    assert [n.text for n in editor.manuscript().blocks[0].notes] == ["前一条"]


def test_pasted_lines_become_paragraphs_without_their_blanks(editor: ManuscriptEditor) -> None:
    editor.show_manuscript(Manuscript())
    pasted = QMimeData()
    pasted.setText("　　第一段\r\n\r\n　　第二段\u2029第三段")
    editor.page.insertFromMimeData(pasted)
    assert [block.text for block in editor.manuscript()] == ["第一段", "第二段", "第三段"]


def test_enter_belongs_to_the_input_method_while_it_composes(editor: ManuscriptEditor, qtbot) -> None:
    editor.show_manuscript(Manuscript((Block(K.PARAGRAPH, "水"),)))
    editor.page.moveCursor(QTextCursor.MoveOperation.End)
    compose(editor.page, "mo")
    qtbot.keyClick(editor.page, Qt.Key.Key_Return)
    commit(editor.page, "磨")
    assert [block.text for block in editor.manuscript()] == ["水磨"]


def test_a_place_is_found_behind_notes_and_rare_characters(editor: ManuscriptEditor) -> None:
    block = Block(K.PARAGRAPH, "𠮷甫叔在油坊掌锤", notes=(Note(1, "注"),))
    editor.show_manuscript(Manuscript((Block(K.PARAGRAPH, "前言"), block)))
    editor.page.show_place(block.id, 4, 6)
    (selection,) = editor.page.extraSelections()
    assert selection.cursor.selectedText() == "油坊"
