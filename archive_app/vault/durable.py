"""Files that are there in full or not at all: a temporary name, fsync of file and folder, then a rename."""

from __future__ import annotations

import errno
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO

from archive_app.domain.errors import StorageFailed


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
    temporary = path.with_name(f".{path.name}.{os.getpid()}.part")
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


_FULL = (errno.ENOSPC, getattr(errno, "EDQUOT", errno.ENOSPC))
_WORDS = {
    errno.ENOENT: "已移走、改名或删除",
    errno.EACCES: "没有权限",
    errno.EPERM: "没有权限",
    errno.EROFS: "写了保护，只能读",
    errno.EISDIR: "这是文件夹",
    errno.ENOTDIR: "上一级不是文件夹",
    errno.EIO: "磁盘或 U 盘读写出错",
    errno.ENODEV: "设备已拔出",
    errno.ENXIO: "设备已拔出",
    errno.EBUSY: "正被别的程序使用",
    errno.ENAMETOOLONG: "名字太长",
    errno.ELOOP: "链接绕成了圈",
    errno.EMFILE: "同时打开的文件太多",
    errno.ENFILE: "同时打开的文件太多",
    errno.ENOMEM: "内存不够",
    errno.ETIMEDOUT: "等了太久没有回音",
    errno.ESTALE: "网络盘断开了",
    errno.EFBIG: "文件太大",
    **dict.fromkeys(_FULL, "磁盘已满"),
}


def in_words(error: OSError) -> str:
    """Why the system refused, as a few Chinese words; its own where there are none for it."""
    return _WORDS.get(error.errno or 0) or error.strerror or str(error)


def is_full(error: OSError) -> bool:
    """Whether a disk has no more room."""
    return error.errno in _FULL


def storage_failed(path: Path, error: OSError) -> StorageFailed:
    """What an ``OSError`` on writing means, in words."""
    if error.errno in _FULL:
        return StorageFailed(f"磁盘已满，写不下 {path.name}", "原有内容完好；请腾出空间后重试。", code="disk-full")
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        remedy = "请检查权限、写保护，或文件是否正被别的程序打开。"
        return StorageFailed(f"不能写入 {path}", remedy, code="not-writable")
    return StorageFailed(f"写 {path} 时出错：{in_words(error)}", "请检查磁盘或 U 盘是否插好。", code="disk-error")
