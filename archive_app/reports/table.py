"""A list as data: its columns, its rows, what stands above and below. Whoever writes it needs no more."""

from __future__ import annotations

from collections.abc import Sequence

from archive_app.frozen import dataclass

Value = str | int


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its head, how wide it is beside the others (ems of its own type), and where its words stand
    (left, center, right)."""

    head: str
    width: float
    align: str = "left"


@dataclass(frozen=True, slots=True)
class Table:
    """A whole list.

    ``about`` stands under the title (whose it is, of what day); ``totals`` is a last row; ``notes`` are sentences under
    the table, ``signed`` those who sign below it (编制、审核). ``upright`` pages stand on their short side.
    """

    title: str
    columns: tuple[Column, ...]
    rows: Sequence[Sequence[Value]]
    about: tuple[str, ...] = ()
    totals: tuple[Value, ...] = ()
    notes: tuple[str, ...] = ()
    signed: tuple[str, ...] = ()
    upright: bool = False
