"""人名索引, 地名索引: every name on its page, in order, once; columns that end level; numbers that lead there."""

from __future__ import annotations

import random
import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from archive_app.domain.manuscript import Block, BlockKind, Cell, Manuscript, Note, Picture, Span, SpanStyle
from archive_app.typeset.book import Article, Book, IndexName, Matter, Section
from archive_app.typeset.composer import Composer, compose
from archive_app.typeset.folder import load_book
from archive_app.typeset.layout import Layout, Page
from archive_app.typeset.matter.index import index_groups
from archive_app.typeset.sources import source_files
from archive_app.typeset.templates import Template, load

NAMES = (
    "祁垚",
    "祁垚生",
    "李𠮷庆",
    "冶秀英",
    "卓玛措",
    "买买提·阿不都",
    "王昪",
    "文士衡",
    "解文博",
    "丁一",
    "欧阳文远",
)
PERSON, PLACE = SpanStyle.PERSON, SpanStyle.PLACE


def marked(text: str, names: Sequence[str] = NAMES, style: SpanStyle = PERSON) -> tuple[Span, ...]:
    pattern = re.compile("|".join(sorted(map(re.escape, names), key=len, reverse=True)))
    return tuple(Span(m.start(), m.end(), style) for m in pattern.finditer(text))


def paragraph(text: str, **more: object) -> Block:
    return Block(BlockKind.PARAGRAPH, text, spans=marked(text), **more)  # type: ignore[arg-type]


def book_of(articles: Sequence[Article], *kinds: str, order: str = "pinyin", names: Sequence[IndexName] = ()) -> Book:
    back = tuple(Matter(kind, options={"order": order}) for kind in kinds)
    return Book("城东政协文史资料", (Section("亲历亲见", tuple(articles)),), back=back, names=tuple(names))


@pytest.fixture(scope="module")
def layout() -> Layout:
    choose = random.Random(7)
    articles = []
    for number in range(6):
        blocks = []
        for _ in range(30):
            said = "、".join(choose.choice(NAMES) for _ in range(choose.randint(1, 5)))
            note = "又见" + choose.choice(NAMES) + "的口述。"
            blocks.append(
                paragraph(
                    f"那年秋天{said}都在院子里，墙根下的水渠还没有修，" * choose.randint(1, 4),
                    notes=(Note(4, note, spans=marked(note)),) if choose.random() < 0.3 else (),
                )
            )
        articles.append(Article(f"a{number}", f"第{number}篇", Manuscript(tuple(blocks))))
    return compose(book_of(articles, "names"), template=load("32k"))


def index_pages(layout: Layout) -> list[Page]:
    return [page for page in layout.pages if any(line.article.startswith("#") for line in page.lines)]


def listed(layout: Layout) -> dict[str, set[int]]:
    """What the index says, read from its lines alone: name → pages, ranges counted out."""
    rows: dict[str, list[str]] = defaultdict(list)
    for page in index_pages(layout):
        for line in page.lines:
            if line.role == "index":
                rows[line.block].append(line.text)
    found: dict[str, set[int]] = {}
    for name, *numbers in rows.values():
        pages: set[int] = set()
        for part in filter(None, "".join(numbers).split("、")):
            first, _, last = part.partition("–")
            pages |= set(range(int(first), int(last or first) + 1))
        found[name] = pages
    return found


def printed(layout: Layout) -> dict[str, set[int]]:
    """Where the names begin, by the words on the pages: lines are joined in the order they are read, part by part."""
    pattern = re.compile("|".join(sorted(map(re.escape, NAMES), key=len, reverse=True)))
    streams: dict[tuple[str, str, str], list[tuple[str, int]]] = defaultdict(list)
    for page in layout.pages:
        if page.kind == "body":
            for line in page.lines:
                streams[line.article, line.block, line.part].append((line.text, int(page.label)))
    found: dict[str, set[int]] = defaultdict(set)
    for lines in streams.values():
        text = "".join(words for words, _ in lines)
        pages = [page for words, page in lines for _ in words]
        for match in pattern.finditer(text):
            found[match[0]].add(pages[match.start()])
    return found


def test_every_printed_name_is_listed_on_its_pages_and_no_other(layout: Layout) -> None:
    assert len(layout.pages) > 40
    assert listed(layout) == printed(layout)


def test_numbers_lead_to_the_pages_they_name(layout: Layout) -> None:
    checked = 0
    for page in index_pages(layout):
        for link in page.links:
            target = layout.pages[link.page]
            row = [
                line
                for line in page.lines
                if line.role == "index" and abs(line.y - link.y1) < 6 and line.x - 1 < link.x0 < line.x + 400
            ]
            text = "|".join(line.text for line in row)
            assert re.search(rf"(?<!\d){target.label}(?!\d)", text), (text, target.label)
            checked += 1
    assert checked > 60


