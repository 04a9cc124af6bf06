"""Search follows the log; where there is no index, it reads the catalogue."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from archive_app.catalogue.commands import Create, SetFields
from archive_app.services.archive import Archive
from archive_app.services.searching import Search, index_folder


@pytest.fixture
def archive(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Archive]:
    monkeypatch.setenv("CUNSHI_CONFIG", str(tmp_path / "config"))
    with Archive.create(tmp_path / "馆藏", name="测试馆藏") as opened:
        for title in ("沙塘川的三盘水磨", "供銷社的櫃檯"):
            opened.execute(Create("item", {"kind": "document", "title": title}))
        yield opened


def titles(search: Search, query: str) -> set[str]:
    return {hit.title for hit in search.search(query).hits}


def test_what_was_saved_is_found_after_following(archive: Archive) -> None:
    search = Search(archive)
    search.follow()
    archive.execute(Create("item", {"kind": "document", "title": "水磨合股约"}))
    search.follow()

    assert titles(search, "水磨") == {"沙塘川的三盘水磨", "水磨合股约"}
    assert search.current()
    search.close()
    assert titles(Search(archive), "柜台") == {"供銷社的櫃檯"}


def test_a_new_alias_finds_the_items_of_a_person(archive: Archive) -> None:
    person = Create("person", {"name": "马䶮"})
    archive.execute(person)
    archive.execute(Create("item", {"kind": "document", "title": "摆渡", "persons": [person.id]}))
    search = Search(archive)
    search.follow()
    assert titles(search, "马师傅") == set()
    archive.execute(SetFields(person.id, {"aliases": ["马师傅"]}))
    search.follow()

    assert titles(search, "马师傅") == {"摆渡"}


def test_before_there_is_an_index_the_catalogue_is_read(archive: Archive) -> None:
    search = Search(archive)

    assert search.needs_rebuild
    assert titles(search, "柜台") == {"供銷社的櫃檯"}
    assert not index_folder(archive.root).exists()


def test_an_index_that_is_damaged_under_way_still_answers_and_is_built_anew(archive: Archive) -> None:
    search = Search(archive)
    search.follow()
    search.close()
    for path in index_folder(archive.root).glob("*.texts"):
        path.write_bytes(b"\0" * path.stat().st_size)
    again = Search(archive)

    assert titles(again, "水磨") == {"沙塘川的三盘水磨"}
    assert again.needs_rebuild
    again.follow()
    assert not again.needs_rebuild
    assert titles(again, "水磨") == {"沙塘川的三盘水磨"}


def test_a_folder_deleted_while_the_archive_is_open_comes_back(archive: Archive) -> None:
    search = Search(archive)
    search.follow()
    shutil.rmtree(index_folder(archive.root))
    for number in range(300):
        archive.execute(Create("item", {"kind": "document", "title": f"水磨{number}"}))
    search.follow()
    search.follow()

    assert search.search("水磨").total == 301
    assert titles(Search(archive), "柜台") == {"供銷社的櫃檯"}
