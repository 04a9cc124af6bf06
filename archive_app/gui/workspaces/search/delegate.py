"""How a row of results is painted: the heading in 宋, places below it with the words found in cinnabar."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPen, QTextLayout, QTextOption
from PySide6.QtWidgets import QAbstractItemView, QStyle, QStyledItemDelegate

from archive_app.gui.i18n import _
from archive_app.gui.theme import theme
from archive_app.gui.widgets.basics import paint_elided
from archive_app.gui.widgets.emphasis import emphasis
from archive_app.gui.workspaces.search.rows import NEW_ROLE, ROW_ROLE, ResultRow
from archive_app.search.results import Match
from archive_app.services.facet_labels import kind_icon

_LEFT, _RIGHT, _GAP = 44, 16, 8
_LABEL_CHARACTERS = 4.5
_ABOVE = 7
"""Space above and below a place."""
_LINES = 2
"""Lines of a snippet at most."""


def one_line(text: str) -> str:
    """A snippet without breaks, code point for code point."""
    return "".join(" " if character in "\n\r\t\u2028\u2029" else character for character in text)


class Advances:
    """How wide words are, by adding up their characters: no layout is made to tell a row's height."""

    def __init__(self, font: QFont) -> None:
        self._metrics = QFontMetricsF(font)
        self._known: dict[str, float] = {}

    def of(self, text: str) -> float:
        """The width of ``text`` in device-independent pixels."""
        known = self._known
        total = 0.0
        for character in text:
            width = known.get(character)
            if width is None:
                width = known[character] = self._metrics.horizontalAdvance(character)
            total += width
        return total

    def fitting(self, text: str, width: float) -> int:
        """How many of the first characters stand in ``width``."""
        total = 0.0
        for number, character in enumerate(text):
            total += self.of(character)
            if total > width:
                return number
        return len(text)


