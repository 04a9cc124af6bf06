"""One of many, found while one types: the line, what it finds below, and Enter takes the first."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QListView, QWidget

from archive_app.gui.session import Session
from archive_app.gui.widgets.basics import column, label
from archive_app.gui.widgets.search_box import SearchBox
from archive_app.gui.workspaces.cards.rows import CardList, CardRow, CardRows

Look = Callable[[str], list[CardRow]]
"""What there is for these words; asked off the painting thread, before anything is typed with none."""


class FoundCards(QWidget):
    """``taken`` tells the id of the one that was chosen: by Enter in the line (the first, once it is found), by Enter
    or a double click in the list. ``shown`` tells that other rows are there."""

    taken = Signal(str)
    shown = Signal()

    def __init__(self, session: Session, look: Look, *, hint: str, called: str, nothing: str) -> None:
        """``hint`` stands in the empty line, ``called`` names the list, ``nothing`` stands where nothing is found."""
        super().__init__()
        self._session, self._look = session, look
        self._taking = False  # Enter was pressed: the first that is found is taken
        self.finder = SearchBox(hint)
        self.finder.searched.connect(self.search)
        self.finder.entered.connect(lambda _words: setattr(self, "_taking", True))
        self.rows = CardRows()
        self.list: QListView = CardList(self.rows, called)
        self.list.setProperty("ground", "sheet")
        self.list.activated.connect(lambda _index: self.take())
        self.finder.down.connect(self.list.setFocus)
        self._nothing = label(nothing, tone="faint")
        self._nothing.hide()
        self.setLayout(column(self.finder, self.list, self._nothing, spacing=8))
        self.setFocusProxy(self.finder)

    def search(self, words: str = "") -> None:
        """Show what there is for these words."""
        look = self._look
        self._session.ask(lambda: look(words), self._show, key=("found-cards", id(self)))

    def current(self) -> str:
        """The id of the one the list stands at; empty for none."""
        index = self.list.currentIndex()
        return self.rows.rows[index.row()].id if index.isValid() and index.row() < len(self.rows.rows) else ""

    def take(self) -> None:
        """Choose the one the list stands at."""
        if one := self.current():
            self.taken.emit(one)

    def _show(self, rows: list[CardRow]) -> None:
        self.rows.show_rows(rows)
        self._nothing.setVisible(not rows)
        if rows:
            self.list.setCurrentIndex(self.rows.index(0, 0))
        self.shown.emit()
        if self._taking and rows:
            self.take()
        self._taking = False
