"""Photographs and scans: what the file says of itself, apart from what people say of it."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Callable
from pathlib import Path

import pytest
from intake_making import FILES
from PIL import Image, PngImagePlugin, TiffImagePlugin

from archive_app import intake
from archive_app.derived.pictures.unusual import webp_size
from archive_app.domain.errors import Refused
from archive_app.domain.kinds import fields_of
from archive_app.intake import Outcome, Refusal, Taken
from archive_app.intake.proposal import Proposal

ReadFile = Callable[..., Proposal]


def exif_of(proposal: Proposal) -> dict[str, str]:
    return {row["tag"]: row["value"] for row in proposal.fields.get("exif", [])}


def test_a_photo_gives_its_size_and_the_cameras_words(read_file: ReadFile) -> None:
    proposal = read_file(FILES / "camera.jpg")
    assert (proposal.kind, proposal.title) == ("photograph", "camera")
    assert dict(proposal.facts) == {"mime": "image/jpeg", "width": 64, "height": 48, "dpi": 300}
    exif = exif_of(proposal)
    assert exif["Make"] == "HUAWEI"
    assert exif["DateTimeOriginal"] == "2019:03:12 10:20:30"
    assert exif["Orientation"] == "6"
    assert exif["GPSLatitude"].startswith("36, 37")
    assert (exif["Artist"], exif["UserComment"], exif["XPTitle"]) == ("王昪", "柜台外景", "供销社")
    assert proposal.warnings == ()


def test_the_cameras_words_fill_no_field_that_people_fill(read_file: ReadFile) -> None:
    assert set(read_file(FILES / "camera.jpg").fields) == {"exif", "title_source"}


def test_the_rows_are_what_the_kind_declares(read_file: ReadFile) -> None:
    proposal = read_file(FILES / "camera.jpg")
    declared = fields_of("photograph")
    for name, value in proposal.fields.items():
        assert declared[name].check(value) == value


def test_a_scan_gives_its_resolution(read_file: ReadFile) -> None:
    assert dict(read_file(FILES / "scan16-lzw.tif").facts) == {
        "mime": "image/tiff", "width": 60, "height": 40, "dpi": 600, "colours": "16 位",
    }  # fmt: skip


def test_a_tiff_of_many_pages_says_how_many(read_file: ReadFile) -> None:
    proposal = read_file(FILES / "pages.tif")
    assert "3 页" in proposal.warnings[0]
    assert proposal.kind == "document" and "按文献收下" in proposal.warnings[1]


def tiff_of(path: Path, *kinds: int, camera: bool = False) -> Path:
    """A TIFF of as many pages, each of a NewSubfileType."""
    pages = [Image.new("L", (60 >> at, 40 >> at), 200) for at in range(len(kinds))]
    with TiffImagePlugin.AppendingTiffWriter(str(path), True) as writer:
        for page, kind in zip(pages, kinds, strict=True):
            tags = TiffImagePlugin.ImageFileDirectory_v2()
            tags[254] = kind
            if camera:
                tags[34665] = {33434: (1, 250)}  # ExposureTime
            page.save(writer, "TIFF", tiffinfo=tags)
            writer.newFrame()
    return path


@pytest.mark.parametrize(
    ("kinds", "wanted", "warned"),
    [
        ((0,), "photograph", False),
        ((0, 1), "photograph", False),  # a picture and its thumbnail
        ((0, 1, 1, 4), "photograph", False),  # a pyramid and a mask
        ((0, 0), "document", True),
        ((2, 1, 2), "document", True),
    ],
)
def test_a_tiff_of_several_pages_is_a_document(
    read_file: ReadFile, tmp_path: Path, kinds: tuple[int, ...], wanted: str, warned: bool
) -> None:
    proposal = read_file(tiff_of(tmp_path / "扫描.tif", *kinds))
    assert proposal.kind == wanted and bool(proposal.warnings) == warned
    assert dict(proposal.facts)["width"] == 60
    if warned:
        assert "有 2 页" in proposal.warnings[0], "thumbnails are not counted"
    declared = fields_of(wanted)
    assert set(proposal.fields) <= set(declared) and all(one.field in declared for one in proposal.suggestions)


def test_several_pictures_of_a_camera_in_one_tiff_stay_photographs(read_file: ReadFile, tmp_path: Path) -> None:
    assert read_file(tiff_of(tmp_path / "连拍.tif", 0, 0, camera=True)).kind == "photograph"


def test_cmyk_and_progressive_and_transparent_pictures_are_taken(read_file: ReadFile) -> None:
    for name in ("cmyk-progressive.jpg", "alpha.png"):
        proposal = read_file(FILES / name)
        assert proposal.warnings == ()
        assert dict(proposal.facts)["width"] == 60


def test_gbk_in_exif_is_read_as_it_means(read_file: ReadFile, tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x010E] = "ABCDEFGHIJKL"
    path = tmp_path / "a.jpg"
    Image.new("RGB", (20, 20), "red").save(path, exif=exif)
    path.write_bytes(path.read_bytes().replace(b"ABCDEFGHIJKL", "供销社的外景".encode("gbk")))
    assert exif_of(read_file(path))["ImageDescription"] == "供销社的外景"


@pytest.mark.filterwarnings("ignore:Corrupt EXIF")
def test_exif_that_is_garbage_costs_the_exif_alone(read_file: ReadFile, tmp_path: Path) -> None:
    path = tmp_path / "a.jpg"
    Image.new("RGB", (20, 20), "red").save(path, exif=b"Exif\0\0II*\0\xff\xff\xff\xffgarbage")
    proposal = read_file(path)
    assert "exif" not in proposal.fields
    assert dict(proposal.facts)["width"] == 20


def test_values_without_end_are_cut(read_file: ReadFile, tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x010E] = "x" * 20_000
    path = tmp_path / "a.jpg"
    Image.new("RGB", (20, 20), "red").save(path, exif=exif)
    assert len(exif_of(read_file(path))["ImageDescription"]) == 500


@pytest.mark.parametrize("edge", [0, 512])
def test_a_damaged_photo_is_taken_with_a_warning_and_an_empty_one_refused(tmp_path: Path, edge: int) -> None:
    def brought(path: Path) -> Outcome:
        (outcome,) = intake.read([path], staging=staging, thumbnails=edge)
        return outcome

    staging = tmp_path / "staging"
    staging.mkdir()
    noise = Image.effect_noise((300, 300), 90).convert("RGB")
    path = tmp_path / "断.jpg"
    noise.save(path, quality=95)
    data = path.read_bytes()
    path.write_bytes(data[: len(data) // 2])
    half = brought(path)
    assert isinstance(half, Taken) and any("不完整或已损坏" in warning for warning in half.proposal.warnings)
    path = tmp_path / "空.png"
    noise.save(path)
    path.write_bytes(path.read_bytes()[:50])
    nothing = brought(path)
    assert isinstance(nothing, Refusal) and "解不出来" in nothing.reason


def test_a_bomb_is_refused_by_its_size(read_file: ReadFile, tmp_path: Path) -> None:
    path = tmp_path / "a.png"
    Image.new("1", (100, 100)).save(path)
    data = bytearray(path.read_bytes())
    data[16:24] = (60_000).to_bytes(4, "big") * 2
    data[29:33] = zlib.crc32(data[12:29]).to_bytes(4, "big")
    path.write_bytes(data)
    with pytest.raises(Refused, match="超过上限"):
        read_file(path)


def test_a_phones_heic_gives_its_size_and_the_cameras_words(read_file: ReadFile) -> None:
    proposal = read_file(FILES / "phone.heic")
    assert proposal.kind == "photograph"
    assert dict(proposal.facts) == {"mime": "image/heic", "width": 96, "height": 64}
    exif = exif_of(proposal)
    assert (exif["Make"], exif["DateTimeOriginal"]) == ("Apple", "2024:05:01 10:20:30")
    assert proposal.warnings == ()


@pytest.mark.parametrize(
    ("name", "mime"), [("lossless.webp", "image/webp"), ("lossy.webp", "image/webp"), ("halves.avif", "image/avif")]
)
def test_web_pictures_are_taken(read_file: ReadFile, name: str, mime: str) -> None:
    proposal = read_file(FILES / name)
    assert dict(proposal.facts) == {"mime": mime, "width": 96, "height": 64}
    assert proposal.warnings == ()


def test_a_moving_picture_says_that_one_frame_is_used(read_file: ReadFile) -> None:
    (warning,) = read_file(FILES / "moving.webp").warnings
    assert "3 帧" in warning


@pytest.mark.parametrize("name", ["scan16-big.tif", "scan16-tiles.tif"])
def test_sixteen_bits_in_big_and_tiled_tiffs_are_taken(read_file: ReadFile, name: str) -> None:
    proposal = read_file(FILES / name)
    seen = {"mime": "image/tiff", "width": 60, "height": 40, "dpi": 600, "colours": "16 位"}
    assert dict(proposal.facts) == seen
    assert proposal.warnings == ()


@pytest.mark.parametrize("name", ["phone.heic", "lossless.webp", "halves.avif", "moving.webp"])
def test_a_phones_picture_cut_anywhere_is_refused_or_warned_of(read_file: ReadFile, tmp_path: Path, name: str) -> None:
    data = (FILES / name).read_bytes()
    for keep in range(40, len(data) - 1, max(1, len(data) // 25)):
        path = tmp_path / name
        path.write_bytes(data[:keep])
        try:
            proposal = read_file(path)
        except Refused:
            continue
        assert proposal.doubtful or any("数不出" in warning for warning in proposal.warnings), keep


def test_a_pngs_exif_is_found_behind_the_picture_which_is_not_decoded(
    read_file: ReadFile, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    exif = Image.Exif()
    exif[0x010E] = "Counter"
    path = tmp_path / "a.png"
    Image.new("RGB", (300, 200), "red").save(path)
    end = chunk(b"IEND", b"")
    path.write_bytes(path.read_bytes().removesuffix(end) + chunk(b"eXIf", exif.tobytes()[6:]) + end)
    monkeypatch.setattr(PngImagePlugin.PngImageFile, "load", lambda self: pytest.fail("it was decoded"))
    assert exif_of(read_file(path))["ImageDescription"] == "Counter"
    assert "exif" not in read_file(FILES / "alpha.png").fields


@pytest.mark.parametrize(
    ("bits", "photometric", "sample", "words"),
    [(32, 2, 3, "RGB，每色 32 位浮点"), (32, 2, 1, "RGB，每色 32 位"), (16, 8, 1, "Lab，每色 16 位")],
)
def test_a_sound_tiff_that_cannot_be_decoded_is_kept_and_one_cut_off_refused(
    tmp_path: Path, bits: int, photometric: int, sample: int, words: str
) -> None:
    data = bytes(range(256)) * (30 * 20 * 3 * bits // 8 // 256 + 1)
    data = data[: 30 * 20 * 3 * bits // 8]
    entries = [
        (256, 30), (257, 20), (259, 1), (262, photometric), (273, 512), (277, 3), (278, 20), (279, len(data)),
    ]  # fmt: skip
    table = {tag: struct.pack("<HHII", tag, 4, 1, value) for tag, value in entries}
    table[258] = struct.pack("<HHII", 258, 3, 3, 400)
    table[339] = struct.pack("<HHII", 339, 3, 3, 410)
    head = b"II*\0" + struct.pack("<IH", 8, len(table)) + b"".join(table[tag] for tag in sorted(table)) + bytes(4)
    head = head.ljust(400, b"\0") + struct.pack("<3H", *[bits] * 3)
    path = tmp_path / "母版.tif"
    path.write_bytes((head.ljust(410, b"\0") + struct.pack("<3H", *[sample] * 3)).ljust(512, b"\0") + data)
    staging = tmp_path / "staging"
    staging.mkdir()
    for edge in (0, 512):
        (kept,) = intake.read([path], staging=staging, thumbnails=edge)
        assert isinstance(kept, Taken), kept
        assert dict(kept.proposal.facts) == {"mime": "image/tiff", "width": 30, "height": 20}
        (warning,) = kept.proposal.warnings
        assert words in warning and "原件照存" in warning
    path.write_bytes(path.read_bytes()[:-9])
    (cut,) = intake.read([path], staging=staging)
    assert isinstance(cut, Refusal)


def test_a_webp_larger_than_memory_is_kept_and_not_called_damaged(tmp_path: Path) -> None:
    path = tmp_path / "长卷.webp"
    width, height = 16_000, 12_000
    bits = (width - 1) | (height - 1) << 14
    chunk = b"VP8L" + (6).to_bytes(4, "little") + b"\x2f" + bits.to_bytes(4, "little") + b"\0"
    path.write_bytes(b"RIFF" + (4 + len(chunk)).to_bytes(4, "little") + b"WEBP" + chunk)
    staging = tmp_path / "staging"
    staging.mkdir()
    (kept,) = intake.read([path], staging=staging, thumbnails=512)
    assert isinstance(kept, Taken), kept
    assert dict(kept.proposal.facts) == {"mime": "image/webp", "width": width, "height": height}
    (warning,) = kept.proposal.warnings
    assert "16000×12000" in warning and "内存超过上限" in warning


@pytest.mark.parametrize("name", ["lossless.webp", "lossy.webp", "moving.webp"])
def test_the_size_of_a_webp_stands_in_its_head(name: str) -> None:
    with Image.open(FILES / name) as image:
        assert webp_size(FILES / name) == image.size
