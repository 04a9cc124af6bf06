"""A picture's size, colours and turning read from its first bytes are what Pillow finds."""

from __future__ import annotations

import io
import struct
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image, ImageOps, PngImagePlugin

from archive_app.typeset.jpeg import discreet, is_whole, read_head
from archive_app.typeset.picture_size import upright_size

MODES = {"L": 1, "RGB": 3, "CMYK": 4}


def jpeg(mode: str = "RGB", size: tuple[int, int] = (60, 40), **how: object) -> bytes:
    buffer = io.BytesIO()
    Image.effect_noise(size, 50).convert(mode).save(buffer, "JPEG", **how)
    return buffer.getvalue()


def turning(value: int) -> Image.Exif:
    exif = Image.Exif()
    exif[0x0112] = value
    return exif


def big_endian(value: int) -> bytes:
    entry = struct.pack(">HHIHH", 0x0112, 3, 1, value, 0)
    return b"Exif\0\0MM\0*" + struct.pack(">IH", 8, 1) + entry + b"\0\0\0\0"


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize("progressive", [False, True])
@pytest.mark.parametrize("orientation", [0, *range(1, 9)])
def test_the_head_says_what_pillow_says(mode: str, progressive: bool, orientation: int) -> None:
    exif = {"exif": turning(orientation)} if orientation else {}
    data = jpeg(mode, progressive=progressive, icc_profile=b"p" * 70000, **exif)
    head = read_head(data)
    assert head is not None
    with Image.open(io.BytesIO(data)) as picture:
        assert (head.width, head.height, head.components) == (*picture.size, MODES[picture.mode])
        assert head.orientation == picture.getexif().get(0x0112, 1)
        assert head.adobe == ("adobe" in picture.info)
        assert head.upright == ImageOps.exif_transpose(picture).size
    assert data[head.scans : head.scans + 2] == b"\xff\xda"
    assert is_whole(data)
    assert not is_whole(data[:-2])


def test_either_order_of_bytes_is_read() -> None:
    head = read_head(jpeg(exif=big_endian(8)))
    assert head is not None
    assert head.orientation == 8


def test_what_is_told_otherwise_is_left_to_pillow() -> None:
    xmp = b'<x tiff:Orientation="6"/>'
    assert read_head(jpeg(xmp=xmp)) is None
    assert read_head(jpeg()[:100]) is None
    whole = jpeg()
    twelve = bytearray(whole)
    twelve[whole.index(b"\xff\xc0") + 4] = 12
    assert read_head(bytes(twelve)) is None
    assert read_head(whole.replace(b"\xff\xc0", b"\xff\xc9", 1)) is None


@pytest.mark.parametrize("kind", ["jpg", "long.jpg", "xmp.jpg", "png", "turned.png", "gif", "bmp", "tif", "webp"])
def test_the_size_is_that_of_the_picture_as_it_is_looked_at(tmp_path: Path, kind: str) -> None:
    path = tmp_path / f"a.{kind}"
    picture = Image.effect_noise((60, 40), 50)
    more: dict[str, object] = {}
    if kind == "long.jpg":
        more = {"icc_profile": b"p" * 200_000, "exif": turning(6)}
    elif kind == "xmp.jpg":
        more = {"xmp": b'<x tiff:Orientation="6"/>'}
    elif kind == "turned.png":
        more = {"exif": turning(6)}
    picture.save(path, **more)
    with Image.open(path) as opened:
        assert upright_size(path) == ImageOps.exif_transpose(opened).size
    assert upright_size(path) == ((40, 60) if more else (60, 40))


def test_a_png_with_words_in_it_is_measured_too(tmp_path: Path) -> None:
    said = PngImagePlugin.PngInfo()
    said.add_itxt("Title", "水磨")
    Image.new("L", (30, 20)).save(tmp_path / "a.png", pnginfo=said)
    assert upright_size(tmp_path / "a.png") == (30, 20)


@pytest.mark.parametrize(
    "data", [b"", b"\xff\xd8", b"\x89PNG\r\n\x1a\n", b"words", jpeg()[:40], b"\xff\xd8" + b"\xff" * 99]
)
def test_what_is_no_picture_is_told(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "a.jpg"
    path.write_bytes(data)
    with pytest.raises((OSError, ValueError)):
        upright_size(path)


WHOLE = jpeg(exif=turning(3), comment=b"c" * 50)


@given(st.binary(max_size=60), st.integers(0, len(WHOLE)), st.integers(0, 40))
def test_damage_is_never_more_than_a_picture_that_cannot_be_told(noise: bytes, at: int, lost: int) -> None:
    data = WHOLE[:at] + noise + WHOLE[at + lost :]
    head = read_head(data)
    assert head is None or (head.width > 0 and head.height > 0 and head.components in (1, 3, 4))
    assert len(discreet(data)) <= len(data)


def test_what_hangs_on_behind_a_picture_stays_outside() -> None:
    kept = discreet(WHOLE)
    assert discreet(WHOLE + b"film" + WHOLE) == kept
    assert kept.endswith(b"\xff\xd9")
    assert b"ccccc" not in kept
