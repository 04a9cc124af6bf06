"""The docx: sound as a package, styled as Word knows styles, and nothing lost when it is read back."""

from __future__ import annotations

import io
import re
import zipfile
from dataclasses import replace
from pathlib import Path
from uuid import UUID

import docx
import pytest
from docx.document import Document
from lxml import etree
from PIL import Image

from archive_app.domain.manuscript import Block, BlockKind, Cell, Manuscript, Note, Picture, Span, SpanStyle
from archive_app.intake.formats.base import Source, Workspace
from archive_app.intake.formats.docx import read
from archive_app.intake.proposal import Proposal
from archive_app.typeset.book import Article, Book, Matter, Section
from archive_app.typeset.docx.document import render
from archive_app.typeset.docx.package import obfuscated
from archive_app.typeset.outputs import Edition, output_named
from archive_app.typeset.reflow.rare import rare_fonts

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
# the order ECMA-376-1 gives the children of these (Annex A); a reader that validates refuses any other
PARAGRAPH = [
    "pStyle",
    "keepNext",
    "keepLines",
    "pageBreakBefore",
    "framePr",
    "widowControl",
    "numPr",
    "suppressLineNumbers",
    "pBdr",
    "shd",
    "tabs",
    "suppressAutoHyphens",
    "kinsoku",
    "wordWrap",
    "overflowPunct",
    "topLinePunct",
    "autoSpaceDE",
    "autoSpaceDN",
    "bidi",
    "adjustRightInd",
    "snapToGrid",
    "spacing",
    "ind",
    "contextualSpacing",
    "mirrorIndents",
    "suppressOverlap",
    "jc",
    "textDirection",
    "textAlignment",
    "textboxTightWrap",
    "outlineLvl",
    "divId",
    "cnfStyle",
    "rPr",
    "sectPr",
    "pPrChange",
]
RUN = [
    "rStyle",
    "rFonts",
    "b",
    "bCs",
    "i",
    "iCs",
    "caps",
    "smallCaps",
    "strike",
    "dstrike",
    "outline",
    "shadow",
    "emboss",
    "imprint",
    "noProof",
    "snapToGrid",
    "vanish",
    "webHidden",
    "color",
    "spacing",
    "w",
    "kern",
    "position",
    "sz",
    "szCs",
    "highlight",
    "u",
    "effect",
    "bdr",
    "shd",
    "fitText",
    "vertAlign",
    "rtl",
    "cs",
    "em",
    "lang",
    "eastAsianLayout",
    "specVanish",
    "oMath",
]
SECTION = [
    "headerReference",
    "footerReference",
    "footnotePr",
    "endnotePr",
    "type",
    "pgSz",
    "pgMar",
    "paperSrc",
    "pgBorders",
    "lnNumType",
    "pgNumType",
    "cols",
    "formProt",
    "vAlign",
    "noEndnote",
    "titlePg",
    "textDirection",
    "bidi",
    "rtlGutter",
    "docGrid",
    "printerSettings",
]
STYLE = [
    "name",
    "aliases",
    "basedOn",
    "next",
    "link",
    "autoRedefine",
    "hidden",
    "uiPriority",
    "semiHidden",
    "unhideWhenUsed",
    "qFormat",
    "locked",
    "personal",
    "personalCompose",
    "personalReply",
    "rsid",
    "pPr",
    "rPr",
    "tblPr",
    "trPr",
    "tcPr",
    "tblStylePr",
]
SETTINGS = [
    "writeProtection",
    "view",
    "zoom",
    "removePersonalInformation",
    "embedTrueTypeFonts",
    "embedSystemFonts",
    "saveSubsetFonts",
    "saveFormsData",
    "mirrorMargins",
    "alignBordersAndEdges",
    "defaultTabStop",
    "autoHyphenation",
    "evenAndOddHeaders",
    "bookFoldRevPrinting",
    "drawingGridHorizontalSpacing",
    "drawingGridVerticalSpacing",
    "characterSpacingControl",
    "printTwoOnOne",
    "strictFirstAndLastChars",
    "noLineBreaksAfter",
    "noLineBreaksBefore",
    "updateFields",
    "hdrShapeDefaults",
    "footnotePr",
    "endnotePr",
    "compat",
    "docVars",
    "rsids",
    "mathPr",
    "themeFontLang",
]
OTHERS = {
    "tbl": "tblPr tblGrid tr",
    "tblPr": "tblStyle tblpPr tblOverlap bidiVisual tblStyleRowBandSize tblStyleColBandSize tblW jc tblCellSpacing "
    "tblInd tblBorders shd tblLayout tblCellMar tblLook tblCaption tblDescription",
    "tblBorders": "top left bottom right insideH insideV",
    "tblCellMar": "top left bottom right",
    "trPr": "cantSplit tblHeader",
    "tc": "tcPr p",
    "tcPr": "cnfStyle tcW gridSpan vMerge tcBorders shd noWrap tcMar textDirection tcFitText vAlign hideMark",
    "ruby": "rubyPr rt rubyBase",
    "rubyPr": "rubyAlign hps hpsRaise hpsBaseText lid dirty",
    "footnotePr": "pos numFmt numStart numRestart footnote",
    "endnotePr": "pos numFmt numStart numRestart endnote",
    "sdt": "sdtPr sdtEndPr sdtContent",
    "font": "altName panose1 charset family notTrueType pitch sig embedRegular embedBold embedItalic embedBoldItalic",
    "inline": "extent effectExtent docPr cNvGraphicFramePr graphic",
    "anchor": "simplePos positionH positionV extent effectExtent wrapNone wrapSquare wrapTopAndBottom docPr "
    "cNvGraphicFramePr graphic",
    "blipFill": "blip srcRect stretch",
    "spPr": "xfrm prstGeom",
    "pic": "nvPicPr blipFill spPr",
}
ORDERS = {
    "pPr": PARAGRAPH,
    "rPr": RUN,
    "sectPr": SECTION,
    "style": STYLE,
    "settings": SETTINGS,
    **{name: order.split() for name, order in OTHERS.items()},
}
MANY = {"sectPr", "tbl", "tc", "footnotePr", "endnotePr"}
"""What may hold one kind of child several times."""


