"""How wide a paragraph is between any two of its positions, and where it may break.

All widths are thousandths of an em of the paragraph's type. A *position* p stands before character p. What lies at a
position (a gap, the half em that adjacent marks give up) counts only when the position is inside a line, so the
natural width of the line [i, j) and what can be squeezed out of it are a few look-ups each, whatever the length:
``base[j] - closing[j] - base[i] - opening[i]`` and ``give[j] - give[i + 1]``.

What the rules say of a text is worked out by `effects`; `Measured` adds it up. Most of a paragraph is Han, of which
there is nothing to say: `archive_app.typeset.lines.plain` asks only about what stands between.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from itertools import accumulate
from typing import NamedTuple

from archive_app.typeset.fonts.faces import Face
from archive_app.typeset.lines import classes

GAP_WIDTH = 250.0  # ¼ em between Han and Latin
GAP_LEAST = 125.0
GAP_MOST = 500.0
SPACE_LEAST = 250.0
SPACE_MOST = 500.0
LESS_LIKED = 0.3  # what a break between a number and what it counts costs
AT_JOINT, AT_HYPHEN, INSIDE_CODE = 0.4, 1.0, 3.0  # what a break costs in an address, behind a hyphen, inside a code
INSIDE_SCHEME = 12.0  # and inside https
_FULL_WIDTH = 900.0
_CODE_EDGE = 3  # so many characters of it stay together at its start and end
_LONG_CODE = 24  # one shorter than that breaks at its joints only
LINK_WIDTH = 500.0  # 间隔号 and the short 连接号
LINK_GIVES = 75.0  # 间隔号: on each side

# the order of squeezing (CLREQ §3.2.2; the mark at the line's end gave its half before any of these)
SQUEEZE_SPACE, SQUEEZE_LINK, SQUEEZE_BRACKET, SQUEEZE_PAUSE, SQUEEZE_GAP, SQUEEZE_STOP = range(6)
_MARKS = re.compile("[(),!·]")
_GIVES = {classes.CLOSE: SQUEEZE_BRACKET, classes.PAUSE: SQUEEZE_PAUSE}

_NOTHING: Mapping[int, float] = {}

Moves = list[tuple[int, float]]
"""(position, amount), in order."""
Elastic = list[tuple[int, int, float]]
"""(position, tier, most that can be taken or added), in order."""


class Effects(NamedTuple):
    """What the rules say of a text.

    ``steps`` are the widths its characters are measured with, ``places`` those of their glyphs' places: they differ
    where a typed space is the gap between Han and Latin. ``events`` always apply inside a line; ``moves`` are the
    same with what brings a typed space's glyph to the gap's width. ``lead`` is what an opening mark loses at a line's
    start, ``ends`` what a line loses that ends at a position. ``squeeze`` and ``stretch`` hold what can be taken and
    added (stretch: tier 0 for spaces, 1 for gaps), ``closed`` the positions where no line breaks, ``hang`` what is left
    of a mark that may hang where a line ends behind it, ``soft`` what an unwelcome break costs, ``rigid`` the positions
    that take no tracking.
    """

    steps: list[float]
    places: Sequence[float]
    events: Moves
    moves: Sequence[tuple[int, float]]
    lead: Mapping[int, float]
    ends: Mapping[int, float]
    squeeze: Elastic
    stretch: Elastic
    closed: Sequence[int]
    hang: Mapping[int, float]
    soft: Mapping[int, float]
    rigid: Sequence[int]


class Measured:
    """A paragraph ready to be broken: its `Effects`, added up.

    ``base``, ``opening`` and ``closing`` hold the widths, ``give`` and ``take`` (None where nothing can be added at
    single positions) the sums of what is elastic, ``stiff`` the count of rigid positions (None where there are none).
    ``may_break`` has a 1 at every legal position.
    """

    __slots__ = (
        "_kinds",
        "base",
        "closing",
        "give",
        "hang",
        "lead",
        "may_break",
        "moves",
        "opening",
        "rigid",
        "size",
        "soft",
        "squeeze",
        "stiff",
        "stretch",
        "take",
        "text",
        "widths",
    )

    def __init__(self, text: str, found: Effects, kinds: str = "", *, hanging: bool = False) -> None:
        """``kinds`` are the classes of ``text`` where they are not those of its characters; ``hanging`` says whether
        marks may hang outside the measure."""
        self.text, self._kinds = text, kinds
        self.widths, self.moves = found.places, found.moves
        self.lead, self.closing, self.soft = found.lead, found.ends, found.soft
        self.squeeze, self.stretch = found.squeeze, found.stretch
        self.hang = found.hang if hanging else _NOTHING
        steps = found.steps  # made for this and read by nobody else
        size = self.size = len(steps)
        opening = dict(found.lead)
        for position, amount in found.events:
            if position < size:
                steps[position] += amount
                opening[position] = opening.get(position, 0.0) + amount
        self.opening = opening
        self.base = list(accumulate(steps, initial=0.0))
        self.give = _sums(size, found.squeeze)
        self.take = _sums(size, found.stretch) if found.stretch else None
        may_break = self.may_break = bytearray(b"\1") * (size + 1)
        for position in found.closed:
            may_break[position] = 0
        may_break[0], may_break[size] = 0, 1
        self.rigid = found.rigid
        self.stiff: list[int] | None = None
        if found.rigid:
            flags = [0] * (size + 1)
            for position in found.rigid:
                flags[position] = 1
            self.stiff = list(accumulate(flags, initial=0))

    def __len__(self) -> int:
        return self.size

    def kinds(self, i: int, j: int) -> str:
        """The classes of the characters [i, j)."""
        return self._kinds[i:j] or classes.classes_of(self.text[i:j])

    def natural(self, i: int, j: int) -> float:
        """The width of the line [i, j), nothing squeezed and nothing let in."""
        return self.base[j] - self.closing.get(j, 0.0) - self.base[i] - self.opening.get(i, 0.0)

    def slots(self, i: int, j: int) -> int:
        """How many positions inside the line [i, j) take tracking."""
        inside = j - i - 1
        return inside if self.stiff is None else inside - (self.stiff[j] - self.stiff[i + 1])


def _sums(size: int, items: Elastic) -> list[float]:
    """What is elastic at the positions before each."""
    amounts = [0.0] * (size + 1)
    for position, _, amount in items:
        amounts[position] += amount
    return list(accumulate(amounts, initial=0.0))


def measure(
    text: str,
    kinds: str,
    places: Sequence[float],
    lead: Mapping[int, float],
    trail: Mapping[int, float],
    *,
    hanging: bool = False,
) -> Measured:
    """Measure setting text.

    ``kinds`` are its classes, ``places`` the width of every character's place; ``lead`` and ``trail`` what the marks
    at those indexes can give up before and after their ink, ``hanging`` whether marks may hang outside the measure.
    """
    return Measured(text, effects(text, kinds, places, lead, trail), kinds, hanging=hanging)


def mark_blanks(
    text: str, kinds: str, chosen: Face, scale: float, start: int, end: int
) -> tuple[dict[int, float], dict[int, float]]:
    """What the full-width marks among the characters [start, end) can give up: (before the ink, after it); 间隔号 gives
    the blank behind it at a line's end."""
    lead: dict[int, float] = {}
    trail: dict[int, float] = {}
    for match in _MARKS.finditer(kinds, start, end):
        index = match.start()
        if kinds[index] == classes.OPEN:
            lead[index] = chosen.lead.get(text[index], 0.0) * scale
        elif kinds[index] == classes.LINK:
            _, blank = chosen.fixes.get(text[index], (0.0, 0.0))
            if blank > 0:
                trail[index] = blank * scale
        else:
            trail[index] = chosen.trail.get(text[index], 0.0) * scale
    return lead, trail


