"""What a list asks: the right items in the right order and number, read from indexes alone."""

from __future__ import annotations

import random
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from alembic import command
from sqlalchemy import event
from sqlalchemy import text as sql

from archive_app.catalogue import migrate as migrating
from archive_app.catalogue.catalogue import Catalogue
from archive_app.catalogue.changelog import Author
from archive_app.catalogue.commands import Batch, Create, Restore, SetFields, Trash
from archive_app.catalogue.database import Database
from archive_app.catalogue.facets import FACETS, without
from archive_app.catalogue.queries import ORDERS, ItemFilter
from archive_app.catalogue.store import Record
from archive_app.domain.identity import new_id
from archive_app.hanzi.collation import stroke_key, title_key
from archive_app.hanzi.pinyin.reading import Kind

KINDS = ("photograph", "oral_history", "contribution")
CHOICES = {"kind": "kinds", "state": "states", "access": "access", "category": "categories"}


def day(year: int, until: int = 0) -> dict[str, str]:
    return {"display": f"{year}年", "earliest": f"{year}-01-01", "latest": f"{until or year}-12-31"}


@pytest.fixture(scope="module")
def filled_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Sixty items of three kinds, every ninth in the trash: written once, copied for each test."""
    path = tmp_path_factory.mktemp("filled") / "catalogue.sqlite"
    catalogue, author = Catalogue.open(path), Author("祁垚", "dev-a1")
    chance = random.Random(7)
    ana = Create("commissioner", {"name": "安娜"})
    catalogue.execute(ana, author)
    made = []
    for number in range(60):
        values: dict[str, Any] = {
            "kind": chance.choice(KINDS),
            "title": f"{chance.choice('水磨社火油坊')}{number % 7}",
            "state": chance.choice(("draft", "submitted")),
            "access": chance.choice(("public", "internal")),
            "category": chance.choice(("", "乡村", "学校")),
            "received": chance.choice(("", "2024-05-01", "2025-06-02")),
            "commissioner": chance.choice((None, ana.id)),
        }
        if number % 3:
            values["created"] = day(1930 + number, 1934 + number)
        if number % 4 == 0:
            values["dates"] = [day(1941), day(1943), day(1962)]
        made.append(Create("item", values))
    catalogue.execute(Batch("造", made), author)
    catalogue.execute(Trash(tuple(one.id for one in made[::9])), author)
    catalogue.database.checkpoint()
    catalogue.close()
    return path


@pytest.fixture
def filled(filled_file: Path, tmp_path: Path) -> Iterator[Catalogue]:
    opened = Catalogue.open(Path(shutil.copy(filled_file, tmp_path / "catalogue.sqlite")))
    yield opened
    opened.close()


def passes(record: Record, wanted: ItemFilter) -> bool:
    values = record.values
    spans = [date for date in (values["created"], *(values["dates"] or ())) if date and date.get("earliest")]
    in_decades = not wanted.decades or any(
        int(span["earliest"][:4]) <= int(year) + 9 and int(span["latest"][:4]) >= int(year)
        for span in spans
        for year in wanted.decades
    )
    return (
        record.trashed == wanted.trashed
        and in_decades
        and all(
            not getattr(wanted, member) or values[name] in getattr(wanted, member) for name, member in CHOICES.items()
        )
        and (not wanted.commissioners or values["commissioner"] in wanted.commissioners)
        and (not wanted.text or any(wanted.text in (values[name] or "") for name in ("title", "accession_no")))
    )


FILTERS = [
    ItemFilter(),
    ItemFilter(trashed=True),
    ItemFilter(kinds=("photograph",)),
    ItemFilter(kinds=("photograph", "oral_history"), states=("draft",), access=("internal",)),
    ItemFilter(categories=("乡村",), decades=("1940", "1960")),
    ItemFilter(decades=("1960",)),
    ItemFilter(text="水"),
    ItemFilter(text="T-000", kinds=("contribution",)),
]


@pytest.mark.parametrize("wanted", FILTERS)
@pytest.mark.parametrize("order", list(ORDERS))
@pytest.mark.parametrize("descending", [False, True])
def test_a_list_holds_what_passes_in_its_order(
    filled: Catalogue, wanted: ItemFilter, order: str, descending: bool
) -> None:
    records = {record.id: record for record in filled.records("item", trashed=None)}
    listed = filled.item_ids(wanted, order, descending=descending)

    assert set(listed) == {key for key, record in records.items() if passes(record, wanted)}
    assert len(listed) == len(set(listed))
    first = {
        "created": lambda values: (values["created"] or {}).get("earliest", ""),
        "title": lambda values: title_key(values["title"]),
        "strokes": lambda values: stroke_key(values["title"], Kind.PLACE),
    }.get(order, lambda values: values.get(order) or "")
    if order != "added":
        keys = [first(records[key].values) for key in listed]
        given = [key for key in keys if key]
        assert keys == sorted(given, reverse=descending) + [""] * (len(keys) - len(given))


@pytest.mark.parametrize("wanted", FILTERS)
def test_each_facet_counts_what_choosing_it_would_list(filled: Catalogue, wanted: ItemFilter) -> None:
    counted = filled.facets(wanted)

    for facet in FACETS:
        under = without(wanted, facet)
        member = {**CHOICES, "commissioner": "commissioners", "decade": "decades", "lacking": "lacking"}[facet]
        for value, _label, number in counted.values[facet]:
            chosen: dict[str, Any] = {name: getattr(under, name) for name in under.__slots__} | {member: (value,)}
            assert number == len(filled.item_ids(ItemFilter(**chosen))), (facet, value)
    assert (counted.total, counted.trashed) == (len(filled.item_ids()), len(filled.item_ids(ItemFilter(trashed=True))))


def test_a_number_is_true_after_the_next_write(filled: Catalogue, author: Author) -> None:
    before = {value: number for value, _label, number in filled.counts(by="kind")}
    one = filled.item_ids(ItemFilter(kinds=("photograph",)))[0]
    filled.execute(Trash((one,)), author)
    assert dict((value, number) for value, _l, number in filled.counts(by="kind"))["photograph"] == (
        before["photograph"] - 1
    )
    filled.execute(Restore((one,)), author)
    commissioner = filled.titles("commissioner")[0][0]
    filled.execute(SetFields(commissioner, {"name": "安宁"}), author)
    assert filled.counts(by="kind") == [
        (value, label, before[value]) for value, label, _number in filled.counts(by="kind")
    ]
    assert [label for _value, label, _number in filled.counts(by="commissioner")] == ["安宁"]


@pytest.mark.parametrize("wanted", [*FILTERS[:-2], ItemFilter(text="水磨")])
@pytest.mark.parametrize("order", list(ORDERS))
def test_no_row_of_an_item_is_read_to_list_it(filled: Catalogue, wanted: ItemFilter, order: str) -> None:
    """A row is long; at 100,000 of them a filter that reads each takes ten times as long as one that reads an index."""
    asked: list[tuple[str, Any]] = []
    engine = filled.database._engine

    def note(_connection: Any, _cursor: Any, words: str, values: Any, _context: Any, _many: Any) -> None:
        asked.append((words, values))

    event.listen(engine, "before_cursor_execute", note)
    filled.item_ids(wanted, order)
    event.remove(engine, "before_cursor_execute", note)
    (words, values), *_rest = [one for one in asked if "group_concat" in one[0]]

    with filled.database.read() as connection:
        steps = [row[3] for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {words}", values)]
    reads = [step for step in steps if step.startswith(("SCAN item", "SEARCH item"))]
    assert reads and all("COVERING INDEX" in step for step in reads), steps
    unindexed = order in ("kind", "state", "unit")
    assert wanted != ItemFilter() or unindexed or not any("TEMP B-TREE" in step for step in steps)


def test_an_archive_of_the_third_schema_gets_the_indexes_and_keeps_its_items(tmp_path: Path) -> None:
    path, key = tmp_path / "catalogue.sqlite", new_id()
    database = Database(path)
    config = migrating._config()
    with database.write() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0003")
        connection.execute(
            sql(
                "INSERT INTO item (id, version, trashed, kind, title, accession_no, state, access, characters, added,"
                " details) VALUES (:id, 1, 0, 'document', '水磨', 'T-0001', 'draft', 'internal', 0, 1, '{}')"
            ),
            {"id": key},
        )
    database.close()

    catalogue = Catalogue.open(path)
    assert catalogue.item_ids(ItemFilter(kinds=("document",)), "title") == [key]
    with catalogue.database.read() as connection:
        names = set(connection.execute(sql("SELECT name FROM sqlite_master WHERE type = 'index'")).scalars())
    assert {"ix_item_list", "ix_item_order_title", "ix_item_date_days"} <= names
    assert not {"ix_item_title", "ix_item_date_latest"} & names
    catalogue.close()
