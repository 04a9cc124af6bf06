"""What the reading process may not do: use more than its share, reach the network, start programs, write elsewhere.

The limits are the operating system's where it has them (POSIX). The rest is Python's audit hook (PEP 578): it cannot
be taken off again, and it sees every file that Python code opens, on every system. It is a second wall, not a jail for
machine code.
"""

from __future__ import annotations

import os
import signal
import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

from archive_app.vault.hostile.limits import Limits

_FORBIDDEN = ("socket.", "subprocess.", "os.system", "os.exec", "os.spawn", "os.posix_spawn", "os.fork", "os.startfile",
              "urllib.", "ftplib.", "http.", "smtplib.", "webbrowser.", "winreg.", "ctypes.dlopen")  # fmt: skip
_CHANGING = ("os.remove", "os.rename", "os.rmdir", "os.mkdir", "os.link", "os.symlink", "os.truncate", "os.chmod",
             "os.chown", "os.utime", "shutil.")  # fmt: skip
_WRITING = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_APPEND


def limit_process(limits: Limits) -> None:
    """Bound memory, the size of a written file and core dumps, for as long as the process lives."""
    if sys.platform == "win32":
        return  # no such limits there; the wall clock and the size of the result still hold
    import resource

    _lower(resource.RLIMIT_AS, limits.memory)
    _lower(resource.RLIMIT_FSIZE, limits.member)
    _lower(resource.RLIMIT_CORE, 0)


def limit_memory(limits: Limits, most: int) -> None:
    """Let the process take ``most`` bytes more than it has now, and never more than it is allowed; 0: that much."""
    if sys.platform == "win32":
        return
    import resource

    now = _address_space() if most else 0
    _lower(resource.RLIMIT_AS, min(limits.memory, now + most) if now else limits.memory)


def _address_space() -> int:
    """Bytes of address space in use; 0 where the system does not say (it does on Linux)."""
    try:
        return int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0]) * os.sysconf("SC_PAGE_SIZE")
    except (OSError, ValueError, IndexError):
        return 0


def limit_time(seconds: float) -> None:
    """Let the process use ``seconds`` of processor time from now on; beyond them the system ends it."""
    if sys.platform == "win32":
        return
    import resource

    used = time.process_time()
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    resource.setrlimit(resource.RLIMIT_CPU, (_within(int(used + seconds) + 1, hard), hard))


def _lower(what: int, value: int) -> None:
    """Set the soft limit; the hard one, which may be lower already, stays."""
    import resource

    _, hard = resource.getrlimit(what)
    with suppress(ValueError, OSError):  # macOS knows some of them by name only
        resource.setrlimit(what, (_within(value, hard), hard))


def _within(value: int, hard: int) -> int:
    return value if hard < 0 else min(value, hard)


def fall_silent() -> None:
    """For as long as the process lives: Ctrl+C is the program's to handle, and what libraries say is nobody's."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    null = os.open(os.devnull, os.O_RDWR)
    for stream in (1, 2):
        os.dup2(null, stream)
    sys.stderr = sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123, SIM115 - as long as it lives


def no_network() -> None:
    """From here on refuse any connection: for what loads libraries that might ask for one."""

    def watch(event: str, arguments: tuple[Any, ...]) -> None:
        if event.startswith(("socket.", "urllib.", "http.")):
            raise PermissionError(f"a reader may not use {event}")

    sys.addaudithook(watch)


def confine(staging: Path) -> None:
    """From here on refuse what a reader has no business doing; files may be written below ``staging`` only."""
    inside = os.path.realpath(staging) + os.sep

    def allowed(path: object) -> bool:
        if isinstance(path, int):  # a file that is open already
            return True
        if not isinstance(path, str | bytes | os.PathLike):
            return False
        return (os.path.realpath(os.fsdecode(path)) + os.sep).startswith(inside)

    def watch(event: str, arguments: tuple[Any, ...]) -> None:
        if event == "open":
            path, mode, flags = arguments
            writing = any(letter in mode for letter in "wax+") if isinstance(mode, str) else bool(flags & _WRITING)
            if writing and not allowed(path):
                raise PermissionError(f"a reader may not write {path!r}")
        elif event.startswith(_FORBIDDEN):
            raise PermissionError(f"a reader may not use {event}")
        elif event.startswith(_CHANGING) and arguments and not allowed(arguments[0]):
            raise PermissionError(f"a reader may not change {arguments[0]!r}")

    sys.addaudithook(watch)
