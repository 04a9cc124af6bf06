"""What there is to read: every file under the paths given, once, in a stable order; nothing is opened here.

No symbolic link is followed. What is not material is named with its reason, like everything else.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator, Sequence
from pathlib import Path

from archive_app.domain.system_errors import in_words
from archive_app.frozen import dataclass
from archive_app.intake.file_names import natural_key, shown, why_ignored
from archive_app.intake.proposal import Refusal

DEEPEST = 60
"""Folders within folders."""

_LINKS = (0xA000000C, 0xA0000003)  # Windows' reparse points: symbolic link, junction


@dataclass(frozen=True, slots=True)
class Found:
    """A regular file. ``source`` is its path as given, as text."""

    source: str
    path: Path
    size: int


def survey(paths: Sequence[Path]) -> Iterator[Found | Refusal]:
    """Every file under ``paths``. A path given twice, or inside another, counts once."""
    for path in _roots(paths):
        try:
            status = path.lstat()
        except OSError as error:
            yield Refusal(shown(path), _unreadable(error))
            continue
        if stat.S_ISDIR(status.st_mode) and not _is_link(status):
            yield from _folder(path)
        else:
            yield _file(path, path.name, status)


def _roots(paths: Sequence[Path]) -> list[Path]:
    """The paths without those that lie inside another one given."""
    absolute = {path: path.absolute() for path in dict.fromkeys(paths)}
    places = set(absolute.values())
    kept: dict[Path, Path] = {}
    for path, place in absolute.items():
        if not any(parent in places for parent in place.parents):
            kept.setdefault(place, path)
    return list(kept.values())


def _folder(top: Path) -> Iterator[Found | Refusal]:
    """Depth first: a folder's files in natural order, then its folders."""
    met = False
    pending = [(top, 0)]
    while pending:
        path, depth = pending.pop()
        inner: list[tuple[Path, int]] = []
        for found in _one_folder(path, depth, inner):
            met = True
            yield found
        pending += reversed(inner)
    if not met:
        yield Refusal(shown(top), "文件夹里没有文件。")


def _one_folder(path: Path, depth: int, inner: list[tuple[Path, int]]) -> Iterator[Found | Refusal]:
    """The files of one folder; the folders in it are put into ``inner``."""
    if depth > DEEPEST:
        yield Refusal(shown(path), f"文件夹套得太深（超过 {DEEPEST} 层），没有再往里看。")
        return
    try:
        with os.scandir(path) as listing:
            entries = sorted(listing, key=lambda entry: natural_key(entry.name))
    except OSError as error:
        yield Refusal(shown(path), _unreadable(error, folder=True))
        return
    names = {entry.name for entry in entries}
    if {"archive.toml", "originals"} <= names:
        yield Refusal(shown(path), "这是一个馆藏文件夹，不能当作资料导入。要合并两个馆藏，请用投稿包。")
        return
    for entry in entries:
        try:
            status = entry.stat(follow_symlinks=False)
        except OSError as error:
            yield Refusal(shown(entry.path), _unreadable(error))
            continue
        if not stat.S_ISDIR(status.st_mode) or _is_link(status):
            yield _file(path / entry.name, entry.name, status)
            continue
        reason = why_ignored(entry.name, folder=True) or _hidden(status)
        if reason:
            yield Refusal(shown(entry.path), reason)
        else:
            inner.append((path / entry.name, depth + 1))


def _file(path: Path, name: str, status: os.stat_result) -> Found | Refusal:
    source = shown(path)
    if _is_link(status):
        return Refusal(source, "这是链接（快捷方式），不跟着它走。要收请复制原文件。")
    if not stat.S_ISREG(status.st_mode):
        return Refusal(source, "这不是普通文件（设备、管道或套接字），没有打开。")
    reason = why_ignored(name) or _hidden(status)
    return Refusal(source, reason) if reason else Found(source, path, status.st_size)


def _is_link(status: os.stat_result) -> bool:
    return stat.S_ISLNK(status.st_mode) or getattr(status, "st_reparse_tag", 0) in _LINKS


def _hidden(status: os.stat_result) -> str:
    """Windows' hidden and system marks."""
    marks = getattr(status, "st_file_attributes", 0)
    if marks & stat.FILE_ATTRIBUTE_SYSTEM:
        return "这是系统文件，不是资料，不用导入。"
    return "这是隐藏文件，没有收。要收请先取消隐藏。" if marks & stat.FILE_ATTRIBUTE_HIDDEN else ""


def _unreadable(error: OSError, *, folder: bool = False) -> str:
    what = "文件夹" if folder else "文件"
    if isinstance(error, FileNotFoundError):
        return f"没有这个{what}，可能已移走或改名。"
    if isinstance(error, PermissionError):
        return f"没有读这个{what}的权限。"
    return f"{what}读不出来（{in_words(error)}）。"
