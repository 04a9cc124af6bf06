"""Words in the own fields of cards: items that link to the card are found by them, with and without an index."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from archive_app.catalogue.commands import Create, SetFields, Trash
from archive_app.catalogue.merging import Merge
from archive_app.services import own_fields as own
from archive_app.services.archive import Archive
from archive_app.services.linked import cards_saying
from archive_app.services.searching import Search

EVERYONE, HOUSE = ("public",), ("public", "internal")


def new(archive: Archive, entity: str, **values: Any) -> str:
    command = Create(entity, values)
    archive.execute(command)
    return command.id


def add(archive: Archive, name: str, **values: Any) -> None:
    archive.execute(own.adding(archive, {"name": name, **values}))


@pytest.fixture
def archive(tmp_path: Path):
    with Archive.create(tmp_path / "馆藏", actor="王文史") as opened:
        add(opened, "堂号", kinds=["人物", "地名"])
        add(opened, "师傅", type="link", target="person", kinds=["人物", "文献"])
        yield opened


@pytest.fixture(params=["index", "none"])
def search(archive: Archive, request):
    made = Search(archive)
    if request.param == "index":
        made.rebuild()
    yield made
    made.close()


def found(search: Search, query: str, visible: Any = None) -> set[str]:
    return {hit.id for hit in search.search(query, visible=visible).hits}


def test_words_of_a_card_find_what_links_to_it_and_follow_every_change(archive: Archive, search: Search) -> None:
    master = new(archive, "person", name="卓玛")
    person = new(archive, "person", name="马文山")
    place = new(archive, "place", name="下街")
    by_person = new(archive, "item", kind="document", title="甲", persons=[person])
    by_place = new(archive, "item", kind="document", title="乙", places=[place])
    assert found(search, "敦睦堂") == set()
    archive.execute(SetFields(person, {"own:堂号": "敦睦堂"}))
    assert found(search, "敦睦堂") == {by_person} == found(search, "堂号:敦睦堂")
    (hit,) = search.search("敦睦堂").hits
    assert [(match.field, match.place["record"]) for match in hit.matches] == [("own:堂号", person)]
    archive.execute(SetFields(place, {"own:堂号": "敦睦堂旧址"}))
    assert found(search, "敦睦堂") == {by_person, by_place}
    archive.execute(SetFields(person, {"own:师傅": master}))
    assert found(search, "卓玛") == {by_person} == found(search, "师傅:卓玛")
    archive.execute(SetFields(master, {"name": "仁青"}))
    assert found(search, "仁青") == {by_person} and found(search, "卓玛") == set()
    archive.execute(SetFields(person, {"own:堂号": ""}))
    assert found(search, "敦睦堂") == {by_place}
    archive.undo()
    assert found(search, "敦睦堂") == {by_person, by_place}
    same = new(archive, "person", name="马师傅")
    archive.execute(Merge(same, [person]))
    assert found(search, "敦睦堂") == {by_person, by_place}
    archive.execute(Trash((same,)))
    assert found(search, "敦睦堂") == {by_place}
    document = search.document(archive.catalogue.record(by_person))
    assert not any(master in text.text or person in text.text for text in document.texts)


def test_an_item_is_found_by_the_names_its_own_links_lead_to_and_never_by_an_id(
    archive: Archive, search: Search
) -> None:
    master = new(archive, "person", name="卓玛", aliases=["阿佳"])
    key = new(archive, "item", kind="document", title="甲", **{"own:师傅": master})
    assert found(search, "阿佳") == {key} == found(search, "师傅:卓玛")
    assert found(search, master[-12:]) == set()
    archive.execute(SetFields(master, {"aliases": ["曲珍"]}))
    assert found(search, "曲珍") == {key}


def test_no_reader_finds_an_item_by_what_only_the_office_wrote_on_a_card(archive: Archive, search: Search) -> None:
    person, closed = new(archive, "person", name="马文山"), new(archive, "person", name="祁垚")
    archive.execute(SetFields(person, {"own:堂号": "敦睦堂"}))
    archive.execute(SetFields(closed, {"own:堂号": "怀德堂"}))
    segments = [{"id": "0" * 35 + "1", "start": 0.0, "end": 9.0, "text": "那一年。", "access": "restricted"}]
    points = [{"at": 3.0, "title": "说起一人", "persons": [closed]}]
    key = new(
        archive, "item", kind="oral_history", title="甲", access="public", persons=[person], transcript=segments,
        index_points=points,
    )  # fmt: skip
    assert found(search, "敦睦堂", EVERYONE) == set() and found(search, "敦睦堂", HOUSE) == {key}
    assert found(search, "马文山", EVERYONE) == {key}
    assert found(search, "怀德堂", HOUSE) == set() and found(search, "怀德堂") == {key}


def test_a_card_that_nothing_links_to_is_found_among_the_cards_by_what_its_own_fields_say(archive: Archive) -> None:
    master = new(archive, "person", name="卓玛")
    one = new(archive, "person", name="马文山", **{"own:堂号": "怀德堂", "own:师傅": master})
    gone = new(archive, "person", name="祁垚", **{"own:堂号": "怀德堂"})
    archive.execute(Trash((gone,)))
    assert cards_saying(archive, "person", "懷德", 20) == [one] == cards_saying(archive, "person", "卓玛", 20)
    assert cards_saying(archive, "place", "怀德", 20) == [] == cards_saying(archive, "person", master[-8:], 20)
