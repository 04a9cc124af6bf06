"""The tables. A declared field is stored in the column of its name, in its link table, or in ``details``.

Columns are what lists filter and sort by; links are tables with foreign keys; the rest of a record is JSON, so a new
kind of material needs no migration.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import (
    JSON,
    Boolean,
    CheckConstraint,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
)

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "pk": "pk_%(table_name)s",
    }
)


def _reference(name: str, target: str, *, index: bool = True) -> Column[Any]:
    # Deferred: a batch may create a record after the one that points to it.
    return Column(name, String, ForeignKey(f"{target}.id", deferrable=True, initially="DEFERRED"), index=index)


def _record_table(name: str, *columns: Column[Any]) -> Table:
    return Table(
        name,
        metadata,
        Column("id", String, primary_key=True),
        Column("version", Integer, nullable=False),
        Column("trashed", Boolean, nullable=False, default=False),
        *columns,
        Column("details", JSON, nullable=False),
        CheckConstraint("version >= 1", name=f"ck_{name}_version"),
    )


ITEM = _record_table(
    "item",
    Column("kind", String, nullable=False),
    Column("title", String, nullable=False),
    Column("accession_no", String, index=True),
    Column("ref_code", String, index=True),
    Column("state", String, nullable=False),
    Column("access", String, nullable=False),
    Column("category", String),
    Column("series", String),
    Column("received", String),
    _reference("commissioner", "commissioner"),
    # SQLite adds no reference to a table that is there; what a link leads to is checked at each write.
    Column("unit", String, index=True),
    Column("unit_order", Integer),
    # The level that holds: the strictest of its own and of the units above (``levels.py``).
    Column("level", String, nullable=False, default="internal", server_default="internal"),
    # Projections of other fields, for lists and sorting.
    Column("created_words", String),
    Column("earliest", String),
    Column("latest", String),
    Column("characters", Integer, nullable=False, default=0),
    Column("added", Integer, nullable=False),
    Column("manuscript", JSON(none_as_null=True)),
    Column("transcript", JSON(none_as_null=True)),
    # How a title is ordered (``hanzi.collation``), for lists.
    Column("title_pinyin", String, nullable=False, default="", server_default=""),
    Column("title_strokes", String, nullable=False, default="", server_default=""),
)
# What a list asks is answered from an index alone: an item's own row is long. Each order has one …
Index("ix_item_order_added", ITEM.c.trashed, ITEM.c.added, ITEM.c.id)
# … those of titles with the facets behind them: their keys are too long for the one that has everything …
_FACETS = (ITEM.c.kind, ITEM.c.state, ITEM.c.level, ITEM.c.category, ITEM.c.commissioner, ITEM.c.unit)
Index("ix_item_order_title", ITEM.c.trashed, ITEM.c.title_pinyin, ITEM.c.title, ITEM.c.added, ITEM.c.id, *_FACETS)
Index("ix_item_order_strokes", ITEM.c.trashed, ITEM.c.title_strokes, ITEM.c.title, ITEM.c.added, ITEM.c.id, *_FACETS)
Index("ix_item_order_received", ITEM.c.trashed, ITEM.c.received, ITEM.c.added, ITEM.c.id)
Index("ix_item_order_created", ITEM.c.trashed, ITEM.c.earliest, ITEM.c.latest, ITEM.c.added, ITEM.c.id)
Index("ix_item_order_unit", ITEM.c.trashed, ITEM.c.unit, ITEM.c.unit_order, ITEM.c.added, ITEM.c.id)
Index("ix_item_order_accession_no", ITEM.c.trashed, ITEM.c.accession_no, ITEM.c.added, ITEM.c.id)
# … and one has everything that filters, counts and orders; the facets stand first, as they are counted.
Index(
    "ix_item_list", ITEM.c.trashed, ITEM.c.kind, ITEM.c.state, ITEM.c.level, ITEM.c.category, ITEM.c.commissioner,
    ITEM.c.added, ITEM.c.received, ITEM.c.earliest, ITEM.c.latest, ITEM.c.accession_no, ITEM.c.ref_code, ITEM.c.title,
    ITEM.c.unit, ITEM.c.unit_order, ITEM.c.id,
)  # fmt: skip

PERSON = _record_table("person", Column("name", String, nullable=False, index=True))
CONTACT = _record_table("contact", _reference("person", "person"))
PLACE = _record_table("place", Column("name", String, nullable=False, index=True))
ORGANISATION = _record_table("organisation", Column("name", String, nullable=False, index=True))
EVENT = _record_table("event", Column("name", String, nullable=False, index=True))
COMMISSIONER = _record_table(
    "commissioner",
    Column("name", String, nullable=False, index=True),
    Column("number", String, index=True),
    _reference("person", "person"),
)
STAFF = _record_table("staff", Column("name", String, nullable=False, index=True), _reference("person", "person"))
CONSENT = _record_table(
    "consent", Column("holder", String, nullable=False), Column("signed_on", String), _reference("scan", "file")
)
LEAD = _record_table(
    "lead",
    Column("witness", String, nullable=False),
    Column("urgency", String, index=True),
    _reference("commissioner", "commissioner"),
)
LOAN = _record_table(
    "loan",
    Column("what", String, nullable=False),
    Column("due", String),
    Column("back", String),
    _reference("person", "person"),
)
USE = _record_table("use", Column("reader", String, nullable=False), Column("day", String))
SAVED_SEARCH = _record_table(
    "saved_search", Column("name", String, nullable=False), Column("owner", String, index=True)
)
ENTRY_TEMPLATE = _record_table(
    "entry_template", Column("name", String, nullable=False), Column("kind", String, nullable=False, index=True)
)
OWN_FIELD = _record_table("own_field", Column("name", String, nullable=False))
UNIT = _record_table(
    "unit",
    Column("tier", String, nullable=False),
    _reference("parent", "unit"),
    Column("position", Integer),
    Column("number", String),
    Column("title", String, nullable=False),
    Column("access", String),
    # What it and those above it give to what stands in it; empty: nothing (``levels.py``).
    Column("imposed", String, nullable=False, default="", server_default=""),
)
FILE = _record_table(
    "file",
    _reference("item", "item"),
    Column("name", String, nullable=False),
    Column("role", String),
    Column("position", Integer),
    Column("mime", String),
    Column("bytes", Integer),
    Column("sha256", String, index=True),
    Column("width", Integer),
    Column("height", Integer),
    Column("duration", Float),
    Column("access", String),
)
VOLUME = _record_table(
    "volume", Column("title", String, nullable=False), Column("number", Integer), Column("state", String)
)
SECTION = _record_table(
    "section",
    _reference("volume", "volume"),
    _reference("parent", "section"),
    Column("position", Integer),
    Column("title", String, nullable=False),
    Column("matter", String),
)
ARTICLE = _record_table(
    "article",
    _reference("section", "section"),
    Column("position", Integer),
    _reference("item", "item"),
    Column("manuscript", JSON(none_as_null=True)),
    Column("frozen", JSON(none_as_null=True)),
)
LEAF = _record_table("leaf", _reference("volume", "volume"), _reference("file", "file"), Column("page", Integer))


def _link_table(name: str, owner: str, *columns: Column[Any]) -> Table:
    return Table(
        name,
        metadata,
        Column("owner", String, ForeignKey(f"{owner}.id", deferrable=True, initially="DEFERRED"), primary_key=True),
        Column("position", Integer, primary_key=True),
        *columns,
    )


LINKS: dict[tuple[str, str], Table] = {
    ("item", "persons"): _link_table("item_person", "item", _reference("target", "person")),
    ("item", "places"): _link_table("item_place", "item", _reference("target", "place")),
    ("item", "organisations"): _link_table("item_organisation", "item", _reference("target", "organisation")),
    ("item", "events"): _link_table("item_event", "item", _reference("target", "event")),
    ("item", "related"): _link_table("item_related", "item", _reference("target", "item")),
    ("consent", "items"): _link_table("consent_item", "consent", _reference("target", "item")),
    ("loan", "items"): _link_table("loan_item", "loan", _reference("target", "item")),
    ("use", "items"): _link_table("use_item", "use", _reference("target", "item")),
}
"""LINKS fields: (entity, field) → a table of (owner, position, target)."""

ROW_TABLES: dict[tuple[str, str], Table] = {
    ("item", "responsibility"): _link_table(
        "item_agent",
        "item",
        Column("role", String),
        Column("name", String, index=True),
        _reference("person", "person"),
    ),
    ("item", "people"): _link_table(
        "item_depicted",
        "item",
        Column("row", String),
        Column("order", Integer),
        Column("name", String, index=True),
        _reference("person", "person"),
        Column("certainty", String),
        Column("region", JSON(none_as_null=True)),
        _reference("file", "file", index=False),
    ),
}
"""ROWS fields whose rows point to other records."""

ITEM_DATE = Table(
    "item_date",
    metadata,
    Column("owner", String, ForeignKey("item.id", deferrable=True, initially="DEFERRED"), primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("earliest", String, nullable=False),
    Column("latest", String, nullable=False),
    Index("ix_item_date_days", "earliest", "latest", "owner"),
)
"""Every date of an item that has been read (形成时间 and 所涉时间), as ISO days: what filters by time ask.

