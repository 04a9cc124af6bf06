"""Text on the clipboard: with styles, as words alone, between pages, as one step of undo."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QGuiApplication, QTextCursor

from archive_app.domain.manuscript import Block, BlockKind, Cell, Manuscript, Note, Span, SpanStyle
from archive_app.gui.manuscript.editor import ManuscriptEditor
from archive_app.gui.manuscript.pasting import OWN, mime_of, selection_of
from archive_app.gui.theme import Theme
from tests.intake.intake_making import FILES

K, S = BlockKind, SpanStyle
HTML = "<h2>开张</h2><p>一九五八年<b>春</b>，</p><table><tr><th>年</th><td>户</td></tr></table><p>尾声<i>了</i></p>"
RICH = Manuscript(
    (
        Block(K.HEADING, "开张", level=1, id="h"),
        Block(
            K.PARAGRAPH,
            "𠮷先生在供销社",
            spans=(Span(0, 1, S.NAME), Span(4, 7, S.BOLD), Span(4, 5, S.RUBY, "gōng")),
            notes=(Note(4, "见县志", id="n"),),
            id="p",
        ),
        Block(K.TABLE, "表", rows=((Cell("甲", columns=2),), (Cell("乙"), Cell("丙"))), id="t"),
        Block(K.ANSWER, "后来拆了", label="马师傅", id="a"),
    )
)


@pytest.fixture
def editor(look: Theme, qtbot) -> ManuscriptEditor:
    made = ManuscriptEditor()
    qtbot.addWidget(made)
    made.resize(800, 600)
    made.show()
    return made


def clipboard(html: str = "", text: str = "") -> QMimeData:
    made = QMimeData()
    if html:
        made.setHtml(html)
    if text:
        made.setText(text)
    return made


def put(editor: ManuscriptEditor, text: str, at: int, kind: BlockKind = K.PARAGRAPH) -> None:
    editor.show_manuscript(Manuscript((Block(kind, text, id="own"),) if text else ()))
    cursor = editor.page.textCursor()
    cursor.setPosition(at)
    editor.page.setTextCursor(cursor)


def told(editor: ManuscriptEditor) -> list[tuple[BlockKind, str]]:
    return [(one.kind, one.text) for one in editor.manuscript()]


def alike(one: Block, other: Block) -> bool:
    from dataclasses import replace

    plain = [
        replace(
            block,
            id="",
            notes=tuple(replace(note, id="") for note in block.notes),
            spans=tuple(sorted(block.spans, key=repr)),
        )
        for block in (one, other)
    ]
    return plain[0] == plain[1]


def test_into_an_empty_text_it_comes_as_it_was(editor: ManuscriptEditor) -> None:
    editor.page.insertFromMimeData(clipboard(HTML, "开张\n一九五八年春，"))
    found = editor.manuscript().blocks
    assert told(editor) == [
        (K.HEADING, "开张"), (K.PARAGRAPH, "一九五八年春，"), (K.TABLE, ""), (K.PARAGRAPH, "尾声了"),
    ]  # fmt: skip
    assert [(s.start, s.end, s.style) for s in found[1].spans] == [(5, 6, S.BOLD)]
    assert [(s.start, s.end, s.style) for s in found[3].spans] == [(2, 3, S.KAI)]
    assert len({block.id for block in found}) == 4


def test_one_paragraph_goes_into_the_line_and_into_its_kind(editor: ManuscriptEditor) -> None:
    put(editor, "甲乙", 1, K.ANSWER)
    editor.page.insertFromMimeData(clipboard("<p>丙<b>丁</b></p>"))
    [own] = editor.manuscript()
    assert (own.kind, own.text, own.id) == (K.ANSWER, "甲丙丁乙", "own")
    assert [(s.start, s.end, s.style) for s in own.spans] == [(2, 3, S.BOLD)]


def test_several_part_the_paragraph_one_is_in(editor: ManuscriptEditor) -> None:
    put(editor, "甲乙", 1)
    editor.page.insertFromMimeData(clipboard("<p>一</p><blockquote>二</blockquote><p>三</p>"))
    assert told(editor) == [(K.PARAGRAPH, "甲一"), (K.QUOTE, "二"), (K.PARAGRAPH, "三乙")]
    assert editor.page.textCursor().positionInBlock() == 1


def test_a_table_stands_between_both_parts(editor: ManuscriptEditor) -> None:
    put(editor, "甲乙", 1)
    editor.page.insertFromMimeData(clipboard("<table><tr><td>年</td><td>户</td></tr></table>"))
    assert told(editor) == [(K.PARAGRAPH, "甲"), (K.TABLE, ""), (K.PARAGRAPH, "乙")]
    put(editor, "甲乙", 0)
    editor.page.insertFromMimeData(clipboard("<table><tr><td>年</td><td>户</td></tr></table>"))
    assert told(editor) == [(K.TABLE, ""), (K.PARAGRAPH, "甲乙")]
    assert editor.manuscript().blocks[1].id == "own"


def test_a_heading_before_a_paragraph_leaves_it_whole(editor: ManuscriptEditor) -> None:
    put(editor, "甲乙", 0)
    editor.page.insertFromMimeData(clipboard("<h2>题</h2><p>一</p>"))
    assert told(editor) == [(K.HEADING, "题"), (K.PARAGRAPH, "一"), (K.PARAGRAPH, "甲乙")]


def test_behind_a_table_it_begins_a_paragraph(editor: ManuscriptEditor) -> None:
    editor.show_manuscript(Manuscript((Block(K.TABLE, rows=((Cell("甲"),),), id="t"),)))
    editor.page.insertFromMimeData(clipboard("<p>一</p>"))
    assert told(editor) == [(K.TABLE, ""), (K.PARAGRAPH, "一")]


def test_in_place_of_what_is_selected(editor: ManuscriptEditor) -> None:
    put(editor, "甲乙丙", 0)
    editor.page.selectAll()
    editor.page.insertFromMimeData(clipboard("<h2>题</h2>"))
    assert told(editor) == [(K.HEADING, "题")]


def test_cells_parted_by_tabs_are_a_table(editor: ManuscriptEditor) -> None:
    editor.page.insertFromMimeData(clipboard(text="年份\t户数\n1958\t42\n"))
    [own] = editor.manuscript()
    assert [[cell.text for cell in row] for row in own.rows] == [["年份", "户数"], ["1958", "42"]]


def test_words_alone_by_key(editor: ManuscriptEditor, qtbot) -> None:
    QGuiApplication.clipboard().setMimeData(clipboard(HTML, "开张\n　　一九五八年春，\n\n尾声"))
    put(editor, "甲", 1)
    editor.page.setFocus()
    keys = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier
    qtbot.keyClick(editor.page, Qt.Key.Key_V, keys)
    assert told(editor) == [(K.PARAGRAPH, "甲开张"), (K.PARAGRAPH, "一九五八年春，"), (K.PARAGRAPH, "尾声")]
    assert not any(block.spans for block in editor.manuscript())


def test_a_paste_is_a_step_of_its_own_and_what_is_lost_is_said(editor: ManuscriptEditor, qtbot) -> None:
    steps, said = [], []
    editor.step_ended.connect(lambda: steps.append(len(editor.manuscript())))
    editor.page.said.connect(said.append)
    editor.page.insertFromMimeData(clipboard((FILES / "word-manner.html").read_text(encoding="utf-8")))
    assert steps == [0, 11]
    assert "图片" in said[0] and "删除" in said[0]
    assert [note.text for block in editor.manuscript() for note in block.notes] == ["今东关大街。"]
    assert len(editor.notes.lines) == 1


def test_copied_and_pasted_here_nothing_is_lost(editor: ManuscriptEditor) -> None:
    editor.show_manuscript(RICH)
    editor.page.selectAll()
    mime = mime_of(editor.page)
    assert mime.hasFormat(OWN)
    editor.show_manuscript(Manuscript())
    editor.page.insertFromMimeData(mime)
    found = editor.manuscript().blocks
    assert len(found) == len(RICH) and all(map(alike, found, RICH.blocks))
    assert not {block.id for block in found} & {block.id for block in RICH}


def test_a_part_is_copied_with_its_marks_and_notes(editor: ManuscriptEditor) -> None:
    editor.show_manuscript(RICH)
    cursor = editor.page.document().find("先生")
    cursor.setPosition(editor.page.document().find("供销").selectionEnd(), QTextCursor.MoveMode.KeepAnchor)
    editor.page.setTextCursor(cursor)
    [own] = selection_of(editor.page)
    assert (own.text, [note.at for note in own.notes]) == ("先生在供销", [3])
    assert {(s.start, s.end, s.style) for s in own.spans} == {(3, 5, S.BOLD), (3, 4, S.RUBY)}


def test_word_gets_html_with_the_marks(editor: ManuscriptEditor) -> None:
    from archive_app.intake.pasting.html import read_html

    editor.show_manuscript(RICH)
    editor.page.selectAll()
    mime = mime_of(editor.page)
    assert mime.text().split("\n") == ["开张", "𠮷先生在供销社", "甲", "乙\t丙", "后来拆了"]
    back = read_html(mime.html()).manuscript.blocks
    assert [(one.kind, one.text) for one in back[:1]] == [(K.HEADING, "开张")]
    assert "<ruby>供<rt>gōng</rt></ruby>" in mime.html() and "<b>" in mime.html()
    assert any(one.rows for one in back)


def test_nothing_of_a_later_program_breaks_it(editor: ManuscriptEditor) -> None:
    mime = clipboard("<p>甲</p>")
    mime.setData(OWN, b'{"format": 99, "blocks": []}')
    editor.page.insertFromMimeData(mime)
    assert told(editor) == [(K.PARAGRAPH, "甲")]
