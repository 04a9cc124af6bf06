"""What is marked on the pages in the window and printed nowhere: what is chosen, and what was adjusted by hand."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QPainter, QPen, QPolygonF

from archive_app.gui.theme import theme
from archive_app.typeset.layout import Line, Page

_MARK_OUT = 9.0
"""How far left of the words what is selected is marked, in points."""
_SIGN_OUT = 15.0
_SIGN = 5.0
"""A hand adjustment's sign: how far left of the words, and its size, in points."""

Signs = Mapping[tuple[str, str], str]
"""(article, block) → kind of a hand adjustment: tight, loose, line, page, picture."""


def extent(page: Page, article: str, block: str) -> tuple[float, float, float] | None:
    """(top, bottom, left edge) in points of what an article or a block of it has on a page."""
    lines = [line for line in page.lines if line.article == article and (not block or line.block == block)]
    images = [image for image in page.images if image.article == article and (not block or image.block == block)]
    if not lines and not images:
        return None
    tops = [line.y - (0.0 if line.vertical else line.size) for line in lines]
    feet = [line.y + (len(line.text) if line.vertical else 0.3) * line.size for line in lines]
    top = min(tops + [image.y for image in images])
    bottom = max(feet + [image.y + image.height for image in images])
    left = min([line.x for line in page.lines] + [image.x for image in page.images])
    return top, bottom, left


def paint_choice(painter: QPainter, page: Page, rect: QRect, scale: float, article: str, block: str) -> None:
    """A stroke in cinnabar beside what is chosen; over its heads where it stands in columns."""
    found = extent(page, article, block) if article else None
    if found is None:
        return
    over = _over_columns(page, article, block)
    if over is not None:
        left, right, top = over
        y = rect.top() + max(2.0, top - _MARK_OUT) * scale
        wide = QRectF(rect.left() + left * scale, y, (right - left) * scale, max(2.0, 1.6 * scale))
        painter.fillRect(wide, theme().colour("cinnabar"))
        return
    top, bottom, left = found
    x = rect.left() + max(2.0, left - _MARK_OUT) * scale
    thin = QRectF(x, rect.top() + top * scale, max(2.0, 1.6 * scale), (bottom - top) * scale)
    painter.fillRect(thin, theme().colour("cinnabar"))


def paint_caret(painter: QPainter, rect: QRect, scale: float, cell: tuple[float, float, float, float]) -> None:
    """The character that was pointed at, tinted."""
    x0, y0, x1, y1 = cell
    tint = theme().colour("cinnabar")
    tint.setAlpha(60)
    painter.fillRect(
        QRectF(rect.left() + x0 * scale, rect.top() + y0 * scale, (x1 - x0) * scale, (y1 - y0) * scale), tint
    )


def paint_signs(painter: QPainter, page: Page, rect: QRect, scale: float, signs: Signs) -> None:
    """A small sign in celadon beside every first line on the page that was adjusted by hand."""
    if not signs:
        return
    left = min((line.x for line in page.lines), default=0.0)
    seen: set[tuple[str, str]] = set()
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    for line in page.lines:
        key = (line.article, line.block)
        kind = signs.get(key)
        if kind is None or key in seen or line.part != "text":
            continue
        seen.add(key)
        _paint_sign(painter, kind, _sign_at(line, left, rect, scale), _SIGN * scale)
    for image in page.images:
        kind = signs.get((image.article, image.block))
        if kind is not None and (image.article, image.block) not in seen:
            at = QPointF(
                rect.left() + max(3.0, min(left, image.x) - _SIGN_OUT) * scale, rect.top() + (image.y + _SIGN) * scale
            )
            _paint_sign(painter, kind, at, _SIGN * scale)
    painter.restore()


def _sign_at(line: Line, left: float, rect: QRect, scale: float) -> QPointF:
    if line.vertical:
        return QPointF(rect.left() + line.x * scale, rect.top() + max(3.0, line.y - _SIGN_OUT) * scale)
    return QPointF(rect.left() + max(3.0, left - _SIGN_OUT) * scale, rect.top() + (line.y - 0.36 * line.size) * scale)


def _paint_sign(painter: QPainter, kind: str, at: QPointF, size: float) -> None:
    """Two small triangles that meet (tight) or part (loose), a hooked stroke (line), a bar (page), a frame."""
    colour = theme().colour("celadon")
    painter.setPen(QPen(colour, max(1.0, size / 5)))
    painter.setBrush(colour)
    half = size / 2
    x, y = at.x(), at.y()
    if kind in ("tight", "loose"):
        toward = 1 if kind == "tight" else -1
        for side in (-1, 1):
            tip, base = (
                y + side * half * (0.25 if toward > 0 else 1.25),
                y + side * half * (1.25 if toward > 0 else 0.25),
            )
            painter.drawPolygon(QPolygonF([QPointF(x, tip), QPointF(x - half, base), QPointF(x + half, base)]))
    elif kind == "line":
        painter.drawPolyline(
            QPolygonF([QPointF(x + half, y - half), QPointF(x + half, y + half / 2), QPointF(x - half, y + half / 2)])
        )
    elif kind == "page":
        painter.drawLine(QPointF(x - size, y - half), QPointF(x + half, y - half))
        painter.drawLine(QPointF(x - half / 2, y - half), QPointF(x - half / 2, y + half))
    else:
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(QRectF(x - half, y - half, size, size))


def _over_columns(page: Page, article: str, block: str) -> tuple[float, float, float] | None:
    """(left, right, top of the text) in points of the columns that an article or a block of it has on a page."""
    columns = [line for line in page.lines if line.vertical]
    own = [line for line in columns if line.article == article and (not block or line.block == block)]
    if not own:
        return None
    left, right = min(line.x - line.size / 2 for line in own), max(line.x + line.size / 2 for line in own)
    return left, right, min(line.y for line in columns)
