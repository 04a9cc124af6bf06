"""What the window's search box offers: asked beside the painting thread, remembered when a search was meant."""

from __future__ import annotations

import gc
from collections.abc import Callable
from importlib import import_module
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from archive_app.domain.errors import ArchiveError
from archive_app.gui.i18n import _
from archive_app.gui.widgets.offers import MOST, Offer, OffersPanel
from archive_app.gui.widgets.search_box import SearchBox
from archive_app.gui.workspaces.workspace import Shell
from archive_app.services.search_history import forget, remember, restore

if TYPE_CHECKING:
    from archive_app.services.suggesting import Suggestion, Suggestions

_WARM_MS = 2500
"""After opening: the first list has been drawn, and what else is read ahead has begun."""
_ICONS = {
    "history": "history",
    "person": "user",
    "place": "map-pin",
    "organisation": "building-community",
    "event": "calendar-event",
    "commissioner": "id",
    "title": "file-text",
}


class SearchOffers(QObject):
    """Between the box, its list and the archive. ``taken`` says what is to be searched for at once."""

    taken = Signal(str)

    def __init__(self, box: SearchBox, host: QWidget, shell: Shell, found: Callable[[str], bool]) -> None:
        """``found`` says whether these words were searched for last, and stand somewhere."""
        super().__init__(host)
        self._box, self._shell, self._session, self._found = box, shell, shell.session, found
        self._suggestions: Suggestions | None = None
        self._told = False
        self.panel = OffersPanel(box, host)
        self.panel.wanted.connect(self._ask)
        self.panel.taken.connect(self._take)
        self.panel.forgotten.connect(self._forget)
        self.panel.cleared.connect(self._clear)
        box.entered.connect(self.meant)
        self.panel.left.connect(self._left)
        QTimer.singleShot(_WARM_MS, self, self._warm)

    # — asking —

    def _ask(self, typed: str) -> None:
        self._with(lambda suggestions: self._ask_of(suggestions, typed))

    def _ask_of(self, suggestions: Suggestions, typed: str) -> None:
        if not typed.strip():  # what was searched before is in memory
            self._show(typed, suggestions.offer(typed, MOST))
            return
        self._session.ask(
            lambda: suggestions.offer(typed, MOST),
            lambda found: self._show(typed, found) if isValid(self) else None,
            key="suggest",
        )

    def _show(self, typed: str, found: list[Suggestion]) -> None:
        self.panel.show_offers(typed, [_offer(each) for each in found])

    def _with(self, then: Callable[[Suggestions], None]) -> None:
        """Hand over the suggestions; what they are made of is imported on a reading thread, the first time."""
        if self._suggestions is not None:
            then(self._suggestions)
            return

        def made(_module: object) -> None:
            if isValid(self):
                if self._suggestions is None:
                    self._suggestions = self._made()
                then(self._suggestions)

        self._session.ask(lambda: import_module("archive_app.services.suggesting"), made)

    def _made(self) -> Suggestions:
        from archive_app.services.suggesting import Suggestions

        return Suggestions(self._session.search, self._session.names, self._shell.settings)

    def _warm(self) -> None:
        """Read the names and titles before anyone types: the first look-up in a large archive takes a second."""
        self._with(lambda suggestions: self._session.ask(suggestions.prepare, self._warmed))

    def _warmed(self, _nothing: None) -> None:
        """What stands by now stays as long as the archive is open: the collector of cycles, for which every thread
        waits, is not to go through all of it again and again (a tenth of a second, with 20,000 names)."""
        if isValid(self):
            gc.freeze()

    def release(self) -> None:
        """The archive, or this face of it, is left: what was set aside is collected again."""
        gc.unfreeze()

    # — remembering —

    def _take(self, words: str) -> None:
        self.meant(words)
        self.taken.emit(words)

    def _left(self) -> None:
        """Somebody went on to what was found while they typed."""
        words = self._box.text().strip()
        if len(words) > 1 and self._found(words):
            self.meant(words)

    def meant(self, words: str) -> None:
        """A search was made, and not only a part of one typed: remember it."""
        if words.strip():
            self._write(lambda: remember(self._shell.settings, words))

    def _forget(self, words: str) -> None:
        self._write(lambda: forget(self._shell.settings, [words]))

    def _clear(self) -> None:
        self.panel.put_away()
        self._write(lambda: forget(self._shell.settings), self._cleared)

    def _cleared(self, before: list[str]) -> None:
        if isValid(self) and before:
            self._shell.toast(
                _("检索历史清除了。"), _("放回"), lambda: self._write(lambda: restore(self._shell.settings, before))
            )

    def _write(self, work: Callable[[], Any], then: Callable[[Any], None] = lambda _result: None) -> None:
        """Beside the painting thread: a settings file is made durable, which may take a slow disk a while."""
        self._session.ask(work, then, self._not_written)

    def _not_written(self, error: Exception) -> None:
        """A disk that is full must not stand in the way of a search, but it is told once."""
        if not isinstance(error, ArchiveError):
            raise error
        if isValid(self) and not self._told:
            self._told = True
            self._shell.toast(_("检索历史没有记下：{why}").format(why=error))


def _offer(found: Suggestion) -> Offer:
    from archive_app.services.suggesting import KINDS

    return Offer(
        found.text, found.label, _(KINDS[found.kind]), _ICONS[found.kind], found.marked, found.kind == "history"
    )
