"""Where pages end badly: what is asked of a paragraph, a picture, a title or the notes' white, and what comes of it."""

from __future__ import annotations

import random
from itertools import pairwise
from pathlib import Path

import pytest
from PIL import Image

from archive_app.domain.manuscript import Block, BlockKind, Manuscript, Note, Picture
from archive_app.typeset.blocks.model import StyledText, TextStyle
from archive_app.typeset.book import Article, Book, Section
from archive_app.typeset.composer import Composer
from archive_app.typeset.layout import Layout, Page
from archive_app.typeset.lines.paragraph import set_paragraph
from archive_app.typeset.pages.flexing import flex
from archive_app.typeset.pages.grid import Grid
from archive_app.typeset.pages.material import BoxImage, Inset, SetBox
from archive_app.typeset.templates import load

GRID = Grid.of(load("16k"))


def prose(chance: random.Random, characters: int) -> str:
    """Sentences of clauses of many lengths, so that paragraphs end anywhere."""
    text = ""
    while len(text) < characters:
        clauses = ["水磨坊前的路" * 3 for _ in range(chance.randint(1, 4))]
        text += "，".join(clause[: chance.randint(4, 14)] for clause in clauses) + "。"
    return text


@pytest.fixture(scope="module")
def long_book(tmp_path_factory: pytest.TempPathFactory) -> Layout:
    """Some ninety pages with notes and pictures."""
    folder = tmp_path_factory.mktemp("pictures")
    Image.new("L", (1200, 800), 90).save(folder / "a.jpg")
    chance = random.Random(3)
    articles = []
    for number in range(8):
        blocks: list[Block] = []
        for _ in range(46):
            if chance.random() < 0.05:
                blocks.append(Block(BlockKind.PICTURE, "水磨坊", picture=Picture("a.jpg")))
            text = prose(chance, chance.randint(40, 320))
            notes = (Note(len(text) // 2, prose(chance, 50)),) if chance.random() < 0.1 else ()
            blocks.append(Block(BlockKind.PARAGRAPH, text, notes=notes))
        articles.append(Article(f"{number}.md", f"第{number}篇", Manuscript(tuple(blocks))))
    return Composer().compose(Book("城东", (Section("", tuple(articles)),), images=folder, template="16k"))


def alone(before: Page, after: Page) -> bool:
    """Whether the paragraph that goes over from one page to the next leaves a line of its own on either."""
    body = [line for line in before.lines if line.role == "body"]
    rest = [line for line in after.lines if line.role == "body"]
    if not body or not rest or (body[-1].article, body[-1].block) != (rest[0].article, rest[0].block):
        return False
    block = body[-1].block
    here = [line for line in body if line.block == block]
    return sum(line.block == block for line in rest) == 1 or (len(here) == 1 and here[0].offset == 0)


def test_hardly_a_line_stands_alone_in_a_whole_book(long_book: Layout) -> None:
    pages = [page for page in long_book.pages if page.kind == "body"]
    lines = sum(line.role == "body" for page in pages for line in page.lines)
    assert lines > 2_000
    assert sum(alone(a, b) for a, b in pairwise(pages)) <= lines * 0.0005


def test_what_gave_way_lost_nothing_and_runs_into_nothing(long_book: Layout) -> None:
    grid = long_book.grid
    for page in long_book.pages:
        body = [line for line in page.lines if line.role == "body"]
        rows = [round((line.y - grid["first_baseline"]) / grid["leading"], 3) for line in body]
        assert len(set(rows)) == len(rows) and all(row == round(row) for row in rows)
        notes = [line.y for line in page.lines if line.role == "note"]
        if body and notes:
            assert min(notes) - body[-1].y >= grid["leading"]
        for image in page.images:
            assert not any(image.y < line.y <= image.y + image.height for line in page.lines)
            assert image.height / image.width == pytest.approx(800 / 1200, rel=0.01)
        if notes:
            assert max(notes) <= grid["top"] + GRID.height


def box(height: float, rows: int, opens: bool = False) -> SetBox:
    image = BoxImage(Path("a.jpg"), 50.0, 6.0, height * 1.5, height, "")
    return SetBox("b", rows, (), (image,), rows_top=rows - 1, lift=6.0, opens=opens)


def test_a_picture_gives_up_a_line_by_being_smaller_and_takes_one_as_white() -> None:
    whole = box(220.0, 14)
    smaller, higher = flex(whole, -1, GRID), flex(whole, 1, GRID)
    assert smaller is not None and higher is not None
    assert (smaller.rows, higher.rows) == (13, 15)
    image, was = smaller.images[0], whole.images[0]
    assert image.height == pytest.approx(was.height - GRID.leading)
    assert image.width / image.height == pytest.approx(1.5)
    assert image.x + image.width / 2 == pytest.approx(was.x + was.width / 2)
    assert higher.images[0].height == was.height and higher.images[0].y == pytest.approx(was.y + GRID.leading / 2)


def test_a_small_picture_is_not_made_smaller_and_none_outgrows_the_page() -> None:
    assert flex(box(90.0, 6), -1, GRID) is None
    assert flex(box(500.0, GRID.rows), 1, GRID) is None


@pytest.mark.parametrize("delta", [-1, 1])
def test_a_title_takes_or_gives_a_line_of_its_space(delta: int) -> None:
    line = set_paragraph(StyledText("头班车", TextStyle("NotoSerifSC-Regular", 18.0)), 300.0).lines[0]
    inset = Inset(line, 0.0, 40.0, 18.0, "title")
    title = SetBox("", 6, (inset,), rows_top=6, opens=True, keep=True)
    flexed = flex(title, delta, GRID)
    assert flexed is not None and flexed.rows == flexed.rows_top == 6 + delta
    assert flexed.insets[0].y == pytest.approx(40.0 + delta * GRID.leading / 2)


@pytest.mark.parametrize("delta", [-1, 1])
def test_a_heading_takes_or_gives_a_line_of_its_white(delta: int) -> None:
    line = set_paragraph(StyledText("一、水磨", TextStyle("NotoSansSC-Bold", 13.0)), 300.0).lines[0]
    heading = SetBox("h", 3, (Inset(line, 0.0, 26.0, 13.0, "heading-1"),), rows_top=2, lift=12.0, keep=True, level=1)
    flexed = flex(heading, delta, GRID)
    assert flexed is not None and (flexed.rows, flexed.rows_top) == (3 + delta, max(2, 2 + delta))
    assert flexed.insets[0].y - flexed.lift == pytest.approx(26.0 - 12.0)
    low = SetBox("h", 1, (Inset(line, 0.0, 10.0, 13.0, "heading-3"),), rows_top=1, keep=True, level=3)
    assert flex(low, delta, GRID) is None


def spreads(layout: Layout) -> list[tuple[Page, Page]]:
    """Facing pages of one article, neither of them its last."""
    last = {line.article: number for number, page in enumerate(layout.pages) for line in page.lines}
    pairs = []
    for number in range(1, len(layout.pages) - 1, 2):
        left, right = layout.pages[number : number + 2]
        articles = {line.article for page in (left, right) for line in page.lines}
        if left.lines and right.lines and all(last[article] > number + 1 for article in articles):
            pairs.append((left, right))
    return pairs


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_facing_pages_end_level_whatever_side_an_article_begins_on(seed: int) -> None:
    chance = random.Random(seed)
    articles = []
    for number in range(7):
        blocks: list[Block] = []
        for _ in range(70):
            if chance.random() < 0.12:
                blocks.append(Block(BlockKind.HEADING, "一、水磨", level=chance.randint(1, 2)))
            blocks.append(Block(BlockKind.PARAGRAPH, prose(chance, chance.choice((20, 60, 200)))))
        articles.append(Article(f"{number}.md", f"第{number}篇", Manuscript(tuple(blocks))))
    layout = Composer().compose(Book("城东", (Section("", tuple(articles)),), template="32k"))
    first = {
        line.article: number % 2 for number, page in reversed(list(enumerate(layout.pages))) for line in page.lines
    }
    assert set(first.values()) == {0, 1}  # some begin on a recto, some on a verso
    found = spreads(layout)
    level = sum(max(x.y for x in left.lines) == pytest.approx(max(x.y for x in right.lines)) for left, right in found)
    assert len(found) > 15 and level == len(found)
    body = [page for page in layout.pages if page.kind == "body"]
    assert sum(alone(a, b) for a, b in pairwise(body)) <= 1


@pytest.mark.parametrize("name", ["16k", "large-print"])
def test_a_picture_that_ends_a_page_goes_down_to_its_foot(tmp_path: Path, name: str) -> None:
    Image.new("L", (1200, 800), 90).save(tmp_path / "a.jpg")
    chance = random.Random(8)
    blocks: list[Block] = []
    for _ in range(60):
        blocks += [Block(BlockKind.PARAGRAPH, prose(chance, chance.randint(30, 200))) for _ in range(3)]
        blocks.append(Block(BlockKind.PICTURE, "水磨坊", picture=Picture("a.jpg", 0.55)))
    book = Book("试", (Section("", (Article("a", "题", Manuscript(tuple(blocks))),)),), images=tmp_path)
    layout = Composer().compose(book, load(name))
    pages = [page for page in layout.pages if page.kind == "body" and page.lines][:-1]
    ends = [max(page.lines, key=lambda line: line.y) for page in pages]
    feet = [line.y + 0.12 * line.size for line in ends if line.role == "caption"]
    steps = [(max(feet) - foot) / layout.grid["leading"] for foot in feet]
    assert len(feet) >= 3
    assert all(abs(step - round(step)) < 0.05 and step < 3.5 for step in steps)  # where a line of text would end
