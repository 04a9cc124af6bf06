"""From sources and a query to results: what is found is counted in full, ranked, and the page asked for is shown."""

from __future__ import annotations

import heapq
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from itertools import chain
from math import log
from operator import add

from archive_app.search.document import SearchDocument
from archive_app.search.matching import Found, Needle, Source, matching, needles_of
from archive_app.search.query import MOST_TERMS, parse
from archive_app.search.results import Hit, Results
from archive_app.search.tail import Tail

_K1, _B = 1.2, 0.75
_TITLE = 2
"""What an occurrence in the title counts beyond one in the text."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A search: the query and how its answer is wanted.

    ``exact`` compares unfolded; ``visible`` are the levels of access that may be seen (``None``: all). What may not
    be seen is not counted, not shown, and does not weigh in the order of what is.
    """

    query: str
    exact: bool = False
    limit: int = 20
    offset: int = 0
    matches: int = 3
    visible: Collection[str] | None = None


def scan(documents: Iterable[SearchDocument], asked: Asked) -> Results:
    """Search documents without an index, as while it is being built: slower, and the same answer."""
    return answer([Tail.of(documents)], asked)


def answer(sources: Sequence[Source], asked: Asked) -> Results:
    """Every item the query finds, best first; any string gets an answer.

    A term's weight comes from the found items that have it, so the order depends on nothing but them.
    """
    clause = parse(asked.query)
    hint = f"检索词太多，只用了前 {MOST_TERMS} 个。" if clause.ignored else ""
    if not clause.required:
        return Results(0, 0, (), "请至少写一个要找的词；“-词”只能排除。" if clause.excluded else hint)
    needles = needles_of(clause, exact=asked.exact)
    found = [matching(source, clause, exact=asked.exact, visible=asked.visible) for source in sources]
    total = sum(map(len, found))
    occurrences = sum(sum(counts) for each in found for counts in each.counts)
    hits = []
    for score, _, each, place in _best(found, needles, *_size(sources, asked.visible), asked):
        shown = each.source.shown(each.numbers[place], needles, max(0, asked.matches))
        places = sum(counts[place] for counts in each.counts)
        hits.append(Hit(shown.id, shown.kind, shown.title, -score, places, shown.matches))
    return Results(total, occurrences, tuple(hits), hint)


def _size(sources: Sequence[Source], visible: Collection[str] | None) -> tuple[int, int]:
    """Documents and characters there are to be seen."""
    documents = characters = 0
    for source in sources:
        for level, (some, length) in source.totals.items():
            if visible is None or level in visible:
                documents += some
                characters += length
    return documents, characters


def _best(
    found: Sequence[Found], needles: Sequence[Needle], documents: int, characters: int, asked: Asked
) -> list[tuple[float, str, Found, int]]:
    """(−score, id, where, place there) of the page asked for, in the order of the scores and then of the ids."""
    first = max(0, asked.offset)
    wanted = first + max(0, asked.limit)
    having = [sum(len(each) - each.counts[index].count(0) for each in found) for index in range(len(needles))]
    weights = [log(1 + (documents - number + 0.5) / (number + 0.5)) for number in having]
    average = max(1.0, characters / max(1, documents))
    scores = [_scores(each, needles, weights, average) for each in found]
    best = heapq.nlargest(wanted, chain.from_iterable(scores))
    if not best:
        return []
    last = best[-1]
    candidates = [
        (-score, each.source.id(each.numbers[place]), each, place)
        for each, ours in zip(found, scores, strict=True)
        for place, score in enumerate(ours)
        if score >= last
    ]
    candidates.sort(key=lambda candidate: candidate[:2])
    return candidates[first:wanted]


def _scores(found: Found, needles: Sequence[Needle], weights: Sequence[float], average: float) -> list[float]:
    """BM25 of each document, on the true frequencies; a title weighs more."""
    if not found.numbers:
        return []
    lengths = found.source.characters
    fixed, growing = _K1 * (1 - _B), _K1 * _B / average
    norms = [fixed + growing * lengths[number] for number in found.numbers]
    totals = [0.0] * len(norms)
    for needle, weight, counts in zip(needles, weights, found.counts, strict=True):
        titles = found.source.title_counts(needle)
        frequencies = counts
        if titles:
            frequencies = [
                count and count + _TITLE * titles.get(number, 0)
                for count, number in zip(counts, found.numbers, strict=True)
            ]
        full = weight * (_K1 + 1)
        parts = [full * number / (number + norm) for number, norm in zip(frequencies, norms, strict=True)]
        totals = list(map(add, totals, parts))
    return totals
