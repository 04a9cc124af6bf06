"""The docx's sections (columns that end level, pictures over whole pages), and what in it runs from the right."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from pathlib import Path

import pytest
from lxml import etree

from archive_app.domain.manuscript import Block, BlockKind, Cell, Manuscript, Note, Picture
from archive_app.typeset.book import Article, Book, Matter, Section
from archive_app.typeset.docx.document import render
from archive_app.typeset.outputs import Edition
from archive_app.typeset.reflow.folios import folio_number
from archive_app.typeset.templates import load

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
SENTENCE = "院子没有名字，信封上写门牌号，平常说起来都叫“马家院”。"
WORDS = Block(BlockKind.PARAGRAPH, SENTENCE * 6)


def part(book: Book, name: str = "word/document.xml") -> etree._Element:
    return etree.fromstring(zipfile.ZipFile(io.BytesIO(render(Edition(book))[0])).read(name))


def book(blocks: Sequence[Block], columns: int = 0, **more: object) -> Book:
    article = Article("a.md", "篇", Manuscript(tuple(blocks)), byline=("沈玉梅",), columns=columns)
    return Book("书", (Section("栏", (article,)),), **more)  # type: ignore[arg-type]


def said(element: etree._Element) -> str:
    return "".join(t.text or "" for t in element.iter(f"{W}t"))


def sections(root: etree._Element) -> list[tuple[str, list[str], etree._Element]]:
    """(how it starts, what stands in it, its properties) of each section."""
    found, words = [], []
    for child in root.find(f"{W}body"):
        about = child if child.tag == f"{W}sectPr" else child.find(f"{W}pPr/{W}sectPr")
        words += [said(child)] if said(child) else []
        if about is not None:
            found.append((about.find(f"{W}type").get(f"{W}val"), words, about))
            words = []
    return found


def columns(about: etree._Element) -> int:
    return int(about.find(f"{W}cols").get(f"{W}num") or 1)


def test_an_article_in_columns_has_its_title_over_them_and_ends_level() -> None:
    found = sections(part(book([WORDS, WORDS], columns=2, layout={"columns": {"rule": 0.5}})))
    title, text, level = found[-3:]
    assert (columns(title[2]), title[1]) == (1, ["篇", "沈玉梅"])
    assert (text[0], columns(text[2]), text[1]) == ("continuous", 2, [SENTENCE * 6] * 2)
    assert text[2].find(f"{W}cols").get(f"{W}sep") == "1"
    assert (level[0], columns(level[2]), level[1]) == ("continuous", 1, [])  # Word levels columns before such a break
    assert title[2].find(f"{W}titlePg") is not None
    assert text[2].find(f"{W}titlePg") is None


def test_what_follows_columns_is_in_one_and_counts_on() -> None:
    first = Article("a.md", "甲篇", Manuscript((WORDS,)), columns=2)
    second = Article("b.md", "乙篇", Manuscript((WORDS,)))
    found = sections(part(Book("书", (Section("栏", (first, second)),))))
    assert [columns(about) for _, _, about in found[-4:]] == [1, 2, 1, 1]
    start, words, about = found[-1]
    assert (start, words[0]) == ("nextPage", "乙篇")
    assert about.find(f"{W}pgNumType").get(f"{W}start") is None


def test_contents_and_indexes_are_in_the_templates_columns(full_book: Book) -> None:
    layout = {"contents": {"columns": 2}}
    names = book([Block(BlockKind.PARAGRAPH, "祁垚来过。")], layout=layout, back=(Matter("errata"),))
    found = sections(part(names))
    place = next(n for n, (_, words, _) in enumerate(found) if words == ["目录"])
    assert [columns(about) for _, _, about in found[place : place + 3]] == [1, 2, 1]
    tabs = part(names, "word/styles.xml").xpath("//*[@*[local-name()='styleId']='TOC2']//*[local-name()='tab']")
    assert int(tabs[0].get(f"{W}pos")) == round((378 - 21) / 2 * 20)  # 36 × 10.5 pt, 2 em between


def test_pictures_and_tables_are_as_wide_as_their_column(pictures: Path) -> None:
    shown = Block(BlockKind.PICTURE, "图", picture=Picture("photo.jpg", 1.0))
    table = Block(BlockKind.TABLE, rows=((Cell("甲"), Cell("乙")),))
    root = part(book([WORDS, shown, table], columns=2, images=pictures))
    width = (378 - 21) / 2
    assert int(root.find(f".//{WP}extent").get("cx")) == pytest.approx(width * 12700, rel=0.001)
    assert int(root.find(f".//{W}tblW").get(f"{W}w")) <= width * 20


def test_a_picture_over_the_edges_stands_where_the_page_has_it(pictures: Path) -> None:
    bleed = Block(BlockKind.PICTURE, "满版", picture=Picture("clear.png", place="bleed"))
    book_ = book([WORDS, bleed, WORDS], images=pictures)
    edition = Edition(book_)
    (image,) = [i for page in edition.layout.pages for i in page.images]
    root = part(book_)
    (anchor,) = root.iter(f"{WP}anchor")
    assert [int(e.text or "") for e in anchor.iter(f"{WP}posOffset")] == [
        round(image.x * 12700),
        round(image.y * 12700),
    ]
    assert int(anchor.find(f"{WP}extent").get("cy")) == round(image.height * 12700)
    cut = anchor.find(f".//{A}srcRect")
    assert (int(cut.get("l") or 0) + int(cut.get("r") or 0)) / 100_000 == pytest.approx(
        1 - (image.crop[2] - image.crop[0]) if image.crop else 0, abs=1e-4
    )
    before, own, after = sections(root)[-3:]
    assert [one[1] for one in (before, own, after)] == [["篇", "沈玉梅", SENTENCE * 6], ["满版"], [SENTENCE * 6]]
    package = zipfile.ZipFile(io.BytesIO(render(edition)[0]))
    parts = {e.get("Id"): e.get("Target") for e in etree.fromstring(package.read("word/_rels/document.xml.rels"))}
    furniture = [*own[2].iter(f"{W}headerReference"), *own[2].iter(f"{W}footerReference")]
    assert len(furniture) == 6
    for reference in furniture:  # neither head nor folio
        own_part = etree.fromstring(package.read("word/" + parts[reference.get(f"{R}id")]))
        assert not said(own_part)
        assert not list(own_part.iter(f"{W}instrText"))
    assert own[2].find(f"{W}pgNumType") is None
    assert after[2].find(f"{W}pgNumType").get(f"{W}fmt") == "decimal"


def test_a_picture_over_the_gutter_begins_on_an_even_page(pictures: Path) -> None:
    spread = Block(BlockKind.PICTURE, "跨面", picture=Picture("photo.jpg", place="spread", alt="全景"))
    root = part(book([WORDS, spread], images=pictures))
    start, words, _ = sections(root)[-1]
    assert (start, words) == ("evenPage", ["跨面"])  # nothing follows: no empty page does
    anchors = list(root.iter(f"{WP}anchor"))
    assert [a.find(f"{WP}docPr").get("descr") for a in anchors] == ["全景", None]
    cuts = [a.find(f".//{A}srcRect") for a in anchors]
    assert int(cuts[0].get("r")) > 45_000 < int(cuts[1].get("l"))
    second = anchors[1].xpath("ancestor::*[local-name()='p']")[0]
    assert second.find(f"{W}pPr/{W}pageBreakBefore") is not None
    assert len({a.find(f".//{A}blip").get(f"{R}embed") for a in anchors}) == 1


def test_a_picture_alone_on_its_page_has_a_folio_and_no_head(pictures: Path) -> None:
    alone = Block(BlockKind.PICTURE, "整面", notes=(Note(1, "注。"),), picture=Picture("photo.jpg", place="page"))
    own = sections(part(book([WORDS, alone, alone, WORDS], images=pictures)))
    assert [words for _, words, _ in own[-3:]] == [["整面"], ["整面"], [SENTENCE * 6]]
    about = own[-3][2]
    assert about.find(f"{W}vAlign").get(f"{W}val") == "center"
    assert about.find(f"{W}titlePg") is not None
    assert about.find(f"{W}pgNumType") is not None
    assert own[-1][2].find(f"{W}vAlign") is None


ARABIC = "السلام عليكم 1949"


def test_all_of_a_phrase_runs_from_the_right_the_blanks_and_figures_too() -> None:
    root = part(book([Block(BlockKind.PARAGRAPH, f"写作“{ARABIC}”，又写ئۇيغۇر ئاپتونوم。")]))
    turned = [r for r in root.iter(f"{W}r") if r.find(f"{W}rPr/{W}rtl") is not None]
    assert "".join(said(r) for r in turned) == ARABIC + "ئۇيغۇر ئاپتونوم"
    tags = {r.find(f"{W}rPr/{W}lang").get(f"{W}bidi") for r in turned}
    assert tags == {"ar-SA", "ug-CN"}
    (paragraph,) = [p for p in root.iter(f"{W}p") if said(p).startswith("写作")]
    assert paragraph.find(f"{W}pPr/{W}bidi") is None


def test_a_paragraph_of_arabic_alone_begins_at_the_right_wherever_it_stands(pictures: Path) -> None:
    noted = Block(BlockKind.PARAGRAPH, ARABIC, notes=(Note(3, ARABIC),))
    blocks = [
        noted,
        Block(BlockKind.HEADING, ARABIC, level=1),
        Block(BlockKind.VERSE, f"{ARABIC}\n{ARABIC}"),
        Block(BlockKind.TABLE, ARABIC, rows=((Cell(ARABIC), Cell("乙")),)),
        Block(BlockKind.PICTURE, ARABIC, picture=Picture("photo.jpg")),
    ]
    made = book(blocks, images=pictures)
    for name, count in (("word/document.xml", 6), ("word/footnotes.xml", 1)):
        own = [p for p in part(made, name).iter(f"{W}p") if ARABIC in said(p)]
        assert [p.find(f"{W}pPr/{W}bidi") is not None for p in own] == [True] * count


def test_plates_have_their_own_numbers_and_what_follows_counts_on(pictures: Path) -> None:
    def front(key: str, title: str, *blocks: Block) -> Article:
        return Article(key, title, Manuscript(blocks))

    plate = Block(BlockKind.PICTURE, "前门", picture=Picture("photo.jpg"))
    matter = (
        Matter("note", front("n", "编辑说明", WORDS)),
        Matter("plates", front("p", "图版", plate)),
        Matter("preface", front("x", "序", WORDS)),
    )
    made = book([WORDS], front=matter, images=pictures)
    edition = Edition(made)
    found = {words[0]: about for _, words, about in sections(part(made)) if words}
    numbers = {
        title: (about.find(f"{W}pgNumType").get(f"{W}fmt"), about.find(f"{W}pgNumType").get(f"{W}start"))
        for title, about in found.items()
        if about.find(f"{W}pgNumType") is not None
    }
    assert numbers["图版"] == ("chineseCountingThousand", "1")
    printed = next(page.label for page in edition.layout.pages if any(line.text == "序" for line in page.lines))
    assert printed == "iii"
    assert numbers["序"] == ("lowerRoman", "3")
    package = zipfile.ZipFile(io.BytesIO(render(edition)[0]))
    parts = {e.get("Id"): e.get("Target") for e in etree.fromstring(package.read("word/_rels/document.xml.rels"))}
    feet = [parts[e.get(f"{R}id")] for e in found["图版"].iter(f"{W}footerReference")]
    assert all(said(etree.fromstring(package.read(f"word/{name}"))).startswith("图版") for name in feet)


@pytest.mark.parametrize(
    ("label", "number"), [("iv", 4), ("xiii", 13), ("12", 12), ("图版一", None), ("", None), ("二四", None)]
)
def test_a_folio_says_its_number(label: str, number: int | None) -> None:
    assert folio_number(label) == number


def test_a_table_with_too_many_columns_has_pages_on_their_side() -> None:
    wide = Block(BlockKind.TABLE, "表一　各村", rows=tuple(tuple(Cell(f"{r}{c}") for c in range(16)) for r in range(3)))
    narrow = Block(BlockKind.TABLE, rows=((Cell("甲"), Cell("乙")),))
    layout = {"measure": [20, 32]}
    found = sections(part(book([WORDS, wide, narrow, WORDS], layout=layout)))
    before, own, after = found[-3:]
    size = own[2].find(f"{W}pgSz")
    upright = before[2].find(f"{W}pgSz")
    assert size.get(f"{W}orient") == "landscape"
    assert [size.get(f"{W}w"), size.get(f"{W}h")] == [upright.get(f"{W}h"), upright.get(f"{W}w")]
    assert own[1][0] == "表一　各村"
    assert after[2].find(f"{W}pgSz").get(f"{W}orient") is None
    assert after[1] == ["甲乙", SENTENCE * 6]


def test_an_article_s_endnotes_are_counted_through_its_sections_and_stand_behind_the_last(pictures: Path) -> None:
    noted = Block(BlockKind.PARAGRAPH, SENTENCE, notes=(Note(3, "注。"),))
    alone = Block(BlockKind.PICTURE, "整面", picture=Picture("photo.jpg", place="page"))
    first = Article("a.md", "甲篇", Manuscript((noted, alone, noted)), columns=2)
    second = Article("b.md", "乙篇", Manuscript((noted,)))
    layout = {"notes": {"place": "article"}}
    found = sections(part(Book("书", (Section("栏", (first, second)),), images=pictures, layout=layout)))
    place = next(n for n, (_, words, _) in enumerate(found) if words and words[0] == "甲篇")
    own = [about for _, _, about in found[place:]]
    counted = [about.find(f"{W}endnotePr/{W}numRestart").get(f"{W}val") for about in own]
    held = [about.find(f"{W}noEndnote") is not None for about in own]
    assert counted == ["eachSect", *["continuous"] * (len(own) - 2), "eachSect"]
    assert held == [*[True] * (len(own) - 2), False, False]  # the last of 甲篇 has them all, and 乙篇 its own


def test_a_title_page_has_no_more_white_than_there_is_room_for() -> None:
    long = {"series": "“回望城东”系列丛书", "number": 24, "subtitle": "乡村记忆", "compiler": "政协西宁市城东区委员会"}
    whites = []
    for template in ("16k", "vertical"):
        made = book([WORDS], template=template, **long)
        pages = [p for p in part(made).iter(f"{W}p") if p.find(f"{W}pPr/{W}pStyle") is not None]
        own = [p for p in pages if p.find(f"{W}pPr/{W}pStyle").get(f"{W}val") in ("Title", "Subtitle", "BookCompiler")]
        spaced = [p.find(f"{W}pPr/{W}spacing") for p in own]
        assert len(spaced) == 3
        whites.append(sum(int(s.get(f"{W}before")) + int(s.get(f"{W}after")) for s in spaced) / 20)
    vertical = load("vertical")
    across = vertical.type_area[0]  # its lines are columns: they have the page's width
    lines = vertical.leading_pt * (2 + 3 + 2 + 2 + 2)  # each as many rows of the grid as it needs
    assert whites[1] == pytest.approx(max(0.0, across - lines), abs=1.0)
    assert whites[0] > whites[1]
