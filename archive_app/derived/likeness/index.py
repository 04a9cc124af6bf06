"""Prints by the bands of their hashes: who may be of one picture is found without going through all.

Two hashes of 64 bits that differ in few places agree, or nearly, in one of four bands of 16 bits. Each band is a
table from its value to the prints that have it; one asks for a value and for those one or two bits away.

A picture that is asked for may be a print of another, or hold another as a part of it: its own windows are looked
for among the wholes. Of which other it may itself be a part is asked of many at once (``parts_among``), in one pass
over the windows of all, for tables of those would take gigabytes.
"""

from __future__ import annotations

from array import array
from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations

from archive_app.derived.likeness.prints import (
    WHOLE,
    WINDOWS,
    Box,
    Print,
    difference_of,
    frequency_of,
    tile_turned,
)
from archive_app.derived.likeness.registering import tiles_agree
from archive_app.frozen import dataclass

NEAR = 13
"""Bits of a hash that may differ: a window stands a little beside what was cropped."""
TOGETHER = 16
"""Pictures that are asked for in one pass over all windows; of more, nearly every window would be near one of them."""

_BANDS = 4
_WIDTH = 16
_MASK = (1 << _WIDTH) - 1
_NONE = (0,)
_ONE = (0, *(1 << bit for bit in range(_WIDTH)))
_TWO = (*_ONE, *((1 << a) | (1 << b) for a, b in combinations(range(_WIDTH), 2)))
_MOST = 400
"""Candidates that are laid over each other."""
_LIKELY = 0.45
"""Agreement of two small tiles below which nobody need look closer."""
_CLOSER = 8
"""Candidates worth a closer look, at the most."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """``number`` of a print that may be of the same picture. ``turn``: how the picture that was asked for must be
    turned (``TURNS``). ``box`` is where it then lies in the other one, or, with ``inside``, where that lies in it."""

    number: int
    turn: int
    box: Box
    inside: bool
    distance: int
    agreement: float = 0.0


class Index:
    """Prints in the order they were added, from 0."""

    def __init__(self) -> None:
        self.prints: list[Print] = []
        self._whole: list[dict[int, array[int]]] = [{} for _ in range(_BANDS)]
        self._frequency: list[dict[int, array[int]]] = [{} for _ in range(_BANDS)]

    def __len__(self) -> int:
        return len(self.prints)

    def add(self, made: Print) -> int:
        """Add a print; its number."""
        number = len(self.prints)
        self.prints.append(made)
        _enter(self._whole, made.difference, number)
        _enter(self._frequency, made.frequency, number)
        return number

    def search(self, wanted: Print) -> list[Candidate]:
        """The prints that may be of the picture of ``wanted`` or of a part of it, one entry each; not yet looked at
        closer (``likely``)."""
        found: dict[int, Candidate] = {}
        for turn, tile in tile_turned(wanted.tile):
            whole = wanted.difference if turn == 0 else difference_of(tile, WHOLE)
            self._near(found, whole, _TWO, turn, WHOLE, inside=False)
            self._by_frequency(found, wanted.frequency if turn == 0 else frequency_of(tile), turn)
            for window, box in enumerate(WINDOWS):
                part = wanted.windows[window] if turn == 0 else difference_of(tile, box)
                self._near(found, part, _ONE, turn, box, inside=True)
        return list(found.values())

    def _near(
        self, found: dict[int, Candidate], wanted: int, flips: Sequence[int], turn: int, box: Box, *, inside: bool
    ) -> None:
        prints = self.prints
        for number in _asked(self._whole, wanted, flips):
            distance = (prints[number].difference ^ wanted).bit_count()
            if distance <= NEAR:
                _keep(found, Candidate(number, turn, box, inside, distance))

    def _by_frequency(self, found: dict[int, Candidate], wanted: int, turn: int) -> None:
        for number in _asked(self._frequency, wanted, _ONE):
            distance = (self.prints[number].frequency ^ wanted).bit_count()
            if distance <= NEAR:
                _keep(found, Candidate(number, turn, WHOLE, False, distance))

    def likely(self, wanted: Print, found: Iterable[Candidate]) -> list[Candidate]:
        """Those that agree when the small tiles are laid over each other, the best first, few."""
        turned = dict(tile_turned(wanted.tile))
        judged = []
        for one in sorted(found, key=lambda one: one.distance)[:_MOST]:
            own, other = turned[one.turn], self.prints[one.number].tile
            part, whole = (other, own) if one.inside else (own, other)
            agreement = tiles_agree(part, whole, one.box)
            if agreement >= _LIKELY:
                judged.append(Candidate(one.number, one.turn, one.box, one.inside, one.distance, agreement))
        return sorted(judged, key=lambda one: -one.agreement)[:_CLOSER]


def parts_among(wanted: Sequence[Print], others: Sequence[Print]) -> Iterator[tuple[int, Candidate]]:
    """Of which of ``others`` each of ``wanted`` (no more than ``TOGETHER``) may be a part: its number and who."""
    asked = [
        (number, turn, wanted[number].difference if turn == 0 else difference_of(tile, WHOLE))
        for number in range(len(wanted))
        for turn, tile in tile_turned(wanted[number].tile)
    ]
    for band in range(_BANDS):
        keys: dict[int, list[tuple[int, int, int]]] = {}
        for one in asked:
            key = one[2] >> band * _WIDTH & _MASK
            for flip in _ONE:
                keys.setdefault(key ^ flip, []).append(one)
        shift = band * _WIDTH
        for at, other in enumerate(others):
            for window, value in enumerate(other.windows):
                if (value >> shift & _MASK) in keys:
                    for number, turn, whole in keys[value >> shift & _MASK]:
                        distance = (value ^ whole).bit_count()
                        if distance <= NEAR:
                            yield number, Candidate(at, turn, WINDOWS[window], False, distance)


def _keep(found: dict[int, Candidate], one: Candidate) -> None:
    known = found.get(one.number)
    if known is None or known.distance > one.distance:
        found[one.number] = one


def _enter(tables: Sequence[dict[int, array[int]]], value: int, entry: int) -> None:
    for table in tables:
        key = value & _MASK
        value >>= _WIDTH
        if key in table:
            table[key].append(entry)
        else:
            table[key] = array("I", (entry,))


def _asked(tables: Sequence[dict[int, array[int]]], value: int, flips: Sequence[int]) -> set[int]:
    entries: set[int] = set()
    for table in tables:
        key = value & _MASK
        value >>= _WIDTH
        for flip in flips:
            if (key ^ flip) in table:
                entries.update(table[key ^ flip])
    return entries
