"""A reader who may not see everything is told what an archive without the rest would tell: word for word, number for
number, whatever is asked, of an index and without one."""

from __future__ import annotations

import random
import tempfile
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from archive_app.search.document import FACETS, SearchDocument, SearchText
from archive_app.search.index import SearchIndex
from archive_app.search.language import Query
from archive_app.search.language.expanding import expander
from tests.search.listed import Listed
from tests.search.test_held import filed, random_wish
from tests.search.test_whole_language import random_document, random_tree

READERS = ({"public"}, {"public", "internal"})


class NoNames:
    """Only years have other writings."""

    def called(self, word: str) -> Any:
        return iter(())

    def within(self, word: str, limit: int) -> Any:
        return iter(())

    def sounding(self, word: str, limit: int) -> Any:
        return iter(())


EXPAND = expander(NoNames())


def seen(documents: list[SearchDocument], visible: set[str]) -> list[SearchDocument]:
    """What is left of them for a reader."""
    return [each.for_readers(visible) for each in documents if each.access in visible]


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(seed=st.integers(0, 10**9))
def test_what_is_hidden_changes_nothing_that_is_told(seed: int) -> None:
    moment = random.Random(seed)
    documents = [filed(random_document(f"{n:03}", moment), moment) for n in range(moment.randrange(1, 40))]
    with tempfile.TemporaryDirectory() as name:
        whole = SearchIndex.open(Path(name) / "whole")
        whole.rebuild(documents[::2], 1)
        whole.update(documents[1::2], [], 2)
        held = SearchIndex.open(Path(name) / "none", Listed(documents))
        for visible in READERS:
            alone = SearchIndex.open(Path(name) / f"alone{len(visible)}")
            alone.rebuild(seen(documents, visible), 1)
            for _ in range(8):
                wish = {**random_wish(moment), "visible": visible}
                text = Query.of(random_tree(moment, 3)).to_text()
                right = alone.search(text, **{**wish, "visible": None}).to_json()
                assert whole.search(text, **wish).to_json() == right, (text, wish)
                assert held.search(text, **wish).to_json() == right, (text, wish)
            for index in (whole, held):
                for facet in FACETS:
                    assert index.filed(facet, visible) == alone.filed(facet)
                for typed in ("水", "shui", "l", "a1", "。"):
                    assert index.titles(typed, 5, visible) == alone.titles(typed, 5)
            alone.close()
        whole.close()


@pytest.mark.parametrize("query", ["1958年", "1958年 水磨", "1958年 同句 水磨", "1949年", "附注:1949年 或 水磨"])
def test_another_writing_that_stands_only_where_one_may_not_look_is_not_told(tmp_path: Path, query: str) -> None:
    """民国三十八年 among what was looked for would say that there is something of that year."""
    documents = [
        SearchDocument("a", "document", "题", "restricted", (SearchText("notes", "附注", "一九五八年水磨"),)),
        SearchDocument("b", "document", "题", "public", (SearchText("notes", "附注", "1958年水磨"),)),
        SearchDocument(
            "c",
            "document",
            "题",
            "public",
            (SearchText("notes", "附注", "民国三十八年的水磨", {}, "restricted"), SearchText("title", "题名", "末")),
        ),
    ]
    index = SearchIndex.open(tmp_path / "search")
    index.rebuild(documents, 1)
    for place in (index, SearchIndex.open(tmp_path / "none", Listed(documents))):
        assert place.search(query, expander=EXPAND).expanded
        assert place.search(query, expander=EXPAND, visible={"public"}).expanded == ()
