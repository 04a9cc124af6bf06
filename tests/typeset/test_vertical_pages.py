"""Pages of columns: from right to left on the grid, heads and folios at the fore-edge, the whole bound at the right."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pikepdf
import pypdfium2
import pytest

from archive_app.domain.manuscript import Block, BlockKind, Cell, Manuscript, Note, Picture, Span, SpanStyle
from archive_app.typeset.book import Article, Book, Matter, Section
from archive_app.typeset.composer import Composer, compose
from archive_app.typeset.folder import load_book
from archive_app.typeset.fonts.library import positions
from archive_app.typeset.layout import Layout, Line, Page
from archive_app.typeset.pages.heads import numeral
from archive_app.typeset.pdf import write
from archive_app.typeset.templates import MM, load
from archive_app.typeset.toml_source import SourceError

TEXT = (
    "湟水从西川流来，到了小桥一带水势渐缓，两岸的水磨一座挨着一座。人说：“夜里听得见‘吱呀’声……”"
    "1958年10月，共12册，唱 The East Is Red。"
)


def article(key: str = "a", *more: Block, title: str = "水磨与榨油坊") -> Article:
    blocks = [Block(BlockKind.PARAGRAPH, TEXT * (1 + number % 4)) for number in range(14)]
    return Article(key, title, Manuscript((*blocks, *more)), byline=("李某某",), note="李某某，某地人。")


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Book:
    noted = Block(BlockKind.PARAGRAPH, TEXT, notes=(Note(5, "西川，河名。"), Note(20, "水磨，见前。")))
    verse = [
        Block(BlockKind.VERSE, line) for line in ("梨花开来白又白，", "井水担来甜又甜，", "尕娃娃走四方，", "好庄院。")
    ]
    heading = Block(BlockKind.HEADING, "一、老屋", level=1)
    preface = Matter("preface", Article("p", "序", Manuscript((Block(BlockKind.PARAGRAPH, TEXT),))))
    sections = (Section("亲历亲见", (article("a", noted, heading, *verse), article("b", title="第二篇"))),)
    return Book("城东政协文史资料", sections, number=24, compiler="某会", template="vertical", front=(preface,))


@pytest.fixture(scope="module")
def layout(book: Book) -> Layout:
    return compose(book)


def bodies(layout: Layout) -> list[Page]:
    return [page for page in layout.pages if page.kind == "body"]


def of_text(page: Page) -> list[Line]:
    return [line for line in page.lines if line.role == "body"]


def test_columns_go_from_right_to_left_on_the_grid(layout: Layout) -> None:
    template = load("vertical")
    for number, page in enumerate(layout.pages):
        if page.kind != "body":
            continue
        lines = of_text(page)
        assert all(line.vertical for line in lines)
        places = [line.x for line in lines]
        assert places == sorted(places, reverse=True)
        inner, across = template.inner * MM, template.type_area[0]
        right = page.width - inner if number % 2 == 0 else inner + across  # a recto's spine is at its right
        for line in lines:
            row = (right - template.body_pt / 2 - line.x) / template.leading_pt
            assert row == pytest.approx(round(row), abs=0.001)
            assert line.y >= template.top * MM - 0.01


def test_heads_and_folios_stand_at_the_fore_edge(layout: Layout) -> None:
    seen = set()
    for number, page in enumerate(layout.pages):
        if page.kind != "body" or page.folio is None or not of_text(page):
            continue
        places = [line.x for line in of_text(page)]
        outside = min(places) - 9 if number % 2 == 0 else max(places) + 9
        for line in (*page.heads, page.folio):
            assert line.vertical
            assert line.x < outside if number % 2 == 0 else line.x > outside
        seen.add(number % 2)
        assert page.folio.text == numeral(load("vertical"), page.label)
    assert seen == {0, 1}


@pytest.mark.parametrize(
    ("numerals", "label", "words"),
    [("counted", "24", "二十四"), ("digits", "108", "一〇八"), ("arabic", "24", "24"), ("counted", "iv", "iv")],
)
def test_pages_are_numbered_as_the_template_says(numerals: str, label: str, words: str) -> None:
    assert numeral(load("vertical").with_layout({"vertical": {"numerals": numerals}}), label) == words
    assert numeral(load("16k"), label) == label


def test_direction_alone_turns_the_type_area() -> None:
    upright, turned = load("16k"), load("16k").with_layout({"direction": "vertical"})
    assert turned.type_area[0] <= upright.type_area[0]
    assert turned.type_area[1] <= upright.type_area[1]
    assert upright.type_area[1] - turned.type_area[1] < upright.body_pt
    assert upright.type_area[0] - turned.type_area[0] < upright.leading_pt


def test_contents_are_columns_with_chinese_numbers_and_links(layout: Layout) -> None:
    (page,) = [page for page in layout.pages if page.kind == "contents"]
    numbers = [line for line in page.lines if line.role == "contents-page"]
    assert {line.text for line in numbers} <= set("一二三四五六七八九")
    assert len({round(line.y + len(line.text) * 10.5) for line in numbers}) == 1  # they end at one height
    entries = [line for line in page.lines if line.role == "contents-entry"]
    assert [line.text for line in entries] == ["序", "水磨与榨油坊", "第二篇"]
    for line in entries:
        link = next(link for link in page.links if link.x0 <= line.x <= link.x1)
        assert link.y0 <= line.y <= link.y1
        target = layout.pages[link.page]
        assert any(line.text in other.text for other in target.lines)
    assert all(rule.x0 == rule.x1 for rule in page.rules if rule.kind == "leader")


def test_notes_stand_at_the_left_end_of_their_page(layout: Layout) -> None:
    page = next(page for page in bodies(layout) if any("西川，河名" in line.text for line in page.lines))
    notes = [line for line in page.lines if line.part.startswith("note:")]
    text = of_text(page)
    assert max(line.x for line in notes) < min(line.x for line in text)
    assert [line.text for line in notes] == ["西川，河名。", "水磨，见前。"]
    rule = next(rule for rule in page.rules if rule.x0 == rule.x1)
    assert max(line.x for line in notes) < rule.x0 < min(line.x for line in text)


def test_imprint_is_level_and_stands_in_the_type_area(layout: Layout) -> None:
    page = layout.pages[1]
    assert page.kind == "imprint"
    assert not any(line.vertical for line in page.lines)
    assert all(0 < line.x < page.width and 0 < line.y < page.height for line in page.lines)


def test_the_layout_tells_columns_and_binding(layout: Layout, book: Book) -> None:
    assert layout.right_bound
    data = json.loads(json.dumps(layout.to_json(), ensure_ascii=False))
    assert data["binding"] == "right"
    assert any(line.get("vertical") for page in data["pages"] for line in page["lines"])
    plain = compose(replace(book, template="16k")).to_json()
    assert "binding" not in plain
    assert not any("vertical" in line for page in plain["pages"] for line in page["lines"])


def test_an_edit_sets_one_article_again(book: Book) -> None:
    composer = Composer()
    before = composer.compose(book)
    assert composer.compose(book) == before
    first, second = book.sections[0].articles
    changed = replace(book, sections=(Section("亲历亲见", (first, replace(second, title="改过的题目"))),))
    after = composer.compose(changed)
    assert after == Composer().compose(changed)


def test_pictures_and_tables_stand_upright(pictures: Path) -> None:
    rows = tuple((Cell(str(number)), Cell(f"第{number}户，“甲”")) for number in range(60))
    table = Block(BlockKind.TABLE, "户数", rows=((Cell("号", header=True), Cell("名", header=True)), *rows))
    picture = Block(BlockKind.PICTURE, "老照片", picture=Picture("photo.jpg"))
    made = Book("书", (Section("", (article("a", picture, table),)),), template="vertical", images=pictures)
    layout = compose(made)
    (image,) = [image for page in layout.pages for image in page.images]
    assert image.width / image.height == pytest.approx(1.5, abs=0.01)
    page = next(page for page in layout.pages if page.images)
    caption = next(line for line in page.lines if line.text == "老照片")
    assert caption.vertical
    assert caption.x < image.x
    assert image.y - 1 <= caption.y <= image.y + image.height
    cells = [line for page in layout.pages for line in page.lines if line.part.startswith("cell:")]
    assert len(cells) >= 120
    assert not any(line.vertical for line in cells)
    for page in layout.pages:
        for line in page.lines:
            assert 0 < line.x < page.width
            assert 0 < line.y < page.height
    parts = [page for page in layout.pages if any(line.part.startswith("cell:") for line in page.lines)]
    heads = [line for page in parts for line in page.lines if line.text == "号"]
    assert len(heads) >= 2  # the head comes again with every part


def test_one_section_and_one_preface_may_be_vertical_in_a_horizontal_book() -> None:
    preface = Matter(
        "preface", Article("p", "序", Manuscript((Block(BlockKind.PARAGRAPH, TEXT),))), {"direction": "vertical"}
    )
    sections = (Section("横", (article("a"),)), Section("竖", (article("b"),), direction="vertical"))
    layout = compose(Book("书", sections, template="32k", front=(preface,)))
    assert not layout.right_bound
    ways = {line.article: line.vertical for page in layout.pages for line in of_text(page)}
    assert ways == {"p": True, "a": False, "b": True}
    template = load("32k")
    for number, page in enumerate(layout.pages):
        if any(line.article == "b" for line in page.lines):
            left = template.inner * MM if number % 2 == 0 else page.width - template.inner * MM - template.width
            assert all(left <= line.x <= left + template.width for line in of_text(page))
            if page.folio:
                assert page.folio.text == page.label  # heads and folios are the book's
                assert not page.folio.vertical


def test_a_horizontal_section_in_a_vertical_book() -> None:
    sections = (Section("横", (article("a"),), direction="horizontal"), Section("竖", (article("b"),)))
    layout = compose(Book("书", sections, template="vertical"))
    assert layout.right_bound
    assert {line.article: line.vertical for page in layout.pages for line in of_text(page)} == {"a": False, "b": True}


def read_back(pdf: Path) -> list[str]:
    document = pypdfium2.PdfDocument(pdf)
    return [page.get_textpage().get_text_range() for page in document]


def test_words_copied_are_those_of_the_source_in_order(book: Book, layout: Layout, tmp_path: Path) -> None:
    rare = Block(BlockKind.PARAGRAPH, "𠮷野家的䶮与𬱟，“𠮷”说：共365天。", spans=(Span(0, 1, SpanStyle.KAI),))
    whole = replace(book, sections=(*book.sections, Section("罕", (article("r", rare, title="罕用字"),))))
    layout = compose(whole)
    write(layout, tmp_path / "v.pdf")
    pages = read_back(tmp_path / "v.pdf")
    copied = re.sub(r"\s|[①②*]", "", "".join(pages))
    for page, words in zip(layout.pages, pages, strict=True):
        if page.kind != "imprint":
            assert not re.findall(r"[^\x00-\x7f] [^\x00-\x7f]", words) or page.opener
        at = 0
        plain = re.sub(r"\s|[①②*]", "", words)
        for line in page.lines:
            wanted = re.sub(r"\s", "", line.text)
            at = plain.index(wanted.replace("*", ""), at)
    assert copied.count("𠮷") == 2
    said = "".join(line.text for page in layout.pages for line in (*page.heads, *page.lines, page.folio) if line)
    assert len(copied) == len(re.sub(r"\s|[①②*]", "", said))  # nothing comes twice


def test_fonts_of_columns_are_vertical_and_embedded(layout: Layout, tmp_path: Path) -> None:
    write(layout, tmp_path / "v.pdf")
    with pikepdf.open(tmp_path / "v.pdf") as document:
        fonts = {
            str(font.Encoding): font
            for page in document.pages
            for font in page.Resources.Font.values()
            if "Serif" in str(font.BaseFont)
        }
        assert set(fonts) >= {"/Identity-V", "/Identity-H"}
        vertical = fonts["/Identity-V"].DescendantFonts[0]
        assert [int(value) for value in vertical.DW2] == [880, -1000]
        assert "/FontFile2" in vertical.FontDescriptor


def test_glyphs_are_painted_where_the_pdf_has_them(layout: Layout) -> None:
    line = next(
        line for page in bodies(layout) for line in page.lines if line.text.startswith("湟水") or "湟水" in line.text
    )
    run = next(run for run in line.runs if run.face.startswith("@"))
    placed = positions(run)
    size = run.size
    assert placed[0][2] == pytest.approx(run.dx + 0.88 * size, abs=0.01)  # the baseline, under its cell's top
    assert placed[0][1] == pytest.approx(-size / 2, abs=0.01)  # half its width left of the middle
    steps = [b[2] - a[2] for a, b in pairwise(placed)]
    assert min(steps) > 0.4 * size


def test_structure_of_columns_is_read_from_right_to_left(tmp_path: Path, pictures: Path) -> None:
    picture = Block(BlockKind.PICTURE, "老照片", picture=Picture("photo.jpg"))
    behind = [Block(BlockKind.PARAGRAPH, TEXT * 6) for _ in range(4)]
    made = Book("书", (Section("栏", (article("a", picture, *behind),)),), template="vertical", images=pictures)
    write(compose(made), tmp_path / "v.pdf")
    with pikepdf.open(tmp_path / "v.pdf") as document:
        top = document.Root.StructTreeRoot.K
        assert str(top.A.WritingMode) == "/TbRl"
        kinds: list[str] = []

        def walk(element: pikepdf.Object) -> None:
            kinds.append(str(element.S))
            kids = element.get("/K")
            for kid in kids if isinstance(kids, pikepdf.Array) else [kids] if kids is not None else []:
                if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
                    walk(kid)

        walk(top)
        figure = kinds.index("/Figure")
        assert kinds[figure + 1 :].count("/P") >= 2  # those behind it
        assert kinds[:figure].count("/P") >= 14
        links = [str(a.Subtype) for page in document.pages for a in page.get("/Annots", [])]
        assert kinds.count("/Link") == len(links)


def in_folder(folder: Path, front: str = "", section: str = "") -> Path:
    (folder / "序.md").write_text(f"---\ntitle: 序\n---\n{TEXT}", encoding="utf-8")
    (folder / "a.md").write_text(f"---\ntitle: 甲\n---\n{TEXT}", encoding="utf-8")
    (folder / "book.toml").write_text(
        f'[volume]\ntitle = "书"\n[[front]]\nkind = "preface"\nfile = "序.md"\n{front}\n'
        f'[[section]]\ntitle = "栏"\narticles = ["a.md"]\n{section}\n',
        encoding="utf-8",
    )
    return folder


def test_book_toml_says_which_way_a_preface_and_a_section_run(tmp_path: Path) -> None:
    book, _ = load_book(in_folder(tmp_path, 'direction = "vertical"', 'direction = "horizontal"'))
    assert book.front[0].options["direction"] == "vertical"
    assert [section.direction for section in book.sections] == ["horizontal"]
    ways = {line.article: line.vertical for page in compose(book).pages for line in of_text(page)}
    assert ways == {"序.md": True, "a.md": False}


@pytest.mark.parametrize(("front", "section"), [('direction = "up"', ""), ("", 'direction = "up"')])
def test_another_direction_is_refused_with_its_line(tmp_path: Path, front: str, section: str) -> None:
    with pytest.raises(SourceError) as raised:
        load_book(in_folder(tmp_path, front, section))
    assert "direction" in raised.value.message
    assert "vertical" in raised.value.remedy
    assert re.search(r"第 ?\d+ ?行", raised.value.message)
