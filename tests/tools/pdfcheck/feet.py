"""Whether facing pages end level: the foot of every page, and which pages are not the last of their article."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from pdfcheck.geometry import Geometry
from pdfcheck.glyphs import Document
from pdfcheck.lines import Line

DISPLAY = 1.4
"""Ems of the body: larger type begins an article."""
SLACK = 0.5
"""Of the leading: feet that differ by less are level (a note's baseline is a little lower than a line's)."""
PIECE_SLACK = 1.0
"""Of the leading, where a picture, a caption or a table ends the page: it stands in the middle of its lines."""
LEAST_LINES = 2


@dataclass(frozen=True, slots=True)
class Foot:
    """What ends a page: how far down it is, whether that is running text or a note, and its words."""

    across: float
    text: bool
    words: str


def unlevel(document: Document, lines: Sequence[Line], geometry: Geometry) -> Iterator[tuple[int, str]]:
    """Facing pages (an even one and the one after it) of running text that end at different heights.

    A page whose next one begins with display type, or has no text, is the last of its article and may end anywhere.
    """
    slack = 0.6 * geometry.leading
    inside: dict[int, list[Line]] = {}
    for line in lines:
        if geometry.top - slack < line.across < geometry.foot + slack:
            inside.setdefault(line.page, []).append(line)
    images = {page.number: page.image_feet for page in document.pages}
    for verso in range(2, len(document.pages), 2):
        recto = verso + 1
        if not all(_runs_on(inside.get(page, ()), inside.get(page + 1, ()), geometry) for page in (verso, recto)):
            continue
        one, other = (_foot(inside[page], images.get(page, ()), geometry) for page in (verso, recto))
        allowed = SLACK if one.text and other.text else PIECE_SLACK
        if abs(one.across - other.across) > allowed * geometry.leading:
            yield verso, f"{one.words[:8]}｜{other.words[:8]}"


def _runs_on(here: Sequence[Line], after: Sequence[Line], geometry: Geometry) -> bool:
    """Whether a page is full of text that goes on over the next page."""
    if sum(geometry.is_body(line) for line in here) < LEAST_LINES or not any(geometry.is_body(line) for line in after):
        return False
    first = min(after, key=lambda line: line.across)
    largest = max(line.size for line in after if line.across < first.across + 4 * geometry.leading)
    return largest < DISPLAY * geometry.em


def _foot(lines: Sequence[Line], images: Sequence[float], geometry: Geometry) -> Foot:
    last = max(lines, key=lambda line: line.across)
    lowest = max((foot for foot in images if foot < geometry.foot + geometry.leading), default=0.0)
    if lowest > last.across:
        return Foot(lowest, False, "（图）")
    note = last.size < geometry.em and geometry.foot - last.across < SLACK * geometry.leading
    return Foot(last.across, geometry.is_body(last) or note, last.text)