def test_an_index_moves_nothing_before_it(layout: Layout) -> None:
    body = [page.lines for page in layout.pages if page.kind == "body"]
    front = [page.label for page in layout.pages if page.kind in ("section", "body")]
    assert front[0] == "1"
    assert body and all(page.kind == "back" for page in index_pages(layout))
    assert "人名索引" in [line.text for page in layout.pages if page.kind == "contents" for line in page.lines]


def test_heads_are_letters_in_order_and_the_names_under_them_too(layout: Layout) -> None:
    heads = [line.text for page in index_pages(layout) for line in page.lines if line.role == "index-head"]
    letters = [head for head in heads if "续" not in head]
    assert letters == sorted(letters) and letters[0] == "D" and "Q" in letters and "X" in letters
    order = list(listed(layout))
    assert order.index("丁一") < order.index("祁垚") < order.index("祁垚生") < order.index("冶秀英")


def test_by_strokes_the_heads_count_the_strokes_of_surnames() -> None:
    article = Article("a", "一", Manuscript((paragraph("、".join(NAMES)),)))
    layout = compose(book_of([article], "names", order="strokes"), template=load("32k"))
    heads = [line.text for page in index_pages(layout) for line in page.lines if line.role == "index-head"]
    assert heads == ["二画", "四画", "六画", "七画", "八画", "十三画"]


def small_columns(count: int) -> Layout:
    surnames = "白陈丁冯郭韩金孔李马倪彭祁阮沈唐王徐杨张"
    words = [f"{surnames[n % len(surnames)]}家{chr(0x4E00 + n * 7)}" for n in range(count)]
    text = "、".join(words)
    block = Block(BlockKind.PARAGRAPH, text, spans=marked(text, words))
    return compose(book_of([Article("a", "一", Manuscript((block,)))], "names"), template=load("32k"))


@pytest.mark.parametrize("count", [2, 3, 17, 40, 61, 90, 150])
def test_columns_end_level_and_no_head_is_last_in_one(count: int) -> None:
    layout = small_columns(count)
    pages = index_pages(layout)
    baselines = {round(layout.grid["first_baseline"] + n * layout.grid["leading"], 2) for n in range(60)}
    for number, page in enumerate(pages):
        rows = [line for line in page.lines if line.role in ("index", "index-head")]
        assert {round(line.y, 2) for line in rows} <= baselines
        middle = page.width / 2
        columns = [[x for x in rows if (x.x < middle - 5) is left] for left in (True, False)]
        feet = [max(line.y for line in column) for column in columns if column]
        for column in columns:
            if column:
                assert max(column, key=lambda line: line.y).role == "index"
        if number + 1 < len(pages):
            assert max(feet) - min(feet) < 0.1
        elif len(feet) == 2:
            assert feet[0] - feet[1] < 4.1 * layout.grid["leading"]
            assert feet[1] - feet[0] < 0.1 + layout.grid["leading"]
    assert len({line.block for page in pages for line in page.lines if line.role == "index"}) == count


def test_a_letter_that_parts_has_its_head_again() -> None:
    words = [f"祁{chr(0x4E00 + n * 5)}" for n in range(120)]
    text = "、".join(words)
    block = Block(BlockKind.PARAGRAPH, text, spans=marked(text, words))
    layout = compose(book_of([Article("a", "一", Manuscript((block,)))], "names"), template=load("32k"))
    heads = [line.text for page in index_pages(layout) for line in page.lines if line.role == "index-head"]
    assert heads[0] == "Q" and len(heads) > 3
    assert set(heads[1:]) == {"Q（续）"}


def test_names_in_headings_captions_tables_and_verse_count() -> None:
    names = [IndexName("person", name) for name in NAMES]
    cells = ((Cell("年", header=True), Cell("人", header=True)), (Cell("1949"), Cell("王昪、祁垚生")))
    blocks = (
        Block(BlockKind.HEADING, "祁垚其人", spans=(Span(0, 2, PERSON),), level=1),
        Block(BlockKind.VERSE, "丁一唱\n冶秀英和", spans=(Span(0, 2, PERSON), Span(4, 7, PERSON))),
        Block(BlockKind.TABLE, rows=cells),
        Block(BlockKind.PICTURE, "合影", picture=Picture("x.jpg", people="左起：文士衡、卓玛措")),
        Block(BlockKind.QUESTION, "解文博在吗？", spans=(Span(0, 3, PERSON),), label="问"),
    )
    layout = compose(book_of([Article("a", "一", Manuscript(blocks))], "names", names=names), template=load("32k"))
    assert set(listed(layout)) == {"祁垚", "丁一", "冶秀英", "王昪", "祁垚生", "文士衡", "卓玛措", "解文博"}
    assert listed(layout)["祁垚"] != set()


