"""Paints a page of a ``Layout`` with the very glyphs, places and pictures that the PDF will have."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import lru_cache, partial
from pathlib import Path
from time import perf_counter

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import (
    QColor,
    QFont,
    QGlyphRun,
    QImage,
    QImageReader,
    QPainter,
    QPainterPath,
    QPen,
    QPixmap,
    QRawFont,
    QTransform,
)

from archive_app.typeset.fonts.faces import font_file
from archive_app.typeset.fonts.library import positions
from archive_app.typeset.layout import GlyphRun, Line, Page, PlacedImage, Rule

PAPER = QColor("#fffefb")
"""Paper is paper by day and by night."""
INK = QColor("#161412")


@lru_cache(maxsize=256)
def _raw_font(face: str, pixels: float) -> QRawFont:
    return QRawFont(str(font_file(face)), pixels, QFont.HintingPreference.PreferNoHinting)


def read_picture(path: Path, width: int, height: int) -> QImage:
    """The picture at about the size it is painted, in pixels; a null image where it cannot be read."""
    reader = QImageReader(str(path))
    reader.setAutoTransform(True)
    size = reader.size()
    if size.isValid() and size.width() > 2 * width:
        reader.setScaledSize(QSize(width, height).expandedTo(QSize(1, 1)))
    return reader.read()


Pictures = Callable[[Path, int, int], "QImage | None"]
"""Gives a picture for a path and a size in pixels, or None while it is being read."""


class PagePainting:
    """A page being painted, in as many turns as the window has patience for."""

    def __init__(
        self, page: Page, scale: float, ratio: float, pictures: Pictures = read_picture, *, on_sheet: bool = True
    ) -> None:
        """``scale`` is device-independent pixels a point, ``ratio`` the screen's pixels to each of them. Without a
        sheet of its own (``on_sheet``) its strokes are for another device."""
        self.page, self.scale, self.ratio = page, scale, ratio
        self.complete = True
        """False where a picture was still being read."""
        size = (max(1, round(page.width * scale * ratio)), max(1, round(page.height * scale * ratio)))
        self.pixmap = QPixmap(*size) if on_sheet else QPixmap()
        self.pixmap.setDevicePixelRatio(ratio)
        self.pixmap.fill(PAPER)
        self._pictures = pictures
        self._left: Iterator[Callable[[QPainter], None]] = self.strokes()

    def step(self, seconds: float) -> bool:
        """Paint for about ``seconds``; whether the page is done."""
        until = perf_counter() + seconds
        painter = QPainter(self.pixmap)
        painter.setRenderHints(
            QPainter.RenderHint.Antialiasing
            | QPainter.RenderHint.TextAntialiasing
            | QPainter.RenderHint.SmoothPixmapTransform
        )
        try:
            for stroke in self._left:
                stroke(painter)
                if perf_counter() >= until:
                    return False
            return True
        finally:
            painter.end()

    def strokes(self) -> Iterator[Callable[[QPainter], None]]:
        """What is to be painted, one after another."""
        page, scale = self.page, self.scale
        for image in page.images:
            yield partial(self._image, image)
        for rule in page.rules:
            yield partial(_paint_rule, rule=rule, scale=scale)
        for line in (*page.heads, *page.lines, *((page.folio,) if page.folio else ())):
            for run in line.runs:
                yield partial(_paint_run, line=line, run=run, scale=scale)

    def _image(self, image: PlacedImage, painter: QPainter) -> None:
        scale = self.scale
        shown = QRectF(image.x * scale, image.y * scale, image.width * scale, image.height * scale)
        across, down = image.extent
        target = QRectF(0, 0, across * scale, down * scale)
        width, height = round(target.width() * self.ratio), round(target.height() * self.ratio)
        found = self._pictures(image.path, width, height)
        if found is None:
            self.complete = False
        if found is None or found.isNull():
            painter.fillRect(shown, QColor("#ece7dd"))
            return
        x, y, _, high = image.whole
        painter.save()
        painter.setClipRect(shown)
        painter.translate(x * scale, (y + high if image.turned else y) * scale)
        if image.turned:
            painter.rotate(-90)
        painter.drawImage(target, found)
        painter.restore()


def paint_on(painter: QPainter, page: Page, scale: float) -> None:
    """Paint a page onto a device of its own (a printer), its pictures read as they are wanted."""
    for stroke in PagePainting(page, scale, 1.0, on_sheet=False).strokes():
        stroke(painter)


def paint_page(page: Page, scale: float, ratio: float) -> QPixmap:
    """The whole page at once."""
    painting = PagePainting(page, scale, ratio)
    while not painting.step(1.0):
        pass
    return painting.pixmap


def _paint_rule(painter: QPainter, rule: Rule, scale: float) -> None:
    if rule.kind == "dot":
        radius = rule.weight * scale / 2
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(INK)
        painter.drawEllipse(QPointF(rule.x0 * scale, rule.y0 * scale), radius, radius)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        return
    painter.setPen(QPen(INK, max(0.4, rule.weight * scale)))
    start, end = QPointF(rule.x0 * scale, rule.y0 * scale), QPointF(rule.x1 * scale, rule.y1 * scale)
    if rule.kind == "wave":
        painter.drawPath(_wave(start, end, scale))
    else:
        painter.drawLine(start, end)


def _wave(start: QPointF, end: QPointF, scale: float) -> QPainterPath:
    """书名线: half waves of 3 pt."""
    if start.x() == end.x():  # down a column
        across = _wave(QPointF(0, 0), QPointF(end.y() - start.y(), 0), scale)
        return QTransform().translate(start.x(), start.y()).rotate(90).map(across)
    path = QPainterPath(start)
    step, height, up = 3 * scale, 1.1 * scale, True
    x = start.x()
    while x < end.x():
        following = min(end.x(), x + step)
        path.quadTo(QPointF((x + following) / 2, start.y() + (-height if up else height)), QPointF(following, end.y()))
        x, up = following, not up
    return path


def _paint_run(painter: QPainter, line: Line, run: GlyphRun, scale: float) -> None:
    placed = positions(run)
    if not placed:
        return
    painter.setPen(INK)
    glyphs = QGlyphRun()
    glyphs.setRawFont(_raw_font(run.face, round(run.size * scale, 3)))
    glyphs.setGlyphIndexes([glyph for glyph, _x, _y in placed])
    glyphs.setPositions([QPointF(x * scale, y * scale) for _glyph, x, y in placed])
    origin = QPointF(line.x * scale, line.y * scale)
    sideways = line.turned or (line.vertical and not run.level and not run.face.startswith("@"))
    if not sideways:
        painter.drawGlyphRun(origin, glyphs)
        return
    painter.save()  # Latin in a column lies on its side, the caption of a turned picture on the other
    painter.translate(origin)
    painter.rotate(-90 if line.turned else 90)
    painter.drawGlyphRun(QPointF(0, 0), glyphs)
    painter.restore()
