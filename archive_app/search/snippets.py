"""The places of a hit: each text's matches with their surroundings, marked in the original."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from archive_app.search.document import SearchText
from archive_app.search.results import Match

BEFORE, AFTER = 24, 36
"""Characters of context shown around a match."""


def places(texts: Iterable[tuple[SearchText, str]], terms: Sequence[str], limit: int) -> tuple[Match, ...]:
    """The first ``limit`` places, in the order of the item's texts; near matches of one text share a snippet.

    ``texts`` pairs each text with the form that is compared: folded, or itself where the exact form is asked for.
    """
    found = (match for text, compared in texts for match in _in_text(text, compared, terms))
    return tuple(islice(found, limit))


def _in_text(text: SearchText, compared: str, terms: Sequence[str]) -> Iterator[Match]:
    spans = merged(occurrences(compared, terms))
    shown = 0
    while shown < len(spans):
        first = spans[shown]
        begin, end = max(0, first[0] - BEFORE), min(len(text.text), first[1] + AFTER)
        following = shown + 1
        while following < len(spans) and spans[following][1] <= end:
            following += 1
        inside, shown = spans[shown:following], following
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
