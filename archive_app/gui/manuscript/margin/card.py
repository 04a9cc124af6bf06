"""One comment with its answers, as a card: read, answered, done, said otherwise, taken away."""

from __future__ import annotations

from datetime import datetime

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QFrame, QMenu, QToolButton, QVBoxLayout, QWidget

from archive_app.domain.comments import Comment, Thread
from archive_app.gui.composition import composing
from archive_app.gui.editors.long_text import GrowingText
from archive_app.gui.i18n import _
from archive_app.gui.widgets.basics import (
    ElidedLabel,
    button,
    column,
    icon_label,
    label,
    margins,
    row,
    set_property,
    tool,
)
from archive_app.gui.widgets.flow import FlowLayout
from archive_app.gui.widgets.save_state import day_words

_SHOWN = 40


class Writing(QWidget):
    """Where a comment or an answer is written. ``written`` with what was; ``given_up``. Ctrl+Enter and Esc do it, but
    not while a word is being composed."""

    written = Signal(str)
    given_up = Signal()

    def __init__(self, words: str, prompt: str) -> None:
        super().__init__()
        self.text = GrowingText(2, 8)
        self.text.setPlaceholderText(prompt)
        self.text.setAccessibleName(prompt)
        self.text.setPlainText(words)
        self.text.installEventFilter(self)
        done = button(_("写好了"), self._done, role="primary", tip=_("Ctrl+Enter"))
        off = button(_("不要"), self.given_up.emit, role="link", tip=_("Esc"))
        self.setLayout(column(self.text, row(None, off, done, spacing=4), spacing=4))

    def words(self) -> str:
        """What is written so far."""
        return self.text.toPlainText().strip()

    def take_keyboard(self) -> None:
        """Write here."""
        self.text.setFocus()
        self.text.moveCursor(self.text.textCursor().MoveOperation.End)

    def _done(self) -> None:
        if self.words():
            self.written.emit(self.words())
        else:
            self.given_up.emit()

    def eventFilter(self, watched, event: QEvent) -> bool:
        """Ctrl+Enter keeps it, Esc gives it up."""
        if event.type() != QEvent.Type.KeyPress or not isinstance(event, QKeyEvent) or composing():
            return super().eventFilter(watched, event)
        if event.key() == Qt.Key.Key_Escape:
            self.given_up.emit()
            return True
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            self._done()
            return True
        return super().eventFilter(watched, event)


