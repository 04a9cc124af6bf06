"""Pictures of any size and in any state are opened within bounds, or refused in words."""

from __future__ import annotations

import io
import struct
import subprocess
import sys
import textwrap
import zlib
from pathlib import Path

import pytest
from PIL import Image, ImageChops, ImageStat

from archive_app.derived.pictures import images, stripes
from archive_app.derived.pictures.images import PICTURES, opened, reduced
from archive_app.derived.pictures.soundness import held_samples, looks_whole
from archive_app.domain.errors import Refused

GOLDEN = Path(__file__).parents[1] / "intake" / "files"
"""Files that other programs made; their README says how."""

GREY = Image.effect_noise((407, 311), 90)
RGB = Image.merge("RGB", (GREY, GREY.rotate(180), GREY.transpose(Image.Transpose.FLIP_LEFT_RIGHT)))
DEEP = GREY.convert("I").point(lambda value: value * 257).convert("I;16")

SAVED: dict[str, tuple[Image.Image, dict[str, object]]] = {
    "rgb.png": (RGB, {}),
    "rgba.png": (RGB.convert("RGBA"), {}),
    "grey.png": (GREY, {}),
    "grey-alpha.png": (GREY.convert("LA"), {}),
    "grey16.png": (DEEP, {}),
    "raw.tif": (RGB, {}),
    "lzw.tif": (RGB, {"compression": "tiff_lzw"}),
    "deflate.tif": (RGB, {"compression": "tiff_adobe_deflate"}),
    "packbits.tif": (RGB, {"compression": "packbits"}),
    "jpeg.tif": (RGB, {"compression": "jpeg"}),
    "grey-lzw.tif": (GREY, {"compression": "tiff_lzw"}),
    "grey16.tif": (DEEP, {"compression": "tiff_lzw"}),
    "cmyk.tif": (RGB.convert("CMYK"), {"compression": "tiff_lzw"}),
    "palette.tif": (RGB.quantize(64), {"compression": "tiff_lzw"}),
    "fax.tif": (GREY.convert("1"), {"compression": "group4"}),
    "grey.jpg": (GREY, {}),
    "rgb.jpg": (RGB, {}),
    "progressive.jpg": (RGB, {"progressive": True}),
    "cmyk.jpg": (RGB.convert("CMYK"), {}),
}


def saved(folder: Path, name: str) -> Path:
    image, options = SAVED[name]
    path = folder / name
    image.save(path, **options)
    return path


@pytest.mark.parametrize("name", SAVED)
def test_every_kind_is_made_small(tmp_path: Path, name: str) -> None:
    result = reduced(saved(tmp_path, name), 100)
    assert max(result.image.size) == 100
    assert result.image.mode in ("L", "LA", "RGB", "RGBA", "CMYK")
    assert not result.damaged


