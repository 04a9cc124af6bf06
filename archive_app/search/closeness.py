"""How often words stand together in a document, told without a list of every place: for going through all documents.

Sentences and paragraphs are stretches between signs. Where those are single bytes of the code (``coding`` sees to it),
each place of the rarest word is looked at with the stretch it is in, in C; so ten thousand documents that hold both
words take a tenth of a second. ``together`` is what this must agree with, and what is asked where a word has several
writings.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Sequence

from archive_app.search.coding import BETWEEN_SECTIONS, BETWEEN_TEXTS, from_utf8
from archive_app.search.nearness import Place, together

_WIDEST = 4
"""Bytes of a character at most."""

Counter = Callable[[bytes], int]
"""A piece of a document's bytes → in how many places of it words stand that belong together."""


def plain(words: Sequence[bytes]) -> bool:
    """Whether each stands where it is found, and can stand there only as itself: none twice, none over itself."""
    return len(set(words)) == len(words) and not any(map(_over_itself, words))


def _over_itself(word: bytes) -> bool:
    return any(word.endswith(word[:size]) for size in range(1, len(word)))


def in_stretches(words: Sequence[bytes], ends: Collection[bytes], *, ordered: bool) -> Counter:
    """Counts ``plain`` words (the rarest first, unless they are two in order) between ``ends``, none of which is in
    a word."""
    marked = _marking(ends)

    def count(piece: bytes) -> int:
        if not all(word in piece for word in words):
            return 0
        piece, found = marked(piece), 0
        rarest, *others = words
        at = piece.find(rarest)
        while at >= 0:
            last = piece.find(BETWEEN_TEXTS, at)
            if last < 0:
                last = len(piece)
            first = piece.rfind(BETWEEN_TEXTS, 0, at) + 1
            if all([piece.find(word, first, last) >= 0 for word in others]):
                if ordered:
                    found += _in_order(piece[first:last], *words)
                else:
                    found += sum([piece.count(word, first, last) for word in words])
            at = piece.find(rarest, last)
        return found

    return count


def _in_order(stretch: bytes, one: bytes, other: bytes) -> int:
    """How many places of two words belong to a ``one`` that ends before an ``other`` begins."""
    first, last = stretch.find(one) + len(one), stretch.rfind(other)
    return stretch.count(one, 0, last) + stretch.count(other, first) if first <= last else 0


def stretches(ends: Collection[bytes]) -> Callable[[bytes], list[bytes]]:
    """Parts a piece at its ends."""
    marked = _marking(ends)
    return lambda piece: marked(piece).split(BETWEEN_TEXTS)


def _marking(ends: Collection[bytes]) -> Callable[[bytes], bytes]:
    """Makes every end the one sign that parts texts."""
    if all(len(end) == 1 for end in ends):
        table = bytes.maketrans(b"".join(ends), BETWEEN_TEXTS * len(ends))
        return lambda piece: piece.translate(table)
    pattern = re.compile(b"|".join(map(re.escape, ends)))
    return lambda piece: pattern.sub(BETWEEN_TEXTS, piece)


def maybe_within(words: Sequence[bytes], distance: int) -> Callable[[bytes], bool]:
    """Tells for a piece whether the ``words``, the rarest first, may stand within so many characters."""
    rarest, *others = words
    before = max(map(len, words)) + _WIDEST * distance
    behind = len(rarest) + before

    def may(piece: bytes) -> bool:
        if not all(word in piece for word in others):
            return False
        at = piece.find(rarest)
        while at >= 0:
            if all([piece.find(word, max(0, at - before), at + behind) >= 0 for word in others]):
                return True
            at = piece.find(rarest, at + 1)
        return False

    return may


def within(words: Sequence[bytes], distance: int, *, ordered: bool) -> Counter:
    """Counts two ``plain`` words within so many characters of each other; in order as they are given."""
    one, other = words
    parting = bytes.maketrans(BETWEEN_SECTIONS, BETWEEN_TEXTS)
    places = [re.compile(re.escape(from_utf8(word))).finditer for word in words]
    lengths = [len(from_utf8(word)) for word in words]
    # From the beginning of the one to that of the other there are at least and at most so many characters.
    least = lengths[0] if ordered else -lengths[1] - distance
    most = lengths[0] + distance

    def count(piece: bytes) -> int:
        found = 0
        for text in piece.translate(parting).split(BETWEEN_TEXTS):
            if one in text and other in text:
                words_of = from_utf8(text)
                ones, others = ([place.start() for place in find(words_of)] for find in places)
                found += _having(ones, others, least, most) + _having(others, ones, -most, -least)
        return found

    return count


def _having(places: Sequence[int], others: Sequence[int], least: int, most: int) -> int:
    """How many of the places have one of the others from ``least`` to ``most`` behind them."""
    found = at = 0
    last = len(others)
    for place in places:
        while at < last and others[at] < place + least:
            at += 1
        if at == last:
            break
        if others[at] <= place + most:
            found += 1
    return found


def in_any_writing(
    groups: Sequence[Callable[[bytes], list[Place]]],
    words: Sequence[Sequence[bytes]],
    ends: Collection[bytes],
    stood: set[bytes],
    *,
    ordered: bool,
) -> Counter:
    """Counts words of several writings between ``ends``: ``groups`` says where each stands, ``words`` what it may be.
    Notes in ``stood`` what stood there."""
    parted = stretches(ends)

    def count(piece: bytes) -> int:
        found = 0
        for stretch in parted(piece):
            if all(any(word in stretch for word in some) for some in words):
                places = together([where(stretch) for where in groups], None, ordered=ordered)
                found += len(places)
                stood.update(stretch[start:end] for start, end in places)
        return found

    return count
