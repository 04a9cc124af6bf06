"""The promise: what search says is what a scan of the folded text says, nothing more and nothing less."""

from __future__ import annotations

import random
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from archive_app.domain.access import Access
from archive_app.hanzi.folding import fold
from archive_app.search import gathering
from archive_app.search import index as index_module
from archive_app.search.answering import Asked
from archive_app.search.answering import scan as scan_documents
from archive_app.search.document import SearchDocument, SearchText
from archive_app.search.index import SearchIndex
from archive_app.search.results import Results

ALPHABET = "东关西宁里裏裡水磨1aT。，“𠮷䶮〇々 "
TEXT = st.text(alphabet=ALPHABET, max_size=30)
MOTHER = "我小時候在湟水邊長大，裏外都是水磨。老火車站１９５９年通車，Ｔ恤是後來的事。趙𠮷甫、馬䶮都在東關。"


def document(key: str, *texts: str, access: Access = Access.PUBLIC) -> SearchDocument:
    parts = tuple(SearchText(f"f{number}", f"栏{number}", text) for number, text in enumerate(texts))
    return SearchDocument(key, "contribution", f"题{key}", access, parts)


def scan(documents: dict[str, SearchDocument], term: str) -> dict[str, int]:
    """Brute force: id → how often the folded term stands in the folded texts."""
    wanted = fold(term)
    counted = {key: sum(fold(t.text).count(wanted) for t in d.texts) for key, d in documents.items()}
    return {key: number for key, number in counted.items() if number}


def found(index: SearchIndex, query: str, **options: object) -> dict[str, int]:
    results = index.search(query, limit=10_000, matches=1000, **options)  # type: ignore[arg-type]
    hits = {hit.id: hit.occurrences for hit in results.hits}
    assert results.total == len(hits)
    assert results.occurrences == sum(hits.values())
    return hits


@pytest.fixture
def index(tmp_path: Path) -> Iterator[SearchIndex]:
    opened = SearchIndex.open(tmp_path / "search")
    opened.rebuild([], 0)
    yield opened
    opened.close()


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    steps=st.lists(
        st.tuples(st.sampled_from("abcdefgh"), st.none() | st.lists(TEXT, min_size=1, max_size=3), st.integers(0, 3)),
        min_size=1,
        max_size=10,
    ),
    terms=st.lists(TEXT.filter(lambda t: t.strip() and "“" not in t), min_size=1, max_size=4),
)
def test_any_history_answers_like_a_scan(steps: list[tuple[str, list[str] | None, int]], terms: list[str]) -> None:
    with tempfile.TemporaryDirectory() as name:
        index = SearchIndex.open(Path(name) / "search")
        index.rebuild([], 0)
        truth: dict[str, SearchDocument] = {}
        for number, (key, texts, then) in enumerate(steps, start=1):
            if texts is None:
                truth.pop(key, None)
                index.update([], [key], number)
            else:
                truth[key] = document(key, *texts)
                index.update([truth[key]], [], number)
            if then == 1:
                index.flush()
            elif then == 2:
                index.close()
                index = SearchIndex.open(Path(name) / "search")
                assert not index.needs_rebuild and index.sequence == number
            elif then == 3:
                index.rebuild(truth.values(), number)
        for term in terms:
            assert found(index, f'"{term}"') == scan(truth, term), term
        index.close()


def test_many_segments_rare_and_frequent_pairs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(index_module, "TAIL", 25)
    monkeypatch.setattr(gathering, "SMALL", 60)
    moment = random.Random(7)
    truth = {
        f"{n:04}": document(f"{n:04}", "".join(moment.choice(MOTHER) for _ in range(40)), MOTHER[n % 50 :][:12])
        for n in range(400)
    }
    index = SearchIndex.open(tmp_path / "search")
    index.rebuild([], 0)
    for number, doc in enumerate(truth.values()):
        index.update([doc], [], number)
        if index.due:
            index.flush()
    for key in list(truth)[::7]:
        del truth[key]
        index.update([], [key], 1000)
    terms = {MOTHER[a : a + n] for a in range(len(MOTHER) - 12) for n in (1, 2, 3, 5, 12)}

    for term in sorted(terms):
        if not set(term) & set("“” -"):
            assert found(index, f'"{term}"') == scan(truth, term), term
    segments = list((tmp_path / "search").glob("*.texts"))
    assert 2 <= len(segments) <= 8, "small segments are gathered"
    index.close()

    again = SearchIndex.open(tmp_path / "search")
    assert (again.needs_rebuild, again.sequence) == (False, 1000)
    assert found(again, "水磨") == scan(truth, "水磨")


