"""Part of a long piece of work on the machine's second core, where the system can copy a running process (Linux).

A forked process has everything the first one has, so nothing is handed over but results. It takes the tasks from the
last one backwards while the first process takes them from the front: neither waits long, however unequal they are.
What the second process cannot do (it was killed, there is no memory left, the task raises) the first one does itself,
so the outcome is the same with or without it.
"""

from __future__ import annotations

import errno
import mmap
import os
import pickle
import signal
import sys
import threading
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from io import RawIOBase
from typing import BinaryIO, Generic, TypeVar

T = TypeVar("T")
R = TypeVar("R")

_FREE, _FIRST, _SECOND = 0, 1, 2


def second_core_there() -> bool:
    """Whether a second process would help and is safe: threads do not survive a fork, nor do the locks they hold."""
    if sys.platform != "linux" or threading.active_count() > 1:
        return False
    return len(os.sched_getaffinity(0)) > 1


class SecondCore(Generic[T, R]):
    """``work`` on every one of ``tasks``, in two processes. Ask `result` for each task in order, then `close`.

    Results must be picklable; ``work`` must not change anything but memory, for what the second process changes is
    lost.
    """

    def __init__(self, work: Callable[[T], R], tasks: Sequence[T], left: int = 0) -> None:
        """Begin. The last ``left`` tasks are left to the second process: where the first would need longer to make
        itself fit for the work than the other needs for them."""
        self._work, self._tasks, self._left = work, tasks, left
        self._places: dict[int, tuple[int, int]] = {}
        self._given_back = ExitStack()
        self._alone = False
        try:
            self._begin()
        except OSError:  # no such system, no room for the results or for another process: all is done here
            self._alone = True
            self.close()

    def _begin(self) -> None:
        if sys.platform != "linux":
            raise OSError(errno.ENOSYS, "no safe copy of a process")
        keep = self._given_back.enter_context
        self._claims = keep(mmap.mmap(-1, len(self._tasks)))  # shared: who has taken which task
        self._results: BinaryIO = keep(os.fdopen(os.memfd_create("results"), "wb", buffering=0))
        told, telling = os.pipe()
        self._told: BinaryIO = keep(os.fdopen(told, "rb"))
        writing = keep(os.fdopen(telling, "wb", buffering=0))
        process = os.fork()
        if not process:
            try:
                self._told.close()
                self._run_backwards(writing)
            finally:
                os._exit(0)  # nothing of the first process is to be ended here: no buffers, no databases
        writing.close()
        self._given_back.callback(_end, process)

    def result(self, number: int) -> R:
        """What ``work`` makes of task ``number``."""
        if self._alone:
            return self._work(self._tasks[number])
        free = self._claims[:].count(_FREE)
        if self._claims[number] == _FREE and free > self._left:
            self._claims[number] = _FIRST
        if self._claims[number] != _FIRST and self._comes(number):
            start, size = self._places[number]
            found: R = pickle.loads(os.pread(self._results.fileno(), size, start))
            return found
        return self._work(self._tasks[number])

    def close(self) -> None:
        """End the second process, whatever it is at, and give back what it used."""
        self._given_back.close()

    def _comes(self, number: int) -> bool:
        """Wait until the second process has stored task ``number``, or has ended without it."""
        while number not in self._places:
            told = self._told.read(24)
            if len(told) < 24:
                return False
            task, start, size = (int.from_bytes(told[at : at + 8], "big") for at in (0, 8, 16))
            self._places[task] = (start, size)
        return True

    def _run_backwards(self, telling: RawIOBase) -> None:
        start = 0
        for number in reversed(range(len(self._tasks))):
            if self._claims[number] != _FREE:
                return
            self._claims[number] = _SECOND
            data = pickle.dumps(self._work(self._tasks[number]), pickle.HIGHEST_PROTOCOL)
            if os.pwrite(self._results.fileno(), data, start) < len(data):
                return  # there is no more memory
            telling.write(b"".join(value.to_bytes(8, "big") for value in (number, start, len(data))))
            start += len(data)


def _end(process: int) -> None:
    os.kill(process, signal.SIGKILL)
    os.waitpid(process, 0)
