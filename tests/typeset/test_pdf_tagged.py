"""The screen's PDF is tagged: every mark has its place in the structure, in reading order, and links lead there."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pikepdf
import pytest

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
from archive_app.typeset.book import Article, Book, Matter, Section
from archive_app.typeset.composer import compose
from archive_app.typeset.layout import Layout
from archive_app.typeset.pdf import write
from archive_app.typeset.templates import Template

LONG = "院子没有名字，信封上写门牌号，平常说起来都叫“马家院”。" * 20


def table() -> Block:
    rows = [[Cell("年份", header=True), Cell("户数", header=True)]]
    rows += [[Cell(str(1949 + n)), Cell("" if n == 3 else str(36 + n))] for n in range(24)]
    return Block(BlockKind.TABLE, "表一　韵家口户数", rows=tuple(tuple(row) for row in rows))


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory, pictures: Path, small: Template) -> tuple[Layout, Path]:
    one = (
        Block(BlockKind.PARAGRAPH, LONG, notes=(Note(12, "信封是当年的。"), Note(60, "这是第二条注。"))),
        Block(BlockKind.HEADING, "院子里的人", level=1),
        Block(BlockKind.QUOTE, "引一段旧报上的话。"),
        Block(BlockKind.QUOTE, "再引一段。"),
        Block(BlockKind.VERSE, "花儿唱在山上\n人在川里听"),
        Block(BlockKind.LIST_ITEM, "头一条"),
        Block(BlockKind.LIST_ITEM, "第二条"),
        Block(BlockKind.PICTURE, "马家院旧影", picture=Picture("photo.jpg", people="前排左起：甲、乙")),
        Block(BlockKind.PARAGRAPH, "名字叫祁垚。", (Span(3, 5, SpanStyle.UNDERLINE),)),
        table(),
        Block(BlockKind.PICTURE, "", picture=Picture("grey.jpg", alt="水渠闸口")),
        Block(BlockKind.PARAGRAPH, "表后还有一段，" + LONG),
    )
    articles = (
        Article("a", "一碗甜醅", Manuscript(one), subtitle="记一个院子", byline=("沈玉梅",), note="作者是退休教师。"),
        Article("b", "又一篇", paragraphs(["短短一段。"])),
    )
    volume = Book(
        "城东政协文史资料",
        (Section("亲历亲见", articles), Section("乡村记忆", (Article("c", "村里", paragraphs([LONG])),))),
        number=24,
        front=(Matter("preface", Article("x", "序", paragraphs(["序言一段。"]))),),
        images=pictures,
    )
    layout = compose(volume, template=small)
    return layout, write(layout, tmp_path_factory.mktemp("tagged") / "a.pdf").path


@pytest.fixture(scope="module")
def pdf(book: tuple[Layout, Path]) -> Iterator[pikepdf.Pdf]:
    with pikepdf.open(book[1]) as opened:
        yield opened


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A book with an index of names."""
    people = "祁垚与李生华在场。"
    spans = (Span(0, 2, SpanStyle.PERSON), Span(3, 6, SpanStyle.PERSON))
    articles = tuple(
        Article(key, f"第{key}篇", Manuscript((Block(BlockKind.PARAGRAPH, people, spans),))) for key in "abc"
    )
    book = Book("城东政协文史资料", (Section("亲历亲见", articles),), back=(Matter("names"),))
    return write(compose(book), tmp_path_factory.mktemp("index") / "a.pdf").path


def kids_of(element: Any) -> list[Any]:
    kids = element.get("/K", [])
    return list(kids) if isinstance(kids, pikepdf.Array) else [kids]


def walk(element: Any, depth: int = 0) -> Iterator[Any]:
    yield element
    for kid in kids_of(element):
        if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
            yield from walk(kid, depth + 1)


def kind(element: Any) -> str:
    return str(element.S)[1:]


def content(pdf: pikepdf.Pdf, element: Any) -> Iterator[tuple[int, int]]:
    """(page, marked content) under an element, in reading order."""
    place = {page.obj.objgen: number for number, page in enumerate(pdf.pages)}
    for kid in kids_of(element):
        if isinstance(kid, int):
            yield place[element.Pg.objgen], kid
        elif "/S" in kid:
            yield from content(pdf, kid)
        elif kid.get("/Type") == "/MCR":
            yield place[kid.Pg.objgen], int(kid.MCID)


def readings(font: Any) -> dict[str, str]:
    """What the codes of a font read as."""
    pairs = re.findall(rb"<([0-9A-F]{4})> <([0-9A-F]+)>", font.ToUnicode.read_bytes())
    return {code.decode().lower(): bytes.fromhex(said.decode()).decode("utf-16-be") for code, said in pairs}


