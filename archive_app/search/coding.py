"""How a segment's texts are written: UTF-8 with the code points dealt out anew, so that frequent characters are short.

UTF-8 gives one byte to 128 code points, two to 1,920 and three to the rest of what is written. Here the characters that
are most frequent in the segment have the short ones, and those that had them take the places left: one to one, so
nothing is lost. Chinese takes 1.5 bytes a character instead of 3, is still searched by ``bytes.count`` (no character
begins inside another) and is still encoded and decoded in C.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cached_property
from itertools import groupby
from typing import Self

BETWEEN_TEXTS = b"\xff"
"""Parts the texts of a document: no UTF-8 holds it."""
BETWEEN_SECTIONS = b"\xfe"
"""Stands there instead where the texts of another section begin (see ``document.section``): nor does it hold that."""

_SHORT = 0x800
"""Code points of one byte or two."""
_WORD = 64
"""Characters of a text from which it is worth while to make a table for it."""
_ENDS = "。!?\n"
"""What parts sentences and paragraphs, folded."""
_CONTINUING = bytes(range(0x80, 0xC0))
_SURROGATES = range(0xD800, 0xE000)


class Code:
    """One dealing of the code points. ``frequent`` are the characters with the short codes, the shortest first."""

    def __init__(self, frequent: str = "") -> None:
        self.frequent = frequent
        points = list(map(ord, frequent))
        short = range(len(points))
        left = sorted(set(points).difference(short))
        displaced = sorted(set(short).difference(points))
        self._codes = dict(zip(points, short, strict=True)) | dict(zip(displaced, left, strict=True))
        self._points = {code: point for point, code in self._codes.items()}

    @classmethod
    def of(cls, sample: Iterable[str]) -> Self:
        """The code that is shortest for texts like these."""
        counted: Counter[str] = Counter()
        for text in sample:
            counted.update(text)
        counted.update(dict.fromkeys(_ENDS, counted.total()))  # a byte each, so that stretches are soon found
        ordered = sorted(counted.items(), key=lambda each: (-each[1], each[0]))
        return cls("".join([character for character, _ in ordered if ord(character) not in _SURROGATES][:_SHORT]))

    def encode(self, text: str) -> bytes:
        """A text as it is stored."""
        if not self._codes:
            return utf8(text)
        return utf8(text.translate(self._codes if len(text) < _WORD else self._table))

    @cached_property
    def _table(self) -> list[int]:
        """Code point → code: ``str.translate`` reads a list faster than a dictionary."""
        return self.after(())

    def after(self, table: Sequence[int]) -> list[int]:
        """A table for ``str.translate`` that does at once what ``table`` does to a code point and then this code."""
        points = max((len(table) - 1, *self._codes))
        first = [*table, *range(len(table), points + 1)]
        return list(map(self._codes.get, first, first)) if self._codes else first

    def decode(self, data: bytes) -> str:
        """A stored text, or a part of one that begins and ends with whole characters."""
        return self.read(from_utf8(data))

    def read(self, dealt: str) -> str:
        """The characters that the dealt-out code points stand for."""
        return dealt.translate(self._points) if self._points else dealt


PLAIN = Code()
"""Plain UTF-8."""


def utf8(text: str) -> bytes:
    """UTF-8; lone surrogates, which no text should hold and some do, come back as they were."""
    return text.encode("utf-8", "surrogatepass")


def from_utf8(data: bytes) -> str:
    """The inverse of ``utf8``."""
    return data.decode("utf-8", "surrogatepass")


def joined(texts: Sequence[bytes], sections: Sequence[str]) -> bytes:
    """The texts of a document, each of the section that is said, as they are stored."""
    parts = (
        BETWEEN_TEXTS.join(text for _, text in group) for _, group in groupby(zip(sections, texts, strict=True), _name)
    )
    return BETWEEN_SECTIONS.join(parts)


def _name(text: tuple[str, bytes]) -> str:
    return text[0]


def length(data: bytes) -> int:
    """How many characters, separators among them, ``data`` holds."""
    return len(data.translate(None, _CONTINUING))


def before(data: bytes, start: int, first: int, characters: int) -> str:
    """Up to so many (undealt) characters that stand before byte ``start``, none before byte ``first``."""
    part = data[max(first, start - 4 * characters) : start]
    return from_utf8(part.lstrip(_CONTINUING))[-characters:]


def after(data: bytes, end: int, last: int, characters: int) -> str:
    """Up to so many (undealt) characters that stand after byte ``end``, none after byte ``last``."""
    stop = end + 4 * (characters + 1)
    part = data[end : min(stop, last)]
    if stop < last:  # the last character may be cut
        part = part.rstrip(_CONTINUING)[:-1]
    return from_utf8(part)[:characters]
