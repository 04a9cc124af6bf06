"""Which places of several words stand together: within a distance, in an order."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence

Place = tuple[int, int]
"""(start, end)."""


def together(each: Sequence[Sequence[Place]], distance: int | None, *, ordered: bool) -> set[Place]:
    """The places that belong to a choice of one of each, in which from the end of the one that begins first to the
    beginning of the one that begins last there are at most ``distance`` (``None``: however many), and, ``ordered``,
    each begins after the one before it has ended.

    ``each`` holds for every word its places, ascending, none over another.
    """
    if not all(each):
        return set()
    if ordered:
        return _in_order(each, distance)
    return _in_any_order(each, distance)


def _in_any_order(each: Sequence[Sequence[Place]], distance: int | None) -> set[Place]:
    if distance is None:
        return {place for places in each for place in places}
    starts = [[start for start, _ in places] for places in each]
    found: set[Place] = set()
    for own, places in enumerate(each):
        for first in places:
            windows = [
                (bisect_left(begun, first[0]), bisect_right(begun, first[1] + distance)) if number != own else (0, 0)
                for number, begun in enumerate(starts)
            ]
            if all(begin < end for number, (begin, end) in enumerate(windows) if number != own):
                found.add(first)
                for number, (begin, end) in enumerate(windows):
                    found.update(each[number][begin:end])
    return found


def _in_order(each: Sequence[Sequence[Place]], distance: int | None) -> set[Place]:
    starts = [[start for start, _ in places] for places in each]
    ends = [[end for _, end in places] for places in each]
    last = len(each) - 1
    found: set[Place] = set()
    for first in each[0]:
        furthest = each[last][-1][0] if distance is None else first[1] + distance
        # The earliest end that the words up to each one can have, and the latest beginning of those from each on.
        earliest = [first[1]]
        for number in range(1, last + 1):
            at = bisect_left(starts[number], earliest[-1])
            if at == len(starts[number]):
                break
            earliest.append(ends[number][at])
        else:
            latest = {last + 1: furthest}
            begins = furthest
            for number in range(last, 0, -1):
                at = bisect_right(starts[number], furthest) if number == last else bisect_right(ends[number], begins)
                if at == 0 or starts[number][at - 1] < earliest[number - 1]:
                    break
                begins = starts[number][at - 1]
                latest[number] = begins
            else:
                found.add(first)
                for number in range(1, last + 1):
                    low = bisect_left(starts[number], earliest[number - 1])
                    if number == last:
                        high = bisect_right(starts[number], furthest)
                    else:
                        high = bisect_right(ends[number], latest[number + 1])
                    found.update(each[number][low:high])
    return found
