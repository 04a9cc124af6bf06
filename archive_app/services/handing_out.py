"""Files handed to other programs, dragged out of the window or copied: read-only copies under the names they came with.

The master never leaves the vault, not even as a link: who opens the copy and saves it spoils nothing. What level,
secrecy or a withdrawn consent keep here stays here, as for copies of photographs.
"""

from __future__ import annotations

import os
import re
import shutil
import stat
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

from archive_app.domain.errors import Damaged, Refused
from archive_app.frozen import dataclass
from archive_app.services.authorities.consents import ConsentBook
from archive_app.services.leaving import may_leave, whole_may_leave
from archive_app.vault.durable import storage_failed

if TYPE_CHECKING:
    from archive_app.catalogue.store import Record
    from archive_app.services.archive import Archive

Progress = Callable[[float, str], None]
AT_ONCE = 200_000_000
"""Bytes that are copied while somebody drags; more is copied beforehand, or into a folder of his choice."""
_NOT_IN_NAMES = re.compile(r'[\\/:*?"<>|\x00-\x1f]+')
_RESERVED = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(?=\.|\Z)", re.I)
_READ_ONLY = stat.S_IRUSR | stat.S_IRGRP | stat.S_IROTH


@dataclass(frozen=True, slots=True)
class Kept:
    """A file that stays here, and why."""

    name: str
    why: str


@dataclass(frozen=True, slots=True)
class Handed:
    """The copies, and what stays here."""

    paths: tuple[Path, ...]
    kept: tuple[Kept, ...]


def files_of_items(archive: Archive, items: Sequence[str]) -> list[Record]:
    """The files of these items, item by item, in order."""
    return [one for key in items for one in archive.catalogue.files_of(key)]


def allowed(archive: Archive, files: Iterable[Record]) -> tuple[list[Record], list[Kept]]:
    """Those of the files that may be handed out, and those that may not."""
    consents = ConsentBook(archive)
    items: dict[str, Record] = {}
    may, kept = [], []
    for one in files:
        key = str(one["item"] or "")
        try:
            if not key:
                raise Refused("不属于哪一件资料", code="no-item")
            if key not in items:
                items[key] = archive.catalogue.record(key)
            may_leave(items[key], consents, one)
            whole_may_leave(items[key], one)
        except Refused as error:
            kept.append(Kept(one.title, error.message))
        else:
            may.append(one)
    return may, kept


def hand_out(archive: Archive, files: Sequence[Record], folder: Path, progress: Progress = lambda *_: None) -> Handed:
    """Read-only copies of these files, each in a folder of its own under ``folder`` so that names stay as they were.

    A copy that is there and was not touched is not made again. Raises ``StorageFailed`` where the disk refuses.
    """
    may, kept = allowed(archive, files)
    paths = []
    for number, one in enumerate(may):
        progress(number / len(may), one.title)
        out = folder / one.id / safe_name(one.title)
        try:
            _copy(archive.original(one.id), out)
        except Damaged as error:
            kept.append(Kept(one.title, error.message))
        else:
            paths.append(out)
    return Handed(tuple(paths), tuple(kept))


def write_out(archive: Archive, files: Sequence[Record], folder: Path, progress: Progress = lambda *_: None) -> Handed:
    """The same into a folder somebody chose: all beside each other, none over a file that is there."""
    may, kept = allowed(archive, files)
    paths = []
    for number, one in enumerate(may):
        progress(number / len(may), one.title)
        out = _free(folder, safe_name(one.title))
        try:
            _copy(archive.original(one.id), out)
        except Damaged as error:
            kept.append(Kept(one.title, error.message))
        else:
            paths.append(out)
    return Handed(tuple(paths), tuple(kept))


def safe_name(name: str) -> str:
    """A name that Windows and Linux take; its suffix stays."""
    made = _NOT_IN_NAMES.sub("_", name).strip(" .") or "_"
    made = _RESERVED.sub(r"\1_", made, count=1) if _RESERVED.match(made) else made
    stem, dot, suffix = made.rpartition(".")
    while len(made.encode()) > 240 and stem:
        stem = stem[:-1]
        made = f"{stem}{dot}{suffix}"
    return made


def forget(folder: Path) -> None:
    """Remove copies that were handed out; what another program holds open stays."""
    for path in folder.rglob("*"):
        with suppress(OSError):
            path.chmod(stat.S_IRWXU)
    shutil.rmtree(folder, ignore_errors=True)


def _copy(master: Path, out: Path) -> None:
    about = master.stat()
    try:
        there = out.stat()
        if (there.st_size, there.st_mtime_ns) == (about.st_size, about.st_mtime_ns):
            return
        out.chmod(stat.S_IRWXU)
        out.unlink()
    except FileNotFoundError:
        pass
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(master, out)
        os.utime(out, ns=(about.st_atime_ns, about.st_mtime_ns))
        out.chmod(_READ_ONLY)
    except OSError as error:
        with suppress(OSError):
            out.unlink()
        raise storage_failed(out, error) from error


def _free(folder: Path, name: str) -> Path:
    stem, dot, suffix = name.rpartition(".")
    path, number = folder / name, 1
    while path.exists():
        number += 1
        path = folder / (f"{stem} ({number}){dot}{suffix}" if stem else f"{name} ({number})")
    return path
