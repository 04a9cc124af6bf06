"""What a search answers, in the form of ``cunshi search --json``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field, replace
from typing import Any

from archive_app.frozen import dataclass


@dataclass(frozen=True, slots=True)
class Match:
    """One place: ``spans`` are code points of the original ``snippet``; ``place["offset"]`` is where that begins."""

    field: str
    label: str
    snippet: str
    spans: tuple[tuple[int, int], ...]
    place: Mapping[str, Any]

    def to_json(self) -> dict[str, Any]:
        """As ``--json`` prints it."""
        spans = [list(span) for span in self.spans]
        place = dict(self.place)
        return {"field": self.field, "label": self.label, "snippet": self.snippet, "spans": spans, "place": place}


def paged(match: Match) -> Match:
    """A match in a printed text with the page on which it begins: ``page`` is its printed number, ``number`` its place
    in the book, from 1."""
    breaks = match.place.get("breaks")
    if not breaks:
        return match
    begins = match.place.get("offset", 0) + (match.spans[0][0] if match.spans else 0)
    _, number, label = next((each for each in reversed(breaks) if each[0] <= begins), breaks[0])
    place = {name: value for name, value in match.place.items() if name != "breaks"}
    return replace(match, place={**place, "page": label, "number": number})


@dataclass(frozen=True, slots=True)
class Hit:
    """One item: ``occurrences`` counts every place in it, ``matches`` holds the first few."""

    id: str
    kind: str
    title: str
    score: float
    occurrences: int
    matches: tuple[Match, ...]

    def to_json(self) -> dict[str, Any]:
        """As ``--json`` prints it."""
        return {
            "id": self.id,
            "kind": self.kind,
            "title": self.title,
            "score": round(self.score, 4),
            "occurrences": self.occurrences,
            "matches": [match.to_json() for match in self.matches],
        }


@dataclass(frozen=True, slots=True)
class Histogram:
    """How many items may be of each year.

    ``dated`` items count in at least one year, ``spread`` of them in several, so the sum of the counts is more than
    ``dated`` by ``surplus``; ``wide`` items have only dates of more than a lifetime, ``undated`` none that was read.
    ``dated + wide + undated`` is the number of items.
    """

    years: Mapping[int, int]
    dated: int = 0
    spread: int = 0
    wide: int = 0
    undated: int = 0

    @property
    def surplus(self) -> int:
        """By how much the counts add up to more than the items that are dated."""
        return sum(self.years.values()) - self.dated

    def to_json(self) -> dict[str, Any]:
        """As ``--json`` prints it."""
        years = {f"{year:04}": number for year, number in self.years.items()}
        return {"years": years, "dated": self.dated, "spread": self.spread, "wide": self.wide, "undated": self.undated}


@dataclass(frozen=True, slots=True)
class Results:
    """``total`` items and ``occurrences`` places over everything, and the hits asked for."""

    total: int
    occurrences: int
    hits: tuple[Hit, ...]
    hint: str = ""
    facets: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    """Facet → value → number of items, where they were asked for; see ``faceting``."""
    histogram: Histogram | None = None
    labels: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """Facet → value → what a person sees for it, where that is not the value itself."""
    expanded: tuple[Any, ...] = ()
    """What was looked for beside what was typed, as JSON."""

    def to_json(self) -> dict[str, Any]:
        """As ``--json`` prints it."""
        return {
            "total": self.total,
            "occurrences": self.occurrences,
            "hits": [hit.to_json() for hit in self.hits],
            "facets": {name: dict(values) for name, values in self.facets.items()},
            "expanded": list(self.expanded),
            **({"labels": {name: dict(values) for name, values in self.labels.items()}} if self.labels else {}),
            **({"histogram": self.histogram.to_json()} if self.histogram else {}),
            **({"hint": self.hint} if self.hint else {}),
        }
