"""Where the lines of a paragraph end: the best set of breaks, not the first that fits.

The cost of a line is what the eye sees: how far its marks are squeezed, how far its characters are drawn apart.
Squeezing is cheaper than drawing apart (先挤进后推出). A walk takes the cheapest line every time; where each of them is
good, that is the paragraph. Else every line number keeps a handful of the best places to stand, each with the cheapest
way to get there and none dearer than the walk, so time and memory grow with the paragraph's length and nothing else.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from itertools import chain, repeat
from operator import itemgetter
from typing import Any, NamedTuple

from archive_app.typeset.lines import classes
from archive_app.typeset.lines.measure import Measured

_KEPT = 4  # places to stand for each line number
_KEPT_VARIANT = 24
_MOST_SQUEEZE = 2500.0  # never more than this out of one line
_ENOUGH = 2500.0  # a line this short ends the search for shorter ones
_VISIBLE = 20.0  # tracking (1/1000 em a character) that costs 1
_GOOD = 0.35  # a line this cheap needs no better
_BAD = 4.0  # lines that cost so much together are worth a wider search
_HUNG_COST = 0.02
_HYPHEN_COST = 1.5
_RUNT_COST = 60.0
_FORCED_COST = 1000.0
_EDGE = 1500.0  # what a line's end and the next one's start give up by themselves, at the most
_GAP_SAVED = 300.0
_LEAST_LAST = 500.0
_VARIANT_LIMIT = 4.0  # the worst line allowed when a line is taken out of a paragraph or let in
_FAR_LIMIT = 25.0  # the same where that must be had, though it be seen: 0.1 em between characters
_MOST_TRACKING: float = _VISIBLE * _VARIANT_LIMIT**0.5
_FAR_TRACKING: float = _VISIBLE * _FAR_LIMIT**0.5
_HALF = 500.0
_NEVER = 1e18


class Break(NamedTuple):
    """A line [start, end) of the setting text; ``hyphen`` where a hyphen is added, ``forced`` where no legal break
    was to be had, ``hung`` where its last mark hangs outside the measure."""

    start: int
    end: int
    hyphen: bool = False
    forced: bool = False
    hung: bool = False


# A place to stand: (what the lines to it cost, where it is, the last of them, the place before it).
_Node = tuple[float, int, Any, Any]
_cost = itemgetter(0)

# A line that can be had: (cost, end, hyphen, forced, hung).
_Choice = tuple[float, int, bool, bool, bool]


def break_paragraph(
    measured: Measured,
    first: float,
    rest: float,
    *,
    looseness: int = 0,
    count: int = 0,
    hyphens: Mapping[int, float] | None = None,
    widths: Sequence[float] = (),
) -> list[Break] | None:
    """The breaks of a paragraph whose first line is ``first`` wide and the others ``rest``.

    ``widths`` are those of the lines from the second on that are of another width (beside a picture); the lines behind
    them are ``rest`` wide.

    ``looseness`` asks for a line more (1) or fewer (-1) than the best setting has; the answer is None where that cannot
    be had without lines that are too tight or too loose. 2 and -2 ask for the same and let lines be looser.
    ``count`` are the lines of the best setting where they are known. ``hyphens`` maps positions inside Latin
    words to the width of the hyphen.
    """
    if measured.size == 0:
        return None if looseness else []
    if looseness and count:
        return _vary(measured, first, rest, widths, hyphens or {}, count, looseness)
    total, worst = _NEVER, _NEVER
    best: list[Break] = []
    if not hyphens:
        total, worst, best = _walk(measured, first, rest, widths)
    if worst > _GOOD:
        found = _search(measured, first, rest, widths, hyphens or {}, total, _KEPT)
        total, best = found or (total, best)
        if total > _BAD:
            found = _search(measured, first, rest, widths, hyphens or {}, total, _KEPT_VARIANT)
            total, best = found or (total, best)
    if looseness:
        return _vary(measured, first, rest, widths, hyphens or {}, len(best), looseness)
    return best


def loosenesses(measured: Measured, count: int, first: float, rest: float) -> frozenset[int]:
    """Which of a line fewer (-1, with looser lines -2) and a line more (1, 2) a paragraph of ``count`` lines may have.

    A sum over the whole paragraph, so it never says no where `break_paragraph` would say yes; but it says no to most,
    at once.
    """
    size = measured.size
    natural = measured.natural(0, size)
    found = set()
    if count > 1:
        room = first + rest * (count - 2)
        if natural - measured.give[size] - _saved(measured) * (count - 2) <= room:
            found |= {-1, -2}
    elastic = measured.take[size] if measured.take is not None else 0.0
    room = first + rest * (count - 1)
    if may_grow(natural, elastic, size, room):
        found.add(2)
        if natural + elastic + _MOST_TRACKING * size >= room + _LEAST_LAST:
            found.add(1)
    return frozenset(found)


def may_grow(natural: float, elastic: float, size: int, room: float) -> bool:
    """Whether ``size`` characters, so wide by nature and so much more at spaces and gaps, might fill ``room`` and
    leave something for a line more, were they drawn apart as far as may be."""
    return natural + elastic + _FAR_TRACKING * size >= room + _LEAST_LAST


def _walk(measured: Measured, first: float, rest: float, widths: Sequence[float]) -> tuple[float, float, list[Break]]:
    """The cheapest line every time: (what they cost together, the worst of them, the lines). Without a legal break it
    gives up."""
    base, opening, closing, give = measured.base, measured.opening, measured.closing, measured.give
    may_break, soft, size, hang = measured.may_break, measured.soft, measured.size, measured.hang
    whole = base[size] - closing.get(size, 0.0)
    breaks: list[Break] = []
    total = worst = 0.0
    i, width, others = 0, first, iter(widths)
    while True:
        edge = base[i] + opening.get(i, 0.0) + width
        hung = False
        if whole <= edge:
            cost, end = _runt(measured, i), size
        else:
            cost, end, taken = _NEVER, 0, give[i + 1]
            # the longest line that fits as it is (a mark at its end gives half an em)
            j = may_break.rfind(1, i + 1, bisect_right(base, edge + _HALF, i + 1))
            while j > i:
                left = edge - base[j] + closing.get(j, 0.0)
                if left >= 0:
                    cost, end = _stretch_cost(measured, i, j, left) + soft.get(j, 0.0), j
                    break
                j = may_break.rfind(1, i + 1, j)
            if cost:  # and those that can be squeezed to fit
                j = may_break.find(1, max(j, i) + 1)
                while j > 0:
                    left = edge - base[j] + closing.get(j, 0.0)
                    if left < -_MOST_SQUEEZE:
                        break
                    room, hangs = give[j] - taken, False
                    if left >= 0:
                        own = _stretch_cost(measured, i, j, left)
                    elif -left <= room:
                        used = left / room
                        own = 0.05 + 0.45 * used * used
                    else:
                        own = _NEVER
                    if hang and left < 0 and j in hang:
                        own, hangs = _hung(measured, i, j, left, room, own)
                    if j == size:
                        own += _runt(measured, i)
                    own += soft.get(j, 0.0)
                    if own < cost:
                        cost, end, hung = own, j, hangs
                    j = may_break.find(1, j + 1)
            if not end:
                return _NEVER, _NEVER, []
        total += cost
        worst = max(worst, cost)
        breaks.append(Break(i, end, False, False, hung))
        if end == size:
            return total, worst, breaks
        i, width = end, next(others, rest)


def _search(
    measured: Measured,
    first: float,
    rest: float,
    widths: Sequence[float],
    hyphens: Mapping[int, float],
    bound: float,
    kept: int,
) -> tuple[float, list[Break]] | None:
    """The cheapest way to the end and what it costs, if it costs less than ``bound``."""
    size = measured.size
    best: _Node | None = None
    level: list[_Node] = [(0.0, 0, None, None)]
    for width in chain((first,), widths, repeat(rest)):
        reached: dict[int, _Node] = {}
        for node in level:
            spent, i = node[0], node[1]
            choices = _lines(measured, i, width, hyphens, bound - spent)
            if not choices and bound - spent > _FORCED_COST:
                choices = _force(measured, i, width)
            for choice in choices:
                total, j = spent + choice[0], choice[1]
                known = reached.get(j)
                if known is None or total < known[0]:
                    reached[j] = (total, j, choice, node)
        final = reached.pop(size, None)
        if final is not None and final[0] < bound:
            bound, best = final[0], final
        level = [node for node in reached.values() if node[0] < bound]
        if not level:
            return None if best is None else (bound, _unwind(best))
        if len(level) > kept:
            level.sort(key=_cost)
            del level[kept:]
    raise AssertionError("lines never end")


def _vary(
    measured: Measured,
    first: float,
    rest: float,
    widths: Sequence[float],
    hyphens: Mapping[int, float],
    count: int,
    looseness: int,
) -> list[Break] | None:
    """The cheapest lines, one more or fewer than ``count``, none of them worse than allowed."""
    lean = 1 if looseness > 0 else -1
    count += lean
    if count < 1:
        return None
    limit, tracking = (_VARIANT_LIMIT, _MOST_TRACKING) if looseness == lean else (_FAR_LIMIT, _FAR_TRACKING)
    size = measured.size
    level: list[_Node] = [(0.0, 0, None, None)]
    for number, width in enumerate(chain((first,), widths, repeat(rest)), 1):
        reached: dict[int, _Node] = {}
        for node in level:
            spent, i = node[0], node[1]
            for choice in _lines(measured, i, width, hyphens, limit):
                total, j = spent + choice[0], choice[1]
                known = reached.get(j)
                if known is None or total < known[0]:
                    reached[j] = (total, j, choice, node)
        if number == count:
            final = reached.get(size)
            return None if final is None else _unwind(final)
        ahead = [*widths[number - 1 : count - 1], *[rest] * (count - max(number, len(widths) + 1))]
        nearest, farthest = _window(measured, ahead, tracking)
        level = [node for node in reached.values() if nearest <= node[1] <= farthest and node[1] < size]
        if not level:
            return None
        if len(level) > _KEPT_VARIANT:
            level.sort(key=lambda node: (node[1] * lean, node[0]))
            del level[_KEPT_VARIANT:]
    raise AssertionError("lines never end")


def _window(measured: Measured, ahead: Sequence[float], tracking: float) -> tuple[int, int]:
    """The first and the last position from which lines as wide as ``ahead`` could just fill a paragraph's rest, their
    characters drawn apart by no more than ``tracking``."""
    base, size = measured.base, measured.size
    whole = base[size]
    least = whole - sum(ahead) - measured.give[size] - _saved(measured) * len(ahead) - _EDGE
    elastic = measured.take[size] if measured.take is not None else 0.0
    most = whole - sum(ahead[:-1]) + elastic + tracking * size + _EDGE
    return bisect_left(base, least), bisect_right(base, most)


def _saved(measured: Measured) -> float:
    """The most that a break saves besides what can be squeezed out there anyway: a gap, spaces, a mark that hangs."""
    spaces = max(measured.closing.values(), default=0.0) if "  " in measured.text else 0.0
    return _GAP_SAVED + spaces + max(measured.hang.values(), default=0.0)


def _unwind(node: _Node) -> list[Break]:
    breaks: list[Break] = []
    while node[3] is not None:
        breaks.append(Break(node[3][1], *node[2][1:]))
        node = node[3]
    breaks.reverse()
    return breaks


def _lines(measured: Measured, i: int, width: float, hyphens: Mapping[int, float], most: float) -> list[_Choice]:
    """Every line that can begin at ``i`` and costs no more than ``most``."""
    base, closing, give, hang = measured.base, measured.closing, measured.give, measured.hang
    may_break, soft, size = measured.may_break, measured.soft, measured.size
    edge = base[i] + measured.opening.get(i, 0.0) + width
    taken = give[i + 1]
    top = min(size, bisect_right(base, edge + _MOST_SQUEEZE, i + 1))
    found: list[_Choice] = []
    loose = 0
    j = may_break.rfind(1, i + 1, top + 1)
    while j > i:
        left = edge - base[j] + closing.get(j, 0.0)
        hung = False
        if left < 0:
            room, cost = give[j] - taken, _NEVER
            if -left <= room:
                used = left / room
                cost = 0.05 + 0.45 * used * used
            if hang and j in hang:
                cost, hung = _hung(measured, i, j, left, room, cost)
            if j == size:
                cost += _runt(measured, i)
        else:
            loose += 1
            cost = _runt(measured, i) if j == size else _stretch_cost(measured, i, j, left)
        if soft:
            cost += soft.get(j, 0.0)
        if cost <= most and cost < _NEVER:
            found.append((cost, j, False, False, hung))
        if left >= 0 and (loose >= 3 or left > _ENOUGH):
            break
        j = may_break.rfind(1, i + 1, j)
    if hyphens and min(found, default=(_NEVER,))[0] > _HYPHEN_COST:
        found += [choice for choice in _hyphenated(measured, i, width, hyphens, top) if choice[0] <= most]
    return found


def _stretch_cost(measured: Measured, i: int, j: int, left: float) -> float:
    """What it costs to fill ``left`` thousandths of an em: spaces and gaps first, then everything."""
    cost = 0.0
    if measured.take is not None:
        elastic = measured.take[j] - measured.take[i + 1]
        if elastic > 0:
            filled = min(left, elastic)
            cost = 0.4 * filled / elastic
            left -= filled
    if left < 1e-6:
        return cost
    tracking = left / max(1, measured.slots(i, j)) / _VISIBLE
    return cost + tracking * tracking


def _hung(measured: Measured, i: int, j: int, left: float, room: float, cost: float) -> tuple[float, bool]:
    """What the line [i, j) costs, and whether its last mark hangs: it does where that costs less than ``cost``."""
    left += measured.hang[j]
    if left < 0:
        if -left > room:
            return cost, False
        used = left / room
        own = 0.05 + 0.45 * used * used
    else:
        own = _stretch_cost(measured, i, j, left) if j < measured.size else 0.0
    own += _HUNG_COST
    return (own, True) if own < cost else (cost, False)


def _runt(measured: Measured, i: int) -> float:
    """A last line needs two characters (单字不成行); closing marks do not count."""
    if measured.size - i > 6 or i == 0 or len(classes.COUNTED.findall(measured.kinds(i, measured.size))) >= 2:
        return 0.0
    return _RUNT_COST


def _hyphenated(measured: Measured, i: int, width: float, hyphens: Mapping[int, float], top: int) -> list[_Choice]:
    """The last two lines that end inside a Latin word, where the dictionary allows."""
    found: list[_Choice] = []
    for j in range(top, i, -1):
        hyphen = hyphens.get(j)
        if hyphen is None:
            continue
        left = width - measured.natural(i, j) - hyphen
        if left < 0:
            continue
        found.append((_HYPHEN_COST + _stretch_cost(measured, i, j, left), j, True, False, False))
        if len(found) == 2:
            break
    return found


def _force(measured: Measured, i: int, width: float) -> list[_Choice]:
    """Nothing may break here: break anyway, as late as fits."""
    edge = measured.base[i] + measured.opening.get(i, 0.0) + width
    j = max(i + 1, min(measured.size, bisect_right(measured.base, edge + _LEAST_LAST, i + 1)))
    while j > i + 1 and (measured.natural(i, j) > width or measured.kinds(j, j + 1) in ("v", "n")):
        j -= 1
    return [(_FORCED_COST, j, False, True, False)]
