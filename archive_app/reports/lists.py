"""What a list of items is: which items stand on it, in which order, and what each of its columns says.

The columns of 件目录 are those of DA/T 22—2015; the others are the office's own lists, not forms of a standard.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

from archive_app.frozen import dataclass
from archive_app.reports.held import Held, by_number
from archive_app.reports.table import Column, Table, Value


@dataclass(frozen=True, slots=True)
class Said:
    """A column, and what it says of an item; ``summed`` ones have a total."""

    column: Column
    of: Callable[[Held], Value]
    summed: bool = False


def said(
    head: str, width: float, of: Callable[[Held], Value] | str, align: str = "left", *, summed: bool = False
) -> Said:
    """A column; ``of`` may be a field's name."""
    if callable(of):
        return Said(Column(head, width, align), of, summed)
    name = of
    return Said(Column(head, width, align), lambda item: item.words(name), summed)


@dataclass(frozen=True, slots=True)
class ItemList:
    """A list of items: ``of`` says whether an item belongs on it, ``order`` by which number it goes, ``unit`` what its
    items are counted in. ``notes`` and ``signed`` as in `Table`."""

    name: str
    label: str
    help: str
    columns: tuple[Said, ...]
    of: Callable[[Held], bool] = lambda item: True
    order: str = "ref_code"
    unit: str = "件"
    notes: tuple[str, ...] = ()
    signed: tuple[str, ...] = ()

    def table(self, items: Iterable[Held], about: tuple[str, ...] = ()) -> Table:
        """The list of those items that belong on it; what has no number stands last, as it came."""
        found = sorted((item for item in items if self.of(item)), key=by_number(self.order))
        rows = [(number, *(one.of(item) for one in self.columns)) for number, item in enumerate(found, 1)]
        columns = (Column("序号", 3, "center"), *(one.column for one in self.columns))
        totals: tuple[Value, ...] = ()
        if any(one.summed for one in self.columns) and rows:
            totals = ("合计", *self._sums(rows))
        told = (*about, f"共 {len(rows)} {self.unit}")
        return Table(self.label, columns, rows, told, totals, self.notes, self.signed)

    def _sums(self, rows: list[tuple[Value, ...]]) -> Iterable[Value]:
        for at, one in enumerate(self.columns, 1):
            yield sum(row[at] for row in rows if isinstance(row[at], int | float)) if one.summed else ""  # type: ignore[misc]
