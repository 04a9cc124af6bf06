"""Identity: every row, manuscript block and transcript segment bears a UUIDv7 (RFC 9562 §5.7)."""

from __future__ import annotations

import os
import re
import time
import uuid

_UUID = re.compile(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\Z")


def new_id() -> str:
    """A fresh UUIDv7 in its canonical lower-case form: 48 bits of milliseconds, 74 random bits."""
    milliseconds = time.time_ns() // 1_000_000
    value = (milliseconds & ((1 << 48) - 1)) << 80 | int.from_bytes(os.urandom(10), "big")
    value = value & ~(0xF << 76) | 0x7 << 76
    value = value & ~(0x3 << 62) | 0x2 << 62
    return str(uuid.UUID(int=value))


def is_id(text: str) -> bool:
    """Whether ``text`` has the shape of an id (any UUID version, lower case)."""
    return _UUID.match(text) is not None
