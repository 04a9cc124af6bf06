"""Records ↔ rows: reads a record's values out of its column, links and details, and writes them back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Row, Table, delete, func, insert, select, update

from archive_app.catalogue import parts
from archive_app.catalogue.many_ids import portions
from archive_app.catalogue.own_values import write_rows
from archive_app.catalogue.schema import ITEM_DATE, LINKS, ROW_TABLES, table_of
from archive_app.domain.access import Access
from archive_app.domain.entities import Entity, entity_named
from archive_app.domain.errors import UnknownRecord
from archive_app.domain.fields import Field, FieldType
from archive_app.domain.manuscript import Manuscript
from archive_app.domain.own_fields import OWN, is_own, spread
from archive_app.frozen import dataclass

_BOOKKEEPING = {"id", "version", "trashed", "details", "added"}
_PROJECTIONS = {"created_words", "earliest", "latest", "characters"}


@dataclass(frozen=True, slots=True)
class Record:
    """One record as the program handles it: ``values`` by field name, every declared field present."""

    id: str
    entity: str
    version: int
    values: Mapping[str, Any]
    trashed: bool = False
    held: str = ""
    """Of an item: the level that holds for it, as ``levels.py`` says it."""

    @property
    def level(self) -> Access:
        """Who may see an item: the strictest of its own level and of the units above it. Everything that lets something
        out asks this, never the field ``access``, which is what a person set for this one item."""
        known = self.held or str(self.values.get("access") or "")
        return Access(known) if known in set(Access) else Access.INTERNAL

    def __getitem__(self, field: str) -> Any:
        return self.values[field]

    @property
    def title(self) -> str:
        """What a person calls it."""
        return str(self.values.get(entity_named(self.entity).title) or "（未命名）")

    def to_json(self) -> dict[str, Any]:
        """The public form: id, entity, then every field that is filled."""
        entity = entity_named(self.entity)
        filled = {f.name: self.values[f.name] for f in entity.fields if self.values[f.name] != f.empty()}
        return {"id": self.id, "entity": self.entity, **({"trashed": True} if self.trashed else {}), **filled}


NOT_FIELDS = frozenset({"id", "entity"})
"""What a record's public form says of it beside its fields."""


def _place_of(entity: Entity, field: Field) -> str:
    """``column``, ``links``, ``rows`` or ``details``."""
    if (entity.name, field.name) in LINKS:
        return "links"
    if (entity.name, field.name) in ROW_TABLES:
        return "rows"
    table = table_of(entity.name)
    return "column" if field.name in table.c and field.name not in _BOOKKEEPING else "details"


_PLACES: dict[str, dict[str, str]] = {}


def places(entity: str) -> dict[str, str]:
    """Field name → where its value is stored."""
    if entity not in _PLACES:
        declared = entity_named(entity)
        _PLACES[entity] = {field.name: _place_of(declared, field) for field in declared.fields}
    return _PLACES[entity]


def entity_of(connection: Connection, record_id: str, known: Iterable[str]) -> str:
    """Which entity a record belongs to; raises ``UnknownRecord``."""
    for name in known:
        table = table_of(name)
        if connection.execute(select(table.c.id).where(table.c.id == record_id)).first():
            return name
    raise UnknownRecord(f"没有编号为 {record_id} 的记录", "请核对编号，或用 cunshi list 查看。")


def load(connection: Connection, entity: str, ids: Iterable[str]) -> dict[str, Record]:
    """The records with these ids, by id; unknown ids are absent."""
    wanted = list(dict.fromkeys(ids))
    found: dict[str, Record] = {}
    for part in portions(wanted):
        found.update(_load_some(connection, entity, part))
    return {key: found[key] for key in wanted if key in found}


def load_all(connection: Connection, entity: str, *, trashed: bool | None = False) -> list[Record]:
    """Every record of an entity, oldest id first."""
    table = table_of(entity)
    query = select(table.c.id).order_by(table.c.id)
    if trashed is not None:
        query = query.where(table.c.trashed.is_(trashed))
    return list(load(connection, entity, connection.execute(query).scalars()).values())


def _load_some(connection: Connection, entity: str, ids: list[str]) -> dict[str, Record]:
    table = table_of(entity)
    rows = connection.execute(select(table).where(table.c.id.in_(ids))).all()
    links = {
        field: _owned(connection, LINKS[entity, field], ids)
        for field, place in places(entity).items()
        if place == "links"
    }
    subrows = {
        field: _owned(connection, ROW_TABLES[entity, field], ids)
        for field, place in places(entity).items()
        if place == "rows"
    }
    long = parts.load(connection, {row.id: row.transcript for row in rows}) if entity == "item" else {}
    return {row.id: _record(entity, row, links, subrows, long.get(row.id)) for row in rows}


def _owned(connection: Connection, table: Table, owners: list[str]) -> dict[str, list[Row[Any]]]:
    grouped: dict[str, list[Row[Any]]] = {}
    for row in connection.execute(
        select(table).where(table.c.owner.in_(owners)).order_by(table.c.owner, table.c.position)
    ):
        grouped.setdefault(row.owner, []).append(row)
    return grouped


def _record(
    entity: str,
    row: Row[Any],
    links: dict[str, dict[str, list[Row[Any]]]],
    subrows: dict[str, dict[str, list[Row[Any]]]],
    long: Any,
) -> Record:
    values: dict[str, Any] = {}
    where, columns, details = places(entity), row._mapping, row.details
    for field in entity_named(entity).fields:
        name = field.name
        place = where[name]
        if place == "details":
            values[name] = details[name] if name in details else field.empty()
        elif place == "column":
            stored = columns[name] if long is None or name != parts.FIELD else long
            values[name] = field.empty() if stored is None else stored
        elif place == "links":
            values[name] = [link.target for link in links[name].get(row.id, ())]
        else:
            values[name] = [_subrow(field, part) for part in subrows[name].get(row.id, ())]
    held = str(columns["level"]) if entity == "item" else ""
    return Record(row.id, entity, row.version, spread(values) if OWN in values else values, bool(row.trashed), held)


