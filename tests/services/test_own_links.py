"""Own fields that link: to cards and items, in lists and conditions, through merges and changes of their type."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from archive_app.catalogue.commands import Create, SetFields, Trash
from archive_app.catalogue.merging import Merge, Split
from archive_app.catalogue.queries import ItemFilter
from archive_app.catalogue.records import read_record, record_path
from archive_app.domain.errors import UsageError
from archive_app.services import own_fields as own
from archive_app.services.archive import Archive
from archive_app.services.authorities import cards
from archive_app.services.authorities.occurrences import occurrences
from archive_app.services.batch import Way, Wish, plan
from archive_app.services.importing import import_paths
from archive_app.services.joining_items import joining
from archive_app.services.lacking import lacks
from archive_app.services.list_columns import ListCells, column_called
from archive_app.services.list_filters import restricted
from archive_app.services.lists.writing import write_list
from archive_app.services.maintenance import rebuild
from archive_app.services.own_types import uses


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with Archive.create(tmp_path / "馆藏", actor="王文史") as opened:
        yield opened


def add(archive: Archive, name: str, type: str = "links", target: str = "person", **values: Any) -> own.OwnField:
    archive.execute(own.adding(archive, {"name": name, "type": type, "target": target, **values}))
    return own.own_field(archive, name)


def made(archive: Archive, entity: str = "person", name: str = "马䶮", **values: Any) -> str:
    title = {"title": name, "kind": "document"} if entity == "item" else {"name": name}
    command = Create(entity, {**title, **values})
    archive.execute(command)
    return command.id


def value(archive: Archive, key: str, field: str) -> Any:
    return archive.catalogue.record(key).values.get(f"own:{field}")


def test_a_link_leads_somewhere_and_goes_through_undo_records_and_rebuild(archive: Archive) -> None:
    add(archive, "师傅")
    add(archive, "出处", "link", "资料")
    one, two = made(archive), made(archive, name="祁垚")
    source = made(archive, "item", "账簿")
    key = made(archive, "item", "水磨", **{"own:师傅": [one, two], "own:出处": source})
    with pytest.raises(UsageError, match="“师傅”指向的人物"):
        archive.execute(SetFields(key, {"own:师傅": [one, source]}))
    with pytest.raises(UsageError, match="不存在"):
        made(archive, "item", "空", **{"own:师傅": [key]})
    archive.execute(SetFields(key, {"own:师傅": [two]}))
    archive.undo()
    assert value(archive, key, "师傅") == [one, two]
    archive.redo()
    assert value(archive, key, "师傅") == [two]
    assert read_record(record_path(archive.root / "records", key)).values["own:出处"] == source
    root = archive.root
    archive.close()
    rebuild(root, "catalogue")
    with Archive.open(root) as again:
        assert value(again, key, "师傅") == [two] and own.own_field(again, "出处").field.target == "item"
        assert ("item", key) in again.catalogue.pointing_to(two)
        assert again.catalogue.pointing_to(source) == [("item", key)]


def test_where_a_card_occurs_counts_own_links_of_items_and_of_cards(archive: Archive) -> None:
    add(archive, "师傅", "link", kinds=["文献", "人物"])
    master, pupil = made(archive), made(archive, name="祁垚")
    key = made(archive, "item", "水磨")
    archive.execute(SetFields(key, {"own:师傅": master}))
    archive.execute(SetFields(pupil, {"own:师傅": master}))
    found = occurrences(archive, master)
    assert [(one.record, one.role, one.kind) for one in found] == [(key, "师傅", "文献"), (pupil, "师傅", "人物")]
    assert archive.catalogue.occurrence_counts("person") == {master: 2}
    archive.execute(Trash((master,)))
    assert [one.field for one in lacks(archive, checks=["link"])] == ["own:师傅"]


@pytest.mark.parametrize("type", ["link", "links"])
def test_links_follow_a_merge_and_come_back_by_a_split_after_a_restart(archive: Archive, type: str) -> None:
    add(archive, "师傅", type, kinds=["文献", "人物"])
    keep, other, third = made(archive), made(archive, name="马师傅"), made(archive, name="祁垚")
    several = type == "links"
    first, second = made(archive, "item", "甲"), made(archive, "item", "乙")
    archive.execute(SetFields(first, {"own:师傅": [third, other] if several else other}))
    archive.execute(SetFields(second, {"own:师傅": [keep, other] if several else keep}))
    archive.execute(SetFields(third, {"own:师傅": [other] if several else other}))
    archive.execute(SetFields(other, {"own:师傅": [third] if several else third}))
    before = {key: value(archive, key, "师傅") for key in (first, second, third, keep, other)}
    archive.execute(Merge(keep, [other]))
    assert value(archive, first, "师傅") == ([third, keep] if several else keep)
    assert value(archive, second, "师傅") == ([keep] if several else keep)
    assert value(archive, third, "师傅") == ([keep] if several else keep)
    assert value(archive, keep, "师傅") == ([third] if several else third)  # what it lacked
    root = archive.root
    archive.close()
    with Archive.open(root) as again:
        again.execute(Split(other))
        assert {key: value(again, key, "师傅") for key in before} == before
        again.undo()
        assert value(again, first, "师傅") == ([third, keep] if several else keep)
        again.undo()
        assert {key: value(again, key, "师傅") for key in before} == before


def test_cards_compared_and_what_disagrees_are_told_by_names(archive: Archive) -> None:
    add(archive, "师傅", "link", kinds=["人物"])
    one, two = made(archive, name="甲"), made(archive, name="乙")
    keep, other = made(archive), made(archive, name="马师傅")
    archive.execute(SetFields(keep, {"own:师傅": one}))
    archive.execute(SetFields(other, {"own:师傅": two}))
    load = archive.catalogue.record
    rows = {row.label: (row.keep, row.other) for row in cards.compare(archive, load(keep), load(other))}
    assert rows["师傅"] == ("甲", "乙")
    archive.execute(Merge(keep, [other]))
    assert [(row["field"], row["value"]) for row in load(keep)["variants"]] == [("师傅", "乙")]


def test_a_link_given_by_a_merge_goes_again_though_its_card_was_merged_meanwhile(archive: Archive) -> None:
    add(archive, "师傅", "links", kinds=["人物"])
    master, same = made(archive, name="老马"), made(archive, name="马师傅")
    keep, other = made(archive), made(archive, name="马二")
    archive.execute(SetFields(other, {"own:师傅": [same]}))
    archive.execute(Merge(keep, [other]))
    archive.execute(Merge(master, [same]))
    assert value(archive, keep, "师傅") == [master]
    archive.execute(Split(other))
    assert value(archive, keep, "师傅") is None and value(archive, other, "师傅") == [master]
    archive.execute(Split(same))
    assert value(archive, other, "师傅") == [same]


def test_a_field_that_is_words_by_now_keeps_them_through_a_split(archive: Archive) -> None:
    field = add(archive, "师傅", "link")
    keep, other = made(archive), made(archive, name="马师傅")
    key = made(archive, "item", "水磨")
    archive.execute(SetFields(key, {"own:师傅": other}))
    archive.execute(Merge(keep, [other]))
    archive.execute(own.changing(archive, field, {"type": "text"}))
    archive.execute(Split(other))
    assert value(archive, key, "师傅") == "马䶮"


def test_lists_show_filter_count_and_order_by_what_is_linked(archive: Archive) -> None:
    add(archive, "师傅")
    one, two = made(archive, name="祁垚"), made(archive, name="卓玛", aliases=["卓妈"])
    items = [made(archive, "item", name) for name in "甲乙丙丁"]
    for key, links in zip(items, ([one], [two, one], [], [two]), strict=True):
        archive.execute(SetFields(key, {"own:师傅": links}))
    column = column_called(archive, "师傅")
    assert column is not None
    cells = ListCells(archive).of(items, [column])
    assert [cells[key].get("own:师傅", "") for key in items] == ["祁垚", "卓玛、祁垚", "", "卓玛"]
    wanted = restricted(archive, ItemFilter(), ["师傅=卓妈"])
    assert set(archive.catalogue.item_ids(wanted)) == {items[1], items[3]}
    assert set(archive.catalogue.item_ids(restricted(archive, ItemFilter(), ["师傅="]))) == {items[2]}
    with pytest.raises(UsageError, match="没有叫“无名”的人物"):
        restricted(archive, ItemFilter(), ["师傅=无名"])
    counted = archive.catalogue.facets(ItemFilter(), ("own:师傅",)).values["own:师傅"]
    assert {(words, number) for _key, words, number in counted} == {("祁垚", 2), ("卓玛", 2)}
    archive.execute(SetFields(one, {"name": "阿丹"}))
    up, down = (archive.catalogue.item_ids(order="own:师傅", descending=turned) for turned in (False, True))
    assert up == [items[0], items[1], items[3], items[2]] and set(down[:2]) == {items[1], items[3]}
    assert down[2:] == [items[0], items[2]]


def test_a_batch_adds_and_takes_away_links(archive: Archive) -> None:
    add(archive, "师傅")
    one, two = made(archive, name="祁垚"), made(archive, name="卓玛")
    items = [made(archive, "item", name) for name in "甲乙"]
    archive.execute(SetFields(items[0], {"own:师傅": [one]}))
    planned = plan(archive, items, Wish("own:师傅", Way.ADD, [two]))
    assert [(step.was, step.becomes) for step in planned.steps] == [("祁垚", "祁垚、卓玛"), ("", "卓玛")]
    archive.execute(planned.command())
    archive.execute(plan(archive, items, Wish("师傅", Way.REMOVE, [one])).command())
    assert [value(archive, key, "师傅") for key in items] == [[two], [two]]


def test_the_list_goes_out_with_names_and_comes_back_as_links(archive: Archive, tmp_path: Path) -> None:
    add(archive, "师傅")
    add(archive, "出处", "link", "item")
    one, two = made(archive, name="祁垚"), made(archive, name="卓玛")
    source = made(archive, "item", "账簿")
    key = made(archive, "item", "水磨", **{"own:师傅": [one, two], "own:出处": source})
    out = tmp_path / "清单.xlsx"
    write_list(archive, out, archive.catalogue.item_ids())
    before = archive.catalogue.record(key)
    report = import_paths(archive, [out])
    assert not report.refused and archive.catalogue.record(key).values == before.values
    listed = tmp_path / "新收.csv"
    listed.write_text(
        "题名,种类,师傅,出处\n磨盘,文献,祁垚、卓玛,账簿\n油坊,文献,祁垚；无名氏,没有的\n渡口,文献,卓玛,\n", "utf-8"
    )
    report = import_paths(archive, [listed])
    assert not report.refused and len(report.imported) == 3
    titled = {archive.catalogue.record(new.id).title: new for new in report.imported}
    stands = {title: (value(archive, new.id, "师傅"), value(archive, new.id, "出处")) for title, new in titled.items()}
    assert stands == {"磨盘": ([one, two], source), "油坊": ([one], None), "渡口": ([two], None)}
    assert "师傅：无名氏" in archive.catalogue.record(titled["油坊"].id)["notes"]
    assert any("无名氏" in words for words in titled["油坊"].warnings)


@pytest.mark.parametrize(
    ("type", "given", "into", "kept"),
    [
        ("links", ["祁垚", "卓玛"], "text", "祁垚、卓玛"), ("links", ["祁垚", "卓玛"], "tags", ["祁垚", "卓玛"]),
        ("link", "祁垚", "links", ["祁垚"]), ("links", ["祁垚"], "link", "祁垚"),
        ("links", ["祁垚", "卓玛"], "link", None), ("text", "祁垚", "link", "祁垚"),
        ("text", "祁垚、卓妈", "links", ["祁垚", "卓玛"]), ("text", "无名氏", "link", None),
        ("tags", ["祁垚", "同名"], "links", None), ("link", "祁垚", "number", None),
        ("text", "祁垚", "links:place", None), ("links", ["祁垚"], "links:organisation", ["祁垚"]),
    ],
)  # fmt: skip
def test_a_type_changed_between_words_and_links_keeps_what_stands_there(
    archive: Archive, type: str, given: Any, into: str, kept: Any
) -> None:
    people = {"祁垚": made(archive, name="祁垚"), "卓玛": made(archive, name="卓玛", aliases=["卓妈"])}
    made(archive, name="同名"), made(archive, name="同名")
    firm = made(archive, "organisation", "祁垚")
    into, _colon, target = into.partition(":")
    as_stored = {"organisation": {"祁垚": firm}}.get(target, people)

    def stored(words: Any, known: dict[str, str]) -> Any:
        return [known[one] for one in words] if isinstance(words, list) else known[words]

    field = add(archive, "某栏", type)
    keys = [made(archive, "item", "账簿"), made(archive, "item", "在回收站里的")]
    for key in keys:
        archive.execute(SetFields(key, {"own:某栏": stored(given, people) if type.startswith("link") else given}))
    archive.execute(Trash((keys[1],)))
    change = {"type": into, "target": target or "person"}
    if kept is None:
        with pytest.raises(UsageError, match="有 2 件填的不能算"):
            own.changing(archive, field, change)
        return
    archive.execute(own.changing(archive, field, change))
    wanted = stored(kept, as_stored) if into.startswith("link") else kept
    assert [value(archive, key, "某栏") for key in keys] == [wanted, wanted]
    archive.undo()
    assert value(archive, keys[0], "某栏") == (stored(given, people) if type.startswith("link") else given)
    assert own.own_field(archive, "某栏").type == type


def test_items_joined_take_the_links_to_the_second_with_them(archive: Archive) -> None:
    add(archive, "出处", "links", "item")
    add(archive, "师傅")
    person = made(archive)
    keep, other, third = (made(archive, "item", name) for name in "甲乙丙")
    archive.execute(SetFields(third, {"own:出处": [other]}))
    archive.execute(SetFields(other, {"own:师傅": [person]}))
    archive.execute(joining(archive, keep, [other]).command())
    assert value(archive, third, "出处") == [keep] and value(archive, keep, "师傅") == [person]
    assert len(uses(archive, own.own_field(archive, "师傅"))) == 1
