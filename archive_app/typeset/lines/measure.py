"""How wide a paragraph is between any two of its positions, and where it may break.

All widths are thousandths of an em of the paragraph's type. A *position* p stands before character p. What lies at a
position (a gap, the half em that adjacent marks give up) counts only when the position is inside a line, so the
natural width of the line [i, j) is ``end[j] - start[i]`` and what can be squeezed out of it ``give[j] - give[i + 1]``:
two look-ups each, whatever the length.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate

from archive_app.typeset.lines import classes

GAP_WIDTH = 250.0  # ¼ em between Han and Latin
GAP_LEAST = 125.0
GAP_MOST = 500.0
SPACE_LEAST = 250.0
SPACE_MOST = 500.0
LESS_LIKED = 0.3  # what a break between a number and what it counts costs
LINK_GIVES = 75.0  # 间隔号: on each side

# the order of squeezing (CLREQ §3.2.2; the mark at the line's end gave its half before any of these)
SQUEEZE_SPACE, SQUEEZE_LINK, SQUEEZE_BRACKET, SQUEEZE_PAUSE, SQUEEZE_GAP, SQUEEZE_STOP = range(6)


@dataclass(slots=True)
class Measured:
    """A paragraph ready to be broken.

    ``events`` are (position, amount) always applied inside a line; ``squeeze`` (position, tier, most that can be
    taken); ``stretch`` (position, tier, most that can be added) with tier 0 for spaces and 1 for gaps; ``rigid`` the
    positions that take no tracking. ``may_break`` has a 1 at every legal position, ``soft`` what a legal but
    unwelcome one costs.
    """

    classes: str
    start: list[float]
    end: list[float]
    give: list[float]
    take: list[float] | None
    stiff: list[int] | None
    may_break: bytearray
    soft: Mapping[int, float]
    widths: list[float]
    lead: Mapping[int, float]
    events: list[tuple[int, float]]
    squeeze: list[tuple[int, int, float]]
    stretch: list[tuple[int, int, float]]
    rigid: frozenset[int]

    def __len__(self) -> int:
        return len(self.classes)

    def slots(self, i: int, j: int) -> int:
        """How many positions inside the line [i, j) take tracking."""
        inside = j - i - 1
        return inside if self.stiff is None else inside - (self.stiff[j] - self.stiff[i + 1])


def measure(
    text: str,
    kinds: str,
    places: Sequence[float],
    lead: Mapping[int, float],
    trail: Mapping[int, float],
) -> Measured:
    """Measure setting text.

    ``kinds`` are its classes, ``places`` the width of every character's place; ``lead`` and ``trail`` what the marks
    at those indexes can give up before and after their ink.
    """
    size = len(kinds)
    at: dict[int, float] = {}
    squeeze: list[tuple[int, int, float]] = []
    stretch: list[tuple[int, int, float]] = []
    ends: dict[int, float] = {index + 1: amount for index, amount in trail.items()}
    widths = list(places)
    gone = _share_pairs(text, kinds, lead, trail, at) if lead or trail else set()
    for index, amount in trail.items():
        if index not in gone and index + 1 < size:
            tier = {classes.CLOSE: SQUEEZE_BRACKET, classes.PAUSE: SQUEEZE_PAUSE}.get(kinds[index], SQUEEZE_STOP)
            squeeze.append((index + 1, tier, amount))
    for index, amount in lead.items():
        if index not in gone and index:
            squeeze.append((index, SQUEEZE_BRACKET, amount))
    rigid: frozenset[int] = frozenset()
    plain = classes.PLAIN.fullmatch(kinds) is not None
    if not plain:
        rigid = frozenset(m.start() for m in classes.RIGID.finditer(kinds) if m.start())
        _latin(kinds, widths, at, squeeze, stretch, ends)
    elif "!!" in kinds:
        rigid = frozenset(m.start() + 1 for m in re.finditer("!(?=!)", kinds))
    may_break = bytearray(b"\1") * (size + 1)
    for match in classes.NO_BREAK.finditer(kinds):
        may_break[match.start()] = 0
    if classes.UPRIGHT_DIGIT in kinds:
        for match in classes.UPRIGHT_NUMBER.finditer(kinds):
            may_break[match.start()] = 0
    may_break[0], may_break[size] = 0, 1
    soft: dict[int, float] = {}
    if not plain and classes.DIGIT in kinds:
        for match in classes.NUMBER_UNIT.finditer(text):
            may_break[match.start()] = 0
        soft = {m.start(): LESS_LIKED for m in classes.NUMBER_COUNTER.finditer(text)}
    return Measured(
        kinds,
        *_sums(size, widths, at, squeeze, stretch, ends, lead),
        stiff=_count(size, rigid),
        may_break=may_break,
        soft=soft,
        widths=widths,
        lead=lead,
        events=sorted(_with_typed_gaps(at, places, widths).items()),
        squeeze=sorted(squeeze),
        stretch=sorted(stretch),
        rigid=rigid,
    )


def _with_typed_gaps(at: Mapping[int, float], places: Sequence[float], widths: Sequence[float]) -> dict[int, float]:
    """``at``, and behind every typed gap what brings its glyph's own width to the gap's."""
    moves = dict(at)
    for index, (place, width) in enumerate(zip(places, widths, strict=True)):
        if place != width:
            moves[index + 1] = moves.get(index + 1, 0.0) + width - place
    return moves


def _share_pairs(
    text: str, kinds: str, lead: Mapping[int, float], trail: Mapping[int, float], at: dict[int, float]
) -> set[int]:
    """Take the shared half from adjacent marks; the marks that gave theirs already."""
    gone: set[int] = set()
    for match in classes.PAIR.finditer(kinds):
        index = match.start()
        if kinds[index] == classes.OPEN:
            index += 1
            at[index] = at.get(index, 0.0) - lead.get(index, 0.0)
        else:
            at[index + 1] = at.get(index + 1, 0.0) - trail.get(index, 0.0)
        gone.add(index)
    if "!!" in kinds:
        for match in classes.QUERY_PAIR.finditer(text):
            last = match.end() - 1
            if (match.end() - match.start()) % 2 == 0 and last not in gone:
                at[last + 1] = at.get(last + 1, 0.0) - trail.get(last, 0.0)
                gone.add(last)
    return gone


def _latin(
    kinds: str,
    widths: list[float],
    at: dict[int, float],
    squeeze: list[tuple[int, int, float]],
    stretch: list[tuple[int, int, float]],
    ends: dict[int, float],
) -> None:
    """Gaps and spaces: their widths, what they give and take, and that they vanish at a line's edges."""
    for match in classes.GAP.finditer(kinds):
        position = match.start()
        at[position] = at.get(position, 0.0) + GAP_WIDTH
        squeeze.append((position, SQUEEZE_GAP, GAP_WIDTH - GAP_LEAST))
        stretch.append((position, 1, GAP_MOST - GAP_WIDTH))
    if classes.SPACE in kinds:
        for match in classes.TYPED_GAP.finditer(kinds):
            widths[match.start()] = GAP_WIDTH
        for index, kind in enumerate(kinds):
            if kind == classes.SPACE:
                width = widths[index]
                if width > SPACE_LEAST:
                    squeeze.append((index + 1, SQUEEZE_SPACE, width - SPACE_LEAST))
                stretch.append((index + 1, 0, max(0.0, SPACE_MOST - width)))
                # spaces hang over the edge, all of them where there are several
                ends[index + 1] = width + (ends.get(index, 0.0) if index and kinds[index - 1] == kind else 0.0)
    if classes.LINK in kinds:
        for index, kind in enumerate(kinds):
            if kind == classes.LINK and widths[index] == 2 * GAP_WIDTH:
                squeeze += [(index, SQUEEZE_LINK, LINK_GIVES), (index + 1, SQUEEZE_LINK, LINK_GIVES)]


