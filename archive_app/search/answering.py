"""From sources and a query to results: what is found is counted in full, filed and ordered, and the page asked for is
shown."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypedDict

from archive_app.search import ordering
from archive_app.search.document import FACETS, SearchDocument
from archive_app.search.faceting import facets, histogram, narrowed
from archive_app.search.matching import Found, Needle, Source, matching, needles_of
from archive_app.search.query import MOST_TERMS, Clause, parse
from archive_app.search.ranking import page
from archive_app.search.results import Hit, Results
from archive_app.search.tail import Tail


@dataclass(frozen=True, slots=True)
class Asked:
    """A search: the query and how its answer is wanted.

    ``exact`` compares unfolded; ``visible`` are the levels of access that may be seen (``None``: all). What may not
    be seen is not counted, not shown, and does not weigh in the order of what is. ``order`` is one of
    ``ordering.ORDERS``, with ``-`` before it backwards. ``within`` are earlier queries in whose results this one looks
    (在结果中检索). ``chosen`` narrows to facets' values, ``facets`` says whether they are to be counted.
    """

    query: str
    exact: bool = False
    limit: int = 20
    offset: int = 0
    matches: int = 3
    visible: Collection[str] | None = None
    order: str = ordering.RELEVANCE
    within: Sequence[str] = ()
    chosen: Mapping[str, Collection[str]] = field(default_factory=dict)
    facets: bool = False


class Wanted(TypedDict, total=False):
    """The members of ``Asked`` but the query, by name."""

    exact: bool
    limit: int
    offset: int
    matches: int
    visible: Collection[str] | None
    order: str
    within: Sequence[str]
    chosen: Mapping[str, Collection[str]]
    facets: bool


def scan(documents: Iterable[SearchDocument], asked: Asked) -> Results:
    """Search documents without an index, as while it is being built: slower, and the same answer."""
    return answer([Tail.of(documents)], asked)


def answer(sources: Sequence[Source], asked: Asked) -> Results:
    """Every item the query finds, in order; any string gets an answer.

    A term's weight comes from the found items that have it, so the order depends on nothing but them.
    """
    clauses = [parse(query) for query in (asked.query, *asked.within) if query.strip() or query == asked.query]
    hint = f"检索词太多，只用了前 {MOST_TERMS} 个。" if any(clause.ignored for clause in clauses) else ""
    if not all(clause.required for clause in clauses):
        only_without = any(clause.excluded for clause in clauses)
        return Results(0, 0, (), "请至少写一个要找的词；“-词”只能排除。" if only_without else hint)
    needles = list(dict.fromkeys(needle for clause in clauses for needle in needles_of(clause, exact=asked.exact)))
    before = [_found(source, clauses, needles, asked) for source in sources]
    found = [each.only(places) for each, places in zip(before, narrowed(before, asked.chosen), strict=True)]
    hits = []
    for score, each, place in page(found, needles, sources, asked.visible, asked.order, asked.offset, asked.limit):
        shown = each.source.shown(each.numbers[place], needles, max(0, asked.matches))
        places = sum(counts[place] for counts in each.counts)
        hits.append(Hit(shown.id, shown.kind, shown.title, score, places, shown.matches))
    return Results(
        sum(map(len, found)),
        sum(sum(counts) for each in found for counts in each.counts),
        tuple(hits),
        hint,
        facets=facets(before, asked.chosen, FACETS) if asked.facets else {},
        histogram=histogram(before, asked.chosen) if asked.facets else None,
    )


def _found(source: Source, clauses: Sequence[Clause], needles: Sequence[Needle], asked: Asked) -> Found:
    """What all clauses find in a source, with the counts of all their needles."""
    each = [matching(source, clause, exact=asked.exact, visible=asked.visible) for clause in clauses]
    if len(each) == 1:
        return each[0]
    numbers = sorted(set(each[0].numbers).intersection(*(one.numbers for one in each[1:])))
    counts = []
    for needle in needles:
        stands = source.count(needle, numbers) if numbers else {}
        counts.append([stands.get(number, 0) for number in numbers])
    return Found(source, numbers, counts)
