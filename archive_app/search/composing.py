"""Substrings among whoosh's queries: with its and, or and not, its filters, its facets and its order.

``SearchIndex.searcher`` gives a whoosh ``Searcher`` over the state of the moment, the newest documents and deletions
included, in which ``Substring`` stands wherever a query may stand. Of what whoosh wrote, only columns are read, and
they hold no pickle: an index that came on a stick runs no code.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from math import log
from typing import Any
from weakref import WeakKeyDictionary

from whoosh.columns import ColumnReader
from whoosh.filedb.structfile import BufferFile
from whoosh.matching import AndNotMatcher, ListMatcher, NullMatcher
from whoosh.query import AndNot, Query
from whoosh.reading import IndexReader, MultiReader, TermInfo, TermNotFound
from whoosh.scoring import BaseScorer
from whoosh.searching import Searcher

from archive_app.search.codec import schema
from archive_app.search.matching import Needle, Part
from archive_app.search.tail import Tail

_K1, _B = 1.2, 0.75


class SourceReader(IndexReader):  # type: ignore[misc]
    """A part of the index, or its tail, as whoosh reads one."""

    def __init__(self, source: Part | Tail) -> None:
        self.source = source
        self.schema = schema()
        self.deleted = source.deleted if isinstance(source, Part) else frozenset()

    def doc_count_all(self) -> int:
        """Documents, the deleted ones among them."""
        return len(self.source.characters)

    def doc_count(self) -> int:
        """Documents that are not deleted."""
        return self.doc_count_all() - len(self.deleted)

    def has_deletions(self) -> bool:
        """Whether any are deleted."""
        return bool(self.deleted)

    def is_deleted(self, docnum: int) -> bool:
        """Whether this one is."""
        return docnum in self.deleted

    def deleted_docs(self) -> Iterator[int]:
        """The deleted ones."""
        return iter(sorted(self.deleted))

    def all_doc_ids(self) -> Iterator[int]:
        """The others."""
        return (number for number in range(self.doc_count_all()) if number not in self.deleted)

    def stored_fields(self, docnum: int) -> dict[str, str]:
        """The document's id."""
        return {"id": self.source.id(docnum)}

    def indexed_field_names(self) -> list[str]:
        """Kind and access; texts are asked for by ``Substring``."""
        return list(self.schema.names())

    @cached_property
    def values(self) -> Mapping[str, Sequence[bytes]]:
        """Each document's kind and access."""
        if isinstance(self.source, Tail):
            documents = self.source.documents
            return {name: [str(getattr(each, name)).encode() for each in documents] for name in self.schema.names()}
        found = {}
        for name, kind in self.schema.items():
            data = self.source.segment.bytes_of(f".{name}.col")
            column = kind.column_type.reader(BufferFile(data), 0, len(data), self.doc_count_all())
            found[name] = [column[number] for number in range(self.doc_count_all())]
        return found

    def has_column(self, fieldname: str) -> bool:
        """Whether documents can be put in order, or together, by this field."""
        return fieldname in self.schema

    def column_reader(
        self, fieldname: str, column: Any = None, reverse: bool = False, translate: bool = True
    ) -> ColumnReader:
        """The values of a field."""
        values = self.values[fieldname]
        return _Values([value.decode() for value in values] if translate else values)

    def _standing(self, fieldname: str, text: str | bytes) -> list[int]:
        wanted = text if isinstance(text, bytes) else text.encode()
        values = self.values.get(fieldname, ())
        return [number for number, value in enumerate(values) if value == wanted and number not in self.deleted]

    def __contains__(self, term: tuple[str, str | bytes]) -> bool:
        return bool(self._standing(*term))

    def doc_frequency(self, fieldname: str, text: str | bytes) -> int:
        """How many documents have this value."""
        return len(self._standing(fieldname, text))

    frequency = doc_frequency

    def term_info(self, fieldname: str, text: str | bytes) -> TermInfo:
        """The same, as whoosh asks for it."""
        number = self.doc_frequency(fieldname, text)
        if not number:
            raise TermNotFound(f"{fieldname}:{text!r}")
        return TermInfo(weight=number, df=number, maxweight=1)

    def field_terms(self, fieldname: str) -> list[str]:
        """The values that there are."""
        living = (value for number, value in enumerate(self.values[fieldname]) if number not in self.deleted)
        return [value.decode() for value in sorted(Counter(living))]

    def postings(self, fieldname: str, text: str | bytes, scorer: BaseScorer | None = None) -> ListMatcher:
        """The documents that have this value."""
        numbers = self._standing(fieldname, text)
        if not numbers:
            raise TermNotFound(f"{fieldname}:{text!r}")
        return ListMatcher(numbers, all_weights=1.0, scorer=scorer, term=(fieldname, text))


