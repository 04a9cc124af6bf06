"""What is done to a transcript while it is written: made, split, joined, moved, timed. Pure; rows in, rows out.

Rows are those of the field ``transcript``; columns that an act does not know go with their row. Times are seconds from
the recording's beginning, offsets code points. An id stays with its words: of a segment that is split the beginning
keeps it, of two that are joined the first. Segments stand in the order of their beginnings; whoever would turn that
round is refused in words, and a step that would lead a little too far ends where the neighbour begins.
"""

from __future__ import annotations

from archive_app.domain.transcribing.marks import (
    other_speaker,
    relabelled,
    speakers_of,
    with_level,
    with_recording,
    with_speaker,
)
from archive_app.domain.transcribing.parts import join, made_at, made_beside, moved, pasted, removed, split
from archive_app.domain.transcribing.rows import Changed, Row, Rows, place_of, sounding, until, with_ids
from archive_app.domain.transcribing.times import nudged, shifted, stretched, with_time

__all__ = [
    "Changed",
    "Row",
    "Rows",
    "join",
    "made_at",
    "made_beside",
    "moved",
    "nudged",
    "other_speaker",
    "pasted",
    "place_of",
    "relabelled",
    "removed",
    "shifted",
    "sounding",
    "speakers_of",
    "split",
    "stretched",
    "until",
    "with_ids",
    "with_level",
    "with_recording",
    "with_speaker",
    "with_time",
]
