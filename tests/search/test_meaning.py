"""What was meant is found beside what was typed; each such thing is told, counted, marked, and can be switched off."""

from __future__ import annotations

import random
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest

from archive_app.hanzi.folding import fold
from archive_app.search.answering import Asked
from archive_app.search.answering import scan as scan_documents
from archive_app.search.document import SearchDocument, SearchText
from archive_app.search.index import SearchIndex
from archive_app.search.language.expanding import Called, expander
from archive_app.search.language.expansion import Expansion, Sort
from archive_app.search.results import Results

MA, ZHUANG = Called(("马寿山", "马师傅", "老马"), "人物"), Called(("王家庄", "王庄"), "地名")


class Known:
    """Names as an archive gives them."""

    def called(self, word: str) -> Iterator[Called]:
        yield from (card for card in (MA, ZHUANG) if fold(word) in card.names)

    def within(self, word: str, limit: int) -> Iterable[Called]:
        return []

    def sounding(self, word: str, limit: int) -> Iterable[tuple[str, Called]]:
        return [("王家庄", ZHUANG)] if word.lower() in ("wjz", "wangjiazhuang") else []


EXPAND = expander(Known())


def document(key: str, text: str, title: str = "") -> SearchDocument:
    texts = (SearchText("title", "题名", title), SearchText("notes", "附注", text))
    return SearchDocument(key, "document", title, "public", texts)


ITEMS = [
    document("a", "1949年到了王家庄。"),
    document("b", "一九四九年，民國三十八年，王庄的馬師傅。", "馬壽山"),
    document("c", "卅八年；光緒卅八年；五八年；一八五八年", "老马"),
    document("d", "WJZ 是王家莊的縮寫，馬壽山師傅说的"),
    document("e", "己丑年與光緒己丑年，1958年"),
]


def search(query: str, without: Iterable[str] = (), *, exact: bool = False) -> Results:
    return scan_documents(ITEMS, Asked(query, exact=exact, expander=EXPAND, without=list(without)))


def found(query: str, without: Iterable[str] = (), *, exact: bool = False) -> dict[str, int]:
    return {hit.id: hit.occurrences for hit in search(query, without, exact=exact).hits}


def test_a_year_is_found_in_every_writing() -> None:
    right = {"a": 1, "b": 2, "c": 1, "e": 1}
    for query in ("1949年", "一九四九年", "民国三十八年", "卅八年"):
        expected = right | ({"c": 2} if query == "卅八年" else {})
        assert found(query) == expected, query
    assert found("五八年") == {"c": 2, "e": 1}, "what was typed stands wherever it stands"
    assert found("1958年") == {"c": 1, "e": 1}, "1858 is another year"


def test_a_person_or_place_is_found_by_every_name() -> None:
    assert found("马师傅") == found("馬師傅") == {"b": 2, "c": 1, "d": 1}
    assert found("王庄") == {"a": 1, "b": 1, "d": 1}
    assert found("马师傅 王庄") == {"b": 3, "d": 2}
    assert found("题名:马师傅") == {"b": 1, "c": 1}
    assert found("马师傅 同句 1949年") == {"b": 3}
    assert found("王家庄 -马师傅") == {"a": 1}


@pytest.mark.parametrize("query", ["wjz", "WJZ", "wangjiazhuang"])
def test_a_name_is_found_by_its_sound(query: str) -> None:
    assert set(found(query)) == {"a", "b", "d"}
    told = {each["to"]: each["kind"] for each in search(query).expanded}
    assert told == {"王家庄": "pinyin", "王庄": "alias"}


def test_each_is_told_with_its_reason_and_switched_off_by_itself() -> None:
    expanded = search("马师傅").expanded
    assert [(each["from"], each["to"], each["kind"]) for each in expanded] == [
        ("马师傅", "马寿山", "alias"),
        ("马师傅", "老马", "alias"),
    ]
    assert all("马" in each["reason"] for each in expanded)
    assert found("马师傅", ["马师傅→马寿山"]) == {"b": 1, "c": 1}
    assert found("马师傅", ["马师傅→马寿山", "马师傅→老马"]) == {"b": 1}
    off = search("马师傅", ["马师傅→马寿山"]).expanded
    assert [(each["to"], each.get("off", False)) for each in off] == [("马寿山", True), ("老马", False)]
    writings = {each["to"] for each in search("1949年").expanded}
    assert writings == {"一九四九年", "民国三十八年", "卅八年", "己丑年"}, "those that stand nowhere are not told"


def test_quotes_and_the_exact_form_ask_for_nothing_else() -> None:
    assert found('"马师傅"') == {"b": 1}
    assert found('"1949年"') == {"a": 1}
    assert search('"马师傅"').expanded == ()
    assert found("马师傅", exact=True) == {} and found("馬師傅", exact=True) == {"b": 1}
    assert found("档号:1949年") == {}


def test_what_is_marked_is_what_was_meant() -> None:
    marked = [
        fold(match.snippet[start:end])
        for hit in search("1958年").hits
        for match in hit.matches
        for start, end in match.spans
    ]
    assert sorted(marked) == ["1958年", "五八年"]


def test_index_tail_and_scan_count_alternatives_alike(tmp_path: Path) -> None:
    """Names within names, names that overlap, and writings that do not count behind a figure: as one pattern says."""
    moment = random.Random(5)
    names = ("水磨", "磨水", "水磨坊", "水")

    def expand(word: str) -> Iterator[Expansion]:
        if word == "水磨":
            yield from (Expansion(word, name, Sort.ALIAS, "又叫") for name in names if name != word)
            yield Expansion(word, "八年", Sort.YEAR, "也是", "一二")

    pattern = re.compile("(?<![一二])八年|水磨|磨水|水")  # 水磨坊 is found as 水磨 is
    truth = {}
    for number in range(300):
        text = "".join(moment.choice("水磨坊八年一二。") for _ in range(moment.randrange(1, 40)))
        truth[f"{number:03}"] = document(f"{number:03}", text)
    index = SearchIndex.open(tmp_path)
    everything = list(truth.values())
    index.rebuild(everything[:200], 1)
    index.update(everything[200:260], [], 2)
    index.flush()
    index.update(everything[260:], ["000", "210"], 3)
    living = [item for item in everything if item.id not in ("000", "210")]
    right = {item.id: len(pattern.findall(item.texts[1].text)) for item in living}

    results = index.search("水磨", limit=1000, matches=1000, expander=expand)

    assert {hit.id: hit.occurrences for hit in results.hits} == {key: count for key, count in right.items() if count}
    for hit in results.hits:
        spans = [match.snippet[start:end] for match in hit.matches for start, end in match.spans]
        assert spans == pattern.findall(truth[hit.id].texts[1].text)
    asked = Asked("水磨", limit=1000, matches=1000, expander=expand)
    assert scan_documents(living, asked).to_json() == results.to_json()
    both = index.search("水磨 一", limit=1000, expander=expand)
    assert both.total == sum(1 for item in living if right[item.id] and "一" in item.texts[1].text)
    index.close()
