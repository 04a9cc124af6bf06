"""A substring stands wherever a whoosh query may stand."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from whoosh.codec.whoosh3 import W3Codec, W3Segment
from whoosh.filedb.filestore import FileStorage
from whoosh.query import And, Every, Or, Query, Term
from whoosh.reading import SegmentReader
from whoosh.searching import Searcher

from archive_app.hanzi.folding import fold
from archive_app.search.codec import NAME, schema
from archive_app.search.composing import Substring, Without
from archive_app.search.document import SearchDocument, SearchText
from archive_app.search.files import IndexDamaged
from archive_app.search.index import SearchIndex

WORDS = "水磨油坊骡马店門前照相過年社火湟水邊"
Holds = Callable[[SearchDocument], bool]


def item(number: int) -> SearchDocument:
    moment = random.Random(number)
    text = "".join(moment.choice(WORDS) for _ in range(60))
    kind, access = moment.choice(("document", "photograph")), moment.choice(("public", "restricted"))
    return SearchDocument(f"{number:03}", kind, f"题{number}", access, (SearchText("notes", "附注", text),))


@pytest.fixture
def truth() -> dict[str, SearchDocument]:
    return {document.id: document for document in map(item, range(120)) if document.id not in ("007", "050", "111")}


@pytest.fixture
def index(tmp_path: Path) -> SearchIndex:
    """Two segments and a tail, one document of each deleted."""
    index = SearchIndex.open(tmp_path)
    index.rebuild([item(number) for number in range(50)], 1)
    index.update([item(number) for number in range(50, 100)], [], 2)
    index.flush()
    index.update([item(number) for number in range(100, 120)], ["007", "050"], 3)
    index.update([], ["111"], 4)
    return index


def text_of(document: SearchDocument) -> str:
    return fold(document.texts[0].text)


def has(word: str) -> Holds:
    return lambda document: fold(word) in text_of(document)


PHOTOGRAPH = Term("kind", "photograph")
CASES: list[tuple[Query, Holds]] = [
    (Substring("水磨"), has("水磨")),
    (Substring("门前"), has("门前")),
    (Substring("门前", exact=True), lambda document: False),
    (And([Substring("水"), Substring("油坊")]), lambda d: has("水")(d) and has("油坊")(d)),
    (Or([Substring("油坊"), Substring("社火湟")]), lambda d: has("油坊")(d) or has("社火湟")(d)),
    (Without(Substring("油坊"), Substring("水磨")), lambda d: has("油坊")(d) and not has("水磨")(d)),
    (Without(Every(), Substring("油")), lambda d: not has("油")(d)),
    (And([Substring("骡马"), PHOTOGRAPH]), lambda d: has("骡马")(d) and d.kind == "photograph"),
    (And([Substring("水"), Without(Substring("磨"), PHOTOGRAPH)]), lambda d: has("磨")(d) and d.kind == "document"),
    (Without(Substring("骡马"), Term("access", "restricted")), lambda d: has("骡马")(d) and d.access == "public"),
    (And([PHOTOGRAPH, Term("access", "nobody")]), lambda document: False),
]


@pytest.mark.parametrize(("query", "holds"), CASES, ids=lambda case: repr(case) if isinstance(case, Query) else "")
def test_it_composes(index: SearchIndex, truth: dict[str, SearchDocument], query: Query, holds: Holds) -> None:
    with index.searcher() as searcher:
        found = [hit["id"] for hit in searcher.search(query, limit=None)]

        assert sorted(found) == sorted(key for key, document in truth.items() if holds(document))
        assert [hit["id"] for hit in searcher.search(query, limit=5)] == found[:5]


def test_what_is_found_is_put_together_by_kind(index: SearchIndex, truth: dict[str, SearchDocument]) -> None:
    with index.searcher() as searcher:
        groups = searcher.search(Substring("水"), limit=3, groupedby="kind").groups()
        ordered = [hit["id"] for hit in searcher.search(Substring("水"), limit=None, sortedby="access")]

    found = [document for document in truth.values() if has("水")(document)]
    assert {kind: len(numbers) for kind, numbers in groups.items()} == Counter(document.kind for document in found)
    assert [truth[key].access for key in ordered] == sorted(document.access for document in found)


def test_one_filter_serves_another_search(index: SearchIndex, truth: dict[str, SearchDocument]) -> None:
    with index.searcher() as searcher:
        narrowed = searcher.search(Substring("水"), limit=None, filter=Substring("油坊"), mask=PHOTOGRAPH)
        found = {hit["id"] for hit in narrowed}

    wet = {key: document for key, document in truth.items() if has("水")(document) and has("油坊")(document)}
    assert found == {key for key, document in wet.items() if document.kind != "photograph"}


def test_the_order_is_that_of_the_search(index: SearchIndex) -> None:
    with index.searcher() as searcher:
        found = [(hit["id"], round(hit.score, 6)) for hit in searcher.search(Substring("水磨"), limit=None)]

    hits = index.search("水磨", limit=100).hits
    assert sorted(found) == sorted((hit.id, round(hit.score, 6)) for hit in hits)
    assert [score for _, score in found] == [round(hit.score, 6) for hit in hits]


def test_queries_are_equal_by_what_they_look_for() -> None:
    assert Substring("水") == Substring("水") != Substring("水", exact=True)
    assert len({Substring("水"), Substring("水"), Substring("磨")}) == 2
    assert And([Substring("水"), Substring("水")]).normalize() == Substring("水")


def test_without_an_index_there_is_no_searcher(tmp_path: Path) -> None:
    with pytest.raises(IndexDamaged):
        SearchIndex.open(tmp_path / "none").searcher()


def test_whooshs_own_reader_reads_what_it_wrote_of_a_segment(tmp_path: Path) -> None:
    index = SearchIndex.open(tmp_path)
    index.rebuild([item(number) for number in range(50)], 1)
    (terms,) = tmp_path.glob("*.trm")
    segment = W3Segment(W3Codec(), NAME, doccount=50, segid=terms.stem.removeprefix(f"{NAME}_"))
    with Searcher(SegmentReader(FileStorage(str(tmp_path)), schema(), segment)) as searcher:
        found = list(searcher.docs_for_query(PHOTOGRAPH))

    assert found == [number for number in range(50) if item(number).kind == "photograph"]
