"""The query as a form (高级检索), for those who type no syntax: rows of words, years, and terms to choose.

A form makes a tree, and most trees that people type go back into a form; what does not is left as text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from enum import Enum

from archive_app.frozen import dataclass
from archive_app.search.language.fields import Sort, fields
from archive_app.search.language.tree import (
    All,
    Either,
    In,
    Near,
    Node,
    Not,
    Unit,
    Word,
    all_of,
    either_of,
    in_field,
    near,
    not_of,
    word,
)


class How(Enum):
    """How the words of a row must stand; a person sees the value."""

    ALL = "都有"
    ANY = "有其中之一"
    PHRASE = "原样连在一起"
    SENTENCE = "在同一句"
    PARAGRAPH = "在同一段"
    CLOSE = "相距不远"


_UNITS = {How.SENTENCE: Unit.SENTENCE, How.PARAGRAPH: Unit.PARAGRAPH, How.CLOSE: Unit.CHARACTERS}
_PIECE = re.compile(r'"([^"]+)"|“([^”]+)”|(\S+)')
DISTANCE = 20
"""Characters that are not far."""


@dataclass(frozen=True, slots=True)
class Row:
    """Words, how they stand, and in which field (empty: anywhere).

    ``leaves_out``: items where they stand so are left out. ``or_else``: instead of the row before. ``distance`` is that
    of ``How.CLOSE``, in characters.
    """

    text: str
    how: How = How.ALL
    field: str = ""
    leaves_out: bool = False
    or_else: bool = False
    distance: int = DISTANCE

    def tree(self) -> Node | None:
        """The row as a part of a tree; ``None`` where it is empty."""
        if not self.text.strip():
            return None
        made = _joined(list(_words(self.text, self.how)), self.how, self.distance)
        made = in_field(self.field, made) if self.field else made
        return not_of(made) if self.leaves_out else made


@dataclass(frozen=True, slots=True)
class Form:
    """All of the form: ``years`` as people write them (1949-1956, 50年代), ``terms``: field → values, one of which."""

    rows: tuple[Row, ...] = ()
    years: str = ""
    terms: tuple[tuple[str, tuple[str, ...]], ...] = ()

    def tree(self) -> Node | None:
        """What the form asks for; ``None`` where nothing is filled in."""
        groups: list[list[Node]] = []
        for row in self.rows:
            part = row.tree()
            if part is None:
                continue
            if row.or_else and groups:
                groups[-1].append(part)
            else:
                groups.append([part])
        parts: list[Node] = [either_of(group) for group in groups]
        if self.years.strip():
            parts.append(in_field("year", word(self.years.strip())))
        for field, values in self.terms:
            if values:
                parts.append(in_field(field, either_of(word(_label(field, value)) for value in values)))
        return all_of(parts) if parts else None

    @classmethod
    def of(cls, tree: Node | None) -> Form | None:
        """The form that makes this tree; ``None`` where none does."""
        rows: list[Row] = []
        years, terms = "", []
        for part in () if tree is None else tree.parts if isinstance(tree, All) else (tree,):
            sort = fields()[part.field].sort if isinstance(part, In) else Sort.TEXTS
            if isinstance(part, In) and sort is Sort.DATES and isinstance(part.part, Word) and not years:
                years = part.part.text
            elif isinstance(part, In) and sort is Sort.TERMS and (chosen := _values(part)):
                terms.append((part.field, chosen))
            else:
                rows += _rows(part)
        made = cls(tuple(_gathered(rows)), years, tuple(terms))
        return made if made.tree() == tree else None


def _words(text: str, how: How) -> Iterator[Word]:
    if how is How.PHRASE:
        yield word(text.strip(), quoted=True)
        return
    for match in _PIECE.finditer(text):
        quoted = match[1] or match[2]
        yield word(quoted or match[3], quoted=bool(quoted))


def _joined(words: list[Word], how: How, distance: int) -> Node:
    if how in _UNITS:
        return near(words, _UNITS[how], distance)
    return either_of(words) if how is How.ANY else all_of(words)


def _label(field: str, value: str) -> str:
    return next((term.label for term in fields()[field].terms if term.value == value), value)


def _values(part: In) -> tuple[str, ...]:
    """The terms of a field that are chosen; none where it is no choice of terms."""
    words = part.part.parts if isinstance(part.part, Either) else (part.part,)
    known = {term.label: term.value for term in fields()[part.field].terms}
    return tuple(known.get(each.text, each.text) for each in words if isinstance(each, Word))


def _rows(part: Node) -> list[Row]:
    """The rows of a part; one that is no row becomes one that makes another tree, and so tells."""
    if isinstance(part, Either) and not all(isinstance(each, Word) for each in part.parts):
        rows = [row for each in part.parts for row in _rows(each)[:1]]
        return [_or_else(row) if number else row for number, row in enumerate(rows)]
    if isinstance(part, Not):
        (row, *_) = _rows(part.part)
        return [Row(row.text, row.how, row.field, leaves_out=True, distance=row.distance)]
    if isinstance(part, In):
        (row, *_) = _rows(part.part)
        return [Row(row.text, row.how, part.field, row.leaves_out, distance=row.distance)]
    return [_row(part)]


def _row(part: Node) -> Row:
    if isinstance(part, Word):
        return Row(part.text, How.PHRASE) if part.quoted else Row(part.text)
    words = part.parts if isinstance(part, All | Either | Near) else ()
    text = _text(each for each in words if isinstance(each, Word))
    if isinstance(part, Near):
        how = next(how for how, unit in _UNITS.items() if unit is part.unit)
        return Row(text, how, distance=part.distance or DISTANCE)
    return Row(text, How.ANY if isinstance(part, Either) else How.ALL)


def _or_else(row: Row) -> Row:
    return Row(row.text, row.how, row.field, row.leaves_out, or_else=True, distance=row.distance)


def _text(words: Iterable[Word]) -> str:
    return " ".join(f'"{each.text}"' if each.quoted else each.text for each in words)


def _gathered(rows: list[Row]) -> Iterator[Row]:
    """Plain words one after another are one row."""
    plain: list[str] = []
    for number, row in enumerate(rows):
        alone = row == Row(row.text) and not (number + 1 < len(rows) and rows[number + 1].or_else)
        if alone:
            plain.append(row.text)
            continue
        if plain:
            yield Row(" ".join(plain))
            plain = []
        yield row
    if plain:
        yield Row(" ".join(plain))
