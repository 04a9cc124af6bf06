"""The EPUB: sound by the rules that epubcheck looks after, complete, and the same bytes for the same book."""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from fontTools.ttLib import TTFont
from lxml import etree
from PIL import Image

from archive_app.domain.errors import UsageError
from archive_app.domain.manuscript import Block, BlockKind, Manuscript, Picture, Span, SpanStyle
from archive_app.typeset.book import Article, Book, Imprint, Matter, Section
from archive_app.typeset.epub import write
from archive_app.typeset.epub.document import render
from archive_app.typeset.epub.metadata import identifier
from archive_app.typeset.outputs import Edition, Options, output_named

H = "{http://www.w3.org/1999/xhtml}"
OPF = "{http://www.idpf.org/2007/opf}"
DC = "{http://purl.org/dc/elements/1.1/}"
OPS = "{http://www.idpf.org/2007/ops}"
PARSER = etree.XMLParser(load_dtd=False, no_network=True, resolve_entities=False)


class Epub:
    """An EPUB read back."""

    def __init__(self, data: bytes) -> None:
        self.zip = zipfile.ZipFile(io.BytesIO(data))
        self.names = self.zip.namelist()
        self.package = self.xml("EPUB/package.opf")

    def xml(self, name: str) -> etree._Element:
        return etree.fromstring(self.zip.read(name), PARSER)

    def documents(self) -> Iterator[tuple[str, etree._Element]]:
        for name in self.names:
            if name.endswith(".xhtml"):
                yield name, self.xml(name)

    def article(self, title: str) -> etree._Element:
        return next(root for _, root in self.documents() if root.findtext(f"{H}head/{H}title") == title)

    def values(self, name: str) -> list[str]:
        return [m.text or "" for m in self.package.iter(f"{OPF}meta") if m.get("property") == name]


def made(book: Book) -> Epub:
    return Epub(render(Edition(book))[0])


def words(element: etree._Element) -> str:
    return "".join(element.itertext())


def test_the_container_is_as_ocf_wants_it(full_book: Book) -> None:
    epub = made(full_book)
    first = epub.zip.infolist()[0]
    assert (first.filename, first.compress_type, first.extra) == ("mimetype", zipfile.ZIP_STORED, b"")
    assert epub.zip.read("mimetype") == b"application/epub+zip"
    root = epub.xml("META-INF/container.xml")
    assert [e.get("full-path") for e in root.iter() if e.get("full-path")] == ["EPUB/package.opf"]
    assert len(epub.names) == len(set(epub.names))
    assert all(name.isascii() for name in epub.names)


def test_the_manifest_lists_every_file_once(full_book: Book) -> None:
    epub = made(full_book)
    items = list(epub.package.iter(f"{OPF}item"))
    listed = ["EPUB/" + item.get("href") for item in items]
    assert sorted(listed) == sorted(n for n in epub.names if n.startswith("EPUB/") and n != "EPUB/package.opf")
    ids = [e.get("id") for e in epub.package.iter() if e.get("id")]
    assert len(ids) == len(set(ids))
    by_id = {item.get("id"): item.get("href") for item in items}
    order = [by_id[ref.get("idref")] for ref in epub.package.iter(f"{OPF}itemref")]
    assert len(order) == len(set(order))
    assert set(order) == {href for href in by_id.values() if href.endswith(".xhtml")}
    assert order[:3] == ["cover.xhtml", "title.xhtml", "imprint.xhtml"]
    properties = {item.get("href"): item.get("properties") for item in items if item.get("properties")}
    assert properties == {"nav.xhtml": "nav", "cover.png": "cover-image"}


def test_ids_are_unique_and_every_reference_resolves(full_book: Book) -> None:
    epub = made(full_book)
    ids: dict[str, set[str]] = {}
    for name, root in epub.documents():
        own = [e.get("id") for e in root.iter() if e.get("id")]
        assert len(own) == len(set(own)), name
        ids[name] = set(own)
    count = 0
    for name, root in epub.documents():
        for element in root.iter():
            for key in ("href", "src"):
                target = element.get(key)
                if target is None:
                    continue
                assert "://" not in target
                path, _, fragment = target.partition("#")
                whole = posixpath.normpath(posixpath.join("EPUB", path)) if path else name
                assert whole in epub.names, target
                assert not fragment or fragment in ids[whole], target
                count += 1
            labelled = element.get("aria-labelledby")
            assert labelled is None or labelled in ids[name]
    assert count > 30
    style = epub.zip.read("EPUB/book.css").decode()
    assert "http" not in style
    for target in re.findall(r'url\("([^"]+)"\)', style):
        assert f"EPUB/{target}" in epub.names
    assert style.count("{") == style.count("}")


