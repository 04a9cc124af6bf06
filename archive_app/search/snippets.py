"""The places of a hit with their surroundings: found in coded bytes, and only what is shown is decoded."""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from archive_app.frozen import dataclass
from archive_app.search.coding import BETWEEN_TEXTS, after, before, from_utf8, length

BEFORE, AFTER = 24, 36
"""Characters of context shown around a match."""


@dataclass(frozen=True, slots=True)
class Piece:
    """A match, or several near each other, and what stands around.

    ``text`` is the number of the text in its document, ``offset`` the characters of it before the piece, ``begin`` the
    byte where it begins in the document's data; ``words`` are undealt (see ``coding``).
    """

    text: int
    offset: int
    begin: int
    words: str
    spans: tuple[tuple[int, int], ...]


Spans = Iterable[tuple[int, int]]
"""Places in a document's bytes, as (start, end), in order."""


def pieces(data: bytes, spans: Spans, limit: int) -> Iterator[Piece]:
    """The first ``limit`` pieces of a document's ``data`` about ``spans``, in the order of its texts."""
    return islice(_pieces(data, iter(spans)), limit)


def _pieces(data: bytes, spans: Iterator[tuple[int, int]]) -> Iterator[Piece]:
    span = next(spans, None)
    while span is not None:
        start, end = span
        first = data.rfind(BETWEEN_TEXTS, 0, start) + 1
        last = data.find(BETWEEN_TEXTS, end)
        if last < 0:
            last = len(data)
        head, tail = before(data, start, first, BEFORE), after(data, end, last, AFTER)
        begin = start - len(head.encode("utf-8", "surrogatepass"))
        stop = end + len(tail.encode("utf-8", "surrogatepass"))
        inside = []
        while span is not None and span[1] <= stop:
            inside.append((length(data[begin : span[0]]), length(data[begin : span[1]])))
            span = next(spans, None)
        words = head + from_utf8(data[start:end]) + tail
        yield Piece(data.count(BETWEEN_TEXTS, 0, first), length(data[first:begin]), begin, words, tuple(inside))


def joined_spans(each: Sequence[Spans]) -> Iterator[tuple[int, int]]:
    """Places of several terms as one: spans that overlap become one, those that only touch stay apart."""
    if len(each) == 1:
        yield from each[0]
        return
    begun: tuple[int, int] | None = None
    for start, end in heapq.merge(*each):
        if begun is None:
            begun = start, end
        elif start < begun[1]:
            begun = begun[0], max(begun[1], end)
        else:
            yield begun
            begun = start, end
    if begun is not None:
        yield begun


def places(data: bytes, needle: bytes) -> Iterator[tuple[int, int]]:
    """Where a needle stands, as ``bytes.count`` counts."""
    at = data.find(needle)
    while at >= 0:
        yield at, at + len(needle)
        at = data.find(needle, at + len(needle))


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
