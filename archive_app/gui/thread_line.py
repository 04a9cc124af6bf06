"""The way from a thread to an object of the window that may be gone before the thread has said its last."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QObject


class Line:
    """Calls ``emit`` (of a signal of ``owner``, received by a queued connection) until the owner is destroyed."""

    def __init__(self, owner: QObject, emit: Callable[..., None]) -> None:
        self._emit: Callable[..., None] | None = emit
        self._lock = threading.Lock()
        owner.destroyed.connect(self.cut)

    def __call__(self, *told: Any) -> None:
        """Tell it; on any thread."""
        with self._lock:  # an owner that is going waits here until the signal has left
            if self._emit is not None:
                self._emit(*told)

    def cut(self) -> None:
        """Nobody hears any more."""
        with self._lock:
            self._emit = None