def opened(book: Book) -> zipfile.ZipFile:
    return zipfile.ZipFile(io.BytesIO(render(Edition(book))[0]))


def xml(package: zipfile.ZipFile, part: str) -> etree._Element:
    return etree.fromstring(package.read(part))


def word(book: Book) -> Document:
    return docx.Document(io.BytesIO(render(Edition(book))[0]))


def read_back(book: Book, folder: Path) -> tuple[Proposal, Workspace]:
    path = folder / "书稿.docx"
    output_named("docx").write(Edition(book), path)
    staging = folder / "staging"
    staging.mkdir()
    workspace = Workspace(staging)
    return read(Source(path, path.name, staged=True), workspace), workspace


def one_article(*blocks: Block, **more: object) -> Book:
    article = Article("a.md", "一碗甜醅", Manuscript(blocks))
    return Book("城东政协文史资料", (Section("", (article,)),), **more)  # type: ignore[arg-type]


def test_every_part_is_typed_and_every_reference_leads_somewhere(full_book: Book) -> None:
    package = opened(full_book)
    names = set(package.namelist())
    types = xml(package, "[Content_Types].xml")
    suffixes = {e.get("Extension") for e in types if e.tag.endswith("Default")}
    named = {e.get("PartName") for e in types if e.tag.endswith("Override")}
    assert package.namelist()[0] == "[Content_Types].xml"
    assert {n.rpartition(".")[2] for n in names} <= suffixes
    assert {n.lstrip("/") for n in named} <= names
    led_to = set()
    for part in [n for n in names if n.endswith(".rels")]:
        folder = part.rpartition("_rels/")[0]
        root = xml(package, part)
        identifiers = [e.get("Id") for e in root]
        assert len(identifiers) == len(set(identifiers))
        led_to |= {folder + e.get("Target") for e in root}
        owner = folder + part.rpartition("/")[2].removesuffix(".rels")
        if owner in names:
            used = set(re.findall(r'r:(?:id|embed)="([^"]+)"', package.read(owner).decode()))
            assert used <= set(identifiers)
    assert led_to <= names
    assert names - led_to == {n for n in names if n.endswith(".rels")} | {"[Content_Types].xml"}


