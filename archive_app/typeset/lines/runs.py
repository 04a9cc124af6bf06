"""What the rules say of a *run*: what stands between Han.

Of Han there is nothing to say: an em wide each, a line may end after any. What stands between (a comma, 。”, 1958)
comes again and again, so it is worked out once for each face, by the same
`archive_app.typeset.lines.measure.effects` that serves every paragraph.
"""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from archive_app.typeset.fonts.faces import EM, VOID, face
from archive_app.typeset.fonts.upright import UprightFace
from archive_app.typeset.lines import classes
from archive_app.typeset.lines.hyphens import LONG_WORD
from archive_app.typeset.lines.measure import effects, mark_blanks
from archive_app.typeset.lines.objects import head_mark
from archive_app.typeset.lines.prepare import needs_care, substitute

FIRST_HAN, LAST_HAN = "\u4e00", "\u9fff"
_FIGURES = re.compile("[1-9]")
_LONG = 24  # runs longer than that hardly come again
_MOST_REMEMBERED = 20000


class Run(NamedTuple):
    """What the rules say of a run, in positions from its start.

    ``mark`` is all that is to be said of one closing mark between Han (，。): the tier and the amount it gives, there
    and at a line's end. ``setting`` is the run's setting text where that is another, ``steps`` the widths of its
    characters where they are not all an em. ``drawn`` are the moves of its glyphs inside a line, ``heads`` of a glyph
    that begins one, ``drags`` (position, sign) where tracking must be taken back (-1) or added (1). ``excess`` is by
    how much the run is wider than its ems inside a line; ``figure`` says that it ends in a figure, ``words`` that it
    has words worth parting. The rest is as in `archive_app.typeset.lines.measure.Effects`.
    """

    mark: tuple[int, float] | None
    setting: str | None
    steps: tuple[float, ...] | None
    excess: float
    events: tuple[tuple[int, float], ...]
    drawn: tuple[tuple[int, float], ...]
    lead: tuple[tuple[int, float], ...]
    heads: tuple[tuple[int, float], ...]
    ends: tuple[tuple[int, float], ...]
    squeeze: tuple[tuple[int, int, float], ...]
    stretch: tuple[tuple[int, int, float], ...]
    closed: tuple[int, ...]
    hang: tuple[tuple[int, float], ...]
    soft: tuple[tuple[int, float], ...]
    rigid: tuple[int, ...]
    drags: tuple[tuple[int, float], ...]
    figure: bool
    words: bool


