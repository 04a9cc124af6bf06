"""Postings: for each gram the documents it stands in and how often, packed, written once, mapped for reading.

A list is the steps from document to document, a byte each: 2 and more go on by one less, 1 stays (the gram stands there
once more), 0 goes on by 254 and is no document. Units, which stand in a document many times, have instead each document
once and their counts behind (255: that or more). Both deflated where that is shorter. So a list is read back in C, by
``accumulate``, ``translate``, ``compress``. Behind each stands its CRC-32.

Grams of few documents share lists, as many as the grams make worth while: such a list bounds the candidates, and the
text decides. Otherwise three quarters of the lists would be of grams that hardly anybody asks for.
"""

from __future__ import annotations

import struct
import zlib
from array import array
from bisect import bisect_left
from collections import Counter, defaultdict, deque
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import accumulate, chain, compress, repeat
from operator import add, sub

from archive_app.search.files import Files, IndexDamaged, reading

GRAMS, LISTS = ".grams", ".lists"
"""Suffixes of the two files: where each gram's list is, and the lists."""

MOST = 255
"""A unit's count that may be more than it says."""
RARE = 32
"""Grams in at most this many documents of a segment share lists …"""
_SHARED = 80
"""… of about so many documents."""

_FREQUENT = 0xFFFF
"""A frequency that may be more than it says."""
_MIX = 0x9E3779B1
_COUNTED, _DEFLATED = 1, 2
_WORTH_DEFLATING = 64
_FURTHEST = 254
_CRC = struct.Struct("<I")
_HEAD = struct.Struct("<III")
_NUMBER = struct.Struct("<I")
_STEP = bytes([_FURTHEST, 0, *range(1, 255)])
_SAYS = b"\0" + b"\1" * 255


def packed(places: Sequence[int], counts: bytes = b"") -> bytes:
    """Document numbers, in ascending order, as one list without its CRC: repeated, or each once with its count."""
    steps = [places[0] + 1, *map(sub, places[1:], places)]
    data = bytes([step + 1 for step in steps]) if max(steps) < _FURTHEST else b"".join(map(_step, steps))
    flags = _COUNTED if counts else 0
    if len(data) >= _WORTH_DEFLATING:
        shorter = _deflated(data, zlib.Z_HUFFMAN_ONLY)
        if counts:
            shorter += _deflated(counts, zlib.Z_DEFAULT_STRATEGY)
        if len(shorter) < len(data) + len(counts):
            return bytes((flags | _DEFLATED,)) + shorter
    if counts:
        return bytes((flags,)) + _NUMBER.pack(len(counts)) + data + counts
    return bytes((flags,)) + data


