"""Which of the faces that were found are one, and which nobody has decided about."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive_app.domain.adjustment import Adjustment, Box
from archive_app.domain.depicted import region_from
from archive_app.domain.found_faces import Found, each_once, overlap, refusal, refused_of, same_face, undecided

FACE: Box = (0.40, 0.30, 0.05, 0.08)
shares = st.floats(0.0, 1.0)
boxes = st.tuples(shares, shares, st.floats(0.01, 1.0), st.floats(0.01, 1.0))


def person(box: Box, **more: object) -> dict[str, object]:
    return {"region": region_from(box), **more}


@given(boxes, boxes)
def test_overlap_is_a_share_and_the_same_from_either_side(one: Box, other: Box) -> None:
    assert 0.0 <= overlap(one, other) <= 1.0 + 1e-9
    assert overlap(one, other) == pytest.approx(overlap(other, one))
    assert overlap(one, one) == pytest.approx(1.0)


def test_a_face_that_was_seen_twice_is_told_once_by_its_surest_box() -> None:
    tighter: Box = (0.41, 0.31, 0.03, 0.05)
    beside: Box = (0.46, 0.30, 0.05, 0.08)
    told = each_once([Found(tighter, 0.8), Found(FACE, 0.9), Found(beside, 0.7)])
    assert [one.box for one in told] == [FACE, beside]


@pytest.mark.parametrize(
    "drawn",
    [FACE, (0.405, 0.305, 0.05, 0.08), (0.38, 0.27, 0.09, 0.20), (0.41, 0.32, 0.02, 0.03)],
    ids=["the same", "moved a little", "with the shoulders", "the eyes only"],
)
def test_who_has_a_box_is_not_suggested(drawn: Box) -> None:
    neighbour = Found((0.47, 0.30, 0.05, 0.08), 0.9)
    assert undecided([Found(FACE, 0.9), neighbour], [person(drawn, name="祁垚")], []) == [neighbour]


def test_a_box_round_a_whole_group_hides_nobody_in_it() -> None:
    found = [Found((0.1 * n, 0.3, 0.05, 0.08), 0.9) for n in range(1, 6)]
    assert undecided(found, [person((0.05, 0.2, 0.6, 0.5), name="全组")], []) == found


def test_one_without_a_box_decides_nothing() -> None:
    found = [Found(FACE, 0.9)]
    assert undecided(found, [{"name": "祁垚"}, {"name": "马文山", "region": []}], []) == found


def test_what_was_refused_is_refused_however_the_photograph_is_turned_and_cropped() -> None:
    file = {"not_faces": [refusal(FACE)], "turn": 90, "crop": [0.2, 0.2, 0.5, 0.5]}
    seen = Adjustment.of(file)
    again = seen.to_upright(seen.to_shown((0.402, 0.301, 0.049, 0.079)))  # found once more, by another model
    assert undecided([Found(again, 0.9)], [], refused_of(file)) == []


def test_rows_that_say_no_place_refuse_nothing() -> None:
    assert refused_of({"not_faces": [{"region": []}, {}, "?", {"region": [0.5, 0.5, 0, 0]}]}) == []
    assert refused_of({}) == []


def test_two_who_stand_cheek_by_cheek_are_two() -> None:
    assert not same_face(FACE, (0.44, 0.31, 0.05, 0.08))
