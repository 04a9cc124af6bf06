"""What is looked for, and where: needles, and the two sources of documents that can be asked for them.

Where a needle is one gram, the postings say where it stands. Otherwise candidates come from them, rarest gram first,
and each is then counted in its folded text; so the answer is what a scan would give.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from functools import cached_property
from typing import Protocol

from archive_app.frozen import dataclass
from archive_app.hanzi.folding import fold
from archive_app.search.coding import BETWEEN_TEXTS, PLAIN, Code, joined, utf8
from archive_app.search.columns import Column
from archive_app.search.document import SearchDocument, section
from archive_app.search.grams import is_gram, query_grams
from archive_app.search.postings import MOST
from archive_app.search.results import Match
from archive_app.search.segment import Segment
from archive_app.search.snippets import Spans, pieces

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
    not_after: str = ""
    """Characters, folded, behind one of which it does not count: 五八年 behind 一八 is another year."""

    @classmethod
    def of(cls, text: str, *, exact: bool, not_after: str = "") -> Needle:
        """The needle of a text."""
        folded = fold(text)
        grams = query_grams(folded)
        spread = tuple(grams[:: -(-len(grams) // _GRAMS)])
        counted = not exact and not not_after and is_gram(folded)
        return cls(text if exact else folded, folded, spread, counted, exact, not_after)


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

    @property
    def live(self) -> Sequence[int]:
        """The numbers of the documents that are not deleted, ascending."""
        ...

    def estimate(self, needle: Needle) -> int:
        """About how many documents have to be counted for the needle."""
        ...

    def candidates(self, needle: Needle, among: Collection[int] | None) -> list[int]:
        """The documents that may hold the needle, ascending; ``among`` narrows it to these."""
        ...

    def count(self, needle: Needle, among: Collection[int] | None) -> dict[int, int]:
        """Document number → how often the needle stands there (never 0); ``among`` narrows it to these."""
        ...

    def verified(self, needle: Needle, candidates: Iterable[int]) -> dict[int, int]:
        """The same for candidates, which have been narrowed enough to be counted at once."""
        ...

    def data(self, number: int, *, exact: bool) -> bytes:
        """A document's texts, folded or (``exact``) as they were written, in ``code``."""
        ...

    def code(self, *, exact: bool) -> Code:
        """How ``data`` is written."""
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

    def number(self, key: str) -> int | None:
        """The document with this id."""
        ...

    def expect(self, numbers: Sequence[int]) -> None:
        """These are going to be shown, of which some sources know only by asking: better for all at once."""
        ...

    def shown(self, number: int, spans: Spans, limit: int, *, exact: bool) -> Shown:
        """A document with the first of these places in its ``data``."""
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
        found = self.segment.postings.counted(needle.grams[0]) if needle.counted else None
        if found is None:
            return self.verified(needle, self.candidates(needle, among))
        texts, data = self.segment.texts, self.segment.texts.code.encode(needle.folded)
        if among is not None:
            found = {number: found[number] for number in sorted(found.keys() & among)}
        for number in self.deleted & found.keys():
            del found[number]
        if len(needle.folded) == 1:
            found |= texts.counts([number for number, count in found.items() if count == MOST], data)
        return found

    def verified(self, needle: Needle, candidates: Iterable[int]) -> dict[int, int]:
        """Document number → how often the needle stands there."""
        texts = self.segment.texts
        found = texts.counts(candidates, texts.code.encode(needle.folded))
        return texts.exact_counts(needle.text, needle.folded, found) if needle.exact else found

    def candidates(self, needle: Needle, among: Collection[int] | None) -> list[int]:
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
        return self.segment.column(name)

    def title_counts(self, needle: Needle) -> dict[int, int]:
        """Document number → how often the folded needle stands in its title."""
        texts = self.segment.texts
        return texts.title_counts(texts.code.encode(needle.folded))

    def id(self, number: int) -> str:
        """A document's id."""
        return self.segment.texts.id(number)

    def number(self, key: str) -> int | None:
        """The document with this id, unless it is deleted."""
        number = self.segment.texts.number(key)
        return None if number in self.deleted else number

    def document(self, number: int) -> SearchDocument:
        """A document whole."""
        return self.segment.texts.document(number)

    def data(self, number: int, *, exact: bool) -> bytes:
        """A document's texts, folded or as they were written."""
        return self.segment.texts.written(number) if exact else self.segment.texts.texts(number)

    def code(self, *, exact: bool) -> Code:
        """How ``data`` is written."""
        return PLAIN if exact else self.segment.texts.code

    def expect(self, numbers: Sequence[int]) -> None:
        """These are going to be shown."""
        self.segment.texts.expect(numbers)

    def shown(self, number: int, spans: Spans, limit: int, *, exact: bool) -> Shown:
        """A document with the first of these places in its ``data``."""
        texts = self.segment.texts
        item = texts.item(number)
        if exact:
            matches = matches_in(self.document(number), spans, limit, exact=True)
        else:
            matches = texts.matches(number, item, spans, limit)
        return Shown(texts.id(number), item.kind, item.title, matches)


def count_exact(needle: Needle, document: SearchDocument) -> int:
    """How often a needle stands in a document as it was typed."""
    return sum(text.text.count(needle.text) for text in document.texts)


def written(document: SearchDocument) -> bytes:
    """A document's texts as they were written, as ``Source.data`` gives them."""
    return joined([utf8(text.text) for text in document.texts], list(map(section, document.texts)))


def matches_in(document: SearchDocument, spans: Spans, limit: int, *, exact: bool) -> tuple[Match, ...]:
    """The first of these places in a document's texts, folded or as they were written, in plain UTF-8."""
    compared = [text.text if exact else fold(text.text) for text in document.texts]
    found = []
    for piece in pieces(BETWEEN_TEXTS.join(map(utf8, compared)), spans, limit):
        text = document.texts[piece.text]
        snippet = text.text[piece.offset : piece.offset + len(piece.words)]
        found.append(Match(text.field, text.label, snippet, piece.spans, {**text.place, "offset": piece.offset}))
    return tuple(found)


@dataclass(frozen=True, slots=True)
class Found:
    """The documents of one source that satisfy a query, ascending, and, aligned with them, how often each atom stands
    there."""

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
