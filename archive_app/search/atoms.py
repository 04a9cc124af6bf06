"""The parts of a query that are looked up: words, words together, and what an item is filed under.

An atom says for one source which documents it may hold of, how often it stands in each, and where. ``Reach`` is what a
search may see of the source.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Protocol
from weakref import WeakKeyDictionary

from archive_app.frozen import dataclass
from archive_app.hanzi.folding import fold
from archive_app.search.coding import BETWEEN_SECTIONS, BETWEEN_TEXTS, length
from archive_app.search.columns import DATES, SECTIONS
from archive_app.search.language.dates import Span, overlaps
from archive_app.search.language.fields import QueryField
from archive_app.search.matching import Needle, Source
from archive_app.search.snippets import Spans, places
from archive_app.search.views import Covers, View, level_of


class Reach:
    """What a search looks at of a source: ``visible`` levels of access (``None``: all), folded or ``exact``."""

    def __init__(self, source: Source, visible: Collection[str] | None, *, exact: bool) -> None:
        self.source, self.visible, self.exact = source, visible, exact
        self.code = source.code(exact=exact)
        self._coded: dict[str, bytes] = {}
        self.stood: set[bytes] = set()
        """Where several needles are looked for in a word's place, or words together: those that stood somewhere."""

    @cached_property
    def mixed(self) -> frozenset[int]:
        """The documents of which the reader may not see every text, and may see some."""
        if self.visible is None:
            return frozenset()
        kept = _mixed.setdefault(self.source, {})
        levels = frozenset(self.visible)
        if levels not in kept:
            column = self.source.column(SECTIONS)
            hidden = any(map(self.hides, column.values))
            some = column.among(self.source.live, lambda sections: any(map(self.hides, sections))) if hidden else ()
            kept[levels] = frozenset(some)
        return kept[levels]

    @cached_property
    def _seen(self) -> frozenset[int]:
        levels = self.visible
        return frozenset(self.source.live if levels is None else self.source.visible(self.source.live, levels))

    def sees(self, number: int) -> bool:
        """Whether the reader may see a document."""
        return self.visible is None or number in self._seen

    @cached_property
    def shortened(self) -> Mapping[int, int]:
        """The characters that the reader may see of documents of which there are more."""
        if not self.mixed or self.visible is None:
            return {}
        kept = _shortened.setdefault(self.source, {})
        levels = frozenset(self.visible)
        if levels not in kept:
            kept[levels] = {number: self._characters(number) for number in self.mixed if self.sees(number)}
        return kept[levels]

    def _characters(self, number: int) -> int:
        source = self.source
        data, code = source.data(number, exact=False), source.code(exact=False)
        pieces = View(data, lambda: source.column(SECTIONS)[number], code, self.hides).pieces(None)
        return sum(length(piece) - piece.count(BETWEEN_TEXTS) for _, piece in pieces)

    def hides(self, section: str) -> bool:
        """Whether the reader may not see the texts of a section."""
        level = level_of(section)
        return bool(level) and self.visible is not None and level not in self.visible

    def view(self, number: int) -> View:
        """A document."""
        data = self.source.data(number, exact=self.exact)
        hides = self.hides if number in self.mixed else None
        return View(data, lambda: self.source.column(SECTIONS)[number], self.code, hides)

    def coded(self, text: str) -> bytes:
        """A text as it stands in the data."""
        data = self._coded.get(text)
        if data is None:
            data = self._coded[text] = self.code.encode(text)
        return data

    def ends(self, characters: str) -> list[bytes]:
        """The ends of texts, and these characters, as they stand in the data."""
        return [BETWEEN_TEXTS, BETWEEN_SECTIONS, *map(self.coded, characters)]

    def partly(self, numbers: Iterable[int], covers: Covers | None) -> tuple[set[int], Collection[int]]:
        """Of documents those of which a part only is looked into, and those of which nothing is."""
        if covers is None and not self.mixed:
            return set(), ()
        wanted = covers or (lambda section: True)

        def some(sections: tuple[str, ...]) -> bool:
            seen = [wanted(section) and not self.hides(section) for section in sections]
            return any(seen) and not all(seen)

        def none(sections: tuple[str, ...]) -> bool:
            return not any(wanted(section) and not self.hides(section) for section in sections)

        numbers, column = list(numbers), self.source.column(SECTIONS)
        return set(column.among(numbers, some)), column.among(numbers, none)


