"""An archive's own fields: filled, logged, undone, kept in records/ and read again, changed and withdrawn."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from archive_app.catalogue.commands import Create, SetFields
from archive_app.catalogue.merging import Merge, Split
from archive_app.catalogue.records import record_path
from archive_app.domain.errors import UsageError
from archive_app.services import own_fields as own
from archive_app.services.archive import Archive
from archive_app.services.maintenance import rebuild
from archive_app.services.own_types import uses


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with Archive.create(tmp_path / "馆藏", actor="王文史") as opened:
        yield opened


def add(archive: Archive, name: str, type: str = "text", **values: Any) -> own.OwnField:
    archive.execute(own.adding(archive, {"name": name, "type": type, **values}))
    return own.own_field(archive, name)


def item(archive: Archive, kind: str = "document", **values: Any) -> str:
    command = Create("item", {"kind": kind, "title": "账簿", **values})
    archive.execute(command)
    return command.id


def test_a_field_is_there_at_once_for_its_kinds_and_old_items_open(archive: Archive) -> None:
    old = item(archive)
    add(archive, "开本", kinds=["文献"])
    assert "own:开本" in archive.fields_of("document") and "own:开本" not in archive.fields_of("photograph")
    record = archive.catalogue.record(old)
    assert record["own"] == {} and record.values.get("own:开本") is None
    archive.execute(SetFields(old, {"own:开本": "32开"}))
    record = archive.catalogue.record(old)
    assert record["own"] == {"开本": "32开"} and record["own:开本"] == "32开"
    assert archive.undoable(1)[0].label == "修改开本"


@pytest.mark.parametrize(
    ("type", "given", "kept"),
    [
        ("text", "32开", "32开"), ("long_text", "一\n二", "一\n二"), ("number", "１２．５", 12.5), ("number", "12", 12),
        ("number", "1,200", 1200), ("choice", "破损", "破损"), ("choices", "完好、破损", ["完好", "破损"]),
        ("tags", "甲、乙", ["甲", "乙"]), ("flag", "是", True), ("date", "约1958年春", "约1958年春"),
    ],
)  # fmt: skip
def test_each_type_keeps_its_values_through_log_records_and_rebuild(
    archive: Archive, type: str, given: Any, kept: Any
) -> None:
    add(archive, "某栏", type, terms=["完好", "破损"])
    key = item(archive)
    archive.execute(SetFields(key, {"own:某栏": given}))

    def value(opened: Archive) -> Any:
        found = opened.catalogue.record(key)["own:某栏"]
        return found["display"] if isinstance(found, dict) else found

    assert value(archive) == kept
    archive.undo()
    assert "own:某栏" not in archive.catalogue.record(key).values
    archive.redo()
    stored = json.loads(record_path(archive.root / "records", key).read_text(encoding="utf-8"))
    assert list(stored["own"]) == ["某栏"]
    root = archive.root
    archive.close()
    rebuild(root, "catalogue")
    with Archive.open(root) as again:
        assert value(again) == kept and [one.field.label for one in again.own_fields] == ["某栏"]


@pytest.mark.parametrize(("type", "wrong"), [("number", "十来页"), ("number", "nan"), ("flag", "也许")])
def test_what_cannot_stand_there_is_refused_in_words(archive: Archive, type: str, wrong: str) -> None:
    add(archive, "某栏", type)
    key = item(archive)
    with pytest.raises(UsageError, match="某栏"):
        archive.execute(SetFields(key, {"own:某栏": wrong}))
    with pytest.raises(UsageError, match="没有“别的”"):
        archive.execute(SetFields(key, {"own:别的": "x"}))


def test_two_fields_are_undone_each_by_itself(archive: Archive) -> None:
    add(archive, "甲")
    add(archive, "乙")
    key = item(archive)
    archive.execute(SetFields(key, {"own:甲": "一"}))
    archive.execute(SetFields(key, {"own:乙": "二"}))
    archive.execute(SetFields(key, {"own:甲": ""}))
    assert archive.catalogue.record(key)["own"] == {"乙": "二"}
    archive.undo(2)
    assert archive.catalogue.record(key)["own"] == {"甲": "一"}
    archive.redo()
    entries = [(entry.field, entry.field_label, entry.after) for entry in archive.catalogue.history(key)]
    assert ("own:乙", "乙", "二") in entries
    archive.undo(3)
    assert archive.catalogue.record(key).trashed, "the item's making is undone, too"


def test_making_of_an_item_with_own_values_goes_back_and_forth(archive: Archive) -> None:
    add(archive, "甲")
    command = Create("item", {"kind": "document", "title": "账簿", "own:甲": "一"})
    archive.execute(command)
    assert archive.catalogue.record(command.id)["own:甲"] == "一"
    archive.undo()
    archive.redo()
    assert archive.catalogue.record(command.id)["own"] == {"甲": "一"}


def test_a_renamed_field_keeps_its_values_and_a_withdrawn_one_shows_them(archive: Archive) -> None:
    field = add(archive, "开本", help="照实量")
    key = item(archive)
    archive.execute(SetFields(key, {"own:开本": "32开"}))
    archive.execute(own.changing(archive, field, {"name": "书的开本", "kinds": ["document"]}))
    field = own.own_field(archive, "书的开本")
    assert field.key == "开本" and archive.catalogue.record(key)["own:开本"] == "32开"
    assert own.own_field(archive, "开本") == field, "the name of before is understood"
    archive.execute(own.withdrawing(field))
    field = own.own_field(archive, "书的开本")
    assert "own:开本" not in archive.fields_of("document")
    shown = own.shown_in(archive, archive.catalogue.record(key))
    assert [(one.label, open_) for one, open_ in shown] == [("书的开本", False)]
    assert own.shown_in(archive, archive.catalogue.record(item(archive))) == []
    with pytest.raises(UsageError, match="停用"):
        own.removing(archive, field)
    archive.execute(own.withdrawing(field, withdrawn=False))
    assert "own:开本" in archive.fields_of("document")
    archive.undo(3)
    assert own.own_field(archive, "开本").field.label == "书的开本"


def test_a_type_is_changed_only_where_the_values_can_stay(archive: Archive) -> None:
    field = add(archive, "页数")
    key = item(archive)
    archive.execute(SetFields(key, {"own:页数": "十来页"}))
    with pytest.raises(UsageError, match="1 件"):
        own.changing(archive, field, {"type": "number"})
    archive.execute(SetFields(key, {"own:页数": "１２"}))
    archive.execute(own.changing(archive, field, {"type": "number"}))
    assert archive.catalogue.record(key)["own:页数"] == 12, "it is a number from now on"
    archive.undo()
    assert archive.catalogue.record(key)["own:页数"] == "１２" and own.own_field(archive, "页数").type == "text"
    archive.redo()
    archive.execute(SetFields(key, {"own:页数": "13"}))
    assert archive.catalogue.record(key)["own:页数"] == 13


@pytest.mark.parametrize(
    ("type", "value", "into", "kept"),
    [
        ("text", "完好、破损", "tags", ["完好、破损"]), ("tags", ["完好", "破损"], "text", "完好、破损"),
        ("number", 12.5, "text", "12.5"), ("flag", True, "text", "是"), ("text", "是", "flag", True),
        ("choice", "完好", "choices", ["完好"]), ("choices", ["完好"], "choice", "完好"),
        ("choices", ["完好", "破损"], "choice", None), ("text", "十来页", "number", None),
        ("date", {"display": "五八年"}, "text", "五八年"), ("long_text", "一\n二", "text", "一 二"),
        ("text", "五八年", "date", "五八年"),
    ],
)  # fmt: skip
def test_what_was_filled_is_kept_as_the_new_type_or_named(
    archive: Archive, type: str, value: Any, into: str, kept: Any
) -> None:
    field = add(archive, "某栏", type, terms=["完好", "破损"])
    key = item(archive)
    archive.execute(SetFields(key, {"own:某栏": value}))
    if kept is None:
        with pytest.raises(UsageError, match="《账簿》填的“"):
            own.changing(archive, field, {"type": into, "terms": ["完好", "破损"]})
        return
    archive.execute(own.changing(archive, field, {"type": into, "terms": ["完好", "破损"]}))
    now = archive.catalogue.record(key)["own:某栏"]
    assert (now["display"] if isinstance(now, dict) else now) == kept
    assert own.own_field(archive, "某栏").type == into
    archive.undo()
    was = archive.catalogue.record(key)["own:某栏"]
    assert (was["display"] if isinstance(was, dict) else was) == (value["display"] if type == "date" else value)


def test_names_that_cannot_be_are_refused(archive: Archive) -> None:
    add(archive, "开本")
    for name, why in (
        ("", "名称"),
        ("开本", "已经有"),
        ("题名", "已经有"),
        ("尺寸", "已经有"),
        ("a:b", "冒号"),
        ("长" * 30, "太长"),
    ):
        with pytest.raises(UsageError, match=why):
            own.adding(archive, {"name": name})
    own.adding(archive, {"name": "尺寸", "kinds": ["照片"]})
    with pytest.raises(UsageError, match="两个以上"):
        own.adding(archive, {"name": "完残", "type": "choice", "terms": ["完好"]})


def test_order_and_removal(archive: Archive) -> None:
    for name in ("甲", "乙", "丙"):
        add(archive, name)
    command = own.moving(archive, own.own_field(archive, "丙"), -2)
    assert command is not None
    archive.execute(command)
    assert [one.key for one in archive.own_fields] == ["丙", "甲", "乙"]
    assert own.moving(archive, own.own_field(archive, "丙"), -1) is None
    archive.execute(own.removing(archive, own.own_field(archive, "甲")))
    assert [one.key for one in archive.own_fields] == ["丙", "乙"]
    archive.undo(2)
    assert [one.key for one in archive.own_fields] == ["甲", "乙", "丙"]


def test_values_that_came_without_a_definition_are_kept_and_shown(archive: Archive) -> None:
    command = Create("item", {"kind": "document", "title": "外来的", "own": {"开本": "16开", "空的": ""}})
    archive.execute(command)
    record = archive.catalogue.record(command.id)
    assert record["own"] == {"开本": "16开"}
    assert [(one.label, open_) for one, open_ in own.shown_in(archive, record)] == [("开本", False)]
    add(archive, "开本")
    assert own.shown_in(archive, record) == [(own.own_field(archive, "开本").field, True)]


def test_the_list_goes_out_and_comes_back_with_them(archive: Archive, tmp_path: Path) -> None:
    from archive_app.services.importing import import_paths
    from archive_app.services.lists.writing import write_list

    add(archive, "开本")
    add(archive, "页数", "number")
    add(archive, "完残", "choice", terms=["完好", "破损"])
    key = item(archive, **{"own:开本": "32开", "own:页数": 12.5, "own:完残": "破损"})
    empty = item(archive, title="另一本")
    write_list(archive, tmp_path / "清单.xlsx", [key, empty])
    before = archive.catalogue.sequence
    report = import_paths(archive, [tmp_path / "清单.xlsx"])
    assert not report.refused and not report.imported
    assert {one.entity for one in _changed_since(archive, before)} <= {"file"}
    csv = tmp_path / "补.csv"
    csv.write_text(f"存史编号,题名,开本,页 数\n{empty},另一本,16开,十来页\n,新的一本,8开,30\n", encoding="utf-8")
    report = import_paths(archive, [csv])
    assert any("页" in one.reason for one in report.refused), "a number that is none is an error of its row"
    csv.write_text(f"存史编号,题名,开本,页数\n{empty},另一本,16开,20\n,新的一本,8开,30\n", encoding="utf-8")
    import_paths(archive, [csv])
    assert archive.catalogue.record(empty)["own"] == {"开本": "16开", "页数": 20}
    (fresh,) = archive.catalogue.items_titled("新的一本")
    assert archive.catalogue.record(fresh)["own"] == {"开本": "8开", "页数": 30}


def _changed_since(archive: Archive, sequence: int) -> list[Any]:
    touched, _last = archive.catalogue.touched_since(sequence)
    return [type("Touched", (), {"entity": entity})() for entity, _key in touched]


def test_they_are_found_by_words_and_by_their_name(archive: Archive) -> None:
    from archive_app.services.searching import Search

    add(archive, "拍摄角度")
    key = item(archive, "photograph", **{"own:拍摄角度": "俯拍全景"})
    item(archive, "photograph", caption="俯拍全景的另一张")
    search = Search(archive)
    try:
        assert search.search("俯拍").total == 2
        assert [hit.id for hit in search.search("拍摄角度:俯拍").hits] == [key]
        archive.execute(own.changing(archive, own.own_field(archive, "拍摄角度"), {"name": "机位"}))
        assert [hit.id for hit in search.search("机位:俯拍").hits] == [key]
    finally:
        search.close()


def test_required_ones_are_asked_for_when_it_is_handed_in(archive: Archive) -> None:
    from archive_app.domain.workflow import Action
    from archive_app.services.workflow.moving import Workflow

    add(archive, "来源地", required=True)
    key = item(archive)
    workflow = Workflow(archive)
    (offer,) = [one for one in workflow.offers(key) if one.move.action is Action.SUBMIT]
    assert any("来源地" in one.message for one in offer.unmet)
    archive.execute(SetFields(key, {"own:来源地": "韵家口"}))
    (offer,) = [one for one in workflow.offers(key) if one.move.action is Action.SUBMIT]
    assert not any("来源地" in one.message for one in offer.unmet)


def test_joining_keeps_both_and_a_new_item_like_another_has_them(archive: Archive) -> None:
    from archive_app.services.entry_templates import carried
    from archive_app.services.joining_items import joining

    add(archive, "开本")
    add(archive, "批次")
    keep, other = item(archive, **{"own:开本": "32开"}), item(archive, **{"own:开本": "16开", "own:批次": "三"})
    assert carried(archive.catalogue.record(other))["own:批次"] == "三"
    archive.execute(joining(archive, keep, [other]).command())
    record = archive.catalogue.record(keep)
    assert record["own"] == {"开本": "32开", "批次": "三"} and "开本 16开" in record["notes"]


def test_a_card_has_own_fields_that_a_merge_keeps_and_a_split_gives_back(archive: Archive) -> None:
    add(archive, "堂号", kinds=["人物"])
    add(archive, "辈分", "number", kinds=["person", "document"])
    assert "own:堂号" not in archive.fields_of("document") and "own:辈分" in archive.fields_of("document")
    one = Create("person", {"name": "马文山", "own:堂号": "敦睦堂", "own:辈分": 5})
    two = Create("person", {"name": "马文山", "aliases": ["马师傅"], "own:辈分": 6})
    archive.execute(one)
    archive.execute(two)
    field = own.own_field(archive, "辈分")
    assert {key for key, _value in uses(archive, field)} == {one.id, two.id}
    with pytest.raises(UsageError, match="“人物”已经有"):
        own.checked_name(archive, "籍贯", ["person"])
    before = {key: archive.catalogue.record(key).to_json() for key in (one.id, two.id)}
    archive.execute(Merge(two.id, (one.id,)))
    kept = archive.catalogue.record(two.id)
    assert (kept["own"], kept["own:堂号"]) == ({"辈分": 6, "堂号": "敦睦堂"}, "敦睦堂")
    assert [(row["field"], row["value"]) for row in kept["variants"]] == [("辈分", "5")]
    archive.execute(Split(one.id))
    assert {key: archive.catalogue.record(key).to_json() for key in (one.id, two.id)} == before
    archive.execute(SetFields(two.id, {"own:堂号": "三槐堂"}))
    root = archive.root
    archive.close()
    rebuild(root, "catalogue")
    with Archive.open(root) as again:
        assert again.catalogue.record(two.id)["own"] == {"堂号": "三槐堂", "辈分": 6}
        assert own.own_field(again, "堂号").kinds == ("person",)