A projection of those two fields.
"""

TRANSCRIPT_PART = Table(
    "transcript_part",
    metadata,
    Column("owner", String, ForeignKey("item.id", deferrable=True, initially="DEFERRED"), primary_key=True),
    Column("stamp", String, primary_key=True),
    Column("rows", String, nullable=False),
)
"""A long transcript in parts (``parts.py``), each JSON under the hash of it; the item's column names them in order."""

ITEM_OWN = Table(
    "item_own",
    metadata,
    Column("owner", String, ForeignKey("item.id", deferrable=True, initially="DEFERRED"), primary_key=True),
    Column("field", String, primary_key=True),
    Column("position", Integer, primary_key=True),
    Column("value", String, nullable=False),
    Column("first", String, nullable=False),
    Column("last", String, nullable=False),
    Index("ix_item_own_value", "field", "value", "owner"),
    Index("ix_item_own_order", "field", "position", "first", "last", "value", "owner"),
)
"""What stands in the archive's own fields of an item (``own_values.py``): a projection of the field ``own``."""

COMMAND = Table(
    "command",
    metadata,
    Column("seq", Integer, primary_key=True),
    Column("id", String, nullable=False, unique=True),
    Column("unit", String, nullable=False, index=True),  # what undo takes back in one step
    Column("type", String, nullable=False),
    Column("label", String, nullable=False),
    Column("actor", String, nullable=False),
    Column("at", String, nullable=False),  # UTC, ISO 8601
    Column("offset", Integer, nullable=False),  # minutes east of UTC, for display
    Column("device", String, nullable=False),
    Column("device_seq", Integer, nullable=False),
    Column("undoable", Boolean, nullable=False),
    Column("reverts", String),  # undo and redo: the unit
    sqlite_autoincrement=True,
)

