"""The places of a hit: each text's matches with their surroundings, marked in the original."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from archive_app.hanzi.folding import fold
from archive_app.search.document import SearchDocument, SearchText
from archive_app.search.results import Match

BEFORE, AFTER = 24, 36
"""Characters of context shown around a match."""


def places(document: SearchDocument, terms: Sequence[str], *, exact: bool, limit: int) -> tuple[Match, ...]:
    """The first ``limit`` places, in the order of the item's texts; near matches of one text share a snippet."""
    found: list[Match] = []
    for text in document.texts:
        for match in _in_text(text, terms, exact=exact):
            if len(found) >= limit:
                return tuple(found)
            found.append(match)
    return tuple(found)


def _in_text(text: SearchText, terms: Sequence[str], *, exact: bool) -> Iterator[Match]:
    spans = merged(occurrences(text.text if exact else fold(text.text), terms))
    while spans:
        first = spans[0]
        begin, end = max(0, first[0] - BEFORE), min(len(text.text), first[1] + AFTER)
        inside = [span for span in spans if span[1] <= end]
        if not inside:  # a match longer than the window
            inside, end = [first], first[1]
        spans = spans[len(inside) :]
        marked = tuple((start - begin, stop - begin) for start, stop in inside)
        yield Match(text.field, text.label, text.text[begin:end], marked, {**text.place, "offset": begin})


def occurrences(text: str, terms: Sequence[str]) -> list[tuple[int, int]]:
    """Every place where a term stands, as (start, end), counted as ``str.count`` counts."""
    found: list[tuple[int, int]] = []
    for term in terms:
        at = text.find(term)
        while at >= 0:
            found.append((at, at + len(term)))
            at = text.find(term, at + len(term))
    return sorted(found)


def merged(spans: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Spans that overlap become one; those that only touch stay apart."""
    joined: list[tuple[int, int]] = []
    for start, end in spans:
        if joined and start < joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined
