"""Files that are there in full or not at all: a temporary name, fsync of file and folder, then a rename."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO
from zlib import crc32

from archive_app.domain.errors import StorageFailed
from archive_app.domain.system_errors import in_words, is_full

_LONG_NAME = 50
"""Characters; most systems take names of 255 bytes, which are 85 Chinese ones."""


def sync_folder(folder: Path) -> None:
    """Make a rename in ``folder`` durable; Windows has no such call and needs none."""
    if os.name == "nt":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


@contextmanager
def replacing(path: Path) -> Iterator[IO[bytes]]:
    """Write ``path`` anew; until the block ends well, what stood there stays.

    Raises ``StorageFailed`` where the disk is full or cannot be written; nothing is left behind then.
    """
    temporary = _beside(path)
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with temporary.open("wb") as handle:
            yield handle
            handle.flush()
            os.fsync(handle.fileno())
        temporary.replace(path)
        sync_folder(path.parent)
    except OSError as error:
        raise storage_failed(path, error) from error
    finally:
        with suppress(OSError):
            temporary.unlink(missing_ok=True)


def _beside(path: Path) -> Path:
    """The name under which a file is written; no longer than its own, which the system takes, by much."""
    name = path.name
    if len(name) > _LONG_NAME:
        name = f"{name[:_LONG_NAME]}{crc32(os.fsencode(name)):08x}"
    return path.with_name(f".{name}.{os.getpid()}.part")


def storage_failed(path: Path, error: OSError) -> StorageFailed:
    """What an ``OSError`` on writing means, in words."""
    if is_full(error):
        return StorageFailed(f"磁盘已满，写不下 {path.name}", "原有内容完好；请腾出空间后重试。", code="disk-full")
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        remedy = "请检查权限、写保护，或文件是否正被别的程序打开。"
        return StorageFailed(f"不能写入 {path}", remedy, code="not-writable")
    return StorageFailed(f"写 {path} 时出错：{in_words(error)}", "请检查磁盘或 U 盘是否插好。", code="disk-error")
