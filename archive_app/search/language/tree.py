"""What a query means: a tree of frozen parts, and the functions that put one together.

``all_of`` and its sisters keep a tree in its plainest form: no *and* directly within an *and*, nothing twice, no
negation of a negation. Queries that say the same are then equal, and what ``printing`` writes reads back to the same
tree.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from archive_app.frozen import dataclass
from archive_app.search.language.operators import FURTHEST, MINUS, Unit, is_operator


@dataclass(frozen=True, slots=True)
class Word:
    """A literal piece of text. ``quoted``: nothing but it, no other name and no other writing of a year."""

    text: str
    quoted: bool = False


@dataclass(frozen=True, slots=True)
class All:
    """Every part holds of the item."""

    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Either:
    """At least one part holds."""

    parts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Not:
    """The part does not hold."""

    part: Node


@dataclass(frozen=True, slots=True)
class In:
    """The part, its words looked for in one field only: a name of ``fields.FIELDS``."""

    field: str
    part: Node


@dataclass(frozen=True, slots=True)
class Near:
    """Words, or choices of words, that stand together within one text.

    ``SENTENCE``: as many ends of sentences stand before the one as before the other. ``PARAGRAPH``: so with ends of
    lines. ``CHARACTERS``: from the end of the one that begins first to the beginning of the one that begins last there
    are at most ``distance`` characters. ``ordered``: each begins after the one before it has ended.
    """

    parts: tuple[Word | Either, ...]
    unit: Unit
    distance: int = 0
    ordered: bool = False


Node = Word | All | Either | Not | In | Near

_ODD = re.compile(r"[\s|｜()（）\"“”:：]")


def is_plain(text: str) -> bool:
    """Whether a word reads as itself without quotes."""
    return bool(text) and not _ODD.search(text) and not is_operator(text) and text[0] not in MINUS


def word(text: str, *, quoted: bool = False) -> Word:
    """A word; one that would not read as itself is quoted."""
    return Word(text, quoted or not is_plain(text))


def all_of(parts: Iterable[Node]) -> Node:
    """Every part; one part is itself."""
    found: dict[Node, None] = {}
    for part in parts:
        found.update(dict.fromkeys(part.parts if isinstance(part, All) else [part]))
    return next(iter(found)) if len(found) == 1 else All(tuple(found))


def either_of(parts: Iterable[Node]) -> Node:
    """One part at least; one part is itself."""
    found: dict[Node, None] = {}
    for part in parts:
        found.update(dict.fromkeys(part.parts if isinstance(part, Either) else [part]))
    return next(iter(found)) if len(found) == 1 else Either(tuple(found))


def not_of(part: Node) -> Node:
    """Not the part."""
    return part.part if isinstance(part, Not) else Not(part)


def in_field(field: str, part: Node) -> Node:
    """The part in a field; a field within it stands."""
    if isinstance(part, In):
        return part
    if isinstance(part, Not):
        return Not(in_field(field, part.part))
    return In(field, part)


def near(parts: Iterable[Word | Either], unit: Unit, distance: int = 0, *, ordered: bool = False) -> Node:
    """Words that stand together; the same one twice is one, and one alone is itself."""
    found = tuple(dict.fromkeys(parts))
    far = min(max(0, distance), FURTHEST) if unit is Unit.CHARACTERS else 0
    return found[0] if len(found) == 1 else Near(found, unit, far, ordered)


def leaves(node: Node, field: str = "", *, negated: bool = False) -> Iterator[tuple[Word | Near, str, bool]]:
    """(word or words together, the field they are looked for in, whether they must not stand), in their order."""
    if isinstance(node, Word | Near):
        yield node, field, negated
    elif isinstance(node, In):
        yield from leaves(node.part, node.field, negated=negated)
    elif isinstance(node, Not):
        yield from leaves(node.part, field, negated=not negated)
    else:
        for part in node.parts:
            yield from leaves(part, field, negated=negated)
