"""The original of a folded text, told by what folding took away.

Folding changes few characters, and a text nearly always writes a folded character in one way: the full stop's width,
the traditional form. So a document stores which form is usual in it for which folded character, and the places where
it is another one; that is a small part of the text it would be to store both.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from itertools import accumulate, compress, count
from operator import ne, sub
from typing import Any


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
        changed = Counter(compress(zip(folded, original, strict=True), map(ne, folded, original)))
        forms: defaultdict[str, dict[str, int]] = defaultdict(dict)
        for (character, form), number in changed.items():
            forms[character][form] = number
        usual = {}
        exact = True
        for character, numbers in forms.items():
            there = folded.count(character)
            form = max(numbers, key=numbers.__getitem__)
            if 2 * numbers[form] >= there:
                usual[character] = form
                exact &= numbers[form] == there
            else:
                exact = False
        if exact:
            return cls(usual)
        likely = "".join(map(usual.get, folded, folded))
        places = tuple(compress(count(), map(ne, likely, original)))
        return cls(usual, places, "".join([original[place] for place in places]))

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
