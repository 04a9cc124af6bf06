"""Pictures beside text, groups and plates where there are no pages: docx and EPUB."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from lxml import etree

from archive_app.domain.manuscript import Block, BlockKind, Manuscript, Note, Picture
from archive_app.typeset.book import Article, Book, Matter, Section
from archive_app.typeset.docx.document import render as render_docx
from archive_app.typeset.epub.document import render as render_epub
from archive_app.typeset.outputs import Edition, Options

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
H = "{http://www.w3.org/1999/xhtml}"
SENTENCE = "院子没有名字，信封上写门牌号，平常说起来都叫“马家院”。"


def picture(name: str, text: str = "", **more: object) -> Block:
    return Block(BlockKind.PICTURE, text, picture=Picture(name, **more))  # type: ignore[arg-type]


@pytest.fixture
def book(pictures: Path) -> Book:
    words = Block(BlockKind.PARAGRAPH, SENTENCE * 20)
    noted = Block(
        BlockKind.PICTURE, "马家院的门", notes=(Note(5, "两处。"),), picture=Picture("", credit="祁某", group="g")
    )
    blocks = (
        words,
        picture("photo.jpg", "院门旧影", place="beside", width=0.4, people="左起：祁垚"),
        words,
        picture("photo.jpg", "左：旧门", group="g"),
        picture("clear.png", "右：新门", group="g"),
        noted,
        picture("grey.jpg", group="h"),
        picture("turned.jpg", "两幅", group="h"),
        picture("photo.jpg", "跨面", place="spread"),
        picture("photo.jpg", "图版之图", place="plate"),
        words,
    )
    plates = Article("p", "图版", Manuscript((picture("photo.jpg", "前一幅"), picture("clear.png", "后一幅"))))
    sections = (Section("栏目", (Article("a", "童年", Manuscript(blocks)),)),)
    return Book(
        "书", sections, front=(Matter("plates", plates),), layout={"figures": {"numbered": True}}, images=pictures
    )


def body(book: Book) -> etree._Element:
    data, problems = render_docx(Edition(book))
    assert not problems
    return etree.fromstring(zipfile.ZipFile(io.BytesIO(data)).read("word/document.xml"))


def said(element: etree._Element) -> str:
    return "".join(text.text or "" for text in element.iter(f"{W}t"))


def styled(root: etree._Element, style: str) -> list[etree._Element]:
    return [p for p in root.iter(f"{W}p") if p.findtext(".") is not None and _style(p) == style]


def _style(paragraph: etree._Element) -> str:
    found = paragraph.find(f"{W}pPr/{W}pStyle")
    return "" if found is None else found.get(f"{W}val") or ""


def test_word_has_the_picture_and_its_caption_in_one_frame_that_text_flows_around(book: Book) -> None:
    root = body(book)
    framed = [p for p in root.iter(f"{W}p") for f in p.iter(f"{W}framePr") if f.get(f"{W}vAnchor") == "text"]
    assert [_style(p) for p in framed] == ["Picture", "FigureCaption", "FigurePeople"]
    frames = {tuple(sorted(p.find(f"{W}pPr/{W}framePr").attrib.items())) for p in framed}
    assert len(frames) == 1  # paragraphs with the same frame stand in it together
    assert dict(frames.pop())[f"{W}wrap"] == "around"


def test_word_has_a_group_as_a_row_with_what_is_said_of_each(book: Book) -> None:
    root = body(book)
    (table,) = root.iter(f"{W}tbl")
    shown, told = table.findall(f"{W}tr")
    assert [len(list(cell.iter(f"{W}drawing"))) for cell in shown.findall(f"{W}tc")] == [1, 1]
    assert [said(cell) for cell in told.findall(f"{W}tc")] == ["左：旧门", "右：新门"]
    heights = {int(extent.get("cy")) for extent in table.iter(f"{WP}extent")}
    assert max(heights) - min(heights) < 0.02 * max(heights)
    assert "图2　马家院的门（祁某）" in [said(p) for p in styled(root, "FigureCaption")]


def test_word_counts_a_group_once_and_keeps_the_others_in_the_text(book: Book) -> None:
    root = body(book)
    captions = [said(p) for p in styled(root, "FigureCaption")]
    numbered = [text for text in captions if text.startswith("图")]
    assert numbered == [
        "图1　前一幅",
        "图2　后一幅",
        "图1　院门旧影",
        "图2　马家院的门（祁某）",
        "图3　两幅",
        "图4　跨面",
        "图5　图版之图",
    ]
    row = next(p for p in styled(root, "Picture") if len(list(p.iter(f"{W}drawing"))) == 2)
    assert not [p for p in root.iter(f"{W}tbl") if row in list(p.iter(f"{W}p"))]


def test_an_article_s_first_page_is_not_one_of_the_plates(book: Book) -> None:
    root = body(book)
    entries = [said(p) for p in root.iter(f"{W}p") if _style(p).startswith("TOC")]
    assert any(entry.startswith("童年") and entry.endswith("3") for entry in entries)


def test_the_ebook_floats_the_one_and_sets_the_others_side_by_side(book: Book) -> None:
    data, problems = render_epub(Edition(book, options=Options(internal_epub=True)))
    assert not problems
    file = zipfile.ZipFile(io.BytesIO(data))
    root = next(
        tree
        for name in file.namelist()
        if name.endswith(".xhtml")
        for tree in [etree.fromstring(file.read(name))]
        if tree.findtext(f"{H}head/{H}title") == "童年"
    )
    figures = [figure for figure in root.iter(f"{H}figure") if figure.getparent().get("class") != "pictures"]
    captions = ["".join(figure.find(f"{H}figcaption").itertext()) for figure in figures]
    assert captions == [
        "图1　院门旧影左起：祁垚",
        "图2　马家院的门①（祁某）",
        "图3　两幅",
        "图4　跨面",
        "图5　图版之图",
    ]
    assert figures[0].get("class") == "beside right"
    group = figures[1]
    inner = group.find(f"{H}div").findall(f"{H}figure")
    assert ["".join(one.find(f"{H}figcaption").itertext()) for one in inner] == ["左：旧门", "右：新门"]
    assert all(one.find(f"{H}img").get("alt") for one in inner)
    assert [one.find(f"{H}figcaption") for one in figures[2].find(f"{H}div").findall(f"{H}figure")] == [None, None]