@pytest.mark.parametrize(
    ("text", "query", "marked"),
    [
        ("建大沽口炮台", "炮台", "炮台"),
        ("住在1号楼里", "1号楼", "1号楼"),
        ("一件Ｔ恤", "t恤", "Ｔ恤"),
        ("裏外都是水", "里", "裏"),
        ("裡邊", "里边", "裡邊"),
        ("趙𠮷甫立約", "赵𠮷甫", "趙𠮷甫"),
        ("馬䶮、吳𬱟", "𬱟", "𬱟"),
        ("一九四〇年人々", "〇年人々", "〇年人々"),
        ("他说：“汤滚了没有？”", "：“汤", "：“汤"),
        ("（一）共作拾股", "（一）", "（一）"),
        ("👨‍👩‍👧照相", "👨‍👩‍👧照", "👨‍👩‍👧照"),
    ],
)
def test_a_word_is_found_and_marked_in_the_script_it_was_written_in(
    index: SearchIndex, text: str, query: str, marked: str
) -> None:
    index.update([document("a", "前文" * 30, "前文" * 30 + text + "后文" * 40)], [], 1)

    for _ in range(2):
        (hit,) = index.search(query).hits
        (match,) = hit.matches
        assert [match.snippet[start:end] for start, end in match.spans] == [marked]
        assert match.field == "f1"
        assert ("前文" * 30 + text)[match.place["offset"] :].startswith(match.snippet[:20])
        index.flush()


def test_a_match_never_crosses_from_one_text_into_the_next(index: SearchIndex) -> None:
    index.update([document("a", "东", "关"), document("b", "东\0关")], [], 1)
    for _ in range(2):
        assert found(index, "东关") == {}
        assert found(index, '"东\0关"') == {"b": 1}
        assert found(index, '"东\xff关"') == {}
        index.flush()


@settings(max_examples=60, deadline=None)
@given(texts=st.lists(TEXT, min_size=1, max_size=3), term=TEXT.filter(lambda t: t.strip() and "“" not in t))
def test_every_place_counted_is_marked_in_the_original(texts: list[str], term: str) -> None:
    results = search_module(document("a", *texts, MOTHER * 3), f'"{term}"')
    wanted = fold(term)
    marked = [match.snippet[start:end] for hit in results.hits for match in hit.matches for start, end in match.spans]

    assert len(marked) == results.occurrences
    assert all(fold(words) == wanted for words in marked)


def search_module(item: SearchDocument, query: str) -> Results:
    return scan_documents([item], Asked(query, matches=1000))


def test_and_or_not_and_phrases(index: SearchIndex) -> None:
    index.update(
        [document("a", "水磨 油坊"), document("b", "水磨", "花儿"), document("c", "花儿"), document("d", "油坊水磨")],
        [],
        1,
    )
    index.flush()

    assert set(found(index, "水磨 花儿")) == {"b"}
    assert set(found(index, "水磨 -花儿")) == {"a", "d"}
    assert set(found(index, "花儿 或 油坊")) == {"a", "b", "c", "d"}
    assert set(found(index, "水磨 花儿 | 油坊")) == {"a", "b", "d"}
    assert set(found(index, "“水磨 油坊”")) == {"a"}
    assert found(index, "水磨 或 油坊")["a"] == 2, "every place counts"
    assert index.search("-花儿").total == 0 and index.search("-花儿").hint


def test_the_exact_form_tells_scripts_apart(index: SearchIndex) -> None:
    index.update([document("a", "裏外"), document("b", "里外")], [], 1)
    for _ in range(2):
        assert set(found(index, "里外")) == {"a", "b"}
        assert set(found(index, "里外", exact=True)) == {"b"}
        assert set(found(index, "裏外", exact=True)) == {"a"}
        (hit,) = index.search("裏外", exact=True).hits
        assert [hit.matches[0].snippet[start:end] for start, end in hit.matches[0].spans] == ["裏外"]
        index.flush()


