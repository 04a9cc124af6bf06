"""Under a line of tags: the words that others were filed under, so that one thing is called one thing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from PySide6.QtCore import QModelIndex, QObject, QStringListModel, QTimer
from PySide6.QtWidgets import QCompleter, QListView

from archive_app.gui.theme import theme
from archive_app.gui.widgets.tags import TagBox

Ask = Callable[[str, Callable[[Sequence[str]], None]], None]
"""Words as they are typed, and whom to tell what fits."""


class WordHelp(QObject):
    """``ask`` is asked while one types. What is typed stays a word of its own unless one of the list is chosen: by
    Enter where it was typed in letters, by the arrows else."""

    def __init__(self, box: TagBox, ask: Ask) -> None:
        super().__init__(box)
        self._box, self._ask = box, ask
        self._model = QStringListModel(self)
        self.completer = QCompleter(self._model, self)
        self.completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        self.completer.setMaxVisibleItems(8)
        view = QListView()
        view.setProperty("role", "popup")
        view.setMinimumWidth(theme().dp(200))
        self.completer.setPopup(view)
        view.setProperty("role", "popup")
        self.completer.setWidget(box.line)
        activated: Any = self.completer.activated
        activated[QModelIndex].connect(self._chosen)
        box.typed.connect(self._typed)

    def _typed(self, text: str) -> None:
        words = text.strip()
        if words:
            self._ask(words, lambda found: self._show(words, found))
        else:
            self.completer.popup().hide()

    def _show(self, words: str, found: Sequence[str]) -> None:
        if self._box.pending() != words or not self._box.line.hasFocus():
            return
        there = set(self._box.keys())
        self._model.setStringList([word for word in found if word not in there and word != words])
        popup = self.completer.popup()
        if not self._model.rowCount():
            popup.hide()
            return
        theme().dress(popup)
        self.completer.complete()
        popup.setCurrentIndex(self._model.index(0, 0) if words.isascii() else QModelIndex())

    def _chosen(self, index: QModelIndex) -> None:
        word = str(index.data())
        QTimer.singleShot(0, self._box, lambda: self._box.add(word, word))  # after the completer wrote it into the line
