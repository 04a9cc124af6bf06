"""What stands in an archive's own fields, a row a value: what lists filter, count and order by (table ``item_own``).

A projection of the items' field ``own``, written with it. A row says by itself how it is ordered: a number as signs in
the order of numbers, a time by its first and last day, words by their sound.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any

from sqlalchemy import ColumnElement, Connection, Select, delete, func, insert, or_, select

from archive_app.catalogue import own_links
from archive_app.catalogue.many_ids import read_ids
from archive_app.catalogue.schema import ITEM, ITEM_OWN
from archive_app.domain.own_fields import OWN, key_of
from archive_app.frozen import dataclass

if TYPE_CHECKING:
    from archive_app.catalogue.store import Record

YES = "1"
"""The value of a field of yes and no that is yes; no is kept nowhere."""
_LONGEST = 80  # characters of a value that are kept here: the whole stands in the record
_SIGN = 1 << 63
_UNREAD = "~"
"""In place of the first day of a time nobody has read yet: behind those that are."""


@dataclass(frozen=True, slots=True)
class Within:
    """An own field's number or time lies here: ``field`` as ``own:开本``; ends as people's numbers or as ISO days.

    An empty end is open. A time that is a span passes where it may lie within.
    """

    field: str
    low: str = ""
    high: str = ""
    dated: bool = False


def number_key(number: float) -> str:
    """A number as sixteen signs whose binary order is that of numbers."""
    (bits,) = struct.unpack(">Q", struct.pack(">d", float(number) or 0.0))  # −0 is 0
    return f"{(~bits & (2 * _SIGN - 1)) if bits & _SIGN else bits | _SIGN:016x}"


def rows_of(item: str, own: dict[str, Any] | None) -> list[dict[str, Any]]:
    """The rows of an item whose field ``own`` is this."""
    found: list[dict[str, Any]] = []
    for key, value in (own or {}).items():
        parts = value if isinstance(value, list) else [value]
        told = {words: (first, last) for words, first, last in (_told(part) for part in parts if _stands(part))}
        for position, (words, (first, last)) in enumerate(told.items()):
            row = {"owner": item, "field": key, "position": position, "value": words, "first": first, "last": last}
            found.append(row)
    return found


def _stands(value: Any) -> bool:
    return value is not None and value is not False and value != ""


def _told(value: Any) -> tuple[str, str, str]:
    """(words, what orders it, its other end)."""
    if value is True:
        return YES, YES, YES
    if isinstance(value, int | float):
        key = number_key(value)
        return f"{float(value):.15g}", key, key
    if isinstance(value, dict):
        first = str(value.get("earliest") or _UNREAD)
        return str(value.get("display") or "")[:_LONGEST], first, str(value.get("latest") or "")
    from archive_app.hanzi.collation import short_title_key  # tables that an archive without own fields never needs

    words = str(value)[:_LONGEST]
    return words, short_title_key(words), ""


def write_rows(connection: Connection, records: Iterable[Record], *, fresh: bool) -> None:
    """Bring the rows of these items up to their records; ``fresh``: there are none yet."""
    rows: list[dict[str, Any]] = []
    for record in records:
        if not fresh:
            connection.execute(delete(ITEM_OWN).where(ITEM_OWN.c.owner == record.id))
        rows += rows_of(record.id, record.values.get(OWN))
    if rows:
        connection.execute(insert(ITEM_OWN), rows)


def has_any(field: str, values: Sequence[str]) -> ColumnElement[bool]:
    """That one of these values stands in the field; the empty one: that nothing does."""
    told = [ITEM.c.id.in_(_with(field, values))] if any(values) else []
    if "" in values:
        told.append(ITEM.c.id.not_in(select(ITEM_OWN.c.owner).where(ITEM_OWN.c.field == key_of(field))))
    return or_(*told)


def _with(field: str, values: Sequence[str]) -> Select[tuple[str]]:
    wanted = [value for value in values if value]
    return select(ITEM_OWN.c.owner).where(ITEM_OWN.c.field == key_of(field), ITEM_OWN.c.value.in_(wanted))


def lies(wanted: Within) -> ColumnElement[bool]:
    """That the field's number or time lies within."""
    return ITEM.c.id.in_(_lying(wanted))


def _lying(wanted: Within) -> Select[tuple[str]]:
    within = [ITEM_OWN.c.field == key_of(wanted.field), ITEM_OWN.c.last != ""]
    low, high = wanted.low, wanted.high
    if not wanted.dated:
        low, high = (number_key(float(end)) if end else "" for end in (low, high))
    if low:
        within.append(ITEM_OWN.c.last >= low)
    if high:
        within.append(ITEM_OWN.c.first <= high)
    return select(ITEM_OWN.c.owner).where(*within)


def passing(
    connection: Connection, own: Iterable[tuple[str, tuple[str, ...]]], within: Iterable[Within], ids: list[str]
) -> list[str]:
    """Those of the items that pass, in their order.

    Found beside the query of the list: a hundred thousand ids that SQLite first puts in order to look each up among
    them cost it longer than both lists together.
    """
    for field, values in own:
        if "" in values:
            filled = set(read_ids(connection, select(ITEM_OWN.c.owner).where(ITEM_OWN.c.field == key_of(field))))
            filled.difference_update(read_ids(connection, _with(field, values)))
            ids = [key for key in ids if key not in filled]
        elif values:
            some = set(read_ids(connection, _with(field, values)))
            ids = [key for key in ids if key in some]
    for span in within:
        some = set(read_ids(connection, _lying(span)))
        ids = [key for key in ids if key in some]
    return ids


def ordered(connection: Connection, field: str, *, descending: bool) -> list[str]:
    """The items in which the field is filled, in its order: the trash included, of several values the first counts."""
    columns = ITEM_OWN.c
    link = own_links.own_link(connection, field)
    if link is not None:
        return own_links.ordered(connection, link, descending=descending)
    keys = (columns.first, columns.last, columns.value, columns.owner)
    rows = select(columns.owner).where(columns.field == key_of(field), columns.position == 0)
    return read_ids(connection, rows.order_by(*(key.desc() if descending else key.asc() for key in keys)))


def count_values(
    connection: Connection, field: str, passing: ColumnElement[bool] | None, limit: int
) -> list[tuple[str, int]]:
    """(value, number of items) of the field, the most frequent first, at most ``limit``; ``passing``: of the items
    that pass, None for all but the trash."""
    number = func.count().label("number")
    among = (
        ITEM_OWN.c.owner.in_(select(ITEM.c.id).where(passing))
        if passing is not None
        else ITEM_OWN.c.owner.not_in(select(ITEM.c.id).where(ITEM.c.trashed.is_(True)))
    )
    query = (
        select(ITEM_OWN.c.value, number)
        .where(ITEM_OWN.c.field == key_of(field), among)
        .group_by(ITEM_OWN.c.value)
        .order_by(number.desc(), ITEM_OWN.c.value)
        .limit(limit)
    )
    return [(row[0], row[1]) for row in connection.execute(query)]
