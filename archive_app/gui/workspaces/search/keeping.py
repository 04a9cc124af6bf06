"""The index kept up with what is written, beside whoever searches."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal
from shiboken6 import isValid

from archive_app.domain.errors import StorageFailed
from archive_app.gui.i18n import _
from archive_app.gui.jobs import Job
from archive_app.gui.workspaces.workspace import Shell
from archive_app.services.jobs import JobState
from archive_app.services.searching import build_index

_REST_MS = 400


class IndexKeeper(QObject):
    """Follows what is written; where there is no index, has it built by another process. One goes on searching."""

    fresh = Signal()
    """The same search may have another answer now."""
    noted = Signal(str)
    """What there is to say of the index; nothing where all is well."""

    def __init__(self, parent: QObject, shell: Shell) -> None:
        super().__init__(parent)
        self._shell, self._session, self._search = shell, shell.session, shell.session.search
        self.note = ""
        self.building = False
        self._missed = False
        self._told = self._session.archive.catalogue.sequence
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(_REST_MS)
        self._rest.timeout.connect(self.catch_up)
        self._session.changed.connect(self._on_change)

    @property
    def resting(self) -> bool:
        """Whether something was written that is taken in a moment."""
        return self._rest.isActive()

    def catch_up_soon(self) -> None:
        """After a rest, so that much written in a row is taken at once."""
        self._rest.start()

    def _on_change(self, _done: object) -> None:
        # a method of the object, not a lambda: the connection ends with the object
        self.catch_up_soon()

    def catch_up(self) -> None:
        """Bring the index up to what was written meanwhile."""
        if self.building:
            self._missed = True  # what is built may have been read before it was written
            return
        if self._search.to_build:
            self._build()
        else:
            self._session.ask(self._follow, self._followed, key="follow")

    def _follow(self) -> tuple[int, int]:
        """Take what was written; where that has become much, another process gathers it while one goes on.

        How many records were taken, and up to where the index is now.
        """
        taken = self._search.follow()
        self._search.tidy()
        return taken, self._session.archive.catalogue.sequence

    def _followed(self, found: tuple[int, int]) -> None:
        taken, sequence = found
        if isValid(self) and (taken or sequence != self._told):  # somebody else may have had it taken
            self._told = sequence
            self.fresh.emit()

    # — where there is none —

    def _build(self) -> None:
        self.building = True
        root = self._session.archive.root
        job = self._shell.jobs.in_process(
            _("建立检索索引"), build_index, root, then=self._built, failed=self._not_built
        )
        job.progressed.connect(lambda: self._say_building(job) if isValid(self) else None)
        job.ended.connect(self._build_ended)
        self._say_building(job)

    def _not_built(self, error: Exception) -> None:
        """A disk that is full or protected keeps nobody from searching; anything else is shown."""
        if isinstance(error, OSError | StorageFailed):
            self._search.refuse(error)
        else:
            self._shell.show_error(error)

    def _say_building(self, job: Job) -> None:
        done = f"{round(job.share * 100)}%" if job.share >= 0 else ""
        words = _("正在建立检索索引 {done} {left}，这会儿也能检索，只是慢一些。")
        self._say(" ".join(words.format(done=done, left=job.time_left_words()).split()).replace(" ，", "，"))

    def _build_ended(self, job: Job) -> None:
        """However it ended: done, failed or stopped by hand."""
        if isValid(self):
            self.building = False
            if self._missed:
                self._missed = False
                self.catch_up_soon()
            failed = _("索引没有建成，过一会儿会重试；这会儿也能检索，只是慢一些。")
            self._say("" if job.state is JobState.DONE else failed)

    def _built(self, _count: object) -> None:
        if isValid(self):  # the window may have been built anew meanwhile
            self._search.reload()
            self._search.tidy()
            self.fresh.emit()

    def _say(self, words: str) -> None:
        self.note = words
        self.noted.emit(words)
