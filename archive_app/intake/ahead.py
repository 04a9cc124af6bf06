"""Reading processes beside each other: what comes next is read while the caller deals with what was read."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

from archive_app.intake.messages import DIED, MEMORY, Declined, Heavy, Read, Reply, Shrink, Shrunk
from archive_app.intake.room import Room
from archive_app.intake.sandbox import Cancelled, Sandbox
from archive_app.vault.hostile.limits import MIB, Limits

PROCESSES = 2
FEW = 3
"""Files for which a second process is not worth its start."""
TOGETHER = 672 * MIB
"""Memory that the processes may take between them, beyond what each has at its start: the whole stays below 1 GiB."""
LIGHT = 160 * MIB
"""What nearly every file is read and made small with; one that needs more is done again, while there is room for it."""
_CRAMPED = (DIED, MEMORY, "bad-image", "bad-pdf", "broken-xml", "too-large")
"""How a want of memory shows: a C library's ends the process, or looks like damage."""
_WINDOW = 2  # files read ahead, for each process
_TICK = 0.1  # seconds between two looks at whether to give up

_Job = TypeVar("_Job")
_Result = TypeVar("_Result")


class Readers:
    """A few reading processes with one staging folder. Use it as a context, or close it."""

    def __init__(self, staging: Path, limits: Limits, cancelled: Callable[[], bool], count: int = PROCESSES) -> None:
        self._stopped = threading.Event()
        self._cancelled = cancelled
        self._count = max(1, count)
        # the one used last is used first: a second one starts only when it is needed
        self._free = [Sandbox(staging, limits, self._ended) for _ in range(self._count)]
        self._changed = threading.Condition()
        self._room = Room(TOGETHER, self._ended)

    def __enter__(self) -> Readers:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def close(self) -> None:
        """End the processes, at once: who is waiting for one, or uses one, gets ``Cancelled``. Safe to call twice."""
        self._stopped.set()
        with self._changed:
            self._changed.notify_all()
            # each comes back when its job has noticed, within a fraction of a second
            self._changed.wait_for(lambda: len(self._free) == self._count)
            for sandbox in self._free:
                sandbox.close()

    @contextmanager
    def one(self) -> Iterator[Sandbox]:
        """A process for oneself; waits for one. Raises ``Cancelled`` once it is too late for that."""
        with self._changed:
            while not self._free:
                if self._ended():
                    raise Cancelled
                self._changed.wait(_TICK)
            if self._ended():
                raise Cancelled
            sandbox = self._free.pop()
        try:
            yield sandbox
        finally:
            with self._changed:
                self._free.append(sandbox)
                self._changed.notify_all()

    def read(self, sandbox: Sandbox, job: Read, size: int) -> Reply:
        """What a file of ``size`` bytes holds; what may have failed for want of memory is tried again, alone."""
        with self._room.take(LIGHT):
            reply = sandbox.run(replace(job, most=LIGHT), size)
        if not (isinstance(reply, Declined) and reply.code in _CRAMPED):
            return reply
        with self._room.take(TOGETHER):
            return sandbox.run(replace(job, most=0), size)

    def shrink(self, sandbox: Sandbox, job: Shrink, size: int) -> Shrunk | Declined:
        """A small picture of a file of ``size`` bytes, made when there is the memory for it."""
        with self._room.take(LIGHT):
            reply = sandbox.run(replace(job, most=LIGHT), size)
        if isinstance(reply, Heavy):
            with self._room.take(reply.memory):
                reply = sandbox.run(replace(job, most=0), size)
        return reply if isinstance(reply, Shrunk | Declined) else Declined("读取程序答非所问，没有收。")

    def ahead(
        self, jobs: Iterable[_Job], work: Callable[[_Job], _Result]
    ) -> Generator[tuple[_Job, Callable[[], _Result]], None, None]:
        """Each job in order with a way to get its result; the next ones are worked on meanwhile.

        ``work`` runs on a thread of its own and raises through the result. Who stops early closes this iterator: the
        processes end, and every thread with them.
        """
        pending: deque[tuple[_Job, Future[_Result]]] = deque()
        pool = ThreadPoolExecutor(self._count, thread_name_prefix="reader")
        finished = False
        try:
            for job in jobs:
                pending.append((job, pool.submit(work, job)))
                if len(pending) > _WINDOW * self._count:
                    first, future = pending.popleft()
                    yield first, future.result
            while pending:
                first, future = pending.popleft()
                yield first, future.result
            finished = True
        finally:
            if not finished:
                self._stopped.set()
            pool.shutdown(wait=True, cancel_futures=True)

    def _ended(self) -> bool:
        return self._stopped.is_set() or self._cancelled()
