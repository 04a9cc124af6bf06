"""Which documents of a source satisfy a plan, and how often each of its atoms stands there."""

from __future__ import annotations

from collections.abc import Collection

from archive_app.search.atoms import Atom, Reach, Stands
from archive_app.search.matching import Found, Source
from archive_app.search.planning import Both, Except, OneOf, Plan, Step


def matching(reach: Reach, plan: Plan) -> Found:
    """The documents that satisfy the plan and may be seen, counted for each of its atoms."""
    evaluation = _Evaluation(reach)
    satisfied = evaluation.find(plan.root, None, sure=True) if plan.asks else ()
    numbers = sorted(satisfied)
    if reach.visible is not None:
        numbers = reach.source.visible(numbers, reach.visible)
    counts = []
    for atom in plan.atoms:
        stands = evaluation.counts(atom, numbers)
        counts.append([stands.get(number, 0) for number in numbers])
    return Found(reach.source, numbers, counts)


class _Evaluation:
    """Remembers what has been counted. ``sure``: wherever the result may be, so that it need not be counted again."""

    def __init__(self, reach: Reach) -> None:
        self._reach = reach
        self._counted: dict[Atom, dict[int, int]] = {}

    def counts(self, atom: Atom, numbers: list[int]) -> dict[int, int]:
        """How often an atom stands in the documents of the result."""
        counted = self._counted.get(atom)
        if counted is None:
            counted = atom.count(self._reach, numbers, narrowed=False) if numbers else {}
        return counted

    def find(self, step: Step, among: Collection[int] | None, *, sure: bool, narrowed: bool = False) -> Collection[int]:
        """The documents that satisfy a step; of ``among`` where that is given."""
        if isinstance(step, Both):
            return self._both(step, among, sure)
        if isinstance(step, OneOf):
            found: set[int] = set()
            for part in step.parts:
                found.update(self.find(part, among, sure=sure and not isinstance(part, Both)))
            return found
        if isinstance(step, Except):
            gone = self.find(step.part, among, sure=False)
            left = self._reach.source.live if among is None else among
            gone = gone if isinstance(gone, set | dict) else set(gone)
            return [number for number in left if number not in gone]
        return self._atom(step, among, sure, narrowed)

    def _atom(self, atom: Atom, among: Collection[int] | None, sure: bool, narrowed: bool) -> Collection[int]:
        counted = self._counted.get(atom)
        if counted is not None:
            return counted.keys() if among is None else [number for number in among if number in counted]
        counted = atom.count(self._reach, among, narrowed=narrowed)
        if sure:
            self._counted[atom] = counted
        return counted.keys()

    def _both(self, step: Both, among: Collection[int] | None, sure: bool) -> Collection[int]:
        """Part after part, the rarest first; all that the postings say of any before a text is read."""
        source = self._reach.source
        ordered: list[Step] = sorted(step.parts, key=lambda part: _cost(part, source))
        texts = [part for part in ordered if not isinstance(part, Except)]
        narrowed = len(texts) > 1
        if narrowed:
            for part in texts:
                if isinstance(part, Stands) and part.posted:
                    among = self.find(part, among, sure=sure)
                else:
                    among = self._narrow(part, among)
                if among is not None and not among:
                    return ()
        for each in ordered:
            among = self.find(each, among, sure=sure, narrowed=narrowed and not isinstance(each, Both | OneOf | Except))
            if not among:
                return ()
        return among if among is not None else source.live

    def _narrow(self, step: Step, among: Collection[int] | None) -> Collection[int] | None:
        """Documents among which are all that satisfy the step."""
        if isinstance(step, Except):
            return among
        if isinstance(step, Both):
            for part in step.parts:
                among = self._narrow(part, among)
            return among
        if isinstance(step, OneOf):
            found: set[int] = set()
            for part in step.parts:
                some = self._narrow(part, among)
                if some is None or some is among:
                    return among
                found.update(some)
            return found
        return step.narrow(self._reach, among)


def _cost(step: Step, source: Source) -> int:
    if isinstance(step, Both):
        return min((_cost(part, source) for part in step.parts), default=0)
    if isinstance(step, OneOf):
        return sum(_cost(part, source) for part in step.parts)
    if isinstance(step, Except):
        return 2 * len(source.characters) + _cost(step.part, source)
    return step.estimate(source)