@pytest.fixture(scope="module")
def words(pdf: pikepdf.Pdf) -> dict[tuple[int, int], str]:
    """What each piece of marked content says: by /ActualText where there is one, else by the fonts' /ToUnicode."""
    said: dict[tuple[int, int], str] = {}
    for number, page in enumerate(pdf.pages):
        fonts = {name: readings(font) for name, font in page.Resources.Font.items()}
        stack: list[Any] = []
        font: dict[str, str] = {}
        for operands, operator in pikepdf.parse_content_stream(page):
            name = str(operator)
            if name == "BDC":
                stack.append(operands[1])
                if "/ActualText" in operands[1]:
                    key = next((number, int(mark.MCID)) for mark in stack if "/MCID" in mark)
                    said[key] = said.get(key, "") + str(operands[1].ActualText)
            elif name == "EMC":
                stack.pop()
            elif name == "Tf":
                font = fonts[str(operands[0])]
            elif name in ("Tj", "TJ") and stack and "/MCID" in stack[-1]:
                shown = operands[0] if name == "TJ" else [operands[0]]
                codes = "".join(bytes(part).hex() for part in shown if isinstance(part, pikepdf.String))
                key = (number, int(stack[-1].MCID))
                said[key] = said.get(key, "") + "".join(font[codes[n : n + 4]] for n in range(0, len(codes), 4))
    return said


def says(pdf: pikepdf.Pdf, words: dict[tuple[int, int], str], element: Any) -> str:
    return "".join(words.get(place, "") for place in content(pdf, element))


def test_the_file_says_that_it_is_tagged_and_in_chinese(pdf: pikepdf.Pdf) -> None:
    assert bool(pdf.Root.MarkInfo.Marked)
    assert str(pdf.Root.Lang) == "zh-CN"
    assert all(str(page.obj.Tabs) == "/S" for page in pdf.pages)
    assert bool(pdf.Root.ViewerPreferences.DisplayDocTitle)


def test_every_mark_on_a_page_is_an_artifact_or_has_its_element(pdf: pikepdf.Pdf) -> None:
    tree = pdf.Root.StructTreeRoot.ParentTree.Nums
    parents = {int(key): value for key, value in zip(list(tree)[::2], list(tree)[1::2], strict=True)}
    checked = 0
    for page in pdf.pages:
        owners = parents[int(page.obj.StructParents)]
        stack: list[str] = []
        found: list[int] = []
        for operands, operator in pikepdf.parse_content_stream(page):
            name = str(operator)
            if name == "BDC":
                properties = operands[1]
                if "/MCID" in properties:
                    number = int(properties.MCID)
                    found.append(number)
                    assert str(owners[number].S) == str(operands[0])
                stack.append(str(operands[0]) if "/MCID" not in properties else "content")
            elif name == "EMC":
                stack.pop()
            elif name in ("Tj", "TJ", "Do", "S", "f"):
                assert "content" in stack or "/Artifact" in stack
                checked += 1
        assert not stack
        assert found == list(range(len(owners)))
    assert checked > 100


def test_marked_content_and_parent_tree_agree(pdf: pikepdf.Pdf) -> None:
    tree = pdf.Root.StructTreeRoot.ParentTree.Nums
    parents = {int(key): value for key, value in zip(list(tree)[::2], list(tree)[1::2], strict=True)}
    seen = []
    for element in walk(pdf.Root.StructTreeRoot.K):
        for kid in kids_of(element):
            if isinstance(kid, pikepdf.Dictionary) and "/S" in kid:
                assert kid.P.objgen == element.objgen
            elif isinstance(kid, pikepdf.Dictionary) and kid.get("/Type") == "/OBJR":
                assert parents[int(kid.Obj.StructParent)].objgen == element.objgen
        direct = [(p, m) for p, m in content(pdf, element)]
        seen += direct if kind(element) == "Document" else []
        own = element.get("/Pg")
        for kid in kids_of(element):
            if isinstance(kid, int):
                page = next(page for page in pdf.pages if page.obj.objgen == own.objgen)
                assert parents[int(page.obj.StructParents)][kid].objgen == element.objgen
    assert len(seen) == len(set(seen)) == sum(len(v) for v in parents.values() if isinstance(v, pikepdf.Array))


