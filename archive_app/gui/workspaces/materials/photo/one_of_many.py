"""Of an item with several pictures: turning the print over, and what this one is of them."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QMenu, QToolButton, QWidget

from archive_app.catalogue.commands import Batch, SetFields
from archive_app.domain.sides import BACK, FRONT, other_side, sides
from archive_app.gui.i18n import _
from archive_app.gui.widgets.basics import row, tool
from archive_app.gui.workspaces.workspace import Shell

if TYPE_CHECKING:
    from archive_app.catalogue.store import Record


class OneOfMany(QWidget):
    """翻面 where there is a back, and a menu that says what this picture is; hidden where an item has one picture."""

    flip_wanted = Signal()

    def __init__(self, shell: Shell) -> None:
        super().__init__()
        self._shell = shell
        self._files: list[Record] = []
        self._file: Record | None = None
        self.read_only = False
        self.flip = tool("refresh", _("翻过来看另一面（F）"), self.flip_wanted.emit, text=_("翻面"), token="ink")
        self.what = tool("dots", _("这一张是正面、背面、修复的，印不印"), text=_("这一张"), token="ink")
        self.what.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.menu = QMenu(self)
        self.menu.aboutToShow.connect(self.fill)
        self.what.setMenu(self.menu)
        self.sources = QMenu(self.menu)
        self.setLayout(row(self.flip, self.what, spacing=2))
        self.hide()

    def show_files(self, files: Sequence[Record], shown: Record) -> None:
        """The pictures of the item, and the one on the table."""
        self._files, self._file = list(files), shown
        self.setVisible(len(files) > 1)
        self.flip.setVisible(other_side(files, shown) is not None)

    def fill(self) -> None:
        """The menu, as things stand."""
        self.menu.clear()
        file = self._file
        if file is None:
            return
        side = sides(self._files)[file.id]
        for name in (FRONT, BACK):
            self._add(self.menu, _(name), side == name, partial(self._set, {"side": "" if side == name else name}))
        self.menu.addSeparator()
        self._add(self.menu, _("书里印这一张"), bool(file["printed"]), self._print)
        self.sources = QMenu(_("由哪一张翻拍、修复"), self.menu)
        self.menu.addMenu(self.sources)
        for other in self._files:
            if other.id != file.id:
                chosen = file["made_from"] == other.id
                values = {"made_from": "" if chosen else other.id}
                self._add(self.sources, other.title, chosen, partial(self._set, values))

    def _add(self, menu: QMenu, words: str, checked: bool, act: Any) -> None:
        made = menu.addAction(words)
        made.setCheckable(True)
        made.setChecked(checked)
        made.setEnabled(not self.read_only)
        made.triggered.connect(lambda _checked=False: act())

    def _set(self, values: dict[str, Any]) -> None:
        if self._file is not None:
            command = SetFields(self._file.id, values, words=_("照片：这一张是什么"))
            self._shell.session.execute(command, None, self._shell.show_error)

    def _print(self) -> None:
        """One picture of an item is printed: chosen, it takes the place of the one chosen before."""
        file = self._file
        if file is None:
            return
        wanted = not file["printed"]
        given_up = [one for one in self._files if one["printed"] and one.id != file.id]
        parts = [SetFields(file.id, {"printed": wanted}), *(SetFields(one.id, {"printed": False}) for one in given_up)]
        batch = Batch(_("照片：书里印这一张") if wanted else _("照片：书里不印这一张"), parts)
        self._shell.session.execute(batch, None, self._shell.show_error)
