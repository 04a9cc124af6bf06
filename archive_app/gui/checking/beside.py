"""A text with its remarks beside it, where somebody asked for them; nothing is read or checked before."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QResizeEvent, QTextCursor
from PySide6.QtWidgets import QSplitter, QWidget

from archive_app.domain.errors import ArchiveError
from archive_app.gui.composition import composing
from archive_app.gui.i18n import _
from archive_app.gui.manuscript.editor import ManuscriptEditor
from archive_app.gui.theme import theme
from archive_app.gui.widgets.basics import column
from archive_app.gui.workspaces.workspace import Shell

if TYPE_CHECKING:
    from archive_app.catalogue.store import Record
    from archive_app.domain.remarks import Remark
    from archive_app.gui.checking.pane import RemarksPane
    from archive_app.gui.checking.tints import Tints
    from archive_app.services.checking.house_style import Usage

_REST_MS = 700
"""While one writes, the text is looked through when one has rested so long."""
_BESIDE_DP = 640
"""With less room the list stands below the text."""


class CheckedText(QWidget):
    """``opened`` when the list of remarks is opened or closed."""

    opened = Signal(bool)

    def __init__(self, shell: Shell, editor: ManuscriptEditor) -> None:
        super().__init__()
        self._shell = shell
        self._session = shell.session
        self._editor = editor
        self._record: Record | None = None
        self._closed = (False, False)
        self._asked = 0
        self.pane: RemarksPane | None = None
        self.tints: Tints | None = None
        self._parts = QSplitter()
        self._parts.setChildrenCollapsible(False)
        self._parts.addWidget(editor)
        self.setLayout(column(self._parts, spacing=0))
        self.setFocusProxy(editor)
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(_REST_MS)
        self._rest.timeout.connect(self._check)
        editor.edited.connect(self._edited)

    @property
    def on(self) -> bool:
        """Whether the remarks are shown."""
        return self.pane is not None and not self.pane.isHidden()

    def toggle(self) -> None:
        """Open the list with the keyboard in it, or close it."""
        if self.on:
            self.close_list()
            return
        pane = self.pane or self._make_pane()
        pane.show()
        self._fit()
        self._check()
        pane.list.setFocus()
        self.opened.emit(True)

    def close_list(self) -> None:
        """Only the text again."""
        if self.pane is None or self.tints is None:
            return
        self._asked += 1
        self._rest.stop()
        self.pane.hide()
        self.tints.show_remarks((), ())
        self._editor.setFocus()
        self.opened.emit(False)

    def step(self, by: int) -> None:
        """To the next remark or the one before; the first time, the list is opened."""
        if not self.on:
            self.toggle()
        elif self.pane is not None:
            self.pane.step(by)

    def _make_pane(self) -> RemarksPane:
        from archive_app.gui.checking.pane import RemarksPane
        from archive_app.gui.checking.tints import Tints

        made = self.pane = RemarksPane()
        self.tints = Tints(self._editor.page)
        made.setMinimumWidth(theme().dp(200))
        made.set_closed(read_only=self._closed[0], frozen=self._closed[1])
        made.chosen.connect(self._go)
        made.passed.connect(self._pass)
        made.taken.connect(self._take)
        made.again.connect(self._ask_again)
        made.usages_wanted.connect(self.edit_usages)
        made.closed.connect(self.close_list)
        self._parts.addWidget(made)
        self._parts.setStretchFactor(0, 1)
        self._parts.setStretchFactor(1, 0)
        return made

    # — the text —

    def show_record(self, record: Record) -> None:
        """Another item, or the same as it stands now: its text is in the editor already."""
        fresh = self._record is None or self._record.id != record.id
        self._record = record
        if self.on:
            if fresh and self.pane is not None:
                self.pane.list.clear()
            self._check()

    def set_closed(self, *, read_only: bool, frozen: bool) -> None:
        """``read_only``: nothing of the item can be changed; ``frozen``: its text cannot."""
        self._closed = (read_only, frozen)
        if self.pane is not None:
            self.pane.set_closed(read_only=read_only, frozen=frozen)

    def _edited(self) -> None:
        if self.on:
            self._rest.start()

    def _check(self) -> None:
        """Look the text through as it is written now, beside the thread that paints."""
        if self._record is None or not self.on:
            return
        if composing():
            self._rest.start()
            return
        from archive_app.services.checking.run import in_words, remarks_of

        self._asked += 1
        asked, record, manuscript = self._asked, self._record, self._editor.manuscript()
        archive, names = self._session.archive, self._session.names

        def look() -> tuple[list[Remark], list[str]]:
            found = remarks_of(archive, names, record, manuscript)
            return found, [in_words(remark, ground=False) for remark in found]

        self._session.ask(
            look,
            lambda found: self._show(asked, record, found[0], found[1]),
            lambda error: self._failed(asked, error),
            key=("checking", id(self)),
        )

    def _show(self, asked: int, record: Record, remarks: list[Remark], said: list[str]) -> None:
        """What was found, unless the text went on meanwhile: then it is looked at again when it rests."""
        if asked != self._asked or self.pane is None or self.tints is None or self._rest.isActive():
            return
        self.tints.show_remarks(remarks, said)
        self.pane.show_remarks(remarks, said, len(record.values.get("passed") or ()))

    def _failed(self, asked: int, error: Exception) -> None:
        if asked == self._asked and self.pane is not None:
            self.pane.say_failed(_("没有查成。"))
            self._shell.show_error(error)

    # — what is answered —

    def _go(self, remark: Remark) -> None:
        part, _colon, key = remark.part.partition(":")
        if part == "note":
            self._editor.show_note(key, remark.start)
            return
        page = self._editor.page
        cursor = self.tints.cursor_of(remark) if self.tints is not None else None
        page.show_place(remark.block, *((remark.start, remark.end) if part == "text" else (0, 1)))
        if cursor is not None:
            page.setTextCursor(cursor)

    def _pass(self, remark: Remark, everywhere: bool) -> None:
        from archive_app.services.checking.passing import passing

        record = self._session.record(self._record.id) if self._record is not None else None
        if record is not None:
            command = passing(record, remark, everywhere=everywhere, by=self._session.archive.actor)
            self._session.execute(command, failed=self._shell.show_error)

    def _ask_again(self) -> None:
        from archive_app.services.checking.passing import asking_again

        if self._record is not None:
            self._session.execute(asking_again(self._record), failed=self._shell.show_error)

    def _take(self, remarks: list[Remark]) -> None:
        """Write them as they are said: as if one had typed it; all of them are one change of the text."""
        page = self._editor.page
        if self.tints is None or page.isReadOnly():
            return
        places = [(self.tints.cursor_of(remark), remark.instead) for remark in remarks]
        there = [(cursor, instead) for cursor, instead in places if cursor is not None]
        if there:
            whole = QTextCursor(page.document())
            whole.beginEditBlock()
            for cursor, instead in there:
                cursor.insertText(instead)
            whole.endEditBlock()
            page.setTextCursor(there[-1][0])
        self._rest.stop()
        self._check()

    # — the office's words —

    def edit_usages(self) -> None:
        """Show the list of 规范用语; what is changed is kept with the archive, and looked for at once."""
        from archive_app.gui.checking.usages_dialog import UsagesDialog
        from archive_app.services.house_style import read_list

        try:
            before = read_list(self._session.archive.root)
        except ArchiveError as error:
            self._shell.show_error(error)
            return
        dialog = UsagesDialog(self.window(), before, read_only=self._session.archive.read_only)
        if dialog.exec() and dialog.usages != before:
            self.keep_usages(dialog.usages, before)

    def keep_usages(self, usages: tuple[Usage, ...], before: tuple[Usage, ...] | None = None) -> None:
        """Write the list; where it took the place of ``before``, that can be had back."""
        from archive_app.services.house_style import write_list

        def kept(_usages: object) -> None:
            if before is not None:
                words = _("规范用语表已改，共 {n} 条").format(n=len(usages))
                self._shell.toast(words, _("撤销"), lambda: self.keep_usages(before))
            self._check()

        root = self._session.archive.root
        self._session.write(lambda: write_list(root, usages), kept, self._shell.show_error)

    # — room —

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Beside the text, or below it where there is little room."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        beside = self.width() >= theme().dp(_BESIDE_DP)
        way = Qt.Orientation.Horizontal if beside else Qt.Orientation.Vertical
        if self.on and (self._parts.orientation() != way or not self._parts.sizes()[1]):
            self._parts.setOrientation(way)
        if self.on and self.pane is not None and not self.pane.property("fitted"):
            whole = self.width() if beside else self.height()
            share = min(theme().dp(320), whole // 2) if beside else whole * 2 // 5
            self._parts.setSizes([whole - share, share])
            self.pane.setProperty("fitted", True)
