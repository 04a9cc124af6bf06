"""How pdfium (Chrome, Edge, and what is built on it) turns a line about when words are copied out of it.

A PDF says where glyphs stand, not in which order they are read. pdfium takes the objects of a line from left to right
and cuts the characters into stretches of one direction (after UAX #9): to the right, to the left, weak ones (numbers,
commas), all others. A stretch of letters that run to the left is turned about, and so are the marks that follow it,
brackets and quotation marks facing the other way; where there are as many stretches to the left as to the right, the
order of the stretches is turned about as well. So an Arabic phrase among Chinese comes out with its words back to
front, if it is drawn as it stands.

Within one text object, though, characters are read in the order they are drawn, wherever they stand. A phrase is
therefore one object, its words drawn in the order of reading, each from its end, so that turning them about sets them
right. Where the words around a phrase would still be turned about, the phrase is parted from them: pdfium then takes
it for a line of its own.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import groupby, product

_LEFT, _RIGHT, _WEAK, _OTHER = "L", "R", "W", "N"
_CLASSES = {"L": _LEFT, "R": _RIGHT, "AL": _RIGHT} | dict.fromkeys(("AN", "EN", "NSM", "CS", "ES", "ET", "BN"), _WEAK)

_PAIRS = "()<>[]{}«»‹›≤≥（）＜＞［］｛｝〈〉《》「」『』【】〔〕〖〗“”‘’"
_MIRRORED = str.maketrans(_PAIRS, "".join(b + a for a, b in zip(_PAIRS[::2], _PAIRS[1::2], strict=True)))
_MOST_TRIED = 4
_NARROWED = frozenset("（）＜＞［］｛｝")  # copied as ASCII where they were turned about


@lru_cache(maxsize=8192)
def _direction(character: str) -> str:
    """The class of a character; pdfium knows those of the BMP only."""
    return _CLASSES.get(unicodedata.bidirectional(character), _OTHER) if character < "\U00010000" else _OTHER


def mirrored(character: str) -> str:
    """The bracket or quotation mark that faces the other way; other characters as they are."""
    return character.translate(_MIRRORED)


def _stretches(text: str) -> Iterator[tuple[str, int, int]]:
    start = 0
    for kind, group in groupby(text, key=_direction):
        end = start + sum(1 for _ in group)
        yield kind, start, end
        start = end


def copied(drawn: str) -> str:
    """What pdfium copies of a line whose characters it reads as ``drawn``."""
    found = list(_stretches(drawn))
    rights = sum(kind is _RIGHT for kind, _, _ in found)
    about = backwards = rights > 0 and rights >= sum(kind is _LEFT for kind, _, _ in found)
    out: list[str] = []
    for kind, start, end in reversed(found) if backwards else found:
        if kind is _RIGHT or (kind is _OTHER and about):
            about = True
            words = drawn[end - 1 : start - 1 if start else None : -1]
            out.append("\0" if not _NARROWED.isdisjoint(words) else words.translate(_MIRRORED))
        else:
            about = about if kind is _WEAK else False
            out.append(drawn[start:end])
    return "".join(out)


@dataclass(slots=True)
class Way:
    """How a phrase is drawn: the places of its characters in the order of drawing; whether it is parted from the words
    before and after it."""

    order: list[int]
    before: bool = False
    after: bool = False


def ways(parts: Sequence[tuple[str, bool]]) -> list[Way]:
    """How each phrase of a line is drawn, so that the line is copied as it reads. ``parts`` are the line's words in
    order; those that are True are phrases that run to the left."""
    phrases = [text for text, phrase in parts if phrase]
    found = [Way(_along(text)) for text in phrases]
    # as few partings as will do: each phrase as it is, parted from what follows, or from both sides
    for choice in sorted(product(range(3), repeat=len(phrases)), key=sum) if len(phrases) <= _MOST_TRIED else ():
        for way, parted in zip(found, choice, strict=True):
            way.before, way.after = parted > 1, parted > 0
        if _right(parts, found):
            return found
    for way, text in zip(found, phrases, strict=True):
        way.before = way.after = True
        way.order = next((order for order in (way.order, _alone(text)) if _reads(text, order)), way.order)
    return found


def _along(text: str) -> list[int]:
    """The order of drawing for a phrase among words that run to the right."""
    order: list[int] = []
    about = False
    for kind, start, end in _stretches(text):
        about = about or kind is _RIGHT
        turned = kind is _RIGHT or (kind is _OTHER and about)
        order += range(end - 1, start - 1, -1) if turned else range(start, end)
    return order


def _alone(text: str) -> list[int]:
    """The order of drawing for a phrase that is a line by itself: the stretches as well are taken from the end."""
    order: list[int] = []
    for kind, start, end in reversed(list(_stretches(text))):
        order += range(start, end) if kind in (_WEAK, _LEFT) else range(end - 1, start - 1, -1)
    return order


def _reads(text: str, order: Sequence[int]) -> bool:
    return copied(drawn(text, order)) == text


def drawn(text: str, order: Sequence[int]) -> str:
    """What is read of ``text`` drawn in ``order``: brackets are seen as they are drawn."""
    return "".join(mirrored(text[k]) if _direction(text[k]) is _OTHER else text[k] for k in order)


def _right(parts: Sequence[tuple[str, bool]], found: Sequence[Way]) -> bool:
    """Whether every line that pdfium sees is copied as it reads."""
    following = iter(found)
    wanted, seen = "", ""
    for text, phrase in parts:
        if not phrase:
            wanted, seen = wanted + text, seen + text
            continue
        way = next(following)
        if way.before:
            if copied(seen) != wanted:
                return False
            wanted, seen = "", ""
        wanted, seen = wanted + text, seen + drawn(text, way.order)
        if way.after:
            if copied(seen) != wanted:
                return False
            wanted, seen = "", ""
    return copied(seen) == wanted
