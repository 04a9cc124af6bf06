"""编委会名单, 大事记 and the people on a picture in docx and EPUB: in the form that the pages give them."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from lxml import etree

from archive_app.domain.manuscript import Block, BlockKind, Manuscript, Note, Picture
from archive_app.typeset.book import Article, Book, Imprint, Matter, Section
from archive_app.typeset.docx.document import render as render_docx
from archive_app.typeset.epub.document import render as render_epub
from archive_app.typeset.outputs import Edition

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
H = "{http://www.w3.org/1999/xhtml}"


@pytest.fixture
def book(pictures: Path) -> Book:
    board = (
        Block(BlockKind.PARAGRAPH, "主任：张三、李四光"),
        Block(BlockKind.PARAGRAPH, "委员（按姓氏笔画为序）：丁一、𠮷昪", notes=(Note(2, "注。"),)),
        Block(BlockKind.HEADING, "编辑部"),
        Block(BlockKind.PARAGRAPH, "以上名单经会议通过，自公布之日起施行。"),
    )
    dated = (
        Block(BlockKind.HEADING, "1949年"),
        Block(BlockKind.PARAGRAPH, "9月5日　西宁解放。"),
        Block(BlockKind.QUOTE, "公报。"),
    )
    people = "前排左起：祁垚；后排左起：李某"
    shown = Block(BlockKind.PICTURE, "合影", picture=Picture("photo.jpg", people=people))
    front = (Matter("board", Article("b", "编委会名单", Manuscript(board), form="board")),)
    back = (Matter("chronicle", Article("c", "大事记", Manuscript(dated), form="chronicle")),)
    sections = (Section("栏", (Article("a", "篇", Manuscript((shown,))),)),)
    return Book("书", sections, front=front, back=back, images=pictures, imprint=Imprint("public"))


def document(book: Book, part: str = "word/document.xml") -> etree._Element:
    return etree.fromstring(zipfile.ZipFile(io.BytesIO(render_docx(Edition(book))[0])).read(part))


def said(element: etree._Element) -> str:
    pieces = {f"{W}t": lambda e: e.text or "", f"{W}tab": lambda e: "\t", f"{W}br": lambda e: "\n"}
    return "".join(pieces[e.tag](e) for e in element.iter(*pieces) if e.getparent().tag == f"{W}r")


def styled(book: Book, style: str) -> list[etree._Element]:
    return [p for p in document(book).iter(f"{W}p") if p.find(f"{W}pPr/{W}pStyle[@{W}val='{style}']") is not None]


def test_word_has_the_names_of_an_office_under_each_other(book: Book) -> None:
    first, second = styled(book, "Board")
    assert said(first) == "主任\t张三　李四光"
    assert said(second).startswith("委员\t（按姓氏笔画为序）　丁一　𠮷昪")
    assert second.find(f".//{W}footnoteReference") is not None
    stops = {p.find(f"{W}pPr/{W}tabs/{W}tab").get(f"{W}pos") for p in (first, second)}
    hangs = {p.find(f"{W}pPr/{W}ind").get(f"{W}hanging") for p in (first, second)}
    assert stops == hangs == {str(4 * 210)}  # the longest office and two ems
    wide = [said(r) for r in first.iter(f"{W}r") if r.find(f"{W}rPr/{W}spacing") is not None]
    assert wide == ["张"]  # two characters as wide as three, and still one word
    roles = [said(r) for r in first.iter(f"{W}r") if r.find(f"{W}rPr/{W}rStyle[@{W}val='BoardRole']") is not None]
    assert roles == ["主任"]


def test_word_has_a_chronicles_years_as_low_heads(book: Book) -> None:
    (year,) = styled(book, "ChronicleYear")
    (event,) = styled(book, "Chronicle")
    assert (said(year), said(event)) == ("1949年", "9月5日　西宁解放。")
    level = int(year.find(f"{W}pPr/{W}outlineLvl").get(f"{W}val"))
    titles = [int(s.get(f"{W}val")) for s in document(book).iter(f"{W}outlineLvl")]
    assert level > min(titles)
    assert [said(p) for p in styled(book, "Quote")] == ["公报。"]


def test_people_stand_a_row_a_line(book: Book) -> None:
    (people,) = styled(book, "FigurePeople")
    assert said(people) == "前排左起：祁垚；\n后排左起：李某"
    package = zipfile.ZipFile(io.BytesIO(render_epub(Edition(book))[0]))
    figure = etree.fromstring(package.read("EPUB/a002.xhtml")).find(f".//{H}span[@class='people']")
    assert ["".join(figure.itertext()), len(figure.findall(f"{H}br"))] == ["前排左起：祁垚；后排左起：李某", 1]


def test_the_ebook_has_the_forms_too(book: Book) -> None:
    package = zipfile.ZipFile(io.BytesIO(render_epub(Edition(book))[0]))
    board = etree.fromstring(package.read("EPUB/a001.xhtml"))
    first, second = board.findall(f".//{H}p[@class='office']")
    assert [("".join(e.itertext()), e.get("class")) for e in first] == [
        ("主任", "role"),
        ("张三", "name two"),
        ("李四光", "name"),
    ]
    assert "（按姓氏笔画为序）" in "".join(second.itertext())
    assert second.find(f"{H}a[@class='noteref']") is not None
    assert "以上名单经会议通过" in "".join(board.itertext())
    assert etree.fromstring(package.read("EPUB/a003.xhtml")).find(f".//{H}section[@class='chronicle']") is not None