class CommentCard(QFrame):
    """``chosen`` when it is pressed or reached by Tab. ``asked`` carries what is wanted (answer, rewrite, settle,
    reopen, remove, leave), of which comment, and the words where there are some. Enter answers, Space says it is done,
    Delete takes it away, Esc goes back to the text."""

    chosen = Signal(str)
    asked = Signal(str, str, str)

    def __init__(self, thread: Thread, *, read_only: bool, lost: bool) -> None:
        super().__init__()
        self.told = thread
        self.key = thread.comment.id
        self.writing: Writing | None = None
        self.writing_for = ("", "")
        self._read_only = read_only
        self._menus: list[QToolButton] = []
        self.setProperty("role", "comment")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        own = thread.comment
        self.setAccessibleName(_("批注，{by}：{text}").format(by=own.by or _("未署名"), text=own.text))
        self._lay = QVBoxLayout(self)
        margins(self._lay, (12, 8, 8, 8), 4)
        if lost:
            said = _("原话“{words}”已删去").format(words=_short(own.words)) if own.words else _("所批的文字已删去")
            self._lay.addWidget(label(said, tone="amber", voice="small", wrap=True))
        self._say(own, first=True)
        for answer in thread.answers:
            self._say(answer, first=False)
        self._acts = self._make_acts()
        self._lay.addWidget(self._acts)
        self.set_active(False)

    @property
    def done(self) -> bool:
        """Whether the comment was attended to."""
        return self.told.comment.done

    def _say(self, comment: Comment, *, first: bool) -> None:
        who = ElidedLabel(comment.by or _("未署名"), voice="small")
        when = label(_when(comment), tone="faint", voice="small")
        parts: list[QWidget] = [icon_label("circle-check", "celadon", 14)] if first and self.done else []
        more = tool("dots", _("改、删"), role="tiny", edge=14)
        more.clicked.connect(lambda _checked=False, one=comment: self._menu(one, more))
        more.setVisible(False)
        head = row(*parts, who, when, more, spacing=4)
        head.setStretch(len(parts), 1)
        self._menus.append(more)
        more.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        words = label(comment.text, tone="faint" if self.done else "", wrap=True)
        inside = column(head, words, spacing=1, around=(0 if first else 10, 0, 0, 0))
        held = QWidget()
        held.setLayout(inside)
        self._lay.addWidget(held)

    def _make_acts(self) -> QWidget:
        held = QWidget()
        flow = FlowLayout(held, spacing=4)
        if not self._read_only:
            flow.addWidget(button(_("答复"), self.answer, role="link", tip=_("Enter")))
            settle = _("重新提出") if self.done else _("已办")
            flow.addWidget(button(settle, self._settle, role="link", tip=_("空格")))
            flow.addWidget(button(_("改"), lambda: self.rewrite(self.key), role="link"))
            flow.addWidget(button(_("删除"), lambda: self._ask("remove"), role="link", tip=_("Delete")))
        return held

    def set_active(self, active: bool) -> None:
        """It is the one that is looked at: what can be done with it is shown."""
        set_property(self, "active", active)
        self._acts.setVisible(active and not self._read_only and self.writing is None)
        for more in self._menus:
            more.setVisible(active and not self._read_only and len(self.told.answers) > 0)

    def _ask(self, what: str, of: str = "", words: str = "") -> None:
        self.asked.emit(what, of or self.key, words)

    def _settle(self) -> None:
        self._ask("reopen" if self.done else "settle")

    def _menu(self, comment: Comment, at: QWidget) -> None:
        menu = QMenu(self)
        menu.addAction(_("改"), lambda: self.rewrite(comment.id))
        menu.addAction(_("删除"), lambda: self._ask("remove", comment.id))
        menu.popup(at.mapToGlobal(at.rect().bottomLeft()))

    # — writing —

    def answer(self, words: str = "") -> None:
        """Write an answer below."""
        self.write("answer", self.key, words, _("写答复"))

    def rewrite(self, key: str, words: str | None = None) -> None:
        """Say a comment or an answer otherwise."""
        own = next((one for one in (self.told.comment, *self.told.answers) if one.id == key), None)
        if own is not None:
            self.write("rewrite", key, own.text if words is None else words, _("改批注"))

    def write(self, what: str, of: str, words: str, prompt: str) -> None:
        """Open the field to write in; what was being written there is kept first."""
        if self._read_only:
            return
        self.keep()
        self.writing, self.writing_for = Writing(words, prompt), (what, of)
        self.writing.written.connect(self._written)
        self.writing.given_up.connect(self._given_up)
        self._lay.addWidget(self.writing)
        self._acts.hide()
        self.writing.text.document().documentLayout().documentSizeChanged.connect(lambda _size: self.updateGeometry())
        self.chosen.emit(self.key)
        self.writing.take_keyboard()

    def keep(self) -> None:
        """Keep what is being written, as if it had been said to be ready."""
        if self.writing is not None and self.writing.words():
            self._written(self.writing.words())
        elif self.writing is not None:
            self._put_away()

    def _written(self, words: str) -> None:
        what, of = self.writing_for
        self._put_away()
        self._ask(what, of, words)

    def _given_up(self) -> None:
        new = self.writing_for[0] == "write"
        self._put_away()
        if new:
            self._ask("leave")
        else:
            self.setFocus()

    def _put_away(self) -> None:
        if self.writing is not None:
            self.writing.hide()
            self.writing.deleteLater()
            self.writing = None
            self.set_active(bool(self.property("active")))
            self.updateGeometry()

    # — mouse and keys —

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """It is the one that is looked at."""
        super().mousePressEvent(event)
        self.chosen.emit(self.key)

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Reached by Tab: likewise."""
        super().focusInEvent(event)
        if event.reason() != Qt.FocusReason.ActiveWindowFocusReason:
            self.chosen.emit(self.key)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter, Space, Delete, Esc."""
        if event.key() == Qt.Key.Key_Escape:
            self._ask("leave")
        elif self._read_only:
            super().keyPressEvent(event)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.answer()
        elif event.key() == Qt.Key.Key_Space:
            self._settle()
        elif event.key() == Qt.Key.Key_Delete:
            self._ask("remove")
        else:
            super().keyPressEvent(event)


def _when(comment: Comment) -> str:
    try:
        return day_words(datetime.fromisoformat(comment.at))
    except ValueError:
        return ""


def _short(words: str) -> str:
    flat = " ".join(words.split())
    return flat if len(flat) <= _SHOWN else flat[:_SHOWN] + "…"
