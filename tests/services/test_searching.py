"""Search follows the log; where there is no index, it reads the catalogue."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from archive_app.catalogue.commands import Create, SetFields, Trash
from archive_app.search import index as index_module
from archive_app.services.archive import Archive
from archive_app.services.jobs import JobState
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


def test_what_is_restricted_or_deleted_is_gone_from_the_next_answer(archive: Archive) -> None:
    for number in range(3):
        archive.execute(Create("item", {"kind": "document", "title": f"水磨{number}", "access": "public"}))
    search = Search(archive)
    search.follow()
    first, second, _ = (hit.id for hit in search.search("水磨", visible={"public"}, order="pinyin").hits)
    archive.execute(SetFields(first, {"access": "restricted"}))

    results = search.search("水磨", visible={"public", "internal"}, facets=True)
    assert (results.total, results.facets["kind"]) == (3, {"document": 3})
    assert "restricted" not in results.facets["access"]
    assert search.search("水磨").total == 4
    archive.execute(Trash((second,)))
    assert search.search("水磨").total == 3


def test_after_much_was_changed_what_may_not_be_seen_is_gone_before_the_rest_is_taken(archive: Archive) -> None:
    search = Search(archive)
    search.follow()
    keys = [hit.id for hit in search.search("水磨 或 柜台").hits]
    for number in range(201):
        archive.execute(SetFields(keys[0], {"notes": f"第{number}次", "access": "restricted"}))
        archive.execute(Create("item", {"kind": "document", "title": f"新来{number}"}))
    assert keys[0] not in {hit.id for hit in search.search("水磨", visible={"public", "internal"}).hits}
    search.follow()
    assert search.search("水磨").total == 1


def test_every_place_of_one_item(archive: Archive) -> None:
    archive.execute(
        Create("item", {"kind": "document", "title": "水磨", "notes": "。".join(["水磨坊" + "远" * 80] * 9)})
    )
    search = Search(archive)
    search.follow()
    hit = next(hit for hit in search.search("水磨").hits if hit.title == "水磨")

    assert [len(hit.matches), hit.occurrences] == [3, 10]
    assert len(search.matches("水磨", hit.id)) == 10
    assert search.matches("水磨", hit.id)[:3] == hit.matches
    assert search.matches("没有", hit.id) == ()


def test_a_segment_is_made_by_another_process_while_records_are_saved(
    archive: Archive, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(index_module, "TAIL", 20)
    search = Search(archive)
    search.follow()
    assert search.tidy() is None
    for number in range(25):
        archive.execute(Create("item", {"kind": "document", "title": f"水磨{number}"}))
    search.follow()
    job = search.tidy()
    archive.execute(Create("item", {"kind": "document", "title": "水磨末"}))
    search.follow()

    assert job is not None and job.wait(60) and job.state is JobState.DONE
    assert search.search("水磨").total == 27
    assert search.tidy() is None
    again = Search(archive)
    assert again.current() and again.search("水磨").total == 27
    assert len(list(index_folder(archive.root).glob("*.texts"))) == 2


def test_labels_say_what_a_person_knows(archive: Archive) -> None:
    person = Create("person", {"name": "马䶮", "aliases": ["马师傅"]})
    archive.execute(person)
    values = {
        "kind": "document",
        "title": "摆渡",
        "persons": [person.id],
        "created": {"display": "五八年", "earliest": "1958-01-01", "latest": "1958-12-31"},
    }
    archive.execute(Create("item", values))
    results = (search := Search(archive)).search("摆渡", facets=True)
    assert results.facets["person"] == {person.id: 1}, "by scan, too"
    search.follow()
    results = search.search("马师傅", facets=True)

    assert results.labels["person"] == {person.id: "马䶮"}
    assert results.labels["kind"] == {"document": "文献"}
    assert results.labels["decade"] == {"1950": "1950年代"}
    assert results.histogram is not None and results.histogram.years == {1958: 1}