def test_the_words_are_the_articles(full_book: Book) -> None:
    epub = made(full_book)
    article = next(full_book.articles())
    root = epub.article("一碗甜醅")
    for element in [*root.iter(f"{H}rt"), *root.iter(f"{H}rp")]:
        element.text = ""
    for mark in [a for a in root.iter(f"{H}a") if a.get(f"{OPS}type") == "noteref"]:
        mark.text = ""
    said = words(root.find(f"{H}body"))
    for _, _, text in article.manuscript.searchable():
        for line in text.split("\n"):
            assert line in said
    assert [words(e) for e in root.iter(f"{H}h1", f"{H}h2", f"{H}h3")] == ["一碗甜醅", "一、老院子", "（一）大灶"]
    assert "—记马家院" in said
    assert "（2026年5月）" in said


def test_notes_call_and_answer(full_book: Book) -> None:
    root = made(full_book).article("一碗甜醅")
    calls = [a for a in root.iter(f"{H}a") if a.get(f"{OPS}type") == "noteref"]
    asides = {"#" + a.get("id"): a for a in root.iter(f"{H}aside") if a.get(f"{OPS}type") == "footnote"}
    assert [a.text for a in calls] == ["*", "①", "②", "③", "④"]
    assert [a.get("href") for a in calls] == list(asides)
    for call in calls:
        back = asides[call.get("href")].find(f"{H}p/{H}a")
        assert back.get("href") == "#" + call.get("id")
        assert back.text == call.text
    assert words(asides["#n-2"]).endswith("据口述者说。（编者注）")
    paragraph = next(p for p in root.iter(f"{H}p") if words(p).startswith("这个焜"))
    assert [words(p) for p in paragraph.iter(f"{H}ruby")] == ["焜（kūn）"]
    call = paragraph.find(f"{H}a")
    assert (call.tail or "").startswith("咋写")


def test_marks_are_elements(full_book: Book) -> None:
    root = made(full_book).article("一碗甜醅")
    found = {(e.tag.removeprefix(H), e.get("class") or "", words(e)) for e in root.iter() if isinstance(e.tag, str)}
    assert {
        ("strong", "", "李𠮷庆"),
        ("i", "kai", "都问"),
        ("u", "name", "祁垚"),
        ("u", "book", "未名"),
        ("em", "dots", "急不得"),
        ("sub", "", "2"),
        ("sup", "", "2"),
        ("b", "label", "问："),
    } <= found
    verse = next(p for p in root.iter(f"{H}p") if p.get("class") == "verse")
    assert [words(line) for line in verse.iter(f"{H}span")] == ["高高山上一树槐，", "手把槐花望郎来。"]
    quote = root.find(f".//{H}blockquote")
    assert [words(p) for p in quote] == ["查该户于一九五八年迁入。", "此据。"]
    languages = {e.get("lang"): e for e in root.iter(f"{H}span") if e.get("lang")}
    assert set(languages) == {"bo", "ar", "mn"}
    assert languages["ar"].get("dir") == "rtl"


def test_figures_and_tables(full_book: Book) -> None:
    epub = made(full_book)
    root = epub.article("一碗甜醅")
    figures = list(root.iter(f"{H}figure"))
    assert [words(f.find(f"{H}figcaption")) for f in figures] == ["院门旧影（祁某供图）左起：祁垚、李某", "院里的槐树"]
    assert [f.find(f"{H}img").get("alt") for f in figures] == ["院门旧影", "一棵槐树"]
    table = root.find(f".//{H}table")
    assert [c.tag.removeprefix(H) for c in table] == ["caption", "thead", "tbody"]
    rows = [[(words(c), c.get("colspan"), c.get("rowspan")) for c in r] for r in table.iter(f"{H}tr")]
    assert rows == [
        [("年份", None, None), ("户数", "2", None)],
        [("1949", None, "2"), ("东院", None, None), ("36", None, None)],
        [("西院", None, None), ("52", None, None)],
    ]
    for name in [n for n in epub.names if n.startswith("EPUB/images/")]:
        with Image.open(io.BytesIO(epub.zip.read(name))) as picture:
            assert max(picture.size) <= 1600
            assert picture.mode in ("L", "RGB", "P")


