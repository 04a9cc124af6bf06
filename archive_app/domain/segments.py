"""What a transcript consists of: segments in the order they were written.

A segment is what one person says without a break. Its times are seconds from the recording's beginning; what is not
known of them is ``None``. ``captions`` reads them, ``transcript`` writes them out.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from archive_app.domain.identity import new_id
from archive_app.frozen import dataclass

SHOWN = 5
"""How many places a warning names one by one."""


@dataclass(frozen=True, slots=True)
class Segment:
    """``start`` and ``end`` are seconds; ``id`` is a UUIDv7, empty until it is stored. ``text`` is what was said as it
    was said, ``mandarin`` the same in 普通话 where the two differ; ``access`` is a level of its own, else empty;
    ``file`` is the recording that its times are of, where it is not the item's first (``domain.recordings``)."""

    text: str
    start: float | None = None
    end: float | None = None
    speaker: str = ""
    id: str = ""
    mandarin: str = ""
    access: str = ""
    file: str = ""

    def to_json(self) -> dict[str, Any]:
        """A row of the field ``transcript``; a segment without an id gets one."""
        row: dict[str, Any] = {"id": self.id or new_id(), "speaker": self.speaker, "text": self.text}
        known = {"start": self.start, "end": self.end, "mandarin": self.mandarin}
        known |= {"access": self.access, "file": self.file}
        return row | {name: value for name, value in known.items() if value not in (None, "")}

    @classmethod
    def from_json(cls, row: Mapping[str, Any]) -> Segment:
        """The segment of a stored row."""
        words = (str(row.get(name) or "") for name in ("speaker", "id", "mandarin", "access", "file"))
        return cls(str(row.get("text") or ""), row.get("start"), row.get("end"), *words)


def clock(seconds: float, mark: str = ".") -> str:
    """``01:02:03.500``: hours, minutes, seconds, milliseconds (WebVTT §3.3; SubRip with a comma for ``mark``)."""
    milliseconds = max(0, round(seconds * 1000))
    minutes, rest = divmod(milliseconds, 60_000)
    return f"{minutes // 60:02d}:{minutes % 60:02d}:{rest // 1000:02d}{mark}{rest % 1000:03d}"


def span(segment: Segment) -> str:
    """The segment's times as a person reads them: ``00:05:10—00:05:20``."""
    parts = [clock(time)[:8] for time in (segment.start, segment.end) if time is not None]
    return "—".join(parts) or "没有时间"


def named(places: Sequence[str], unit: str = "段") -> str:
    """Places one by one where they are few, else the first ones and the count in ``unit``."""
    return "、".join(places[:SHOWN]) + (f"等 {len(places)} {unit}" if len(places) > SHOWN else "")


def beyond(segments: Sequence[Segment], duration: float, tolerance: float = 1.0) -> list[str]:
    """Which segments begin or end after a recording of ``duration`` seconds has: their numbers and times."""
    limit = duration + tolerance
    return [
        f"第 {number} 段（{span(segment)}）"
        for number, segment in enumerate(segments, start=1)
        if max(segment.start or 0.0, segment.end or 0.0) > limit
    ]
