"""The figures of an archive: how much there is of what, by whom, from where, and how far it has come.

All are sums of the cells of `catalogue/cube.py`, which are counted once for each state of the log: whatever a person
chooses to look at, nothing is counted anew. Reports and the cards of commissioners add up the same cells.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

from archive_app.catalogue.queries import ItemFilter
from archive_app.domain.kinds import KINDS
from archive_app.domain.workflow import State
from archive_app.frozen import dataclass
from archive_app.hanzi.collation import pinyin_key
from archive_app.services.authorities.commissioners import ADOPTED, MEASURES, measured

if TYPE_CHECKING:
    from archive_app.catalogue.cube import Cell
    from archive_app.catalogue.store import Record
    from archive_app.services.archive import Archive

NOWHERE = ""
"""The value of what has no commissioner, no area, no place."""


@dataclass(frozen=True, slots=True)
class Amounts:
    """What some items come to: 件, of these adopted (终审通过 and beyond), and the measures of ``MEASURES``."""

    items: int
    adopted: int
    measures: Mapping[str, float]

    @property
    def rate(self) -> float | None:
        """采用率, 0 to 1; None of nothing."""
        return self.adopted / self.items if self.items else None

    def of(self, measure: str) -> float:
        """One of ``items``, ``adopted`` and the measures."""
        if measure == "items":
            return self.items
        return self.adopted if measure == "adopted" else self.measures[measure]

    def to_json(self) -> dict[str, Any]:
        """``items``, ``adopted`` and each measure; durations in seconds."""
        return {"items": self.items, "adopted": self.adopted, **self.measures}


@dataclass(frozen=True, slots=True)
class Within:
    """What the figures are of: these years of 收到日期 and these kinds; all where nothing is named."""

    years: tuple[int, ...] = ()
    kinds: tuple[str, ...] = ()

    def passes(self, cell: Cell) -> bool:
        """Whether a cell is counted."""
        return (not self.years or cell.year in self.years) and (not self.kinds or cell.kind in self.kinds)

    def to_filter(self) -> ItemFilter:
        """The list that the figures are of."""
        return ItemFilter(received=self.years, kinds=self.kinds)


@dataclass(frozen=True, slots=True)
class Share:
    """One value of what is counted by, in words, what it comes to, and the list behind it."""

    value: str
    label: str
    amounts: Amounts
    items: ItemFilter


class Figures:
    """The archive as it was when this was made; asked from one thread."""

    def __init__(self, archive: Archive) -> None:
        catalogue = archive.catalogue
        self._cells = catalogue.cells()
        self._placed = catalogue.cells(by_place=True)
        self._places = dict(catalogue.titles("place"))
        who = sorted(catalogue.records("commissioner"), key=lambda card: (str(card["number"] or "~"), card.id))
        self.commissioners: list[Record] = who

    @cached_property
    def years(self) -> dict[int, int]:
        """Year → number of items that came in it; 0 for those whose 收到日期 is not said."""
        found: dict[int, int] = {}
        for cell in self._cells:
            found[cell.year] = found.get(cell.year, 0) + cell.items
        return dict(sorted(found.items()))

    def whole(self, within: Within) -> Amounts:
        """All of it."""
        return _sum(cell for cell in self._cells if within.passes(cell))

    def by_year(self, within: Within) -> dict[int, Amounts]:
        """Every year, whatever years are asked for, of the kinds that are."""
        return {year: _sum(cells) for year, cells in self._grouped("year", Within((), within.kinds)).items()}

    def by_kind(self, within: Within) -> list[Share]:
        """Every kind there is something of, in the order of the kinds."""
        found = self._grouped("kind", Within(within.years, ()))
        return [
            Share(kind.name, kind.label, _sum(found[kind.name]), ItemFilter(received=within.years, kinds=(kind.name,)))
            for kind in KINDS
            if kind.name in found
        ]

    def by_state(self, within: Within) -> list[Share]:
        """Every state in which something is, in the order of the road."""
        found = self._grouped("state", within)
        return [
            Share(state, state.label, _sum(found[state]), _with(within, states=(str(state),)))
            for state in State
            if state in found
        ]

    def by_commissioner(self, within: Within) -> list[Share]:
        """Every commissioner by number, also who brought nothing; last what nobody is named for."""
        found = self._grouped("commissioner", within)
        shares = [
            Share(who.id, who.title, _sum(found.get(who.id, ())), _with(within, commissioners=(who.id,)))
            for who in self.commissioners
        ]
        known = {who.id for who in self.commissioners}
        rest = [cell for value, cells in found.items() if value not in known for cell in cells]
        if rest:
            others = _with(within, commissioners=(NOWHERE, *(value for value in found if value not in known)))
            shares.append(Share(NOWHERE, "没有填征集人", _sum(rest), others))
        return shares

    def by_area(self, within: Within) -> list[Share]:
        """片区 of the commissioners; who has several counts in each of them. The most first."""
        found = self._grouped("commissioner", within)
        areas: dict[str, list[str]] = {}
        for who in self.commissioners:
            for area in who["areas"] or ():
                areas.setdefault(str(area), []).append(who.id)
        shares = [
            Share(
                area,
                area,
                _sum(cell for one in ids for cell in found.get(one, ())),
                _with(within, commissioners=tuple(ids)),
            )
            for area, ids in areas.items()
        ]
        return _most_first(shares)

    def by_place(self, within: Within) -> list[Share]:
        """地名 of the items; what has several counts at each. The most first."""
        found: dict[str, list[Cell]] = {}
        for cell in self._placed:
            if within.passes(cell):
                found.setdefault(cell.place, []).append(cell)
        return _most_first(
            Share(
                place,
                self._places[place],
                _sum(cells),
                replace(within.to_filter(), places=(place,), about=f"地名：{self._places[place]}"),
            )
            for place, cells in found.items()
            if place in self._places
        )

    def asked(self, who: Record, years: tuple[int, ...]) -> dict[str, float]:
        """What was asked of a commissioner in these years (in all there are targets for, where none is named)."""
        sums: dict[str, float] = {}
        for row in who["targets"] or ():
            if row.get("year") and (not years or int(row["year"]) in years):
                for name in MEASURES:
                    if row.get(name):
                        sums[name] = sums.get(name, 0.0) + float(row[name])
        return sums

    def _grouped(self, key: str, within: Within) -> dict[Any, list[Cell]]:
        found: dict[Any, list[Cell]] = {}
        for cell in self._cells:
            if within.passes(cell):
                found.setdefault(getattr(cell, key), []).append(cell)
        return found


def _sum(cells: Iterable[Cell]) -> Amounts:
    items = adopted = 0
    measures = dict.fromkeys(MEASURES, 0.0)
    for cell in cells:
        items += cell.items
        adopted += cell.items if cell.state in ADOPTED else 0
        for name, amount in measured(cell).items():
            measures[name] += amount
    return Amounts(items, adopted, measures)


def _with(within: Within, *, states: tuple[str, ...] = (), commissioners: tuple[str, ...] = ()) -> ItemFilter:
    return ItemFilter(received=within.years, kinds=within.kinds, states=states, commissioners=commissioners)


def _most_first(shares: Iterable[Share]) -> list[Share]:
    return sorted(
        (share for share in shares if share.amounts.items),
        key=lambda share: (-share.amounts.items, pinyin_key(share.label)),
    )
