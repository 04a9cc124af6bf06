"""The one change log: who, when, what, before and after. Append-only; the tables refuse anything else."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, Row, func, insert, select

from archive_app.catalogue.many_ids import portions
from archive_app.catalogue.schema import CHANGE, COMMAND, FILE
from archive_app.frozen import dataclass


@dataclass(frozen=True, slots=True)
class Change:
    """What one command did to one record: changed fields only; ``before`` is None for a new record."""

    entity: str
    record_id: str
    version: int
    before: dict[str, Any] | None
    after: dict[str, Any]


@dataclass(frozen=True, slots=True)
class Done:
    """What a command did, as told to views, index and records."""

    command_id: str
    unit: str
    type: str
    label: str
    at: str
    changes: tuple[Change, ...]
    sequence: int

    @property
    def record_ids(self) -> tuple[str, ...]:
        """The records touched, each once."""
        return tuple(dict.fromkeys(change.record_id for change in self.changes))


@dataclass(frozen=True, slots=True)
class Author:
    """Who writes, on which machine."""

    actor: str
    device: str


def append(
    connection: Connection,
    author: Author,
    *,
    command_id: str,
    unit: str,
    type: str,
    label: str,
    undoable: bool,
    reverts: str | None,
    changes: Iterable[Change],
) -> Done:
    """Log a command and its changes; the caller applies them in the same transaction."""
    now = datetime.now().astimezone()
    offset = now.utcoffset()
    at = now.astimezone(UTC).isoformat(timespec="milliseconds")
    last = connection.execute(select(func.max(COMMAND.c.device_seq)).where(COMMAND.c.device == author.device)).scalar()
    inserted = connection.execute(
        insert(COMMAND).values(
            id=command_id, unit=unit, type=type, label=label, actor=author.actor, at=at,
            offset=int(offset.total_seconds() // 60) if offset else 0,
            device=author.device, device_seq=(last or 0) + 1, undoable=undoable, reverts=reverts,
        )
    ).inserted_primary_key  # fmt: skip
    number = inserted[0] if inserted else None
    kept = tuple(changes)
    if kept:
        connection.execute(
            insert(CHANGE),
            [
                {
                    "command": number,
                    "entity": change.entity,
                    "record": change.record_id,
                    "version": change.version,
                    "before": change.before,
                    "after": change.after,
                }
                for change in kept
            ],
        )
    return Done(command_id, unit, type, label, at, kept, last_sequence(connection))


def last_sequence(connection: Connection) -> int:
    """The number of the newest change; 0 in an empty log."""
    return int(connection.execute(select(func.max(CHANGE.c.seq))).scalar() or 0)


def touched_since(connection: Connection, sequence: int) -> list[tuple[str, str]]:
    """(entity, record id) of all that changed after ``sequence``, in order of the first change."""
    rows = connection.execute(
        select(CHANGE.c.entity, CHANGE.c.record).where(CHANGE.c.seq > sequence).order_by(CHANGE.c.seq)
    )
    return list(dict.fromkeys((row.entity, row.record) for row in rows))


def items_of_files(connection: Connection, files: Iterable[str], sequence: int) -> list[str]:
    """The items to which these files belong, or belonged at any time after ``sequence``."""
    found: dict[str | None, None] = {}
    for part in portions(files):
        found.update(dict.fromkeys(connection.execute(select(FILE.c.item).where(FILE.c.id.in_(part))).scalars()))
        query = select(CHANGE.c.before, CHANGE.c.after).where(
            CHANGE.c.seq > sequence, CHANGE.c.entity == "file", CHANGE.c.record.in_(part)
        )
        for row in connection.execute(query):
            found.update(dict.fromkeys((side or {}).get("item") for side in (row.before, row.after)))
    return [key for key in found if key]


def changes_of_unit(connection: Connection, unit: str) -> list[Change]:
    """Every change of a unit, in order."""
    rows = connection.execute(
        select(CHANGE)
        .join(COMMAND, COMMAND.c.seq == CHANGE.c.command)
        .where(COMMAND.c.unit == unit)
        .order_by(CHANGE.c.seq)
    )
    return [Change(row.entity, row.record, row.version, row.before, row.after or {}) for row in rows]


def commands_about(connection: Connection, record_id: str) -> Iterator[Row[Any]]:
    """(command columns, before, after) of every change of one record, newest first."""
    yield from connection.execute(
        select(COMMAND, CHANGE.c.entity, CHANGE.c.before, CHANGE.c.after, CHANGE.c.version)
        .join(COMMAND, COMMAND.c.seq == CHANGE.c.command)
        .where(CHANGE.c.record == record_id)
        .order_by(CHANGE.c.seq.desc())
    )
