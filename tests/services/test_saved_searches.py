"""Searches that are kept, and what is new in them: after a restart, on another machine, and for a reader."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from archive_app.catalogue.commands import Create, SetFields, Trash
from archive_app.domain.errors import ReadOnlyArchive, UnknownRecord, UsageError
from archive_app.services.archive import Archive
from archive_app.services.saved_searches import SavedSearches
from archive_app.services.searching import Search


@pytest.fixture
def archive(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Archive]:
    monkeypatch.setenv("CUNSHI_CONFIG", str(tmp_path / "config"))
    with Archive.create(tmp_path / "馆藏", name="测试馆藏", actor="张三") as opened:
        add(opened, "三盘水磨")
        yield opened


def add(archive: Archive, title: str, access: str = "public") -> str:
    made = Create("item", {"kind": "document", "title": title, "access": access})
    archive.execute(made)
    return made.id


def searches(archive: Archive, folder: Path | None = None) -> SavedSearches:
    search = Search(archive)
    search.follow()
    return SavedSearches(archive, search, folder)


def test_a_kept_search_says_what_is_new_until_it_is_looked_at(archive: Archive) -> None:
    kept = searches(archive)
    saved = kept.save("磨坊", "水磨", alert=True)
    kept.save("不提醒", "水磨")
    assert kept.news(saved) == [] and kept.alerts() == []
    new = add(archive, "又一盘水磨")
    late = add(archive, "渡口")

    assert kept.news(saved) == [new]
    assert kept.alerts() == [(saved, 1)]
    archive.execute(SetFields(late, {"notes": "也说到水磨"}))
    assert set(kept.news(saved)) == {new, late}, "an item that comes to match is new, too"
    archive.execute(Trash((new,)))
    assert kept.news(saved) == [late]
    kept.looked(saved)
    assert kept.news(saved) == []
    archive.execute(SetFields(late, {"notes": ""}))
    kept.looked(saved)
    archive.execute(SetFields(late, {"notes": "水磨"}))
    assert kept.news(saved) == [], "what was seen once is not new"


def test_it_survives_a_restart_and_belongs_to_a_person(archive: Archive, tmp_path: Path) -> None:
    kept = searches(archive)
    chosen = {"kind": ["document"], "decade": ["1950", "1960"]}
    saved = kept.save(
        "磨坊", "水磨 -电磨", alert=True, exact=True, order="-date", within=["三盘"], chosen=chosen, without=["a→b"]
    )
    new = add(archive, "三盘水磨的第二份")
    root = archive.root
    archive.close()
    with Archive.open(root, actor="张三") as again:
        kept = searches(again)
        assert kept.mine() == [saved]
        assert (saved.exact, saved.order, saved.within, saved.without) == (True, "-date", ("三盘",), ("a→b",))
        assert saved.chosen == {"kind": ("document",), "decade": ("1950", "1960")}
        wide = kept.save("磨坊", "水磨", alert=True)
        assert wide.id == saved.id and len(kept.all()) == 1, "of the same name: the same one, changed"
        assert kept.news(wide) == [] and new
        newest = add(again, "水磨末")
        assert kept.news(kept.get("磨坊")) == [newest]
        (record,) = (root / "records").rglob(f"{saved.id}.json")
        assert json.loads(record.read_text(encoding="utf-8"))["query"] == "水磨"
    with Archive.open(root, actor="李四") as other:
        kept = searches(other, tmp_path / "another machine")
        assert kept.mine() == [] and [one.owner for one in kept.all()] == ["张三"]
        with pytest.raises(UnknownRecord):
            kept.get("磨坊")
        saved = kept.get(saved.id)
        assert kept.news(saved) == [], "on a new machine what is there counts as seen"
        newer = add(other, "水磨再一份")
        assert kept.news(saved) == [newer]
        kept.remove(saved)
        assert kept.all() == []
        other.undo()
        assert kept.all() == [saved]


def test_what_a_reader_may_not_see_is_no_news(archive: Archive) -> None:
    kept = searches(archive)
    saved = kept.save("磨坊", "水磨", alert=True)
    readers = {"public", "internal"}
    hidden = add(archive, "秘密的水磨", "restricted")

    assert kept.alerts(readers) == []
    assert kept.news(saved) == [hidden]
    kept.looked(saved, readers)
    archive.execute(SetFields(hidden, {"access": "public"}))
    assert kept.news(saved, readers) == [hidden], "opened to readers, it is new to them"


def test_what_was_seen_is_no_great_loss(archive: Archive, tmp_path: Path) -> None:
    kept = searches(archive, tmp_path / "seen")
    saved = kept.save("磨坊", "水磨")
    for broken in (b"", b"[1]", b'{"a": 1}', b"\xff"):
        next((tmp_path / "seen").iterdir()).write_bytes(broken)
        assert kept.news(saved) == []


def test_what_cannot_be_kept_is_said(archive: Archive) -> None:
    kept = searches(archive)
    with pytest.raises(UsageError, match="名称"):
        kept.save(" ", "水磨")
    with pytest.raises(UsageError, match="不能按"):
        kept.save("甲", "水磨", order="colour")
    root = archive.root
    archive.close()
    with Archive.open(root, read_only=True) as reading, pytest.raises(ReadOnlyArchive):
        SavedSearches(reading, Search(reading)).save("甲", "水磨")
