"""Thumbnails: upright, in sRGB, without a word of the original's data, whole or not there."""

from __future__ import annotations

from pathlib import Path

import pytest
from PIL import Image, ImageCms

from archive_app.derived.thumbnails import make_thumbnail, thumbnail_path
from archive_app.domain.errors import Refused, StorageFailed

SHA = "ab" + "0" * 62


def halves(width: int = 400, height: int = 200) -> Image.Image:
    """Red on the left, blue on the right."""
    image = Image.new("RGB", (width, height), "red")
    image.paste("blue", (width // 2, 0, width, height))
    return image


def colour(image: Image.Image, x: float, y: float) -> str:
    red, _, blue = image.convert("RGB").getpixel((int(image.width * x), int(image.height * y)))
    return "red" if red > 180 > blue else "blue" if blue > 180 > red else f"{red},{blue}"


def test_the_path_follows_from_the_hash() -> None:
    assert thumbnail_path(SHA).as_posix() == f"derived/thumbs/ab/{SHA}.jpg"
    assert thumbnail_path(SHA, 128).as_posix() == f"derived/thumbs/ab/{SHA}-128.jpg"


@pytest.mark.parametrize(("suffix", "kind"), [(".jpg", "JPEG"), (".webp", "WEBP")])
def test_a_thumbnail_is_as_long_as_asked_for(tmp_path: Path, suffix: str, kind: str) -> None:
    halves().save(tmp_path / "a.png")
    out = tmp_path / "new" / f"a{suffix}"
    make_thumbnail(tmp_path / "a.png", out, 100)
    with Image.open(out) as image:
        assert (image.size, image.format) == ((100, 50), kind)
        assert (colour(image, 0.1, 0.5), colour(image, 0.9, 0.5)) == ("red", "blue")


@pytest.mark.parametrize("name", ["a.jpg", "a.tif", "lzw.tif", "a.png"])
@pytest.mark.parametrize(
    ("orientation", "size", "first", "last"),
    [
        (1, (100, 50), (0.1, 0.5), (0.9, 0.5)),
        (2, (100, 50), (0.9, 0.5), (0.1, 0.5)),
        (3, (100, 50), (0.9, 0.5), (0.1, 0.5)),
        (4, (100, 50), (0.1, 0.5), (0.9, 0.5)),
        (5, (50, 100), (0.5, 0.1), (0.5, 0.9)),
        (6, (50, 100), (0.5, 0.1), (0.5, 0.9)),
        (7, (50, 100), (0.5, 0.9), (0.5, 0.1)),
        (8, (50, 100), (0.5, 0.9), (0.5, 0.1)),
    ],
)
def test_every_orientation_is_turned_upright(
    tmp_path: Path,
    name: str,
    orientation: int,
    size: tuple[int, int],
    first: tuple[float, float],
    last: tuple[float, float],
) -> None:
    exif = Image.Exif()
    exif[0x0112] = orientation
    halves().save(tmp_path / name, exif=exif, **({"compression": "tiff_lzw"} if name == "lzw.tif" else {}))
    make_thumbnail(tmp_path / name, tmp_path / "out.jpg", 100)
    with Image.open(tmp_path / "out.jpg") as image:
        assert image.size == size
        assert (colour(image, *first), colour(image, *last)) == ("red", "blue")


def test_nothing_of_the_originals_data_comes_along(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x013B] = "canary-artist"
    exif.get_ifd(0x8825)[1] = "N"
    halves().save(tmp_path / "a.jpg", exif=exif, comment=b"canary-comment", icc_profile=b"canary-profile")
    for name in ("out.jpg", "out.webp"):
        make_thumbnail(tmp_path / "a.jpg", tmp_path / name)
        data = (tmp_path / name).read_bytes()
        assert b"canary" not in data
        with Image.open(tmp_path / name) as image:
            assert not image.getexif()
            assert "icc_profile" not in image.info


def test_transparency_becomes_white(tmp_path: Path) -> None:
    Image.new("RGBA", (40, 40), (0, 0, 0, 0)).save(tmp_path / "a.png")
    make_thumbnail(tmp_path / "a.png", tmp_path / "out.jpg")
    with Image.open(tmp_path / "out.jpg") as image:
        assert image.getpixel((20, 20)) == (255, 255, 255)


def test_a_colour_profile_is_obeyed(tmp_path: Path) -> None:
    """A profile whose curve is a straight line: middle grey in it is much lighter in sRGB."""
    linear = ImageCms.ImageCmsProfile(ImageCms.createProfile("XYZ"))
    srgb = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB"))
    image = Image.new("RGB", (20, 20), (120, 30, 30))
    image.save(tmp_path / "srgb.png", icc_profile=srgb.tobytes())
    image.save(tmp_path / "other.png", icc_profile=linear.tobytes())
    make_thumbnail(tmp_path / "srgb.png", tmp_path / "srgb.jpg")
    make_thumbnail(tmp_path / "other.png", tmp_path / "other.jpg")  # no RGB profile: as the values stand
    for name in ("srgb.jpg", "other.jpg"):
        with Image.open(tmp_path / name) as small:
            red, green, _ = small.getpixel((10, 10))
            assert abs(red - 120) < 6 and abs(green - 30) < 6


def test_cmyk_becomes_rgb(tmp_path: Path) -> None:
    halves().convert("CMYK").save(tmp_path / "a.jpg")
    make_thumbnail(tmp_path / "a.jpg", tmp_path / "out.jpg", 100)
    with Image.open(tmp_path / "out.jpg") as image:
        assert image.mode == "RGB"
        assert (colour(image, 0.1, 0.5), colour(image, 0.9, 0.5)) == ("red", "blue")


def test_sixteen_bits_keep_their_greys(tmp_path: Path) -> None:
    ramp = Image.linear_gradient("L").convert("I").point(lambda value: value * 257).convert("I;16")
    ramp.save(tmp_path / "a.tif")
    make_thumbnail(tmp_path / "a.tif", tmp_path / "out.jpg")
    with Image.open(tmp_path / "out.jpg") as image:
        grey = image.convert("L")
        assert abs(grey.getpixel((128, 64)) - 64) < 8
        assert abs(grey.getpixel((128, 192)) - 192) < 8


def test_of_a_cut_photo_what_there_is_is_shown(tmp_path: Path) -> None:
    halves(800, 600).save(tmp_path / "a.jpg", quality=95)
    data = (tmp_path / "a.jpg").read_bytes()
    (tmp_path / "a.jpg").write_bytes(data[: len(data) * 2 // 3])
    make_thumbnail(tmp_path / "a.jpg", tmp_path / "out.jpg", 100)
    with Image.open(tmp_path / "out.jpg") as image:
        assert colour(image, 0.1, 0.1) == "red"


def test_what_cannot_be_opened_leaves_nothing_behind(tmp_path: Path) -> None:
    (tmp_path / "a.jpg").write_bytes(b"\xff\xd8\xff junk")
    with pytest.raises(Refused):
        make_thumbnail(tmp_path / "a.jpg", tmp_path / "out" / "a.jpg")
    assert not (tmp_path / "out").exists()


def test_a_thumbnail_that_cannot_be_written_is_said_and_the_old_one_stays(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    halves().save(tmp_path / "a.png")
    (tmp_path / "out.jpg").write_bytes(b"old")

    def full(self: Image.Image, path: Path, *_: object, **__: object) -> None:
        Path(path).write_bytes(b"half a thumb")
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Image.Image, "save", full)
    with pytest.raises(StorageFailed, match="磁盘已满"):
        make_thumbnail(tmp_path / "a.png", tmp_path / "out.jpg")
    assert (tmp_path / "out.jpg").read_bytes() == b"old"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.png", "out.jpg"]
