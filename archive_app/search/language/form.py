"""The query as a form (高级检索), for those who type no syntax: rows of words, years, and terms to choose.

A form makes a tree, and most trees that people type go back into a form; what does not is left as text.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from enum import Enum

from archive_app.frozen import dataclass
from archive_app.search.language.fields import Sort, fields
from archive_app.search.language.operators import Unit
from archive_app.search.language.printing import printed, quoted
from archive_app.search.language.scanning import QUOTED, unquoted
from archive_app.search.language.tree import (
    All,
    Either,
    In,
    Near,
    Node,
    Not,
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


UNITS = {How.SENTENCE: Unit.SENTENCE, How.PARAGRAPH: Unit.PARAGRAPH, How.CLOSE: Unit.CHARACTERS}
"""How words stand that must stand together."""
DISTANCE = 20
"""Characters that are not far."""
CHOSEN = ("commissioner",)
"""Fields of words in which one chooses, as in those of terms."""
_RUN = re.compile(r"\S+")


@dataclass(frozen=True, slots=True)
class Row:
    """Words, how they stand, and in which field (empty: anywhere).

    Between spaces each is a word, and what stands in quotes is one. ``leaves_out``: items where they stand so are left
    out. ``or_else``: instead of the row before. ``distance`` is that of ``How.CLOSE``, in characters.
    """

    text: str
    how: How = How.ALL
    field: str = ""
    leaves_out: bool = False
    or_else: bool = False
    distance: int = DISTANCE

    def words(self) -> list[Word]:
        """The words of the row, each once."""
        if not self.text.strip():
            return []
        if self.how is How.PHRASE:
            return [word(self.text.strip(), quoted=True)]
        return list(dict.fromkeys(words_in(self.text)))

    def tree(self) -> Node | None:
        """The row as a part of a tree; ``None`` where it is empty."""
        words = self.words()
        if not words:
            return None
        made = self._joined(words)
        made = in_field(self.field, made) if self.field else made
        return not_of(made) if self.leaves_out else made

    def _joined(self, words: list[Word]) -> Node:
        if self.how in UNITS:
            return near(words, UNITS[self.how], self.distance)
        return either_of(words) if self.how is How.ANY else all_of(words)


@dataclass(frozen=True, slots=True)
class Form:
    """All of the form: ``years`` as people write them (1949-1956, 50年代), ``terms``: field → values, one of which."""

    rows: tuple[Row, ...] = ()
    years: str = ""
    terms: tuple[tuple[str, tuple[str, ...]], ...] = ()

    def groups(self) -> list[list[Row]]:
        """The rows that are filled in, those together of which one is enough."""
        groups: list[list[Row]] = []
        for row in self.rows:
            if not row.text.strip():
                continue
            if row.or_else and groups:
                groups[-1].append(row)
            else:
                groups.append([row])
        return groups

    def tree(self) -> Node | None:
        """What the form asks for; ``None`` where nothing is filled in."""
        parts = [either_of(tree for row in group if (tree := row.tree())) for group in self.groups()]
        if self.years.strip():
            parts.append(in_field("year", word(self.years.strip())))
        for field, values in self.terms:
            if values:
                parts.append(in_field(field, either_of(word(term_label(field, value)) for value in values)))
        return all_of(parts) if parts else None

    @classmethod
    def of(cls, tree: Node | None) -> Form | None:
        """The form that asks for the same as this tree, be it in another order; ``None`` where none does."""
        rows: list[Row] = []
        years, terms = "", dict[str, tuple[str, ...]]()
        for part in () if tree is None else tree.parts if isinstance(tree, All) else (tree,):
            field = part.field if isinstance(part, In) else ""
            if isinstance(part, In) and field == "year" and isinstance(part.part, Word) and not years:
                years = part.part.text
            elif isinstance(part, In) and field not in terms and (chosen := _values(part)):
                terms[field] = chosen
            else:
                rows += _rows(part)
        made = cls(tuple(_gathered(rows)), years, tuple(terms.items()))
        return made if _meaning(made.tree()) == _meaning(tree) else None


def words_in(text: str) -> Iterator[Word]:
    """The words in what was written in a row. Quotes hold one together as they do in a query; whatever else may be
    syntax there is text here."""
    at = 0
    while match := _RUN.search(text, at):
        marks = QUOTED.match(text, match.start())
        held = unquoted(marks) if marks and text[marks.end() : marks.end() + 1].strip() == "" else ""
        if marks and held.strip():
            yield word(held, quoted=True)
            at = marks.end()
        else:
            yield word(match[0])
            at = match.end()


def term_label(field: str, value: str) -> str:
    """The word of a value of a field, as a person knows it."""
    return next((term.label for term in fields()[field].terms if term.value == value), value)


def _values(part: In) -> tuple[str, ...]:
    """The terms of a field that are chosen; none where it is no choice of terms."""
    field = fields()[part.field]
    if field.sort is not Sort.TERMS and field.name not in CHOSEN:
        return ()
    parts = part.part.parts if isinstance(part.part, Either) else (part.part,)
    words = [each for each in parts if isinstance(each, Word)]
    if field.sort is Sort.TEXTS and any(each != word(each.text) for each in words):
        return ()  # in quotes nothing but the word: that no choice says
    known = {term.label: term.value for term in field.terms}
    return tuple(known.get(each.text, each.text) for each in words)


def _rows(part: Node) -> list[Row]:
    """The rows of a part; one that is no row becomes one that makes another tree, and so tells."""
    if isinstance(part, Either) and not all(isinstance(each, Word) for each in part.parts):
        rows = [row for each in part.parts for row in _rows(each)[:1]]
        return [replace(row, or_else=number > 0) for number, row in enumerate(rows)]
    if isinstance(part, Not):
        (row, *_) = _rows(part.part)
        return [replace(row, leaves_out=True, or_else=False)]
    if isinstance(part, In):
        (row, *_) = _rows(part.part)
        return [replace(row, field=part.field, or_else=False)]
    return [_row(part)]


def _row(part: Node) -> Row:
    if isinstance(part, Word):
        whole = part.quoted and part.text == part.text.strip()
        return Row(part.text, How.PHRASE) if whole else Row(_text([part]))
    parts = part.parts if isinstance(part, All | Either | Near) else ()
    text = _text([each for each in parts if isinstance(each, Word)])
    if isinstance(part, Near):
        how = next(how for how, unit in UNITS.items() if unit is part.unit)
        return Row(text, how, distance=part.distance if how is How.CLOSE else DISTANCE)
    return Row(text, How.ANY if isinstance(part, Either) else How.ALL)


def _text(words: Iterable[Word]) -> str:
    return " ".join(quoted(each.text) if each.quoted else each.text for each in words)


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


def _meaning(tree: Node | None) -> frozenset[str]:
    """What a tree asks for, the order of its parts aside, and quotes where they say nothing: about years and terms."""
    parts = () if tree is None else tree.parts if isinstance(tree, All) else (tree,)
    return frozenset(printed(_unmarked(part)) for part in parts)


def _unmarked(part: Node) -> Node:
    if not isinstance(part, In) or fields()[part.field].sort is Sort.TEXTS:
        return part
    if isinstance(part.part, Either):
        return In(
            part.field, either_of(word(each.text) if isinstance(each, Word) else each for each in part.part.parts)
        )
    return In(part.field, word(part.part.text)) if isinstance(part.part, Word) else part
