"""What photographs lack, counted and filtered: the six elements as the form says them, pixels for a width in print."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from archive_app.catalogue import queries
from archive_app.catalogue.commands import Batch, Command, Create, SetFields, Trash
from archive_app.catalogue.lacking import LACKS, lack_named
from archive_app.catalogue.queries import ItemFilter
from archive_app.domain.errors import UsageError
from archive_app.domain.six_elements import SIX, missing_of_six
from archive_app.services.archive import Archive

WHOLE = {
    "kind": "photograph",
    "title": "社火",
    "occasion": "正月十五社火",
    "created": {"display": "1958年"},
    "place_taken": "韵家口",
    "people": [{"name": "马师傅", "row": "前排", "order": 1}],
    "background": "合作社第一年",
    "photographer": "佚名",
}


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with Archive.create(tmp_path / "馆藏") as made:
        yield made


def lacking(archive: Archive, *codes: str) -> list[str]:
    return archive.catalogue.item_ids(ItemFilter(lacking=codes))


def picture(archive: Archive, item: str, width: int, height: int, **values: object) -> None:
    about = {"item": item, "name": "a.jpg", "mime": "image/jpeg", "width": width, "height": height, **values}
    archive.execute(Create("file", about))


def test_each_element_is_missed_as_the_form_misses_it(archive: Archive) -> None:
    whole = Create("item", WHOLE)
    archive.execute(whole)
    archive.execute(Create("item", {"kind": "document", "title": "不是照片"}))
    less = {}
    for name in SIX:
        made = Create("item", {key: value for key, value in WHOLE.items() if key != name})
        archive.execute(made)
        less[name] = made.id
    for name, key in less.items():
        assert lacking(archive, name) == [key]
        assert missing_of_six(archive.catalogue.record(key).values) == [SIX[name]]
    assert lacking(archive, "six") == list(less.values())
    counts = {code: number for code, _words, number in archive.catalogue.facets(ItemFilter()).values["lacking"]}
    assert counts == {"six": 6, **dict.fromkeys(SIX, 1)}
    archive.execute(SetFields(less["occasion"], {"occasion": "社火"}))
    assert lacking(archive, "occasion") == [] and len(lacking(archive, "six")) == 5
    archive.execute(SetFields(less["photographer"], {"photographer": "李晓棠"}))
    archive.execute(SetFields(less["photographer"], {"photographer": ""}))
    assert lacking(archive, "photographer") == [less["photographer"]]


def test_a_card_that_is_linked_names_person_and_place(archive: Archive) -> None:
    person, place = Create("person", {"name": "马文山"}), Create("place", {"name": "韵家口"})
    made = Create("item", {"kind": "photograph", "title": "社火", "persons": [person.id], "places": [place.id]})
    for command in (person, place, made):
        archive.execute(command)
    assert lacking(archive, "people", "place_taken") == []
    assert missing_of_six(archive.catalogue.record(made.id).values) == ["事由", "时间", "背景", "摄影者"]


@pytest.mark.parametrize(
    ("width", "height", "seen", "coarse"),
    [
        (600, 400, {}, {8, 10, 15}),
        (1800, 1200, {}, set()),
        (1000, 2000, {}, {10, 15}),
        (1000, 2000, {"turn": 90}, set()),
        (1800, 1200, {"crop": [0.25, 0.0, 0.5, 1.0]}, {8, 10, 15}),
    ],
)
def test_what_is_too_coarse_for_a_width_is_judged_as_it_is_seen(
    archive: Archive, width: int, height: int, seen: dict[str, object], coarse: set[int]
) -> None:
    made = Create("item", WHOLE)
    archive.execute(made)
    assert lacking(archive, "print-15") == []  # nobody knows of a picture that is not there
    picture(archive, made.id, width, height, **seen)
    assert {size for size in (8, 10, 15) if lacking(archive, f"print-{size}")} == coarse


def test_a_photograph_that_lies_in_its_file_is_as_wide_as_it_stands(archive: Archive) -> None:
    made = Create("item", {**WHOLE, "exif": [{"tag": "Orientation", "value": "6"}]})
    archive.execute(made)
    picture(archive, made.id, 1900, 1000)
    assert lacking(archive, "print-15") == [made.id] and lacking(archive, "print-8") == []
    picture(archive, made.id, 1900, 1000, position=1)
    assert lacking(archive, "print-15") == []  # another of its pictures is wide enough


_SAID = {"occasion": "社火", "created": {"display": "1958年"}, "background": "合作社", "photographer": "李晓棠",
         "place_taken": "韵家口", "people": [{"name": "马师傅"}], "title": "又一张", "kind": "document"}  # fmt: skip


def test_what_is_kept_follows_every_change_as_asking_anew_does(archive: Archive) -> None:
    chance = random.Random(20)
    person, place = Create("person", {"name": "马文山"}), Create("place", {"name": "韵家口"})
    archive.execute(Batch("卡片", [person, place]))
    items: list[str] = []
    files: list[str] = []

    def edit() -> Command:
        fields: dict[str, Any] = {
            name: value if chance.random() < 0.5 else None
            for name, value in chance.sample(sorted(_SAID.items()), 3)
            if name not in ("title", "kind")
        }
        if chance.random() < 0.3:
            fields |= {"persons": [person.id] * chance.randrange(2), "places": [place.id] * chance.randrange(2)}
        return SetFields(chance.choice(items), fields)

    def draw() -> Command:
        about = {"item": chance.choice(items), "name": "a.jpg", "mime": chance.choice(["image/jpeg", "audio/mpeg"])}
        size = {"width": chance.choice([600, 1100, 1900, 3000]), "height": chance.choice([500, 1300, 2000])}
        made = Create("file", {**about, **size, "position": chance.randrange(3)})
        files.append(made.id)
        return made

    def make() -> Command:
        made = Create("item", {"kind": chance.choice(["photograph", "photograph", "document"]), "title": "一张"})
        items.append(made.id)
        return made

    acts = [make, make, edit, edit, edit, draw]
    for step in range(48):
        if len(items) < 4:
            archive.execute(make())
        elif files and chance.random() < 0.2:
            other = {"turn": chance.choice([0, 90]), "item": chance.choice(items)}
            archive.execute(SetFields(chance.choice(files), other))
        elif chance.random() < 0.15:
            archive.undo()
        elif chance.random() < 0.1:
            archive.execute(Trash([chance.choice(items)]))
        else:
            archive.execute(chance.choice(acts)())
        if step % 6:
            continue
        with archive.catalogue._database.read() as connection:
            for code in LACKS:
                wanted = ItemFilter(lacking=(code,), trashed=step % 12 == 0)
                anew = queries.item_ids(connection, wanted, "added", descending=True)
                kept = archive.catalogue.item_ids(wanted, descending=True)
                assert kept == anew, (step, code)
            counts = {
                code: len(queries.item_ids(connection, ItemFilter(lacking=(code,)), "added", descending=False))
                for code in LACKS
            }
        told = archive.catalogue.counts(ItemFilter(), "lacking")
        assert {code: number for code, _words, number in told} == {key: one for key, one in counts.items() if one}


def test_what_is_lacking_is_named_by_code_or_words() -> None:
    assert [lack_named(one) for one in ("six", "缺摄影者", "印15厘米不够")] == [
        "six",
        "photographer",
        "print-15",
    ]
    with pytest.raises(UsageError, match="不知道缺“颜色”"):
        lack_named("颜色")
    assert set(LACKS) >= set(SIX)
