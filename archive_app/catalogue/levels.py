"""The one place that says which level of access holds for an item, and keeps it with the item where lists judge by it.

An item's ``level`` is the strictest of its own ``access`` and of the units above it, in the trash or not: what was
closed by a unit does not open because the unit was thrown away. It is a projection, written in the transaction that
changes what it is made of; nothing is logged of it, and ``settle`` makes it again from the records alone.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any, Protocol

from sqlalchemy import CTE, ColumnElement, Connection, Select, bindparam, case, func, literal, select, update

from archive_app.catalogue.schema import CHANGE, ITEM, UNIT
from archive_app.catalogue.store import Record
from archive_app.domain import units
from archive_app.domain.access import Access
from archive_app.domain.errors import Conflict, UsageError
from archive_app.domain.units import TIERS, may_stand
from archive_app.frozen import dataclass

ENTITY = "unit"
_DECIDING = frozenset({"access", "parent"})
"""The fields of a unit by which a level changes."""


@dataclass(frozen=True, slots=True)
class UnitRow:
    """A unit as trees and levels know it. ``until``: the day until which its own level holds, or empty."""

    id: str
    parent: str
    tier: str
    number: str
    title: str
    position: int
    access: str
    until: str
    imposed: str
    trashed: bool

    @property
    def words(self) -> str:
        """What a person calls it: 案卷 3「水磨」."""
        return f"{TIERS[self.tier].label}{f' {self.number}' if self.number else ''}「{self.title}」"


def unit_rows(connection: Connection) -> dict[str, UnitRow]:
    """Every unit by id, the trash included; in the order in which they stand."""
    until = UNIT.c.details["access_until"].as_string()
    query = select(
        UNIT.c.id, UNIT.c.parent, UNIT.c.tier, UNIT.c.number, UNIT.c.title, UNIT.c.position, UNIT.c.access,
        until.label("until"), UNIT.c.imposed, UNIT.c.trashed,
    ).order_by(UNIT.c.position, UNIT.c.number, UNIT.c.id)  # fmt: skip
    return {
        row.id: UnitRow(
            row.id, row.parent or "", row.tier, row.number or "", row.title, row.position or 0, row.access or "",
            row.until or "", row.imposed, bool(row.trashed),
        )
        for row in connection.execute(query)
    }  # fmt: skip


class View(Protocol):
    """Records as planned so far."""

    def record(self, record_id: str) -> Record:
        """The record; raises ``UnknownRecord``."""


@dataclass(frozen=True, slots=True)
class _Above:
    parent: str
    access: str


class _Planned(Mapping[str, _Above]):
    """Units as a command has them so far."""

    def __init__(self, view: View) -> None:
        self._view = view

    def __getitem__(self, key: str) -> _Above:
        record = self._view.record(key)
        if record.entity != ENTITY:
            raise KeyError(key)
        return _Above(str(record["parent"] or ""), str(record["access"] or ""))

    def __contains__(self, key: object) -> bool:
        return self._view.record(str(key)).entity == ENTITY

    def __iter__(self) -> Any:
        raise TypeError("units that are planned are asked for one by one")

    def __len__(self) -> int:
        raise TypeError("units that are planned are asked for one by one")


def planned_level(view: View, values: Mapping[str, Any]) -> str:
    """The level of an item with these values, its units as they are planned so far."""
    unit = str(values.get("unit") or "")
    above = units.imposed(_Planned(view), unit) if unit else ""
    return str(units.effective(str(values.get("access") or ""), above))


def check_place(view: View, unit: Record) -> None:
    """Raise ``UsageError`` where a unit would stand below itself, or where its level of description may not stand."""
    parent = str(unit["parent"] or "")
    if not parent:
        return
    over = view.record(parent)
    if over.entity != ENTITY or unit.id == parent or units.circle(_Planned(view), unit.id):
        raise UsageError(
            f"“{unit.title}”不能放到“{over.title}”下面：那样它就在自己下面了",
            "请选它以外、也不在它下面的全宗、类或案卷。",
            code="circle",
        )
    if not may_stand(str(unit["tier"]), str(over["tier"])):
        tier, above = TIERS[str(unit["tier"])].label, TIERS[str(over["tier"])].label
        words = f"{tier}“{unit.title}”不能放在{above}“{over.title}”下面"
        raise UsageError(words, "全宗下面放类或案卷，类下面放类或案卷，案卷下面直接放件。", code="wrong-tier")


def check_empty(connection: Connection, gone: Iterable[str]) -> None:
    """Raise ``Conflict`` where a unit is in the trash while something that is not still stands in it."""
    for key in gone:
        items = select(func.count()).where(ITEM.c.unit == key, ITEM.c.trashed.is_(False))
        units_in = select(func.count()).where(UNIT.c.parent == key, UNIT.c.trashed.is_(False))
        held, below = (int(connection.execute(query).scalar() or 0) for query in (items, units_in))
        if held or below:
            inside = "、".join(filter(None, (f"{below} 个下级" if below else "", f"{held} 件" if held else "")))
            row = unit_rows(connection)[key]
            remedy = "请先把它们移到别处，或用“撤销这一级”（cunshi units 馆藏 remove），那样会说明移到哪里。"
            raise Conflict(f"{row.words}里还有{inside}，不能移入回收站", remedy, code="not-empty")


def decides(changed: Iterable[str]) -> bool:
    """Whether a change of these fields of a unit changes levels."""
    return not _DECIDING.isdisjoint(changed)


def settle(connection: Connection, also: Iterable[str] = (), *, everything: bool = False) -> None:
    """Bring what units give to what stands in them, and the items' levels, up to the units as they are stored.

    One statement a level. ``also`` are units whose items are looked at in any case; ``everything`` looks at them all.
    """
    rows = unit_rows(connection)
    now = {key: units.imposed(rows, key) for key in rows}
    other = [key for key, row in rows.items() if row.imposed != now[key]]
    if other:
        statement = update(UNIT).where(UNIT.c.id == bindparam("key")).values(imposed=bindparam("level"))
        connection.execute(statement, [{"key": key, "level": now[key]} for key in other])
    of_level: dict[str, list[str]] = {}
    for key in rows if everything else dict.fromkeys((*other, *(key for key in also if key in rows))):
        of_level.setdefault(now[key], []).append(key)
    for level, keys in of_level.items():
        wanted = _strictest(level)
        where = ITEM.c.unit.in_(_listed(keys)), ITEM.c.level != wanted
        connection.execute(update(ITEM).where(*where).values(level=wanted))


def _strictest(level: str) -> ColumnElement[Any]:
    """The stricter of an item's own level and this one, as a column."""
    if level in ("", str(Access.PUBLIC)):
        return ITEM.c.access
    stricter = [str(one) for one in Access if one.rank > Access(level).rank]
    return case((ITEM.c.access.in_(stricter), ITEM.c.access), else_=level) if stricter else literal(level)


