"""Which documents a query finds, and how often each of its terms stands there.

Candidates come from the postings, rarest gram first; each is then counted in its folded text, so the answer is what a
scan would give.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Protocol

from archive_app.hanzi.folding import fold
from archive_app.search.document import SearchDocument
from archive_app.search.grams import query_grams
from archive_app.search.query import Clause, Term
from archive_app.search.segment import Segment

_FEW = 64
"""Below so many candidates the texts are read sooner than another posting."""
_GRAMS = 64
"""Of a very long term, so many grams are asked for: spread over it, they leave next to nothing to count."""


@dataclass(frozen=True, slots=True)
class Needle:
    """A term ready to be counted: folded, or as it was typed where the exact form is asked for."""

    text: str
    data: bytes
    """The folded term as UTF-8."""
    grams: tuple[str, ...]
    exact: bool

    @classmethod
    def of(cls, term: Term, *, exact: bool) -> Needle:
        """The needle of a term."""
        folded = fold(term.text)
        grams = query_grams(folded)
        spread = grams[:: -(-len(grams) // _GRAMS)] if grams else []
        return cls(term.text if exact else folded, folded.encode("utf-8", "surrogatepass"), tuple(spread), exact)

    def count_exact(self, document: SearchDocument) -> int:
        """How often the term stands in a document as it was typed."""
        return sum(text.text.count(self.text) for text in document.texts)


class Source(Protocol):
    """A set of documents that can be searched: a part of the index, or the tail."""

    def estimate(self, needle: Needle) -> int:
        """About how many documents have to be counted for the needle."""
        ...

    def count(self, needle: Needle, among: Iterable[int] | None) -> dict[int, int]:
        """Document number → how often the needle stands there (never 0); ``among`` narrows it to these."""
        ...

    def id(self, number: int) -> str:
        """A document's id."""
        ...

    def access(self, number: int) -> str:
        """A document's level of access."""
        ...

    def characters(self, number: int) -> int:
        """A document's length."""
        ...

    def folded_title(self, number: int) -> bytes:
        """A document's folded title; empty where it has none."""
        ...

    def folded_texts(self, number: int) -> list[str]:
        """A document's folded texts, one by one."""
        ...

    def document(self, number: int) -> SearchDocument:
        """A document whole."""
        ...

    def totals(self) -> dict[str, tuple[int, int]]:
        """For each level of access, its documents and their characters."""
        ...


class Part:
    """A segment without the documents that have been deleted or replaced since it was written."""

    def __init__(self, segment: Segment, deleted: frozenset[int] = frozenset()) -> None:
        self.segment = segment
        self.deleted = deleted

    def without(self, ids: Iterable[str]) -> Part:
        """The part without these documents; itself where it has none of them."""
        by_id = self.segment.numbers_by_id
        gone = {by_id[key] for key in ids if key in by_id} - self.deleted
        return Part(self.segment, self.deleted | gone) if gone else self

    def __len__(self) -> int:
        return len(self.segment) - len(self.deleted)

    @cached_property
    def live(self) -> list[int]:
        """The numbers of its documents."""
        return [number for number in range(len(self.segment)) if number not in self.deleted]

    def estimate(self, needle: Needle) -> int:
        """The frequency of its rarest gram."""
        return min(map(self.segment.postings.frequency, needle.grams), default=len(self.segment))

    def count(self, needle: Needle, among: Iterable[int] | None) -> dict[int, int]:
        """Document number → how often the needle stands there."""
        candidates = self._candidates(needle, among)
        texts = self.segment.texts
        if needle.exact:
            counted = ((n, needle.count_exact(texts.document(n))) for n in candidates)
        else:
            data, folded = needle.data, texts.folded
            counted = ((n, folded(n).count(data)) for n in candidates)
        return {number: found for number, found in counted if found}

    def _candidates(self, needle: Needle, among: Iterable[int] | None) -> Iterable[int]:
        found = None if among is None else frozenset(among)
        grams = needle.grams
        if len(grams) > 2:
            grams = tuple(sorted(grams, key=self.segment.postings.frequency))
        for gram in grams:
            if found is None:
                found = self.segment.numbers(gram)
            elif len(found) >= _FEW:
                found &= self.segment.numbers(gram)
            else:
                break
        if found is None:
            return self.live
        return sorted(found - self.deleted if self.deleted else found)

    def id(self, number: int) -> str:
        """A document's id."""
        return self.segment.texts.ids[number]

    def access(self, number: int) -> str:
        """A document's level of access."""
        return self.segment.texts.access[number]

    def characters(self, number: int) -> int:
        """A document's length."""
        return self.segment.texts.characters[number]

    def folded_title(self, number: int) -> bytes:
        """A document's folded title."""
        return self.segment.texts.folded_title(number)

    def folded_texts(self, number: int) -> list[str]:
        """A document's folded texts."""
        return self.segment.texts.folded_texts(number)

    def document(self, number: int) -> SearchDocument:
        """A document whole."""
        return self.segment.texts.document(number)

    def totals(self) -> dict[str, tuple[int, int]]:
        """For each level of access, its documents and their characters."""
        return self._totals

    @cached_property
    def _totals(self) -> dict[str, tuple[int, int]]:
        found = self.segment.texts.totals()
        for number in self.deleted:
            documents, characters = found[self.access(number)]
            found[self.access(number)] = (documents - 1, characters - self.characters(number))
        return found


def needles_of(clause: Clause, *, exact: bool) -> list[Needle]:
    """The positive terms, each once: what is counted, highlighted and weighed."""
    return list(dict.fromkeys(Needle.of(term, exact=exact) for term in clause.positive()))


def matching(source: Source, clause: Clause, *, exact: bool) -> dict[int, list[int]]:
    """Document number → how often each of ``needles_of`` stands there, for the documents that satisfy the clause."""
    choices = [[Needle.of(term, exact=exact) for term in choice] for choice in clause.required]
    if len(choices) > 1:
        # The choice with the fewest candidates first: it leaves the fewest documents for the others.
        choices.sort(key=lambda choice: sum(source.estimate(needle) for needle in choice))
    counts: dict[Needle, dict[int, int]] = {}
    among: set[int] | None = None
    for choice in choices:
        satisfied: set[int] = set()
        for needle in choice:
            if needle not in counts:
                counts[needle] = source.count(needle, among)
            satisfied |= counts[needle].keys()
        among = satisfied if among is None else among & satisfied
        if not among:
            return {}
    if among is None:
        return {}
    for term in clause.excluded:
        among -= source.count(Needle.of(term, exact=exact), among).keys()
    order = [counts[needle] for needle in needles_of(clause, exact=exact)]
    return {number: [found.get(number, 0) for found in order] for number in among}