def test_contents_follow_the_sections(full_book: Book) -> None:
    nav = made(full_book).xml("EPUB/nav.xhtml")
    toc = next(n for n in nav.iter(f"{H}nav") if n.get(f"{OPS}type") == "toc")

    def tree(listed: etree._Element) -> list[object]:
        return [
            (item.find(f"{H}a").text, tree(item.find(f"{H}ol"))) if item.find(f"{H}ol") is not None
            else item.find(f"{H}a").text
            for item in listed
        ]  # fmt: skip

    order = [posixpath.basename(name) for name in made(full_book).names]
    places = [order.index(a.get("href").partition("#")[0]) for a in toc.iter(f"{H}a")]
    assert places == sorted(places)
    targets = [a.get("href") for a in toc.iter(f"{H}a")]
    assert targets[-2:] == ["a003.xhtml#over1", "a003.xhtml#title"]  # in the order of reading, in the file too
    assert tree(toc.find(f"{H}ol")) == ["序", ("亲历亲见", ["一碗甜醅"]), ("村庄", [("韵家口镇", ["看水人"])])]


def test_the_printed_pages_are_all_there(full_book: Book) -> None:
    edition = Edition(full_book)
    epub = Epub(render(edition)[0])
    nav = epub.xml("EPUB/nav.xhtml")
    listed = next(n for n in nav.iter(f"{H}nav") if n.get(f"{OPS}type") == "page-list")
    labels = [a.text for a in listed.iter(f"{H}a")]
    pages = [page for page in edition.layout.pages if page.label]
    wanted = [page.label for page in pages if page.kind != "blank"]
    assert labels == wanted
    marks = {
        (posixpath.basename(name), e.get("id")): e.get("aria-label")
        for name, root in epub.documents()
        for e in root.iter(f"{H}span")
        if e.get(f"{OPS}type") == "pagebreak"
    }
    assert [marks[tuple(a.get("href").split("#"))] for a in listed.iter(f"{H}a")] == labels


def test_a_page_begins_at_its_first_word(full_book: Book) -> None:
    edition = Edition(full_book)
    epub = Epub(render(edition)[0])
    text = words(epub.article("一碗甜醅").find(f"{H}body"))
    checked = 0
    for page in edition.layout.pages:
        line = next((x for x in page.lines if x.article == "a.md"), None)
        if line is None or line.offset <= 0 or line.part != "text":
            continue
        mark = next(e for e in epub.article("一碗甜醅").iter(f"{H}span") if e.get("aria-label") == page.label)
        assert (mark.tail or "").startswith(line.text[:6])
        checked += 1
    assert checked
    assert text


def test_metadata_say_what_the_book_is(full_book: Book) -> None:
    epub = made(full_book)
    package = epub.package
    assert package.findtext(f".//{DC}identifier") == "urn:isbn:9787302512769"
    assert package.findtext(f".//{DC}title") == "城东政协文史资料　第二十四辑　乡村记忆"
    assert package.findtext(f".//{DC}language") == "zh-CN"
    assert package.findtext(f".//{DC}publisher") == "某某出版社"
    assert package.findtext(f".//{DC}date") == "2026-05-01"
    assert re.fullmatch(r"2026-05-01T\d\d:\d\d:\d\dZ", epub.values("dcterms:modified")[0])
    people = {e.text: e.get("id") for e in package.iter(f"{DC}creator", f"{DC}contributor")}
    assert list(people) == ["政协西宁市城东区委员会", "沈玉梅", "祁垚", "李万仓"]
    metas = [m for m in package.iter(f"{OPF}meta") if m.get("property") == "role"]
    roles = {name: [m.text for m in metas if m.get("refines") == f"#{key}"] for name, key in people.items()}
    assert roles["沈玉梅"] == ["ive"]
    assert roles["祁垚"] == ["ivr", "edt"]
    assert roles["李万仓"] == ["aut"]
    assert epub.values("schema:accessMode") == ["textual", "visual"]
    assert epub.values("schema:accessModeSufficient") == ["textual"]
    assert {"tableOfContents", "alternativeText", "pageNavigation", "rubyAnnotations"} <= set(
        epub.values("schema:accessibilityFeature")
    )
    assert epub.values("schema:accessibilityHazard") == ["none"]
    assert epub.values("schema:accessibilitySummary")[0]


