"""Beside the other work: pictures that came are held against those there are, and what looks like one is told once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer

from archive_app.gui.i18n import _
from archive_app.gui.workspaces.materials.photo.alike import AlikeDialog
from archive_app.gui.workspaces.materials.thumbs import Thumbnails
from archive_app.gui.workspaces.workspace import Shell

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from archive_app.derived.likeness.comparing import Compared
    from archive_app.gui.jobs import Job
    from archive_app.services.archive import Archive
    from archive_app.services.jobs import Reporter
    from archive_app.services.likeness.finding import Group

FIRST_MS = 30_000
"""After the archive was opened: whoever opened it wants the machine for himself first."""


def _catch_up(reporter: Reporter, archive: Archive) -> Compared:
    """The job: computing goes on in a process of its own."""
    from archive_app.services.likeness.finding import catch_up

    return catch_up(archive, reporter.progress, reporter.cancelled)


class AlikeWatch(QObject):
    """Looks some time after the archive was opened, and after each import."""

    def __init__(self, parent: QWidget, shell: Shell, thumbs: Thumbnails) -> None:
        super().__init__(parent)
        self._desk, self._shell, self._thumbs = parent, shell, thumbs
        self._job: Job | None = None
        self._again = False
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.timeout.connect(self.look)
        if not shell.session.archive.read_only:
            self._soon.start(FIRST_MS)

    def look_soon(self) -> None:
        """Something came in."""
        if not self._shell.session.archive.read_only:
            self._soon.start(300)

    def look(self) -> None:
        """Ask whether there is something to compare, and do it."""
        if self._job is not None and self._job.running:
            self._again = True
            return
        archive = self._shell.session.archive
        self._shell.session.ask(lambda: _is_behind(archive), self._begin, self._gave_up, key=("alike-behind", id(self)))

    def _begin(self, behind: bool) -> None:
        if behind:
            self._job = self._shell.jobs.in_thread(
                _("找像是同一张的照片"), _catch_up, self._shell.session.archive, then=self._found, failed=self._gave_up
            )

    def _gave_up(self, error: Exception) -> None:
        """A disk that takes no derived data: it is looked for again next time; anything else is a fault."""
        from archive_app.domain.errors import ArchiveError

        if not isinstance(error, ArchiveError):
            raise error

    def _found(self, compared: Compared) -> None:
        if self._again:
            self._again = False
            self.look_soon()
        if not compared.pairs:
            return
        archive, fresh = self._shell.session.archive, {one.second for one in compared.pairs}
        self._shell.session.ask(lambda: _open_ones(archive), lambda groups: self._tell(groups, fresh))

    def _tell(self, groups: list[Group], fresh: set[str]) -> None:
        items = {one.item.id for group in groups for one in group.members if one.file["sha256"] in fresh}
        if items:
            words = _("有 {n:,} 张像是已有的照片").format(n=len(items))
            self._shell.toast(words, _("看看"), lambda: self.show_list(items))

    def show_list(self, items: set[str] | frozenset[str] = frozenset()) -> None:
        """What is still to be decided, of these items or of all."""
        AlikeDialog(self._desk, self._shell, self._thumbs, items).exec()


def _is_behind(archive: Archive) -> bool:
    from archive_app.services.likeness.finding import behind

    return behind(archive)


def _open_ones(archive: Archive) -> list[Group]:
    from archive_app.services.likeness.finding import alike

    return alike(archive)
