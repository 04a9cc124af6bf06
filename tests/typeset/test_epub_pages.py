"""The EPUB's printed pages, columns and writings: every page listed has its mark, phrases run as they are read."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from lxml import etree

from archive_app.domain.manuscript import Block, BlockKind, Cell, Manuscript, Note, Picture, Span, SpanStyle
from archive_app.typeset.book import Article, Book, Imprint, Matter, Section
from archive_app.typeset.epub.document import render
from archive_app.typeset.outputs import Edition

H = "{http://www.w3.org/1999/xhtml}"
OPS = "{http://www.idpf.org/2007/ops}"
SENTENCE = "院子没有名字，信封上写门牌号，平常说起来都叫“马家院”。"
SMALL = {"trim": [120, 130], "measure": [20, 12]}


def files(edition: Edition) -> dict[str, etree._Element]:
    package = zipfile.ZipFile(io.BytesIO(render(edition)[0]))
    return {
        name.removeprefix("EPUB/"): etree.fromstring(package.read(name))
        for name in package.namelist()
        if name.endswith(".xhtml")
    }


def book(blocks: Sequence[Block], **more: object) -> Book:
    article = Article("a.md", "篇", Manuscript(tuple(blocks)), columns=int(str(more.pop("columns", 0))))
    more.setdefault("layout", SMALL)
    return Book("书", (Section("栏", (article,)),), imprint=Imprint("public"), **more)  # type: ignore[arg-type]


def listed(found: dict[str, etree._Element]) -> list[tuple[str, str]]:
    """The page list: (folio, the folio that the mark it leads to says)."""
    (pages,) = [n for n in found["nav.xhtml"].iter(f"{H}nav") if n.get(f"{OPS}type") == "page-list"]
    made = []
    for link in pages.iter(f"{H}a"):
        name, _, key = link.get("href").partition("#")
        marks = [e for e in found[name].iter() if e.get("id") == key]
        assert len(marks) == 1, link.get("href")
        made.append((link.text or "", marks[0].get("aria-label")))
    return made


def breaking(pictures: Path) -> dict[str, Book]:
    """Books in which pages begin at what has no words of its own to bear a mark, or more than one at one place."""
    words = Block(BlockKind.PARAGRAPH, SENTENCE * 8)
    noted = Block(BlockKind.PARAGRAPH, "甲。" + SENTENCE, notes=(Note(1, SENTENCE * 40), Note(2, SENTENCE * 40)))
    tall = Block(BlockKind.TABLE, rows=tuple((Cell(str(n)), Cell(SENTENCE * (30 if n == 3 else 1))) for n in range(8)))
    group = [Block(BlockKind.PICTURE, f"图{n}", picture=Picture("photo.jpg", group="g")) for n in range(3)]
    own = [Block(BlockKind.PICTURE, text, picture=Picture("photo.jpg", 1.0, "page")) for text in ("", "独占", "")]
    spread = Block(BlockKind.PICTURE, "跨面", picture=Picture("photo.jpg", place="spread"))
    items = [Block(BlockKind.LIST_ITEM, f"{n}. {SENTENCE}") for n in range(30)]
    verse = Block(BlockKind.VERSE, "\n".join(["高高山上一树槐，"] * 40))
    names = [
        Block(BlockKind.PARAGRAPH, f"祁{chr(0x4E00 + n)}来过。", (Span(0, 2, SpanStyle.PERSON),)) for n in range(60)
    ]
    return {
        "notes over pages": book([words, noted, words]),
        "a row higher than a page": book([words, tall, words]),
        "a group": book([words, *group, words], images=pictures),
        "pictures with pages of their own": book([words, *own, spread, words], images=pictures),
        "a list": book([words, *items]),
        "verse": book([words, verse]),
        "columns": book([words] * 12, columns=2, layout={**SMALL, "measure": [24, 12]}),
        "an index over pages": book(names, back=(Matter("names"), Matter("afterword", _afterword()))),
    }


def _afterword() -> Article:
    return Article(
        "z.md", "后记", Manuscript((Block(BlockKind.PARAGRAPH, "祁一又记。", (Span(0, 2, SpanStyle.PERSON),)),))
    )


@pytest.mark.parametrize(
    "name",
    [
        "notes over pages",
        "a row higher than a page",
        "a group",
        "pictures with pages of their own",
        "a list",
        "verse",
        "columns",
        "an index over pages",
    ],
)
def test_every_printed_page_is_listed_in_order_and_has_its_mark(pictures: Path, name: str) -> None:
    edition = Edition(breaking(pictures)[name])
    pages = listed(files(edition))
    assert all(label == mark for label, mark in pages)
    assert [label for label, _ in pages] == [p.label for p in edition.layout.pages if p.label and p.kind != "blank"]


def test_an_index_is_a_landmark_and_the_metadata_tell_of_it(pictures: Path) -> None:
    data, _ = render(Edition(breaking(pictures)["an index over pages"]))
    package = zipfile.ZipFile(io.BytesIO(data))
    nav = etree.fromstring(package.read("EPUB/nav.xhtml"))
    (marks,) = [n for n in nav.iter(f"{H}nav") if n.get(f"{OPS}type") == "landmarks"]
    found = {a.get(f"{OPS}type"): a.get("href") for a in marks.iter(f"{H}a")}
    assert found["index"] == "index-names.xhtml"
    assert set(found) == {"cover", "toc", "bodymatter", "index"}
    opf = package.read("EPUB/package.opf").decode()
    assert '<meta property="schema:accessibilityFeature">index</meta>' in opf


def test_an_index_leads_to_pages_behind_it(pictures: Path) -> None:
    found = files(Edition(breaking(pictures)["an index over pages"]))
    (entry,) = [li for li in found["index-names.xhtml"].iter(f"{H}li") if "".join(li.itertext()).startswith("祁一")]
    assert entry.findall(f"{H}a")[-1].get("href").startswith("a002.xhtml#")


def test_columns_are_as_on_the_pages_and_as_many_as_there_is_room_for() -> None:
    words = [Block(BlockKind.PARAGRAPH, SENTENCE * 8)]
    wide = files(Edition(book(words, columns=2, layout={"columns": {"rule": 0.5}})))
    (columns,) = [e for e in wide["a001.xhtml"].iter(f"{H}div") if (e.get("class") or "").startswith("columns")]
    assert columns.get("class") == "columns-2"
    assert [child.tag for child in columns] == [f"{H}p"]
    assert "header" in [child.tag.removeprefix(H) for child in columns.getparent()]
    narrow = files(Edition(book(words, columns=3, layout={"trim": [90, 130], "measure": [15, 12]})))
    assert not [e for e in narrow["a001.xhtml"].iter(f"{H}div") if "columns" in (e.get("class") or "")]


def test_a_phrase_is_one_whole_that_runs_from_the_right() -> None:
    text = "碑上有 مسجد الكبير سنة ١٣٨٠ 字样，写作“سلام”，是ئۇيغۇر ئاپتونوم语。"
    found = files(Edition(book([Block(BlockKind.PARAGRAPH, text)])))["a001.xhtml"]
    spans = [e for e in found.iter(f"{H}span") if e.get("lang")]
    assert [("".join(e.itertext()), e.get("lang"), e.get("dir")) for e in spans] == [
        ("مسجد الكبير سنة ١٣٨٠", "ar", "rtl"),
        ("سلام", "ar", "rtl"),
        ("ئۇيغۇر ئاپتونوم", "ug", "rtl"),
    ]


@pytest.mark.parametrize(
    ("text", "way"),
    [("السلام عليكم 1949", "rtl"), ("رايونى（新疆）", None), ("汉文。", None), ("1949", None), ("ABC سلام", None)],
)
def test_a_paragraph_that_is_arabic_throughout_begins_at_the_right(text: str, way: str | None) -> None:
    blocks = [
        Block(BlockKind.PARAGRAPH, text),
        Block(BlockKind.HEADING, text, level=1),
        Block(BlockKind.VERSE, f"{text}\n{text}"),
        Block(BlockKind.TABLE, rows=((Cell(text), Cell("乙")),)),
    ]
    found = files(Edition(book(blocks)))["a001.xhtml"]
    own = [e for e in found.iter(f"{H}p", f"{H}h2", f"{H}td") if text in "".join(e.itertext())]
    assert [e.get("dir") for e in own] == [way] * 4


def test_pictures_of_a_row_share_it_by_their_shapes(pictures: Path) -> None:
    shapes = ("photo.jpg", "turned.jpg")  # 3:2 and 2:3
    blocks = [Block(BlockKind.PICTURE, name, picture=Picture(name, group="g")) for name in shapes]
    found = files(Edition(book(blocks, images=pictures)))["a001.xhtml"]
    styles = [e.get("style") for e in found.iter(f"{H}figure") if e.get("style")]
    shares = [float(re.search(r"flex:([\d.]+)", style)[1]) for style in styles]  # type: ignore[index]
    assert shares == pytest.approx([1.5, 2 / 3], abs=0.01)


def test_what_is_level_among_columns_says_so(full_book: Book) -> None:
    package = zipfile.ZipFile(io.BytesIO(render(Edition(replace(full_book, template="vertical")))[0]))
    style = package.read("EPUB/book.css").decode()
    assert "html:not(.horizontal) table" in style
    assert "margin-inline: 2em 2em" in style  # a quotation is set in from its columns' heads
    assert style.count("{") == style.count("}")
