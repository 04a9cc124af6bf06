"""How many, the items of this page with the places in them, and the way to the other pages."""

from __future__ import annotations

from PySide6.QtCore import QItemSelectionModel, QModelIndex, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QListView, QSizePolicy, QWidget

from archive_app.gui.i18n import _
from archive_app.gui.theme import theme
from archive_app.gui.widgets.basics import button, column, label, line, pane, row
from archive_app.gui.workspaces.search.asking import PER_PAGE
from archive_app.gui.workspaces.search.delegate import ResultDelegate
from archive_app.gui.workspaces.search.rows import ROW_ROLE, ResultRow, ResultRows
from archive_app.search.results import Results

_WORDS_FROM = 280
"""Width on the grid from which the buttons to the other pages have words."""

_WORDY_FROM = 380
"""Width on the grid from which it is said in a sentence how many are new."""


class _List(QListView):
    """PageUp and PageDown at the ends of the list turn to another page; the menu key opens the menu."""

    past_end = Signal(int)
    menu_wanted = Signal(object)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        bar = self.verticalScrollBar()
        if event.key() == Qt.Key.Key_PageDown and bar.value() == bar.maximum():
            self.past_end.emit(1)
        elif event.key() == Qt.Key.Key_PageUp and bar.value() == bar.minimum():
            self.past_end.emit(-1)
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        at = event.pos()
        if event.reason() == QContextMenuEvent.Reason.Keyboard:
            at = self.visualRect(self.currentIndex()).center()
        self.menu_wanted.emit(self.viewport().mapToGlobal(at))


