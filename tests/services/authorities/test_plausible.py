"""Dates of people held against each other and against the material, over a whole archive: ten planted, ten found."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from archive_app.catalogue.commands import Create
from archive_app.hanzi.dating import read
from archive_app.services.archive import Archive
from archive_app.services.authorities.remarks import all_odd
from archive_app.services.dating import taken

TODAY = date(2026, 11, 30)


@pytest.fixture
def archive(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Archive]:
    monkeypatch.setenv("CUNSHI_CONFIG", str(tmp_path / "config"))
    with Archive.create(tmp_path / "馆藏", name="试") as made:
        yield made


def day(words: str) -> dict[str, Any]:
    return taken(words, read(words).date).to_json()


def person(archive: Archive, name: str, birth: str = "", death: str = "") -> str:
    values: dict[str, Any] = {"name": name}
    values |= {"birth": day(birth)} if birth else {}
    values |= {"death": day(death)} if death else {}
    made = Create("person", values)
    archive.execute(made)
    return made.id


def item(archive: Archive, kind: str, when: str, card: str, role: str = "") -> str:
    values: dict[str, Any] = {"kind": kind, "title": f"{role}{when}", "created": day(when)}
    if role:
        values["responsibility"] = [{"name": "某", "role": role, "person": card}]
    else:
        values["people"] = [{"name": "某", "person": card}]
    made = Create("item", values)
    archive.execute(made)
    return made.id


def test_ten_planted_are_found_and_what_is_right_is_not(archive: Archive) -> None:
    alone = [
        person(archive, "卒早于生", "1950年", "1940年"),
        person(archive, "享年过长", "1800年", "1950年"),
        person(archive, "没有卒年", "1900年"),
    ]
    planted = {
        item(archive, kind, when, card, role): card
        for card, kind, when, role in (
            (person(archive, "甲", "1920年", "1990年"), "oral_history", "2005年", "口述者"),
            (person(archive, "乙", "1920年", "1990年"), "photograph", "1995年", ""),
            (person(archive, "丙", "1940年"), "photograph", "1930年", ""),
            (person(archive, "丁", "1920年", "1990年"), "contribution", "1999年", "作者"),
            (person(archive, "戊", "1920年", "1990年"), "photograph", "1992年", "摄影者"),
            (person(archive, "己", "1956年"), "contribution", "1958年", "作者"),
            (person(archive, "庚", "1890年", "1999年"), "oral_history", "2003年", "采访者"),
        )
    }
    right = person(archive, "辛", "1930年", "2010年")
    for kind, when, role in (
        ("oral_history", "2008年", "口述者"), ("photograph", "1958年", ""), ("contribution", "1985年", "作者"),
        ("photograph", "1932年", ""), ("document", "2015年", "捐赠者"),
    ):  # fmt: skip
        item(archive, kind, when, right, role)
    person(archive, "壬")
    found = {card.id: odd for card, odd in all_odd(archive, today=TODAY)}
    assert found.keys() == {*alone, *planted.values()}
    assert {one.item: key for key, odd in found.items() for one in odd if one.item} == planted
    assert all(one.words.endswith("请核对。") for odd in found.values() for one in odd)
    assert [card.id for card, _odd in all_odd(archive, alone[:1], TODAY)] == alone[:1]


def test_a_day_to_come_and_a_day_that_is_none_are_said_of_a_card(archive: Archive) -> None:
    for name, birth, death in (
        ("甲", "2080年", ""),
        ("乙", "1930年", "2031年5月"),
        ("丙", "1950年2月30日", ""),
        ("丁", "1931年", "2010年"),
    ):
        archive.execute(Create("person", {"name": name, "birth": birth, "death": death}))
    person(archive, "戊", "2026年", "")
    found = {card.title: [one.words for one in odd] for card, odd in all_odd(archive, today=TODAY)}
    assert set(found) == {"甲", "乙", "丙"}
    assert found["甲"] == ["生年是2080年，还没有到，请核对。"]
    assert found["乙"] == ["卒年是2031年5月，还没有到，请核对。"]
    assert len(found["丙"]) == 1 and "2月没有30日" in found["丙"][0].replace(" ", "")
