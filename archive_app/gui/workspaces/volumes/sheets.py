"""The pages as they were painted: kept while they are the same, painted a little at a time."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Collection, Sequence
from dataclasses import dataclass

from PySide6.QtGui import QPixmap

from archive_app.gui.workspaces.volumes.painter import PagePainting, Pictures
from archive_app.typeset.layout import Page

KEPT_BYTES = 160_000_000
"""Room for the painted pages that are kept beside those in view."""
_PIXEL = 4
"""Bytes of one."""


@dataclass(slots=True)
class Sheet:
    """A page as it was painted; drawn stretched until it is painted anew where anything is otherwise now."""

    page: Page
    pixmap: QPixmap
    scale: float
    ratio: float
    complete: bool

    def fresh(self, page: Page, scale: float, ratio: float) -> bool:
        """Whether it is the page as it is now."""
        return self.page is page and self.scale == scale and self.ratio == ratio


class Sheets:
    """The painted pages by their numbers."""

    def __init__(self, pictures: Pictures) -> None:
        self._pictures = pictures
        self.room = KEPT_BYTES
        """Bytes that those not in view may take."""
        self._kept: OrderedDict[int, Sheet] = OrderedDict()
        self._painting: tuple[int, PagePainting] | None = None

    def get(self, number: int) -> Sheet | None:
        """A page as it was painted last; None for one that never was."""
        return self._kept.get(number)

    def follow(self, pages: Sequence[Page]) -> None:
        """Other pages lie on the desk: those that say the same need no painting."""
        for number in list(self._kept):
            if number >= len(pages):
                del self._kept[number]
            elif self._kept[number].page is not pages[number] and self._kept[number].page == pages[number]:
                self._kept[number].page = pages[number]

    def fresh(self, number: int, page: Page, scale: float, ratio: float) -> bool:
        """Whether a page is painted as it is now."""
        sheet = self._kept.get(number)
        return sheet is not None and sheet.fresh(page, scale, ratio)

    def paint(self, number: int, page: Page, scale: float, ratio: float, seconds: float) -> bool:
        """Paint at a page for about ``seconds``; whether it is done."""
        painting = self._begun(number, page, scale, ratio)
        if not painting.step(seconds):
            return False
        self._painting = None
        self._kept[number] = Sheet(painting.page, painting.pixmap, painting.scale, painting.ratio, painting.complete)
        self._kept.move_to_end(number)
        return True

    def _begun(self, number: int, page: Page, scale: float, ratio: float) -> PagePainting:
        """The painting under way where it is of this page as it is now, else a new one."""
        if self._painting is not None:
            at, begun = self._painting
            if at == number and begun.page is page and (begun.scale, begun.ratio) == (scale, ratio):
                return begun
        made = PagePainting(page, scale, ratio, self._pictures)
        self._painting = (number, made)
        return made

    def let_go(self, visible: Collection[int]) -> None:
        """Forget the pages painted longest ago, never one in view."""
        total = self.held
        for number in list(self._kept):
            if total <= self.room:
                return
            if number not in visible:
                gone = self._kept.pop(number).pixmap
                total -= gone.width() * gone.height() * _PIXEL

    @property
    def held(self) -> int:
        """Bytes that the painted pages take."""
        return sum(sheet.pixmap.width() * sheet.pixmap.height() for sheet in self._kept.values()) * _PIXEL

    def picture_arrived(self) -> None:
        """What was painted without a picture is painted anew when it is in view; shown as it is until then."""
        self._painting = None
        for sheet in self._kept.values():
            if not sheet.complete:
                sheet.ratio = 0.0
