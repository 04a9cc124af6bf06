"""A volume put together: order, paging, openers, heads, folios, contents, bookmarks, the map to the source."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from archive_app.domain.manuscript import Block, BlockKind, Manuscript, paragraphs
from archive_app.typeset.book import Article, Book, Imprint, Matter, Section
from archive_app.typeset.composer import Composer, compose
from archive_app.typeset.layout import Layout, Page
from archive_app.typeset.pages.front import chinese_number
from archive_app.typeset.pages.heads import roman
from archive_app.typeset.templates import Template, load

TEXT = "院子没有名字，信封上写门牌号，平常说起来都叫“马家院”。房主姓什么，我们搬进去的时候已经没有人说得清。" * 8


def article(key: str, title: str, times: int = 3, **more: object) -> Article:
    blocks = [Block(BlockKind.HEADING, f"{title}之一", level=1), *paragraphs([TEXT] * times).blocks]
    return Article(key, title, Manuscript(tuple(blocks)), **more)  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def book() -> Book:
    lines = (
        ("准印证号", "青新出（2026）准印字第1号"),
        ("印数", "1000册"),
        ("开本", ""),
        ("字数", ""),
        ("责任校对", ""),
    )
    return Book(
        "城东政协文史资料",
        (
            Section("亲历亲见", (article("a", "甜醅", byline=("沈玉梅",)), article("b", "碌碡"))),
            Section(
                "乡村记忆", (), (Section("韵家口镇", (article("c", "焜锅", byline=("冶秀英 口述", "祁垚 整理")),)),)
            ),
        ),
        number=24,
        subtitle="乡村记忆",
        compiler="政协西宁市城东区委员会",
        imprint=Imprint("internal", lines),
        front=(Matter("preface", article("x", "序", 1)), Matter("plates")),
        back=(Matter("afterword", article("h", "", 1)), Matter("names")),
    )


@pytest.fixture(scope="module")
def layout(book: Book) -> Layout:
    return compose(book, template=load("32k"))


def texts(page: Page) -> list[str]:
    return [line.text for line in page.lines]


def test_the_parts_come_in_order(layout: Layout) -> None:
    kinds = [page.kind for page in layout.pages if page.kind != "blank"]
    order = ["title", "imprint", "front", "contents", "section", "body", "section", "body", "back"]
    assert [k for n, k in enumerate(kinds) if n == 0 or kinds[n - 1] != k] == order


def test_the_body_starts_at_one_on_a_recto_and_counts_every_side(layout: Layout) -> None:
    first = next(n for n, page in enumerate(layout.pages) if page.kind == "section")
    assert first % 2 == 0
    assert [page.label for page in layout.pages[first:]] == [str(n + 1) for n in range(len(layout.pages) - first)]
    assert len(layout.pages) % 2 == 0


def test_front_matter_has_roman_numbers_of_its_own(layout: Layout) -> None:
    front = [page for page in layout.pages if page.kind in ("front", "contents")]
    assert front[0].label == "i"
    assert all(page.label == roman(number) for number, page in enumerate(layout.pages[2:], 1) if page in front)


def test_blanks_and_section_pages_carry_neither_head_nor_folio(layout: Layout) -> None:
    silent = [page for page in layout.pages if page.kind in ("blank", "section", "title", "imprint")]
    assert {page.kind for page in silent} == {"blank", "section", "title", "imprint"}
    assert all(not page.heads and page.folio is None for page in silent)
    assert all(not page.lines for page in silent if page.kind == "blank")


def test_heads_are_the_section_on_even_and_the_article_on_odd_pages_and_none_on_openers(layout: Layout) -> None:
    for number, page in enumerate(layout.pages, 1):
        if page.kind != "body":
            continue
        head = [line.text for line in page.heads]
        if page.opener:
            assert head == []
        elif number % 2:
            assert head in (["甜醅"], ["碌碡"], ["焜锅"])
        else:
            assert head in (["亲历亲见"], ["乡村记忆"])


def test_folios_stand_outside(layout: Layout) -> None:
    for number, page in enumerate(layout.pages, 1):
        if page.kind == "body":
            assert page.folio is not None
            assert page.folio.text == page.label
            assert (page.folio.x > page.width / 2) == bool(number % 2)


def test_the_contents_name_the_pages_the_articles_are_on(layout: Layout) -> None:
    contents = [page for page in layout.pages if page.kind == "contents"]
    rows: dict[float, list[str]] = {}
    for page in contents:
        for line in page.lines:
            rows.setdefault(line.y, []).append(line.text)
    entries = {row[0]: row[1:] for row in rows.values()}
    for key, title in (("a", "甜醅"), ("b", "碌碡"), ("c", "焜锅")):
        opener = next(page for page in layout.pages if page.opener and any(line.article == key for line in page.lines))
        assert entries[title][-1] == opener.label
    assert entries["焜锅"][0] == "冶秀英口述　祁垚整理"
    assert entries["韵家口镇"] == []
    links = [link for page in contents for link in page.links]
    assert all(layout.pages[link.page].opener for link in links)


def test_bookmarks_lead_to_sections_articles_and_headings(layout: Layout) -> None:
    found = [(entry.title, entry.level) for entry in layout.outline]
    assert ("亲历亲见", 0) in found
    assert ("甜醅", 1) in found
    assert ("甜醅之一", 2) in found
    for entry in layout.outline:
        assert any(line.text.startswith(entry.title[:4]) for line in layout.pages[entry.page].lines)


def test_the_title_page_and_the_imprint_say_what_the_book_says(layout: Layout) -> None:
    title, imprint = layout.pages[:2]
    assert texts(title) == ["城东政协文史资料", "第二十四辑", "乡村记忆", "政协西宁市城东区委员会"]
    said = texts(imprint)
    assert "青新出（2026）准印字第1号" in said
    assert "850mm×1168mm　1/32" in said
    assert "责任校对" not in said
    assert f"{round(layout.statistics['characters_by_area'] / 1000)}千字" in said


def test_matter_that_would_be_empty_is_named_and_left_out(layout: Layout) -> None:
    empty = [p for p in layout.problems if p.code == "matter-empty"]
    assert sorted(p.message[:6] for p in empty) == ["“人名索引”", "“图版”没有"]
    assert all(p.remedy for p in empty)
    assert not any(line.text == "人名索引" for page in layout.pages for line in page.lines)


def test_a_piece_of_matter_without_a_title_gets_the_name_of_its_kind(layout: Layout) -> None:
    back = next(page for page in layout.pages if page.kind == "back")
    assert texts(back)[0] == "后记"


def test_articles_may_run_on_and_sections_open_over_them(book: Book) -> None:
    template = replace(load("32k"), articles="flow", sections="opening")
    brief = Article("a", "甜醅", paragraphs(["短文一篇。"]))
    short = replace(
        book, front=(), sections=(Section("亲历亲见", (brief, Article("b", "碌碡", paragraphs([TEXT])))),), back=()
    )
    layout = compose(short, template=template)
    body = [page for page in layout.pages if page.kind == "body"]
    first = texts(body[0])
    assert first[0] == "亲历亲见"
    assert {"甜醅", "碌碡"} <= {text for page in body for text in texts(page)}
    where = next(page for page in body if "碌碡" in texts(page))
    assert {line.article for line in where.lines} == {"a", "b"}
    assert [e.title for e in layout.outline if e.level == 1] == ["甜醅", "碌碡"]


def test_articles_may_begin_on_rectos(book: Book) -> None:
    layout = compose(book, template=replace(load("32k"), articles="recto"))
    openers = [n for n, page in enumerate(layout.pages) if page.opener and page.kind == "body"]
    assert all(n % 2 == 0 for n in openers)


@pytest.mark.parametrize("number", [1, 2, 3])
def test_a_section_that_opens_over_its_first_article_begins_on_a_recto(number: int) -> None:
    brief = tuple(Article(f"a{n}", f"篇{n}", paragraphs(["短文一篇。"])) for n in range(number))
    sections = (Section("亲历亲见", brief), Section("乡村记忆", (article("c", "焜锅"),)))
    layout = compose(Book("城东文史", sections), template=replace(load("32k"), sections="opening"))
    place = next(n for n, page in enumerate(layout.pages) if "乡村记忆" in texts(page) and page.kind == "body")
    assert place % 2 == 0 and layout.pages[place].label == str(number + 1 + number % 2)


def test_the_layout_maps_print_to_source(layout: Layout, book: Book) -> None:
    data = json.loads(json.dumps(layout.to_json(), ensure_ascii=False))
    sources = {(a.key, b.id): b.text for a in book.articles() for b in a.manuscript}
    checked = 0
    for page in data["pages"]:
        assert {"kind", "folio", "heads", "lines", "label"} <= page.keys()
        for line in page["lines"]:
            source = sources.get((line["article"], line["block"]))
            if source and line["part"] == "text":
                assert source[line["offset"] :].startswith(line["text"])
                checked += 1
    assert checked > 60


def test_setting_again_is_the_same_and_only_what_changed_is_set(book: Book) -> None:
    composer = Composer()
    template: Template = load("32k")
    first = composer.compose(book, template)
    assert composer.compose(book, template) == first
    edited = replace(book.sections[0].articles[0], manuscript=Manuscript(tuple(paragraphs(["改过了。"]).blocks)))
    changed = replace(
        book, sections=(replace(book.sections[0], articles=(edited, article("b", "碌碡"))), book.sections[1])
    )
    assert len(composer.compose(changed, template).pages) < len(first.pages)
    assert composer.compose(book, template) == first


def test_progress_is_told(book: Book) -> None:
    told: list[tuple[float, str]] = []
    compose(book, template=load("32k"), progress=lambda share, what: told.append((share, what)))
    shares = [share for share, _ in told]
    assert shares == sorted(shares)
    assert shares[-1] == 1
    assert "甜醅" in [what for _, what in told]


@pytest.mark.parametrize(
    ("number", "words"),
    [(1, "一"), (10, "十"), (11, "十一"), (24, "二十四"), (105, "一百零五"), (2026, "二千零二十六")],
)
def test_numbers_of_issues_are_written_in_chinese(number: int, words: str) -> None:
    assert chinese_number(number) == words


def test_pages_that_an_edit_leaves_alone_are_the_same_objects(book: Book) -> None:
    composer = Composer()
    template: Template = load("32k")
    before = composer.compose(book, template)
    first, *others, last = book.sections[0].articles
    edited = replace(last, manuscript=Manuscript(tuple(paragraphs(["改过了。"]).blocks)))
    changed = replace(book, sections=(replace(book.sections[0], articles=(first, *others, edited)), *book.sections[1:]))
    after = composer.compose(changed, template)
    kept = {line.article for page in after.pages if any(page is old for old in before.pages) for line in page.lines}
    assert first.key in kept and last.key not in kept
    assert after == Composer().compose(changed, template)
