"""From sources and a query to results: what is found is counted in full, filed and ordered, and the page asked for is
shown."""

from __future__ import annotations

import sys
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, TypedDict

from archive_app.search import ordering
from archive_app.search.atoms import Reach
from archive_app.search.document import FACETS, SearchDocument
from archive_app.search.evaluating import matching
from archive_app.search.faceting import facets, histogram, narrowed
from archive_app.search.language import Node, Query, all_of, read
from archive_app.search.language.expansion import Expander
from archive_app.search.matching import Found, Source
from archive_app.search.planning import Plan, plan
from archive_app.search.ranking import page
from archive_app.search.results import Hit, Results, paged
from archive_app.search.snippets import joined_spans
from archive_app.search.tail import Tail


@dataclass(frozen=True, slots=True)
class Asked:
    """A search: the query and how its answer is wanted.

    ``exact`` compares unfolded; ``visible`` are the levels of access that may be seen (``None``: all). What may not
    be seen is not counted, not shown, and does not weigh in the order of what is. ``order`` is one of
    ``ordering.ORDERS``, with ``-`` before it backwards. ``within`` are earlier queries in whose results this one looks
    (在结果中检索). ``chosen`` narrows to facets' values, ``facets`` says whether they are to be counted. ``expander``
    says what else is looked for beside a word; ``without`` names what of that is not, by ``Expansion.key``.
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
    item: str = ""
    """Only this item, by its id: for its every match, say."""
    expander: Expander | None = None
    without: Collection[str] = ()


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
    item: str
    expander: Expander | None
    without: Collection[str]


def scan(documents: Iterable[SearchDocument], asked: Asked) -> Results:
    """Search documents by reading each of them: what every other way must answer, too."""
    return answer([Tail.of(documents)], asked)


def answer(sources: Sequence[Source], asked: Asked, *, shown: bool = True) -> Results:
    """Every item the query finds, in order; any string gets an answer. Of items that are not ``shown`` only the ids.

    A term's weight comes from the found items that have it, so the order depends on nothing but them.
    """
    query, earlier = read(asked.query), [read(text) for text in asked.within if text.strip()]
    nodes: list[Node] = []
    for each in earlier:
        found = _answered(sources, asked, each, nodes)
        nodes += [found.tree] if found.tree is not None else []
    results = _results(sources, asked, query, nodes, shown=shown)
    if results.total == 0 and query.fallback is not None:
        instead = _results(sources, asked, query.fallback, nodes, shown=shown)
        return instead if instead.total else results
    return results


def _answered(sources: Sequence[Source], asked: Asked, query: Query, nodes: Sequence[Node]) -> Query:
    """The reading of an earlier query by which it was answered."""
    if query.fallback is None or query.tree is None:
        return query
    made = _plan(asked, [query.tree, *nodes])
    reaches = [Reach(source, asked.visible, exact=made.exact) for source in sources]
    return query if any(len(matching(reach, made)) for reach in reaches) else query.fallback


def _plan(asked: Asked, nodes: Sequence[Node]) -> Plan:
    return plan(all_of(nodes), exact=asked.exact, expander=asked.expander, without=asked.without)


def ids(sources: Sequence[Source], asked: Asked) -> list[str]:
    """The ids of every item the query finds, and nothing else of them."""
    everything = replace(asked, limit=sys.maxsize, matches=0, facets=False)
    return [hit.id for hit in answer(sources, everything, shown=False).hits]


def _results(sources: Sequence[Source], asked: Asked, query: Query, earlier: Sequence[Node], *, shown: bool) -> Results:
    """The answer to one reading of the query."""
    if query.tree is None:
        return Results(0, 0, (), query.hint)
    made = _plan(asked, [query.tree, *earlier])
    if not made.asks:
        return Results(0, 0, (), "请至少写一个要找的词；“-词”只能排除。")
    reaches = {id(source): Reach(source, asked.visible, exact=made.exact) for source in sources}
    before = [matching(reach, made) for reach in reaches.values()]
    if asked.item:
        before = [_one(each, asked.item) for each in before]
    found = [each.only(places) for each, places in zip(before, narrowed(before, asked.chosen), strict=True)]
    hits = []
    placed = page(found, made.atoms, list(reaches.values()), asked.order, asked.offset, asked.limit)
    for each in found if shown else ():
        each.source.expect([one.numbers[place] for _, one, place in placed if one is each])
    for score, each, place in placed:
        if shown:
            hits.append(_hit(reaches[id(each.source)], each, place, score, made, asked.matches))
        else:
            hits.append(Hit(each.source.id(each.numbers[place]), "", "", score, 0, ()))
    return Results(
        sum(map(len, found)),
        sum(sum(counts) for each in found for counts in each.counts),
        tuple(hits),
        query.hint,
        facets=facets(before, asked.chosen, FACETS) if asked.facets else {},
        histogram=histogram(before, asked.chosen) if asked.facets else None,
        expanded=tuple(_expanded(made, reaches.values(), asked.without)),
    )


def _expanded(made: Plan, reaches: Collection[Reach], without: Collection[str]) -> Iterator[dict[str, Any]]:
    """What was looked for beside what was typed, and stands somewhere; and what was switched off."""
    for expansion, needle in made.expanded.items():
        if expansion.key in without:
            yield {**expansion.to_json(), "off": True}
        elif any(reach.code.encode(needle.text) in reach.stood for reach in reaches):
            yield expansion.to_json()


def _hit(reach: Reach, found: Found, place: int, score: float, made: Plan, most: int) -> Hit:
    """An item with the first places where the query stands in it."""
    number = found.numbers[place]
    view = reach.view(number)
    spans = joined_spans([atom.places(reach, view) for atom in made.atoms])
    shown = found.source.shown(number, spans, max(0, most), exact=made.exact)
    matches = tuple([paged(match) for match in shown.matches])
    return Hit(shown.id, shown.kind, shown.title, score, sum(counts[place] for counts in found.counts), matches)


def _one(found: Found, key: str) -> Found:
    """The item with this id only."""
    return found.only([place for place, number in enumerate(found.numbers) if found.source.id(number) == key])
