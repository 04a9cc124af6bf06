"""Who holds an archive: an OS lock on ``.lock``, and the holder's name in a second file.

The name has a file of its own because on Windows a lock blocks reading of what is locked.
"""

from __future__ import annotations

import getpass
import json
import os
import socket
from contextlib import suppress
from datetime import datetime
from pathlib import Path

from filelock import FileLock, Timeout

from archive_app.domain.errors import ArchiveHeld
from archive_app.vault.durable import storage_failed


class Hold:
    """An archive held by this process, until ``release``; the OS releases it when the process dies."""

    def __init__(self, root: Path) -> None:
        # not a lock of one thread: a window opens an archive on one thread and closes it on another
        self._lock = FileLock(root / ".lock", thread_local=False)
        self._holder = root / ".holder"

    def take(self, actor: str) -> None:
        """Take the lock at once; raises ``ArchiveHeld`` that says who has it, ``StorageFailed`` where it cannot be."""
        try:
            self._lock.acquire(timeout=0)
        except Timeout:
            remedy = "请先在那里关闭它，再重试。"
            raise ArchiveHeld(f"这个馆藏正被{self._whom()}打开着", remedy) from None
        except OSError as error:
            raise storage_failed(self._holder.parent, error) from error
        about = {
            "name": actor or _user(),
            "host": socket.gethostname(),
            "pid": os.getpid(),
            "since": datetime.now().astimezone().isoformat(timespec="seconds"),
        }
        with suppress(OSError):  # who holds it is a courtesy; the lock is what counts
            self._holder.write_text(json.dumps(about, ensure_ascii=False), encoding="utf-8")

    def release(self) -> None:
        """Let go; nothing of it stays in the folder."""
        with suppress(OSError):
            self._holder.unlink(missing_ok=True)
        self._lock.release()
        if os.name != "nt":
            return
        with suppress(OSError):
            Path(self._lock.lock_file).unlink(missing_ok=True)

    def _whom(self) -> str:
        try:
            about = json.loads(self._holder.read_text(encoding="utf-8"))
            since = datetime.fromisoformat(about["since"]).strftime("%m月%d日 %H:%M")
            return f"“{about['name']}”（{about['host']}，自 {since}）"
        except (OSError, ValueError, KeyError):
            return "另一个程序"


def _user() -> str:
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "使用者"
