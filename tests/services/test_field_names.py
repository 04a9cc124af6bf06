"""Names for a field of the search, as a person types them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from archive_app.catalogue.commands import Create
from archive_app.services.archive import Archive
from archive_app.services.field_names import FieldNames, named_in
from archive_app.services.names import Names
from archive_app.services.searching import Search


@pytest.fixture
def names(tmp_path: Path) -> Iterator[FieldNames]:
    with Archive.create(tmp_path / "馆藏", name="测试馆藏") as archive:
        for entity, values in (
            ("place", {"name": "王家庄"}),
            ("person", {"name": "王家兴", "aliases": ["善师傅"]}),
            ("person", {"name": "单九儿"}),
            ("person", {"name": "马文山", "native_place": "青海西宁"}),
            ("person", {"name": "马文山", "native_place": "甘肃临夏"}),
            ("commissioner", {"name": "王文史"}),
            ("item", {"kind": "photograph", "title": "渡口", "photographer": "曾广运"}),
        ):
            archive.execute(Create(entity, values))
        search = Search(archive)
        search.follow()
        yield FieldNames(search, Names(archive))
        search.close()


@pytest.mark.parametrize(
    ("field", "entities"),
    [
        ("person", ("person",)),
        ("narrator", ("person",)),
        ("place", ("place",)),
        ("commissioner", ("commissioner",)),
        ("organisations", ("organisation",)),
        ("title", ()),
        ("text", ()),
        ("year", ()),
        ("", ()),
    ],
)
def test_a_field_names_what_may_stand_in_it(field: str, entities: tuple[str, ...]) -> None:
    assert named_in(field) == entities


@pytest.mark.parametrize(
    ("field", "typed", "offered"),
    [
        ("place", "wjz", ["王家庄"]),
        ("person", "王家", ["王家兴"]),
        ("person", "shanj", ["单九儿"]),
        ("person", "善", ["善师傅"]),
        ("narrator", "zenggy", ["曾广运"]),
        ("commissioner", "wang", ["王文史"]),
        ("title", "王", []),
        ("person", " ", []),
        ("person", "没有的", []),
    ],
)
def test_only_names_of_the_field_are_offered(field: str, typed: str, offered: list[str], names: FieldNames) -> None:
    assert sorted(name for name, _ in names.offer(field, typed)) == sorted(offered)


def test_namesakes_are_one_name_of_which_none_is_told(names: FieldNames) -> None:
    assert names.offer("person", "mws") == [("马文山", "马文山")]
