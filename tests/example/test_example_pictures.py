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
SAME_PRINT = ("ph-11", "ph-49")
IMAGE_DESCRIPTION, MAKE, MODEL, EXIF, GPS = 0x010E, 0x010F, 0x0110, 0x8769, 0x8825
DATE_TIME, DATE_TIME_ORIGINAL, COLOUR_SPACE = 0x0132, 0x9003, 0xA001
UNCALIBRATED = 0xFFFF


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
    details = exif.get_ifd(EXIF)
    assert details[DATE_TIME_ORIGINAL] == listed()[code]["scanned"]
    assert str(details[DATE_TIME_ORIGINAL]).startswith("2026:")
    assert details[COLOUR_SPACE] == (UNCALIBRATED if code in GREY_SCANS else 1)
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
            if (code, other) == SAME_PRINT:
                assert apart < 8, "the copy a messenger made and the scan of the print show one photograph"
            else:
                assert apart > 8, f"{code} and {other} look alike"


def example_items() -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(resource("example", "items.json").read_text(encoding="utf-8"))
    return found


def people(code: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = next(item for item in example_items() if item["key"] == code)["people"]
    return [person for person in found if "region" in person]


REGIONS = [
    ("ph-11", 5), ("ph-12", 1), ("ph-13", 1), ("ph-14", 1), ("ph-31", 3), ("ph-33", 1), ("ph-35", 2), ("ph-37", 1),
    ("ph-43", 1), ("ph-44", 11), ("ph-45", 3), ("ph-46", 5), ("ph-47", 1), ("ph-48", 3), ("ph-49", 5),
]  # fmt: skip


@pytest.mark.parametrize(("code", "number"), REGIONS)
def test_in_every_stored_region_there_is_somebody(code: str, number: int) -> None:
    """Regions are as MWG has them, by their middle; each lies in the picture and holds more than sky or wall."""
    picture = opened(code).convert("L")
    wide, tall = picture.size
    assert len(people(code)) == number
    for person in people(code):
        x, y, w, h = person["region"]
        left, top, right, low = x - w / 2, y - h / 2, x + w / 2, y + h / 2
        assert 0 <= left < right <= 1 and 0 <= top < low <= 1, person
        box = (round(left * wide), round(top * tall), round(right * wide), round(low * tall))
        assert ImageStat.Stat(picture.crop(box)).stddev[0] > 15, person


def test_whoever_is_named_in_a_photograph_has_a_place_in_it_and_all_six_elements_are_written() -> None:
    photographs = [item for item in example_items() if item["kind"] == "photograph"]
    assert {(item["key"], len(item["people"])) for item in photographs if item.get("people")} == set(REGIONS)
    assert all("region" in person for item in photographs for person in item.get("people", ()))
    for item in photographs:
        for element in ("caption", "occasion", "place_taken", "background", "photographer"):
            assert item[element].strip(), (item["key"], element)
        assert item.get("people") or item.get("persons"), item["key"]
        assert item["created"]["display"]


def test_the_school_group_stands_as_its_caption_counts() -> None:
    caption = next(item for item in example_items() if item["key"] == "ph-44")["caption"]
    rows = {row: [p for p in people("ph-44") if p["row"] == row] for row in ("前排", "后排")}
    assert {row: len(found) for row, found in rows.items()} == {"前排": 5, "后排": 6}
    assert sum(person["certainty"] == "不详" for person in people("ph-44")) == 2
    for row, found in rows.items():
        assert [person["order"] for person in found] == list(range(1, len(found) + 1))
        middles = [person["region"][0] for person in found]
        assert middles == sorted(middles)
        said = caption.partition(f"{row}左起：")[2]
        at = [said.index(person["name"]) for person in found if person["certainty"] != "不详"]
        assert at == sorted(at)
    lowest = max(person["region"][1] for person in rows["后排"])
    assert lowest < min(person["region"][1] for person in rows["前排"])
