"""What a process beside the program tells while it makes a draft: heard speech, read print."""

from __future__ import annotations

import json
import multiprocessing
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from archive_app.domain.errors import ArchiveError
from archive_app.frozen import dataclass
from archive_app.intake.sandbox import CannotStart, no_main_module

_LOOK_S = 0.2
_ENDED_S = 5.0


@dataclass(frozen=True, slots=True)
class Drafter:
    """Such a process: its ``name`` for the system, what it is ``called`` in words, what is to be done where it
    ``stopped`` by itself, the ``code`` of its errors, and how long a message may be at most, bytes."""

    name: str
    called: str
    stopped: tuple[str, str]
    code: str
    longest: int


@contextmanager
def told_by(
    drafter: Drafter, target: Callable[..., None], arguments: Sequence[Any], cancelled: Callable[[], bool]
) -> Iterator[Iterator[dict[str, Any]]]:
    """The messages of ``target``, run in a process with ``arguments`` and, last, where to tell; until it says
    ``done`` or nobody wants it any more. It is ended with the block.

    Raises ``CannotStart``; among the messages ``ArchiveError`` where it says an ``error`` or stops by itself.
    """
    context = multiprocessing.get_context("spawn")
    told, theirs = context.Pipe(duplex=False)
    process = context.Process(target=target, args=(*arguments, theirs), name=drafter.name, daemon=True)
    try:
        with no_main_module():
            process.start()
    except OSError as error:
        raise CannotStart(f"启动不了{drafter.called}（{error}）", "请关掉一些程序后重试。") from error
    finally:
        theirs.close()
    try:
        yield _messages(drafter, process, told, cancelled)
    finally:
        process.kill()
        process.join(_ENDED_S)
        told.close()


def _messages(
    drafter: Drafter, process: multiprocessing.process.BaseProcess, told: Any, cancelled: Callable[[], bool]
) -> Iterator[dict[str, Any]]:
    while not cancelled():
        if not told.poll(_LOOK_S):
            if not process.is_alive() and not told.poll(0):
                raise ArchiveError(*drafter.stopped, code=drafter.code)
            continue
        try:
            message = json.loads(told.recv_bytes(drafter.longest))
        except EOFError as error:
            raise ArchiveError(*drafter.stopped, code=drafter.code) from error
        if message.get("done"):
            return
        if "error" in message:
            raise ArchiveError(str(message["error"]), str(message.get("remedy", "")), code=drafter.code)
        yield message
