"""The PDF: text that reads back, fonts inside, pictures untouched, the same bytes for the same book."""

from __future__ import annotations

import io
import subprocess
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pikepdf
import pypdfium2
import pytest

from archive_app.domain.errors import StorageFailed
from archive_app.domain.manuscript import Block, BlockKind, Manuscript, Note, Picture, Span, SpanStyle, paragraphs
from archive_app.typeset.book import Article, Book, Matter, Section
from archive_app.typeset.composer import compose
from archive_app.typeset.fonts.faces import DASH, VOID, face
from archive_app.typeset.layout import Layout, ShapedGlyph
from archive_app.typeset.pdf import Metadata, write
from archive_app.typeset.pdf.document import from_roman
from archive_app.typeset.pdf.file import PdfFile, reference
from archive_app.typeset.pdf.fonts import PdfFont, cast_program
from archive_app.typeset.templates import load
from tests.typeset.in_memory import render

Compose = Callable[..., Layout]


HARD = [
    "我家从前住的院子在东关大街南边一条巷子里，“马家院”。房主姓什么？！1958年5月，共有12.5公斤——不是kg——的面……《莽原》、《未名》、（一）；",
    "李𠮷庆、马䶮、𬱟某三人，在场的还有祁垚。约5%，25℃，名字·名字，北京—西宁，1931–1945年。",
    "卓玛措（སྒྲོལ་མ་མཚོ）与སྒྲོལ་མ་མཚོ一样，她说的话，写作“سلام”，也写作وبال的，是借词。È́好不好。",
    "It’s a long paragraph of Latin words, whose internationalization and characterization need hyphens at the edge.",
    "他说：“好。”“不好！”‘也好’（《书》）——……是么，是么。共 1958 年，用 Word 写的 3 页。",
]


def text_of(data: bytes, page: int) -> str:
    """The text of a page, its lines joined: a line's end is no character of the source, nor is a line of a blank."""
    document = pypdfium2.PdfDocument(data)
    try:
        return "".join(line for line in document[page].get_textpage().get_text_bounded().split("\r\n") if line != " ")
    finally:
        document.close()


def body_text(layout: Layout, data: bytes) -> str:
    return "".join(text_of(data, n) for n, page in enumerate(layout.pages) if page.kind == "body")


@pytest.mark.parametrize(
    ("style", "text"),
    [*[(BlockKind.PARAGRAPH, text) for text in HARD], (BlockKind.QUOTE, HARD[0]), (BlockKind.QUOTE, HARD[1])],
)
def test_text_copies_back_exactly(compose_blocks: Compose, style: BlockKind, text: str) -> None:
    layout = compose_blocks([Block(style, text)], template=load("16k"))
    data, _ = render(layout, Metadata("t"))
    assert text in body_text(layout, data)


@pytest.mark.parametrize("text", HARD)
def test_text_copies_back_by_another_reader(compose_blocks: Compose, tmp_path: Path, text: str) -> None:
    layout = compose_blocks([Block(BlockKind.PARAGRAPH, text)], template=load("16k"))
    path = write(layout, tmp_path / "a.pdf").path
    said = subprocess.run(["pdftotext", str(path), "-"], capture_output=True, check=True).stdout.decode()
    plain = said.replace("\n", "").translate(dict.fromkeys(map(ord, "\u202a\u202b\u202c\u200e")))
    assert text.replace(" ", "") in plain.replace(" ", "")
    assert text[:24] in plain


def test_notes_ruby_dots_and_lines_leave_the_words_whole(compose_blocks: Compose) -> None:
    text = "这个焜字咋写，我不知道，我只知道咋烧，急不得。祁垚问过我。"
    spans = (Span(2, 3, SpanStyle.RUBY, "kūn"), Span(19, 22, SpanStyle.DOTS), Span(23, 25, SpanStyle.NAME))
    block = Block(BlockKind.PARAGRAPH, text, spans, (Note(4, "各处写法不一。"),))
    layout = compose_blocks([block])
    data, _ = render(layout, Metadata("t"))
    said = body_text(layout, data)
    assert text[:4] + "①" + text[4:] in said
    assert "①各处写法不一。" in said.replace(" ", "")
    assert "kūn" not in said


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory, pictures: Path) -> tuple[Layout, Path]:
    blocks = [
        Block(BlockKind.HEADING, "小标题", level=1),
        *[Block(BlockKind.PARAGRAPH, text) for text in HARD],
        *[Block(BlockKind.PICTURE, "图", picture=Picture(name, width=0.9)) for name in ("photo.jpg", "clear.png")],
    ]
    preface = Article("x", "序", paragraphs([HARD[0]]))
    book = Book(
        "城东政协文史资料",
        (Section("亲历亲见", (Article("a", "甜醅", Manuscript(tuple(blocks))),)),),
        front=(Matter("preface", preface),),
        images=pictures,
    )
    layout = compose(book, template=load("16k"))
    path = tmp_path_factory.mktemp("pdf") / "书.pdf"
    when = datetime(2026, 11, 24, 8, 0, tzinfo=UTC)
    write(layout, path, Metadata("城东政协文史资料", "政协西宁市城东区委员会", created=when))
    return layout, path