class _Values(ColumnReader):  # type: ignore[misc]
    def __init__(self, values: Sequence[Any]) -> None:
        self._values = values

    def __len__(self) -> int:
        return len(self._values)

    def __getitem__(self, docnum: int) -> Any:
        return self._values[docnum]

    def __iter__(self) -> Iterator[Any]:
        return iter(self._values)


class Substring(Query):  # type: ignore[misc]
    """Documents where ``text`` stands, folded, or (``exact``) as it was typed; they weigh by BM25."""

    fieldname = None

    def __init__(self, text: str, *, exact: bool = False, boost: float = 1.0) -> None:
        self.text, self.exact, self.boost = text, exact, boost
        self._needle = Needle.of(text, exact=exact)
        self._counted: WeakKeyDictionary[Part | Tail, dict[int, int]] = WeakKeyDictionary()

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Substring) and self._key() == other._key()

    def __hash__(self) -> int:
        return hash(self._key())

    def _key(self) -> tuple[str, bool, float]:
        return self.text, self.exact, self.boost

    def __repr__(self) -> str:
        return f"Substring({self.text!r}, exact={self.exact})"

    __unicode__ = __str__ = __repr__

    def is_leaf(self) -> bool:
        """It has no queries inside."""
        return True

    def normalize(self) -> Query:
        """As simple as it is."""
        return self

    def with_boost(self, boost: float) -> Query:
        """The same, weighing more or less."""
        return Substring(self.text, exact=self.exact, boost=boost)

    def estimate_size(self, ixreader: IndexReader) -> int:
        """At most so many documents."""
        readers = ixreader.readers if isinstance(ixreader, MultiReader) else [ixreader]
        return sum(reader.source.estimate(self._needle) for reader in readers)

    def estimate_min_size(self, ixreader: IndexReader) -> int:
        """At least so many."""
        return 0

    def counts(self, source: Part | Tail) -> dict[int, int]:
        """Document number → how often it stands there."""
        if source not in self._counted:
            self._counted[source] = source.count(self._needle, None)
        return self._counted[source]

    def matcher(self, searcher: Searcher, context: Any = None) -> ListMatcher | NullMatcher:
        """The documents of one reader."""
        source = searcher.reader().source
        found = self.counts(source)
        if not found:
            return NullMatcher()
        whole = searcher.get_parent()
        searchers = [each for each, _ in whole.leaf_searchers()]
        having = sum(len(self.counts(each.reader().source)) for each in searchers)
        documents = sum(each.reader().doc_count() for each in searchers)
        totals = [total for each in searchers for total in each.reader().source.totals.values()]
        average = max(1.0, sum(characters for _, characters in totals) / max(1, documents))
        weight = self.boost * log(1 + (documents - having + 0.5) / (having + 0.5))
        numbers = sorted(found)
        counts = [float(found[number]) for number in numbers]
        return ListMatcher(numbers, counts, scorer=_Scorer(source.characters, average, weight))


class Without(AndNot):  # type: ignore[misc]
    """Documents of the first query that the second has not.

    whoosh's own ``AndNot``, and ``Not`` within ``And``, let the first document through wherever the second query has an
    earlier one (2.7.4 and Reloaded 2.7.5 alike: ``AndNotMatcher._find_first`` looks whether the two are the same and
    does not skip).
    """

    def matcher(self, searcher: Searcher, context: Any = None) -> AndNotMatcher:
        """The documents of one reader."""
        return _WithoutMatcher(self.a.matcher(searcher, context), self.b.matcher(searcher, context))


class _WithoutMatcher(AndNotMatcher):  # type: ignore[misc]
    def _find_first(self) -> None:
        if self.a.is_active() and self.b.is_active():
            self._find_next()


class _Scorer(BaseScorer):  # type: ignore[misc]
    """BM25 on the true frequencies."""

    def __init__(self, characters: Sequence[int], average: float, weight: float) -> None:
        self._characters, self._average, self._weight = characters, average, weight

    def score(self, matcher: ListMatcher) -> float:
        """What the matcher's document is worth."""
        number = matcher.weight()
        norm = _K1 * (1 - _B + _B * self._characters[matcher.id()] / self._average)
        worth: float = self._weight * number * (_K1 + 1) / (number + norm)
        return worth

    def max_quality(self) -> float:
        """No document is worth more."""
        return self._weight * (_K1 + 1)

    def block_quality(self, matcher: ListMatcher) -> float:
        """Nor any of these."""
        return self.max_quality()


def searcher(sources: Sequence[Part | Tail]) -> Searcher:
    """A whoosh searcher over these; its documents' stored field is ``id``."""
    return Searcher(MultiReader([SourceReader(source) for source in sources]))
