"""Paragraphs in one face, without marks but those of notes: nearly all of them, set in few steps.

The rules are those of every other paragraph: what `archive_app.typeset.lines.runs` remembers is only added up here.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence

from archive_app.typeset.blocks.model import StyledText
from archive_app.typeset.fonts.faces import EM, VOID
from archive_app.typeset.layout import GlyphRun
from archive_app.typeset.lines import classes
from archive_app.typeset.lines.breaker import Break, break_paragraph, loosenesses, may_grow
from archive_app.typeset.lines.hyphens import hyphen_places
from archive_app.typeset.lines.justify import spread, tiers_inside, tracked
from archive_app.typeset.lines.measure import LESS_LIKED, Effects, Elastic, Measured, Moves
from archive_app.typeset.lines.objects import NoteMark, head_mark
from archive_app.typeset.lines.prepare import INVISIBLE
from archive_app.typeset.lines.result import SetLine, SetParagraph
from archive_app.typeset.lines.runs import FIRST_HAN, LAST_HAN, Runs, runs_of

_RUN = re.compile(f"([^{FIRST_HAN}-{LAST_HAN}]+)")
_UPRIGHT = re.compile(f"[{FIRST_HAN}-{LAST_HAN}，、；：。？！“”‘’（）【】〔〕「」『』]+")
"""What stands in a column as it is, whatever the template says of numbers and titles."""
_TOGETHER = re.compile("[？！]{2}")  # in one cell
_BLANK = frozenset(" \u3000\t")
_SQUARE = [EM] * 2000
_NOTHING: Mapping[int, float] = {}
_SHARES = {"center": 0.5, "right": 1.0}
_FAR = 1e9


_MOST_RECENT = 500
_recent: dict[int, tuple[StyledText, float, SetParagraph]] = {}
"""What was set last, by its content's identity: a line more or fewer may be wanted of it."""


def set_plain(content: StyledText, width: float, looseness: int, widths: Sequence[float]) -> SetParagraph | None:
    """The lines of a paragraph as `archive_app.typeset.lines.paragraph.set_paragraph` gives them; None where it is
    not plain."""
    text, style = content.text, content.style
    if not text or content.label or text[0] in _BLANK or text[-1] in _BLANK:
        return None
    if content.figures:  # their marks are as wide as they are
        return None
    if content.spans and not all(span.style in INVISIBLE for span in content.spans):
        return None
    name = style.face
    if style.vertical is not None:
        if content.notes or content.numbered or not _UPRIGHT.fullmatch(text) or _TOGETHER.search(text):
            return None
        name = f"@{name}"
    runs = runs_of(name, style.mark)
    if not runs.known.issuperset(text) and not runs.knows(text):
        return None
    known = _recent.get(id(content))
    if known is not None and looseness and known[0] is content and known[1] == width and not widths:
        best = known[2]
    else:
        best = _Plain(content, runs, width, widths).set()
        if best.may and not widths:
            if len(_recent) >= _MOST_RECENT:
                _recent.clear()
            _recent[id(content)] = (content, width, best)
    if not looseness:
        return best
    varied = _Plain(content, runs, width, widths).vary(looseness, len(best.lines)) if looseness in best.may else None
    return varied or SetParagraph(best.lines, False)


