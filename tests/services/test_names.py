"""The names of an archive: found, fresh, told apart, in order."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from archive_app.catalogue.commands import Create, SetFields, Trash
from archive_app.domain.errors import UsageError
from archive_app.hanzi.names import NameIndex
from archive_app.services.archive import Archive
from archive_app.services.names import Names


@pytest.fixture
def archive(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Archive]:
    monkeypatch.setenv("CUNSHI_CONFIG", str(tmp_path / "config"))
    with Archive.create(tmp_path / "馆藏", name="测试馆藏") as opened:
        yield opened


def add(archive: Archive, entity: str, name: str, **values: Any) -> str:
    command = Create(entity, {"name": name, **values})
    archive.execute(command)
    return command.id


def found(names: Names, text: str) -> list[str]:
    return [hit.label for hit in names.find(text)]


def test_names_of_every_entity_are_found(archive: Archive) -> None:
    add(archive, "place", "王家庄")
    add(archive, "person", "单德胜", aliases=["单师傅"])
    add(archive, "organisation", "王家庄小学")
    names = Names(archive)
    assert found(names, "wjz") == ["王家庄", "王家庄小学"]
    assert found(names, "sds") == found(names, "dands") == ["单德胜"]
    assert found(names, "ssf") == ["单德胜（单师傅）"]
    assert [hit.entity for hit in names.find("wjz", entities=["organisation"])] == ["organisation"]


def test_the_index_follows_every_change_and_its_undoing(archive: Archive) -> None:
    names = Names(archive)
    key = add(archive, "person", "王建中")
    assert found(names, "wjz") == ["王建中"]
    archive.execute(SetFields(key, {"name": "李建中"}))
    assert found(names, "wjz") == [] and found(names, "ljz") == ["李建中"]
    archive.execute(SetFields(key, {"aliases": ["王建中"]}))
    assert found(names, "wjz") == ["李建中（王建中）"]
    archive.undo(2)
    assert found(names, "wjz") == ["王建中"]
    archive.execute(Trash([key]))
    assert found(names, "wjz") == [] and names.label(key) == ""
    archive.undo()
    assert found(names, "wjz") == ["王建中"]


def test_an_editors_reading_is_found_and_orders_the_list(archive: Archive) -> None:
    key = add(archive, "person", "单明")
    add(archive, "person", "任明")
    names = Names(archive)
    assert [hit.name for hit in names.ordered("person")] == ["任明", "单明"]
    archive.execute(SetFields(key, {"pinyin": "Dān Míng"}))
    assert [(hit.name, hit.reading) for hit in names.ordered("person")] == [("单明", "dān míng"), ("任明", "rén míng")]
    place = add(archive, "place", "乐都", pinyin="Luò Dū")
    assert [hit.id for hit in names.find("luodu")] == [place]


def test_variants_find_one_another(archive: Archive) -> None:
    add(archive, "person", "趙𠮷甫")
    add(archive, "person", "李喜")
    names = Names(archive)
    assert found(names, "赵吉甫") == found(names, "𠮷甫") == ["趙𠮷甫"]
    assert found(names, "李㐂") == ["李喜"]


def test_namesakes_are_told_apart_by_the_first_thing_that_differs(archive: Archive) -> None:
    birth = {"display": "1919年", "edtf": "1919", "earliest": "1919-01-01", "latest": "1919-12-31"}
    add(archive, "person", "祁大魁", birth=birth, native_place="青海西宁")
    names = Names(archive)
    assert found(names, "qdk") == ["祁大魁"]
    add(archive, "person", "祁大魁", native_place="青海西宁", roles=["文献责任者"])
    assert sorted(found(names, "qdk")) == ["祁大魁（1919年生）", "祁大魁（文献责任者）"]
    add(archive, "person", "祁大魁", native_place="河南")
    assert "祁大魁（河南人）" in found(names, "qdk")


def test_cards_that_say_the_same_are_numbered_as_they_came(archive: Archive) -> None:
    keys = [add(archive, "person", "马文", native_place="西宁") for _ in range(2)]
    names = Names(archive)
    assert [names.label(key) for key in keys] == ["马文（西宁人，第1张卡片）", "马文（西宁人，第2张卡片）"]


def test_a_list_by_strokes(archive: Archive) -> None:
    order = ["丁文", "马云", "王毅", "王小洪", "王建中", "单明"]
    for name in reversed(order):
        add(archive, "person", name)
    names = Names(archive)
    assert [hit.name for hit in names.ordered("person", "strokes")] == order
    with pytest.raises(UsageError):
        names.ordered("person", "number")


def test_a_label_does_not_wait_until_all_names_can_be_looked_up(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And what is written meanwhile is found."""
    first, gone = add(archive, "person", "马文山"), add(archive, "person", "马文海")
    names = Names(archive)
    labels: list[str] = []

    class Slow(NameIndex):
        def _build(self) -> None:
            super()._build()
            if not labels:
                labels.append(names.label(first))
                add(archive, "person", "马文川")
                archive.execute(SetFields(first, {"aliases": ["马师傅"]}))
                archive.execute(Trash((gone,)))
                names.label(first)

    monkeypatch.setattr("archive_app.services.names.NameIndex", Slow)
    names.prepare()
    assert labels == ["马文山"]
    assert {hit.matched for hit in names.find("mw")} == {"马文山", "马文川"}
    assert [hit.matched for hit in names.find("msf")] == ["马师傅"]
