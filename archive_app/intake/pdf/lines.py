"""The text of a PDF's pages as lines with their places, and the lines as paragraphs.

A PDF knows where its letters stand and nothing of paragraphs. They begin where a line is indented, where the line
before ends early, or where there is more room above than between lines.
"""

from __future__ import annotations

import ctypes
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import pairwise
from statistics import median
from typing import TYPE_CHECKING

import pypdfium2.raw as pdfium  # type: ignore[import-untyped]

from archive_app.frozen import dataclass
from archive_app.intake.text.paragraphs import Paragraph

if TYPE_CHECKING:
    import pypdfium2

_CJK = "\u2e80"
_ENDS = "。！？!?…”』」》）)：:；;"
_FOLIO = re.compile(r"[\s\-—–·•.]*(?:第\s*)?\d{1,4}(?:\s*[页頁]|\s*[/／]\s*\d{1,4})?[\s\-—–·•.]*\Z")
_HYPHENS = {0x2: "", 0xFFFE: "", 0xAD: ""}  # what PDFium gives for a hyphen at the end of a line, and soft ones
_COLUMN = 4  # lines that make a column with edges of its own
_RUNNING_PAGES = 3  # a head that stands on so many pages and on half of them is no text


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a page. Places are points from the lower left corner, ``size`` is the font's."""

    text: str
    left: float
    right: float
    bottom: float
    top: float
    size: float


def lines_of(page: pypdfium2.PdfPage, most: int) -> list[Line]:
    """The lines of a page in the file's order, no more than ``most`` characters."""
    text = page.get_textpage()
    try:
        return list(_lines(text, most))
    finally:
        text.close()


def _lines(text: pypdfium2.PdfTextPage, most: int) -> Iterator[Line]:
    chars: list[str] = []
    ink: list[int] = []  # the indices of what can be seen
    for index in range(min(text.count_chars(), most)):
        code = pdfium.FPDFText_GetUnicode(text, index)
        if code in (0xA, 0xD):
            if ink:
                yield _line(text, chars, ink)
            chars, ink = [], []
            continue
        char = _HYPHENS.get(code) if code in _HYPHENS else chr(code) if 0 < code < 0x110000 else ""
        if not char or 0xD800 <= code <= 0xDFFF:
            continue
        if not char.isspace():
            ink.append(index)
            if len(chars) > 1 and chars[-1] == " " and char >= _CJK and chars[-2] >= _CJK:
                generated = pdfium.FPDFText_IsGenerated(text, index - 1) == 1
                if generated:  # room between two characters of a justified line, not a space of the text
                    chars.pop()
        chars.append(char)
    if ink:
        yield _line(text, chars, ink)


def _line(text: pypdfium2.PdfTextPage, chars: Sequence[str], ink: Sequence[int]) -> Line:
    first, last = _box(text, ink[0]), _box(text, ink[-1])
    size = pdfium.FPDFText_GetFontSize(text, ink[0]) or 0.0
    height = max(first[3] - first[1], last[3] - last[1])
    words = "".join(chars).strip()
    left, right = min(first[0], last[0]), max(first[2], last[2])
    return Line(words, left, right, min(first[1], last[1]), max(first[3], last[3]), max(size, height, 1.0))


def _box(text: pypdfium2.PdfTextPage, index: int) -> tuple[float, float, float, float]:
    left, right, bottom, top = (ctypes.c_double() for _ in range(4))
    pdfium.FPDFText_GetCharBox(text, index, left, right, bottom, top)
    return left.value, bottom.value, right.value, top.value


def without_folios(pages: Sequence[Sequence[Line]]) -> list[list[Line]]:
    """The pages without page numbers and running heads, which belong to the printed page and not to the text."""
    outer = Counter(line.text for lines in pages for line in _outermost(lines))
    running = {text for text, count in outer.items() if count >= max(_RUNNING_PAGES, len(pages) / 2)}
    kept: list[list[Line]] = []
    for lines in pages:
        rest = list(lines)
        for _ in range(2):  # a head and a number may stand above each other
            gone = [line for line in _outermost(rest) if line.text in running or _is_folio(line.text, len(pages) > 1)]
            rest = [line for line in rest if line not in gone]
        kept.append(rest)
    return kept


def _is_folio(text: str, several: bool) -> bool:
    """A number between dashes, or alone where there are other pages to number."""
    return _FOLIO.match(text) is not None and (several or not text.strip().isdecimal())


