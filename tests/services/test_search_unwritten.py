"""Where no index can be written one saves and searches as ever, and nobody sees an error for it."""

from __future__ import annotations

import errno
import os
import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from archive_app.catalogue.commands import Batch, Create, SetFields, Trash
from archive_app.search import gathering
from archive_app.search import index as index_module
from archive_app.services import searching
from archive_app.services.archive import Archive
from archive_app.services.names import Names
from archive_app.services.searching import Search, index_folder


@pytest.fixture
def archive(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Archive]:
    monkeypatch.setenv("CUNSHI_CONFIG", str(tmp_path / "config"))
    with Archive.create(tmp_path / "馆藏", name="测试馆藏") as opened:
        for title in ("沙塘川的三盘水磨", "供銷社的櫃檯"):
            opened.execute(Create("item", {"kind": "document", "title": title}))
        yield opened


@pytest.fixture
def full(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """No segment can be written; how often it was tried."""
    tried: list[int] = []

    def refusing(*_: object) -> None:
        tried.append(1)
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(index_module, "write_segment", refusing)
    monkeypatch.setattr(gathering, "write_segment", refusing)
    return tried


def titles(search: Search, query: str, **wanted: object) -> set[str]:
    return {hit.title for hit in search.search(query, **wanted).hits}  # type: ignore[arg-type]


def test_a_full_disk_is_tried_once_and_searched_without(archive: Archive, full: list[int]) -> None:
    search = Search(archive)
    assert search.follow() == 0 and len(full) == 1
    assert search.needs_rebuild and titles(search, "水磨") == {"沙塘川的三盘水磨"}
    item = Create("item", {"kind": "document", "title": "水磨合股約", "access": "public"})
    archive.execute(item)
    assert search.follow() == 1 and len(full) == 1, "not tried again at every record"
    assert titles(search, "水磨合股约") == {"水磨合股約"}

    archive.execute(SetFields(item.id, {"access": "restricted"}))
    assert titles(search, "合股", visible={"public"}) == set()
    assert titles(search, "合股") == {"水磨合股約"}
    archive.execute(Trash([item.id]))
    assert search.search("合股", facets=True).total == 0 and search.titles("水磨合") == []


def test_it_is_tried_again_later(archive: Archive, full: list[int], monkeypatch: pytest.MonkeyPatch) -> None:
    search = Search(archive)
    search.follow()
    assert not search.to_build
    search._refused_until = 0.0
    monkeypatch.setattr(searching, "_PATIENCE", -1)
    search.follow()
    assert len(full) == 2 and search.to_build
    monkeypatch.undo()
    search._refused_until = 0.0
    assert search.to_build and search.follow() == 2
    assert not search.needs_rebuild and titles(search, "櫃檯") == {"供銷社的櫃檯"}


def test_a_file_where_the_folder_should_be_gives_way(archive: Archive) -> None:
    index_folder(archive.root).parent.mkdir(exist_ok=True)
    index_folder(archive.root).write_text("not an index")
    search = Search(archive)
    assert titles(search, "水磨") == {"沙塘川的三盘水磨"}
    assert search.follow() == 2 and not search.needs_rebuild


def test_what_cannot_be_gathered_stays_where_it_is(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    search = Search(archive)
    search.follow()
    monkeypatch.setattr(index_module, "TAIL", 3)
    archive.execute(Batch("资料", [Create("item", {"kind": "document", "title": f"水磨{n}"}) for n in range(5)]))
    search.follow()

    def refusing(*_: object) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(gathering, "write_segment", refusing)
    search.settle()
    assert search.search("水磨").total == 6
    assert Search(archive).search("水磨").total == 6


def test_names_and_titles_are_known_without_an_index(archive: Archive, full: list[int]) -> None:
    """What is meant beside a word, and what is offered, is that of an index."""
    person = Create("person", {"name": "马䶮", "aliases": ["马师傅"]})
    hidden = Create("person", {"name": "藏起来的人"})
    archive.execute(Batch("人", [person, hidden]))
    made = [
        {"kind": "document", "title": "摆渡", "persons": [person.id], "access": "public"},
        {"kind": "document", "title": "密件水磨", "persons": [hidden.id], "access": "restricted"},
        {"kind": "photograph", "title": "合影", "people": [{"name": "单家村老人"}], "access": "public"},
    ]
    archive.execute(Batch("资料", [Create("item", values) for values in made]))
    search = Search(archive, Names(archive))
    search.follow()
    assert search.needs_rebuild
    assert titles(search, "马师傅") == {"摆渡"}
    assert search.titles("bd") and search.titles("密件")
    for visible in ({"public"}, {"public", "internal"}):
        assert search.filed("person", visible) == {person.id, "单家村老人"}
        assert search.titles("密件", visible=visible) == []
        right = {"沙塘川的三盘水磨"} if "internal" in visible else set()
        assert titles(search, "水磨 或 藏起来的人", visible=visible) == right
        assert hidden.id not in search.search("摆渡 或 水磨", facets=True, visible=visible).facets["person"]


def test_a_random_history_without_an_index_is_that_of_one_with(
    archive: Archive, full: list[int], tmp_path: Path
) -> None:
    """Saved, changed, closed to readers, deleted: after each step both say the same."""
    chance = random.Random(4)
    held = Search(archive)
    held.follow()
    keys: list[str] = []
    for _ in range(12):
        for _ in range(chance.randrange(1, 4)):
            words = "".join(chance.choices("水磨油坊渡口", k=6))
            if keys and chance.random() < 0.5:
                key = chance.choice(keys)
                change = {"notes": words, "access": chance.choice(("public", "restricted"))}
                archive.execute(SetFields(key, change) if chance.random() < 0.8 else Trash([keys.pop(keys.index(key))]))
            else:
                item = Create(
                    "item", {"kind": "document", "title": words, "access": chance.choice(("public", "internal"))}
                )
                archive.execute(item)
                keys.append(item.id)
        for query in ("水", "磨油 或 渡口", "水 -坊", "题名:渡", "水 同句 口"):
            for visible in (None, {"public"}):
                fresh = Search(archive)  # reads everything anew
                wanted = {"facets": True, "order": "pinyin", "visible": visible}
                assert held.search(query, **wanted) == fresh.search(query, **wanted)  # type: ignore[arg-type]
