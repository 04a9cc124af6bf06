"""Photographs copied for others: who may go, under which name, and that the master stays as it was."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from PIL import Image

from archive_app.catalogue.commands import Create, SetFields, Trash
from archive_app.cli.main import main
from archive_app.domain.errors import UsageError
from archive_app.intake.regions import people_on
from archive_app.services.archive import Archive
from archive_app.services.importing import import_paths
from archive_app.services.photo_copies import Wish, write_copies

SCHEMA = Path(__file__).parents[2] / "docs" / "schema" / "copies.json"
PEOPLE = [
    {"name": "祁垚", "order": 1, "region": [0.25, 0.5, 0.1, 0.2]},
    {"name": "马生福", "order": 2, "region": [0.75, 0.5, 0.1, 0.2]},
]


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with Archive.create(tmp_path / "馆藏", actor="王文史") as made:
        yield made


def photograph(archive: Archive, tmp_path: Path, title: str = "社火", suffix: str = ".jpg", **values: Any) -> str:
    path = tmp_path / f"{title}{suffix}"
    Image.linear_gradient("L").resize((200, 100)).rotate(len(list(archive.catalogue.item_ids()))).save(path)
    before = set(archive.catalogue.item_ids())
    import_paths(archive, [path])
    (key,) = set(archive.catalogue.item_ids()) - before
    archive.execute(SetFields(key, {"people": PEOPLE, **values}))
    return key


def names(path: Path) -> list[tuple[str, tuple[float, ...]]]:
    with Image.open(path) as image:
        return [(one.value, one.region) for one in people_on(image, 1)]


def test_a_copy_says_who_is_where_and_the_master_stays_as_it_was(archive: Archive, tmp_path: Path) -> None:
    key = photograph(archive, tmp_path)
    (file,) = archive.catalogue.files_of(key)
    done = write_copies(archive, [key], tmp_path / "副本")
    (copy,) = done.written
    assert copy.people == 2 and copy.remark == "没有授权书，只能内部使用"
    assert names(copy.path) == [("祁垚", (0.25, 0.5, 0.1, 0.2)), ("马生福", (0.75, 0.5, 0.1, 0.2))]
    assert hashlib.sha256(archive.original(file.id).read_bytes()).hexdigest() == file["sha256"]
    with Image.open(copy.path) as made, Image.open(archive.original(file.id)) as master:
        assert made.tobytes() == master.tobytes()


def test_a_copy_is_as_the_photograph_is_seen_and_names_nobody_who_was_cropped_away(
    archive: Archive, tmp_path: Path
) -> None:
    key = photograph(archive, tmp_path)
    (file,) = archive.catalogue.files_of(key)
    archive.execute(SetFields(file.id, {"crop": [0.0, 0.0, 0.5, 1.0], "turn": 90}))
    (copy,) = write_copies(archive, [key], tmp_path / "副本").written
    assert names(copy.path) == [("祁垚", (0.5, 0.5, 0.2, 0.2))]
    assert "马生福".encode() not in copy.path.read_bytes()
    with Image.open(copy.path) as made:
        assert made.size == (100, 100)
    (whole,) = write_copies(archive, [key], tmp_path / "副本", Wish(as_master=True)).written
    assert [name for name, _region in names(whole.path)] == ["祁垚", "马生福"]
    with Image.open(whole.path) as made:
        assert made.size == (200, 100)


@pytest.mark.parametrize(("suffix", "made"), [(".png", ".png"), (".webp", ".webp"), (".tif", ".jpg")])
def test_what_carries_words_keeps_its_format_the_rest_becomes_a_jpeg(
    archive: Archive, tmp_path: Path, suffix: str, made: str
) -> None:
    key = photograph(archive, tmp_path, suffix=suffix)
    (copy,) = write_copies(archive, [key], tmp_path / "副本").written
    assert copy.path.suffix == made and len(names(copy.path)) == 2


def test_a_copy_may_be_smaller(archive: Archive, tmp_path: Path) -> None:
    key = photograph(archive, tmp_path, suffix=".png")
    (copy,) = write_copies(archive, [key], tmp_path / "副本", Wish(edge=80)).written
    with Image.open(copy.path) as made:
        assert made.size == (80, 40)
    assert len(names(copy.path)) == 2


@pytest.mark.parametrize(
    ("values", "why"),
    [
        ({"access": "restricted"}, "级别是控制"),
        ({"use_levels": ["编辑部"]}, "只到编辑部"),
    ],
)
def test_what_has_to_stay_stays_and_says_why(
    archive: Archive, tmp_path: Path, values: dict[str, Any], why: str
) -> None:
    closed = photograph(archive, tmp_path, "甲", **values)
    free = photograph(archive, tmp_path, "乙")
    done = write_copies(archive, [closed, free], tmp_path / "副本")
    assert [one.item for one in done.written] == [free]
    assert [(one.item, why in one.why) for one in done.barred] == [(closed, True)]


def test_a_closed_file_what_is_in_the_trash_and_what_has_no_picture_stay(archive: Archive, tmp_path: Path) -> None:
    closed, gone = photograph(archive, tmp_path, "甲"), photograph(archive, tmp_path, "乙")
    archive.execute(SetFields(archive.catalogue.files_of(closed)[0].id, {"access": "restricted"}))
    archive.execute(Trash([gone]))
    bare = Create("item", {"kind": "photograph", "title": "丙"})
    archive.execute(bare)
    done = write_copies(archive, [closed, gone, bare.id], tmp_path / "副本")
    assert done.written == () and len(done.barred) == 3


def test_a_withdrawn_consent_keeps_it_here(archive: Archive, tmp_path: Path) -> None:
    key = photograph(archive, tmp_path)
    archive.execute(Create("consent", {"holder": "祁垚", "items": [key], "grant": "无", "signed_on": "2024-05-01"}))
    (barred,) = write_copies(archive, [key], tmp_path / "副本").barred
    assert "授权书不授权" in barred.why


def test_who_wants_not_to_be_named_is_not(archive: Archive, tmp_path: Path) -> None:
    told = {"responsibility": [{"role": "捐赠者", "name": "祁垚"}], "photographer": "王昪", "supplied_by": "祁垚"}
    key = photograph(archive, tmp_path, anonymous=True, **told)
    (copy,) = write_copies(archive, [key], tmp_path / "副本").written
    data = copy.path.read_bytes()
    assert "祁垚".encode() not in data and "王昪".encode() not in data
    assert [name for name, _region in names(copy.path)] == ["马生福", "？"]  # a place in the row, and nothing more


def test_names_follow_the_pattern_and_nothing_is_written_over(archive: Archive, tmp_path: Path) -> None:
    key = photograph(archive, tmp_path, title="社火", occasion="x")
    archive.execute(SetFields(key, {"title": "社火/巡游: “头”?"}))
    for expected in ("社火_巡游_ “头”_-0001.jpg", "社火_巡游_ “头”_-0001 (2).jpg"):
        (copy,) = write_copies(archive, [key], tmp_path / "副本", Wish(pattern="{题名}-{序}")).written
        assert copy.path.name == expected
    (copy,) = write_copies(archive, [key], tmp_path / "副本", Wish(pattern="con")).written
    assert copy.path.name == "con_.jpg"
    with pytest.raises(UsageError):
        write_copies(archive, [key], tmp_path, Wish(pattern="{日期}"))
    with pytest.raises(UsageError):
        write_copies(archive, [key], tmp_path, Wish(edge=1))


def test_the_command_writes_says_and_counts_what_stayed(
    archive: Archive, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    photograph(archive, tmp_path, "甲")
    photograph(archive, tmp_path, "乙", access="restricted")
    root = archive.root
    archive.close()
    assert main(["copies", str(root), "-o", str(tmp_path / "副本"), "--pattern", "{题名}", "--json"]) == 1
    told = json.loads(capsys.readouterr().out)
    jsonschema.validate(told, json.loads(SCHEMA.read_text(encoding="utf-8")))
    assert [Path(one["path"]).name for one in told["written"]] == ["甲.jpg"]
    assert [one["title"] for one in told["barred"]] == ["乙"]