def groups(mentions: Sequence[tuple[str, str, int]], *names: IndexName) -> list[tuple[str, list[str]]]:
    labels = {n: str(n + 1) for n in range(100)}
    found = index_groups("person", [(("person", k, w), p) for k, w, p in mentions], names, "pinyin", labels)
    return [
        (g.head, [f"{e.name}→{e.see}" if e.see else f"{e.name} {[r.text for r in e.references]}" for e in g.entries])
        for g in found
    ]


def test_three_pages_in_a_row_are_a_range_and_two_are_not() -> None:
    pages = [("祁垚", "祁垚", page) for page in (0, 1, 4, 5, 6, 9, 9, 12, 13, 14, 15)]
    assert groups(pages) == [("Q", ["祁垚 ['1', '2', '5–7', '10', '13–16']"])]


def test_other_words_lead_to_the_name_and_are_not_counted_apart() -> None:
    card = IndexName("person", "解文博", reading="xiè wén bó", also=("解老师",))
    found = groups([("解文博", "解老师", 3), ("解文博", "解文博", 7), ("解老师", "解老师", 8)], card)
    assert found == [("X", ["解老师→解文博", "解文博 ['4', '8', '9']"])]


def test_namesakes_stand_apart_by_what_is_in_brackets() -> None:
    teacher = IndexName("person", "马文清", "教师", key="p1")
    doctor = IndexName("person", "马文清", "医生", key="p2")
    found = groups([("p1", "马文清", 0), ("p2", "马文清", 5), ("马文清（医生）", "马大夫", 9)], teacher, doctor)
    assert found == [("M", ["马大夫→马文清（医生）", "马文清（教师） ['1']", "马文清（医生） ['6', '10']"])]


def test_an_id_that_no_list_knows_is_the_word_it_stands_on() -> None:
    assert groups([("p9", "祁垚", 0), ("祁垚", "祁垚", 1)]) == [("Q", ["祁垚 ['1', '2']"])]
    two = groups([("p1", "祁垚", 0), ("p2", "祁垚", 1)])
    assert two == [("Q", ["祁垚（p1） ['1']", "祁垚（p2） ['2']"])]


def test_an_edit_brings_the_index_up_to_date() -> None:
    composer = Composer()
    template: Template = load("32k")
    first = Article("a", "一", Manuscript((paragraph("祁垚来了。"),)))
    second = Article("b", "二", Manuscript((paragraph("丁一来了。"),)))
    before = composer.compose(book_of([first, second], "names"), template)
    edited = Article("b", "二", Manuscript((paragraph("王昪来了。"),)))
    after = composer.compose(book_of([first, edited], "names"), template)
    assert set(listed(before)) == {"祁垚", "丁一"}
    assert set(listed(after)) == {"祁垚", "王昪"}
    assert after == Composer().compose(book_of([first, edited], "names"), template)


def test_an_index_of_a_vertical_volume_is_level() -> None:
    article = Article("a", "一", Manuscript((paragraph("祁垚来了。" * 200),)))
    layout = compose(book_of([article], "names"), template=load("vertical"))
    rows = [line for page in index_pages(layout) for line in page.lines if line.role == "index"]
    assert rows and not any(line.vertical for line in rows)


def test_places_have_an_index_of_their_own() -> None:
    text = "从韵家口到韵家口镇"
    block = Block(BlockKind.PARAGRAPH, text, spans=(Span(1, 4, PLACE), Span(5, 9, PLACE)))
    layout = compose(book_of([Article("a", "一", Manuscript((block,)))], "places", "names"), template=load("32k"))
    assert listed(layout) == {"韵家口": {3}, "韵家口镇": {3}}
    assert [p.code for p in layout.problems] == ["matter-empty"]