class Runs:
    """What is known of a face's characters, and of the runs made of them."""

    def __init__(self, name: str, mark: float) -> None:
        self.face = face(name)
        self._note = EM * mark
        self._head = head_mark(name).advance()
        self.known: set[str] = set()
        self.inner: dict[str, Run] = {}
        self.edge: dict[tuple[str, bool, bool], Run] = {}

    def knows(self, text: str) -> bool:
        """Whether every character of ``text`` is in the face and needs no care; Han must be an em wide. Straight
        quotes are understood by the whole paragraph only."""
        chosen = self.face
        for character in set(text) - self.known:
            if character in '\n"' or not chosen.has(character) or needs_care(character):
                return False
            if isinstance(chosen, UprightFace) and not chosen.upright(character):
                return False  # it is laid on its side
            if FIRST_HAN <= character <= LAST_HAN and chosen.advances[character] != EM:
                return False
            self.known.add(character)
        return True

    def run(self, text: str, head: bool, tail: bool) -> Run:
        """What the rules say of ``text`` between Han; ``head`` and ``tail`` ones begin or end the paragraph."""
        found = self._figures(text, head, tail) or self._work_out(text, head, tail)
        if len(text) <= _LONG:
            if len(self.inner) + len(self.edge) > _MOST_REMEMBERED:
                self.inner.clear()
                self.edge.clear()
            if head or tail:
                self.edge[text, head, tail] = found
            else:
                self.inner[text] = found
        return found

    def _figures(self, text: str, head: bool, tail: bool) -> Run | None:
        """The run that has other figures in the same places; only their widths may be others."""
        like = _FIGURES.sub("0", text)
        if like == text:
            return None
        known = (self.edge.get((like, head, tail)) if head or tail else self.inner.get(like)) or self.run(
            like, head, tail
        )
        steps = list(known.steps or [EM] * len(text))
        advances = self.face.advances
        for match in _FIGURES.finditer(text):
            steps[match.start()] = advances[match.group()]
        excess = known.excess + sum(steps) - sum(known.steps or [EM] * len(text))
        setting = known.setting and substitute(text, self.face)
        return known._replace(setting=setting, steps=tuple(steps), excess=excess)

    def width(self, character: str) -> float:
        """The width of a character's place."""
        if character >= classes.NOTES:
            return self._head if character == classes.NOTES else self._note
        return EM if character == FIRST_HAN else self.face.advances[character]

    def _work_out(self, text: str, head: bool, tail: bool) -> Run:
        chosen = self.face
        before = "" if head else FIRST_HAN
        setting = substitute(text, chosen)
        whole = before + setting + ("" if tail else FIRST_HAN)
        kinds = classes.classes_of(whole)
        places = [self.width(c) for c in whole]
        found = effects(whole, kinds, places, *mark_blanks(whole, kinds, chosen, 1.0, 0, len(whole)))
        base, size = len(before), len(setting)
        last = base + size - (1 if tail else 0)  # what lies behind the last character is in no line
        fixes = {p: chosen.fixes[c] for p, c in enumerate(whole) if c in chosen.fixes}
        drawn = dict(found.moves)
        for place, (left, right) in fixes.items():
            drawn[place] = drawn.get(place, 0.0) + left
            drawn[place + 1] = drawn.get(place + 1, 0.0) + right
        heads = {p: -amount for p, amount in found.lead.items()}
        for place, (left, _) in fixes.items():
            heads[place] = heads.get(place, 0.0) + left
        drags = {p: -1.0 for p in found.rigid if whole[p - 1] != VOID}
        drags |= {p + 1: 1.0 for p, c in enumerate(whole) if c == VOID and p + 1 not in found.rigid}
        events = tuple((p - base, a) for p, a in found.events if p <= last)
        steps = tuple(found.steps[base : base + size])
        run = Run(
            mark=None,
            setting=setting if setting != text else None,
            steps=steps if any(step != EM for step in steps) else None,
            excess=sum(steps) - EM * size + sum(amount for _, amount in events),
            events=events,
            drawn=tuple((p - base, a) for p, a in sorted(drawn.items()) if a and p <= last),
            lead=tuple((p - base, a) for p, a in found.lead.items()),
            heads=tuple((p - base, a) for p, a in heads.items()),
            ends=tuple((p - base, a) for p, a in found.ends.items()),
            squeeze=tuple((p - base, tier, a) for p, tier, a in found.squeeze),
            stretch=tuple((p - base, tier, a) for p, tier, a in found.stretch),
            closed=tuple(p - base for p in found.closed if base <= p <= base + size),
            hang=tuple((p - base, a) for p, a in found.hang.items()),
            soft=tuple((p - base, cost) for p, cost in found.soft.items()),
            rigid=tuple(p - base for p in found.rigid),
            drags=tuple((p - base, sign) for p, sign in sorted(drags.items())),
            figure="0" <= text[-1] <= "9" and not tail,
            words=LONG_WORD.search(text) is not None,
        )
        alone = size == 1 and len(run.squeeze) == 1 and run.squeeze[0][0] == 1 and run.ends == ((1, run.squeeze[0][2]),)
        if alone and run.closed == (0,) and not (run.steps or run.drawn or run.heads or run.stretch or run.rigid):
            return run._replace(mark=run.squeeze[0][1:])
        return run


runs_of = cache(Runs)
"""The runs of a face (by its name), notes' marks being so large a share of the type."""