@pytest.mark.parametrize("template", ["16k", "vertical"])
def test_properties_stand_in_the_standards_order(full_book: Book, template: str) -> None:
    layout = {"notes": {"place": "article"}, "contents": {"columns": 2}, "columns": {"articles": 2}}
    picture = Block(BlockKind.PICTURE, "图", picture=Picture("photo.jpg", place="spread"))
    beside = Block(BlockKind.PICTURE, "图", picture=Picture("photo.jpg", place="beside"))
    more = Article("m", "又篇", Manuscript((picture, beside, Block(BlockKind.PARAGRAPH, "سلام عليكم"))))
    sections = (*full_book.sections, Section("又", (more,)))
    package = opened(replace(full_book, template=template, layout=layout, sections=sections))
    seen = 0
    for part in [n for n in package.namelist() if n.startswith("word/") and n.endswith(".xml")]:
        for element in xml(package, part).iter():
            order = ORDERS.get(etree.QName(element).localname)
            if order is None or not isinstance(element.tag, str):
                continue
            places = [order.index(etree.QName(child).localname) for child in element]
            assert places == sorted(places), (part, [etree.QName(child).localname for child in element])
            assert len(places) == len(set(places)) or etree.QName(element).localname in MANY
            seen += 1
    assert seen > 200


def test_ids_are_unique_and_styles_exist(full_book: Book) -> None:
    package = opened(full_book)
    document, styles = xml(package, "word/document.xml"), xml(package, "word/styles.xml")
    known = [e.get(f"{W}styleId") for e in styles.iter(f"{W}style")]
    assert len(known) == len(set(known))
    for part in ("word/document.xml", "word/footnotes.xml"):
        root = xml(package, part)
        used = {e.get(f"{W}val") for name in ("pStyle", "rStyle") for e in root.iter(W + name)}
        assert used <= set(known)
    marks = [e.get(f"{W}id") for e in document.iter(f"{W}bookmarkStart")]
    assert len(marks) == len(set(marks)) == len(list(document.iter(f"{W}bookmarkEnd")))
    begun = [e.get(f"{W}fldCharType") for e in document.iter(f"{W}fldChar")]
    assert begun.count("begin") == begun.count("separate") == begun.count("end") > 3


def test_headings_are_true_headings(full_book: Book) -> None:
    document = word(full_book)
    headings = [(p.style.name, p.text) for p in document.paragraphs if p.style.name.startswith("Heading")]
    assert headings == [
        ("Heading 3", "序"),
        ("Heading 1", "亲历亲见"),
        ("Heading 3", "一碗甜醅"),
        ("Heading 4", "一、老院子"),
        ("Heading 5", "（一）大灶"),
        ("Heading 1", "村庄"),
        ("Heading 2", "韵家口镇"),
        ("Heading 3", "看水人"),
    ]
    names = {style.name for style in document.styles}
    assert {"引文", "唱词", "问答", "图注", "作者", "footnote text", "Caption", "楷体", "专名线", "书名线"} <= names


def test_it_reads_back_as_it_was_written(full_book: Book, tmp_path: Path) -> None:
    source = next(full_book.articles()).manuscript
    found, _ = read_back(full_book, tmp_path)
    blocks = list(found.manuscript)
    headings = [b.text for b in blocks if b.kind is BlockKind.HEADING]
    assert headings[-5:] == ["一、老院子", "（一）大灶", "村庄", "韵家口镇", "看水人"]
    texts = [b.text for b in blocks]
    for block in source:
        if block.kind in (BlockKind.PARAGRAPH, BlockKind.HEADING, BlockKind.QUOTE, BlockKind.LIST_ITEM):
            assert block.text in texts
    by_text = {b.text: b for b in blocks}
    wanted = source.blocks[1]
    same = by_text[wanted.text]
    assert set(same.spans) == set(wanted.spans)
    assert [(n.at, n.text, n.by) for n in same.notes] == [(n.at, n.text, n.by) for n in wanted.notes]
    assert by_text["查该户于一九五八年迁入。"].kind is BlockKind.QUOTE
    assert by_text["高高山上一树槐，\n手把槐花望郎来。"].kind is BlockKind.VERSE
    answers = [b for b in blocks if b.kind is BlockKind.ANSWER]
    assert [(b.text, [(n.at, n.text) for n in b.notes]) for b in answers] == [("五八年秋天。", [(6, "一九五八年。")])]
    notes = sorted(n.text.removeprefix("* ") for b in blocks for n in b.notes)  # a mark of its own is part of the words
    assert notes == sorted([*(n.text for b in source for n in b.notes), "沈玉梅，退休教师。"])


