"""From glyphs to lines: what stands on one baseline without a gap is a line."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from pdfcheck.glyphs import Glyph, PageGlyphs

HAN = re.compile(r"[\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
SAME_BASELINE = 0.6
"""Points within which two glyphs stand on one baseline."""

APART_TYPES = 0.9
"""The same where type of another size follows: the caption of a picture beside the text."""

APART = 1.9
"""Ems of white that part two lines on one baseline (columns, cells)."""


@dataclass(slots=True)
class Line:
    """Glyphs of one line in reading order; ``raised`` holds the note marks and exponents that hang over it, ``style``
    is the font and size of most of its glyphs."""

    page: int
    across: float
    glyphs: list[Glyph]
    raised: list[Glyph] = field(default_factory=list)
    style: tuple[str, float] = field(init=False)

    def __post_init__(self) -> None:
        self.style = Counter((g.font, round(g.size, 1)) for g in self.glyphs).most_common(1)[0][0]

    @property
    def size(self) -> float:
        """The size of most of its glyphs, in points."""
        return self.style[1]

    @property
    def start(self) -> float:
        return self.glyphs[0].start

    @property
    def end(self) -> float:
        return max(glyph.end for glyph in self.glyphs)

    @property
    def text(self) -> str:
        return "".join(glyph.text for glyph in self.glyphs)

    @property
    def han(self) -> int:
        return len(HAN.findall(self.text))


def lines_of(page: PageGlyphs) -> list[Line]:
    """The lines of a page from the first to the last; rubies are left out, note marks hung on their lines."""
    glyphs = sorted((g for g in page.glyphs if g.text.strip() or not g.present), key=lambda g: (g.across, g.start))
    rows: list[list[Glyph]] = []
    for glyph in glyphs:
        if rows and glyph.across - rows[-1][0].across < SAME_BASELINE:
            rows[-1].append(glyph)
        else:
            rows.append([glyph])
    lines = [line for row in rows for line in _parted(page.number, row)]
    return _without_raised(lines)


def _parted(page: int, row: list[Glyph]) -> list[Line]:
    row.sort(key=lambda g: g.start)
    parts: list[list[Glyph]] = [[row[0]]]
    for before, glyph in pairwise(row):
        apart = APART_TYPES if abs(before.size - glyph.size) > 0.3 else APART
        if glyph.start - before.end > apart * max(before.size, glyph.size):
            parts.append([])
        parts[-1].append(glyph)
    return [Line(page, part[0].across, part) for part in parts]


def _without_raised(lines: Sequence[Line]) -> list[Line]:
    """Hang small lines on the larger line right below that they belong to; drop those above it (ruby)."""
    kept: list[Line] = []
    for index, line in enumerate(lines):
        below = next((other for other in lines[index + 1 : index + 8] if _belongs(line, other)), None)
        if below is None:
            kept.append(line)
        elif below.across - line.across < 0.8 * below.size:
            below.raised += line.glyphs
    return kept


def _belongs(small: Line, line: Line) -> bool:
    near = 0 < line.across - small.across < 1.4 * line.size
    over = line.start - 1.2 * line.size <= small.start and small.end <= line.end + 1.2 * line.size
    return small.size < 0.75 * line.size and near and over
