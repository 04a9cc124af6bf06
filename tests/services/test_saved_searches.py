"""Searches that are kept, and what is new in them: after a restart, on another machine, and for a reader."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from archive_app.catalogue.commands import Create, SetFields, Trash
from archive_app.domain.errors import ReadOnlyArchive, StorageFailed, UnknownRecord, UsageError
from archive_app.services.archive import Archive
from archive_app.services.saved_searches import SavedSearches
from archive_app.services.searching import Search

_SIGNS = "子丑寅卯辰巳午未申酉戌亥甲乙丙丁戊己庚辛壬癸金木"


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
    saved, other = kept.save("磨坊", "水磨"), kept.save("渡口", "渡口")
    (note,) = (tmp_path / "seen").glob("*.json")
    for broken in (b"", b"[1]", b'{"a": 1}', b"\xff", b"[" * 100_000, b'{"%s:%s": "abc"}', b'{"%s": ""}'):
        note.write_bytes(broken.replace(b"%s", saved.id.encode()))
        again = searches(archive, tmp_path / "seen")
        assert again.looked(saved) == kept.news(saved) == kept.news(other) == [], broken[:20]
    new = add(archive, "水磨与渡口")
    assert kept.news(saved) == kept.news(other) == [new], "what can be noted is noted again"
    told = json.loads(note.read_bytes())
    (key,) = (key for key in told if key.startswith(saved.id))
    note.write_text(json.dumps({**told, key: 7}))
    assert kept.news(saved) == []
    assert kept.news(other) == [new], "what is broken beside it is no matter"


def test_two_who_note_at_once_lose_nothing(archive: Archive, tmp_path: Path) -> None:
    kept = [searches(archive, tmp_path / "seen") for _ in range(4)]
    saved = [kept[0].save(f"第{number}个", f"水磨 {_SIGNS[number]}", look=False) for number in range(24)]
    for number in range(24):
        add(archive, f"水磨 {_SIGNS[number]}")
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda number: kept[number % 4].looked(saved[number]), range(24)))
    again = searches(archive, tmp_path / "seen")
    late = [add(archive, f"水磨 {_SIGNS[number]}又一件") for number in (7, 8)]
    assert [again.news(one) for one in saved[7:9]] == [[late[0]], [late[1]]]
    assert [len(again.news(one)) for one in saved] == [number in (7, 8) for number in range(24)]


def test_other_words_are_another_question_also_when_the_change_is_taken_back(archive: Archive) -> None:
    kept = searches(archive)
    for number in range(3):
        add(archive, f"渡口之{number}")
    saved = kept.save("看着的", "水磨", alert=True)
    new = add(archive, "又一盘水磨")
    kept.save("看着的", "渡口", alert=True)
    assert kept.news(kept.get("看着的")) == [], "all that other words find is not new for that"
    archive.undo()
    assert kept.get("看着的") == saved
    assert kept.news(saved) == [new], "and what was new is new again"
    assert searches(archive).news(saved) == [new]


def test_nothing_is_searched_for_where_nothing_was_written(archive: Archive, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    search = Search(archive)
    search.follow()
    ids = search.ids
    monkeypatch.setattr(search, "ids", lambda query, **wanted: asked.append(query) or ids(query, **wanted))
    kept = SavedSearches(archive, search)
    for number in range(5):
        kept.save(f"第{number}个", "水磨", alert=True, look=False)
    assert kept.alerts() == [] and len(asked) == 5
    assert kept.alerts() == [] and len(asked) == 5
    kept.rename(kept.get("第0个"), "改了名")
    archive.execute(Create("lead", {"witness": "水磨"}))
    assert kept.alerts() == [] and len(asked) == 5, "what no search finds is no reason to search"
    new = add(archive, "又一盘水磨")
    assert [number for _, number in kept.alerts()] == [1] * 5 and len(asked) == 5, "what was written is looked at alone"
    kept.looked(kept.get("改了名"))
    assert kept.news(kept.get("改了名")) == [] and kept.news(kept.get("第1个")) == [new]
    assert kept.news(kept.get("第1个"), {"internal"}) == [], "each reader is counted for alone"


_QUERIES: tuple[tuple[str, dict[str, object]], ...] = (
    ("水", {}),
    ("水 磨", {}),
    ("水磨 或 渡口", {}),
    ("磨 -水", {}),
    ("题名:水磨", {}),
    ("（水 磨", {}),  # with a fault: read literally, or as its words where that stands nowhere
    ("wjz", {}),
    ("王家庄", {}),
    ("一九五八年", {}),
    ("水", {"within": ["磨"], "exact": True}),
    ("水", {"chosen": {"kind": ["document"], "year": ["1957", "1958"]}}),
    ("水 同句 磨", {"visible": {"public"}}),
)


def test_what_is_new_is_what_a_search_of_all_would_say(archive: Archive) -> None:
    chance = random.Random(6)
    kept = searches(archive)
    place = Create("place", {"name": "韵家口"})
    archive.execute(place)
    saved = [
        (kept.save(f"第{number}个", query, **wanted), wanted.get("visible"))
        for number, (query, wanted) in enumerate(_QUERIES)
    ]
    items = [add(archive, "三盘水磨")]
    told = 0
    for turn in range(60):
        words = "".join(chance.choices(("水", "磨", "水磨", "渡口", "，", "。", "（", "王家庄", "1958年", "wjz"), k=5))
        act = chance.randrange(8)
        if act < 3:
            items.append(add(archive, words, chance.choice(("public", "restricted"))))
        elif act < 5:
            created = {"display": "1958年"} if chance.random() < 0.5 else None
            archive.execute(SetFields(chance.choice(items), {"notes": words, "created": created}))
        elif act == 5 and len(items) > 3:
            archive.execute(Trash((items.pop(chance.randrange(len(items))),)))
        elif act == 6:
            archive.execute(SetFields(place.id, {"aliases": [chance.choice(("王家庄", "水磨", "渡口"))]}))
        else:
            archive.undo()
            items = archive.catalogue.item_ids()
        again = searches(archive)
        for one, visible in saved:
            there = kept.news(one, visible)
            assert set(there) == set(again.news(one, visible)), (turn, one.query)
            assert len(there) == len(set(there))
            told += len(there)
            if chance.random() < 0.1:
                kept.looked(one, visible)
    assert told > 500


def test_what_was_seen_of_a_removed_search_is_forgotten_later(archive: Archive, tmp_path: Path) -> None:
    kept = searches(archive, tmp_path / "seen")
    saved, gone = kept.save("留着", "水磨"), kept.save("不要了", "磨")
    new = add(archive, "水磨再一份")
    kept.remove(gone)
    archive.undo()
    assert kept.news(gone) == [new], "taken back at once, it is as it was"
    kept.remove(gone)
    kept.save("留着", "水磨 磨")
    (note,) = (tmp_path / "seen").glob("*.json")
    assert len(json.loads(note.read_bytes())) == 3
    again = searches(archive, tmp_path / "seen")
    again.looked(again.get("留着"))
    assert {key.split(":")[0] for key in json.loads(note.read_bytes())} == {saved.id}
    assert len(json.loads(note.read_bytes())) == 1, "words that it has no more are forgotten, too"


def test_a_look_of_another_person_is_not_the_owners(archive: Archive) -> None:
    kept = searches(archive)
    saved = kept.save("磨坊", "水磨", alert=True)
    new = add(archive, "又一盘水磨")
    archive.act_as("李四")
    theirs = searches(archive)
    assert theirs.news(saved) == []
    theirs.looked(saved)
    archive.act_as("张三")
    assert kept.news(saved) == [new]


def test_what_a_reader_could_not_see_when_it_was_saved_is_new_once_it_is_opened(archive: Archive) -> None:
    hidden = add(archive, "秘密的水磨", "restricted")
    kept = searches(archive)
    readers = {"public", "internal"}
    saved = kept.save("磨坊", "水磨", visible=readers)
    archive.execute(SetFields(hidden, {"access": "public"}))
    assert kept.news(saved, readers) == [hidden]


def test_a_name_is_one_persons_and_one_searchs(archive: Archive) -> None:
    kept = searches(archive)
    mill, ferry = kept.save("  磨坊 的  ", "水磨"), kept.save("渡口", "渡口")
    assert mill.name == "磨坊 的"
    with pytest.raises(UsageError, match="已经存下一个叫“渡口”"):
        kept.rename(mill, " 渡口 ")
    with pytest.raises(UsageError, match="61 个字"):
        kept.rename(mill, "磨" * 61)
    assert kept.rename(ferry, "渡口").name == "渡口"
    assert kept.rename(mill, "安渡").name == "安渡"
    assert [one.name for one in kept.mine()] == ["安渡", "渡口"], "by pinyin"
    assert kept.set_alert(mill, True).alert
    assert [entry.label for entry in archive.undoable(2)] == [
        "检索“磨坊 的”有新资料时提醒",
        "检索“磨坊 的”改名为“安渡”",
    ]
    archive.undo(2)
    assert kept.get(mill.id) == mill
    archive.act_as("李四")
    assert kept.save("渡口", "摆渡").id != ferry.id


def test_two_of_one_name_as_after_a_merge_are_told_apart(archive: Archive) -> None:
    kept = searches(archive)
    first = kept.save("磨坊", "水磨")
    archive.execute(
        Create("saved_search", {"name": "磨坊", "owner": "张三", "query": "渡口", "chosen": [{"value": "x"}]})
    )
    assert [one.query for one in kept.mine()] == ["水磨", "渡口"]
    second = kept.mine()[1]
    assert kept.get("磨坊") == first and kept.get(second.id) == second
    assert kept.news(second) == []
    kept.rename(second, "渡口")
    assert kept.get("渡口").query == "渡口" and kept.get("磨坊") == first
    kept.remove(first)
    assert [one.id for one in kept.mine()] == [second.id]


def test_a_place_that_cannot_be_written_is_named(archive: Archive, tmp_path: Path) -> None:
    (tmp_path / "seen").write_text("a file, where a folder is to be")
    kept = searches(archive, tmp_path / "seen")
    saved = kept.save("磨坊", "水磨", look=False)
    with pytest.raises(StorageFailed, match="seen"):
        kept.looked(saved)


def test_what_cannot_be_kept_is_said(archive: Archive) -> None:
    kept = searches(archive)
    with pytest.raises(UsageError, match="名称"):
        kept.save(" ", "水磨")
    with pytest.raises(UsageError, match="不能按"):
        kept.save("甲", "水磨", order="colour")
    with pytest.raises(UsageError, match="没有检索词"):
        kept.save("甲", " ")
    kept.save("先存下的", "水磨")
    root = archive.root
    archive.close()
    with Archive.open(root, actor="张三", read_only=True) as reading:
        there = SavedSearches(reading, Search(reading))
        assert there.alerts() == [] and there.news(there.get("先存下的")) == []
        with pytest.raises(ReadOnlyArchive):
            there.save("甲", "水磨")
