"""Pictures that look like one: found whatever was done to them, kept apart where they only look alike, decided once."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from PIL import Image, ImageDraw, ImageEnhance, ImageFont

from archive_app.catalogue.commands import SetFields
from archive_app.cli.main import main
from archive_app.derived.likeness.comparing import compare
from archive_app.derived.likeness.kept import KeptPrints
from archive_app.domain.errors import UsageError
from archive_app.resources import resource
from archive_app.services.archive import Archive
from archive_app.services.importing import import_paths
from archive_app.services.likeness.deciding import different, replaced, together, version_of
from archive_app.services.likeness.finding import Group, Member, alike, behind, catch_up

SCHEMA = Path(__file__).parents[2] / "docs" / "schema" / "alike.json"


def nobody(_share: float, _words: str) -> None:
    """No progress wanted."""


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with Archive.create(tmp_path / "馆藏", actor="王文史") as made:
        yield made


def example(name: str) -> Image.Image:
    with Image.open(Path(str(resource("example", "pictures", name)))) as picture:
        return picture.convert("RGB")


def bring(archive: Archive, folder: Path, pictures: dict[str, tuple[Image.Image, dict[str, Any]]]) -> None:
    folder.mkdir(exist_ok=True)
    for name, (picture, options) in pictures.items():
        picture.save(folder / name, **options)
    import_paths(archive, [folder / name for name in pictures])


def found(archive: Archive) -> list[Group]:
    compare(archive.root, archive.catalogue.picture_hashes(), nobody)
    return alike(archive)


def titles(groups: list[Group]) -> list[set[str]]:
    return [{one.item.title for one in group.members} for group in groups]


def by_title(group: Group) -> dict[str, Member]:
    return {one.item.title: one for one in group.members}


@pytest.fixture
def scan_and_copy(archive: Archive, tmp_path: Path) -> Group:
    """A scan, and the copy of it that came by telephone before."""
    scan = example("ph-36.jpg")
    small = scan.resize((scan.width // 2, scan.height // 2))
    bring(archive, tmp_path / "微信", {"mmexport17.jpg": (small, {"quality": 35})})
    bring(archive, tmp_path / "扫描", {"扫描.png": (scan, {}), "别的.jpg": (example("ph-40.jpg"), {})})
    (group,) = found(archive)
    return group


def test_whatever_was_done_to_a_photograph_it_is_found(archive: Archive, tmp_path: Path) -> None:
    print_ = example("ph-36.jpg")
    width, height = print_.size
    part = (width // 10, height // 8, width // 10 + width * 8 // 10, height // 8 + height * 8 // 10)
    darker = ImageEnhance.Contrast(ImageEnhance.Brightness(print_).enhance(0.7)).enhance(0.8)
    corners = (9, 4, 2, height - 6, width - 8, height, width - 1, 5)
    tilted = print_.transform(print_.size, Image.Transform.QUAD, corners, Image.Resampling.BICUBIC)
    pictures = {
        "原样.png": (print_, {}),
        "压过.jpg": (print_, {"quality": 30}),
        "偏暗.jpg": (darker, {"quality": 70}),
        "转过.jpg": (print_.transpose(Image.Transpose.ROTATE_270), {"quality": 80}),
        "翻过.jpg": (print_.transpose(Image.Transpose.FLIP_LEFT_RIGHT), {"quality": 80}),
        "裁过.jpg": (print_.crop(part), {"quality": 80}),
        "裁过转过.jpg": (print_.crop(part).transpose(Image.Transpose.ROTATE_90), {"quality": 60}),
        "歪了.jpg": (tilted, {"quality": 80}),
        "另一张.jpg": (example("ph-40.jpg"), {}),
    }
    bring(archive, tmp_path / "照片", pictures)
    (group,) = titles(found(archive))
    assert group == {Path(name).stem for name in pictures} - {"另一张"}


def test_what_only_looks_alike_is_kept_apart(archive: Archive, tmp_path: Path) -> None:
    font = ImageFont.truetype(str(resource("fonts", "NotoSerifSC-Regular.ttf")), 34)

    def page(words: str) -> Image.Image:
        made = Image.new("RGB", (900, 1200), (246, 244, 236))
        for line in range(22):
            begin = line * 7 % len(words)
            ImageDraw.Draw(made).text((80, 80 + line * 48), (words[begin:] + words)[:21], font=font, fill=(40, 36, 30))
        return made

    meeting = example("ph-36.jpg")
    later = meeting.copy()
    width, height = later.size
    for left in (0.1, 0.35, 0.6):  # people moved between the two
        box = (int(width * left), int(height * 0.3), int(width * (left + 0.18)), int(height * 0.75))
        later.paste(meeting.crop(box).transpose(Image.Transpose.FLIP_LEFT_RIGHT), box[:2])
    pictures = {
        "会上一.jpg": (meeting, {}),
        "会上二.jpg": (later, {}),
        "空白一.jpg": (Image.new("RGB", (800, 1100), (250, 248, 240)), {}),
        "空白二.jpg": (Image.new("RGB", (800, 1100), (247, 246, 240)), {}),
        "第一页.jpg": (page("湟水自西而来过了小峡便是乐家湾再往下走是韵家口两岸多是果园和磨坊"), {}),
        "第二页.jpg": (page("那一年秋天我跟着父亲去修路天不亮就动身带的是青稞炒面和一皮袋水"), {}),
    }
    bring(archive, tmp_path / "照片", pictures)
    assert titles(found(archive)) == []


def test_the_print_is_made_as_the_picture_comes_in_and_made_again_when_it_is_lost(
    archive: Archive, scan_and_copy: Group
) -> None:
    kept = KeptPrints(archive.root)
    assert len(kept.prints()[0]) == 3 and not behind(archive)
    (kept.folder / "prints").write_bytes(b"damaged")
    assert behind(archive)
    assert titles(found(archive)) == [{"扫描", "mmexport17"}]
    with (kept.folder / "prints").open("ab") as file:
        file.write(b"half a record")  # a killed process
    assert len(kept.prints()[0]) == 3 and not behind(archive)


def test_the_large_takes_the_place_of_the_small_and_the_trail_is_kept(archive: Archive, scan_and_copy: Group) -> None:
    members = by_title(scan_and_copy)
    assert scan_and_copy.members[0].item.title == "扫描"
    small, large = members["mmexport17"], members["扫描"]
    archive.execute(SetFields(small.item.id, {"caption": "社火队进村，左起第三人是马师傅。"}))
    (group,) = alike(archive)
    small, large = by_title(group)["mmexport17"], by_title(group)["扫描"]
    archive.execute(replaced(archive, large, small))
    first, second = archive.catalogue.files_of(small.item.id)
    assert (first["name"], first["printed"]) == ("扫描.png", True)
    assert (second["name"], second["role"], second["made_from"]) == ("mmexport17.jpg", "利用", first.id)
    item = archive.catalogue.record(small.item.id)
    assert item["caption"].startswith("社火队") and "扫描" in item["source_name"]
    assert archive.catalogue.record(large.item.id).trashed and alike(archive) == []
    assert hashlib.sha256(archive.original(second.id).read_bytes()).hexdigest() == second["sha256"]
    archive.undo()
    assert len(alike(archive)) == 1 and not archive.catalogue.record(large.item.id).trashed
    with pytest.raises(UsageError, match="并不更大"):
        replaced(archive, small, large)


def test_what_is_not_one_picture_is_never_asked_again_and_versions_and_one_item_neither(
    archive: Archive, scan_and_copy: Group
) -> None:
    for decide in (
        different,
        lambda large, small: version_of(small, large),
        lambda large, small: together(archive, large, [small]),
    ):
        (group,) = alike(archive)
        large, small = group.members
        archive.execute(decide(large, small))
        assert found(archive) == []
        archive.undo()
        assert len(alike(archive)) == 1
    large, small = alike(archive)[0].members
    archive.execute(different(large, small))
    (file,) = archive.catalogue.files_of(small.item.id)
    assert file["unlike"] == [large.file["sha256"]]


def test_the_process_compares_what_came_since(archive: Archive, scan_and_copy: Group, tmp_path: Path) -> None:
    copy = example("ph-40.jpg").resize((500, 380))
    bring(archive, tmp_path / "又来", {"又来.jpg": (copy, {"quality": 50})})
    assert behind(archive)
    assert len(catch_up(archive, nobody).pairs) == 1
    assert not behind(archive) and {"别的", "又来"} in titles(alike(archive))


def test_the_command_says_and_decides(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    root = tmp_path / "馆藏"
    with Archive.create(root) as archive:
        scan = example("ph-36.jpg")
        pictures = {"大.png": (scan, {}), "小.jpg": (scan.resize((400, 300)), {"quality": 40})}
        bring(archive, tmp_path / "来", pictures)
    assert main(["alike", str(root), "--json"]) == 0
    said = json.loads(capsys.readouterr().out)
    jsonschema.validate(said, json.loads(SCHEMA.read_text(encoding="utf-8")))
    ids = [one["id"] for one in said["groups"][0]["pictures"]]
    assert [one["title"] for one in said["groups"][0]["pictures"]] == ["大", "小"]
    assert main(["alike", str(root), *ids, "--different"]) == 0
    assert main(["alike", str(root)]) == 0
    assert "没有像是同一张的" in capsys.readouterr().out
    assert main(["alike", str(root), *ids, "--replace"]) == 2
