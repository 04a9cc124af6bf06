"""What lists, filters and counts ask. Views keep ids and fetch the rows they show."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import ColumnElement, Connection, Integer, String, and_, case, cast, func, or_, select

from archive_app.catalogue import own_values
from archive_app.catalogue.lacking import lacks
from archive_app.catalogue.levels import count_in, standing_in, standing_outside
from archive_app.catalogue.many_ids import portions, read_ids
from archive_app.catalogue.own_values import Within
from archive_app.catalogue.schema import (
    COMMISSIONER,
    FILE,
    ITEM,
    ITEM_DATE,
    LINKS,
)
from archive_app.domain.adjustment import picture_key
from archive_app.domain.own_fields import is_own
from archive_app.domain.sides import first_of
from archive_app.frozen import dataclass

ORDERS: dict[str, tuple[str, ...]] = {
    "added": ("added",),
    "received": ("received", "added"),
    "title": ("title_pinyin", "title", "added"),
    "strokes": ("title_strokes", "title", "added"),
    "created": ("earliest", "latest", "added"),
    "accession_no": ("accession_no", "added"),
    "state": ("state", "added"),
    "kind": ("kind", "added"),
    "unit": ("unit", "unit_order", "added"),
}
"""What a list can be ordered by: its name → columns.

Besides these, an own field by its name (``own:开本``), and a declared one (``list_cells.py``).
"""


@dataclass(frozen=True, slots=True)
class ItemFilter:
    """Which items; empty members do not restrict, and an empty value among others is what has none.

    ``text`` looks into title and numbers only (search does the rest). ``since`` and ``until`` are ISO days:
    an item passes when one of its dates (形成时间, 所涉时间) may lie between. ``decades`` are years that end in 0:
    when one may lie in one of them; a date that outlasts a lifetime (解放前) is of no decade. ``received`` are
    years of 收到日期, 0 for those that have none; ``lacking`` is what photographs lack (``lacking.LACKS``), any
    of it; ``places`` ids of 地名; ``units`` ids of 全宗, 类, 案卷 in or below which it stands; ``own`` (own field,
    values) pairs, ``within`` ranges of own fields. ``only`` are ids of items found in some other way; ``about`` says
    in words which ``places`` or which items those are.
    """

    kinds: Sequence[str] = ()
    states: Sequence[str] = ()
    access: Sequence[str] = ()
    commissioners: Sequence[str] = ()
    categories: Sequence[str] = ()
    decades: Sequence[str] = ()
    lacking: Sequence[str] = ()
    since: str = ""
    until: str = ""
    received: Sequence[int] = ()
    places: Sequence[str] = ()
    units: Sequence[str] = ()
    own: Sequence[tuple[str, tuple[str, ...]]] = ()
    within: Sequence[Within] = ()
    only: Sequence[str] | None = None
    about: str = ""
    text: str = ""
    trashed: bool = False


@dataclass(frozen=True, slots=True)
class ItemRow:
    """What a list shows of an item. ``thumb`` is the picture key of its first picture, or empty."""

    id: str
    kind: str
    title: str
    accession_no: str
    ref_code: str
    state: str
    access: str
    created: str
    received: str
    commissioner: str
    category: str
    characters: int
    files: int
    thumb: str


def conditions(wanted: ItemFilter, *, facets: bool = True) -> list[ColumnElement[bool]]:
    """What an item must be to pass; without ``facets`` only what no tally counts."""
    columns = ITEM.c
    found: list[ColumnElement[bool]] = [columns.trashed.is_(wanted.trashed)]
    for column, values in _facets(wanted):
        if facets and values:
            found.append(_among(column, values))
    if wanted.since or wanted.until:
        found.append(_dated(ITEM_DATE.c.latest >= wanted.since, ITEM_DATE.c.earliest <= (wanted.until or "9999-12-31")))
    if wanted.decades:
        found.append(_dated(or_(*(_in_decade(int(year)) for year in wanted.decades)), of_a_lifetime()))
    if wanted.lacking:
        found.append(or_(*(lacks(code) for code in wanted.lacking)))
    if wanted.received:
        found.append(year_of().in_(list(wanted.received)))
    if wanted.places:
        links = LINKS["item", "places"]
        found.append(columns.id.in_(select(links.c.owner).where(links.c.target.in_(list(wanted.places)))))
    found += [own_values.has_any(field, values) for field, values in wanted.own if values]
    found += [own_values.lies(span) for span in wanted.within]
    if wanted.units:
        found.append(standing_in(wanted.units))
    if wanted.only is not None:
        listed = func.json_each(json.dumps(list(wanted.only))).table_valued("value")
        found.append(columns.id.in_(select(listed.c.value)))
    if wanted.text:
        found.append(
            or_(
                *(
                    c.contains(wanted.text, autoescape=True)
                    for c in (columns.title, columns.accession_no, columns.ref_code)
                )
            )
        )
    return found


def _among(column: ColumnElement[Any], values: Sequence[str]) -> ColumnElement[bool]:
    """That a facet has one of these values; an empty one stands for none."""
    named = column.in_(list(values))
    return or_(named, column.is_(None)) if "" in values else named


def year_of() -> ColumnElement[int]:
    """The year of 收到日期, 0 where it has none."""
    dated = ITEM.c.received.op("GLOB")("[0-9][0-9][0-9][0-9]*")
    return case((dated, cast(func.substr(ITEM.c.received, 1, 4), Integer)), else_=0)


def _facets(wanted: ItemFilter) -> tuple[tuple[ColumnElement[Any], Sequence[str]], ...]:
    columns = ITEM.c
    return (
        (columns.kind, wanted.kinds),
        (columns.state, wanted.states),
        (columns.level, wanted.access),
        (columns.commissioner, wanted.commissioners),
        (columns.category, wanted.categories),
    )


def _dated(*wanted: ColumnElement[bool]) -> ColumnElement[bool]:
    return ITEM.c.id.in_(select(ITEM_DATE.c.owner).where(*wanted))


_LIFETIME = 80  # years


def of_a_lifetime() -> ColumnElement[bool]:
    """That a date is no longer than a lifetime: 解放前 is of no decade."""
    first, last = (func.substr(column, 1, 4).cast(Integer) for column in (ITEM_DATE.c.earliest, ITEM_DATE.c.latest))
    return last - first <= _LIFETIME


def _in_decade(year: int) -> ColumnElement[bool]:
    return and_(ITEM_DATE.c.earliest <= f"{year + 9:04d}-12-31", ITEM_DATE.c.latest >= f"{year:04d}-01-01")


_INDEXED = ("added", "received", "created", "accession_no", "unit")
"""Orders that an index of their own has, without what filters."""
_LONG = ("title", "strokes")
"""Orders whose keys are long: they stand in an index of their own, not in the one that filters."""


def item_ids(connection: Connection, wanted: ItemFilter, order: str, descending: bool) -> list[str]:
    """Ids of the items that pass, in order; what has no value for the order comes last.

    They are read as one string, which is cut here: a hundred thousand rows handed over one by one take ten times as
    long, and hold up every other thread meanwhile.
    """
    if is_own(order):
        return among(connection, wanted, own_values.ordered(connection, order, descending=descending))
    if wanted.own or wanted.within:
        rest = item_ids(connection, replace(wanted, own=(), within=()), order, descending)
        return own_values.passing(connection, wanted.own, wanted.within, rest)
    if order in _INDEXED and wanted.units and wanted == ItemFilter(units=wanted.units, trashed=wanted.trashed):
        inside, number = count_in(connection, wanted.units)
        if 2 * inside > number:
            return _but_those_outside(connection, wanted, order, descending=descending, all_inside=inside == number)
    if order in _LONG and _beside_the_facets(wanted):
        passing = set(item_ids(connection, wanted, "added", descending=False))
        everything = item_ids(connection, ItemFilter(trashed=wanted.trashed), order, descending)
        return [key for key in everything if key in passing]
    keys: list[ColumnElement[Any]] = [ITEM.c[name] for name in ORDERS[order]]
    judged = conditions(wanted)
    if order in _LONG:  # read in its order, and judged on the way by what stands behind it
        judged = [judged[0], *(_among(_unindexed(column), values) for column, values in _facets(wanted) if values)]
        judged += [standing_in(wanted.units)] if wanted.units else []
    elif _restricts(wanted):
        keys = [_unindexed(key) for key in keys]
    ordering = [key.desc() if descending else key.asc() for key in keys]
    if ITEM.c[ORDERS[order][0]].nullable and not descending:
        ordering[0] = ordering[0].nulls_last()
    return read_ids(connection, select(ITEM.c.id).where(and_(*judged)).order_by(*ordering))


def _but_those_outside(
    connection: Connection, wanted: ItemFilter, order: str, *, descending: bool, all_inside: bool
) -> list[str]:
    """What stands in units that hold most of the archive: everything in its order, which an index has, but the few
    that stand elsewhere. Judged one by one a whole 全宗 would have to be sorted."""
    everything = item_ids(connection, ItemFilter(trashed=wanted.trashed), order, descending)
    if all_inside:
        return everything
    outside: set[str] = set()
    for elsewhere in standing_outside(wanted.units):
        outside.update(read_ids(connection, select(ITEM.c.id).where(ITEM.c.trashed.is_(wanted.trashed), elsewhere)))
    return [key for key in everything if key not in outside]


def _beside_the_facets(wanted: ItemFilter) -> bool:
    """Whether anything restricts that does not stand in the index of an order."""
    return bool(
        wanted.text or wanted.decades or wanted.since or wanted.until or wanted.received or wanted.lacking
        or wanted.places or wanted.only is not None
    )  # fmt: skip


def among(connection: Connection, wanted: ItemFilter, first: list[str]) -> list[str]:
    """What passes: as it stands in ``first``, then the others as they came."""
    if wanted == ItemFilter():
        number, trash = connection.execute(select(func.count(), func.sum(ITEM.c.trashed.cast(Integer)))).one()
        if trash:
            gone = set(read_ids(connection, select(ITEM.c.id).where(ITEM.c.trashed.is_(True))))
            first = [key for key in first if key not in gone]
        filled = set(first)
        rest = item_ids(connection, wanted, "added", descending=False) if len(filled) < number - (trash or 0) else []
        return first + [key for key in rest if key not in filled]
    passing = item_ids(connection, wanted, "added", descending=False)
    left = set(passing)
    first = [key for key in first if key in left]
    left.difference_update(first)
    return first + [key for key in passing if key in left]


def _restricts(wanted: ItemFilter) -> bool:
    return bool(
        wanted.kinds or wanted.states or wanted.access or wanted.commissioners or wanted.categories or wanted.text
        or wanted.received or wanted.lacking or wanted.places or wanted.units or wanted.own or wanted.within
        or wanted.only is not None
    )  # fmt: skip


def _unindexed(key: ColumnElement[Any]) -> ColumnElement[Any]:
    """The same order, but not by the index of the order: read through that, each row must be fetched to be judged.

    Judging all rows in the index of what lists ask (``ix_item_list``) and sorting what passes is quicker.
    """
    return key.concat("") if isinstance(key.type, String) else key + 0


def item_rows(connection: Connection, ids: Iterable[str]) -> list[ItemRow]:
    """Rows of these items, in the order of the ids; unknown ids are left out."""
    wanted = list(ids)
    found: dict[str, ItemRow] = {}
    for part in portions(wanted):
        files = _files(connection, part)
        query = (
            select(ITEM, COMMISSIONER.c.name.label("commissioner_name"))
            .outerjoin(COMMISSIONER, COMMISSIONER.c.id == ITEM.c.commissioner)
            .where(ITEM.c.id.in_(part))
            .with_only_columns(
                *(c for c in ITEM.c if c.name not in ("manuscript", "transcript", "details")),
                COMMISSIONER.c.name.label("commissioner_name"),
            )
        )
        for row in connection.execute(query):
            number, thumb = files.get(row.id, (0, ""))
            found[row.id] = ItemRow(
                row.id, row.kind, row.title, row.accession_no or "", row.ref_code or "", row.state, row.level,
                row.created_words or "", row.received or "", row.commissioner_name or "", row.category or "",
                row.characters, number, thumb,
            )  # fmt: skip
    return [found[key] for key in wanted if key in found]


class _Picture(dict[str, Any]):
    """A picture's row, as much of its record as says which of an item's is shown."""

    @property
    def id(self) -> str:
        return str(self["id"])


def _files(connection: Connection, items: list[str]) -> dict[str, tuple[int, str]]:
    """How many files each item has, and the picture key of the picture by which it is known."""
    counted: dict[str, int] = {}
    pictures: dict[str, list[_Picture]] = {}
    query = (
        select(FILE.c.id, FILE.c.item, FILE.c.name, FILE.c.sha256, FILE.c.mime, FILE.c.details)
        .where(FILE.c.item.in_(items), FILE.c.trashed.is_(False))
        .order_by(FILE.c.position, FILE.c.id)
    )
    for row in connection.execute(query):
        counted[row.item] = counted.get(row.item, 0) + 1
        if (row.mime or "").startswith("image/"):
            about = {"side": "", **(row.details or {}), "id": row.id, "name": row.name, "sha256": row.sha256}
            pictures.setdefault(row.item, []).append(_Picture(about))
    grouped: dict[str, tuple[int, str]] = {}
    for item, number in counted.items():
        first = first_of(pictures.get(item, ()))
        grouped[item] = number, picture_key(first) if first is not None else ""
    return grouped