def test_pictures_and_tables_read_back(full_book: Book, tmp_path: Path, pictures: Path) -> None:
    found, _ = read_back(full_book, tmp_path)
    shown = [b for b in found.manuscript if b.kind is BlockKind.PICTURE]
    assert [b.text for b in shown] == ["院门旧影（祁某供图）", "院里的槐树"]
    assert [b.picture.alt for b in shown if b.picture] == ["院门旧影", "一棵槐树"]
    assert [b.picture.width for b in shown if b.picture] == [0.6, 0.4]
    assert found.attachments[0].path.read_bytes() == (pictures / "photo.jpg").read_bytes()
    table = next(b for b in found.manuscript if b.kind is BlockKind.TABLE)
    source = next(b for b in next(full_book.articles()).manuscript if b.kind is BlockKind.TABLE)
    assert [[(c.text, c.columns, c.rows) for c in row] for row in table.rows] == [
        [(c.text, c.columns, c.rows) for c in row] for row in source.rows
    ]
    assert [row[0].header for row in table.rows] == [True, False, False]


def test_notes_are_numbered_by_page_in_circles(full_book: Book) -> None:
    package = opened(full_book)
    for part in ("word/settings.xml", "word/document.xml"):
        about = xml(package, part).find(f".//{W}footnotePr")
        assert about is not None
        assert about.find(f"{W}numFmt").get(f"{W}val") == "decimalEnclosedCircle"
        assert about.find(f"{W}numRestart").get(f"{W}val") == "eachPage"
    called = [e.get(f"{W}id") for e in xml(package, "word/document.xml").iter(f"{W}footnoteReference")]
    notes = xml(package, "word/footnotes.xml").findall(f"{W}footnote")
    assert called == [e.get(f"{W}id") for e in notes][2:] == ["1", "2", "3", "4", "5"]


def test_contents_are_a_field_that_is_filled_in(full_book: Book) -> None:
    edition = Edition(full_book)
    document = docx.Document(io.BytesIO(render(edition)[0]))
    frame = document.element.body.find(f"{W}sdt")
    lines = ["".join(t.text for t in p.iter(f"{W}t")) for p in frame.iter(f"{W}p")]
    assert [line[:4].rstrip("0123456789i") for line in lines[:3]] == ["序", "亲历亲见", "一碗甜醅"]
    first = next(p.label for p in edition.layout.pages for line in p.lines if line.article == "a.md")
    assert lines[2].endswith(first)
    before = frame.getprevious()  # what Word makes anew is the lines, not the title
    assert "".join(t.text for t in before.iter(f"{W}t")) == "目录"
    codes = [e.text.strip() for e in frame.iter(f"{W}instrText")]
    assert codes[0].startswith("TOC \\o")
    names = {e.get(f"{W}name") for e in document.element.body.iter(f"{W}bookmarkStart")}
    assert {code.split()[1] for code in codes if code.startswith("PAGEREF")} == names


