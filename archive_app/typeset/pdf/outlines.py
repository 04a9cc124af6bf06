"""Words as outlines: what is drawn on a page and is no part of its text, not even for who copies it.

Line numbers, a proof's head and its watermark are forms (ISO 32000-1 §8.10) that a page shows; a reader of PDF finds
no characters in them.
"""

from __future__ import annotations

from typing import Any

import uharfbuzz as hb
from reportlab.pdfgen.pathobject import PDFPathObject

from archive_app.typeset.fonts.faces import face
from archive_app.typeset.fonts.library import positions
from archive_app.typeset.layout import Line
from archive_app.typeset.pdf.canvas import PageWriter
from archive_app.typeset.pdf.file import array
from archive_app.typeset.pdf.furniture import small_line

_HALF_HIGH = 0.38  # ems: from the baseline to the middle of a character


class Forms:
    """The forms of a document, each made once."""

    def __init__(self, writer: PageWriter) -> None:
        self._writer = writer
        self._made: dict[tuple[str, float], tuple[str, float]] = {}

    def show(self, words: str, size: float, x: float, y: float, *, right: bool = False) -> None:
        """Show ``words`` from (x, y) on (up to there, where ``right``) in PDF's coordinates."""
        name, width = self._form(words, size)
        surface = self._writer.surface
        surface.saveState()
        surface.translate(x - width if right else x, y)
        self._writer.show(name)
        surface.restoreState()

    def show_slanted(self, words: str, size: float, x: float, y: float) -> None:
        """Show ``words`` rising by 45 degrees, their middle at (x, y)."""
        name, width = self._form(words, size)
        surface = self._writer.surface
        surface.saveState()
        surface.translate(x, y)
        surface.rotate(45)
        surface.translate(-width / 2, -size * _HALF_HIGH)
        self._writer.show(name)
        surface.restoreState()

    def _form(self, words: str, size: float) -> tuple[str, float]:
        key = (words, size)
        if key not in self._made:
            line = small_line(words, 0.0, 0.0, size)
            path, width = outlines(line)
            operators = f"{path.getCode()} f" if width else ""
            name = f"Words{len(self._made) + 1}"
            box = array((-size, -size, width + size, 2 * size))
            said = b"/Type/XObject/Subtype/Form/Resources<<>>/BBox%s" % box
            self._writer.add_form(name, self._writer.file.put_stream(operators.encode(), said))
            self._made[key] = (name, width)
        return self._made[key]


def outlines(line: Line) -> tuple[PDFPathObject, float]:
    """The path of a line from its origin, to be filled, and its width in points; 0 where nothing is to be seen."""
    path = PDFPathObject()
    end = 0.0
    for run in line.runs:
        chosen = face(run.face)
        unit = run.size / 1000 * chosen.scale
        for glyph, x, y in positions(run):
            pen = _Pen(path, x, -y, unit)
            chosen.font.draw_glyph(glyph, _FUNCTIONS, pen)
            if pen.drawn:
                end = max(end, x + chosen.advance_of_glyph(glyph) * run.size / 1000)
    return path, end


class _Pen:
    """Takes a glyph's outline, scaled and moved, into ``path``; curves of the second order become those of the
    third."""

    def __init__(self, path: PDFPathObject, x: float, y: float, unit: float) -> None:
        self._path, self._x, self._y, self._unit = path, x, y, unit
        self._at = (0.0, 0.0)
        self.drawn = False

    def _place(self, x: float, y: float) -> tuple[float, float]:
        return self._x + x * self._unit, self._y + y * self._unit

    def move(self, x: float, y: float) -> None:
        self._at = self._place(x, y)
        self.drawn = True
        self._path.moveTo(*self._at)

    def line(self, x: float, y: float) -> None:
        self._at = self._place(x, y)
        self._path.lineTo(*self._at)

    def quadratic(self, cx: float, cy: float, x: float, y: float) -> None:
        (ax, ay), (bx, by), (ex, ey) = self._at, self._place(cx, cy), self._place(x, y)
        self._curve(
            ax + (bx - ax) * 2 / 3, ay + (by - ay) * 2 / 3, ex + (bx - ex) * 2 / 3, ey + (by - ey) * 2 / 3, ex, ey
        )

    def cubic(self, ax: float, ay: float, bx: float, by: float, x: float, y: float) -> None:
        self._curve(*self._place(ax, ay), *self._place(bx, by), *self._place(x, y))

    def _curve(self, *points: float) -> None:
        self._at = (points[4], points[5])
        self._path.curveTo(*points)

    def close(self) -> None:
        self._path.close()


def _functions() -> Any:
    made = hb.DrawFuncs()
    made.set_move_to_func(lambda x, y, pen: pen.move(x, y))
    made.set_line_to_func(lambda x, y, pen: pen.line(x, y))
    made.set_quadratic_to_func(lambda cx, cy, x, y, pen: pen.quadratic(cx, cy, x, y))
    made.set_cubic_to_func(lambda ax, ay, bx, by, x, y, pen: pen.cubic(ax, ay, bx, by, x, y))
    made.set_close_path_func(lambda pen: pen.close())
    return made


_FUNCTIONS = _functions()
