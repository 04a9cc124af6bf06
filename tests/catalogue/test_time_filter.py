from __future__ import annotations

from typing import Any

import pytest

from archive_app.catalogue.catalogue import Catalogue
from archive_app.catalogue.changelog import Author
from archive_app.catalogue.commands import Create, SetFields
from archive_app.catalogue.queries import ItemFilter


def at(words: str, earliest: str = "", latest: str = "") -> dict[str, Any]:
    return {"display": words, "earliest": earliest, "latest": latest}


ITEMS = {
    "约1958年的照片": {"created": at("约1958年", "1957-01-01", "1959-12-31")},
    "1959到1960年冬的事": {"dates": [at("五九年冬", "1959-11-01", "1960-02-29")]},
    "隔着的两年": {"dates": [at("1931年", "1931-01-01", "1931-12-31"), at("1985年", "1985-01-01", "1985-12-31")]},
    "解放前的事": {"dates": [at("解放前", "0001-01-01", "1949-09-04")]},
    "没有读出来": {"created": at("老二刚会走路那年")},
}


@pytest.fixture
def filled(catalogue: Catalogue, author: Author) -> Catalogue:
    for title, values in ITEMS.items():
        catalogue.execute(Create("item", {"kind": "photograph", "title": title, **values}), author)
    return catalogue


def found(catalogue: Catalogue, **wanted: Any) -> set[str]:
    return {row.title for row in catalogue.item_rows(catalogue.item_ids(ItemFilter(**wanted)))}


@pytest.mark.parametrize(
    ("since", "until", "titles"),
    [
        ("1958-10-01", "1958-10-31", {"约1958年的照片"}),
        ("1960-01-01", "", {"1959到1960年冬的事", "隔着的两年"}),
        ("1950-01-01", "1956-12-31", set()),
        ("1932-01-01", "1984-12-31", {"约1958年的照片", "1959到1960年冬的事", "解放前的事"}),
        ("", "1900-01-01", {"解放前的事"}),
        ("", "", set(ITEMS)),
    ],
)
def test_an_item_passes_when_one_of_its_dates_may_lie_between(
    filled: Catalogue, since: str, until: str, titles: set[str]
) -> None:
    assert found(filled, since=since, until=until) == titles


def test_decades_are_counted_as_their_lists_are_long(filled: Catalogue) -> None:
    counted = filled.counts(ItemFilter(), by="decade")

    assert counted == [
        ("1930", "1930年代", 1), ("1950", "1950年代", 2), ("1960", "1960年代", 1), ("1980", "1980年代", 1)
    ]  # fmt: skip
    for decade, _label, number in counted:
        assert len(found(filled, decades=(decade,))) == number
    assert found(filled, decades=("1930", "1960")) == {"隔着的两年", "1959到1960年冬的事"}


def test_the_filter_follows_what_is_written_later(filled: Catalogue, author: Author) -> None:
    (key,) = filled.item_ids(ItemFilter(text="没有读出来"))
    filled.execute(SetFields(key, {"created": at("老二刚会走路那年", "1971-01-01", "1971-12-31")}), author)
    assert found(filled, decades=("1970",)) == {"没有读出来"}
    filled.execute(SetFields(key, {"created": None}), author)
    assert found(filled, decades=("1970",)) == set()


def test_by_date_the_earliest_stands_first_and_the_unknown_last(filled: Catalogue, author: Author) -> None:
    filled.execute(
        Create("item", {"kind": "photograph", "title": "早", "created": at("清末", "1895-01-01", "1912-02-12")}), author
    )
    dated = {"约1958年的照片", "早"}
    for descending, first in ((False, ["早", "约1958年的照片"]), (True, ["约1958年的照片", "早"])):
        ids = filled.item_ids(ItemFilter(), "created", descending=descending)
        titles = [row.title for row in filled.item_rows(ids)]
        assert titles[:2] == first and not dated & set(titles[2:])
