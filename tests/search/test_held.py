"""Without an index the documents are read once and held: what is said of them is what an index says, word for word."""

from __future__ import annotations

import random
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from archive_app.search import held as held_module
from archive_app.search.document import FACETS, SearchDocument, SearchText
from archive_app.search.index import SearchIndex
from archive_app.search.language import Query
from archive_app.search.ordering import ORDERS
from tests.search.listed import Listed
from tests.search.test_whole_language import LEVELS, check, random_document, random_history, random_tree

PEOPLE = ("李四", "王五", "p1", "p2")


def filed(document: SearchDocument, moment: random.Random) -> SearchDocument:
    """The same, filed and numbered."""
    facets = {**document.facets, "access": (document.access,), "person": tuple(moment.sample(PEOPLE, 2))}
    numbers = {"accession_no": f"征{moment.randrange(30)}", "ref_code": moment.choice(("", "J-2", "J-10"))}
    return replace(document, facets=facets, **numbers)


def random_wish(moment: random.Random) -> dict[str, Any]:
    """However a search may be wanted."""
    visible = moment.choice((None, {"public"}, {"public", "internal"}, set(LEVELS)))
    order = moment.choice([*ORDERS, *(f"-{name}" for name in ORDERS)])
    return {
        "facets": True,
        "visible": visible,
        "order": "relevance" if order == "-relevance" else order,
        "offset": moment.choice((0, 0, 3, 40)),
        "limit": moment.choice((5, 100)),
        "matches": moment.choice((0, 3, 1000)),
        "exact": moment.random() < 0.3,
        "within": moment.choice(((), ("水",), ("磨 或 里",))),
        "chosen": moment.choice(({}, {}, {"person": ["李四"]}, {"kind": ["document"], "year": ["1949", "1950"]})),
        "item": moment.choice(("", "", "", "007")),
    }


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(seed=st.integers(0, 10**9))
def test_held_or_indexed_the_answer_is_the_same(seed: int) -> None:
    moment = random.Random(seed)
    held_module.BATCH, before = moment.choice((40, 100_000)), held_module.BATCH
    try:
        with tempfile.TemporaryDirectory() as name:
            compare(Path(name), moment)
    finally:
        held_module.BATCH = before


def compare(folder: Path, moment: random.Random) -> None:
    index, truth = random_history(folder / "search", moment)
    truth = {key: filed(document, moment) for key, document in truth.items()}
    index.rebuild(truth.values(), 9)
    source = Listed(truth.values())
    held = SearchIndex.open(folder / "none", source)
    held.prepare()
    for sequence in range(10, 10 + moment.randrange(4)):
        gone = moment.sample(sorted(truth), min(len(truth), moment.randrange(3)))
        changed = [
            filed(random_document(f"{moment.randrange(60):03}", moment), moment) for _ in range(moment.randrange(6))
        ]
        for key in gone:
            truth.pop(key)
        truth |= {document.id: document for document in changed}
        gone = [key for key in gone if key not in truth]
        source.documents = dict(truth)
        for each in (index, held):
            each.update(truth_of(changed), gone, sequence)
    for _ in range(8):
        tree, wish = random_tree(moment, 3), random_wish(moment)
        text = Query.of(tree).to_text()
        assert held.search(text, **wish).to_json() == index.search(text, **wish).to_json(), (text, wish)
    for visible in (None, {"public"}):
        check(held, truth, random_tree(moment, 3), visible if visible is None else frozenset(visible))
        for facet in FACETS:
            assert held.filed(facet, visible) == index.filed(facet, visible)
        for typed in ("水", "shui", "sm", "a1"):
            assert held.titles(typed, 5, visible) == index.titles(typed, 5, visible)
    assert source.read_whole == 1 and held.needs_rebuild and held.ready
    index.close()


def truth_of(changed: list[SearchDocument]) -> list[SearchDocument]:
    """The last of each that changed twice."""
    return list({document.id: document for document in changed}.values())


def item(key: int, text: str, access: str = "public") -> SearchDocument:
    return SearchDocument(f"{key:03}", "document", f"题{key}", access, (SearchText("notes", "附注", text),))


def test_what_changes_while_it_is_shown_is_not_shown_wrongly(tmp_path: Path) -> None:
    """Between being found and being read again it is another, or gone."""
    source = Listed([item(1, "湟水邊的水磨"), item(2, "水磨"), item(3, "另一盤水磨")])
    index = SearchIndex.open(tmp_path / "none", source)
    assert [match.snippet for hit in index.search("水磨").hits for match in hit.matches] != []
    source.documents = {"001": item(1, "湟水邊的油坊和水車"), "003": item(3, "另一盤水磨")}
    index._snapshot.parts[0].segment.texts._read_again.clear()  # type: ignore[attr-defined]

    shown = {hit.id: [match.snippet for match in hit.matches] for hit in index.search("水磨").hits}
    assert shown == {"001": [], "002": [], "003": ["另一盤水磨"]}
    assert {hit.title for hit in index.search("水磨").hits} == {"题1", "题2", "题3"}


def test_whoever_closes_does_not_wait_until_all_is_read(tmp_path: Path) -> None:
    read = 0

    class Endless(Listed):
        def read(self) -> Iterator[SearchDocument]:
            nonlocal read
            for number in range(1000):
                read += 1
                if number == 7:
                    index.close()
                yield item(number, "水磨")

    index = SearchIndex.open(tmp_path / "none", Endless([]))
    assert index.search("水磨").total == 0
    assert read < 10


def test_a_rebuilt_index_takes_the_place_of_what_is_held(tmp_path: Path) -> None:
    source = Listed([item(1, "水磨"), item(2, "油坊")])
    index = SearchIndex.open(tmp_path / "search", source)
    assert (index.ready, index.needs_rebuild, index.sequence) == (False, True, 0)
    assert (index.search("水磨").total, index.ready, index.sequence) == (1, True, 3)
    index.update([item(3, "水磨")], ["001"], 4)
    assert ([hit.id for hit in index.search("水磨").hits], index.sequence) == (["003"], 4)
    assert not (tmp_path / "search").exists(), "nothing is written"
    index.flush()
    assert index.due is None and not (tmp_path / "search").exists()

    index.rebuild([item(2, "油坊"), item(3, "水磨")], 4)
    assert not index.needs_rebuild and source.read_whole == 1
    assert [hit.id for hit in index.search("水磨").hits] == ["003"]


@pytest.mark.parametrize("exact", [False, True])
def test_forms_that_differ_are_told_apart_without_an_index(tmp_path: Path, exact: bool) -> None:
    index = SearchIndex.open(tmp_path / "none", Listed([item(n, "裏外" if n % 3 else "里外") for n in range(500)]))

    assert index.search("里外", exact=exact).total == (167 if exact else 500)
    assert index.search("裏外 -里外", exact=exact).total == (333 if exact else 0)


def test_a_whole_result_is_shown_without_being_held(tmp_path: Path) -> None:
    """As for an export: many are read at a time, and few are kept."""
    source = Listed([item(n, f"水磨第{n}盤") for n in range(700)])
    asked: list[int] = []
    again = source.again
    source.again = lambda ids: (asked.append(len(ids)), again(ids))[1]  # type: ignore[method-assign]
    index = SearchIndex.open(tmp_path / "none", source)
    hits = index.search("水磨", limit=1000, matches=1).hits

    assert {hit.matches[0].snippet for hit in hits} == {f"水磨第{n}盤" for n in range(700)}
    assert len(asked) < 20
    texts = index._snapshot.parts[0].segment.texts
    assert len(texts._read_again) <= 2 * held_module._KEPT  # type: ignore[attr-defined]
