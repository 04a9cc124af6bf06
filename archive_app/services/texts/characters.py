"""The difference of two texts, character by character: what is the same, what is gone, what is new.

Myers' shortest edit script where the texts are near each other; where they are not (a page rewritten), sentences that
stand in both are the fixed points and only what lies between them is looked into. So the work grows with the text and
with what was changed in it, never with their product.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Hashable, Iterator, Sequence

Piece = tuple[str, str]
"""(``same``, ``gone`` or ``new``, the characters)."""
Pair = tuple[int, int]

_NEAR = 700
"""Edits up to which Myers' way is taken: it costs their square."""
_LONG = 4000
"""Characters from which sentences are compared before characters are."""
_SCATTERED = 3
"""As few characters that stayed between two changes belong to the changes: a sentence reads better than confetti."""
_ATTACHED = (
    "\u0300-\u036f\u1ab0-\u1aff\u200d\u20d0-\u20ff\ufe00-\ufe0f\U0001f3fb-\U0001f3ff\U000e0020-\U000e007f"
    "\U000e0100-\U000e01ef"
)
_HAS_ATTACHED = re.compile(f"[{_ATTACHED}]")
_CLUSTER = re.compile(f"(?s:.)(?:[{_ATTACHED}]+|(?<=\u200d).)*")
_SENTENCE = re.compile(r"[^。！？；\n]*[。！？；\n]+[”’」』）]*|[^。！？；\n]+")
_STOPS = frozenset("。！？；，、：\n")


def difference(old: str, new: str) -> list[Piece]:
    """The pieces of both texts in order: those that are not ``new`` make the old one, those not ``gone`` the newer."""
    if old == new:
        return [("same", old)] if old else []
    found = list(_difference(old, new))
    return _slid(_gathered(_joined(found)))


def _difference(old: str, new: str) -> Iterator[Piece]:
    if max(len(old), len(new)) <= _LONG:
        yield from _near(old, new)
        return
    was, now = _SENTENCE.findall(old), _SENTENCE.findall(new)
    at = to = 0
    for i, j in [*anchored(was, now), (len(was), len(now))]:
        gap, other = "".join(was[at:i]), "".join(now[to:j])
        if gap or other:
            yield from _near(gap, other)
        if i < len(was):
            yield "same", was[i]
        at, to = i + 1, j + 1


def _near(old: str, new: str) -> Iterator[Piece]:
    """Characters (with what is written upon them) by Myers; a rewritten stretch as a whole."""
    whole = _HAS_ATTACHED.search(old) is None and _HAS_ATTACHED.search(new) is None
    was: Sequence[str] = old if whole else _CLUSTER.findall(old)
    now: Sequence[str] = new if whole else _CLUSTER.findall(new)
    head = 0
    while head < min(len(was), len(now)) and was[head] == now[head]:
        head += 1
    tail = 0
    while tail < min(len(was), len(now)) - head and was[-1 - tail] == now[-1 - tail]:
        tail += 1
    if head:
        yield "same", "".join(was[:head])
    yield from _middle(was[head : len(was) - tail], now[head : len(now) - tail])
    if tail:
        yield "same", "".join(was[len(was) - tail :])


def _middle(was: Sequence[str], now: Sequence[str]) -> Iterator[Piece]:
    pairs = myers(was, now, _NEAR) if was and now else []
    if pairs is None:
        one, other = _SENTENCE.findall("".join(was)), _SENTENCE.findall("".join(now))
        fixed = anchored(one, other)
        if not fixed:
            pairs = []
        else:
            at = to = 0
            for i, j in [*fixed, (len(one), len(other))]:
                gap, beside = "".join(one[at:i]), "".join(other[to:j])
                if gap or beside:
                    yield from _near(gap, beside)
                if i < len(one):
                    yield "same", one[i]
                at, to = i + 1, j + 1
            return
    at = to = 0
    for i, j in [*pairs, (len(was), len(now))]:
        if i > at:
            yield "gone", "".join(was[at:i])
        if j > to:
            yield "new", "".join(now[to:j])
        if i < len(was):
            yield "same", was[i]
        at, to = i + 1, j + 1


