"""The docx's indexes: fields that are filled in, and in the text the entries that Word makes them anew from."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest
from lxml import etree

from archive_app.domain.manuscript import Block, BlockKind, Cell, Manuscript, Note, Picture, Span, SpanStyle
from archive_app.intake.formats.base import Source, Workspace
from archive_app.intake.formats.docx import read
from archive_app.typeset.book import Article, Book, IndexName, Matter, Section
from archive_app.typeset.docx.document import render
from archive_app.typeset.outputs import Edition, output_named

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
PERSON = SpanStyle.PERSON


@pytest.fixture
def book() -> Book:
    blocks = (
        Block(
            BlockKind.PARAGRAPH,
            "祁垚和解老师住在韵家口。",
            (Span(0, 2, PERSON), Span(3, 6, PERSON), Span(8, 11, SpanStyle.PLACE)),
            (Note(12, "李生华说。", spans=(Span(0, 3, PERSON),)),),
        ),
        Block(BlockKind.TABLE, rows=((Cell("户主"), Cell("口数")), (Cell("祁垚"), Cell("3")))),
        Block(BlockKind.PICTURE, "图", picture=Picture("none.jpg", people="左起：祁垚、李生华")),
    )
    article = Article("a.md", "记祁垚", Manuscript(blocks), byline=("李生华",))
    preface = Article("x.md", "序", Manuscript((Block(BlockKind.PARAGRAPH, "祁垚嘱序。", (Span(0, 2, PERSON),)),)))
    names = (
        IndexName("person", "祁垚"),
        IndexName("person", "李生华"),
        IndexName("person", "解文博", reading="xiè wén bó", also=("解老师",)),
        IndexName("place", "韵家口"),
    )
    back = (Matter("names"), Matter("places", None, {"order": "strokes"}))
    return Book("书", (Section("栏", (article,)),), front=(Matter("preface", preface),), back=back, names=names)


def document(book: Book) -> etree._Element:
    return etree.fromstring(zipfile.ZipFile(io.BytesIO(render(Edition(book))[0])).read("word/document.xml"))


def read_out(paragraph: etree._Element) -> str:
    """A paragraph's words, each entry in braces where it stands."""
    found = []
    for element in paragraph.iter(f"{W}t", f"{W}instrText"):
        words = element.text or ""
        if element.tag == f"{W}t":
            found.append(words)
        elif words.startswith(" XE "):
            found.append("{" + words.split('"')[1] + "}")
    return "".join(found)


def test_a_name_is_an_entry_where_it_stands_under_the_name_it_is_listed_by(book: Book) -> None:
    root = document(book)
    lines = [read_out(p) for p in root.iter(f"{W}p")]
    assert "{祁垚}祁垚和{解文博}解老师住在{韵家口}韵家口。{李生华}" in lines
    assert "{祁垚}祁垚" in lines  # in the table
    assert "左起：祁垚、李生华{祁垚}{李生华}" in lines
    assert "李生华{祁垚}{李生华}" in lines  # over the article: the title's and the author's
    assert "祁垚嘱序。" in lines  # what stands before the body is not listed


def test_entries_say_which_index_they_are_for_and_how_they_are_read(book: Book) -> None:
    codes = {(e.text or "").strip() for e in document(book).iter(f"{W}instrText")}
    assert {
        'XE "祁垚" \\y "qi2 yao2"',
        'XE "解文博" \\y "xie4 wen2 bo2"',
        'XE "韵家口" \\f "d"',
        'XE "解老师" \\t "见　解文博" \\y "xie4 lao3 shi1"',
    } <= codes
    indexes = sorted(code for code in codes if code.startswith("INDEX"))
    places, persons = sorted(indexes, key=lambda code: "\\f" not in code)
    assert '\\f "d"' in places
    assert "\\h" in persons
    assert all('\\c "2"' in code for code in indexes)  # the template's columns
    assert "\\h" not in places  # with a type and heads at once, LibreOffice 7.4 breaks down
    assert ["\\y" in code for code in (places, persons)] == [False, True]  # Word has no order of strokes to be told


def test_an_index_is_a_field_that_is_filled_in(book: Book) -> None:
    paragraphs = list(document(book).iter(f"{W}p"))
    own = [p for p in paragraphs if (s := p.find(f"{W}pPr/{W}pStyle")) is not None and "Index" in s.get(f"{W}val")]
    said = ["".join(t.text or "" for t in p.iter(f"{W}t")) for p in own]
    page = next(p.label for p in Edition(book).layout.pages if any(line.article == "a.md" for line in p.lines))
    assert said == [
        "L", f"李生华　{page}", "Q", f"祁垚　{page}", "X", "解老师　见　解文博", f"解文博　{page}",
        "十三画", f"韵家口　{page}",
    ]  # fmt: skip
    marks = [e.get(f"{W}fldCharType") for p in own for e in p.iter(f"{W}fldChar")]
    depth = 0
    for mark in marks:
        depth += {"begin": 1, "separate": 0, "end": -1}[mark]
        assert 0 <= depth <= 1
    assert marks.count("separate") == 2
    assert depth == 0


def test_a_book_without_an_index_has_no_entries(book: Book) -> None:
    plain = Book(book.title, book.sections, names=book.names)
    assert not [e for e in document(plain).iter(f"{W}instrText") if " XE " in (e.text or "")]


def test_entries_are_no_words_to_whoever_reads_the_file(book: Book, tmp_path: Path) -> None:
    path = tmp_path / "书稿.docx"
    output_named("docx").write(Edition(book), path)
    (tmp_path / "staging").mkdir()
    found = read(Source(path, path.name, staged=True), Workspace(tmp_path / "staging"))
    texts = [block.text for block in found.manuscript]
    assert "祁垚和解老师住在韵家口。" in texts


def test_hard_names_stay_one_argument() -> None:
    word = '甲"乙:丙\\丁'
    block = Block(BlockKind.PARAGRAPH, word, (Span(0, len(word), PERSON),))
    made = Book("书", (Section("栏", (Article("a", "篇", Manuscript((block,))),)),), back=(Matter("names"),))
    codes = [(e.text or "").strip() for e in document(made).iter(f"{W}instrText")]
    (entry,) = [code for code in codes if code.startswith("XE")]
    assert entry.startswith('XE "甲\\"乙\\:丙\\\\丁" \\y')
