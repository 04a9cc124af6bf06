"""What the list and the cards draw alike: kinds, states, levels."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QPainter

from archive_app.gui.theme import Theme
from archive_app.gui.workspaces.materials.model import state_tone, state_words


def draw_state(painter: QPainter, rect: QRect, state: str, theme: Theme) -> None:
    """A dot and the word: never by colour alone."""
    words = state_words(state)
    if not words:
        return
    tone = state_tone(state)
    radius = theme.dp(3.5)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.colour("ghost" if tone == "faint" else tone))
    painter.drawEllipse(QPointF(rect.left() + radius, rect.center().y() + 0.5), radius, radius)
    painter.restore()
    painter.setPen(theme.colour(tone if tone != "faint" else "ink"))
    inside = rect.adjusted(theme.dp(14), 0, 0, 0)
    shown = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, inside.width())
    painter.drawText(inside, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), shown)


def draw_line(painter: QPainter, rect: QRect, words: str) -> None:
    """One line of words, cut where it must be."""
    shown = painter.fontMetrics().elidedText(words, Qt.TextElideMode.ElideRight, rect.width())
    painter.drawText(rect, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), shown)


def draw_lines(painter: QPainter, rect: QRectF, words: str, line_height: float) -> None:
    """Several lines broken by characters, as Chinese is; the last one is cut."""
    metrics = painter.fontMetrics()
    lines = max(1, int(rect.height() // line_height))
    rest = " ".join(words.split())
    for number in range(lines):
        if not rest:
            return
        top = rect.top() + number * line_height
        if number == lines - 1:
            shown = metrics.elidedText(rest, Qt.TextElideMode.ElideRight, int(rect.width()))
            rest = ""
        else:
            length = _fitting(metrics, rest, rect.width())
            shown, rest = rest[:length], rest[length:]
        painter.drawText(QRectF(rect.left(), top, rect.width(), line_height), int(Qt.AlignmentFlag.AlignVCenter), shown)


_NOT_FIRST = "，。、；：？！）》」』”’…—"


def _fitting(metrics, text: str, width: float) -> int:
    length = used = 0
    for character in text:
        used += metrics.horizontalAdvance(character)
        if used > width:
            break
        length += 1
    if length < len(text) and text[length] in _NOT_FIRST and length > 1:
        length -= 1
    return max(1, length)
