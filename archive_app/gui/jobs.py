"""Long work beside the window: the jobs of ``services.jobs``, told in the painting thread."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal

from archive_app.gui.i18n import _
from archive_app.services import jobs as services
from archive_app.services.jobs import JobState

_STOPPING_S = 30.0
"""How long the end of cancelled jobs is waited for before the archive under them is closed."""


class JobFault(Exception):
    """A bug inside a job, with the traceback of its own thread or process."""


class Job(QObject):
    """One piece of long work as the window sees it. Signals arrive in the painting thread."""

    progressed = Signal()
    ended = Signal(object)

    def __init__(self, title: str, parent: QObject) -> None:
        super().__init__(parent)
        self.title = title
        self.inner: services.Job | None = None
        self.then: Callable[[Any], None] | None = None
        self.failed: Callable[[Exception], None] | None = None
        self.cancelling = False
        self.over = False

    @property
    def state(self) -> JobState:
        """Where it stands, as last told."""
        return self.inner.state if self.inner is not None and self.over else JobState.RUNNING

    @property
    def running(self) -> bool:
        """Whether it is under way."""
        return not self.over

    @property
    def share(self) -> float:
        """How far, from 0 to 1; below 0 while nobody knows."""
        return self.inner.share if self.inner is not None and self.inner.words else -1.0

    @property
    def words(self) -> str:
        """What is being done."""
        return self.inner.words if self.inner is not None else ""

    @property
    def result(self) -> Any:
        """What it returned."""
        return self.inner.result if self.inner is not None else None

    def error(self) -> Exception | None:
        """Why it failed: an expected failure, or a fault with its traceback."""
        if self.inner is None or self.state is not JobState.FAILED:
            return None
        return self.inner.error or JobFault(self.inner.fault)

    def time_left_words(self) -> str:
        """``还要约 3 分钟``, or nothing."""
        if self.over or self.inner is None:
            return ""
        if self.cancelling:
            return _("正在停下…")
        left = self.inner.seconds_left
        if left is None:
            return ""
        if left < 60:
            return _("还要约 {n} 秒").format(n=max(1, round(left)))
        if left < 5400:
            return _("还要约 {n} 分钟").format(n=round(left / 60))
        return _("还要约 {n} 小时").format(n=round(left / 3600))

    def cancel(self) -> None:
        """Ask the work to stop."""
        if not self.over and self.inner is not None:
            self.cancelling = True
            self.inner.cancel()
            self.progressed.emit()


class JobBoard(QObject):
    """Every job of the window. ``changed`` when one begins, moves on or ends."""

    changed = Signal()
    began = Signal(object)
    ended = Signal(object)
    _told = Signal(object, object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.jobs: list[Job] = []
        self._closed = False
        self._by_inner: dict[int, Job] = {}
        self._services = services.Jobs(self._watch)
        self._told.connect(self._on_told, Qt.ConnectionType.QueuedConnection)

    def running(self) -> list[Job]:
        """The jobs under way, oldest first."""
        return [job for job in self.jobs if job.running]

    def in_thread(
        self,
        title: str,
        work: Callable[..., Any],
        *args: Any,
        then: Callable[[Any], None] | None = None,
        failed: Callable[[Exception], None] | None = None,
    ) -> Job:
        """Run ``work(reporter, *args)`` on a thread: for work that mostly waits, or writes."""
        return self._begin(title, self._services.in_thread, work, args, then, failed)

    def in_process(
        self,
        title: str,
        work: Callable[..., Any],
        *args: Any,
        then: Callable[[Any], None] | None = None,
        failed: Callable[[Exception], None] | None = None,
    ) -> Job:
        """Run ``work(reporter, *args)`` in a process of its own: for work that computes. All must be picklable."""
        return self._begin(title, self._services.in_process, work, args, then, failed)

    def _begin(self, title, start, work, args, then, failed) -> Job:
        job = Job(title, self)
        job.then, job.failed = then, failed
        self.jobs.append(job)
        job.inner = start(title, work, *args)
        self._by_inner[id(job.inner)] = job
        self.began.emit(job)
        self.changed.emit()
        self._watch(job.inner)  # it may have ended before it was known here
        return job

    def _watch(self, inner: services.Job) -> None:
        # on the job's own thread; the state goes along, so that the end is told after all that was told before it
        if not self._closed:
            self._told.emit(inner, inner.state)

    def _on_told(self, inner: services.Job, state: JobState) -> None:
        job = self._by_inner.get(id(inner))
        if job is None or job.over:
            return
        if state is not JobState.RUNNING:
            job.over = True
        job.progressed.emit()
        self.changed.emit()
        if job.over:
            self._end(job)

    def _end(self, job: Job) -> None:
        job.ended.emit(job)
        self.ended.emit(job)
        error = job.error()
        if error is not None:
            if job.failed is None:
                raise error
            job.failed(error)
        elif job.state is JobState.DONE and job.then is not None:
            job.then(job.result)

    def forget_ended(self) -> None:
        """Clear the list of what has ended."""
        self.jobs = self.running()
        self.changed.emit()

    def close(self) -> None:
        """Stop every job and wait for its end: an archive must not be closed under one."""
        self._closed = True
        self._services.cancel_all(_STOPPING_S)
