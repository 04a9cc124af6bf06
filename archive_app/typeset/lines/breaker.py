"""Where the lines of a paragraph end: the best set of breaks, not the first that fits.

Every line number keeps a handful of the best places to stand, each with the cheapest way to get there, so time and
memory grow with the paragraph's length and nothing else. The cost of a line is what the eye sees: how far its marks
are squeezed, how far its characters are drawn apart. Squeezing is cheaper than drawing apart (先挤进后推出).
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from archive_app.typeset.lines import classes
from archive_app.typeset.lines.measure import Measured

_KEPT = 4  # places to stand for each line number
_KEPT_VARIANT = 24
_MOST_SQUEEZE = 2500.0  # never more than this out of one line
_ENOUGH = 2500.0  # a line this short ends the search for shorter ones
_NEAR = 2000.0  # without a break this near the edge, hyphens are looked at
_VISIBLE = 20.0  # tracking (1/1000 em a character) that costs 1
_HYPHEN_COST = 1.5
_RUNT_COST = 60.0
_FORCED_COST = 1000.0
_MOST_AT_EDGE = 1500.0  # what a line's end and the next one's start can save: two half marks and a space
_LEAST_LAST = 500.0
_VARIANT_LIMIT = 4.0  # the worst line allowed when a line is taken out of a paragraph or let in


@dataclass(frozen=True, slots=True)
class Break:
    """A line [start, end) of the setting text; ``hyphen`` where a hyphen is added, ``forced`` where no legal break
    was to be had."""

    start: int
    end: int
    hyphen: bool = False
    forced: bool = False


@dataclass(slots=True)
class _Node:
    cost: float
    worst: float
    before: _Node | None
    start: int
    end: int
    hyphen: bool
    forced: bool


def break_paragraph(
    measured: Measured,
    first: float,
    rest: float,
    *,
    looseness: int = 0,
    hyphens: Mapping[int, float] | None = None,
    widths: Sequence[float] = (),
) -> list[Break] | None:
    """The breaks of a paragraph whose first line is ``first`` wide and the others ``rest``.

    ``widths`` are those of the lines from the second on that are of another width (beside a picture); the lines behind
    them are ``rest`` wide.

    ``looseness`` asks for so many lines more (or, negative, fewer) than the best setting has; the answer is None
    where that cannot be had without lines that are too tight or too loose. ``hyphens`` maps positions inside Latin
    words to the width of the hyphen.
    """
    size = len(measured)
    if size == 0:
        return None if looseness else []
    if measured.end[size] - measured.start[0] <= first and not looseness:
        return [Break(0, size)]
    best = _search(measured, first, rest, hyphens or {}, _KEPT, 0, widths)
    if looseness:
        wanted = _depth(best[0]) + looseness
        finals = _search(measured, first, rest, hyphens or {}, _KEPT_VARIANT, looseness, widths)
        fitting = [node for node in finals if _depth(node) == wanted and node.worst <= _VARIANT_LIMIT]
        if not fitting:
            return None
        best = fitting
    return _unwind(min(best, key=lambda node: node.cost))


def loosenesses(measured: Measured, count: int, first: float, rest: float) -> frozenset[int]:
    """Which of a line fewer (-1) and a line more (1) a paragraph of ``count`` lines might have.

    A sum over the whole paragraph, so it never says no where `break_paragraph` would say yes; but it says no to most,
    at once.
    """
    size = len(measured)
    natural = measured.end[size] - measured.start[0]
    found = set()
    if count > 1:
        room = first + rest * (count - 2)
        if natural - measured.give[-1] - _MOST_AT_EDGE * (count - 2) <= room:
            found.add(-1)
    elastic = measured.take[-1] if measured.take is not None else 0.0
    tracking = _VISIBLE * _VARIANT_LIMIT**0.5
    if natural + elastic + tracking * size >= first + rest * (count - 1) + _LEAST_LAST:
        found.add(1)
    return frozenset(found)


def _depth(node: _Node | None) -> int:
    depth = 0
    while node is not None and node.before is not None:
        depth += 1
        node = node.before
    return depth


def _unwind(node: _Node) -> list[Break]:
    breaks: list[Break] = []
    while node.before is not None:
        breaks.append(Break(node.start, node.end, node.hyphen, node.forced))
        node = node.before
    breaks.reverse()
    return breaks


def _search(
    measured: Measured,
    first: float,
    rest: float,
    hyphens: Mapping[int, float],
    kept: int,
    lean: int,
    widths: Sequence[float] = (),
) -> list[_Node]:
    """Every way kept that reaches the end, the cheapest first."""
    others = iter(widths)
    size = len(measured)
    level = [_Node(0.0, 0.0, None, 0, 0, False, False)]
    finals: list[_Node] = []
    width = first
    while level:
        reached: dict[int, _Node] = {}
        for node in level:
            _extend(node, measured, width, hyphens, reached, lean != 0)
        final = reached.pop(size, None)
        if final is not None:
            finals.append(final)
        level = list(reached.values())
        if len(level) > kept:
            if lean:
                level.sort(key=lambda node: (node.end * lean, node.cost))
            else:
                level.sort(key=lambda node: node.cost)
            del level[kept:]
        width = next(others, rest)
        if finals and not lean:
            cheapest = min(node.cost for node in finals)
            level = [node for node in level if node.cost < cheapest]
    finals.sort(key=lambda node: node.cost)
    return finals


def _extend(
    node: _Node,
    measured: Measured,
    width: float,
    hyphens: Mapping[int, float],
    reached: dict[int, _Node],
    strict: bool,
) -> None:
    """Add every line that can begin where ``node`` ends."""
    i, size = node.end, len(measured)
    base, end, give = measured.start[i], measured.end, measured.give
    taken = give[i + 1]
    may_break, soft = measured.may_break, measured.soft
    top = min(size, bisect_right(end, base + width + _MOST_SQUEEZE, i + 1))
    j = may_break.rfind(1, i + 1, top + 1)
    found, nearest = 0, width
    while j > i:
        left = width - (end[j] - base)
        if left < 0:
            room = give[j] - taken
            if -left <= room and -left <= _MOST_SQUEEZE:
                used = -left / room
                cost = 0.05 + 0.45 * used * used
                if j == size:
                    cost += _runt(measured, i)
                _arrive(reached, node, i, j, cost + soft.get(j, 0.0))
        else:
            if j == size:
                cost = _runt(measured, i)
            else:
                cost = _stretch_cost(measured, i, j, left)
                nearest = min(nearest, left)
            if not strict or cost <= _VARIANT_LIMIT or j == size:
                _arrive(reached, node, i, j, cost + soft.get(j, 0.0))
            found += 1
            if found >= 3 or left > _ENOUGH:
                break
        j = may_break.rfind(1, i + 1, j)
    if hyphens and (nearest > _NEAR or not found):
        found += _hyphenate(node, measured, width, hyphens, reached, top)
    if not found and not strict and not _fits_squeezed(reached, node):
        _force(node, measured, width, reached)


def _fits_squeezed(reached: Mapping[int, _Node], node: _Node) -> bool:
    return any(candidate.before is node for candidate in reached.values())


def _arrive(
    reached: dict[int, _Node],
    node: _Node,
    i: int,
    j: int,
    cost: float,
    hyphen: bool = False,
    forced: bool = False,
) -> None:
    total = node.cost + cost
    known = reached.get(j)
    if known is None or total < known.cost:
        reached[j] = _Node(total, max(node.worst, cost), node, i, j, hyphen, forced)


def _stretch_cost(measured: Measured, i: int, j: int, left: float) -> float:
    """What it costs to fill ``left`` thousandths of an em: spaces and gaps first, then everything."""
    cost = 0.0
    if measured.take is not None:
        elastic = measured.take[j] - measured.take[i + 1]
        if elastic > 0:
            filled = min(left, elastic)
            cost = 0.4 * filled / elastic
            left -= filled
    tracking = left / max(1, measured.slots(i, j)) / _VISIBLE
    return cost + tracking * tracking


def _runt(measured: Measured, i: int) -> float:
    """A last line needs two characters (单字不成行); closing marks do not count."""
    tail = measured.classes[i : i + 6]
    if len(measured) - i > 6 or len(classes.COUNTED.findall(tail)) >= 2 or i == 0:
        return 0.0
    return _RUNT_COST


def _hyphenate(
    node: _Node,
    measured: Measured,
    width: float,
    hyphens: Mapping[int, float],
    reached: dict[int, _Node],
    top: int,
) -> int:
    """Break a Latin word where the dictionary allows; how many such lines there are."""
    i, count = node.end, 0
    base = measured.start[i]
    for j in range(top, i, -1):
        hyphen = hyphens.get(j)
        if hyphen is None:
            continue
        left = width - (measured.end[j] - base) - hyphen
        if left < 0:
            continue
        cost = _HYPHEN_COST + _stretch_cost(measured, i, j, left)
        _arrive(reached, node, i, j, cost, hyphen=True)
        count += 1
        if count == 2:
            break
    return count


def _force(node: _Node, measured: Measured, width: float, reached: dict[int, _Node]) -> None:
    """Nothing may break here: break anyway, as late as fits."""
    i = node.end
    base = measured.start[i]
    j = max(i + 1, min(len(measured), bisect_right(measured.end, base + width, i + 1) - 1))
    while j > i + 1 and (measured.end[j] - base > width or measured.classes[j : j + 1] in ("v", "n")):
        j -= 1
    _arrive(reached, node, i, j, _FORCED_COST, forced=True)
