"""What a person does with kept searches: keep this one, open, rename, remove, be told of what is new, look at it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, QPoint, Qt, Signal
from PySide6.QtWidgets import QDialog, QMenu, QToolButton, QWidget
from shiboken6 import isValid

from archive_app.catalogue.commands import Restore
from archive_app.gui.i18n import _
from archive_app.gui.theme import theme
from archive_app.gui.widgets.basics import icon_size
from archive_app.gui.workspaces.search.asking import PER_PAGE, Asking, wanted_of
from archive_app.gui.workspaces.search.saved import KeptSearches
from archive_app.gui.workspaces.search.saved_dialog import SavedDialog
from archive_app.gui.workspaces.search.saved_rows import new_words
from archive_app.gui.workspaces.search.saved_start import SearchStart
from archive_app.gui.workspaces.search.saved_words import proposed_name
from archive_app.gui.workspaces.workspace import Shell
from archive_app.services.saved_searches import SavedSearch
from archive_app.services.search_history import history

_IN_MENU = 20
"""Kept searches that stand in the menu; all of them stand on the page."""


class SavedActs(QObject):
    """``asking`` says what is asked at the moment, ``words`` what (facet, value) is called."""

    asked = Signal(object)
    """An ``Asking`` to be asked."""
    marked = Signal(object)
    """The ids of the items that are new in what is looked at."""
    turned_to = Signal(int, str)
    """A page, and the item on it that is to be chosen."""

    def __init__(
        self,
        parent: QWidget,
        shell: Shell,
        asking: Callable[[], Asking],
        words: Callable[[str, str], str],
    ) -> None:
        super().__init__(parent)
        self._window, self._shell, self._asking, self._words = parent, shell, asking, words
        self.kept: KeptSearches = shell.session.kept
        self.fresh: frozenset[str] = frozenset()
        self._opened = ""
        self.start = SearchStart(self.kept)
        self.start.words_wanted.connect(shell.search_for)
        later = Qt.ConnectionType.QueuedConnection  # a line may be drawn anew while a dialog asks: it is not in the way
        self.start.opened.connect(self.open, later)
        self.start.rename_wanted.connect(self.rename, later)
        self.start.remove_wanted.connect(self.remove, later)
        self.start.alert_wanted.connect(self.set_alert, later)
        self.start.menu_wanted.connect(self._menu_of, later)
        self.button = self._make_button()
        self.kept.changed.connect(self.show)
        self.show()

    def _make_button(self) -> QToolButton:
        made = QToolButton()
        made.setIconSize(icon_size())
        made.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        made.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        menu = QMenu(made)
        menu.aboutToShow.connect(partial(self._fill, menu))
        made.setMenu(menu)
        return made

    # — what is shown —

    @property
    def same(self) -> SavedSearch | None:
        """The kept search that asks what is asked now."""
        asking = self._asking()
        return next((one for one in (*self.kept.mine, *self.kept.others) if asking.asks_as(one)), None)

    @property
    def changed(self) -> SavedSearch | None:
        """One's own that was opened, where something else is asked by now."""
        opened = next((one for one in self.kept.mine if one.id == self._opened), None)
        return opened if opened is not None and not self._asking().asks_as(opened) else None

    def show(self) -> None:
        """Say anew what is kept of what is asked."""
        if self._asking().words:
            opened = self.kept.by_id(self._opened)
            if opened is not None and opened.query != self._asking().words:
                self._leave()
        else:
            self._leave()
            self.start.show_late(history(self._shell.settings))
        same = self.same if self._asking().words else None
        own = same is not None and same in self.kept.mine
        self.button.setText(_("已存下") if own else _("存下"))
        self.button.setIcon(theme().icon("bookmark", "cinnabar_ink" if own else "ink"))
        tip = (
            _("已存下，叫“{name}”").format(name=same.name) if own and same else _("存下这次检索（Ctrl+D），打开存下的")
        )
        self.button.setToolTip(tip)
        self.button.setAccessibleName(tip)

    def _leave(self) -> None:
        """Something else is looked at."""
        self._opened = ""
        if self.fresh:
            self.fresh = frozenset()
            self.marked.emit(self.fresh)

    def _fill(self, menu: QMenu) -> None:
        menu.clear()
        asking, same, changed = self._asking(), self.same, self.changed
        if same is not None and same in self.kept.mine:
            menu.addAction(_plain(_("已存下，叫“{name}”").format(name=_short(same.name)))).setEnabled(False)
            self._add_own(menu, same)
        else:
            save = menu.addAction(theme().icon("bookmark"), _("存下这次检索…"), self.save)
            save.setEnabled(bool(asking.words))
            if changed is not None and same is None:
                words = _plain(_("把“{name}”改成这样").format(name=_short(changed.name)))
                menu.addAction(theme().icon("refresh"), words, partial(self.update, changed))
        if self.kept.mine:
            menu.addSeparator()
        for one in self.kept.in_turn[:_IN_MENU]:
            number = self.kept.news.get(one.id, 0)
            words = f"{_short(one.name)}　{new_words(number)}" if number else _short(one.name)
            menu.addAction(theme().icon("bell" if number else "search"), _plain(words), partial(self.open, one))
        if self.kept.others:
            more = menu.addMenu(_("别人存下的"))
            for one in self.kept.others[:_IN_MENU]:
                words = _plain(f"{_short(one.name)}（{one.owner}）")
                more.addAction(theme().icon("search"), words, partial(self.open, one))
        menu.addSeparator()
        menu.addAction(theme().icon("list"), _("全部存下的检索"), lambda: self._shell.search_for(""))

    def _add_own(self, menu: QMenu, saved: SavedSearch) -> None:
        alert = menu.addAction(_("有新资料时提醒"))
        alert.setCheckable(True)
        alert.setChecked(saved.alert)
        alert.toggled.connect(partial(self.set_alert, saved))
        menu.addAction(theme().icon("edit"), _("改名…"), partial(self.rename, saved))
        menu.addAction(theme().icon("trash"), _("删除"), partial(self.remove, saved))

    def _menu_of(self, saved: SavedSearch, at: QPoint) -> None:
        menu = QMenu(self._window)
        menu.addAction(theme().icon("search"), _("打开"), partial(self.open, saved))
        if saved in self.kept.mine:
            self._add_own(menu, saved)
        else:
            menu.addAction(
                theme().icon("bookmark"), _("存为我的…"), partial(self._ask_name, Asking.of_saved(saved), saved)
            )
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(at)

    # — what is done —

    def save(self) -> None:
        """Ask for a name and keep what is asked."""
        asking = self._asking()
        if not asking.words:
            self._shell.toast(_("先检索，再存下。"))
        elif (same := self.same) is not None and same in self.kept.mine:
            self._shell.toast(_("这次检索已经存下了，叫“{name}”。").format(name=same.name))
        else:
            self._ask_name(asking, None)

    def _ask_name(self, asking: Asking, like: SavedSearch | None) -> None:
        if self._refused():
            return
        name = like.name if like is not None else proposed_name(asking, self._words)
        told = self.kept.told.get(like.id, "") if like is not None else proposed_name(asking, self._words)
        dialog = SavedDialog(self._window.window(), self.kept, name, told)
        if dialog.exec() == QDialog.DialogCode.Accepted:
            self.kept.save(dialog.given, asking, dialog.alert, self._saved, self._shell.show_error)
        dialog.deleteLater()

    def _saved(self, saved: SavedSearch) -> None:
        if isValid(self):
            if self._asking().asks_as(saved):
                self._opened = saved.id
            self._shell.toast(_("存下了“{name}”。").format(name=saved.name), _("撤销"), self._undo)

    def update(self, saved: SavedSearch) -> None:
        """What is asked now takes the place of what was kept."""
        if not self._refused():
            self.kept.save(saved.name, self._asking(), saved.alert, self._saved, self._shell.show_error)

    def open(self, saved: SavedSearch) -> None:
        """Ask what was kept, and mark what is new in it: it is looked at by that."""
        self._opened = saved.id
        self.fresh = frozenset()
        self.marked.emit(self.fresh)
        self.asked.emit(Asking.of_saved(saved))
        self.kept.look(saved, partial(self._mark, saved.id))

    def _mark(self, opened: str, fresh: frozenset[str]) -> None:
        if isValid(self) and opened == self._opened:
            self.fresh = fresh
            self.marked.emit(fresh)

    def rename(self, saved: SavedSearch) -> None:
        """Ask for another name."""
        if self._refused():
            return
        told = self.kept.told.get(saved.id, saved.query)
        dialog = SavedDialog(self._window.window(), self.kept, saved.name, told, saved)
        if dialog.exec() == QDialog.DialogCode.Accepted and dialog.given != saved.name:
            self.kept.rename(saved, dialog.given, lambda _one: None, self._shell.show_error)
        dialog.deleteLater()

    def set_alert(self, saved: SavedSearch, on: bool) -> None:
        """Say when something is new in it, or no more."""
        if self._refused():
            self.kept.changed.emit()
        else:
            self.kept.set_alert(saved, on, lambda _one: None, self._shell.show_error)

    def remove(self, saved: SavedSearch) -> None:
        """Put it into the trash, with a way back."""
        if self._refused():
            return

        def restore() -> None:
            self._shell.session.execute(Restore((saved.id,)), None, self._shell.show_error)

        words = _("“{name}”不再存着了。").format(name=saved.name)
        self.kept.remove(saved, lambda _done: self._shell.toast(words, _("撤销"), restore), self._shell.show_error)

    def _undo(self) -> None:
        self._shell.actions_table["edit.undo"].trigger()

    def _refused(self) -> bool:
        """An archive on a stick that cannot be written keeps nothing, and says so."""
        read_only = self._shell.session.archive.read_only
        if read_only:
            self._shell.toast(_("这个馆藏是只读打开的，存下的检索改不了。存下检索请在可写的位置打开它。"))
        return read_only

    # — from new item to new item —

    def next_new(self, current: str) -> None:
        """To the next new item after the current one, on whichever page; after the last one comes the first."""
        asking, search, fresh = self._asking(), self._shell.session.search, self.fresh

        def find() -> tuple[int, str] | None:
            ids = search.ids(asking.words, **wanted_of(asking))
            at = ids.index(current) if current in ids else -1
            places = [place for place, key in enumerate(ids) if key in fresh]
            place = next((place for place in places if place > at), places[0] if places else -1)
            return (place // PER_PAGE, ids[place]) if place >= 0 else None

        self._shell.session.ask(
            find, lambda found: self.turned_to.emit(*found) if found and isValid(self) else None, key="next-new"
        )

    # — the window built anew —

    def remember(self) -> dict[str, Any]:
        """Which one is looked at, and what is new in it."""
        return {"opened": self._opened, "fresh": sorted(self.fresh)}

    def recall(self, state: Mapping[str, Any]) -> None:
        """The reverse of ``remember``."""
        self._opened = str(state.get("opened", ""))
        self.fresh = frozenset(state.get("fresh") or ())
        self.marked.emit(self.fresh)


def _short(words: str) -> str:
    return words if len(words) <= 24 else words[:23] + "…"


def _plain(words: str) -> str:
    """Words for a menu, in which & means the next letter is a key."""
    return words.replace("&", "&&")
