"""Every glyph that a PDF shows: what it reads as, where it stands, how wide it is, whether its font has it."""

from __future__ import annotations

import io
import logging
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from fontTools.ttLib import TTFont, TTLibError
from pdfminer.pdfdevice import PDFTextDevice
from pdfminer.pdffont import PDFCIDFont, PDFFont, PDFUnicodeNotDefined
from pdfminer.pdfinterp import PDFPageInterpreter, PDFResourceManager
from pdfminer.pdfpage import PDFPage
from pdfminer.pdftypes import resolve1
from pdfminer.utils import mult_matrix

logging.getLogger("pdfminer").setLevel(logging.ERROR)

_SUBSET = re.compile(r"\A[A-Z]{6}\+")
UNREADABLE = "\ufffd"
SIDEWAYS = 0.38
"""Ems from the baseline of what lies on its side to the middle of its column."""
LEVEL_BASE = 0.365
"""Ems from the baseline of what stands side by side up to the middle of its height."""
MOST_SIDE_BY_SIDE = 3


@dataclass(frozen=True, slots=True)
class Glyph:
    """One glyph (on a page of columns: all that stands side by side in a cell). ``start`` and ``end`` are its origin
    and the end of its advance along the line, ``across`` its baseline across the lines, both in points and growing in
    reading order; ``size`` is points. ``upright`` glyphs stand in columns as they do in lines."""

    text: str
    start: float
    end: float
    across: float
    size: float
    font: str
    present: bool
    upright: bool = False


class Box(NamedTuple):
    """A picture: where it begins and ends along the lines (``start``, ``end``) and across them (``top``, ``foot``)."""

    start: float
    top: float
    end: float
    foot: float


@dataclass(slots=True)
class PageGlyphs:
    """The glyphs of one page in the order they are drawn. ``width`` and ``height`` are points, ``image_feet`` where its
    pictures end across the lines."""

    number: int
    width: float
    height: float
    glyphs: list[Glyph] = field(default_factory=list)
    images: int = 0
    pictures: list[Box] = field(default_factory=list)
    vertical: bool = False
    image_feet: list[float] = field(default_factory=list)


@dataclass(slots=True)
class Document:
    """The pages, and of every font that shows a glyph whether it is embedded."""

    pages: list[PageGlyphs]
    fonts: dict[str, bool]


class _Resources(PDFResourceManager):
    """Keeps the dictionary of each font: pdfminer drops the map from CIDs to glyphs."""

    def __init__(self) -> None:
        super().__init__(caching=True)
        self.specs: dict[int, dict[str, Any]] = {}

    def get_font(self, objid: object, spec: Any) -> PDFFont:
        font = super().get_font(objid, spec)
        self.specs.setdefault(id(font), spec)
        return font


class _Presence:
    """Whether a code of a font leads to a glyph other than .notdef."""

    def __init__(self, font: PDFFont, spec: dict[str, Any]) -> None:
        self.multibyte = isinstance(font, PDFCIDFont)
        self.map = b""
        self.codes: set[int] | None = None
        if self.multibyte:
            mapped = resolve1(spec.get("CIDToGIDMap"))
            self.map = mapped.get_data() if hasattr(mapped, "get_data") else b""
        elif "FontFile2" in font.descriptor:
            self.codes = _codes_of(resolve1(font.descriptor["FontFile2"]).get_data())

    def has(self, code: int) -> bool:
        if self.multibyte:
            return bool(self.map[2 * code : 2 * code + 2].strip(b"\0")) if self.map else code != 0
        return self.codes is None or code in self.codes


def _codes_of(data: bytes) -> set[int] | None:
    """The codes that a simple TrueType font maps to a glyph; ``None`` where it has no map to go by."""
    try:
        font = TTFont(io.BytesIO(data), lazy=True)
        tables = font["cmap"].tables
        order = {name: index for index, name in enumerate(font.getGlyphOrder())}
    except (TTLibError, KeyError, AttributeError):
        return None
    return {code & 0xFF for table in tables for code, name in table.cmap.items() if order.get(name, 0) != 0}


