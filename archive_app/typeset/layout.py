"""The result of setting a book: pages of positioned lines, as pure data.

Everything is in points, measured from the upper left corner of the trimmed page, x to the right and y **down**;
a line's y is its baseline. The PDF writer, the preview window and ``--layout-json`` all read this and nothing else.

A window paints a page without a PDF: for each `Line`, for each `GlyphRun`, load the font file
``resource("fonts", run.face + ".ttf")`` at ``run.size`` points (``QRawFont``) and ask
``archive_app.typeset.fonts.library.positions(run)`` for (glyph id, x, y) triples, which are offsets from the line's
origin ``(line.x, line.y)``, ready for ``QGlyphRun.setGlyphIndexes`` and ``setPositions``. A face that begins with
``@`` is in the file without it. In a vertical line what is neither upright nor level is painted with the page turned
a quarter to the right around the line's origin.

A book has tens of thousands of these values, made, copied and sent between processes: all but the `Layout` are named
tuples, copied with a change by ``_replace``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field
from pathlib import Path, PurePath
from typing import Any, NamedTuple

from archive_app.frozen import dataclass
from archive_app.typeset.problems import Problem


class ShapedGlyph(NamedTuple):
    """A glyph of a shaped run: its id, its advance and its offset, in thousandths of an em; and what it reads as
    where that can be told (right-to-left words are read glyph by glyph)."""

    glyph: int
    advance: float
    dx: float = 0.0
    dy: float = 0.0
    reads: str = ""


class GlyphRun(NamedTuple):
    """Glyphs of one face at one size.

    ``face`` is a file stem under ``resources/fonts``. ``dx`` (right) and ``dy`` (up) place the first glyph's origin
    from the line's origin. ``text`` has one setting character a glyph (see `archive_app.typeset.fonts.faces`);
    ``tracking`` is added after every glyph and ``adjust`` holds (index, amount) pairs added before glyph ``index``,
    both in thousandths of an em. A run of a complex script carries its glyphs in ``shaped``, and ``text`` is then
    what it says. ``silent`` runs are no part of the text: a hyphen that hyphenation put in, a reading above a word.
    ``note`` is the id of the note whose mark the run is. ``unseen`` runs are read and not drawn.

    In a vertical line ``dx`` is measured down from the line's origin and ``dy`` to the right of the column's middle. A
    run whose face begins with ``@`` stands upright, glyph under glyph; a ``level`` run stands upright too, its glyphs
    side by side (纵中横); every other run is laid on its side, its baseline ``dy`` from the column's middle.
    """

    face: str
    size: float
    dx: float
    text: str
    dy: float = 0.0
    tracking: float = 0.0
    adjust: tuple[tuple[int, float], ...] = ()
    shaped: tuple[ShapedGlyph, ...] = ()
    silent: bool = False
    rtl: bool = False
    note: str = ""
    level: bool = False
    unseen: bool = False


class Rule(NamedTuple):
    """A stroke: ``kind`` is ``line``, ``wave`` (书名线), ``leader`` (a row of dots, in the contents) or ``dot``
    (着重号; then (x0, y0) is the centre, weight the diameter)."""

    kind: str
    x0: float
    y0: float
    x1: float
    y1: float
    weight: float


class Line(NamedTuple):
    """A line of print, and where in the source it comes from.

    ``text`` is the source text it shows; ``offset`` counts code points from the start of the block's text (of the
    note's or the cell's text where ``part`` says so); -1 where the line was made by the program (a folio). A
    ``vertical`` line runs down from its origin, which lies in the middle of its column; a ``turned`` one is a level
    line with the page turned a quarter to the left around its origin, so that it runs up the page. ``span`` is how
    many rows and columns the cell reaches over that it stands in.
    """

    text: str
    x: float
    y: float
    size: float
    runs: tuple[GlyphRun, ...]
    article: str = ""
    block: str = ""
    part: str = "text"
    offset: int = -1
    role: str = "body"
    vertical: bool = False
    turned: bool = False
    span: tuple[int, int] = (1, 1)


class PlacedImage(NamedTuple):
    """A picture on the page, by its upper left corner and its size.

    ``crop`` is the part of it that is shown (left, top, right, bottom, as shares of the whole, before it is turned),
    where that is not all; ``turned`` pictures stand with their head at the left.
    """

    path: Path
    x: float
    y: float
    width: float
    height: float
    alt: str = ""
    article: str = ""
    block: str = ""
    crop: tuple[float, float, float, float] | None = None
    turned: bool = False

    @property
    def whole(self) -> tuple[float, float, float, float]:
        """Where all of the picture would be: (x, y, width, height); the same where all of it is shown."""
        if self.crop is None:
            return self.x, self.y, self.width, self.height
        left, top, right, bottom = self.crop
        wide, high = self.width / (right - left), self.height / (bottom - top)
        return self.x - left * wide, self.y - top * high, wide, high

    def within(self, width: float, height: float) -> PlacedImage:
        """What of it lies on a page of that size: the bleed is cut off."""
        x0, y0 = max(0.0, self.x), max(0.0, self.y)
        x1, y1 = min(width, self.x + self.width), min(height, self.y + self.height)
        if self.turned or (x1 - x0 >= self.width and y1 - y0 >= self.height):
            return self
        x, y, wide, high = self.whole
        crop = ((x0 - x) / wide, (y0 - y) / high, (x1 - x) / wide, (y1 - y) / high)
        return self._replace(x=x0, y=y0, width=x1 - x0, height=y1 - y0, crop=crop)

    @property
    def extent(self) -> tuple[float, float]:
        """The width and height of all of the picture as it stands upright."""
        _, _, wide, high = self.whole
        return (high, wide) if self.turned else (wide, high)


class Link(NamedTuple):
    """A rectangle that leads to another page (by its place in `Layout.pages`)."""

    x0: float
    y0: float
    x1: float
    y1: float
    page: int


class Page(NamedTuple):
    """One side of a leaf.

    ``kind`` is cover, title, imprint, front, contents, section, body, back or blank; ``opener`` marks a page that an
    article or a section begins on. ``label`` is the page's number in its own paging ("iv", "12"; empty where it is not
    counted), ``folio`` the line that prints it (none on blanks and openers that hide it).
    """

    kind: str
    label: str
    width: float
    height: float
    heads: tuple[Line, ...] = ()
    lines: tuple[Line, ...] = ()
    folio: Line | None = None
    images: tuple[PlacedImage, ...] = ()
    rules: tuple[Rule, ...] = ()
    links: tuple[Link, ...] = ()
    opener: bool = False


class OutlineEntry(NamedTuple):
    """A bookmark: ``page`` is a place in `Layout.pages`, ``y`` where on it."""

    title: str
    level: int
    page: int
    y: float


@dataclass(frozen=True, slots=True)
class Layout:
    """A whole volume, set; ``right_bound`` ones are read from right to left (竖排), a recto's spine at its right."""

    title: str
    pages: tuple[Page, ...]
    outline: tuple[OutlineEntry, ...] = ()
    problems: tuple[Problem, ...] = ()
    statistics: Mapping[str, Any] = field(default_factory=dict)
    grid: Mapping[str, float] = field(default_factory=dict)
    right_bound: bool = False

    def to_json(self) -> dict[str, Any]:
        """The map from the printed page to the source, for ``--layout-json``; see `archive_app.typeset.kept` for one
        from which every page can be painted again."""
        return {
            "title": self.title,
            "unit": "pt",
            **({"binding": "right"} if self.right_bound else {}),
            "origin": "upper left of the trimmed page, y down to the baseline",
            "grid": dict(self.grid),
            "statistics": dict(self.statistics),
            "pages": [_page_to_json(number, page) for number, page in enumerate(self.pages, 1)],
            "outline": [{"title": e.title, "level": e.level, "page": e.page + 1, "y": _pt(e.y)} for e in self.outline],
            "problems": [
                {
                    "code": p.code,
                    "message": str(p),
                    "article": p.article,
                    "block": p.block,
                    "page": p.page,
                    "serious": p.serious,
                    **({"source": p.source} if p.source else {}),
                }
                for p in self.problems
            ],
        }


