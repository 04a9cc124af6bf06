"""The PDF document around the pages: bookmarks, page labels, links, and the file itself, written whole or not."""

from __future__ import annotations

import hashlib
import io
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import BinaryIO

from archive_app.typeset.layout import Layout, Line, Link, OutlineEntry, Page
from archive_app.typeset.pdf.canvas import PageWriter, Tags
from archive_app.typeset.pdf.file import Metadata, PdfFile, reference, text
from archive_app.typeset.pdf.intents import describe
from archive_app.typeset.pdf.structure import Element, Structure
from archive_app.typeset.pdf.tagging import Spot, Tagger, note_spots, starred
from archive_app.typeset.problems import Problem
from archive_app.typeset.storing import Written, store_as_made


def write(layout: Layout, out: Path, metadata: Metadata | None = None) -> Written:
    """Write ``layout`` to ``out``; see `archive_app.typeset.storing.store_as_made`."""
    return store_as_made(lambda stream: draw_screen(stream, layout, metadata or Metadata(layout.title)), out)


def render(layout: Layout, metadata: Metadata) -> tuple[bytes, list[Problem]]:
    """The same file in memory, and the pictures that could not be had."""
    stream = io.BytesIO()
    problems = draw_screen(stream, layout, metadata)
    return stream.getvalue(), problems


def draw_screen(stream: BinaryIO, layout: Layout, metadata: Metadata) -> list[Problem]:
    """Write the PDF for the screen; the pictures that could not be had."""
    file = PdfFile(stream, metadata)
    with PageWriter(file, len(layout.pages)) as writer:
        writer.collect(layout)
        sign(file, layout)
        draw_tagged(writer, layout)
        bookmarks(file, layout, writer.pages)
        labels(file, layout)
        describe(file, {})
        finish(writer, layout, copied=True)
        return writer.problems


def sign(file: PdfFile, layout: Layout) -> None:
    """The file is known by its words: the same book gives the same identity."""
    words = "\n".join([line.text for page in layout.pages for line in page.lines])
    file.known = hashlib.md5(words.encode("utf-8", "backslashreplace"), usedforsecurity=False).hexdigest()


def finish(writer: PageWriter, layout: Layout, *, copied: bool = False) -> None:
    """Write the end of the file, with what every book's says of itself.

    A book bound at the right says so to the programs of printers. One that words are ``copied`` out of does not: pdfium
    (Chrome, Edge) takes the order of the pages for that of the writing, and gives every line's clauses back to front.
    """
    file = writer.file
    preferences = b"/Direction/R2L" if layout.right_bound and not copied else b""
    if file.version >= (1, 4):
        file.catalog["Lang"] = b"(zh-CN)"
        preferences += b"/DisplayDocTitle true"
    file.catalog["ViewerPreferences"] = b"<<%s>>" % preferences
    writer.finish()


class Dress:
    """What an output adds to a page (by its place), all of it artifacts; here nothing."""

    def under(self, number: int, page: Page) -> None:
        """Draw what lies under the page."""

    def over(self, number: int, page: Page) -> None:
        """Draw what lies over it."""


def draw_tagged(writer: PageWriter, layout: Layout, dress: Dress | None = None) -> None:
    """The pages with their structure and their links."""
    dress = dress or Dress()
    layout = starred(layout)
    structure = Structure(layout)
    tagger = Tagger(writer.file, structure, layout, writer.pages)
    calls, notes = note_spots(layout)
    for number, page in enumerate(layout.pages):
        tagger.begin(number)
        plan = structure.plans[number]
        dress.under(number, page)
        writer.draw(page, Tags(tagger, plan, calls, notes))
        dress.over(number, page)
        standing = _Standing(plan.stretches) if page.links else None
        for link in page.links:
            box = (link.x0, page.height - link.y1, link.x1, page.height - link.y0)
            element = standing.element_at(link) if standing else None
            aim = layout.pages[link.page].label
            words = f"第{aim}页" if aim else "转到这一页"
            writer.annotations.append(tagger.link(box, Spot(link.page, 0.0), words, element))
        writer.end_page(page.width, page.height, parents=number)
    tagger.finish()


