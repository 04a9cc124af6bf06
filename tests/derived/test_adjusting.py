"""A picture seen turned, cropped and toned: the right pixels whatever way it lies, and the file as it was."""

from __future__ import annotations

import io
import random
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from archive_app.derived.pictures.adjusting import toned
from archive_app.derived.pictures.images import reduced, upright
from archive_app.derived.thumbnails import make_thumbnail, thumbnail_path
from archive_app.domain.adjustment import AS_IT_IS, TONES, WHOLE, Adjustment, parted, picture_key
from archive_app.domain.errors import UsageError

SHA = "ab" * 32
_TURNED = {0: None, 90: Image.Transpose.ROTATE_270, 180: Image.Transpose.ROTATE_180, 270: Image.Transpose.ROTATE_90}


def _noise(width: int, height: int, mode: str = "RGB") -> Image.Image:
    source = random.Random(7)
    return Image.frombytes(mode, (width, height), source.randbytes(width * height * len(mode)))


def _saved(image: Image.Image, path: Path, orientation: int = 1, **options) -> Path:
    exif = Image.Exif()
    exif[0x0112] = orientation
    image.save(path, exif=exif, **options)
    return path


@pytest.mark.parametrize("turn", [0, 90, 180, 270])
@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_part_is_the_masters_own_pixels_however_it_lies_and_is_turned(
    tmp_path: Path, orientation: int, turn: int
) -> None:
    stored = _noise(80, 40)
    path = _saved(stored, tmp_path / "a.tif", orientation)
    right = upright(stored, orientation)
    width, height = right.size
    crop = (width // 8, height // 4, width // 2, height // 2)
    seen = right.crop((crop[0], crop[1], crop[0] + crop[2], crop[1] + crop[3]))
    if _TURNED[turn] is not None:
        seen = seen.transpose(_TURNED[turn])
    adjustment = Adjustment(turn, (crop[0] / width, crop[1] / height, crop[2] / width, crop[3] / height))
    assert adjustment.size(right.size) == seen.size
    box = (3, 2, 9, 8)  # left, top, width, height, of what is seen
    part = (box[0] / seen.width, box[1] / seen.height, box[2] / seen.width, box[3] / seen.height)
    make_thumbnail(path, tmp_path / "part.bmp", 4000, 0, adjustment, part)
    with Image.open(tmp_path / "part.bmp") as made:
        assert made.convert("RGB").tobytes() == seen.crop((3, 2, 12, 10)).tobytes()
    make_thumbnail(path, tmp_path / "whole.bmp", 4000, 0, adjustment)
    with Image.open(tmp_path / "whole.bmp") as made:
        assert made.convert("RGB").tobytes() == seen.tobytes()


@pytest.mark.parametrize("name", ["map.tif", "map.png"])
def test_a_part_of_a_picture_too_large_to_be_whole_in_memory(tmp_path: Path, name: str) -> None:
    picture = _noise(300, 200)
    picture.save(tmp_path / name)
    found = reduced(tmp_path / name, 1000, decoded=1000, part=(0.1, 0.25, 0.5, 0.5))
    assert not found.damaged and found.image.tobytes() == picture.crop((30, 50, 180, 150)).tobytes()


def test_a_part_of_a_jpeg_comes_at_the_size_it_is_looked_at(tmp_path: Path) -> None:
    _noise(1600, 1200).save(tmp_path / "a.jpg", quality=95)
    assert reduced(tmp_path / "a.jpg", 800, part=(0.25, 0.25, 0.5, 0.5)).image.size == (800, 600)
    assert reduced(tmp_path / "a.jpg", 100, part=(0.25, 0.25, 0.5, 0.5)).image.width == 100
    with Image.open(tmp_path / "a.jpg") as whole:
        cut = whole.crop((400, 300, 1200, 900))
    assert reduced(tmp_path / "a.jpg", 800, part=(0.25, 0.25, 0.5, 0.5)).image.tobytes() == cut.tobytes()


def test_a_broken_jpeg_shows_the_same_part_as_far_as_it_goes(tmp_path: Path) -> None:
    _noise(640, 480).save(tmp_path / "a.jpg", quality=90)
    data = (tmp_path / "a.jpg").read_bytes()
    (tmp_path / "a.jpg").write_bytes(data[: len(data) * 3 // 4])
    found = reduced(tmp_path / "a.jpg", 1000, part=(0.5, 0.0, 0.5, 0.5))
    assert found.damaged and found.image.size == (320, 240)


_shares = st.floats(0.02, 0.98)
_crops = st.tuples(st.floats(0, 0.9), st.floats(0, 0.9), st.floats(0.02, 1), st.floats(0.02, 1))


@given(crop=_crops, turn=st.sampled_from([0, 90, 180, 270]), box=st.tuples(_shares, _shares, _shares, _shares))
def test_where_a_face_is_is_found_again_from_where_it_is_seen(crop, turn, box) -> None:
    adjustment = AS_IT_IS.cropped(crop).turned(turn)
    assert adjustment.to_upright(adjustment.to_shown(box)) == pytest.approx(box)


@given(turn=st.sampled_from([0, 90, 180, 270]), crop=_crops,
       tones=st.fixed_dictionaries({}, optional={name: st.integers(-300, 600) for name in TONES}))  # fmt: skip
def test_an_adjustment_is_read_back_as_it_was_written(turn, crop, tones) -> None:
    made = AS_IT_IS.cropped(crop).turned(turn).toned(tones)
    assert Adjustment.read(made.code) == made
    assert Adjustment.of(made.values()) == made
    key = picture_key({"sha256": SHA, **made.values()})
    assert parted(key) == (SHA, made)
    assert (thumbnail_path(key) == thumbnail_path(SHA)) == (not made)


@pytest.mark.parametrize(
    "key", ["", "abc", SHA + "~../../x", SHA + "~turn=45", SHA + "~shine=3", SHA + "~crop=100000,100000,0,0"]
)
def test_what_is_no_picture_key_is_refused(key: str) -> None:
    with pytest.raises(UsageError):
        parted(key)


def test_odd_values_in_a_record_still_show_the_picture() -> None:
    odd = {"sha256": SHA, "turn": 45, "crop": [0.5, 0.5], "tone": [{"key": "shine", "value": 9}, {"key": "black"}]}
    assert picture_key(odd) == SHA
    assert picture_key({"sha256": SHA, "turn": 90}) == f"{SHA}~turn=90"


def test_tones_move_as_they_are_called() -> None:
    ramp = Image.frombytes("L", (256, 1), bytes(range(256)))

    def levels(**tones: int) -> bytes:
        return toned(ramp, AS_IT_IS.toned(tones)).tobytes()

    assert levels() == bytes(range(256))
    assert levels(negative=1) == bytes(range(255, -1, -1))
    assert levels(brightness=40)[100] > 100 > levels(brightness=-40)[100]
    assert (
        levels(contrast=50)[200] > 200 and levels(contrast=50)[50] < 50 and levels(contrast=-100) == bytes([128]) * 256
    )
    assert levels(gamma=200)[64] > 64 > levels(gamma=50)[64] and levels(gamma=200)[255] == 255
    assert levels(black=50, white=200)[50] == 0 and levels(black=50, white=200)[200] == 255
    colours = toned(_noise(4, 4), AS_IT_IS.toned({"grey": 1}))
    assert colours.mode == "L"


def test_the_original_is_the_same_to_the_byte(tmp_path: Path) -> None:
    path = _saved(_noise(64, 48), tmp_path / "a.jpg", 6, quality=90)
    before = path.read_bytes()
    make_thumbnail(path, tmp_path / "out.jpg", 512, 0, Adjustment(90, (0.1, 0.1, 0.5, 0.5), (("negative", 1),)))
    assert path.read_bytes() == before
    with Image.open(io.BytesIO((tmp_path / "out.jpg").read_bytes())) as made:
        assert made.size == (32, 24)  # 64 × 48 turned upright, half of each, turned again


def test_the_whole_is_asked_for_with_nothing_of_its_own() -> None:
    assert AS_IT_IS.to_upright(WHOLE) == WHOLE and not AS_IT_IS and AS_IT_IS.code == ""
