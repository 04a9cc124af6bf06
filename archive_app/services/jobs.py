"""Long work that a person watches: progress, time left, cancel.

CPU work runs in a spawned process, because beside one busy pure-Python thread a frame of the window takes 222 ms,
beside a process 10. Work that mostly waits (an import: the reading is in a process of its own) runs on a thread.
Knows no Qt: whoever watches gets callbacks on the job's own thread.
"""

from __future__ import annotations

import multiprocessing
import threading
import time
import traceback
from collections.abc import Callable
from enum import StrEnum
from multiprocessing.connection import Connection
from multiprocessing.synchronize import Event as ProcessEvent
from typing import Any, Protocol

from archive_app.domain.errors import ArchiveError
from archive_app.frozen import dataclass

GRACE = 0.8
"""Seconds that a cancelled process gets to end by itself."""


class JobState(StrEnum):
    """Where a job stands."""

    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


class Reporter(Protocol):
    """What the work is handed first: a way to tell how far it is, and to ask whether to stop."""

    def progress(self, share: float, words: str) -> None:
        """``share`` from 0 to 1, and what is being done."""

    def cancelled(self) -> bool:
        """Whether a person asked to stop."""


class Cancelled(ArchiveError):
    """Somebody asked the work to stop."""


def stopping(reporter: Reporter) -> Callable[[float, str], None]:
    """``reporter.progress`` that stops the work where it is, by ``Cancelled``, once somebody asked it to: for work that
    only reads, and tells often how far it is."""

    def progress(share: float, words: str) -> None:
        if reporter.cancelled():
            raise Cancelled("停了", "", code="cancelled")
        reporter.progress(share, words)

    return progress


class Job:
    """One piece of work under way."""

    def __init__(self, title: str, watch: Callable[[Job], None]) -> None:
        self.title = title
        self.state = JobState.RUNNING
        self.share = 0.0
        self.words = ""
        self.result: Any = None
        self.error: ArchiveError | None = None
        self.fault = ""  # a bug's traceback, for the crash dialog
        self._began = time.monotonic()
        self._watch = watch
        self._stop = threading.Event()
        self._ended = threading.Event()

    def cancel(self) -> None:
        """Ask it to stop; it ends within about a second."""
        self._stop.set()

    def cancelled(self) -> bool:
        """Whether someone asked it to stop."""
        return self._stop.is_set()

    def progress(self, share: float, words: str) -> None:
        """Called by the work: how far it is."""
        self.share, self.words = min(1.0, max(0.0, share)), words
        self._watch(self)

    @property
    def seconds_left(self) -> float | None:
        """A guess from the pace so far; None while there is too little to go by."""
        passed = time.monotonic() - self._began
        if self.state is not JobState.RUNNING or self.share < 0.02 or passed < 1.0:
            return None
        return passed / self.share - passed

    def wait(self, timeout: float | None = None) -> bool:
        """Wait for the end (seconds); whether it came."""
        return self._ended.wait(timeout)

    def end(self, state: JobState, *, result: Any = None, error: ArchiveError | None = None, fault: str = "") -> None:
        """Called by whoever runs it."""
        self.state, self.result, self.error, self.fault = state, result, error, fault
        if state is JobState.DONE:
            self.share = 1.0
        self._ended.set()
        self._watch(self)


