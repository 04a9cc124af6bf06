"""Where a text of an item stands on the page read: from code points of the text to positions of the page, and back."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from dataclasses import dataclass
from dataclasses import field as made
from typing import Any

from archive_app.gui.widgets.emphasis import units

_TELLING = ("article", "block", "part", "row", "segment", "record", "file")
"""What tells texts of a field apart."""


def one_for_one(text: str) -> str:
    """Text as it goes into one block of a page, code point for code point: a line of verse stays in its block."""
    return text.replace("\n", "\u2028").replace("\u2029", "\u2028").replace("\r", " ").replace("\0", " ")


@dataclass(slots=True)
class Origin:
    """Where a slice of the page begins: slices that are laid out before it push it on."""

    at: int = 0


@dataclass(slots=True, eq=False)
class Placed:
    """A text on the page. ``start`` is the position of its first character from its slice's ``origin``, -1 while it is
    not laid out; ``marks`` are (offset, units) of what stands in it without being of it: the number of a note before
    ``text[offset]``. ``order`` is its place among the texts of the page."""

    field: str
    place: Mapping[str, Any]
    start: int
    text: str
    marks: tuple[tuple[int, int], ...] = ()
    origin: Origin = made(default_factory=Origin)
    order: int = -1

    @property
    def laid(self) -> bool:
        """Whether it stands on the page yet."""
        return self.start >= 0

    @property
    def first(self) -> int:
        """The position of its first character."""
        return self.origin.at + self.start

    def position(self, offset: int, *, end: bool = False) -> int:
        """The page's position of a code point; as the ``end`` of a stretch it stands before a note's number."""
        between = sum(length for at, length in self.marks if (at < offset if end else at <= offset))
        return self.first + units(self.text[:offset]) + between

    @property
    def stop(self) -> int:
        """The position behind its last character."""
        return self.position(len(self.text))

    def offset(self, position: int) -> int:
        """The code point at a position; the nearest one where none of the text stands there."""
        low, high = 0, len(self.text)
        while low < high:
            middle = (low + high + 1) // 2
            if self.position(middle) <= position:
                low = middle
            else:
                high = middle - 1
        return low

    def key(self) -> str:
        """Which text it is, in words that hold when the page is laid out again."""
        return _key(self.field, self.place)


class Places:
    """All texts of a page in order; those from ``begin`` to ``end`` are laid out."""

    def __init__(self) -> None:
        self.texts: list[Placed] = []
        self.begin = self.end = 0
        self._alike: dict[str, list[Placed]] = {}

    def __len__(self) -> int:
        return len(self.texts)

    def clear(self) -> None:
        """Another page."""
        self.texts.clear()
        self.begin = self.end = 0
        self._alike.clear()

    def add(self, placed: Placed) -> None:
        """The next text, which is laid out."""
        self.expect(placed)
        self.end = len(self.texts)

    def expect(self, placed: Placed) -> None:
        """The next text, which will be laid out when it is wanted."""
        placed.order = len(self.texts)
        self.texts.append(placed)
        self._alike.setdefault(placed.key(), []).append(placed)

    def at(self, position: int) -> Placed | None:
        """The text that stands at or before a position."""
        number = bisect_right(self.texts, position, self.begin, self.end, key=lambda one: one.first) - 1
        return self.texts[number] if number >= self.begin else None

    def find(self, name: str, place: Mapping[str, Any], snippet: str, end: int) -> Placed | None:
        """The text of a field at a place; the values of a list share theirs, so the one with these words is meant."""
        offset = int(place.get("offset", 0))
        same = [one for one in self._alike.get(_key(name, place), ()) if len(one.text) >= end]
        exact = (one for one in same if one.text[offset : offset + len(snippet)] == snippet)
        return next(exact, same[0] if same else None)

    def keyed(self, key: str) -> Placed | None:
        """The text with this ``key``."""
        return next(iter(self._alike.get(key, ())), None)


def _key(name: str, place: Mapping[str, Any]) -> str:
    return "|".join((name, *(str(place.get(telling, "")) for telling in _TELLING)))
