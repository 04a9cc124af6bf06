"""What is offered while someone types, and to whom."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from archive_app.catalogue.commands import Create, SetFields, Trash
from archive_app.hanzi.collation import title_key
from archive_app.search.titles import Titles
from archive_app.services.archive import Archive
from archive_app.services.names import Names
from archive_app.services.search_history import forget, history, remember
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
