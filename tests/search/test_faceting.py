"""Facets, histogram and orders of a result, against what counting by hand gives."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest

from archive_app.hanzi.collation import title_key
from archive_app.search.answering import Asked, scan
from archive_app.search.document import SearchDocument, SearchText
from archive_app.search.filing import decades, years
from archive_app.search.index import SearchIndex
from archive_app.search.ordering import natural

WORDS = ("水磨", "渡口", "韵家口", "火车")
TITLES = ("曾家沟", "单家渡口", "王家庄水磨", "绿水", "路口", "重庆路")


def item(chance: random.Random, number: int) -> SearchDocument:
    dates = []
    for _ in range(chance.randrange(3)):
        first = chance.randrange(1890, 1990)
        dates.append((f"{first}-0{chance.randrange(1, 9)}-01", f"{first + chance.choice([0, 0, 2, 15, 120])}-12-31"))
    access = chance.choice(["public", "internal", "restricted"])
    facets = {
        "access": (access,),
        "kind": (chance.choice(["photograph", "document"]),),
        "person": tuple(chance.sample(["p1", "p2", "马师傅"], chance.randrange(3))),
        "decade": tuple(decades(tuple(dates))),
    }
    title = chance.choice(TITLES) + str(number % 7)
    text = "".join(chance.choices(WORDS, k=chance.randrange(5)))
    number_given = f"J019-LY·2019·Y-{chance.randrange(1, 130)}" if chance.random() < 0.7 else ""
    return SearchDocument(
        f"{number:03}", facets["kind"][0], title, access,
        (SearchText("title", "题名", title), SearchText("notes", "附注", text)),
        {name: values for name, values in facets.items() if values}, tuple(dates), "", number_given,
    )  # fmt: skip


@pytest.fixture(scope="module")
def documents() -> list[SearchDocument]:
    chance = random.Random(3)
    return [item(chance, number) for number in range(160)]


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory, documents: list[SearchDocument]) -> SearchIndex:
    """Two segments and a tail, with documents that were changed and deleted since."""
    index = SearchIndex.open(tmp_path_factory.mktemp("search"))
    chance = random.Random(4)
    index.rebuild([item(chance, n) for n in range(70)] + documents[70:90], 1)
    index.update([*documents[:30], *documents[90:130], item(chance, 999)], [], 2)
    index.flush()
    index.update([*documents[30:70], *documents[130:]], ["999"], 3)
    return index


def holds(document: SearchDocument, word: str) -> bool:
    return any(word in text.text for text in document.texts)


def passes(document: SearchDocument, chosen: dict[str, Any], but: str = "") -> bool:
    has = {**document.facets, "year": [str(y) for dates in document.dates for y in years(*dates)]}
    return all(set(has.get(name, ())) & set(values) for name, values in chosen.items() if values and name != but)


CHOICES: list[dict[str, Any]] = [
    {},
    {"person": ["p1"]},
    {"person": ["p1", "马师傅"], "kind": ["photograph"]},
    {"year": ["1931"]},
    {"decade": ["1930", "1980"], "kind": []},
    {"person": ["nobody"]},
]


@pytest.mark.parametrize("visible", [None, {"public"}, {"public", "internal"}])
@pytest.mark.parametrize("chosen", CHOICES)
def test_counts_are_those_of_counting_by_hand(
    index: SearchIndex, documents: list[SearchDocument], chosen: dict[str, Any], visible: set[str] | None
) -> None:
    seen = [d for d in documents if visible is None or d.access in visible]
    for word in (*WORDS, "口", "沟"):
        results = index.search(word, chosen=chosen, visible=visible, facets=True, limit=500)
        base = [d for d in seen if holds(d, word)]

        assert {hit.id for hit in results.hits} == {d.id for d in base if passes(d, chosen)}
        assert results.total == len(results.hits)
        for name in ("access", "kind", "person", "decade"):
            counted = Counter(v for d in base if passes(d, chosen, but=name) for v in d.facets.get(name, ()))
            assert results.facets.get(name, {}) == counted, name
        dated = [({y for dates in d.dates for y in years(*dates)}, d) for d in base if passes(d, chosen, but="year")]
        told = results.histogram
        assert told is not None
        assert told.years == Counter(year for lies, _ in dated for year in lies)
        assert list(told.years) == sorted(told.years)
        assert told.dated + told.wide + told.undated == len(dated)
        assert told.surplus == sum(len(lies) - 1 for lies, _ in dated if lies)
        assert told.spread == sum(len(lies) > 1 for lies, _ in dated)
        assert told.undated == sum(not d.dates for _, d in dated)


def test_choosing_a_value_gives_as_many_items_as_it_said(index: SearchIndex) -> None:
    for chosen in CHOICES[:-1]:
        results = index.search("口", chosen=chosen, facets=True)
        assert results.histogram is not None
        for name, values in (*results.facets.items(), ("year", results.histogram.years)):
            for value, number in values.items():
                again = index.search("口", chosen={**chosen, name: [str(value)]}, limit=0)
                assert again.total == number, (chosen, name, value)


def test_frequent_values_come_first_and_decades_in_their_order(index: SearchIndex) -> None:
    results = index.search("口", facets=True)

    assert list(results.facets["decade"]) == sorted(results.facets["decade"])
    assert list(results.facets["person"].values()) == sorted(results.facets["person"].values(), reverse=True)
    assert not index.search("口").facets, "counted only where they are asked for"


def test_within_results_every_query_must_hold(index: SearchIndex, documents: list[SearchDocument]) -> None:
    results = index.search("口", within=["水磨", "-火车 渡口"], limit=500)
    right = {d.id for d in documents if all(holds(d, w) for w in ("口", "水磨", "渡口")) and not holds(d, "火车")}

    assert right
    assert {hit.id for hit in results.hits} == right
    one = results.hits[0]
    assert one.occurrences > max(map(one.title.count, ("口", "水磨")))
    assert index.search("口", within=["", " "]).total == index.search("口").total


def keyed(order: str, document: SearchDocument) -> tuple[bool, Any]:
    key = {
        "date": min(document.dates, default=None),
        "ref_code": natural(document.ref_code) or None,
        "pinyin": title_key(document.title),
    }[order]
    return key is None, key or ""


@pytest.mark.parametrize("order", ["date", "ref_code", "pinyin"])
def test_orders_run_through_all_segments_both_ways(
    index: SearchIndex, documents: list[SearchDocument], order: str
) -> None:
    found = sorted((d for d in documents if holds(d, "口")), key=lambda d: d.id)
    known = [d for d in found if not keyed(order, d)[0]]
    unknown = [d.id for d in found if keyed(order, d)[0]]
    for wanted, backwards in ((order, False), (f"-{order}", True)):
        hits = index.search("口", order=wanted, limit=500).hits
        right = [d.id for d in sorted(known, key=lambda d: keyed(order, d), reverse=False)]
        if backwards:
            keys = sorted({keyed(order, d) for d in known}, reverse=True)
            right = [d.id for key in keys for d in known if keyed(order, d) == key]
        assert [hit.id for hit in hits] == right + unknown
        pages = [
            hit.id for start in range(0, 200, 7) for hit in index.search("口", order=wanted, offset=start, limit=7).hits
        ]
        assert pages == right + unknown, "pages join without gap"


def test_numbers_are_ordered_as_numbers() -> None:
    numbers = ["K-10", "K-9", "K-009-2", "J-100"]

    assert sorted(numbers, key=natural) == ["J-100", "K-9", "K-009-2", "K-10"]


def test_without_an_index_the_answer_is_the_same(index: SearchIndex, documents: list[SearchDocument]) -> None:
    def told(results: Any) -> Iterator[Any]:
        yield from (results.total, results.occurrences, results.facets, results.histogram)
        yield [hit.id for hit in results.hits]

    for order in ("relevance", "date", "-pinyin"):
        wanted: dict[str, Any] = {"order": order, "facets": True, "chosen": {"person": ["p2"]}, "within": ["水"]}
        assert list(told(index.search("口", **wanted))) == list(told(scan(documents, Asked("口", **wanted))))
