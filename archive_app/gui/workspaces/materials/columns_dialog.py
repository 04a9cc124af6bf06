"""列表的栏: which columns the list has, and in which order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QListWidget, QListWidgetItem, QWidget

from archive_app.gui.composition import composing
from archive_app.gui.dialogs.message import Dialog
from archive_app.gui.i18n import _
from archive_app.gui.theme import theme
from archive_app.gui.widgets.basics import button, column, label, pane, row, tool
from archive_app.hanzi.names import stretch
from archive_app.services.list_columns import STANDARD, Column

_NAME = Qt.ItemDataRole.UserRole
_FIRST = STANDARD[0].name
"""Always there, and first: what an item is called."""


@dataclass(frozen=True, slots=True)
class Look:
    """What the dialog says, which columns are the usual ones, and which is always there and first (empty: none)."""

    heading: str = "列表的栏"
    shown: str = "列表里的栏"
    note: str = "在列表里点栏头，就按那一栏排；拖栏头的边改宽窄。这样排好的，各人各馆藏分开记着。"
    usual: tuple[str, ...] = tuple(one.name for one in STANDARD)
    first: str = _FIRST


class _Names(QListWidget):
    """Enter is ``taken``, Alt+Shift with an arrow is ``moved``."""

    taken = Signal()
    moved = Signal(int)

    def __init__(self, words: str) -> None:
        super().__init__()
        self.setAccessibleName(words)
        self.setMinimumHeight(theme().dp(260))
        self.itemDoubleClicked.connect(lambda _item: self.taken.emit())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """What is done with the one that is chosen."""
        key, modifiers = event.key(), event.modifiers()
        both = Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.ShiftModifier
        if not composing() and key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space, Qt.Key.Key_Delete):
            self.taken.emit()
        elif modifiers & both == both and key in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.moved.emit(-1 if key == Qt.Key.Key_Up else 1)
        else:
            super().keyPressEvent(event)

    def chosen(self) -> str:
        """The name of the column that is chosen; empty where none is."""
        item = self.currentItem()
        return str(item.data(_NAME) or "") if item is not None else ""


class ColumnsDialog(Dialog):
    """``columns`` is what was chosen, in order; as it was before anybody chose where it is ``STANDARD``."""

    def __init__(
        self, parent: QWidget | None, known: Sequence[Column], shown: Sequence[Column], look: Look | None = None
    ) -> None:
        """``look`` says it for other columns than those of the list of 资料."""
        self._said = look or Look()
        heading = _(self._said.heading)
        super().__init__(parent, heading, 640)
        self._known = {one.name: one for one in known}
        self._shown = [one.name for one in shown]
        self.shown, self.others = _Names(_(self._said.shown)), _Names(_("还有这些栏"))
        self.finder = QLineEdit()
        self.finder.setPlaceholderText(_("找一栏：汉字、拼音或首字母"))
        self.finder.setAccessibleName(_("找一栏"))
        self.finder.setClearButtonEnabled(True)
        self.add_button = button(_("加进列表"), self._add, icon="plus")
        self.remove_button = button(_("去掉"), self._remove)
        self.up = tool("chevron-up", _("上移（Alt+Shift+↑）"), lambda: self._move(-1))
        self.down = tool("chevron-down", _("下移（Alt+Shift+↓）"), lambda: self._move(1))
        acts = row(self.up, self.down, self.remove_button, None, *self.beside())
        left = column(label(_("{what}，从左到右").format(what=_(self._said.shown))), self.shown, acts, spacing=6)
        right = column(label(_("还有这些栏")), self.finder, self.others, row(self.add_button, None), spacing=6)
        said = _(self._said.note)
        act = button(_("就这样"), self.accept, role="primary")
        act.setDefault(True)
        foot = self.buttons(button(_("恢复原样"), self._restore), button(_("取消"), self.reject), act)
        both = row(pane(left), pane(right), spacing=16)
        note = label(said, tone="faint", voice="small", wrap=True)
        parts = (label(heading, voice="title"), 4, *self.above(), both, note, 8, foot)
        self.setLayout(column(*parts, spacing=8, around=(24, 20, 24, 20)))
        self.shown.taken.connect(self._remove)
        self.shown.moved.connect(self._move)
        self.others.taken.connect(self._add)
        self.shown.currentRowChanged.connect(lambda _row: self._fit())
        self.others.currentRowChanged.connect(lambda _row: self._fit())
        self.finder.textChanged.connect(lambda _words: self._list_others())
        self.finder.returnPressed.connect(self._add)
        self._list(self._shown[0])
        self.others.setFocus(Qt.FocusReason.OtherFocusReason)

    def beside(self) -> tuple[QWidget, ...]:
        """What else is said of the column that is chosen."""
        return ()

    def above(self) -> tuple[QWidget, ...]:
        """What is said of the whole."""
        return ()

    @property
    def columns(self) -> list[Column]:
        """What is in the list now."""
        return [self._known[name] for name in self._shown]

    def _list(self, chosen: str) -> None:
        self.shown.clear()
        for name in self._shown:
            made = QListWidgetItem(self.words(name))
            made.setData(_NAME, name)
            self.shown.addItem(made)
        self.shown.setCurrentRow(self._shown.index(chosen) if chosen in self._shown else 0)
        self._list_others()

    def words(self, name: str) -> str:
        """What the line of a column that is shown says."""
        return _(self._known[name].label)

    def _list_others(self) -> None:
        """By their groups, what is looked for alone."""
        place, words = self.others.currentRow(), self.finder.text().strip()
        self.others.clear()
        group = ""
        for one in self._known.values():
            if one.name in self._shown or (words and stretch(one.label, words) is None):
                continue
            if one.group != group:
                group = one.group
                head = QListWidgetItem(_(group))
                head.setFlags(Qt.ItemFlag.NoItemFlags)
                head.setFont(theme().small())
                head.setForeground(theme().colour("faint"))
                self.others.addItem(head)
            made = QListWidgetItem(_(one.label))
            made.setData(_NAME, one.name)
            self.others.addItem(made)
        if self.others.count():
            self.others.setCurrentRow(max(1, min(place, self.others.count() - 1)))
        self._fit()

    def _fit(self) -> None:
        at = self.shown.currentRow()
        self.add_button.setEnabled(bool(self.others.chosen()))
        fixed = bool(self._said.first)  # that one is always there, and first
        self.remove_button.setEnabled(at > 0 if fixed else len(self._shown) > 1)
        self.up.setEnabled(at > fixed)
        self.down.setEnabled(fixed <= at < len(self._shown) - 1)

    def _add(self) -> None:
        name = self.others.chosen()
        if name:
            self._shown.append(name)
            self._list(name)

    def _remove(self) -> None:
        name, at = self.shown.chosen(), self.shown.currentRow()
        if name and name != self._said.first and len(self._shown) > 1:
            self._shown.remove(name)
            self._list(self._shown[min(at, len(self._shown) - 1)])

    def _move(self, by: int) -> None:
        name, at = self.shown.chosen(), self.shown.currentRow()
        if name and name != self._said.first and bool(self._said.first) <= at + by < len(self._shown):
            self._shown.insert(at + by, self._shown.pop(at))
            self._list(name)

    def _restore(self) -> None:
        self._shown = list(self._said.usual)
        self._list(self._shown[0])