def _outermost(lines: Sequence[Line]) -> list[Line]:
    """What stands highest and lowest on a page, where it stands apart from the rest; all of a page's only line."""
    if len(lines) < 2:
        return list(lines)
    by_height = sorted(lines, key=lambda line: -line.top)
    found = []
    for line, neighbour in ((by_height[0], by_height[1]), (by_height[-1], by_height[-2])):
        level = abs(line.bottom - neighbour.bottom) < 0.5 * line.size  # beside it, as a head's left and right half
        if level or abs(line.bottom - neighbour.bottom) > 1.8 * min(line.size, neighbour.size):
            found.append(line)
    return found


def paragraphs_of(pages: Sequence[Sequence[Line]]) -> list[Paragraph]:
    """The paragraphs of all pages; one that goes on over the page or the column stays one."""
    return [Paragraph(_joined(group), middle) for group, middle in grouped(pages)]


def grouped(pages: Sequence[Sequence[Line]]) -> list[tuple[list[Line], bool]]:
    """The lines of each paragraph, and whether it is centred."""
    groups: list[list[Line]] = []
    centred: list[bool] = []
    measure: _Measure | None = None
    for lines in filter(None, pages):
        for number, (line, column) in enumerate(zip(lines, _measures(lines), strict=True)):
            if measure is None:
                joins = False
            elif number and column == measure:
                joins = column.goes_on(lines[number - 1], line)
            else:
                joins = _over_the_edge(groups[-1][-1], line, measure, column)
            measure = column
            if joins:
                groups[-1].append(line)
                centred[-1] = False
            else:
                groups.append([line])
                centred.append(column.centred(line))
    return list(zip(groups, centred, strict=True))


def _measures(lines: Sequence[Line]) -> list[_Measure]:
    """The column that each line of a page stands in: the page's only one, or of several, which begin where the text
    goes up again."""
    starts = [
        0,
        *(n for n in range(1, len(lines)) if lines[n].bottom > lines[n - 1].bottom + lines[n].size),
        len(lines),
    ]
    page = _Measure.of(lines)
    found: list[_Measure] = []
    for first, last in pairwise(starts):
        column = lines[first:last]
        found += [_Measure.of(column) if len(column) >= _COLUMN else page] * len(column)
    return found


def _over_the_edge(last: Line, first: Line, left: _Measure, entered: _Measure) -> bool:
    """Whether a paragraph goes on from the column or page that is left to the one that is entered."""
    full = last.right > left.right - 2 * last.size
    alike = abs(last.size - first.size) < 0.15 * last.size
    return full and alike and not last.text.endswith(tuple(_ENDS)) and not entered.indented(first)


@dataclass(frozen=True, slots=True)
class _Measure:
    """The column of a page: its edges, and the usual distance from one line's foot to the next one's."""

    left: float
    right: float
    leading: float

    @classmethod
    def of(cls, lines: Sequence[Line]) -> _Measure:
        lefts = Counter(round(line.left) for line in lines if len(line.text) > 5)
        # of the edges that several lines share, the leftmost: an indent is shared too
        shared = [left for left, count in lefts.items() if count >= max(1, len(lines) // 8)]
        steps = [above.bottom - below.bottom for above, below in pairwise(lines) if above.bottom > below.bottom]
        left = float(min(shared)) if shared else min(line.left for line in lines)
        return cls(left, max(line.right for line in lines), median(steps) if steps else 0.0)

    def indented(self, line: Line) -> bool:
        return line.left > self.left + 1.2 * line.size

    def centred(self, line: Line) -> bool:
        before, after = line.left - self.left, self.right - line.right
        return before > 3 * line.size and abs(before - after) < 2 * line.size

    def goes_on(self, before: Line, line: Line) -> bool:
        """Whether a line belongs to the paragraph of the line before it."""
        if abs(before.size - line.size) > 0.15 * max(before.size, line.size):
            return False
        if before.right < self.right - 2 * before.size and before.right < line.right + 2 * line.size:
            return False  # it ended early
        if self.indented(line) and not self.indented(before):
            return False
        if self.indented(line) and abs(line.left - before.left) > 1.2 * line.size:
            return False
        step = before.bottom - line.bottom
        if step < 0:  # up again, by less than a column's lines
            return not before.text.endswith(tuple(_ENDS))
        return self.leading <= 0 or step <= 1.5 * max(self.leading, line.size)


def _joined(lines: Sequence[Line]) -> str:
    text = lines[0].text
    for line in lines[1:]:
        latin = text[-1:] < _CJK and line.text[:1] < _CJK and text[-1:].isalnum()
        text += (" " if latin else "") + line.text
    return text
