"""Any string gets an answer."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive_app.hanzi.folding import fold
from archive_app.search.answering import Asked, scan
from archive_app.search.document import SearchDocument, SearchText
from archive_app.search.language import MOST_TERMS

TEXT = '我小時候在湟水邊長大，裏外都是水磨。老火車站１９５９年通車；（一）他说：“汤滚了？”"引"-1|2或＊'
ITEM = SearchDocument("a", "document", "题", "public", (SearchText("notes", "附注", TEXT),))


@settings(max_examples=100, deadline=None)
@given(query=st.text(alphabet=st.characters(exclude_categories=()), max_size=60))
def test_any_string_gets_an_answer(query: str) -> None:
    for exact in (False, True):
        for hit in scan([ITEM], Asked(query, exact)).hits:
            for match in hit.matches:
                assert match.spans
                assert all(0 <= start < end <= len(match.snippet) for start, end in match.spans)


@settings(max_examples=100, deadline=None)
@given(query=st.text(alphabet='水磨 　"“”-|或()（）', max_size=20))
def test_operators_in_any_order_are_answered(query: str) -> None:
    scan([ITEM], Asked(query)).to_json()


@settings(max_examples=100, deadline=None)
@given(start=st.integers(0, len(TEXT) - 1), length=st.integers(1, 12))
def test_any_quoted_piece_of_a_text_is_found_in_it(start: int, length: int) -> None:
    piece = TEXT[start : start + length]
    if '"' in piece:
        return
    assert scan([ITEM], Asked(f'"{piece}"')).occurrences == fold(TEXT).count(fold(piece))


def test_only_exclusions_find_nothing_and_say_why() -> None:
    results = scan([ITEM], Asked("-水磨"))

    assert (results.total, results.hits) == (0, ())
    assert "至少" in results.hint


def test_a_page_of_words_is_cut_and_says_so() -> None:
    results = scan([ITEM], Asked(" ".join(f"词{n}" for n in range(MOST_TERMS + 5))))

    assert str(MOST_TERMS) in results.hint


@pytest.mark.parametrize("query", ["里" * 4000, "里 " * 2000, "-里 " * 1300, "里|" * 2000, '"' * 4000, "(" * 4000])
def test_four_thousand_characters_are_answered_soon(query: str) -> None:
    began = time.perf_counter()
    scan([ITEM], Asked(query)).to_json()

    assert time.perf_counter() - began < 5


def test_a_term_asked_for_twice_counts_once() -> None:
    once = scan([ITEM], Asked("裏外"))
    assert scan([ITEM], Asked("裏外 里外|水磨 裏外")).occurrences == once.occurrences + 1
