"""The pages of a layout as PDF page streams."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from archive_app.typeset.fonts.faces import face
from archive_app.typeset.layout import GlyphRun, Layout, Line, Page, PlacedImage, Rule
from archive_app.typeset.pdf.fonts import PdfFont
from archive_app.typeset.pdf.images import Encoded, encode
from archive_app.typeset.pdf.structure import Element, PagePlan
from archive_app.typeset.pdf.tagging import Spot, Tagger, mark_box
from archive_app.typeset.pdf.target import BookCanvas
from archive_app.typeset.pdf.text import line_operators, pieces, run_width
from archive_app.typeset.problems import PICTURE_BROKEN, Problem

_LEADER_STEP = 4.0  # points
_KAPPA = 0.5523  # a quarter circle as a Bézier curve

Encode = Callable[[PlacedImage, Page], Encoded]
"""Brings a picture into the form an output wants. Raises ``OSError`` or ``ValueError`` where it cannot be read."""


def as_on_screen(image: PlacedImage, page: Page) -> Encoded:
    """A picture for the screen."""
    return encode(image.path, *image.extent)


@dataclass(frozen=True, slots=True)
class Tags:
    """What makes a page tagged: its plan, the tagger, and where the notes are (calls, notes)."""

    tagger: Tagger
    plan: PagePlan
    calls: dict[str, Spot]
    notes: dict[str, Spot]

    def spot(self, run: GlyphRun, line: Line) -> Spot | None:
        """Where the mark of a note leads to: from the text to the note, from the note to the text."""
        return (self.calls if line.part.startswith("note:") else self.notes).get(run.note)


class PageWriter:
    """Draws pages of a layout on a canvas; keeps the fonts and pictures the document uses."""

    def __init__(self, target: BookCanvas, encoder: Encode = as_on_screen) -> None:
        self.target, self._encoder = target, encoder
        self.fonts: dict[str, PdfFont] = {}
        self.problems: list[Problem] = []
        self._pictures: dict[tuple[str, int, int, str], Encoded | None] = {}

    def font(self, name: str) -> PdfFont:
        """The document's font for a face."""
        font = self.fonts.get(name)
        if font is None:
            font = self.fonts[name] = PdfFont(face(name), len(self.fonts) + 1)
            self.target.document.delayedFonts.append(font)
        return font

    def collect(self, layout: Layout) -> None:
        """Note every character used, before any page is written: only then is it known which glyphs are ambiguous."""
        for page in layout.pages:
            self.use(page.heads + page.lines + ((page.folio,) if page.folio else ()))

    def use(self, lines: Sequence[Line]) -> None:
        """Note the characters of ``lines`` as used."""
        for line in lines:
            for run in line.runs:
                if run.shaped:
                    self.font(run.face).use_glyphs(run.shaped)
                else:
                    self.font(run.face).use(f"{run.text} " if run.note else run.text)  # a number's blank is drawn

    def draw(self, page: Page, tags: Tags | None = None) -> None:
        """Write ``page`` in reading order: pictures and rules, head, text, folio."""
        code = self.target._code
        height = page.height
        for number, image in enumerate(page.images):
            if tags is None:
                code.append(self._image(image, page))
            else:
                element, own = tags.plan.figures[number]
                element.entries = _placed(own, height)
                code += [tags.tagger.open(element), self._image(own, page), "EMC"]
        if page.rules:
            code.append("/Artifact <</Type /Layout>> BDC 0 G 0 g")
            for rule in page.rules:
                code += rule_operators(rule, height)
            code.append("EMC")
        code.append("0 g BT")
        if page.heads:
            code += _artifact(page.heads, height, self)
        if tags is None:
            code += [operator for line in page.lines for operator in line_operators(line, height, self.font)]
        else:
            for owner, lines in tags.plan.stretches:
                code += self._stretch(owner, lines, height, tags)
        if page.folio:
            code += _artifact((page.folio,), height, self)
        code.append("ET")

    def _stretch(self, element: Element | None, lines: Sequence[Line], height: float, tags: Tags) -> list[str]:
        """Lines of one element as marked content, the marks of notes as links."""
        if element is None:
            return _artifact(lines, height, self)
        tagger = tags.tagger
        out: list[str] = []
        begun = False
        for line in lines:
            marks = [run for run in line.runs if run.note]
            cut = pieces(line, self.font) if marks else [(line, "")]
            whole = [run for run in marks if run.note not in {note for _, note in cut}]
            for run in whole:
                self._link(line, run, _label(element, run, line, tags), height, tags)
            for piece, note in cut:
                if note and begun:
                    out.append("EMC")
                    begun = False
                if note:
                    around = _label(element, piece.runs[0], line, tags)
                    out += [tagger.open(around), *line_operators(piece, height, self.font), "EMC"]
                    self._link(piece, piece.runs[0], around, height, tags)
                    continue
                if not begun:
                    out.append(tagger.open(element))
                    begun = True
                out += line_operators(piece, height, self.font)
        if begun:
            out.append("EMC")
        return out

    def _link(self, line: Line, run: GlyphRun, element: Element, height: float, tags: Tags) -> None:
        """From the mark of a note to the note, from the note back."""
        spot = tags.spot(run, line)
        if spot is not None:
            box = mark_box(line, run, run_width(run, self.font), height)
            figure = run.text.strip()
            words = f"回到正文{figure}" if line.part.startswith("note:") else f"注{figure}"
            self.target.extras.annotations.append(tags.tagger.link(box, spot, words, element))

    def _image(self, image: PlacedImage, page: Page) -> str:
        key = (str(image.path), round(image.extent[0]), round(image.extent[1]), page.kind)
        if key not in self._pictures:
            self._pictures[key] = self._encode(image, page)
        encoded = self._pictures[key]
        x, y = image.x, page.height - image.y - image.height
        if encoded is None:
            return f"q 0.5 G 0.5 w {x:.2f} {y:.2f} {image.width:.2f} {image.height:.2f} re S Q"
        document = self.target.document
        registered = document.getXObjectName(encoded.name)
        if registered not in document.idToObject:
            document.Reference(encoded.stream(document), registered)
        if encoded.name not in self.target._formsinuse:
            self.target._formsinuse.append(encoded.name)
        self.target._currentPageHasImages = 1
        return f"{_frame(image, page.height)} {encoded.matrix} cm /{registered} Do Q"

    def _encode(self, image: PlacedImage, page: Page) -> Encoded | None:
        try:
            return self._encoder(image, page)
        except (OSError, ValueError, SyntaxError):  # Pillow raises all three for damaged files
            self.problems.append(
                Problem(
                    PICTURE_BROKEN,
                    f"图片“{image.path.name}”读不出来，版面上留了空框",
                    "请换一份完好的图片文件再输出。",
                    article=image.article,
                    block=image.block,
                    page=page.label,
                    serious=True,
                )
            )
            return None


