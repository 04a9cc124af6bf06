"""A list as data: its columns, its rows, what stands above and below. Whoever writes it needs no more."""

from __future__ import annotations

from collections.abc import Sequence

from archive_app.frozen import dataclass

Value = str | int | float
"""A cell; a float is an amount of money in yuan."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its head, how wide it is beside the others (ems of its own type), and where its words stand
    (left, center, right); ``least`` is the room (ems) it must have, where somebody signs in it; ``fixed`` the width it
    was given (ems), 0 where what it holds decides."""

    head: str
    width: float
    align: str = "left"
    least: float = 0.0
    fixed: float = 0.0


@dataclass(frozen=True, slots=True)
class Table:
    """A whole list.

    ``about`` stands under the title (whose it is, of what day); ``totals`` is a last row; ``notes`` are sentences under
    the table, ``signed`` those who sign below it (编制、审核). ``upright`` pages stand on their short side; rows are at
    least ``lines`` lines high, where they are written in by hand.
    """

    title: str
    columns: tuple[Column, ...]
    rows: Sequence[Sequence[Value]]
    about: tuple[str, ...] = ()
    totals: tuple[Value, ...] = ()
    notes: tuple[str, ...] = ()
    signed: tuple[str, ...] = ()
    upright: bool = False
    lines: int = 1
