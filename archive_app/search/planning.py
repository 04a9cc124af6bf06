"""From a query's tree to what is looked up: atoms under and, or, not; what else is looked for in a word's place."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from archive_app.frozen import dataclass
from archive_app.hanzi.folding import fold
from archive_app.search.atoms import Atom, Dated, Filed, Stands
from archive_app.search.language.dates import spans_of
from archive_app.search.language.expansion import Expander, Expansion
from archive_app.search.language.fields import QueryField, Sort, fields
from archive_app.search.language.tree import All, Either, In, Near, Node, Not, Word
from archive_app.search.matching import Needle
from archive_app.search.proximity import Together


@dataclass(frozen=True, slots=True)
class Both:
    """Every part."""

    parts: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class OneOf:
    """At least one part."""

    parts: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Except:
    """Not the part."""

    part: Step


Step = Both | OneOf | Except | Atom


@dataclass(frozen=True, slots=True)
class Plan:
    """A query ready to be looked up.

    ``atoms`` are those that are counted, shown and weighed, each once; ``expanded`` what may be looked for beside what
    was typed, switched off or not. ``asks`` is false where the query only leaves out.
    """

    root: Step
    atoms: tuple[Atom, ...]
    expanded: dict[Expansion, Needle]
    asks: bool
    exact: bool


def plan(node: Node, *, exact: bool, expander: Expander | None = None, without: Collection[str] = ()) -> Plan:
    """The plan of a tree. ``without`` names expansions that are switched off, by their ``key``."""
    planner = _Planner(exact, expander, frozenset(without))
    root = planner.step(node, None)
    positive = list(dict.fromkeys(_positive(root)))
    counted = tuple(atom for atom in positive if atom.counts)
    return Plan(root, counted, planner.expanded, bool(positive), exact)


def _positive(step: Step, *, negated: bool = False) -> Iterable[Atom]:
    if isinstance(step, Both | OneOf):
        for part in step.parts:
            yield from _positive(part, negated=negated)
    elif isinstance(step, Except):
        yield from _positive(step.part, negated=not negated)
    elif not negated:
        yield step


class _Planner:
    def __init__(self, exact: bool, expander: Expander | None, without: frozenset[str]) -> None:
        self._exact, self._expander, self._without = exact, expander, without
        self.expanded: dict[Expansion, Needle] = {}

    def step(self, node: Node, field: QueryField | None) -> Step:
        """What is looked up for a part of the tree."""
        if isinstance(node, All):
            return Both(tuple(self.step(part, field) for part in node.parts))
        if isinstance(node, Either):
            return OneOf(tuple(self.step(part, field) for part in node.parts))
        if isinstance(node, Not):
            return Except(self.step(node.part, field))
        if isinstance(node, In):
            return self.step(node.part, fields()[node.field])
        if isinstance(node, Near):
            groups = tuple(self._group(part, field) for part in node.parts)
            return Together(groups, node.unit, node.distance, node.ordered, field)
        return self._word(node, field)

    def _word(self, node: Word, field: QueryField | None) -> Atom:
        if field is not None and field.sort is Sort.DATES:
            return Dated(spans_of(node.text))
        if field is not None and field.sort is Sort.TERMS:
            if field.terms:
                return Filed(field.facet, field.values_of(node.text))
            return Filed(field.facet, frozenset(), fold(node.text))
        return Stands(self._needles(node, field), field)

    def _group(self, node: Word | Either, field: QueryField | None) -> tuple[Needle, ...]:
        words = [node] if isinstance(node, Word) else [part for part in node.parts if isinstance(part, Word)]
        return tuple(dict.fromkeys(needle for word in words for needle in self._needles(word, field)))

    def _needles(self, node: Word, field: QueryField | None) -> tuple[Needle, ...]:
        needles = {Needle.of(node.text, exact=self._exact): None}
        if self._expander is not None and not node.quoted and not self._exact and (field is None or field.expands):
            typed = fold(node.text)
            for expansion in self._expander(node.text):
                if typed in fold(expansion.to):
                    continue  # it is found as it is
                needle = Needle.of(expansion.to, exact=False, not_after=expansion.not_after)
                self.expanded[expansion] = needle
                if expansion.key not in self._without:
                    needles[needle] = None
        return tuple(needles)
