"""Work off the painting thread: one line of writes, a few readers; answers come back in the painting thread."""

from __future__ import annotations

import threading
from collections.abc import Callable, Hashable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal
from shiboken6 import isValid

Then = Callable[[Any], None]


def gone(act: Callable[..., object]) -> bool:
    """Whether it is a method of a Qt object that is there no more: a window that was built anew, a dialog closed.

    A function made inside a method is the method's object's, too: it speaks of its ``self``; and so is a method with
    some of what it is given.
    """
    while isinstance(act, partial):
        act = act.func
    owner = getattr(act, "__self__", None)
    inner = getattr(act, "__code__", None)
    if owner is None and inner is not None and "self" in inner.co_freevars:
        owner = (getattr(act, "__closure__", None) or ())[inner.co_freevars.index("self")].cell_contents
    return isinstance(owner, QObject) and not isValid(owner)


class Background(QObject):
    """A pool of threads whose answers are delivered by the event loop of the thread that made it."""

    _deliver = Signal(object)

    def __init__(self, threads: int, name: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix=name)
        self._closed = False
        self._newest: dict[Hashable, int] = {}
        self._waiting = 0
        self._lock = threading.Lock()
        self._deliver.connect(self._run, Qt.ConnectionType.QueuedConnection)

    @property
    def busy(self) -> bool:
        """Whether anything is still under way or not yet delivered."""
        return self._waiting > 0

    def ask(
        self,
        work: Callable[[], Any],
        then: Then | None = None,
        failed: Callable[[Exception], None] | None = None,
        *,
        key: Hashable = None,
    ) -> None:
        """Run ``work`` on a thread and hand what it returns to ``then``.

        Of several questions with the same ``key`` only the newest is answered; none is told to a widget that is gone
        meanwhile, where it is a method of the widget that is to be called. Without ``failed`` an exception
        reaches the program's crash dialog, in the painting thread.
        """
        if self._closed:
            return
        number = 0
        if key is not None:
            number = self._newest[key] = self._newest.get(key, 0) + 1
        self._waiting += 1

        def answer(result: Any, error: Exception | None) -> Callable[[], None]:
            def tell() -> None:
                self._waiting -= 1
                if self._closed or (key is not None and self._newest.get(key) != number):
                    return
                if error is None:
                    if then is not None and not gone(then):
                        then(result)
                elif failed is not None:
                    if not gone(failed):
                        failed(error)
                else:
                    raise error

            return tell

        def job() -> None:
            if key is not None and self._newest.get(key) != number:
                self._emit(answer(None, None))
                return
            try:
                result = work()
            except Exception as error:  # handed over whole: the painting thread says what to do with it
                self._emit(answer(None, error))
            else:
                self._emit(answer(result, None))

        self._pool.submit(job)

    def finish(self) -> None:
        """Wait for what was handed in so far; what comes of it is told later, by the event loop."""
        self._pool.submit(int).result()

    def _emit(self, tell: Callable[[], None]) -> None:
        with self._lock:
            if not self._closed:
                self._deliver.emit(tell)

    def _run(self, tell: Callable[[], None]) -> None:
        tell()

    def close(self, *, wait: bool) -> None:
        """Take no more work; ``wait`` for what was handed in (writes), or drop it (reads)."""
        with self._lock:
            self._closed = True
        self._pool.shutdown(wait=wait, cancel_futures=not wait)
        if not wait:
            # threads in the middle of a read end by themselves; their answers find nobody
            self._newest.clear()
