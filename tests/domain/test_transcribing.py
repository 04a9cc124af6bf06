"""What is done to a transcript: ids stay with their words, times go on in order, nothing is lost."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from archive_app.domain import transcribing as acts
from archive_app.domain.errors import UsageError
from archive_app.domain.segments import Segment

Rows = list[dict[str, Any]]


def _row(key: str, start: float | None, end: float | None, text: str, speaker: str = "", **more: str) -> dict[str, Any]:
    times = {name: value for name, value in (("start", start), ("end", end)) if value is not None}
    return {"id": key, "speaker": speaker, "text": text, **times, **more}


@st.composite
def transcripts(draw: st.DrawFn) -> Rows:
    """Segments in order, some without an end, some without any time, as imports leave them."""
    words = st.text(alphabet="我们那时在沙塘川种麦子，。ab𠮷\n", max_size=12)
    rows: Rows = []
    second = 0.0
    for number in range(draw(st.integers(1, 8))):
        second = round(second + draw(st.floats(0.0, 20.0)), 3)
        if draw(st.integers(0, 5)) == 0:
            rows.append(_row(f"s{number}", None, None, draw(words), draw(st.sampled_from(("问", "答", "")))))
            continue
        length = round(draw(st.floats(0.2, 15.0)), 3)
        end = round(second + length, 3) if draw(st.booleans()) else None
        row = _row(f"s{number}", second, end, draw(words), draw(st.sampled_from(("问", "答", ""))))
        if draw(st.integers(0, 3)) == 0:
            row["mandarin"] = draw(words) or "普"
        if draw(st.integers(0, 3)) == 0:
            row["access"] = draw(st.sampled_from(("public", "internal", "restricted")))
        row["later"] = f"x{number}"  # a column nobody here knows
        rows.append(row)
        second = end if end is not None else second
    return rows


def in_order(rows: Rows) -> bool:
    """Whether no segment begins before the one above it, nor ends before it begins."""
    starts = [row["start"] for row in rows if row.get("start") is not None]
    inside = all(row["end"] >= row["start"] for row in rows if row.get("end") is not None and "start" in row)
    return inside and all(one <= other for one, other in pairwise(starts))


def said(rows: Rows) -> str:
    """All words in their order."""
    return "".join(row.get("text", "") for row in rows)


def _refused_or(act: Callable[[], acts.Changed]) -> acts.Changed | None:
    try:
        return act()
    except UsageError as refused:
        assert refused.message and refused.remedy
        return None


@given(transcripts(), st.data())
def test_a_split_keeps_every_character_and_joining_brings_it_back(rows: Rows, data: st.DataObject) -> None:
    row = data.draw(st.sampled_from(rows))
    offset = data.draw(st.integers(0, len(row["text"])))
    second = data.draw(st.none() | st.floats(0, 200))
    made = acts.split(rows, row["id"], offset, second)
    assert said(made.rows) == said(rows) and in_order(made.rows)
    assert len({one["id"] for one in made.rows}) == len(rows) + 1
    at = acts.place_of(made.rows, row["id"])
    assert made.rows[at]["text"] == row["text"][:offset] and made.at == made.rows[at + 1]["id"]
    assert "".join(one.get("mandarin", "") for one in made.rows[at : at + 2]) == row.get("mandarin", "")
    both = acts.join(made.rows, made.at)
    back = both.rows[at]
    inside = row["text"][max(0, offset - 1) : offset + 1]
    if len(inside) == 2 and offset and inside.isascii() and inside.isalpha():
        # two words of Latin letters are joined with a blank: that one was two halves of a word nobody knows any more
        assert back["text"] == f"{row['text'][:offset]} {row['text'][offset:]}"
        return
    assert (both.at, said(both.rows)) == (row["id"], said(rows))
    assert back.get("access") == row.get("access") and back.get("start") == row.get("start")
    assert back.get("later") == row.get("later")


@given(transcripts(), st.data())
def test_two_joined_lose_no_word_and_open_nothing(rows: Rows, data: st.DataObject) -> None:
    if len(rows) < 2:
        return
    at = data.draw(st.integers(1, len(rows) - 1))
    made = acts.join(rows, rows[at]["id"])
    first, second = rows[at - 1], rows[at]
    joined = made.rows[at - 1]
    assert joined["id"] == first["id"] and in_order(made.rows)
    assert joined["text"].startswith(first["text"]) and joined["text"].endswith(second["text"])
    assert joined["text"][made.offset :] == second["text"]
    levels = [first.get("access", ""), second.get("access", "")]
    order = ["public", "", "internal", "restricted"]
    assert order.index(joined.get("access", "")) >= max(order.index(level) for level in levels)


@given(transcripts(), st.floats(0, 200))
def test_a_new_segment_stands_where_it_is_heard(rows: Rows, second: float) -> None:
    made = acts.made_at(rows, second, speaker="问")
    assert said(made.rows) == said(rows) and in_order(made.rows)
    fresh = made.rows[acts.place_of(made.rows, made.at)]
    assert fresh["text"] == "" and fresh["start"] == pytest.approx(second, abs=0.001)
    others = [row for row in made.rows if row["id"] != made.at]
    assert [row["id"] for row in others] == [row["id"] for row in rows]


@given(transcripts(), st.data())
def test_no_time_that_is_set_or_nudged_turns_the_order_round(rows: Rows, data: st.DataObject) -> None:
    row = data.draw(st.sampled_from(rows))
    which = data.draw(st.sampled_from(("start", "end")))
    second, by = data.draw(st.floats(0, 200)), data.draw(st.sampled_from((-0.1, 0.1, -5.0, 5.0)))
    for made in (
        _refused_or(lambda: acts.with_time(rows, row["id"], which, second)),
        _refused_or(lambda: acts.nudged(rows, row["id"], which, by)),
    ):
        if made is not None:
            assert in_order(made.rows)
            bare = [{k: v for k, v in one.items() if k not in ("start", "end")} for one in made.rows]
            assert bare == [{k: v for k, v in one.items() if k not in ("start", "end")} for one in rows]


@given(transcripts(), st.floats(-50, 50), st.data())
def test_many_are_shifted_in_order_or_refused(rows: Rows, by: float, data: st.DataObject) -> None:
    first = data.draw(st.integers(0, len(rows) - 1))
    last = data.draw(st.integers(first, len(rows) - 1))
    keys = {row["id"] for row in rows[first : last + 1]}
    made = _refused_or(lambda: acts.shifted(rows, keys, by))
    if made is not None:
        assert in_order(made.rows) and said(made.rows) == said(rows)
        for before, after in zip(rows, made.rows, strict=True):
            if before["id"] in keys and "start" in before:
                assert after["start"] == pytest.approx(before["start"] + by, abs=0.002)


@given(transcripts(), st.floats(0, 50), st.floats(0.1, 300))
def test_stretched_the_first_and_the_last_begin_where_they_are_told_to(rows: Rows, first: float, length: float) -> None:
    keys = {row["id"] for row in rows}
    made = _refused_or(lambda: acts.stretched(rows, keys, first, first + length))
    if made is not None:
        starts = [row["start"] for row in made.rows if "start" in row]
        assert starts[0] == pytest.approx(first, abs=0.002) and starts[-1] == pytest.approx(first + length, abs=0.002)
        assert in_order(made.rows)


@given(transcripts(), st.data())
def test_moving_takes_the_words_and_leaves_the_times(rows: Rows, data: st.DataObject) -> None:
    row = data.draw(st.sampled_from(rows))
    made = acts.moved(rows, row["id"], data.draw(st.sampled_from((-1, 1))))
    assert [(one.get("start"), one.get("end")) for one in made.rows] == [(r.get("start"), r.get("end")) for r in rows]
    by_id = {one["id"]: one["text"] for one in made.rows}
    assert by_id == {one["id"]: one["text"] for one in rows}


def test_the_sound_says_where_the_second_part_begins_if_it_is_inside() -> None:
    rows = [_row("a", 10.0, 20.0, "一二三四五六七八九十", "答"), _row("b", 20.0, None, "后面", "问")]
    assert acts.split(rows, "a", 5, 17.25).rows[1]["start"] == 17.25
    assert acts.split(rows, "a", 5, 44.0).rows[1]["start"] == 15.0  # elsewhere: half of the characters, half the time
    assert acts.split(rows, "a", 5, None).rows[0]["end"] == 15.0
    assert acts.split(rows, "b", 1, 26.5).rows[2]["start"] == 26.5  # the last one has no end


def test_what_is_said_in_mandarin_is_parted_at_the_same_sentence() -> None:
    rows = [_row("a", 0.0, 8.0, "阿达到磨上去了。今儿不来。", "答", mandarin="父亲到磨坊去了。今天不来。")]
    made = acts.split(rows, "a", 8)
    assert [row["mandarin"] for row in made.rows] == ["父亲到磨坊去了。", "今天不来。"]
    inside = acts.split(rows, "a", 3)
    assert inside.rows[0]["mandarin"] == rows[0]["mandarin"] and "mandarin" not in inside.rows[1]


def test_what_another_said_keeps_his_name_when_it_is_joined() -> None:
    rows = [_row("a", 0.0, 4.0, "磨是谁家的？", "问"), _row("b", 4.0, 9.0, "三家合的。", "答")]
    joined = acts.join(rows, "b").rows
    assert joined[0]["text"] == "磨是谁家的？\n答：三家合的。" and joined[0]["end"] == 9.0


def test_a_boundary_that_two_share_is_moved_for_both() -> None:
    rows = [_row("a", 0.0, 4.0, "甲"), _row("b", 4.0, 9.0, "乙"), _row("c", 12.0, 15.0, "丙")]
    assert acts.nudged(rows, "b", "start", -0.1).rows[0]["end"] == 3.9
    assert acts.nudged(rows, "a", "end", 0.1).rows[1]["start"] == 4.1
    assert acts.nudged(rows, "c", "start", -0.1).rows[1]["end"] == 9.0  # a silence lies between them
    held = rows
    for _press in range(200):
        held = acts.nudged(held, "b", "start", -0.1).rows
    assert held[1]["start"] == pytest.approx(0.1)


def test_later_times_are_right_whatever_becomes_of_words() -> None:
    """Delete 200 characters: the stamps behind them stay (features C7)."""
    rows = [_row(f"s{n}", n * 10.0, n * 10.0 + 10, "话" * 120) for n in range(20)]
    rows[4] = {**rows[4], "text": ""}
    made = acts.removed(rows, {"s5"}).rows
    assert [row["start"] for row in made] == [n * 10.0 for n in range(20) if n != 5]


def test_a_time_that_cannot_be_is_refused_in_words() -> None:
    rows = [_row("a", 10.0, 14.0, "甲"), _row("b", 14.0, 19.0, "乙")]
    with pytest.raises(UsageError, match="比上一段的起点"):
        acts.with_time(rows, "b", "start", 3.0)
    with pytest.raises(UsageError, match="不能早于"):
        acts.with_time(rows, "b", "end", 13.0)
    with pytest.raises(UsageError, match="早于录音的开头"):
        acts.shifted(rows, {"a", "b"}, -11.0)
    with pytest.raises(UsageError, match="两段以上"):
        acts.stretched(rows, {"a"}, 0.0, 9.0)


def test_the_same_level_again_takes_it_away() -> None:
    rows = [_row("a", 0.0, 1.0, "甲"), _row("b", 1.0, 2.0, "乙")]
    closed = acts.with_level(rows, {"a", "b"}, "restricted").rows
    assert [row["access"] for row in closed] == ["restricted", "restricted"]
    assert acts.with_level(closed, {"a"}, "public").rows[0]["access"] == "public"
    assert "access" not in acts.with_level(closed, {"b"}, "restricted").rows[1]


def test_who_speaks_next_is_the_other_of_two() -> None:
    rows = [_row("a", 0.0, 1.0, "甲", "问"), _row("b", 1.0, 2.0, "乙", "答"), _row("c", 2.0, 3.0, "丙", "答")]
    assert acts.other_speaker(rows, 2) == "问" and acts.other_speaker(rows, 0) == "答"
    three = [*rows, _row("d", 3.0, 4.0, "丁", "旁人")]
    assert acts.other_speaker(three, 3) == "答"
    assert acts.other_speaker([], 0) == ""


def test_the_segment_that_is_heard_is_found_by_its_beginning() -> None:
    starts = [(0.0, 0), (4.5, 1), (9.0, 3)]
    assert [acts.sounding(starts, second) for second in (-1.0, 0.0, 4.46, 8.0, 99.0)] == [-1, 0, 1, 1, 3]


def test_rows_of_other_programs_get_ids_of_their_own() -> None:
    made = acts.with_ids([{"text": "甲"}, {"id": "x", "text": "乙"}, {"id": "x", "text": "丙"}])
    assert made[1]["id"] == "x" and len({row["id"] for row in made}) == 3


@given(
    transcripts(),
    st.lists(
        st.tuples(st.text("甲乙丙丁。", min_size=1, max_size=6), st.sampled_from(("问", "答", ""))),
        min_size=1,
        max_size=5,
    ),
    st.data(),
)
def test_what_is_pasted_stands_between_what_stood_there(
    rows: Rows, said_: list[tuple[str, str]], data: st.DataObject
) -> None:
    row = data.draw(st.sampled_from(rows))
    offset = data.draw(st.integers(0, len(row["text"])))
    begun = data.draw(st.floats(0, 200))
    parts = [Segment(text, begun + n, begun + n + 1, who) for n, (text, who) in enumerate(said_)]
    made = acts.pasted(rows, row["id"], offset, parts)
    at = acts.place_of(rows, row["id"])
    before, after = said(rows[:at]) + row["text"][:offset], row["text"][offset:] + said(rows[at + 1 :])
    assert said(made.rows) == before + "".join(text for text, _who in said_) + after
    assert in_order(made.rows) and len({one["id"] for one in made.rows}) == len(made.rows)
    last = made.rows[acts.place_of(made.rows, made.at)]
    assert last["text"][made.offset :] == row["text"][offset:]
