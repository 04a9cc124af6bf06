"""尾注: at an article's end or before the 后记, counted through the article; marks and notes lead to each other."""

from __future__ import annotations

import re
import zipfile
from dataclasses import replace
from pathlib import Path

import pikepdf
import pytest

from archive_app.domain.manuscript import Block, BlockKind, Cell, Manuscript, Note, Picture, Span, SpanStyle
from archive_app.typeset.book import Article, Book, Matter, Section
from archive_app.typeset.composer import Composer, compose
from archive_app.typeset.layout import Layout, Line
from archive_app.typeset.outputs import Edition, Options, output_named
from archive_app.typeset.pdf import write
from archive_app.typeset.templates import Template, load

SENTENCE = "院子没有名字，信封上写门牌号，平常说起来都叫“马家院”。房主姓什么，我们搬进去的时候已经没有人说得清。"


def noted(words: str, *at: int, kind: BlockKind = BlockKind.PARAGRAPH, **more: object) -> Block:
    return Block(kind, words, notes=tuple(Note(n, f"{words[:4]}之注{n}。") for n in at), **more)  # type: ignore[arg-type]


def article(key: str, title: str) -> Article:
    blocks = (
        noted(f"{title}小题", 2, kind=BlockKind.HEADING, level=1),
        noted(SENTENCE, 30, 10, 20),  # as they were put in, not as they are read
        noted("高高山上一树槐，\n手把槐花望郎来。", 8, 17, kind=BlockKind.VERSE),
        noted("院门旧影", 4, kind=BlockKind.PICTURE, picture=Picture("photo.jpg", 0.4)),
        Block(
            BlockKind.TABLE, "表一", rows=((Cell("年", header=True),), (Cell("一九四九"),)), notes=(Note(2, "表注。"),)
        ),
        *(noted(SENTENCE * 3, 40) for _ in range(6)),
    )
    return Article(key, title, Manuscript(blocks), byline=("沈玉梅",), note="沈玉梅，教师。", written="2026年5月")


@pytest.fixture
def book(pictures: Path) -> Book:
    brief = Article("x.md", "后记", Manuscript((noted("后记一段话。", 3),)))
    sections = (Section("亲历亲见", (article("a.md", "甜醅"), article("b.md", "碌碡"))),)
    return Book("城东文史", sections, back=(Matter("afterword", brief),), images=pictures, number=24)


def template(name: str, place: str, numbers: str = "brackets") -> Template:
    return load(name).with_layout({"notes": {"place": place, "numbers": numbers}})


def marks(lines: list[Line]) -> list[str]:
    return [run.text for line in lines for run in line.runs if run.note and not line.part.startswith("note:")]


def of(layout: Layout, key: str) -> list[Line]:
    return [line for page in layout.pages for line in page.lines if line.article == key]


@pytest.mark.parametrize(("name", "numbers"), [("16k", "brackets"), ("16k", "plain"), ("vertical", "brackets")])
@pytest.mark.parametrize("place", ["article", "book"])
def test_marks_count_through_the_article_and_the_notes_follow_in_their_order(
    book: Book, name: str, numbers: str, place: str
) -> None:
    layout = compose(book, template=template(name, place, numbers))
    for key in ("a.md", "b.md"):
        lines = of(layout, key)
        wanted = [f"[{n}]" if numbers == "brackets" and name != "vertical" else str(n) for n in range(1, 15)]
        called = marks(lines)
        # on a page of columns the words around a picture come in another order
        assert (sorted(called, key=int) if name == "vertical" else called) == wanted
        heads = [run.text for line in lines if line.role == "endnote" for run in line.runs if run.note]
        assert heads == wanted
        said = [line.text for line in lines if line.role == "endnote"]
        assert said[1].endswith("之注10。") and said[2].endswith("之注20。") and said[3].endswith("之注30。")
    assert not [
        line for key in ("a.md", "b.md") for line in of(layout, key) if line.role == "note" and "之注" in line.text
    ]
    assert [line.text for line in of(layout, "a.md") if line.role == "note"] == ["* 沈玉梅，教师。"]


