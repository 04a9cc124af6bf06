"""PDFs to be kept are PDF/A by a validator, and carry the book they were set from."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from pikepdf import pdfa

from archive_app.domain.manuscript import (
    Block,
    BlockKind,
    Cell,
    Manuscript,
    Note,
    Picture,
    Span,
    SpanStyle,
    paragraphs,
)
from archive_app.typeset.book import Article, Book, Imprint, Matter, Section
from archive_app.typeset.composer import compose
from archive_app.typeset.folder import load_book
from archive_app.typeset.layout import Layout
from archive_app.typeset.pdf import Metadata
from archive_app.typeset.sources import source_files
from tests.typeset.in_memory import render, render_preserved
from tests.typeset.samples import PICTURE_KINDS

META = Metadata(
    "城东政协文史资料 <第二十四辑> & 余",
    "政协西宁市城东区委员会",
    "乡村记忆",
    "文史;口述",
    datetime(2026, 11, 29, 8, tzinfo=UTC),
)

WORDS = "院子没有名字，“马家院”。李𠮷庆、马䶮与سلام、སྒྲོལ་མ་མཚོ在场，È́ 1958年kg——…… "


@pytest.fixture(scope="module")
def book(pictures: Path) -> Book:
    rows = ((Cell("年份", header=True), Cell("户数", header=True)), (Cell("1949"), Cell("")))
    blocks = (
        Block(
            BlockKind.PARAGRAPH,
            WORDS * 5,
            (Span(2, 4, SpanStyle.DOTS), Span(0, 1, SpanStyle.RUBY, "yuàn")),
            (Note(5, "一条注。", by="编者注"),),
        ),
        Block(BlockKind.HEADING, "小题", level=1),
        Block(BlockKind.VERSE, "花儿唱在山上\n人在川里听"),
        Block(BlockKind.TABLE, "户数", rows=rows),
        *[Block(BlockKind.PICTURE, "图", picture=Picture(name, width=0.4)) for name in PICTURE_KINDS],
    )
    articles = (
        Article("a", "甜醅", Manuscript(blocks), "副题", ("沈玉梅　口述", "吴某　整理"), "作者。", "2026年3月"),
    )
    parts = (Section("韵家口镇", (Article("b", "村里", paragraphs(["短短一段。"])),)),)
    return Book(
        "城东政协文史资料",
        (Section("亲历亲见", articles, parts), Section("村庄", (Article("c", "又一篇", paragraphs(["另一段。"])),))),
        number=24,
        compiler="政协西宁市城东区委员会",
        imprint=Imprint("internal", (("准印证号", "青准印证第001号"), ("印数", "500"), ("封面设计", "某某"))),
        front=(Matter("preface", Article("x", "序", paragraphs(["序言一段。"]))),),
        back=(Matter("afterword", Article("y", "后记", paragraphs(["后记一段。"]))),),
        layout={"measure": [34, 30]},
        images=pictures,
    )


@pytest.fixture(scope="module")
def layout(book: Book) -> Layout:
    return compose(book)


def findings(data: bytes, flavour: str) -> list[str]:
    return [str(found) for found in pdfa.validate_written(io.BytesIO(data), flavour).findings]


def test_it_is_pdf_a_2b(layout: Layout) -> None:
    data, problems = render_preserved(layout, META)
    assert problems == []
    assert findings(data, "2b") == []
    with pikepdf.open(io.BytesIO(data)) as pdf:
        (intent,) = pdf.Root.OutputIntents
        assert str(intent.S) == "/GTS_PDFA1"
        assert "/AF" not in pdf.Root
        with pdf.open_metadata() as said:
            assert (said["pdfaid:part"], said["pdfaid:conformance"]) == ("2", "B")
            assert said["dc:title"] == META.title
            assert said["dc:creator"] == [META.author]
            assert said["pdf:Keywords"] == META.keywords
        images = [image for page in pdf.pages for image in page.get_images().values()]
        assert {str(image.ColorSpace) for image in images} == {"/DeviceRGB", "/DeviceGray"}
        assert len(images) == len(PICTURE_KINDS)


def test_with_the_texts_it_is_pdf_a_3b(layout: Layout, book: Book) -> None:
    data, _ = render_preserved(layout, META, source_files(book))
    assert findings(data, "3b") == []
    with pikepdf.open(io.BytesIO(data)) as pdf:
        assert len(pdf.attachments) == 6
        assert [str(file.AFRelationship) for file in pdf.Root.AF] == ["/Source"] * 6
        stored = pdf.attachments["002-article.md"].get_file()
        assert stored.mime_type == "text/markdown"
        assert "祁" not in stored.read_bytes().decode()
        assert stored.size == len(stored.read_bytes())


def test_the_validator_would_find_a_fault(layout: Layout) -> None:
    data, _ = render(layout, META)
    assert findings(data, "2b")


def test_the_words_are_those_of_the_screen(layout: Layout) -> None:
    said = []
    for data in (render_preserved(layout, META)[0], render(layout, META)[0]):
        document = pypdfium2.PdfDocument(data)
        try:
            said.append([page.get_textpage().get_text_bounded() for page in document])
        finally:
            document.close()
    assert said[0] == said[1]


def test_what_is_attached_is_the_book(book: Book, tmp_path: Path, pictures: Path) -> None:
    for file in source_files(book):
        (tmp_path / file.name).write_bytes(file.data)
    for name in PICTURE_KINDS:
        (tmp_path / name).write_bytes((pictures / name).read_bytes())
    again, remarks = load_book(tmp_path)
    assert [remark for remark in remarks if "版权页缺" not in remark] == []
    first, second = compose(book), compose(again)
    set_pages = [
        [[line.text for line in page.lines] for page in layout.pages if page.kind != "imprint"]
        for layout in (first, second)
    ]
    assert set_pages[0] == set_pages[1]
    assert {("准印证号", "青准印证第001号"), ("封面设计", "某某")} <= set(again.imprint.lines)
    assert again.imprint.variant == "internal"


def test_a_book_with_odd_words_is_pdf_a_all_the_same(compose_blocks: Callable[..., Layout], book: Book) -> None:
    odd = ["\x07字\ud83d", "😀\U0002ebf1", "&<>\"'](", "ab\u0301" * 40, "١٢٣ سلام عليكم", "　　", "a" * 3000]
    layout = compose_blocks([Block(BlockKind.PARAGRAPH, text) for text in odd])
    article = Article("o", "odd \x07<&>\ud83d", paragraphs([text for text in odd if text.isprintable()]))
    sources = source_files(replace(book, sections=(Section("", (article,)),)))
    data, _ = render_preserved(layout, Metadata("题\x07\ud83d<&>"), sources)
    assert findings(data, "3b") == []
