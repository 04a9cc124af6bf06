"""Identity: every row, manuscript block and transcript segment bears a UUIDv7 (RFC 9562 §5.7)."""

from __future__ import annotations

import os
import re
import threading
import time
import uuid

_UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\Z")
_RANDOM_BITS = 74
_STEP_BITS = 32


class _Sequence:
    """Ids of one process in the order they were asked for (RFC 9562 §6.2, method 2: a counter that steps randomly).

    Records that came together keep their order when they are sorted by id, as a rebuilt catalogue does.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._last = 0

    def next(self) -> int:
        """48 bits of milliseconds, then 74 bits that only ever grow within a millisecond."""
        fresh = time.time_ns() // 1_000_000 << _RANDOM_BITS
        with self._lock:
            if fresh >> _RANDOM_BITS > self._last >> _RANDOM_BITS:
                fresh |= int.from_bytes(os.urandom(10), "big") >> (80 - _RANDOM_BITS + 1)
            else:
                fresh = self._last + 1 + int.from_bytes(os.urandom(_STEP_BITS // 8), "big")
            self._last = fresh
        return fresh


_SEQUENCE = _Sequence()


def new_id() -> str:
    """A fresh UUIDv7 in its canonical lower-case form; later ones of this process sort after it."""
    value = _SEQUENCE.next()
    milliseconds, random = value >> _RANDOM_BITS, value & ((1 << _RANDOM_BITS) - 1)
    high, low = random >> 62, random & ((1 << 62) - 1)
    bits = (milliseconds & ((1 << 48) - 1)) << 80 | 0x7 << 76 | high << 64 | 0x2 << 62 | low
    return str(uuid.UUID(int=bits))


def is_id(text: str) -> bool:
    """Whether ``text`` has the shape of an id (any UUID version, lower case)."""
    return _UUID.match(text) is not None
