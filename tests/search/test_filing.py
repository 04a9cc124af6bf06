"""What an item is filed under, as the feed says it and as the index gives it back."""

from __future__ import annotations

import random
from collections import Counter
from pathlib import Path
from typing import Any

from archive_app.search.columns import ACCESSION_NO, DATES, Column
from archive_app.search.document import SearchDocument, SearchText
from archive_app.search.feed import document_of, linked
from archive_app.search.filing import town_of, years
from archive_app.search.index import SearchIndex

ITEM: dict[str, Any] = {
    "kind": "photograph",
    "title": "水磨旧影",
    "access": "internal",
    "state": "registered",
    "category": "乡村记忆",
    "commissioner": "c1",
    "accession_no": "2026-0007",
    "ref_code": "K021-ZP·2026·Y-001",
    "persons": ["p1"],
    "places": ["l1"],
    "place_taken": "沙塘川",
    "people": [{"row": "前排", "name": "祁师傅", "person": "p2"}, {"row": "后排", "name": "不知名者"}],
    "photographer": "王大林",
    "responsibility": [{"role": "摄影者", "name": "不详"}],
    "keywords": ["水磨", " "],
    "created": {"display": "五八年", "earliest": "1958-01-01", "latest": "1958-12-31"},
    "dates": [{"display": "解放前", "earliest": "1840-01-01", "latest": "1949-09-30"}, {"display": "那年"}],
}


def test_an_item_is_filed_under_its_cards_its_words_and_its_decades() -> None:
    document = document_of("i1", ITEM, {}, towns={"l1": "韵家口镇"})

    assert document.facets == {
        "kind": ("photograph",),
        "state": ("registered",),
        "access": ("internal",),
        "category": ("乡村记忆",),
        "commissioner": ("c1",),
        "person": ("p1", "p2", "王大林", "不知名者"),
        "place": ("l1", "沙塘川"),
        "town": ("韵家口镇",),
        "tag": ("水磨",),
        "decade": ("1950",),
    }, "a row that links a card is not filed by its name, a date of a lifetime is of no decade"
    assert document.dates == (("1958-01-01", "1958-12-31"), ("1840-01-01", "1949-09-30"))
    assert (document.earliest, document.latest) == ("1840-01-01", "1958-12-31")
    assert (document.accession_no, document.ref_code) == ("2026-0007", "K021-ZP·2026·Y-001")
    assert linked(ITEM) == {"p1", "p2", "l1", "c1"}


def test_file_names_are_searched_and_bear_their_own_level() -> None:
    files = [
        {"id": "f1", "name": "IMG_0001.jpg", "access": ""},
        {"id": "f2", "name": "病历.pdf", "access": "restricted"},
    ]
    document = document_of("i1", ITEM, {}, files=files)
    names = [(text.text, text.access, text.place) for text in document.texts if text.field == "file_name"]

    assert names == [("IMG_0001.jpg", "", {"file": "f1"}), ("病历.pdf", "restricted", {"file": "f2"})]
    readers = document.for_readers({"public", "internal"})
    assert [text.text for text in readers.texts if text.field == "file_name"] == ["IMG_0001.jpg"]
    assert document.levels == {"internal", "restricted"}


def test_a_segment_bears_its_own_level() -> None:
    rows = [
        {"id": "s1", "start": 1, "text": "可说"},
        {"id": "s2", "start": 2, "text": "不可说", "access": "restricted"},
    ]
    document = document_of("i1", {**ITEM, "kind": "oral_history", "transcript": rows}, {})

    assert [(text.text, text.access) for text in document.texts if text.field == "transcript"] == [
        ("可说", ""),
        ("不可说", "restricted"),
    ], "the word for the level is no text"


def test_the_town_of_a_place() -> None:
    assert town_of("韵家口", "镇/片区", "西宁市城东区") == "韵家口镇"
    assert town_of("付家寨", "村", "韵家口镇") == "韵家口镇"
    assert town_of("付家寨", "村", "青海省西宁市城东区韵家口镇") == "韵家口镇"
    assert town_of("周家泉街道", "街道", "西宁市城东区") == "周家泉街道"
    assert town_of("东关大街", "街道/街巷", "西宁市城东区") == "", "a street"
    assert town_of("市乡", "村", "县镇") == "市乡"
    assert town_of("沙塘川河", "河流", "湟水水系") == ""


def test_the_years_of_a_date() -> None:
    assert list(years("1958-12-31", "1960-01-01")) == [1958, 1959, 1960]
    assert not years("1840-01-01", "1949-12-31")
    assert not years("", "1949-12-31")


def some(chance: random.Random, number: int) -> SearchDocument:
    facets = {
        name: tuple(dict.fromkeys(chance.choices("甲乙丙丁𠮷", k=chance.randrange(4))))
        for name in chance.sample(["kind", "person", "town"], chance.randrange(4))
    }
    year = chance.randrange(1900, 1999)
    dates = ((f"{year}-01-01", f"{year + 3}-12-31"),) * chance.randrange(2)
    texts = (SearchText("title", "题名", f"题{number}"), SearchText("notes", "附注", "密", {"row": 1}, "restricted"))
    filed = {name: values for name, values in facets.items() if values}
    return SearchDocument(f"{number:03}", "document", f"题{number}", "public", texts, filed, dates, str(number) * 2, "")


def test_the_index_gives_back_what_documents_are_filed_under(tmp_path: Path) -> None:
    chance = random.Random(5)
    documents = [some(chance, number) for number in range(90)]
    index = SearchIndex.open(tmp_path)
    index.rebuild(documents[:40], 1)
    index.update(documents[40:70], [], 2)
    index.flush()
    index.update(documents[70:], [], 3)
    again = SearchIndex.open(tmp_path)
    searcher = again.searcher()
    sources = [reader.reader().source for reader, _ in searcher.leaf_searchers()]

    assert [len(source.column(DATES)) for source in sources] == [40, 30, 20]
    found = [source.document(n) for source in sources[:2] for n in range(len(source.column(DATES)))]
    assert [*found, *sources[2].documents] == documents
    assert "".join(source.column(ACCESSION_NO)[0][0] for source in sources) == "00" + "4040" + "7070"
    counted: Counter[str] = sum((s.column("person").counts(range(len(s.column("person")))) for s in sources), Counter())
    assert counted == Counter(value for document in documents for value in document.facets.get("person", ()))
    assert not sources[0].column("nothing").counts(range(40))


def test_a_column_counts_and_chooses() -> None:
    column = Column.of([("甲", "乙"), (), ("乙",), ("甲", "乙")])

    assert column.counts([0, 1, 2, 3]) == {"甲": 2, "乙": 3}
    assert column.among([1, 2, 3], lambda values: "甲" in values) == [3]
    assert Column.from_bytes(column.to_bytes())[2] == ("乙",)
