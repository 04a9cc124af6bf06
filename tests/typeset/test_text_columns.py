"""Articles and back matter in columns."""

from __future__ import annotations

import random
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest

from archive_app.domain.manuscript import Block, BlockKind, Cell, Manuscript, Note, Picture, paragraphs
from archive_app.typeset.book import Article, Book, Matter, Section
from archive_app.typeset.composer import compose
from archive_app.typeset.folder import load_book
from archive_app.typeset.layout import Layout, Line, Page
from archive_app.typeset.templates import Template, load
from archive_app.typeset.toml_source import SourceError

SENTENCE = "院子没有名字，信封上写门牌号，平常说起来都叫“马家院”。房主姓什么，我们搬进去的时候已经没有人说得清。"


def article(key: str = "a.md", columns: int = 2, count: int = 40, notes: bool = True) -> Article:
    chance = random.Random(5)
    blocks: list[Block] = []
    for number in range(count):
        text = SENTENCE[: chance.randint(12, len(SENTENCE))] * chance.randint(1, 3)
        called = (Note(9, f"注{number}。" + SENTENCE[: chance.randint(3, 30)]),) if notes and number % 4 == 1 else ()
        blocks.append(Block(BlockKind.PARAGRAPH, text, notes=called))
        if number % 7 == 3:
            blocks.append(Block(BlockKind.HEADING, "一、水磨", level=1))
    blocks.insert(6, Block(BlockKind.PICTURE, "院门", picture=Picture("photo.jpg", 0.9)))
    blocks.insert(9, Block(BlockKind.TABLE, "表一", rows=((Cell("年", header=True),), (Cell("1949"),))))
    return Article(key, "老院子", Manuscript(tuple(blocks)), byline=("沈玉梅",), note="沈玉梅，教师。", columns=columns)


def set_one(one: Article, template: Template, images: Path | None = None) -> Layout:
    return compose(Book("城东", (Section("", (one,)),), images=images), template=template)


def along(line: Line) -> float:
    return line.y if line.vertical else line.x


