"""The side of a card: sections of short lines, each with what can be done about it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QApplication, QFrame, QLayoutItem, QVBoxLayout, QWidget

from archive_app.frozen import dataclass
from archive_app.gui.theme import theme
from archive_app.gui.widgets.basics import ElidedLabel, button, clear, column, label, line, margins, row, scrolled


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of a section: words that may lead somewhere, faint words under them, a button at the right."""

    words: str
    note: str = ""
    go: Callable[[], object] | None = None
    act: str = ""
    do: Callable[[], object] | None = None
    tip: str = ""


class Side(QWidget):
    """Sections under each other, made anew for each card."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("ground", "paper")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground, True)
        inside = QWidget()
        inside.setProperty("ground", "none")
        self._column = QVBoxLayout(inside)
        margins(self._column, (16, 12, 16, 24), 6)
        self.setLayout(column(scrolled(inside), spacing=0))
        self.setMinimumWidth(theme().dp(230))

    def begin(self) -> None:
        """Take everything away; what comes in the place of what has the keyboard gets it in ``end``."""
        focused = QApplication.focusWidget()
        stops = self._stops()
        self._kept = stops.index(focused) if focused in stops else -1
        clear(self._column)
        self._first = True

    _first = True
    _kept = -1

    def _stops(self) -> list[QWidget]:
        """What can have the keyboard, in order."""
        found = [self._column.itemAt(at) for at in range(self._column.count())]
        return [stop for item in found if item is not None for stop in _buttons(item)]

    def note(self, words: str, tone: str = "amber") -> None:
        """Words on a tinted ground: what a person should look into."""
        frame = QFrame()
        frame.setProperty("role", "note")
        frame.setProperty("tone", tone)
        frame.setLayout(column(label(words, voice="small", wrap=True, select=True), around=(10, 8, 10, 8)))
        self._column.addWidget(frame)
        self._first = False

    def heading(self, words: str) -> None:
        """A section's heading, parted from what is above it by a hairline."""
        if not self._first:
            self._column.addSpacing(theme().dp(6))
            self._column.addWidget(line())
        self._first = False
        self._column.addWidget(label(words, voice="section", wrap=True))

    def faint(self, words: str) -> None:
        """Faint words."""
        self._column.addWidget(label(words, tone="faint", voice="small", wrap=True))

    def entry(self, entry: Entry) -> None:
        """One line."""
        if entry.go is not None:
            words: QWidget = button(entry.words, entry.go, role="link", tip=entry.tip or entry.words)
            words.setMinimumWidth(theme().dp(40))
        else:
            words = label(entry.words, wrap=True, select=True)
        do = button(entry.act, entry.do, role="link") if entry.act else None
        lay = row(words, *((do,) if do is not None else ()), spacing=6)
        lay.setStretch(0, 1)
        self._column.addLayout(lay)
        if entry.note:
            self._column.addLayout(row(ElidedLabel(entry.note, tone="faint", voice="small"), around=(4, 0, 0, 4)))

    def widget(self, made: QWidget) -> None:
        """Anything else."""
        self._column.addWidget(made)
        self._first = False

    def act(self, words: str, do: Callable[[], object], *, icon: str = "", role: str = "", tip: str = "") -> None:
        """A button that acts on the card."""
        self._column.addLayout(row(button(words, do, role=role, icon=icon, tip=tip), None, around=(0, 4, 0, 4)))
        self._first = False

    def end(self) -> None:
        """Nothing more comes."""
        self._column.addStretch(1)
        stops = self._stops()
        if self._kept >= 0 and stops:
            stops[min(self._kept, len(stops) - 1)].setFocus(Qt.FocusReason.OtherFocusReason)
        self._kept = -1


def _buttons(item: QLayoutItem) -> list[QWidget]:
    inner, widget = item.layout(), item.widget()
    if inner is not None:
        parts = [inner.itemAt(at) for at in range(inner.count())]
        return [stop for part in parts if part is not None for stop in _buttons(part)]
    return [widget] if isinstance(widget, QAbstractButton) else []
