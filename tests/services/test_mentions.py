"""Names of cards that stand in a text are proposed as links: the longest, of all forms, never of what is linked."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from archive_app.catalogue.commands import Create, SetFields
from archive_app.domain.errors import Conflict
from archive_app.domain.manuscript import paragraphs
from archive_app.services.archive import Archive
from archive_app.services.mentions import Mentions
from archive_app.services.names import Names
from archive_app.services.suggested import Offer, refusing, taking


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with Archive.create(tmp_path / "馆藏", actor="王文史") as made:
        yield made


def new(archive: Archive, entity: str, /, **values: Any) -> str:
    command = Create(entity, values)
    archive.execute(command)
    return command.id


def text(archive: Archive, *words: str, **values: Any) -> str:
    return new(archive, "item", kind="contribution", title="稿", manuscript=paragraphs(list(words)).to_json(), **values)


def offers(archive: Archive, item: str, mentions: Mentions | None = None) -> list[Offer]:
    return (mentions or Mentions(Names(archive))).offers(archive.catalogue.record(item))


def said(found: list[Offer]) -> list[tuple[str, str]]:
    return [(one.field.name, one.value) for one in found]


def test_names_and_other_names_of_all_kinds_are_found_the_most_frequent_first(archive: Archive) -> None:
    new(archive, "person", name="马文山", aliases=["马师傅"])
    new(archive, "place", name="王家庄")
    new(archive, "organisation", name="毛纺厂")
    new(archive, "event", name="西宁站通车")
    item = text(archive, "马师傅住在王家庄。马师傅说，西宁站通车那年进了毛纺厂。", "王家庄的马師傅。")
    found = offers(archive, item)
    assert said(found) == [
        ("persons", "马师傅"),
        ("places", "王家庄"),
        ("events", "西宁站通车"),
        ("organisations", "毛纺厂"),
    ]
    assert "3 处" in found[0].basis and "“马师傅住在王家庄。马师…”" in found[0].basis


def test_the_longest_name_wins_and_a_part_of_it_is_not_found(archive: Archive) -> None:
    new(archive, "person", name="马䶮")
    new(archive, "person", name="马䶮春")
    new(archive, "place", name="韵家口")
    new(archive, "organisation", name="韵家口小学")
    assert said(offers(archive, text(archive, "马䶮春在韵家口小学教书。"))) == [
        ("persons", "马䶮春"),
        ("organisations", "韵家口小学"),
    ]
    assert said(offers(archive, text(archive, "马䶮在韵家口。"))) == [("persons", "马䶮"), ("places", "韵家口")]


def test_what_is_linked_anywhere_in_the_item_is_not_offered(archive: Archive) -> None:
    teller = new(archive, "person", name="马文山")
    place = new(archive, "place", name="王家庄")
    agents = [{"role": "口述者", "name": "马文山", "person": teller}]
    item = text(archive, "马文山在王家庄。", responsibility=agents, places=[place])
    assert offers(archive, item) == []


def test_transcripts_notes_and_captions_are_read_too(archive: Archive) -> None:
    new(archive, "place", name="水磨沟")
    new(archive, "place", name="王家庄")
    rows = [{"id": "a", "start": 0.0, "text": "那阵子嘛，在沟里头。", "mandarin": "那时候在水磨沟。"}]
    told = new(archive, "item", kind="oral_history", title="口述", transcript=rows)
    assert said(offers(archive, told)) == [("places", "水磨沟")]
    photo = new(archive, "item", kind="photograph", title="照片", caption="摄于王家庄")
    assert said(offers(archive, photo)) == [("places", "王家庄")]


def test_namesakes_are_for_a_person_to_tell_apart(archive: Archive) -> None:
    first = new(archive, "person", name="马文山", native_place="西宁")
    second = new(archive, "person", name="马文山", native_place="湟中")
    item = text(archive, "马文山来了。")
    (one,) = offers(archive, item)
    assert {key for key, _words in one.cards} == {first, second} and not one.sure
    records = {item: archive.catalogue.record(item)}
    with pytest.raises(Conflict):
        taking(records, [one])
    archive.execute(taking(records, [one], {("person", "马文山"): second}))
    assert archive.catalogue.record(item)["persons"] == [second] and offers(archive, item) == []
    archive.undo(1)
    assert len(offers(archive, item)) == 1


def test_what_was_refused_is_not_offered_again_until_it_is_undone(archive: Archive) -> None:
    new(archive, "place", name="东川")
    new(archive, "place", name="王家庄")
    item = text(archive, "往东川去的王家庄人。")
    mentions = Mentions(Names(archive))
    east = next(one for one in offers(archive, item, mentions) if one.value == "东川")
    archive.execute(refusing({item: archive.catalogue.record(item)}, [east]))
    assert said(offers(archive, item, mentions)) == [("places", "王家庄")]
    archive.undo(1)
    assert len(offers(archive, item, mentions)) == 2


def test_a_name_that_is_given_later_is_found_then(archive: Archive) -> None:
    item = text(archive, "油把式进了城。")
    mentions = Mentions(Names(archive))
    assert offers(archive, item, mentions) == []
    card = new(archive, "person", name="王德全")
    assert offers(archive, item, mentions) == []
    archive.execute(SetFields(card, {"aliases": ["油把式"]}))
    assert said(offers(archive, item, mentions)) == [("persons", "油把式")]


def test_one_character_is_no_name_to_look_for(archive: Archive) -> None:
    new(archive, "person", name="马", aliases=["马"])
    assert offers(archive, text(archive, "马走了。")) == []
