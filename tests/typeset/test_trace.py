"""Every printed character leads to itself in its source, and from there back to its place."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from itertools import pairwise

import pytest

from archive_app.domain.manuscript import Block, BlockKind, Cell, Manuscript, Note, Span, SpanStyle
from archive_app.typeset import compose
from archive_app.typeset.book import Article, Book, IndexName, Matter, Section
from archive_app.typeset.fonts.faces import APOSTROPHE, DASH, face
from archive_app.typeset.fonts.library import positions
from archive_app.typeset.layout import GlyphRun, Layout, Line
from archive_app.typeset.trace import cells, find, in_source, label_length, source_of, spot_at

_READS = {DASH: "—", APOSTROPHE: "’"}
_SQUEEZED = (
    "“《水磨》”，他说：“（一九五八年）（春）《旧事》……”！？老张’s GB/T 15834—2011 讲的——不，"
    "是“问”《答》，12 户、3.5 亩、108 间。"
)


def _book(template: str) -> Book:
    ruby = "祁家的磨盘很重。" * 9
    blocks = (
        Block(BlockKind.HEADING, "一、老屋", level=1),
        Block(
            BlockKind.PARAGRAPH, _SQUEEZED * 4, notes=(Note(9, "磨坊在韵家口。" * 12, by="编者注", id="n1"),), id="p1"
        ),
        Block(
            BlockKind.PARAGRAPH,
            ruby,
            (Span(0, 1, SpanStyle.RUBY, "qí"), Span(3, 5, SpanStyle.DOTS), Span(8, 10, SpanStyle.PERSON)),
            id="p2",
        ),
        Block(BlockKind.QUESTION, "您是哪一年搬来的？", label="问", id="q"),
        Block(BlockKind.ANSWER, "五八年秋天，" * 20, label="马师傅", id="a"),
        Block(BlockKind.VERSE, "花儿本是心上的话，\n不唱是由不得自家。", id="v"),
        Block(BlockKind.LIST_ITEM, "推磨的人要早起。" * 8, label="1.", id="l"),
        Block(
            BlockKind.TABLE,
            "表一　户数",
            rows=(
                (Cell("年份", header=True), Cell("户数（户）", columns=2, header=True)),
                (Cell("1949", rows=2), Cell("三十六户，多是磨主"), Cell("甲")),
                (Cell("四十"), Cell("乙")),
            ),
            id="t",
        ),
        Block(BlockKind.PARAGRAPH, "མཚོ་སྔོན། 和 سلام عليكم 与 é、ü。" * 3, id="s"),
    )
    first = Article(
        "a", "韵家口的水磨", Manuscript(blocks), "一九五八年前后", ("祁某某",), "作者简介。" * 9, "2026年5月"
    )
    second = Article("b", "后来的事", Manuscript((Block(BlockKind.PARAGRAPH, "没有了。" * 40, id="z"),)))
    names = Matter("names", None, {"order": "pinyin"})
    return Book(
        "书", (Section("栏", (first, second)),), template=template, back=(names,), names=(IndexName("person", "祁家"),)
    )


def _drawn(line: Line) -> Iterator[tuple[str, float, float]]:
    """(character, x, y): the middle of the ink of every glyph that one character of the text names."""
    for run in line.runs:
        if run.silent or run.note or run.unseen or run.shaped:
            continue
        shown = [c for c in run.text if face(run.face).glyphs[ord(c)] is not None]
        for (glyph, x, y), character in zip(positions(run), shown, strict=True):
            if not character.isspace():
                across, down = _ink(run, glyph)
                if line.vertical and not run.level and not run.face.startswith("@"):
                    x, y, across, down = -y, x, -down, across  # on its side
                yield _READS.get(character, character), line.x + x + across, line.y + y + down


def _ink(run: GlyphRun, glyph: int) -> tuple[float, float]:
    plain = face(run.face.removeprefix("@"))
    extents, unit = plain.font.get_glyph_extents(glyph), plain.scale * run.size / 1000
    assert extents is not None
    return (extents.x_bearing + extents.width / 2) * unit, -(extents.y_bearing + extents.height / 2) * unit


@pytest.fixture(scope="module", params=["16k", "32k", "vertical"])
def set_book(request: pytest.FixtureRequest) -> tuple[Book, Layout]:
    book = _book(request.param)
    return book, compose(book)


def test_every_glyph_leads_to_its_character(set_book: tuple[Book, Layout]) -> None:
    book, layout = set_book
    articles = {article.key: article for article in book.articles()}
    met = 0
    for page in layout.pages:
        for line in page.lines:
            source = (
                source_of(articles[line.article], line.block, line.part, line.role)
                if line.article in articles
                else None
            )
            if source is None:
                continue
            lead = label_length(line, source) if line.offset <= 0 else 0
            for character, x, y in _drawn(line):
                found = spot_at(page, x, y)
                assert found is not None
                spot, here, place = found
                assert here is line
                assert line.text[place] == character
                if lead <= place < lead + len(source) - max(0, line.offset):
                    assert source[in_source(spot, here, place, source).offset] == character
                    met += 1
    assert met > 900


def test_every_character_of_the_source_is_found_on_its_page(set_book: tuple[Book, Layout]) -> None:
    book, layout = set_book
    [first, _] = book.articles()
    for block, part in (
        ("p1", "text"),
        ("p1", "note:n1"),
        ("q", "text"),
        ("a", "text"),
        ("t", "cell:1,1"),
        ("s", "text"),
    ):
        source = source_of(first, block, part)
        assert source
        own = [line for page in layout.pages for line in page.lines if (line.block, line.part) == (block, part)]
        lead = label_length(own[0], source)
        for offset, character in enumerate(source):
            if character.isspace():
                continue
            found = find(layout.pages, "a", block, part, offset, lead=lead)
            assert found is not None
            number, cell = found
            spot = spot_at(layout.pages[number], (cell.x0 + cell.x1) / 2, (cell.y0 + cell.y1) / 2)
            assert spot is not None
            assert spot[0].part == part
            reached = in_source(spot[0], spot[1], spot[2], source).offset
            # the two halves of a shaped cluster or of ！？ in a cell are one place
            assert reached == offset or spot[2] <= cell.start < spot[2] + (cell.end - cell.start)


def test_the_cells_of_a_line_do_not_overlap(set_book: tuple[Book, Layout]) -> None:
    _, layout = set_book
    for page in layout.pages:
        for line in page.lines:
            if any(run.shaped or run.level for run in line.runs):
                continue
            along = [(cell.y0, cell.y1) if line.vertical else (cell.x0, cell.x1) for cell in cells(line)]
            assert all(a1 <= b0 + 1e-6 for (_, a1), (b0, _) in pairwise(along))


def test_contents_and_index_lead_to_their_pages(set_book: tuple[Book, Layout]) -> None:
    _, layout = set_book
    [contents] = [page for page in layout.pages if page.kind == "contents"]
    for title in ("韵家口的水磨", "后来的事"):
        line = next(line for line in contents.lines if line.text == title)
        found = spot_at(contents, line.x + (0 if line.vertical else 5), line.y + (5 if line.vertical else -3))
        assert found is not None
        assert any(one.text.startswith(title) and one.role == "title" for one in layout.pages[found[0].page].lines)
    index = next(page for page in layout.pages if page.kind == "back" and page.links)
    link = index.links[0]
    found = spot_at(index, (link.x0 + link.x1) / 2, (link.y0 + link.y1) / 2)
    assert found is not None
    assert any("祁家" in line.text for line in layout.pages[found[0].page].lines)


def test_blank_paper_leads_nowhere_and_what_is_gone_has_no_place(set_book: tuple[Book, Layout]) -> None:
    _, layout = set_book
    page = next(page for page in layout.pages if page.kind == "body" and page.opener)
    assert spot_at(page, 2.0, 2.0) is None
    assert find(layout.pages, "a", "nowhere") is None
    assert source_of(replace(_book("16k").sections[0].articles[0]), "nowhere") is None
