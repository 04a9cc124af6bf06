"""Memory shared out: processes beside each other take together no more than there is room for, each in its turn."""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from archive_app.intake.sandbox import Cancelled

_TICK = 0.1  # seconds between two looks at whether to give up


class Room:
    """``size`` bytes. Who asks first gets first, so that one who needs much is not passed by for ever."""

    def __init__(self, size: int, cancelled: Callable[[], bool] = lambda: False) -> None:
        self._size = size
        self._left = size
        self._cancelled = cancelled
        self._turns: deque[object] = deque()
        self._changed = threading.Condition()

    @contextmanager
    def take(self, wanted: int) -> Iterator[None]:
        """Hold ``wanted`` bytes; who wants more than there is gets all of it, alone.

        Raises ``Cancelled`` within a fraction of a second of ``cancelled()`` turning true.
        """
        held = min(wanted, self._size)
        self._wait(held)
        try:
            yield
        finally:
            with self._changed:
                self._left += held
                self._changed.notify_all()

    def _wait(self, wanted: int) -> None:
        turn = object()
        with self._changed:
            self._turns.append(turn)
            try:
                while self._turns[0] is not turn or self._left < wanted:
                    if self._cancelled():
                        raise Cancelled
                    self._changed.wait(_TICK)
                self._left -= wanted
            finally:
                self._turns.remove(turn)
                self._changed.notify_all()
