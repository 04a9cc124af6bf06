"""Facets and the histogram of a result: how many of its items stand under each value, over all of it.

A count is what choosing the value gives: the values chosen in one facet are alternatives, those of different facets
must all hold, and a facet's own counts disregard what is chosen in itself. What may not be seen was never found, and so
is in no count.

A date often is a span of years. An item counts in every year that one of its dates may lie in, once; a date of more
than a lifetime (解放前) in none. So the years add up to more than the items, and ``Histogram`` says by how much.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Mapping, Sequence

from archive_app.search.columns import DATES
from archive_app.search.document import FACETS
from archive_app.search.filing import years
from archive_app.search.matching import Found
from archive_app.search.results import Histogram

YEAR = "year"
"""A facet, too, which no document stores: the years that its dates may lie in."""

Chosen = Mapping[str, Collection[str]]
"""Facet → the values that are chosen; any of them."""


def narrowed(found: Sequence[Found], chosen: Chosen, *, but: str = "") -> list[list[int]]:
    """For each source the places in ``found`` whose documents have the chosen values, those of facet ``but`` aside."""
    return [_narrowed(each, chosen, but) for each in found]


def _narrowed(found: Found, chosen: Chosen, but: str) -> list[int]:
    numbers: Collection[int] = found.numbers
    for name, values in chosen.items():
        if name != but and values:
            column = found.source.column(DATES if name == YEAR else name)
            numbers = column.among(numbers, _having(name, set(values)))
    if len(numbers) == len(found.numbers):
        return list(range(len(found.numbers)))
    kept = set(numbers)
    return [place for place, number in enumerate(found.numbers) if number in kept]


def _having(name: str, wanted: set[str]) -> Callable[[tuple[str, ...]], bool]:
    if name == YEAR:
        return lambda dates: any(str(year) in wanted for year in _years(dates))
    return lambda values: not wanted.isdisjoint(values)


def _years(dates: Sequence[str]) -> set[int]:
    """The years in which one of the dates may lie."""
    return {year for date in dates for year in years(date.partition("/")[0], date.partition("/")[2])}


def facets(found: Sequence[Found], chosen: Chosen, names: Collection[str] = FACETS) -> dict[str, dict[str, int]]:
    """Facet → value → number of items: the most frequent first (decades in their order); no empty ones."""
    counted: dict[str, dict[str, int]] = {}
    for name in names:
        total: Counter[str] = Counter()
        for each, places in zip(found, narrowed(found, chosen, but=name), strict=True):
            total.update(each.source.column(name).counts([each.numbers[place] for place in places]))
        if total:
            frequent = sorted(total.items(), key=lambda each: (-each[1], each[0]))
            counted[name] = dict(sorted(frequent) if name == "decade" else frequent)
    return counted


def histogram(found: Sequence[Found], chosen: Chosen) -> Histogram:
    """The years of a result."""
    counted: Counter[int] = Counter()
    dated = spread = wide = undated = 0
    for each, places in zip(found, narrowed(found, chosen, but=YEAR), strict=True):
        for dates, number in each.source.column(DATES).sets([each.numbers[place] for place in places]):
            lies = _years(dates)
            dated += number if lies else 0
            spread += number if len(lies) > 1 else 0
            wide += number if dates and not lies else 0
            undated += 0 if dates else number
            for year in lies:
                counted[year] += number
    return Histogram(dict(sorted(counted.items())), dated, spread, wide, undated)