_mixed: WeakKeyDictionary[Source, dict[frozenset[str], frozenset[int]]] = WeakKeyDictionary()
_shortened: WeakKeyDictionary[Source, dict[frozenset[str], dict[int, int]]] = WeakKeyDictionary()
"""A source stays as it is, so what was found of it is kept."""


class Atom(Protocol):
    """A part of a query that is looked up."""

    @property
    def counts(self) -> bool:
        """Whether it stands somewhere, and so is counted, shown and weighed; a filter does not."""
        ...

    def estimate(self, source: Source) -> int:
        """About how many documents have to be looked at."""
        ...

    def narrow(self, reach: Reach, among: Collection[int] | None) -> Collection[int] | None:
        """Documents among which are all that it holds of; ``among`` itself where nothing is known cheaply."""
        ...

    def count(self, reach: Reach, among: Collection[int] | None, *, narrowed: bool) -> dict[int, int]:
        """Document number → how often it stands there (never 0). ``narrowed``: ``among`` came from ``narrow``."""
        ...

    def title_counts(self, source: Source) -> dict[int, int]:
        """Document number → how often it stands in the title (never 0)."""
        ...

    def places(self, reach: Reach, view: View) -> Spans:
        """Where it stands, in order."""
        ...


def candidates(source: Source, needles: Sequence[Needle], among: Collection[int] | None) -> Collection[int]:
    """Documents that may hold one of the needles."""
    if len(needles) == 1:
        return source.candidates(needles[0], among)
    return {number for needle in needles for number in source.candidates(needle, among)}


@dataclass(frozen=True, slots=True)
class Stands:
    """A word, with whatever else is looked for in its place, in a field or anywhere."""

    needles: tuple[Needle, ...]
    field: QueryField | None = None

    @property
    def counts(self) -> bool:
        """It does stand somewhere."""
        return True

    @property
    def posted(self) -> bool:
        """Whether the postings alone say where it stands."""
        return self.field is None and self._simple and self.needles[0].counted

    @property
    def _simple(self) -> bool:
        """Whether the counts of its needles are its own: none can stand in another's place, or must not after some."""
        return len(self.needles) == 1 and not self.needles[0].not_after

    def estimate(self, source: Source) -> int:
        """The sum of its needles'."""
        return sum(map(source.estimate, self.needles))

    def narrow(self, reach: Reach, among: Collection[int] | None) -> Collection[int] | None:
        """Documents that may have it."""
        return candidates(reach.source, self.needles, among)

    def count(self, reach: Reach, among: Collection[int] | None, *, narrowed: bool) -> dict[int, int]:
        """How often it stands in each document."""
        source = reach.source
        if self._simple:
            (needle,) = self.needles
            if narrowed and among is not None and not needle.counted:
                found = source.verified(needle, among)
            else:
                found = source.count(needle, among)
            again: set[int] = set()
            whole: dict[int, Needle] = {}
        else:
            found, again, whole = self._counted(reach, among)
        part, gone = reach.partly(found, None if self.field is None else self.field.covers)
        for number in gone:
            del found[number]
        for number in part.union(gone):  # what stands there may stand where it is not looked for
            whole.pop(number, None)
        reach.stood.update(map(reach.coded, {needle.text for needle in whole.values()}))
        for number in sorted((again - set(gone)) | part):
            view = reach.view(number)
            stands = list(self.places(reach, view))
            if stands:
                found[number] = len(stands)
                if len(self.needles) > 1:
                    reach.stood.update(view.data[start:end] for start, end in stands)
            else:
                del found[number]
        return found

    def _counted(
        self, reach: Reach, among: Collection[int] | None
    ) -> tuple[dict[int, int], set[int], dict[int, Needle]]:
        """The sum of the counts of its needles in each document that may be seen, where that may not be how often it
        stands, and, where it is, the needle that does.

        Most often a document has one writing only, or 98年 because it has 1998年: those are not looked at again.
        """
        each = {needle: reach.source.count(needle, among) for needle in self.needles}
        found: dict[int, int] = {}
        again: set[int] = set()
        standing: dict[int, list[Needle]] = {}
        for needle, counts in each.items():
            for number in counts:
                standing.setdefault(number, []).append(needle)
        stands: dict[int, Needle] = {}
        for number, needles in standing.items():
            if not reach.sees(number):
                continue
            whole = max(needles, key=lambda needle: len(needle.text))
            count = each[whole][number]
            within = all(
                needle is whole or (whole.text.count(needle.text) * count == each[needle][number] > 0)
                for needle in needles
            )
            if whole.not_after or not within:
                again.add(number)
            else:
                stands[number] = whole
            found[number] = count
        return found, again, stands

    def title_counts(self, source: Source) -> dict[int, int]:
        """How often it stands in each title."""
        if self.field is not None and not self.field.covers("title"):
            return {}
        if len(self.needles) == 1:
            return source.title_counts(self.needles[0])
        found: dict[int, int] = {}
        for needle in self.needles:
            for number, count in source.title_counts(needle).items():
                found[number] = found.get(number, 0) + count
        return found

    def places(self, reach: Reach, view: View) -> Iterator[tuple[int, int]]:
        """Where it stands."""
        covers = None if self.field is None else self.field.covers
        for begin, piece in view.pieces(covers):
            for start, end in places_of(reach, piece, self.needles):
                yield begin + start, begin + end


