"""A manuscript written as Markdown reads back as itself."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import example, given, settings
from hypothesis import strategies as st

from archive_app.domain.manuscript import Block, BlockKind, Cell, Manuscript, Note, Picture, Span, SpanStyle
from archive_app.domain.markdown import read_article, write_article
from archive_app.domain.markdown.runs import ordered


def without_ids(manuscript: Manuscript) -> Manuscript:
    return Manuscript(
        tuple(replace(b, id="", notes=tuple(replace(n, id="") for n in b.notes)) for b in manuscript.blocks)
    )


def assert_round_trip(manuscript: Manuscript) -> None:
    written = write_article({}, manuscript)
    again = read_article(written)
    assert without_ids(again.manuscript) == without_ids(manuscript), written
    assert again.warnings == (), written


_ALPHABET = "甲乙丙丁，。“”（）《》问答：abc12 .-+#>*_`[](){}<>|&!^~=:\\\"'/\U00020bb7"
_WORDS = st.text(_ALPHABET, min_size=1, max_size=12).map(str.strip).filter(bool)
_LINE = _WORDS.filter(lambda text: "\n" not in text)
_SPLITTABLE = (SpanStyle.BOLD, SpanStyle.KAI, SpanStyle.DOTS, SpanStyle.SMALL, SpanStyle.UNDERLINE)
_WHOLE = (SpanStyle.PERSON, SpanStyle.PLACE, SpanStyle.NAME, SpanStyle.BOOK)


@st.composite
def _spans(draw: st.DrawFn, text: str) -> tuple[Span, ...]:
    """Non-crossing spans of whole styles, and any of the others, as a reader would give them."""
    found: list[Span] = []
    for _ in range(draw(st.integers(0, 3))):
        start = draw(st.integers(0, len(text) - 1))
        end = draw(st.integers(start + 1, len(text)))
        found.append(Span(start, end, draw(st.sampled_from(_SPLITTABLE))))
    if draw(st.booleans()):
        start = draw(st.integers(0, len(text) - 1))
        end = draw(st.integers(start + 1, len(text)))
        style = draw(st.sampled_from((*_WHOLE, SpanStyle.RUBY)))
        value = draw(_LINE) if style is SpanStyle.RUBY else ""
        if style is not SpanStyle.RUBY or (text[start:end].strip() and "\n" not in text[start:end]):
            found.append(Span(start, end, style, value))
    # a mark on a line end marks nothing
    return ordered(s for s in found if "\n" not in (text[s.start], text[s.end - 1]))


@st.composite
def _block(draw: st.DrawFn) -> Block:
    kind = draw(st.sampled_from([k for k in BlockKind if k not in (BlockKind.PAGE_BREAK, BlockKind.TABLE)]))
    text = draw(_LINE)
    if kind is BlockKind.VERSE and draw(st.booleans()):
        text = f"{text}\n{draw(_LINE)}"
    spans = draw(_spans(text))
    notes = tuple(
        Note(at, body, draw(st.sampled_from(["", "编者注"])), draw(_spans(body)))
        for at in sorted(draw(st.lists(st.integers(0, len(text)), max_size=2)))
        for body in [draw(_LINE)]
    )
    label = ""
    if kind is BlockKind.QUESTION:
        label = draw(st.sampled_from(["问", "提问", "张三", 'a"b', ""]))
    elif kind is BlockKind.ANSWER:
        label = draw(st.sampled_from(["答", "问", "口述者"]))
    elif kind is BlockKind.LIST_ITEM:
        label = draw(st.sampled_from(["", "1.", "12)", "一、"]))
    picture = None
    if kind is BlockKind.PICTURE:
        source = draw(st.sampled_from(["a.jpg", "图/老 照片(1).jpg", "018f-x"]))
        picture = Picture(source, draw(st.sampled_from([0.0, 0.6, 0.333, 1.0])), "head", draw(_WORDS), "", draw(_WORDS))
    tight = 0 if kind is BlockKind.HEADING else draw(st.sampled_from([-1, 0, 1]))
    level = draw(st.integers(1, 5)) if kind is BlockKind.HEADING else 0
    return Block(kind, text, spans, notes, level, picture=picture, tight=tight, label=label)


@settings(max_examples=100, deadline=None)
@given(st.lists(_block(), min_size=1, max_size=5))
def test_any_manuscript_reads_back_as_itself(blocks: list[Block]) -> None:
    assert_round_trip(Manuscript(tuple(blocks)))


def test_table_reads_back_with_spanning_cells_and_caption() -> None:
    rows = (
        (Cell("甲|乙", header=True), Cell("*丙*", columns=2, header=True)),
        (Cell("一\n二", rows=2), Cell("三"), Cell("")),
        (Cell("四"), Cell("{五}")),
    )
    assert_round_trip(Manuscript((Block(BlockKind.TABLE, "表一：户数", rows=rows),)))
    plain = ((Cell("头", header=True), Cell("一")), (Cell("头", header=True), Cell("二")))
    assert_round_trip(Manuscript((Block(BlockKind.TABLE, rows=plain), Block(BlockKind.PARAGRAPH, "正文"))))


def test_notes_of_cells_read_back() -> None:
    rows = (
        (Cell("年", header=True), Cell("户数", header=True)),
        (Cell("一九五八", rows=2), Cell("一\n二*")),
        (Cell(""),),
    )
    notes = (
        Note(2, "表题的注"),
        Note(2, "表头的注", cell=(0, 1)),
        Note(3, "格里的注", "编者注", cell=(1, 1)),
        Note(1, "格里的头一条", cell=(1, 1)),
        Note(0, "空格的注", cell=(2, 0)),
    )
    block = Block(BlockKind.TABLE, "表一：户数", rows=rows, notes=notes)
    again = read_article(write_article({}, Manuscript((block,)))).manuscript.blocks[0]
    assert again.rows == rows
    assert [(n.at, n.text, n.by, n.cell) for n in again.notes_in_order] == [
        (n.at, n.text, n.by, n.cell) for n in block.notes_in_order
    ]


def test_forced_lines_pages_and_empty_answers_read_back() -> None:
    line = Block(BlockKind.PARAGRAPH, "甲乙丙", (Span(1, 1, SpanStyle.LINE_BREAK),))
    answer = Block(BlockKind.ANSWER, "", label="答")
    assert_round_trip(Manuscript((line, Block(BlockKind.PAGE_BREAK), answer, line)))


def test_note_of_several_paragraphs_reads_back() -> None:
    note = Note(1, "第一段。\n- 第二段。\n1. 第三段", "整理者注", (Span(0, 2, SpanStyle.BOLD),))
    assert_round_trip(Manuscript((Block(BlockKind.PARAGRAPH, "甲乙", notes=(note,)),)))


def test_common_marks_are_written_the_short_way() -> None:
    block = Block(BlockKind.PARAGRAPH, "甲乙丙丁", (Span(0, 2, SpanStyle.BOLD), Span(2, 3, SpanStyle.DOTS)))
    assert write_article({}, Manuscript((block,))) == "**甲乙**[丙]{.dots}丁\n"


_HEADS = st.dictionaries(
    st.sampled_from(["title", "subtitle", "author", "note", "written"]),
    st.one_of(st.text(_ALPHABET + "\n---\t", max_size=20), st.lists(st.text(_ALPHABET, max_size=8), min_size=1)),
)


@settings(max_examples=100, deadline=None)
@given(_HEADS)
@example({"title": "---", "note": "甲\n---\n乙", "written": "1985-03-02", "author": ["", "是"]})
def test_head_reads_back(head: dict[str, object]) -> None:
    again = read_article(write_article(head, Manuscript((Block(BlockKind.PARAGRAPH, "正文"),))))
    assert (again.head, again.manuscript.plain_text(), again.warnings) == (head, "正文", ())


_SOURCES = st.text("甲乙。**[]{.dots}()!|#>-1\n\n~`^:问：<br>$ ", max_size=80)


@settings(max_examples=100, deadline=None)
@given(_SOURCES)
def test_what_was_read_from_any_text_reads_back_as_itself(source: str) -> None:
    first = read_article(source)
    again = read_article(write_article(first.head, first.manuscript))
    assert without_ids(again.manuscript) == without_ids(first.manuscript)
