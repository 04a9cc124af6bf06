"""A batch says what would become of each item, and does exactly that in one step, or nothing."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive_app.catalogue.commands import Create, SetFields, Trash
from archive_app.cli.main import main
from archive_app.domain.errors import Conflict, UsageError
from archive_app.domain.fields import FieldType
from archive_app.domain.kinds import KINDS, fields_of
from archive_app.services.archive import Archive
from archive_app.services.batch import Way, Wish, fields_for, plan, ways_of
from archive_app.services.batch import _changer as changer


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with Archive.create(tmp_path / "馆藏", actor="王文史") as made:
        yield made


def item(archive: Archive, kind: str = "photograph", **values: Any) -> str:
    command = Create("item", {"kind": kind, "title": "水磨", **values})
    archive.execute(command)
    return command.id


def values(archive: Archive, name: str, keys: list[str]) -> list[Any]:
    return [archive.catalogue.record(key)[name] for key in keys]


@pytest.mark.parametrize(
    ("way", "value", "after", "changed"),
    [
        (Way.ADD, ["学校"], [["社火", "学校"], ["学校"], ["学校", "水磨"]], 2),
        (Way.REMOVE, "水磨、社火", [[], [], ["学校"]], 2),
        (Way.SET, ["学校"], [["学校"], ["学校"], ["学校"]], 3),
        (Way.FILL, ["学校"], [["社火"], ["学校"], ["学校", "水磨"]], 1),
        (Way.CLEAR, None, [[], [], []], 2),
    ],
)
def test_terms_are_added_removed_set_filled_and_cleared_in_one_step(
    archive: Archive, way: Way, value: Any, after: list[list[str]], changed: int
) -> None:
    keys = [item(archive, keywords=words) for words in (["社火"], [], ["学校", "水磨"])]
    before = values(archive, "keywords", keys)
    made = plan(archive, keys, Wish("keywords", way, value))

    assert values(archive, "keywords", keys) == before, "a plan writes nothing"
    assert (len(made.steps), made.same, made.barred) == (changed, 3 - changed, ())
    archive.execute(made.command())
    assert values(archive, "keywords", keys) == after
    archive.undo(1)
    assert values(archive, "keywords", keys) == before


def test_words_are_found_and_replaced_and_what_is_told_is_what_is_done(archive: Archive) -> None:
    keys = [item(archive, caption=words) for words in ("解放前的水磨", "解放后，解放前", "学校")]
    made = plan(archive, keys, Wish("caption", Way.REPLACE, find="解放前", by="新中国成立前"))
    assert [(step.was, step.becomes) for step in made.steps] == [
        ("解放前的水磨", "新中国成立前的水磨"),
        ("解放后，解放前", "解放后，新中国成立前"),
    ]
    archive.execute(made.command())
    assert values(archive, "caption", keys)[:2] == [step.after for step in made.steps]


def test_two_terms_that_become_one_are_one(archive: Archive) -> None:
    key = item(archive, keywords=["社火队", "社火", "高跷"])
    archive.execute(plan(archive, [key], Wish("主题词", Way.REPLACE, find="社火队", by="社火")).command())
    assert values(archive, "keywords", [key]) == [["社火", "高跷"]]


def test_who_cannot_be_changed_is_named_with_the_reason_and_the_others_are(archive: Archive) -> None:
    photograph, talk, gone = item(archive), item(archive, "oral_history"), item(archive)
    archive.execute(Create("item", {"kind": "photograph", "title": "定稿的", "state": "published", "caption": "旧"}))
    frozen = next(one.id for one in archive.catalogue.records("item") if one.title == "定稿的")
    archive.execute(Trash((gone,)))
    made = plan(archive, [photograph, talk, gone, frozen], Wish("caption", Way.SET, "新"))
    assert [step.item for step in made.steps] == [photograph]
    assert {one.item: one.why for one in made.barred} == {
        talk: "口述史料没有“文字说明”这一栏",
        gone: "在回收站里",
        frozen: "已经定稿，要改请用“改样…”",
    }
    archive.execute(made.command())
    assert values(archive, "caption", [photograph, frozen]) == ["新", "旧"]


def test_nothing_is_written_where_an_item_was_changed_since(archive: Archive) -> None:
    keys = [item(archive), item(archive)]
    made = plan(archive, keys, Wish("category", Way.SET, "乡村"))
    archive.execute(SetFields(keys[1], {"category": "学校"}))
    with pytest.raises(Conflict):
        archive.execute(made.command())
    assert values(archive, "category", keys) == ["", "学校"]


@pytest.mark.parametrize(
    ("wish", "words"),
    [
        (Wish("state", Way.SET, "published"), "不能成批修改"),
        (Wish("manuscript", Way.SET, "x"), "不能成批修改"),
        (Wish("没有的", Way.SET, "x"), "没有“没有的”"),
        (Wish("title", Way.CLEAR), "不能“清空”"),
        (Wish("category", Way.SET, ""), "还没有写"),
        (Wish("category", Way.REPLACE), "要找什么"),
        (Wish("access", Way.SET, "随便"), "以下之一"),
        (Wish("received", Way.SET, "昨天"), "日期"),
    ],
)
def test_what_cannot_be_is_said_before_anything_is_read(archive: Archive, wish: Wish, words: str) -> None:
    with pytest.raises(UsageError, match=words):
        plan(archive, [], wish)


def test_a_required_field_is_never_emptied(archive: Archive) -> None:
    keys = [item(archive), item(archive, title="水磨两盘")]
    made = plan(archive, keys, Wish("title", Way.REPLACE, find="水磨", by=""))
    assert [step.becomes for step in made.steps] == ["两盘"]
    assert [one.why for one in made.barred] == ["“题名”不能为空"]


def test_links_are_told_by_name(archive: Archive) -> None:
    archive.execute(place := Create("place", {"name": "王家庄"}))
    key = item(archive)
    made = plan(archive, [key], Wish("places", Way.ADD, [place.id]))
    assert [(step.was, step.becomes) for step in made.steps] == [("", "王家庄")]


def test_each_kinds_own_fields_are_there_and_say_whose_they_are(archive: Archive) -> None:
    one = dict((field.name, having) for field, having in fields_for(archive, ["photograph"]))
    assert one["photographer"] == () and "interview_place" not in one
    both = dict((field.name, having) for field, having in fields_for(archive, ["oral_history", "photograph"]))
    assert (both["photographer"], both["keywords"]) == (("photograph",), ())
    assert "state" not in both and "manuscript" not in both
    assert all(ways_of(field) for field, _having in fields_for(archive, [kind.name for kind in KINDS]))


_TAGGED = next(field for field in fields_of("photograph").values() if field.type is FieldType.TAGS)
_TERMS = st.lists(st.sampled_from(["社火", "水磨", "学校", "大桥", "粮站"]), unique=True)


@given(_TERMS, _TERMS.filter(bool))
def test_adding_then_removing_leaves_what_was_not_named(before: list[str], named: list[str]) -> None:
    add = changer(_TAGGED, Wish(_TAGGED.name, Way.ADD, named))
    remove = changer(_TAGGED, Wish(_TAGGED.name, Way.REMOVE, named))
    assert set(add(before)) == set(before) | set(named) and add(before)[: len(before)] == before
    assert add(add(before)) == add(before)
    assert remove(add(before)) == [term for term in before if term not in named]


def test_the_command_looks_first_writes_and_is_undone_in_one(
    archive: Archive, capsys: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    keys = [item(archive, keywords=["社火"]), item(archive)]
    root = str(archive.root)
    archive.close()
    assert main(["batch", root, "主题词", "--add", "学校", "--kind", "照片", "--dry-run", "--json"]) == 0
    told = json.loads(capsys.readouterr().out)
    assert ([one["after"] for one in told["changes"]], told["written"]) == ([["社火", "学校"], ["学校"]], False)
    monkeypatch.setattr("sys.stdin", io.StringIO("\n".join(keys)))
    assert main(["batch", root, "keywords", "-", "--add", "学校"]) == 0
    assert "改了 2 件的“主题词”，已是这样的 0 件，不能改的 0 件" in capsys.readouterr().out
    assert main(["undo", root]) == 0
    with Archive.open(Path(root)) as opened:
        assert values(opened, "keywords", keys) == [["社火"], []]
    assert main(["batch", root, "keywords", "--clear"]) == 2
    assert "没有写要改哪些资料" in capsys.readouterr().err
