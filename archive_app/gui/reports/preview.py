"""What a report would be, gathered off the painting thread and set as sheets; only the newest question is answered."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from archive_app.domain.errors import ArchiveError
from archive_app.gui.thread_line import Line
from archive_app.gui.workspaces.workspace import Shell

if TYPE_CHECKING:
    from archive_app.gui.jobs import Job
    from archive_app.services.reporting import Made, Report, Wanted
    from archive_app.typeset.layout import Layout

AT_ONCE = 3_000
"""Items that are gathered unasked; more only when somebody asks."""
SHOWN = 300
"""Rows or papers of which sheets are set to be looked at."""
_HERE = {"Table": 300, "Forms": 12, "Cards": 12}
"""Rows or papers that are set on the thread; more in a process, which takes a moment to begin."""


class _Superseded(ArchiveError):
    """Something else is asked for meanwhile."""


class Preview(QObject):
    """``gathered`` when the report is known, ``laid_out`` when its sheets are, ``failed`` with why there are none."""

    gathered = Signal(object)
    laid_out = Signal(object)
    failed = Signal(object)
    progressed = Signal(str)
    """What is being done, told from the thread that does it."""

    def __init__(self, shell: Shell, parent: QObject) -> None:
        super().__init__(parent)
        self._shell = shell
        self._ticket = 0
        self._job: Job | None = None
        self._line = Line(self, self.progressed.emit)
        self.made: Made | None = None
        """The whole report, where it is known."""
        self.layout: Layout | None = None

    def show(self, report: Report, wanted: Wanted) -> None:
        """Gather a report, in place of whatever is being gathered."""
        from archive_app.services.reporting import gather

        self.drop()
        ticket, archive, line = self._ticket, self._shell.session.archive, self._line

        def progress(share: float, words: str) -> None:
            if self._ticket != ticket:
                raise _Superseded("", "")
            line(words)

        self._shell.session.ask(
            lambda: gather(archive, report, wanted, progress), self._gathered, self._failed, key=("report", id(self))
        )

    def drop(self) -> None:
        """Nobody waits for the answer any more."""
        self._ticket += 1
        self.made = self.layout = None
        if self._job is not None:
            self._job.cancel()
            self._job = None

    def _gathered(self, made: Made) -> None:
        from archive_app.services.reporting import first_rows, set_apart, set_made

        self.made = made
        self.gathered.emit(made)
        few = first_rows(made, SHOWN)
        ticket = self._ticket
        if len(few.rows) <= _HERE[type(made).__name__]:
            self._shell.session.ask(
                lambda: set_made(few), self._laid_out, self._failed, key=("report-sheets", id(self))
            )
            return

        def then(layout: Layout) -> None:
            if self._ticket == ticket:
                self._laid_out(layout)

        self._job = self._shell.jobs.in_process("报表", set_apart, few, then=then, failed=self._failed)

    def _laid_out(self, layout: Layout) -> None:
        self._job = None
        self.layout = layout
        self.laid_out.emit(layout)

    def _failed(self, error: Exception) -> None:
        if not isinstance(error, _Superseded):
            self.failed.emit(error)
