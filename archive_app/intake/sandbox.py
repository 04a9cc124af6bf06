"""One reading process, kept warm over a batch; a file that kills or hangs it costs that file and a fresh process."""

from __future__ import annotations

import logging
import multiprocessing
import pickle
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from multiprocessing.connection import Connection, wait
from pathlib import Path
from types import ModuleType

from archive_app.domain.errors import ArchiveError, StorageFailed
from archive_app.intake import worker
from archive_app.intake.messages import DIED, FULL, Declined, Job, Reply, Shrunk, Unpacked, packed, unpacked
from archive_app.intake.proposal import Proposal
from archive_app.vault.hostile.limits import DEFAULT, Limits

_TICK = 0.1  # seconds between two looks at whether to give up
_BOOT = 60.0  # seconds a process may take to start; half a second is usual
_ENDED = 5.0  # seconds to wait for a process that was told to end

_STARTING = threading.Lock()

log = logging.getLogger(__name__)


@contextmanager
def no_main_module() -> Iterator[None]:
    """While a process starts: spawning tells the child to run the program's main module again.

    A reader needs nothing of it, and would pay for the window's imports; a script from standard input, or one without
    a guard, could not be run again at all.
    """
    with _STARTING:
        main = sys.modules["__main__"]
        sys.modules["__main__"] = ModuleType("__main__")
        try:
            yield
        finally:
            sys.modules["__main__"] = main


class Cancelled(Exception):
    """The person does not want it any more."""


class CannotStart(ArchiveError):
    """The system starts no process to read with."""

    code = "cannot-start-reader"
    exit_status = 3


class Sandbox:
    """A process that reads, with limits. Use it as a context, or close it."""

    def __init__(self, staging: Path, limits: Limits = DEFAULT, cancelled: Callable[[], bool] = lambda: False) -> None:
        self._staging = staging.resolve()
        self._limits = limits
        self._cancelled = cancelled
        self._process: multiprocessing.process.BaseProcess | None = None
        self._jobs: Connection | None = None
        self._replies: Connection | None = None

    def __enter__(self) -> Sandbox:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def run(self, job: Job, size: int) -> Reply:
        """Do the job, which reads a file of ``size`` bytes; whatever goes wrong comes back as ``Declined``.

        Raises ``Cancelled`` within a fraction of a second of ``cancelled()`` turning true, ``CannotStart``, and
        ``StorageFailed`` where the staging folder's disk is full: no file's fault, and no other would fare better.
        """
        if self._cancelled():
            raise Cancelled
        if self._process is None:
            self._start()
        assert self._jobs is not None
        try:
            self._jobs.send_bytes(packed(job))
        except OSError:
            self.close()
            return Declined("读取程序意外停止，没有收。", code=DIED)
        reply = self._reply(self._limits.seconds_for(size))
        if isinstance(reply, Declined):
            if reply.trouble:
                log.warning("%s: %s", job.path.name, reply.trouble)
            if reply.spent:
                self.close()
            if reply.code == FULL:
                raise StorageFailed("磁盘已满，放不下从材料里取出的文件", "请腾出空间后重试。", code="disk-full")
            return reply
        return reply if self._is_staged(reply) else Declined("读取程序交回的文件不在暂存文件夹里，没有收。")

    def start(self) -> None:
        """Have the process ready before its first job. Raises ``Cancelled``, ``CannotStart``."""
        if self._process is None:
            self._start()

    def close(self) -> None:
        """End the process, now."""
        process, self._process = self._process, None
        for end in (self._jobs, self._replies):
            if end is not None:
                end.close()
        self._jobs = self._replies = None
        if process is not None:
            process.kill()
            process.join(_ENDED)
            with suppress(ValueError):  # it is still ending: the system will see to it
                process.close()

    def _start(self) -> None:
        context = multiprocessing.get_context("spawn")
        # two pipes of one direction each: a two-way pipe is a socket on POSIX, and the program opens none
        their_jobs, self._jobs = context.Pipe(duplex=False)
        self._replies, their_replies = context.Pipe(duplex=False)
        arguments = (their_jobs, their_replies, self._staging, self._limits)
        self._process = context.Process(target=worker.main, args=arguments, name="cunshi-reader", daemon=True)
        try:
            with no_main_module():
                self._process.start()
        except OSError as error:
            self._process = None
            raise CannotStart(f"启动不了读取程序（{error}）", "请关掉一些程序后重试。") from error
        finally:
            their_jobs.close()
            their_replies.close()
        first = self._receive(_BOOT)
        if first != worker.READY:
            self.close()
            raise CannotStart("启动不了读取程序", "请重新安装本程序；如果仍不行，请联系维护人员。")

    def _reply(self, seconds: float) -> Reply:
        data = self._receive(seconds)
        if isinstance(data, Declined):
            self.close()
            return data
        try:
            return unpacked(data)
        except (pickle.UnpicklingError, EOFError, AttributeError, ImportError, IndexError, TypeError, ValueError):
            self.close()
            return Declined("读取程序交回的内容不对，没有收。")

    def _receive(self, seconds: float) -> bytes | Declined:
        """The next message, or why there is none."""
        assert self._process is not None and self._replies is not None
        deadline = time.monotonic() + seconds
        while True:
            if self._cancelled():
                self.close()
                raise Cancelled
            ready = wait([self._replies, self._process.sentinel], _TICK)
            if self._replies in ready:
                break
            if ready:
                return self._dead()
            if time.monotonic() > deadline:
                return Declined(f"读了 {seconds:.0f} 秒还没有读完，停下了，没有收。请拆成几个小文件再导入。")
        try:
            return self._replies.recv_bytes(self._limits.result + (1 << 16))
        except (EOFError, OSError):
            return self._dead()

    def _dead(self) -> Declined:
        assert self._process is not None
        self._process.join(_ENDED)
        code = self._process.exitcode
        how = "没有回音" if code is None else f"信号 {-code}" if code < 0 else f"代码 {code}"
        return Declined(f"读这个文件时读取程序意外停止（{how}），文件可能已损坏，没有收。", code=DIED)

    def _is_staged(self, reply: Reply) -> bool:
        """Whether every file it hands back lies in the staging folder, as itself."""
        paths = [reply.path] if isinstance(reply, Unpacked | Shrunk) else []
        if isinstance(reply, Shrunk) and reply.large is not None:
            paths.append(reply.large)
        if isinstance(reply, Proposal):
            paths = [attachment.path for attachment in reply.attachments]
        return all(path.parent == self._staging and path.is_file() and not path.is_symlink() for path in paths)
