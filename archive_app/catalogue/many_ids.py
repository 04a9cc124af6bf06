"""Ids by the thousand: asked for in portions, read as one string."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from sqlalchemy import Connection, Select, func, select

_LENGTH = 36
"""Characters of an id."""
_MOST = 400
"""SQLite bounds the number of parameters of one statement."""


def portions(ids: Iterable[str]) -> Iterator[list[str]]:
    """The ids in their order, so many at a time as one statement takes."""
    wanted = list(ids)
    for start in range(0, len(wanted), _MOST):
        yield wanted[start : start + _MOST]


def read_ids(connection: Connection, query: Select[tuple[str]]) -> list[str]:
    """What a query of one column of ids finds, in its order: a hundred thousand of them are sooner read as
    one string than as rows."""
    found = query.subquery()
    return parted(connection.execute(select(func.aggregate_strings(found.c[0], ""))).scalar() or "")


def parted(joined: str) -> list[str]:
    """The ids of which a string is made."""
    return [joined[start : start + _LENGTH] for start in range(0, len(joined), _LENGTH)]
