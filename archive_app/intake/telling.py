"""A process that reads what others made and tells what it found: silent, bounded in memory, without a network."""

from __future__ import annotations

import json
import os
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from multiprocessing.connection import Connection

from archive_app.domain.errors import ArchiveError
from archive_app.intake.guard import limit_process, no_network
from archive_app.vault.hostile.limits import DEFAULT

Tell = Callable[..., None]
"""Sends its keywords as one message."""


@contextmanager
def telling(told: Connection, memory: int, full: str, remedy: str) -> Iterator[Tell]:
    """For the whole of a process's work: yields what tells it in JSON, and tells at the end that it is ``done``, or an
    ``error`` in words. ``memory``: bytes of address space it may take; ``full`` and ``remedy`` are said where they do
    not suffice."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    null = os.open(os.devnull, os.O_RDWR)
    for stream in (1, 2):
        os.dup2(null, stream)
    sys.stderr = sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123, SIM115 - as long as it lives
    limit_process(replace(DEFAULT, memory=memory))
    no_network()

    def tell(**message: object) -> None:
        told.send_bytes(json.dumps(message, ensure_ascii=False).encode())

    try:
        yield tell
        tell(done=True)
    except ArchiveError as error:
        tell(error=error.message, remedy=error.remedy)
    except MemoryError:
        tell(error=full, remedy=remedy)