class _Device(PDFTextDevice):
    """Collects glyphs as the interpreter shows them."""

    def __init__(self, resources: _Resources) -> None:
        super().__init__(resources)
        self.resources = resources
        self.page: PageGlyphs | None = None
        self.fonts: dict[str, bool] = {}
        self.presence: dict[int, _Presence] = {}
        self.vertical_glyphs = 0
        self.level: list[Glyph] = []
        self.images: list[tuple[float, float, float, float]] = []

    def begin_page(self, page: PDFPage, ctm: Any) -> None:
        x0, y0, x1, y1 = page.mediabox
        self.page = PageGlyphs(page.pageid, x1 - x0, y1 - y0)
        self.vertical_glyphs = 0
        self.level = []
        self.images = []

    def render_image(self, name: str, stream: Any) -> None:
        assert self.page is not None
        self.page.images += 1
        a, b, c, d, e, f = self.ctm
        across, up = (e, e + a, e + c, e + a + c), (f, f + b, f + d, f + b + d)
        self.images.append((min(across), min(up), max(across), max(up)))

    def render_string(self, textstate: Any, seq: Any, ncs: Any, graphicstate: Any) -> None:
        """ISO 32000-1 §9.4.4: a glyph's displacement is its width, then Tc, then Tw; a number in TJ is subtracted."""
        font, size = textstate.font, textstate.fontsize
        scale = textstate.scaling * 0.01
        matrix = mult_matrix(textstate.matrix, self.ctm)
        vertical = font.is_vertical()
        x, y = textstate.linematrix
        for item in seq:
            if isinstance(item, int | float):
                moved = item * 0.001 * size
                x, y = (x, y - moved) if vertical else (x - moved * scale, y)
                continue
            for code in font.decode(item):
                width = font.char_width(code) * size
                spacing = textstate.charspace + (0 if font.is_multibyte() or code != 32 else textstate.wordspace)
                self._show(
                    font, code, matrix, x, y + textstate.rise, width * (1 if vertical else scale), size, vertical
                )
                x, y = (x, y + width + spacing) if vertical else (x + (width + spacing) * scale, y)
        textstate.linematrix = (x, y)

    def _show(
        self, font: PDFFont, code: int, matrix: Any, x: float, y: float, width: float, size: float, vertical: bool
    ) -> None:
        assert self.page is not None
        a, b, c, d, e, f = matrix
        px, py = a * x + c * y + e, b * x + d * y + f
        name = _SUBSET.sub("", str(font.fontname))
        presence = self.presence.get(id(font))
        if presence is None:
            presence = self.presence[id(font)] = _Presence(font, self.resources.specs.get(id(font), {}))
            embedded = any(key in font.descriptor for key in ("FontFile", "FontFile2", "FontFile3"))
            self.fonts[name] = embedded and self.fonts.get(name, True)
        try:
            text = font.to_unichr(code)
        except PDFUnicodeNotDefined:
            text = UNREADABLE
        scale = (abs(a * d - b * c)) ** 0.5
        if not vertical and b < 0 and abs(a) < 1e-6:  # on its side, a quarter to the right: Latin in a column
            self.vertical_glyphs += 1
            start, across = self.page.height - py, self.page.width - px - SIDEWAYS * size * scale
            end = start + width * scale
        elif vertical:
            self.vertical_glyphs += 1
            start, across = self.page.height - py, self.page.width - px
            end = start + abs(width) * scale
        else:
            start, across = px, self.page.height - py
            end = start + width * scale
        glyph = Glyph(text, start, end, across, size * scale, name, presence.has(code), upright=vertical)
        self.page.glyphs.append(glyph)
        if not vertical and abs(b) < 1e-6:
            self.level.append(glyph)


def read(path: Path) -> Document:
    """The glyphs of a PDF."""
    resources = _Resources()
    device = _Device(resources)
    interpreter = PDFPageInterpreter(resources, device)
    pages = list(_pages(path, interpreter, device))
    return Document(pages, device.fonts)


def _pages(path: Path, interpreter: PDFPageInterpreter, device: _Device) -> Iterator[PageGlyphs]:
    with path.open("rb") as file:
        for number, page in enumerate(PDFPage.get_pages(file), 1):
            interpreter.process_page(page)
            assert device.page is not None
            device.page.number = number
            device.page.vertical = device.vertical_glyphs * 2 > len(device.page.glyphs)
            across = device.page.width if device.page.vertical else device.page.height
            device.page.image_feet = [across - (x if device.page.vertical else y) for x, y, *_ in device.images]
            device.page.pictures = [_box(device.page, *image) for image in device.images]
            if device.page.vertical:
                _turn(device.page, device.level)
            yield device.page


def _box(page: PageGlyphs, x0: float, y0: float, x1: float, y1: float) -> Box:
    """A picture as lines run: along them and across them."""
    if page.vertical:
        return Box(page.height - y1, page.width - x1, page.height - y0, page.width - x0)
    return Box(x0, page.height - y1, x1, page.height - y0)


def _turn(page: PageGlyphs, level: list[Glyph]) -> None:
    """What stands side by side in a column (纵中横) as one glyph of the column."""
    for group in _side_by_side(level):
        first, last = group[0], group[-1]
        middle = first.across - LEVEL_BASE * first.size
        across = page.width - (first.start + last.end) / 2
        start, end = middle - first.size / 2, middle + first.size / 2
        text = "".join(glyph.text for glyph in group)
        present = all(glyph.present for glyph in group)
        place = page.glyphs.index(first)
        page.glyphs[place : place + len(group)] = [
            Glyph(text, start, end, across, first.size, first.font, present, upright=True)
        ]


def _side_by_side(level: list[Glyph]) -> Iterator[list[Glyph]]:
    """Glyphs drawn one after another that touch, up to three of them."""
    group: list[Glyph] = []
    for glyph in [*level, None]:
        if group and glyph and glyph.across == group[-1].across and abs(glyph.start - group[-1].end) < 0.1:
            group.append(glyph)
            continue
        if 0 < len(group) <= MOST_SIDE_BY_SIDE:
            yield group
        group = [glyph] if glyph else []
