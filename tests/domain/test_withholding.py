"""Which segments stay behind, where they are, and what time it is when they are gone."""

from __future__ import annotations

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive_app.domain.access import Access
from archive_app.domain.segments import Segment
from archive_app.domain.withholding import Audience, NewTimes, overlaps, parted, stretches

SAID = (
    Segment("公开的", 0.0, 5.0, access="public"),
    Segment("没有级别的", 5.0, 9.0),
    Segment("内部的", 9.0, 12.0, access="internal"),
    Segment("控制的", 12.0, None, access="restricted"),
    Segment("末了", 15.0, 20.0),
)


@pytest.mark.parametrize(
    ("item", "audience", "kept"),
    [
        (Access.PUBLIC, Audience.PUBLIC, "公开的 没有级别的 末了"),
        (Access.PUBLIC, Audience.INTERNAL, "公开的 没有级别的 内部的 末了"),
        (Access.INTERNAL, Audience.PUBLIC, ""),
        (Access.INTERNAL, Audience.INTERNAL, "公开的 没有级别的 内部的 末了"),
        (Access.RESTRICTED, Audience.INTERNAL, ""),
        (Access.RESTRICTED, Audience.OWN, "公开的 没有级别的 内部的 控制的 末了"),
    ],
)
def test_the_strictest_level_decides(item: Access, audience: Audience, kept: str) -> None:
    went, stayed = parted(SAID, item, audience)
    assert " ".join(one.text for one in went) == kept
    assert len(went) + len(stayed) == len(SAID)


def test_a_level_nobody_knows_is_the_items() -> None:
    assert parted([Segment("x", access="绝密")], Access.PUBLIC, Audience.PUBLIC)[1] == ()


def test_where_they_are() -> None:
    staying = [SAID[2], SAID[3]]
    assert stretches(SAID, staying, 20.0, 0.1) == [(8.9, 15.1)]
    assert stretches(SAID[:4], staying, math.inf, 0.0) == [(9.0, math.inf)]
    with pytest.raises(ValueError):
        stretches(SAID, [Segment("哪里？")], 20.0)


def test_who_speaks_at_the_same_time_is_named() -> None:
    (found,) = overlaps([SAID[0], Segment("插话", 13.0, 14.5)], [(12.0, 14.0)])
    assert (found.segment.text, found.seconds) == ("插话", 1.0)


CUTS = st.lists(st.integers(0, 1000), min_size=2, max_size=8, unique=True).map(
    lambda ends: list(zip(sorted(ends)[::2], sorted(ends)[1::2], strict=False))
)


@given(CUTS, st.floats(0, 1000), st.floats(0, 1000))
def test_times_keep_their_order_and_their_distance_where_nothing_was_cut(
    cut: list[tuple[float, float]], one: float, two: float
) -> None:
    times = NewTimes(cut, silent=False)
    first, last = sorted((one, two))
    assert times.second(first) <= times.second(last)
    between = sum(max(0.0, min(last, end) - max(first, begin)) for begin, end in cut)
    assert times.second(last) - times.second(first) == pytest.approx(last - first - between, abs=0.002)
    assert NewTimes(cut, silent=True).second(one) == round(one, 3)