def myers(was: Sequence[Hashable], now: Sequence[Hashable], most: int) -> list[Pair] | None:
    """Which of one sequence is which of the other, in order, with the fewest edits; None where more than ``most`` are
    needed (Myers, An O(ND) Difference Algorithm, 1986)."""
    n, m = len(was), len(now)
    if abs(n - m) > most:
        return None
    reach = {1: 0}
    trail: list[dict[int, int]] = []
    for edits in range(min(most, n + m) + 1):
        trail.append(dict(reach))
        for k in range(-edits, edits + 1, 2):
            if k == -edits or (k != edits and reach.get(k - 1, -1) < reach.get(k + 1, -1)):
                x = reach[k + 1]
            else:
                x = reach[k - 1] + 1
            y = x - k
            while x < n and y < m and was[x] == now[y]:
                x += 1
                y += 1
            reach[k] = x
            if x >= n and y >= m:
                return _walked_back(trail, n, m)
    return None


def _walked_back(trail: list[dict[int, int]], x: int, y: int) -> list[Pair]:
    pairs: list[Pair] = []
    for edits in range(len(trail) - 1, -1, -1):
        reach, k = trail[edits], x - y
        down = k == -edits or (k != edits and reach.get(k - 1, -1) < reach.get(k + 1, -1))
        before = k + 1 if down else k - 1
        from_x = reach.get(before, 0)
        from_y = from_x - before
        while x > max(from_x, 0) and y > max(from_y, 0):
            x, y = x - 1, y - 1
            pairs.append((x, y))
        x, y = from_x, from_y
    return pairs[::-1]


def anchored(was: Sequence[Hashable], now: Sequence[Hashable]) -> list[Pair]:
    """Equal members of two sequences, in order: those that are there once in each first (patience), then their like
    neighbours, then what is left between them."""
    pairs: list[Pair] = []
    todo = [(0, len(was), 0, len(now))]
    while todo:
        a1, a2, b1, b2 = todo.pop()
        while a1 < a2 and b1 < b2 and was[a1] == now[b1]:
            pairs.append((a1, b1))
            a1, b1 = a1 + 1, b1 + 1
        while a1 < a2 and b1 < b2 and was[a2 - 1] == now[b2 - 1]:
            a2, b2 = a2 - 1, b2 - 1
            pairs.append((a2, b2))
        if a1 == a2 or b1 == b2:
            continue
        fixed = _patient(was, now, (a1, a2, b1, b2))
        if not fixed:
            common = set(was[a1:a2]) & set(now[b1:b2])  # what is on one side only can be nobody's like
            left = [i for i in range(a1, a2) if was[i] in common]
            right = [j for j in range(b1, b2) if now[j] in common]
            near = myers([was[i] for i in left], [now[j] for j in right], 200) or []
            pairs += [(left[i], right[j]) for i, j in near]
            continue
        at, to = a1, b1
        for i, j in [*fixed, (a2, b2)]:
            todo.append((at, i, to, j))
            at, to = i, j
            if i < a2:
                pairs.append((i, j))
                at, to = i + 1, j + 1
    return sorted(pairs)


def _patient(was: Sequence[Hashable], now: Sequence[Hashable], part: tuple[int, int, int, int]) -> list[Pair]:
    a1, a2, b1, b2 = part
    here, there = Counter(was[a1:a2]), Counter(now[b1:b2])
    place = {now[j]: j for j in range(b1, b2)}
    single = [(i, place[was[i]]) for i in range(a1, a2) if here[was[i]] == 1 == there[was[i]]]
    return [single[number] for number in rising([j for _i, j in single])]


def rising(values: Sequence[int], weights: Sequence[int] = ()) -> list[int]:
    """Which members make the longest row that rises; with ``weights``, the heaviest."""
    if not weights:
        return _longest(values)
    order = sorted(set(values))
    rank = {value: number for number, value in enumerate(order, 1)}
    best: list[tuple[int, int]] = [(0, -1)] * (len(order) + 1)  # of a Fenwick tree: (weight, the last member)
    before: list[int] = []
    top = (0, -1)
    for number, value in enumerate(values):
        at, heaviest = rank[value] - 1, (0, -1)
        while at:
            heaviest = max(heaviest, best[at])
            at -= at & -at
        before.append(heaviest[1])
        mine = (heaviest[0] + max(1, weights[number]), number)
        top = max(top, mine)
        at = rank[value]
        while at <= len(order):
            best[at] = max(best[at], mine)
            at += at & -at
    return _chain(before, top[1])


