"""The example's photographs: each is there, sound, of the size an archive gets, and says by what it was digitised."""

from __future__ import annotations

import hashlib
import json
from functools import cache
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from PIL import Image, ImageChops, ImageCms, ImageStat

from archive_app.resources import resource

FOLDER = Path(str(resource("example", "pictures")))
MESSENGER_COPY = "ph-11"
GREY_SCANS = ("ph-12", "ph-13")
IMAGE_DESCRIPTION, MAKE, MODEL, EXIF, GPS = 0x010E, 0x010F, 0x0110, 0x8769, 0x8825
DATE_TIME, DATE_TIME_ORIGINAL, COLOUR_SPACE = 0x0132, 0x9003, 0xA001


def wanted() -> list[str]:
    items = json.loads(resource("example", "items.json").read_text(encoding="utf-8"))
    return [picture["path"].removeprefix("pictures/") for item in items for picture in item.get("pictures") or ()]


@cache
def listed() -> dict[str, dict[str, Any]]:
    rows = json.loads((FOLDER / "pictures.json").read_text(encoding="utf-8"))
    return {row["id"]: row for row in rows}


def opened(code: str) -> Image.Image:
    picture = Image.open(FOLDER / listed()[code]["file"])
    picture.load()
    return picture


CODES = wanted()


def test_every_picture_the_items_name_is_listed_and_nothing_else_lies_there() -> None:
    assert sorted(CODES) == sorted(listed())
    files = {path.name for path in FOLDER.iterdir()}
    assert files == {row["file"] for row in listed().values()} | {"pictures.json"}


@pytest.mark.parametrize("code", CODES)
def test_the_list_tells_the_truth_about_the_file(code: str) -> None:
    row = listed()[code]
    data = (FOLDER / row["file"]).read_bytes()
    assert hashlib.sha256(data).hexdigest() == row["sha256"]
    assert len(data) == row["bytes"]
    assert opened(code).size == (row["width"], row["height"])


@pytest.mark.parametrize("code", CODES)
def test_a_picture_has_the_size_of_a_scan_and_the_weight_of_a_download(code: str) -> None:
    row = listed()[code]
    long_edge = max(row["width"], row["height"])
    if code == MESSENGER_COPY:
        assert (row["width"], row["height"]) == (1080, 780)
    else:
        assert long_edge == 3000
    most = 4_000_000 if row["file"].endswith(".tif") else 1_500_000
    assert 60_000 < row["bytes"] <= most


@pytest.mark.parametrize("code", CODES)
def test_exif_names_the_subject_and_the_scanner_and_no_place(code: str) -> None:
    exif = opened(code).getexif()
    described = str(exif[IMAGE_DESCRIPTION]).encode("latin-1").decode("utf-8")
    assert described.startswith(listed()[code]["title"])
    assert "示例" in described
    assert f"{exif[MAKE]} {exif[MODEL]}" == listed()[code]["device"]
    assert exif[DATE_TIME] == listed()[code]["scanned"]
    assert GPS not in exif
    if code in GREY_SCANS:
        return  # a compressed TIFF bears the main tags only
    details = exif.get_ifd(EXIF)
    assert details[DATE_TIME_ORIGINAL] == listed()[code]["scanned"]
    assert str(details[DATE_TIME_ORIGINAL]).startswith("2026:")
    assert details[COLOUR_SPACE] == 1
    assert not exif.get_ifd(GPS)


@pytest.mark.parametrize("code", CODES)
def test_a_picture_has_tones_from_dark_to_light(code: str) -> None:
    tones = opened(code).convert("L").resize((300, 300)).histogram()
    assert sum(tones[:80]) > 900
    assert sum(tones[165:]) > 900
    assert ImageStat.Stat(opened(code).convert("L")).stddev[0] > 20


def test_scans_of_black_and_white_masters_are_grey_tiffs_and_the_rest_is_srgb() -> None:
    for code in CODES:
        picture = opened(code)
        if code in GREY_SCANS:
            assert (picture.format, picture.mode) == ("TIFF", "L")
        else:
            assert (picture.format, picture.mode) == ("JPEG", "RGB")
            profile = ImageCms.ImageCmsProfile(BytesIO(picture.info["icc_profile"]))
            assert "sRGB" in ImageCms.getProfileDescription(profile)


def test_no_picture_stands_twice_under_two_names() -> None:
    assert len({row["sha256"] for row in listed().values()}) == len(CODES)
    small = {code: opened(code).convert("L").resize((32, 32)) for code in CODES}
    for number, code in enumerate(CODES):
        for other in CODES[number + 1 :]:
            apart = ImageStat.Stat(ImageChops.difference(small[code], small[other])).mean[0]
            assert apart > 8, f"{code} and {other} look alike"


def test_the_group_portrait_has_a_head_in_every_named_region() -> None:
    """The record names five people by regions; each holds something darker and lighter than the sky behind it."""
    items = json.loads(resource("example", "items.json").read_text(encoding="utf-8"))
    people = next(item for item in items if item["key"] == MESSENGER_COPY)["people"]
    picture = opened(MESSENGER_COPY).convert("L")
    assert len(people) == 5
    for person in people:
        x, y, w, h = person["region"]
        box = (round(x * 1080), round(y * 780), round((x + w) * 1080), round((y + h) * 780))
        assert ImageStat.Stat(picture.crop(box)).stddev[0] > 15
