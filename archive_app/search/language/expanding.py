"""What else is looked for beside a word: other writings of a year, other names, places within, names by their sound."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Protocol

from archive_app.frozen import dataclass
from archive_app.hanzi.dating.writings import writings_of
from archive_app.hanzi.folding import fold
from archive_app.search.language.expansion import Expander, Expansion, Sort

_LETTERS = re.compile(r"[a-zü'’āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜ]{2,40}[1-5]?", re.IGNORECASE)
_MOST_NAMES = 12
"""Names of one sound that are looked for."""
_MOST_WITHIN = 60
"""Places within another that are looked for."""
_LONGEST = 30
"""Characters of a name."""


@dataclass(frozen=True, slots=True)
class Called:
    """Who or what is called so: ``names``, its own first, and what it is (人物, 地名)."""

    names: tuple[str, ...]
    label: str


class Names(Protocol):
    """The names of an archive, as far as a search asks for them."""

    def called(self, word: str) -> Iterable[Called]:
        """Everyone and every place that has this name or alias."""
        ...

    def within(self, word: str, limit: int) -> Iterable[Called]:
        """The places that lie in the one of this name, and in those, by their cards."""
        ...

    def sounding(self, word: str, limit: int) -> Iterable[tuple[str, Called]]:
        """(the name that fits, whose it is) of people and places whose whole name is said or begins with these
        letters; the best first."""
        ...


def expander(names: Names | None = None) -> Expander:
    """What is looked for beside a word; ``names`` are the archive's."""

    def expand(word: str) -> Iterator[Expansion]:
        for writing in writings_of(word):
            yield Expansion(word, writing.text, Sort.YEAR, writing.remark, writing.not_after)
        if names is not None and len(word) <= _LONGEST:
            yield from _aliases(word, names)
            yield from _places_within(word, names)
            if _LETTERS.fullmatch(word):
                yield from _sounds(word, names)

    return expand


def _aliases(word: str, names: Names) -> Iterator[Expansion]:
    for card in names.called(word):
        own = card.names[0]
        for name in card.names:
            if len(name) > 1 and fold(name) != fold(word):
                said = f"“{word}”是{card.label}“{own}”的别名" if name == own else f"{card.label}“{own}”又叫“{name}”"
                yield Expansion(word, name, Sort.ALIAS, said)


def _places_within(word: str, names: Names) -> Iterator[Expansion]:
    for card in names.within(word, _MOST_WITHIN):
        for name in card.names:
            if len(name) > 1 and fold(word) not in fold(name):  # what holds the word is found anyway
                yield Expansion(word, name, Sort.WITHIN, f"{card.label}“{card.names[0]}”在“{word}”")


def _sounds(word: str, names: Names) -> Iterator[Expansion]:
    for fitting, card in names.sounding(word, _MOST_NAMES):
        yield Expansion(word, fitting, Sort.PINYIN, f"“{word}”是{card.label}“{fitting}”的拼音")
        for name in card.names:
            if len(name) > 1 and name != fitting:
                yield Expansion(word, name, Sort.ALIAS, f"{card.label}“{fitting}”又叫“{name}”")