def test_articles_are_sections_and_headings_have_their_levels(
    pdf: pikepdf.Pdf, words: dict[tuple[int, int], str]
) -> None:
    heads = [
        (kind(e), says(pdf, words, e)) for e in walk(pdf.Root.StructTreeRoot.K) if kind(e) in ("H1", "H2", "H3", "H4")
    ]
    plain = [(level, "".join(text.split())) for level, text in heads]
    assert plain == [
        ("H1", "城东政协文史资料"),
        ("H1", "序"),
        ("H1", "目录"),
        ("H1", "亲历亲见"),
        ("H2", "一碗甜醅*"),
        ("H3", "院子里的人"),
        ("H2", "又一篇"),
        ("H1", "乡村记忆"),
        ("H2", "村里"),
    ]
    article = next(
        e for e in walk(pdf.Root.StructTreeRoot.K) if kind(e) == "Sect" and kids_of(e) and kind(kids_of(e)[0]) == "H2"
    )
    assert kind(article.P) == "Sect"


def test_a_paragraph_over_pages_is_one_and_its_notes_follow_it(
    pdf: pikepdf.Pdf, words: dict[tuple[int, int], str]
) -> None:
    article = next(e for e in walk(pdf.Root.StructTreeRoot.K) if kind(e) == "H2").P
    order = [kind(kid) for kid in kids_of(article)]
    assert order[:2] == ["H2", "Note"]  # the star's note stands behind the title
    assert says(pdf, words, kids_of(article)[1]) == "* 作者是退休教师。"
    paragraph = next(kid for kid in kids_of(article) if says(pdf, words, kid).startswith("院子没有名字"))
    assert says(pdf, words, paragraph) == LONG[:12] + "①" + LONG[12:60] + "②" + LONG[60:]
    assert len({page for page, _ in content(pdf, paragraph)}) > 1
    place = next(n for n, kid in enumerate(kids_of(article)) if kid.objgen == paragraph.objgen)
    notes = kids_of(article)[place + 1 : place + 3]
    assert [kind(note) for note in notes] == ["Note", "Note"]
    assert ["信封" in says(pdf, words, notes[0]), "第二条" in says(pdf, words, notes[1])] == [True, True]


def test_quotations_verse_and_items_stand_in_groups(pdf: pikepdf.Pdf, words: dict[tuple[int, int], str]) -> None:
    quote = next(e for e in walk(pdf.Root.StructTreeRoot.K) if kind(e) == "BlockQuote")
    assert [kind(kid) for kid in kids_of(quote)] == ["P", "P", "P"]
    items = next(e for e in walk(pdf.Root.StructTreeRoot.K) if kind(e) == "L")
    assert [[kind(part) for part in kids_of(item)] for item in kids_of(items)] == [["LBody"], ["LBody"]]
    assert [says(pdf, words, item) for item in kids_of(items)] == ["头一条", "第二条"]


def test_a_table_that_goes_over_pages_has_its_head_once_and_even_rows(
    pdf: pikepdf.Pdf, words: dict[tuple[int, int], str]
) -> None:
    found = next(e for e in walk(pdf.Root.StructTreeRoot.K) if kind(e) == "Table")
    assert len({page for page, _ in content(pdf, found)}) > 1
    caption, *rows = kids_of(found)
    assert kind(caption) == "Caption"
    assert [[kind(cell) for cell in kids_of(row)] for row in rows] == [["TH", "TH"], *[["TD", "TD"]] * 24]
    assert [says(pdf, words, cell) for cell in kids_of(rows[0])] == ["年份", "户数"]
    assert [says(pdf, words, cell) for cell in kids_of(rows[4])] == ["1952", ""]
    assert str(kids_of(rows[0])[0].A.Scope) == "/Column"


def test_pictures_have_words_a_place_and_a_caption_behind_them(
    pdf: pikepdf.Pdf, words: dict[tuple[int, int], str]
) -> None:
    figures = [e for e in walk(pdf.Root.StructTreeRoot.K) if kind(e) == "Figure"]
    assert [str(figure.Alt) for figure in figures] == ["马家院旧影", "水渠闸口"]
    assert all(len(figure.A.BBox) == 4 for figure in figures)
    siblings = kids_of(figures[0].P)
    place = next(n for n, kid in enumerate(siblings) if kid.objgen == figures[0].objgen)
    assert kind(siblings[place + 1]) == "Caption"
    assert says(pdf, words, siblings[place + 1]) == "马家院旧影前排左起：甲、乙"