class _Plain:
    """A plain paragraph on its way to lines."""

    def __init__(self, content: StyledText, runs: Runs, width: float, widths: Sequence[float]) -> None:
        style = self.style = content.style
        self.source = self.text = content.text
        self.runs, self.vertical = runs, style.vertical is not None
        em, right = 1000 / style.size, style.right * 1000
        self.width = width * em - right
        self.widths = [other * em - right for other in widths]
        self.indent, indent = style.first * 1000, style.rest * 1000
        self.first = (self.widths[0] if widths else self.width) - self.indent
        self.rest = self.width - indent
        self.others = [other - indent for other in self.widths[1:]]
        self.notes: list[int] = []  # the places of the notes' marks in the setting text
        self.objects: dict[int, NoteMark] = {}
        if content.notes or content.numbered:
            self._call_notes(content)

    def _call_notes(self, content: StyledText) -> None:
        """Put the notes' marks in their places."""
        text, style = self.text, self.style
        calls = sorted((min(at, len(text)), number) for number, at in enumerate(content.notes) if at >= 0)
        if content.numbered:
            calls.insert(0, (0, -1))
        pieces: list[str] = []
        done = 0
        for at, number in calls:
            pieces += (text[done:at], chr(ord(classes.NOTES) + number + 1))
            place = at + len(self.notes)
            self.notes.append(place)
            self.objects[place] = head_mark(style.face) if number < 0 else NoteMark(number, style.face, style.mark)
            done = at
        self.text = "".join(pieces) + text[done:]

    def set(self) -> SetParagraph:
        """The best lines."""
        self._collect()
        size, found = len(self.text), self.effects
        own = EM * size + self.excess - found.lead.get(0, 0.0) - found.ends.get(size, 0.0)
        if own <= self.first and not self.notes:
            elastic = sum(most for _, _, most in found.stretch)
            if not may_grow(own, elastic, size, self.first):
                return SetParagraph((self._line(0, size, own, self.first, self.indent),))
        breaks = self._break() or []
        may = loosenesses(self.measured, len(breaks), self.first, self.rest)
        return SetParagraph(self._lines(breaks), True, may)

    def vary(self, looseness: int, count: int) -> SetParagraph | None:
        """The lines where there are to be so many more, or fewer, than ``count``; None where that cannot be had."""
        self._collect()
        breaks = self._break(looseness, count)
        return None if breaks is None else SetParagraph(self._lines(breaks))

    def _break(self, looseness: int = 0, count: int = 0) -> list[Break] | None:
        self.measured = Measured(self.text, self.effects, hanging=self.style.hanging)
        hyphens = dict.fromkeys(hyphen_places(self.text), self.runs.width("-")) if self.words else None
        return break_paragraph(
            self.measured,
            self.first,
            self.rest,
            looseness=looseness,
            count=count,
            hyphens=hyphens,
            widths=self.others,
        )

    def _collect(self) -> None:
        """Find the runs, and what the rules say of each."""
        text, inner, edge = self.text, self.runs.inner, self.runs.edge
        size, hanging = len(text), self.style.hanging
        steps = _SQUARE[:size] if size <= len(_SQUARE) else [EM] * size
        events: Moves = []
        drawn: Moves = []
        squeeze: Elastic = []
        stretch: Elastic = []
        lead: dict[int, float] = {}
        heads: dict[int, float] = {}
        ends: dict[int, float] = {}
        closed: list[int] = []
        hang: dict[int, float] = {}
        soft: dict[int, float] = {}
        rigid: list[int] = []
        drags: Moves = []
        settings: list[tuple[int, int, str]] = []
        excess, words = 0.0, False
        end = 0
        parts = _RUN.split(text)  # Han, a run, Han, ...
        for han, own in zip(parts[::2], parts[1::2], strict=False):
            start = end + len(han)
            end = start + len(own)
            run = inner.get(own) if start and end < size else edge.get((own, not start, end == size))
            if run is None:
                run = self.runs.run(own, not start, end == size)
            if run.mark is not None:
                tier, amount = run.mark
                closed.append(start)
                ends[end] = amount
                squeeze.append((end, tier, amount))
                if hanging and run.hang:
                    hang[end] = run.hang[0][1]
                continue
            excess += run.excess
            for place, amount in run.ends:
                ends[start + place] = amount
            for place in run.closed:
                closed.append(start + place)
            for place, tier, amount in run.squeeze:
                squeeze.append((start + place, tier, amount))
            for place, amount in run.events:
                events.append((start + place, amount))
            for place, amount in run.drawn:
                drawn.append((start + place, amount))
            for place, amount in run.lead:
                lead[start + place] = amount
            for place, amount in run.heads:
                heads[start + place] = amount
            for place, tier, amount in run.stretch:
                stretch.append((start + place, tier, amount))
            for place, amount in run.hang:
                hang[start + place] = amount
            for place, cost in run.soft:
                soft[start + place] = cost
            for place in run.rigid:
                rigid.append(start + place)
            for place, amount in run.drags:
                drags.append((start + place, amount))
            if run.steps is not None:
                steps[start:end] = run.steps
            if run.setting is not None:
                settings.append((start, end, run.setting))
            if run.figure and text[end] in classes.COUNTERS:
                soft[end] = LESS_LIKED
            words = words or run.words
        for start, end, setting in reversed(settings):
            self.text = self.text[:start] + setting + self.text[end:]
        self.effects = Effects(steps, (), events, (), lead, ends, squeeze, stretch, closed, hang, soft, rigid)
        self.drawn, self.heads, self.drags = drawn, heads, drags
        self.drawn_at = [place for place, _ in drawn]
        self.excess, self.words = excess, words

    def _lines(self, breaks: Sequence[Break]) -> tuple[SetLine, ...]:
        """The lines between ``breaks``, squeezed or stretched to their measure."""
        measured, style, widths = self.measured, self.style, self.widths
        base, opening, closing = measured.base, measured.opening, measured.closing
        fill, rest, size = style.align == "justify", style.rest * 1000, measured.size
        lines: list[SetLine] = []
        for number, (i, j, hyphenated, forced, hung) in enumerate(breaks):
            indent = rest if number else self.indent
            room = (widths[number] if number < len(widths) else self.width) - indent
            own = base[j] - closing.get(j, 0.0) - base[i] - opening.get(i, 0.0)
            outside = hyphen = tracking = 0.0
            loosened = overfull = False
            elastic = _NOTHING
            if hyphenated:
                hyphen = self.runs.width("-")
                own += hyphen
            elif hung:
                outside = measured.hang[j]
                room += outside
            elif forced:
                overfull = own > room + 1
            left = room - own
            if left < -1e-6:
                elastic = {}
                own -= spread(elastic, tiers_inside(measured.squeeze, i, j), -left, -1.0)
            elif left > 1e-6 and fill and j < size and not forced:
                if measured.stretch:
                    elastic = {}
                    left -= spread(elastic, tiers_inside(measured.stretch, i, j), left, 1.0)
                tracking, loosened = tracked(measured, i, j, left)
                own = room if j - i > 1 else own
            own -= outside
            lines.append(self._line(i, j, own, room - outside, indent, tracking, elastic, hyphen, overfull, loosened))
        return tuple(lines)

    def _line(
        self,
        i: int,
        j: int,
        own: float,
        room: float,
        indent: float,
        tracking: float = 0.0,
        elastic: Mapping[int, float] = _NOTHING,
        hyphen: float = 0.0,
        overfull: bool = False,
        loosened: bool = False,
    ) -> SetLine:
        """The line [i, j), ``own`` wide, in ``room``; ``elastic`` is what is added at single positions."""
        style, drawn, drags = self.style, self.drawn, () if loosened else self.drags
        size, unit = style.size, style.size / 1000
        x = indent
        if style.align != "justify":
            x += max(0.0, room - own) * _SHARES.get(style.align, 0.0)
        within = drawn[bisect_right(self.drawn_at, i) : bisect_left(self.drawn_at, j)] if drawn else drawn
        moved = within
        if elastic or (tracking and drags):
            sums = dict(within)
            for place, amount in elastic.items():
                sums[place] = sums.get(place, 0.0) + amount
            if tracking and drags:
                for place, sign in drags[bisect_right(drags, (i, _FAR)) : bisect_left(drags, (j, -_FAR))]:
                    sums[place] = sums.get(place, 0.0) + sign * tracking
            moved = [(place, round(amount, 2)) for place, amount in sorted(sums.items()) if abs(amount) > 0.005]
        adjust = tuple([(place - i, amount) for place, amount in moved]) if moved else ()
        start, end = i, j
        name = self.runs.face.name
        runs: tuple[GlyphRun, ...]
        notes: tuple[int, ...] = ()
        marks: tuple[int, ...] = ()
        if self.notes:
            start, end = i - bisect_left(self.notes, i), j - bisect_left(self.notes, j)
        if j - i != end - start:
            runs, notes, marks = self._noted(i, j, tracking, loosened, elastic, moved)
        else:
            runs = (GlyphRun(name, size, self.heads.get(i, 0.0) * unit, self.text[i:j], 0.0, tracking, adjust),)
        if hyphen:
            runs += (GlyphRun(name, size, (own - hyphen) * unit, "-", silent=True),)
        return SetLine(
            self.source[start:end], start, x * unit, own * unit, runs, notes, marks, (), (), overfull, self.vertical
        )

    def _noted(
        self, i: int, j: int, tracking: float, loosened: bool, elastic: Mapping[int, float], moved: Moves
    ) -> tuple[tuple[GlyphRun, ...], tuple[int, ...], tuple[int, ...]]:
        """The runs of a line with marks of notes on it: (runs, notes called, places of their marks)."""
        measured, style = self.measured, self.style
        size, unit = style.size, style.size / 1000
        base, opening, lead = measured.base, measured.opening, measured.lead
        begin = base[i] + opening.get(i, 0.0)

        def pen(place: int) -> float:
            if place == i:
                return -lead.get(i, 0.0)
            own = base[place] + opening.get(place, 0.0) - lead.get(place, 0.0) - begin
            own += sum(amount for at, amount in elastic.items() if at <= place)
            slots = place - i - self.text.count(VOID, i, place) if loosened else measured.slots(i, place + 1)
            return own + tracking * slots

        runs: list[GlyphRun] = []
        notes: list[int] = []
        marks: list[int] = []
        start = i
        for place in [*self.notes[bisect_left(self.notes, i) : bisect_left(self.notes, j)], j]:
            if start < place:
                dx = pen(start) + self.heads.get(start, 0.0) + lead.get(start, 0.0)
                adjust = tuple([(at - start, amount) for at, amount in moved if start < at < place])
                text = self.text[start:place]
                runs.append(GlyphRun(style.face, size, dx * unit, text, 0.0, tracking, adjust))
            if place < j:
                mark = self.objects[place]
                notes += [mark.number] if mark.number >= 0 else []
                marks.append(len(runs))
                dx = pen(place) * unit
                runs += [run._replace(dx=run.dx + dx) for run in mark.runs(size)]
            start = place + 1
        return tuple(runs), tuple(notes), tuple(marks)