def column_of(line: Line, layout: Layout, page: Page) -> int:
    width = layout.grid["width"]
    start = min(along(line) for line in page.lines if line.role in ("body", "note"))
    return int((along(line) - start + 1) // (width / 2))


@pytest.mark.parametrize("name", ["16k", "a4-large", "vertical"])
def test_text_stands_on_the_grid_in_two_columns_and_loses_nothing(name: str, pictures: Path) -> None:
    one = article()
    layout = set_one(one, load(name), pictures)
    said: dict[str, str] = {}
    for page in layout.pages:
        body = [line for line in page.lines if line.article == one.key and line.role == "body"]
        seen = [column_of(line, layout, page) for line in body]
        assert seen == sorted(seen) and set(seen) <= {0, 1}  # one column after the other
        for line in body:
            across = (line.x if line.vertical else line.y - layout.grid["first_baseline"]) / layout.grid["leading"]
            assert line.vertical or across == pytest.approx(round(across), abs=0.01)
            said[line.block] = said.get(line.block, "") + line.text
            assert len(line.text) <= layout.grid["width"] / layout.grid["size"] / 2 + 4
    assert said == {block.id: block.text for block in one.manuscript if block.kind is BlockKind.PARAGRAPH}
    titles = [line for page in layout.pages for line in page.lines if line.role == "title"]
    assert len(titles) == 1


def test_notes_stand_in_their_column_and_are_counted_through_the_page(pictures: Path) -> None:
    layout = set_one(article(), load("16k"), pictures)
    checked = 0
    for page in layout.pages:
        notes = [line for line in page.lines if line.role == "note" and line.offset == 0]
        figures = [line.runs[0].text for line in notes if line.runs[0].note]
        assert figures == ["①②③④⑤⑥"[n] for n in range(len(figures))]
        calls = {
            run.note: column_of(line, layout, page)
            for line in page.lines
            if line.role == "body"
            for run in line.runs
            if run.note
        }
        for line in notes:
            note = line.part.removeprefix("note:")
            if note in calls:
                checked += 1
                assert column_of(line, layout, page) == calls[note]
    assert checked >= 8


@pytest.mark.parametrize("count", [9, 20, 31, 44])
def test_the_columns_of_the_last_page_end_about_level(count: int) -> None:
    one = article(count=count, notes=False)
    plain = Article(
        "a.md", "题", Manuscript(tuple(b for b in one.manuscript if b.kind is BlockKind.PARAGRAPH)), columns=2
    )
    layout = set_one(plain, load("16k"))
    page = [page for page in layout.pages if page.kind == "body" and page.lines][-1]
    body = [line for line in page.lines if line.role == "body"]
    feet = [max((line.y for line in body if column_of(line, layout, page) == side), default=0.0) for side in (0, 1)]
    assert abs(feet[0] - feet[1]) <= 3 * layout.grid["leading"] + 0.1


@pytest.mark.parametrize(("columns", "indents"), [(1, [4, 6, 4, 2]), (2, [2, 4, 3, 1])])
def test_quotations_and_verse_are_indented_less_in_columns(columns: int, indents: list[int]) -> None:
    long = "高高山上一树槐手把槐花望郎来" * 4
    blocks = (Block(BlockKind.VERSE, long), Block(BlockKind.QUOTE, long * 2))
    layout = set_one(Article("a.md", "题", Manuscript(blocks), columns=columns), load("16k"))
    page = next(page for page in layout.pages if page.kind == "body" and page.lines)
    starts: dict[str, list[float]] = {}
    for line in page.lines:
        if line.role in ("verse", "quote") and line.x < page.width / 2:
            starts.setdefault(line.role, []).append(line.x)
    steps = [*starts["verse"][:2], *starts["quote"][:2]]
    lowest = min(steps) - min(indents) * layout.grid["size"]
    assert [round((x - lowest) / layout.grid["size"]) for x in steps] == indents


def feet_of(layout: Layout) -> list[list[float]]:
    """How many lines the columns of each full page lack at the foot."""
    lowest = layout.grid["first_baseline"] + (layout.grid["rows"] - 1) * layout.grid["leading"]
    found = []
    for page in [page for page in layout.pages if page.kind == "body" and page.lines][:-1]:
        body = [line for line in page.lines if line.role == "body"]
        feet = [max(line.y for line in body if column_of(line, layout, page) == side) for side in (0, 1)]
        found.append([round((lowest - foot) / layout.grid["leading"], 2) for foot in feet])
    return found


def alone_in(layout: Layout) -> int:
    """Paragraphs whose first or last line stands alone in a column."""
    columns: list[list[str]] = []
    for page in layout.pages:
        if page.kind == "body":
            body = [line for line in page.lines if line.role == "body"]
            columns += [[ln.block for ln in body if column_of(ln, layout, page) == side] for side in (0, 1)]
    parted = [(one, other) for one, other in pairwise(filter(None, columns)) if one[-1] == other[0]]
    first = sum(one.count(one[-1]) == 1 for one, _ in parted)
    return first + sum(other.count(other[0]) == 1 for _, other in parted)


@pytest.mark.parametrize("seed", range(4))
def test_short_paragraphs_part_well_in_columns_and_the_columns_of_facing_pages_end_level(seed: int) -> None:
    chance = random.Random(seed)
    sizes = [chance.choice([6, 12, 20, 31, 45, 70]) + chance.randint(0, 9) for _ in range(150)]
    blocks = tuple(Block(BlockKind.PARAGRAPH, "甲乙丙丁，戊己庚辛" * 9 + "。", id=f"b{n}") for n in range(150))
    blocks = tuple(replace(b, text=b.text[:size] + "。") for b, size in zip(blocks, sizes, strict=True))
    layout = set_one(Article("a.md", "题", Manuscript(blocks), columns=2), load("32k"))
    feet = feet_of(layout)
    assert all(0 <= foot <= 3 for page in feet for foot in page)
    for verso, recto in zip(feet[1::2], feet[2::2], strict=False):
        assert len({*verso, *recto}) == 1
    assert alone_in(layout) <= 3


def test_full_columns_go_down_to_the_foot() -> None:
    one = article(count=70, notes=False)
    plain = Article(
        "a.md", "题", Manuscript(tuple(b for b in one.manuscript if b.kind is BlockKind.PARAGRAPH)), columns=2
    )
    feet = feet_of(set_one(plain, load("16k")))
    assert len(feet) >= 2
    assert all(len(set(page)) == 1 and 0 <= page[0] <= 3 for page in feet)
    assert sum(page[0] for page in feet) < len(feet)  # few end early


def test_a_narrow_page_has_no_columns_and_the_template_s_number_holds_for_articles() -> None:
    narrow = load("16k").with_layout({"trim": [120, 130], "measure": [16, 12]})
    lines = [line for page in set_one(article(notes=False), narrow).pages for line in page.lines if line.role == "body"]
    assert max(line.x for line in lines) - min(line.x for line in lines) < 3 * 10.5
    look = load("16k").with_layout({"columns": {"articles": 2, "rule": 0.4}})
    layout = set_one(article(columns=0, notes=False), look)
    assert any(rule.x0 == rule.x1 and rule.weight == 0.4 for page in layout.pages for rule in page.rules)
    single = set_one(article(columns=1, notes=False), look)
    assert len(single.pages) >= len(layout.pages)


def test_back_matter_has_the_columns_it_asks_for_or_the_template_gives() -> None:
    text = paragraphs([SENTENCE] * 12)
    body = Section("", (Article("a.md", "篇", paragraphs([SENTENCE])),))
    asked = Matter("call", Article("c.md", "征稿启事", text), {"columns": 2})
    given = Matter("chronicle", Article("d.md", "大事记", text, form="chronicle"))
    layout = compose(
        Book("城东", (body,), back=(asked, given)), template=load("16k").with_layout({"columns": {"chronicle": 2}})
    )
    for key in ("c.md", "d.md"):
        (page,) = [page for page in layout.pages if any(line.article == key for line in page.lines)]
        starts = {round(line.x) for line in page.lines if line.article == key and line.role == "body"}
        assert max(starts) - min(starts) > layout.grid["width"] / 2


def test_a_section_in_columns_is_said_in_book_toml(tmp_path: Path) -> None:
    (tmp_path / "a.md").write_text("---\ntitle: 篇\n---\n\n" + SENTENCE + "\n", encoding="utf-8")
    head = '[volume]\ntitle = "书"\n[[section]]\ntitle = "栏"\n'
    (tmp_path / "book.toml").write_text(
        head + 'columns = 2\n[[section.part]]\ntitle = "村"\narticles = ["a.md"]\n', encoding="utf-8"
    )
    book, _ = load_book(tmp_path)
    assert [one.columns for one in book.articles()] == [2]
    (tmp_path / "book.toml").write_text(head + 'columns = 5\narticles = ["a.md"]\n', encoding="utf-8")
    with pytest.raises(SourceError, match=r"第5行的 section\[0\]\.columns：不能是 5。可用 1 到 3栏"):
        load_book(tmp_path)
