"""The desk with the volume's spreads on it: facing pages as they will lie, painted as they come into view."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass

from PySide6.QtCore import QPoint, QPointF, QRect, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QApplication

from archive_app.gui.i18n import _
from archive_app.gui.theme import theme
from archive_app.gui.workspaces.volumes.painter import PAPER, PagePainting
from archive_app.gui.workspaces.volumes.pictures import Ask, PagePictures
from archive_app.typeset.layout import Layout, Page

_KEPT_PIXELS = 40_000_000
"""Painted pages kept beside those in view, in pixels of four bytes."""
_TURN_S = 0.02
"""Painting is left off after so long, so that the window stays quick while pages come."""
_SPREAD_GAP = 28
_LEAST, _MOST = 0.35, 3.0
"""Device-independent pixels a point: as small and as large as the pages go."""
_WHEEL_STEP = 1.15
_MARK_OUT = 9.0
"""How far left of the words what is selected is marked, in points."""


@dataclass(frozen=True, slots=True)
class _Slot:
    """Where a page lies on the desk."""

    number: int
    rect: QRect


@dataclass(slots=True)
class _Sheet:
    """A page as it was painted; drawn stretched until it is painted anew where anything is otherwise now."""

    page: Page
    pixmap: QPixmap
    scale: float
    ratio: float
    complete: bool

    def fresh(self, page: Page, scale: float, ratio: float) -> bool:
        return self.page is page and self.scale == scale and self.ratio == ratio


@dataclass(frozen=True, slots=True)
class _Anchor:
    """A place on a page (shares of its width and height) and where it is in the view."""

    number: int
    x: float
    y: float
    at: QPoint


class SpreadView(QAbstractScrollArea):
    """Shows a ``Layout``; ``page_shown`` tells which page is in the middle, ``clicked`` where in the text it was."""

    page_shown = Signal(int)
    clicked = Signal(str, str, int)  # article, block, code-point offset

    def __init__(self, ask: Ask) -> None:
        super().__init__()
        self.setFrameShape(QAbstractScrollArea.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(_("书页"))
        self._layout: Layout | None = None
        self._slots: list[_Slot] = []
        self._zoom = 0.0  # 0: as wide as the view
        self._sheets: OrderedDict[int, _Sheet] = OrderedDict()
        self._painting: tuple[int, PagePainting] | None = None
        self._pictures = PagePictures(ask, self)
        self._pictures.arrived.connect(self._picture_arrived)
        self._shown = -1
        self._kept_place: _Anchor | None = None
        self._arranging = False
        self._pressed: QPoint | None = None
        self._marked = ("", "")
        self._next = QTimer(self)
        self._next.setSingleShot(True)
        self._next.setInterval(0)
        self._next.timeout.connect(self._paint_some)
        self.verticalScrollBar().valueChanged.connect(self._scrolled)
        self.horizontalScrollBar().valueChanged.connect(self._scrolled)

    # — what is shown —

    def show_layout(self, layout: Layout) -> None:
        """Put a layout on the desk and stay where one was; pages that are the same are not painted again."""
        self._layout = layout
        for number in list(self._sheets):
            if number >= len(layout.pages):
                del self._sheets[number]
            elif self._sheets[number].page == layout.pages[number]:
                self._sheets[number].page = layout.pages[number]
        self._arrange(self._kept_place)

    @property
    def _right_bound(self) -> bool:
        return self._layout is not None and self._layout.right_bound

    @property
    def pages(self) -> tuple[Page, ...]:
        """The pages on the desk."""
        return self._layout.pages if self._layout else ()

    @property
    def shown(self) -> int:
        """The page in the middle of the view, counted from 0; -1 where there is none."""
        return self._shown

    @property
    def settled(self) -> bool:
        """Whether every page in view is painted as it is to be."""
        return not self._unpainted()

    def facing(self, number: int) -> tuple[int, ...]:
        """The pages that lie beside each other where ``number`` is, in order."""
        if not 0 <= number < len(self._slots):
            return ()
        top = self._slots[number].rect.top()
        return tuple(slot.number for slot in self._slots[max(0, number - 1) : number + 2] if slot.rect.top() == top)

    def page_rect(self, number: int) -> QRect:
        """Where a page lies in the view."""
        return self._on_view(self._slots[number])

    def show_page(self, number: int, y: float = 0.0) -> None:
        """Bring a page (counted from 0) into view, its top or, far down, the height ``y`` in points."""
        if 0 <= number < len(self._slots):
            rect, height = self._slots[number].rect, self.viewport().height()
            down = y * self._scale()
            top = rect.top() - theme().dp(_SPREAD_GAP)
            self.verticalScrollBar().setValue(round(top if down < 0.7 * height else rect.top() + down - height / 4))
            self.horizontalScrollBar().setValue(rect.center().x() - self.viewport().width() // 2)

    def show_article(self, key: str, block: str = "") -> bool:
        """Bring an article's first page, or that of one of its blocks, into view; whether it has one."""
        for number, page in enumerate(self.pages):
            extent = _extent(page, key, block)
            if extent is not None:
                self.show_page(number, extent[0])
                return True
        return False

    def first_page_of(self, key: str) -> int:
        """The number of the page an article begins on; -1 where it has none."""
        return next((n for n, page in enumerate(self.pages) if _extent(page, key, "") is not None), -1)

    def mark(self, article: str, block: str = "") -> None:
        """Mark an article, or one block of it, in the margin."""
        self._marked = (article, block)
        self.viewport().update()

    # — size —

    def zoom(self, by: float, at: QPoint | None = None) -> None:
        """Larger or smaller around ``at`` (the middle); 0 fits a spread into the width."""
        place = self._anchor(at if at is not None else self.viewport().rect().center())
        wanted = 0.0 if by == 0 else min(_MOST, max(_LEAST, self._scale() * by))
        if wanted != self._zoom:
            self._zoom = wanted
            self._arrange(place)

    def _scale(self) -> float:
        if self._zoom or not self.pages:
            return self._zoom or 1.0
        widest = max(page.width for page in self.pages)
        room = self.viewport().width() - 2 * theme().dp(_SPREAD_GAP)
        columns = 2 if room / (2 * widest) >= _LEAST else 1
        return min(_MOST, max(_LEAST, room / (columns * widest)))

    def _arrange(self, place: _Anchor | None) -> None:
        """Rectos at the right (at the left in a book bound at the right): page 1 lies alone, then 2 and 3 face each
        other. ``place`` stays where it was."""
        self._arranging = True
        self._lay_out()
        if place is not None and self._slots:
            slot = self._slots[min(place.number, len(self._slots) - 1)]
            at = QPointF(slot.rect.topLeft()) + QPointF(place.x * slot.rect.width(), place.y * slot.rect.height())
            self.verticalScrollBar().setValue(round(at.y()) - place.at.y())
            self.horizontalScrollBar().setValue(round(at.x()) - place.at.x())
        self._arranging = False
        self._scrolled()

    def _lay_out(self) -> None:
        scale, gap, view = self._scale(), theme().dp(_SPREAD_GAP), self.viewport().size()
        self._slots = []
        width = max((round(page.width * scale) for page in self.pages), default=0)
        facing = 2 * width + 2 * gap <= view.width() or bool(self._zoom)
        across = max(view.width(), (2 if facing else 1) * width + 2 * gap)
        y, row_height = gap, 0
        for number, page in enumerate(self.pages):
            size = QSize(round(page.width * scale), round(page.height * scale))
            recto = number % 2 == 0
            left = (0 if recto is not self._right_bound else size.width()) if facing else size.width() // 2
            self._slots.append(_Slot(number, QRect(QPoint(across // 2 - left, y), size)))
            row_height = max(row_height, size.height())
            if recto or not facing:
                y += row_height + gap
                row_height = 0
        if row_height:
            y += row_height + gap
        for bar, whole, part in (
            (self.verticalScrollBar(), y, view.height()),
            (self.horizontalScrollBar(), across, view.width()),
        ):
            bar.setRange(0, max(0, whole - part))
            bar.setPageStep(part)
            bar.setSingleStep(theme().dp(48))

    def _anchor(self, at: QPoint) -> _Anchor | None:
        """The place of the nearest page that is at ``at`` in the view."""
        if not self._slots:
            return None
        here = at + self._window().topLeft()
        near = self._visible() or self._slots[:1]
        slot = min(near, key=lambda slot: _distance(slot.rect, here))
        offset = here - slot.rect.topLeft()
        return _Anchor(slot.number, offset.x() / slot.rect.width(), offset.y() / slot.rect.height(), at)

    # — painting —

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.fillRect(event.rect(), theme().colour("pressed"))
        scale = self._scale()
        for slot in self._visible():
            rect = self._on_view(slot)
            self._shadow(painter, rect)
            sheet = self._sheets.get(slot.number)
            if sheet is None:
                painter.fillRect(rect, PAPER)
            elif sheet.scale == scale:
                painter.drawPixmap(rect.topLeft(), sheet.pixmap)
            else:
                painter.drawPixmap(rect, sheet.pixmap)
            self._fold(painter, slot, rect)
            self._paint_mark(painter, slot, rect, scale)
        if self.hasFocus():
            painter.setPen(QPen(theme().colour("focus"), 2))
            painter.drawRect(self.viewport().rect().adjusted(1, 1, -1, -1))
        painter.end()
        if self._unpainted():
            self._next.start()

    @staticmethod
    def _shadow(painter: QPainter, rect: QRect) -> None:
        tint = QColor(theme().colour("shadow"))
        for step, alpha in ((6, 10), (3, 16), (1, 26)):
            tint.setAlpha(alpha)
            painter.fillRect(QRectF(rect).adjusted(-step, -step + 2, step, step + 2), tint)

    def _fold(self, painter: QPainter, slot: _Slot, rect: QRect) -> None:
        """The paper bends towards the spine."""
        recto = (slot.number % 2 == 0) is not self._right_bound
        tint = QColor(theme().colour("shadow"))
        for step in range(8):
            tint.setAlpha(max(0, 18 - 2 * step))
            x = rect.left() + step if recto else rect.right() - step
            painter.fillRect(x, rect.top(), 1, rect.height(), tint)

    def _paint_mark(self, painter: QPainter, slot: _Slot, rect: QRect, scale: float) -> None:
        article, block = self._marked
        page = self.pages[slot.number]
        extent = _extent(page, article, block) if article else None
        if extent is None:
            return
        over = _over_columns(page, article, block)
        if over is not None:  # columns are marked over their heads
            left, right, top = over
            y = rect.top() + max(2.0, top - _MARK_OUT) * scale
            wide = QRectF(rect.left() + left * scale, y, (right - left) * scale, max(2.0, 1.6 * scale))
            painter.fillRect(wide, theme().colour("cinnabar"))
            return
        top, bottom, left = extent
        x = rect.left() + max(2.0, left - _MARK_OUT) * scale
        thin = QRectF(x, rect.top() + top * scale, max(2.0, 1.6 * scale), (bottom - top) * scale)
        painter.fillRect(thin, theme().colour("cinnabar"))

    def _visible(self) -> list[_Slot]:
        shown = self._window()
        return [slot for slot in self._slots if slot.rect.intersects(shown)]

    def _window(self) -> QRect:
        return QRect(
            QPoint(self.horizontalScrollBar().value(), self.verticalScrollBar().value()), self.viewport().size()
        )

    def _on_view(self, slot: _Slot) -> QRect:
        return slot.rect.translated(-self._window().topLeft())

    def _unpainted(self) -> list[_Slot]:
        """Pages in view that are not yet painted as they are now."""
        scale, ratio = self._scale(), self.devicePixelRatioF()
        return [
            slot
            for slot in self._visible()
            if (sheet := self._sheets.get(slot.number)) is None
            or not sheet.fresh(self.pages[slot.number], scale, ratio)
        ]

    def _paint_some(self) -> None:
        """One turn of painting; more follow until nothing in view is left."""
        waiting = self._unpainted()
        if not waiting:
            return
        slot = waiting[0]
        painting = self._begun(slot)
        if painting.step(_TURN_S):
            self._painting = None
            self._sheets[slot.number] = _Sheet(
                painting.page, painting.pixmap, painting.scale, painting.ratio, painting.complete
            )
            self._sheets.move_to_end(slot.number)
            self._let_go()
            self.viewport().update(self._on_view(slot))
        self._next.start()

    def _begun(self, slot: _Slot) -> PagePainting:
        """The painting under way where it is of this page as it is now, else a new one."""
        page, scale, ratio = self.pages[slot.number], self._scale(), self.devicePixelRatioF()
        if self._painting is not None:
            number, begun = self._painting
            if number == slot.number and begun.page is page and (begun.scale, begun.ratio) == (scale, ratio):
                return begun
        made = PagePainting(page, scale, ratio, self._pictures.picture)
        self._painting = (slot.number, made)
        return made

    def _let_go(self) -> None:
        """Forget the pages painted longest ago, never one in view."""
        visible = {slot.number for slot in self._visible()}
        total = sum(sheet.pixmap.width() * sheet.pixmap.height() for sheet in self._sheets.values())
        for number in list(self._sheets):
            if total <= _KEPT_PIXELS:
                return
            if number not in visible:
                gone = self._sheets.pop(number).pixmap
                total -= gone.width() * gone.height()

    def _picture_arrived(self) -> None:
        self._painting = None
        for sheet in self._sheets.values():
            if not sheet.complete:
                sheet.ratio = 0.0  # painted anew when it is in view; shown as it is until then
        self.viewport().update()

    # — moving about —

    def _scrolled(self) -> None:
        if self._arranging:
            return
        self._kept_place = self._anchor(QPoint(self.viewport().width() // 2, 0))
        visible = self._visible()
        shown = -1
        if visible:
            middle = self._window().center().y()
            shown = min(visible, key=lambda slot: abs(slot.rect.center().y() - middle)).number
        if shown != self._shown:
            self._shown = shown
            self.page_shown.emit(shown)
        self.viewport().update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        place = self._kept_place
        if place is not None:
            place = _Anchor(place.number, place.x, place.y, QPoint(self.viewport().width() // 2, 0))
        self._arrange(place)

    def wheelEvent(self, event: QWheelEvent) -> None:
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self.zoom(_WHEEL_STEP ** (event.angleDelta().y() / 120), event.position().toPoint())
            event.accept()
            return
        super().wheelEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        bar = self.verticalScrollBar()
        key = Qt.Key(event.key())
        step = round(bar.pageStep() * 0.9)
        back = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        moves = {
            Qt.Key.Key_PageDown: step,
            Qt.Key.Key_PageUp: -step,
            Qt.Key.Key_Space: -step if back else step,
            Qt.Key.Key_Down: bar.singleStep(),
            Qt.Key.Key_Up: -bar.singleStep(),
            Qt.Key.Key_Home: -bar.maximum(),
            Qt.Key.Key_End: bar.maximum(),
        }
        zooms = {Qt.Key.Key_Plus: 1.2, Qt.Key.Key_Equal: 1.2, Qt.Key.Key_Minus: 1 / 1.2, Qt.Key.Key_0: 0.0}
        if key in moves:
            bar.setValue(bar.value() + moves[key])
        elif key in zooms:
            self.zoom(zooms[key])
        elif key in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self._turn(1 if (key == Qt.Key.Key_Right) is not self._right_bound else -1)
        else:
            super().keyPressEvent(event)

    def _turn(self, by: int) -> None:
        """To the spread before or behind."""
        beside = self.facing(self._shown)
        if beside:
            self.show_page(min(len(self.pages) - 1, max(0, beside[-1] + 1 if by > 0 else beside[0] - 1)))

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.viewport().update()

    # — pointing —

    def mousePressEvent(self, event: QMouseEvent) -> None:
        left = event.button() == Qt.MouseButton.LeftButton
        self._pressed = event.position().toPoint() if left else None

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        pressed, self._pressed = self._pressed, None
        here = event.position().toPoint()
        if pressed is None or (here - pressed).manhattanLength() > QApplication.startDragDistance():
            return
        scale = self._scale()
        at = here + self._window().topLeft()
        for slot in self._slots:
            if slot.rect.contains(at):
                x, y = (at.x() - slot.rect.left()) / scale, (at.y() - slot.rect.top()) / scale
                self._point(self.pages[slot.number], x, y)
                return

    def _point(self, page: Page, x: float, y: float) -> None:
        columns = [line for line in page.lines if line.article and line.vertical and abs(line.x - x) <= line.size * 0.8]
        if columns:
            column = min(columns, key=lambda line: (abs(line.y - y) if y < line.y else 0, abs(line.x - x)))
            into = max(0, min(len(column.text), round((y - column.y) / max(1.0, column.size))))
            self.clicked.emit(column.article, column.block, max(0, column.offset) + into)
            return
        lines = [
            line
            for line in page.lines
            if line.article and not line.vertical and line.y - line.size <= y <= line.y + line.size * 0.6
        ]
        if lines:
            line = min(lines, key=lambda line: abs(line.x - x) if x < line.x else 0)
            into = max(0, min(len(line.text), round((x - line.x) / max(1.0, line.size))))
            self.clicked.emit(line.article, line.block, max(0, line.offset) + into)
            return
        for image in page.images:
            if image.article and QRectF(image.x, image.y, image.width, image.height).contains(QPointF(x, y)):
                self.clicked.emit(image.article, image.block, 0)
                return


def _distance(rect: QRect, at: QPoint) -> int:
    """From a point to the nearest edge of a rectangle; 0 inside."""
    across = max(rect.left() - at.x(), 0, at.x() - rect.right())
    return across + max(rect.top() - at.y(), 0, at.y() - rect.bottom())


def _extent(page: Page, article: str, block: str) -> tuple[float, float, float] | None:
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


def _over_columns(page: Page, article: str, block: str) -> tuple[float, float, float] | None:
    """(left, right, top of the text) in points of the columns that an article or a block of it has on a page."""
    columns = [line for line in page.lines if line.vertical]
    own = [line for line in columns if line.article == article and (not block or line.block == block)]
    if not own:
        return None
    left, right = min(line.x - line.size / 2 for line in own), max(line.x + line.size / 2 for line in own)
    return left, right, min(line.y for line in columns)