def test_notes_of_the_article_stand_under_their_heading_at_its_end(book: Book) -> None:
    layout = compose(book, template=template("16k", "article"))
    for key in ("a.md", "b.md", "x.md"):
        roles = [line.role for line in of(layout, key)]
        first = roles.index("notes-title")
        assert set(roles[first + 1 :]) == {"endnote"}
        assert "endnote" not in roles[:first]
    assert [e.title for e in layout.outline].count("注释") == 3


def test_notes_of_the_book_stand_before_the_afterword_each_article_s_under_its_title(book: Book) -> None:
    layout = compose(book, template=template("16k", "book"))
    back = [page for page in layout.pages if page.kind == "back"]
    lines = [line for page in back for line in page.lines]
    texts = [line.text for line in lines]
    assert texts[0] == "注释" and texts.index("甜醅") < texts.index("碌碡") < texts.index("后记")
    first = next(line for line in lines if line.role == "endnote")
    assert first.article == "a.md" and first.block == book.sections[0].articles[0].manuscript.blocks[0].id
    contents = [line.text for page in layout.pages if page.kind == "contents" for line in page.lines]
    assert "注释" in contents
    assert [line.role for line in of(layout, "x.md")][-1] == "endnote"  # 辅文 keep their own
    assert [head.text for page in back for head in page.heads if "甜醅" in head.text] == []
    counted = layout.statistics["articles"][0]
    assert counted["lines"] > sum(line.role == "body" for line in of(layout, "a.md"))
    assert counted["pages"] < 10


def test_a_long_list_of_notes_parts_between_lines_and_loses_none() -> None:
    notes = tuple(Note(n, f"第{n}条：{SENTENCE * (n % 4 + 1)}") for n in range(1, 50))
    text = Manuscript((Block(BlockKind.PARAGRAPH, SENTENCE, notes=notes),))
    small = load("16k").with_layout({"trim": [120, 130], "measure": [20, 12], "notes": {"place": "article"}})
    layout = compose(Book("城东", (Section("", (Article("a.md", "篇", text),)),)), template=small)
    said: dict[str, str] = {}
    foot = layout.grid["top"] + (layout.grid["rows"] - 1) * layout.grid["leading"] + layout.grid["size"] + 0.1
    for page in layout.pages:
        for line in page.lines:
            if line.role == "endnote":
                said[line.part] = said.get(line.part, "") + line.text
                assert line.y <= foot
        ends = [line for line in page.lines if line.role == "endnote"]
        if len(ends) > 1 and ends[-1].offset == 0:  # a first line alone at the foot is a note of one line
            assert ends[-1].text.endswith("。")
    assert [said[f"note:{note.id}"] for note in notes] == [note.text for note in notes]


@pytest.mark.parametrize("name", ["16k", "vertical"])
@pytest.mark.parametrize("place", ["article", "book"])
def test_mark_and_note_lead_to_each_other_and_are_tagged(book: Book, tmp_path: Path, name: str, place: str) -> None:
    layout = compose(book, template=template(name, place))
    with pikepdf.open(write(layout, tmp_path / "a.pdf").path) as pdf:
        where = {page.obj.objgen: number for number, page in enumerate(pdf.pages)}
        found = [
            (number, where[link.Dest[0].objgen], str(link.Contents))
            for number, page in enumerate(pdf.pages)
            for link in page.obj.get("/Annots", ())
        ]
        calls = [one for one in found if "注" in one[2]]
        kinds = [str(element.S) for element in _walk(pdf.Root.StructTreeRoot.K)]
    shown = {line.part for page in layout.pages for line in page.lines if line.role == "endnote"}
    pages = {page for page, p in enumerate(layout.pages) if any(line.role == "endnote" for line in p.lines)}
    assert kinds.count("/Note") == len(shown) + 2  # the two starred ones
    assert sum(target in pages for _, target, _ in found) >= len(shown) - 2
    assert sum(source in pages for source, _, _ in found) >= len(shown)
    assert len(calls) + len(found) > 0