def _sums(
    size: int,
    widths: list[float],
    at: Mapping[int, float],
    squeeze: Sequence[tuple[int, int, float]],
    stretch: Sequence[tuple[int, int, float]],
    ends: Mapping[int, float],
    lead: Mapping[int, float],
) -> tuple[list[float], list[float], list[float], list[float] | None]:
    """The prefix sums: (start, end, give, take)."""
    if not at and not squeeze and not stretch:
        total = list(accumulate(widths, initial=0.0))
        return total, total, [0.0] * (size + 2), None
    inside = [0.0] * (size + 2)
    for position, amount in at.items():
        inside[position] += amount
    before = list(accumulate(inside, initial=0.0))  # before[p]: events at positions under p
    total = list(accumulate(widths, initial=0.0))
    start = [a + b for a, b in zip(total, before[1:], strict=False)]
    end = [a + b for a, b in zip(total, before, strict=False)]
    for index, amount in lead.items():
        start[index] += amount
    for position, amount in ends.items():
        end[position] -= amount
    return start, end, _prefix(size, squeeze), _prefix(size, stretch) if stretch else None


def _prefix(size: int, items: Sequence[tuple[int, int, float]]) -> list[float]:
    amounts = [0.0] * (size + 2)
    for position, _, amount in items:
        amounts[position] += amount
    return list(accumulate(amounts[:-1], initial=0.0))


def _count(size: int, rigid: frozenset[int]) -> list[int] | None:
    if not rigid:
        return None
    flags = [0] * (size + 2)
    for position in rigid:
        flags[position] = 1
    return list(accumulate(flags[:-1], initial=0))
