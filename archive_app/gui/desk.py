"""The window's content while an archive is open: rail, top bar, workspaces, state and jobs."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QMenuBar, QStackedWidget, QToolButton, QWidget

from archive_app.domain.errors import ArchiveError
from archive_app.gui.actions import Actions
from archive_app.gui.i18n import _
from archive_app.gui.search_offers import SearchOffers
from archive_app.gui.session import Session
from archive_app.gui.theme import theme
from archive_app.gui.widgets.basics import column as stacked
from archive_app.gui.widgets.basics import icon_size, line, pane, row, set_property, tool
from archive_app.gui.widgets.jobs_panel import JobsCorner, JobsPanel
from archive_app.gui.widgets.rail import Rail
from archive_app.gui.widgets.save_state import SaveState
from archive_app.gui.widgets.search_box import SearchBox
from archive_app.gui.widgets.toast import Toast
from archive_app.gui.workspaces.registry import WORKSPACES
from archive_app.gui.workspaces.workspace import Shell, Workspace

_SEARCHES = next((spec.id for spec in WORKSPACES if spec.searches), WORKSPACES[0].id)
"""The workspace the search box leads to."""
_WORDS_FROM = 1100
_MENUS_FROM = 900
_KEPT_MS = 1_500
"""Widths on the grid from which undo and redo have their words, and the menus stand open in the bar.
After opening an archive: what is new in the searches that are kept is counted when the first list has been drawn."""


class TopBar(QWidget):
    """Menus at the left, the search box in the middle, saving, undo and redo at the right."""

    def __init__(self, menu: QMenuBar, actions: Actions) -> None:
        super().__init__()
        self.setProperty("ground", "paper")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground, True)
        self._menu = menu
        self._folded = QToolButton()
        self._folded.setText(_("菜单"))
        self._folded.setIcon(theme().icon("menu-2", "ink"))
        self._folded.setIconSize(icon_size())
        self._folded.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self._folded.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        for entry in menu.actions():
            self._folded.addAction(entry)
        self.search = SearchBox(_("在全部文字里找（Ctrl+K）"))
        self.search.setMaximumWidth(theme().dp(560))
        self._turns = [self._turn(actions, name) for name in ("edit.save", "edit.undo", "edit.redo")]
        lay = row(self._folded, menu, None, self.search, None, *self._turns, spacing=4, around=(8, 8, 12, 8))
        lay.setStretch(3, 12)
        self.setLayout(lay)

    @staticmethod
    def _turn(actions: Actions, name: str) -> QToolButton:
        made = tool("dots", "")
        made.setDefaultAction(actions[name])
        made.setIconSize(icon_size(20))
        made.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        return made

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fold the menus into one button where the bar is narrow."""
        super().resizeEvent(event)
        wide = self.width() >= theme().dp(_MENUS_FROM)
        beside, alone = Qt.ToolButtonStyle.ToolButtonTextBesideIcon, Qt.ToolButtonStyle.ToolButtonIconOnly
        for made in self._turns:
            words = self.width() >= theme().dp(_WORDS_FROM)
            made.setToolButtonStyle(beside if words else alone)
            set_property(made, "role", "" if words else "icon")
        self._menu.setVisible(wide)
        self._folded.setVisible(not wide)