class _Standing:
    """The lines of a page by where they stand, to find what a link stands in; a page of an index has a hundred."""

    def __init__(self, stretches: list[tuple[Element | None, list[Line]]]) -> None:
        lines = [(element, line) for element, own in stretches for line in own if element is not None]
        self._contents = [(element, line) for element, line in lines if element is not None and element.kind == "Link"]
        rows = [(line.y, number, line.x) for number, (_, line) in enumerate(lines) if not line.vertical]
        columns = [(line.x, number, line.y) for number, (_, line) in enumerate(lines) if line.vertical]
        self._owners = [element for element, _ in lines]
        self._rows, self._columns = sorted(rows), sorted(columns)

    def element_at(self, link: Link) -> Element | None:
        """The element a link stands in: the line of the contents it covers, else a link of its own in the line it is
        part of (a page's number in an index)."""
        for element, line in self._contents:
            if link.x0 - 1 <= line.x <= link.x1 + 1 and link.y0 - 1 <= line.y <= link.y1 + 1:
                return element
        before = (
            *_before(self._rows, link.y0, link.y1, link.x1),
            *_before(self._columns, link.x0, link.x1, link.y1),
        )
        owner = self._owners[max(before)[1]] if before else None
        return owner.child("Link") if owner is not None else None


def _before(lines: list[tuple[float, int, float]], low: float, high: float, end: float) -> list[tuple[float, int]]:
    """Of lines (across, number, along) those that stand between ``low`` and ``high`` and begin before ``end``: (where
    they begin, number)."""
    first, last = bisect_left(lines, (low - 1,)), bisect_right(lines, (high + 1, len(lines)))
    return [(along, number) for _, number, along in lines[first:last] if 0.0 <= along <= end]


@dataclass(slots=True)
class _Bookmark:
    """A bookmark, its object's number, and those under it."""

    entry: OutlineEntry | None
    number: int
    under: list[_Bookmark] = field(default_factory=list)

    @property
    def shown(self) -> int:
        """How many stand under it when it is open: those under them are folded away."""
        return len(self.under)


def bookmarks(file: PdfFile, layout: Layout, pages: Sequence[int]) -> None:
    """Bookmarks, the first level open; no level is skipped, whatever the manuscript does with its headings."""
    if not layout.outline:
        return
    root = _Bookmark(None, file.reserve())
    way = [root]
    for entry in layout.outline:
        del way[min(entry.level + 1, len(way)) :]
        made = _Bookmark(entry, file.reserve())
        way[-1].under.append(made)
        way.append(made)
    _hang(file, root, layout, pages)
    seen = sum(1 + one.shown for one in root.under)
    ends = b"/First %d 0 R/Last %d 0 R" % (root.under[0].number, root.under[-1].number)
    file.put(b"<</Type/Outlines%s/Count %d>>" % (ends, seen), root.number)
    file.catalog["Outlines"] = reference(root.number)
    file.catalog["PageMode"] = b"/UseOutlines"


def _hang(file: PdfFile, above: _Bookmark, layout: Layout, pages: Sequence[int]) -> None:
    """Write the bookmarks under another one."""
    for place, one in enumerate(above.under):
        entry = one.entry
        assert entry is not None
        said = [b"/Title%s/Parent %d 0 R" % (text(entry.title), above.number)]
        if place:
            said.append(b"/Prev %d 0 R" % above.under[place - 1].number)
        if place + 1 < len(above.under):
            said.append(b"/Next %d 0 R" % above.under[place + 1].number)
        if one.under:
            count = one.shown if above.entry is None else -one.shown
            ends = (one.under[0].number, one.under[-1].number, count)
            said.append(b"/First %d 0 R/Last %d 0 R/Count %d" % ends)
        height = layout.pages[entry.page].height
        said.append(b"/Dest[%d 0 R/XYZ 0 %.4f null]" % (pages[entry.page], height - entry.y))
        file.put(b"<<%s>>" % b"".join(said), one.number)
        _hang(file, one, layout, pages)


def labels(file: PdfFile, layout: Layout) -> None:
    """Page labels as the folios count: roman before the body, arabic in it, none on what is not counted."""
    rows: list[str] = []
    previous: tuple[str, int] | None = None
    for number, page in enumerate(layout.pages):
        style, value = _numbering(page.label)
        if page.label and not style:  # 图版一
            rows.append(f"{number}<</P{text(page.label).decode()}>>")
        elif previous is None or style != previous[0] or (style and value != previous[1] + 1):
            rows.append(f"{number}<</S/{style}/St {value}>>" if style else f"{number}<<>>")
        previous = (style, value) if style or not page.label else None
    file.catalog["PageLabels"] = f"<</Nums[{' '.join(rows)}]>>".encode()


def _numbering(label: str) -> tuple[str, int]:
    if label.isdecimal():
        return "D", int(label)
    value = from_roman(label)
    return ("r", value) if value else ("", 0)


def from_roman(label: str) -> int:
    """The number a lower-case roman numeral stands for; 0 where it is none."""
    values = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100, "d": 500, "m": 1000}
    if not label or set(label) - values.keys():
        return 0
    numbers = [values[c] for c in label]
    return sum(-a if a < b else a for a, b in zip(numbers, [*numbers[1:], 0], strict=True))
