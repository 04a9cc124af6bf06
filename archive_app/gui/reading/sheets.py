"""The pages of a printed volume as they look, the words that were found marked on them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QPoint, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QColor, QContextMenuEvent, QPainter, QPaintEvent, QPen, QResizeEvent

from archive_app.gui.i18n import _
from archive_app.gui.theme import theme
from archive_app.gui.theme.tokens import LIGHT
from archive_app.gui.workspaces.volumes import pictures, sheets
from archive_app.gui.workspaces.volumes.painter import read_picture
from archive_app.gui.workspaces.volumes.pictures import Ask, Read
from archive_app.gui.workspaces.volumes.spreads import SpreadView
from archive_app.services.earlier.laying import scanned_page
from archive_app.services.printed import PrintedText
from archive_app.services.printed_pages import Box, boxes
from archive_app.typeset.layout import Layout

Found = tuple[PrintedText, int, int]
"""Characters [begin, end) of a text of the volume."""
_SCANS_KEPT = (32_000_000, 40_000_000)
"""Bytes of painted pages of scans, and of their pictures: one is painted as fast as its picture is read, so what lies
ahead is kept and not what was leafed through."""
_OUT = 1.5
"""So far outside the characters a box is drawn, in points."""


class PrintedPages(SpreadView):
    """A page under another, as wide as there is room; two beside each other where both are large enough to read."""

    asked_at = Signal(QPoint)
    """The menu is wanted, there on the screen."""
    facing_zoomed = False
    gap = 12

    def __init__(self, ask: Ask, read: Read = read_picture) -> None:
        super().__init__(ask, read)
        self.setAccessibleName(_("印出的书页"))
        self._found: Mapping[int, Found] = {}
        self._on_page: dict[int, list[int]] = {}
        self._boxes: dict[int, list[Box]] = {}
        self._current = -1
        self.page_shown.connect(self._read_ahead)

    def show_pages(self, layout: Layout, found: Mapping[int, Found]) -> None:
        """Other pages, and where on them the words stand: by the number of the place looked for."""
        self._current = -1
        scans = any(scanned_page(image.path) for page in layout.pages for image in page.images)
        room = _SCANS_KEPT if scans else (sheets.KEPT_BYTES, pictures.KEPT_BYTES)
        self._sheets.room, self._pictures.room = room
        self.show_found(found)
        self.show_layout(layout)

    def show_found(self, found: Mapping[int, Found]) -> None:
        """Other words are looked for."""
        self._found = found
        self._boxes.clear()
        self._on_page = {}
        for number, (text, begin, end) in found.items():
            for at, length, page, _index in text.lines:
                if at < end and at + length > begin:
                    self._on_page.setdefault(page - 1, []).append(number)
        self.viewport().update()

    @property
    def found(self) -> Mapping[int, Found]:
        """What is marked."""
        return self._found

    def boxes_of(self, number: int) -> list[Box]:
        """Where the words of a place stand; empty where they are not on a page."""
        if number not in self._found:
            return []
        if number not in self._boxes:
            self._boxes[number] = list(boxes(self.pages, *self._found[number]))
        return self._boxes[number]

    def go_to(self, number: int) -> bool:
        """Bring the words of a place into view and mark them the strongest; False where they are on no page."""
        self._current = number
        self.viewport().update()
        own = self.boxes_of(number)
        if not own:
            return False
        page, _x0, y0, _x1, _y1 = own[0]
        inside = self.viewport().rect().adjusted(0, theme().dp(16), 0, -theme().dp(16))
        if not inside.contains(self.box_rect(own[0])):
            self.show_page(page, y0)
        return True

    def box_rect(self, box: Box) -> QRect:
        """Where a box lies in the view."""
        page, x0, y0, x1, y1 = box
        scale, rect = self._scale(), self.page_rect(page)
        return QRectF(
            rect.left() + (x0 - _OUT) * scale,
            rect.top() + (y0 - _OUT / 2) * scale,
            (x1 - x0 + 2 * _OUT) * scale,
            (y1 - y0 + _OUT) * scale,
        ).toAlignedRect()

    def turn(self, by: int) -> None:
        """To the top of the next page, or of the one before."""
        self.show_page(min(len(self.pages) - 1, max(0, self.shown + by)))

    def _read_ahead(self, page: int) -> None:
        """The pictures of the pages that one is likely to turn to."""
        scale, ratio = self._scale(), self.devicePixelRatioF()
        for near in (page + 1, page + 2, page - 1):
            for image in self.pages[near].images if 0 <= near < len(self.pages) else ():
                across, down = image.extent
                self._pictures.picture(image.path, round(across * scale * ratio), round(down * scale * ratio))

    def _scale(self) -> float:
        if self._zoom or not self.pages:
            return super()._scale()
        room = self.viewport().width() - 2 * theme().dp(self.gap)
        side_by_side = room / (2 * self._widest)
        wanted = side_by_side if side_by_side >= theme().scale else room / self._widest
        return min(self.largest, max(self.least, wanted))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The words one is at stay in view."""
        seen = any(self.viewport().rect().intersects(self.box_rect(box)) for box in self.boxes_of(self._current))
        super().resizeEvent(event)
        if seen:
            self.go_to(self._current)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """The menu of the page, wherever one points."""
        self.asked_at.emit(event.globalPos())

    def paintEvent(self, event: QPaintEvent) -> None:
        """The pages with the boxes: paper is light, so the marks are those of the day."""
        super().paintEvent(event)
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for slot in self._visible():
            for number in self._on_page.get(slot.number, ()):
                for box in self.boxes_of(number):
                    if box[0] == slot.number:
                        self._mark(painter, self.box_rect(box), number == self._current)

    @staticmethod
    def _mark(painter: QPainter, rect: QRect, current: bool) -> None:
        ink = QColor(LIGHT.cinnabar)
        tint = QColor(ink)
        tint.setAlpha(70 if current else 34)
        painter.setBrush(tint)
        painter.setPen(QPen(ink, theme().dp(2)) if current else Qt.PenStyle.NoPen)
        painter.drawRoundedRect(rect, 2, 2)


def found_on(texts: Sequence[PrintedText | None], spots: Sequence[tuple[int, int, int]]) -> dict[int, Found]:
    """The places looked for that are on pages: number → text and stretch. ``spots`` are (order, begin, end)."""
    known = ((number, texts[order], begin, end) for number, (order, begin, end) in enumerate(spots))
    return {number: (text, begin, end) for number, text, begin, end in known if text is not None}
