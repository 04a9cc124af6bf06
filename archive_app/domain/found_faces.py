"""Places on a photograph where a face may be: which of them say the same, and which are still to be decided.

A box is left, top, width, height in shares of the upright master, as boxes round people are. Whose face it is nobody
asks: there is no recognition of persons in the program.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from archive_app.domain.adjustment import Box
from archive_app.domain.depicted import Person, region_from, region_of
from archive_app.frozen import dataclass

_SAME = 0.3
"""Two boxes that share so much of what they cover together are one face."""
_WITHIN = 0.6
"""A box that lies so far within another is the same face, drawn tighter."""
_GROUP = 3
"""A box that holds the middles of so many faces is drawn round a group, not round somebody."""


@dataclass(frozen=True, slots=True)
class Found:
    """A face may be here; ``sure`` from 0 to 1, as the detector says."""

    box: Box
    sure: float


def shared(one: Box, other: Box) -> float:
    """The area that two boxes share."""
    width = min(one[0] + one[2], other[0] + other[2]) - max(one[0], other[0])
    height = min(one[1] + one[3], other[1] + other[3]) - max(one[1], other[1])
    return width * height if width > 0 and height > 0 else 0.0


def overlap(one: Box, other: Box) -> float:
    """What two boxes share, of what they cover together: from 0 to 1 (intersection over union)."""
    both = shared(one, other)
    whole = one[2] * one[3] + other[2] * other[3] - both
    return both / whole if whole > 0 else 0.0


def same_face(one: Box, other: Box) -> bool:
    """Whether two boxes lie round one face: about alike, or the one within the other."""
    least = min(one[2] * one[3], other[2] * other[3])
    return overlap(one, other) >= _SAME or (least > 0 and shared(one, other) >= _WITHIN * least)


def each_once(found: Iterable[Found]) -> list[Found]:
    """Every face once, by the surest of its boxes; the surest first."""
    kept: list[Found] = []
    for one in sorted(found, key=lambda each: -each.sure):
        if not any(same_face(one.box, other.box) for other in kept):
            kept.append(one)
    return kept


def undecided(found: Sequence[Found], people: Iterable[Person], refused: Iterable[Box]) -> list[Found]:
    """Those round which there is no box of a person, and that nobody has refused."""
    boxes = [box for one in people if (box := region_of(one)) is not None]
    taken = [box for box in boxes if sum(_holds(box, one.box) for one in found) < _GROUP]
    groups = [box for box in boxes if box not in taken]
    no = list(refused)
    return [
        one
        for one in found
        if not any(same_face(one.box, box) for box in (*taken, *no))
        and not any(overlap(one.box, box) >= _SAME for box in groups)
    ]


def _holds(box: Box, face: Box) -> bool:
    x, y = face[0] + face[2] / 2, face[1] + face[3] / 2
    return box[0] <= x <= box[0] + box[2] and box[1] <= y <= box[1] + box[3]


def refused_of(file: Mapping[str, Any]) -> list[Box]:
    """Where a file's record says there is no face to be named."""
    rows = [row for row in file.get("not_faces") or () if isinstance(row, Mapping)]
    return [box for row in rows if (box := region_of(row)) is not None]


def refusal(box: Box) -> dict[str, Any]:
    """A row of ``not_faces``."""
    return {"region": region_from(box)}
