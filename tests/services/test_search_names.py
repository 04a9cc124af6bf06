"""A search knows people and places by every name and by their sound, as far as the reader may know them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from archive_app.catalogue.commands import Create, SetFields, Trash
from archive_app.domain.access import Access
from archive_app.services.archive import Archive
from archive_app.services.searching import Search


@pytest.fixture
def archive(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Archive]:
    monkeypatch.setenv("CUNSHI_CONFIG", str(tmp_path / "config"))
    with Archive.create(tmp_path / "馆藏", name="测试馆藏") as opened:
        yield opened


def item(title: str, **values: object) -> Create:
    return Create("item", {"kind": "document", "title": title, "access": "public", **values})


def titles(search: Search, query: str, **wanted: object) -> set[str]:
    return {hit.title for hit in search.search(query, **wanted).hits}  # type: ignore[arg-type]


def test_running_words_are_found_by_another_name_of_whom_they_name(archive: Archive) -> None:
    person = Create("person", {"name": "马寿山", "aliases": ["马师傅"]})
    place = Create("place", {"name": "王家庄", "aliases": ["王庄"]})
    for command in (person, place, item("马师傅在王庄"), item("马寿山"), item("王家庄的水磨"), item("别的")):
        archive.execute(command)
    search = Search(archive)
    search.follow()

    assert titles(search, "马寿山") == {"马师傅在王庄", "马寿山"}
    assert titles(search, "wjz") == titles(search, "王庄") == {"马师傅在王庄", "王家庄的水磨"}
    assert titles(search, "wjz", without=["wjz→王庄"]) == {"王家庄的水磨"}
    assert titles(search, '"马寿山"') == {"马寿山"}
    archive.execute(SetFields(person.id, {"aliases": ["别的"]}))
    assert titles(search, "马寿山") == {"马寿山", "别的"}
    archive.execute(Trash((person.id,)))
    assert titles(search, "马寿山") == {"马寿山"}
    search.close()


def test_a_place_is_found_with_all_that_lies_in_it(archive: Archive) -> None:
    """大沽 and 滨海新区 both find it; a circle of cards ends."""
    for name, values in (
        ("滨海新区", {}),
        ("塘沽", {"parent": "滨海新区", "aliases": ["塘大区"]}),
        ("大沽", {"parent": "塘沽"}),
        ("海河", {"parent": "海河"}),
    ):
        archive.execute(Create("place", {"name": name, **values}))
    for title in ("大沽口的炮台", "塘大区旧事", "滨海新区志", "海河边", "别的"):
        archive.execute(item(title))
    search = Search(archive)
    search.follow()
    assert titles(search, "滨海新区") == {"大沽口的炮台", "塘大区旧事", "滨海新区志"}
    assert titles(search, "塘大区") == titles(search, "塘沽") == {"大沽口的炮台", "塘大区旧事"}
    assert titles(search, "大沽") == {"大沽口的炮台"}
    assert titles(search, "海河") == {"海河边"}
    assert titles(search, "滨海新区", without=["滨海新区→大沽"]) == {"塘大区旧事", "滨海新区志"}
    found = search.search("滨海新区").expanded
    assert any(one["kind"] == "within" and "在“滨海新区”" in one["reason"] for one in found)
    search.close()


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("单雄信", "shanxiongxin"),
        ("仇英", "qiuying"),
        ("曾朴", "zengpu"),
        ("区寄", "ouji"),
        ("朴正", "piaozheng"),
        ("解缙", "xiejin"),
        ("解缙", "xj"),
    ],
)
def test_surnames_sound_as_surnames_do(archive: Archive, name: str, typed: str) -> None:
    archive.execute(Create("person", {"name": name}))
    archive.execute(item(f"访{name}记"))
    search = Search(archive)
    search.follow()

    assert titles(search, typed) == {f"访{name}记"}
    (told,) = search.search(typed).expanded
    assert (told["from"], told["to"], told["kind"]) == (typed, name, "pinyin")
    search.close()


def test_an_editors_reading_is_the_only_one(archive: Archive) -> None:
    archive.execute(Create("person", {"name": "乐天", "pinyin": "lè tiān"}))
    archive.execute(item("乐天往事"))
    search = Search(archive)
    search.follow()

    assert titles(search, "letian") == {"乐天往事"}
    assert titles(search, "yuetian") == set()
    search.close()


def test_a_name_without_a_card_is_found_by_its_sound(archive: Archive) -> None:
    archive.execute(item("某人的信", responsibility=[{"role": "作者", "name": "韩六十三"}]))
    search = Search(archive)
    search.follow()

    assert titles(search, "hlss") == titles(search, "作者:hanliushisan") == {"某人的信"}
    search.close()


def test_no_name_is_told_that_stands_in_nothing_a_reader_may_see(archive: Archive) -> None:
    person = Create("person", {"name": "马寿山", "aliases": ["马师傅"]})
    archive.execute(person)
    archive.execute(item("密谈", access="restricted", persons=[person.id]))
    archive.execute(item("马师傅的水磨"))
    search = Search(archive)
    search.follow()
    public = frozenset({Access.PUBLIC})

    assert titles(search, "mss") == {"密谈", "马师傅的水磨"}
    told = search.search("mss", visible=public)
    assert told.total == 0 and told.expanded == ()
    assert search.search("马寿山", visible=public).expanded == ()
    archive.execute(item("公开", persons=[person.id]))
    assert titles(search, "mss", visible=public) == {"马师傅的水磨", "公开"}
    search.close()


def test_years_and_fields_of_an_archive(archive: Archive) -> None:
    date = {"display": "民国三十八年春", "edtf": "1949-21", "earliest": "1949-02-01", "latest": "1949-05-31"}
    archive.execute(item("合股约", dates=[date]))
    archive.execute(item("借据", notes="写于一九四九年"))
    search = Search(archive)
    search.follow()

    assert titles(search, "1949年") == {"合股约", "借据"}
    assert titles(search, "年:1949") == titles(search, "年:40年代 -借据") == {"合股约"}
    assert titles(search, "年:1950年以后") == set()
    assert titles(search, "种类:文献 附注:一九四九年") == {"借据"}
    search.close()
