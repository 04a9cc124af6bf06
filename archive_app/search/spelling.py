"""The original of a folded text, told by what folding took away.

Folding changes few characters, and a text nearly always writes a folded character in one way: the full stop's width,
the traditional form. So a document stores which form is usual in it for which folded character, and the places where
it is another one; that is a small part of the text it would be to store both.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import field
from itertools import accumulate
from operator import sub
from typing import Any

from archive_app.frozen import dataclass
from archive_app.hanzi.folding import fold


@dataclass(frozen=True, slots=True)
class Spelling:
    """``usual``: folded character → what usually stands for it; ``forms``: what stands at ``places`` instead."""

    usual: dict[str, str] = field(default_factory=dict)
    places: tuple[int, ...] = ()
    forms: str = ""

    @classmethod
    def of(cls, original: str, folded: str) -> Spelling:
        """The spelling of a text that folds to ``folded``."""
        if original == folded:
            return cls()
        changed = _differing(original, folded)
        written = [(folded[place], original[place]) for place in changed]
        forms: defaultdict[str, dict[str, int]] = defaultdict(dict)
        for (character, form), number in Counter(written).items():
            forms[character][form] = number
        usual = {}
        unusual: list[int] = []
        for character, numbers in forms.items():
            form = max(numbers, key=numbers.__getitem__)
            there = folded.count(character)
            if 2 * numbers[form] < there:
                continue
            usual[character] = form
            if sum(numbers.values()) < there:
                unusual += (place for place in _places(folded, character) if original[place] == character)
        some = zip(changed, written, strict=True)
        unusual += [place for place, (character, form) in some if usual.get(character) != form]
        unusual.sort()
        return cls(usual, tuple(unusual), "".join([original[place] for place in unusual]))

    def writes(self, text: str, folded: str) -> bool | None:
        """Whether ``text`` is written so wherever ``folded``, to which it folds, stands; ``None``: in places."""
        if self.forms and not set(fold(self.forms)).isdisjoint(folded):
            return None
        return "".join(map(self.usual.get, folded, folded)) == text

    def restored(self, folded: str, at: int) -> str:
        """The original of a piece of the folded text that begins at ``at``."""
        text = "".join(map(self.usual.get, folded, folded)) if self.usual else folded
        first = bisect_left(self.places, at)
        if first == len(self.places) or self.places[first] >= at + len(folded):
            return text
        characters = list(text)
        for place, form in zip(self.places[first:], self.forms[first:], strict=True):
            if place >= at + len(folded):
                break
            characters[place - at] = form
        return "".join(characters)

    def to_json(self) -> list[Any]:
        """As the index stores it."""
        usual = "".join(character + form for character, form in self.usual.items())
        return [usual, self.forms, [*self.places[:1], *map(sub, self.places[1:], self.places)]]

    @classmethod
    def from_json(cls, value: list[Any]) -> Spelling:
        """Read back."""
        usual, forms, gaps = value
        return cls(dict(zip(usual[::2], usual[1::2], strict=True)), tuple(accumulate(gaps)), forms)


_OTHER = re.compile(rb"[^\0]+")


def _differing(one: str, other: str) -> list[int]:
    """Where two texts of one length differ: their code points, taken as two great numbers, are held together."""
    ones, others = (text.encode("utf-32-le", "surrogatepass") for text in (one, other))
    crossed = int.from_bytes(ones, "little") ^ int.from_bytes(others, "little")
    found = _OTHER.finditer(crossed.to_bytes(len(ones), "little"))
    return list(dict.fromkeys(match.start() // 4 for match in found))


def _places(text: str, character: str) -> Iterator[int]:
    at = text.find(character)
    while at >= 0:
        yield at
        at = text.find(character, at + 1)
