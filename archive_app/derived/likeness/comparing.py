"""Prints that are missing are made, and every picture that came since is held against all before it.

Computing work: run it in a process of its own. It may be stopped at any time, and goes on where it was.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

from PIL import Image

from archive_app.derived.likeness.index import TOGETHER, Candidate, Index, parts_among
from archive_app.derived.likeness.kept import KeptPrints, Pair
from archive_app.derived.likeness.prints import NOTHING, TURNS, Print, small_print
from archive_app.derived.likeness.registering import Fit, drawing_of, fit
from archive_app.derived.thumbnails import thumbnail_path
from archive_app.frozen import dataclass

_PART = 200
"""Prints that are made before they are kept."""
_DRAWINGS = 400
"""Small pictures kept ready to be laid over others."""

Progress = Callable[[float, str], None]


@dataclass(frozen=True, slots=True)
class Compared:
    """How many prints were made, and who was found to look like whom."""

    prints: int
    pairs: tuple[Pair, ...]


def compare(
    root: Path, pictures: Sequence[str], progress: Progress, cancelled: Callable[[], bool] = lambda: False
) -> Compared:
    """Bring ``root``'s prints up to ``pictures`` (SHA-256; one without a thumbnail waits) and compare what is new.

    Raises ``StorageFailed`` where the results cannot be kept.
    """
    kept = KeptPrints(root)
    made = _make(root, kept, pictures, progress, cancelled)
    return Compared(made, tuple(_search(root, kept, frozenset(pictures), progress, cancelled)))


def _make(
    root: Path, kept: KeptPrints, pictures: Sequence[str], progress: Progress, cancelled: Callable[[], bool]
) -> int:
    known = set(kept.prints()[0])
    missing = [one for one in dict.fromkeys(pictures) if one not in known]
    waiting: list[tuple[str, bytes]] = []
    made = 0
    for number, sha256 in enumerate(missing):
        if cancelled():
            break
        small = _small(root, sha256)
        if small is not None:
            waiting.append((sha256, small_print(small)))
            made += 1
        if len(waiting) >= _PART:
            kept.keep(waiting)
            waiting = []
            progress(0.5 * number / len(missing), "看照片的样子")
    if waiting:
        kept.keep(waiting)
    return made


def _search(
    root: Path, kept: KeptPrints, wanted: frozenset[str], progress: Progress, cancelled: Callable[[], bool]
) -> Iterable[Pair]:
    names, records = kept.prints()
    begin = kept.searched()
    if begin > len(names):  # the prints were lost since
        with kept.held():
            kept.begin_anew()
        begin = 0
    if begin == len(names):
        return
    desk = _Desk(root, names)
    numbers = [number for number in range(len(names)) if records[number] != NOTHING and names[number] in wanted]
    prints = {number: Print.from_bytes(records[number]) for number in numbers}
    order = [number for number in numbers if number < begin]
    index = Index()
    for number in order:
        index.add(prints[number])
    fresh = [number for number in numbers if number >= begin]
    for at in range(0, len(fresh), TOGETHER):
        if cancelled():
            return
        part = fresh[at : at + TOGETHER]
        found = _candidates(index, order, prints, part)
        pairs = [pair for number, likely in found for pair in desk.pairs(number, likely, order)]
        with kept.held():
            kept.note(pairs, part[-1] + 1)
        yield from pairs
        progress(0.5 + 0.5 * (at + len(part)) / len(fresh), "找像是同一张的")
    with kept.held():
        kept.note((), len(names))


def _candidates(
    index: Index, order: list[int], prints: dict[int, Print], part: Sequence[int]
) -> list[tuple[int, list[Candidate]]]:
    """For each picture of a part the earlier ones that it may be of; the part joins the index."""
    first = len(order)
    found: list[list[Candidate]] = []
    for number in part:
        found.append(index.search(prints[number]))
        index.add(prints[number])
        order.append(number)
    for number, one in parts_among([prints[number] for number in part], index.prints):
        if one.number < first + number:
            found[number].append(one)
    return [
        (number, index.likely(prints[number], likely)) for number, likely in zip(part, found, strict=True) if likely
    ]


class _Desk:
    """Where small pictures are laid over each other."""

    def __init__(self, root: Path, names: Sequence[str]) -> None:
        self._root = root
        self._names = names
        self._drawings: OrderedDict[int, Image.Image | None] = OrderedDict()

    def pairs(self, number: int, likely: Iterable[Candidate], order: Sequence[int]) -> list[Pair]:
        """Those of the candidates that are of the same picture."""
        found: dict[int, Pair] = {}
        for one in likely:
            other = order[one.number]
            if other not in found and (fitting := self._fit(number, other, one)) is not None and fitting.same:
                found[other] = Pair(self._names[other], self._names[number], fitting.whole)
        return list(found.values())

    def _fit(self, number: int, other: int, one: Candidate) -> Fit | None:
        own, theirs = self._drawing(number), self._drawing(other)
        if own is None or theirs is None:
            return None
        if one.inside:
            way = TURNS[one.turn]
            return fit(theirs, own if way is None else own.transpose(way), 0, one.box)
        return fit(own, theirs, one.turn, one.box)

    def _drawing(self, number: int) -> Image.Image | None:
        if number not in self._drawings:
            small = _small(self._root, self._names[number])
            self._drawings[number] = drawing_of(small) if small is not None else None
            if len(self._drawings) > _DRAWINGS:
                self._drawings.popitem(last=False)
        self._drawings.move_to_end(number)
        return self._drawings[number]


def _small(root: Path, sha256: str) -> Image.Image | None:
    """The thumbnail that was made of a picture; None where there is none, or it is damaged."""
    try:
        with Image.open(root / thumbnail_path(sha256), formats=["JPEG"]) as picture:
            picture.load()
            return picture
    except (OSError, ValueError, SyntaxError):
        return None
