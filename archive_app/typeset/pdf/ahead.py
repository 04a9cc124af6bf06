"""Work that is done before its result is asked for, on the machine's other cores.

For work that leaves Python alone most of the time (reading files, decoding and encoding pictures): its threads then run
beside the one that asks.
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Sequence
from typing import Generic, TypeVar

T = TypeVar("T")
R = TypeVar("R")

_MOST_THREADS = 3
_AHEAD = 4  # pictures are large


class Ahead(Generic[T, R]):
    """``work`` on every one of ``tasks``, which are asked for by `result`, each once and more or less in order.

    At most ``ahead`` results wait to be asked for. A task that no thread has begun is done by the one that asks, so
    nothing ever waits for a free thread, and a machine with one core has none. `close` it in the end, whatever
    happened.
    """

    def __init__(self, work: Callable[[T], R], tasks: Sequence[T], ahead: int = _AHEAD) -> None:
        self._work, self._tasks, self._ahead = work, tasks, ahead
        self._changed = threading.Condition()
        self._begun: set[int] = set()
        self._next = 0
        self._asked = 0
        self._done: dict[int, tuple[R | None, BaseException | None]] = {}
        self._threads: list[threading.Thread] = []

    @property
    def count(self) -> int:
        """How many tasks there are."""
        return len(self._tasks)

    def close(self) -> None:
        """Begin nothing more, and wait for what was begun."""
        with self._changed:
            self._next = len(self._tasks)
            self._changed.notify_all()
        for thread in self._threads:
            thread.join()

    def start(self) -> None:
        """Begin, where there is a core to spare and more than one thing to do."""
        spare = min(_MOST_THREADS, _cores() - 1, len(self._tasks) - 1)
        for _ in range(spare):
            self._threads.append(threading.Thread(target=self._run, daemon=True))
            self._threads[-1].start()

    def result(self, number: int) -> R:
        """What ``work`` makes of task ``number``; raises what it raised. While another thread is still at it, the one
        who asks does a task that nobody has begun."""
        with self._changed:
            self._asked = max(self._asked, number + 1)
            self._changed.notify_all()
            own = number not in self._begun
            self._begun.add(number)
        if own:
            return self._work(self._tasks[number])
        while (other := self._instead_of_waiting(number)) is not None:
            self._do(other)
        with self._changed:
            found, error = self._done.pop(number)
        if error is not None:
            raise error
        return found  # type: ignore[return-value]

    def _instead_of_waiting(self, number: int) -> int | None:
        """Another task, begun by this; None as soon as task ``number`` is done."""
        with self._changed:
            while number not in self._done:
                other = self._unbegun()
                if other is not None:
                    return other
                self._changed.wait()
            return None

    def _run(self) -> None:
        while (number := self._claim()) is not None:
            self._do(number)

    def _do(self, number: int) -> None:
        found: R | None = None
        failed: BaseException | None = None
        try:
            found = self._work(self._tasks[number])
        except BaseException as error:  # it is the one who asks that is told
            failed = error
        with self._changed:
            self._done[number] = (found, failed)
            self._changed.notify_all()

    def _claim(self) -> int | None:
        """The next task that nobody has begun, when there is room for its result; None when there is none left."""
        with self._changed:
            while (number := self._unbegun()) is None and self._next < len(self._tasks):
                self._changed.wait()
            return number

    def _unbegun(self) -> int | None:
        """The next task that nobody has begun, begun by this; None where there is none, or no room for its result."""
        while self._next in self._begun:
            self._next += 1
        if self._next >= min(len(self._tasks), self._asked + self._ahead):
            return None
        self._begun.add(self._next)
        return self._next


def _cores() -> int:
    """The cores this process may use."""
    if hasattr(os, "sched_getaffinity"):  # not on Windows
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