def test_a_books_own_files_give_the_same_index(tmp_path: Path) -> None:
    names = [
        IndexName("person", "祁大魁", "1931年生", key="018f-one"),
        IndexName("person", "祁大魁", "1950年生", "qí dà kuí", key="018f-two"),
        IndexName("person", "解文博", "", "xiè wén bó", ("解老师",), "018f-three"),
        IndexName("place", "韵家口", key="018f-four"),
    ]
    text = "祁大魁撑筏到韵家口，祁大魁教书，解老师在听，解文博也来了。"
    spans = (
        Span(0, 3, PERSON, "018f-one"), Span(6, 9, PLACE, "018f-four"),
        Span(10, 13, PERSON, "018f-two"), Span(16, 19, PERSON, "018f-three"),
    )  # fmt: skip
    book = book_of(
        [Article("a", "一", Manuscript((Block(BlockKind.PARAGRAPH, text, spans=spans),)))], "names", names=names
    )
    for file in source_files(book):
        (tmp_path / file.name).write_bytes(file.data)
    again, _ = load_book(tmp_path)
    first, second = (listed(compose(one, template=load("16k"))) for one in (book, again))
    assert first == second == {
        "解老师　见　解文博": set(), "解文博": {3}, "祁大魁（1931年生）": {3}, "祁大魁（1950年生）": {3},
    }  # fmt: skip


@pytest.mark.parametrize("count", [1, 90])
def test_what_stands_behind_an_index_is_listed_too(count: int) -> None:
    words = [f"祁{chr(0x4E00 + n * 5)}" for n in range(count)]
    text = "、".join(words)
    body = Article("a", "一", Manuscript((Block(BlockKind.PARAGRAPH, text, spans=marked(text, words)),)))
    after = Article("h", "后记", Manuscript((paragraph("谢谢祁垚和王昪。"),)))
    book = book_of([body], "names", "places")
    book = replace(book, back=(*book.back, Matter("afterword", after)))
    composer = Composer()
    for _ in range(2):  # the second time from what is remembered
        layout = composer.compose(book, load("32k"))
        (last,) = [page for page in layout.pages if any(line.article == "h" for line in page.lines)]
        assert listed(layout)["王昪"] == listed(layout)["祁垚"] == {int(last.label)}
        contents = [line.text for page in layout.pages if page.kind == "contents" for line in page.lines]
        assert contents.count("人名索引") == contents.count("后记") == 1
        assert [entry.title for entry in layout.outline].count("后记") == 1
        links = {link.page for page in index_pages(layout) for link in page.links}
        assert layout.pages.index(last) in links


def test_an_index_has_as_many_columns_as_the_book_says() -> None:
    words = [f"祁{chr(0x4E00 + n * 5)}" for n in range(60)]
    text = "、".join(words)
    body = Article("a", "一", Manuscript((Block(BlockKind.PARAGRAPH, text, spans=marked(text, words)),)))
    composer = Composer()
    for columns in (1, 3, 2):
        book = replace(book_of([body]), back=(Matter("names", options={"columns": columns}),))
        layout = composer.compose(book, load("16k"))
        heads = [line for line in index_pages(layout)[0].lines if line.role == "index-head"]
        assert len({round(line.x) for line in heads}) == columns
        assert set(listed(layout)) == set(words)
        assert layout == Composer().compose(book, load("16k"))


def test_names_in_titles_bylines_and_notes_on_authors_count() -> None:
    blocks = tuple(paragraph("那年秋天大家都在院子里。" * 20) for _ in range(12))
    first = Article("a", "记祁垚先生", Manuscript(blocks), "兼忆王昪", ("冶秀英　口述",), "冶秀英，丁一之女。")
    second = Article("b", "看水人", Manuscript(blocks), byline=("文士衡",))
    names = [IndexName("person", name) for name in NAMES]
    layout = compose(book_of((first, second), "names", names=names), template=load("16k"))
    opens = {line.article: int(page.label) for page in layout.pages for line in page.lines if line.role == "title"}
    said = {name: {opens["a"]} for name in ("祁垚", "王昪", "冶秀英", "丁一")}
    assert listed(layout) == {**said, "文士衡": {opens["b"]}}
    assert listed(layout) == printed(layout)


def test_numbers_that_fill_their_row_stand_clear_of_the_name() -> None:
    blocks: list[Block] = []
    for number in range(120):
        said = "，".join(name for place, name in enumerate(NAMES) if number % (2 + place % 5) == 0) or "无人"
        blocks += [paragraph(f"{said}在院子里。"), Block(BlockKind.PAGE_BREAK)]
    layout = compose(book_of([Article("a", "一", Manuscript(tuple(blocks)))], "names"), template=load("16k"))
    checked = 0
    for page in index_pages(layout):
        names = [line for line in page.lines if line.role == "index" and line.text in NAMES]
        for name in names:
            beside = [line for line in page.lines if line.y == name.y and line.x > name.x]
            numbers = min(beside, key=lambda line: line.x)
            assert numbers.x > name.x + (len(name.text) + 1) * name.size
            checked += 1
    assert checked >= len(NAMES)
