"""The places looked for on a page that is read: in the order of the page, each known by its text and its words."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from archive_app.gui.reading.placed import Placed, Places
from archive_app.search.results import Match

_ENDS, _CLOSING = "。！？；\n", "”’」』）"
"""What a sentence ends with, and what may stand behind that."""


@dataclass(frozen=True, slots=True)
class Spot:
    """One place that was looked for: ``text[begin:end]`` of a text on the page."""

    placed: Placed
    begin: int
    end: int

    @property
    def words(self) -> str:
        """As they are written."""
        return self.placed.text[self.begin : self.end]

    def sentence(self) -> str:
        """The sentence it stands in."""
        text = self.placed.text
        begin = max((text.rfind(end, 0, self.begin) for end in _ENDS), default=-1) + 1
        stops = [found for end in _ENDS if (found := text.find(end, max(self.begin, self.end - 1))) >= 0]
        stop = min(stops, default=len(text) - 1) + 1
        while stop < len(text) and text[stop] in _CLOSING:
            stop += 1
        return text[begin:stop].strip()


def spans(places: Places, match: Match) -> Iterator[tuple[Placed, int, int]]:
    """Where the words of a match stand on the page."""
    offset = int(match.place.get("offset", 0))
    for a, b in match.spans:
        placed = places.find(match.field, match.place, match.snippet, offset + b)
        if placed is not None:
            yield placed, offset + a, offset + b


class Spots:
    """All of them; ``current`` is the one that one is at, -1 for none."""

    def __init__(self) -> None:
        self.all: list[Spot] = []
        self.current = -1
        self._orders: list[tuple[int, int]] = []

    def take(self, places: Places, matches: Sequence[Match]) -> None:
        """Other places, or another page; the one that one is at stays where it is still there."""
        before = self.here
        found = {
            (placed.order, begin, end): Spot(placed, begin, end)
            for match in matches
            for placed, begin, end in spans(places, match)
        }
        self.all = [found[where] for where in sorted(found)]
        self._orders = [(order, begin) for order, begin, _end in sorted(found)]
        same = (
            number
            for number, spot in enumerate(self.all)
            if before is not None and (spot.placed.key(), spot.begin) == (before.placed.key(), before.begin)
        )
        self.current = next(same, -1)

    @property
    def here(self) -> Spot | None:
        """The one that one is at."""
        return self.all[self.current] if 0 <= self.current < len(self.all) else None

    def before(self, placed: Placed | None, offset: int) -> int:
        """How many stand before a character."""
        return bisect_left(self._orders, (placed.order, offset)) if placed is not None else 0

    def number_of(self, placed: Placed, begin: int, end: int) -> int:
        """The number of the one at a place; one that is not known is put among them."""
        same = (
            count
            for count, spot in enumerate(self.all)
            if spot.placed is placed and spot.begin <= begin < max(spot.end, spot.begin + 1)
        )
        where = next(same, -1)
        if where < 0:
            where = self.before(placed, begin)
            self.all.insert(where, Spot(placed, begin, end))
            self._orders.insert(where, (placed.order, begin))
        return where
