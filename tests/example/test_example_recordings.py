"""The example's recordings: one for each interview, of a minute or two, with a transcript that fits into it."""

from __future__ import annotations

import json
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from archive_app.domain.identity import is_id
from archive_app.domain.segments import Segment, beyond
from archive_app.intake.sound.decoding import samples
from archive_app.intake.sound.ogg import measure_ogg
from archive_app.resources import resource

HOME = Path(str(resource("example", "items.json"))).parent
ITEMS: list[dict[str, Any]] = json.loads((HOME / "items.json").read_text(encoding="utf-8"))
INTERVIEWS = [item for item in ITEMS if item["kind"] == "oral_history"]
KEYS = [item["key"] for item in INTERVIEWS]


def test_every_interview_has_a_recording_and_no_other_file_lies_there() -> None:
    named = [part["path"] for item in INTERVIEWS for part in item["recordings"]]
    assert len(named) == len(INTERVIEWS) >= 22
    assert sorted(path.name for path in (HOME / "recordings").iterdir()) == sorted(Path(name).name for name in named)


@pytest.mark.parametrize("item", INTERVIEWS, ids=KEYS)
def test_a_recording_is_sound_short_and_small(item: dict[str, Any]) -> None:
    path = HOME / item["recordings"][0]["path"]
    sound = measure_ogg(path)
    assert sound.warnings == ()
    assert 60 <= sound.seconds <= 120
    assert path.stat().st_size <= 400_000


@pytest.mark.parametrize("item", INTERVIEWS, ids=KEYS)
def test_a_recording_is_heard_in_the_window_from_where_its_second_segment_begins(item: dict[str, Any]) -> None:
    begin = item["transcript"][1]["start"]
    decoder = samples(HOME / item["recordings"][0]["path"], begin - 0.2, channels=1, rate=16_000)
    before, spoken = decoder.send(1600), [level for _part in range(4) for level in decoder.send(4000)]
    assert max(map(abs, before)) < 1000 < max(map(abs, spoken))  # the pause before it, and its words


@pytest.mark.parametrize("item", INTERVIEWS, ids=KEYS)
def test_a_transcript_lies_within_its_recording_at_the_speed_of_speech(item: dict[str, Any]) -> None:
    segments = [Segment.from_json(row) for row in item["transcript"]]
    seconds = measure_ogg(HOME / item["recordings"][0]["path"]).seconds
    assert 8 <= len(segments) <= 16
    assert all(is_id(segment.id) for segment in segments)
    assert not beyond(segments, seconds, tolerance=0)
    times = [(segment.start or 0.0, segment.end or 0.0) for segment in segments]
    assert times[0][0] > 0.3
    assert all(0.3 < after[0] - before[1] < 1 for before, after in pairwise(times))
    for segment, (start, end) in zip(segments, times, strict=True):
        spoken = sum(char.isalnum() for char in segment.text)
        assert 1.5 < spoken / (end - start) < 8, segment.text
    assert len({segment.speaker for segment in segments}) == 2


@pytest.mark.parametrize("item", INTERVIEWS, ids=KEYS)
def test_the_index_points_to_where_segments_begin(item: dict[str, Any]) -> None:
    starts = [row["start"] for row in item["transcript"]]
    points = [point["at"] for point in item.get("index_points", ())]
    assert points == sorted(points)
    assert set(points) <= set(starts)
    assert "节录" in item["notes"]


def test_ids_of_segments_are_used_once() -> None:
    ids = [row["id"] for item in INTERVIEWS for row in item["transcript"]]
    assert len(set(ids)) == len(ids)
