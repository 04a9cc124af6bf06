"""The recordings of an interview, and what of its transcript and index is of which."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TypeVar

from archive_app.catalogue.store import Record
from archive_app.domain.errors import UsageError
from archive_app.domain.media import is_heard
from archive_app.domain.ohms.interview import Point
from archive_app.domain.segments import Segment
from archive_app.services.archive import Archive

_Timed = TypeVar("_Timed", Segment, Point)


class Recordings:
    """Those of one item, in its order; a segment may still name one that is no longer there."""

    def __init__(self, archive: Archive, item_id: str) -> None:
        self._archive = archive
        self.files: tuple[Record, ...] = tuple(
            one for one in archive.catalogue.files_of(item_id) if is_heard(str(one["mime"]))
        )

    @property
    def first(self) -> str:
        """The id of the one that rows without a recording are of; empty where there is none."""
        return self.files[0].id if self.files else ""

    def file_of(self, timed: Segment | Point) -> str:
        """The id of the recording that a segment or an index point is of."""
        return timed.file or self.first

    def of(self, timed: Iterable[_Timed], file: str) -> list[_Timed]:
        """What of these is of one recording."""
        return [one for one in timed if self.file_of(one) == file]

    def used(self, segments: Sequence[Segment]) -> list[str]:
        """The recordings that are spoken of, in the item's order; those that are gone come last."""
        there = dict.fromkeys(self.file_of(one) for one in segments)
        known = [one.id for one in self.files if one.id in there]
        return [*known, *(key for key in there if key not in known)]

    def name(self, file: str) -> str:
        """What a recording's file is called, also where it is no longer among the item's."""
        found = next((one for one in self.files if one.id == file), None)
        found = found or self._archive.catalogue.load("file", [file]).get(file)
        return str(found["name"]) if found is not None else ""

    def seconds(self, file: str) -> float:
        """How long one is; 0 where nobody knows."""
        return next((float(one["duration"] or 0) for one in self.files if one.id == file), 0.0)

    def called(self, words: str) -> str:
        """The id of the recording that a person names: by id, by its file's name, or by its number from 1. Raises
        ``UsageError``."""
        for number, one in enumerate(self.files, start=1):
            if words in (one.id, str(one["name"]), Path(str(one["name"])).stem, str(number)):
                return one.id
        names = "、".join(str(one["name"]) for one in self.files) or "一段也没有"
        raise UsageError(f"没有叫“{words}”的录音", f"这一件的录音：{names}。", code="no-recording")
