"""A process that works beside the program and tells what it found: silent, and bounded in memory."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from multiprocessing.connection import Connection

from archive_app.domain.errors import ArchiveError
from archive_app.intake.guard import fall_silent, limit_process
from archive_app.vault.hostile.limits import DEFAULT

Tell = Callable[..., None]
"""Sends its keywords as one message."""


@contextmanager
def telling(told: Connection, memory: int, full: str, remedy: str) -> Iterator[Tell]:
    """For the whole of a process's work: yields what tells something in JSON, and tells at the end that it is ``done``,
    or an ``error`` in words. ``memory``: bytes of address space it may take; ``full`` and ``remedy`` are said where
    they do not suffice."""
    fall_silent()
    limit_process(replace(DEFAULT, memory=memory))

    def tell(**message: object) -> None:
        told.send_bytes(json.dumps(message, ensure_ascii=False).encode())

    try:
        yield tell
        tell(done=True)
    except ArchiveError as error:
        tell(error=error.message, remedy=error.remedy)
    except MemoryError:
        tell(error=full, remedy=remedy)
