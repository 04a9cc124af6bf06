"""What changed in an item since it was sent back: which fields, from what to what; the files that came since."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from archive_app.catalogue.history import HistoryEntry
from archive_app.catalogue.store import Record
from archive_app.catalogue.values import applied
from archive_app.domain.workflow import State
from archive_app.services.archive import Archive
from archive_app.services.versions import OF_THE_ROAD, FieldChange


def changes_since_return(archive: Archive, item: Record) -> tuple[list[FieldChange], list[str]]:
    """(the fields changed since the item was sent back, the names of the files that came since)."""
    newer, at = _since(archive.catalogue.history(item.id))
    was: dict[str, Any] = {}
    for entry in newer:  # newest first: each step takes the value further back
        if entry.field not in OF_THE_ROAD and entry.type != "example":
            was[entry.field] = applied(was.get(entry.field, item.values[entry.field]), entry.before)
    fields = [FieldChange(name, value, item.values[name]) for name, value in was.items() if value != item.values[name]]
    files = [
        str(file["name"])
        for file in archive.catalogue.files_of(item.id)
        if (born := archive.catalogue.history(file.id)) and born[-1].at > at and born[-1].type != "example"
    ]
    return fields, files


def _since(entries: Sequence[HistoryEntry]) -> tuple[list[HistoryEntry], str]:
    """(the entries newer than the return, newest first; when that was): since the making of what was made returned."""
    for number, entry in enumerate(entries):
        if entry.field == "state" and entry.after == State.RETURNED:
            return [other for other in entries[:number] if other.command_id != entry.command_id], entry.at
    return [entry for entry in entries if entry.version > 1], entries[-1].at if entries else ""
