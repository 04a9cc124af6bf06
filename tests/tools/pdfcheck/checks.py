"""What is measured: each fault of a page, with where it stands."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby, pairwise
from pathlib import Path
from typing import Any

from pdfcheck.beside import narrowed
from pdfcheck.feet import unlevel
from pdfcheck.geometry import CLOSING, OPENING, TALL, Geometry, survey
from pdfcheck.glyphs import UNREADABLE, Document, Glyph, read
from pdfcheck.lines import HAN, Line, lines_of

FAULTS = {
    "forbidden_start": "lines that begin with a mark that may not",
    "forbidden_end": "lines that end with a mark that may not",
    "broken_pair": "—— or …… parted by a line's end",
    "one_character_last_line": "last lines of paragraphs with one Han character",
    "single_line_page": "pages of a single line",
    "widow": "last lines of paragraphs alone at a page's head",
    "orphan": "first lines of paragraphs alone at a page's foot",
    "unlevel_feet": "facing pages that do not end level",
    "short_line": "body lines that end more than 0.5 pt before the edge",
    "over_line": "body lines that end more than 0.5 pt beyond the edge",
    "off_grid": "body lines off the grid",
    "unsqueezed_pair": "adjacent full-width marks that take 2 em",
    "no_gap": "joints of Han and Latin without a gap",
    "loose_line": "body lines with gaps over ⅛ em between Han characters",
    "missing_glyph": "glyphs that the font does not have (.notdef)",
    "unreadable": "glyphs that copy as no character",
    "not_embedded": "fonts that show text and are not embedded",
}

NOT_AT_START = frozenset("，。、；：？！．”’）》〉】〕」』·～％‰℃°,.;:?!)]}%")
NOT_AT_END = frozenset("“‘（《〈【〔「『([{/")
PAIRED = "—…"
MARKS = frozenset(CLOSING + OPENING)

TOLERANCE = 0.5
"""Points."""
GRID_TOLERANCE = 0.3
LEAST_GAP = 0.1
"""Ems between Han and Latin that are seen as a gap (⅛ em, less what is lost in rounding)."""
UNSQUEEZED = 1.85
LOOSE = 0.125
MOST_EXAMPLES = 50


@dataclass(slots=True)
class Fault:
    """How often, and where: (page, text) of the first ones."""

    count: int = 0
    examples: list[tuple[int, str]] = field(default_factory=list)

    def add(self, page: int, text: str) -> None:
        self.count += 1
        if len(self.examples) < MOST_EXAMPLES:
            self.examples.append((page, text))


@dataclass(slots=True)
class Report:
    """The measurements of one PDF. Gaps are in ems."""

    name: str
    pages: int
    lines: int
    body_lines: int
    geometry: Geometry | None
    faults: dict[str, Fault]
    han_gap_p95: float = 0.0
    han_gap_most: float = 0.0
    joints: int = 0
    mark_pairs: int = 0

    def per_thousand(self, name: str) -> float:
        """A fault's count for each 1,000 lines."""
        return 1000 * self.faults[name].count / self.lines if self.lines else 0.0

    def to_json(self) -> dict[str, Any]:
        """Everything, for comparing books."""
        found = self.geometry
        return {
            "file": self.name,
            "pages": self.pages,
            "lines": self.lines,
            "body_lines": self.body_lines,
            "body": found
            and {
                "font": found.style[0],
                "size_pt": found.style[1],
                "leading_pt": round(found.leading, 3),
                "measure_em": round((found.right[1] - found.left[1]) / found.em, 2),
            },
            "han_gap_p95_em": round(self.han_gap_p95, 4),
            "han_gap_most_em": round(self.han_gap_most, 4),
            "han_latin_joints": self.joints,
            "mark_pairs": self.mark_pairs,
            "faults": {
                name: {
                    "count": fault.count,
                    "per_1000_lines": round(self.per_thousand(name), 2),
                    "examples": [{"page": page, "text": text} for page, text in fault.examples],
                }
                for name, fault in self.faults.items()
            },
        }


def check(path: Path) -> Report:
    """Measure a PDF."""
    document = read(path)
    lines = [line for page in document.pages for line in lines_of(page)]
    geometry = survey(lines, columns=any(page.vertical for page in document.pages))
    if geometry:
        geometry = replace(geometry, beside=narrowed(document, lines, geometry))
    text_lines = [line for line in lines if len(line.glyphs) > 1]
    body = [line for line in lines if geometry and geometry.is_body(line)]
    report = Report(path.name, len(document.pages), len(text_lines), len(body), geometry, {n: Fault() for n in FAULTS})
    _kinsoku(text_lines, report)
    _spacing(text_lines, report, geometry)
    _fonts(document, report)
    if geometry:
        _paragraphs(body, report, geometry)
        _pages(document, lines, body, report, geometry)
        for page, text in unlevel(document, text_lines, geometry):
            report.faults["unlevel_feet"].add(page, text)
    return report


# every line -------------------------------------------------------------------------------------------------------


def _kinsoku(lines: Sequence[Line], report: Report) -> None:
    """GB/T 15834—2011 §5.1: what may not stand at a line's start or end, and what may not be parted."""
    for before, line in pairwise([None, *(line for line in lines if line.han)]):
        assert line is not None
        first, last = line.glyphs[0].text[:1], line.glyphs[-1].text[-1:]
        parted = before is not None and before.page in (line.page, line.page - 1) and before.style == line.style
        if parted and before is not None and first in PAIRED and before.text.endswith(first):
            report.faults["broken_pair"].add(line.page, f"{before.text[-6:]}／{line.text[:6]}")
        elif first in NOT_AT_START or (first == "—" and line.text[1:2] != "—"):
            report.faults["forbidden_start"].add(line.page, line.text[:12])
        elif any(mark.start < line.start for mark in line.raised):
            report.faults["forbidden_start"].add(line.page, f"{line.raised[0].text}{line.text[:12]}")
        if last in NOT_AT_END:
            report.faults["forbidden_end"].add(line.page, line.text[-12:])


