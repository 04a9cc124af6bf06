"""Where a place that was found is opened: the record, its field, paragraph, note, row and words."""

from __future__ import annotations

from archive_app.gui.reading.pane import ReadingPane
from archive_app.gui.workspaces.search.rows import ResultRow
from archive_app.gui.workspaces.workspace import Place
from archive_app.services.printed import KIND as VOLUME


def opened_at(row: ResultRow | None, reading: ReadingPane) -> tuple[str, Place] | None:
    """The workspace and the place in it: of a printed volume its page, of an item where one reads."""
    if row is not None and row.hit.kind == VOLUME:
        place = row.match.place if row.match is not None else {}
        return "volumes", Place(str(place.get("article", row.hit.id)), block=str(place.get("block", "")))
    if reading.item is None:
        return None
    text = reading.text
    if not 0 <= text.current < len(text.hits):
        return "materials", Place(reading.item.id)
    spot = text.hits[text.current]
    place = spot.placed.place
    part = str(place.get("part", ""))
    return "materials", Place(
        reading.item.id,
        field=spot.placed.field,
        block=str(place.get("block", "")),
        note=part.removeprefix("note:") if part.startswith("note:") else "",
        row=int(place.get("row", -1)),
        start=spot.begin,
        end=spot.end,
        words=spot.words,
    )
