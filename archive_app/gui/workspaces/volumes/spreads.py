"""The desk with the volume's spreads on it: facing pages as they will lie, painted as they come into view."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPixmap, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QAbstractScrollArea

from archive_app.gui.i18n import _
from archive_app.gui.theme import theme
from archive_app.gui.workspaces.volumes.painter import PAPER, paint_page
from archive_app.typeset.layout import Layout, Page

_KEPT = 40
"""Painted pages kept."""
_GAP, _SPREAD_GAP = 0, 28
_LEAST, _MOST = 0.35, 3.0
"""Device-independent pixels a point: as small and as large as the pages go."""


@dataclass(frozen=True, slots=True)
class _Slot:
    """Where a page lies on the desk."""

    number: int
    rect: QRect


class SpreadView(QAbstractScrollArea):
    """Shows a ``Layout``; ``page_shown`` tells which page is in the middle, ``clicked`` where in the text it was."""

    page_shown = Signal(int)
    clicked = Signal(str, str, int)  # article, block, code-point offset

    def __init__(self) -> None:
        super().__init__()
        self.setFrameShape(QAbstractScrollArea.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(_("书页"))
        self._layout: Layout | None = None
        self._slots: list[_Slot] = []
        self._zoom = 0.0  # 0: as wide as the view
        self._painted: OrderedDict[tuple[int, float], QPixmap] = OrderedDict()
        self._shown = -1
        self._next = QTimer(self)
        self._next.setSingleShot(True)
        self._next.setInterval(0)
        self._next.timeout.connect(self._paint_one)
        self.verticalScrollBar().valueChanged.connect(self._scrolled)

    # — what is shown —

    def show_layout(self, layout: Layout) -> None:
        """Put a layout on the desk and stay at the page one was at."""
        page = self._shown
        self._layout = layout
        self._painted.clear()
        self._arrange()
        if page >= 0:
            self.show_page(min(page, len(layout.pages) - 1))
        self.viewport().update()

    @property
    def pages(self) -> tuple[Page, ...]:
        """The pages on the desk."""
        return self._layout.pages if self._layout else ()

    def show_page(self, number: int) -> None:
        """Bring a page (counted from 0) into view."""
        for slot in self._slots:
            if slot.number == number:
                self.verticalScrollBar().setValue(slot.rect.top() - theme().dp(_SPREAD_GAP))
                return

    def show_article(self, key: str) -> None:
        """Bring an article's first page into view."""
        for number, page in enumerate(self.pages):
            if any(line.article == key for line in page.lines):
                self.show_page(number)
                return

    def zoom(self, by: float) -> None:
        """Larger or smaller; 0 fits a spread into the width."""
        page = self._shown
        self._zoom = 0.0 if by == 0 else min(_MOST, max(_LEAST, self._scale() * by))
        self._painted.clear()
        self._arrange()
        if page >= 0:
            self.show_page(page)
        self.viewport().update()

    def _scale(self) -> float:
        if self._zoom or not self.pages:
            return self._zoom or 1.0
        widest = max(page.width for page in self.pages)
        room = self.viewport().width() - 2 * theme().dp(_SPREAD_GAP)
        columns = 2 if room / (2 * widest) >= _LEAST else 1
        return min(_MOST, max(_LEAST, room / (columns * widest)))

    def _arrange(self) -> None:
        """Rectos at the right: page 1 lies alone, then 2 and 3 face each other."""
        scale, gap = self._scale(), theme().dp(_SPREAD_GAP)
        self._slots = []
        if not self.pages:
            return
        width = max(round(page.width * scale) for page in self.pages)
        facing = 2 * width + 2 * gap <= self.viewport().width() or bool(self._zoom)
        y = gap
        middle = max(self.viewport().width(), 2 * width + 2 * gap if facing else width + 2 * gap) // 2
        row_height = 0
        for number, page in enumerate(self.pages):
            size = QSize(round(page.width * scale), round(page.height * scale))
            recto = number % 2 == 0
            left = 0 if recto else size.width()
            x = middle - (left if facing else size.width() // 2)
            self._slots.append(_Slot(number, QRect(QPoint(x, y), size)))
            row_height = max(row_height, size.height())
            if recto or not facing:
                y += row_height + gap
                row_height = 0
        total = y + row_height
        bar = self.verticalScrollBar()
        bar.setRange(0, max(0, total - self.viewport().height()))
        bar.setPageStep(self.viewport().height())
        bar.setSingleStep(theme().dp(48))
        across = self.horizontalScrollBar()
        across.setRange(0, max(0, 2 * middle - self.viewport().width()))
        across.setPageStep(self.viewport().width())
        self._scrolled()

    # — painting —

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        painter.fillRect(event.rect(), theme().colour("pressed"))
        scale = self._scale()
        waiting = False
        for slot in self._visible():
            rect = self._on_view(slot)
            self._shadow(painter, rect)
            painted = self._painted.get((slot.number, scale))
            if painted is None:
                painter.fillRect(rect, PAPER)
                waiting = True
            else:
                painter.drawPixmap(rect.topLeft(), painted)
            self._fold(painter, slot, rect)
        painter.end()
        if waiting:
            self._next.start()

    @staticmethod
    def _shadow(painter: QPainter, rect: QRect) -> None:
        tint = QColor(theme().colour("shadow"))
        for step, alpha in ((6, 10), (3, 16), (1, 26)):
            tint.setAlpha(alpha)
            painter.fillRect(QRectF(rect).adjusted(-step, -step + 2, step, step + 2), tint)

    @staticmethod
    def _fold(painter: QPainter, slot: _Slot, rect: QRect) -> None:
        """The paper bends towards the spine."""
        recto = slot.number % 2 == 0
        tint = QColor(theme().colour("shadow"))
        for step in range(8):
            tint.setAlpha(max(0, 18 - 2 * step))
            x = rect.left() + step if recto else rect.right() - step
            painter.fillRect(x, rect.top(), 1, rect.height(), tint)

    def _visible(self) -> list[_Slot]:
        shown = self._window()
        return [slot for slot in self._slots if slot.rect.intersects(shown)]

    def _window(self) -> QRect:
        return QRect(
            QPoint(self.horizontalScrollBar().value(), self.verticalScrollBar().value()), self.viewport().size()
        )

    def _on_view(self, slot: _Slot) -> QRect:
        return slot.rect.translated(-self._window().topLeft())

    def _paint_one(self) -> None:
        """One page a turn, so that the window stays quick while pages come."""
        scale = self._scale()
        for slot in self._visible():
            if (slot.number, scale) not in self._painted:
                ratio = self.devicePixelRatioF()
                self._painted[slot.number, scale] = paint_page(self.pages[slot.number], scale, ratio)
                while len(self._painted) > _KEPT:
                    self._painted.popitem(last=False)
                self.viewport().update(self._on_view(slot))
                return

    # — moving about —

    def _scrolled(self) -> None:
        visible = self._visible()
        if visible:
            middle = self._window().center().y()
            nearest = min(visible, key=lambda slot: abs(slot.rect.center().y() - middle))
            if nearest.number != self._shown:
                self._shown = nearest.number
                self.page_shown.emit(nearest.number)
        self.viewport().update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        page = self._shown
        self._painted.clear()
        self._arrange()
        if page >= 0:
            self.show_page(page)

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.zoom(1.15 if event.angleDelta().y() > 0 else 1 / 1.15)
            event.accept()
            return
        super().wheelEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        bar = self.verticalScrollBar()
        steps = {
            Qt.Key.Key_PageDown: bar.pageStep(),
            Qt.Key.Key_PageUp: -bar.pageStep(),
            Qt.Key.Key_Down: bar.singleStep(),
            Qt.Key.Key_Up: -bar.singleStep(),
        }
        key = Qt.Key(event.key())
        if key in steps:
            bar.setValue(bar.value() + steps[key])
        elif key == Qt.Key.Key_Home:
            bar.setValue(0)
        elif key == Qt.Key.Key_End:
            bar.setValue(bar.maximum())
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        scale = self._scale()
        at = event.position().toPoint() + self._window().topLeft()
        for slot in self._slots:
            if slot.rect.contains(at):
                x, y = (at.x() - slot.rect.left()) / scale, (at.y() - slot.rect.top()) / scale
                self._point(self.pages[slot.number], x, y)
                return

    def _point(self, page: Page, x: float, y: float) -> None:
        lines = [line for line in page.lines if line.article and line.y - line.size <= y <= line.y + line.size * 0.6]
        if lines:
            line = min(lines, key=lambda line: abs(line.x - x) if x < line.x else 0)
            into = max(0, min(len(line.text), round((x - line.x) / max(1.0, line.size))))
            self.clicked.emit(line.article, line.block, max(0, line.offset) + into)
