"""A rectangle on a picture taken hold of: which part of it is under the mouse, and where it goes when dragged."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSizeF, Qt

INSIDE = (0, 0)
"""Taken hold of in the middle: the whole rectangle moves."""
_LEAST = 8.0

Grip = tuple[int, int]
"""Which sides move: −1 the left or upper one, 1 the right or lower one, 0 neither."""


def grip_at(rect: QRectF, at: QPointF, reach: float, *, inside: bool = True) -> Grip | None:
    """What of a rectangle is within ``reach`` of a point: an edge, a corner, the inside, or nothing."""
    if not rect.adjusted(-reach, -reach, reach, reach).contains(at):
        return None
    near = min(reach, rect.width() / 3, rect.height() / 3)
    across = -1 if at.x() < rect.left() + near else 1 if at.x() > rect.right() - near else 0
    down = -1 if at.y() < rect.top() + near else 1 if at.y() > rect.bottom() - near else 0
    if (across, down) == INSIDE and not inside:
        return None
    return across, down


def dragged(rect: QRectF, grip: Grip, by: QPointF, bounds: QRectF, ratio: float = 0.0) -> QRectF:
    """The rectangle with the grip moved, kept within ``bounds`` and, if given, at ``ratio`` (width by height)."""
    if grip == INSIDE:
        moved = rect.translated(by)
        moved.moveLeft(min(max(moved.left(), bounds.left()), max(bounds.left(), bounds.right() - moved.width())))
        moved.moveTop(min(max(moved.top(), bounds.top()), max(bounds.top(), bounds.bottom() - moved.height())))
        return moved
    made = QRectF(rect)
    if grip[0] < 0:
        made.setLeft(min(max(rect.left() + by.x(), bounds.left()), rect.right() - _LEAST))
    elif grip[0] > 0:
        made.setRight(max(min(rect.right() + by.x(), bounds.right()), rect.left() + _LEAST))
    if grip[1] < 0:
        made.setTop(min(max(rect.top() + by.y(), bounds.top()), rect.bottom() - _LEAST))
    elif grip[1] > 0:
        made.setBottom(max(min(rect.bottom() + by.y(), bounds.bottom()), rect.top() + _LEAST))
    return _in_ratio(made, grip, bounds, ratio) if ratio > 0 else made


def _in_ratio(rect: QRectF, grip: Grip, bounds: QRectF, ratio: float) -> QRectF:
    """The largest rectangle of this shape within, held at the side or corner across from the grip."""
    width, height = rect.width(), rect.height()
    if grip[0] == 0:
        width = height * ratio
    elif grip[1] == 0:
        height = width / ratio
    elif width / height > ratio:
        width = height * ratio
    else:
        height = width / ratio
    left = rect.right() - width if grip[0] < 0 else rect.left() if grip[0] > 0 else rect.center().x() - width / 2
    top = rect.bottom() - height if grip[1] < 0 else rect.top() if grip[1] > 0 else rect.center().y() - height / 2
    made = QRectF(left, top, width, height)
    over = max(made.width() / bounds.width(), made.height() / bounds.height(), 1.0)
    made.setSize(QSizeF(made.width() / over, made.height() / over))
    return dragged(made, INSIDE, QPointF(), bounds)


def spanned(start: QPointF, end: QPointF, bounds: QRectF) -> QRectF:
    """The rectangle between two points, within bounds."""
    return QRectF(start, end).normalized().intersected(bounds)


def cursor_of(grip: Grip | None) -> Qt.CursorShape:
    """How the mouse looks over a grip."""
    if grip is None:
        return Qt.CursorShape.ArrowCursor
    if grip == INSIDE:
        return Qt.CursorShape.SizeAllCursor
    if 0 in grip:
        return Qt.CursorShape.SizeHorCursor if grip[0] else Qt.CursorShape.SizeVerCursor
    return Qt.CursorShape.SizeFDiagCursor if grip[0] == grip[1] else Qt.CursorShape.SizeBDiagCursor
