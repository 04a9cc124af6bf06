"""The large buttons over a transcript: what the keys do, in the same words."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QMenu, QToolButton, QWidget

from archive_app.gui.actions import Actions, key_words
from archive_app.gui.i18n import _
from archive_app.gui.theme import theme
from archive_app.gui.widgets.basics import margins, row, set_property, tool

_LARGE = ("oral.segment", "oral.time", "search.play", "oral.split", "oral.join")
_HIGH, _LOW = 40, 34
_FIRST = ("oral.segment", "oral.time", "search.play")
_SHORT = {
    "oral.split": "拆开",
    "oral.join": "并入上段",
    "oral.point": "索引点",
    "oral.mandarin": "普通话",
    "oral.index": "索引",
}
"""What stands on a button where the menu says more."""
_MENU = (
    "oral.up", "oral.down", "oral.delete", "", "oral.start", "oral.end", "oral.earlier", "oral.later",
    "oral.end_earlier", "oral.end_later", "oral.retime", "", "oral.speakers", "oral.recording", "oral.note",
    "oral.public", "oral.internal", "oral.restricted",
)  # fmt: skip
_LEVELS = ("oral.public", "oral.internal", "oral.restricted")


class OralBar(QWidget):
    """Presses the actions of the table by their handlers: a button acts where it stands, whatever has the keyboard."""

    def __init__(
        self, actions: Actions, handlers: Mapping[str, Callable[[], object]], can: Callable[[str], bool]
    ) -> None:
        super().__init__()
        self._actions = actions
        self._handlers = handlers
        self._can = can
        self._low = False
        self._large = {name: self._button(name) for name in _LARGE}
        self.point = self._button("oral.point")
        self.more = tool("dots", _("更多：移动、删除、时间、级别、说话人"), self._open_menu, token="ink")
        self.more.setProperty("words", _("更多"))
        self.mandarin = self._toggle("oral.mandarin")
        self.index = self._toggle("oral.index")
        self._all = (
            *self._large.items(), ("oral.point", self.point), ("more", self.more),
            ("oral.mandarin", self.mandarin), ("oral.index", self.index),
        )  # fmt: skip
        everything = (*self._large.values(), self.point, self.more, None, self.mandarin, self.index)
        self._row = row(*everything, spacing=4, around=(16, 4, 16, 4))
        self.setLayout(self._row)
        self.say_words()

    def _button(self, name: str) -> QToolButton:
        action = self._actions[name]
        spec = next(one for one in self._actions if one.id == name)
        made = tool(spec.icon or "dots", action.toolTip(), lambda: self._press(name), token="ink")
        made.setProperty("words", _(spec.text))
        made.setProperty("key", key_words(spec.keys[0]) if spec.keys else "")
        made.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # a click leaves the keyboard in the words
        return made

    def _toggle(self, name: str) -> QToolButton:
        made = self._button(name)
        made.setCheckable(True)
        return made

    def _press(self, name: str) -> None:
        if name in self._handlers and self._can(name):
            self._handlers[name]()

    # — the menu —

    def menu(self, names: tuple[str, ...] = _MENU) -> QMenu:
        """What else can be done with a segment."""
        made = QMenu(self)
        for name in names:
            if not name:
                made.addSeparator()
                continue
            spec = next(one for one in self._actions if one.id == name)
            keys = f"\t{key_words(spec.keys[0])}" if spec.keys else ""
            entry = made.addAction(_(spec.text) + keys)
            entry.setEnabled(self._can(name))
            entry.triggered.connect(lambda _checked=False, name=name: self._press(name))
        return made

    def open_menu(self, place: QPoint, *, levels: bool = False) -> None:
        """At a place of the screen."""
        self.menu(_LEVELS if levels else ("oral.split", "oral.join", *_MENU)).popup(place)

    def _open_menu(self) -> None:
        self.menu().popup(self.more.mapToGlobal(self.more.rect().bottomLeft()))

    # — words —

    def refresh(self) -> None:
        """What can be done now."""
        for name, made in (*self._large.items(), ("oral.point", self.point)):
            made.setEnabled(self._can(name))

    def say_words(self) -> None:
        """As many words as there is room for; where there is little, what is done most often has them."""
        for level in range(4):
            for name, made in self._all:
                self._say(name, made, level)
            wanted = sum(made.sizeHint().width() for _name, made in self._all)
            if wanted + theme().dp(32 + 4 * len(self._all)) <= self.width():
                break

    def set_low(self, low: bool) -> None:
        """Less high where the segments would have no room."""
        if low != self._low:
            self._low = low
            margins(self._row, (16, 0 if low else 4, 16, 0 if low else 4), 4)
            self.say_words()

    def _say(self, name: str, made: QToolButton, level: int) -> None:
        first = name in _FIRST
        words = _(_SHORT.get(name, str(made.property("words"))))
        said = level < 2 or (level == 2 and first)
        style = Qt.ToolButtonStyle.ToolButtonTextBesideIcon if said else Qt.ToolButtonStyle.ToolButtonIconOnly
        key = str(made.property("key") or "")
        made.setText(f"{words} {key}" if level == 0 and first and key else words if said else "")
        made.setToolButtonStyle(style)
        set_property(made, "role", "large" if said else "icon")
        made.setMinimumSize(theme().dp(40), theme().dp(_LOW if self._low else _HIGH))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Words come and go with the width."""
        super().resizeEvent(event)
        self.say_words()
