"""Where tests write, and how many of them run beside one another.

The suite makes some thousand archives, each of whose writes waits until the disk has it: in memory that is a fifth
quicker. Memory is used where there is plenty, and programs may be started from it as from a disk.
"""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

IN_MEMORY = Path("/dev/shm")
MEMINFO = Path("/proc/meminfo")
NEEDED = 6 << 30
"""Bytes that must be free: a whole run leaves some two GB, and the tests themselves need as much."""


def cores() -> int:
    """How many processors this process may use."""
    affinity = getattr(os, "sched_getaffinity", None)
    return len(affinity(0)) if affinity is not None else os.cpu_count() or 1


def memory_left(meminfo: str) -> int:
    """Bytes that could be used, as Linux tells; 0 where it does not."""
    for line in meminfo.splitlines():
        if line.startswith("MemAvailable:"):
            return int(line.split()[1]) << 10
    return 0


def is_roomy(folder: Path, left: int) -> bool:
    """Whether the tests may write into this folder in memory, of which ``left`` bytes are to be had."""
    try:
        may_run = not os.statvfs(folder).f_flag & os.ST_NOEXEC
        free = shutil.disk_usage(folder).free
    except (AttributeError, OSError):  # Windows, or no such folder
        return False
    return may_run and os.access(folder, os.W_OK) and min(free, left) >= NEEDED


@contextmanager
def scratch(folder: Path = IN_MEMORY, meminfo: Path = MEMINFO) -> Iterator[dict[str, str]]:
    """Variables that lead what is temporary into memory, and nothing where there is not enough of it; it is removed
    when the block ends."""
    left = memory_left(meminfo.read_text(encoding="ascii")) if meminfo.exists() else 0
    if "TMPDIR" in os.environ or not is_roomy(folder, left):
        yield {}
        return
    made = tempfile.mkdtemp(prefix="cunshi-tests-", dir=folder)
    try:
        yield {"TMPDIR": made}
    finally:
        shutil.rmtree(made, ignore_errors=True)
