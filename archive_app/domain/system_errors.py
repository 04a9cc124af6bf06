"""What the system says when it refuses, in Chinese: one table for everything that reads or writes files."""

from __future__ import annotations

import errno

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
