"""The desk with the volume's spreads on it: facing pages as they will lie, painted as they come into view."""

from __future__ import annotations

from typing import NamedTuple

from PySide6.QtCore import QPoint, QRect, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QApplication

from archive_app.gui.i18n import _
from archive_app.gui.theme import theme
from archive_app.gui.workspaces.volumes.desk import Anchor, Desk, Slot, laid_out
from archive_app.gui.workspaces.volumes.marks import Signs, extent, paint_caret, paint_choice, paint_signs
from archive_app.gui.workspaces.volumes.painter import PAPER, read_picture
from archive_app.gui.workspaces.volumes.pictures import Ask, PagePictures, Read
from archive_app.gui.workspaces.volumes.sheets import Sheets
from archive_app.typeset.layout import Layout, Line, Page
from archive_app.typeset.trace import Cell, Spot, spot_at

_TURN_S = 0.02
"""Painting is left off after so long, so that the window stays quick while pages come."""
_SPREAD_GAP = 28
_LEAST, _MOST = 0.35, 3.0
"""Device-independent pixels a point: as small and as large as the pages go."""
_WHEEL_STEP = 1.15


class Pointed(NamedTuple):
    """What was pointed at: what stands there (`archive_app.typeset.trace`), its line and the place in its text, on
    which page, and where on the screen."""

    spot: Spot
    line: Line | None
    place: int
    page: int
    at: QPoint


