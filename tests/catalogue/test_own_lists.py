"""Lists by an archive's own fields: filtered, counted and ordered as what stands in the records says."""

from __future__ import annotations

import random
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text as sql

from archive_app.catalogue import migrate as migrating
from archive_app.catalogue.catalogue import Catalogue
from archive_app.catalogue.changelog import Author
from archive_app.catalogue.commands import Batch, Create, SetFields, Trash
from archive_app.catalogue.database import Database
from archive_app.catalogue.facets import FACETS, without
from archive_app.catalogue.own_values import Within, number_key
from archive_app.catalogue.queries import ORDERS, ItemFilter
from archive_app.domain.identity import new_id
from archive_app.hanzi.collation import title_key

SIZES, WEAR = ("十六开", "八开", "三十二开"), ("完好", "破损", "虫蛀")


@pytest.fixture
def filled(catalogue: Catalogue, author: Author) -> Catalogue:
    chance = random.Random(11)
    fields = {"开本": "choice", "完残": "choices", "张数": "number", "入藏": "date", "已裱": "flag"}
    for name, type in fields.items():
        catalogue.execute(Create("own_field", {"name": name, "key": name, "type": type}), author)
    place = Create("place", {"name": "下街"})
    catalogue.execute(place, author)
    made = []
    for number in range(60):
        values: dict[str, Any] = {
            "kind": chance.choice(("photograph", "document")),
            "title": f"{chance.choice('水磨社火')}{number}",
            "received": chance.choice(("", "2024-05-01", "2025-06-02")),
            "photographer": chance.choice(("", "祁垚", "卓玛", "吴颜")),
        }
        if number % 3:
            year = chance.randrange(1940, 1990)
            values |= {
                "own:开本": chance.choice(SIZES), "own:完残": chance.sample(WEAR, chance.randrange(1, 3)),
                "own:张数": chance.choice((-3, 0.5, 2, 10, 100, 9.75)), "own:已裱": chance.random() < 0.5,
                "own:入藏": {"display": f"{year}年", "earliest": f"{year}-01-01", "latest": f"{year}-12-31"},
                "places": [place.id],
            }  # fmt: skip
        made.append(Create("item", values))
    catalogue.execute(Batch("造", made), author)
    catalogue.execute(Trash(tuple(one.id for one in made[::9])), author)
    return catalogue


def own(catalogue: Catalogue, key: str) -> dict[str, Any]:
    return dict(catalogue.record(key)["own"])


def listed(catalogue: Catalogue, truth: Any) -> set[str]:
    return {key for key in catalogue.item_ids() if truth(own(catalogue, key))}


FILTERS: list[tuple[ItemFilter, Any]] = [
    (ItemFilter(own=(("own:开本", ("八开", "十六开")),)), lambda own: own.get("开本") in ("八开", "十六开")),
    (ItemFilter(own=(("own:开本", ("", "八开")),)), lambda own: own.get("开本", "八开") == "八开"),
    (ItemFilter(own=(("own:完残", ("虫蛀",)),)), lambda own: "虫蛀" in own.get("完残", ())),
    (ItemFilter(own=(("own:已裱", ("1",)),)), lambda own: own.get("已裱") is True),
    (ItemFilter(own=(("own:已裱", ("",)),)), lambda own: not own.get("已裱")),
    (ItemFilter(within=(Within("own:张数", "0.5", "9.75"),)), lambda own: 0.5 <= own.get("张数", -9) <= 9.75),
    (ItemFilter(within=(Within("own:张数", "", "-1"),)), lambda own: own.get("张数", 1) <= -1),
    (
        ItemFilter(within=(Within("own:入藏", "1955-01-01", "1964-12-31", dated=True),)),
        lambda own: "1955" <= own.get("入藏", {}).get("earliest", "0")[:4] <= "1964",
    ),
    (
        ItemFilter(own=(("own:开本", ("八开",)), ("own:完残", ("完好", "破损")))),
        lambda own: own.get("开本") == "八开" and {"完好", "破损"} & set(own.get("完残", ())),
    ),
]


@pytest.mark.parametrize(("wanted", "truth"), FILTERS)
def test_a_filter_lets_through_what_stands_in_the_records(filled: Catalogue, wanted: ItemFilter, truth: Any) -> None:
    expected = listed(filled, truth)
    assert 0 < len(expected) < len(filled.item_ids())
    for order in (*ORDERS, "own:张数", "own:入藏", "field:photographer"):
        for descending in (False, True):
            assert set(filled.item_ids(wanted, order, descending=descending)) == expected, order


