"""The line above a text that looks for words in it, and puts others in their place."""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QColor, QGuiApplication, QKeyEvent, QTextCursor
from PySide6.QtWidgets import QLineEdit, QTextEdit, QToolButton, QWidget

from archive_app.domain.manuscript import Manuscript
from archive_app.gui.composition import composing
from archive_app.gui.i18n import _
from archive_app.gui.manuscript import document as pages
from archive_app.gui.manuscript.count_button import selected_text
from archive_app.gui.theme import theme
from archive_app.gui.widgets.basics import button, column, label, line, pane, row, tool
from archive_app.services.texts.finding import Found, places, replaced

if TYPE_CHECKING:
    from archive_app.gui.manuscript.editor import ManuscriptEditor

_REST_MS = 120
_MOST_TINTED = 2000
"""More places than this are counted and gone to, but not tinted: each costs time whenever the page is painted."""
_TEXT = "text"


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
    """Looks for words in an editor's text, notes and tables; made the first time somebody looks for some."""

    def __init__(self, editor: ManuscriptEditor) -> None:
        super().__init__(editor)
        self._editor = editor
        self._manuscript = Manuscript()
        self._order: dict[tuple[str, str], int] = {}
        self.places: list[Found] = []
        self.current = -1
        """Which of the places is shown; −1 before one was gone to."""
        self._build()
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(_REST_MS)
        self._rest.timeout.connect(self._rested)
        self.field.textChanged.connect(self._typed)

    def _build(self) -> None:
        self.field = _Words(_("在这篇里找"))
        self.other = _Words(_("换成（空着就是去掉）"))
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

    @property
    def words(self) -> str:
        """What is looked for; nothing while the line is closed."""
        return "" if self.isHidden() else self.field.text()

    def open(self, *, replacing: bool) -> None:
        """Show the line, the selected words in it, and the keyboard in its first field."""
        chosen = selected_text(self._editor)
        self.show()
        self.turn.setVisible(not self._editor.read_only)
        self._show_second((replacing or self.turn.isChecked()) and not self._editor.read_only)
        if chosen and "\n" not in chosen:
            self.field.setText(chosen)
        self.field.setFocus()
        self.field.selectAll()
        self._look(go=True)
        if replacing and self._editor.read_only:
            self.said.setText(_("这篇现在只能看，不能替换"))

    def close_bar(self) -> None:
        """Only the text again, the keyboard where one looked last."""
        self._rest.stop()
        self.hide()
        self._editor.share_height()
        self.places, self.current = [], -1
        self._tint()
        self._editor.page.setFocus()

    def set_read_only(self, read_only: bool) -> None:
        """Where nothing can be written, nothing is replaced."""
        self.turn.setVisible(not read_only)
        self._show_second(self.turn.isChecked() and not read_only)

    def _show_second(self, shown: bool) -> None:
        self._second.setVisible(shown)
        self._editor.share_height()
        if self.turn.isChecked() != shown:
            blocked = self.turn.blockSignals(True)
            self.turn.setChecked(shown)
            self.turn.blockSignals(blocked)

    # — looking —

    def look_again(self) -> None:
        """The text is another, or was written in."""
        if not self.isHidden():
            self._look(go=False)

    def _typed(self, text: str) -> None:
        self._rest.start()
        for made in (self._up, self._down, self.one, self.all):
            made.setEnabled(bool(text))  # pressed before the rest is over, they look first

    def _rested(self) -> None:
        if composing():
            self._rest.start()
        else:
            self._look(go=True)

    def _look(self, *, go: bool) -> None:
        self._rest.stop()
        before = self.places[self.current] if self.current >= 0 else None
        self._manuscript = self._editor.manuscript()
        self._order = {(block, part): at for at, (block, part, _t) in enumerate(self._manuscript.searchable())}
        self.places = places(self._manuscript, self.words, exact=self.exact.isChecked())
        self.current = self.places.index(before) if before in self.places else -1
        self._tint()
        if go and self.places:
            self._go(self.current if self.current >= 0 else self._next_to(self._here()))
        else:
            self._say()

    def _key(self, place: Found) -> tuple[int, int]:
        return self._order[place.block, place.part], place.start

    def _here(self) -> tuple[int, int]:
        """Where the cursor is, in the order in which the text is read."""
        cursor = self._editor.page.textCursor()
        block = cursor.block()
        at = cursor.selectionStart() - block.position() if cursor.hasSelection() else cursor.positionInBlock()
        while block.isValid():
            order = self._order.get((str(block.blockFormat().property(pages.ID)), _TEXT))
            if order is not None:
                return order, pages.point_at(block, at)
            block, at = block.next(), 0
        return len(self._order), 0

    def _next_to(self, key: tuple[int, int]) -> int:
        """The first place there or behind it; past the last one, the first of the text."""
        return bisect_left([self._key(place) for place in self.places], key) % len(self.places)

    def step(self, by: int) -> None:
        """To the next place or the one before, round the end of the text."""
        if self._rest.isActive():
            self._look(go=False)
        if not self.places:
            self._say()
            return
        if self.current >= 0:
            self._go((self.current + by) % len(self.places))
            return
        at = self._next_to(self._here())
        self._go(at if by > 0 else (at - 1) % len(self.places))

    def _go(self, number: int) -> None:
        self.current = number
        place = self.places[number]
        page = self._editor.page
        if place.part.startswith("note:"):
            page.setExtraSelections(page.tints)
            self._editor.show_note(place.part.removeprefix("note:"), place.start, length=place.end - place.start)
            self._say()
            return
        self._editor.untint_notes()
        if place.part == _TEXT and not self._fixed(place):
            page.show_place(place.block, place.start, place.end)
        else:
            page.show_place(place.block, 0, 1)  # a table or a picture: the whole of it
        self._say()

    def _fixed(self, place: Found) -> bool:
        return place.block in self._editor.page.kept.fixed

    def _say(self) -> None:
        if not self.words:
            self.said.setText("")
        elif not self.places:
            self.said.setText(_("没有找到"))
        elif self.current < 0:
            self.said.setText(_("{n:,} 处").format(n=len(self.places)))
        else:
            where = self._where(self.places[self.current])
            self.said.setText(
                _("第 {at:,} 处，共 {n:,} 处{where}").format(at=self.current + 1, n=len(self.places), where=where)
            )
        some = bool(self.places)
        for made in (self._up, self._down, self.one, self.all):
            made.setEnabled(some)

    @staticmethod
    def _where(place: Found) -> str:
        kind = place.part.partition(":")[0]
        return {"note": _("（注里）"), "cell": _("（表格里）")}.get(kind, "")

    def _tint(self) -> None:
        """Every place in the text lightly marked; the one that is shown is marked by the page itself."""
        page = self._editor.page
        by_block: dict[str, list[Found]] = {}
        for place in self.places[:_MOST_TINTED]:
            if place.part == _TEXT and not self._fixed(place):
                by_block.setdefault(place.block, []).append(place)
        page.found = []
        self._editor.untint_notes()
        for block in pages.each_block(page.document()) if by_block else ():
            own = by_block.get(str(block.blockFormat().property(pages.ID)))
            if own is None:
                continue
            units = pages.units_of(block)
            for place in own:
                cursor = QTextCursor(block)
                cursor.setPosition(block.position() + units[place.start][0])
                cursor.setPosition(block.position() + units[place.end - 1][1], QTextCursor.MoveMode.KeepAnchor)
                made: Any = QTextEdit.ExtraSelection()
                made.cursor = cursor
                made.format.setBackground(QColor(theme().tokens.celadon_tint))
                page.found.append(made)
        page.setExtraSelections(page.tints)

    # — replacing —

    def replace_one(self) -> None:
        """Other words at the place that is shown; then to the next one. The first press only goes there."""
        if not self._ready():
            return
        if self.current < 0:
            self.step(1)
            return
        place = self.places[self.current]
        behind = self._order[place.block, place.part], place.start + len(self.other.text())
        self._put([place])
        self.current = -1
        self._look(go=False)
        if self.places:
            self._go(self._next_to(behind))

    def replace_all(self) -> None:
        """Other words at every place, as one step; the keyboard goes to the text, where Ctrl+Z takes it back."""
        if not self._ready() or not self.places:
            return
        number = len(self.places)
        self._put(self.places)
        self.current = -1
        self._look(go=False)
        self._editor.page.setFocus()
        self.said.setText(_("换了 {n:,} 处").format(n=number))

    def _ready(self) -> bool:
        """What is being composed is done with, and the places are those of the text as it stands."""
        QGuiApplication.inputMethod().commit()
        if self._editor.read_only or composing():
            return False
        self._look(go=False)
        return True

    def _put(self, found: list[Found]) -> None:
        self._editor.replace_manuscript(replaced(self._manuscript, found, self.other.text()))
        for made in (self.field, self.other):
            made.have_undo(own=False)

    # — keys —

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter goes on (in the second field it replaces), Shift+Enter goes back, Esc closes the line."""
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
