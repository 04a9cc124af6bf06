"""How the form of a search works together with the box, the bar and the results of the workspace."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QApplication, QWidget

from archive_app.gui.theme import theme
from archive_app.gui.workspaces.search.bar import SearchBar
from archive_app.gui.workspaces.search.form_panel import FormPanel
from archive_app.gui.workspaces.workspace import Shell, Workspace
from archive_app.search.results import Results

_LEAST = 250
"""Height on the grid the form wants beside the results; where there is less, it has the room alone while it is open."""


class FormActs(QObject):
    """``panel`` stands below ``bar``, whose button unfolds it. ``words`` says what is searched for at the moment."""

    def __init__(self, workspace: Workspace, shell: Shell, bar: SearchBar, words: Callable[[], str]) -> None:
        super().__init__(workspace)
        self._workspace, self._shell, self._bar, self._words = workspace, shell, bar, words
        self._entered = False  # it was searched with: once something is found it folds up
        self._found = Results(0, 0, ())
        self._below: tuple[QWidget, ...] = ()
        self.panel = FormPanel(shell.session)
        self.panel.asked.connect(self._ask)
        self.panel.entered.connect(self._enter)
        self.panel.left.connect(self.fold)
        bar.form_wanted.connect(self._show)

    def _show(self, on: bool) -> None:
        if on:
            self._fit()
            self.panel.open_with(self._words())
            self.panel.say_count(self._found, self._words())
        else:
            self.panel.flush()
            inside = self._has_keyboard()
            self.panel.hide()
            self._fit()
            if inside:
                self._workspace.activate()
                if self._has_keyboard() or not self._found.hits:
                    self._bar.form.setFocus()
        self._workspace.actions_changed.emit()

    def _has_keyboard(self) -> bool:
        focused = QApplication.focusWidget()
        return focused is not None and self.panel.isAncestorOf(focused)

    def fold(self) -> None:
        """Put the form away; what it found stays."""
        self._bar.form.setChecked(False)

    def stand_over(self, chips: QWidget, pages: QWidget) -> None:
        """What is below the form in the workspace: it takes the room they leave."""
        self._below = (chips, pages)
        self._workspace.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The workspace, or something in it, has become higher or lower."""
        if event.type() in (QEvent.Type.Resize, QEvent.Type.LayoutRequest):
            QTimer.singleShot(0, self, self._fit)
        return False

    def _fit(self) -> None:
        chips, pages = self._below
        room = self._workspace.height() - self._bar.height() - (chips.height() if chips.isVisible() else 0)
        beside = room - pages.minimumSizeHint().height()
        cramped = not self.panel.isHidden() and beside < theme().dp(_LEAST)
        pages.setVisible(not cramped)
        edge = chips.contentsMargins()
        edge.setTop(edge.bottom() if self.panel.isVisible() else 0)
        chips.setContentsMargins(edge)
        self.panel.limit(room if cramped else beside)

    def put_aside(self, aside: bool) -> None:
        """Somebody reads, and wants nothing beside the text; or no longer."""
        self.panel.setVisible(not aside and self._bar.form.isChecked())

    def _ask(self, words: str) -> None:
        """While the form is filled in its words stand in the search box."""
        self._shell.search_for(words, quietly=True)
        self._workspace.search(words)

    def _enter(self, words: str) -> None:
        self._entered = True
        self._shell.search_for(words)

    def answered(self, results: Results) -> None:
        """What is searched for has been answered."""
        words = self._words()
        self._found = results
        self.panel.follow(words)
        self.panel.say_count(results, words)
        entered, self._entered = self._entered, False
        if entered and results.hits:
            self.fold()
