"""Names of files met on the way in: what an operating system dropped, what order people expect, how to show them."""

from __future__ import annotations

import os
import re
from pathlib import Path

from archive_app.vault.hostile.charsets import decode_names
from archive_app.vault.hostile.names import parts_of

_DROPPINGS = {
    "thumbs.db": "Windows 的缩略图缓存",
    "ehthumbs.db": "Windows 的缩略图缓存",
    "desktop.ini": "Windows 的文件夹设置",
    "folder.jpg:encryptable": "Windows 的文件夹设置",
    ".ds_store": "macOS 的文件夹设置",
    ".localized": "macOS 的文件夹设置",
    "icon\r": "macOS 的文件夹图标",
    ".directory": "Linux 桌面的文件夹设置",
    "autorun.inf": "光盘的自动运行设置",
    "wechatlog": "微信的日志",
}
_DROPPED_FOLDERS = {
    "__macosx": "macOS 打包时附带的文件夹",
    "$recycle.bin": "回收站",
    "recycler": "回收站",
    "system volume information": "Windows 的系统文件夹",
    "found.000": "磁盘检查的残片",
    "lost+found": "磁盘检查的残片",
    ".trash": "回收站",
    ".trashes": "回收站",
    ".spotlight-v100": "macOS 的搜索索引",
    ".fseventsd": "macOS 的系统文件夹",
    ".temporaryitems": "macOS 的临时文件夹",
    "@eadir": "网盘（NAS）的缩略图缓存",
    "#recycle": "网盘（NAS）的回收站",
}
_IN_ZIP = re.compile(r"\.zip!", re.IGNORECASE)
_DIGITS = re.compile(r"(\d+)")


def why_ignored(name: str, *, folder: bool = False) -> str:
    """Why a file or folder of this name is no material, in words; empty where it may be."""
    lower = name.lower()
    dropped = (_DROPPED_FOLDERS if folder else _DROPPINGS).get(lower)
    if dropped:
        return f"这是{dropped}，不是资料，不用导入。"
    if folder:
        hidden = lower.startswith(".") and lower != ".."  # a name that leads upwards is refused for that
        return "这是隐藏文件夹，没有收。要收请先取消隐藏（去掉名字前的点）。" if hidden else ""
    if lower.startswith("~$"):
        return "这是 Word 或 WPS 打开文稿时的占位文件，不是文稿，不用导入。"
    if lower.startswith("._"):
        return "这是 macOS 附带的属性文件，不是资料，不用导入。"
    if lower.startswith(".~") or (lower.startswith("~") and lower.endswith(".tmp")):
        return "这是 WPS 或 Word 的临时文件，不是文稿，不用导入。"
    if lower.startswith("."):
        return "这是隐藏文件，没有收。要收请先取消隐藏（去掉名字前的点）。"
    return ""


def why_member_ignored(name: str) -> str:
    """The same for a name inside an archive, with all its folders."""
    *folders, last = parts_of(name) or [""]
    for part in folders:
        reason = why_ignored(part, folder=True)
        if reason:
            return reason
    return why_ignored(last)


def natural_key(name: str) -> tuple[list[tuple[int, int, str]], str]:
    """Orders 图2 before 图10; equal only for equal names."""
    pieces = [(0, int(p), "") if p.isdecimal() else (1, 0, p.casefold()) for p in _DIGITS.split(name) if p]
    return pieces, name


def shown(path: Path | str) -> str:
    """A path as text that can be stored and printed; bytes that are no UTF-8 (an old GBK disk) are read as GBK is."""
    text = os.fspath(path)
    if text.isprintable() or not any("\udc80" <= char <= "\udcff" for char in text):
        return text
    return "/".join(decode_names([os.fsencode(part) for part in text.split("/")]))


def last_part(source: str) -> str:
    """The file's own name, of a path or of ``a.zip!folder/name``, as far as the words tell.

    A name may have a ``!`` itself: only one behind ``.zip`` parts.
    """
    *_, member = _IN_ZIP.split(source)
    parts = parts_of(member)
    return parts[-1] if parts else member
