"""Paints a page of a ``Layout`` with the very glyphs, places and pictures that the PDF will have."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

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
)

from archive_app.resources import resource
from archive_app.typeset.fonts.library import positions
from archive_app.typeset.layout import Line, Page, PlacedImage, Rule

PAPER = QColor("#fffefb")
"""Paper is paper by day and by night."""
INK = QColor("#161412")


@lru_cache(maxsize=256)
def _raw_font(face: str, pixels: float) -> QRawFont:
    return QRawFont(str(resource("fonts", f"{face}.ttf")), pixels, QFont.HintingPreference.PreferNoHinting)


@lru_cache(maxsize=48)
def _picture(path: Path, width: int, height: int) -> QImage:
    """The picture at the size it is painted; a null image where it cannot be read."""
    reader = QImageReader(str(path))
    reader.setAutoTransform(True)
    size = reader.size()
    if size.isValid() and size.width() > 2 * width:
        reader.setScaledSize(QSize(width, height).expandedTo(QSize(1, 1)))
    return reader.read()


def paint_page(page: Page, scale: float, ratio: float) -> QPixmap:
    """The page at ``scale`` device-independent pixels a point, for a screen of ``ratio`` pixels to each."""
    made = QPixmap(
        max(1, round(page.width * scale * ratio)),
        max(1, round(page.height * scale * ratio)),
    )
    made.setDevicePixelRatio(ratio)
    made.fill(PAPER)
    painter = QPainter(made)
    painter.setRenderHints(
        QPainter.RenderHint.Antialiasing
        | QPainter.RenderHint.TextAntialiasing
        | QPainter.RenderHint.SmoothPixmapTransform
    )
    for image in page.images:
        _paint_image(painter, image, scale, ratio)
    for rule in page.rules:
        _paint_rule(painter, rule, scale)
    painter.setPen(INK)
    for line in (*page.heads, *page.lines, *((page.folio,) if page.folio else ())):
        _paint_line(painter, line, scale)
    painter.end()
    return made


def _paint_image(painter: QPainter, image: PlacedImage, scale: float, ratio: float) -> None:
    target = QRectF(image.x * scale, image.y * scale, image.width * scale, image.height * scale)
    found = _picture(image.path, round(target.width() * ratio), round(target.height() * ratio))
    if found.isNull():
        painter.fillRect(target, QColor("#ece7dd"))
    else:
        painter.drawImage(target, found)


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
    path = QPainterPath(start)
    step, height, up = 3 * scale, 1.1 * scale, True
    x = start.x()
    while x < end.x():
        following = min(end.x(), x + step)
        path.quadTo(QPointF((x + following) / 2, start.y() + (-height if up else height)), QPointF(following, end.y()))
        x, up = following, not up
    return path


def _paint_line(painter: QPainter, line: Line, scale: float) -> None:
    for run in line.runs:
        placed = positions(run)
        if not placed:
            continue
        glyphs = QGlyphRun()
        glyphs.setRawFont(_raw_font(run.face, round(run.size * scale, 3)))
        glyphs.setGlyphIndexes([glyph for glyph, _x, _y in placed])
        glyphs.setPositions([QPointF(x * scale, y * scale) for _glyph, x, y in placed])
        painter.drawGlyphRun(QPointF(line.x * scale, line.y * scale), glyphs)