@pytest.mark.parametrize("wanted", [ItemFilter(), ItemFilter(kinds=("document",)), *(one for one, _truth in FILTERS)])
def test_each_number_is_the_length_of_the_list_it_leads_to(filled: Catalogue, wanted: ItemFilter) -> None:
    names = ("own:开本", "own:完残", "own:已裱")
    counted = filled.facets(wanted, names)
    for name in names:
        under = without(wanted, name)
        pairs = tuple(under.own)
        for value, _label, number in counted.values[name]:
            chosen = {part: getattr(under, part) for part in under.__slots__} | {"own": (*pairs, (name, (value,)))}
            assert number == len(filled.item_ids(ItemFilter(**chosen))), (name, value)
    members = {"kind": "kinds", "state": "states", "access": "access"}
    for name, member in members.items():
        assert name in FACETS
        for value, _label, number in counted.values[name]:
            chosen = {part: getattr(wanted, part) for part in wanted.__slots__} | {member: (value,)}
            assert number == len(filled.item_ids(ItemFilter(**chosen))), (name, value)


def test_an_order_by_title_heeds_every_filter(filled: Catalogue) -> None:
    """They stand in no index of titles: year of receipt, places, items found otherwise."""
    place = filled.titles("place")[0][0]
    some = tuple(filled.item_ids()[:7])
    for wanted in (ItemFilter(received=(2024,)), ItemFilter(places=(place,)), ItemFilter(only=some)):
        for order in ("title", "strokes"):
            assert set(filled.item_ids(wanted, order)) == set(filled.item_ids(wanted)) != set(filled.item_ids())


def test_orders_are_those_of_numbers_days_and_sounds_and_what_has_none_comes_last(filled: Catalogue) -> None:
    keys = {
        "own:张数": lambda key: own(filled, key).get("张数"),
        "own:入藏": lambda key: own(filled, key).get("入藏", {}).get("earliest"),
        "own:开本": lambda key: title_key(own(filled, key)["开本"]) if "开本" in own(filled, key) else None,
        "field:photographer": lambda key: title_key(name) if (name := filled.record(key)["photographer"]) else None,
    }
    for order, of in keys.items():
        for descending in (False, True):
            found = [of(key) for key in filled.item_ids(None, order, descending=descending)]
            given = [one for one in found if one is not None]
            assert found == sorted(given, reverse=descending) + [None] * (len(found) - len(given)), order


def test_an_order_follows_what_is_written_and_taken_back(filled: Catalogue, author: Author) -> None:
    for order, field, value in (("own:张数", "own:张数", 5_000), ("field:photographer", "photographer", "阿一")):
        before = filled.item_ids(None, order, descending=order.startswith("own"))
        key = before[-1]
        filled.execute(SetFields(key, {field: value}), author)
        assert filled.item_ids(None, order, descending=order.startswith("own"))[0] == key
        filled.undo(author)
        assert filled.item_ids(None, order, descending=order.startswith("own")) == before


@given(st.lists(st.floats(allow_nan=False), max_size=20))
def test_keys_of_numbers_are_ordered_as_the_numbers(numbers: list[float]) -> None:
    assert sorted(numbers, key=number_key) == sorted(numbers)
    assert number_key(-0.0) == number_key(0.0)


def test_an_archive_of_the_schema_before_gets_its_rows(tmp_path: Path) -> None:
    path, key = tmp_path / "catalogue.sqlite", new_id()
    database = Database(path)
    config = migrating._config()
    with database.write() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0010")
        connection.execute(
            sql(
                "INSERT INTO item (id, version, trashed, kind, title, state, access, characters, added, details)"
                " VALUES (:id, 1, 0, 'document', '水磨', 'draft', 'internal', 0, 1, :details)"
            ),
            {"id": key, "details": '{"own": {"张数": 12, "完残": ["破损", "虫蛀"]}}'},
        )
    database.close()
    catalogue = Catalogue.open(path)
    assert catalogue.item_ids(ItemFilter(own=(("own:完残", ("虫蛀",)),))) == [key]
    assert catalogue.item_ids(ItemFilter(within=(Within("own:张数", "12", "12"),))) == [key]
    assert catalogue.item_ids(ItemFilter(within=(Within("own:张数", "13", ""),))) == []
    catalogue.close()
