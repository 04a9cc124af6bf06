"""A text goes out to Word and comes back untouched: nothing that the archive supports is lost on the way."""

from __future__ import annotations

import tempfile
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PIL import Image

from archive_app.domain.comments import commenting
from archive_app.domain.manuscript import Block, BlockKind, Cell, Manuscript, Note, Picture, Span, SpanStyle
from archive_app.intake.formats.base import Workspace
from archive_app.intake.returned import Returned
from archive_app.intake.wordml.returned import read_returned
from archive_app.services.texts.merging import merged_back
from archive_app.services.texts.plainly import bare_plainly, shown_blocks
from archive_app.typeset.book import Article, Book, Section
from archive_app.typeset.docx.single import PAGE, Origin, render_text
from archive_app.vault.hostile.limits import DEFAULT

WORDS = st.text("湟水渡口的筏子客，。“”；祁垚𠮷䶮A9 　·—", min_size=1, max_size=30).filter(
    lambda text: text.strip() != ""
)
MARKS = [
    SpanStyle.BOLD, SpanStyle.KAI, SpanStyle.DOTS, SpanStyle.NAME, SpanStyle.BOOK, SpanStyle.SMALL,
    SpanStyle.SUPERSCRIPT, SpanStyle.SUBSCRIPT, SpanStyle.UNDERLINE, SpanStyle.PERSON, SpanStyle.PLACE,
]  # fmt: skip
NOT_BOTH = (
    {SpanStyle.NAME, SpanStyle.BOOK, SpanStyle.UNDERLINE},  # Word draws one line under a word
    {SpanStyle.SUPERSCRIPT, SpanStyle.SUBSCRIPT},
    {SpanStyle.BOLD, SpanStyle.KAI},  # a rare character that is both has the font of neither
)
PLAIN = [
    BlockKind.PARAGRAPH, BlockKind.HEADING, BlockKind.QUOTE, BlockKind.VERSE, BlockKind.QUESTION, BlockKind.ANSWER,
    BlockKind.LIST_ITEM,
]  # fmt: skip


@st.composite
def cells(draw: st.DrawFn, *, header: bool) -> Cell:
    """A cell, with or without a mark on some of its words; a head is bold anyway."""
    text = draw(WORDS)
    style = draw(st.sampled_from([None, *(mark for mark in MARKS if not (header and mark is SpanStyle.BOLD))]))
    if style is None:
        return Cell(text, header=header)
    start = draw(st.integers(0, len(text) - 1))
    end = draw(st.integers(start + 1, len(text)))
    return Cell(text, header=header, spans=(Span(start, end, style, "id" if style is SpanStyle.PERSON else ""),))


@st.composite
def blocks(draw: st.DrawFn) -> Block:
    """A block of any kind, with marks, a reading, forced lines and notes."""
    kind = draw(st.sampled_from([*PLAIN, BlockKind.TABLE, BlockKind.PAGE_BREAK]))
    if kind is BlockKind.PAGE_BREAK:
        return Block(kind)
    if kind is BlockKind.TABLE:
        width = draw(st.integers(1, 3))
        head = draw(st.booleans())
        rows = tuple(
            tuple(draw(cells(header=head and number == 0)) for _ in range(width))
            for number in range(draw(st.integers(1, 3)))
        )
        notes = (Note(1, "表里的注", cell=(0, 0)),) if draw(st.booleans()) else ()
        return Block(kind, draw(st.one_of(st.just(""), WORDS)), rows=rows, notes=notes)
    text = draw(WORDS)
    if kind is BlockKind.VERSE:
        text = "\n".join(line for line in draw(st.lists(WORDS, min_size=1, max_size=3)))
    size = len(text)
    spans = []
    for style in draw(st.lists(st.sampled_from(MARKS), max_size=3, unique=True)):
        here = {style, *(s.style for s in spans)}
        if any(len(here & both) > 1 for both in NOT_BOTH):
            continue
        start = draw(st.integers(0, size - 1))
        spans.append(Span(start, draw(st.integers(start + 1, size)), style, "id" if style is SpanStyle.PERSON else ""))
    if not spans and kind is not BlockKind.VERSE and draw(st.booleans()):
        start = draw(st.integers(0, size - 1))
        spans.append(Span(start, start + 1, SpanStyle.RUBY, "tú"))
        if text[start].isspace():
            spans.pop()
    if kind is BlockKind.PARAGRAPH and not spans and size > 4 and draw(st.booleans()):
        spans.append(Span(2, 2, SpanStyle.LINE_BREAK))
    notes = ()
    if not any(s.style is SpanStyle.RUBY for s in spans):
        at = draw(st.lists(st.integers(0, size), max_size=2))
        notes = tuple(Note(place, draw(WORDS), draw(st.sampled_from(["", "编者注", "祁垚"]))) for place in sorted(at))
    label = draw(st.sampled_from(["问", "答", "马师傅", ""])) if kind in (BlockKind.QUESTION, BlockKind.ANSWER) else ""
    if kind is BlockKind.LIST_ITEM:
        label = draw(st.sampled_from(["", "一、", "（二）", "3."]))
    level = draw(st.integers(1, 4)) if kind is BlockKind.HEADING else 0
    told = ("segment",) if draw(st.booleans()) else ()
    return Block(kind, text, tuple(spans), notes, level=level, label=label, segments=told)


