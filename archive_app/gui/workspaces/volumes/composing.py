"""How the volume that is shown becomes pages: compiled, set apart, shown as they arrive, or why it could not be."""

from __future__ import annotations

from typing import TYPE_CHECKING

from archive_app.domain.errors import ArchiveError
from archive_app.domain.manuscript import Manuscript
from archive_app.gui.i18n import _
from archive_app.gui.workspaces.volumes.left import PROOFS, STORY
from archive_app.gui.workspaces.volumes.setting import PageSetter
from archive_app.typeset.book import Book
from archive_app.typeset.fonts.own import FOLDER
from archive_app.typeset.layout import Layout
from archive_app.volumes.compile import Compiler

if TYPE_CHECKING:
    from archive_app.gui.workspaces.volumes.workspace import VolumesWorkspace

_EMPTY_VOLUME = "empty-volume"


class Composing:
    """Keeps the pages of one volume at what is stored, and ahead of it while its text is being written."""

    def __init__(self, workspace: VolumesWorkspace) -> None:
        self._workspace = workspace
        self.book: Book | None = None
        """The volume as it was compiled last."""
        archive = workspace.session.archive
        self._compiler = Compiler(archive.catalogue, archive.original, archive.root / FOLDER)
        self.setter = PageSetter(workspace.shell.jobs, workspace)
        self.setter.arrived.connect(self._arrived)
        self.setter.ended.connect(self._ended)
        self.setter.failed.connect(self._failed)
        self.setter.stopped.connect(self._stopped)

    def forget(self) -> None:
        """Another volume is shown: nothing of this one's pages is good for it."""
        self.book = None
        self.setter.forget()

    def follow(self) -> None:
        """Set what is stored now; a text being written is set already, and stored in a moment."""
        workspace = self._workspace
        volume = workspace.volume
        if volume and not (workspace.left.has(STORY) and workspace.story.pending):
            workspace.ask(lambda: self._compiler.book(volume), self._compose, self._not_ready, key="book")

    def written(self, article: str, text: Manuscript) -> None:
        """The text of an article is being written: its pages come before it is stored."""
        book = self.book
        if book is not None:
            self._workspace.ask(lambda: self._compiler.with_text(book, article, text), self._compose, key="book")

    def _compose(self, book: Book) -> None:
        if book == self.book:
            return
        self.book = book
        if not self.setter.layout.pages:
            self._workspace.said.setText(_("正在排版…"))
        self.setter.set(book)

    def _arrived(self) -> None:
        self._workspace.sheets_pane.show_layout(self.setter.layout)
        self._workspace.refresh_make()

    def _ended(self) -> None:
        workspace = self._workspace
        workspace.said.setText("")
        workspace.showing.pages_there()
        workspace.adjusting.pages_set()
        workspace.checking.pages_set()
        if workspace.left.has(PROOFS):
            workspace.proofs.ask_again()

    def _stopped(self) -> None:
        self.book = None
        self._workspace.said.setText(_("没有排完"))

    def _failed(self, error: Exception) -> None:
        self._stopped()
        self._workspace.shell.show_error(error)

    def _not_ready(self, error: Exception) -> None:
        workspace = self._workspace
        self.forget()
        workspace.sheets_pane.show_layout(Layout("", ()))
        workspace.refresh_make()
        if not isinstance(error, ArchiveError):
            raise error
        if error.code == _EMPTY_VOLUME:
            workspace.sheets_pane.say_empty()
        else:
            workspace.said.setText(str(error))