def _listed(keys: Iterable[str]) -> Select[Any]:
    listed = func.json_each(json.dumps(list(keys))).table_valued("value")
    return select(listed.c.value)


def _below(keys: Iterable[str]) -> CTE:
    """These units and all below them."""
    below = select(UNIT.c.id).where(UNIT.c.id.in_(_listed(keys))).cte("below", recursive=True)
    return below.union(select(UNIT.c.id).join(below, UNIT.c.parent == below.c.id))


def count_in(connection: Connection, keys: Iterable[str]) -> tuple[int, int]:
    """(how many items stand in these units or below, how many there are), the trash included; an empty id among them
    is that they stand in none."""
    wanted = list(keys)
    unit = ITEM.c.unit
    inside = unit.in_(select(_below(key for key in wanted if key).c.id))
    number = connection.execute(select(func.count()).select_from(ITEM).where(inside)).scalar_one()
    if "" in wanted:
        number += connection.execute(select(func.count()).select_from(ITEM).where(unit.is_(None))).scalar_one()
    return int(number), int(connection.execute(select(func.count()).select_from(ITEM)).scalar_one())


def standing_outside(keys: Iterable[str]) -> list[ColumnElement[bool]]:
    """What an item that is not ``standing_in`` these units may be, each to be asked by itself: so the index that has
    the order of units finds them (asked together, none does)."""
    wanted = list(keys)
    others = select(UNIT.c.id).where(UNIT.c.id.not_in(select(_below(key for key in wanted if key).c.id)))
    return [ITEM.c.unit.in_(others), *([] if "" in wanted else [ITEM.c.unit.is_(None)])]


def standing_in(keys: Iterable[str]) -> ColumnElement[bool]:
    """That an item stands in one of these units, or below one; an empty id among them: that it stands in none.

    Judged by the indexes of lists, which have the unit in them: one of units alone leads to rows that must be read.
    """
    unit = ITEM.c.unit.concat("")
    wanted = list(keys)
    inside = unit.in_(select(_below(key for key in wanted if key).c.id))
    if "" not in wanted:
        return inside
    return inside | unit.is_(None) if any(wanted) else unit.is_(None)


def items_below(connection: Connection, keys: Iterable[str]) -> list[str]:
    """The items in these units and below, the trash included; by unit, in the order in which they stand."""
    query = select(ITEM.c.id).where(standing_in(keys)).order_by(ITEM.c.unit, ITEM.c.unit_order, ITEM.c.added)
    return list(connection.execute(query).scalars())


def orders_in(connection: Connection, unit: str, *, trashed: bool | None = None) -> list[tuple[str, int]]:
    """(item id, 卷内件号) of the items directly in a unit, in their order; ``trashed`` None: all."""
    query = select(ITEM.c.id, ITEM.c.unit_order).where(ITEM.c.unit == unit).order_by(ITEM.c.unit_order, ITEM.c.added)
    if trashed is not None:
        query = query.where(ITEM.c.trashed.is_(trashed))
    return [(row.id, row.unit_order or 0) for row in connection.execute(query)]


def releveled_since(connection: Connection, sequence: int) -> list[str]:
    """The units by which levels may have changed after ``sequence`` in the log."""
    query = select(CHANGE.c.record, CHANGE.c.after).where(CHANGE.c.seq > sequence, CHANGE.c.entity == ENTITY)
    return list(dict.fromkeys(row.record for row in connection.execute(query) if decides(row.after or {})))
