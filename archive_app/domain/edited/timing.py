"""From a character of an edited paragraph to the second at which it was said, and back.

Where a segment's own words stand in the paragraph, there it begins; between such places, and inside a segment, seconds
are reckoned by characters. So a place is exact where the text was hardly touched, and near where it was told anew.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate

from archive_app.domain.segments import Segment
from archive_app.frozen import dataclass

_RUN = 5
_TRIES = 12


@dataclass(frozen=True, slots=True)
class Moment:
    """A segment (its row among those given) and a second of the recording."""

    row: int
    second: float


def begins(text: str, told: Sequence[Segment]) -> list[int]:
    """Where each of these segments begins in a paragraph that tells them in this order."""
    known: list[int | None] = []
    reached = 0
    for segment in told:
        place = _found(text, segment.text, reached)
        known.append(place)
        reached = place if place is not None else reached
    if known:
        known[0] = 0
    lengths = [max(1, len(one.text)) for one in told]
    return _filled(known, [0, *accumulate(lengths)], len(text))


def _found(text: str, words: str, reached: int) -> int | None:
    """Where the first words of a segment that stand in the text stand, taken back to the segment's beginning."""
    for at in range(min(_TRIES, max(0, len(words) - _RUN + 1))):
        place = text.find(words[at : at + _RUN], reached)
        if place >= 0:
            return max(reached, place - at)
    return None


def _filled(known: Sequence[int | None], said: Sequence[int], length: int) -> list[int]:
    """The places nobody found, by how much is said before them."""
    places = [*known, length]
    made: list[int] = []
    for number in range(len(known)):
        place = places[number]
        if place is None:
            before = number - 1
            after = next(at for at in range(number + 1, len(places)) if places[at] is not None)
            share = (said[number] - said[before]) / max(1, said[after] - said[before])
            end = places[after] or length
            place = round(made[before] + share * (max(end, made[before]) - made[before]))
        made.append(place)
    return made


def moment(text: str, offset: int, told: Sequence[Segment]) -> Moment | None:
    """When the character at ``offset`` was said; None where none of the segments has a time."""
    if not told:
        return None
    places = begins(text, told)
    row = max(at for at, place in enumerate(places) if at == 0 or place <= offset)
    timed = next((at for at in range(row, -1, -1) if told[at].start is not None), None)
    if timed is None:
        timed = next((at for at, one in enumerate(told) if one.start is not None), None)
    if timed is None:
        return None
    segment = told[timed]
    start, end = segment.start or 0.0, segment.end
    if timed != row or end is None or end <= start:
        return Moment(timed, start)
    close = places[row + 1] if row + 1 < len(places) else len(text)
    share = min(1.0, max(0.0, (offset - places[row]) / max(1, close - places[row])))
    return Moment(row, round(start + share * (end - start), 1))


def offset_of(text: str, row: int, second: float, told: Sequence[Segment]) -> int:
    """Where in the text the second of a segment is told."""
    places = begins(text, told)
    close = places[row + 1] if row + 1 < len(places) else len(text)
    segment = told[row]
    share = 0.0
    if segment.start is not None and segment.end is not None and segment.end > segment.start:
        share = min(1.0, max(0.0, (second - segment.start) / (segment.end - segment.start)))
    return min(max(0, len(text) - 1), round(places[row] + share * max(0, close - places[row])))
