"""One command carried out: planned against the records as they stand, applied, logged, all or nothing."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import Connection, Text, cast, func, select
from sqlalchemy.dialects.sqlite import insert as upsert

from archive_app.catalogue import levels, store
from archive_app.catalogue.changelog import Change
from archive_app.catalogue.commands import TRASHED, Batch, Command, Planned
from archive_app.catalogue.links import targets
from archive_app.catalogue.pointing import pointing_to
from archive_app.catalogue.schema import COMMAND, COUNTER, table_of
from archive_app.catalogue.store import Record
from archive_app.catalogue.values import difference
from archive_app.domain.entities import ENTITIES, entity_named
from archive_app.domain.errors import UnknownRecord, UsageError
from archive_app.domain.fields import Field
from archive_app.domain.own_fields import ENTITY, OWN, folded, ids_in, is_own
from archive_app.domain.own_fields import declared as declared_own

_NAMES = tuple(entity.name for entity in ENTITIES)


class Working:
    """The catalogue as a command sees it while it is planned: stored records overlaid with what is planned so far."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._before: dict[str, Record | None] = {}
        self._now: dict[str, Record] = {}
        self._numbers: dict[str, int] = {}
        self._own: dict[str, Field] | None = None

    def record(self, record_id: str) -> Record:
        """The record as planned so far; raises ``UnknownRecord``."""
        if record_id not in self._now:
            entity = store.entity_of(self._connection, record_id, _NAMES)
            self._remember(store.load(self._connection, entity, [record_id])[record_id])
        return self._now[record_id]

    def exists(self, entity: str, record_id: str) -> bool:
        """Whether the entity has this record, planned ones included."""
        if record_id in self._now:
            return self._now[record_id].entity == entity
        table = table_of(entity)
        return self._connection.execute(select(table.c.id).where(table.c.id == record_id)).first() is not None

    def pointing_to(self, record_id: str, within: str = "") -> list[str]:
        """The ids of the records that point to this one, the trash and what is planned included."""
        declared = self.record(record_id).entity
        found = [key for entity, key in pointing_to(self._connection, record_id, declared) if within in ("", entity)]
        found += [key for key, record in self._now.items() if within in ("", record.entity)]
        return [key for key in dict.fromkeys(found) if _points_to(self.record(key), record_id)]

    def has_acted(self, name: str) -> bool:
        """Whether a change, a step of an item or a review was somebody's of this name."""
        command = select(COMMAND.c.seq).where(COMMAND.c.actor == name).limit(1)
        if self._connection.execute(command).first() is not None:
            return True
        items = table_of("item")
        written = json.dumps(name, ensure_ascii=False)
        for part in dict.fromkeys((written, json.dumps(name))):  # as the driver writes JSON, whichever way
            stands = select(items.c.id).where(func.instr(cast(items.c.details, Text), part) > 0)
            if any(_acted(self.record(key), name) for (key,) in self._connection.execute(stands)):
                return True
        return False

    def next_number(self, counter: str, above: int = 0) -> int:
        """Issue the next number of a counter, greater than ``above``."""
        if counter not in self._numbers:
            last = self._connection.execute(select(COUNTER.c.last).where(COUNTER.c.name == counter)).scalar()
            self._numbers[counter] = int(last or 0)
        self._numbers[counter] = max(self._numbers[counter], above) + 1
        return self._numbers[counter]

    def touched(self) -> list[tuple[Record | None, Record]]:
        """(before, after) of every record looked at so far, before being None for a new one."""
        return [(self._before[key], now) for key, now in self._now.items()]

    def own_fields(self) -> dict[str, Field]:
        """The archive's own fields by name, those planned so far included."""
        if self._own is None:
            stored = {record.id: record for record in store.load_all(self._connection, ENTITY)}
            stored.update({key: record for key, record in self._now.items() if record.entity == ENTITY})
            self._own = {(field := declared_own(record.values)).name: field for record in stored.values()}
        return self._own

    def every(self, entity: str) -> list[Record]:
        """Every record of an entity as stored, the trash aside."""
        return store.load_all(self._connection, entity)

    def carry_out(self, command: Command) -> None:
        """Plan a command, its parts in order, and take its changes into the overlay."""
        if isinstance(command, Batch):
            for part in command.commands:
                self.carry_out(part)
        else:
            self.take(command.plan(self))

    def take(self, planned: Iterable[Planned]) -> None:
        """Overlay planned values."""
        for part in planned:
            if part.entity == ENTITY:
                self._own = None
            if part.create:
                declared = entity_named(part.entity)
                empty = {f.name: f.empty() for f in declared.fields}
                values = folded(empty, part.values)
                self._before[part.record_id] = None
                held = self._held(part, values, "")
                self._now[part.record_id] = Record(part.record_id, part.entity, 0, values, held=held)
            else:
                record = self.record(part.record_id)
                values = folded(record.values, {k: v for k, v in part.values.items() if k != TRASHED})
                trashed = bool(part.values.get(TRASHED, record.trashed))
                held = self._held(part, values, record.held)
                self._now[part.record_id] = Record(record.id, record.entity, record.version, values, trashed, held)

    def _held(self, part: Planned, values: Mapping[str, Any], before: str) -> str:
        """The level that holds for an item with these values."""
        if part.entity != "item" or not (part.create or "access" in part.values or "unit" in part.values):
            return before
        return levels.planned_level(self, values)

    def apply(self) -> list[Change]:
        """Write what differs to the tables; one change a record."""
        changes: list[Change] = []
        releveled, gone = False, list[str]()
        fresh: dict[str, list[tuple[Record, int]]] = {}
        for key, now in list(self._now.items()):  # what a unit stands in may be looked up on the way
            before = self._before[key]
            logged = _logged(before, now)
            if logged is None:
                continue
            self._check_links(now, logged[1])
            if now.entity == levels.ENTITY:
                levels.check_place(self, now)
                gone += [key] if now.trashed and not (before is not None and before.trashed) else []
                releveled = releveled or before is None or levels.decides(logged[1])
            stored = Record(now.id, now.entity, now.version + 1, now.values, now.trashed, now.held)
            if before is None:
                waiting = fresh.setdefault(now.entity, [])
                place = waiting[-1][1] if waiting else store.count(self._connection, now.entity)
                waiting.append((stored, place + 1))
            else:
                store.update_one(self._connection, stored, logged[1], before)
            changes.append(Change(now.entity, key, stored.version, *logged))
        for entity, records in fresh.items():
            store.insert_all(self._connection, entity, records)
        levels.check_empty(self._connection, gone)
        if releveled:
            levels.settle(self._connection, {str(one["unit"]) for one in self._now.values() if one.entity == "item"})
        for name, last in self._numbers.items():
            set_counter(self._connection, name, last)
        return changes

    def _check_links(self, record: Record, changed: Iterable[str]) -> None:
        # Only now: a batch may create a record after the one that points to it.
        declared = entity_named(record.entity)
        names = dict.fromkeys(changed)
        if OWN in names:  # of a new record they are logged together
            names.update(dict.fromkeys(name for name in record.values if is_own(name)))
        for name in names:
            if name == TRASHED:
                continue
            field_of = self.own_fields().get(name) if is_own(name) else None
            for field, target in targets(field_of or declared.field(name), record.values.get(name)):
                if not self.exists(field.target, target):
                    words = f"“{field.label}”指向的{entity_named(field.target).label} {target} 不存在"
                    raise UsageError(words, "请核对编号。", code="dangling-link")

    def _remember(self, record: Record) -> None:
        self._before[record.id] = record
        self._now[record.id] = record


