"""Long work beside the window: progress, time left, cancel. Nothing here writes; a job calls the services that do."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any, Protocol

from PySide6.QtCore import QObject, Qt, Signal

from archive_app.gui.i18n import _

RUNNING, DONE, CANCELLED, FAILED = "running", "done", "cancelled", "failed"
_SETTLED_AFTER = 1.5
"""Seconds before a time left is said: an earlier one would only jump about."""


class Report(Protocol):
    """How the services tell their progress: a share from 0 to 1 and words."""

    def __call__(self, share: float, words: str = "") -> None: ...


class Work(Protocol):
    """What a job runs. ``report`` and ``cancelled`` may be called from its thread at any time."""

    def __call__(self, report: Report, cancelled: Callable[[], bool]) -> Any: ...


class Job(QObject):
    """One piece of long work as the window sees it; signals arrive in the painting thread."""

    progressed = Signal()
    ended = Signal()

    def __init__(self, title: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.title = title
        self.share = -1.0
        self.words = ""
        self.state = RUNNING
        self.result: Any = None
        self.error: Exception | None = None
        self.cancelling = False
        self._cancel = threading.Event()
        self._began = time.monotonic()

    @property
    def running(self) -> bool:
        """Whether it is under way."""
        return self.state == RUNNING

    @property
    def seconds_left(self) -> float | None:
        """An estimate, or None while there is none."""
        passed = time.monotonic() - self._began
        if not self.running or self.share <= 0.01 or passed < _SETTLED_AFTER:
            return None
        return passed * (1 - self.share) / self.share

    def time_left_words(self) -> str:
        """``还要约 3 分钟``, or nothing."""
        left = self.seconds_left
        if self.cancelling and self.running:
            return _("正在停下…")
        if left is None:
            return ""
        if left < 60:
            return _("还要约 {n} 秒").format(n=max(1, round(left)))
        if left < 5400:
            return _("还要约 {n} 分钟").format(n=round(left / 60))
        return _("还要约 {n} 小时").format(n=round(left / 3600))

    def cancel(self) -> None:
        """Ask the work to stop; it ends at its next step."""
        if self.running:
            self.cancelling = True
            self._cancel.set()
            self.progressed.emit()

    def cancelled(self) -> bool:
        """Whether it was asked to stop; called on the work's thread."""
        return self._cancel.is_set()


class JobBoard(QObject):
    """Every job of the window. ``changed`` when one begins, moves on or ends."""

    changed = Signal()
    began = Signal(object)
    ended = Signal(object)
    _moved = Signal(object, float, str)
    _finished = Signal(object, object, object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pool = ThreadPoolExecutor(2, thread_name_prefix="job")
        self.jobs: list[Job] = []
        self._closed = False
        self._moved.connect(self._on_moved, Qt.ConnectionType.QueuedConnection)
        self._finished.connect(self._on_finished, Qt.ConnectionType.QueuedConnection)

    def running(self) -> list[Job]:
        """The jobs under way, oldest first."""
        return [job for job in self.jobs if job.running]

    def run(self, title: str, work: Work) -> Job:
        """Begin a job on a thread of its own. Heavy computing belongs into a process that ``work`` waits for."""
        job = Job(title, self)
        self.jobs.append(job)
        last = 0.0

        def report(share: float, words: str = "") -> None:
            nonlocal last
            now = time.monotonic()
            if now - last > 0.05 or share >= 1:  # twenty a second are enough for an eye
                last = now
                if not self._closed:
                    self._moved.emit(job, float(share), words)

        def begin() -> None:
            result, error = None, None
            try:
                result = work(report, job.cancelled)
            except Exception as problem:  # shown by whoever asked for the job
                error = problem
            if not self._closed:
                self._finished.emit(job, result, error)

        self._pool.submit(begin)
        self.began.emit(job)
        self.changed.emit()
        return job

    def _on_moved(self, job: Job, share: float, words: str) -> None:
        if job.running:
            job.share = min(1.0, share)
            job.words = words or job.words
            job.progressed.emit()
            self.changed.emit()

    def _on_finished(self, job: Job, result: Any, error: Exception | None) -> None:
        job.result, job.error = result, error
        job.state = CANCELLED if job.cancelling else FAILED if error is not None else DONE
        job.share = 1.0 if job.state == DONE else job.share
        job.progressed.emit()
        job.ended.emit()
        self.ended.emit(job)
        self.changed.emit()

    def forget_ended(self) -> None:
        """Clear the list of what has ended."""
        self.jobs = self.running()
        self.changed.emit()

    def close(self) -> None:
        """Ask every job to stop and wait for it: an archive must not be closed under one."""
        for job in self.running():
            job.cancel()
        self._closed = True
        self._pool.shutdown(wait=True)
