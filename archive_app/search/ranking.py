"""Which of the found items come first: by BM25 on the true frequencies, or in another order."""

from __future__ import annotations

import heapq
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from itertools import chain
from math import log
from operator import add

from archive_app.search import ordering
from archive_app.search.atoms import Atom, Reach
from archive_app.search.matching import Found

_K1, _B = 1.2, 0.75
_TITLE = 2
"""What an occurrence in the title counts beyond one in the text."""


def page(
    found: Sequence[Found],
    atoms: Sequence[Atom],
    reaches: Sequence[Reach],
    order: str,
    offset: int,
    limit: int,
) -> list[tuple[float, Found, int]]:
    """(score, where, place there) of the page asked for, in its order; what is alike by the ids. ``reaches`` are those
    in which each of ``found`` was found."""
    first, wanted = max(0, offset), max(0, offset) + max(0, limit)
    having = [sum(len(each) - each.counts[index].count(0) for each in found) for index in range(len(atoms))]
    documents, characters = _size(reaches)
    weights = [log(1 + (documents - number + 0.5) / (number + 0.5)) for number in having]
    average = max(1.0, characters / max(1, documents))
    scores = [
        _scores(each, atoms, weights, average, reach.shortened) for each, reach in zip(found, reaches, strict=True)
    ]
    if order == ordering.RELEVANCE:
        keys = [[-score for score in some] for some in scores]
    else:
        columns = [each.source.column(ordering.column_name(order)) for each in found]
        keys = [list(map(float, ranks)) for ranks in ordering.ranks(order, columns, [each.numbers for each in found])]
    lowest = heapq.nsmallest(wanted, chain.from_iterable(keys))
    if not lowest:
        return []
    last = lowest[-1]
    candidates = [
        (key, each.source.id(each.numbers[place]), ours[place], each, place)
        for each, some, ours in zip(found, keys, scores, strict=True)
        for place, key in enumerate(some)
        if key <= last
    ]
    candidates.sort(key=lambda candidate: candidate[:2])
    return [(score, each, place) for _, _, score, each, place in candidates[first:wanted]]


def _size(reaches: Sequence[Reach]) -> tuple[int, int]:
    """Documents and characters there are to be seen."""
    documents = characters = 0
    for reach in reaches:
        for level, (some, length) in reach.source.totals.items():
            if reach.visible is None or level in reach.visible:
                documents += some
                characters += length
        characters -= sum(reach.source.characters[number] - seen for number, seen in reach.shortened.items())
    return documents, characters


def _scores(
    found: Found, atoms: Sequence[Atom], weights: Sequence[float], average: float, shortened: Mapping[int, int]
) -> list[float]:
    """BM25 of each document, on the true frequencies; a title weighs more."""
    if not found.numbers:
        return []
    lengths = found.source.characters
    fixed, growing = _K1 * (1 - _B), _K1 * _B / average
    if shortened:
        norms = [fixed + growing * shortened.get(number, lengths[number]) for number in found.numbers]
    else:
        norms = [fixed + growing * lengths[number] for number in found.numbers]
    totals = [0.0] * len(norms)
    for atom, weight, counts in zip(atoms, weights, found.counts, strict=True):
        frequencies = counts
        if titles := atom.title_counts(found.source):
            frequencies, last = list(counts), len(counts)
            for number, times in titles.items():
                place = bisect_left(found.numbers, number)
                if place < last and found.numbers[place] == number and counts[place]:
                    frequencies[place] += _TITLE * times
        full = weight * (_K1 + 1)
        parts = [full * number / (number + norm) for number, norm in zip(frequencies, norms, strict=True)]
        totals = list(map(add, totals, parts))
    return totals
