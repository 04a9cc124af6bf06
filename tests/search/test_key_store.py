"""The keys of titles come back as they were, in the room of the titles."""

from __future__ import annotations

import json
import random
import zlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive_app.hanzi.collation import title_key
from archive_app.search.columns import Column
from archive_app.search.key_store import restored, shortened

TITLES = st.lists(
    st.text(alphabet="行长重庆水磨a1 \t\n，𠮷䶮\U000f0000\U000f0001\x1f", max_size=8) | st.text(max_size=6), max_size=12
)


@settings(max_examples=150)
@given(TITLES)
def test_keys_come_back_as_they_were(titles: list[str]) -> None:
    keys = [title_key(title) for title in titles]

    assert restored(shortened(keys)) == keys


def test_most_titles_are_stored_as_they_are(tmp_path: object) -> None:
    chance = random.Random(2)
    titles = [
        "".join(chance.choices("水磨油坊骡马店门前照相过年社火湟水边的老榆树下银行长重庆", k=14)) for _ in range(2000)
    ]
    keys = [title_key(title) for title in titles]
    column = Column.of([(key,) for key in keys])

    assert len(column.to_bytes(keyed=True)) < 1.3 * len(zlib.compress(json.dumps(titles).encode(), 9))
    again = Column.from_bytes(column.to_bytes(keyed=True), keyed=True)
    assert [again[number] for number in range(2000)] == [(key,) for key in keys]


@pytest.mark.parametrize("stored", [[], [[], []], [{}, ["水"]], [{"水": 3}, ["水"]], [{}, [3]], [{}, {}], ["a", "b"]])
def test_what_is_none_of_them_is_refused(stored: list[object]) -> None:
    with pytest.raises((ValueError, KeyError, TypeError, AttributeError)):
        restored(stored)
