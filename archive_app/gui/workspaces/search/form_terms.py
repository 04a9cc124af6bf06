"""A button that opens a list of terms, several of which may be chosen: 种类, 状态, 级别, 专员, 乡镇."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QAction, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QMenu, QToolButton

from archive_app.domain.fields import Term
from archive_app.gui.i18n import _
from archive_app.gui.widgets.basics import set_property

_NAMED = 2
"""Chosen terms that are named on the button; of more their number is."""


class _StayingMenu(QMenu):
    """Stays open while one chooses; Esc, Tab and a click beside it close it."""

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        chosen = self.actionAt(event.position().toPoint())
        if chosen is not None and chosen.isCheckable():
            chosen.trigger()
        else:
            super().mouseReleaseEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        chosen = self.activeAction()
        if event.key() in (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter) and chosen is not None:
            chosen.trigger()
        elif event.key() in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
            self.close()
        else:
            super().keyPressEvent(event)


class TermsButton(QToolButton):
    """None chosen is no limit. A value outside the list is kept and shown."""

    changed = Signal()

    def __init__(self, field: str, label: str) -> None:
        super().__init__()
        self.field = field
        self._label = label
        self._entries: dict[str, QAction] = {}
        self._menu = _StayingMenu(self)
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.setMenu(self._menu)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        set_property(self, "role", "terms")
        self._say()

    def show_terms(self, terms: Sequence[Term]) -> None:
        """Offer these; what is chosen stays chosen."""
        chosen = self.values()
        self._menu.clear()
        self._entries.clear()
        for term in terms:
            self._add(term.value, _(term.label))
        self.choose(chosen)

    def terms(self) -> list[str]:
        """The words that are offered."""
        return [entry.text() for entry in self._entries.values()]

    def _add(self, value: str, words: str) -> None:
        entry = self._menu.addAction(words.replace("&", "&&"))
        entry.setCheckable(True)
        entry.triggered.connect(self._chosen)
        self._entries[value] = entry

    def entry(self, value: str) -> QAction:
        """The line of a value."""
        return self._entries[value]

    def _chosen(self) -> None:
        self._say()
        self.changed.emit()

    def values(self) -> tuple[str, ...]:
        """The values that are chosen, in the list's order."""
        return tuple(value for value, entry in self._entries.items() if entry.isChecked())

    def choose(self, values: Sequence[str]) -> None:
        """Choose these and no others, without telling."""
        for value in values:
            if value not in self._entries:
                self._add(value, value)
        for value, entry in self._entries.items():
            entry.setChecked(value in values)
        self._say()

    def _say(self) -> None:
        words = [entry.text().replace("&&", "&") for entry in self._entries.values() if entry.isChecked()]
        said = "、".join(words) or _("不限")
        short = said if len(words) <= _NAMED else _("{first}等 {n} 种").format(first=words[0], n=len(words))
        self.setText(f"{self._label}：{short}".replace("&", "&&"))
        self.setToolTip(f"{self._label}：{said}")
        self.setAccessibleName(_("{label}，可以选几个：{chosen}").format(label=self._label, chosen=said))
        set_property(self, "chosen", bool(words))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """↓ opens the list, as in a box of choices."""
        if event.key() == Qt.Key.Key_Down:
            self.showMenu()
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        """The space bar opens the list, too: the button has no other act."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Space:
            self.showMenu()
            return True
        return super().event(event)
