"""The numbers beside the filters, counted once for each state of the log: choosing a facet counts nothing anew."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import fields, replace
from threading import Lock
from typing import Any, TypeVar, cast

from sqlalchemy import Connection, func, select

from archive_app.catalogue import changelog, facets
from archive_app.catalogue.cube import Cell, cells, cells_by_place
from archive_app.catalogue.lacking_marks import LackingMarks
from archive_app.catalogue.list_cells import FieldOrders
from archive_app.catalogue.queries import ItemFilter, among
from archive_app.catalogue.schema import ITEM
from archive_app.domain.fields import Field
from archive_app.domain.own_fields import is_own
from archive_app.frozen import dataclass

_KEPT = 24
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Facets:
    """``values``: facet → (value, label, number), each under the others' restrictions; ``total`` and ``trashed``: items
    in all and in the trash, whatever the filter.
    """

    values: dict[str, facets.Counted]
    total: int
    trashed: int


class Counts:
    """Tallies of one catalogue; those of an older state of the log are forgotten. May be asked from any thread."""

    def __init__(self) -> None:
        self._sequence = -1
        self._kept: OrderedDict[Any, Any] = OrderedDict()
        self._lock = Lock()
        self._orders = FieldOrders()
        self.lacking = LackingMarks()

    def of(self, connection: Connection, wanted: ItemFilter, by: str) -> facets.Counted:
        """One facet among the items that pass the filter."""
        if by == "decade":
            return self._once(connection, (by, _key(wanted)), lambda: facets.decades(connection, wanted))
        if by == "lacking":
            return self._once(connection, (by, _key(wanted)), lambda: self.lacking.counted(connection, wanted))
        if is_own(by):
            return self._once(connection, (by, _key(wanted)), lambda: facets.own_field(connection, wanted, by))
        within = facets.untallied(wanted)
        found = self._once(connection, ("tally", _key(within)), lambda: facets.tally(connection, within))
        names = self._once(connection, ("names",), lambda: facets.names_of_commissioners(connection))
        return facets.counted(found, wanted, by, names)

    def facets(self, connection: Connection, wanted: ItemFilter, own: Sequence[str] = ()) -> Facets:
        """All of them, these own fields among them."""
        values = {by: self.of(connection, facets.without(wanted, by), by) for by in (*facets.FACETS, *own)}
        query = select(ITEM.c.trashed, func.count()).group_by(ITEM.c.trashed)
        totals = self._once(
            connection, ("totals",), lambda: {bool(one): number for one, number in connection.execute(query)}
        )
        return Facets(values, totals.get(False, 0), totals.get(True, 0))

    def in_order(self, connection: Connection, wanted: ItemFilter, field: Field, *, descending: bool) -> list[str]:
        """Ids of the items that pass, by a declared field."""
        first = self._orders.of(connection, field)
        return among(connection, wanted, first[::-1] if descending else first)

    def in_units(self, connection: Connection, wanted: ItemFilter) -> dict[str, int]:
        """How many of the items that pass stand directly in each unit; under the empty id those that stand in none."""
        within = replace(wanted, units=())
        return self._once(connection, ("units", _key(within)), lambda: facets.in_units(connection, within))

    def cells(self, connection: Connection, wanted: ItemFilter, *, by_place: bool = False) -> list[Cell]:
        """Everything by everything; see `cube.py`."""
        count = cells_by_place if by_place else cells
        return self._once(connection, ("cells", by_place, _key(wanted)), lambda: count(connection, wanted))

    def _once(self, connection: Connection, key: Any, count: Callable[[], T]) -> T:
        """What was counted in this state of the log, or is now."""
        sequence = changelog.last_sequence(connection)
        with self._lock:
            if sequence != self._sequence:
                self._kept.clear()
                self._sequence = sequence
            if key in self._kept:
                self._kept.move_to_end(key)
                return cast(T, self._kept[key])
        found = count()
        with self._lock:
            if sequence == self._sequence:
                self._kept[key] = found
                while len(self._kept) > _KEPT:
                    self._kept.popitem(last=False)
        return found


def _key(wanted: ItemFilter) -> tuple[Any, ...]:
    """What tells one filter from another."""
    values = (getattr(wanted, field.name) for field in fields(wanted))
    return tuple(tuple(value) if isinstance(value, list) else value for value in values)
