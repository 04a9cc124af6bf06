"""What opens beside the work: settings, what waits for me, keys, the handbook, about; larger type, another light."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt

from archive_app.gui.finder import finder
from archive_app.gui.theme import theme
from archive_app.gui.theme.theme import TEXT_SIZES
from archive_app.gui.workspaces.workspace import Place

if TYPE_CHECKING:
    from archive_app.gui.dialogs.handbook import Handbook
    from archive_app.gui.main_window import MainWindow
    from archive_app.gui.session import Session


class Asides:
    """``book`` is the handbook while it is open. Each dialog is loaded when it is first asked for."""

    def __init__(self, window: MainWindow) -> None:
        self._window = window
        self.book: Handbook | None = None

    def handlers(self) -> Mapping[str, Callable[[], object]]:
        """The actions of the table that it does."""
        return {
            "app.settings": self.settings,
            "road.turn": self.turn,
            "view.larger": lambda: self._step_size(1),
            "view.smaller": lambda: self._step_size(-1),
            "view.normal": lambda: self._set_size(1.0),
            "view.dark": self._toggle_dark,
            "help.handbook": self.handbook,
            "help.keys": self.keys,
            "help.diagnosis": self.diagnosis,
            "help.about": self.about,
        }

    @property
    def _session(self) -> Session | None:
        return self._window.session if self._window.is_open else None

    def settings(self) -> None:
        """The few settings; a name given holds from now on."""
        from archive_app.gui.dialogs.settings import SettingsDialog

        window, session = self._window, self._session
        SettingsDialog(window, window.settings, session.archive if session is not None else None).exec()
        finder().read(window.settings)
        if session is not None and (actor := str(window.settings.get("actor"))):
            session.act_as(actor)

    def turn(self) -> None:
        """What waits for who sits here; what is chosen is opened."""
        from archive_app.gui.workflow.turn import TurnDialog

        session = self._session
        if session is None:
            return
        self._window.flush()
        dialog = TurnDialog(self._window, session)
        if dialog.exec() and dialog.chosen:
            self._window.go("materials", Place(dialog.chosen))

    def keys(self) -> None:
        """F1."""
        from archive_app.gui.dialogs.keys import KeysDialog

        KeysDialog(self._window, self._window.actions_table).exec()

    def handbook(self) -> None:
        """The users' manual, beside the window."""
        from archive_app.gui.dialogs.handbook import Handbook

        if self.book is None:
            self.book = Handbook(self._window, self._window)
            self.book.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, True)
            self.book.destroyed.connect(self._forget_handbook)
        self.book.show()
        self.book.raise_()
        self.book.activateWindow()

    def _forget_handbook(self) -> None:
        self.book = None

    def about(self) -> None:
        """Version and licences."""
        from archive_app.gui.dialogs.about import AboutDialog

        AboutDialog(self._window).exec()

    def diagnosis(self) -> None:
        """Ask where, and write a bundle for whoever helps; with an archive open, its figures are in it."""
        from archive_app.gui.maintenance import ask_for_bundle

        ask_for_bundle(self._window, self._session)

    # — how it looks —

    def _step_size(self, step: int) -> None:
        nearest = min(range(len(TEXT_SIZES)), key=lambda number: abs(TEXT_SIZES[number] - theme().scale))
        self._set_size(TEXT_SIZES[max(0, min(len(TEXT_SIZES) - 1, nearest + step))])

    def _set_size(self, scale: float) -> None:
        self._window.settings.set("text_percent", round(scale * 100))
        theme().set(scale=scale)

    def _toggle_dark(self) -> None:
        mode = "light" if theme().tokens.dark else "dark"
        self._window.settings.set("theme", mode)
        theme().set(mode=mode)
