"""Pictures in a PDF: shown as they are, silent about who took them, and never half a picture."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from PIL import Image

from archive_app.domain.manuscript import Block, BlockKind, Picture
from archive_app.typeset.jpeg import discreet
from archive_app.typeset.layout import Layout
from archive_app.typeset.pdf import Metadata
from archive_app.typeset.pdf.pixels import eight_bit
from archive_app.typeset.pdf.press import PressOptions
from archive_app.typeset.pdf.profiles import default_press
from tests.typeset.in_memory import render, render_preserved, render_press

SECRET = "Li Si 13800000000"


@pytest.fixture
def telling(tmp_path: Path) -> Path:
    """A photograph with a name in its EXIF, its remarks and its XMP."""
    exif = Image.Exif()
    exif[0x013B] = SECRET
    exif[0x0112] = 6
    photo = Image.effect_noise((900, 600), 60).convert("RGB")
    photo.save(tmp_path / "a.jpg", quality=85, exif=exif, comment=SECRET.encode(), xmp=f"<x>{SECRET}</x>".encode())
    return tmp_path


def test_no_output_tells_who_took_a_picture(compose_blocks: Callable[..., Layout], telling: Path) -> None:
    original = (telling / "a.jpg").read_bytes()
    assert original.count(SECRET.encode()) == 3
    layout = compose_blocks([Block(BlockKind.PICTURE, "图", picture=Picture("a.jpg", width=1.0))], images=telling)
    meta = Metadata("t")
    outputs = [
        render(layout, meta)[0],
        render_preserved(layout, meta)[0],
        render_press(layout, meta, PressOptions(default_press(), colour="all"))[0],
    ]
    for data in outputs:
        with pikepdf.open(io.BytesIO(data)) as pdf:
            (image,) = [image for page in pdf.pages for image in page.get_images().values()]
            assert SECRET.encode() not in image.read_raw_bytes()
        assert SECRET.encode() not in data


def test_what_is_left_is_the_picture_bit_for_bit(telling: Path) -> None:
    original = (telling / "a.jpg").read_bytes()
    kept = discreet(original)
    assert len(kept) < len(original)
    assert kept[kept.index(b"\xff\xda") :] == original[original.index(b"\xff\xda") :]
    with Image.open(io.BytesIO(kept)) as one, Image.open(io.BytesIO(original)) as two:
        assert one.tobytes() == two.tobytes()
        assert not one.getexif()
    assert discreet(kept) == kept


def test_a_photograph_stands_upright_though_its_turning_is_not_told(
    compose_blocks: Callable[..., Layout], tmp_path: Path
) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    lying = Image.new("RGB", (600, 400), "white")
    lying.paste((200, 0, 0), (0, 0, 300, 400))  # its left half is the upper half when it stands
    lying.save(tmp_path / "a.jpg", quality=90, exif=exif)
    layout = compose_blocks([Block(BlockKind.PICTURE, "", picture=Picture("a.jpg", width=0.5))], images=tmp_path)
    number = next(n for n, page in enumerate(layout.pages) if page.images)
    placed = layout.pages[number].images[0]
    document = pypdfium2.PdfDocument(render(layout, Metadata("t"))[0])
    try:
        shown = document[number].render(scale=1).to_pil().convert("RGB")
    finally:
        document.close()
    x = round(placed.x + placed.width / 2)
    upper = shown.getpixel((x, round(placed.y + placed.height / 4)))
    lower = shown.getpixel((x, round(placed.y + placed.height * 3 / 4)))
    assert placed.height > placed.width
    assert upper[0] > 150 > upper[1]
    assert min(lower) > 240


def test_half_a_photograph_is_said_to_be_broken(compose_blocks: Callable[..., Layout], tmp_path: Path) -> None:
    whole = io.BytesIO()
    Image.effect_noise((900, 600), 60).convert("RGB").save(whole, "JPEG", quality=85)
    (tmp_path / "a.jpg").write_bytes(whole.getvalue()[: len(whole.getvalue()) // 2])
    layout = compose_blocks([Block(BlockKind.PICTURE, "图", picture=Picture("a.jpg", width=1.0))], images=tmp_path)
    data, problems = render(layout, Metadata("t"))
    assert [problem.code for problem in problems] == ["picture-broken"]
    assert "“a.jpg”" in problems[0].message
    assert data.startswith(b"%PDF")


def test_inks_are_shown_as_they_print(tmp_path: Path) -> None:
    Image.new("CMYK", (300, 200), (255, 0, 0, 0)).save(tmp_path / "cyan.tif")
    with Image.open(tmp_path / "cyan.tif") as picture:
        red, green, blue = eight_bit(picture).getpixel((10, 10))
    assert red < 60
    assert 120 < green < 190  # not the screen's 255
    assert 190 < blue < 245
