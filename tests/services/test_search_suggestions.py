"""What is offered while someone types, and to whom."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from archive_app.catalogue.commands import Create, SetFields, Trash
from archive_app.hanzi.collation import title_key
from archive_app.search.titles import Titles
from archive_app.services.archive import Archive
from archive_app.services.names import Names
from archive_app.services.search_history import forget, history, remember, restore
from archive_app.services.searching import Search
from archive_app.services.settings import Settings
from archive_app.services.suggesting import Suggestions

READERS = {"public", "internal"}


@pytest.fixture
def archive(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Archive]:
    monkeypatch.setenv("CUNSHI_CONFIG", str(tmp_path / "config"))
    with Archive.create(tmp_path / "馆藏", name="测试馆藏") as opened:
        yield opened


@pytest.fixture
def suggestions(archive: Archive) -> Suggestions:
    search = Search(archive)
    search.follow()
    return Suggestions(search, Names(archive), Settings())


def make(archive: Archive, entity: str, **values: object) -> str:
    command = Create(entity, dict(values))
    archive.execute(command)
    return command.id


def offered(suggestions: Suggestions, typed: str, visible: set[str] | None = None) -> list[tuple[str, str]]:
    return [(each.kind, each.text) for each in suggestions.offer(typed, visible=visible)]


def test_names_places_and_titles_by_characters_pinyin_and_initials(archive: Archive, suggestions: Suggestions) -> None:
    place = make(archive, "place", name="王家庄")
    make(archive, "person", name="单九儿", aliases=["善师傅"])
    make(archive, "item", kind="document", title="王家庄的三盘水磨", places=[place])
    make(archive, "item", kind="photograph", title="渡口", photographer="曾广运")

    for typed in ("王家", "wjz", "wangjiaz", "wang jia"):
        assert ("place", "王家庄") in offered(suggestions, typed), typed
        assert ("title", "王家庄的三盘水磨") in offered(suggestions, typed), typed
    assert ("title", "王家庄的三盘水磨") in offered(suggestions, "shuimo")
    assert ("title", "王家庄的三盘水磨") in offered(suggestions, "spsm")
    assert ("person", "单九儿") in offered(suggestions, "shan")
    assert ("person", "善师傅") in offered(suggestions, "善")
    assert ("person", "曾广运") in offered(suggestions, "zenggy"), "a name without a card, its surname read right"
    assert offered(suggestions, "没有的") == []
    assert offered(suggestions, "  ") == []


def test_what_a_reader_may_not_see_is_not_offered(archive: Archive, suggestions: Suggestions) -> None:
    secret = make(archive, "person", name="秘密人")
    both = make(archive, "person", name="秘书长")
    item = make(archive, "item", kind="photograph", title="秘密的渡口", access="restricted", persons=[secret, both])
    make(archive, "item", kind="photograph", title="秘方", access="public", persons=[both], photographer="秘影")
    hidden = make(archive, "item", kind="photograph", title="秘境", access="restricted", photographer="秘者")

    assert offered(suggestions, "秘", READERS) == [("person", "秘书长"), ("person", "秘影"), ("title", "秘方")]
    assert {text for _, text in offered(suggestions, "秘")} >= {"秘密人", "秘者", "秘密的渡口"}
    archive.execute(SetFields(item, {"access": "internal"}))
    assert ("person", "秘密人") in offered(suggestions, "mm", READERS)
    archive.execute(SetFields(item, {"access": "restricted"}))
    assert ("person", "秘密人") not in offered(suggestions, "mm", READERS), "at once"
    archive.execute(Trash((hidden,)))
    assert "秘者" not in {text for _, text in offered(suggestions, "秘")}


def test_own_searches_are_kept_and_found(archive: Archive, suggestions: Suggestions) -> None:
    settings = suggestions._settings
    for query in ("水磨 -电磨", "渡口", " ", "水磨 -电磨"):
        remember(settings, query)

    assert history(Settings()) == ["水磨 -电磨", "渡口"]
    assert offered(suggestions, "shuim") == [("history", "水磨 -电磨")]
    assert offered(suggestions, "") == [("history", "水磨 -电磨"), ("history", "渡口")]
    assert offered(suggestions, "渡口") == [], "what stands in the box already"
    forget(settings, ["渡口"])
    assert history(Settings()) == ["水磨 -电磨"]
    forget(settings)
    assert history(Settings()) == []


def test_titles_are_found_where_a_syllable_begins() -> None:
    titles = Titles(map(title_key, ["西安古先生", "绿水\n青山", "1号楼Cafe旧事", "", "𠮷村"]))

    def found(typed: str) -> list[int]:
        return sorted(one.number for one in titles.find(typed))

    assert found("xian") == [0]
    assert found("an gu") == [0]
    assert found("ian") == [], "not in the middle of a syllable"
    assert found("xagxs") == [0]
    assert found("lushui") == [1]
    assert found("1号") == found("cafe") == [2]
    assert found("𠮷") == [4]
    assert found("水\n青") == []
    many = Titles(map(title_key, [f"旧事{n}" for n in range(300)] + ["事"]))
    assert min(many.find("事"), key=lambda one: one.rank).title == "事", "those that begin so are always looked at"


def test_what_a_settings_file_cannot_hold_or_nobody_chooses_again_is_not_kept(tmp_path: Path) -> None:
    settings = Settings(tmp_path / "settings.toml")
    for query in ("半个字\ud800", "\ud800", "一" * 501, '引"号\\\x07', "  水磨\t"):
        remember(settings, query)
    assert history(Settings(tmp_path / "settings.toml")) == ["水磨", '引"号\\\x07', "半个字"]
    before = forget(settings)
    remember(settings, "渡口")
    restore(settings, before)
    assert history(settings) == ["渡口", *before]


def test_settings_kept_from_several_threads_are_all_kept(tmp_path: Path) -> None:
    settings = Settings(tmp_path / "settings.toml")

    def keep(number: int) -> None:
        for turn in range(10):
            remember(settings, f"{number}-{turn}")
            settings.set(("theme", "actor")[number % 2], ("dark", "王")[number % 2])

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(keep, range(4)))
    again = Settings(tmp_path / "settings.toml")
    assert set(history(again)) == {f"{number}-{turn}" for number in range(4) for turn in range(10)}
    assert (again.get("theme"), again.get("actor")) == ("dark", "王")


def test_without_an_index_only_ones_own_searches_are_offered(archive: Archive) -> None:
    make(archive, "place", name="王家庄")
    make(archive, "item", kind="document", title="王家庄的三盘水磨")
    search = Search(archive)
    offering = Suggestions(search, Names(archive), Settings())
    remember(offering._settings, "王家庄 水磨")
    assert search.needs_rebuild
    offering.prepare()
    assert offered(offering, "wjz") == [("history", "王家庄 水磨")]
    search.follow()
    assert {kind for kind, _ in offered(offering, "wjz")} == {"history", "place", "title"}


def test_what_goes_into_the_box_finds_the_very_name_or_title(archive: Archive, suggestions: Suggestions) -> None:
    titles = (
        "绿水 青山",
        "-旧事",
        "题名:水磨",
        "“大跃进”中的社",
        '他说"好"',
        "关于A-B的信",
        "马家或王家",
        "（一）旧事",
    )
    for title in titles:
        make(archive, "item", kind="document", title=title)
    make(archive, "person", name="Dolma Tso")
    for title in titles:
        [found] = [each for each in suggestions.offer(title[1:], 20) if each.label == title]
        assert [hit.title for hit in suggestions._search.search(found.text).hits][:1] == [title], found
    [person] = suggestions.offer("dolma")
    assert (person.text, person.label, person.marked) == ('"Dolma Tso"', "Dolma Tso", (0, 5))


def test_of_namesakes_the_name_is_offered_once_and_none_is_told_apart(
    archive: Archive, suggestions: Suggestions
) -> None:
    make(archive, "person", name="马文山", aliases=["马师傅"], birth={"display": "1919年"})
    make(archive, "person", name="马文山", birth={"display": "1930年"})
    assert [(each.text, each.label) for each in suggestions.offer("马文")] == [("马文山", "马文山")]
    [alias] = suggestions.offer("马师")
    assert (alias.text, alias.label, alias.marked) == ("马师傅", "马文山（马师傅）", (4, 6))