def test_one_volume_has_one_identity_and_an_edit_a_new_date(full_book: Book) -> None:
    plain = replace(full_book, imprint=Imprint("public", ()))
    first = next(plain.articles())
    edited = replace(first, manuscript=Manuscript((*first.manuscript.blocks, Block(BlockKind.PARAGRAPH, "又记。"))))
    other = replace(plain, sections=(Section("亲历亲见", (edited,)), plain.sections[1]))
    assert identifier(plain) == identifier(other) != identifier(replace(plain, number=25))
    assert identifier(plain).startswith("urn:uuid:")
    assert made(plain).values("dcterms:modified") != made(other).values("dcterms:modified")
    assert render(Edition(plain))[0] == render(Edition(plain))[0]


def test_rare_characters_bring_a_font_with_them_alone(full_book: Book) -> None:
    epub = made(full_book)
    fonts = {n: TTFont(io.BytesIO(epub.zip.read(n))) for n in epub.names if n.endswith(".ttf")}
    reached = {name: set(font.getBestCmap()) for name, font in fonts.items()}
    assert reached["EPUB/fonts/cunshi-rare-b.ttf"] == {0x20, 0x20BB7}
    assert any(ord("䶮") in codes for codes in reached.values())
    assert not any(ord("院") in codes for codes in reached.values())
    for font in fonts.values():
        assert "OFL" in (font["name"].getDebugName(13) or "") or "Open Font License" in font["name"].getDebugName(13)
        assert "LXGW" not in (font["name"].getDebugName(1) or "")
        assert font["glyf"]
    assert sum(len(epub.zip.read(n)) for n in fonts) < 400_000
    assert {n for n in epub.names if n.startswith("META-INF/OFL")}


def test_a_vertical_book_turns_its_pages_to_the_right(full_book: Book) -> None:
    epub = made(replace(full_book, template="vertical"))
    spine = epub.package.find(f"{OPF}spine")
    assert spine.get("page-progression-direction") == "rtl"
    assert "html { writing-mode: vertical-rl;" in epub.zip.read("EPUB/book.css").decode()
    assert epub.xml("EPUB/imprint.xhtml").get("class") == "horizontal"
    assert made(full_book).package.find(f"{OPF}spine").get("page-progression-direction") == "ltr"


@pytest.mark.parametrize("name", ["cmyk.jpg", "cmyk.tif", "deep.png", "palette.gif", "turned.jpg"])
def test_every_picture_is_one_that_readers_show(pictures: Path, name: str) -> None:
    block = Block(BlockKind.PICTURE, "图", picture=Picture(name))
    book = Book("书", (Section("", (Article("a", "篇", Manuscript((block,))),)),), images=pictures)
    epub = made(book)
    image = next(n for n in epub.names if n.startswith("EPUB/images/"))
    with Image.open(io.BytesIO(epub.zip.read(image))) as picture:
        assert picture.format in ("JPEG", "PNG")
        assert picture.mode in ("L", "RGB", "P")
        if name == "turned.jpg":
            assert picture.height > picture.width


