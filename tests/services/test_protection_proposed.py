"""保护期 is proposed with its reason, taken or left by a person, and then asks for no permission any more."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from archive_app.catalogue.commands import Create, SetFields
from archive_app.domain.rights import credit_of
from archive_app.services import protection
from archive_app.services.archive import Archive
from archive_app.services.lacking import lacks
from archive_app.services.names import Names
from archive_app.services.suggested import offers, refusing, taking

TODAY = date(2026, 11, 30)


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with Archive.create(tmp_path / "馆", actor="测试") as opened:
        yield opened


def photograph(archive: Archive, **values: object) -> str:
    made = Create("item", {"kind": "photograph", "title": "社火", "created": {"display": "1958年"}, **values})
    archive.execute(made)
    return made.id


def proposed(archive: Archive, item: str) -> list[str]:
    record = archive.catalogue.record(item)
    return [one.basis for one in protection.offers(record, archive.catalogue, Names(archive), TODAY)]


def test_it_is_proposed_from_the_card_of_who_took_it_and_never_set_alone(archive: Archive) -> None:
    card = Create("person", {"name": "王昪", "death": {"display": "一九七〇年"}})
    archive.execute(card)
    item = photograph(archive, photographer="王昪")
    (basis,) = proposed(archive, item)
    assert "最迟卒于 1970 年" in basis and "第二十三条第一款" in basis
    record = archive.catalogue.record(item)
    assert record["protection"] in ("", None)
    (offer,) = protection.offers(record, archive.catalogue, Names(archive), TODAY)
    assert not offer.sure  # 全部采用 passes it by
    archive.execute(taking({item: record}, [offer]))
    record = archive.catalogue.record(item)
    assert record["protection"] == "保护期已满" and credit_of(record.values) == "王昪 摄"
    assert proposed(archive, item) == []
    archive.undo()
    assert len(proposed(archive, item)) == 1


def test_what_was_refused_is_not_proposed_again_for_the_same_reason(archive: Archive) -> None:
    item = photograph(archive, first_published={"display": "未发表"})
    record = archive.catalogue.record(item)
    found = protection.offers(record, archive.catalogue, Names(archive), TODAY)
    archive.execute(refusing({item: record}, found))
    assert proposed(archive, item) == []
    assert offers(archive.catalogue.record(item), Names(archive)) == []
    archive.execute(SetFields(item, {"first_published": {"display": "1960年"}}))
    assert len(proposed(archive, item)) == 1  # another reason


def test_namesakes_and_people_without_a_card_are_said_and_nothing_is_proposed(archive: Archive) -> None:
    for _one in range(2):
        archive.execute(Create("person", {"name": "马德明", "death": {"display": "1960年"}}))
    item = photograph(archive, photographer="马德明、李晓棠", protection="待查")
    assert proposed(archive, item) == []
    words = protection.open_words(archive.catalogue.record(item), archive.catalogue, Names(archive), TODAY)
    assert words.startswith("保护期算不出：不知道“马德明”是哪一位、") and "李晓棠卒于何年" in words
    assert "何时首次发表" in words


def test_an_organisation_with_a_card_is_the_maker(archive: Archive) -> None:
    archive.execute(Create("organisation", {"name": "县照相馆"}))
    item = photograph(archive, photographer="县照相馆", first_published={"display": "1972年"})
    (basis,) = proposed(archive, item)
    assert "法人作品" in basis and "第二十三条第二款" in basis


def test_where_it_is_over_no_permission_is_missed(archive: Archive) -> None:
    item = photograph(archive)
    archive.execute(SetFields(item, {"state": "registered"}, by_program=True))
    assert [one.check for one in lacks(archive, [item], ["consent"])] == ["consent"]
    archive.execute(SetFields(item, {"protection": "保护期已满"}))
    assert lacks(archive, [item], ["consent"]) == []
