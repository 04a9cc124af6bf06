"""Which documents a query finds, and how often each of its terms stands there.

Where a term is one gram, the postings say it. Otherwise candidates come from them, rarest gram first, and each is then
counted in its folded text; so the answer is what a scan would give.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

from archive_app.hanzi.folding import fold
from archive_app.search.coding import BETWEEN_TEXTS, utf8
from archive_app.search.columns import Column
from archive_app.search.document import SearchDocument
from archive_app.search.grams import is_gram, query_grams
from archive_app.search.postings import MOST
from archive_app.search.query import Clause, Term
from archive_app.search.results import Match
from archive_app.search.segment import Segment
from archive_app.search.snippets import pieces

_FEW = 32
"""Below so many candidates the texts are read sooner than another posting."""
_READING = 40
"""How many documents of a posting list are read in the time one text is counted."""
_GRAMS = 64
"""Of a very long term, so many grams are asked for: spread over it, they leave next to nothing to count."""


@dataclass(frozen=True, slots=True)
class Needle:
    """A term ready to be counted: ``text`` folded, or as it was typed where the exact form is asked for."""

    text: str
    folded: str
    grams: tuple[int, ...]
    counted: bool
    """Whether the postings of its one gram say how often it stands in a document."""
    exact: bool

    @classmethod
    def of(cls, term: Term, *, exact: bool) -> Needle:
        """The needle of a term."""
        folded = fold(term.text)
        grams = query_grams(folded)
        spread = grams[:: -(-len(grams) // _GRAMS)]
        return cls(term.text if exact else folded, folded, tuple(spread), not exact and is_gram(folded), exact)


@dataclass(frozen=True, slots=True)
class Shown:
    """What a hit shows of its document."""

    id: str
    kind: str
    title: str
    matches: tuple[Match, ...]


class Source(Protocol):
    """A set of documents that can be searched: a part of the index, or the tail."""

    @property
    def characters(self) -> Sequence[int]:
        """Each document's length."""
        ...

    @property
    def totals(self) -> dict[str, tuple[int, int]]:
        """For each level of access, its documents and their characters."""
        ...

    def estimate(self, needle: Needle) -> int:
        """About how many documents have to be counted for the needle."""
        ...

    def count(self, needle: Needle, among: Collection[int] | None) -> dict[int, int]:
        """Document number → how often the needle stands there (never 0); ``among`` narrows it to these."""
        ...

    def visible(self, numbers: Iterable[int], levels: Collection[str]) -> list[int]:
        """Those of the documents that have one of these levels of access."""
        ...

    def column(self, name: str) -> Column:
        """What the documents are filed under, or ordered by: see ``columns``."""
        ...

    def title_counts(self, needle: Needle) -> dict[int, int]:
        """Document number → how often the folded needle stands in its title (never 0)."""
        ...

    def id(self, number: int) -> str:
        """A document's id."""
        ...

    def shown(self, number: int, needles: Sequence[Needle], limit: int) -> Shown:
        """A document with the first places where one of the needles stands."""
        ...


class Part:
    """A segment without the documents that have been deleted or replaced since it was written."""

    def __init__(self, segment: Segment, deleted: frozenset[int] = frozenset()) -> None:
        self.segment = segment
        self.deleted = deleted

    def without(self, ids: Iterable[str]) -> Part:
        """The part without these documents; itself where it has none of them."""
        numbers = {self.segment.texts.number(key) for key in ids}
        gone = {number for number in numbers if number is not None} - self.deleted
        return Part(self.segment, self.deleted | gone) if gone else self

    def __len__(self) -> int:
        return len(self.segment) - len(self.deleted)

    @cached_property
    def live(self) -> list[int]:
        """The numbers of its documents."""
        return [number for number in range(len(self.segment)) if number not in self.deleted]

    @property
    def characters(self) -> Sequence[int]:
        """Each document's length."""
        return self.segment.texts.characters

    @cached_property
    def totals(self) -> dict[str, tuple[int, int]]:
        """For each level of access, its documents and their characters."""
        texts = self.segment.texts
        found = dict(texts.totals)
        for number in self.deleted:
            documents, characters = found[texts.access(number)]
            found[texts.access(number)] = (documents - 1, characters - texts.characters[number])
        return found

    def estimate(self, needle: Needle) -> int:
        """The frequency of its rarest gram."""
        return min(map(self.segment.postings.frequency, needle.grams), default=len(self))

    def count(self, needle: Needle, among: Collection[int] | None) -> dict[int, int]:
        """Document number → how often the needle stands there."""
        if needle.exact:
            documents = ((number, self.document(number)) for number in self._candidates(needle, among))
            counted = ((number, count_exact(needle, document)) for number, document in documents)
            return {number: count for number, count in counted if count}
        texts, data = self.segment.texts, self.segment.texts.code.encode(needle.folded)
        found = self.segment.postings.counted(needle.grams[0]) if needle.counted else None
        if found is None:
            return texts.counts(self._candidates(needle, among), data)
        if among is not None:
            found = {number: found[number] for number in sorted(found.keys() & among)}
        for number in self.deleted & found.keys():
            del found[number]
        if len(needle.folded) == 1:
            found |= texts.counts([number for number, count in found.items() if count == MOST], data)
        return found

    def _candidates(self, needle: Needle, among: Collection[int] | None) -> list[int]:
        """The documents that have all grams of the needle, or a few more, ascending."""
        postings, documents = self.segment.postings, len(self.segment)
        frequencies = {gram: postings.frequency(gram) for gram in needle.grams}
        found = None if among is None else set(among)
        for gram in sorted(needle.grams, key=frequencies.__getitem__):
            frequency = frequencies[gram]
            if found is None:
                found = set(postings.numbers(gram))
            elif len(found) >= _FEW and len(found) * (documents - frequency) * _READING > frequency * documents:
                found.intersection_update(postings.numbers(gram))
            else:
                break
        if found is None:
            return self.live
        return sorted(found - self.deleted if self.deleted else found)

    def visible(self, numbers: Iterable[int], levels: Collection[str]) -> list[int]:
        """Those of the documents that have one of these levels of access."""
        return self.segment.texts.among(numbers, levels)

    def column(self, name: str) -> Column:
        """What the documents are filed under, or ordered by: see ``columns``."""
        return self.segment.texts.columns.column(name)

    def title_counts(self, needle: Needle) -> dict[int, int]:
        """Document number → how often the folded needle stands in its title."""
        texts = self.segment.texts
        return texts.title_counts(texts.code.encode(needle.folded))

    def id(self, number: int) -> str:
        """A document's id."""
        return self.segment.texts.id(number)

    def document(self, number: int) -> SearchDocument:
        """A document whole."""
        return self.segment.texts.document(number)

    def shown(self, number: int, needles: Sequence[Needle], limit: int) -> Shown:
        """A document with the first places where one of the needles stands."""
        texts = self.segment.texts
        item = texts.item(number)
        if any(needle.exact for needle in needles):
            matches = matches_in(self.document(number), needles, limit)
        else:
            data = [texts.code.encode(needle.folded) for needle in needles]
            matches = texts.matches(number, item, data, limit)
        return Shown(texts.id(number), item.kind, item.title, matches)


