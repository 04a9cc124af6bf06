"""What happened to a record, field by field, newest first."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Connection

from archive_app.catalogue.changelog import commands_about
from archive_app.catalogue.commands import TRASHED
from archive_app.catalogue.store import NOT_FIELDS
from archive_app.domain.entities import entity_named
from archive_app.frozen import dataclass


@dataclass(frozen=True, slots=True)
class HistoryEntry:
    """One field's change. ``at`` is UTC; ``offset`` minutes east of it are the writer's clock."""

    command_id: str
    at: str
    offset: int
    actor: str
    type: str
    label: str
    field: str
    field_label: str
    before: Any
    after: Any
    version: int


def history(connection: Connection, record_id: str) -> list[HistoryEntry]:
    """Every change of every field of one record."""
    entries: list[HistoryEntry] = []
    for row in commands_about(connection, record_id):
        before, after = row.before or {}, row.after or {}
        for name, value in after.items():
            if name in NOT_FIELDS:  # a catalogue rebuilt before 2026-12 logged them with the fields
                continue
            label = "回收站" if name == TRASHED else entity_named(row.entity).field(name).label
            entries.append(
                HistoryEntry(
                    command_id=row.id,
                    at=row.at,
                    offset=row.offset,
                    actor=row.actor,
                    type=row.type,
                    label=row.label,
                    field=name,
                    field_label=label,
                    before=before.get(name),
                    after=value,
                    version=row.version,
                )
            )
    return entries
