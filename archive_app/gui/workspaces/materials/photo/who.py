"""Who is in a box: a name by characters, pinyin or initials, a card or none, how sure it is, or nobody knows.

It is a child of the page and no window of its own, so that an input method keeps its composition.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QLineEdit, QListWidget, QListWidgetItem, QWidget

from archive_app.domain.depicted import OPEN, UNKNOWN, Person
from archive_app.domain.kinds import kind_named
from archive_app.gui.composition import composing
from archive_app.gui.i18n import _
from archive_app.gui.session import Session
from archive_app.gui.theme import theme
from archive_app.gui.widgets.basics import button, column, row
from archive_app.gui.widgets.segments import Segments
from archive_app.services.names import NameHit

_OFFERED = 7
_CARD, _NAME = Qt.ItemDataRole.UserRole, Qt.ItemDataRole.UserRole + 1
_NEW = "new"
"""In the place of a card's id: one is to be made."""
_SURE, _UNSURE = "确认", "不详"


def certainties() -> tuple[str, ...]:
    """How sure a name can be, as the field says."""
    people = next(field for field in kind_named("photograph").fields if field.name == "people")
    certainty = next(column for column in people.columns if column.name == "certainty")
    return tuple(term.value for term in certainty.terms)


class WhoBox(QFrame):
    """``named`` tells name, card (empty: none, ``new``: to be made) and certainty; ``closed`` that nothing changes."""

    named = Signal(str, str, str)
    closed = Signal()

    def __init__(self, session: Session, host: QWidget) -> None:
        super().__init__(host)
        self._session = session
        self._host = host
        self._card = ""
        self._card_name = ""
        self.setProperty("role", "popover")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground, True)
        self.line = QLineEdit()
        self.line.setPlaceholderText(_("名字、拼音或首字母；不写就是“？”"))
        self.line.setAccessibleName(_("这是谁"))
        self.line.installEventFilter(self)
        self.line.textEdited.connect(self._typed)
        self.list = QListWidget()
        self.list.setProperty("role", "popup")
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.itemClicked.connect(self._clicked)
        self.sure = Segments([(one, f"{number} {_(one)}", "") for number, one in enumerate(certainties(), 1)])
        unknown = button(_("？ 认不出"), self._nobody_knows)
        done = button(_("好"), self.accept, role="primary")
        foot = row(unknown, None, done)
        self.setLayout(column(self.line, self.list, self.sure, foot, spacing=8, around=(12, 12, 12, 12)))
        self.setFixedWidth(theme().dp(320))
        self.hide()

    def open_for(self, person: Person, beside: QRectF) -> None:
        """Ask who it is, beside the box on the host."""
        name = str(person.get("name") or "")
        self._card, self._card_name = str(person.get("person") or ""), name
        self.line.setText("" if name == UNKNOWN else name)
        certainty = str(person.get("certainty") or "")
        # of a face that was found nobody has said yet who it is: that it was 待考 is not said of the name
        self.sure.choose(_SURE if not certainty or (certainty == OPEN and not name) else certainty)
        self.list.clear()
        self._fit()
        self._place(beside)
        self.show()
        self.raise_()
        self.line.setFocus()
        self.line.selectAll()

    def _place(self, beside: QRectF) -> None:
        """To the right of the box, else to the left, within the page."""
        size, gap = self.size(), theme().dp(10)
        right, left = beside.right() + gap, beside.left() - gap - size.width()
        edge = float(self._host.width() - size.width())
        x = right if right <= edge else left if left >= 0 else edge
        y = min(max(0.0, beside.top()), float(max(0, self._host.height() - size.height())))
        self.move(QPointF(max(0.0, x), y).toPoint())

    def _fit(self) -> None:
        rows = self.list.count()
        self.list.setVisible(rows > 0)
        height = sum(self.list.sizeHintForRow(number) for number in range(rows))
        self.list.setFixedHeight(height + theme().dp(4) if rows else 0)
        self.adjustSize()
        over = self.geometry().bottom() - self._host.height() + 1
        if over > 0:
            self.move(self.x(), max(0, self.y() - over))

    # — what is offered —

    def _typed(self, text: str) -> None:
        words = text.strip()
        if not words:
            self.list.clear()
            self._fit()
            return
        names = self._session.names
        self._session.ask(
            lambda: names.find(words, limit=_OFFERED, entities=("person",)),
            lambda found: self._offer(words, found),
            key=("who", id(self)),
        )

    def _offer(self, words: str, found: list[NameHit]) -> None:
        if words != self.line.text().strip() or not self.isVisible():
            return
        self.list.clear()
        for hit in found:
            self._add(hit.label, hit.id, hit.name)
        if not (found and words.isascii()):  # wjz is a way to say 王家庄, not somebody's name
            self._add(_("只写名字“{words}”").format(words=words), "", words)
            if not self._session.archive.read_only and words not in (hit.name for hit in found):
                self._add(_("新建人物卡“{words}”").format(words=words), _NEW, words)
        self.list.setCurrentRow(0)
        self._fit()

    def _add(self, label: str, card: str, name: str) -> None:
        entry = QListWidgetItem(label)
        entry.setData(_CARD, card)
        entry.setData(_NAME, name)
        self.list.addItem(entry)

    # — what is chosen —

    def _clicked(self, entry: QListWidgetItem) -> None:
        self.list.setCurrentItem(entry)
        self.accept()

    def accept(self) -> None:
        """Take what is chosen in the list, else what is written, else nobody."""
        words = self.line.text().strip()
        entry = self.list.currentItem() if self.list.count() else None
        if not words or words in (UNKNOWN, "?"):
            self._nobody_knows()
        elif entry is not None:
            self._tell(str(entry.data(_NAME)), str(entry.data(_CARD)))
        else:
            self._tell(words, self._card if words == self._card_name else "")

    def _nobody_knows(self) -> None:
        self.sure.choose(_UNSURE)
        self._tell("", "")

    def _tell(self, name: str, card: str) -> None:
        self.hide()
        self.named.emit(name, card, self.sure.choice())

    def dismiss(self) -> None:
        """Close it, and change nothing."""
        if self.isVisible():
            self.hide()
            self.closed.emit()

    # — keys: they are the line's —

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Walk, take, go, and 1 to 4 for how sure it is; nothing while a word is being composed."""
        if watched is not self.line or event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent):
            return super().eventFilter(watched, event)
        if composing():
            return False
        key = event.key()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.accept()
        elif key == Qt.Key.Key_Escape:
            self.dismiss()
        elif key in (Qt.Key.Key_Down, Qt.Key.Key_Up) and self.list.count():
            step = 1 if key == Qt.Key.Key_Down else -1
            self.list.setCurrentRow((self.list.currentRow() + step) % self.list.count())
        elif event.text() in "1234" and event.text():
            self.sure.choose(certainties()[int(event.text()) - 1])
        else:
            return False
        return True
