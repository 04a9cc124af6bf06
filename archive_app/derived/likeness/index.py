"""Prints by the bands of their hashes: who may be of one picture is found without going through all.

Two hashes of 64 bits that differ in few places agree, or nearly, in one of four bands of 16 bits. Each band is a
table from its value to the prints that have it; one asks for a value and for those one or two bits away.

A picture that is asked for may be a print of another, or hold another as a part of it: its own windows are looked
for among the wholes. Of which other it may itself be a part is asked of many at once (``parts_among``), in one pass
over the windows of all, for tables of those would take gigabytes.
"""

from __future__ import annotations

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
_NONE_THERE: tuple[int, ...] = ()
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


class _Hashes:
    """Hashes by their bands, each once, and whose they are.

    Among a hundred thousand pictures a search compares as often as there are of them, and more: what is done for each
    is as little as can be, and the windows of a picture, which often agree in a band, share what they look at."""

    def __init__(self) -> None:
        self._bands: list[dict[int, list[int]]] = [{} for _ in range(_BANDS)]
        self._whose: dict[int, list[int]] = {}

    def add(self, value: int, number: int) -> None:
        """This one's hash is ``value``."""
        known = self._whose.get(value)
        if known is not None:
            known.append(number)
            return
        self._whose[value] = [number]
        for band, table in enumerate(self._bands):
            table.setdefault(value >> band * _WIDTH & _MASK, []).append(value)

    def near(self, wanted: Sequence[int], flips: Sequence[int]) -> Iterator[tuple[int, int, int]]:
        """Who agrees with one of ``wanted`` in a band, or but for ``flips``, and differs from it in few bits: which of
        ``wanted``, whose number, how many bits. The same one may come once for each band."""
        for band, table in enumerate(self._bands):
            shift, get = band * _WIDTH, table.get
            keys: dict[int, list[int]] = {}
            for at, value in enumerate(wanted):
                keys.setdefault(value >> shift & _MASK, []).append(at)
            for key, those in keys.items():
                there: list[int] = []
                for flip in flips:
                    there += get(key ^ flip, _NONE_THERE)
                for at in those:
                    one = wanted[at]
                    for value in [value for value in there if (value ^ one).bit_count() <= NEAR]:
                        for number in self._whose[value]:
                            yield at, number, (value ^ one).bit_count()


class Index:
    """Prints in the order they were added, from 0."""

    def __init__(self) -> None:
        self.prints: list[Print] = []
        self._whole = _Hashes()
        self._frequency = _Hashes()

    def __len__(self) -> int:
        return len(self.prints)

    def add(self, made: Print) -> int:
        """Add a print; its number."""
        number = len(self.prints)
        self.prints.append(made)
        self._whole.add(made.difference, number)
        self._frequency.add(made.frequency, number)
        return number

    def search(self, wanted: Print) -> list[Candidate]:
        """The prints that may be of the picture of ``wanted`` or of a part of it, one entry each; not yet looked at
        closer (``likely``)."""
        turned = list(tile_turned(wanted.tile))
        wholes = [wanted.difference if turn == 0 else difference_of(tile, WHOLE) for turn, tile in turned]
        waves = [wanted.frequency if turn == 0 else frequency_of(tile) for turn, tile in turned]
        parts = [
            wanted.windows[window] if turn == 0 else difference_of(tile, box)
            for turn, tile in turned
            for window, box in enumerate(WINDOWS)
        ]
        hits = [(at, -2, number, distance) for at, number, distance in self._whole.near(wholes, _TWO)]
        hits += [(at, -1, number, distance) for at, number, distance in self._frequency.near(waves, _ONE)]
        hits += [
            (*divmod(at, len(WINDOWS)), number, distance) for at, number, distance in self._whole.near(parts, _ONE)
        ]
        found: dict[int, Candidate] = {}
        for turn, window, number, distance in sorted(hits):  # of two ways that differ in as few bits the first is kept
            known = found.get(number)
            if known is None or known.distance > distance:
                box = WINDOWS[window] if window >= 0 else WHOLE
                found[number] = Candidate(number, turned[turn][0], box, window >= 0, distance)
        return list(found.values())

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
