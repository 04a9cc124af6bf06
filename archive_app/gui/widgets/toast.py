"""A word in passing at the foot of the window, with at most one thing to do about it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtWidgets import QFrame, QWidget

from archive_app.gui.theme import theme
from archive_app.gui.widgets.basics import button, label, row

_SHOWN_MS = 5_000
_WITH_ACT_MS = 9_000


class Toast(QFrame):
    """Belongs to one widget and keeps to its lower middle."""

    def __init__(self, host: QWidget) -> None:
        super().__init__(host)
        self.setProperty("role", "toast")
        self._words = label()
        self._act = button("")
        self._do: Callable[[], object] | None = None
        self._act.clicked.connect(self._acted)
        self._other = button("")
        self._do_other: Callable[[], object] | None = None
        self._other.clicked.connect(self._acted_otherwise)
        self.setLayout(row(self._words, self._act, self._other, spacing=8, around=(16, 8, 12, 8)))
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self.hide)
        host.installEventFilter(self)
        self.hide()

    @property
    def words(self) -> str:
        """What is being said, or nothing."""
        return self._words.text() if self.isVisible() else ""

    def say(
        self,
        words: str,
        act: str = "",
        do: Callable[[], object] | None = None,
        other: str = "",
        do_other: Callable[[], object] | None = None,
    ) -> None:
        """Show ``words`` for some seconds; ``act`` is a button that calls ``do``, ``other`` a second one."""
        self._words.setText(words)
        self._act.setText(act)
        self._act.setVisible(bool(act))
        self._do = do
        self._other.setText(other)
        self._other.setVisible(bool(other))
        self._do_other = do_other
        self.layout().activate()
        self.adjustSize()
        self._place()
        self.show()
        self.raise_()
        self._timer.start(_WITH_ACT_MS if act else _SHOWN_MS)

    def _acted(self) -> None:
        self.hide()
        if self._do is not None:
            self._do()

    def _acted_otherwise(self) -> None:
        self.hide()
        if self._do_other is not None:
            self._do_other()

    def _place(self) -> None:
        host = self.parentWidget()
        most = host.width() - theme().dp(32)
        if self.width() > most:
            self._words.setWordWrap(True)
            self.setFixedWidth(most)
            self.adjustSize()
        self.move((host.width() - self.width()) // 2, host.height() - self.height() - theme().dp(52))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Follow the host's size."""
        if event.type() == QEvent.Type.Resize and self.isVisible():
            self._place()
        return False
