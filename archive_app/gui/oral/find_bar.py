"""The line over the segments that looks for words in them, and puts others in their place."""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QLineEdit, QToolButton, QWidget

from archive_app.domain.transcribing import Changed
from archive_app.gui.composition import composing
from archive_app.gui.i18n import _
from archive_app.gui.widgets.basics import button, column, label, line, pane, row, tool
from archive_app.services.texts.spoken import COLUMNS, Spoken, places, replaced

if TYPE_CHECKING:
    from archive_app.gui.oral.page import OralPage

_REST_MS = 120


class FindBar(QWidget):
    """As in 正文: Enter goes on, Shift+Enter back, in the second field it replaces, Esc closes."""

    def __init__(self, page: OralPage) -> None:
        super().__init__(page)
        self._page = page
        self.places: list[Spoken] = []
        self.current = -1
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(_REST_MS)
        self._rest.timeout.connect(self._rested)
        self._build()
        self.hide()

    def _build(self) -> None:
        self.field, self.other = _words(_("在转写稿里找")), _words(_("换成（空着就是去掉）"))
        self.field.textEdited.connect(lambda _text: self._rest.start())
        self.said = label(tone="faint", voice="small")
        self.exact = QToolButton()
        self.exact.setText(_("原字形"))
        self.exact.setToolTip(_("只找写成这样的：繁体简体、异体、大小写不互通"))
        self.exact.setCheckable(True)
        self.exact.toggled.connect(lambda _on: self._look(go=True))
        self._up = tool("chevron-up", _("上一处（Shift+F3）"), lambda: self.step(-1))
        self._down = tool("chevron-down", _("下一处（F3）"), lambda: self.step(1))
        self.turn = QToolButton()
        self.turn.setText(_("替换"))
        self.turn.setToolTip(_("换成别的（Ctrl+R）"))
        self.turn.setCheckable(True)
        close = tool("x", _("收起（Esc）"), self.close_bar)
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
        self.turn.toggled.connect(self._second.setVisible)
        self.setLayout(column(pane(first), self._second, line(), spacing=0))

    def open(self, *, replacing: bool) -> None:
        """Show the line, the selected words in it, and the keyboard in its first field."""
        chosen = self._page.editor.textCursor().selectedText() if self._page.view.current >= 0 else ""
        self.show()
        self.turn.setVisible(not self._page.closed)
        self.turn.setChecked((replacing or self.turn.isChecked()) and not self._page.closed)
        if chosen and "\u2029" not in chosen:
            self.field.setText(chosen)
        self.field.setFocus()
        self.field.selectAll()
        self._look(go=True)

    def close_bar(self) -> None:
        """Only the segments again, the keyboard where one looked last."""
        self._rest.stop()
        shown = self.isVisible()
        self.hide()
        self.places, self.current = [], -1
        self._page.view.mark({})
        if shown:
            self._page.view.setFocus()

    def look_again(self) -> None:
        """The segments are others, or were written in."""
        if self.isVisible():
            self._look(go=False)

    def _rested(self) -> None:
        if composing():
            self._rest.start()
        else:
            self._look(go=True)

    def _look(self, *, go: bool) -> None:
        self._rest.stop()
        before = self.places[self.current] if self.current >= 0 else None
        view = self._page.view
        columns = COLUMNS if view.mandarin_shown else COLUMNS[:1]
        self.places = places(view.rows, self.field.text(), exact=self.exact.isChecked(), columns=columns)
        self.current = self.places.index(before) if before in self.places else -1
        if go and self.places:
            self._go(self.current if self.current >= 0 else self._next_to(max(0, view.current), 0))
        else:
            self._tint()
            self._say()

    def _next_to(self, at: int, start: int) -> int:
        keys = [(one.row, COLUMNS.index(one.column), one.start) for one in self.places]
        return bisect_left(keys, (at, 0, start)) % len(self.places)

    def step(self, by: int) -> None:
        """To the next place or the one before, round the end."""
        if self._rest.isActive():
            self._look(go=False)
        if not self.places:
            self._say()
        elif self.current >= 0:
            self._go((self.current + by) % len(self.places))
        else:
            at = self._next_to(max(0, self._page.view.current), 0)
            self._go(at if by > 0 else (at - 1) % len(self.places))

    def _go(self, number: int) -> None:
        self.current = number
        place = self.places[number]
        view = self._page.view
        view.go(place.row, column=place.column)
        editor = view.mandarin if place.column == "mandarin" else view.words
        editor.put_offset(place.start)
        self._tint()
        self._say()

    def _tint(self) -> None:
        rows = self._page.view.rows
        marks: dict[tuple[str, str], list[tuple[int, int, bool]]] = {}
        for number, one in enumerate(self.places):
            key = str(rows[one.row]["id"]), one.column
            marks.setdefault(key, []).append((one.start, one.end, number == self.current))
        self._page.view.mark(marks)

    def _say(self) -> None:
        if not self.field.text():
            words = ""
        elif not self.places:
            words = _("没有找到")
        elif self.current < 0:
            words = _("{n:,} 处").format(n=len(self.places))
        else:
            words = _("第 {at:,} 处，共 {n:,} 处").format(at=self.current + 1, n=len(self.places))
        self.said.setText(words)
        for made in (self._up, self._down, self.one, self.all):
            made.setEnabled(bool(self.places))

    # — replacing —

    def replace_one(self) -> None:
        """Other words at the place that is shown; then to the next one. The first press only goes there."""
        if not self._ready() or not self.places:
            return
        if self.current < 0:
            self.step(1)
            return
        place = self.places[self.current]
        self._put([place], _("替换转写里的一处"))
        self.current = -1
        self._look(go=False)
        if self.places:
            self._go(self._next_to(place.row, place.start + len(self.other.text())))

    def replace_all(self) -> None:
        """Other words at every place, as one step."""
        if not self._ready() or not self.places:
            return
        number = len(self.places)
        self._put(self.places, _("替换转写里的 {n} 处").format(n=number))
        self.current = -1
        self._look(go=False)
        self._page.view.setFocus()
        self.said.setText(_("换了 {n:,} 处").format(n=number))

    def _ready(self) -> bool:
        QGuiApplication.inputMethod().commit()
        if self._page.closed or composing():
            return False
        self._look(go=False)
        return True

    def _put(self, found: list[Spoken], words: str) -> None:
        self._page.carry(Changed(replaced(self._page.view.rows, found, self.other.text())), words, stay=True)
        for made in (self.field, self.other):
            made.setProperty("own_undo", False)

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


def _words(hint: str) -> QLineEdit:
    made = QLineEdit()
    made.setPlaceholderText(hint)
    made.setAccessibleName(hint)
    made.setAcceptDrops(False)
    made.textEdited.connect(lambda _text: made.setProperty("own_undo", True))
    return made