def places_of(reach: Reach, piece: bytes, needles: tuple[Needle, ...]) -> Spans:
    if len(needles) == 1 and not needles[0].not_after:
        return places(piece, reach.coded(needles[0].text))
    return _first_and_longest(reach, piece, needles)


def _first_and_longest(reach: Reach, piece: bytes, needles: tuple[Needle, ...]) -> Iterator[tuple[int, int]]:
    """The places of several needles from left to right, of those that begin together the longest, none over another."""
    found: list[tuple[int, int]] = []
    for needle in needles:
        data = reach.coded(needle.text)
        at = piece.find(data)
        behind = tuple(map(reach.coded, needle.not_after)) if at >= 0 else ()
        while at >= 0:
            if not behind or not piece.endswith(behind, 0, at):
                found.append((at, -at - len(data)))
            at = piece.find(data, at + 1)
    last = 0
    for start, end in sorted(found):
        if start >= last:
            last = -end
            yield start, last


class _Filter:
    """What limits items and stands nowhere in their texts: it is not counted, shown or weighed, and every document is
    looked at."""

    __slots__ = ()

    @property
    def counts(self) -> bool:
        """It is a filter."""
        return False

    def estimate(self, source: Source) -> int:
        """Every document is looked at."""
        return len(source.characters)

    def narrow(self, reach: Reach, among: Collection[int] | None) -> Collection[int] | None:
        """Nothing is narrowed before it has to be."""
        return among

    def title_counts(self, source: Source) -> dict[int, int]:
        """None."""
        return {}

    def places(self, reach: Reach, view: View) -> Spans:
        """None."""
        return ()


@dataclass(frozen=True, slots=True)
class Filed(_Filter):
    """What an item is filed under: one of ``values``, or, where none is given, any that holds ``word``."""

    facet: str
    values: frozenset[str]
    word: str = ""

    def count(self, reach: Reach, among: Collection[int] | None, *, narrowed: bool) -> dict[int, int]:
        """The documents filed so."""
        return _filed(reach.source, self.facet, among, self._holds)

    def _holds(self, values: tuple[str, ...]) -> bool:
        if self.word:
            return any(self.word in fold(value) for value in values)
        return not self.values.isdisjoint(values)


@dataclass(frozen=True, slots=True)
class Dated(_Filter):
    """One of the item's dates may lie in one of these spans."""

    spans: tuple[Span, ...]

    def count(self, reach: Reach, among: Collection[int] | None, *, narrowed: bool) -> dict[int, int]:
        """The documents of that time."""
        return _filed(reach.source, DATES, among, lambda dates: overlaps(dates, self.spans))


def _filed(
    source: Source, name: str, among: Iterable[int] | None, holds: Callable[[tuple[str, ...]], bool]
) -> dict[int, int]:
    numbers = source.live if among is None else among
    return dict.fromkeys(source.column(name).among(numbers, holds), 1)
