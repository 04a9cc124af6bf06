"""Who speaks in a segment: chosen by 1 to 9, or found by characters, pinyin or initials.

What is offered is a child of the page and no window of its own, so that an input method keeps its composition.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QFrame, QLineEdit, QListWidget, QListWidgetItem, QWidget

from archive_app.gui.composition import composing
from archive_app.gui.i18n import _
from archive_app.gui.session import Session
from archive_app.gui.theme import theme
from archive_app.hanzi.names import stretch
from archive_app.hanzi.pinyin import Kind
from archive_app.services.names import NameHit

_OFFERED = 6
_LABEL, _CARD = Qt.ItemDataRole.UserRole, Qt.ItemDataRole.UserRole + 1


@dataclass(frozen=True, slots=True)
class Speaker:
    """One who speaks in the item: as the segments have it, what he is called, and his card's id or nothing."""

    label: str
    shown: str
    card: str = ""

    @property
    def words(self) -> str:
        """The label, and who it is where that is not the same."""
        return self.label if self.shown == self.label else f"{self.label}　{self.shown}"


class SpeakerLine(QLineEdit):
    """``chosen`` tells the label, and a card's id where one was found; ``left`` that the keyboard is done here."""

    chosen = Signal(str, str)
    left = Signal()

    def __init__(self, session: Session, host: QWidget) -> None:
        super().__init__(host)
        self._session = session
        self._host = host
        self._speakers: Sequence[Speaker] = ()
        self._shown = ""
        self._called: dict[str, str] = {}
        self.setProperty("role", "time")
        self.setProperty("who", True)
        self.setAccessibleName(_("说话人"))
        self.setToolTip(_("说话人：按 1–9，或写名字、拼音、首字母；在正文里按 Ctrl+Alt+1 到 9"))
        self.setAcceptDrops(False)
        self.list = QListWidget(host)
        self.list.setProperty("role", "popup")
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.itemClicked.connect(self._take)
        self.list.hide()
        self.textEdited.connect(self._typed)

    def show_speakers(self, speakers: Sequence[Speaker], called: Mapping[str, str]) -> None:
        """Who speaks in this item; ``called`` are labels that are read as their cards' names."""
        self._speakers, self._called = tuple(speakers), dict(called)
        if not self.hasFocus():
            self.show_speaker(self._shown)

    def show_speaker(self, label: str) -> None:
        """Who speaks in the segment one is in."""
        self._shown = label
        read = self._called.get(label, label)
        if self.text() != read:
            self.setText(read)
            self.setCursorPosition(0)

    @property
    def label(self) -> str:
        """What is written, as a label: his that stood here where nobody wrote another name."""
        words = self.text().strip()
        return self._shown if words == self._called.get(self._shown, self._shown) else words

    # — what is offered —

    def _offer_all(self) -> None:
        self._fill(
            [(f"{number}　{one.words}", one.label, one.card) for number, one in enumerate(self._speakers[:9], 1)]
        )
        self.list.setCurrentRow(-1)

    def _typed(self, text: str) -> None:
        words = text.strip()
        if not words:
            self._offer_all()
            return
        names = self._session.names
        self._session.ask(
            lambda: names.find(words, limit=_OFFERED, entities=("person",)),
            lambda found: self._offer(words, found),
            key=("speaker", id(self)),
        )

    def _offer(self, words: str, found: list[NameHit]) -> None:
        if words != self.text().strip() or not self.hasFocus():
            return
        fits = [
            one for one in self._speakers
            if any(stretch(name, words, Kind.PERSON) is not None for name in (one.label, one.shown))
        ]  # fmt: skip
        rows = [(one.words, one.label, one.card) for one in fits]
        known = {one.card for one in fits if one.card}
        rows += [(hit.label, hit.name, hit.id) for hit in found if hit.id not in known]
        self._fill(rows)
        self.list.setCurrentRow(0 if rows and words.isascii() else -1)

    def _fill(self, rows: Sequence[tuple[str, str, str]]) -> None:
        self.list.clear()
        for words, label, card in rows:
            entry = QListWidgetItem(words)
            entry.setData(_LABEL, label)
            entry.setData(_CARD, card)
            self.list.addItem(entry)
        self._place()

    def _place(self) -> None:
        rows = self.list.count()
        self.list.setVisible(rows > 0 and self.hasFocus() and not self.isReadOnly())
        if not rows:
            return
        height = sum(self.list.sizeHintForRow(number) for number in range(rows)) + theme().dp(12)
        width = max(theme().dp(180), self.list.sizeHintForColumn(0) + theme().dp(28))
        below = self.mapTo(self._host, QPoint(0, self.height() + theme().dp(2)))
        over = self.mapTo(self._host, QPoint(0, -height - theme().dp(2)))
        fits = below.y() + height <= self._host.height() or over.y() < 0
        self.list.setGeometry(
            below.x(), (below if fits else over).y(), min(width, self._host.width() - below.x()), height
        )
        self.list.raise_()

    # — what is chosen —

    def _take(self, entry: QListWidgetItem) -> None:
        self._tell(str(entry.data(_LABEL)), str(entry.data(_CARD)))

    def _tell(self, label: str, card: str) -> None:
        self.list.hide()
        if (label, card) != (self._shown, ""):
            self.chosen.emit(label, card)
        self.left.emit()

    def accept(self) -> None:
        """Take what is chosen in the list, else what is written."""
        entry = self.list.currentItem() if self.list.isVisible() and self.list.currentRow() >= 0 else None
        if entry is not None:
            self._take(entry)
        else:
            self._tell(self.label, "")

    # — keys —

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Walk, take, go; a number before anything is typed is one of those who speak here."""
        if composing():
            super().keyPressEvent(event)
            return
        key, words = event.key(), event.text()
        whole = not self.text() or self.selectedText() == self.text()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.accept()
        elif key == Qt.Key.Key_Escape:
            self.show_speaker(self._shown)
            self.list.hide()
            self.left.emit()
        elif key in (Qt.Key.Key_Down, Qt.Key.Key_Up) and self.list.isVisible():
            step = 1 if key == Qt.Key.Key_Down else -1
            self.list.setCurrentRow((max(self.list.currentRow(), -1 if step > 0 else 0) + step) % self.list.count())
        elif whole and words in tuple("123456789") and int(words) <= len(self._speakers):
            one = self._speakers[int(words) - 1]
            self._tell(one.label, one.card)
        else:
            super().keyPressEvent(event)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """All of it is selected, and who speaks here is offered."""
        super().focusInEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason and not self.isReadOnly():
            self.selectAll()
            self._offer_all()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """What was written stands."""
        super().focusOutEvent(event)
        self.list.hide()
        if self.label != self._shown:
            self.chosen.emit(self.label, "")
