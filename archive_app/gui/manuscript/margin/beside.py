"""Comments beside a text: what is shown, what is asked of them, and the commands that come of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QToolButton

from archive_app.domain.comments import Comment, answering, commenting, threads
from archive_app.domain.errors import ArchiveError
from archive_app.gui.i18n import _
from archive_app.gui.manuscript import document as pages
from archive_app.gui.manuscript.margin.pane import NEW, MarginPane
from archive_app.gui.manuscript.margin.places import Places, Spot, spot_of
from archive_app.gui.theme import theme
from archive_app.services.texts.commenting import comments_of, removing, rewriting, settling, writing

if TYPE_CHECKING:
    from collections.abc import Callable

    from archive_app.catalogue.commands import Command
    from archive_app.catalogue.store import Record
    from archive_app.gui.manuscript.editor import ManuscriptEditor
    from archive_app.gui.workspaces.workspace import Shell


class Margin(QObject):
    """The comments of an item beside its text in ``editor``. ``opened`` when the margin is opened or closed.

    It opens by itself where something is still to be done, as one who takes a text over wants to see that first.
    """

    opened = Signal(bool)

    def __init__(self, shell: Shell, editor: ManuscriptEditor) -> None:
        super().__init__(editor)
        self._shell, self._session, self._editor = shell, shell.session, editor
        self._record: Record | None = None
        self._comments: tuple[Comment, ...] = ()
        self._closed = False
        self._spot: Spot | None = None
        self._away = False  # shut for a while, by something else that stands beside the text
        self.places = Places(editor.page)
        self.pane: MarginPane | None = None
        self.button = QToolButton()
        self.button.setText(_("批注"))
        self.button.setCheckable(True)
        self.button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.button.setToolTip(_("批注：写在正文旁边、不印出来的话（Ctrl+Alt+N；写一条按 Ctrl+Alt+M）"))
        self.button.clicked.connect(lambda _checked=False: self.toggle())
        editor.add_to_corner(self.button)
        editor.page.cursorPositionChanged.connect(self._cursor_moved)

    @property
    def on(self) -> bool:
        """Whether the margin is open."""
        return self.pane is not None and not self.pane.isHidden()

    # — the item —

    def show_record(self, record: Record) -> None:
        """Another item, or the same as it stands now: its text is in the editor already."""
        fresh = self._record is None or self._record.id != record.id
        self._record, self._comments = record, comments_of(record)
        self.button.show()
        if fresh and self.pane is not None:
            self.pane.drop_new()
        count = sum(not one.answers for one in self._comments)
        self.button.setText(_("批注 {n}").format(n=count) if count else _("批注"))
        if fresh:
            self._away = False
            waiting = any(not one.done and not one.answers for one in self._comments)
            if waiting != self.on:
                (self.open if waiting else self.close)()
                return
        self._show()

    def show_nothing(self) -> None:
        """The text is no item's, or another's: it has no margin."""
        if self.on:
            self.close()
        self._record, self._comments = None, ()
        self.places.show(())
        self.button.hide()

    def set_closed(self, *, read_only: bool) -> None:
        """``read_only``: nothing of the item can be changed, comments neither."""
        if read_only != self._closed:
            self._closed = read_only
            self._show()

    def _show(self) -> None:
        if self._record is None:
            return
        found = threads(self._comments, self._editor.manuscript()) if self._comments else []
        self.places.show(found)
        if self.pane is not None:
            self.pane.show_threads(found, read_only=self._closed)
        self.places.tint(self.pane.active if self.pane is not None else "", shown=self.on)

    # — open and closed —

    def toggle(self) -> None:
        """Open the margin or close it."""
        if self._record is None:
            return
        if self.on:
            self.close()
            self._editor.setFocus()
        else:
            self.open()

    def open(self) -> None:
        """Show it beside the text, or below where there is little room."""
        pane = self.pane or self._make_pane()
        pane.show()
        self._editor.fit_margin()
        self._show()
        self.button.setChecked(True)
        self.opened.emit(True)

    def close(self) -> None:
        """Only the text again; what was being written is kept."""
        if self.pane is not None:
            self.pane.keep()
            self.pane.hide()
        self.places.tint("", shown=False)
        self._editor.fit_margin()
        self.button.setChecked(False)
        self.opened.emit(False)

    def make_way(self, away: bool) -> None:
        """Something else wants to stand beside the text, or no longer does."""
        if away and self.on:
            self.close()
            self._away = True
        elif not away and self._away:
            self._away = False
            self.open()

    def _make_pane(self) -> MarginPane:
        made = self.pane = MarginPane(self._editor.page, self.places)
        made.setMinimumWidth(theme().dp(180))
        made.asked.connect(self._asked)
        made.gone_to.connect(self._go)
        made.wanted.connect(self.write)
        made.closed.connect(self.toggle)
        self._editor.set_margin(made)
        return made

    # — going about —

    def step(self, by: int) -> None:
        """To the next comment or the one before; the first time, the margin is opened."""
        if not self._comments:
            self._shell.toast(_("这篇还没有批注。选中一段话，按 Ctrl+Alt+M 写一条。"))
            return
        if not self.on:
            self.open()
        if self.pane is not None:
            self.pane.step(by)

    def _go(self, key: str) -> None:
        cursor = self.places.cursor(key)
        if cursor is None or key == NEW:
            return
        start = QTextCursor(cursor)
        start.setPosition(cursor.selectionStart())
        page = self._editor.page
        seen = page.cursorRect(start)
        if not page.viewport().rect().contains(seen.topLeft()):
            bar = page.verticalScrollBar()
            bar.setValue(bar.value() + seen.top() - page.viewport().height() // 3)

    def _cursor_moved(self) -> None:
        if self.on and self.pane is not None and self._editor.page.hasFocus():
            self.pane.light(self.places.at(self._editor.page.textCursor().position()))

    # — writing —

    def write(self) -> None:
        """A comment on what is selected, on the words round the cursor, or on the note one is in."""
        if self._record is None:
            return
        if self._closed:
            self._shell.toast(_("这件资料现在不能改，也不能写批注。"))
            return
        spot = self._editor.note_spot() or spot_of(self._editor.page)
        if spot is None:
            self._shell.toast(_("这篇还没有正文，写了才能批。"))
            return
        if not self.on:
            self.open()
        if self.pane is None:
            return
        if not self.pane.writing_new:
            self._spot = spot
            self.places.hold(NEW, spot)
        self.pane.write_new(self._session.archive.actor)

    def _asked(self, what: str, of: str, words: str) -> None:
        if what == "leave":
            if self.pane is not None and of == NEW:
                self.pane.drop_new()
                self.places.drop(NEW)
                self._show()
            self._editor.setFocus()
            return
        record = self._session.record(self._record.id) if self._record is not None else None
        if record is None:
            return
        if what == "write":
            self._post(record, words)
            return
        actor = self._session.archive.actor
        known = {one.id: one for one in comments_of(record)}
        acts: dict[str, Callable[[], Command]] = {
            "answer": lambda: writing(record, answering(known[of], words, by=actor)),
            "rewrite": lambda: rewriting(record, of, words),
            "settle": lambda: settling(record, of, done=True),
            "reopen": lambda: settling(record, of, done=False),
            "remove": lambda: removing(record, of),
        }
        self._do(acts[what])
        if what == "remove":
            self._shell.toast(_("删了一条批注"), _("撤销"), self._shell.actions_table["edit.undo"].trigger)
            self._editor.setFocus()
        elif self.pane is not None and (card := self.pane.card(self.pane.active)) is not None:
            card.setFocus()

    def _post(self, record: Record, words: str) -> None:
        """Keep the new comment at the words its spot has come to while it was written."""
        self._editor.step_ended.emit()  # the text that it is on is kept first
        spot, manuscript = self._spot, self._editor.manuscript()
        cursor = self.places.cursor(NEW)
        if (
            spot is not None
            and not spot.part
            and cursor is not None
            and cursor.hasSelection()
            and spot.end > spot.start
        ):
            block = self._editor.page.document().findBlock(cursor.selectionStart())
            first = pages.point_at(block, cursor.selectionStart() - block.position())
            last = pages.point_at(block, min(cursor.selectionEnd() - block.position(), block.length() - 1))
            spot = Spot(str(block.blockFormat().property(pages.ID) or spot.block), "", first, last)
        if self.pane is not None:
            self.pane.drop_new()
        self.places.drop(NEW)
        if spot is not None:
            actor = self._session.archive.actor
            comment = commenting(manuscript, spot.block, spot.start, spot.end, words, by=actor, part=spot.part)
            self._do(lambda: writing(record, comment))
            if self.pane is not None:
                self.pane.active = comment.id
        self._editor.setFocus()

    def _do(self, made: Callable[[], Command]) -> None:
        try:
            command = made()
        except ArchiveError as error:
            self._shell.show_error(error)
            return
        self._session.execute(command, failed=self._shell.show_error)

    def flush(self) -> None:
        """Keep what is being written."""
        if self.pane is not None:
            self.pane.keep()
