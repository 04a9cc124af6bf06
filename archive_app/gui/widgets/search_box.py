"""A field that searches: a glass in front, a cross behind, and a rest before it asks."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from archive_app.gui.composition import composing
from archive_app.gui.i18n import _
from archive_app.gui.theme import theme
from archive_app.gui.widgets.basics import icon_label, tool

_REST_MS = 250


class SearchBox(QLineEdit):
    """``searched`` after a rest in typing or on Enter; ``left`` on Esc in an empty box, ``down`` on ↓."""

    searched = Signal(str)
    entered = Signal(str)
    left = Signal()
    down = Signal()

    def __init__(self, hint: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("role", "search")
        self.setPlaceholderText(hint)
        self.setAcceptDrops(False)
        self.setAccessibleName(hint)
        self._glass = icon_label("search", "faint", 16)
        self._glass.setParent(self)
        self._cross = tool("x", _("清空"), self.clear, role="bare", edge=14)
        self._cross.setParent(self)
        self._cross.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._cross.hide()
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(_REST_MS)
        self._rest.timeout.connect(self._rested)
        self.textChanged.connect(self._typed)
        self.returnPressed.connect(self._enter)

    def _typed(self, text: str) -> None:
        self._cross.setVisible(bool(text))
        self._rest.start()

    def _rested(self) -> None:
        """What is being composed goes on to be typed: what it leads to may take the keyboard, and break it off."""
        if composing() and self.hasFocus():
            self._rest.start()
        else:
            self._tell()

    def _tell(self) -> None:
        self.searched.emit(self.text().strip())

    def _enter(self) -> None:
        if not composing():
            self._rest.stop()
            self._tell()
            self.entered.emit(self.text().strip())

    @property
    def resting(self) -> bool:
        """Whether what was typed is about to be searched for."""
        return self._rest.isActive()

    def hold(self) -> None:
        """Do not search for it: the person has gone elsewhere."""
        self._rest.stop()

    def set_quietly(self, text: str) -> None:
        """Change the words without searching."""
        self.setText(text)
        self._rest.stop()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc empties the box, then leaves it; ↓ goes to what was found."""
        if event.key() == Qt.Key.Key_Escape:
            if self.text():
                self.clear()
            else:
                self.left.emit()
            return
        if event.key() == Qt.Key.Key_Down and not event.modifiers():
            if not composing():
                self.down.emit()
            return
        super().keyPressEvent(event)
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            event.accept()  # it has searched: a dialog must not press its button for it, too

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the glass and the cross in their places."""
        super().resizeEvent(event)
        dp = theme().dp
        self._glass.move(dp(13), (self.height() - self._glass.height()) // 2)
        size = self._cross.sizeHint()
        self._cross.setGeometry(
            self.width() - size.width() - dp(10), (self.height() - size.height()) // 2, size.width(), size.height()
        )