def test_every_font_is_embedded_once_and_helvetica_is_not_there(written: tuple[Layout, Path]) -> None:
    with pikepdf.open(written[1]) as pdf:
        fonts = {str(f.BaseFont): f for page in pdf.pages for f in page.Resources.Font.values()}
        assert len(fonts) >= 4
        for name, font in fonts.items():
            assert name[7] == "+"
            assert str(font.Subtype) == "/Type0"
            assert str(font.Encoding) == "/Identity-H"
            assert len(font.DescendantFonts[0].FontDescriptor.FontFile2.read_bytes()) > 500
            assert b"beginbfchar" in font.ToUnicode.read_bytes()
        assert len({name[8:] for name in fonts}) == len(fonts)
        assert "Helvetica" not in path_text(written[1])
        assert not any("/Trans" in page for page in pdf.pages)


def path_text(path: Path) -> str:
    return path.read_bytes().decode("latin-1")


def test_characters_outside_the_bmp_read_as_surrogate_pairs(written: tuple[Layout, Path]) -> None:
    with pikepdf.open(written[1]) as pdf:
        maps = [f.ToUnicode.read_bytes() for page in pdf.pages for f in page.Resources.Font.values()]
    assert any("𠮷".encode("utf-16-be").hex().upper().encode() in cmap for cmap in maps)


def test_widths_are_the_fonts_own(written: tuple[Layout, Path]) -> None:
    from fontTools.ttLib import TTFont

    with pikepdf.open(written[1]) as pdf:
        font = next(f for p in pdf.pages for f in p.Resources.Font.values() if "NotoSerifSC-Regular" in str(f.BaseFont))
        descendant = font.DescendantFonts[0]
        program = TTFont(io.BytesIO(descendant.FontDescriptor.FontFile2.read_bytes()))
        items = list(descendant.W)
        glyphs = descendant.CIDToGIDMap.read_bytes()
    advances = program["hmtx"].metrics
    names = program.getGlyphOrder()
    checked = 0
    for first, widths in zip(items[::2], items[1::2], strict=True):
        for step, width in enumerate(widths):
            glyph = int.from_bytes(glyphs[2 * (int(first) + step) :][:2], "big")
            assert float(width) == pytest.approx(advances[names[glyph]][0], abs=0.01)
            checked += 1
    assert checked > 5


def test_what_has_no_code_of_its_own_is_given_one_that_nothing_else_has() -> None:
    font = PdfFont(face("NotoSerifSC-Regular"), 1)
    font.use("名\ud800\ud801𬱟" + DASH + VOID)
    font.use_glyphs((ShapedGlyph(5, 1000.0, reads="ab"), ShapedGlyph(6, 1000.0)))
    shown = [font.encode("名"), font.encode("𬱟"), font.encode(DASH), font.encode_glyph(5), font.encode_glyph(6)]
    shown += [font.encode("\ud800"), font.encode("\ud801"), font.encode_blank("名")]
    assert len(set(shown)) == len(shown)
    assert all(len(code) == 4 for code in shown)
    assert shown[0] == "540d"
    assert font.encode(f"名{DASH}{VOID}名") == shown[0] + shown[2] + shown[0]
    stream = io.BytesIO()
    file = PdfFile(stream, Metadata("t"))
    font.write(file, number := file.reserve(), cast_program((font.face, frozenset([0]))))  # not enough
    file.catalog["Font"] = reference(number)
    file.catalog["Pages"] = reference(file.put(b"<</Type/Pages/Count 0/Kids[]>>"))
    file.finish()
    with pikepdf.open(stream) as pdf:
        said = pdf.Root.Font.ToUnicode.read_bytes().decode()
    for code, reading in zip(shown, ("名", "𬱟", "——", "ab", None, "\ud800", "\ud801", " "), strict=True):
        if reading is not None:
            assert f"<{code.upper()}> <{reading.encode('utf-16-be', 'surrogatepass').hex().upper()}>" in said
        else:
            assert f"<{code.upper()}>" not in said


@pytest.mark.parametrize("packed", [True, False])
def test_objects_are_found_where_the_table_says(packed: bool) -> None:
    stream = io.BytesIO()
    file = PdfFile(stream, Metadata("名"), version=(1, 7) if packed else (1, 3), packed=packed)
    later = file.reserve(2)
    numbers = [file.put(b"(%d)" % n) for n in range(450)]  # more than an object stream holds
    held = file.put_stream(b"some words " * 99, b"/Own true")
    file.put(b"[%d 0 R]" % held, later + 1)
    file.put(b"(first)", later)
    file.catalog["All"] = b"[%s]" % b" ".join([reference(n) for n in (*numbers, later, later + 1)])
    file.catalog["Pages"] = reference(file.put(b"<</Type/Pages/Count 0/Kids[]>>"))
    file.finish()
    with pikepdf.open(stream) as pdf:
        found = list(pdf.Root.All)
        assert [str(one) for one in found[:450]] == [str(n) for n in range(450)]
        assert str(found[450]) == "first"
        assert found[451][0].read_bytes() == b"some words " * 99
        assert str(pdf.docinfo.Title) == "名"
        assert not pdf.get_warnings()
        assert (
            any(str(one.get("/Type")) == "/ObjStm" for one in pdf.objects if isinstance(one, pikepdf.Stream)) is packed
        )