def test_sections_number_their_pages_and_head_them(full_book: Book) -> None:
    package = opened(full_book)
    sections = list(xml(package, "word/document.xml").iter(f"{W}sectPr"))
    numbers = [
        (s.find(f"{W}pgNumType").get(f"{W}fmt"), s.find(f"{W}pgNumType").get(f"{W}start"))
        for s in sections
        if s.find(f"{W}pgNumType") is not None
    ]
    assert numbers[0] == ("lowerRoman", "1")
    assert next(n for n in numbers if n[0] == "decimal") == ("decimal", "1")
    assert [n[1] for n in numbers].count("1") == 2
    sizes = {(s.find(f"{W}pgSz").get(f"{W}w"), s.find(f"{W}pgSz").get(f"{W}h")) for s in sections}
    assert sizes == {("9638", "13606")}  # 170 × 240 mm
    heads = [package.read(n).decode() for n in package.namelist() if n.startswith("word/header")]
    assert any("STYLEREF 3" in head and "一碗甜醅" in head for head in heads)
    assert any("城东政协文史资料　第二十四辑" in head and "STYLEREF" not in head for head in heads)


def test_rare_characters_bring_their_font(full_book: Book) -> None:
    package = opened(full_book)
    table = xml(package, "word/fontTable.xml")
    embedded = {e.getparent().get(f"{W}name"): e for e in table.iter(f"{W}embedRegular")}
    assert {"Cunshi Rare B", "Cunshi Tibetan", "Cunshi Arabic", "Cunshi Mongolian"} <= set(embedded)
    runs = {"".join(t.text or "" for t in r.iter(f"{W}t")): r for r in xml(package, "word/document.xml").iter(f"{W}r")}
    fonts = runs["𠮷"].find(f"{W}rPr/{W}rFonts")
    assert (fonts.get(f"{W}eastAsia"), fonts.get(f"{W}hint")) == ("Cunshi Rare B", "eastAsia")
    assert runs["سلام"].find(f"{W}rPr/{W}rtl") is not None
    assert runs["سلام"].find(f"{W}rPr/{W}rFonts").get(f"{W}cs") == "Cunshi Arabic"
    relations = {e.get("Id"): e.get("Target") for e in xml(package, "word/_rels/fontTable.xml.rels")}
    mark = embedded["Cunshi Rare B"]
    data = package.read("word/" + relations[mark.get(f"{R}id")])
    plain = obfuscated(data, UUID(mark.get(f"{W}fontKey")))
    assert plain == rare_fonts(["𠮷"])[0].data


def test_the_same_book_gives_the_same_bytes(full_book: Book) -> None:
    assert render(Edition(full_book))[0] == render(Edition(full_book))[0]


@pytest.mark.parametrize("name", ["cmyk.tif", "deep.png", "palette.gif", "line.tif", "turned.jpg", "grey.jpg"])
def test_every_kind_of_picture_can_be_shown(pictures: Path, name: str) -> None:
    book = one_article(Block(BlockKind.PICTURE, "图", picture=Picture(name, 1.0)), images=pictures)
    package = opened(book)
    media = [n for n in package.namelist() if n.startswith("word/media/")]
    with Image.open(io.BytesIO(package.read(media[0]))) as picture:
        assert picture.format in ("JPEG", "PNG")
        upright = (800, 1200) if name == "turned.jpg" else picture.size
        assert picture.size == upright


@pytest.mark.parametrize("name", ["broken.jpg", "words.jpg", "none.jpg"])
def test_a_picture_that_cannot_be_shown_is_named_and_its_caption_kept(pictures: Path, name: str) -> None:
    book = one_article(Block(BlockKind.PICTURE, "院门旧影", picture=Picture(name)), images=pictures)
    edition = Edition(book)
    data, problems = render(edition)
    assert any(name in str(problem) for problem in (*problems, *edition.problems))
    assert any(p.text == "院门旧影" for p in docx.Document(io.BytesIO(data)).paragraphs)


def test_where_a_photograph_was_taken_stays_at_home(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x010E] = "电话13900000000"
    Image.effect_noise((400, 300), 60).convert("RGB").save(tmp_path / "gps.jpg", exif=exif, comment=b"secret-remark")
    with (tmp_path / "gps.jpg").open("ab") as file:
        file.write(b"secret-video")
    book = one_article(Block(BlockKind.PICTURE, "图", picture=Picture("gps.jpg")), images=tmp_path)
    package = opened(book)
    data = package.read("word/media/image1.jpg")
    assert b"Exif" not in data
    assert b"secret" not in data
    with Image.open(tmp_path / "gps.jpg") as before, Image.open(io.BytesIO(data)) as after:
        assert before.tobytes() == after.tobytes()


