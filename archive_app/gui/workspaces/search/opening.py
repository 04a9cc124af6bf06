"""Where a place that was found is opened: the record, its field, paragraph, note, row and words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from archive_app.gui.reading.pane import ReadingPane
from archive_app.gui.workspaces.search.rows import ResultRow
from archive_app.gui.workspaces.workspace import Place
from archive_app.services.printed import KIND as VOLUME


def opened_at(row: ResultRow | None, reading: ReadingPane) -> tuple[str, Place] | None:
    """The workspace and the place in it: of a printed volume its page, of an item where one reads."""
    if row is not None and row.hit.kind == VOLUME:
        return "volumes", _printed_place(row, reading)
    if reading.item is None:
        return None
    text = reading.text
    if not 0 <= text.current < len(text.hits):
        return "materials", Place(reading.item.id)
    spot = text.hits[text.current]
    place = spot.placed.place
    return "materials", Place(
        reading.item.id,
        field=spot.placed.field,
        block=str(place.get("block", "")),
        note=_note(place),
        row=int(place.get("row", -1)),
        start=spot.begin,
        end=spot.end,
        words=spot.words,
    )


def _printed_place(row: ResultRow, reading: ReadingPane) -> Place:
    """Where one reads in the volume, else the chosen place."""
    text = reading.text
    if reading.item is not None and reading.item.id == row.hit.id and 0 <= text.current < len(text.hits):
        spot = text.hits[text.current]
        return _in_volume(row.hit.id, spot.placed.place, spot.begin, spot.end, spot.words)
    match = row.match
    if match is None:
        return Place(row.hit.id, field=VOLUME)
    begin, end = match.spans[0] if match.spans else (0, 0)
    offset = int(match.place.get("offset", 0))
    return _in_volume(row.hit.id, match.place, offset + begin, offset + end, match.snippet[begin:end])


def _in_volume(volume: str, place: Mapping[str, Any], start: int, end: int, words: str) -> Place:
    part = str(place.get("part", ""))
    return Place(
        volume,
        field=VOLUME,
        article=str(place.get("article", "")),
        block=str(place.get("block", "")),
        note=part if part.startswith("cell:") else _note(place),
        start=start,
        end=end,
        words=words,
    )


def _note(place: Mapping[str, Any]) -> str:
    part = str(place.get("part", ""))
    return part.removeprefix("note:") if part.startswith("note:") else ""
