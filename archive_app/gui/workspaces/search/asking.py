"""What is asked of the search, as one value, and its answer. Asked anew whenever any of it changes."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from archive_app.search.answering import Wanted
from archive_app.search.results import Match, Results
from archive_app.services.searching import Search

if TYPE_CHECKING:
    from archive_app.services.saved_searches import SavedSearch

PER_PAGE = 50
"""Items of a page of the list."""
PLACES = 8
"""Places listed for an item; the reading pane goes through all of them."""
MOST_PLACES = 20_000
"""Places of one item that are marked in its text."""
RELEVANCE = "relevance"
YEAR = "year"


@dataclass(frozen=True, slots=True)
class Asking:
    """``chosen`` are values of facets, ``years`` the first and the last year (None: all), ``within`` earlier words in
    whose results one looks, ``off`` the expansions that are switched off, ``page`` counts from 0."""

    words: str = ""
    chosen: Mapping[str, frozenset[str]] = field(default_factory=dict)
    years: tuple[int, int] | None = None
    order: str = RELEVANCE
    within: tuple[str, ...] = ()
    exact: bool = False
    off: frozenset[str] = frozenset()
    page: int = 0

    @property
    def narrowed(self) -> bool:
        """Whether anything but the words limits the results."""
        return bool(self.years or self.within or any(self.chosen.values()))

    def with_words(self, words: str) -> Asking:
        """Other words: what narrowed the old ones goes, the order stays."""
        return Asking(words, order=self.order, exact=self.exact)

    def toggled(self, facet: str, value: str, on: bool) -> Asking:
        """A value of a facet chosen, or given up."""
        kept = self.chosen.get(facet, frozenset()) - {value}
        wanted = {**self.chosen, facet: kept | {value} if on else kept}
        return replace(self, chosen={name: values for name, values in wanted.items() if values}, page=0)

    def between(self, first: int, last: int) -> Asking:
        """Only these years; (0, 0) for all of them."""
        return replace(self, years=(first, last) if first or last else None, page=0)

    def facets(self) -> dict[str, frozenset[str]]:
        """What is chosen, the years among it, as the search takes it."""
        chosen = dict(self.chosen)
        if self.years is not None:
            chosen[YEAR] = frozenset(map(str, range(self.years[0], self.years[1] + 1)))
        return chosen

    def asks_as(self, saved: SavedSearch) -> bool:
        """Whether a kept search asks the same, on whichever page."""
        return replace(self, page=0) == Asking.of_saved(saved)

    @classmethod
    def of_saved(cls, saved: SavedSearch) -> Asking:
        """What a kept search asks; ``wanted_of`` is the reverse. Years without a gap are a span again."""
        chosen = {facet: frozenset(values) for facet, values in saved.chosen.items() if values}
        years = _span(chosen.get(YEAR, frozenset()))
        if years is not None:
            del chosen[YEAR]
        return cls(saved.query, chosen, years, saved.order, saved.within, saved.exact, frozenset(saved.without))

    def to_json(self) -> dict[str, Any]:
        """As the window remembers it while it is built anew."""
        return {
            "words": self.words,
            "chosen": {name: sorted(values) for name, values in self.chosen.items()},
            "years": list(self.years or ()),
            "order": self.order,
            "within": list(self.within),
            "exact": self.exact,
            "off": sorted(self.off),
            "page": self.page,
        }

    @classmethod
    def from_json(cls, stored: Mapping[str, Any]) -> Asking:
        """The reverse of ``to_json``."""
        years = tuple(stored.get("years") or ())
        return cls(
            str(stored.get("words", "")),
            {name: frozenset(values) for name, values in dict(stored.get("chosen") or {}).items()},
            (years[0], years[1]) if len(years) == 2 else None,
            str(stored.get("order", RELEVANCE)),
            tuple(stored.get("within") or ()),
            bool(stored.get("exact", False)),
            frozenset(stored.get("off") or ()),
            int(stored.get("page", 0)),
        )


def _span(values: Collection[str]) -> tuple[int, int] | None:
    """The first and the last of years that follow each other."""
    years = sorted(int(value) for value in values if value.isdecimal())
    if not years or len(years) != len(values) or years[-1] - years[0] >= len(years):
        return None
    return years[0], years[-1]


def ask(search: Search, asking: Asking) -> Results:
    """The page asked for with its facets; call it away from the painting thread."""
    wanted = wanted_of(asking)
    wanted |= {"limit": PER_PAGE, "offset": asking.page * PER_PAGE, "matches": PLACES, "facets": True}
    return search.search(asking.words, **wanted)


def wanted_of(asking: Asking) -> Wanted:
    """What is asked beside the words, as the search takes it: of every page."""
    return {
        "exact": asking.exact,
        "order": asking.order,
        "within": asking.within,
        "chosen": asking.facets(),
        "without": asking.off,
    }


def matches_in(search: Search, asking: Asking, item: str) -> tuple[Match, ...]:
    """Every place of one item; call it away from the painting thread."""
    if not asking.words:
        return ()
    return search.matches(asking.words, item, MOST_PLACES, exact=asking.exact, within=asking.within, without=asking.off)
