"""What names and cameras say: proposed with its ground, never more than it says."""

from __future__ import annotations

import pytest

from archive_app.intake.suggesting import from_exif, from_names, merged

Said = set[tuple[str, str]]


@pytest.mark.parametrize(
    ("folders", "name", "said"),
    [
        (["2024-05-01_王家庄"], "IMG_0001.jpg", {("created", "2024-05-01"), ("places", "王家庄")}),
        (["1958年春 韵家口水磨"], "扫描0001.tif", {("created", "1958年春"), ("places", "韵家口水磨")}),
        (["20240501王家庄调研"], "DSC_0012.jpg", {("created", "2024-05-01"), ("places", "王家庄")}),
        (["民国二十六年 大佛寺"], "1.jpg", {("created", "民国二十六年"), ("places", "大佛寺")}),
        (["王家庄2024"], "1.jpg", {("created", "2024年"), ("places", "王家庄")}),
        ([], "IMG_20240501_103000.jpg", {("created", "2024-05-01")}),
        ([], "微信图片_20240501103000.jpg", {("created", "2024-05-01")}),
        ([], "1958年春 韵家口水磨.docx", {("created", "1958年春"), ("places", "韵家口水磨")}),
        ([], "一九五八年的供销社.docx", {("created", "一九五八年")}),
        ([], "扫描0001.jpg", set()),
        ([], "王家庄.jpg", set()),
        ([], "羊皮筏子 最终版(2).docx", set()),
        (["新建文件夹", "第3批"], "mmexport1714533000123.jpg", set()),
        (["pytest-of-root", "pytest-2024"], "P1010023.JPG", set()),
        (["2024-05-01 马文俊口述"], "OH-1.mp3", {("created", "2024-05-01")}),
    ],
)
def test_a_name_says_when_and_where_or_nothing(folders: list[str], name: str, said: Said) -> None:
    assert {(one.field, one.value) for one in from_names(folders, name)} == said


def test_the_nearest_name_that_says_when_wins_and_places_add_up() -> None:
    found = from_names(["1958年", "乐家湾镇", "2024-05-01_王家庄"], "一.jpg")
    assert [(one.field, one.value) for one in found] == [
        ("created", "2024-05-01"), ("places", "王家庄"), ("places", "乐家湾镇"),
    ]  # fmt: skip
    assert found[0].basis == "文件夹名“2024-05-01_王家庄”"


def test_an_impossible_day_is_not_proposed() -> None:
    assert {one.field for one in from_names([], "1963年2月30日 王家庄.jpg")} == {"places"}


def rows(**tags: str) -> list[dict[str, str]]:
    return [{"tag": tag, "value": value} for tag, value in tags.items()]


def test_a_camera_says_when_where_and_by_whom() -> None:
    found = from_exif(
        rows(
            Make="Apple", DateTimeOriginal="2024:05:01 10:20:30", GPSLatitude="36, 37, 1.56", GPSLatitudeRef="N",
            GPSLongitude="101, 46, 41.52", GPSLongitudeRef="E", Artist="王昪", ImageDescription="柜台外景",
        )
    )  # fmt: skip
    assert {one.field: one.value for one in found} == {
        "created": "2024-05-01",
        "place_taken": "北纬 36.6171°，东经 101.7782°",
        "photographer": "王昪",
        "caption": "柜台外景",
    }
    assert all(one.basis.startswith("EXIF") for one in found)


@pytest.mark.parametrize(
    "tags",
    [
        {"DateTimeOriginal": "0000:00:00 00:00:00"},
        {"DateTimeOriginal": "2024:13:45 10:20:30"},
        {"DateTime": "2024:05:01 10:20:30"},  # when it was last saved
        {"GPSLatitude": "0, 0, 0", "GPSLongitude": "0, 0, 0"},
        {"GPSLatitude": "x", "GPSLongitude": "400"},
        {"Artist": "SONY", "Make": "SONY"},
        {"ImageDescription": "OLYMPUS DIGITAL CAMERA"},
    ],
)
def test_what_a_camera_does_not_know_is_not_proposed(tags: dict[str, str]) -> None:
    assert from_exif(rows(**tags)) == ()


def test_a_folder_and_a_camera_that_agree_are_one_suggestion_with_both_grounds() -> None:
    (one,) = merged([*from_names(["2024年5月1日"], "a.jpg"), *from_exif(rows(DateTimeOriginal="2024:05:01 10:20:30"))])
    assert (one.value, one.basis) == ("2024年5月1日", "文件夹名“2024年5月1日”；EXIF 拍摄时间")
