"""The PDF document around the pages: bookmarks, page labels, links, and the file itself, written whole or not."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from archive_app.typeset.layout import Layout, Line, Link, Page
from archive_app.typeset.pdf.canvas import PageWriter, Tags
from archive_app.typeset.pdf.intents import describe
from archive_app.typeset.pdf.structure import Element, Structure
from archive_app.typeset.pdf.tagging import Spot, Tagger, note_spots, starred
from archive_app.typeset.pdf.target import BookCanvas, Metadata, Raw
from archive_app.typeset.problems import Problem
from archive_app.typeset.storing import Written, store


def write(layout: Layout, out: Path, metadata: Metadata | None = None) -> Written:
    """Write ``layout`` to ``out``.

    The file appears whole: it is written under another name beside ``out``, brought to disk and renamed. Where
    ``out`` is held open by a reader (Windows), a new name is taken and said.

    Raises `StorageFailed` where the folder cannot be written.
    """
    data, problems = render(layout, metadata or Metadata(layout.title))
    path, message = store(data, out)
    return Written(path, tuple(problems), message)


def render(layout: Layout, metadata: Metadata) -> tuple[bytes, list[Problem]]:
    """The PDF's bytes, and the pictures that could not be had."""
    target = BookCanvas(metadata)
    writer = PageWriter(target)
    writer.collect(layout)
    draw_tagged(target, writer, layout)
    bookmarks(target, layout)
    labels(target, layout)
    sign(target, layout)
    describe(target.document, metadata, {})
    return finish(target, layout, copied=True), writer.problems


def sign(target: BookCanvas, layout: Layout) -> None:
    """The file is known by its words: the same book gives the same identity."""
    words = repr([line.text for page in layout.pages for line in page.lines])
    target.document.updateSignature(words.encode("utf-8", "backslashreplace"))


def finish(target: BookCanvas, layout: Layout, *, copied: bool = False) -> bytes:
    """The file's bytes.

    A book bound at the right says so to the programs of printers. One that words are ``copied`` out of does not: pdfium
    (Chrome, Edge) takes the order of the pages for that of the writing, and gives every line's clauses back to front.
    """
    if layout.right_bound and not copied:
        target.document.Catalog.ViewerPreferences.dict["Direction"] = "/R2L"
    return bytes(target.getpdfdata())


Dress = Callable[[int, Page], tuple[Sequence[str], Sequence[str]]]
"""What an output adds to a page (by its place): operators under it and operators over it, both artifacts."""


def undressed(number: int, page: Page) -> tuple[Sequence[str], Sequence[str]]:
    """The page as it is."""
    return (), ()


def draw_tagged(target: BookCanvas, writer: PageWriter, layout: Layout, dress: Dress = undressed) -> None:
    """The pages with their structure, their links and the places that bookmarks lead to."""
    layout = starred(layout)
    structure = Structure(layout)
    tagger = Tagger(target.document, structure, {n: page.height for n, page in enumerate(layout.pages)})
    calls, notes = note_spots(layout)
    places = outline_by_page(layout)
    for number, page in enumerate(layout.pages):
        target.setPageSize((page.width, page.height))
        tagger.begin(number)
        for key, y in places.get(number, ()):
            target.bookmarkPage(key, fit="XYZ", left=0, top=page.height - y)
        plan = structure.plans[number]
        under, over = dress(number, page)
        target._code += under
        writer.draw(page, Tags(tagger, plan, calls, notes))
        target._code += over
        for link in page.links:
            box = (link.x0, page.height - link.y1, link.x1, page.height - link.y0)
            element = _element_at(plan.stretches, link)
            aim = layout.pages[link.page].label
            words = f"第{aim}页" if aim else "转到这一页"
            target.extras.annotations.append(tagger.link(box, Spot(link.page, 0.0), words, element))
        target.extras.parents = number
        target.showPage()
    tagger.finish()


def _element_at(stretches: list[tuple[Element | None, list[Line]]], link: Link) -> Element | None:
    """The element a link stands in: the line of the contents it covers, else a link of its own in the line it is part
    of (a page's number in an index)."""

    def begins(line: Line) -> bool:
        return link.x0 - 1 <= line.x <= link.x1 + 1 and link.y0 - 1 <= line.y <= link.y1 + 1

    for element, lines in stretches:
        if element is not None and element.kind == "Link" and any(begins(line) for line in lines):
            return element
    owner: Element | None = None
    nearest = 0.0
    for element, lines in stretches:
        for line in lines:
            along, across = (line.y, line.x) if line.vertical else (line.x, line.y)
            start, end = (link.y1, (link.x0, link.x1)) if line.vertical else (link.x1, (link.y0, link.y1))
            if element is not None and along <= start and end[0] - 1 <= across <= end[1] + 1 and along >= nearest:
                owner, nearest = element, along
    return owner.child("Link") if owner is not None else None


def outline_by_page(layout: Layout) -> dict[int, list[tuple[str, float]]]:
    """The places bookmarks lead to: (key, points from the page's head) by page."""
    places: dict[int, list[tuple[str, float]]] = {}
    for number, entry in enumerate(layout.outline):
        places.setdefault(entry.page, []).append((f"outline-{number}", entry.y))
    return places


def bookmarks(target: BookCanvas, layout: Layout) -> None:
    """Bookmarks; a level may not be skipped, whatever the manuscript does with its headings."""
    level = -1
    for number, entry in enumerate(layout.outline):
        level = min(entry.level, level + 1)
        target.addOutlineEntry(entry.title, f"outline-{number}", level, closed=level >= 1)
    if layout.outline:
        target.showOutline()


def labels(target: BookCanvas, layout: Layout) -> None:
    """Page labels as the folios count: roman before the body, arabic in it, none on what is not counted."""
    rows: list[str] = []
    previous: tuple[str, int] | None = None
    for number, page in enumerate(layout.pages):
        style, value = _numbering(page.label)
        if previous is None or style != previous[0] or (style and value != previous[1] + 1):
            rows.append(f"{number}<</S/{style}/St {value}>>" if style else f"{number}<<>>")
        previous = (style, value)
    target.document.Catalog.PageLabels = Raw(f"<</Nums[{' '.join(rows)}]>>".encode())


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
