"""An editor's own fonts in the docx and the EPUB: what is needed of them goes along where they allow it."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path
from uuid import UUID

import pytest
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTFont
from lxml import etree

from archive_app.typeset.docx.document import render as render_docx
from archive_app.typeset.docx.package import obfuscated
from archive_app.typeset.epub.document import render as render_epub
from archive_app.typeset.folder import load_book
from archive_app.typeset.outputs import Edition
from archive_app.typeset.problems import Problem

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
RARE, MADE = "𪚥", "\ue123"  # four dragons, which no bundled face has; 造字
TEXT = "查该户迁入。"


def font(path: Path, family: str, characters: str, *, rights: int = 0) -> None:
    """A font with a square of its own for each of ``characters``; its Chinese name is ``family``."""
    pen = TTGlyphPen(None)
    pen.moveTo((100, 0))
    for point in ((900, 0), (900, 800), (100, 800)):
        pen.lineTo(point)
    pen.closePath()
    square = pen.glyph()
    names = [".notdef", *(f"g{n}" for n in range(len(characters)))]
    builder = FontBuilder(1000, isTTF=True)
    builder.setupGlyphOrder(names)
    builder.setupCharacterMap({ord(c): f"g{n}" for n, c in enumerate(characters)})
    builder.setupGlyf({name: square for name in names})
    builder.setupHorizontalMetrics({name: (1000, 100) for name in names})
    builder.setupHorizontalHeader(ascent=880, descent=-120)
    builder.setupNameTable({"familyName": {"en": "Own", "zh": family}, "styleName": "Regular"})
    builder.setupOS2(fsType=rights)
    builder.setupPost()
    path.parent.mkdir(parents=True, exist_ok=True)
    builder.save(path)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    toml = '[volume]\ntitle = "书"\n[imprint]\nvariant = "public"\n[[section]]\ntitle = "栏"\narticles = ["01.md"]\n'
    (tmp_path / "book.toml").write_text(toml, encoding="utf-8")
    words = f"---\ntitle: 篇\n---\n\n他叫李{RARE}，又名{MADE}。\n\n> {TEXT}\n\n**加粗**和*楷体*。\n"
    (tmp_path / "01.md").write_text(words, encoding="utf-8")
    return tmp_path


def docx(folder: Path) -> tuple[zipfile.ZipFile, list[Problem]]:
    data, problems = render_docx(Edition(load_book(folder)[0]))
    return zipfile.ZipFile(io.BytesIO(data)), problems


def embedded(package: zipfile.ZipFile) -> dict[str, TTFont]:
    """(family, regular or bold) → the font that a docx brings."""
    table = etree.fromstring(package.read("word/fontTable.xml"))
    relations = etree.fromstring(package.read("word/_rels/fontTable.xml.rels"))
    targets = {e.get("Id"): e.get("Target") for e in relations}
    found = {}
    for kind in ("embedRegular", "embedBold"):
        for mark in table.iter(W + kind):
            data = package.read("word/" + targets[mark.get(f"{R}id")])
            plain = obfuscated(data, UUID(mark.get(f"{W}fontKey")))
            found[f"{mark.getparent().get(f'{W}name')} {kind}"] = TTFont(io.BytesIO(plain))
    return found


def test_characters_that_only_an_own_font_has_bring_it_along(folder: Path) -> None:
    font(folder / "fonts/补字.ttf", "本馆造字", RARE + MADE + "多余")
    package, problems = docx(folder)
    assert not problems
    own = embedded(package)["本馆造字 embedRegular"]
    assert set(own.getBestCmap()) == {ord(RARE), ord(MADE)}
    assert own["name"].getName(1, 3, 1, 0x804).toUnicode() == "本馆造字"
    document = etree.fromstring(package.read("word/document.xml"))
    runs = {"".join(t.text or "" for t in r.iter(f"{W}t")): r for r in document.iter(f"{W}r")}
    for character in (RARE, MADE):
        assert runs[character].find(f"{W}rPr/{W}rFonts").get(f"{W}eastAsia") == "本馆造字"


def test_a_type_of_the_editors_own_is_named_by_the_styles_and_goes_along(folder: Path) -> None:
    font(folder / "fonts/楷体.ttf", "某某楷", TEXT + "楷体𡈽")
    package, _ = docx(folder)
    assert set(embedded(package)["某某楷 embedRegular"].getBestCmap()) == {ord(c) for c in TEXT + "楷体"}
    styles = etree.fromstring(package.read("word/styles.xml"))
    for name in ("Quote", "KaiText"):
        (style,) = styles.xpath(f"//*[@*[local-name()='styleId']='{name}']")
        assert style.find(f"{W}rPr/{W}rFonts").get(f"{W}eastAsia") == "某某楷"
    document = package.read("word/document.xml").decode()
    assert "某某楷" in document  # marks in the text say it outright
    assert '"楷体"' not in document


def test_two_weights_of_one_family_are_its_regular_and_its_bold(folder: Path) -> None:
    font(folder / "fonts/宋体.ttf", "某某宋", TEXT)
    font(folder / "fonts/粗宋.ttf", "某某宋", TEXT)
    package, _ = docx(folder)
    assert {"某某宋 embedRegular", "某某宋 embedBold"} <= set(embedded(package))
    styles = etree.fromstring(package.read("word/styles.xml"))
    (title,) = styles.xpath("//*[@*[local-name()='styleId']='Title']")
    assert title.find(f"{W}rPr/{W}b") is not None


@pytest.mark.parametrize(
    ("rights", "edited", "whole"), [(0, True, False), (8, True, False), (4, False, False), (0x100, True, True)]
)
def test_a_font_goes_along_as_far_as_it_allows(folder: Path, rights: int, edited: bool, whole: bool) -> None:
    font(folder / "fonts/补字.ttf", "本馆造字", RARE + MADE + "多余", rights=rights)
    package, problems = docx(folder)
    found = embedded(package) if "word/_rels/fontTable.xml.rels" in package.namelist() else {}
    assert ("本馆造字 embedRegular" in found) is edited
    assert [("本馆造字" in p.remedy, "补字.ttf" in p.message) for p in problems] == ([] if edited else [(True, True)])
    if edited:
        assert (ord("多") in found["本馆造字 embedRegular"].getBestCmap()) is whole
    data, told = render_epub(Edition(load_book(folder)[0]))  # which is read, not edited
    names = zipfile.ZipFile(io.BytesIO(data)).namelist()
    assert "EPUB/fonts/own-1.ttf" in names
    assert not told


def test_the_ebook_has_them_before_the_readers_own(folder: Path) -> None:
    font(folder / "fonts/补字.ttf", "本馆造字", RARE + MADE)
    font(folder / "fonts/楷体.ttf", "某某楷", TEXT)
    data, problems = render_epub(Edition(load_book(folder)[0]))
    assert not problems
    package = zipfile.ZipFile(io.BytesIO(data))
    style = package.read("EPUB/book.css").decode()
    files = dict(re.findall(r'font-family: "([^"]+)"; src: url\("([^"]+)"\)', style))
    assert set(files) == {"本馆造字", "某某楷"}
    assert set(TTFont(io.BytesIO(package.read("EPUB/" + files["本馆造字"]))).getBestCmap()) == {ord(RARE), ord(MADE)}
    quote = re.search(r"blockquote \{[^}]*font-family: ([^;}]+)", style)
    body = re.search(r"\nbody \{[^}]*font-family: ([^;}]+)", style)
    assert quote is not None and quote[1].startswith('"某某楷", "本馆造字", ')
    assert body is not None and body[1].startswith('"本馆造字", "Songti SC"')
    manifest = package.read("EPUB/package.opf").decode()
    assert all(f'href="{name}"' in manifest for name in files.values())


def test_a_font_of_another_book_is_not_asked(folder: Path) -> None:
    font(folder / "fonts/补字.ttf", "本馆造字", RARE + MADE)
    docx(folder)
    (folder / "fonts/补字.ttf").unlink()
    package, _ = docx(folder)
    assert "本馆造字" not in package.read("word/document.xml").decode()
