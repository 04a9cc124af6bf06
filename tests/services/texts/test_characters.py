"""The difference of two texts: both can be read off it, whatever they are; it is found soon, and reads well."""

from __future__ import annotations

import random
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from archive_app.services.texts import characters
from archive_app.services.texts.characters import anchored, difference, myers, rising

# few letters, so that much is alike; marks that stand on others; ends of sentences
LETTERS = st.text("甲乙丙。\n\u0301\ufe00\u200d𠮷👨", max_size=40)


def old_of(pieces: list[tuple[str, str]]) -> str:
    return "".join(text for what, text in pieces if what != "new")


def new_of(pieces: list[tuple[str, str]]) -> str:
    return "".join(text for what, text in pieces if what != "gone")


@given(LETTERS, LETTERS)
def test_both_texts_stand_in_their_difference(old: str, new: str) -> None:
    pieces = difference(old, new)
    assert (old_of(pieces), new_of(pieces)) == (old, new)
    assert all(text for _what, text in pieces)


def test_a_word_is_told_from_its_neighbours() -> None:
    assert difference("柜台是松木的，掌柜姓王。", "柜台是杨木的，掌柜姓王。") == [
        ("same", "柜台是"), ("gone", "松"), ("new", "杨"), ("same", "木的，掌柜姓王。"),
    ]  # fmt: skip
    assert difference("他来了。他走了。", "他来了。他又来了。他走了。")[1] == ("new", "他又来了。"), "a sentence as one"
    assert difference("葛\U000e0100城", "葛城") == [("gone", "葛\U000e0100"), ("new", "葛"), ("same", "城")], (
        "what is written upon a character goes with it"
    )


def test_a_sentence_that_was_rewritten_is_no_confetti() -> None:
    pieces = difference("我们那时都在县城里的小学念书。", "他于城中之学堂就读。")
    assert len(pieces) <= 4, pieces


def test_a_rewritten_book_and_a_page_changed_all_over_are_compared_too() -> None:
    seeded = random.Random(6)
    letters = [chr(seeded.randint(0x4E00, 0x6FFF)) for _ in range(1500)]

    def page(length: int) -> str:
        return "".join(seeded.choice(letters) + ("。" if seeded.random() < 0.05 else "") for _ in range(length))

    old = page(20_000)
    changed = list(old)
    for place in seeded.sample(range(len(changed)), 900):
        changed[place] = seeded.choice(letters)
    for new in ("".join(changed), page(20_000), old[9000:] + old[:9000]):
        pieces = difference(old, new)
        assert (old_of(pieces), new_of(pieces)) == (old, new)
    kept = sum(len(text) for what, text in difference(old, "".join(changed)) if what == "same")
    assert kept > 0.94 * len(old)


@given(st.lists(st.integers(0, 5), max_size=25), st.lists(st.integers(0, 5), max_size=25))
def test_pairs_are_equal_and_in_order(was: list[int], now: list[int]) -> None:
    for pairs in (anchored(was, now), myers(was, now, 100) or []):
        assert all(was[i] == now[j] for i, j in pairs)
        assert all(a < c and b < d for (a, b), (c, d) in pairwise(pairs))


def test_too_many_edits_are_not_looked_for() -> None:
    assert myers("甲" * 50, "乙" * 50, 20) is None
    assert myers("甲乙", "甲丙乙", 1) == [(0, 0), (1, 2)]


@given(st.lists(st.integers(0, 30), max_size=12, unique=True))
def test_the_longest_and_the_heaviest_row_rise(values: list[int]) -> None:
    for found in (rising(values), rising(values, [1] * len(values))):
        row = [values[number] for number in found]
        assert row == sorted(row)
    assert len(rising(values)) == len(rising(values, [1] * len(values)))
    assert characters.rising([5, 1, 2], [9, 1, 1]) == [0]
