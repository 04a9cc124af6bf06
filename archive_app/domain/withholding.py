"""Which segments of a transcript stay behind when it goes out, and where they are in the recording.

A segment's level and its item's both count, the strictest wins; who gets it decides what stays behind. Sound is cut by
the same segments: from their beginning to their end, and a little more on either side.
"""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import replace
from enum import StrEnum

from archive_app.domain.access import Access, strictest
from archive_app.domain.segments import Segment
from archive_app.frozen import dataclass

MARGIN = 0.1
"""Seconds cut beside a segment on either side: its times are set by ear."""

Stretch = tuple[float, float]
"""From a second to a second of a recording."""


class Audience(StrEnum):
    """Whom something is for."""

    OWN = "own"
    INTERNAL = "internal"
    PUBLIC = "public"

    @property
    def label(self) -> str:
        """What a person sees."""
        return {"own": "本单位留存", "internal": "内部使用", "public": "对外公开"}[self.value]

    @property
    def highest(self) -> Access:
        """The strictest level that goes to them."""
        return {"own": Access.RESTRICTED, "internal": Access.INTERNAL, "public": Access.PUBLIC}[self.value]


def stays(segment: Segment, item: Access, audience: Audience) -> bool:
    """Whether a segment of an item of this level stays behind."""
    own = Access(segment.access) if segment.access in set(Access) else item
    return strictest(own, item).rank > audience.highest.rank


def parted(
    segments: Sequence[Segment], item: Access, audience: Audience
) -> tuple[tuple[Segment, ...], tuple[Segment, ...]]:
    """The segments that go, and those that stay behind."""
    staying = [stays(one, item, audience) for one in segments]
    pairs = list(zip(segments, staying, strict=True))
    return tuple(one for one, back in pairs if not back), tuple(one for one, back in pairs if back)


def stretches(
    segments: Sequence[Segment], staying: Sequence[Segment], length: float, margin: float = MARGIN
) -> list[Stretch]:
    """Where in a recording of ``length`` seconds the staying segments are, in order, those that touch as one.

    One whose end nobody noted lasts until another segment begins after it, else to the end of the recording. Raises
    ``ValueError`` where one has no beginning: nobody knows what to cut.
    """
    begins = sorted(one.start for one in segments if one.start is not None)
    found: list[Stretch] = []
    for one in staying:
        if one.start is None:
            raise ValueError("a segment without a beginning")
        end = one.end
        if end is None or end <= one.start:
            place = bisect_right(begins, one.start)
            end = begins[place] if place < len(begins) else length
        found.append((max(0.0, one.start - margin), min(length, end + margin)))
    joined: list[Stretch] = []
    for begin, end in sorted(found):
        if joined and begin <= joined[-1][1]:
            joined[-1] = (joined[-1][0], max(joined[-1][1], end))
        elif begin < end:
            joined.append((begin, end))
    return joined


def covered(segments: Sequence[Segment], staying: Sequence[Segment]) -> list[Stretch]:
    """Where in a recording the staying segments are as far as can be told, for what is said beside it (index points).

    As `stretches`, but one without a beginning is somewhere between those around it in the transcript: all of that.
    """
    rows, back = list(segments), {id(one) for one in staying}
    found: list[Stretch] = []
    timed: list[Segment] = []
    for at, one in enumerate(rows):
        if id(one) not in back:
            continue
        if one.start is not None:
            timed.append(one)
            continue
        before = next((t for row in reversed(rows[:at]) for t in (row.end, row.start) if t is not None), 0.0)
        after = next((row.start for row in rows[at + 1 :] if row.start is not None), math.inf)
        found.append((max(0.0, before - MARGIN), after + MARGIN))
    return [*found, *stretches(rows, timed, math.inf)]


def point_level(at: float, file: str, segments: Sequence[Segment]) -> str:
    """The strictest level of its own that a segment has in which a second of a recording lies; empty where none has.
    ``file`` is the recording, empty for the first: where either does not say, it may be the same."""
    there = [one for one in segments if not (file and one.file) or one.file == file]
    own = {one.access for one in there} & set(Access)
    for level in sorted(map(Access, own), key=lambda one: -one.rank):
        if within(at, covered(there, [one for one in there if one.access == level])):
            return str(level)
    return ""


class NewTimes:
    """The seconds of a recording out of which stretches were taken; with ``silent`` they are as they were."""

    def __init__(self, cut: Sequence[Stretch], *, silent: bool) -> None:
        self._cut = [] if silent else list(cut)

    def second(self, old: float) -> float:
        """Where a second is now; one that was taken out is where the cut is."""
        gone = sum(min(old, end) - begin for begin, end in self._cut if begin < old)
        return round(old - gone, 3)

    def segment(self, segment: Segment) -> Segment:
        """The segment with its times as they are now."""
        start, end = (None if time is None else self.second(time) for time in (segment.start, segment.end))
        return replace(segment, start=start, end=end)


def within(second: float, cut: Sequence[Stretch]) -> bool:
    """Whether a second is in one of the stretches."""
    return any(begin <= second < end for begin, end in cut)


@dataclass(frozen=True, slots=True)
class Overlap:
    """A segment that goes while a part of its sound stays behind: somebody spoke at the same time."""

    segment: Segment
    seconds: float


def overlaps(kept: Sequence[Segment], cut: Sequence[Stretch], least: float = 0.35) -> list[Overlap]:
    """The segments that go and lose more than ``least`` seconds of their sound."""
    found = []
    for one in kept:
        if one.start is None or one.end is None:
            continue
        lost = sum(max(0.0, min(one.end, end) - max(one.start, begin)) for begin, end in cut)
        if lost > least:
            found.append(Overlap(one, lost))
    return found