def _longest(values: Sequence[int]) -> list[int]:
    tails: list[int] = []
    last: list[int] = []
    before: list[int] = []
    for number, value in enumerate(values):
        at = bisect_left(tails, value)
        before.append(last[at - 1] if at else -1)
        if at == len(tails):
            tails.append(value)
            last.append(number)
        else:
            tails[at], last[at] = value, number
    return _chain(before, last[-1] if last else -1)


def _chain(before: Sequence[int], number: int) -> list[int]:
    found: list[int] = []
    while number >= 0:
        found.append(number)
        number = before[number]
    return found[::-1]


# — how it reads —


def _joined(pieces: Sequence[Piece]) -> list[Piece]:
    """Neighbours of one sort made one; between two things that stay, what is gone stands before what is new."""
    found: list[Piece] = []
    gone = new = ""
    for what, text in [*pieces, ("same", "")]:
        if what == "gone":
            gone += text
        elif what == "new":
            new += text
        else:
            if gone:
                found.append(("gone", gone))
            if new:
                found.append(("new", new))
            if text and found and found[-1][0] == "same":
                found[-1] = ("same", found[-1][1] + text)
            elif text:
                found.append(("same", text))
            gone = new = ""
    return found


def _gathered(pieces: list[Piece]) -> list[Piece]:
    """A few characters that stayed between two larger changes are part of one change."""
    changed = True
    while changed:
        changed = False
        for number in range(1, len(pieces) - 1):
            what, text = pieces[number]
            if what != "same" or len(text) > _SCATTERED or "\n" in text:
                continue
            before, after = _size(pieces, number - 1, -1), _size(pieces, number + 1, 1)
            if before and after and len(text) <= before and len(text) <= after and min(before, after) > 1:
                pieces[number : number + 1] = [("gone", text), ("new", text)]
                pieces = _joined(pieces)
                changed = True
                break
    return pieces


def _size(pieces: Sequence[Piece], at: int, by: int) -> int:
    """How long the change is that begins here: the longer of what is gone and what is new."""
    longest = 0
    while 0 <= at < len(pieces) and pieces[at][0] != "same":
        longest = max(longest, len(pieces[at][1]))
        at += by
    return longest


def _slid(pieces: list[Piece]) -> list[Piece]:
    """What is only gone or only new may stand a little further on or back and mean the same: it stands where a
    sentence begins."""
    for number in range(1, len(pieces) - 1):
        (first, left), (what, text), (last, right) = pieces[number - 1 : number + 2]
        if first != "same" or last != "same" or what == "same":
            continue
        back = 0
        while back < len(left) and left[len(left) - 1 - back] == text[len(text) - 1 - back % len(text)]:
            back += 1
        on = 0
        while on < len(right) and right[on] == text[on % len(text)]:
            on += 1
        whole = left[len(left) - back :] + text + right[:on]
        best = max(
            range(back + on + 1),
            key=lambda at: (_good(left, whole, at, len(text), back), at == back, -abs(at - back)),
        )
        pieces[number - 1 : number + 2] = [
            ("same", left[: len(left) - back] + whole[:best]),
            (what, whole[best : best + len(text)]),
            ("same", whole[best + len(text) :] + right[on:]),
        ]
    return [piece for piece in pieces if piece[1]]


def _good(left: str, whole: str, at: int, length: int, back: int) -> int:
    """How well a piece is cut that begins at ``at``: behind a stop, and ending with one."""
    outside = left[: len(left) - back]
    before = whole[at - 1] if at else outside[-1:] or "\n"
    end = whole[at + length - 1]
    return (2 if before in _STOPS else 0) + (1 if end in _STOPS else 0)
