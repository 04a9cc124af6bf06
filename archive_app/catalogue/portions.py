"""Many ids asked for by as many statements as SQLite wants: it bounds the number of parameters of one."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

_MOST = 400


def portions(ids: Iterable[str]) -> Iterator[list[str]]:
    """The ids in their order, so many at a time as one statement takes."""
    wanted = list(ids)
    for start in range(0, len(wanted), _MOST):
        yield wanted[start : start + _MOST]
