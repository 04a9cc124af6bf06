"""The PDF document around the pages: metadata, bookmarks, page labels, and the file itself, written whole or not."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from reportlab import rl_config
from reportlab.pdfbase import pdfdoc

from archive_app.typeset.layout import Layout
from archive_app.typeset.pdf.canvas import BookCanvas, PageWriter
from archive_app.typeset.problems import Problem
from archive_app.typeset.storing import Written, store

# binary streams: base 85 would make every page and picture a quarter larger
rl_config.useA85 = 0

_EPOCH = datetime(2000, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Metadata:
    """What the file says about itself. ``created`` comes from the caller, so that the same book gives the same
    bytes."""

    title: str
    author: str = ""
    subject: str = ""
    keywords: str = ""
    created: datetime = _EPOCH


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
    target = BookCanvas("", pagesize=(100, 100), pageCompression=1, invariant=1, pdfVersion=(1, 5), lang="zh-CN")
    _describe(target, metadata)
    writer = PageWriter(target)
    writer.collect(layout)
    outline = _outline_by_page(layout)
    linked = {link.page for page in layout.pages for link in page.links}
    for number, page in enumerate(layout.pages):
        target.setPageSize((page.width, page.height))
        for key, y in outline.get(number, ()):
            target.bookmarkPage(key, fit="XYZ", left=0, top=page.height - y)
        if number in linked:
            target.bookmarkPage(f"page-{number}", fit="Fit")
        for link in page.links:
            box = (link.x0, page.height - link.y1, link.x1, page.height - link.y0)
            target.linkRect("", f"page-{link.page}", box, relative=0)
        writer.draw(page)
        target.showPage()
    _bookmarks(target, layout)
    _labels(target, layout)
    target._doc.updateSignature(repr([line.text for page in layout.pages for line in page.lines]).encode())
    data = target.getpdfdata()
    return bytes(data), writer.problems


def _describe(target: Any, metadata: Metadata) -> None:
    target.setTitle(metadata.title)
    target.setAuthor(metadata.author)
    target.setSubject(metadata.subject)
    target.setKeywords(metadata.keywords)
    target.setCreator("存史")
    target.setProducer("存史")
    when = metadata.created.astimezone(UTC)
    # reportlab dates a document by the clock or by 2000; ours comes with the book
    target._doc._timeStamp = SimpleNamespace(YMDhms=when.timetuple()[:6], dhh=0, dmm=0, t=when.timestamp())
    target._doc.Catalog.ViewerPreferences = pdfdoc.PDFDictionary({"DisplayDocTitle": "true"})


def _outline_by_page(layout: Layout) -> dict[int, list[tuple[str, float]]]:
    places: dict[int, list[tuple[str, float]]] = {}
    for number, entry in enumerate(layout.outline):
        places.setdefault(entry.page, []).append((f"outline-{number}", entry.y))
    return places


def _bookmarks(target: Any, layout: Layout) -> None:
    """Bookmarks; a level may not be skipped, whatever the manuscript does with its headings."""
    level = -1
    for number, entry in enumerate(layout.outline):
        level = min(entry.level, level + 1)
        target.addOutlineEntry(entry.title, f"outline-{number}", level, closed=level >= 1)
    if layout.outline:
        target.showOutline()


def _labels(target: Any, layout: Layout) -> None:
    """Page labels as the folios count: roman before the body, arabic in it, none on what is not counted."""
    previous: tuple[str, int] | None = None
    for number, page in enumerate(layout.pages):
        style, value = _numbering(page.label)
        if previous is None or style != previous[0] or (style and value != previous[1] + 1):
            if style:
                target.addPageLabel(number, style=style, start=value)
            else:
                target.addPageLabel(number, prefix="")
        previous = (style, value)


def _numbering(label: str) -> tuple[str, int]:
    if label.isdecimal():
        return "ARABIC", int(label)
    value = from_roman(label)
    return ("ROMAN_LOWER", value) if value else ("", 0)


def from_roman(label: str) -> int:
    """The number a lower-case roman numeral stands for; 0 where it is none."""
    values = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100, "d": 500, "m": 1000}
    if not label or set(label) - values.keys():
        return 0
    numbers = [values[c] for c in label]
    return sum(-a if a < b else a for a, b in zip(numbers, [*numbers[1:], 0], strict=True))
