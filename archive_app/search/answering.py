"""From sources and a query to results: what is found is counted in full, ranked, and the page asked for is shown."""

from __future__ import annotations

import heapq
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import log

from archive_app.search.document import SearchDocument
from archive_app.search.matching import Needle, Source, matching, needles_of
from archive_app.search.query import MOST_TERMS, Clause, parse
from archive_app.search.results import Hit, Results
from archive_app.search.snippets import places
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


@dataclass(frozen=True, slots=True)
class _Found:
    source: Source
    number: int
    counts: list[int]

    @property
    def occurrences(self) -> int:
        return sum(self.counts)


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
    found = list(_found(sources, clause, asked))
    first = max(0, asked.offset)
    ranked = heapq.nsmallest(first + max(0, asked.limit), _scored(found, needles, *_size(sources, asked.visible)))
    terms = [needle.text for needle in needles]
    hits = [_shown(found[index], -negative, terms, asked) for negative, _, index in ranked[first:]]
    return Results(len(found), sum(hit.occurrences for hit in found), tuple(hits), hint)


def _found(sources: Sequence[Source], clause: Clause, asked: Asked) -> Iterator[_Found]:
    for source in sources:
        for number, counts in matching(source, clause, exact=asked.exact).items():
            if asked.visible is None or source.access(number) in asked.visible:
                yield _Found(source, number, counts)


def _size(sources: Sequence[Source], visible: Collection[str] | None) -> tuple[int, int]:
    """Documents and characters there are to be seen."""
    documents = characters = 0
    for source in sources:
        for level, (some, length) in source.totals().items():
            if visible is None or level in visible:
                documents += some
                characters += length
    return documents, characters


def _scored(
    found: Sequence[_Found], needles: Sequence[Needle], documents: int, characters: int
) -> Iterator[tuple[float, str, int]]:
    """(−BM25, id, position), on the true frequencies; a title weighs more."""
    average = max(1.0, characters / max(1, documents))
    having = [sum(1 for hit in found if hit.counts[index]) for index in range(len(needles))]
    weights = [log(1 + (documents - number + 0.5) / (number + 0.5)) for number in having]
    for position, hit in enumerate(found):
        norm = _K1 * (1 - _B + _B * hit.source.characters(hit.number) / average)
        title = hit.source.folded_title(hit.number)
        score = 0.0
        for needle, weight, count in zip(needles, weights, hit.counts, strict=True):
            if count:
                frequency = count + _TITLE * (title.count(needle.data) if title else 0)
                score += weight * frequency * (_K1 + 1) / (frequency + norm)
        yield -score, hit.source.id(hit.number), position


def _shown(found: _Found, score: float, terms: Sequence[str], asked: Asked) -> Hit:
    document = found.source.document(found.number)
    texts = document.texts
    compared = (text.text for text in texts) if asked.exact else found.source.folded_texts(found.number)
    return Hit(
        document.id,
        document.kind,
        document.title,
        score,
        found.occurrences,
        places(zip(texts, compared, strict=False), terms, max(0, asked.matches)),
    )
