"""Bad input gives pages and a named problem, never a crash."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from archive_app.domain.manuscript import Block, BlockKind, Cell, Manuscript, Note, Picture, Span, SpanStyle
from archive_app.typeset.book import Article, Book, Section
from archive_app.typeset.composer import compose
from archive_app.typeset.layout import Layout
from archive_app.typeset.pdf import Metadata
from archive_app.typeset.templates import load
from tests.typeset.in_memory import render

Compose = Callable[..., Layout]


def codes(layout: Layout) -> list[str]:
    return [problem.code for problem in layout.problems]


def picture(name: str, **more: object) -> Block:
    return Block(BlockKind.PICTURE, "图说", picture=Picture(name, **more))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("none.jpg", "picture-missing"),
        ("", "picture-missing"),
        ("\x00bad", "picture-missing"),
        ("broken.jpg", None),
        ("words.jpg", "picture-broken"),
        ("tiny.jpg", "picture-coarse"),
    ],
)
def test_a_bad_picture_leaves_a_frame_and_is_named(
    compose_blocks: Compose, pictures: Path, name: str, code: str | None
) -> None:
    block = picture(name)
    layout = compose_blocks([block, Block(BlockKind.PARAGRAPH, "后文。")], images=pictures)
    _, broken = render(layout, Metadata("t"))
    assert (codes(layout) or [p.code for p in broken]) == [code or "picture-broken"]
    for problem in (*layout.problems, *broken):
        assert problem.page in {p.label for p in layout.pages if any(line.block == block.id for line in p.lines)}
        assert problem.block == block.id
        assert problem.remedy


@pytest.mark.parametrize(
    "name",
    ["photo.jpg", "grey.jpg", "cmyk.jpg", "cmyk.tif", "clear.png", "deep.png", "palette.gif", "line.tif", "turned.jpg"],
)
def test_every_kind_of_picture_is_printed(compose_blocks: Compose, pictures: Path, name: str) -> None:
    layout = compose_blocks([picture(name)], images=pictures)
    data, broken = render(layout, Metadata("t"))
    assert not broken
    assert not [p for p in layout.problems if p.serious]
    assert b"/Image" in data


def test_a_character_that_no_font_has_is_named_with_its_code_and_page(compose_blocks: Compose) -> None:
    layout = compose_blocks([Block(BlockKind.PARAGRAPH, "古字\U00030000在此")])
    (problem,) = layout.problems
    assert problem.code == "missing-glyph"
    assert problem.serious
    assert "U+30000" in problem.message
    assert "《一碗甜醅》" in problem.message
    assert problem.page == "1"
    runs = [run for page in layout.pages for line in page.lines for run in line.runs]
    assert any("〓" in run.text for run in runs)
    assert not any("\U00030000" in run.text for run in runs)


def test_controls_are_dropped_and_broken_codes_replaced(compose_blocks: Compose) -> None:
    layout = compose_blocks([Block(BlockKind.PARAGRAPH, "\x07控\x1b制\ud800字\ufeff")])
    assert sorted(codes(layout)) == ["bad-code", "control-dropped", "control-dropped"]
    data, _ = render(layout, Metadata("t"))
    assert data.startswith(b"%PDF")


def test_a_note_without_words_keeps_its_mark(compose_blocks: Compose) -> None:
    layout = compose_blocks([Block(BlockKind.PARAGRAPH, "有注。", notes=(Note(2, "  "),))])
    assert codes(layout) == ["note-empty"]
    assert "（注文缺）" in [line.text for page in layout.pages for line in page.lines]


def test_notes_and_marks_outside_their_text_do_no_harm(compose_blocks: Compose) -> None:
    spans = (Span(5, 99, SpanStyle.BOLD), Span(0, 1, SpanStyle.RUBY, ""), Span(1, 1, SpanStyle.DOTS))
    layout = compose_blocks([Block(BlockKind.PARAGRAPH, "短文字。", spans, (Note(99, "远注。"), Note(-3, "前注。")))])
    assert codes(layout) == ["span-broken"]
    notes = [line.text for page in layout.pages for line in page.lines if line.role == "note"]
    assert sorted(notes) == ["前注。", "远注。"]


def test_a_table_with_too_many_columns_is_set_and_named(compose_blocks: Compose) -> None:
    rows = tuple(tuple(Cell(f"{r}-{c}") for c in range(14)) for r in range(3))
    layout = compose_blocks([Block(BlockKind.TABLE, rows=rows)])
    assert codes(layout) == ["table-too-wide"]


def test_a_table_row_higher_than_a_page_is_set_and_named(compose_blocks: Compose) -> None:
    layout = compose_blocks(
        [Block(BlockKind.TABLE, rows=((Cell("字" * 900), Cell("数")),)), Block(BlockKind.PARAGRAPH, "后。")]
    )
    assert codes(layout) == ["table-too-wide"]
    assert "后。" in [line.text for page in layout.pages for line in page.lines]


def test_an_empty_table_is_left_out(compose_blocks: Compose) -> None:
    assert codes(compose_blocks([Block(BlockKind.TABLE, rows=((Cell(""),),))])) == ["table-empty"]


def test_a_title_of_sixty_characters_takes_several_lines_and_a_cut_head() -> None:
    title = "五十多年前湟水南岸打麦场上的碌碡石磨水车与一户人家" * 3
    blocks = tuple(Block(BlockKind.PARAGRAPH, "文史资料。" * 60) for _ in range(8))
    book = Book("书", (Section("", (Article("a", title, Manuscript(blocks)),)),))
    layout = compose(book, template=load("32k"))
    assert codes(layout) == ["title-long"]
    titles = [line for page in layout.pages for line in page.lines if line.role == "title"]
    assert "".join(line.text for line in titles) == title
    assert max(len(line.text) for line in titles) - min(len(line.text) for line in titles) <= 2
    heads = {line.text for page in layout.pages for line in page.heads}
    assert any(head.endswith("……") and len(head) < 30 for head in heads)


@pytest.mark.parametrize(
    "blocks",
    [
        [],
        [Block(BlockKind.PARAGRAPH, "")],
        [Block(BlockKind.HEADING, "只有小标题", level=7)],
        [Block(BlockKind.PAGE_BREAK)] * 3,
        [Block(BlockKind.QUESTION, "")],
        [Block(BlockKind.VERSE, "\n\n唱\n\n")],
        [Block(BlockKind.PARAGRAPH, "　　 \t 空白 　")],
        [Block(BlockKind.PARAGRAPH, "a" * 3000)],
        [Block(BlockKind.PARAGRAPH, "。" * 3000)],
        [Block(BlockKind.PARAGRAPH, "字", notes=tuple(Note(1, "长注" * 900) for _ in range(3)))],
        [Block(BlockKind.HEADING, "标题", level=1)] * 30,
        [Block(BlockKind.PARAGRAPH, "字。" * 300, notes=tuple(Note(n, f"{n}") for n in range(120)))],
    ],
)  # fmt: skip
def test_odd_manuscripts_are_set_to_the_end(compose_blocks: Compose, blocks: list[Block]) -> None:
    layout = compose_blocks(blocks)
    data, _ = render(layout, Metadata("t"))
    assert data.endswith(b"%%EOF\n") or b"%%EOF" in data[-64:]
    lines = [line for page in layout.pages for line in page.lines if not line.part.startswith("note:")]
    texts = "".join(line.text for line in lines)
    for block in blocks:
        assert "".join(block.text.split()) in "".join(texts.split())


def test_a_book_without_articles_is_a_book() -> None:
    layout = compose(Book("空书", ()), template=load("16k"))
    assert [page.kind for page in layout.pages] == ["title", "imprint"]