def through(text: Manuscript, folder: Path, **more: object) -> Returned:
    book = Book("渡口", (Section("", (Article("k", "渡口", text, byline=("王昪",)),)),), layout=dict(PAGE))
    data, _problems = render_text(book, Origin("item", 7), **more)  # type: ignore[arg-type]
    path = folder / "稿.docx"
    path.write_bytes(data)
    return read_returned(path, Workspace(folder, DEFAULT, "t"))


@settings(suppress_health_check=[HealthCheck.too_slow], deadline=None, max_examples=80)
@given(st.lists(blocks(), max_size=6))
def test_what_nobody_touched_comes_back_as_it_was(made: list[Block]) -> None:
    text = Manuscript(tuple(made))
    with tempfile.TemporaryDirectory() as name:
        back = through(text, Path(name))
    went = shown_blocks(text)
    assert [block.id for block in back.blocks] == [block.id for block in went]
    for one, other in zip(went, back.blocks, strict=True):
        plain = bare_plainly(one)
        came = bare_plainly(other)
        if {plain.kind, came.kind} == {BlockKind.QUESTION, BlockKind.ANSWER}:
            came = bare_plainly(Block(plain.kind, came.text, came.spans, came.notes, label=came.label))
        assert came == plain
    merged, doubts = merged_back(text, text, back.blocks)
    assert merged == text and not doubts, "what Word does not show is not lost either"


def test_comments_and_what_it_was_made_of_come_back(tmp_path: Path) -> None:
    text = Manuscript((Block(BlockKind.PARAGRAPH, "柜台是松木的。"), Block(BlockKind.QUOTE, "掌柜姓王。")))
    said = commenting(text, text.blocks[1].id, 0, 2, "是不是姓冶？\n请核。", by="编辑甲")
    back = through(text, tmp_path, comments=[said], tracked=True)
    assert (back.item, back.version, back.heads) == ("item", 7, (("title", "渡口"), ("byline1", "王昪")))
    assert [(one.text, one.by, one.block, one.words) for one in back.comments] == [
        ("是不是姓冶？\n请核。", "编辑甲", text.blocks[1].id, "掌柜")
    ]


def test_a_picture_keeps_its_place_and_its_words(tmp_path: Path) -> None:
    Image.new("RGB", (60, 40), "white").save(tmp_path / "p.jpg")
    picture = Picture("f1", 0.6, place="foot", credit="祁垚", people="前排左起：甲")
    text = Manuscript((Block(BlockKind.PARAGRAPH, "一"), Block(BlockKind.PICTURE, "老渡口", picture=picture)))
    book = Book("渡口", (Section("", (Article("k", "渡口", text),)),), pictures={"f1": tmp_path / "p.jpg"})
    data, problems = render_text(book, Origin("item", 7))
    (tmp_path / "稿.docx").write_bytes(data)
    back = read_returned(tmp_path / "稿.docx", Workspace(tmp_path, DEFAULT, "t"))
    assert not problems and [one.text for one in back.blocks] == ["一", "老渡口"]
    shown = back.blocks[1]
    assert shown.id == text.blocks[1].id and shown.picture is not None and len(back.pictures) == 1


def test_words_with_two_marks_keep_both(tmp_path: Path) -> None:
    spans = (
        Span(0, 2, SpanStyle.BOLD),
        Span(0, 2, SpanStyle.KAI),
        Span(3, 5, SpanStyle.BOLD),
        Span(3, 5, SpanStyle.SMALL),
    )
    text = Manuscript((Block(BlockKind.PARAGRAPH, "柜台是松木的。", spans),))
    assert set(through(text, tmp_path).blocks[0].spans) == set(spans)


def test_a_document_of_others_is_not_known(tmp_path: Path) -> None:
    golden = Path(__file__).parents[2] / "intake" / "files" / "comments.docx"
    assert not read_returned(golden, Workspace(tmp_path, DEFAULT, "t")).known