def _label(element: Element, run: GlyphRun, line: Line, tags: Tags) -> Element:
    """The element of a note's mark in ``element``."""
    around = element.child("Lbl" if line.part.startswith("note:") else "Reference")
    return around.child("Link") if tags.spot(run, line) is not None else around


def _placed(image: PlacedImage, height: float) -> str:
    """Where a picture is on its page, for readers that show it by itself."""
    top = height - image.y
    box = f"{image.x:.2f} {top - image.height:.2f} {image.x + image.width:.2f} {top:.2f}"
    return f"/A<</O/Layout/Placement/Block/BBox[{box}]>>"


def _frame(image: PlacedImage, height: float) -> str:
    """The operators that make the unit square the place of all of a picture; what is not to be shown is clipped."""
    x, y, wide, high = image.whole
    foot = height - y - high
    square = f"0 {high:.3f} {-wide:.3f} 0 {x + wide:.3f}" if image.turned else f"{wide:.3f} 0 0 {high:.3f} {x:.3f}"
    clip = ""
    if image.crop is not None:
        clip = f"{image.x:.3f} {height - image.y - image.height:.3f} {image.width:.3f} {image.height:.3f} re W n "
    return f"q {clip}{square} {foot:.3f} cm"


def _artifact(lines: Sequence[Line], height: float, writer: PageWriter) -> list[str]:
    """Heads and folios are the page's, not the text's."""
    out = ["/Artifact <</Type /Pagination>> BDC"]
    for line in lines:
        out += line_operators(line, height, writer.font)
    return [*out, "EMC"]


def rule_operators(rule: Rule, height: float) -> list[str]:
    """Page operators of a stroke."""
    y0, y1 = height - rule.y0, height - rule.y1
    if rule.kind == "dot":
        return [_dot(rule.x0, y0, rule.weight / 2)]
    if rule.kind in ("wave", "leader") and rule.x0 == rule.x1:  # down a column: the stroke across, turned
        across = rule_operators(rule._replace(x0=rule.y0, x1=rule.y1, y0=height, y1=height), height)
        return [f"q 0 -1 1 0 {rule.x0:.3f} {height:.3f} cm", *across, "Q"]
    if rule.kind == "wave":
        return [f"{rule.weight:.3f} w", _wave(rule.x0, y0, rule.x1)]
    if rule.kind == "leader":
        # dots of no length with round caps, laid from a common raster so that they stand under each other
        first = math.ceil(rule.x0 / _LEADER_STEP) * _LEADER_STEP
        if first >= rule.x1:
            return []
        return [
            f"q 1 J [0 {_LEADER_STEP:g}] 0 d {rule.weight:.3f} w {first:.3f} {y0:.3f} m {rule.x1:.3f} {y1:.3f} l S Q"
        ]
    return [f"{rule.weight:.3f} w {rule.x0:.3f} {y0:.3f} m {rule.x1:.3f} {y1:.3f} l S"]


def _dot(x: float, y: float, radius: float) -> str:
    k = radius * _KAPPA
    corners = [(radius, 0.0), (0.0, radius), (-radius, 0.0), (0.0, -radius), (radius, 0.0)]
    parts = [f"{x + radius:.3f} {y:.3f} m"]
    for (ax, ay), (bx, by) in pairwise(corners):
        c1 = (ax - ay / radius * k, ay + ax / radius * k)
        c2 = (bx + by / radius * k, by - bx / radius * k)
        parts.append(f"{x + c1[0]:.3f} {y + c1[1]:.3f} {x + c2[0]:.3f} {y + c2[1]:.3f} {x + bx:.3f} {y + by:.3f} c")
    return " ".join([*parts, "f"])


def _wave(x0: float, y: float, x1: float, length: float = 4.0, swing: float = 0.9) -> str:
    """A wavy line of whole half-waves between x0 and x1."""
    count = max(2, math.ceil((x1 - x0) / (length / 2)))
    step = (x1 - x0) / count
    parts, x = [f"{x0:.3f} {y:.3f} m"], x0
    for number in range(count):
        bend = swing if number % 2 == 0 else -swing
        parts.append(
            f"{x + step * 0.36:.3f} {y + bend:.3f} {x + step * 0.64:.3f} {y + bend:.3f} {x + step:.3f} {y:.3f} c"
        )
        x += step
    return " ".join([*parts, "S"])