def _pt(value: float) -> float:
    return round(value, 3)


def _face_name(face: str) -> str:
    """A face without the folder an editor's own lies in."""
    if face.isascii() and "/" not in face and "\\" not in face:
        return face
    return f"{'@' if face.startswith('@') else ''}{PurePath(face.removeprefix('@')).name}"


def line_to_json(line: Line) -> dict[str, Any]:
    """A line without its glyphs."""
    return {
        "text": line.text,
        "x": _pt(line.x),
        "y": _pt(line.y),
        "size": _pt(line.size),
        "role": line.role,
        "article": line.article,
        "block": line.block,
        "part": line.part,
        "offset": line.offset,
        "faces": [
            [_face_name(run.face), _pt(run.size), _pt((line.y if line.vertical else line.x) + run.dx)]
            for run in line.runs
        ],
        **({"vertical": True} if line.vertical else {}),
        **({"turned": True} if line.turned else {}),
        **({"span": list(line.span)} if line.span != (1, 1) else {}),
    }


def _page_to_json(number: int, page: Page) -> dict[str, Any]:
    return {
        "number": number,
        "kind": page.kind,
        "opener": page.opener,
        "label": page.label,
        "folio": page.folio.text if page.folio else "",
        "width": _pt(page.width),
        "height": _pt(page.height),
        "heads": [line_to_json(line) for line in page.heads],
        "lines": [line_to_json(line) for line in page.lines],
        "images": [
            {
                "file": image.path.name,
                "x": _pt(image.x),
                "y": _pt(image.y),
                "width": _pt(image.width),
                "height": _pt(image.height),
                "article": image.article,
                "block": image.block,
                **({"crop": [_pt(share) for share in image.crop]} if image.crop else {}),
                **({"turned": True} if image.turned else {}),
            }
            for image in page.images
        ],
        "rules": [[r.kind, _pt(r.x0), _pt(r.y0), _pt(r.x1), _pt(r.y1), _pt(r.weight)] for r in page.rules],
    }
