"""Fonts an editor brings: in place of a type, and for characters that no bundled face has."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pypdfium2
import pytest
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen

from archive_app.catalogue.commands import Create
from archive_app.services import binding
from archive_app.services.archive import Archive
from archive_app.services.book_folder import typeset_folder
from archive_app.services.typesetting import volume_book
from archive_app.typeset.composer import Composer
from archive_app.typeset.folder import load_book
from archive_app.typeset.layout import Layout
from archive_app.typeset.outputs import OUTPUTS
from archive_app.typeset.pdf import Metadata
from archive_app.typeset.pdf.document import render
from archive_app.volumes.compile import Compiler

RARE = "𪚥"  # four dragons, which no bundled face has
MADE = "\ue123"  # 造字
EXTENSIONS = "\U00031350\U000313aa\U0002a6d5"  # of H and B


def font(path: Path, characters: str, *, rights: int = 0, postscript: bool = False) -> None:
    """A font with one square for all of ``characters``."""
    pen = TTGlyphPen(None)
    pen.moveTo((100, 0))
    for point in ((900, 0), (900, 800), (100, 800)):
        pen.lineTo(point)
    pen.closePath()
    square = pen.glyph()
    builder = FontBuilder(1000, isTTF=True)
    builder.setupGlyphOrder([".notdef", "square"])
    builder.setupCharacterMap({ord(c): "square" for c in characters})
    builder.setupGlyf({".notdef": square, "square": square})
    builder.setupHorizontalMetrics({".notdef": (1000, 100), "square": (1000, 100)})
    builder.setupHorizontalHeader(ascent=880, descent=-120)
    builder.setupNameTable({"familyName": "Own", "styleName": "Regular"})
    builder.setupOS2(fsType=rights)
    builder.setupPost()
    path.parent.mkdir(exist_ok=True)
    builder.save(path)
    if postscript:
        path.write_bytes(b"OTTO" + path.read_bytes()[4:])


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "书"
    made.mkdir()
    toml = '[volume]\ntitle = "书"\n[[section]]\ntitle = "栏"\narticles = ["01.md"]\n'
    toml += '[layout.styles.quote]\nface = "fangsong"\n'
    (made / "book.toml").write_text(toml, encoding="utf-8")
    (made / "01.md").write_text(
        f"---\ntitle: 题\n---\n\n字{RARE}与{MADE}和{EXTENSIONS}。\n\n> 引文一段。\n", encoding="utf-8"
    )
    return made


def copied(data: bytes) -> str:
    document = pypdfium2.PdfDocument(data)
    try:
        return re.sub(r"\s", "", "".join(page.get_textpage().get_text_range() for page in document))
    finally:
        document.close()


def missing(layout: Layout) -> list[str]:
    return [problem.character for problem in layout.problems if problem.code == "missing-glyph"]


def test_without_the_font_the_characters_are_named(folder: Path) -> None:
    layout = Composer().compose(load_book(folder)[0])
    assert set(missing(layout)) == {RARE, MADE, *EXTENSIONS}
    assert all("fonts" in problem.remedy for problem in layout.problems if problem.code == "missing-glyph")


@pytest.mark.parametrize("direction", ["horizontal", "vertical"])
def test_a_font_in_the_folder_prints_and_copies_what_was_missing(folder: Path, direction: str) -> None:
    font(folder / "fonts" / "我的 补字.ttf", RARE + MADE + EXTENSIONS)
    toml = (folder / "book.toml").read_text(encoding="utf-8")
    (folder / "book.toml").write_text(f'{toml}[layout]\ndirection = "{direction}"\n', encoding="utf-8")
    book, warnings = load_book(folder)
    assert not [warning for warning in warnings if "fonts" in warning]
    layout = Composer().compose(book)
    assert missing(layout) == []
    assert f"字{RARE}与{MADE}和{EXTENSIONS}。" in copied(render(layout, Metadata("t"))[0])


def test_one_composer_learns_of_a_font_that_is_added_and_taken_away(folder: Path) -> None:
    composer = Composer()
    assert missing(composer.compose(load_book(folder)[0]))
    font(folder / "fonts" / "补字.ttf", RARE + MADE + EXTENSIONS)
    assert not missing(composer.compose(load_book(folder)[0]))
    (folder / "fonts" / "补字.ttf").unlink()
    assert missing(composer.compose(load_book(folder)[0]))


def test_a_file_named_for_a_type_serves_for_it(folder: Path) -> None:
    font(folder / "fonts" / "仿宋.ttf", "引文一段。")
    layout = Composer().compose(load_book(folder)[0])
    quote = next(line for page in layout.pages for line in page.lines if line.role == "quote")
    assert {Path(run.face).name for run in quote.runs} == {"仿宋.ttf"}
    assert "引文一段。" in copied(render(layout, Metadata("t"))[0])
    assert str(folder) not in json.dumps(layout.to_json(), ensure_ascii=False)


@pytest.mark.parametrize(
    ("name", "rights", "postscript", "why"),
    [
        ("a.ttf", 2, False, "不准嵌入"),
        ("a.otf", 0, True, "PostScript"),
        ("a.ttc", 0, False, ""),
    ],
)
def test_a_font_that_cannot_be_used_is_named_with_the_reason(
    folder: Path, name: str, rights: int, postscript: bool, why: str
) -> None:
    font(folder / "fonts" / name, RARE, rights=rights, postscript=postscript)
    book, warnings = load_book(folder)
    said = [warning for warning in warnings if warning.startswith(f"fonts/{name}")]
    assert len(said) == bool(why)
    assert why in "".join(said)
    assert (RARE in missing(Composer().compose(book))) == bool(why)


@pytest.mark.parametrize("data", [b"", b"words", b"\0\1\0\0\xff\xff" + bytes(40)])
def test_what_is_no_font_is_named(folder: Path, data: bytes) -> None:
    (folder / "fonts").mkdir()
    (folder / "fonts" / "a.ttf").write_bytes(data)
    assert [warning for warning in load_book(folder)[1] if warning.startswith("fonts/a.ttf 不能用：")]


def test_every_output_is_written_with_fonts_of_ones_own(folder: Path, tmp_path: Path) -> None:
    font(folder / "fonts" / "补字.ttf", RARE + MADE + EXTENSIONS)
    font(folder / "fonts" / "仿宋.ttf", "引文一段。")
    toml = (folder / "book.toml").read_text(encoding="utf-8")
    imprint = '[imprint]\nvariant = "public"\nisbn = "978-7-302-51276-9"\n'
    (folder / "book.toml").write_text(toml + imprint, encoding="utf-8")
    for output in OUTPUTS:
        done = typeset_folder(folder, tmp_path / f"书{output.suffix}", output=output.name)
        assert done.out.stat().st_size > 1000
        assert not [problem for problem in done.problems if problem.code == "missing-glyph"]


def test_an_archive_has_a_folder_of_fonts_too(tmp_path: Path) -> None:
    with Archive.create(tmp_path / "馆藏", name="馆") as archive:
        volume = binding.new_volume(archive, {"title": f"城东{RARE}"})
        item = Create("item", {"kind": "contribution", "title": f"第{RARE}篇"})
        archive.execute(item)
        binding.add_items(archive, volume, [item.id])
        assert missing(Composer().compose(volume_book(archive, volume)))
        font(archive.root / "fonts" / "补字.ttf", RARE)
        assert not missing(Composer().compose(volume_book(archive, volume)))
        font(archive.root / "fonts" / "禁.ttf", RARE, rights=2)
        book = Compiler(archive.catalogue, archive.original, archive.root / "fonts").book(volume)
        assert book == volume_book(archive, volume)  # the window's pages are those that are written
        (said,) = [problem for problem in Composer().compose(book).problems if problem.code == "font-unusable"]
        assert "禁.ttf" in said.message and "不准嵌入" in said.message
