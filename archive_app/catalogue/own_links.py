"""An archive's own fields that link to cards and items: which there are, who links to a record through them, and the
items in the order of what they link to.

Such a value is an id, as in every link. Of items they stand in table ``item_own``; a card's are read in its details.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import Connection, String, cast, func, select

from archive_app.catalogue.many_ids import parted, portions
from archive_app.catalogue.schema import ITEM_OWN, OWN_FIELD, table_of
from archive_app.domain.entities import entity_named
from archive_app.domain.fields import Field
from archive_app.domain.own_fields import CARDS, LINKING, OWN, declared, ids_in, key_of


def own_links(connection: Connection, target: str = "") -> tuple[list[Field], bool]:
    """The own fields that link (to ``target`` records), and whether cards have any of them; withdrawn ones, too."""
    found: list[Field] = []
    of_cards = False
    for title, details in connection.execute(select(OWN_FIELD.c.name, OWN_FIELD.c.details)):
        values = {**(details or {}), "name": title}
        if values.get("type") not in LINKING:
            continue
        field = declared(values)
        if target in ("", field.target):
            found.append(field)
            of_cards = of_cards or any(kind in CARDS for kind in values.get("kinds") or ())
    return found, of_cards


def own_link(connection: Connection, name: str) -> Field | None:
    """The own field of this name, where it links."""
    return next((field for field in own_links(connection)[0] if field.name == name), None)


def pointing_to(connection: Connection, record_id: str, target: str) -> list[tuple[str, str]]:
    """(entity, id) of the items and cards, the trash included, that link to a record by a field of the archive's own.

    Of a card that only mentions the id, too: it is sorted out by who asks.
    """
    fields, of_cards = own_links(connection, target)
    if not fields:
        return []
    keys = [key_of(field.name) for field in fields]
    query = select(ITEM_OWN.c.owner).where(ITEM_OWN.c.field.in_(keys), ITEM_OWN.c.value == record_id).distinct()
    found = [("item", key) for key in connection.execute(query).scalars()]
    for entity in CARDS if of_cards else ():
        table = table_of(entity)
        told = cast(table.c.details, String).contains(record_id, autoescape=True)
        found += [(entity, key) for key in connection.execute(select(table.c.id).where(told)).scalars()]
    return found


def owners(connection: Connection, target: str) -> Iterable[tuple[str, str]]:
    """(item or card, ``target`` record it links to) by fields of the archive's own."""
    fields, of_cards = own_links(connection, target)
    if not fields:
        return
    keys = [key_of(field.name) for field in fields]
    for owner, value in connection.execute(
        select(ITEM_OWN.c.owner, ITEM_OWN.c.value).where(ITEM_OWN.c.field.in_(keys))
    ):
        yield owner, value
    for entity in CARDS if of_cards else ():
        table = table_of(entity)
        own = table.c.details[OWN].as_json()
        for owner, values in connection.execute(select(table.c.id, own).where(own.is_not(None))):
            for key in keys:
                yield from ((owner, one) for one in ids_in((values or {}).get(key)))


def of_cards(connection: Connection, entity: str) -> list[tuple[str, dict[str, Any]]]:
    """(card, its own fields) of every card of an entity, the trash aside, in which any is filled."""
    table = table_of(entity)
    own = table.c.details[OWN].as_json()
    query = select(table.c.id, own).where(table.c.trashed.is_(False), own.is_not(None)).order_by(table.c.id)
    return [(row[0], row[1]) for row in connection.execute(query) if row[1]]


def names_of(connection: Connection, entity: str, ids: Iterable[str]) -> dict[str, str]:
    """Id → what a record of this entity is called."""
    table = table_of(entity)
    column = table.c[entity_named(entity).title]
    found: dict[str, str] = {}
    for part in portions(dict.fromkeys(ids)):
        query = select(table.c.id, column).where(table.c.id.in_(part))
        found.update((row[0], row[1] or "") for row in connection.execute(query))
    return found


def ordered(connection: Connection, field: Field, *, descending: bool) -> list[str]:
    """The items in which the field is filled, by the sound of what they link to (of several, the first)."""
    from archive_app.hanzi.collation import title_key  # tables that an archive without own fields never needs

    rows = (
        select(ITEM_OWN.c.value, func.aggregate_strings(ITEM_OWN.c.owner, ""))
        .where(ITEM_OWN.c.field == key_of(field.name), ITEM_OWN.c.position == 0)
        .group_by(ITEM_OWN.c.value)
    )
    grouped = {value: together for value, together in connection.execute(rows)}
    names = names_of(connection, field.target, grouped)
    order = sorted(grouped, key=lambda key: (title_key(names.get(key, "")), key), reverse=descending)
    return [key for value in order for key in parted(grouped[value])]