def test_a_jpeg_goes_in_byte_for_byte(written: tuple[Layout, Path], pictures: Path) -> None:
    with pikepdf.open(written[1]) as pdf:
        images = [image for page in pdf.pages for image in page.get_images().values()]
        raw = [image.read_raw_bytes() for image in images]
    assert (pictures / "photo.jpg").read_bytes() in raw


def test_bookmarks_labels_language_and_metadata(written: tuple[Layout, Path]) -> None:
    layout, path = written
    with pikepdf.open(path) as pdf:
        assert str(pdf.Root.Lang) == "zh-CN"
        assert str(pdf.docinfo.Title) == "城东政协文史资料"
        assert str(pdf.docinfo.CreationDate).startswith("D:20261124080000")
        labels = list(pdf.Root.PageLabels.Nums)
        styles = {
            int(n): (str(d.get("/S", "")), int(d.get("/St", 1))) for n, d in zip(labels[::2], labels[1::2], strict=True)
        }
        first = next(n for n, page in enumerate(layout.pages) if page.kind == "section")
        assert styles[first] == ("/D", 1)
        assert styles[2] == ("/r", 1)
        with pdf.open_outline() as outline:
            titles = [(item.title, [child.title for child in item.children]) for item in outline.root]
    assert titles == [("序", []), ("目录", []), ("亲历亲见", ["甜醅"])]


def test_the_same_book_gives_the_same_bytes(compose_blocks: Compose, pictures: Path) -> None:
    blocks = [Block(BlockKind.PARAGRAPH, HARD[2]), Block(BlockKind.PICTURE, "图", picture=Picture("clear.png"))]
    one, two = (render(compose_blocks(blocks, images=pictures), Metadata("t"))[0] for _ in range(2))
    assert one == two


def test_a_book_that_is_held_open_gets_a_new_name(
    compose_blocks: Compose, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "书.pdf"
    out.write_bytes(b"held")
    replace = Path.replace

    def held(self: Path, target: Path) -> Path:
        if target == out:
            raise PermissionError(13, "held")
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", held)
    written = write(compose_blocks([Block(BlockKind.PARAGRAPH, "字。")]), out)
    assert written.path.name == "书 (1).pdf"
    assert "书.pdf" in written.message
    assert out.read_bytes() == b"held"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["书 (1).pdf", "书.pdf"]


def test_a_folder_that_cannot_be_written_is_named(compose_blocks: Compose, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(StorageFailed, match=r"file"):
        write(compose_blocks([Block(BlockKind.PARAGRAPH, "字。")]), tmp_path / "file" / "书.pdf")


def test_links_of_the_contents_lead_to_their_pages(written: tuple[Layout, Path]) -> None:
    layout, path = written
    number = next(n for n, page in enumerate(layout.pages) if page.kind == "contents")
    with pikepdf.open(path) as pdf:
        assert len(pdf.pages[number].Annots) == len(layout.pages[number].links)


def test_a_window_that_paints_the_glyph_runs_paints_what_the_pdf_shows(compose_blocks: Compose, tmp_path: Path) -> None:
    import pdfplumber

    from archive_app.typeset.fonts.library import positions

    layout = compose_blocks([Block(BlockKind.PARAGRAPH, HARD[0]), Block(BlockKind.QUOTE, HARD[1])])
    with pdfplumber.open(write(layout, tmp_path / "a.pdf").path) as pdf:
        for page, printed in zip(layout.pages, pdf.pages, strict=True):
            lines = (*page.heads, *page.lines, *((page.folio,) if page.folio else ()))
            painted = [
                (round(line.x + x, 1), round(page.height - line.y - y, 1))
                for line in lines
                for run in line.runs
                for _, x, y in positions(run)
            ]
            shown = [(round(c["matrix"][4], 1), round(c["matrix"][5], 1)) for c in printed.chars]
            assert len(painted) == len(shown)
            for (x, y), (u, v) in zip(painted, shown, strict=True):
                assert abs(x - u) < 0.15
                assert abs(y - v) < 0.15


@pytest.mark.parametrize(("label", "number"), [("i", 1), ("iv", 4), ("xix", 19), ("", 0), ("12", 0)])
def test_roman_labels_are_read_back(label: str, number: int) -> None:
    assert from_roman(label) == number
