"""Titles found while someone types: by their characters, by the beginning of pinyin, by initials.

Made of the keys by which titles are ordered, which name every character's likeliest reading; so nothing is read anew.
A search is three ``find``s in long strings, and so takes a millisecond for ten thousand titles.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate
from weakref import WeakKeyDictionary

from archive_app.frozen import dataclass
from archive_app.hanzi.folding import fold
from archive_app.search.columns import Column

ENOUGH = 60
"""Titles of one source that are looked at; the best of them are shown."""

_HANZI = re.compile(r"3([a-z]+)")
_LETTERS = re.compile(r"[a-z' ]+\Z")
_LONGEST = 60
"""Characters of what was typed that are looked for."""


@dataclass(frozen=True, slots=True)
class TitleFound:
    """A title that fits; the lower its rank, the better."""

    number: int
    title: str
    rank: tuple[int, int]


class Titles:
    """The titles of one source, by document."""

    def __init__(self, keys: Iterable[str]) -> None:
        """``keys``: see ``collation.title_key``; a title stands in its key, behind the first tab."""
        self._titles: list[str] = []
        folded, syllables, initials = [], [], []
        for key in keys:
            sound, _, title = key.partition("\t")
            parts = [_syllable(part) for part in sound.split(" ") if part]
            self._titles.append(title)
            folded.append(fold(title))
            syllables.append("".join(parts))
            initials.append("".join([part[:1] for part in parts]))
        self._folded = _Lines(folded)
        self._syllables = _Lines(syllables)
        self._initials = _Lines([line.lower() for line in initials])

    def find(self, typed: str) -> list[TitleFound]:
        """Up to some ``ENOUGH`` titles that fit, those that begin so among them."""
        wanted = fold(typed.strip())[:_LONGEST]
        if not wanted:
            return []
        found: dict[int, TitleFound] = {}
        self._take(found, 0, self._folded.find(wanted))
        if _LETTERS.match(wanted):
            letters = wanted.replace(" ", "").replace("'", "")
            self._take(found, 1, self._initials.find(letters))
            self._take(found, 1, self._syllables.find(letters, begins=True))
        return list(found.values())

    def _take(self, found: dict[int, TitleFound], worse: int, places: Iterable[tuple[int, int]]) -> None:
        for number, at in places:
            title = self._titles[number]
            rank = (2 * (at > 0) + worse, len(title))
            if number not in found or rank < found[number].rank:
                found[number] = TitleFound(number, title, rank)


class _Lines:
    """Lines as one string. In those of pinyin a syllable begins with a capital."""

    def __init__(self, lines: Sequence[str]) -> None:
        self._text = "\n" + "\n".join([line.replace("\n", " ") for line in lines]) + "\n"
        self._lower = self._text.lower()
        self._starts = list(accumulate([len(line) + 1 for line in lines], initial=1))[:-1]

    def find(self, wanted: str, *, begins: bool = False) -> Iterator[tuple[int, int]]:
        """(line, place in it), those that begin so first; each line once. ``begins``: only where a syllable does."""
        met: set[int] = set()
        for sought, skip in (("\n" + wanted, 1), (wanted, 0)):
            at = self._lower.find(sought)
            while at >= 0 and len(met) < ENOUGH:
                place = at + skip
                number = bisect_right(self._starts, place) - 1
                if number not in met and (not begins or not self._text[place].islower()):
                    met.add(number)
                    yield number, place - self._starts[number]
                    at = self._starts[number + 1] - 2 if number + 1 < len(self._starts) else len(self._lower)
                at = self._lower.find(sought, at + 1)


def _syllable(part: str) -> str:
    """What is typed for one part of a key: a syllable, a number, a word."""
    if match := _HANZI.match(part):
        return match[1].capitalize()
    if part[0] == "0":
        return part[1:].lstrip("0") or "0"
    return part[1:].capitalize() if part[0] == "1" else ""


_made: WeakKeyDictionary[Column, Titles] = WeakKeyDictionary()


def titles_of(column: Column) -> Titles:
    """The titles of a column of their keys; made once for each."""
    titles = _made.get(column)
    if titles is None:
        titles = Titles([values[0] if values else "\t" for values in map(column.__getitem__, range(len(column)))])
        _made[column] = titles
    return titles