def _walk(element: pikepdf.Dictionary) -> list[pikepdf.Dictionary]:
    kids = element.get("/K", [])
    kids = list(kids) if isinstance(kids, pikepdf.Array) else [kids]
    inner = [one for kid in kids if isinstance(kid, pikepdf.Dictionary) and "/S" in kid for one in _walk(kid)]
    return [element, *inner]


def test_a_new_note_counts_the_others_anew(book: Book) -> None:
    composer = Composer()
    look = template("16k", "book")
    before = composer.compose(book, look)
    first = book.sections[0].articles[0]
    blocks = list(first.manuscript.blocks)
    blocks[1] = replace(blocks[1], notes=(Note(1, "新注。"), *blocks[1].notes))
    sections = (
        replace(
            book.sections[0],
            articles=(replace(first, manuscript=Manuscript(tuple(blocks))), book.sections[0].articles[1]),
        ),
    )
    after = composer.compose(replace(book, sections=sections), look)
    assert len(marks(of(after, "a.md"))) == len(marks(of(before, "a.md"))) + 1
    assert "新注。" in [line.text for line in of(after, "a.md") if line.role == "endnote"]


def test_names_in_notes_of_the_book_are_indexed_where_they_stand(book: Book) -> None:
    note = Note(3, "祁垚先生说。", spans=(Span(0, 2, SpanStyle.PERSON),))
    text = Manuscript((Block(BlockKind.PARAGRAPH, SENTENCE, notes=(note,)),))
    sections = (Section("", (Article("a.md", "篇", text),)),)
    layout = compose(replace(book, sections=sections, back=(Matter("names"),)), template=template("16k", "book"))
    label = next(page.label for page in layout.pages if any(line.role == "endnote" for line in page.lines))
    index = next(
        page for page in layout.pages if any(line.text == "人名索引" for line in page.lines) and page.kind == "back"
    )
    assert label in [line.text for line in index.lines]


@pytest.mark.parametrize(("place", "end"), [("article", "sectEnd"), ("book", "docEnd")])
def test_docx_has_endnotes_that_word_counts(book: Book, tmp_path: Path, place: str, end: str) -> None:
    laid = replace(book, layout={"notes": {"place": place}})
    out = tmp_path / "a.docx"
    output_named("docx").write(Edition(laid), out)
    with zipfile.ZipFile(out) as file:
        text, ends = file.read("word/document.xml").decode(), file.read("word/endnotes.xml").decode()
        assert "endnotes.xml" in file.read("word/_rels/document.xml.rels").decode()
        assert "endnotes+xml" in file.read("[Content_Types].xml").decode()
        assert f'<w:pos w:val="{end}"/>' in file.read("word/settings.xml").decode()
        feet = file.read("word/footnotes.xml").decode()
    assert len(re.findall("<w:endnoteReference ", text)) == 29
    assert len(re.findall('<w:endnote w:id="[1-9]', ends)) == 29
    assert "注释" in ends and feet.count("沈玉梅，教师。") == 2


def test_docx_without_endnotes_has_no_such_part(book: Book, tmp_path: Path) -> None:
    out = tmp_path / "a.docx"
    output_named("docx").write(Edition(book), out)
    with zipfile.ZipFile(out) as file:
        assert "word/endnotes.xml" not in file.namelist()


def test_epub_gathers_the_notes_under_their_heading(book: Book, tmp_path: Path) -> None:
    laid = replace(book, layout={"notes": {"place": "article"}})
    out = tmp_path / "a.epub"
    output_named("epub").write(Edition(laid, options=Options(internal_epub=True)), out)
    with zipfile.ZipFile(out) as file:
        pages = [file.read(name).decode() for name in file.namelist() if name.endswith(".xhtml")]
    (page,) = [
        page for page in pages if "甜醅之注" not in page and 'epub:type="endnotes"' in page and "碌碡小题" in page
    ]
    assert page.count('epub:type="endnote"') == 14 and "[14]" in page
    assert page.index("注释") < page.index('epub:type="endnote"')
