"""Find words in a transcript, and put others in their place. Places are code points of a segment's column.

Compared as in a manuscript: folded (traditional and simplified, full-width, capitals) unless written exactly so.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from archive_app.frozen import dataclass
from archive_app.hanzi.folding import fold

COLUMNS = ("text", "mandarin")
"""What is looked through, in the order in which it is read."""


@dataclass(frozen=True, slots=True)
class Spoken:
    """``[start, end)`` of a segment's ``column``; ``row`` is its number."""

    row: int
    column: str
    start: int
    end: int


def places(
    rows: Sequence[Mapping[str, Any]], wanted: str, *, exact: bool = False, columns: Sequence[str] = COLUMNS
) -> list[Spoken]:
    """Where the words stand; places do not overlap."""
    needle = wanted if exact else fold(wanted)
    found: list[Spoken] = []
    for number, row in enumerate(rows):
        for column in columns if needle else ():
            words = str(row.get(column) or "")
            hay = words if exact else fold(words)
            at = hay.find(needle)
            while at >= 0:
                found.append(Spoken(number, column, at, at + len(needle)))
                at = hay.find(needle, at + len(needle))
    return found


def replaced(rows: Sequence[Mapping[str, Any]], found: Iterable[Spoken], words: str) -> list[dict[str, Any]]:
    """The rows with ``words`` at these places; a segment that has nothing left stays, and its time with it."""
    made = [dict(row) for row in rows]
    for place in sorted(found, key=lambda one: (one.row, one.column, -one.start)):
        text = str(made[place.row].get(place.column) or "")
        made[place.row][place.column] = text[: place.start] + words + text[place.end :]
    for row in made:
        if not row.get("mandarin", "x"):
            del row["mandarin"]
    return made