def effects(
    text: str,
    kinds: str,
    places: Sequence[float],
    lead: Mapping[int, float],
    trail: Mapping[int, float],
) -> Effects:
    """What the rules say of setting text; the arguments are those of `measure`."""
    size = len(kinds)
    at: dict[int, float] = {}
    squeeze: Elastic = []
    stretch: Elastic = []
    ends: dict[int, float] = {index + 1: amount for index, amount in trail.items()}
    steps = list(places)
    gone = _share_pairs(text, kinds, lead, trail, at) if lead or trail else set()
    for index, amount in trail.items():
        if index not in gone and index + 1 < size and kinds[index] != classes.LINK:
            squeeze.append((index + 1, _GIVES.get(kinds[index], SQUEEZE_STOP), amount))
    for index, amount in lead.items():
        if index not in gone and index:
            squeeze.append((index, SQUEEZE_BRACKET, amount))
    rigid: list[int] = []
    closed = [match.start() for match in classes.NO_BREAK.finditer(kinds)]
    soft: dict[int, float] = {}
    if classes.PLAIN.fullmatch(kinds) is None:
        rigid = [m.start() for m in classes.RIGID.finditer(kinds) if m.start()]
        _latin(kinds, steps, at, squeeze, stretch, ends)
        if "-" in text:
            closed += [match.start() for match in classes.HYPHEN_BEHIND_HAN.finditer(text)]
        if "\u00a0" in text:
            closed += [index + 1 for index, character in enumerate(text) if character == "\u00a0"]
        if classes.DIGIT in kinds:
            closed += [match.start() for match in classes.NUMBER_UNIT.finditer(text)]
            soft = {m.start(): LESS_LIKED for m in classes.NUMBER_COUNTER.finditer(text)}
        joints = _joints(text)
        if joints:
            closed = [position for position in closed if position not in joints]
            soft |= joints
    elif "!!" in kinds:
        rigid = [m.start() + 1 for m in re.finditer("!(?=!)", kinds)]
    events = sorted(at.items())
    return Effects(
        steps,
        places,
        events,
        _with_typed_gaps(at, places, steps) if classes.SPACE in kinds else events,
        lead,
        ends,
        sorted(squeeze),
        sorted(stretch),
        closed,
        {index + 1: places[index] - amount for index, amount in trail.items() if text[index] in classes.HANGING},
        soft,
        rigid,
    )


