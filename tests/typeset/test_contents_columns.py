"""目录 in columns, long titles and authors in them."""

from __future__ import annotations

import pytest

from archive_app.domain.manuscript import paragraphs
from archive_app.typeset import compose
from archive_app.typeset.book import Article, Book, Section
from archive_app.typeset.layout import Page
from archive_app.typeset.templates import load

LONG = (
    "一九五八年前后城东水磨沟一带的磨坊油坊与车马店以及"
    "在那里讨生活的各族手艺人和他们的后代口述往事辑录之二附地名考证与人物小传"
)


def contents(count: int, template: str, columns: int, authors: tuple[str, ...] = ("沈玉梅",)) -> list[Page]:
    articles = tuple(
        Article(f"{n}.md", LONG[:60] if n % 7 == 3 else f"第{n}篇", paragraphs(["短文。"]), byline=authors)
        for n in range(count)
    )
    sections = tuple(Section(f"栏目{n}", articles[n * 9 : n * 9 + 9]) for n in range(-(-count // 9)))
    look = load(template).with_layout({"contents": {"columns": columns}, "articles": "flow", "sections": "none"})
    return [page for page in compose(Book("城东", sections), template=look).pages if page.kind == "contents"]


@pytest.mark.parametrize("template", ["16k", "a4-large", "vertical"])
def test_entries_stand_in_two_columns_and_every_one_leads_to_its_page(template: str) -> None:
    pages = contents(40, template, 2)
    assert len(pages) <= len(contents(40, template, 1))
    for page in pages:
        places = [(round(line.x, 1), round(line.y, 1)) for line in page.lines]
        assert len(places) == len(set(places))
        for link in page.links:
            for other in page.links:
                apart = (
                    link.x1 <= other.x0
                    or other.x1 <= link.x0
                    or link.y1 <= other.y0 + 0.01
                    or other.y1 <= link.y0 + 0.01
                )
                assert link is other or apart
    assert sum(len(page.links) for page in pages) == 40
    ends = {
        round(line.y + line.runs[0].dx if line.vertical else line.x, 0)
        for p in pages
        for line in p.lines
        if line.role == "contents-page"
    }
    assert max(ends) - min(ends) > 100  # one column's numbers stand far from the other's


def test_columns_of_the_last_page_end_level() -> None:
    page = contents(40, "a4-large", 2)[-1]
    middle = page.width / 2
    feet = [
        max(line.y for line in page.lines if (line.x < middle) is left and line.role != "contents-title")
        for left in (True, False)
    ]
    assert abs(feet[0] - feet[1]) <= 5 * 18  # a long title is not parted, so they may differ by one


def test_a_narrow_page_takes_fewer_columns() -> None:
    (page, *_) = contents(20, "32k", 3)
    assert len({round(link.x0) for link in page.links}) == 2


@pytest.mark.parametrize("columns", [1, 2])
def test_a_title_of_sixty_characters_has_the_whole_width_and_its_author_room(columns: int) -> None:
    for page in contents(12, "16k", columns):
        grid = (page.width - 378) / 2
        for line in page.lines:
            assert line.x > grid - 40
        authors = [line for line in page.lines if line.role == "contents-author"]
        titles = [line for line in page.lines if line.role == "contents-entry"]
        for author in authors:
            beside = [t for t in titles if abs(t.y - author.y) < 0.1 and t.x < author.x]
            assert all(t.x + len(t.text) * t.size * 0.9 < author.x + 0.1 for t in beside)
    wide = [line for page in contents(12, "16k", columns) for line in page.lines if line.text.startswith(LONG[:4])]
    assert wide and all(len(line.text) >= (26 if columns == 1 else 10) for line in wide)


def test_leaders_stand_under_each_other_and_stop_before_the_numbers() -> None:
    for page in contents(30, "a4-large", 2, ()):
        numbers = sorted(line.x for line in page.lines if line.role == "contents-page")
        for rule in page.rules:
            if rule.kind == "leader":
                assert any(0 < x - rule.x1 < 40 for x in numbers)