def _spacing(lines: Sequence[Line], report: Report, geometry: Geometry | None) -> None:
    gaps: list[float] = []
    for line in lines:
        own: list[float] = []
        for index, (a, b) in enumerate(pairwise(line.glyphs)):
            if abs(a.size - b.size) > 0.1:
                continue
            gap = (b.start - a.end) / a.size
            if HAN.match(a.text) and HAN.match(b.text):
                own.append(gap)
            elif a.text in MARKS and b.text in MARKS:
                _pair(line, index, report)
            elif _joint(a, b):
                report.joints += 1
                if gap < LEAST_GAP:
                    report.faults["no_gap"].add(line.page, line.text[max(0, index - 4) : index + 6])
        if geometry and geometry.is_body(line):
            gaps += own
            if len(own) >= 5 and sorted(own)[len(own) // 2] > LOOSE:
                report.faults["loose_line"].add(line.page, line.text[:12])
    if gaps:
        gaps.sort()
        report.han_gap_p95, report.han_gap_most = gaps[int(0.95 * (len(gaps) - 1))], gaps[-1]


def _joint(a: Glyph, b: Glyph) -> bool:
    """Whether a Han character and a Latin letter or digit meet."""
    han, other = (a, b) if HAN.match(a.text) else (b, a)
    if other.upright:
        return False  # a cell of a column needs no gap
    latin = other.text[:1]
    return bool(HAN.match(han.text)) and latin.isascii() and latin.isalnum()


def _pair(line: Line, index: int, report: Report) -> None:
    """Two marks side by side: from the first's origin to what follows the second, or to the line's end."""
    first, second = line.glyphs[index], line.glyphs[index + 1]
    if first.upright and first.text in TALL:
        return  # in a column it has no half to give
    following = line.glyphs[index + 2].start if index + 2 < len(line.glyphs) else second.end
    if any(first.start < mark.start < following for mark in line.raised):
        return  # a note's mark stands between them or behind them
    report.mark_pairs += 1
    if second.text in CLOSING and index + 2 == len(line.glyphs):
        following -= second.size / 2  # the mark at the line's end gives its blank half by itself
        taken = (following - first.start) / first.size + 0.5
    else:
        taken = (following - first.start) / first.size
    if taken >= UNSQUEEZED:
        report.faults["unsqueezed_pair"].add(line.page, line.text[max(0, index - 3) : index + 5])


def _fonts(document: Document, report: Report) -> None:
    for page in document.pages:
        for glyph in page.glyphs:
            if not glyph.present:
                report.faults["missing_glyph"].add(page.number, glyph.text)
            elif glyph.text == UNREADABLE:
                report.faults["unreadable"].add(page.number, glyph.font)
    for name, embedded in document.fonts.items():
        if not embedded:
            report.faults["not_embedded"].add(0, name)


# paragraphs and pages -----------------------------------------------------------------------------------------------


def _paragraphs(body: Sequence[Line], report: Report, geometry: Geometry) -> None:
    for line, following in _with_next(body):
        if geometry.off_grid(line) > GRID_TOLERANCE:
            report.faults["off_grid"].add(line.page, line.text[:12])
        error = geometry.right_error(line)
        if geometry.beyond(line) > TOLERANCE:
            report.faults["over_line"].add(line.page, line.text[-12:])
        if not geometry.goes_on(line, following):
            continue
        if error < -TOLERANCE:
            report.faults["short_line"].add(line.page, line.text[-12:])
    for before, (line, following) in zip([None, *body], _with_next(body), strict=False):
        last = before is not None and geometry.goes_on(before, line) and not geometry.goes_on(line, following)
        if last and line.han <= 1 and len(line.glyphs) <= 2:
            report.faults["one_character_last_line"].add(line.page, line.text)


def _with_next(lines: Sequence[Line]) -> Iterator[tuple[Line, Line | None]]:
    return zip(lines, [*lines[1:], None], strict=True)


def _pages(document: Document, lines: Sequence[Line], body: Sequence[Line], report: Report, geometry: Geometry) -> None:
    slack = 0.6 * geometry.leading
    inside = [line for line in lines if geometry.top - slack < line.across < geometry.foot + slack]
    by_page = {number: list(group) for number, group in groupby(inside, key=lambda line: line.page)}
    images = {page.number for page in document.pages if page.images}
    for number, found in by_page.items():
        if len(found) == 1 and geometry.is_body(found[0]) and number not in images:
            report.faults["single_line_page"].add(number, found[0].text[:12])
    of_page = {number: list(group) for number, group in groupby(body, key=lambda line: line.page)}
    for number, here in of_page.items():
        after = of_page.get(number + 1)
        if not after or not geometry.goes_on(here[-1], after[0]):
            continue
        if not geometry.starts_at_edge(here[-1]):
            report.faults["orphan"].add(number, here[-1].text[:12])
        following = after[1] if len(after) > 1 else (of_page.get(number + 2) or [None])[0]
        if not geometry.goes_on(after[0], following):
            report.faults["widow"].add(number + 1, after[0].text[:12])