def test_the_contents_link_to_their_pages_and_notes_there_and_back(
    book: tuple[Layout, Path], pdf: pikepdf.Pdf, words: dict[tuple[int, int], str]
) -> None:
    layout = book[0]
    place = {page.obj.objgen: number for number, page in enumerate(pdf.pages)}
    items = [e for e in walk(pdf.Root.StructTreeRoot.K) if kind(e) == "TOCI"]
    linked = 0
    for item in items:
        annotation = next(
            (kid.Obj for e in walk(item) for kid in kids_of(e) if not isinstance(kid, int) and "/Obj" in kid), None
        )
        if annotation is None:
            continue
        linked += 1
        assert str(annotation.Contents) == f"第{layout.pages[place[annotation.Dest[0].objgen]].label}页"
    assert linked >= 4
    notes = {str(e.ID): e for e in walk(pdf.Root.StructTreeRoot.K) if kind(e) == "Note"}
    assert len(notes) == 3
    ids = [str(name) for name in list(pdf.Root.StructTreeRoot.IDTree.Names)[::2]]
    assert ids == sorted(notes)
    calls = [e for e in walk(pdf.Root.StructTreeRoot.K) if kind(e) == "Reference" and kind(e.P) in ("P", "H2")]
    assert len(calls) == 3
    for element in [*calls, *[kids_of(note)[0] for note in notes.values()]]:
        assert kind(element) in ("Reference", "Lbl")
        annotation = next(kid.Obj for kid in kids_of(kids_of(element)[0]) if not isinstance(kid, int))
        height = layout.pages[place[annotation.Dest[0].objgen]].height
        assert 0 < float(annotation.Dest[3]) < height
        assert int(annotation.F) == 4


def test_every_link_has_its_element(pdf: pikepdf.Pdf, index: Path) -> None:
    with pikepdf.open(index) as other:
        found = [str(note.Contents) for page in other.pages for note in page.obj.get("/Annots", ())]
        assert sum(words.startswith("第") for words in found) >= 6
        for opened in (pdf, other):
            tree = list(opened.Root.StructTreeRoot.ParentTree.Nums)
            parents = {int(key): value for key, value in zip(tree[::2], tree[1::2], strict=True)}
            for page in opened.pages:
                for annotation in page.obj.get("/Annots", ()):
                    assert str(annotation.Contents) == str(annotation.Contents).strip()
                    element = parents[int(annotation.StructParent)]
                    assert kind(element) == "Link"
                    assert any(not isinstance(k, int) and k.get("/Obj") == annotation for k in kids_of(element))


def test_no_level_of_heading_is_skipped(compose_blocks: Callable[..., Layout], tmp_path: Path) -> None:
    levels = [3, 1, 3, 2, 3]
    blocks = [Block(BlockKind.HEADING, f"题{n}", level=level) for n, level in enumerate(levels)]
    blocks.append(Block(BlockKind.PARAGRAPH, "完。"))
    with pikepdf.open(write(compose_blocks(blocks), tmp_path / "a.pdf").path) as opened:
        heads = [kind(e) for e in walk(opened.Root.StructTreeRoot.K) if kind(e)[0] == "H" and len(kind(e)) == 2]
    assert heads[-6:] == ["H1", "H2", "H2", "H3", "H3", "H4"]


def test_words_of_another_script_say_their_language(compose_blocks: Callable[..., Layout], tmp_path: Path) -> None:
    block = Block(BlockKind.PARAGRAPH, "卓玛措（སྒྲོལ་མ་མཚོ）写的。")
    with pikepdf.open(write(compose_blocks([block]), tmp_path / "a.pdf").path) as opened:
        spans = [
            operands[1]
            for page in opened.pages
            for operands, operator in pikepdf.parse_content_stream(page)
            if str(operator) == "BDC" and "/ActualText" in operands[1]
        ]
    assert {str(span.Lang) for span in spans if "/Lang" in span} == {"bo"}
    assert all(
        ("/Lang" in span) is (str(span.ActualText)[0] >= "\u0f00") for span in spans if str(span.ActualText) < "\u2000"
    )


def test_tags_leave_the_words_as_they_were(compose_blocks: Callable[..., Layout], tmp_path: Path) -> None:
    import pypdfium2

    block = Block(BlockKind.PARAGRAPH, LONG, notes=(Note(12, "信封是当年的。"),))
    document = pypdfium2.PdfDocument(write(compose_blocks([block]), tmp_path / "a.pdf").path)
    try:
        said = "".join(page.get_textpage().get_text_bounded().replace("\r\n", "") for page in document)
    finally:
        document.close()
    assert LONG[:12] + "①" + LONG[12:30] in said
    assert "①信封是当年的。" in said
