"""The keys by which titles are ordered, stored in the room of the titles.

A key (``collation.title_key``) says for each character its sound, its strokes and its code point, forty characters for
one, and then the title. A segment names each of these parts once. The part that is usual for a character is written as
that character; so of most titles nothing is left to store but the title itself.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from itertools import chain, count

Stored = tuple[dict[str, str], list[str]]
"""Sign → part, and for each key its signs, a tab and the title; of one whose signs are the title, that alone."""

_PRIVATE = 0xF0000
"""Signs of parts that have no character of their own, or share it with a more usual one. A title may hold such a
character; it is never asked what that means."""
_POINT = 6
"""Hexadecimal digits of a code point, which end the part of a character."""


def shortened(keys: Sequence[str]) -> Stored:
    """The keys as they are stored."""
    split = [key.partition("\t") for key in keys]
    signs: dict[str, str] = {}
    taken: set[str] = set()
    private = map(chr, count(_PRIVATE))
    frequent = Counter(chain.from_iterable(sound.split(" ") for sound, _, _ in split))
    for part, _ in sorted(frequent.items(), key=lambda each: (-each[1], each[0])):
        sign = _character(part)
        if not sign or sign in taken:
            sign = next(private)
        signs[part] = sign
        taken.add(sign)
    lines = []
    for sound, _, title in split:
        said = "".join(map(signs.__getitem__, sound.split(" ")))
        lines.append(title if said == title and "\t" not in title else f"{said}\t{title}")
    return {sign: part for part, sign in sorted(signs.items())}, lines


def _character(part: str) -> str:
    """The character whose part this is; empty where it is a number or a word."""
    try:
        point = int(part[-_POINT:], 16) if part[:1] in ("3", "4") and len(part) > _POINT else 0
    except ValueError:
        return ""
    return chr(point) if point > 0x7F and not 0xD800 <= point < 0xE000 and point < _PRIVATE else ""


def restored(stored: Sequence[object]) -> list[str]:
    """The keys again; raises ``ValueError`` and the like where it is none of them."""
    parts, lines = stored
    if not isinstance(parts, dict) or not isinstance(lines, list):
        raise TypeError("no keys")
    keys = []
    for line in lines:
        said, tab, title = line.partition("\t")
        keys.append(f"{' '.join(map(parts.__getitem__, said))}\t{title if tab else said}")
    return keys
