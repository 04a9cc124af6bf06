"""What a book's pages have in common: its type, its measure, its grid; and what follows what."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from pdfcheck.lines import HAN, Line

CLOSING = "”’）》〉】〕」』，、；：。！？．"
OPENING = "“‘（《〈【〔「『"
_OFTEN, _MANY = 0.05, 12
"""A place where so great a share of the lines of the commonest one, and so many, begin or end is an edge."""
TALL = "！？：；"
"""Marks that take more than half of their cell in a column."""


@dataclass(frozen=True, slots=True)
class Geometry:
    """The body's type, the edges of its lines on odd and even pages, and the grid (points; of columns, on odd and even
    pages)."""

    style: tuple[str, float]
    leading: float
    phase: dict[int, float]
    left: dict[int, float]
    right: dict[int, float]
    top: float
    foot: float
    beside: Mapping[int, tuple[float, float]] = field(default_factory=dict)

    def edges(self, line: Line) -> tuple[float, float]:
        """Where a line is to begin and to end: at the page's edges, or (``beside``) those of text beside a picture."""
        return self.beside.get(id(line)) or (self.left[line.page % 2], self.right[line.page % 2])

    @property
    def em(self) -> float:
        return self.style[1]

    def is_body(self, line: Line) -> bool:
        """Whether most of a line is set in the body's type."""
        return line.style == self.style

    def off_grid(self, line: Line) -> float:
        """How far a line's baseline is from the nearest of the grid."""
        rest = (line.across - self.phase[line.page % 2]) % self.leading
        return min(rest, self.leading - rest)

    def starts_at_edge(self, line: Line) -> bool:
        """Whether a line begins at the left edge: it is not the first of an indented paragraph."""
        edge = self.edges(line)[0]
        return any(abs(start - edge) < 0.5 * self.em for start in start_candidates(line))

    def right_error(self, line: Line) -> float:
        """How far a line ends from the right edge: positive beyond it."""
        edge = self.edges(line)[1]
        last = line.glyphs[-1]
        if last.upright and last.text in TALL and last.end - last.size / 2 <= edge <= last.end:
            return 0.0  # it gives what it has under its ink, which is less than half a cell
        return min((end - edge for end in end_candidates(line)), key=abs)

    def beyond(self, line: Line) -> float:
        """How far a line's ink goes beyond the right edge; a mark that hangs there whole does not count."""
        error, less = self.right_error(line), end_candidates(line)[1:]
        if error <= 0 or not less or abs(less[-1] - self.right[line.page % 2]) < 0.05 * self.em:
            return error
        return less[0] - self.right[line.page % 2]

    def is_full(self, line: Line) -> bool:
        """Whether a line goes to within an em of the right edge."""
        return abs(self.right_error(line)) < self.em

    def goes_on(self, line: Line, following: Line | None) -> bool:
        """Whether ``following`` is the next line of the same paragraph."""
        if following is None or not self.is_body(following) or not self.starts_at_edge(following):
            return False
        if following.page == line.page:
            return abs(following.across - line.across - self.leading) < 0.35 * self.leading
        return following.page == line.page + 1 and self.is_full(line)


def start_candidates(line: Line) -> tuple[float, ...]:
    """Where a line may be said to begin: an opening mark may have given up the half em before its ink."""
    first = line.glyphs[0]
    return (first.start, first.start + first.size / 2) if first.text in OPENING else (first.start,)


def end_candidates(line: Line) -> tuple[float, ...]:
    """Where a line may be said to end: a closing mark may have given up its blank half, or hang beyond the edge."""
    last = line.glyphs[-1]
    behind = [mark.end for mark in line.raised if mark.start > last.end - 0.6 * last.size]
    if behind:
        return (max(behind),)  # the mark of a note ends the line
    if last.text and last.text in CLOSING:
        return last.end, last.end - last.size / 2, last.start
    return (last.end,)


def survey(lines: Sequence[Line], *, columns: bool = False) -> Geometry | None:
    """The geometry of a book; ``None`` for one without text enough to tell. Lines register on all pages; ``columns``
    keep to the spine, so they do on odd and on even ones."""
    counts: Counter[tuple[str, float]] = Counter()
    for line in lines:
        counts[line.style] += line.han
    if not counts or not any(counts.values()):
        return None
    style = counts.most_common(1)[0][0]
    body = [line for line in lines if line.style == style]
    steps = Counter(
        round(b.across - a.across, 1) for a, b in pairwise(body) if a.page == b.page and b.across > a.across + 1
    )
    leading = _refined(steps, [b.across - a.across for a, b in pairwise(body) if a.page == b.page]) or style[1] * 1.6
    sides = [[line for line in body if line.page % 2 == side] if columns else body for side in (0, 1)]
    return Geometry(
        style,
        leading,
        {side: _phase(own or body, leading) for side, own in enumerate(sides)},
        _edges(body, lambda line: line.start, lowest=True),
        _edges([b for b in body if HAN.match(b.glyphs[-1].text)], lambda line: line.glyphs[-1].end, lowest=False),
        min(line.across for line in body),
        max(line.across for line in body),
    )


def _phase(lines: Sequence[Line], leading: float) -> float:
    """Where on the grid most of the lines stand."""
    phase = Counter(round(line.across % leading * 2) / 2 % leading for line in lines).most_common(1)[0][0]
    near = [line.across % leading for line in lines if abs(line.across % leading - phase) < 0.3]
    return sum(near) / len(near) if near else phase


def _refined(steps: Counter[float], every: Iterable[float]) -> float:
    if not steps:
        return 0.0
    mode = steps.most_common(1)[0][0]
    near = [step for step in every if abs(step - mode) < 0.15]
    return sum(near) / len(near)


def _edges(lines: Sequence[Line], where: object, *, lowest: bool) -> dict[int, float]:
    """The edge on even (0) and odd (1) pages: the outermost place where many lines begin or end. In a book of
    paragraphs of one line these are few: most begin at the indent and end anywhere."""
    assert callable(where)
    found: dict[int, float] = {}
    for side in (0, 1):
        places = Counter(round(where(line), 1) for line in lines if line.page % 2 == side)
        if not places:
            continue
        most = max(places.values())
        often = [place for place, count in places.items() if count >= max(most * _OFTEN, min(most * 0.3, _MANY))]
        edge = min(often) if lowest else max(often)
        near = [where(line) for line in lines if line.page % 2 == side and abs(where(line) - edge) < 0.2]
        found[side] = sum(near) / len(near)
    for side in (0, 1):
        if side not in found:
            found[side] = found.get(1 - side, 0.0)
    return found