CHANGE = Table(
    "change",
    metadata,
    Column("seq", Integer, primary_key=True),
    Column("command", Integer, ForeignKey("command.seq"), nullable=False, index=True),
    Column("entity", String, nullable=False),
    Column("record", String, nullable=False, index=True),
    Column("version", Integer, nullable=False),
    Column("before", JSON(none_as_null=True)),
    Column("after", JSON(none_as_null=True)),
    sqlite_autoincrement=True,
)

COUNTER = Table("counter", metadata, Column("name", String, primary_key=True), Column("last", Integer, nullable=False))
"""Numbers that are issued once and never again."""

FOLLOWER = Table("follower", metadata, Column("name", String, primary_key=True), Column("seq", Integer, nullable=False))
"""How far each follower of the log inside the archive folder has come."""

Index("ix_device_seq", COMMAND.c.device, COMMAND.c.device_seq, unique=True)

APPEND_ONLY = tuple(
    f'CREATE TRIGGER {table.name}_no_{verb.lower()} BEFORE {verb} ON "{table.name}" '
    f"BEGIN SELECT RAISE(ABORT, 'the change log is append-only'); END"
    for table in (COMMAND, CHANGE)
    for verb in ("UPDATE", "DELETE")
)
"""The log refuses updates and deletions, whoever tries."""


def table_of(entity: str) -> Table:
    """The record table of an entity."""
    return metadata.tables[entity]