class Desk(QWidget):
    """Built anew when the palette or the text size changes; the session lives on."""

    workspace_changed = Signal()

    def __init__(self, shell: Shell, session: Session, menu: QMenuBar, backed_up: datetime | None) -> None:
        super().__init__()
        self._shell = shell
        self.rail = Rail()
        self.top = TopBar(menu, shell.actions_table)
        self.stack = QStackedWidget()
        self._made: dict[str, Workspace] = {}
        self.current_id = ""
        for spec in WORKSPACES:
            self.rail.add(spec.id, spec.label, spec.icon, spec.help)
        self.rail.chosen.connect(self.show_workspace)
        settings = shell.actions_table["app.settings"]
        self.rail.add_below(_("设置"), "settings", _("姓名、字号、明暗"), settings.trigger)
        self.jobs_panel = JobsPanel(shell.jobs, self)
        self.save_state = SaveState(session, backed_up)
        foot_row = row(self.save_state, JobsCorner(shell.jobs, self.jobs_panel), spacing=16, around=(16, 3, 12, 3))
        foot_row.setStretch(0, 1)
        foot = pane(foot_row, ground="rail")
        foot.setFixedHeight(theme().dp(34))
        content = stacked(self.top, line(), self.stack, line(), foot, spacing=0)
        content.setStretch(2, 1)
        lay = row(self.rail, line(upright=True), pane(content, ground="paper"), spacing=0)
        lay.setStretch(2, 1)
        self.setLayout(lay)
        self.toast = Toast(self)
        self.offers = SearchOffers(self.top.search, self, shell, self._found)
        self.offers.taken.connect(self._search_now)
        QTimer.singleShot(_KEPT_MS, self, self._watch_kept)
        self.top.search.searched.connect(self._search)
        self.top.search.entered.connect(self._entered)
        self.top.search.left.connect(self._focus_workspace)
        self.top.search.down.connect(self._focus_workspace)

    @property
    def current(self) -> Workspace | None:
        """The workspace in front."""
        return self._made.get(self.current_id)

    @property
    def made(self) -> dict[str, Workspace]:
        """Those that have been shown."""
        return self._made

    def workspace(self, name: str) -> Workspace:
        """A workspace, made when it is first asked for."""
        if name not in self._made:
            spec = next(spec for spec in WORKSPACES if spec.id == name)
            made = spec.make(self._shell)
            made.actions_changed.connect(self.workspace_changed)
            self._made[name] = made
            self.stack.addWidget(made)
        return self._made[name]

    def show_workspace(self, name: str) -> Workspace:
        """Bring a workspace to the front."""
        if name != _SEARCHES:
            self.top.search.hold()
        self.offers.panel.put_away()
        return self._bring(name)

    def _bring(self, name: str) -> Workspace:
        wanted = self.workspace(name)
        if name != self.current_id:
            if self.current is not None:
                self.current.flush()
            self.current_id = name
            self.stack.setCurrentWidget(wanted)
            self.rail.choose(name)
            wanted.activate()
            self.workspace_changed.emit()
        return wanted

    def search_for(self, words: str, *, quietly: bool = False) -> None:
        """Put words into the search box and search for them; ``quietly`` only puts them there."""
        self.top.search.set_quietly(words)
        if not quietly:
            self.offers.meant(words)
            self._search(words)

    def focus_search(self) -> None:
        """The keyboard to the search box; where it is empty, with what was searched for before."""
        self.top.search.setFocus()
        self.top.search.selectAll()
        if not self.top.search.text():
            self.offers.panel.ask()

    def _search(self, words: str) -> None:
        """While someone types: from two characters, or where results are looked at already."""
        if len(words) >= 2 or self.current_id == _SEARCHES:
            self._search_now(words)
        elif not words and _SEARCHES in self._made:  # emptied where nothing is searched: nothing is to come back
            self._made[_SEARCHES].search("")

    def _search_now(self, words: str) -> None:
        focused = self.top.search.hasFocus()
        self._bring(_SEARCHES).search(words)
        if focused:
            self.top.search.setFocus()

    def _entered(self, words: str) -> None:
        """Enter means it, of one character, too."""
        if words and self.current_id != _SEARCHES:
            self._search_now(words)

    def _found(self, words: str) -> bool:
        return self.current is not None and self.current.found(words)

    def _focus_workspace(self) -> None:
        if self.current is not None:
            self.current.activate()

    def _watch_kept(self) -> None:
        """From now on it is told at the rail how much is new in the searches that are kept."""
        kept = self._shell.session.kept
        kept.changed.connect(self._show_new)
        kept.failed.connect(self._say_failed)
        self._show_new()

    def _say_failed(self, error: ArchiveError) -> None:
        self.toast.say(f"{error.message}。{error.remedy}")

    def _show_new(self) -> None:
        number = self._shell.session.kept.total
        self.rail.show_number(_SEARCHES, number, _("存下的检索里有 {n} 件新的").format(n=number))

    def release(self) -> None:
        """Another face takes its place, or the archive is closed."""
        self.offers.release()
        for made in self._made.values():
            made.release()

    def flush(self) -> None:
        """Every workspace hands over its pending edits."""
        for made in self._made.values():
            made.flush()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the list of jobs in its corner."""
        super().resizeEvent(event)
        if self.jobs_panel.isVisible():
            self.jobs_panel.place()
