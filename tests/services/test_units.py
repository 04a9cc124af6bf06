"""Units above items: what may stand where, what comes down from them, and how items come in and go out."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive_app.catalogue.commands import Batch, Create, SetFields, Trash
from archive_app.catalogue.queries import ORDERS, ItemFilter
from archive_app.domain.access import Access
from archive_app.domain.errors import Conflict, UnknownRecord, UsageError
from archive_app.domain.units import effective, imposed, standing
from archive_app.domain.workflow import Locked
from archive_app.frozen import dataclass
from archive_app.services.archive import Archive
from archive_app.services.importing import import_paths
from archive_app.services.units import UnitTree, level_words, opens_in_words
from archive_app.services.units.acts import changing, dissolving, entering, making, moving, ordering, placing
from archive_app.services.units.defaults import rows_of

LEVELS = ("public", "internal", "restricted")


@pytest.fixture
def archive(tmp_path: Path) -> Iterator[Archive]:
    with Archive.create(tmp_path / "馆藏", actor="王文史") as made:
        yield made


def unit(archive: Archive, tier: str, number: str, title: str, parent: str = "", **values: Any) -> str:
    command = making(archive, {"tier": tier, "number": number, "title": title, "parent": parent, **values})
    archive.execute(command)
    return command.id


def item(archive: Archive, title: str = "水磨", **values: Any) -> str:
    command = Create("item", {"kind": "document", "title": title, **values})
    archive.execute(command)
    return command.id


def level(archive: Archive, key: str) -> str:
    """As the record and the list say it: they never differ."""
    record = archive.catalogue.record(key)
    assert archive.catalogue.item_rows([key])[0].access == record.level
    return str(record.level)


def test_what_stands_in_a_closed_unit_is_closed_in_one_step_and_open_again_in_one(archive: Archive) -> None:
    fonds = unit(archive, "fonds", "J019", "城东政协")
    file = unit(archive, "file", "3", "水磨调查", unit(archive, "series", "WS", "文书", fonds))
    keys = [item(archive, f"第{n}件", access=own) for n, own in enumerate(LEVELS)]
    archive.execute(moving(archive, keys, file).command())
    outside = item(archive, access="public")

    archive.execute(changing(archive, archive.catalogue.record(file), {"access": "restricted"}))
    assert [level(archive, key) for key in (*keys, outside)] == ["restricted"] * 3 + ["public"]
    assert [archive.catalogue.record(key)["access"] for key in keys] == list(LEVELS), "their own stay theirs"
    assert archive.undoable()[0].label == "案卷 3「水磨调查」定为控制"
    assert level_words(archive.catalogue, archive.catalogue.record(keys[0])) == "控制（承自 案卷 3「水磨调查」）"

    archive.undo()
    assert [level(archive, key) for key in keys] == list(LEVELS)
    archive.execute(changing(archive, archive.catalogue.record(fonds), {"access": "internal"}))
    assert [level(archive, key) for key in keys] == ["internal", "internal", "restricted"], "from above the unit, too"
    archive.undo()
    archive.redo()
    assert [level(archive, key) for key in keys] == ["internal", "internal", "restricted"]


@pytest.mark.parametrize("above", ["", *LEVELS])
@pytest.mark.parametrize("own", LEVELS)
def test_the_stricter_of_two_levels_holds_wherever_an_item_is_made_moved_or_opened(
    archive: Archive, own: str, above: str
) -> None:
    file = unit(archive, "file", "1", "卷", access=above)
    wanted = str(effective(own, above))
    made = item(archive, access=own, unit=file)
    moved = item(archive, access=own)
    archive.execute(moving(archive, [moved], file).command())
    opened = item(archive, access="restricted", unit=file)
    archive.execute(SetFields(opened, {"access": own}))

    assert [level(archive, key) for key in (made, moved, opened)] == [wanted] * 3
    archive.execute(moving(archive, [moved], "").command())
    assert level(archive, moved) == own
    assert wanted == max(own, above or own, key=LEVELS.index)


@dataclass(frozen=True, slots=True)
class _Unit:
    parent: str
    access: str
    until: str = ""


@given(st.lists(st.tuples(st.integers(-1, 6), st.sampled_from(["", *LEVELS])), min_size=1, max_size=7))
def test_a_level_is_never_looser_than_any_above_and_circles_end(made: list[tuple[int, str]]) -> None:
    units = {str(at): _Unit(str(parent) if parent >= 0 else "", access) for at, (parent, access) in enumerate(made)}
    for key in units:
        found = imposed(units, key)
        seen, one = set(), key
        while one in units and one not in seen:
            seen.add(one)
            assert not units[one].access or Access(found).rank >= Access(units[one].access).rank
            one = units[one].parent


def test_until_is_the_latest_day_of_those_that_are_as_strict() -> None:
    units = {
        "a": _Unit("", "restricted", "2040-01-01"),
        "b": _Unit("a", "restricted", "2030-01-01"),
        "c": _Unit("b", "internal", "2050-01-01"),
    }
    found = standing("public", "", units, "c")
    assert (found.level, found.until, found.holder) == (Access.RESTRICTED, "2040-01-01", "b")
    assert standing("restricted", "", units, "c").until == "", "its own has no end"
    assert standing("restricted", "", units, "c").holder == ""
    assert standing("public", "2031-01-01", {}, "") == standing("public", "2031-01-01", units, "")


def test_why_an_item_cannot_be_opened_is_said(archive: Archive) -> None:
    file = unit(archive, "file", "3", "水磨", access="restricted", access_until="2035-01-01")
    key = item(archive, access="public", unit=file)
    record = archive.catalogue.record(key)
    assert level_words(archive.catalogue, record) == "控制（承自 案卷 3「水磨」，到 2035-01-01）"
    assert "请改案卷 3「水磨」的级别" in opens_in_words(archive.catalogue, record)
    assert opens_in_words(archive.catalogue, archive.catalogue.record(item(archive))) == ""


def test_units_stand_only_where_their_level_of_description_may_and_never_below_themselves(archive: Archive) -> None:
    fonds = unit(archive, "fonds", "J019", "城东政协")
    one = unit(archive, "series", "WS", "文书", fonds)
    two = unit(archive, "series", "1", "来稿", one)
    file = unit(archive, "file", "1", "卷", two)
    for tier, parent in (("fonds", one), ("series", file), ("file", file), ("group", file)):
        with pytest.raises(UsageError, match="不能放在"):
            making(archive, {"tier": tier, "title": "错", "parent": parent})
    with pytest.raises(UsageError, match="自己下面"):
        placing(archive, one, two)
    with pytest.raises(UsageError, match="自己下面"):
        archive.execute(SetFields(one, {"parent": two}))
    with pytest.raises(Conflict, match="编号不能相同"):
        making(archive, {"tier": "file", "number": "1", "title": "又一卷", "parent": two})
    archive.execute(SetFields(file, {"parent": one}))
    assert archive.catalogue.units()[file].parent == one


def test_the_order_of_units_is_a_persons_and_one_step(archive: Archive) -> None:
    fonds = unit(archive, "fonds", "J019", "全宗")
    keys = [unit(archive, "file", str(n), f"卷{n}", fonds) for n in (1, 2, 3)]
    archive.execute(placing(archive, keys[2], fonds, before=keys[0]))
    assert UnitTree.of(archive.catalogue).children(fonds) == [keys[2], keys[0], keys[1]]
    archive.undo()
    assert UnitTree.of(archive.catalogue).children(fonds) == keys
    archive.execute(placing(archive, keys[1], ""))
    assert UnitTree.of(archive.catalogue).children() == [fonds, keys[1]]


def test_a_unit_is_found_by_path_number_title_pinyin_and_initials(archive: Archive) -> None:
    fonds = unit(archive, "fonds", "J019", "城东政协")
    file = unit(archive, "file", "3", "水磨调查", unit(archive, "series", "WS", "文书", fonds))
    other = unit(archive, "file", "3", "渡口", unit(archive, "series", "ZP", "照片", fonds))
    tree = UnitTree.of(archive.catalogue)
    for typed in ("J019/WS/3", "水磨", "shuimo", "smdc", "j019/ws"):
        assert file in tree.find(typed), typed
    assert tree.find("3")[:2] == [file, other]
    assert tree.named("J019/WS/3") == tree.named("水磨调查") == tree.named(file) == file
    with pytest.raises(UnknownRecord, match="有 2 个"):
        tree.named("3")
    with pytest.raises(UnknownRecord, match="没有叫"):
        tree.named("J020")


def test_what_a_unit_gives_fills_empty_fields_once_and_no_later_change_reaches_them(archive: Archive) -> None:
    fonds = unit(archive, "fonds", "J019", "全宗", defaults=rows_of({"language": ["汉语"], "open_status": "控制"}))
    file = unit(
        archive, "file", "1", "卷", fonds, retention="Y", defaults=rows_of({"open_status": "开放", "state": "x"})
    )
    said, empty = item(archive, "有", retention="D10"), item(archive, "空")
    plan = moving(archive, [said, empty], file)
    assert plan.filled == {"open_status": 2, "language": 2, "retention": 1}
    archive.execute(plan.command())
    one, two = (archive.catalogue.record(key) for key in (said, empty))
    assert (one["retention"], two["retention"]) == ("D10", "Y")
    assert (two["open_status"], two["language"], two["state"]) == ("开放", ["汉语"], "draft"), "the nearest decides"

    archive.execute(changing(archive, archive.catalogue.record(file), {"retention": "D30"}))
    assert archive.catalogue.record(empty)["retention"] == "Y"
    values, taken = entering(archive, file, "document", {"title": "新的", "language": ["藏语"]})
    assert taken == ("retention", "open_status")
    assert (values["retention"], values["language"], values["unit_order"]) == ("D30", ["藏语"], 3)
    archive.undo(2)
    assert archive.catalogue.record(empty)["retention"] == "" and archive.catalogue.record(empty)["unit"] == ""


def test_a_batch_is_moved_in_one_step_numbered_on_and_refused_where_one_was_changed(archive: Archive) -> None:
    file = unit(archive, "file", "1", "卷", access="restricted")
    keys = [item(archive, f"第{n}件", access="public") for n in range(40)]
    archive.execute(moving(archive, keys[:2], file).command())
    plan = moving(archive, keys, file)
    assert (len(plan.steps), plan.same, plan.tighter, plan.looser) == (38, 2, 38, 0)
    archive.execute(SetFields(keys[9], {"notes": "改过"}))
    with pytest.raises(Conflict):
        archive.execute(plan.command())
    archive.execute(moving(archive, keys, file).command())
    assert [order for _key, order in archive.catalogue.orders_in(file)] == list(range(1, 41))
    assert archive.catalogue.item_ids(ItemFilter(units=(file,))) == keys
    archive.undo()
    assert archive.catalogue.in_units() == {file: 2, "": 38}

    archive.execute(ordering(archive, file, [keys[1]]))
    assert archive.catalogue.orders_in(file) == [(keys[1], 1), (keys[0], 2)]


def test_a_unit_goes_only_with_a_word_on_what_stands_in_it(archive: Archive) -> None:
    fonds = unit(archive, "fonds", "J019", "全宗")
    file = unit(archive, "file", "1", "卷", fonds, access="restricted")
    key, gone = item(archive, access="public", unit=file), item(archive, unit=file)
    archive.execute(Trash([gone]))
    with pytest.raises(Conflict, match="里还有1 件"):
        archive.execute(Trash([file]))

    plan = dissolving(archive, file)
    assert plan.sentence == (
        "案卷 1「卷」移入回收站；里面的 2 件移到全宗 J019「全宗」。其中 2 件会比现在宽：它们的级别是从这里承来的。"
    )
    archive.execute(plan.command)
    assert (level(archive, key), archive.catalogue.record(key)["unit"]) == ("public", fonds)
    assert UnitTree.of(archive.catalogue).children(fonds) == []
    archive.undo()
    assert (level(archive, key), archive.catalogue.record(key)["unit"]) == ("restricted", file)

    into = unit(archive, "file", "2", "另一卷", fonds, access="internal")
    archive.execute(dissolving(archive, file, into).command)
    assert (level(archive, key), archive.catalogue.items_below([into])) == ("internal", [key, gone])
    assert dissolving(archive, fonds).units == 1


def test_units_and_levels_come_back_from_the_records_alone(archive: Archive, tmp_path: Path) -> None:
    fonds = unit(archive, "fonds", "J019", "全宗", access="restricted")
    file = unit(archive, "file", "1", "卷", fonds)
    key = item(archive, access="public", unit=file)
    from archive_app.catalogue.catalogue import Catalogue
    from archive_app.catalogue.changelog import Author

    rebuilt = Catalogue.open(tmp_path / "anew.sqlite")
    rebuilt.fill_from(archive.root / "records", Author("王文史", "d"))
    assert rebuilt.record(key).level is Access.RESTRICTED
    assert [row.access for row in rebuilt.item_rows([key])] == ["restricted"]
    assert {one: (row.parent, row.imposed) for one, row in rebuilt.units().items()} == {
        fonds: ("", "restricted"), file: (fonds, "restricted"),
    }  # fmt: skip
    rebuilt.close()


def test_one_command_that_makes_units_and_moves_items_in_any_order_leaves_no_item_too_open(archive: Archive) -> None:
    key = item(archive, access="public")
    outer = Create("unit", {"tier": "fonds", "title": "全宗"})
    inner = Create("unit", {"tier": "file", "title": "卷", "parent": outer.id})
    into = SetFields(key, {"unit": inner.id}, by_program=True)
    archive.execute(Batch("一步", [outer, inner, into, SetFields(outer.id, {"access": "restricted"})]))
    assert level(archive, key) == "restricted"
    archive.undo()
    assert level(archive, key) == "public"


def test_who_only_gathers_moves_own_items_but_changes_no_unit(archive: Archive) -> None:
    file = unit(archive, "file", "1", "卷")
    card = Create("commissioner", {"name": "李专员"})
    archive.execute(card)
    archive.execute(Create("staff", {"name": "王文史", "roles": ["editor"]}))
    mine = item(archive, commissioner=card.id)
    archive.act_as("李专员")
    archive.execute(moving(archive, [mine], file).command())
    with pytest.raises(Locked, match="文史专员不能改全宗、类和案卷"):
        archive.execute(changing(archive, archive.catalogue.record(file), {"access": "public"}))
    archive.act_as("王文史")
    archive.execute(changing(archive, archive.catalogue.record(file), {"access": "restricted"}))
    archive.act_as("李专员")
    with pytest.raises(Locked):
        archive.undo()
    assert level(archive, mine) == "restricted"


def test_what_is_imported_into_a_unit_stands_in_it_lists_and_files_alike(archive: Archive, tmp_path: Path) -> None:
    fonds = unit(archive, "fonds", "J019", "城东政协", defaults=rows_of({"language": ["汉语"]}))
    box = unit(archive, "file", "3", "水磨", fonds, retention="Y")
    item(archive, "先在的", unit=box, unit_order=4)
    come = tmp_path / "来的"
    come.mkdir()
    (come / "一.txt").write_text("磨坊的事，说来话长。", "utf-8")
    rows = "题名,种类,语种,存史案卷\n账簿,文献,,\n契约,文献,藏语,J019/3\n别处的,文献,,J019\n"
    (come / "二.csv").write_text(rows, "utf-8")
    report = import_paths(archive, [come], unit=box)
    assert not report.refused
    records = {one.title: one for one in map(archive.catalogue.record, archive.catalogue.item_ids())}
    assert records["别处的"]["unit"] == fonds, "a row that names a unit stands there"
    inside = [one for one in records.values() if one["unit"] == box]
    assert sorted(one["unit_order"] for one in inside) == [4, 5, 6, 7]
    assert {one.title: one["language"] for one in inside if one.title in ("账簿", "契约")} == {
        "账簿": ["汉语"], "契约": ["藏语"],
    }  # fmt: skip
    assert all(one["retention"] == "Y" for one in inside if one["unit_order"] > 4)
    archive.undo()
    assert len(archive.catalogue.item_ids()) == 1
    with pytest.raises(UnknownRecord):
        import_paths(archive, [come], unit="01a22d6d-68a9-7453-8082-682f2a0d7525")


def test_a_unit_that_holds_most_is_listed_in_every_order_as_one_that_holds_few(archive: Archive) -> None:
    fonds = unit(archive, "fonds", "J019", "城东政协")
    boxes = [unit(archive, "file", str(number), f"卷{number}", fonds) for number in range(3)]
    other = unit(archive, "fonds", "J020", "别的")
    chance = random.Random(7)
    keys = [
        item(
            archive, chance.choice("水磨油坊渡口"), unit=where, unit_order=number if where else None,
            kind=chance.choice(("document", "photograph")), received=chance.choice(("", "2024-05-01", "2025-01-02")),
            accession_no=chance.choice(("", f"征{number}")),
        )
        for number, where in enumerate(chance.choice(("", other, *boxes, *boxes, *boxes, fonds)) for _n in range(60))
    ]  # fmt: skip
    archive.execute(Trash(tuple(keys[::7])))
    records = {key: archive.catalogue.record(key) for key in keys}
    for trashed in (False, True):
        for units in ((fonds,), (fonds, ""), (fonds, other), (other,), ("",), (boxes[0],)):
            inside = {*units, *(boxes if fonds in units else ())}
            for order in ORDERS:
                for turned in (False, True):
                    whole = archive.catalogue.item_ids(ItemFilter(trashed=trashed), order, descending=turned)
                    wanted = [key for key in whole if str(records[key]["unit"] or "") in inside]
                    listed = archive.catalogue.item_ids(
                        ItemFilter(units=units, trashed=trashed), order, descending=turned
                    )
                    assert listed == wanted, (units, order, turned)
