"""The print's PDF: PDF/X-4 and PDF/X-1a by their structure, black alone where there is only text, pictures as inks."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pdfplumber
import pikepdf
import pypdfium2
import pytest
from lxml import etree
from PIL import Image

from archive_app.domain.errors import Refused, UsageError
from archive_app.domain.manuscript import Block, BlockKind, Note, Picture
from archive_app.typeset.layout import Layout, Page, PlacedImage
from archive_app.typeset.pdf import Metadata
from archive_app.typeset.pdf.intents import screen_profile
from archive_app.typeset.pdf.marks import Sheet
from archive_app.typeset.pdf.press import PressOptions, bled
from archive_app.typeset.pdf.profiles import default_press, press_of
from archive_app.typeset.pdf.surface import Surface
from archive_app.typeset.templates import MM
from tests.typeset.in_memory import render, render_press
from tests.typeset.samples import PICTURE_KINDS

Compose = Callable[..., Layout]
WHEN = datetime(2026, 11, 29, 8, 0, tzinfo=UTC)
BLEED = 3 * MM
WORDS = "院子没有名字，“马家院”。李𠮷庆、马䶮与سلام、སྒྲོལ་མ་མཚོ在场，1958年kg。"


@pytest.fixture(scope="module")
def layout(pictures: Path) -> Layout:
    from archive_app.domain.manuscript import Manuscript
    from archive_app.typeset.book import Article, Book, Section
    from archive_app.typeset.composer import compose

    blocks = [
        Block(BlockKind.PARAGRAPH, WORDS * 6, notes=(Note(5, "一条注。"),)),
        Block(BlockKind.PAGE_BREAK),
        *[Block(BlockKind.PICTURE, "图", picture=Picture(name, width=0.5)) for name in PICTURE_KINDS],
        Block(BlockKind.PICTURE, "小图", picture=Picture("tiny.jpg", width=0.9)),
    ]
    article = Article("a", "甜醅", Manuscript(tuple(blocks)))
    return compose(Book("城东政协文史资料", (Section("亲历亲见", (article,)),), images=pictures))


def made(layout: Layout, standard: str, colour: str = "all", *, coarse: bool = True) -> pikepdf.Pdf:
    metadata = Metadata(layout.title, "政协西宁市城东区委员会", created=WHEN)
    data, problems = render_press(layout, metadata, PressOptions(default_press(), standard, colour, BLEED))
    assert {problem.code for problem in problems} <= {"picture-coarse"}
    assert not coarse or "“tiny.jpg”（" in problems[0].message
    assert not coarse or "photo.jpg" not in problems[0].message
    return pikepdf.open(io.BytesIO(data))


@pytest.fixture(scope="module", params=["x-4", "x-1a"])
def pdf(request: pytest.FixtureRequest, layout: Layout) -> Iterator[pikepdf.Pdf]:
    with made(layout, request.param) as opened:
        yield opened


def operators(page: Any) -> list[tuple[str, list[Any]]]:
    return [(str(operator), list(operands)) for operands, operator in pikepdf.parse_content_stream(page)]


def images(pdf: pikepdf.Pdf) -> Iterator[tuple[Any, Any]]:
    for page in pdf.pages:
        for image in page.get_images().values():
            yield page, image


def test_every_page_has_its_trim_within_its_bleed_within_the_paper(pdf: pikepdf.Pdf, layout: Layout) -> None:
    for page, laid in zip(pdf.pages, layout.pages, strict=True):
        media, bleed, trim = ([float(edge) for edge in page.obj[box]] for box in ("/MediaBox", "/BleedBox", "/TrimBox"))
        assert trim[2] - trim[0] == pytest.approx(laid.width, abs=0.01)
        assert trim[3] - trim[1] == pytest.approx(laid.height, abs=0.01)
        assert [t - b for t, b in zip(trim, bleed, strict=True)] == pytest.approx(
            [BLEED, BLEED, -BLEED, -BLEED], abs=0.01
        )
        assert all(m + 5 * MM < b for m, b in zip(media[:2], bleed[:2], strict=True))
        assert all(m - 5 * MM > b for m, b in zip(media[2:], bleed[2:], strict=True))
        assert "/CropBox" not in page.obj
        assert "/Annots" not in page.obj


def test_a_picture_at_the_edge_reaches_over_the_bleed_and_no_other_does(pictures: Path) -> None:
    path = pictures / "photo.jpg"
    whole = PlacedImage(path, 0, 0, 400, 600)
    beside = PlacedImage(path, 0.4, 100, 150, 100)
    inside = PlacedImage(path, 50, 100, 150, 100)
    made = bled(Page("body", "1", 400, 600, images=(whole, beside, inside)), BLEED)
    first, second, third = made.images
    assert (first.x, first.y) <= (-BLEED + 0.001, -BLEED + 0.001)
    assert first.x + first.width >= 400 + BLEED - 0.001
    assert first.y + first.height >= 600 + BLEED - 0.001
    assert first.width / first.height == pytest.approx(400 / 600)
    assert second.x == pytest.approx(-BLEED)
    assert second.x + second.width == pytest.approx(150.4)
    assert second.width / second.height == pytest.approx(1.5)
    assert third == inside


def test_what_goes_over_the_bleed_is_cut_off(layout: Layout) -> None:
    page = layout.pages[0]._replace(images=(PlacedImage(layout.pages[-1].images[0].path, -200, -200, 900, 1100),))
    with made(replace(layout, pages=(page,)), "x-4", "none", coarse=False) as opened:
        buffer = io.BytesIO()
        opened.save(buffer)
        bleed = [float(edge) for edge in opened.pages[0].obj.BleedBox]
    document = pypdfium2.PdfDocument(buffer.getvalue())
    try:
        shown = document[0].render(scale=1).to_pil().convert("L")
    finally:
        document.close()
    margin = round(bleed[0])
    corner = shown.crop((0, 0, margin - 8, 4))
    assert shown.getpixel((margin + 20, margin + 20)) < 255
    assert min(corner.tobytes()) == 255


def test_marks_stand_outside_of_the_bleed() -> None:
    sheet = Sheet(400, 600, BLEED)
    left, foot, right, head = sheet.bleed_box
    width, height = sheet.size
    for colour in (False, True):
        surface = Surface()
        sheet.draw(surface, colour=colour)
        drawn = surface.take()
        strokes = re.findall(r"([\d.-]+) ([\d.-]+) m ([\d.-]+) ([\d.-]+) l S", drawn)
        assert len(strokes) == 16
        for x0, y0, x1, y1 in (map(float, stroke) for stroke in strokes):
            assert 0 <= min(x0, x1) <= max(x0, x1) <= width + 0.001
            assert 0 <= min(y0, y1) <= max(y0, y1) <= height + 0.001
            assert max(x0, x1) < left or min(x0, x1) > right or max(y0, y1) < foot or min(y0, y1) > head
        crops = {stroke for stroke in strokes if stroke[0] == stroke[2]}
        assert {round(float(x), 3) for x, *_ in crops} >= {round(sheet.margin, 3), round(sheet.margin + 400, 3)}
        for x, y, w, h in re.findall(r"([\d.]+) ([\d.]+) ([\d.]+) ([\d.]+) re f", drawn):
            assert colour
            assert float(y) > head
            assert float(x) + float(w) < right
            assert float(y) + float(h) < height


def test_text_is_black_alone_and_nothing_is_of_the_screen(pdf: pikepdf.Pdf) -> None:
    allowed = {"g", "G", "k", "K"}
    screens = {"rg", "RG", "cs", "CS", "sc", "SC", "scn", "SCN", "sh", "gs"}
    plain = 0
    for page in pdf.pages:
        used = operators(page)
        names = {name for name, _ in used}
        assert not names & screens
        inks = {name for name in names & allowed}
        if not page.get_images():
            assert inks <= {"g", "G"}
            plain += 1
        inside, grey = False, None
        for name, operands in used:
            inside = {"BT": True, "ET": False}.get(name, inside)
            if name == "g":
                grey = float(operands[0])
            if name in ("Tj", "TJ"):
                assert inside
                assert grey == 0
        assert "/ExtGState" not in page.Resources
        assert "/Group" not in page.obj
    assert plain > 2


def test_pictures_are_inks_at_no_more_than_300_dpi_and_never_enlarged(pdf: pikepdf.Pdf, pictures: Path) -> None:
    seen = 0
    for page, image in images(pdf):
        assert str(image.ColorSpace) in ("/DeviceGray", "/DeviceCMYK")
        assert int(image.BitsPerComponent) == 8
        assert "/SMask" not in image
        assert str(image.Filter) in ("/DCTDecode", "/FlateDecode")
        name = next(key for key, found in page.Resources.XObject.items() if found.objgen == image.objgen)
        stack: list[list[Any]] = []
        for operator, operands in operators(page):
            if operator == "cm":
                stack.append(operands)
            elif operator == "Do" and str(operands[0]) == name:
                width = max(abs(float(number)) for number in stack[-1][:2]) / 72
                assert int(image.Width) / width <= 316
        assert (int(image.Width), int(image.Height)) <= (1200, 1200)
        seen += 1
    assert seen == len(PICTURE_KINDS) + 1
    tiny = next(image for _, image in images(pdf) if int(image.Width) < 100)
    assert (int(tiny.Width), int(tiny.Height)) == Image.open(pictures / "tiny.jpg").size


def test_colour_is_where_it_was_asked_for(layout: Layout) -> None:
    for colour, spaces in (
        ("all", {"/DeviceGray", "/DeviceCMYK"}),
        ("none", {"/DeviceGray"}),
        ("plates", {"/DeviceGray"}),
    ):
        with made(layout, "x-4", colour) as opened:
            assert {str(image.ColorSpace) for _, image in images(opened)} == spaces


def test_the_pictures_of_plates_alone_have_colours(pictures: Path, tmp_path: Path) -> None:
    from archive_app.domain.manuscript import Manuscript
    from archive_app.typeset.book import Article, Book, Matter, Section
    from archive_app.typeset.outputs import Edition, output_named

    shown = Manuscript((Block(BlockKind.PICTURE, "图", picture=Picture("photo.jpg", width=1.0)),))
    book = Book(
        "城东政协文史资料",
        (Section("", (Article("a", "甜醅", shown),)),),
        front=(Matter("plates", Article("p", "图版", shown)),),
        images=pictures,
    )
    edition = Edition(book)
    out = tmp_path / "书.pdf"
    assert output_named("print").write(edition, out).path == out
    with pikepdf.open(out) as opened:
        spaces = {
            edition.layout.pages[number].images[0].article: str(image.ColorSpace)
            for number, page in enumerate(opened.pages)
            for image in page.get_images().values()
        }
    assert spaces == {"p": "/DeviceCMYK", "a": "/DeviceGray"}


def test_the_inks_look_like_the_picture(pictures: Path) -> None:
    press = default_press()
    patches = Image.new("RGB", (5, 1))
    patches.putdata([(255, 255, 255), (0, 0, 0), (128, 128, 128), (200, 30, 30), (30, 60, 160)])
    grey = list(press.to_grey(patches).tobytes())
    assert grey[0] == 255
    assert grey[1] <= 4
    assert grey[1] < grey[4] < grey[3] < grey[2] < grey[0]
    inked = press.to_cmyk(patches)
    cmyk = [inked.getpixel((x, 0)) for x in range(5)]
    assert cmyk[0] == (0, 0, 0, 0)
    assert sum(cmyk[1]) / 255 <= 3.05  # the ink that the paper can carry
    assert cmyk[3][1] > 150 > cmyk[3][0]


def test_a_cmyk_jpeg_is_shown_as_it_is(layout: Layout) -> None:
    with made(layout, "x-4") as opened:
        found = [image for _, image in images(opened) if str(image.ColorSpace) == "/DeviceCMYK"]
        jpegs = [image for image in found if str(image.Filter) == "/DCTDecode"]
        assert jpegs
        for image in jpegs:
            assert [int(v) for v in image.Decode] == [1, 0] * 4
            assert b"Adobe" in image.read_raw_bytes()[:64]


def test_x4_says_what_it_is(layout: Layout) -> None:
    with made(layout, "x-4") as opened:
        assert opened.pdf_version == "1.6"
        said = etree.fromstring(opened.Root.Metadata.read_bytes())
        texts = {etree.QName(e).localname: (e.text or "").strip() for e in said.iter() if isinstance(e.tag, str)}
        assert texts["GTS_PDFXVersion"] == "PDF/X-4" == str(opened.docinfo["/GTS_PDFXVersion"])
        assert texts["Trapped"] == "False"
        assert texts["CreateDate"] == texts["ModifyDate"] == "2026-11-29T08:00:00+00:00"
        assert {"DocumentID", "VersionID", "RenditionClass"} <= texts.keys()
        assert "城东政协文史资料" in opened.Root.Metadata.read_bytes().decode()
        assert "/Filter" not in opened.Root.Metadata


def test_x1a_says_what_it_is(layout: Layout) -> None:
    with made(layout, "x-1a") as opened:
        assert opened.pdf_version == "1.3"
        info = opened.docinfo
        assert str(info["/GTS_PDFXVersion"]) == "PDF/X-1:2001"
        assert str(info["/GTS_PDFXConformance"]) == "PDF/X-1a:2001"
        assert not any(
            str(o.get("/Type")) in ("/ObjStm", "/XRef") for o in opened.objects if isinstance(o, pikepdf.Stream)
        )
        assert {"/Lang", "/Metadata", "/StructTreeRoot", "/MarkInfo"}.isdisjoint(opened.Root.keys())


def test_both_have_their_printing_condition_and_keys(pdf: pikepdf.Pdf) -> None:
    (intent,) = pdf.Root.OutputIntents
    assert str(intent.S) == "/GTS_PDFX"
    assert str(intent.OutputConditionIdentifier) == "FOGRA39"
    assert str(intent.RegistryName) == "http://www.color.org"
    assert int(intent.DestOutputProfile.N) == 4
    assert intent.DestOutputProfile.read_bytes()[12:20] == b"prtrCMYK"
    info = pdf.docinfo
    assert {"/Title", "/Author", "/Creator", "/Producer", "/CreationDate", "/ModDate", "/Trapped"} <= set(info.keys())
    assert str(info["/Trapped"]) == "/False"
    assert len(pdf.trailer.ID) == 2
    for page in pdf.pages:
        for font in page.Resources.Font.values():
            assert "/FontFile2" in font.DescendantFonts[0].FontDescriptor
    assert not any(key in pdf.Root for key in ("/AcroForm", "/OpenAction", "/Names", "/JavaScript"))


def trim(page: pypdfium2.PdfPage) -> tuple[float, float, float, float]:
    return page.get_trimbox() or page.get_mediabox()


def test_the_words_are_those_of_the_screen(layout: Layout) -> None:
    metadata = Metadata(layout.title)
    press, _ = render_press(layout, metadata, PressOptions(default_press(), "x-1a", "none", BLEED))
    said = []
    for data in (press, render(layout, metadata)[0]):
        document = pypdfium2.PdfDocument(data)
        try:
            said.append([page.get_textpage().get_text_bounded(*trim(page)) for page in document])
        finally:
            document.close()
    assert said[0] == said[1]


def test_the_slug_names_book_page_and_day(layout: Layout) -> None:
    with made(layout, "x-4") as opened:
        number = next(n for n, page in enumerate(layout.pages) if page.label == "3")
        buffer = io.BytesIO()
        opened.save(buffer)
    document = pypdfium2.PdfDocument(buffer.getvalue())
    try:
        page = document[number]
        height = page.get_height()
        said = page.get_textpage().get_text_bounded(bottom=height - 7 * MM)
    finally:
        document.close()
    assert "城东政协文史资料" in said
    assert "第3面" in said
    assert "2026-11-29" in said


def test_a_long_title_is_cut_before_it_reaches_the_marks(layout: Layout) -> None:
    with made(replace(layout, title="很长的书名" * 12), "x-4", "none") as opened:
        buffer = io.BytesIO()
        opened.save(buffer)
        trim_right, head = float(opened.pages[0].obj.TrimBox[2]), float(opened.pages[0].obj.BleedBox[3])
    with pdfplumber.open(buffer) as read:
        page = read.pages[0]
        slug = [char for char in page.chars if float(page.height) - char["bottom"] > head]
    assert "".join(char["text"] for char in slug).startswith("很长的书名")
    assert max(char["x1"] for char in slug) <= trim_right


def test_a_character_without_a_glyph_stops_the_print(compose_blocks: Compose) -> None:
    layout = compose_blocks([Block(BlockKind.PARAGRAPH, "这个\U0002ebf1字没有，\U0002ebf1还有一处，又\ud83d一处。")])
    with pytest.raises(Refused) as stopped:
        render_press(layout, Metadata("t"), PressOptions(default_press()))
    said = str(stopped.value)
    assert stopped.value.code == "missing-glyph"
    assert "“\U0002ebf1”（U+2EBF1，第1面）" in said
    assert said.count("U+2EBF1") == 1
    assert "U+D83D" in said
    assert render(layout, Metadata("t"))[0].startswith(b"%PDF")


def test_the_printers_own_profile_is_taken_and_others_are_refused(tmp_path: Path) -> None:
    own = tmp_path / "印厂.icc"
    own.write_bytes(default_press().data)
    found = press_of(own)
    assert (found.identifier, found.label) == ("", "FOGRA39L coated offset")
    (tmp_path / "屏幕.icc").write_bytes(screen_profile())
    with pytest.raises(UsageError, match=r"RGB.*CMYK"):
        press_of(tmp_path / "屏幕.icc")
    (tmp_path / "不是.icc").write_bytes(b"nothing")
    for name in ("不是.icc", "没有.icc"):
        with pytest.raises(UsageError, match="色彩特性文件"):
            press_of(tmp_path / name)