@pytest.mark.parametrize("name", [name for name in SAVED if not name.endswith(".jpg")])
def test_read_in_strips_a_picture_looks_the_same(tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    path = saved(tmp_path, name)
    whole = reduced(path, 100)
    monkeypatch.setattr(stripes, "STRIP_BYTES", 100_000)
    striped = reduced(path, 100, decoded=1000)
    assert striped.image.size == whole.image.size
    difference = ImageChops.difference(striped.image.convert("RGB"), whole.image.convert("RGB"))
    assert max(ImageStat.Stat(difference).mean) < 1


def test_a_picture_smaller_than_asked_for_is_not_enlarged(tmp_path: Path) -> None:
    assert reduced(saved(tmp_path, "rgb.png"), 1000).image.size == RGB.size


def huge_png(path: Path, width: int, height: int, *, bands: int) -> Path:
    """A PNG that says it is this large; black, and a thousandth of its size packed. ``bands`` of a hundred rows."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    packer = zlib.compressobj(1, zlib.DEFLATED, -15)
    rows = bytes((1 + width * 3) * 100)
    band = packer.compress(rows) + packer.flush(zlib.Z_FULL_FLUSH)  # stands alone: it can be said again
    checksum = 1
    for _ in range(bands):
        checksum = zlib.adler32(rows, checksum)
    data = b"\x78\x01" + band * bands + b"\x03\x00" + struct.pack(">I", checksum)
    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", data) + chunk(b"IEND", b""))
    return path


def test_a_decompression_bomb_is_refused_with_its_size(tmp_path: Path) -> None:
    path = huge_png(tmp_path / "bomb.png", 60_000, 60_000, bands=1)
    with pytest.raises(Refused, match=r"36\.0 亿"):
        reduced(path, 100)


ONE_STRIP: dict[str, tuple[Image.Image, str, dict[int, int]]] = {
    "lzw": (RGB, "tiff_lzw", {}),
    "lzw-predictor": (RGB, "tiff_lzw", {317: 2}),
    "deflate": (RGB, "tiff_adobe_deflate", {}),
    "deflate-predictor": (RGB, "tiff_adobe_deflate", {317: 2}),
    "packbits": (RGB, "packbits", {}),
    "grey16": (DEEP, "tiff_lzw", {317: 2}),
    "cmyk": (RGB.convert("CMYK"), "tiff_lzw", {}),
    "flat": (Image.new("RGB", (600, 500), "red"), "tiff_lzw", {}),
    "jpeg": (RGB, "jpeg", {}),
}


@pytest.mark.parametrize("name", ONE_STRIP)
def test_one_strip_larger_than_memory_flows(tmp_path: Path, name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Not read through libtiff, which would decode it whole."""
    image, compression, tags = ONE_STRIP[name]
    path = tmp_path / "one-strip.tif"
    image.save(path, compression=compression, tiffinfo={278: image.height, **tags})
    with Image.open(path) as check:
        assert len(check.tag_v2[273]) == 1
    whole = reduced(path, 100)
    monkeypatch.setattr(stripes, "STRIP_BYTES", 4000)
    flowed = reduced(path, 100, decoded=1000)
    assert flowed.image.size == whole.image.size
    assert not flowed.damaged
    difference = ImageChops.difference(flowed.image.convert("RGB"), whole.image.convert("RGB"))
    assert max(ImageStat.Stat(difference).mean) < 3


@pytest.mark.parametrize("compression", ["tiff_lzw", "tiff_adobe_deflate"])
def test_a_flowing_strip_that_breaks_off_gives_what_came_before(
    tmp_path: Path, compression: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "one-strip.tif"
    RGB.save(path, compression=compression, tiffinfo={278: RGB.height})
    with Image.open(path) as image:
        start, length = image.tag_v2[273][0], image.tag_v2[279][0]
    data = bytearray(path.read_bytes())
    data[start + length // 2 : start + length] = b"\xff" * (length - length // 2)
    path.write_bytes(data)
    monkeypatch.setattr(stripes, "STRIP_BYTES", 4000)
    assert reduced(path, 100, decoded=1000).damaged


def separate_planes(path: Path, image: Image.Image, compression: int) -> None:
    """A TIFF whose colours lie one after the other, each as one strip."""
    planes = [band.tobytes() for band in image.split()]
    if compression == 8:
        planes = [zlib.compress(plane) for plane in planes]
    count = len(planes)
    offsets = [300 + sum(len(plane) for plane in planes[:number]) for number in range(count)]
    outside = struct.pack("<4H", 8, 8, 8, 8) + struct.pack(f"<{count}I", *offsets)
    outside += struct.pack(f"<{count}I", *(len(plane) for plane in planes))
    meaning = {"RGB": 2, "CMYK": 5}[image.mode]
    entries = [
        (256, 4, 1, image.width), (257, 4, 1, image.height), (258, 3, count, 200), (259, 3, 1, compression),
        (262, 3, 1, meaning), (273, 4, count, 208), (277, 3, 1, count), (278, 4, 1, image.height),
        (279, 4, count, 208 + 4 * count), (284, 3, 1, 2),
    ]  # fmt: skip
    table = b"".join(struct.pack("<HHII", *entry) for entry in entries)
    head = (b"II*\0" + struct.pack("<IH", 8, len(entries)) + table + b"\0" * 4).ljust(200, b"\0") + outside
    path.write_bytes(head.ljust(300, b"\0") + b"".join(planes))


@pytest.mark.parametrize("mode", ["RGB", "CMYK"])
@pytest.mark.parametrize("compression", [1, 8])
def test_colours_that_lie_in_planes_are_put_together(
    tmp_path: Path, mode: str, compression: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "planes.tif"
    image = RGB.convert(mode)
    separate_planes(path, image, compression)
    monkeypatch.setattr(stripes, "STRIP_BYTES", 4000)
    small = reduced(path, 100, decoded=1000).image
    assert small.mode == mode
    image.save(tmp_path / "whole.tif")
    difference = ImageChops.difference(small, reduced(tmp_path / "whole.tif", 100).image)
    assert max(ImageStat.Stat(difference).mean) < 1


@pytest.mark.parametrize("name", ["phone.heic", "lossless.webp", "lossy.webp", "moving.webp", "halves.avif"])
def test_what_phones_write_is_made_small(name: str) -> None:
    small = reduced(GOLDEN / name, 48)
    assert small.image.size == (48, 32)
    left, right = (small.image.convert("RGB").getpixel((x, 16)) for x in (4, 44))
    assert left[0] > 200 > 60 > left[2]
    assert right[2] > 200 > 60 > right[0]


@pytest.mark.parametrize("name", ["phone.heic", "lossless.webp", "lossy.webp", "halves.avif"])
def test_what_phones_write_is_noticed_when_cut(tmp_path: Path, name: str) -> None:
    data = (GOLDEN / name).read_bytes()
    with opened(GOLDEN / name) as image:
        assert looks_whole(GOLDEN / name, image)
        path = tmp_path / name
        path.write_bytes(data[:-7])
        assert not looks_whole(path, image)


def test_a_codec_that_needs_the_whole_is_not_started_beyond_its_bound() -> None:
    with pytest.raises(Refused, match="内存超过上限"):
        reduced(GOLDEN / "lossless.webp", 48, decoded=96 * 64 * 4 * 2)


if sys.platform == "linux":

    @pytest.mark.parametrize("name", ["map.tif", "map.png"])
    def test_a_picture_of_280_million_pixels_needs_less_than_a_gibibyte(tmp_path: Path, name: str) -> None:
        code = f"""
            import resource, sys
            from pathlib import Path
            from PIL import Image
            sys.path[:0] = {sys.path!r}
            from archive_app.derived.pictures.images import reduced
            path = Path({str(tmp_path / name)!r})
            resource.setrlimit(resource.RLIMIT_AS, (1 << 30, 1 << 30))
            result = reduced(path, 256)
            print(result.image.size, result.damaged)
        """
        path = tmp_path / name
        if name.endswith(".png"):
            huge_png(path, 20_000, 14_000, bands=140)
        else:
            sparse_tiff(path, 20_000, 14_000)
        run = subprocess.run([sys.executable, "-c", textwrap.dedent(code)], capture_output=True, text=True, check=False)
        assert run.stdout.strip() == "(256, 179) False", run.stderr


def sparse_tiff(path: Path, width: int, height: int) -> None:
    """An uncompressed RGB TIFF of one strip whose data is a hole in the file."""
    entries = [
        (256, 4, 1, width), (257, 4, 1, height), (258, 3, 1, 8), (259, 3, 1, 1), (262, 3, 1, 2), (273, 4, 1, 200),
        (277, 3, 1, 3), (278, 4, 1, height), (279, 4, 1, width * height * 3),
    ]  # fmt: skip
    table = b"".join(struct.pack("<HHII", *entry) for entry in entries)
    head = b"II*\0" + struct.pack("<IH", 8, len(entries)) + table + b"\0" * 4
    with path.open("wb") as file:
        file.write(head.ljust(200, b"\0"))
        file.truncate(200 + width * height * 3)


@pytest.mark.parametrize("name", ["rgb.jpg", "progressive.jpg", "rgb.png", "raw.tif", "lzw.tif"])
def test_a_cut_file_is_noticed_and_what_is_left_is_decoded(tmp_path: Path, name: str) -> None:
    path = saved(tmp_path, name)
    with opened(path) as image:
        assert looks_whole(path, image)
    data = bytearray(path.read_bytes())
    if name == "lzw.tif":  # its directory stands at the end: let the last strip lead beyond the file instead
        with Image.open(path) as image:
            last = image.tag_v2[273][-1]
        offset = data.index(struct.pack("<I", last))
        data[offset : offset + 4] = struct.pack("<I", len(data) + 999)
    else:
        del data[len(data) // 2 :]
    path.write_bytes(data)
    with opened(path) as image:
        assert not looks_whole(path, image)
    assert reduced(path, 64).damaged


def test_a_flipped_byte_in_a_png_is_noticed(tmp_path: Path) -> None:
    path = saved(tmp_path, "grey.png")
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 0xFF
    path.write_bytes(data)
    with opened(path) as image:
        assert not looks_whole(path, image)


def test_a_preview_inside_a_cut_photo_does_not_pass_for_its_end(tmp_path: Path) -> None:
    preview = io.BytesIO()
    RGB.resize((40, 30)).save(preview, "JPEG")
    path = tmp_path / "a.jpg"
    RGB.save(path, exif=b"Exif\0\0II*\0\x08\0\0\0\0\0\0\0\0\0" + preview.getvalue())
    data = path.read_bytes()
    assert data.count(b"\xff\xd9") == 2
    path.write_bytes(data[: len(data) // 2])
    with opened(path) as image:
        assert not looks_whole(path, image)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\xff\xd8\xff\xe0",
        b"\x89PNG\r\n\x1a\n" + bytes(40),
        b"II*\0" + bytes(4),
        b"GIF89a" + bytes(40),
        b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 10 10\n",
        b"not a picture",
    ],
)
def test_what_cannot_be_opened_is_refused(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "bad.jpg"
    path.write_bytes(data)
    with pytest.raises(Refused, match="打不开"), opened(path):
        pass


def test_a_photo_of_which_nothing_is_left_is_refused(tmp_path: Path) -> None:
    path = saved(tmp_path, "rgb.jpg")
    data = path.read_bytes()
    path.write_bytes(data[: data.index(b"\xff\xda") + 14])
    with pytest.raises(Refused, match="解不出来"):
        reduced(path, 64)


def test_a_tiff_that_refers_to_itself_ends(tmp_path: Path) -> None:
    path = saved(tmp_path, "raw.tif")
    data = bytearray(path.read_bytes())
    first = struct.unpack_from("<I", data, 4)[0]
    count = struct.unpack_from("<H", data, first)[0]
    struct.pack_into("<I", data, first + 2 + 12 * count, first)
    path.write_bytes(data)
    with opened(path) as image:
        assert image.n_frames == 1


def test_only_these_formats_are_tried() -> None:
    assert PICTURES == ("JPEG", "PNG", "TIFF", "WEBP", "HEIF", "AVIF")


def test_what_a_jpegs_decoder_holds_is_known_before(tmp_path: Path) -> None:
    for name, options, held in (
        ("camera.jpg", {}, 0.0),
        ("half.jpg", {"progressive": True, "subsampling": "4:2:0"}, 1.5),
        ("full.jpg", {"progressive": True, "subsampling": "4:4:4"}, 3.0),
    ):
        RGB.save(tmp_path / name, **options)
        assert held_samples(tmp_path / name) == held, name
    RGB.convert("CMYK").save(tmp_path / "cmyk.jpg", progressive=True)
    assert held_samples(tmp_path / "cmyk.jpg") == 4.0


def test_a_progressive_jpeg_that_needs_too_much_is_said_to_be_too_large_and_not_damaged(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.jpg"
    RGB.save(path, progressive=True, subsampling="4:4:4")
    monkeypatch.setattr(images, "MOST_HELD", RGB.width * RGB.height * 3)
    with pytest.raises(Refused, match=r"超过上限.*渐进式") as refused:
        reduced(path, 64)
    assert refused.value.code == "too-large"


@pytest.mark.parametrize("progressive", [False, True])
def test_a_cut_jpeg_is_mended_from_its_file(tmp_path: Path, progressive: bool) -> None:
    path = tmp_path / "a.jpg"
    Image.effect_noise((900, 700), 80).convert("RGB").save(path, quality=90, progressive=progressive)
    data = path.read_bytes()
    path.write_bytes(data[: len(data) * 2 // 3])
    found = reduced(path, 200)
    assert found.damaged and found.image.size == (200, 156)


def test_a_tiff_compressed_in_an_unknown_way_is_not_called_damaged(tmp_path: Path) -> None:
    path = tmp_path / "a.tif"
    RGB.save(path, compression="tiff_lzw")
    data = bytearray(path.read_bytes())
    at = data.index(struct.pack("<HHIH", 259, 3, 1, 5))
    data[at + 8 : at + 10] = struct.pack("<H", 34887)  # LERC
    path.write_bytes(data)
    with pytest.raises(Refused, match="解不开") as refused:
        reduced(path, 64)
    assert refused.value.code == "undecoded"