class SpreadView(QAbstractScrollArea):
    """Shows a ``Layout``; ``page_shown`` tells which page is in the middle, ``looked`` the first and last in view,
    ``clicked``, ``opened`` (twice) and ``asked`` (the menu's button or key) what was pointed at."""

    page_shown = Signal(int)
    looked = Signal(int, int)
    clicked = Signal(object)
    opened = Signal(object)
    asked = Signal(object)
    facing_zoomed = True
    """Whether pages face each other at a size of one's own, though there is no room for two."""
    loose = False
    """Whether no page ever faces another."""
    least, largest = _LEAST, _MOST
    gap = _SPREAD_GAP
    """Around the pages, on the grid."""

    def __init__(self, ask: Ask, read: Read = read_picture) -> None:
        super().__init__()
        self.setFrameShape(QAbstractScrollArea.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setAccessibleName(_("书页"))
        self._layout: Layout | None = None
        self._widest = 0.0
        self._desk = Desk((), self.size())
        self._zoom = 0.0  # 0: as wide as the view
        self._pictures = PagePictures(ask, self, read)
        self._pictures.arrived.connect(self._picture_arrived)
        self._sheets = Sheets(self._pictures.picture)
        self._shown = -1
        self._seen = (0, 0)
        self._kept_place: Anchor | None = None
        self._arranging = False
        self._pressed: QPoint | None = None
        self._marked = ("", "")
        self._caret: tuple[int, Cell] | None = None
        self._signs: Signs = {}
        self._next = QTimer(self)
        self._next.setSingleShot(True)
        self._next.setInterval(0)
        self._next.timeout.connect(self._paint_some)
        self.verticalScrollBar().valueChanged.connect(self._scrolled)
        self.horizontalScrollBar().valueChanged.connect(self._scrolled)

    # — what is shown —

    def show_layout(self, layout: Layout) -> None:
        """Put a layout on the desk and stay where one was; pages that are the same are not painted again."""
        before = self._layout
        self._layout = layout
        self._widest = max((page.width for page in layout.pages), default=0.0)
        self._caret = None
        self._sheets.follow(layout.pages)
        same = before is not None and [(p.width, p.height) for p in before.pages] == [
            (p.width, p.height) for p in layout.pages
        ]
        if same and before is not None and before.right_bound == layout.right_bound:
            self.viewport().update()
        else:
            self._arrange(self._kept_place)
        self._paint_some()  # what is in view first, before anything else is done about the new pages

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
        return self._desk.facing(number)

    def page_rect(self, number: int) -> QRect:
        """Where a page lies in the view."""
        return self._on_view(self._desk.slots[number])

    def show_page(self, number: int, y: float = 0.0) -> None:
        """Bring a page (counted from 0) into view, its top or, far down, the height ``y`` in points."""
        if 0 <= number < len(self._desk.slots):
            rect, height = self._desk.slots[number].rect, self.viewport().height()
            down = y * self._scale()
            top = rect.top() - theme().dp(self.gap)
            self.verticalScrollBar().setValue(round(top if down < 0.7 * height else rect.top() + down - height / 4))
            self.horizontalScrollBar().setValue(rect.center().x() - self.viewport().width() // 2)

    def show_cell(self, number: int, cell: Cell) -> None:
        """Bring a character's place on a page into view, if it is not there, and tint it."""
        if not 0 <= number < len(self._desk.slots):
            return
        scale, rect = self._scale(), self.page_rect(number)
        at = QPoint(round(rect.left() + cell.x0 * scale), round(rect.top() + cell.y0 * scale))
        if not self.viewport().rect().adjusted(0, 24, 0, -48).contains(at):
            self.show_page(number, cell.y0)
        self._caret = (number, cell)
        self.viewport().update()

    def show_article(self, key: str, block: str = "") -> bool:
        """Bring an article's first page, or that of one of its blocks, into view; whether it has one."""
        for number, page in enumerate(self.pages):
            found = extent(page, key, block)
            if found is not None:
                self.show_page(number, found[0])
                return True
        return False

    def first_page_of(self, key: str) -> int:
        """The number of the page an article begins on; -1 where it has none."""
        return next((n for n, page in enumerate(self.pages) if extent(page, key, "") is not None), -1)

    def mark(self, article: str, block: str = "") -> None:
        """Mark an article, or one block of it, in the margin."""
        self._marked, self._caret = (article, block), None
        self.viewport().update()

    def show_signs(self, signs: Signs) -> None:
        """Which blocks were adjusted by hand."""
        if signs != self._signs:
            self._signs = signs
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
        widest = self._widest
        room = self.viewport().width() - 2 * theme().dp(self.gap)
        columns = 2 if room / (2 * widest) >= _LEAST else 1
        return min(_MOST, max(_LEAST, room / (columns * widest)))

    def _arrange(self, place: Anchor | None) -> None:
        """Lay the pages out anew; ``place`` stays where it was."""
        self._arranging = True
        view = self.viewport().size()
        self._desk = laid_out(
            self.pages,
            self._scale(),
            theme().dp(self.gap),
            view,
            zoomed=bool(self._zoom) and self.facing_zoomed,
            right_bound=self._right_bound,
            loose=self.loose,
        )
        for bar, whole, part in (
            (self.verticalScrollBar(), self._desk.size.height(), view.height()),
            (self.horizontalScrollBar(), self._desk.size.width(), view.width()),
        ):
            bar.setRange(0, max(0, whole - part))
            bar.setPageStep(part)
            bar.setSingleStep(theme().dp(48))
        at = self._desk.place(place) if place is not None else None
        if at is not None and place is not None:
            self.verticalScrollBar().setValue(at.y() - place.at.y())
            self.horizontalScrollBar().setValue(at.x() - place.at.x())
        self._arranging = False
        self._scrolled()

    def _anchor(self, at: QPoint) -> Anchor | None:
        """The place of the nearest page that is at ``at`` in the view."""
        near = self._visible() or self._desk.slots[:1]
        return self._desk.anchor(at + self._window().topLeft(), near, at)

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
            page = self.pages[slot.number]
            paint_choice(painter, page, rect, scale, *self._marked)
            paint_signs(painter, page, rect, scale, self._signs)
            if self._caret is not None and self._caret[0] == slot.number:
                cell = self._caret[1]
                paint_caret(painter, rect, scale, (cell.x0, cell.y0, cell.x1, cell.y1))
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

    def _fold(self, painter: QPainter, slot: Slot, rect: QRect) -> None:
        """The paper bends towards the spine."""
        recto = (slot.number % 2 == 0) is not self._right_bound
        tint = QColor(theme().colour("shadow"))
        for step in range(8):
            tint.setAlpha(max(0, 18 - 2 * step))
            x = rect.left() + step if recto else rect.right() - step
            painter.fillRect(x, rect.top(), 1, rect.height(), tint)

    def _visible(self) -> list[Slot]:
        return self._desk.in_window(self._window())

    def _window(self) -> QRect:
        return QRect(
            QPoint(self.horizontalScrollBar().value(), self.verticalScrollBar().value()), self.viewport().size()
        )

    def _on_view(self, slot: Slot) -> QRect:
        return slot.rect.translated(-self._window().topLeft())

    def _unpainted(self) -> list[Slot]:
        """Pages in view that are not yet painted as they are now."""
        scale, ratio, pages = self._scale(), self.devicePixelRatioF(), self.pages
        return [
            slot for slot in self._visible() if not self._sheets.fresh(slot.number, pages[slot.number], scale, ratio)
        ]

    def _paint_some(self) -> None:
        """One turn of painting; more follow until nothing in view is left."""
        waiting = self._unpainted()
        if not waiting:
            return
        slot = waiting[0]
        page, scale, ratio = self.pages[slot.number], self._scale(), self.devicePixelRatioF()
        if self._sheets.paint(slot.number, page, scale, ratio, _TURN_S):
            self._sheets.let_go({one.number for one in self._visible()})
            self.viewport().update(self._on_view(slot))
        self._next.start()

    def _picture_arrived(self) -> None:
        self._sheets.picture_arrived()
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
        seen = (visible[0].number, visible[-1].number) if visible else (0, 0)
        if seen != self._seen:
            self._seen = seen
            self.looked.emit(*seen)
        self.viewport().update()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        place = self._kept_place
        if place is not None:
            place = Anchor(place.number, place.x, place.y, QPoint(self.viewport().width() // 2, 0))
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
        found = self._at(here, event.globalPosition().toPoint())
        if found is not None:
            self.clicked.emit(found)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        found = self._at(event.position().toPoint(), event.globalPosition().toPoint())
        if found is not None and event.button() == Qt.MouseButton.LeftButton:
            self.opened.emit(found)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """The menu of what stands under the pointer; from the keyboard, of what was pointed at last."""
        here = event.pos()
        if event.reason() == QContextMenuEvent.Reason.Keyboard and self._caret is not None:
            number, cell = self._caret
            rect, scale = self.page_rect(number), self._scale()
            here = QPoint(
                round(rect.left() + (cell.x0 + cell.x1) / 2 * scale),
                round(rect.top() + (cell.y0 + cell.y1) / 2 * scale),
            )
        found = self._at(here, self.viewport().mapToGlobal(here))
        if found is not None:
            self.asked.emit(found)

    def _at(self, here: QPoint, on_screen: QPoint) -> Pointed | None:
        scale = self._scale()
        at = here + self._window().topLeft()
        for slot in self._visible():
            if slot.rect.contains(at):
                x, y = (at.x() - slot.rect.left()) / scale, (at.y() - slot.rect.top()) / scale
                found = spot_at(self.pages[slot.number], x, y)
                return Pointed(*found, slot.number, on_screen) if found is not None else None
        return None
