"""The line above a page that looks for words in it, and puts others in their place; of what sort the places are, the
page's own line knows."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QToolButton, QWidget

from archive_app.gui.composition import composing
from archive_app.gui.i18n import _
from archive_app.gui.widgets.basics import button, column, label, line, pane, row, tool

_REST_MS = 120


class _Words(QLineEdit):
    """A field of the line. Undo is its own while one writes in it, and the archive's after something was replaced."""

    def __init__(self, hint: str) -> None:
        super().__init__()
        self.setPlaceholderText(hint)
        self.setAccessibleName(hint)
        self.setAcceptDrops(False)
        self.textEdited.connect(lambda _text: self.have_undo(own=True))

    def have_undo(self, *, own: bool) -> None:
        """Whose Ctrl+Z is, pressed here."""
        self.setProperty("own_undo", own)


class FindBar(QWidget):
    """Enter goes on, Shift+Enter back, in the second field Enter replaces, Esc closes.

    A page's line says where its words stand (``find_places``, ``key_of``, ``here``), shows one place (``show_place``)
    and replaces some (``replace``); made the first time somebody looks for some.
    """

    def __init__(self, parent: QWidget, hint: str) -> None:
        super().__init__(parent)
        self.places: list[Any] = []
        self.current = -1
        """Which of the places is shown; −1 before one was gone to."""
        self._build(hint)
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(_REST_MS)
        self._rest.timeout.connect(self._rested)
        self.field.textChanged.connect(self._typed)

    def _build(self, hint: str) -> None:
        self.field, self.other = _Words(hint), _Words(_("换成（空着就是去掉）"))
        self.said = label(tone="faint", voice="small")
        self.exact = QToolButton()
        self.exact.setText(_("原字形"))
        self.exact.setToolTip(_("只找写成这样的：繁体简体、异体、大小写不互通"))
        self.exact.setCheckable(True)
        self.exact.toggled.connect(lambda _on: self._look(go=True))
        self._up = tool("chevron-up", _("上一处（Shift+F3）"), lambda: self.step(-1))
        self._down = tool("chevron-down", _("下一处（F3）"), lambda: self.step(1))
        close = tool("x", _("收起（Esc）"), self.close_bar)
        self.turn = QToolButton()
        self.turn.setText(_("替换"))
        self.turn.setToolTip(_("换成别的（Ctrl+R）"))
        self.turn.setCheckable(True)
        self.turn.toggled.connect(self._show_second)
        first = row(
            self.field, self.said, self._up, self._down, self.exact, self.turn, close,
            spacing=6, around=(12, 6, 12, 6),
        )  # fmt: skip
        first.setStretch(0, 1)
        self.one = button(_("替换"), self.replace_one, tip=_("换掉这一处，到下一处（回车）"))
        self.all = button(_("全部替换"), self.replace_all, tip=_("一次换掉全部，一步就能撤销"))
        second = row(self.other, self.one, self.all, spacing=6, around=(12, 0, 12, 6))
        second.setStretch(0, 1)
        self._second = pane(second)
        self._second.hide()
        self.setLayout(column(pane(first), self._second, line(), spacing=0))
        self.setFocusProxy(self.field)

    # — what a page's line says —

    @property
    def read_only(self) -> bool:
        """Whether nothing may be replaced."""
        raise NotImplementedError

    def chosen(self) -> str:
        """The words that are selected on the page."""
        raise NotImplementedError

    def find_places(self) -> Sequence[Any]:
        """Where ``words`` stand in the page as it is now; places do not overlap."""
        raise NotImplementedError

    def key_of(self, place: Any) -> tuple[int, ...]:
        """What orders places; the last number is where in its stretch a place begins, in code points."""
        raise NotImplementedError

    def here(self) -> tuple[int, ...]:
        """Where one is on the page, as a key of places."""
        raise NotImplementedError

    def show_place(self, place: Any) -> None:
        """Bring a place into view, marked."""
        raise NotImplementedError

    def replace(self, found: Sequence[Any]) -> None:
        """Other words at these places, as one step."""
        raise NotImplementedError

    def where(self, _place: Any) -> str:
        """What is said of a place behind its number."""
        return ""

    def places_changed(self) -> None:
        """Other places than before; the one that is shown comes later."""

    def current_changed(self) -> None:
        """Another place is the one that is shown, or none."""

    def resized(self) -> None:
        """The line takes more height, or less."""

    def to_page(self) -> None:
        """The keyboard to where one looked last."""
        raise NotImplementedError

    # — open and closed —

    @property
    def words(self) -> str:
        """What is looked for; nothing while the line is closed."""
        return "" if self.isHidden() else self.field.text()

    def open(self, *, replacing: bool) -> None:
        """Show the line, the selected words in it, and the keyboard in its first field."""
        chosen = self.chosen()
        self.show()
        self.turn.setVisible(not self.read_only)
        self._show_second((replacing or self.turn.isChecked()) and not self.read_only)
        if chosen and "\n" not in chosen:
            self.field.setText(chosen)
        self.field.setFocus()
        self.field.selectAll()
        self._look(go=True)

    def close_bar(self) -> None:
        """Only the page again, the keyboard where one looked last."""
        self._rest.stop()
        shown = self.isVisible()
        self.hide()
        self.resized()
        self.places, self.current = [], -1
        self.places_changed()
        self.current_changed()
        if shown:
            self.to_page()

    def _show_second(self, shown: bool) -> None:
        self._second.setVisible(shown)
        self.resized()
        if self.turn.isChecked() != shown:
            blocked = self.turn.blockSignals(True)
            self.turn.setChecked(shown)
            self.turn.blockSignals(blocked)

    # — looking —

    def look_again(self) -> None:
        """The page says something else, or was written in."""
        if not self.isHidden():
            self._look(go=False)

    def _typed(self, text: str) -> None:
        self._rest.start()
        for made in self._buttons():
            made.setEnabled(bool(text))  # pressed before the rest is over, they look first

    def _buttons(self) -> tuple[QWidget, ...]:
        return self._up, self._down, self.one, self.all

    def _rested(self) -> None:
        if composing():
            self._rest.start()
        else:
            self._look(go=True)

    def _look(self, *, go: bool) -> None:
        self._rest.stop()
        before = self.places[self.current] if self.current >= 0 else None
        self.places = list(self.find_places())
        self.current = self.places.index(before) if before in self.places else -1
        self.places_changed()
        if go and self.places:
            self._go(self.current if self.current >= 0 else self._next_to(self.here()))
        else:
            self.current_changed()
            self._say()

    def _next_to(self, key: tuple[int, ...]) -> int:
        """The first place there or behind it; past the last one, the first of all."""
        return bisect_left([self.key_of(place) for place in self.places], key) % len(self.places)

    def step(self, by: int) -> None:
        """To the next place or the one before, round the end."""
        if self._rest.isActive():
            self._look(go=False)
        if not self.places:
            self._say()
        elif self.current >= 0:
            self._go((self.current + by) % len(self.places))
        else:
            at = self._next_to(self.here())
            self._go(at if by > 0 else (at - 1) % len(self.places))

    def _go(self, number: int) -> None:
        self.current = number
        self.show_place(self.places[number])
        self.current_changed()
        self._say()

    def _say(self) -> None:
        if not self.words:
            said = ""
        elif not self.places:
            said = _("没有找到")
        elif self.current < 0:
            said = _("{n:,} 处").format(n=len(self.places))
        else:
            where = self.where(self.places[self.current])
            said = _("第 {at:,} 处，共 {n:,} 处{where}").format(at=self.current + 1, n=len(self.places), where=where)
        self.said.setText(said)
        for made in self._buttons():
            made.setEnabled(bool(self.places))

    # — replacing —

    def replace_one(self) -> None:
        """Other words at the place that is shown; then to the next one. The first press only goes there."""
        if not self._ready():
            return
        if self.current < 0:
            self.step(1)
            return
        place = self.places[self.current]
        *before, start = self.key_of(place)
        self._put([place])
        if self.places:
            self._go(self._next_to((*before, start + len(self.other.text()))))

    def replace_all(self) -> None:
        """Other words at every place, as one step; the keyboard goes to the page, where Ctrl+Z takes it back."""
        if not self._ready() or not self.places:
            return
        number = len(self.places)
        self._put(self.places)
        self.to_page()
        self.said.setText(_("换了 {n:,} 处").format(n=number))

    def _ready(self) -> bool:
        """What is being composed is done with, and the places are those of the page as it stands."""
        QGuiApplication.inputMethod().commit()
        if self.read_only or composing():
            return False
        self._look(go=False)
        return True

    def _put(self, found: Sequence[Any]) -> None:
        self.replace(found)
        for made in (self.field, self.other):
            made.have_undo(own=False)
        self.current = -1
        self._look(go=False)

    # — keys —

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter, Shift+Enter, Esc; a word that is being composed has them first."""
        if composing():
            super().keyPressEvent(event)
        elif event.key() == Qt.Key.Key_Escape:
            self.close_bar()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if self.other.hasFocus():
                self.replace_one()
            else:
                self.step(-1 if event.modifiers() & Qt.KeyboardModifier.ShiftModifier else 1)
        else:
            super().keyPressEvent(event)