def _subrow(field: Field, row: Row[Any]) -> dict[str, Any]:
    mapping = row._mapping
    return {column.name: mapping[column.name] for column in field.columns if mapping[column.name] is not None}


def insert_all(connection: Connection, entity: str, records: Sequence[tuple[Record, int]]) -> None:
    """Store new records of one entity, each with its place in the order of coming; a statement a table."""
    if not records:
        return
    table = table_of(entity)
    where = places(entity)
    rows = []
    for record, added in records:
        row = {"id": record.id, "version": record.version, "trashed": record.trashed, "details": {}}
        row.update(_columns(record, set(where)))
        if entity == "item":
            row[parts.FIELD] = parts.store(connection, record.id, record.values[parts.FIELD])
        rows.append({**row, "added": added} if "added" in table.c else row)
    connection.execute(insert(table), rows)
    for name, place in where.items():
        if place in ("links", "rows"):
            _add_links(connection, [record for record, _ in records], entity_named(entity).field(name), place)
    if entity == "item":
        _add_dates(connection, [record for record, _ in records])
        write_rows(connection, [record for record, _ in records], fresh=True)


def update_one(connection: Connection, record: Record, changed: Iterable[str], before: Record) -> None:
    """Store the ``changed`` fields of a record that is there as ``before``."""
    table = table_of(record.entity)
    where = places(record.entity)
    touched = {name for name in (OWN if is_own(name) else name for name in changed) if name in where}
    row = {"version": record.version, "trashed": record.trashed, **_columns(record, touched)}
    if record.entity == "item" and parts.FIELD in touched:
        row[parts.FIELD] = parts.store(connection, record.id, record.values[parts.FIELD], before.values[parts.FIELD])
    connection.execute(update(table).where(table.c.id == record.id).values(**row))
    for name in touched:
        if where[name] in ("links", "rows"):
            linked = _link_table(record.entity, name, where[name])
            connection.execute(delete(linked).where(linked.c.owner == record.id))
            _add_links(connection, [record], entity_named(record.entity).field(name), where[name])
    if record.entity == "item" and not touched.isdisjoint(("created", "dates")):
        connection.execute(delete(ITEM_DATE).where(ITEM_DATE.c.owner == record.id))
        _add_dates(connection, [record])
    if record.entity == "item" and OWN in touched:
        write_rows(connection, [record], fresh=False)


def _columns(record: Record, touched: set[str]) -> dict[str, Any]:
    """The columns of the record's own table that hold the ``touched`` fields."""
    where = places(record.entity)
    declared = entity_named(record.entity)
    row = {
        name: _column_value(declared.field(name), record.values[name]) for name in touched if where[name] == "column"
    }
    if any(where[name] == "details" for name in touched):
        row["details"] = {
            field.name: record.values[field.name]
            for field in declared.fields
            if where[field.name] == "details" and record.values[field.name] != field.empty()
        }
    return {**row, **_projections(record, touched)}


def _column_value(field: Field, value: Any) -> Any:
    if field.type in (FieldType.LINK, FieldType.DAY) and value == "":
        return None  # a foreign key has no empty string
    return value


def _projections(record: Record, touched: set[str]) -> dict[str, Any]:
    if record.entity != "item":
        return {}
    row: dict[str, Any] = {}
    if "access" in touched or "unit" in touched:
        row["level"] = str(record.level)
    if "title" in touched:
        from archive_app.hanzi.collation import short_stroke_key, short_title_key  # tables that a reader never needs

        title = str(record.values["title"])
        row["title_pinyin"], row["title_strokes"] = short_title_key(title), short_stroke_key(title)
    if "created" in touched:
        created = record.values["created"] or {}
        row["created_words"] = created.get("display") or None
        row["earliest"] = created.get("earliest") or None
        row["latest"] = created.get("latest") or None
    if "manuscript" in touched:
        row["characters"] = Manuscript.characters_in(record.values["manuscript"])
    return row


def _link_table(entity: str, field: str, place: str) -> Table:
    return (LINKS if place == "links" else ROW_TABLES)[entity, field]


def _add_links(connection: Connection, records: Iterable[Record], field: Field, place: str) -> None:
    rows: list[dict[str, Any]] = []
    entity = ""
    for record in records:
        entity = record.entity
        for position, value in enumerate(record.values[field.name]):
            if place == "links":
                rows.append({"owner": record.id, "position": position, "target": value})
            else:
                columns = {column.name: _column_value(column, value.get(column.name)) for column in field.columns}
                rows.append({"owner": record.id, "position": position, **columns})
    if rows:
        connection.execute(insert(_link_table(entity, field.name, place)), rows)


def _add_dates(connection: Connection, records: Iterable[Record]) -> None:
    """Project every date that has been read, for filters by time."""
    rows = []
    for record in records:
        dates = [date for date in (record.values["created"], *record.values["dates"]) if date]
        read = [date for date in dates if date.get("earliest") and date.get("latest")]
        rows += [
            {"owner": record.id, "position": position, "earliest": date["earliest"], "latest": date["latest"]}
            for position, date in enumerate(read)
        ]
    if rows:
        connection.execute(insert(ITEM_DATE), rows)


def count(connection: Connection, entity: str) -> int:
    """How many records, trash included."""
    return int(connection.execute(select(func.count()).select_from(table_of(entity))).scalar_one())