def test_what_may_not_be_seen_is_not_counted(index: SearchIndex) -> None:
    index.update([document("a", "水磨"), document("b", "水磨", access=Access.RESTRICTED)], [], 1)
    for _ in range(2):
        assert found(index, "水磨", visible=frozenset({Access.PUBLIC})) == {"a": 1}
        index.flush()


def test_what_may_not_be_seen_does_not_weigh_in_the_order(index: SearchIndex) -> None:
    seen = [document(f"s{n}", "水磨" * (n + 1), "油坊" * 9) for n in range(3)]
    index.update(seen, [], 1)
    alone = index.search("水磨 油坊").to_json()
    index.update([document(f"h{n}", "水磨" * 50, access=Access.RESTRICTED) for n in range(20)], [], 2)
    for _ in range(2):
        assert index.search("水磨 油坊", visible={"public"}).to_json() == alone
        index.flush()


def test_a_title_weighs_more_than_the_text(index: SearchIndex) -> None:
    titled = SearchDocument("b", "document", "水磨", "public", (SearchText("title", "题名", "水磨"),) * 1)
    index.update([document("a", "水磨"), titled], [], 1)
    for _ in range(2):
        assert [hit.id for hit in index.search("水磨").hits] == ["b", "a"]
        index.flush()


def test_order_and_scores_do_not_depend_on_how_the_index_came_to_be(tmp_path: Path) -> None:
    items = [document(f"{n:02}", MOTHER[n % 20 :] * (n % 4 + 1)) for n in range(40)]
    grown, built = SearchIndex.open(tmp_path / "grown"), SearchIndex.open(tmp_path / "built")
    grown.rebuild([], 0)
    for number, item in enumerate(reversed(items)):
        grown.update([item], [], number)
        if number % 9 == 0:
            grown.flush()
    built.rebuild(items, 40)

    for query in ("水磨", "车站 或 年", "趙𠮷甫 馬䶮", "长大 -衬衫"):
        assert grown.search(query, limit=100).to_json() == built.search(query, limit=100).to_json()
        assert scan_documents(items, Asked(query, limit=100)).to_json() == built.search(query, limit=100).to_json()


def test_order_is_by_relevance_and_pages_do_not_overlap(index: SearchIndex) -> None:
    index.update([document(f"{n:02}", "水磨" * (n % 5 + 1) + "别的" * 40) for n in range(40)], [], 1)
    everything = [hit.id for hit in index.search("水磨", limit=100).hits]
    paged = [hit.id for start in range(0, 40, 7) for hit in index.search("水磨", limit=7, offset=start).hits]

    assert paged == everything
    counts = [hit.occurrences for hit in index.search("水磨", limit=100).hits]
    assert counts == sorted(counts, reverse=True)


def test_what_the_postings_count_is_what_stands_there(tmp_path: Path) -> None:
    """Pairs that overlap themselves, a character a thousand times, marks beside marks, halves of characters."""
    moment = random.Random(3)
    texts = {
        f"{n:03}": "".join(moment.choice("水水磨人。，a") for _ in range(moment.randrange(30, 90))) for n in range(90)
    }
    texts |= {"many": "水磨" * 700 + "人" * 601, "rare": "𠮷垚𠮷", "half": "\ud842水\udfb7", "marks": "。。，。。"}
    truth = {key: document(key, text, text[::-1]) for key, text in texts.items()}
    index = SearchIndex.open(tmp_path / "search")
    index.rebuild(truth.values(), 1)

    for term in (
        "水",
        "人",
        "水磨",
        "磨水",
        "水水",
        "人人",
        "人人人",
        "。",
        "。。",
        "，。",
        "a。",
        "。a",
        "aa",
        "𠮷",
        "垚",
        "\udfb7",
    ):
        assert found(index, f'"{term}"') == scan(truth, term), term
    for query in ("水磨 人人", "垚 或 水人", "水 -磨a", "磨人 -，"):
        assert (
            index.search(query, limit=100).to_json()
            == scan_documents(truth.values(), Asked(query, limit=100)).to_json()
        )
    index.close()