def test_words_that_xml_does_not_take_do_not_break_it(tmp_path: Path) -> None:
    text = "甲\x00乙\x0b丙\ud842丁\ufffe戊 & <w:p>"
    book = one_article(
        Block(BlockKind.PARAGRAPH, text, notes=(Note(99, "\x01注"),)),
        Block(BlockKind.PARAGRAPH, "尾", (Span(0, 9, SpanStyle.BOLD), Span(5, 2, SpanStyle.KAI))),
    )
    said = [p.text for p in word(book).paragraphs]
    assert "甲乙丙\ufffd丁戊 & <w:p>" in said
    assert "尾" in said


def test_a_vertical_book_runs_down_and_is_bound_at_the_right(full_book: Book) -> None:
    package = opened(replace(full_book, template="vertical"))
    sections = list(xml(package, "word/document.xml").iter(f"{W}sectPr"))
    ways = [s.find(f"{W}textDirection") is not None for s in sections]
    assert not ways[1]  # the 版权页 is level
    assert all(ways[:1] + ways[2:])


def test_a_forced_page_and_tables_on_end_stay_apart() -> None:
    rows = ((Cell("甲"), Cell("乙")), (Cell("丙"), Cell("丁")))
    table, rest = Block(BlockKind.TABLE, rows=rows), Block(BlockKind.PARAGRAPH, "新的一面。")
    book = one_article(table, table, Block(BlockKind.PAGE_BREAK), rest)
    document = word(book)
    assert len(document.tables) == 2
    last = next(p for p in document.paragraphs if p.text == "新的一面。")
    assert last.paragraph_format.page_break_before


def test_an_items_number_stands_before_it_without_a_colon() -> None:
    items = (Block(BlockKind.LIST_ITEM, "头一条", label="1."), Block(BlockKind.LIST_ITEM, "第二条", label="（二）"))
    said = [p.text for p in word(one_article(*items)).paragraphs]
    assert said[-2:] == ["1. 头一条", "（二）第二条"]


def test_indexes_are_those_of_the_set_book(full_book: Book) -> None:
    marked = Block(BlockKind.PARAGRAPH, "祁垚住在韵家口。", (Span(0, 2, SpanStyle.PERSON), Span(4, 7, SpanStyle.PLACE)))
    first = next(full_book.articles())
    article = replace(first, manuscript=Manuscript((marked, *first.manuscript.blocks)))
    back = (Matter("names"), Matter("places", None, {"title": "地名一览"}))
    book = replace(full_book, sections=(Section("亲历亲见", (article,)),), back=back)
    edition = Edition(book)
    document = docx.Document(io.BytesIO(render(edition)[0]))
    page = next(p.label for p in edition.layout.pages if any("祁垚住在" in line.text for line in p.lines))
    said = [(p.style.name, p.text) for p in document.paragraphs if p.text][-6:]
    assert said == [
        ("Heading 2", "人名索引"),
        ("index heading", "Q"),
        ("index 1", f"祁垚　{page}"),
        ("Heading 2", "地名一览"),
        ("index heading", "Y"),
        ("index 1", f"韵家口　{page}"),
    ]
    assert not any("索引" in p.text for p in word(replace(full_book, back=(Matter("names"),))).paragraphs)


def test_what_is_not_body_text_does_not_inherit_its_indent(full_book: Book) -> None:
    package = opened(full_book)
    for style in xml(package, "word/styles.xml").iter(f"{W}style"):
        if style.find(f"{W}basedOn") is not None:
            indent = style.find(f"{W}pPr/{W}ind")
            assert indent.get(f"{W}firstLineChars") or indent.get(f"{W}hangingChars"), style.get(f"{W}styleId")
    for note in xml(package, "word/footnotes.xml")[:2]:
        assert note.find(f".//{W}ind").get(f"{W}firstLineChars") == "0"
