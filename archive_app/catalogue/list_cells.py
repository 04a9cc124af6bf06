"""What a list shows and orders by beside its own columns: any field of an item, read without the rest of its record.

A text of two hours stands in the same row of the table; a list must never read that.
"""

from __future__ import annotations

from bisect import bisect_left, insort
from collections import OrderedDict
from collections.abc import Iterable, Sequence
from functools import lru_cache
from threading import Lock
from typing import Any

from sqlalchemy import ColumnElement, Connection, select

from archive_app.catalogue import changelog
from archive_app.catalogue.many_ids import portions
from archive_app.catalogue.schema import ITEM, LINKS, ROW_TABLES
from archive_app.catalogue.store import places
from archive_app.domain.fields import Field, FieldType
from archive_app.domain.own_fields import OWN, is_own, key_of

_T = FieldType
ORDERABLE = frozenset(
    (_T.TEXT, _T.LONG_TEXT, _T.CHOICE, _T.CHOICES, _T.TAGS, _T.FLAG, _T.INTEGER, _T.NUMBER, _T.SECONDS, _T.DAY, _T.DATE,
     _T.DATES)
)  # fmt: skip
"""What a list can be ordered by."""
PREFIX = "field:"
"""Before a field's name in an order: ``field:photographer``."""
_MANY = 2_000  # items: from here on all are read anew
_KEPT = 6  # orders


def cells(connection: Connection, ids: Iterable[str], fields: Sequence[Field]) -> dict[str, dict[str, Any]]:
    """Id → field → value, stored form, of these items; what is empty is left out."""
    wanted = list(dict.fromkeys(ids))
    found: dict[str, dict[str, Any]] = {key: {} for key in wanted}
    where = places("item")
    linked = [field for field in fields if where.get(field.name) in ("links", "rows")]
    plain = [field for field in fields if field not in linked]
    for part in portions(wanted):
        if plain:
            values = [_value(field).label(f"c{number}") for number, field in enumerate(plain)]
            for row in connection.execute(select(ITEM.c.id, *values).where(ITEM.c.id.in_(part))):
                told = zip(plain, row[1:], strict=True)
                found[row[0]] = {field.name: value for field, value in told if value not in (None, "", [])}
        for field in linked:
            table = (LINKS if where[field.name] == "links" else ROW_TABLES)["item", field.name]
            rows = select(table).where(table.c.owner.in_(part)).order_by(table.c.owner, table.c.position)
            for row in connection.execute(rows):
                about = row._mapping
                value = (
                    about["target"]
                    if "target" in about
                    else {column.name: about[column.name] for column in field.columns if about[column.name] is not None}
                )
                found[row.owner].setdefault(field.name, []).append(value)
    return found


def _value(field: Field) -> ColumnElement[Any]:
    if field.name in ITEM.c:
        return ITEM.c[field.name]
    path: Any = (OWN, key_of(field.name)) if is_own(field.name) else field.name
    found: ColumnElement[Any] = ITEM.c.details[path].as_json()
    return found


class FieldOrders:
    """Items by declared fields: read once, a second or two where a hundred thousand are filled, then kept up with the
    log. May be asked from any thread."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._kept: OrderedDict[str, _Order] = OrderedDict()

    def of(self, connection: Connection, field: Field) -> list[str]:
        """The items, trash included, in which the field is filled, in its order."""
        with self._lock:
            order = self._kept.get(field.name)
            sequence = changelog.last_sequence(connection)
            touched = [] if order is None else [
                key for entity, key in changelog.touched_since(connection, order.sequence) if entity == "item"
            ]  # fmt: skip
            if order is None or len(touched) > _MANY:
                order = _Order(_read(connection, field, None))
            elif touched:
                order.change(touched, _read(connection, field, touched))
            order.sequence = sequence
            self._kept[field.name] = order
            self._kept.move_to_end(field.name)
            while len(self._kept) > _KEPT:
                self._kept.popitem(last=False)
            return [place[-1] for place in order.places]


_Place = tuple[tuple[float, str, str], int, str]


class _Order:
    """Each filled item's place, and all of them in order."""

    def __init__(self, of: dict[str, _Place]) -> None:
        self.of = of
        self.places = sorted(of.values())
        self.sequence = 0

    def change(self, touched: Iterable[str], now: dict[str, _Place]) -> None:
        """These items stand elsewhere."""
        for key in touched:
            before, after = self.of.pop(key, None), now.get(key)
            if before is not None:
                del self.places[bisect_left(self.places, before)]
            if after is not None:
                insort(self.places, after)
                self.of[key] = after


def _read(connection: Connection, field: Field, ids: list[str] | None) -> dict[str, _Place]:
    column = _value(field)
    query = select(ITEM.c.id, column, ITEM.c.added).where(column.is_not(None))
    parts = [query]
    if ids is not None:
        parts = [query.where(ITEM.c.id.in_(some)) for some in portions(ids)]
    return {
        key: (order_key(field, value), added, key)
        for part in parts
        for key, value, added in connection.execute(part)
        if _is(value)
    }


def _is(value: Any) -> bool:
    return value not in (None, "", [], {}, False)


def order_key(field: Field, value: Any) -> tuple[float, str, str]:
    """What a value is ordered by among those of its field: numbers, days, else the words by their sound."""
    first = value[0] if isinstance(value, list) else value
    if isinstance(first, bool | int | float):
        return float(first), "", ""
    if isinstance(first, dict):
        return 0.0, str(first.get("earliest") or "~"), str(first.get("latest") or "")
    if field.type is _T.DAY:
        return 0.0, str(first), ""
    if field.type in (_T.CHOICE, _T.CHOICES):
        place = next((number for number, term in enumerate(field.terms) if term.value == first), len(field.terms))
        return float(place), _sound(str(first)), ""
    return 0.0, _sound(str(first)[:80]), ""


@lru_cache(maxsize=20_000)
def _sound(words: str) -> str:
    from archive_app.hanzi.collation import short_title_key  # tables that are loaded where they are needed

    return short_title_key(words)