def _joints(text: str) -> dict[int, float]:
    """The positions where addresses, long codes and what has hyphens break, and what each costs."""
    found: dict[int, float] = {}
    if "-" in text:
        found = {match.start(): AT_HYPHEN for match in classes.HYPHEN_JOINT.finditer(text)}
    for match in classes.CODE.finditer(text):
        start, end = match.span()
        for position in range(start, end):
            found.pop(position, None)  # a hyphen there might be taken for one that was put in
        first, last = start + _CODE_EDGE, end - _CODE_EDGE
        if end - start >= _LONG_CODE:
            inside = [joint.start() for joint in classes.CODE_INSIDE.finditer(text, first, last + 1)]
            scheme = text.find("://", start, end)  # htt-ps is for where nothing else keeps a line together
            found |= {at: INSIDE_SCHEME if at <= scheme else INSIDE_CODE for at in inside if at <= last}
        joints = classes.CODE_JOINT.finditer(text, first, last + 1)
        found |= {joint.start(): AT_JOINT for joint in joints if joint.start() <= last}
    return found


def _with_typed_gaps(at: Mapping[int, float], places: Sequence[float], steps: Sequence[float]) -> Moves:
    """``at``, and behind every typed gap what brings its glyph's own width to the gap's."""
    moves = dict(at)
    for index, (place, step) in enumerate(zip(places, steps, strict=True)):
        if place != step:
            moves[index + 1] = moves.get(index + 1, 0.0) + step - place
    return sorted(moves.items())


def _share_pairs(
    text: str, kinds: str, lead: Mapping[int, float], trail: Mapping[int, float], at: dict[int, float]
) -> set[int]:
    """Take the shared half from adjacent marks; the marks that gave theirs already."""
    gone: set[int] = set()
    for match in classes.PAIR.finditer(kinds):
        index = match.start()
        if kinds[index] in (classes.OPEN, classes.LINK):
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
    steps: list[float],
    at: dict[int, float],
    squeeze: Elastic,
    stretch: Elastic,
    ends: dict[int, float],
) -> None:
    """Gaps and spaces: their widths, what they give and take, and that they vanish at a line's edges."""
    for match in classes.GAP.finditer(kinds):
        position = match.start()
        if kinds[position] == classes.PREFIX and steps[position] > _FULL_WIDTH:
            continue  # ￥ and § have blanks of their own
        at[position] = at.get(position, 0.0) + GAP_WIDTH
        squeeze.append((position, SQUEEZE_GAP, GAP_WIDTH - GAP_LEAST))
        stretch.append((position, 1, GAP_MOST - GAP_WIDTH))
    if classes.SPACE in kinds:
        for match in classes.TYPED_GAP.finditer(kinds):
            steps[match.start()] = GAP_WIDTH
        for index, kind in enumerate(kinds):
            if kind == classes.SPACE:
                width = steps[index]
                if width > SPACE_LEAST:
                    squeeze.append((index + 1, SQUEEZE_SPACE, width - SPACE_LEAST))
                stretch.append((index + 1, 0, max(0.0, SPACE_MOST - width)))
                # spaces hang over the edge, all of them where there are several
                ends[index + 1] = width + (ends.get(index, 0.0) if index and kinds[index - 1] == kind else 0.0)
    if classes.LINK in kinds:
        for index, kind in enumerate(kinds):
            if kind != classes.LINK:
                continue
            short = LINK_WIDTH - steps[index]
            inside = index and kinds[index - 1] in "a0" and kinds[index + 1 : index + 2] in ("a", "0")
            if short > 0 and not inside:  # - in the middle of its half em
                for position in (index, index + 1):
                    at[position] = at.get(position, 0.0) + short / 2
            if short >= 0 and not inside:
                squeeze += [(index, SQUEEZE_LINK, LINK_GIVES), (index + 1, SQUEEZE_LINK, LINK_GIVES)]
