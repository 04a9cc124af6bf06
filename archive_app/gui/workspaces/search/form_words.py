"""A box for words in the form of a search; in a field of names the archive's names are offered below it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QInputMethodEvent, QKeyEvent, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QCompleter, QLineEdit, QListView
from shiboken6 import isValid

from archive_app.gui.composition import composing
from archive_app.gui.theme import theme
from archive_app.search.language.printing import quoted
from archive_app.search.language.tree import is_plain

Names = list[tuple[str, str]]
"""(name, what is shown for it)."""
AskNames = Callable[[str, str, Callable[[Names], None]], None]
"""(field, what was typed, whom to tell): called back later, in the painting thread."""

_NAME = Qt.ItemDataRole.UserRole
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)


class WordsLine(QLineEdit):
    """Offers names for the last word; ↓ goes to them, Enter takes the one that was gone to and searches otherwise.

    ``stepped``: by ↑ or ↓ to another row, where nothing is offered.
    """

    stepped = Signal(int)

    def __init__(self, ask: AskNames) -> None:
        super().__init__()
        self.setAcceptDrops(False)
        self._ask = ask
        self.field = ""
        """The field of the query language whose names are offered."""
        self._model = QStandardItemModel(self)
        self._completer = QCompleter(self._model, self)
        self._completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        self._completer.setMaxVisibleItems(8)
        view = QListView()
        view.setProperty("role", "popup")
        view.setMinimumWidth(theme().dp(240))
        self._completer.setPopup(view)
        view.setProperty("role", "popup")
        self._completer.setWidget(self)  # not setCompleter: that one would write the whole line
        activated: Any = self._completer.activated
        activated[QModelIndex].connect(self._take)
        self.textEdited.connect(self._typed)

    @property
    def offered(self) -> list[str]:
        """What is shown below the line."""
        if not self._completer.popup().isVisible():
            return []
        return [str(self._model.item(number).text()) for number in range(self._model.rowCount())]

    def _last(self) -> str:
        """The word that is being typed; nothing where the cursor has left the end."""
        text = self.text()
        return text.split()[-1] if self.cursorPosition() == len(text) and text and not text[-1].isspace() else ""

    def _typed(self) -> None:
        word = self._last()
        if word and self.field:
            self._ask(self.field, word, lambda found: self._show(word, found) if isValid(self) else None)
        else:
            self._completer.popup().hide()

    def _show(self, word: str, found: Names) -> None:
        if self._last() != word or not self.hasFocus() or composing():
            return
        self._model.clear()
        for name, shown in found:
            if name != word or shown != word:
                entry = QStandardItem(shown)
                entry.setData(name, _NAME)
                self._model.appendRow(entry)
        popup = self._completer.popup()
        if not self._model.rowCount():
            popup.hide()
            return
        theme().dress(popup)
        self._completer.complete()
        popup.setCurrentIndex(QModelIndex())  # nothing is taken that was not gone to

    def _take(self, index: QModelIndex) -> None:
        name = str(index.data(_NAME))
        before = self.text()[: len(self.text()) - len(self._last())]
        self.setText(f"{before}{name if is_plain(name) else quoted(name)}")

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """While names are offered, Enter on one of them is the list's."""
        popup = self._completer.popup()
        if event.key() in _ENTER and popup.isVisible():
            if popup.currentIndex().isValid():
                event.ignore()
                return
            popup.hide()
        step = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}.get(Qt.Key(event.key()), 0)
        if step and not composing():  # the pane that scrolls would take them
            self.stepped.emit(step)
            return
        super().keyPressEvent(event)

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        """A composition has a list of its own in that place."""
        if event.preeditString():
            self._completer.popup().hide()
        super().inputMethodEvent(event)
