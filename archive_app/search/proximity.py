"""Words that stand together: within one sentence, one paragraph, or so many characters of each other."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import replace
from functools import partial
from itertools import pairwise

from archive_app.frozen import dataclass
from archive_app.hanzi.folding import writings
from archive_app.search.atoms import Reach, candidates, places_of
from archive_app.search.closeness import Counter, in_any_writing, in_stretches, maybe_within, plain, within
from archive_app.search.coding import length
from archive_app.search.language.fields import QueryField
from archive_app.search.language.operators import Unit
from archive_app.search.matching import Needle, Source
from archive_app.search.nearness import Place, together
from archive_app.search.views import View

_WIDEST = 4
"""Bytes of a character at most: what is further apart than so many for each is too far in characters."""
SENTENCE_ENDS, LINE_ENDS = "。!?\n", "\n"
"""Folded: ！ and ？ are among them."""


def _ends(unit: Unit, *, exact: bool) -> str:
    """What ends a unit: folded, or however it may be written."""
    characters = {Unit.SENTENCE: SENTENCE_ENDS, Unit.PARAGRAPH: LINE_ENDS}.get(unit, "")
    return writings(characters) if exact else characters


def _list_of_places(reach: Reach, needles: tuple[Needle, ...], piece: bytes) -> list[Place]:
    return list(places_of(reach, piece, needles))


@dataclass(frozen=True, slots=True)
class Together:
    """Words that stand together: for each of ``groups`` one of its needles, within one sentence, paragraph or stretch.

    It stands where a word does that belongs to such a place.
    """

    groups: tuple[tuple[Needle, ...], ...]
    unit: Unit
    distance: int
    ordered: bool
    field: QueryField | None = None

    @property
    def counts(self) -> bool:
        """It does stand somewhere."""
        return True

    def estimate(self, source: Source) -> int:
        """That of its rarest word."""
        return min(sum(map(source.estimate, needles)) for needles in self.groups)

    def narrow(self, reach: Reach, among: Collection[int] | None) -> Collection[int] | None:
        """Documents that may have all its words."""
        source = reach.source
        for needles in sorted(self.groups, key=lambda needles: sum(map(source.estimate, needles))):
            among = candidates(source, needles, among)
        return among

    def count(self, reach: Reach, among: Collection[int] | None, *, narrowed: bool) -> dict[int, int]:
        """In how many places of each document words stand that belong together."""
        numbers = among if narrowed else self.narrow(reach, among)
        if reach.exact and all(len(needles) == 1 for needles in self.groups):
            # What stands together as it was typed does so folded, too; to have it as it was written takes longer.
            folded = Reach(reach.source, reach.visible, exact=False)
            numbers = self._folded().count(folded, numbers, narrowed=True)
        covers = None if self.field is None else self.field.covers
        count, found = self._counter(reach), {}
        whole = covers is None and not reach.mixed
        for number in filter(reach.sees, sorted(numbers or ())):
            if whole:
                stands = count(reach.source.data(number, exact=reach.exact))
            else:
                stands = sum([count(piece) for _, piece in reach.view(number).pieces(covers)])
            if stands:
                found[number] = stands
        return found

    def _folded(self) -> Together:
        groups = tuple([tuple([Needle.of(each.text, exact=False) for each in needles]) for needles in self.groups])
        return replace(self, groups=groups)

    def _counter(self, reach: Reach) -> Counter:
        """The quickest way to count in a piece of a document; each must find what ``places`` does."""
        words = [tuple([reach.coded(needle.text) for needle in needles]) for needles in self.groups]
        rarest = sorted(range(len(words)), key=lambda group: sum(map(reach.source.estimate, self.groups[group])))
        simple = [some[0] for some in words]
        told = plain(simple) and not any(len(some) > 1 or some[0].not_after for some in self.groups)
        if self.unit is Unit.CHARACTERS:
            if not told:
                return lambda piece: self._count_places(reach, piece)
            if len(simple) == 2:
                count = self._noting(reach, simple, within(simple, self.distance, ordered=self.ordered))
            else:
                count = partial(self._count_places, reach)
            may = maybe_within([simple[group] for group in rarest], self.distance)
            return lambda piece: count(piece) if may(piece) else 0
        signs = _ends(self.unit, exact=reach.exact)
        if any(sign in needle.text for needles in self.groups for needle in needles for sign in signs):
            return partial(self._count_places, reach)
        if told and not (self.ordered and len(simple) > 2):
            in_turn = simple if self.ordered else [simple[group] for group in rarest]
            return self._noting(reach, simple, in_stretches(in_turn, reach.ends(signs), ordered=self.ordered))
        where = [partial(_list_of_places, reach, needles) for needles in self.groups]
        return in_any_writing(where, words, reach.ends(signs), reach.stood, ordered=self.ordered)

    def _noting(self, reach: Reach, words: Sequence[bytes], count: Counter) -> Counter:
        """The same, and where anything is found, all the words stood there."""

        def noted(piece: bytes) -> int:
            found = count(piece)
            if found:
                reach.stood.update(words)
            return found

        return noted

    def _count_places(self, reach: Reach, piece: bytes) -> int:
        places = self._places(reach, piece)
        reach.stood.update([piece[start:end] for start, end in places])
        return len(places)

    def title_counts(self, source: Source) -> dict[int, int]:
        """A title does not weigh more here."""
        return {}

    def places(self, reach: Reach, view: View) -> list[tuple[int, int]]:
        """Where its words stand together."""
        covers = None if self.field is None else self.field.covers
        return [
            (begin + start, begin + end)
            for begin, piece in view.pieces(covers)
            for start, end in self._places(reach, piece)
        ]

    def _places(self, reach: Reach, piece: bytes) -> list[Place]:
        each = [list(places_of(reach, piece, needles)) for needles in self.groups]
        return self._in_piece(reach, piece, each) if all(each) else []

    def _in_piece(self, reach: Reach, piece: bytes, each: list[list[tuple[int, int]]]) -> list[tuple[int, int]]:
        ends = reach.ends(_ends(self.unit, exact=reach.exact))
        ordered = sorted((start, end, number) for number, spans in enumerate(each) for start, end in spans)
        unit: list[list[Place]] = [[] for _ in each]
        units, before, furthest = [unit], 0, 0
        reaching = _WIDEST * self.distance if self.unit is Unit.CHARACTERS else len(piece)
        for start, end, number in ordered:
            between = piece[before:start]
            if start - furthest > reaching or any(sign in between for sign in ends):
                unit = [[] for _ in each]
                units.append(unit)
            unit[number].append((start, end))
            before, furthest = start, max(furthest, end)
        found: set[tuple[int, int]] = set()
        for spans_of in units:
            if all(spans_of):
                if self.unit is Unit.CHARACTERS:
                    found.update(_by_characters(piece, spans_of, self.distance, ordered=self.ordered))
                else:
                    found.update(together(spans_of, None, ordered=self.ordered))
        return sorted(found)


def _by_characters(piece: bytes, each: list[list[Place]], distance: int, *, ordered: bool) -> Iterator[Place]:
    """The places in bytes that stand together by their distance in characters."""
    bounds = sorted({bound for spans in each for span in spans for bound in span})
    at = {bounds[0]: 0}
    for before, bound in pairwise(bounds):
        at[bound] = at[before] + length(piece[before:bound])
    back = {number: bound for bound, number in at.items()}
    counted = [[(at[start], at[end]) for start, end in spans] for spans in each]
    for start, end in together(counted, distance, ordered=ordered):
        yield back[start], back[end]
