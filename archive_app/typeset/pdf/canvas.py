"""The pages of a layout as PDF page streams."""

from __future__ import annotations

import math
from dataclasses import replace
from itertools import pairwise
from typing import Any

from reportlab.pdfgen import canvas as reportlab_canvas

from archive_app.typeset.fonts.faces import face
from archive_app.typeset.layout import Layout, Line, Page, PlacedImage, Rule
from archive_app.typeset.pdf.fonts import PdfFont
from archive_app.typeset.pdf.images import Encoded, encode
from archive_app.typeset.pdf.text import line_operators
from archive_app.typeset.problems import PICTURE_BROKEN, Problem

_LEADER_STEP = 4.0  # points
_KAPPA = 0.5523  # a quarter circle as a Bézier curve


class BookCanvas(reportlab_canvas.Canvas):  # type: ignore[misc]
    """reportlab's canvas without the fonts and keys a book does not use."""

    def _make_preamble(self) -> None:
        # reportlab's sets Helvetica on every page, unembedded
        self._preamble = ""

    def _setAnnotations(self, page: Any) -> None:
        super()._setAnnotations(page)
        page.Trans = None  # an empty page transition


class PageWriter:
    """Draws pages of a layout on a canvas; keeps the fonts and pictures the document uses."""

    def __init__(self, target: BookCanvas) -> None:
        self.target = target
        self.fonts: dict[str, PdfFont] = {}
        self.problems: list[Problem] = []
        self._pictures: dict[tuple[str, int, int], Encoded | None] = {}

    def font(self, name: str) -> PdfFont:
        """The document's font for a face."""
        font = self.fonts.get(name)
        if font is None:
            font = self.fonts[name] = PdfFont(face(name), len(self.fonts) + 1)
            self.target._doc.delayedFonts.append(font)
        return font

    def collect(self, layout: Layout) -> None:
        """Note every character used, before any page is written: only then is it known which glyphs are ambiguous."""
        for page in layout.pages:
            for line in page.heads + page.lines + ((page.folio,) if page.folio else ()):
                for run in line.runs:
                    if run.shaped:
                        self.font(run.face).use_glyphs(run.shaped)
                    else:
                        self.font(run.face).use(run.text)

    def draw(self, page: Page) -> None:
        """Write ``page`` in reading order: head, text with its pictures, folio."""
        code = self.target._code
        height = page.height
        for image in page.images:
            self._image(image, page)
        if page.rules:
            code.append("0 G 0 g")
            for rule in page.rules:
                code += rule_operators(rule, height)
        body = [operator for line in page.lines for operator in line_operators(line, height, self.font)]
        code.append("0 g BT")
        if page.heads:
            code += _artifact(page.heads, height, self)
        code += body
        if page.folio:
            code += _artifact((page.folio,), height, self)
        code.append("ET")

    def _image(self, image: PlacedImage, page: Page) -> None:
        key = (str(image.path), round(image.width), round(image.height))
        if key not in self._pictures:
            self._pictures[key] = self._encode(image, page)
        encoded = self._pictures[key]
        x, y = image.x, page.height - image.y - image.height
        code = self.target._code
        if encoded is None:
            code.append(f"q 0.5 G 0.5 w {x:.2f} {y:.2f} {image.width:.2f} {image.height:.2f} re S Q")
            return
        document = self.target._doc
        registered = document.getXObjectName(encoded.name)
        if registered not in document.idToObject:
            document.Reference(encoded.stream(), registered)
        if encoded.name not in self.target._formsinuse:
            self.target._formsinuse.append(encoded.name)
        self.target._currentPageHasImages = 1
        code.append(
            f"q {image.width:.3f} 0 0 {image.height:.3f} {x:.3f} {y:.3f} cm {encoded.matrix} cm /{registered} Do Q"
        )

    def _encode(self, image: PlacedImage, page: Page) -> Encoded | None:
        try:
            return encode(image.path, image.width, image.height)
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


def _artifact(lines: tuple[Line, ...], height: float, writer: PageWriter) -> list[str]:
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
        across = rule_operators(replace(rule, x0=rule.y0, x1=rule.y1, y0=height, y1=height), height)
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
