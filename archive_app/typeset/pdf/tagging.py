"""The structure tree as objects of the file, and the links that stand in it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from typing import NamedTuple

from archive_app.typeset.fonts.faces import face
from archive_app.typeset.layout import GlyphRun, Layout, Line, Page
from archive_app.typeset.pdf.file import PdfFile, reference, text
from archive_app.typeset.pdf.structure import Element, Structure

_STAR = "*"
_ABOVE = 0.9
"""Ems of a line above its baseline: where a link leads to, and how high one stands."""


class Spot(NamedTuple):
    """A place that a link leads to: a page by its place, points from its head."""

    page: int
    y: float


def starred(layout: Layout) -> Layout:
    """``layout`` with the star of a title knowing its note, as the marks of numbered notes do."""
    return replace(layout, pages=tuple(_starred(page) for page in layout.pages))


def _starred(page: Page) -> Page:
    notes = {
        line.article: line.part.removeprefix("note:")
        for line in page.lines
        if line.offset == 0 and line.part.startswith("note:") and line.runs[0].text.startswith(_STAR)
    }
    if not notes:
        return page
    lines = []
    for line in page.lines:
        begins = line.part == f"note:{notes.get(line.article)}" and line.offset == 0
        if line.role == "title" and line.article in notes and line.runs[-1].text == _STAR:
            line = line._replace(runs=(*line.runs[:-1], line.runs[-1]._replace(note=notes[line.article])))
        elif begins and line.runs[0].text.startswith(_STAR):
            line = line._replace(runs=(*_parted(line.runs[0], notes[line.article]), *line.runs[1:]))
        lines.append(line)
    return page._replace(lines=tuple(lines))


def _parted(run: GlyphRun, note: str) -> tuple[GlyphRun, ...]:
    """The star a note begins with, and the words behind it."""
    if len(run.text) < 2:
        return (run._replace(note=note),)
    moved = run.tracking + sum(amount for place, amount in run.adjust if place == 1)
    words = run._replace(
        text=run.text[1:],
        dx=run.dx + (face(run.face).advances[_STAR] + moved) * run.size / 1000,
        adjust=tuple((place - 1, amount) for place, amount in run.adjust if place > 1),
    )
    return run._replace(text=_STAR, adjust=(), note=note), words


def note_spots(layout: Layout) -> tuple[dict[str, Spot], dict[str, Spot]]:
    """Where each note is called, and where it begins."""
    calls: dict[str, Spot] = {}
    notes: dict[str, Spot] = {}
    for number, page in enumerate(layout.pages):
        for line in page.lines:
            for run in line.runs:
                if run.note:
                    spots = notes if line.part.startswith("note:") else calls
                    spots.setdefault(run.note, Spot(number, line.y - line.size * _ABOVE))
    return calls, notes


class Tagger:
    """Numbers marked content page by page and writes the tree when every page is drawn; ``pages`` are the numbers of
    the pages' objects."""

    def __init__(self, file: PdfFile, structure: Structure, layout: Layout, pages: Sequence[int]) -> None:
        self.file, self.structure = file, structure
        self._heights = [page.height for page in layout.pages]
        self._pages = pages
        self._page = 0
        self._marked: list[list[Element]] = []
        self._links: list[Element] = []

    def begin(self, page: int) -> None:
        """A page begins."""
        self._page = page
        self._marked.append([])

    def open(self, element: Element) -> str:
        """The operator that begins marked content of ``element``; EMC ends it."""
        own = self._marked[-1]
        element.kids.append((self._page, len(own)))
        own.append(element)
        return f"/{element.kind} <</MCID {len(own) - 1}>> BDC"

    def link(self, box: tuple[float, float, float, float], spot: Spot, words: str, element: Element | None) -> int:
        """The number of an annotation that leads to ``spot``; ``box`` in PDF's coordinates."""
        parent = b""
        if element is not None:
            parent = b"/StructParent %d" % (len(self._pages) + len(self._links))
            self._links.append(element)
        said = b"<</Type/Annot/Subtype/Link/F 4/Border[0 0 0]/Rect[%.3f %.3f %.3f %.3f]" % box
        goal = b"/Dest[%d 0 R/XYZ null %.2f null]" % (self._pages[spot.page], self._heights[spot.page] - spot.y)
        number = self.file.put(b"%s%s/Contents%s%s>>" % (said, goal, text(words), parent))
        if element is not None:
            element.kids.append(number)
        return number

    def finish(self) -> None:
        """Put the tree into the file."""
        file = self.file
        self.structure.finish()
        elements = _spoken(self.structure.root)
        top = file.reserve(len(elements) + 1)
        for number, element in enumerate(elements, top + 1):
            element.number = number
        for element in elements:
            file.put(self._element(element, top), element.number)
        file.put(self._root(elements), top)
        file.catalog["StructTreeRoot"] = reference(top)
        file.catalog["MarkInfo"] = b"<</Marked true>>"

    def _root(self, elements: Iterable[Element]) -> bytes:
        rows = [
            b"%d[%s]" % (number, b" ".join([b"%d 0 R" % element.number for element in marked]))
            for number, marked in enumerate(self._marked)
        ]
        rows += [b"%d %d 0 R" % (n, element.number) for n, element in enumerate(self._links, len(self._pages))]
        tree = self.file.put(b"<</Nums[%s]>>" % b"\n".join(rows))
        named = sorted((e.entries.removeprefix("/ID").encode(), e.number) for e in elements if "/ID(" in e.entries)
        names = b"".join([b"%s %d 0 R" % pair for pair in named])
        identities = b"/IDTree<</Names[%s]>>" % names if named else b""
        return b"<</Type/StructTreeRoot/K %d 0 R/ParentTree %d 0 R/ParentTreeNextKey %d%s>>" % (
            self.structure.root.number,
            tree,
            len(self._pages) + len(self._links),
            identities,
        )

    def _element(self, element: Element, top: int) -> bytes:
        """An element as an object."""
        own = -1
        kids: list[bytes] = []
        for kid in element.kids:
            if isinstance(kid, tuple):
                page, number = kid
                if own < 0:
                    own = page
                kids.append(
                    b"%d" % number if page == own else b"<</Type/MCR/Pg %d 0 R/MCID %d>>" % (self._pages[page], number)
                )
            elif isinstance(kid, Element):
                kids.append(b"%d 0 R" % kid.number)
            else:
                kids.append(b"<</Type/OBJR/Obj %d 0 R>>" % kid)
        parent = element.parent.number if element.parent is not None else top
        page_said = b"/Pg %d 0 R" % self._pages[own] if own >= 0 else b""
        alt = b"/Alt" + text(element.alt) if element.alt else b""
        said = b"" if not kids else b"/K %s" % kids[0] if len(kids) == 1 else b"/K[%s]" % b" ".join(kids)
        head = b"<</S/%s/P %d 0 R" % (element.kind.encode(), parent)
        return b"".join((head, page_said, alt, element.entries.encode(), said, b">>"))


def _spoken(root: Element) -> list[Element]:
    """The elements that say something, in reading order; an article's section of which nothing was drawn is left
    out."""
    _leave_out_silent(root)
    return list(root.walk())


def _leave_out_silent(element: Element) -> bool:
    """Whether an element says anything; what under it says nothing is taken out."""
    element.kids[:] = [kid for kid in element.kids if not isinstance(kid, Element) or _leave_out_silent(kid)]
    return bool(element.kids) or element.kind in ("TD", "TH")


def mark_box(line: Line, run: GlyphRun, width: float, height: float) -> tuple[float, float, float, float]:
    """The rectangle of ``run`` of ``line`` on a page ``height`` points high, easy to hit."""
    if line.vertical:
        x, y = line.x + run.dy, height - line.y - run.dx
        return (x - run.size / 2 - 1, y - run.size - 1, x + run.size / 2 + 1, y + 1)
    if line.turned:
        x, y = line.x - run.dy, height - line.y + run.dx
        return (x - run.size * _ABOVE - 1, y - 1, x + run.size * 0.2 + 1, y + width + 1)
    x, y = line.x + run.dx, height - line.y + run.dy
    return (x - 1, y - run.size * 0.2 - 1, x + width + 1, y + run.size * _ABOVE + 1)
