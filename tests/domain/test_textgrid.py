"""What is written as a TextGrid is read as it was, and written again to the same bytes."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from archive_app.domain.segments import Segment
from archive_app.domain.textgrid import parse, read_textgrid, to_textgrid

WORDS = st.text(st.sampled_from(list('问马䶮𠮷 ："!<>1.0\n\r甲\t\0#（普通话）exists')), max_size=24)
TIMES = st.none() | st.integers(0, 9_000_000).map(lambda milliseconds: milliseconds / 1000)
SEGMENTS = st.lists(
    st.builds(Segment, WORDS, TIMES, TIMES, st.sampled_from(["", "祁垚", "马䶮", "甲#乙"]), mandarin=WORDS), max_size=9
)


@settings(max_examples=200, deadline=None)
@given(SEGMENTS, st.booleans(), st.integers(0, 9_000))
def test_written_read_and_written_again(segments: list[Segment], short: bool, length: int) -> None:
    first = to_textgrid(segments, length, short=short)
    read = read_textgrid(first)
    assert read.captions.problems == ()
    again = to_textgrid(read.captions.segments, read.end, read.points, short=short)
    assert again == first


@settings(max_examples=100, deadline=None)
@given(SEGMENTS)
def test_every_tier_fills_the_recording_without_gap_or_overlap(segments: list[Segment]) -> None:
    grid = parse(to_textgrid(segments, 20.0))
    for tier in grid.tiers:
        assert tier.marks[0][0] == 0.0 and tier.marks[-1][1] == grid.end
        assert all(one[1] == two[0] for one, two in zip(tier.marks, tier.marks[1:], strict=False))


def test_people_who_speak_at_once_keep_their_words_and_times() -> None:
    said = [
        Segment("我说", 1.0, 5.0, "甲"),
        Segment("插一句", 2.0, 3.0, "甲"),
        Segment("你先说", 2.5, 4.0, "乙", mandarin="您先说"),
    ]
    read = read_textgrid(to_textgrid(said, 6.0))
    assert [replace(one, id="") for one in read.captions.segments] == said


def test_what_has_no_time_is_left_out() -> None:
    made = to_textgrid([Segment("没有时间", speaker="甲"), Segment("有", 1.0, 2.0, "甲")])
    assert "没有时间" not in made and '"有"' in made


@pytest.mark.parametrize("text", ["", '"ooTextFile"', "File type = 1", '"ooTextFile" "TextGrid" 0 1 <exists> 1e9'])
def test_what_is_none_is_said_to_be_none(text: str) -> None:
    with pytest.raises(ValueError):
        parse(text)
