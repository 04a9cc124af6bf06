"""What is offered under a search box while one types: a list that never takes the keyboard from the box.

It is a child of the window's content and no window of its own: a pop-up window would take the focus, and with it the
composition of an input method. The keys are the box's, watched by a filter.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QFocusEvent, QInputMethodEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QFrame, QListView, QWidget

from archive_app.frozen import dataclass
from archive_app.gui.composition import composing
from archive_app.gui.i18n import _
from archive_app.gui.theme import theme
from archive_app.gui.widgets.basics import button, column, label, line, pane, row
from archive_app.gui.widgets.offer_rows import OfferDelegate, OfferRows
from archive_app.gui.widgets.search_box import SearchBox

MOST = 8
"""Rows that are shown at most; fewer in a low window."""
_REST_MS = 60
_NARROWEST, _GAP, _EDGE = 420, 4, 12
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_WALK: dict[int, int] = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}


@dataclass(frozen=True, slots=True)
class Offer:
    """A row: ``text`` goes into the box, ``label`` is shown, ``kind`` says what it is.

    ``marked`` is from where to where in the label (code points) what was typed stands; ``own`` a search of the
    person's own, which may be forgotten.
    """

    text: str
    label: str
    kind: str
    icon: str
    marked: tuple[int, int] = (0, 0)
    own: bool = False


class OffersPanel(QFrame):
    """The list under ``box``. ↓ and ↑ walk through it, Enter or a click takes a row, Esc gives back what was typed."""

    wanted = Signal(str)
    """These words stand in the box and something may be offered for them: answer with ``show_offers``."""
    taken = Signal(str)
    """A row was chosen: this is to be searched for."""
    forgotten = Signal(str)
    cleared = Signal()
    left = Signal()
    """The keyboard went on to something else in the window."""

    def __init__(self, box: SearchBox, host: QWidget) -> None:
        super().__init__(host)
        self._box, self._host = box, host
        self._typed: str | None = None  # what stood in the box before somebody walked; None: no answer is awaited
        self._walking = False
        self._resting = False  # it was about to be searched for when somebody began to walk
        self._stepping = False  # ↓ was pressed: the answer is to be walked into
        self._searched = False  # what stands in the box was searched for: ↓ goes on to what was found
        self.setProperty("role", "popover")
        self.setAccessibleName(_("检索提示"))
        self.rows = OfferRows(self)
        self.list = _List(self.rows)
        self.list.chosen.connect(self._clicked)
        self.clear = button(_("清除检索历史"), self.cleared.emit, role="link")
        foot = row(label(_("只记在这台电脑上"), tone="faint", voice="small"), None, self.clear, around=(12, 3, 8, 0))
        self._foot = pane(column(line(), foot, spacing=0, around=(0, 4, 0, 0)))
        self.setLayout(column(self.list, self._foot, spacing=0, around=(1, 6, 1, 6)))
        for part in (self, self.list, self.list.viewport(), self.clear):
            part.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(_REST_MS)
        self._rest.timeout.connect(self._ask)
        box.textEdited.connect(self._edited)
        box.entered.connect(lambda _words: self._done())
        box.setAccessibleDescription(_("写的时候，下面列出提示；按向下键选，按 Esc 收起"))
        box.installEventFilter(self)
        host.installEventFilter(self)
        self.hide()

    # — asking and showing —

    def _edited(self, text: str) -> None:
        self._walking = self._stepping = self._searched = False
        self._typed = text
        self.list.setCurrentIndex(QModelIndex())
        if text.strip():
            self._rest.start()
        else:
            self._rest.stop()
            self._ask()

    def ask(self) -> None:
        """Offer something for what stands in the box."""
        self._typed = self._box.text()
        self._ask()

    def _ask(self) -> None:
        if self._typed is not None and self._box.hasFocus() and not composing():
            self.wanted.emit(self._typed)

    def show_offers(self, typed: str, offers: list[Offer]) -> None:
        """The answer to ``wanted``; one to words that stand there no more is dropped."""
        if typed != self._typed or self._walking or not self._box.hasFocus() or composing() or self._rest.isActive():
            return
        stepping, self._stepping = self._stepping, False
        if not offers:
            self._hide()
            if stepping and typed.strip():
                self._box.down.emit()
            return
        self.clear.setDown(False)
        self.rows.show_rows(offers)
        self.list.setCurrentIndex(QModelIndex())
        self._foot.setVisible(not typed.strip())
        self._place()
        self.show()
        self.raise_()
        if stepping:
            self._walk(1)

    def _place(self) -> None:
        """Under the box, as many rows as there is room for."""
        dp, host = theme().dp, self._host
        below = self._box.mapTo(host, QPoint(0, self._box.height() + dp(_GAP)))
        width = min(max(self._box.width(), dp(_NARROWEST)), host.width() - 2 * dp(_EDGE))
        around = self.layout().contentsMargins()
        beside = around.top() + around.bottom()
        if not self._foot.isHidden():
            beside += self._foot.sizeHint().height()
        height = max(1, self.list.sizeHintForRow(0))
        fitting = (host.height() - below.y() - beside - dp(_EDGE)) // height
        shown = max(1, min(len(self.rows.offers), MOST, fitting))
        self.list.setFixedHeight(shown * height)
        left = max(dp(_EDGE), min(below.x(), host.width() - width - dp(_EDGE)))
        self.setGeometry(left, below.y(), width, shown * height + beside)

    def put_away(self) -> None:
        """Close the list and forget what was asked. What was typed stands in the box again, where somebody walked."""
        self._rest.stop()
        if self._walking:
            self._resting = False
            self._give_back()
        self._typed = None
        self._hide()

    def _done(self) -> None:
        self._searched = True
        self.put_away()

    def _hide(self) -> None:
        self._walking = self._stepping = False
        self.clear.setDown(False)
        self.hide()

    # — walking and taking —

    @property
    def chosen(self) -> Offer | None:
        """The row that ↓ and ↑ have come to."""
        index = self.list.currentIndex()
        return self.rows.offers[index.row()] if index.isValid() and self._walking else None

    def _walk(self, by: int) -> None:
        """From row to row, and to the button where there is one; between the last and the first, what was typed."""
        count = len(self.rows.offers)
        stops = count + 1 + (not self._foot.isHidden())
        at = self.list.currentIndex().row() if self._walking else count if self.clear.isDown() else -1
        at = (at + 1 + by) % stops - 1
        if at >= 0 and self._box.text() == self._typed:
            self._resting = self._box.resting
        self._walking = 0 <= at < count
        self.clear.setDown(at == count)
        self.list.setCurrentIndex(self.rows.index(at, 0) if self._walking else QModelIndex())
        if self._walking:
            self._box.set_quietly(self.rows.offers[at].text)
        else:
            self._give_back()

    def _give_back(self) -> None:
        """What was typed stands in the box again; where it was about to be searched for, it is."""
        self._walking = False
        if self._typed is not None and self._box.text() != self._typed:
            (self._box.setText if self._resting else self._box.set_quietly)(self._typed)

    def _take(self, offer: Offer) -> None:
        self._box.set_quietly(offer.text)
        self._walking = False
        self._done()
        self.taken.emit(offer.text)

    def _clicked(self, number: int, on_cross: bool) -> None:
        if on_cross and self.rows.offers[number].own:
            self._forget(number)
        else:
            self._take(self.rows.offers[number])

    def _forget(self, number: int) -> None:
        offer = self.rows.offers[number]
        walked = self._walking
        self._give_back()
        self.rows.take_out(number)
        self.forgotten.emit(offer.text)
        if not self.rows.offers:
            self._hide()
            return
        self._place()
        self.list.setCurrentIndex(QModelIndex())
        if walked:
            self.list.setCurrentIndex(self.rows.index(min(number, len(self.rows.offers) - 1), 0))
            self._walking = True
            self._box.set_quietly(self.rows.offers[self.list.currentIndex().row()].text)

    # — the box's events —

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Take the keys that are the list's; close with the focus, before a composition, and where the window changes
        its size."""
        kind = event.type()
        if watched is not self._box:
            if kind == QEvent.Type.Resize:
                self.put_away()
            return False
        if kind == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            return not composing() and self._key(event)
        if kind == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent):
            if Qt.Key.Key_F1 <= event.key() <= Qt.Key.Key_F12 and not composing():
                self.put_away()  # from place to place, reading alone: the list would stand before it
            return False
        if kind == QEvent.Type.InputMethod and isinstance(event, QInputMethodEvent):
            self._composed(event)
        elif kind == QEvent.Type.FocusOut and isinstance(event, QFocusEvent):
            self._left(event)
        elif kind == QEvent.Type.MouseButtonPress and not self._box.text() and not self.isVisible():
            QTimer.singleShot(0, self, self.ask)  # when the box has the focus
        return False

    def _key(self, event: QKeyEvent) -> bool:
        key, plain = event.key(), not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if not self.isVisible():
            if plain and key == Qt.Key.Key_Down and not (self._searched and self._box.text().strip()):
                self._stepping = True
                self._rest.stop()
                self.ask()
                return True
            if key == Qt.Key.Key_Escape:
                self.put_away()
            return False
        if plain and key in _WALK:
            self._walk(_WALK[key])
        elif key == Qt.Key.Key_Escape:
            self._give_back()
            self.put_away()
        elif plain and key in _ENTER and self.chosen is not None:
            self._take(self.chosen)
        elif plain and key in _ENTER and self.clear.isDown():
            self.cleared.emit()
        elif key == Qt.Key.Key_Delete and self.chosen is not None and self.chosen.own:
            self._forget(self.list.currentIndex().row())
        else:
            return False
        return True

    def _composed(self, event: QInputMethodEvent) -> None:
        if event.preeditString():
            self._walking = False  # whatever was walked to is now being written on
            self.put_away()
        elif not event.commitString():  # given up: what stood there stands there
            QTimer.singleShot(0, self, self.ask)

    def _left(self, event: QFocusEvent) -> None:
        if event.reason() == Qt.FocusReason.PopupFocusReason:
            self.put_away()
        else:
            # the window's content may change under the box, which then gets the keyboard back at once
            QTimer.singleShot(0, self, self._see_if_left)

    def _see_if_left(self) -> None:
        if not self._box.hasFocus():
            self.put_away()
            if self._box.isActiveWindow():
                self.left.emit()


class _List(QListView):
    """Rows that are chosen by the keys of the box, or by a click; a press alone changes nothing."""

    chosen = Signal(int, bool)
    """A row was clicked; whether on its cross."""

    def __init__(self, rows: OfferRows) -> None:
        super().__init__()
        self.setModel(rows)
        self._delegate = OfferDelegate(self)
        self.setItemDelegate(self._delegate)
        self.setAccessibleName(_("检索提示"))
        self.setUniformItemSizes(True)
        self.setMouseTracking(True)
        self.setEditTriggers(QListView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self._pressed = -1

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Note the row."""
        left = event.button() == Qt.MouseButton.LeftButton
        self._pressed = self.indexAt(event.position().toPoint()).row() if left else -1

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """The row that was pressed is chosen."""
        at = event.position().toPoint()
        index = self.indexAt(at)
        if index.isValid() and index.row() == self._pressed:
            self.chosen.emit(index.row(), self._delegate.cross(self.visualRect(index)).contains(at))
        self._pressed = -1
