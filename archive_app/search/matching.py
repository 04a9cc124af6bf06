"""Which documents a query finds, and how often each of its terms stands there.

Candidates come from the postings, rarest bigram first; each is then counted in its folded text, so the answer is what a
scan would give. Where a term has no bigram (one character, a mark), the texts are scanned.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from archive_app.hanzi.folding import fold
from archive_app.search.codec import frequency_of, numbers_of
from archive_app.search.document import SearchDocument
from archive_app.search.grams import query_grams
from archive_app.search.query import Clause, Term
from archive_app.search.textstore import TextStore

_FEW = 64
"""Below so many candidates the texts are read sooner than another posting."""


@dataclass(frozen=True, slots=True)
class Needle:
    """A term ready to be counted: folded, or as it was typed where the exact form is asked for."""

    text: str
    data: bytes
    exact: bool

    @classmethod
    def of(cls, term: Term, *, exact: bool) -> Needle:
        """The needle of a term."""
        text = term.text if exact else fold(term.text)
        return cls(text, text.encode("utf-8", "surrogatepass"), exact)


class Part:
    """One segment: its postings, its texts, and what has been deleted or overlaid by newer documents."""

    def __init__(self, reader: Any, texts: TextStore) -> None:
        self.reader = reader
        self.texts = texts
        self.numbers = lru_cache(4096)(lambda gram: numbers_of(reader, gram))
        self.live = [number for number in range(len(texts)) if not reader.is_deleted(number)]
        self._dead = len(self.live) < len(texts)

    def count(self, needle: Needle, among: Iterable[int] | None) -> dict[int, int]:
        """Document number → how often the needle stands there; only documents that have it."""
        candidates = self._candidates(needle, among)
        if needle.exact:
            counted = ((number, self.texts.original(number).count(needle.text)) for number in candidates)
        else:
            data, starts, folded = needle.data, self.texts.starts, self.texts.folded
            counted = ((n, folded[starts[n] : starts[n + 1]].count(data)) for n in candidates)
        return {number: found for number, found in counted if found}

    def _candidates(self, needle: Needle, among: Iterable[int] | None) -> Iterable[int]:
        grams = query_grams(fold(needle.text) if needle.exact else needle.text)
        if not grams:
            return self.live if among is None else among
        if len(grams) > 2:
            grams.sort(key=lambda gram: frequency_of(self.reader, gram))
        found = self.numbers(grams[0])
        if among is not None:
            found = found & frozenset(among)
        for gram in grams[1:]:
            if len(found) < _FEW:
                break
            found = found & self.numbers(gram)
        if self._dead:
            found = frozenset(number for number in found if not self.reader.is_deleted(number))
        return sorted(found)


class Tail:
    """Documents newer than every segment, held in memory and scanned."""

    def __init__(self, documents: Mapping[str, SearchDocument] | None = None) -> None:
        self.documents = list((documents or {}).values())
        self._joined = [document.joined() for document in self.documents]
        self._folded = [fold(text) for text in self._joined]
        self.live = list(range(len(self.documents)))

    def count(self, needle: Needle, among: Iterable[int] | None) -> dict[int, int]:
        """As `Part.count`, by scanning."""
        texts = self._joined if needle.exact else self._folded
        counted = ((n, texts[n].count(needle.text)) for n in (self.live if among is None else among))
        return {number: found for number, found in counted if found}

    def length(self, number: int) -> int:
        """A document's length in characters."""
        return len(self._joined[number])


def matching(part: Part | Tail, clause: Clause, *, exact: bool) -> dict[int, list[int]]:
    """Document number → how often each positive term stands there, for the documents that satisfy the clause."""
    terms = list(clause.positive())
    needles = [Needle.of(term, exact=exact) for term in terms]
    counts: list[dict[int, int]] = [{} for _ in terms]
    among: set[int] | None = None
    position = 0
    order: list[tuple[int, int]] = []
    for choice in clause.required:
        order.append((position, len(choice)))
        position += len(choice)
    # Long terms first: they leave the fewest documents for the others.
    for first, length in sorted(
        order, key=lambda part_: -min(len(needles[part_[0] + k].text) for k in range(part_[1]))
    ):
        satisfied: set[int] = set()
        for index in range(first, first + length):
            counts[index] = part.count(needles[index], among)
            satisfied |= counts[index].keys()
        among = satisfied
        if not among:
            return {}
    if among is None:
        return {}
    for term in clause.excluded:
        among -= part.count(Needle.of(term, exact=exact), among).keys()
    return {number: [found.get(number, 0) for found in counts] for number in among}
