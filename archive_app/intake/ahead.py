"""Reading processes beside each other: what comes next is read while the caller deals with what was read."""

from __future__ import annotations

import queue
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

from archive_app.intake.sandbox import Sandbox
from archive_app.vault.hostile.limits import Limits

PROCESSES = 2
FEW = 3
"""Files for which a second process is not worth its start."""
_WINDOW = 2  # files read ahead, for each process

_Job = TypeVar("_Job")
_Result = TypeVar("_Result")


class Readers:
    """A few reading processes with one staging folder. Use it as a context."""

    def __init__(self, staging: Path, limits: Limits, cancelled: Callable[[], bool], count: int = PROCESSES) -> None:
        self._stopped = threading.Event()
        self._sandboxes = [
            Sandbox(staging, limits, lambda: self._stopped.is_set() or cancelled()) for _ in range(max(1, count))
        ]
        # the one used last comes first: a second one starts only when it is needed
        self._free: queue.LifoQueue[Sandbox] = queue.LifoQueue()
        for sandbox in self._sandboxes:
            self._free.put(sandbox)
        self.alone = threading.Lock()
        """Held for a job that may need all the memory a process is allowed."""

    def __enter__(self) -> Readers:
        return self

    def __exit__(self, *_: object) -> None:
        self._stopped.set()
        for _sandbox in self._sandboxes:
            self._free.get().close()  # each comes back when its job has noticed, within a fraction of a second

    @contextmanager
    def one(self) -> Iterator[Sandbox]:
        """A process for oneself; waits for one."""
        sandbox = self._free.get()
        try:
            yield sandbox
        finally:
            self._free.put(sandbox)

    def ahead(
        self, jobs: Iterable[_Job], work: Callable[[_Job], _Result]
    ) -> Iterator[tuple[_Job, Callable[[], _Result]]]:
        """Each job in order with a way to get its result; the next ones are worked on meanwhile.

        ``work`` runs on a thread of its own and raises through the result.
        """
        pending: deque[tuple[_Job, Future[_Result]]] = deque()
        pool = ThreadPoolExecutor(len(self._sandboxes), thread_name_prefix="reader")
        try:
            for job in jobs:
                pending.append((job, pool.submit(work, job)))
                if len(pending) > _WINDOW * len(self._sandboxes):
                    first, future = pending.popleft()
                    yield first, future.result
            while pending:
                first, future = pending.popleft()
                yield first, future.result
        finally:
            if pending:
                self._stopped.set()
            pool.shutdown(wait=True, cancel_futures=True)
