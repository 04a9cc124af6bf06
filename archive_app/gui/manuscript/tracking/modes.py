"""显示: 原稿, 含修订, 改后 — which face of a text in 校 is in front. Nothing is made before somebody looks."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QStackedWidget, QWidget

from archive_app.domain.workflow import IN_PROOF, State
from archive_app.gui.i18n import _
from archive_app.gui.manuscript.document import ID
from archive_app.gui.widgets.basics import ElidedLabel, column, label, line, pane, row
from archive_app.gui.widgets.segments import Segments

if TYPE_CHECKING:
    from PySide6.QtGui import QPixmap

    from archive_app.catalogue.store import Record
    from archive_app.gui.manuscript.sheet import Sheet
    from archive_app.gui.manuscript.tracking.text import TrackedText
    from archive_app.gui.workspaces.workspace import Shell

BASE, TRACKED, AFTER = "base", "tracked", "after"
_HELD = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.MetaModifier


class TrackingModes(QWidget):
    """``base`` is the text as it stands (``page`` its writing surface); ``changed`` when another face is in front."""

    changed = Signal()

    def __init__(self, shell: Shell, base: QWidget, page: Sheet, picture: Callable[[str], QPixmap | None]) -> None:
        super().__init__()
        self._shell, self._page, self._picture = shell, page, picture
        self._record: Record | None = None
        self._text: Any = None
        self._closed = False
        self.tracked: TrackedText | None = None
        self.faces = Segments([(BASE, _("原稿"), ""), (TRACKED, _("含修订"), ""), (AFTER, _("改后"), "")])
        self.faces.setToolTip(_("原稿：现在的正文；含修订：在这里写，就是提改动；改后：都采纳了的样子（Ctrl+Shift+E）"))
        self.faces.chosen.connect(self.show_face)
        self._hint = ElidedLabel(tone="faint", voice="small")
        head = row(
            label(_("显示"), tone="faint", voice="small"), self.faces, self._hint, spacing=8, around=(16, 5, 16, 5)
        )
        head.setStretch(2, 1)
        self._bar = pane(column(head, line(), spacing=0))
        self._bar.hide()
        self._stack = QStackedWidget()
        self._stack.addWidget(base)
        lay = column(self._bar, self._stack, spacing=0)
        lay.setStretch(1, 1)
        self.setLayout(lay)
        self.setFocusProxy(base)
        page.installEventFilter(self)

    @property
    def on(self) -> bool:
        """Whether proposals are in front."""
        return self.tracked is not None and self._stack.currentWidget() is self.tracked

    @property
    def face(self) -> str:
        """Which one is in front."""
        return self.faces.choice() if self.on else BASE

    @property
    def possible(self) -> bool:
        """Whether there is anything but the text itself."""
        return not self._bar.isHidden()

    def show_record(self, record: Record, text: Any = None) -> None:
        """Another item, or the same as it stands now; ``text`` is what a frozen volume prints of it."""
        fresh = self._record is None or self._record.id != record.id
        self._record, self._text = record, text
        rows = record.values.get("corrections") or ()
        waiting = sum(not row.get("state") for row in rows)
        proofs = State(record["state"]) in IN_PROOF and not record.trashed and bool(record["manuscript"])
        self._bar.setVisible(proofs or bool(rows))
        self._say(waiting)
        if self._bar.isHidden():
            self._front(BASE)
        elif fresh:
            self._front(TRACKED if waiting and proofs else BASE)
        if self.tracked is not None:
            if fresh and not self.on:
                self.tracked.page.forget()
            if self.on:
                self.tracked.show_record(record, text, fresh=fresh)

    def show_nothing(self) -> None:
        """The text is no item's."""
        self._record = None
        self._bar.hide()
        self._front(BASE)

    def set_closed(self, *, closed: bool) -> None:
        """``closed``: nothing of the item can be changed."""
        self._closed = closed
        if self.tracked is not None:
            self.tracked.set_closed(closed=closed)

    def show_face(self, name: str) -> None:
        """Bring a face to the front; one stays at the same place of the text."""
        if self._record is None or self._bar.isHidden():
            self._shell.toast(_("定稿以后、付印以前，才提改动。"))
            return
        self._front(name)
        self.keyboard.setFocus()

    def toggle(self) -> None:
        """The text itself, or with its proposals."""
        self.show_face(BASE if self.on else TRACKED)

    def _front(self, name: str) -> None:
        was = self.face
        if name == BASE:
            if self.on and self.tracked is not None:
                self.tracked.flush()
            self._stack.setCurrentIndex(0)
        elif self._record is not None:
            made = self.tracked or self._make()
            shown = self._stack.currentWidget() is made
            self._stack.setCurrentWidget(made)
            made.set_mode(name)
            if not shown:
                made.show_record(self._record, self._text, fresh=False)
        self.faces.choose(name if self._record is not None else BASE)
        self.setFocusProxy(self._stack.currentWidget())
        if was != name:
            self.changed.emit()

    def _make(self) -> TrackedText:
        from archive_app.gui.manuscript.tracking.text import TrackedText

        made = self.tracked = TrackedText(self._shell, self._picture)
        made.set_closed(closed=self._closed)
        made.counted.connect(self._say)
        self._stack.addWidget(made)
        return made

    def _say(self, waiting: int) -> None:
        words = _("{n} 条改动等着处理").format(n=waiting) if waiting else _("没有待处理的改动")
        self._hint.setText(words)

    @property
    def keyboard(self) -> QWidget:
        """Where one reads or writes."""
        return self.tracked.page if self.on and self.tracked is not None else self._page

    def show_place(self, block: str, start: int, end: int) -> None:
        """Bring a stretch of a block into view on the page that is in front."""
        made = self.tracked
        if made is None or not self.on:
            self._page.show_place(block, start, end)
        elif made.page.has_block(block):
            made.page.show_place(block, start, end)
        else:
            made.when_shown(lambda: made.page.show_place(block, start, end))

    def step(self, by: int) -> None:
        """The next proposal or the one before."""
        if self.tracked is not None:
            self.tracked.step(by)

    def decide(self, accept: bool) -> None:
        """Accept or refuse the proposal one is at."""
        if self.on and self.tracked is not None:
            self.tracked.decide(accept)
        else:
            self.show_face(TRACKED)

    def flush(self) -> None:
        """Keep what was written."""
        if self.tracked is not None:
            self.tracked.flush()

    @property
    def pending(self) -> bool:
        """Whether something is written that is not kept."""
        return self.tracked is not None and bool(self.tracked.page.touched)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Who begins to write in a text that stands is led to where writing proposes."""
        if (
            event.type() == QEvent.Type.KeyPress
            and isinstance(event, QKeyEvent)
            and watched is self._page
            and self._page.isReadOnly()
            and not self._closed
            and self._record is not None
            and State(self._record["state"]) in IN_PROOF
            and self.possible
            and _writes(event)
        ):
            at = self._page.textCursor()
            block, inside = at.block().blockFormat().property(ID), at.positionInBlock()
            self.show_face(TRACKED)
            if self.tracked is not None:
                self.tracked.when_shown(lambda: self._stand(str(block), inside))
            self._shell.toast(_("定稿的文字不直接改：在“含修订”里接着写，写的就是改动建议。"))
            return True
        return super().eventFilter(watched, event)

    def _stand(self, block: str, inside: int) -> None:
        if self.tracked is not None:
            self.tracked.page.show_place(block, inside, inside)


def _writes(event: QKeyEvent) -> bool:
    keys = (Qt.Key.Key_Backspace, Qt.Key.Key_Delete, Qt.Key.Key_Return, Qt.Key.Key_Enter)
    typed = bool(event.text()) and event.text().isprintable() and not event.modifiers() & _HELD
    return typed or (event.key() in keys and not event.modifiers() & _HELD)