class ResultsPane(QWidget):
    """``chosen`` a row is shown, ``pressed`` it was clicked, ``opened`` Enter or a double click, ``turned`` a page;
    ``new_wanted`` carries the item after which the next new one is wanted."""

    chosen = Signal(object)
    pressed = Signal(object)
    opened = Signal()
    turned = Signal(int)
    menu_wanted = Signal(object)
    new_wanted = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.rows = ResultRows()
        self._page, self._pages = 0, 1
        self._wish = ""
        self.count = label("", voice="section")
        self.count.setWordWrap(True)
        self.note = label("", tone="faint", voice="small", wrap=True)
        self.note.hide()
        self.news = button("", self._ask_new, role="link", icon="chevron-down")
        self.news.hide()
        self.list = _List()
        self.list.setModel(self.rows)
        self.list.setItemDelegate(ResultDelegate(self.list))
        self.list.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)  # Ctrl and Shift take several
        self.list.setMouseTracking(True)
        self.list.setWordWrap(True)  # rows are measured anew when the list becomes wider or narrower
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.list.setFrameShape(QListView.Shape.NoFrame)
        self.list.setAccessibleName(_("检索结果"))
        self.list.selectionModel().currentChanged.connect(self._moved)
        self.list.clicked.connect(lambda index: self.pressed.emit(index.data(ROW_ROLE)))
        self.list.activated.connect(lambda _index: self.opened.emit())
        self.list.past_end.connect(lambda by: self.turn(by))
        self.list.menu_wanted.connect(self.menu_wanted)
        self._before = button(_("上一页"), lambda: self.turn(-1), icon="chevron-left")
        self._after = button(_("下一页"), lambda: self.turn(1), icon="chevron-right")
        for made in (self._before, self._after):
            made.setAccessibleName(made.text())
            made.setToolTip(made.text())
        self._where = label("", tone="faint", voice="small")
        self._where.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._where.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        turns = row(self._before, self._where, self._after, spacing=6, around=(12, 6, 12, 6))
        turns.setStretch(1, 1)
        self.pager = pane(column(line(), turns, spacing=0))
        self.pager.hide()
        first = row(self.count, self.news, spacing=8)
        first.setStretch(0, 1)
        head = column(first, self.note, spacing=2, around=(16, 10, 12, 8))
        lay = column(head, self.list, self.pager, spacing=0)
        lay.setStretch(1, 1)
        self.setLayout(lay)
        self.setProperty("ground", "paper")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground, True)

    def show_results(self, results: Results, page: int) -> None:
        """The hits of a page."""
        self.rows.show_results(results)
        self._page, self._pages = page, max(1, -(-results.total // PER_PAGE))
        self.pager.setVisible(self._pages > 1)
        self._before.setEnabled(page > 0)
        self._after.setEnabled(page + 1 < self._pages)
        self._fit_pager()
        self.list.scrollToTop()

    def _fit_pager(self) -> None:
        """The buttons give up their words, then the page its, where there is no room."""
        dp, page = theme().dp, {"k": self._page + 1, "n": self._pages}
        whole, short = _("第 {k} 页，共 {n} 页").format(**page), "{k} / {n}".format(**page)
        wide = self.width() >= dp(_WORDS_FROM)
        self._before.setText(_("上一页") if wide else "")
        self._after.setText(_("下一页") if wide else "")
        room = self.width() - self._before.sizeHint().width() - self._after.sizeHint().width() - dp(48)
        self._where.setText(whole if self._where.fontMetrics().horizontalAdvance(whole) <= room else short)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """What stands below fits the width."""
        super().resizeEvent(event)
        self._fit_pager()
        self._fit_news()

    def say(self, count: str, note: str) -> None:
        """How many, and what there is to remark."""
        self.count.setText(count)
        self.note.setText(note)
        self.note.setVisible(bool(note))

    def mark_new(self, fresh: frozenset[str]) -> None:
        """Items that are new in what is looked at; the way to the next of them stands over the list."""
        self.rows.mark_new(fresh)
        self.news.setVisible(bool(fresh))
        self._fit_news()

    def _fit_news(self) -> None:
        """Beside how many there are, in as many words as there is room for."""
        whole = _("其中 {n} 件是新的，看下一件").format(n=len(self.rows.fresh))
        self.news.setText(
            whole if self.width() >= theme().dp(_WORDY_FROM) else _("{n} 件新的").format(n=len(self.rows.fresh))
        )
        self.news.setToolTip(whole)

    def _ask_new(self) -> None:
        current = self.current()
        self.new_wanted.emit(current.hit.id if current is not None else "")

    def turn(self, by: int) -> bool:
        """To another page; False where there is none."""
        wanted = self._page + by
        if not 0 <= wanted < self._pages:
            return False
        self.turned.emit(wanted)
        return True

    def _moved(self, index: QModelIndex, _before: QModelIndex) -> None:
        found = index.data(ROW_ROLE) if index.isValid() else None
        if found is not None:
            self.chosen.emit(found)

    def current(self) -> ResultRow | None:
        """The row that is chosen."""
        index = self.list.currentIndex()
        return index.data(ROW_ROLE) if index.isValid() else None

    def together(self) -> list[ResultRow]:
        """All rows that are chosen, from above; at the least the current one."""
        chosen = sorted(index.row() for index in self.list.selectionModel().selectedIndexes())
        current = self.current()
        return [self.rows.rows[number] for number in chosen] or ([current] if current is not None else [])

    def choose(self, number: int) -> None:
        """Choose a row by its number."""
        if self.rows.rows:
            index = self.rows.index(min(max(0, number), len(self.rows.rows) - 1), 0)
            if index != self.list.currentIndex():  # it alone, whatever keys are held
                self.list.selectionModel().setCurrentIndex(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)

    def wish_for(self, item: str) -> None:
        """An item of the page that is to come is to be chosen on it."""
        self._wish = item

    def choose_result(self, item: str) -> bool:
        """Choose the first place in an item of this page; False where it is not on it."""
        rows = [number for number, one in enumerate(self.rows.rows) if one.hit.id == item]
        if rows:
            self.choose(next((number for number in rows if self.rows.rows[number].match is not None), rows[0]))
        return bool(rows)

    def choose_again(self, row_before: ResultRow | None, wanted: int = -1) -> None:
        """The row that was chosen where it is still there, else the first place; the item that was wished for first."""
        rows = self.rows.rows
        wish, self._wish = self._wish, ""
        if wish and self.choose_result(wish):
            return
        if wanted < 0 and row_before is not None:
            same = (
                number
                for number, one in enumerate(rows)
                if one.hit.id == row_before.hit.id and one.number == row_before.number and one.match
            )
            wanted = next(same, -1)
        if wanted < 0:
            wanted = next((number for number, one in enumerate(rows) if one.match), 0)
        self.choose(wanted)

    def choose_item(self, by: int) -> bool:
        """The first place of the next item, the last listed one of the item before; False at the end of the page."""
        current = self.current()
        rows = self.rows.rows
        at = self.list.currentIndex().row() + by
        while current is not None and 0 <= at < len(rows):
            other = rows[at]
            if other.hit.id != current.hit.id and (other.match is not None or not other.hit.matches):
                self.choose(at)
                return True
            at += by
        return False

    def choose_place(self, field: str, place: dict[str, object], begin: int) -> None:
        """Follow the reading pane: choose the row of a place without telling anybody."""
        current = self.current()
        if current is None or len(self.list.selectionModel().selectedIndexes()) > 1:
            return
        for number, one in enumerate(self.rows.rows):
            match = one.match
            if match is None or one.hit.id != current.hit.id or match.field != field:
                continue
            offset = int(match.place.get("offset", 0))
            same = all(match.place.get(name) == value for name, value in place.items() if name in match.place)
            if same and any(offset + a <= begin < offset + b for a, b in match.spans):
                blocked = self.blockSignals(True)
                self.choose(number)
                self.blockSignals(blocked)
                return