def cut_to(text: str, spans: tuple[tuple[int, int], ...], room: int) -> tuple[str, tuple[tuple[int, int], ...]]:
    """At most ``room`` characters of ``text``, the first span among them, with … where something is left out."""
    if len(text) <= room:
        return text, spans
    begin, end = spans[0] if spans else (0, 0)
    start = 0
    if end > room - 1:
        lead = max(0, min(room // 4, room - 2 - (end - begin)))  # what was found is whole where that can be
        start = max(0, min(begin - lead, len(text) - room + 1))
    head = "…" if start else ""
    kept = text[start : start + room - len(head)]
    if start + len(kept) < len(text):
        kept = kept[:-1] + "…"
    moved = ((a - start + len(head), b - start + len(head)) for a, b in spans)
    whole = len(head) + len(kept)
    return head + kept, tuple((max(len(head), a), min(whole, b)) for a, b in moved if a < whole and b > len(head))


def snippet_layout(match: Match, font: QFont, width: float, lines: int, advances: Advances) -> QTextLayout:
    """The snippet on ``lines`` lines, what was found in the accent on its tint."""
    text, spans = one_line(match.snippet), match.spans
    if advances.of(text) > width * lines:
        text, spans = cut_to(text, spans, max(4, advances.fitting(text, width * lines) - 2))
    layout = QTextLayout(text, font)
    option = QTextOption()
    wrap = QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere if lines > 1 else QTextOption.WrapMode.NoWrap
    option.setWrapMode(wrap)
    layout.setTextOption(option)
    layout.setFormats([emphasis(text, start, end, ground="cinnabar_tint") for start, end in spans])
    layout.beginLayout()
    y = 0.0
    for _number in range(lines):
        line = layout.createLine()
        if not line.isValid():
            break
        line.setLineWidth(width)
        line.setPosition(QPointF(0, y))
        y += line.height()
    layout.endLayout()
    return layout


class ResultDelegate(QStyledItemDelegate):
    """Paints ``ResultRow``s; a row is as tall as its snippet needs."""

    def __init__(self, view: QAbstractItemView) -> None:
        super().__init__(view)
        self._view = view
        self._font, self._small = theme().font(), theme().small()
        self._bold = theme().font(serif=True, bold=True)
        self._advances = Advances(self._font)
        metrics, small = QFontMetricsF(self._font), QFontMetricsF(self._small)
        self._ascent, self._line = metrics.ascent(), metrics.height()
        self._small_ascent, self._small_line = small.ascent(), small.height()
        self._label_width = round(small.horizontalAdvance("一") * _LABEL_CHARACTERS)
        self._heading_height = max(theme().dp(44), round(self._line * 1.9))
        self._widths: dict[int, float] = {}
        view.model().modelReset.connect(self._widths.clear)

    def lines_of(self, number: int, match: Match, width: float) -> int:
        """How many lines a snippet takes in ``width``; each snippet is measured once."""
        known = self._widths.get(number)
        if known is None:
            known = self._widths[number] = self._advances.of(match.snippet)
        return 1 if known <= width else _LINES

    def sizeHint(self, option: Any, index: QModelIndex | QPersistentModelIndex) -> QSize:
        row: ResultRow = index.data(ROW_ROLE)
        if row.match is None:
            return QSize(0, self._heading_height)
        lines = self.lines_of(index.row(), row.match, self._snippet_width(self._view.viewport().width()))
        height = 2 * theme().dp(_ABOVE) + lines * self._line + (self._small_line if row.more else 0)
        return QSize(0, round(height))

    def _snippet_left(self) -> int:
        return theme().dp(_LEFT) + self._label_width + theme().dp(_GAP)

    def _snippet_width(self, width: int) -> int:
        return max(theme().dp(80), width - self._snippet_left() - theme().dp(_RIGHT))

    def paint(self, painter: QPainter, option: Any, index: QModelIndex | QPersistentModelIndex) -> None:
        row: ResultRow = index.data(ROW_ROLE)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        rect: QRect = option.rect
        self._ground(painter, option, rect, row)
        if row.match is None:
            self._heading(painter, rect, row, fresh=bool(index.data(NEW_ROLE)))
        else:
            self._place(painter, rect, row, row.match, index.row())
        painter.restore()

    def _ground(self, painter: QPainter, option: Any, rect: QRect, row: ResultRow) -> None:
        state = option.state
        if state & QStyle.StateFlag.State_Selected:
            painter.fillRect(rect, theme().colour("selected"))
            painter.fillRect(QRect(rect.left(), rect.top(), theme().dp(3), rect.height()), theme().colour("cinnabar"))
            if self._view.hasFocus():
                painter.setPen(QPen(theme().colour("focus"), 1))
                painter.drawRect(QRectF(rect).adjusted(0.5, 0.5, -0.5, -0.5))
        elif state & QStyle.StateFlag.State_MouseOver:
            painter.fillRect(rect, theme().colour("hover"))
        if row.match is None and rect.top() > 0:
            painter.fillRect(QRect(rect.left(), rect.top(), rect.width(), 1), theme().colour("line"))

    def _heading(self, painter: QPainter, rect: QRect, row: ResultRow, *, fresh: bool) -> None:
        dp = theme().dp
        edge = dp(18)
        icon = theme().pixmap(kind_icon(row.hit.kind), "faint", 18)
        painter.drawPixmap(QRect(rect.left() + dp(16), rect.center().y() - edge // 2, edge, edge), icon)
        painter.setFont(self._small)
        painter.setPen(theme().colour("faint"))
        count = _("{n} 处").format(n=row.hit.occurrences)
        width = painter.fontMetrics().horizontalAdvance(count) + dp(_RIGHT)
        align = Qt.AlignmentFlag.AlignVCenter
        painter.drawText(rect.adjusted(0, 0, -dp(_RIGHT), 0), int(align | Qt.AlignmentFlag.AlignRight), count)
        if fresh:
            width += dp(8) + self._new_mark(painter, rect, rect.right() - width - dp(8))
        painter.setFont(self._bold)
        painter.setPen(theme().colour("ink"))
        words = rect.adjusted(dp(_LEFT), 0, -width - dp(8), 0)
        paint_elided(painter, words, row.hit.title, align | Qt.AlignmentFlag.AlignLeft)

    def _new_mark(self, painter: QPainter, rect: QRect, end: int) -> int:
        """新 on the accent, as a seal, before the count; returns how wide it is."""
        words = _("新")
        height = round(self._small_line) + theme().dp(2)
        width = max(height, painter.fontMetrics().horizontalAdvance(words) + theme().dp(8))
        area = QRect(end - width, rect.center().y() - height // 2, width, height)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme().colour("cinnabar"))
        painter.drawRoundedRect(area, theme().dp(3), theme().dp(3))
        painter.setPen(theme().colour("on_cinnabar"))
        painter.drawText(area, int(Qt.AlignmentFlag.AlignCenter), words)
        return width

    def _place(self, painter: QPainter, rect: QRect, row: ResultRow, match: Match, number: int) -> None:
        top = rect.top() + theme().dp(_ABOVE)
        painter.setFont(self._small)
        painter.setPen(QColor(theme().colour("faint")))
        drop = round(self._ascent - self._small_ascent)  # label and words on one base line
        label = QRect(rect.left() + theme().dp(_LEFT), top + drop, self._label_width, round(self._small_line))
        paint_elided(painter, label, match.label, Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeft)
        left, width = rect.left() + self._snippet_left(), self._snippet_width(rect.width())
        lines = self.lines_of(number, match, width)
        painter.setPen(theme().colour("ink"))
        layout = snippet_layout(match, self._font, width, lines, self._advances)
        painter.setClipRect(QRectF(left, rect.top(), width + theme().dp(_RIGHT), rect.height()))
        layout.draw(painter, QPointF(left, top))
        if row.more:
            painter.setClipping(False)
            painter.setFont(self._small)
            painter.setPen(theme().colour("faint"))
            below = QRect(left, top + round(lines * self._line), width, round(self._small_line))
            painter.drawText(below, int(Qt.AlignmentFlag.AlignVCenter), _("这件里还有 {n} 处").format(n=row.more))
