"""Which records point to a record: through columns, through link tables, and through what is kept as JSON."""

from __future__ import annotations

from functools import cache

from sqlalchemy import Connection, String, cast, select

from archive_app.catalogue import own_links
from archive_app.catalogue.schema import LINKS, ROW_TABLES, table_of
from archive_app.catalogue.store import places
from archive_app.domain.entities import ENTITIES
from archive_app.domain.fields import Field, FieldType
from archive_app.domain.kinds import KINDS


def leads_to(field: Field, target: str) -> bool:
    """Whether a field, or a column of its rows, holds ids of ``target`` records."""
    if field.type is FieldType.ROWS:
        return any(leads_to(column, target) for column in field.columns)
    return field.type.links and field.target == target


@cache
def _in_details(entity: str, target: str) -> tuple[str, ...]:
    """The fields of ``entity`` that point to ``target`` records and are kept in ``details``."""
    declared = next(one for one in ENTITIES if one.name == entity)
    where = places(entity)
    return tuple(f.name for f in declared.fields if where[f.name] == "details" and leads_to(f, target))


def pointing_to(connection: Connection, record_id: str, target: str) -> list[tuple[str, str]]:
    """(entity, id) of every record, the trash included, that points to the ``target`` record ``record_id``."""
    found: list[tuple[str, str]] = []
    for (entity, name), table in (*LINKS.items(), *ROW_TABLES.items()):
        declared = next(one for one in ENTITIES if one.name == entity).field(name)
        columns = [c.name for c in declared.columns if leads_to(c, target)] if declared.columns else ["target"]
        if not leads_to(declared, target):
            continue
        for column in columns:
            query = select(table.c.owner).where(table.c[column] == record_id)
            found += [(entity, owner) for owner in connection.execute(query).scalars()]
    for one in ENTITIES:
        found += [(one.name, key) for key in _in_table(connection, one.name, record_id, target)]
    found += own_links.pointing_to(connection, record_id, target)
    return list(dict.fromkeys(found))


def occurrence_counts(connection: Connection, target: str) -> dict[str, int]:
    """In how many records each ``target`` record occurs, by the archive's own fields, too; what a transcript's index
    names is not counted."""
    owners: dict[str, set[str]] = {}
    for (entity, name), table in (*LINKS.items(), *ROW_TABLES.items()):
        declared = next(one for one in ENTITIES if one.name == entity).field(name)
        if not leads_to(declared, target):
            continue
        for column in [c.name for c in declared.columns if leads_to(c, target)] if declared.columns else ["target"]:
            for owner, key in connection.execute(select(table.c.owner, table.c[column])):
                if key:
                    owners.setdefault(key, set()).add(owner)
    for owner, key in own_links.owners(connection, target):
        owners.setdefault(key, set()).add(owner)
    return {key: len(found) for key, found in owners.items()}


def _in_table(connection: Connection, entity: str, record_id: str, target: str) -> list[str]:
    table = table_of(entity)
    declared = next(one for one in ENTITIES if one.name == entity)
    where = places(entity)
    found: list[str] = []
    for field in declared.fields:
        if where[field.name] == "column" and leads_to(field, target):
            found += connection.execute(select(table.c.id).where(table.c[field.name] == record_id)).scalars()
    fields = _in_details(entity, target)
    if fields:
        # An id is 36 characters that occur nowhere else; what only mentions it is sorted out by who asks.
        query = select(table.c.id).where(cast(table.c.details, String).contains(record_id, autoescape=True))
        if entity == "item":
            query = query.where(table.c.kind.in_(_kinds_with(fields)))
        found += connection.execute(query).scalars()
    return found


def _kinds_with(names: tuple[str, ...]) -> list[str]:
    """The kinds of material that have one of these fields, so that the others' details are not read."""
    own = [kind.name for kind in KINDS if any(field.name in names for field in kind.fields)]
    common = {field.name for kind in KINDS for field in kind.fields}
    return own if all(name in common for name in names) else [kind.name for kind in KINDS]