def test_an_internal_publication_is_made_only_where_the_editor_says_so(full_book: Book, tmp_path: Path) -> None:
    lines = (("准印证号", "青准印证第1号"), ("", "内部资料，免费交流"))
    internal = replace(full_book, imprint=Imprint("internal", lines))
    out = tmp_path / "书.epub"
    with pytest.raises(UsageError) as refused:
        output_named("epub").write(Edition(internal), out)
    assert refused.value.code == "internal-epub"
    assert "--internal-epub" in str(refused.value)
    assert not out.exists()
    written = write(Edition(internal, options=Options(internal_epub=True)), out)
    assert "内部资料" in written.message
    epub = Epub(out.read_bytes())
    assert "内部资料，免费交流" in words(epub.xml("EPUB/imprint.xhtml"))
    assert epub.package.findtext(f".//{DC}rights") == "内部资料，免费交流"


def test_hard_words_stay_xml() -> None:
    text = "甲\x00乙\x0b丙\ud842丁 & <b>戊</b>\ufffe"
    article = Article("a", "篇&名", Manuscript((Block(BlockKind.PARAGRAPH, text),)))
    book = Book("书\x01名", (Section("栏<目>", (article,)),), imprint=Imprint("public"))
    epub = made(book)
    assert "甲乙丙\ufffd丁 & <b>戊</b>" in words(epub.article("篇&名"))


def test_an_index_leads_to_where_the_printed_page_begins(full_book: Book) -> None:
    marked = Block(BlockKind.PARAGRAPH, "祁垚住在韵家口。", (Span(0, 2, SpanStyle.PERSON),))
    first = next(full_book.articles())
    article = replace(first, manuscript=Manuscript((marked, *first.manuscript.blocks)))
    edition = Edition(replace(full_book, sections=(Section("亲历亲见", (article,)),), back=(Matter("names"),)))
    epub = Epub(render(edition)[0])
    index = epub.article("人名索引")
    assert index.find(f"{H}body").get(f"{OPS}type") == "backmatter"
    (item,) = index.iter(f"{H}li")
    page = next(p.label for p in edition.layout.pages if any("祁垚住在" in line.text for line in p.lines))
    assert words(item) == f"祁垚　{page}"
    name, _, key = item.find(f"{H}a").get("href").partition("#")
    (mark,) = [e for e in epub.xml(f"EPUB/{name}").iter(f"{H}span") if e.get("id") == key]
    assert mark.get("aria-label") == page


def test_the_cover_is_the_books_own_picture_where_it_has_one(full_book: Book, pictures: Path) -> None:
    drawn = made(full_book)
    with Image.open(io.BytesIO(drawn.zip.read("EPUB/cover.png"))) as picture:
        assert picture.height > picture.width
        assert len(picture.getcolors() or []) > 2
    own = made(replace(full_book, layout={"cover": {"design": "image", "image": "photo.jpg"}}))
    assert own.zip.read("EPUB/cover.jpg") == (pictures / "photo.jpg").read_bytes()
    assert [i.get("href") for i in own.package.iter(f"{OPF}item") if i.get("properties") == "cover-image"] == [
        "cover.jpg"
    ]
    broken = made(replace(full_book, layout={"cover": {"design": "image", "image": "words.jpg"}}))
    assert "EPUB/cover.png" in broken.names


@pytest.mark.parametrize(
    ("said", "dated"),
    [("2026年2月31日", "2026-02-01"), ("2026年13月", None), ("0000年1月", None), ("2026年5月31日", "2026-05-31")],
)
def test_a_day_that_is_none_is_not_dated_by(full_book: Book, said: str, dated: str | None) -> None:
    epub = made(replace(full_book, imprint=Imprint("public", (("印刷日期", said),))))
    assert epub.package.findtext(f".//{DC}date") == dated


def test_titles_of_nothing_and_broken_codes_stop_nothing() -> None:
    blank = Article("a", "\x00 ", Manuscript((Block(BlockKind.PARAGRAPH, "甲。"),)), byline=("\x0b",))
    book = Book("\ud800\n", (Section("\x01", (blank,)),), number=3, compiler="\x00", imprint=Imprint("public"))
    epub = made(book)
    assert epub.article("（无题）") is not None
    nav = epub.xml("EPUB/nav.xhtml")
    assert all(words(a).strip() for a in nav.iter(f"{H}a"))
    assert all((e.text or "").strip() for e in epub.package.iter(f"{DC}creator", f"{DC}contributor", f"{DC}title"))
    assert all((m.text or "").strip() for m in epub.package.iter(f"{OPF}meta") if not m.get("content"))
