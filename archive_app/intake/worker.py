"""The reading process: takes jobs from a pipe, one at a time, and answers each.

Kept free of imports that cost: the program itself imports this module only to name ``main``.
"""

from __future__ import annotations

import os
import pickle
import signal
import sys
import traceback
from multiprocessing.connection import Connection
from pathlib import Path
from typing import TYPE_CHECKING

from archive_app.domain.errors import ArchiveError
from archive_app.domain.system_errors import in_words, is_full
from archive_app.intake.guard import confine, limit_memory, limit_process, limit_time
from archive_app.intake.messages import (
    FULL,
    MEMORY,
    Declined,
    Job,
    Listen,
    Read,
    ReadBack,
    Reply,
    Shrink,
    Unpack,
    packed,
)
from archive_app.vault.hostile.limits import Limits, readable

if TYPE_CHECKING:
    from archive_app.intake.formats.desk import Desk

READY = b"ready"
"""The first message: everything is imported, the limits hold."""


def main(jobs: Connection, replies: Connection, staging: Path, limits: Limits) -> None:
    """Work until the other end of ``jobs`` closes."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is the program's to handle; it ends us
    _quieten()
    from archive_app.intake.formats.desk import Desk

    desk = Desk(staging, limits)
    limit_process(limits)
    confine(staging)
    replies.send_bytes(READY)
    while True:
        try:
            job: Job = pickle.loads(jobs.recv_bytes())
        except EOFError:
            return
        limit_time(limits.seconds_for(_size(job)))
        limit_memory(limits, job.most if isinstance(job, Read) else 0)
        reply = _answer(desk, job)
        data = packed(reply)
        if len(data) > limits.result:
            data = packed(Declined(f"读出的内容有 {readable(len(data))}，超过上限 {readable(limits.result)}。"))
        replies.send_bytes(data)
        if isinstance(reply, Declined) and reply.spent:
            return


def _quieten() -> None:
    """C libraries complain of damaged files on standard error; the refusal says it in words."""
    null = os.open(os.devnull, os.O_WRONLY)
    os.dup2(null, 2)
    os.close(null)
    sys.stderr = open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123, SIM115 - for as long as the process lives


def _size(job: Job) -> int:
    return job.path.stat().st_size if job.path.exists() else 0


def _answer(desk: Desk, job: Job) -> Reply:
    """Do the job. Whatever a file makes go wrong costs that file alone, and is said."""
    try:
        if isinstance(job, Unpack):
            return desk.unpack(job)
        if isinstance(job, Shrink):
            return desk.shrink(job)
        if isinstance(job, Listen):
            return desk.listen(job)
        if isinstance(job, ReadBack):
            return desk.read_back(job)
        assert isinstance(job, Read)
        return desk.read(job)
    except ArchiveError as error:
        return Declined(str(error), code=error.code)
    except MemoryError:
        return Declined("读这个文件要的内存超过上限，没有收。请拆成几个小文件再导入。", spent=True, code=MEMORY)
    except RecursionError:
        return Declined("文件里的内容套得太深，没有收。请用 Word 或 WPS 打开后另存。")
    except OSError as error:
        code = FULL if is_full(error) else ""
        return Declined(f"文件读不出来（{in_words(error)}）。", traceback.format_exc(), code=code)
    except Exception as error:  # a fault of a reader: named, logged by the program, and the batch goes on
        return Declined(
            f"读取时出了意外（{type(error).__name__}），没有收。请把文件发给维护人员。", traceback.format_exc()
        )
