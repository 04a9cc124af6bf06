"""Rows and order of the people on a photograph, from the boxes round their faces."""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive_app.domain.adjustment import AS_IT_IS, Adjustment, Box
from archive_app.domain.depicted import (
    UNKNOWN,
    arranged,
    is_arranged,
    moved,
    of_file,
    people_words,
    region_from,
    region_of,
    row_names,
    rows_of,
)

FACE = 0.05


def face(x: float, y: float, height: float = FACE) -> Box:
    """A face whose middle is there."""
    return x - 0.4 * height, y - height / 2, 0.8 * height, height


def group(
    counts: Sequence[int], seed: int, *, apart: float = 2.0, uneven: float = 0.15
) -> tuple[list[Box], list[list[int]]]:
    """People in staggered rows as a photographer lines them up, the camera a little slanted, heads of all heights."""
    source = random.Random(seed)
    drift, bend = source.uniform(-2, 2) * FACE, source.uniform(-1, 1) * FACE
    boxes: list[Box] = []
    rows = []
    for number, count in enumerate(counts):
        rows.append(list(range(len(boxes), len(boxes) + count)))
        for place in range(count):
            x = 0.1 + 0.8 * (place + 0.5 + number % 2 / 2) / (count + 0.5)
            along = 2 * x - 1
            y = 0.75 - number * 2 * FACE + drift * along / 2 + bend * along**2 + source.gauss(0, 0.15) * FACE
            boxes.append(face(x, y, FACE * source.uniform(0.85, 1.15)))
    return boxes, rows


@pytest.mark.parametrize("counts", [[5], [3, 4], [6, 7, 6], [4, 9, 10, 8], [12], [2, 3], [20, 21, 20]])
@pytest.mark.parametrize("seed", range(8))
def test_staggered_slanted_and_bent_rows_are_found(counts: list[int], seed: int) -> None:
    boxes, rows = group(counts, seed)
    assert rows_of(boxes) == rows


def test_twelve_people_in_two_rows_a_child_in_front_and_a_man_apart() -> None:
    front = [face(0.2 + 0.12 * n, 0.6) for n in range(5)]
    back = [face(0.26 + 0.12 * n, 0.48) for n in range(5)]
    child, apart = face(0.44, 0.68, 0.04), face(0.95, 0.62)
    assert rows_of([*front, *back, child, apart]) == [[10], [0, 1, 2, 3, 4, 11], [5, 6, 7, 8, 9]]
    names = [*"甲乙丙丁戊", *"己庚辛壬癸", "小孩", ""]
    people = [
        {"name": name, "region": region_from(box)}
        for name, box in zip(names, [*front, *back, child, apart], strict=True)
    ]
    assert people_words(arranged(people), UNKNOWN) == (
        "前排：小孩；中排左起：甲、乙、丙、丁、戊、？；后排左起：己、庚、辛、壬、癸"
    )


def test_one_and_none() -> None:
    assert rows_of([]) == [] and rows_of([face(0.5, 0.5)]) == [[0]]
    assert people_words(arranged([{"name": "祁垚", "region": [0.5, 0.5, 0.1, 0.1]}])) == "祁垚"
    assert rows_of([face(0.6, 0.5), face(0.4, 0.5)]) == [[1, 0]]
    assert rows_of([face(0.5, 0.3), face(0.5, 0.6)]) == [[1], [0]], "one behind the other are two rows"


def test_what_rows_are_called() -> None:
    assert [row_names(number) for number in range(4)] == [(), ("",), ("前排", "后排"), ("前排", "中排", "后排")]
    assert row_names(5) == ("第一排", "第二排", "第三排", "第四排", "第五排")
    assert row_names(12)[-1] == "第12排"


def test_left_is_where_it_is_seen_though_the_scan_lies_on_its_side() -> None:
    # the scan lies on its side: what is seen at the left is at its bottom
    people = [{"name": name, "region": [0.5, y, 0.1, 0.1]} for name, y in (("甲", 0.8), ("乙", 0.5), ("丙", 0.2))]
    assert people_words(arranged(people, Adjustment(90))) == "左起：甲、乙、丙"
    assert people_words(arranged(people, Adjustment(270))) == "左起：丙、乙、甲"


def _people(*places: tuple[str, float, float]) -> list[dict[str, Any]]:
    return [{"name": name, "region": region_from(face(x, y))} for name, x, y in places]


def test_moving_a_box_moves_the_name_in_the_words() -> None:
    before = arranged(_people(("甲", 0.2, 0.5), ("乙", 0.4, 0.5), ("丙", 0.6, 0.5)))
    after = [{**one, "region": region_from(face(0.9, 0.5))} if one["name"] == "甲" else one for one in before]
    assert people_words(moved(before, after)) == "左起：乙、丙、甲"


def test_the_order_a_person_gave_stays_until_it_is_asked_for_again() -> None:
    before = arranged(_people(("甲", 0.2, 0.5), ("乙", 0.4, 0.5), ("丙", 0.6, 0.5)))
    by_hand = [{**one, "row": "坐者"} for one in before]
    assert not is_arranged(by_hand)
    drawn = moved(by_hand, [*by_hand, *_people(("丁", 0.8, 0.5))])
    assert people_words(drawn) == "坐者左起：甲、乙、丙、丁"
    shifted = [{**one, "region": region_from(face(0.9, 0.5))} if one["name"] == "甲" else one for one in drawn]
    assert people_words(moved(drawn, shifted)) == "坐者左起：甲、乙、丙、丁"
    assert people_words(arranged(shifted)) == "左起：乙、丙、丁、甲"


def test_who_was_written_down_without_a_box_is_not_lost() -> None:
    written = [{"row": "后排", "order": 3, "name": "某人"}, {"name": "过路人"}]
    made = arranged([*written, *_people(("甲", 0.2, 0.5))])
    assert [one["name"] for one in made] == ["甲", "某人", "过路人"] and made[1] == written[0]
    assert is_arranged(made)


def test_each_picture_of_an_item_has_its_own_people() -> None:
    people = [{"name": "甲"}, {"name": "乙", "file": "f2"}, {"name": "丙", "file": "f1"}]
    assert [one["name"] for one in of_file(people, "f1", first=True)] == ["甲", "丙"]
    assert [one["name"] for one in of_file(people, "f2", first=False)] == ["乙"]


@pytest.mark.parametrize("region", [None, [], [0.5, 0.5], [0.5, 0.5, 0, 0.1], ["a", 1, 1, 1]])
def test_odd_regions_are_no_boxes(region: Any) -> None:
    assert region_of({"region": region}) is None


_number = st.floats(0.02, 0.98, allow_nan=False)
_boxes = st.lists(st.tuples(_number, _number, st.floats(0.01, 0.3), st.floats(0.01, 0.3)), max_size=25)


@given(_boxes)
def test_nobody_is_lost_and_the_words_settle(boxes: list[Box]) -> None:
    rows = rows_of(boxes)
    assert sorted(n for row in rows for n in row) == list(range(len(boxes)))
    for row in rows:
        assert [boxes[n][0] + boxes[n][2] / 2 for n in row] == sorted(boxes[n][0] + boxes[n][2] / 2 for n in row)
    once = arranged({"name": str(n), "region": region_from(box)} for n, box in enumerate(boxes))
    assert arranged(once) == once and is_arranged(once, AS_IT_IS)
