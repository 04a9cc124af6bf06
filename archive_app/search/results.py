"""What a search answers, in the form of ``cunshi search --json``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


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
class Results:
    """``total`` items and ``occurrences`` places over everything, and the hits asked for."""

    total: int
    occurrences: int
    hits: tuple[Hit, ...]
    hint: str = ""

    def to_json(self) -> dict[str, Any]:
        """As ``--json`` prints it."""
        return {
            "total": self.total,
            "occurrences": self.occurrences,
            "hits": [hit.to_json() for hit in self.hits],
            "facets": {},
            "expanded": [],
            **({"hint": self.hint} if self.hint else {}),
        }
