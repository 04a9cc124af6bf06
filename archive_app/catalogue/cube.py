"""What an archive holds, counted once by everything that figures are asked by: year, kind, state, commissioner, place.

A *cell* is one combination of values that occurs; a hundred thousand items make a few hundred to a few thousand of
them, and every figure is a sum of cells.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import ColumnElement, Connection, and_, func, or_, select

from archive_app.catalogue.queries import ItemFilter, conditions, year_of
from archive_app.catalogue.schema import FILE, ITEM, LINKS
from archive_app.frozen import dataclass


@dataclass(frozen=True, slots=True)
class Cell:
    """``year``: in which the items came (收到日期), 0 where that is not said. ``seconds``: of their recordings.

    ``commissioner`` and ``place`` are ids, empty for none; cells of the archive as a whole have no place.
    """

    year: int
    kind: str
    state: str
    commissioner: str
    place: str
    items: int
    characters: int
    seconds: float


def cells(connection: Connection, wanted: ItemFilter) -> list[Cell]:
    """The items that pass, each in exactly one cell."""
    keys = _keys()
    among = and_(*conditions(wanted))
    recorded = select(*keys, func.sum(seconds_of())).where(among, ITEM.c.kind == "oral_history").group_by(*keys)
    seconds = {tuple(row[:4]): float(row[4] or 0) for row in connection.execute(recorded)}
    query = select(*keys, func.count(), func.sum(ITEM.c.characters)).where(among).group_by(*keys)
    return [
        Cell(row[0], row[1], row[2], row[3] or "", "", row[4], row[5] or 0, seconds.get(tuple(row[:4]), 0.0))
        for row in connection.execute(query)
    ]


def cells_by_place(connection: Connection, wanted: ItemFilter) -> list[Cell]:
    """The items that pass and have a 地名, each in one cell for every one of them; without the length of recordings."""
    links = LINKS["item", "places"]
    keys = (*_keys(), links.c.target)
    query = (
        select(*keys, func.count(), func.sum(ITEM.c.characters))
        .join(links, links.c.owner == ITEM.c.id)
        .where(*conditions(wanted))
        .group_by(*keys)
    )
    return [
        Cell(row[0], row[1], row[2], row[3] or "", row[4], row[5], row[6] or 0, 0.0)
        for row in connection.execute(query)
    ]


def _keys() -> tuple[ColumnElement[Any], ...]:
    return year_of(), ITEM.c.kind, ITEM.c.state, ITEM.c.commissioner


def seconds_of() -> ColumnElement[float]:
    """时长 as the item says (of the whole talk, where only a part is kept), else of its recordings together."""
    said = ITEM.c.details["duration"].as_float()
    recorded = (
        select(func.sum(FILE.c.duration))
        .where(
            FILE.c.item == ITEM.c.id,
            FILE.c.trashed.is_(False),
            or_(FILE.c.mime.startswith("audio/"), FILE.c.mime.startswith("video/")),
        )
        .scalar_subquery()
    )
    return func.coalesce(func.nullif(said, 0.0), recorded, 0.0)
