"""The fonts an editor brings: a folder ``fonts`` beside the book, or in the archive.

A file named for a type (仿宋.ttf) serves for it; every other one is asked for the characters that no bundled face has.
In a layout such a face is called by its file's whole path.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

FOLDER = "fonts"

_ROLES = {
    **dict.fromkeys(("宋体", "宋", "song"), "song"),
    **dict.fromkeys(("粗宋", "宋体粗", "song-bold"), "song-bold"),
    **dict.fromkeys(("黑体", "黑", "hei"), "hei"),
    **dict.fromkeys(("粗黑", "黑体粗", "hei-bold"), "hei-bold"),
    **dict.fromkeys(("楷体", "楷", "kai"), "kai"),
    **dict.fromkeys(("仿宋", "仿宋体", "fangsong"), "fangsong"),
}
_TRUETYPE = (b"\0\1\0\0", b"true")
_RESTRICTED, _ALLOWED, _BITMAP_ONLY = 0x0002, 0x000C, 0x0200  # OpenType, OS/2 fsType
_FONTS = (".ttf", ".otf", ".ttc")


def own_fonts(folder: Path) -> tuple[dict[str, Any], list[str]]:
    """What the fonts in ``folder`` add to a book's ``[layout]``, and what is to be said of those of no use."""
    faces: dict[str, str] = {}
    rare: list[str] = []
    doubts: list[str] = []
    for path in _files(folder):
        status = path.stat()
        why = _looked_at(path, status.st_mtime_ns, status.st_size)
        if why:
            doubts.append(f"{FOLDER}/{path.name} 不能用：{why}。")
        elif path.stem.lower() in _ROLES:
            faces[_ROLES[path.stem.lower()]] = str(path)
        else:
            rare.append(str(path))
    return {**({"faces": faces} if faces else {}), **({"rare": rare} if rare else {})}, doubts


def _files(folder: Path) -> Iterator[Path]:
    """The font files of a folder, none by a link that leads out of it."""
    try:
        found = sorted(folder.iterdir()) if folder.is_dir() else []
    except OSError:  # a folder that may not be looked into holds no fonts of ours
        return
    root = folder.resolve()
    for path in found:
        if path.suffix.lower() in _FONTS and path.is_file() and path.resolve().is_relative_to(root):
            yield path.resolve()


@lru_cache(maxsize=64)
def _looked_at(path: Path, changed: int, size: int) -> str:
    """As `unusable`; a file that is as it was is not read again: an archive's book is compiled at every edit."""
    return unusable(path)


def unusable(path: Path) -> str:
    """Why a font cannot be used (a Chinese clause); empty where it can."""
    try:
        data = path.read_bytes()
        kind, count = struct.unpack(">4sH", data[:6])
        entries = (struct.unpack(">4sLLL", data[at : at + 16]) for at in range(12, 12 + 16 * count, 16))
        tables = {tag: (offset, length) for tag, _, offset, length in entries}
    except (OSError, struct.error):
        return "不是字体文件，或者读不出来"
    if kind == b"ttcf":
        return "是几种字体合在一起的 .ttc，请拆成单个的 .ttf"
    if kind == b"OTTO":
        return "是 PostScript 轮廓的 .otf，请换 TrueType 轮廓的 .ttf"
    needed = {b"glyf", b"loca", b"cmap", b"head", b"hhea", b"hmtx", b"maxp"}
    if kind not in _TRUETYPE or not needed <= tables.keys() or any(a + n > len(data) for a, n in tables.values()):
        return "不是完整的 TrueType 字体"
    if b"OS/2" in tables:
        (rights,) = struct.unpack(">H", data[tables[b"OS/2"][0] + 8 : tables[b"OS/2"][0] + 10])
        if (rights & _RESTRICTED and not rights & _ALLOWED) or rights & _BITMAP_ONLY:
            return "字体写明不准嵌入文件（fsType），印刷厂打不开，请换一种"
    return ""
