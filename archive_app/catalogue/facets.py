"""How many items there are of each kind, state, level, commissioner, section and decade.

One pass over an index counts every combination of the first five (a *tally*), a few hundred lines for a hundred
thousand items; what each facet shows under the others' restrictions is added up from it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from sqlalchemy import Connection, Integer, and_, exists, func, select

from archive_app.catalogue import own_links, own_values
from archive_app.catalogue.queries import ItemFilter, conditions, of_a_lifetime
from archive_app.catalogue.schema import COMMISSIONER, ITEM, ITEM_DATE
from archive_app.domain.entities import ITEM as ITEM_ENTITY
from archive_app.domain.own_fields import is_own
from archive_app.hanzi.collation import pinyin_key

TALLIED = ("kind", "state", "access", "category", "commissioner")
"""The facets of a tally, in the order of its keys, which is that of the index it is counted from."""
FACETS = (*TALLIED, "decade", "lacking")
_OWN = {"decade": "decades", "lacking": "lacking"}
"""Facets that are counted by queries of their own, and the filter's member for each."""
_MEMBERS = ("kinds", "states", "access", "categories", "commissioners")

Tally = Mapping[tuple[str | None, ...], int]
"""Values in the order of ``TALLIED`` → number of items."""
Counted = list[tuple[str, str, int]]
"""(value, label, number of items)."""


def untallied(wanted: ItemFilter) -> ItemFilter:
    """What of a filter a tally depends on: all but the facets it counts."""
    return replace(wanted, kinds=(), states=(), access=(), categories=(), commissioners=())


def tally(connection: Connection, wanted: ItemFilter) -> Tally:
    """Every combination of values among the items that pass ``untallied(wanted)``."""
    columns = [ITEM.c["level" if name == "access" else name] for name in TALLIED]
    query = select(*columns, func.count()).where(and_(*conditions(wanted, facets=False))).group_by(*columns)
    return {tuple(row[:-1]): row[-1] for row in connection.execute(query)}


def in_units(connection: Connection, wanted: ItemFilter) -> dict[str, int]:
    """How many of the items that pass stand directly in each unit; under the empty id those that stand in none."""
    query = select(ITEM.c.unit, func.count()).where(and_(*conditions(wanted))).group_by(ITEM.c.unit)
    return {row[0] or "": row[1] for row in connection.execute(query)}


def names_of_commissioners(connection: Connection) -> dict[str, str]:
    """Id → name."""
    return {row.id: row.name for row in connection.execute(select(COMMISSIONER.c.id, COMMISSIONER.c.name))}


def counted(found: Tally, wanted: ItemFilter, by: str, names: Mapping[str, str]) -> Counted:
    """The values of one facet among what passes the whole filter; most frequent first, then by pinyin; no empty ones.

    ``names`` are the commissioners'.
    """
    place = TALLIED.index(by)
    chosen = [frozenset(getattr(wanted, member)) for member in _MEMBERS]
    numbers: Counter[str] = Counter()
    for values, number in found.items():
        value = values[place]
        if value and all(not some or (one or "") in some for some, one in zip(chosen, values, strict=True)):
            numbers[value] += number
    if by == "commissioner":
        labelled = [(value, names.get(value, value), number) for value, number in numbers.items()]
    else:
        declared = ITEM_ENTITY.field(by)
        labelled = [(value, declared.label_of(value), number) for value, number in numbers.items()]
    return sorted(labelled, key=lambda entry: (-entry[2], pinyin_key(entry[1])))


def without(wanted: ItemFilter, facet: str) -> ItemFilter:
    """The filter without its choice for one facet: what that facet's values are counted under."""
    if is_own(facet):
        return replace(wanted, own=tuple(pair for pair in wanted.own if pair[0] != facet))
    member = _OWN.get(facet) or _MEMBERS[TALLIED.index(facet)]
    changes: dict[str, Any] = {member: ()}
    return replace(wanted, **changes)


OWN_VALUES = 200
"""So many values of an own field are counted, the most frequent."""


def own_field(connection: Connection, wanted: ItemFilter, field: str) -> Counted:
    """(value, label, number of items) of an own field among what passes, the most frequent first."""
    passing = and_(*conditions(wanted)) if wanted != ItemFilter() else None
    found = own_values.count_values(connection, field, passing, OWN_VALUES)
    link = own_links.own_link(connection, field)
    names = own_links.names_of(connection, link.target, (value for value, _n in found)) if link is not None else {}
    return [(value, names.get(value, value), number) for value, number in found]


def decades(connection: Connection, wanted: ItemFilter) -> Counted:
    """(year that ends in 0, label, number of items) for each decade an item's dates may lie in, the oldest first."""
    first, last = (func.substr(column, 1, 3).cast(Integer) for column in (ITEM_DATE.c.earliest, ITEM_DATE.c.latest))
    passing = and_(*conditions(wanted))
    further = ITEM_DATE.alias()
    of_several = exists().where(further.c.owner == ITEM_DATE.c.owner, further.c.position > 0)
    dated = ITEM_DATE.join(ITEM, ITEM.c.id == ITEM_DATE.c.owner)
    spans = (
        select(first, last, func.count()).select_from(dated).where(passing, of_a_lifetime(), ~of_several)
        .group_by(first, last)
    )  # fmt: skip
    numbers: Counter[int] = Counter()
    for begin, end, number in connection.execute(spans):
        for decade in range(begin, end + 1):
            numbers[decade] += number
    # an item with several dates counts once in each decade: its own are put together here
    several = select(ITEM.c.id, first, last).select_from(dated).where(passing, of_a_lifetime(), of_several)
    of_item: dict[str, set[int]] = {}
    for key, begin, end in connection.execute(several):
        of_item.setdefault(key, set()).update(range(begin, end + 1))
    numbers.update(_each(of_item.values()))
    return [(str(decade * 10), f"{decade * 10}年代", numbers[decade]) for decade in sorted(numbers)]


def _each(groups: Iterable[set[int]]) -> Iterable[int]:
    return (decade for group in groups for decade in group)
