"""Where a small picture lies in the large one that takes its place: boxes, names, turn, crop and tones go along."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image

from archive_app.catalogue.commands import SetFields
from archive_app.derived.likeness.placing import placed
from archive_app.resources import resource
from archive_app.services.archive import Archive
from archive_app.services.importing import import_paths
from archive_app.services.likeness.deciding import replaced
from archive_app.services.likeness.finding import Member
from archive_app.services.likeness.following import LEFT_BEHIND

FACE = (0.55, 0.4, 0.06, 0.09)
"""A box (left, top, width, height) of the large picture."""
NEAR = 0.02


def scan() -> Image.Image:
    with Image.open(Path(str(resource("example", "pictures", "ph-36.jpg")))) as picture:
        return picture.convert("RGB")


def cut(picture: Image.Image, box: tuple[float, float, float, float]) -> Image.Image:
    wide, high = picture.size
    return picture.crop(tuple(round(one) for one in (box[0] * wide, box[1] * high, box[2] * wide, box[3] * high)))


def in_part(box: tuple[float, ...], part: tuple[float, float, float, float]) -> tuple[float, ...]:
    wide, high = part[2] - part[0], part[3] - part[1]
    return (box[0] - part[0]) / wide, (box[1] - part[1]) / high, box[2] / wide, box[3] / high


PART = (0.05, 0.08, 0.95, 0.94)


@pytest.mark.parametrize(
    "turn", [None, Image.Transpose.ROTATE_90, Image.Transpose.ROTATE_180, Image.Transpose.ROTATE_270]
)
@pytest.mark.parametrize("part", [(0.0, 0.0, 1.0, 1.0), PART])
def test_a_box_is_found_where_it_is_in_the_other(turn: Image.Transpose | None, part: tuple[float, ...]) -> None:
    large = scan()
    small = cut(large, part).resize((400, 300))  # type: ignore[arg-type]
    x, y, w, h = in_part(FACE, part)  # type: ignore[arg-type]
    if turn is not None:
        small = small.transpose(turn)
        x, y, w, h = {
            Image.Transpose.ROTATE_90: (y, 1 - x - w, h, w),
            Image.Transpose.ROTATE_180: (1 - x - w, 1 - y - h, w, h),
            Image.Transpose.ROTATE_270: (1 - y - h, x, h, w),
        }[turn]
    there = placed(small, large.resize((512, 384)))
    assert there is not None
    assert there.there((x, y, w, h)) == pytest.approx(FACE, abs=NEAR)
    back = placed(large.resize((512, 384)), small)
    assert back is not None and back.there(FACE) == pytest.approx((x, y, w, h), abs=NEAR)


def test_what_is_not_one_picture_is_not_laid_over() -> None:
    with Image.open(Path(str(resource("example", "pictures", "ph-40.jpg")))) as other:
        assert placed(scan(), other.convert("RGB")) is None
    assert placed(Image.new("RGB", (300, 200), "white"), scan()) is None


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with Archive.create(tmp_path / "馆藏", actor="王文史") as made:
        yield made


def pair(archive: Archive, folder: Path, small: Image.Image, large: Image.Image) -> tuple[Member, Member]:
    small.save(folder / "微信传来.jpg", quality=60)
    large.save(folder / "扫描.png")
    import_paths(archive, [folder / "微信传来.jpg", folder / "扫描.png"])
    return member(archive, "微信传来"), member(archive, "扫描")


def member(archive: Archive, title: str) -> Member:
    (key,) = (key for key in archive.catalogue.item_ids() if archive.catalogue.record(key).title == title)
    (file,) = archive.catalogue.files_of(key)
    return Member(archive.catalogue.record(key), file)


def name(archive: Archive, small: Member) -> None:
    x, y, w, h = in_part(FACE, PART)
    people = [
        {"name": "祁垚", "row": "前排", "order": 1, "region": [x + w / 2, y + h / 2, w, h]},
        {"name": "马䶮", "row": "后排", "order": 1},
    ]
    archive.execute(SetFields(small.item.id, {"people": people, "caption": "社火"}))


def test_boxes_names_turn_crop_and_tones_go_along(archive: Archive, tmp_path: Path) -> None:
    small, large = pair(archive, tmp_path, cut(scan(), PART).resize((420, 310)), scan())
    name(archive, small)
    seen = {"turn": 90, "crop": [0.1, 0.1, 0.8, 0.8], "tone": [{"key": "gamma", "value": 120}]}
    archive.execute(SetFields(small.file.id, seen))
    small = member(archive, "微信传来")
    archive.execute(replaced(archive, large, small))
    item = archive.catalogue.record(small.item.id)
    first, second = archive.catalogue.files_of(item.id)
    assert (first["name"], second["name"]) == ("扫描.png", "微信传来.jpg")
    boxed = next(one for one in item["people"] if one["name"] == "祁垚")
    x, y, w, h = FACE
    assert boxed["file"] == first.id and boxed["region"] == pytest.approx((x + w / 2, y + h / 2, w, h), abs=NEAR)
    assert [one["name"] for one in item["people"]] == ["祁垚", "马䶮"]
    assert first["turn"] == 90 and first["tone"] == [{"key": "gamma", "value": 120}]
    assert first["crop"] == pytest.approx((0.14, 0.166, 0.72, 0.688), abs=NEAR)
    archive.undo()
    assert member(archive, "微信传来").item["people"][0]["region"] != boxed["region"]


def test_what_a_person_did_on_the_large_one_stays(archive: Archive, tmp_path: Path) -> None:
    small, large = pair(archive, tmp_path, scan().resize((420, 315)), scan())
    name(archive, small)
    archive.execute(SetFields(small.file.id, {"turn": 90}))
    archive.execute(SetFields(large.file.id, {"turn": 180}))
    archive.execute(SetFields(large.item.id, {"people": [{"name": "祁垚", "region": [0.5, 0.5, 0.1, 0.1]}]}))
    small, large = member(archive, "微信传来"), member(archive, "扫描")
    archive.execute(replaced(archive, large, small))
    first, _small = archive.catalogue.files_of(small.item.id)
    assert first["turn"] == 180
    of_large = [one for one in archive.catalogue.record(small.item.id)["people"] if one.get("file") == first.id]
    assert [one["region"] for one in of_large] == [[0.5, 0.5, 0.1, 0.1]]


def test_where_it_cannot_be_told_it_is_said_and_nothing_is_moved(archive: Archive, tmp_path: Path) -> None:
    with Image.open(Path(str(resource("example", "pictures", "ph-40.jpg")))) as other:
        small, large = pair(archive, tmp_path, other.convert("RGB").resize((400, 300)), scan())
    name(archive, small)
    small = member(archive, "微信传来")
    command = replaced(archive, large, small)
    assert LEFT_BEHIND in command.label
    archive.execute(command)
    item = archive.catalogue.record(small.item.id)
    boxed = next(one for one in item["people"] if one["name"] == "祁垚")
    assert boxed["file"] == small.file.id and boxed["region"] == small.item["people"][0]["region"]
