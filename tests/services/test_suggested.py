"""What is suggested for an item becomes a value when a person takes it, in one step, and not before."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

from archive_app.catalogue.commands import Create, SetFields
from archive_app.cli.main import main
from archive_app.domain.errors import Conflict
from archive_app.services.archive import Archive
from archive_app.services.importing import import_paths
from archive_app.services.names import Names
from archive_app.services.suggested import Offer, offers, refusing, seen_as, taking, together


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with Archive.create(tmp_path / "馆藏", actor="王文史") as made:
        yield made


def row(field: str, value: str, basis: str = "文件夹名") -> dict[str, str]:
    return {"field": field, "value": value, "basis": basis}


def item(archive: Archive, *rows: dict[str, str], **values: Any) -> str:
    command = Create("item", {"kind": "photograph", "title": "水磨", "suggestions": list(rows), **values})
    archive.execute(command)
    return command.id


def waiting(archive: Archive, key: str) -> list[Offer]:
    return offers(archive.catalogue.record(key), Names(archive))


def take(archive: Archive, chosen: list[Offer], **how: Any) -> None:
    archive.execute(taking(archive.catalogue.load("item", [one.item for one in chosen]), chosen, **how))


def test_a_folders_date_and_place_are_offered_and_taken_and_taken_back_in_one_step(
    archive: Archive, tmp_path: Path
) -> None:
    folder = tmp_path / "2024-05-01_王家庄"
    folder.mkdir()
    Image.new("RGB", (64, 48), (90, 80, 70)).save(folder / "a.jpg")
    import_paths(archive, [tmp_path / "2024-05-01_王家庄"])
    (key,) = archive.catalogue.item_ids()
    before = archive.catalogue.record(key).values

    found = waiting(archive, key)
    assert [(one.field.name, one.value, one.sure) for one in found] == [
        ("created", "2024-05-01", True),
        ("places", "王家庄", True),
    ]
    take(archive, found)

    values = archive.catalogue.record(key).values
    assert (values["created"]["earliest"], values["created"]["latest"]) == ("2024-05-01", "2024-05-01")
    (place,) = archive.catalogue.records("place")
    assert (values["places"], place.title) == ([place.id], "王家庄")
    assert waiting(archive, key) == []

    archive.undo(1)
    after = archive.catalogue.record(key).values
    assert {name: value for name, value in after.items() if value != before.get(name)} == {}
    assert archive.catalogue.records("place") == [] and len(waiting(archive, key)) == 2


def test_what_was_refused_never_comes_back(archive: Archive) -> None:
    key = item(archive, row("photographer", "SONY"), row("photographer", "李明"))
    first, second = waiting(archive, key)
    archive.execute(refusing(archive.catalogue.load("item", [key]), [first]))
    assert waiting(archive, key) == [second]
    assert archive.catalogue.record(key)["photographer"] == ""


def test_a_card_of_that_name_or_alias_is_linked_and_only_a_new_name_gets_one(archive: Archive) -> None:
    archive.execute(place := Create("place", {"name": "王家庄", "aliases": ["王庄"]}))
    one, other = item(archive, row("places", "王庄"), row("places", "李家堡")), item(archive, row("places", "李家堡"))
    chosen = [offer for key in (one, other) for offer in waiting(archive, key)]
    take(archive, chosen)

    assert {record.title for record in archive.catalogue.records("place")} == {"王家庄", "李家堡"}
    linked = archive.catalogue.record(one)["places"]
    assert linked[0] == place.id and archive.catalogue.record(other)["places"] == linked[1:], "one card for both"


def test_of_namesakes_somebody_must_choose(archive: Archive) -> None:
    archive.execute(Create("person", {"name": "马文山", "native_place": "西宁"}))
    archive.execute(second := Create("person", {"name": "马文山", "native_place": "乐都"}))
    key = item(archive, row("persons", "马文山"))
    (offer,) = waiting(archive, key)
    assert len(offer.cards) == 2 and not offer.sure
    with pytest.raises(Conflict, match="不止一个"):
        take(archive, [offer])
    take(archive, [offer], cards={("person", "马文山"): second.id})
    assert archive.catalogue.record(key)["persons"] == [second.id]


def test_what_stands_in_a_field_is_never_replaced_together_with_others(archive: Archive) -> None:
    filled = item(archive, row("photographer", "李明"), photographer="张三")
    empty = item(archive, row("photographer", "李明"), row("photographer", "李民", "EXIF 作者"))
    found = [offer for key in (filled, empty) for offer in waiting(archive, key)]
    (group,) = together(found)
    assert (group.items, [offer.item for offer in group.sure]) == (2, [empty])
    take(archive, list(group.sure))
    assert archive.catalogue.record(filled)["photographer"] == "张三"
    assert archive.catalogue.record(empty)["photographer"] == "李明"
    assert waiting(archive, empty) == [], "the other name for the same field is answered with it"
    (left,) = waiting(archive, filled)
    assert left.present == "张三"
    take(archive, [left])
    assert archive.catalogue.record(filled)["photographer"] == "李明"


def test_what_the_item_says_already_is_no_suggestion(archive: Archive) -> None:
    archive.execute(place := Create("place", {"name": "王家庄"}))
    key = item(archive, row("created", "1958-05-01"), row("places", "王家庄"), row("keywords", "社火"))
    archive.execute(
        SetFields(
            key,
            {
                "places": [place.id],
                "keywords": ["社火"],
                "created": {"display": "五八年五月一日", "edtf": "1958-05-01"},
            },
        )
    )
    assert waiting(archive, key) == []


@pytest.mark.parametrize(
    "bad",
    [
        row("gone", "x"),
        row("state", "published"),
        row("responsibility", "甲"),
        row("received", "昨天"),
        row("access", "随便"),
        row("created", ""),
        {"field": "caption"},
    ],
)
def test_a_suggestion_that_cannot_stand_in_its_field_is_not_offered(archive: Archive, bad: dict[str, str]) -> None:
    assert waiting(archive, item(archive, bad)) == []


def test_a_date_that_cannot_be_keeps_its_words_and_gets_no_days(archive: Archive) -> None:
    key = item(archive, row("created", "1958年2月30日"))
    (offer,) = waiting(archive, key)
    assert offer.reading == ""
    take(archive, [offer])
    assert archive.catalogue.record(key)["created"] == {"display": "1958年2月30日"}


def test_the_command_lists_takes_what_is_sure_and_leaves_the_rest(archive: Archive, capsys: Any) -> None:
    one = item(archive, row("photographer", "李明"), photographer="张三")
    two = item(archive, row("photographer", "李明"), row("places", "王家庄"))
    root = str(archive.root)
    archive.close()
    assert main(["proposals", root, "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert (told["total"], told["answered"]) == (3, 0)
    assert [entry["sure"] for entry in told["proposals"]] == [False, True, True]

    assert main(["proposals", root, "--take", "--field", "摄影者"]) == 0
    assert "采用了 1 条；1 条要人来定" in capsys.readouterr().out
    assert main(["proposals", root, one, "--refuse"]) == 0
    capsys.readouterr()
    assert main(["proposals", root]) == 0
    assert "共 1 条建议" in capsys.readouterr().out
    with Archive.open(Path(root)) as opened:
        assert opened.catalogue.record(two)["photographer"] == "李明"
        assert opened.catalogue.record(one)["photographer"] == "张三"


def person_row(name: str, region: list[float] | None = None) -> dict[str, Any]:
    return {**row("people", name, "XMP 人物框（MWG）"), **({"region": region} if region else {})}


def test_who_is_on_a_photograph_is_taken_with_box_card_and_place_in_the_row(archive: Archive) -> None:
    card = Create("person", {"name": "祁垚"})
    archive.execute(card)
    key = item(
        archive,
        person_row("马生福", [0.7, 0.4, 0.1, 0.1]),
        person_row("祁垚", [0.3, 0.4, 0.1, 0.1]),
        person_row("韩生元"),
    )
    found = waiting(archive, key)
    assert [one.sure for one in found] == [True, True, True]
    take(archive, found)
    assert [(one["name"], one.get("person"), one.get("order")) for one in archive.catalogue.record(key)["people"]] == [
        ("祁垚", card.id, 1),
        ("马生福", None, 2),
        ("韩生元", None, None),
    ]
    assert waiting(archive, key) == []
    archive.undo()
    assert archive.catalogue.record(key)["people"] == [] and len(waiting(archive, key)) == 3


def test_a_face_that_nobody_could_name_keeps_its_place_in_the_row(archive: Archive) -> None:
    key = item(archive, person_row("马生福", [0.7, 0.4, 0.1, 0.1]), person_row("？", [0.3, 0.4, 0.1, 0.1]))
    take(archive, waiting(archive, key))
    assert [(one["name"], one.get("certainty"), one["order"]) for one in archive.catalogue.record(key)["people"]] == [
        ("", "不详", 1),
        ("马生福", None, 2),
    ]
    assert waiting(archive, key) == []
    archive.undo()
    assert archive.catalogue.record(key)["people"] == [] and len(waiting(archive, key)) == 2


def test_somebody_framed_without_a_name_gets_it_and_who_is_named_there_is_not_offered(archive: Archive) -> None:
    key = item(
        archive,
        person_row("马生福", [0.7, 0.4, 0.1, 0.1]),
        person_row("韩生元", [0.3, 0.4, 0.1, 0.1]),
        people=[
            {"region": [0.701, 0.4, 0.1, 0.1], "order": 2},
            {"region": [0.3, 0.4, 0.1, 0.1], "name": "王五", "order": 1},
        ],
    )
    (offer,) = waiting(archive, key)
    take(archive, [offer])
    people = archive.catalogue.record(key)["people"]
    assert {one["order"]: one.get("name") for one in people} == {1: "王五", 2: "马生福"}


def test_a_face_that_was_found_gets_the_name_that_another_program_gave_it_with_another_box(archive: Archive) -> None:
    key = item(
        archive,
        person_row("马生福", [0.70, 0.41, 0.12, 0.16]),  # with the hair
        person_row("？", [0.30, 0.40, 0.09, 0.10]),
        people=[
            {"region": [0.30, 0.41, 0.07, 0.09], "certainty": "待考", "order": 1},
            {"region": [0.64, 0.40, 0.08, 0.10], "certainty": "待考", "order": 2},
            {"region": [0.70, 0.42, 0.08, 0.10], "certainty": "待考", "order": 3},
        ],
    )
    (offer,) = waiting(archive, key)
    take(archive, [offer])
    people = archive.catalogue.record(key)["people"]
    assert [(one.get("name") or "", one.get("certainty")) for one in people] == [
        ("", "待考"),
        ("", "待考"),
        ("马生福", None),
    ]


def test_of_namesakes_on_a_photograph_one_is_chosen(archive: Archive) -> None:
    cards = [Create("person", {"name": "马生福"}) for _ in range(2)]
    for card in cards:
        archive.execute(card)
    key = item(archive, person_row("马生福", [0.7, 0.4, 0.1, 0.1]))
    (offer,) = waiting(archive, key)
    assert not offer.sure
    with pytest.raises(Conflict):
        take(archive, [offer])
    take(archive, [offer], cards={(offer.field.target, "马生福"): cards[1].id})
    assert archive.catalogue.record(key)["people"][0]["person"] == cards[1].id


def test_rows_are_counted_as_the_photograph_is_seen(archive: Archive, tmp_path: Path) -> None:
    Image.new("RGB", (64, 48), (90, 80, 70)).save(tmp_path / "a.jpg")
    import_paths(archive, [tmp_path / "a.jpg"])
    (key,) = archive.catalogue.item_ids()
    (file,) = archive.catalogue.files_of(key)
    rows = [person_row("甲", [0.3, 0.4, 0.1, 0.1]), person_row("乙", [0.7, 0.4, 0.1, 0.1])]
    archive.execute(SetFields(key, {"suggestions": rows}, by_program=True))
    archive.execute(SetFields(file.id, {"turn": 180}))
    found = waiting(archive, key)
    take(archive, found, seen=seen_as(archive.catalogue, found))
    assert [(one["name"], one["order"]) for one in archive.catalogue.record(key)["people"]] == [("乙", 1), ("甲", 2)]
