"""The window's side of `archive_app.services.preview`: a book goes in, pages come out as they stand."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from archive_app.domain.errors import ArchiveError
from archive_app.gui.i18n import _
from archive_app.gui.jobs import Job, JobBoard, JobFault
from archive_app.gui.thread_line import Line
from archive_app.services.jobs import JobState, Reporter
from archive_app.services.preview import Failed, Frame, More, Preview, Told, Underway, assembled
from archive_app.typeset.book import Book
from archive_app.typeset.layout import Layout, Page

_SHOWN_AFTER_MS = 500
"""Setting that takes longer is shown among the jobs, where it can be stopped."""


class PageSetter(QObject):
    """Keeps the pages of the newest book. ``arrived`` whenever there are others, ``ended`` when all of them are there
    (or none will come: then ``failed`` said why)."""

    arrived = Signal()
    underway = Signal(str)
    ended = Signal()
    failed = Signal(object)
    stopped = Signal()
    _told = Signal(object)

    def __init__(self, jobs: JobBoard, parent: QObject) -> None:
        super().__init__(parent)
        self._jobs = jobs
        self.layout = Layout("", ())
        """The newest pages; those still to come are blank, or as they were before."""
        self.busy = False
        self._pages: list[Page] = []
        self._ticket = 0
        self._fresh = True
        self._job: Job | None = None
        self._over = threading.Event()
        self._share, self._words = 0.0, ""
        self._told.connect(self._hear, Qt.ConnectionType.QueuedConnection)
        self._line = Line(self, self._told.emit)
        self._preview = Preview(self._line)
        self._late = QTimer(self)
        self._late.setSingleShot(True)
        self._late.setInterval(_SHOWN_AFTER_MS)
        self._late.timeout.connect(self._show_job)
        self.destroyed.connect(_closing(self._preview, self._line, self._over))

    def prepare(self) -> None:
        """A book may come soon."""
        self._preview.start()

    def set(self, book: Book) -> None:
        """Set a book; what is there stays until its pages come."""
        self._ticket = self._preview.set(book, fresh=self._fresh)
        self._fresh = False
        if not self.busy:
            self.busy = True
            self._over.clear()
            self._late.start()

    def forget(self) -> None:
        """Another book comes next, or none: the pages of this one say nothing about it."""
        self._pages, self._fresh = [], True
        self.layout = Layout("", ())
        self._ticket = 0
        self._end()

    def look(self, first: int, last: int) -> None:
        """These pages are in view."""
        self._preview.look(first, last)

    def close(self) -> None:
        """End the process."""
        _closing(self._preview, self._line, self._over)()

    # — what comes back —

    def _hear(self, told: Told) -> None:
        if told.ticket != self._ticket:
            # a newer book is being set: nothing of this one will be asked for, but its pages are on this side now
            self._pages = _taken(self._pages, told)
            return
        if isinstance(told, Underway):
            self._share, self._words = told.share, told.words
            self.underway.emit(told.words)
        elif isinstance(told, Failed):
            self._end()
            self.failed.emit(JobFault(told.fault) if told.error is None else _refusal(*told.error))
        else:
            self._pages = _taken(self._pages, told)
            layout = told.layout if isinstance(told, Frame) else self.layout
            self.layout = replace(layout, pages=tuple(self._pages))
            self.arrived.emit()
            if told.done:
                self._end()

    def _end(self) -> None:
        self._late.stop()
        self._over.set()
        if self.busy:
            self.busy = False
            self.ended.emit()

    # — among the jobs —

    def _show_job(self) -> None:
        if self.busy and self._job is None:
            self._job = self._jobs.in_thread(_("排版"), self._watch)
            self._job.ended.connect(self._job_ended)

    def _watch(self, reporter: Reporter) -> None:
        while not self._over.wait(0.1):
            reporter.progress(self._share, self._words)
            if reporter.cancelled():
                return

    def _job_ended(self, job: Job) -> None:
        self._job = None
        if job.state is JobState.CANCELLED and self.busy:
            self._preview.stop()
            self._pages = list(self.layout.pages)
            self._end()
            self.stopped.emit()


def _taken(pages: list[Page], told: Told) -> list[Page]:
    if isinstance(told, Frame):
        return assembled(pages, told)
    if isinstance(told, More):
        for number, page in told.pages.items():
            if number < len(pages):
                pages[number] = page
    return pages


def _refusal(message: str, remedy: str, code: str) -> ArchiveError:
    return ArchiveError(message, remedy, code=code)


def _closing(preview: Preview, line: Line, over: threading.Event) -> Callable[[], None]:
    """Ends the process when the window's part has gone, without holding on to it."""

    def close() -> None:
        over.set()
        line.cut()
        preview.close()

    return close
