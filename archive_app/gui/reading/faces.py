"""The two faces of a printed volume in the reading pane: its words, and its pages as they were printed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, Signal
from PySide6.QtWidgets import QSplitter

from archive_app.gui.i18n import _
from archive_app.gui.reading.pages import page_at_top, pages_of_current, printed_on, show_page
from archive_app.gui.reading.spots import Spot
from archive_app.gui.reading.text import ReadingText
from archive_app.gui.reading.volume import ReadableVolume
from archive_app.gui.session import Session
from archive_app.gui.widgets.segments import Segments

if TYPE_CHECKING:
    from archive_app.gui.reading.sheet_pane import SheetPane
    from archive_app.gui.reading.sheets import Found

WORDS, PAGES = "words", "pages"


class Faces(QObject):
    """``segments`` chooses between them; ``turned`` when another one is shown, ``asked`` for the menu of a page, with
    where it is to be."""

    turned = Signal()
    asked = Signal(QPoint)

    def __init__(self, session: Session, text: ReadingText, parts: QSplitter) -> None:
        super().__init__(parts)
        self._session, self._text, self._parts = session, text, parts
        self._shown = ""  # the volume whose face was last chosen
        self._known: tuple[list[Spot], dict[int, Found]] = ([], {})
        self.sheet: SheetPane | None = None
        """The pages, made when they are first wanted."""
        self.segments = Segments([(WORDS, _("文字"), ""), (PAGES, _("书页"), "")])
        self.segments.button(PAGES).setToolTip(_("印出来的样子，找到的词句框在上面"))
        self.segments.chosen.connect(self._turn)
        self.segments.hide()

    @property
    def on_page(self) -> bool:
        """Whether one reads on the pages as they are printed."""
        return self.sheet is not None and not self.sheet.isHidden()

    def show(self) -> None:
        """What is read now: the words, or the pages where there are any and they are wanted."""
        item = self._text.item
        volume = isinstance(item, ReadableVolume)
        if item is not None and item.id != self._shown:
            self._shown = item.id
            if volume and item.record["scans"]:  # what was recognised may be wrong: the scan is not
                self.segments.choose(PAGES)
        self.segments.setVisible(volume)
        wanted = volume and self.segments.choice() == PAGES
        if wanted and self.sheet is None:
            from archive_app.gui.reading.sheet_pane import SheetPane  # with what paints pages: most read words

            self.sheet = SheetPane(self._session)
            self.sheet.view.asked_at.connect(self.asked)
            self._parts.addWidget(self.sheet)
        if self.sheet is not None:
            if not volume:
                self.sheet.clear()
            self.sheet.setVisible(wanted)
        self._text.setVisible(not wanted)
        self.turned.emit()

    def follow(self) -> None:
        """What is looked for, where it is printed."""
        item = self._text.item
        if self.on_page and self.sheet is not None and isinstance(item, ReadableVolume):
            self.sheet.show_volume(item, self._found(), self._text.current, page_at_top(self._text))

    def page_apart(self) -> int:
        """The page, counted from 0, that one has turned to from the place looked for; -1 where one is at that."""
        page = self.sheet.page if self.sheet is not None and self.on_page else -1
        return page if page not in pages_of_current(self._text) else -1

    def printed_at(self) -> tuple[str, tuple[str, ...]] | None:
        """The article and the number of a page that one has turned to; None where one is at the place looked for."""
        item, page = self._text.item, self.page_apart()
        return printed_on(item, page) if page >= 0 and isinstance(item, ReadableVolume) else None

    def _turn(self, name: str) -> None:
        page = self.page_apart() if name == WORDS else -1
        self.show()
        if page >= 0:
            show_page(self._text, page)
        self.follow()
        (self.sheet.view if self.on_page and self.sheet is not None else self._text).setFocus()

    def _found(self) -> dict[int, Found]:
        hits = self._text.hits
        if self._known[0] is not hits:
            texts = ((spot, self._text.printed_text(spot.placed.order)) for spot in hits)
            found = {n: (text, spot.begin, spot.end) for n, (spot, text) in enumerate(texts) if text is not None}
            self._known = hits, found
        return self._known[1]