class Jobs:
    """The jobs of one program."""

    def __init__(self, watch: Callable[[Job], None] = lambda job: None) -> None:
        self._watch = watch
        self._running: list[Job] = []

    @property
    def running(self) -> tuple[Job, ...]:
        """The jobs that have not ended."""
        self._running = [job for job in self._running if job.state is JobState.RUNNING]
        return tuple(self._running)

    def in_thread(self, title: str, work: Callable[..., Any], *args: Any) -> Job:
        """Start ``work(reporter, *args)`` on a thread of its own."""
        job = self._begin(title)
        threading.Thread(target=_run_in_thread, args=(job, work, args), name=title, daemon=True).start()
        return job

    def in_process(self, title: str, work: Callable[..., Any], *args: Any) -> Job:
        """Start ``work(reporter, *args)`` in a spawned process; function, arguments and result must be picklable."""
        job = self._begin(title)
        threading.Thread(target=_run_in_process, args=(job, work, args), name=title, daemon=True).start()
        return job

    def cancel_all(self, timeout: float = 3.0) -> None:
        """Stop everything, for closing the program."""
        for job in self.running:
            job.cancel()
        for job in self.running:
            job.wait(timeout)

    def _begin(self, title: str) -> Job:
        job = Job(title, self._watch)
        self._running = [*self.running, job]
        self._watch(job)
        return job


def _run_in_thread(job: Job, work: Callable[..., Any], args: tuple[Any, ...]) -> None:
    try:
        result = work(job, *args)
    except ArchiveError as error:
        job.end(JobState.CANCELLED if job.cancelled() else JobState.FAILED, error=error)
    except Exception:
        job.end(JobState.FAILED, fault=traceback.format_exc())
    else:
        job.end(JobState.CANCELLED if job.cancelled() else JobState.DONE, result=result)


@dataclass(frozen=True, slots=True)
class _Message:
    kind: str  # progress, done, refused, fault
    value: Any


class _PipeReporter:
    def __init__(self, pipe: Connection, stop: ProcessEvent) -> None:
        self._pipe = pipe
        self._stop = stop
        self._last = 0.0

    def progress(self, share: float, words: str) -> None:
        now = time.monotonic()
        if now - self._last >= 0.05 or share >= 1.0:
            self._last = now
            self._pipe.send(_Message("progress", (share, words)))

    def cancelled(self) -> bool:
        return self._stop.is_set()


def _child(pipe: Connection, stop: ProcessEvent, work: Callable[..., Any], args: tuple[Any, ...]) -> None:
    try:
        message = _Message("done", work(_PipeReporter(pipe, stop), *args))
    except ArchiveError as error:
        message = _Message("refused", (error.message, error.remedy, error.code, error.exit_status))
    except Exception:
        message = _Message("fault", traceback.format_exc())
    pipe.send(message)
    pipe.close()


def _run_in_process(job: Job, work: Callable[..., Any], args: tuple[Any, ...]) -> None:
    context = multiprocessing.get_context("spawn")
    here, there = context.Pipe(duplex=False)
    stop = context.Event()
    process = context.Process(target=_child, args=(there, stop, work, args), daemon=True)
    process.start()
    there.close()
    deadline: float | None = None
    last: _Message | None = None
    try:
        while last is None:
            if job.cancelled() and deadline is None:
                stop.set()
                deadline = time.monotonic() + GRACE
            if deadline is not None and time.monotonic() > deadline:
                break
            if here.poll(0.1):
                try:
                    message: _Message = here.recv()
                except EOFError:
                    break
                if message.kind == "progress":
                    job.progress(*message.value)
                else:
                    last = message
    finally:
        here.close()
        if process.is_alive() and last is None:
            process.terminate()
        process.join(2.0)
    _conclude(job, last, process.exitcode)


def _conclude(job: Job, last: _Message | None, exitcode: int | None) -> None:
    if job.cancelled():
        job.end(JobState.CANCELLED)
    elif last is None:
        error = ArchiveError(
            f"“{job.title}”中途停了（{exitcode}）", "多半是内存不够；原有内容完好，可以重试。", code="job-died"
        )
        job.end(JobState.FAILED, error=error)
    elif last.kind == "done":
        job.end(JobState.DONE, result=last.value)
    elif last.kind == "refused":
        message, remedy, code, status = last.value
        error = ArchiveError(message, remedy, code=code)
        error.exit_status = status
        job.end(JobState.FAILED, error=error)
    else:
        job.end(JobState.FAILED, fault=str(last.value))