def _acted(item: Record, name: str) -> bool:
    steps = ((row.get("by"), row.get("reviewer")) for field in ("workflow_log", "reviews") for row in item[field])
    return any(name in step for step in steps)


def _points_to(record: Record, target: str) -> bool:
    fields = entity_named(record.entity).fields
    if any(key == target for field in fields for _, key in targets(field, record.values[field.name])):
        return True
    return any(target in ids_in(value) for name, value in record.values.items() if is_own(name))


def _logged(before: Record | None, now: Record) -> tuple[dict[str, Any] | None, dict[str, Any]] | None:
    if before is None:
        declared = entity_named(now.entity)
        return None, {f.name: now.values[f.name] for f in declared.fields if now.values[f.name] != f.empty()}
    was: dict[str, Any] = {}
    became: dict[str, Any] = {}
    for name in dict.fromkeys((*now.values, *before.values)):  # an own field that is emptied is gone
        if name == OWN:
            continue  # each of them is logged by itself
        changed = difference(before.values.get(name), now.values.get(name))
        if changed is not None:
            was[name], became[name] = changed
    if before.trashed != now.trashed:
        was[TRASHED], became[TRASHED] = before.trashed, now.trashed
    return (was, became) if became else None


def insert_record(connection: Connection, record: Record, added: int) -> None:
    """Store a record as it is, without a log entry: only for rebuilding a catalogue from ``records/``."""
    if record.version < 1:
        raise UnknownRecord(f"记录 {record.id} 没有版本号")
    store.insert_all(connection, record.entity, [(record, added)])


def set_counter(connection: Connection, name: str, last: int) -> None:
    """Let a counter go on from ``last``."""
    statement = upsert(COUNTER).values(name=name, last=last)
    connection.execute(statement.on_conflict_do_update(index_elements=["name"], set_={"last": last}))
