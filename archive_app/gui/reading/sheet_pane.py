"""书页: a printed volume's pages beside its words, with the way from page to page."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QStackedWidget, QWidget
from shiboken6 import isValid

from archive_app.domain.errors import ArchiveError
from archive_app.gui.i18n import _
from archive_app.gui.reading.printed_laying import page_words
from archive_app.gui.reading.scanned import page_reader
from archive_app.gui.reading.sheets import Found, PrintedPages
from archive_app.gui.reading.volume import ReadableVolume
from archive_app.gui.session import Session
from archive_app.gui.theme import theme
from archive_app.gui.widgets.basics import column, label, line, row, tool
from archive_app.services.printed_pages import PrintedSheets, printed_sheets
from archive_app.services.searching import compose_in_a_process
from archive_app.typeset.layout import Layout


class SheetPane(QWidget):
    """Shows the pages of one volume, which are brought when they are first looked at."""

    ready = Signal()
    """The pages are there."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._item: ReadableVolume | None = None
        self._found: dict[int, Found] = {}
        self._exact = True
        self._counts: tuple[str, ...] = ()  # where one is, in fewer and fewer words
        self._drafts: frozenset[int] = frozenset()  # pages (from 1) whose words nobody has looked through
        self._wanted = (-1, -1)  # the place, or the page, to be shown once the pages are there
        self.view = PrintedPages(session.ask, page_reader(session.archive))
        self.view.page_shown.connect(self._say_page)
        self.earlier = tool("chevron-left", _("上一页"), lambda: self.view.turn(-1), token="ink")
        self.later = tool("chevron-right", _("下一页"), lambda: self.view.turn(1), token="ink")
        self.smaller = tool("zoom-out", _("缩小（Ctrl 和滚轮）"), lambda: self.view.zoom(1 / 1.2), token="ink")
        self.fit = tool("book", _("与窗格同宽（0 键）"), lambda: self.view.zoom(0), token="ink")
        self.larger = tool("zoom-in", _("放大（Ctrl 和滚轮）"), lambda: self.view.zoom(1.2), token="ink")
        self.where = label("", tone="faint", voice="small")
        self.where.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.words = label("", tone="faint", wrap=True)
        self.words.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self.stack = QStackedWidget()
        self.stack.addWidget(self.view)
        self.stack.addWidget(self.words)
        tools = (self.earlier, self.later, self.where, self.smaller, self.fit, self.larger)
        bar = row(*tools, spacing=2, around=(16, 4, 12, 4))
        bar.setStretch(2, 1)
        self._bar = bar
        self.setLayout(column(bar, line(), self.stack, spacing=0))
        self.setMinimumHeight(theme().dp(160))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width."""
        super().resizeEvent(event)
        self._fit_where()

    def _fit_where(self) -> None:
        """Say as much of where one is as there is room for; the rest when it is pointed at."""
        metrics, room = self.where.fontMetrics(), self._room()
        fitting = (words for words in self._counts if metrics.horizontalAdvance(words) <= room)
        shown = next(fitting, self._counts[-1]) if self._counts else ""
        self.where.setText(shown)
        self.where.setToolTip(self._counts[0] if self._counts and shown != self._counts[0] else "")

    def _room(self) -> int:
        """Pixels of the bar beside its buttons."""
        around, between = self._bar.contentsMargins(), self._bar.spacing()
        tools = (self.earlier, self.later, self.smaller, self.fit, self.larger)
        taken = sum(one.sizeHint().width() for one in tools) + between * len(tools)
        return self.width() - around.left() - around.right() - taken

    def show_volume(self, item: ReadableVolume, found: dict[int, Found], number: int = -1, page: int = -1) -> None:
        """Its pages at one of the places ``found``, or at a page (from 0)."""
        self._found, self._wanted = found, (number, page)
        if item is self._item and self.view.pages:
            if found is not self.view.found:
                self.view.show_found(found)
            self._go()
            return
        if item is self._item:
            return  # they are on their way, or there are none
        self._item = item
        self._drafts = item.printed.drafts
        self._say(_("正在打开书页…"))
        archive = self._session.archive
        self._session.ask(
            lambda: printed_sheets(archive, item.id, compose_in_a_process),
            lambda sheets: self._take(item, sheets) if isValid(self) else None,
            lambda error: self._not_there(item, error) if isValid(self) else None,
            key="sheets",
        )

    def clear(self) -> None:
        """No volume."""
        self._item = None
        self.view.show_pages(Layout("", ()), {})

    @property
    def there(self) -> bool:
        """Whether pages are shown."""
        return self._item is not None and bool(self.view.pages) and self.stack.currentWidget() is self.view

    @property
    def page(self) -> int:
        """The page in the middle, from 0; -1 where there is none."""
        return self.view.shown if self.there else -1

    def _take(self, item: ReadableVolume, sheets: PrintedSheets) -> None:
        if item is not self._item:
            return
        self._exact = sheets.exact
        self.view.show_pages(sheets.layout, self._found)
        self.stack.setCurrentWidget(self.view)
        self._go()
        self._say_page(self.view.shown)
        self.ready.emit()

    def _not_there(self, item: ReadableVolume, error: Exception) -> None:
        if item is not self._item:
            return
        if not isinstance(error, ArchiveError):
            raise error
        self.view.show_pages(Layout("", ()), {})
        self._say(str(error))

    def _say(self, words: str) -> None:
        self.words.setText(words)
        self._counts = ()
        self._fit_where()
        self.stack.setCurrentWidget(self.words)
        for made in (self.earlier, self.later, self.smaller, self.fit, self.larger):
            made.setEnabled(False)

    def _go(self) -> None:
        number, page = self._wanted
        if not self.view.go_to(number) and page >= 0:
            self.view.show_page(page)

    def _say_page(self, number: int) -> None:
        pages = self.view.pages
        if not 0 <= number < len(pages) or self.stack.currentWidget() is not self.view:
            return
        count = _("{at} / {all} 面").format(at=number + 1, all=len(pages))
        words = _("{page}　{count}").format(page=page_words(number + 1, pages[number].label), count=count)
        told = _("{words}　识别稿").format(words=words) if number + 1 in self._drafts else words
        whole = told if self._exact else _("{words}（字位按行推算）").format(words=told)
        self._counts = (whole, told, words, count, f"{number + 1} / {len(pages)}", str(number + 1))
        self._fit_where()
        self.earlier.setEnabled(number > 0)
        self.later.setEnabled(number < len(pages) - 1)
        for made in (self.smaller, self.fit, self.larger):
            made.setEnabled(True)
