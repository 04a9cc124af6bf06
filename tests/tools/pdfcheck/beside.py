"""Where text stands beside a picture: the edges of its lines there, told from where the picture and its caption lie.

A line is beside a picture if its own height falls within the picture's, or that of the caption under it, and it ends
before it or begins behind it. The lines beside one picture have an edge of their own: the place where most of them end
(or begin), as the page's edge is found.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby

from pdfcheck.geometry import Geometry, end_candidates, start_candidates
from pdfcheck.glyphs import Box, Document
from pdfcheck.lines import Line

LEAST_TAKEN = 3.0
"""Ems: a picture that takes less of the measure has no text beside it."""
SAME = 0.2
"""Points within which ends are one edge."""


def narrowed(document: Document, lines: Sequence[Line], geometry: Geometry) -> dict[int, tuple[float, float]]:
    """The (left, right) edges of the body lines beside pictures, by the identity of the line."""
    pictures = {page.number: page.pictures for page in document.pages if page.pictures}
    found: dict[int, tuple[float, float]] = {}
    for number, group in groupby(lines, key=lambda line: line.page):
        if number not in pictures:
            continue
        here = list(group)
        body = [line for line in here if geometry.is_body(line)]
        others = [line for line in here if not geometry.is_body(line)]
        for box in pictures[number]:
            found.update(_beside(_with_caption(box, others, geometry), body, number, geometry))
    return found


def _with_caption(box: Box, lines: Sequence[Line], geometry: Geometry) -> Box:
    """The picture and the lines that stand right under it, no wider than it is."""
    foot = box.foot
    for line in sorted(lines, key=lambda line: line.across):
        within = box.start - geometry.em < line.start and line.end < box.end + geometry.em
        if within and foot - 1 < line.across < foot + 2 * geometry.leading:
            foot = line.across
    return box._replace(foot=foot)


def _beside(box: Box, body: Sequence[Line], page: int, geometry: Geometry) -> Iterator[tuple[int, tuple[float, float]]]:
    left, right = geometry.left[page % 2], geometry.right[page % 2]
    high = [line for line in body if box.top < line.across and line.across - geometry.em < box.foot]
    before = [
        line for line in high if _ends(line) <= box.start + SAME and right - box.start > LEAST_TAKEN * geometry.em
    ]
    behind = [line for line in high if line.start >= box.end - SAME and box.end - left > LEAST_TAKEN * geometry.em]
    if before:
        edge = _common([_ends(line) for line in before], max)
        yield from ((id(line), (left, edge)) for line in before)
    if behind:
        edge = _common([max(start_candidates(line)) for line in behind], min)
        yield from ((id(line), (edge, right)) for line in behind)


def _ends(line: Line) -> float:
    return min(end_candidates(line)) if len(end_candidates(line)) > 1 else line.glyphs[-1].end


def _common(places: Sequence[float], outermost: object) -> float:
    """The outermost place where several lines end."""
    assert callable(outermost)
    counts = Counter(round(place, 1) for place in places)
    most = max(counts.values())
    edge = outermost(place for place, count in counts.items() if count >= most * 0.5)
    return sum(own := [place for place in places if abs(place - edge) < SAME]) / len(own)