@cache
def _step(step: int) -> bytes:
    return b"\0" * (step // _FURTHEST) + bytes((step % _FURTHEST + 1,)) if step else b"\1"


def _deflated(data: bytes, strategy: int) -> bytes:
    window, memory = (12, 5) if len(data) <= 4096 else (15, 8)  # a smaller state is sooner made
    deflate = zlib.compressobj(1, zlib.DEFLATED, -window, memory, strategy)
    return deflate.compress(data) + deflate.flush()


def unpacked(data: bytes) -> tuple[list[int], bytes]:
    """What ``packed`` was given."""
    flags, steps, counts = data[0], data[1:], b""
    if flags & _DEFLATED:
        inflate = zlib.decompressobj(-15)
        steps = inflate.decompress(steps)
        if flags & _COUNTED:
            counts = zlib.decompress(inflate.unused_data, -15)
    elif flags & _COUNTED:
        (number,) = _NUMBER.unpack_from(steps)
        steps, counts = steps[_NUMBER.size : -number], steps[-number:]
    numbers = accumulate(steps.translate(_STEP), initial=-1)
    next(numbers)
    if 0 in steps:
        return list(compress(numbers, steps.translate(_SAYS))), counts
    return list(numbers), counts


class Gatherer:
    """Gathers a segment's postings, a document at a time, and writes them.

    Which grams are frequent is estimated from a sample of the documents beforehand: so only those have a list each
    while the others are gathered, which keeps both small. An estimate that is wrong costs a little time in a search.
    """

    def __init__(self, sample: Sequence[Iterable[int]], documents: int) -> None:
        """``sample`` holds the pairs of some of the segment's ``documents``."""
        found = Counter(chain.from_iterable(map(set, sample)))
        rare = RARE * len(sample) // max(1, documents)
        # The most frequent side by side in memory: they are what is gone to nearly always.
        frequent = array("I", [gram for gram, number in found.most_common() if number > rare]).tolist()
        left = (found.total() - sum(map(found.__getitem__, frequent))) * documents // max(1, len(sample))
        self._units: defaultdict[int, array[int]] = defaultdict(_numbers)
        self._pairs = _Pairs(frequent, 1 << (left // _SHARED).bit_length())
        self._documents = 0

    def add(self, units: Mapping[int, int], pairs: Iterable[int]) -> None:
        """Add the next document: how often each unit stands there, and each place of a pair."""
        # Loops in C: these are ten thousand steps a document.
        number = self._documents
        deque(map(list.append, map(self._pairs.__getitem__, pairs), repeat(number)), maxlen=0)
        posted = map(add, _bytes(units.values()), repeat(number << 8))
        deque(map(array.append, map(self._units.__getitem__, units), posted), maxlen=0)
        self._documents += 1

    def write(self, files: Files) -> None:
        """Write the two files; the gatherer is empty after that."""
        frequent, frequencies, places = array("I"), array("H"), array("I", [0])
        with files.create(LISTS) as handle:

            def put(data: bytes) -> None:
                handle.write(data)
                handle.write(_CRC.pack(zlib.crc32(data)))
                places.append(places[-1] + len(data) + _CRC.size)

            for gram, numbers, counts in self._lists():
                frequent.append(gram)
                frequencies.append(min(_FREQUENT, len(counts) or len(dict.fromkeys(numbers))))
                put(packed(numbers, counts))
            for together in self._pairs.shared:
                put(packed(sorted(set(together))) if together else b"")
            handle.write(b"\0")  # an empty file could not be mapped
        with files.create(GRAMS) as handle:
            handle.write(_HEAD.pack(len(frequent), len(self._pairs.shared), self._documents))
            for column in (places, frequent, frequencies):
                handle.write(column.tobytes())

    def _lists(self) -> Iterator[tuple[int, list[int], bytes]]:
        """Each gram's list of its own, as ``packed`` wants it. Units come first: as numbers they are less."""
        for unit in sorted(self._units):
            posted = self._units.pop(unit)
            yield unit, [posting >> 8 for posting in posted], bytes([posting & MOST for posting in posted])
        for pair in sorted(self._pairs):
            places = self._pairs.pop(pair)
            if len(places) > RARE:
                yield pair, places, b""
            else:
                self._pairs[pair].extend(places)  # with the rare ones, after all


class _Pairs(dict[int, list[int]]):
    """The documents of each frequent pair; a rare one's are with others'."""

    def __init__(self, frequent: Iterable[int], slots: int) -> None:
        super().__init__((gram, []) for gram in frequent)
        self.shared: list[list[int]] = [[] for _ in range(slots)]
        self._last = slots - 1

    def __missing__(self, gram: int) -> list[int]:
        return self.shared[gram * _MIX >> 7 & self._last]  # as `_slot` says


def _bytes(counts: Collection[int]) -> bytes:
    """Counts, a byte each."""
    return bytes(counts if max(counts, default=0) <= MOST else [min(count, MOST) for count in counts])


def _numbers() -> array[int]:
    return array("I")


def _slot(gram: int, slots: int) -> int:
    """Which of the shared lists (a power of two of them) has a rare gram."""
    return gram * _MIX >> 7 & (slots - 1)


class Postings:
    """The postings of one segment. Safe to share between threads."""

    def __init__(self, files: Files) -> None:
        """Open the two files; raises ``IndexDamaged``."""
        table = memoryview(files.read(GRAMS, check=True))
        self._lists = files.read(LISTS, check=False)
        self.documents: int
        with reading(GRAMS):
            frequent, self._slots, self.documents = _HEAD.unpack_from(table)
            rows = frequent + self._slots + 1
            begin, end = _HEAD.size + 4 * rows, _HEAD.size + 4 * (rows + frequent)
            self._places = table[_HEAD.size : begin].cast("I")
            self._grams = table[begin:end].cast("I")
            self._frequencies = table[end : end + 2 * frequent].cast("H")
            if len(self._places) != rows or len(self._frequencies) != frequent or self._slots.bit_count() != 1:
                raise ValueError("cut short")

    def frequency(self, gram: int) -> int:
        """How many documents hold a gram, or, of a rare one, about how many its list has."""
        row = self._row(gram)
        return _SHARED if row is None else int(self._frequencies[row])

    def counted(self, gram: int) -> dict[int, int] | None:
        """Document number → how often a gram stands there (of a unit, ``MOST``: that or more); ``None`` where it
        has no list of its own."""
        row = self._row(gram)
        if row is None:
            return None
        numbers, counts = self._read(row)
        return dict(zip(numbers, counts, strict=True)) if counts else Counter(numbers)

    def numbers(self, gram: int) -> list[int]:
        """The documents that may hold a gram, ascending; some stand there more than once."""
        row = self._row(gram)
        if row is None:
            row = len(self._grams) + _slot(gram, self._slots)
        return self._read(row)[0]

    def _row(self, gram: int) -> int | None:
        row = bisect_left(self._grams, gram)
        return row if row < len(self._grams) and self._grams[row] == gram else None

    def _read(self, row: int) -> tuple[list[int], bytes]:
        data = self._lists[self._places[row] : self._places[row + 1]]
        packed_list, checksum = data[: -_CRC.size], data[-_CRC.size :]
        if len(data) < _CRC.size or _CRC.pack(zlib.crc32(packed_list)) != checksum:
            raise IndexDamaged(f"{LISTS}: checksum")
        with reading(LISTS):
            numbers, counts = unpacked(packed_list) if packed_list else ([], b"")
            if numbers and numbers[-1] >= self.documents:
                raise ValueError("beyond the last document")
            return numbers, counts


class NoPostings(Postings):
    """Those of documents of which none were gathered: any may hold any gram, and its text decides."""

    def __init__(self, documents: int) -> None:
        self.documents = documents

    def frequency(self, gram: int) -> int:
        """All of them."""
        return self.documents

    def counted(self, gram: int) -> dict[int, int] | None:
        """Nothing was counted."""
        return None

    def numbers(self, gram: int) -> list[int]:
        """All of them."""
        return list(range(self.documents))