def count_exact(needle: Needle, document: SearchDocument) -> int:
    """How often a needle stands in a document as it was typed."""
    return sum(text.text.count(needle.text) for text in document.texts)


def matches_in(document: SearchDocument, needles: Sequence[Needle], limit: int) -> tuple[Match, ...]:
    """The first places in a document where one of the needles stands."""
    exact = any(needle.exact for needle in needles)
    compared = [text.text if exact else fold(text.text) for text in document.texts]
    found = []
    for piece in pieces(BETWEEN_TEXTS.join(map(utf8, compared)), [utf8(needle.text) for needle in needles], limit):
        text = document.texts[piece.text]
        snippet = text.text[piece.offset : piece.offset + len(piece.words)]
        found.append(Match(text.field, text.label, snippet, piece.spans, {**text.place, "offset": piece.offset}))
    return tuple(found)


def needles_of(clause: Clause, *, exact: bool) -> list[Needle]:
    """The positive terms, each once: what is counted, highlighted and weighed."""
    return list(dict.fromkeys(Needle.of(term, exact=exact) for term in clause.positive()))


@dataclass(frozen=True, slots=True)
class Found:
    """The documents of one source that satisfy a query, and, aligned with them, how often each needle stands there."""

    source: Source
    numbers: list[int]
    counts: list[list[int]]

    def __len__(self) -> int:
        return len(self.numbers)

    def only(self, places: Sequence[int]) -> Found:
        """The documents at these places in it."""
        if len(places) == len(self.numbers):
            return self
        numbers = [self.numbers[place] for place in places]
        return Found(self.source, numbers, [[each[place] for place in places] for each in self.counts])


def matching(source: Source, clause: Clause, *, exact: bool, visible: Collection[str] | None) -> Found:
    """The documents that satisfy the clause and may be seen, counted for each of ``needles_of``."""
    needles = needles_of(clause, exact=exact)
    counts = _counts(source, clause, exact=exact)
    if counts is None:
        return Found(source, [], [[] for _ in needles])
    numbers = counts.numbers
    if visible is not None:
        numbers = source.visible(numbers, visible)
    stand = [counts.of[needle] for needle in needles]
    return Found(source, numbers, [[found.get(number, 0) for number in numbers] for found in stand])


@dataclass(frozen=True, slots=True)
class _Counts:
    numbers: list[int]
    of: dict[Needle, dict[int, int]]


def _counts(source: Source, clause: Clause, *, exact: bool) -> _Counts | None:
    """The documents that satisfy the clause, and where its terms stand, there and elsewhere; ``None``: nowhere."""
    choices = [[Needle.of(term, exact=exact) for term in choice] for choice in clause.required]
    if len(choices) > 1:
        # The choice with the fewest candidates first: it leaves the fewest documents for the others.
        choices.sort(key=lambda choice: sum(source.estimate(needle) for needle in choice))
    counts: dict[Needle, dict[int, int]] = {}
    among: Collection[int] | None = None
    for choice in choices:
        for needle in choice:
            if needle not in counts:
                counts[needle] = source.count(needle, among)
        satisfied: Collection[int] = counts[choice[0]].keys()
        if len(choice) > 1:
            satisfied = {number for needle in choice for number in counts[needle]}
        among = satisfied if among is None else [number for number in among if number in satisfied]
        if not among:
            return None
    if among is None:
        return None
    for term in clause.excluded:
        without = source.count(Needle.of(term, exact=exact), among)
        among = [number for number in among if number not in without]
    return _Counts(sorted(among), counts)
